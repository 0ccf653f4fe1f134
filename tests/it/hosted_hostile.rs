//! A hosted shell among those who mean no good, and where things go wrong: it is never worse off than without ghost.

use crate::hosted::{Hosted, SHELLS, Setup};
use crate::terminal::have;

/// Plays a case in every shell that is there.
fn in_shells(play: impl Fn(&'static str)) {
    for shell in SHELLS.into_iter().filter(|shell| have(shell)) {
        play(shell);
    }
}

#[test]
fn where_no_socket_can_be_had_there_is_one_host_and_no_more() {
    in_shells(|shell| {
        // Were there no end to it, this would be one.
        let above = match shell {
            "fish" => "echo >> ~/starts; test (count < ~/starts) -gt 4; and exit\n",
            _ => "echo >> ~/starts; [ $(wc -l < ~/starts) -gt 4 ] && exit\n",
        };
        let variables = [("XDG_RUNTIME_DIR", "/proc/nonexistent"), ("TMPDIR", "/proc/nonexistent")];
        let mut hosted = Hosted::begin(shell, &Setup { above, variables: &variables, ..Setup::default() });
        let printed = hosted.line("echo told");
        assert!(printed.contains("\ntold\r\n") || printed.contains("\rtold\r\n"), "{shell}: {printed}");
        assert_eq!(hosted.env.read("starts"), "\n\n", "{shell}");
    });
}

#[test]
fn a_shell_whose_program_has_gone_goes_on_without_a_host() {
    in_shells(|shell| {
        let place = tempfile::tempdir().expect("a temporary folder");
        let program = place.path().join(shell);
        std::fs::copy(format!("/bin/{shell}"), &program).expect("a copy of the shell");
        let program = program.to_str().expect("a path that is text");
        let above = format!("rm {program}\n");
        let mut hosted = Hosted::begin(shell, &Setup { above: &above, program, ..Setup::default() });
        hosted.line("echo told");
        let left: Vec<_> = std::fs::read_dir(hosted.env.home().join("run/ghost")).expect("a folder").collect();
        assert!(left.is_empty(), "{shell}: {left:?}");
    });
}
