//! What breaks: ghost itself, or what it needs. The shell lives on as if ghost were not there.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::net::UnixListener;
use std::process::Command;

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use crate::person::ghost;
use crate::session::Session;
use crate::stage::{Mode, Setup, Shell, Stage};

/// The host's two processes: the supervisor and the relay.
fn host_of(session: &Session) -> (Pid, Pid) {
    let own: Vec<Pid> =
        session.processes().into_iter().filter(|pid| crate::session::name_of(*pid) == "ghost").collect();
    let parent = |pid: &Pid| {
        let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
        let after = stat.rsplit(") ").next().unwrap_or_default().to_owned();
        after.split(' ').nth(1).and_then(|text| text.parse::<i32>().ok()).map(Pid::from_raw)
    };
    let relay = own.iter().find(|pid| parent(pid).is_some_and(|parent| own.contains(&parent)));
    let relay = *relay.unwrap_or_else(|| panic!("a relay among {own:?}"));
    (parent(&relay).expect("its parent"), relay)
}

/// What `ls` says of a folder that is not there. nu starts a program by its whole path.
fn told_by_ls(session: &Session) -> &'static str {
    let one = "\nls: cannot access '/none'";
    session.says(one, one, one, "\n/usr/bin/ls: cannot access '/none'")
}

/// The shell works: it runs, it fails, it stops, it knows statuses.
fn works(session: &mut Session) {
    assert!(session.line("echo still here").contains("\nstill here\n"));
    let screen = session.line(session.says("ls /none", "ls /none", "ls /none", "^ls /none"));
    assert!(screen.contains(told_by_ls(session)), "{screen}");
    assert!(!screen.contains("6973"), "no mark is seen\n{screen}");
    let status =
        session.says("echo is $?", "echo is $?", "echo is $status", "echo $\"is ($env.LAST_EXIT_CODE)\"").to_owned();
    assert!(session.line(&status).contains("\nis 2\n"));
    session.line("no-such-program-at-all");
    // nu tells a program that is not there by 1, and a signal by a minus.
    let [missing, interrupted] =
        if session.shell == Shell::Nu { ["\nis 1\n", "\nis -2\n"] } else { ["\nis 127\n", "\nis 130\n"] };
    let screen = session.line(&status);
    assert!(screen.contains(missing), "{screen}");
    session.keys("waits\r");
    session.await_text("is-waiting");
    session.interrupt();
    session.await_prompt();
    assert!(session.line(&status).contains(interrupted));
    session.line("clear");
}

in_shells!(the_relay_is_killed: bash zsh fish nu);
fn the_relay_is_killed(stage: &Stage) {
    for busy in [false, true] {
        stage.hosted(
            |_| (),
            |session| {
                let (_, relay) = host_of(session);
                if busy {
                    session.keys("waits\r");
                    session.await_text("is-waiting");
                }
                kill(relay, Signal::SIGKILL).expect("the relay");
                if busy {
                    crate::session::await_so("the relay has gone", || crate::keys::state_of(relay).is_none());
                    session.keys("\x03");
                    session.await_prompt();
                }
                works(session);
                let left = session.leave("exit 9");
                assert_eq!((left.status, left.signal), (Some(9), None), "{left:?}");
            },
        );
    }
}

in_shells!(the_host_is_killed: bash zsh fish nu);
fn the_host_is_killed(stage: &Stage) {
    for only_supervisor in [false, true] {
        stage.hosted(
            |_| (),
            |session| {
                session.line("echo before");
                let (supervisor, relay) = host_of(session);
                kill(supervisor, Signal::SIGKILL).expect("the supervisor");
                if !only_supervisor {
                    let _ = kill(relay, Signal::SIGKILL);
                }
                // The shell that had asked for a host goes on, with a first prompt of its own.
                session.await_prompt_number(1);
                works(session);
                let left = session.leave("exit 9");
                assert_eq!((left.status, left.signal), (Some(9), None), "{left:?}");
            },
        );
    }
}

/// Puts something in the way of a hook's words: `hooks` is a shell script that is asked instead of the real ghost.
fn instead(setup: &Setup, hooks: &str) {
    let real = ghost().display();
    let own = setup.folder.join("bin/ghost");
    fs::remove_file(&own).expect("the link");
    let script = format!(
        "#!/bin/sh\ncase $1 in\ninit) shift; {real} init \"$@\" | sed \"s#{real}#$0#g\" ;;\n{hooks}\n*) exec {real} \"$@\" ;;\nesac\n"
    );
    setup.script("ghost", &script);
}

in_shells!(the_host_does_not_start: bash zsh fish nu);
fn the_host_does_not_start(stage: &Stage) {
    for hooks in [
        "__host) kill -SEGV $$ ;;",
        "__host) exit 3 ;;",
        "__host) exit 0 ;;",
        "__host) echo none ;;",
        "__host) echo nonsense; exit 1 ;;",
        "__host) exec /nowhere/at/all ;;",
    ] {
        let arrange = |setup: &mut Setup| {
            if setup.mode != Mode::Bare {
                instead(setup, hooks);
            }
            setup.is_hosted = false;
        };
        let words = |session: &mut Session| {
            let screen = session.screen();
            let told: Vec<&str> =
                screen.lines().filter(|line| line.contains("not found") || line.contains("ault")).collect();
            assert!(told.len() <= 2, "{hooks}\n{screen}");
            works(session);
        };
        let mut bare = stage.begin(Mode::Bare, arrange);
        bare.await_prompt();
        works(&mut bare);
        bare.end();
        let mut hosted = stage.begin(Mode::Hold, arrange);
        hosted.await_prompt();
        words(&mut hosted);
        hosted.end();
    }
}

in_shells!(the_hooks_break: bash zsh fish nu);
fn the_hooks_break(stage: &Stage) {
    for hooks in [
        "__hook) exit 1 ;;",
        "__hook) kill -SEGV $$ ;;",
        "__hook) echo nonsense; echo more ;;",
        "__hook) cat > /dev/null; printf 'run' ;;",
        "__hook) cat > /dev/null ;;",
    ] {
        stage.play(Mode::Hold, |setup| instead(setup, hooks), works);
    }
}

in_shells!(ghost_goes_away: bash zsh fish nu);
fn ghost_goes_away(stage: &Stage) {
    let arrange = |setup: &mut Setup| instead(setup, "nothing) ;;");
    for how in ["gone", "not executable", "a folder"] {
        stage.play(Mode::Hold, arrange, |session| {
            let own = session.home().parent().expect("a folder").join("bin/ghost");
            match how {
                "not executable" => {
                    use std::os::unix::fs::PermissionsExt as _;
                    fs::set_permissions(&own, fs::Permissions::from_mode(0o644)).expect("permissions");
                }
                _ => fs::remove_file(&own).expect("a file"),
            }
            if how == "a folder" {
                fs::create_dir(&own).expect("a folder");
            }
            works(session);
        });
    }
}

in_shells!(ghost_is_missing: bash zsh fish nu);
fn ghost_is_missing(stage: &Stage) {
    let arrange = |setup: &mut Setup| {
        fs::remove_file(setup.folder.join("bin/ghost")).expect("the link");
        setup.is_hosted = false;
    };
    stage.play(Mode::Hold, arrange, |session| {
        let screen = session.screen();
        assert!(screen.matches("ghost").count() <= 4, "{screen}");
        works(session);
    });
}

in_shells!(the_socket_goes: bash zsh fish nu);
fn the_socket_goes(stage: &Stage) {
    stage.compare(
        |_| (),
        |session| {
            if session.is_hosted {
                fs::remove_file(session.socket()).expect("the socket");
            }
            works(session);
        },
    );
}

in_shells!(nowhere_for_a_socket: bash zsh fish nu);
fn nowhere_for_a_socket(stage: &Stage) {
    for (runtime, temporary) in [(None, None), (None, Some("/nonexistent")), (Some("/nonexistent"), Some("/proc"))] {
        let arrange = |setup: &mut Setup| {
            setup.unset("XDG_RUNTIME_DIR");
            if let Some(folder) = runtime {
                setup.variable("XDG_RUNTIME_DIR", folder);
            }
            setup.variable("TMPDIR", temporary.unwrap_or(setup.runtime().to_str().expect("a path")));
            setup.is_hosted = false;
        };
        stage.compare(arrange, |session| {
            works(session);
            let hosts = session.processes().into_iter().filter(|pid| crate::session::name_of(*pid) == "ghost").count();
            assert_eq!(hosts, if session.mode == Mode::Bare { 0 } else { 2 }, "a host, with or without a socket");
        });
        let left = fs::read_dir(stage.folder().join("run")).expect("a folder").flatten();
        let left: Vec<_> = left.filter(|entry| entry.file_name().to_string_lossy().starts_with("ghost")).collect();
        assert!(left.is_empty(), "{left:?}");
    }
}

/// A file system with no room left.
struct Full(std::path::PathBuf);

impl Full {
    fn at(folder: &std::path::Path) -> Option<Self> {
        fs::create_dir_all(folder).expect("a folder");
        let words = ["-t", "tmpfs", "-o", "size=4k,nr_inodes=1,mode=1777", "tmpfs"];
        let mounted = Command::new("mount").args(words).arg(folder).output().is_ok_and(|out| out.status.success());
        if !mounted {
            let told = "a full file system can only be had by root";
            assert!(std::env::var_os("GHOST_ALLOW_MISSING").is_some(), "{told}");
            eprintln!("{told}: not tested");
        }
        mounted.then(|| Self(folder.to_owned()))
    }
}

impl Drop for Full {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

in_shells!(a_full_disk: bash zsh fish nu);
fn a_full_disk(stage: &Stage) {
    let Some(full) = Full::at(&stage.folder().join("full")) else { return };
    let arrange = |setup: &mut Setup| {
        for name in ["XDG_RUNTIME_DIR", "TMPDIR", "XDG_STATE_HOME", "XDG_CACHE_HOME"] {
            setup.unset(name);
            setup.variable(name, full.0.to_str().expect("a path"));
        }
        setup.is_hosted = false;
    };
    stage.compare(arrange, works);
}

in_shells!(a_brain_that_breaks: bash zsh fish nu);
fn a_brain_that_breaks(stage: &Stage) {
    for python in ["/nowhere/python3", "/bin/false", "/bin/cat", "/usr/bin/yes"] {
        let arrange = |setup: &mut Setup| {
            let hold = if setup.mode == Mode::Instant { "[host]\nhold_ms = 0\n" } else { "" };
            setup
                .file(".config/ghost/config.toml", &format!("{hold}[brain]\npython = '{python}'\ndeadline_ms = 300\n"));
        };
        stage.play(Mode::Hold, arrange, |session| {
            let screen = session.line(session.says("ls /none", "ls /none", "ls /none", "^ls /none"));
            assert!(screen.contains(told_by_ls(session)), "{screen}");
            let own = screen.lines().filter(|line| line.contains("ghost")).count();
            assert!(own <= 1, "one line at most\n{screen}");
            let status = session
                .says("echo is $?", "echo is $?", "echo is $status", "echo $\"is ($env.LAST_EXIT_CODE)\"")
                .to_owned();
            assert!(session.line(&status).contains("\nis 2\n"));
        });
    }
}

in_shells!(a_host_of_another_version: bash zsh fish nu);
fn a_host_of_another_version(stage: &Stage) {
    let arrange = |setup: &mut Setup| {
        let socket = setup.home().join("host.sock");
        let listener = UnixListener::bind(&socket).expect("a socket");
        stage.person.own(&socket);
        std::thread::spawn(move || {
            for mut guest in listener.incoming().flatten() {
                let mut asked = String::new();
                let read = BufReader::new(guest.try_clone().expect("a socket")).read_line(&mut asked);
                if read.is_ok_and(|count| count > 0) {
                    let _ = guest.write_all(b"{\"told\":\"refused\",\"why\":\"version\"}\n");
                }
            }
        });
        setup.above += match setup.shell {
            Shell::Nu => {
                "$env.GHOST_TTY = (readlink $\"/proc/($nu.pid)/fd/0\"); $env.GHOST_SOCK = ('~/host.sock' | path expand); $env.GHOST_TOKEN = '0'\n"
            }
            Shell::Fish => {
                "set -gx GHOST_TTY (readlink /proc/$fish_pid/fd/0); set -gx GHOST_SOCK ~/host.sock; set -gx GHOST_TOKEN 0\n"
            }
            _ => "export GHOST_TTY=$(tty) GHOST_SOCK=~/host.sock GHOST_TOKEN=0\n",
        };
        setup.is_hosted = false;
    };
    stage.play(Mode::Hold, arrange, |session| {
        let screen = session.screen();
        assert_eq!(screen.matches("another version").count(), 1, "{screen}");
        works(session);
    });
}

in_shells!(variables_are_taken_away: bash zsh fish nu);
fn variables_are_taken_away(stage: &Stage) {
    // Settings that know nothing of ghost may do so above its line; it must not enter one host in another for ever.
    let arrange = |setup: &mut Setup| {
        setup.above += match setup.shell {
            Shell::Fish => "set -e GHOST_TTY; set -e GHOST_SOCK\n",
            Shell::Nu => "hide-env --ignore-errors GHOST_TTY GHOST_SOCK\n",
            _ => "unset GHOST_TTY GHOST_SOCK\n",
        };
    };
    stage.compare(arrange, works);
}

in_shells!(switched_off: bash zsh fish nu);
fn switched_off(stage: &Stage) {
    let arrange = |setup: &mut Setup| {
        setup.variable("GHOST_OFF", "1");
        setup.is_hosted = false;
    };
    stage.compare(arrange, |session| {
        works(session);
        assert!(!session.processes().into_iter().any(|pid| crate::session::name_of(pid) == "ghost"));
    });
}

in_shells!(loaded_twice: bash zsh fish nu);
fn loaded_twice(stage: &Stage) {
    let arrange = |setup: &mut Setup| {
        if setup.mode != Mode::Bare {
            setup.below += &setup.shell.init("");
            if setup.shell == Shell::Nu {
                setup.below += "source ~/.config/nushell/autoload/ghost.nu\n";
            }
        }
    };
    stage.compare(arrange, |session| {
        works(session);
        // As people do after they have changed it. It sets the count of prompts back in fish.
        let last = session
            .says(
                "",
                "",
                "; set prompts 50",
                "; $env.prompts.n = 50; $env.config.hooks.pre_prompt = ($env.config.hooks.pre_prompt | drop 1)",
            )
            .to_owned();
        session.line(&format!("source ~/{}{last}", session.shell.rc()));
        session.line("clear");
        works(session);
        if session.is_hosted {
            session.socket();
        }
    });
}
