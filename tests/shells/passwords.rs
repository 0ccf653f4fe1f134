//! Passwords: asked for, not echoed, and never among what the host records.

use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::person::Person;
use crate::session::Session;
use crate::stage::{Mode, Setup, Stage};

const ASKS: &str = "#!/usr/bin/python3
import getpass, sys
print('a line before')
told = getpass.getpass('Secret: ')
print('wrong', len(told), file=sys.stderr)
sys.exit(3)
";

/// Neither on the screen nor among what was recorded, though what stands around it is.
fn is_kept_secret(session: &mut Session, secret: &str, around: &str) {
    assert!(!session.has_printed(secret.as_bytes()), "echoed");
    if session.mode == Mode::Bare {
        session.keys("clear\r");
        session.await_prompt();
    } else {
        let captured = session.captured();
        assert!(captured.contains(around), "{captured:?}");
        assert!(!captured.contains(secret), "{captured:?}");
    }
    session.line("clear");
}

in_shells!(a_program_asks: bash zsh fish nu);
fn a_program_asks(stage: &Stage) {
    let arrange = |setup: &mut Setup| setup.script("asks", ASKS);
    stage.compare(arrange, |session| {
        session.keys("asks\r");
        session.await_at_cursor("Secret: ");
        session.look("asked");
        session.keys("pw-0123456789\r");
        session.await_prompt();
        assert!(session.look("answered").contains("wrong 13"));
        is_kept_secret(session, "pw-0123456789", "wrong 13");
    });
}

in_shells!(the_shell_asks: bash zsh);
fn the_shell_asks(stage: &Stage) {
    stage.compare(
        |_| (),
        |session| {
            let line =
                session.says("read -rsp 'Secret: ' told; ls /none", "read -rs 'told?Secret: '; ls /none", "", "");
            session.keys(&format!("{line}\r"));
            session.await_at_cursor("Secret: ");
            session.keys("pw-0123456789\r");
            session.await_prompt();
            session.look("answered");
            is_kept_secret(session, "pw-0123456789", "Secret: ");
            assert!(session.line("echo ${#told}").contains("\n13\n"));
        },
    );
}

in_shells!(sudo: bash zsh fish nu);
fn sudo(stage: &Stage) {
    let Some(password) = stage.person.password() else { return };
    stage.compare(
        |_| (),
        |session| {
            let prompt = format!("[sudo] password for {}: ", session.person.name);
            session.keys("sudo -k id -un\r");
            session.await_at_cursor(&prompt);
            session.keys(&format!("{password}\r"));
            session.await_prompt();
            assert!(session.look("the right one").contains("\nroot\n"));
            session.keys("sudo -k ls /none\r");
            session.await_at_cursor(&prompt);
            session.keys(&format!("{password}\r"));
            session.await_prompt();
            session.look("the command fails");
            is_kept_secret(session, &password, "/none");
            session.keys("sudo -k id -un\r");
            session.await_at_cursor(&prompt);
            session.interrupt();
            session.await_prompt();
            session.look("Ctrl-C instead of a password");
        },
    );
}

/// A server for ssh on this machine alone: each connection is a process of its own.
pub struct Server {
    pub port: u16,
    /// With its key.
    _folder: tempfile::TempDir,
}

impl Server {
    pub fn begin() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let key = folder.path().join("key");
        let made = Command::new("dropbearkey").args(["-t", "ed25519", "-f"]).arg(&key).output().expect("dropbearkey");
        assert!(made.status.success(), "{made:?}");
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("its number").port();
        std::thread::spawn(move || {
            let words = [Path::new("-i"), Path::new("-r"), &key];
            for stream in listener.incoming().flatten() {
                let input = std::os::fd::OwnedFd::from(stream);
                let output = input.try_clone().expect("a socket");
                let _ = Command::new("dropbear")
                    .args(words)
                    .stdin(Stdio::from(input))
                    .stdout(Stdio::from(output))
                    .stderr(Stdio::null())
                    .spawn();
            }
        });
        Self { port, _folder: folder }
    }

    /// The command to reach it with.
    pub fn ssh(&self, person: &Person, options: &str) -> String {
        let Self { port, .. } = self;
        format!("ssh -p {port} {options} {}@127.0.0.1", person.name)
    }

    /// What a person has in `~/.ssh/config`.
    pub fn settings(&self, setup: &Setup) {
        let text = "StrictHostKeyChecking no\nUserKnownHostsFile /dev/null\nLogLevel ERROR\n";
        setup.file("ssh_config", text);
    }
}

in_shells!(ssh: bash zsh fish nu);
fn ssh(stage: &Stage) {
    let Some(password) = stage.person.password() else { return };
    let server = Server::begin();
    let arrange = |setup: &mut Setup| server.settings(setup);
    stage.compare(arrange, |session| {
        let command = server.ssh(&session.person, "-F ssh_config -t");
        let asks = "'stty size; test -t 0 && echo a terminal'";
        let asks = session.says(asks, asks, asks, "\"stty size; if (is-terminal --stdin) { print 'a terminal' }\"");
        session.keys(&format!("{command} {asks}\r"));
        session.await_at_cursor("password: ");
        session.look("asked");
        session.keys(&format!("{password}\r"));
        session.await_prompt();
        assert!(session.look("there and back").contains("24 80\na terminal\n"));
        assert!(!session.has_printed(password.as_bytes()));
    });
}
