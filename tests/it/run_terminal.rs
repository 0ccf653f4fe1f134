//! A command at a terminal behaves under ghost as it does without.

use crate::env::Env;
use crate::terminal::{Left, Terminal, have};

fn exited(status: i32, rest: &str) -> Left {
    Left { status: Some(status), signal: None, rest: rest.to_owned() }
}

/// Runs a script for Python under ghost.
fn python(env: &Env, script: &str) -> Terminal {
    Terminal::ghost(env, &["python3", "-c", script])
}

#[test]
fn output_and_status_are_the_commands_own() {
    let env = Env::new();
    for (script, expected) in [
        ("exit 0", exited(0, "")),
        ("echo told; echo complained >&2", exited(0, "told\r\ncomplained\r\n")),
        ("printf 'no newline'", exited(0, "no newline")),
    ] {
        assert_eq!(Terminal::ghost(&env, &["sh", "-c", script]).finish(), expected, "{script}");
    }
    let left = Terminal::ghost(&env, &["sh", "-c", "echo told; exit 7"]).finish();
    assert_eq!(left.status, Some(7), "{left:?}");
    assert!(left.rest.starts_with("told\r\n"), "{left:?}");
}

#[test]
fn the_order_of_both_streams_is_kept() {
    let env = Env::new();
    let script = "i=0; while [ $i -lt 400 ]; do echo o$i; echo e$i >&2; i=$((i+1)); done";
    let expected: String = (0..400).map(|i| format!("o{i}\r\ne{i}\r\n")).collect();
    assert_eq!(Terminal::ghost(&env, &["sh", "-c", script]).finish(), exited(0, &expected));
}

#[test]
fn all_bytes_arrive_as_they_are() {
    let env = Env::new();
    let script =
        "import sys; sys.stdout.buffer.write(bytes(b for b in range(256) if b not in (10, 13)) + b'\\r|\\n\\r\\n')";
    let mut terminal = python(&env, script);
    terminal.expect("|\r\n");
    terminal.expect("\r\r\n");
    let mut expected: Vec<u8> = (0..=255).filter(|byte| ![b'\n', b'\r'].contains(byte)).collect();
    expected.extend_from_slice(b"\r|\r\n\r\r\n");
    assert_eq!(terminal.printed(), expected);
    assert_eq!(terminal.finish(), exited(0, ""));
}

#[test]
fn all_three_streams_are_its_terminal() {
    let env = Env::new();
    let script = "import os
for fd in 0, 1, 2: print(os.isatty(fd), os.ttyname(fd) == os.ttyname(0), os.tcgetpgrp(fd) == os.getpgrp())
print(os.open('/dev/tty', os.O_RDWR) > 2)";
    let expected = "True True True\r\n".repeat(3) + "True\r\n";
    assert_eq!(python(&env, script).finish(), exited(0, &expected));
}

#[test]
fn colours_are_kept() {
    let env = Env::new();
    env.script("run", "");
    let left = Terminal::ghost(&env, &["ls", "--color=auto"]).finish();
    assert!(left.rest.contains("\x1b[") && left.rest.contains("run"), "{left:?}");
}

#[test]
fn descriptors_and_signals_are_inherited_as_without_ghost() {
    let env = Env::new();
    let script = "import os, signal
print(sorted(int(fd) for fd in os.listdir('/proc/self/fd') if os.path.exists('/proc/self/fd/' + fd)))
with open('/proc/self/status') as f: print([l.split()[1] for l in f if l.startswith(('SigBlk', 'SigPnd', 'ShdPnd'))])
print(signal.getsignal(signal.SIGTTOU) == signal.SIG_DFL, signal.getsignal(signal.SIGINT) == signal.default_int_handler)";
    let bare = Terminal::program(&env, "python3", &["-c", script]).finish();
    assert!(bare.rest.ends_with("True True\r\n"), "{bare:?}");
    assert_eq!(python(&env, script).finish(), bare);
}

#[test]
fn the_size_is_the_terminals_and_follows_it() {
    let env = Env::new();
    // Not a handler and pause(): a signal that comes just before pause() would not end it.
    let script = "import os, signal
def tell(): os.write(1, b'%d %d\\n' % (os.get_terminal_size(2).lines, os.get_terminal_size(2).columns))
signal.signal(signal.SIGINT, signal.SIG_DFL)
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGWINCH])
tell(); os.write(1, b'ready\\n')
while signal.sigwait([signal.SIGWINCH]): tell()";
    let mut terminal = python(&env, script);
    terminal.expect("24 80\r\nready\r\n");
    terminal.resize(40, 123);
    terminal.expect("40 123\r\n");
    terminal.resize(30, 100);
    terminal.expect("30 100\r\n");
    terminal.send("\x03");
    assert_eq!(terminal.finish().signal, Some(libc::SIGINT));
}

#[test]
fn keys_that_make_signals_reach_the_command() {
    let env = Env::new();
    for (key, signal) in [("\x03", libc::SIGINT), ("\x1c", libc::SIGQUIT)] {
        let mut terminal = Terminal::ghost(&env, &["sh", "-c", "ulimit -c 0; echo ready; while :; do sleep 60; done"]);
        terminal.expect("ready\r\n");
        terminal.send(key);
        let left = terminal.finish();
        assert_eq!((left.status, left.signal), (None, Some(signal)), "{left:?}");
    }
}

#[test]
fn an_interrupt_at_any_moment_ends_it() {
    let env = Env::new();
    for _ in 0..25 {
        let mut terminal = Terminal::ghost(&env, &["cat"]);
        // The terminal itself answers this, whether ghost, the monitor or the command is at it by now.
        terminal.send("typed\n");
        terminal.expect("typed\r\n");
        terminal.send("\x03");
        assert_eq!(terminal.finish().signal, Some(libc::SIGINT));
    }
}

#[test]
fn a_command_may_take_an_interrupt_in_its_own_way() {
    let env = Env::new();
    // Short pauses: an interrupt that comes just before one does not end it.
    let script = "trap 'echo caught; exit 0' INT; echo ready; while :; do sleep 1; done";
    let mut terminal = Terminal::ghost(&env, &["sh", "-c", script]);
    terminal.expect("ready\r\n");
    terminal.send("\x03");
    assert_eq!(terminal.finish(), exited(0, "^Ccaught\r\n"));
}

#[test]
fn what_is_typed_is_echoed_once_and_read() {
    let env = Env::new();
    let mut terminal = Terminal::ghost(&env, &["sh", "-c", "printf 'name? '; read name; echo \"hello $name\"; cat"]);
    terminal.expect("name? ");
    terminal.send("ann\n");
    assert_eq!(terminal.expect("hello ann\r\n"), "ann\r\nhello ann\r\n");
    terminal.send("line\n");
    assert_eq!(terminal.expect("line\r\nline\r\n"), "line\r\nline\r\n");
    terminal.send("\x04");
    assert_eq!(terminal.finish(), exited(0, ""));
}

#[test]
fn a_password_is_asked_for_and_not_echoed() {
    let env = Env::new();
    let mut terminal = python(&env, "import getpass; print('got', getpass.getpass())");
    terminal.expect("Password: ");
    terminal.send("s3cret\n");
    assert_eq!(terminal.finish(), exited(0, "\r\ngot s3cret\r\n"));
}

#[test]
fn single_keys_and_the_other_screen() {
    let env = Env::new();
    let script = "import os, sys, termios, tty
before = termios.tcgetattr(0)
tty.setraw(0)
os.write(1, b'\\x1b[?1049h\\x1b[2J\\x1b[Hkeys please\\x1b[6n')
while True:
    key = os.read(0, 1)
    if key == b'q': break
    os.write(1, b'<%d>' % key[0])
os.write(1, b'\\x1b[?1049l')
termios.tcsetattr(0, termios.TCSANOW, before)
print('bye')";
    let mut terminal = python(&env, script);
    terminal.expect_on_screen("keys please");
    for (key, shown) in
        [("a", "<97>"), ("\x03", "<3>"), ("\x1a", "<26>"), ("\x11", "<17>"), ("\r", "<13>"), ("\x1b", "<27>")]
    {
        terminal.send(key);
        terminal.expect(shown);
    }
    terminal.send("q");
    assert_eq!(terminal.finish(), exited(0, "\x1b[?1049lbye\r\n"));
}

#[test]
fn an_editor_edits() {
    if !have("vim") {
        return;
    }
    let env = Env::new();
    env.file("note", "first\n");
    let mut terminal = Terminal::ghost(&env, &["vim", "-u", "NONE", "-i", "NONE", "note"]);
    terminal.expect_on_screen("first");
    terminal.send("osecond\x1b");
    terminal.expect_on_screen("second");
    terminal.send(":wq\r");
    assert_eq!(terminal.finish().status, Some(0));
    assert_eq!(env.read("note"), "first\nsecond\n");
}

#[test]
fn a_pager_pages() {
    if !have("less") {
        return;
    }
    let env = Env::new();
    let text: String = (1..=200).map(|line| format!("line {line}.\n")).collect();
    env.file("long", &text);
    let mut terminal = Terminal::ghost(&env, &["less", "long"]);
    terminal.expect_on_screen("line 23.");
    terminal.send("G");
    terminal.expect_on_screen("line 200.");
    terminal.send("q");
    assert_eq!(terminal.finish().status, Some(0));
}

#[test]
fn a_monitor_of_processes_draws_and_quits() {
    if !have("top") {
        return;
    }
    let env = Env::new();
    let mut terminal = Terminal::ghost(&env, &["top"]);
    terminal.expect_on_screen("PID");
    terminal.send("q");
    assert_eq!(terminal.finish().status, Some(0));
}

#[test]
fn much_output_arrives_whole() {
    let env = Env::new();
    let mut terminal = Terminal::ghost(&env, &["seq", "1", "200000"]);
    terminal.expect("\n200000\r\n");
    let expected: String = (1..=200_000).map(|i| format!("{i}\r\n")).collect();
    assert!(terminal.printed() == expected.as_bytes(), "bytes are missing or changed");
    assert_eq!(terminal.finish(), exited(0, ""));
}

#[test]
fn ghost_sleeps_while_nobody_else_has_the_terminal_open() {
    let env = Env::new();
    // ghost is the parent of the script's parent. While it waits in a loop, it is hardly ever seen asleep.
    let script = "import os
def field(pid, at):
    with open('/proc/%d/stat' % pid) as f: return f.read().rsplit(')', 1)[1].split()[at]
ghost = int(field(os.getppid(), 1))
null = os.open(os.devnull, os.O_RDWR)
for fd in 0, 1, 2: os.dup2(null, fd)
seen = [(os.sched_yield(), field(ghost, 0))[1] for _ in range(1000)]
os.write(os.open('/dev/tty', os.O_WRONLY), b'asleep %d\\n' % (seen[500:].count('S') > 400))";
    assert_eq!(python(&env, script).finish(), exited(0, "asleep 1\r\n"));
}

#[test]
fn a_long_paste_arrives_whole_while_output_flows() {
    let env = Env::new();
    // Echoes each line at once: keys in, output out, more than any buffer between holds.
    let mut terminal = python(
        &env,
        "import sys
print('ready', flush=True)
count = 0
for line in sys.stdin:
    if line == 'end\\n': break
    count += len(line); print(line, end='', flush=True)
print('counted', count)",
    );
    terminal.expect("ready\r\n");
    let line = "0123456789".repeat(10) + "\n";
    for _ in 0..500 {
        terminal.send(&line);
        // Read what there is, as a terminal does; otherwise both directions would fill up without ghost as well.
        terminal.expect("9\r\n");
    }
    terminal.send("end\n");
    terminal.expect(&format!("counted {}\r\n", 500 * line.len()));
    assert_eq!(terminal.finish(), exited(0, ""));
}

#[test]
fn a_program_that_is_missing_is_reported_as_by_a_shell() {
    let env = Env::new();
    env.file("plain", "text\n");
    for (name, status, message) in [
        ("nosuchprogram", 127, "ghost: nosuchprogram: command not found\r\n"),
        ("./missing", 127, "ghost: ./missing: No such file or directory\r\n"),
        ("./plain", 126, "ghost: ./plain: Permission denied\r\n"),
        ("/usr", 126, "ghost: /usr: Is a directory\r\n"),
    ] {
        let left = Terminal::ghost(&env, &[name]).finish();
        assert_eq!(left.status, Some(status), "{left:?}");
        assert!(left.rest.starts_with(message), "{left:?}");
    }
}

#[test]
fn a_script_without_an_interpreter_is_run_by_sh() {
    let env = Env::new();
    env.script("bare", "echo \"bare $1\"\n");
    env.script("lost", "#!/no/such/interpreter\n");
    assert_eq!(Terminal::ghost(&env, &["./bare", "one"]).finish(), exited(0, "bare one\r\n"));
    let left = Terminal::ghost(&env, &["./lost"]).finish();
    assert_eq!(left.status, Some(126), "{left:?}");
    assert!(left.rest.starts_with("ghost: ./lost: /no/such/interpreter: bad interpreter: No such file"), "{left:?}");
}
