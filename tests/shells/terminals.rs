//! What a program finds at its terminal, and what of it arrives at the person's.

use crate::stage::{Setup, Stage};

const STREAMS: &str = "#!/usr/bin/python3
import os
for fd in 0, 1, 2: print(os.isatty(fd), os.ttyname(fd) == os.ttyname(0), os.tcgetpgrp(fd) == os.getpgrp())
for way in '/dev/tty', os.ttyname(0): print(os.isatty(os.open(way, os.O_RDWR)))
";

in_shells!(streams: bash zsh fish nu);
fn streams(stage: &Stage) {
    let arrange = |setup: &mut Setup| setup.script("streams", STREAMS);
    stage.compare(arrange, |session| {
        let screen = session.line("streams");
        assert!(screen.contains(&"True True True\n".repeat(3)), "{screen}");
        assert!(screen.contains("True\nTrue\n<2>"), "{screen}");
    });
}

const INHERITED: &str = "#!/usr/bin/python3
import os, signal
print(sorted(int(fd) for fd in os.listdir('/proc/self/fd') if os.path.exists('/proc/self/fd/' + fd)))
with open('/proc/self/status') as f:
    print([l.split()[1] for l in f if l.startswith(('SigBlk', 'SigPnd', 'ShdPnd', 'SigIgn', 'Umask'))])
print(signal.getsignal(signal.SIGTTOU) == signal.SIG_DFL, signal.getsignal(signal.SIGINT) == signal.default_int_handler)
print(sorted(name for name in os.environ if name not in ('GHOST_TTY', 'GHOST_TOKEN', 'GHOST_SOCK')))
print(os.environ.get('SHLVL'), os.getpgrp() == os.getpid(), os.getpriority(os.PRIO_PROCESS, 0))
";

in_shells!(what_programs_inherit: bash zsh fish nu);
fn what_programs_inherit(stage: &Stage) {
    let arrange = |setup: &mut Setup| setup.script("inherited", INHERITED);
    stage.compare(arrange, |session| {
        let screen = session.line("inherited");
        // nu hands on descriptors of its own, and ignores what a background job would stop at.
        assert!(screen.contains(session.says("True True", "True True", "True True", "False True")), "{screen}");
    });
}

in_shells!(size: bash zsh fish nu);
fn size(stage: &Stage) {
    stage.compare(
        |_| (),
        |session| {
            assert!(session.line("stty size").contains("\n24 80\n"));
            session.terminal().resize(30, 100);
            assert!(session.line("stty size").contains("\n30 100\n"));
            assert!(
                session
                    .line(session.says(
                        "echo $LINES $COLUMNS",
                        "echo $LINES $COLUMNS",
                        "echo $LINES $COLUMNS",
                        "term size | echo $\"($in.rows) ($in.columns)\""
                    ))
                    .contains("\n30 100\n")
            );
            session.terminal().resize(24, 80);
            assert!(session.line("stty size").contains("\n24 80\n"));
        },
    );
}

// Not a handler and pause(): a signal that comes just before pause() would not end it.
const FOLLOWS: &str = "#!/usr/bin/python3
import os, signal
signal.signal(signal.SIGINT, signal.SIG_DFL)
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGWINCH])
os.write(1, b'is-following\\n')
while signal.sigwait([signal.SIGWINCH]): os.write(1, b'now %d by %d\\n' % tuple(reversed(os.get_terminal_size(2))))
";

in_shells!(a_new_size_reaches_the_foreground: bash zsh fish nu);
fn a_new_size_reaches_the_foreground(stage: &Stage) {
    let arrange = |setup: &mut Setup| setup.script("follows", FOLLOWS);
    stage.compare(arrange, |session| {
        session.keys("follows\r");
        session.await_text("is-following");
        session.terminal().resize(40, 123);
        session.await_text("now 40 by 123");
        session.terminal().resize(24, 80);
        session.await_text("now 24 by 80");
        session.interrupt();
        session.await_prompt();
        session.look("the size was followed");
    });
}

const PIPED: &str = "#!/usr/bin/python3
import os
os.write(2, b'piped: %r %r %r\\n' % tuple(os.isatty(fd) for fd in (0, 1, 2)))
";

in_shells!(a_pipe_is_no_terminal: bash zsh fish nu);
fn a_pipe_is_no_terminal(stage: &Stage) {
    let arrange = |setup: &mut Setup| setup.script("piped", PIPED);
    stage.compare(arrange, |session| {
        let screen = session.line("echo text | piped | cat");
        assert!(screen.contains("piped: False False True"), "{screen}");
        let screen = session.line(session.says(
            "piped < /dev/null > piped.txt",
            "piped < /dev/null > piped.txt",
            "piped < /dev/null > piped.txt",
            "open --raw /dev/null | piped o> piped.txt",
        ));
        assert!(screen.ends_with("piped: False False True\n<3> "), "{screen}");
    });
}

in_shells!(colours: bash zsh fish nu);
fn colours(stage: &Stage) {
    let arrange = |setup: &mut Setup| {
        std::fs::create_dir(setup.home().join("a-folder")).expect("a folder");
        setup.file("some.txt", "a needle here\n");
    };
    stage.compare(arrange, |session| {
        // As a program, whatever the shell has by this name.
        let command = session.says("command ", "command ", "command ", "^");
        session.line(&format!("{command}ls --color=auto -d a-folder some.txt"));
        session.line(&format!("{command}grep --color=auto needle some.txt"));
        let cell = session.terminal().screen().cell(1, 0).expect("a cell").clone();
        assert_eq!((cell.contents(), cell.fgcolor()), ("a", vt100::Color::Idx(4)), "a folder is blue");
        // What is typed is coloured by fish in its own time.
        let rows = session.colours();
        session.note("colours", [rows[1].as_str(), rows[3].as_str()].join("\n"));
    });
}

const DRAWS: &str = "#!/usr/bin/python3
import sys
for i in range(0, 101, 20):
    sys.stderr.write('\\r\\x1b[K%3d%% ' % i)
    sys.stderr.flush()
sys.stderr.write('\\n')
";

in_shells!(a_progress_bar: bash zsh fish nu);
fn a_progress_bar(stage: &Stage) {
    let arrange = |setup: &mut Setup| setup.script("draws", DRAWS);
    stage.compare(arrange, |session| {
        let screen = session.line("draws");
        assert!(screen.contains("\n100%"), "{screen}");
        let drawn = "\r\x1b[K  0% \r\x1b[K 20% \r\x1b[K 40% \r\x1b[K 60% \r\x1b[K 80% \r\x1b[K100% \r\n";
        assert!(session.has_printed(drawn.as_bytes()));
    });
}

/// What terminals know and we do not: sixels, kitty's pictures, links, a clipboard, other people's marks, and bytes that
/// are no text.
fn foreign() -> Vec<u8> {
    let mut bytes = b"BEGIN".to_vec();
    for sequence in [
        &b"\x1bP0;1;8q\"1;1;4;6#0;2;0;0;0#0!4~\x1b\\"[..],
        b"\x1b_Gf=24,s=1,v=1;AAAA\x1b\\",
        b"\x1b]8;;https://example.org/\x1b\\link\x1b]8;;\x1b\\",
        b"\x1b]52;c;Z2hvc3Q=\x07",
        b"\x1b]133;A\x07\x1b]133;C;cmdline=x\x1b\\\x1b]133;D;1\x07",
        b"\x1b]7;file://host/folder\x07",
        b"\x1b]1337;SetUserVar=a=Yg==\x07",
        b"\x1b]6973;x\x07\x1b]6973;0123456789abcdef;D;1.1;0;0\x07\x1b]6973\x1b]69",
        b"\x1b[?2026h\x1b[38;2;1;2;3mtrue\x1b[0m\x1b[?2026l",
        b"\x1b(0lqk\x1b(B",
        b"\x1b#8\x1b[2J\x1b[H",
    ] {
        bytes.extend_from_slice(sequence);
    }
    bytes.extend(128..=255);
    bytes.extend((1..32).filter(|byte| !b"\n\x05\x0e\x0f\x13\x11\x1b".contains(byte)));
    bytes.extend_from_slice(b"END");
    bytes
}

in_shells!(all_bytes_arrive_as_they_are: bash zsh fish nu);
fn all_bytes_arrive_as_they_are(stage: &Stage) {
    let arrange = |setup: &mut Setup| {
        std::fs::write(setup.home().join("foreign"), foreign()).expect("a file");
    };
    stage.compare(arrange, |session| {
        session.line("cat foreign; echo");
        assert!(session.has_printed(&foreign()), "all bytes, in order");
    });
}

const ASKS: &str = "#!/usr/bin/python3
import os, sys, termios, tty
terminal = os.open('/dev/tty', os.O_RDWR)
before = termios.tcgetattr(terminal)
tty.setraw(terminal)
told = []
for question, end in (('\\x1b[6n', 'R'), ('\\x1b[c', 'c'), ('\\x1b[>c', 'c'), ('\\x1b]11;?\\x1b\\\\', '\\\\'), ('\\x1b[?u', 'u')):
    os.write(int(sys.argv[1]), question.encode())
    answer = ''
    while not answer.endswith(end): answer += os.read(terminal, 1).decode()
    told.append(answer)
termios.tcsetattr(terminal, termios.TCSADRAIN, before)
print(*map(repr, told), sep='\\n')
";

in_shells!(the_terminal_answers_programs: bash zsh fish nu);
fn the_terminal_answers_programs(stage: &Stage) {
    let arrange = |setup: &mut Setup| setup.script("asks", ASKS);
    stage.compare(arrange, |session| {
        for fd in ["1", "2"] {
            let screen = session.line(&format!("asks {fd}"));
            let told = "'\\x1b[?62;22c'\n'\\x1b[>0;276;0c'\n'\\x1b]11;rgb:0101/2323/4545\\x1b\\\\'\n'\\x1b[?0u'\n";
            assert!(screen.contains(told), "{screen}");
        }
    });
}
