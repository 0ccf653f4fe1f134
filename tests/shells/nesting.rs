//! Shells in shells, other people's shells, and terminals in terminals.

use std::process::Command;

use crate::passwords::Server;
use crate::person::Person;
use crate::session::Session;
use crate::stage::{Mode, Setup, Shell, Stage};

/// What people do in a shell inside a shell: run, stop, go on, interrupt, fail.
fn use_it(session: &mut Session, shell: Shell) {
    session.line("echo inside");
    session.line("ls /none");
    session.keys("stops\r");
    session.await_text("is-waiting");
    session.stop();
    session.await_prompt();
    session.look("stopped");
    let job = session.only_stops();
    session.unfreeze(shell, job);
    session.interrupt();
    session.await_prompt();
    session.look("interrupted");
    session.line(match shell {
        Shell::Bash | Shell::Zsh => "echo $?; clear",
        Shell::Fish => "echo $status; clear",
        Shell::Nu => "echo $env.LAST_EXIT_CODE; clear",
    });
}

in_shells!(every_shell_inside: bash zsh fish nu);
fn every_shell_inside(stage: &Stage) {
    stage.compare(
        |_| (),
        |session| {
            session.count_from_100(session.shell);
            for shell in Shell::ALL {
                let outer = session.enter(shell.name());
                use_it(session, shell);
                if session.mode != Mode::Bare {
                    // It goes on in the same host.
                    session.socket();
                }
                session.come_back("exit 5", outer);
                let status = session.says("echo $?", "echo $?", "echo $status", "echo $env.LAST_EXIT_CODE").to_owned();
                assert!(session.line(&status).contains("\n5\n"));
                session.line("clear");
            }
        },
    );
}

in_shells!(a_shell_without_settings_inside: bash zsh fish nu);
fn a_shell_without_settings_inside(stage: &Stage) {
    let arrange = |setup: &mut Setup| drop(setup.file("plain", "PS1='<$((++prompts))> '\n"));
    stage.compare(arrange, |session| {
        session.count_from_100(session.shell);
        let outer = session.enter("bash --noprofile --rcfile ~/plain");
        use_it(session, Shell::Bash);
        session.come_back("exit", outer);
        session.line("bash -c 'ls /none'");
        session.line("sh -c 'ls /none; exit 4'");
        session.line("env -i /bin/sh -c 'echo $0'");
    });
}

in_shells!(another_shell_in_its_place: bash zsh fish nu);
fn another_shell_in_its_place(stage: &Stage) {
    stage.compare(
        |_| (),
        |session| {
            let mut now = session.shell;
            for shell in Shell::ALL {
                session.count_from_100(now);
                session.enter(&format!("exec {}", shell.name()));
                now = shell;
                session.line("echo in its place");
                session.line("ls /none");
                session.line("clear");
            }
            let left = session.leave("exit 6");
            assert_eq!(left.status, Some(6), "{left:?}");
        },
    );
}

in_shells!(stderr_goes_elsewhere_and_comes_back: bash zsh);
fn stderr_goes_elsewhere_and_comes_back(stage: &Stage) {
    stage.compare(
        |_| (),
        |session| {
            session.keys("exec 9>&2 2>errors.txt\r");
            // bash writes its prompt to stderr.
            if session.shell == Shell::Bash {
                let path = session.home().join("errors.txt");
                session.await_outside("a prompt in the file", || {
                    std::fs::read_to_string(&path).is_ok_and(|text| text.ends_with("<2> "))
                });
                session.keys("ls /none\r");
                session.await_outside("a prompt in the file", || {
                    std::fs::read_to_string(&path).is_ok_and(|text| text.ends_with("<3> "))
                });
                session.keys("exec 2>&9 9>&-\r");
                session.await_prompt_number(4);
            } else {
                session.await_prompt();
                session.line("ls /none");
                session.line("exec 2>&9 9>&-");
            }
            session.look("back");
            assert!(session.read("errors.txt").contains("/none"));
            assert!(!session.read("errors.txt").contains("6973"), "no mark in a file");
            session.line("ls /none");
            session.line("echo on stderr >&2");
            session.line("exec 2>&1");
            session.line("ls /none");
        },
    );
}

in_shells!(su: bash zsh fish nu);
fn su(stage: &Stage) {
    let Some(password) = stage.person.password() else { return };
    stage.compare(
        |_| (),
        |session| {
            let name = session.person.name.clone();
            session.count_from_100(session.shell);
            session.keys(&format!("su -p {name}\r"));
            session.await_at_cursor("Password: ");
            let outer = session.enter(&password);
            use_it(session, session.shell);
            session.come_back("exit 3", outer);
            let asks = session.says(
                "test -t 0 && id -un",
                "test -t 0 && id -un",
                "test -t 0 && id -un",
                "if (is-terminal --stdin) { id -un }",
            );
            session.keys(&format!("su {name} -c '{asks}'\r"));
            session.await_at_cursor("Password: ");
            session.keys(&format!("{password}\r"));
            session.await_prompt();
            assert!(session.look("one command").contains(&format!("\n{name}\n")));
        },
    );
}

in_shells!(in_a_terminal_of_roots: bash zsh fish nu);
fn in_a_terminal_of_roots(stage: &Stage) {
    // As after root's `su - NAME`.
    stage.compare(|setup| setup.owns_terminal = false, |session| use_it(session, session.shell));
}

in_shells!(sudo: bash zsh fish nu);
fn sudo(stage: &Stage) {
    let Some(password) = stage.person.password() else { return };
    stage.compare(
        |_| (),
        |session| {
            session.count_from_100(session.shell);
            // With the person's own settings, which ask for a host once more: another person's terminal.
            let line = "sudo -k env HOME=$HOME PATH=\"$PATH\" GHOST_TESTED_IN=$GHOST_TESTED_IN XDG_CACHE_HOME=$HOME/.cache $SHELL\r";
            session.keys(session.says(line, line, line, "sudo -k env $\"HOME=($env.HOME)\" $\"PATH=($env.PATH | str join ':')\" $\"GHOST_TESTED_IN=($env.GHOST_TESTED_IN)\" $\"XDG_CACHE_HOME=($env.HOME)/.cache\" $env.SHELL\r"));
            session.await_at_cursor(&format!("password for {}: ", session.person.name));
            let outer = session.enter(&password);
            assert!(session.line("id -un").contains("\nroot\n"));
            use_it(session, session.shell);
            session.come_back("exit 3", outer);
            // And root's own, without any.
            session.keys("sudo -s test -t 0\r");
            session.await_prompt_or_password(&password);
            let status = session.says("echo $?", "echo $?", "echo $status", "echo $env.LAST_EXIT_CODE").to_owned();
            assert!(session.line(&status).contains("\n0\n"));
        },
    );
}

in_shells!(a_recorder: bash zsh fish nu);
fn a_recorder(stage: &Stage) {
    stage.compare(
        |_| (),
        |session| {
            session.count_from_100(session.shell);
            let outer = session.enter("script -q typescript");
            use_it(session, session.shell);
            session.come_back("exit", outer);
            let recorded = session.read("typescript");
            assert!(recorded.contains("inside") && !recorded.contains("]6973;"), "{recorded:?}");
        },
    );
}

const TMUX: &str = "set -g status off\nset -sg escape-time 0\nset -g default-terminal screen-256color\n";

in_shells!(tmux_inside: bash zsh fish nu);
fn tmux_inside(stage: &Stage) {
    let arrange = |setup: &mut Setup| {
        setup.file("tmux.conf", TMUX);
        let runtime = setup.runtime();
        setup.variable("TMUX_TMPDIR", runtime.to_str().expect("a path"));
    };
    stage.compare(arrange, |session| {
        session.count_from_100(session.shell);
        let outer = session.enter("tmux -f ~/tmux.conf new -s own");
        use_it(session, session.shell);
        session.come_back("exit", outer);
        session.line("echo back");
    });
}

/// Asks tmux.
fn tmux(session: &Session, words: &[&str]) -> String {
    let mut command = Command::new("tmux");
    command.args(words).env_clear().env("TMUX_TMPDIR", session.runtime()).env("PATH", "/usr/bin:/bin");
    if let Some((user, group)) = session.person.ids() {
        use std::os::unix::process::CommandExt as _;
        command.uid(user).gid(group);
    }
    let out = command.output().expect("tmux");
    assert!(out.status.success(), "{out:?}");
    String::from_utf8_lossy(&out.stdout).trim_end().to_owned()
}

in_shells!(tmux_outside: bash zsh fish nu);
fn tmux_outside(stage: &Stage) {
    let arrange = |setup: &mut Setup| {
        setup.file("tmux.conf", TMUX);
        std::fs::create_dir(setup.home().join("a-folder")).expect("a folder");
        let runtime = setup.runtime();
        setup.variable("TMUX_TMPDIR", runtime.to_str().expect("a path"));
        setup.program = ["tmux", "-f", "tmux.conf", "new", "-s", "own"].map(str::to_owned).to_vec();
    };
    stage.compare(arrange, |session| {
        let name = session.shell.name();
        let told = |session: &Session, format: &str, expected: &str| {
            let asked = ["display-message", "-p", "-t", "own", format];
            crate::session::await_so(&format!("{format} is {expected:?}"), || tmux(session, &asked) == expected);
        };
        told(session, "#{pane_current_command}", name);
        session.line("cd a-folder");
        let folder = session.home().join("a-folder");
        told(session, "#{pane_current_path}", folder.to_str().expect("a path"));
        session.keys("waits\r");
        session.await_text("is-waiting");
        told(session, "#{pane_current_command}", "sleep");
        let terminal = tmux(session, &["display-message", "-p", "-t", "own", "#{pane_tty}"]);
        let seen = Command::new("ps").args(["-o", "comm=", "-t", &terminal]).output().expect("ps");
        let seen = String::from_utf8_lossy(&seen.stdout).into_owned();
        assert!(seen.lines().any(|line| line == "sleep"), "{seen}");
        session.interrupt();
        session.await_prompt();
        told(session, "#{pane_current_command}", name);
        session.line("ls /none");
        let captured = tmux(session, &["capture-pane", "-p", "-t", "own"]);
        assert!(captured.contains("/none") && !captured.contains("6973"), "{captured}");
        let _ = session.leave("exit");
    });
}

in_shells!(commands_over_ssh: bash zsh fish nu);
fn commands_over_ssh(stage: &Stage) {
    let Some(password) = stage.person.password() else { return };
    let server = Server::begin();
    let person = &stage.person;
    // A login finds the home of the account, not the test's; one test at a time writes there.
    let lock = Lock::on(person);
    let stage = &stage;
    for mode in [Mode::Bare, Mode::Hold] {
        let arrange = |setup: &mut Setup| {
            server.settings(setup);
            lock.settings(setup);
            setup.file("sent.txt", "sent\n");
            setup.script("answers", &format!("#!/bin/sh\necho '{password}'\n"));
            let asks = setup.folder.join("bin/answers");
            setup.variable("SSH_ASKPASS", asks.to_str().expect("a path"));
            setup.variable("SSH_ASKPASS_REQUIRE", "force");
        };
        stage.play(mode, arrange, |session| {
            let to = format!("{}@127.0.0.1", session.person.name);
            let port = server.port;
            let says = "'echo over there; exit 3'";
            let says = session.says(says, says, says, "\"print 'over there'; exit 3\"");
            let screen = session.line(&format!("ssh -F ssh_config -p {port} {to} {says}"));
            assert!(screen.contains(&format!("{says}\nover there\n<2>")), "{screen}");
            let status = session.says("echo $?", "echo $?", "echo $status", "echo $env.LAST_EXIT_CODE").to_owned();
            assert!(session.line(&status).contains("\n3\n"));
            session.line("clear");
            // The old way runs `scp -t` on the other side.
            session.line(&format!("scp -q -O -F ssh_config -P {port} sent.txt {to}:received-{port}.txt; echo done"));
            session
                .line(&format!("rsync -e 'ssh -F ssh_config -p {port}' {to}:received-{port}.txt back.txt; echo done"));
            assert_eq!(session.read("back.txt"), "sent\n", "{}", session.screen());
            session.line("clear");
            let screen = session.line(&if session.shell == Shell::Nu {
                format!("open --raw sent.txt | ssh -F ssh_config -p {port} {to} cat")
            } else {
                format!("ssh -F ssh_config -p {port} {to} cat < sent.txt")
            });
            assert!(screen.contains("\nsent\n"), "{screen}");
            session.line("clear");
            // With a terminal it is a login like any other.
            session.count_from_100(session.shell);
            let outer = session.enter(&format!("ssh -F ssh_config -p {port} -t {to}"));
            use_it(session, session.shell);
            session.come_back("exit 3", outer);
            let _ = std::fs::remove_file(session.person.home.join(format!("received-{port}.txt")));
        });
    }
}

/// The home of an account, for one test at a time.
struct Lock {
    home: std::path::PathBuf,
    _file: nix::fcntl::Flock<std::fs::File>,
}

impl Lock {
    fn on(person: &Person) -> Self {
        let file = std::fs::File::create(std::env::temp_dir().join(format!("{}.lock", person.name))).expect("a file");
        let lock = nix::fcntl::Flock::lock(file, nix::fcntl::FlockArg::LockExclusive).expect("a lock");
        Self { home: person.home.clone(), _file: lock }
    }

    /// What stands in the test's settings stands in these.
    fn settings(&self, setup: &Setup) {
        let (folder, runtime) = (setup.folder.display(), setup.runtime());
        let variables = [
            ("PATH", setup.path()),
            ("XDG_RUNTIME_DIR", runtime.display().to_string()),
            ("GHOST_TESTED_IN", folder.to_string()),
        ];
        let line = |(name, value): &(&str, String)| match setup.shell {
            Shell::Fish => format!("set -x {name} (string split : '{value}')\n"),
            Shell::Nu if *name == "PATH" => format!("$env.PATH = ('{value}' | split row ':')\n"),
            Shell::Nu => format!("$env.{name} = '{value}'\n"),
            _ => format!("export {name}='{value}'\n"),
        };
        let path: String = variables.iter().map(line).collect();
        let rc = self.home.join(setup.shell.rc());
        std::fs::create_dir_all(rc.parent().expect("a folder")).expect("folders");
        std::fs::write(rc, path + &setup.text(setup.shell)).expect("a file");
        if setup.shell == Shell::Nu {
            for (name, text) in setup.autoload() {
                let path = self.home.join(".config/nushell/autoload").join(name);
                std::fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
                std::fs::write(path, text).expect("a file");
            }
        }
        if setup.shell == Shell::Bash {
            std::fs::write(self.home.join(".bash_profile"), ". ~/.bashrc\n").expect("a file");
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        for name in [".bashrc", ".bash_profile", ".zshrc", ".config/fish/config.fish"] {
            let _ = std::fs::remove_file(self.home.join(name));
        }
        let _ = std::fs::remove_dir_all(self.home.join(".config/nushell"));
    }
}

in_shells!(shells_that_nobody_sits_at: bash zsh fish nu);
fn shells_that_nobody_sits_at(stage: &Stage) {
    stage.compare(
        |_| (),
        |session| {
            // As cron, editors and scripts start them; with the settings where the shell reads them at all.
            let shell = session.shell.name();
            if session.shell == Shell::Nu {
                session.line("nu -c 'print one; exit 3'; echo again");
                session.line("open --raw /dev/null | nu -i -c 'print two'");
                // It reads no lines from a pipe.
                session.line("'print three' | save a-script.nu; nu a-script.nu");
                session.line("nu -i -c 'print four' e> /dev/null o> out.txt; open --raw out.txt");
                session.line("open --raw /dev/null | setsid nu -c 'print five' | cat");
                session.line("open --raw /dev/null | ^env -i $\"HOME=($env.HOME)\" $\"PATH=($env.PATH | str join ':')\" nu -l -c 'print six'");
            } else {
            session.line(&format!("{shell} -c 'echo one; exit 3'; echo again"));
            session.line(&format!("{shell} -i -c 'echo two' < /dev/null"));
            session.line(&format!("echo 'echo three' | {shell}"));
            session.line(&format!("{shell} -i -c 'echo four' 2> /dev/null > out.txt; cat out.txt"));
            session.line(&format!("setsid {shell} -c 'echo five' < /dev/null | cat"));
            session.line(&format!("env -i HOME=$HOME PATH=\"$PATH\" {shell} -l -c 'echo six' < /dev/null"));
            }
            let screen = session.screen();
            for word in ["one", "two", "three", "four", "five", "six"] {
                assert!(screen.lines().any(|line| line == word), "{word}\n{screen}");
            }
        },
    );
}
