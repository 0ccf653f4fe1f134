use std::time::Duration;

use super::*;
use crate::capture::{Released, Text};
use crate::line::{Dialect, Line, parse};

fn of(line: &str, ending: Ending, printed: &str) -> Verdict {
    let capture = Capture {
        ending,
        output: Output::Seen(Text { head: printed.as_bytes().to_vec(), ..Text::default() }),
        released: Released::default(),
        interrupted: false,
        duration: Duration::ZERO,
    };
    judge(&parse(&Line::new(line, Dialect::Bash)), &capture)
}

fn exit(line: &str, status: u8, printed: &str) -> Verdict {
    of(line, Ending::Exited(status), printed)
}

#[test]
fn zero_is_success() {
    for line in ["ls", "a | b", "a && b || c", "! a", ""] {
        assert_eq!(exit(line, 0, "anything: error"), Verdict::Success, "{line}");
    }
}

#[test]
fn a_missing_program_in_a_pipe_is_seen_behind_a_good_status() {
    assert_eq!(exit("srot x | cat", 0, "bash: line 1: srot: command not found"), Verdict::Failure);
    assert_eq!(exit("srot x | grep y", 1, "bash: line 1: srot: command not found"), Verdict::Failure);
    // The name belongs to no command of the line, or what follows has run already.
    assert_eq!(exit("cat log | tail", 0, "bash: line 1: srot: command not found"), Verdict::Success);
    assert_eq!(exit("srot x || true", 0, "bash: line 1: srot: command not found"), Verdict::Success);
    assert_eq!(exit("srot x | cat; ls", 0, "bash: line 1: srot: command not found"), Verdict::Success);
}

#[test]
fn statuses_that_are_answers() {
    for (line, status) in [
        ("grep x y", 1),
        ("cat y | grep x", 1),
        ("/usr/bin/grep -q x y", 1),
        ("rg x", 1),
        ("sudo -u bob grep x y", 1),
        ("env LC_ALL=C grep x y", 1),
        ("LC_ALL=C grep x y", 1),
        ("timeout -k 1 5 grep x y", 1),
        ("timeout 5 sleep 9", 124),
        ("nice -n 5 diff a b", 1),
        ("ls | xargs grep x", 123),
        ("diff a b", 1),
        ("cmp -s a b", 1),
        ("test -f x", 1),
        ("[ -f x ]", 1),
        ("[[ -f x ]]", 1),
        ("(( 0 ))", 1),
        ("! true", 1),
        ("false", 1),
        ("expr 1 - 1", 1),
        ("which nosuch", 1),
        ("command -v nosuch", 1),
        ("type nosuch", 1),
        ("pgrep x", 1),
        ("systemctl is-active x", 3),
        ("systemctl --user status x", 3),
        ("git diff --exit-code", 1),
        ("git -C x diff --quiet", 1),
        ("git merge-base --is-ancestor a b", 1),
        ("git grep x", 1),
        ("ls && grep x y", 1),
        ("make; grep x y", 1),
        ("(cd x && grep y z)", 1),
        ("jq -e .x f", 1),
        ("jq -er .x f", 1),
        ("ping -c1 h", 1),
    ] {
        assert_eq!(exit(line, status, ""), Verdict::Answer, "{line}");
    }
    assert_eq!(exit("type nosuch", 1, "bash: line 1: type: nosuch: not found"), Verdict::Answer);
    assert_eq!(exit("grep -r x .", 1, "grep: ./a.bin: binary file matches"), Verdict::Answer);
}

#[test]
fn a_status_is_no_answer_when_an_error_was_printed() {
    for (line, status, printed) in [
        ("type notes.md", 1, "bash: line 1: type: notes.md: not found"),
        ("grep x y", 2, "grep: y: No such file or directory"),
        ("grep x < y", 1, "bash: line 1: y: No such file or directory"),
        ("cat y | grep x", 1, "cat: y: No such file or directory"),
        ("git grep -Z x", 1, "error: unknown switch"),
        ("git diff nosuch", 1, ""),
        ("git comit", 1, "git: 'comit' is not a git command."),
        ("test -f x y", 2, ""),
        ("jq .x f", 5, ""),
        ("ls x", 2, ""),
        ("systemctl status nosuch", 4, ""),
        ("sudo gerp x y", 1, "sudo: gerp: command not found"),
        ("xargs -n1 nosuch", 127, ""),
        ("bash -c 'exit 3'", 3, ""),
        ("false && grep x y; make", 1, ""),
        ("pkill -Q x", 2, ""),
    ] {
        assert_eq!(exit(line, status, printed), Verdict::Failure, "{line}");
    }
}

#[test]
fn a_person_who_stops_it_wants_no_help() {
    for status in [129, 130, 131, 137, 141, 143, 147, 148] {
        assert_eq!(exit("make", status, ""), Verdict::Interrupted, "{status}");
    }
    let usage = "error: unknown option `al'\nusage: git add [<options>]\n";
    assert_eq!(exit("git add --al", 129, usage), Verdict::Failure, "git's own status for a bad option");
    for usage in [
        "Fehler: Unbekannte Option: `al'\nVerwendung: git add [<Optionen>] [--] <Pfadspezifikation>...\n",
        "erreur : option inconnue « al »\nusage : git add [<options>] [--] <spécificateur-de-chemin>...\n",
        "错误：未知选项 `al'\n用法：git add [<选项>] [--] <路径规格>...\n",
    ] {
        assert_eq!(exit("git add --al", 129, usage), Verdict::Failure, "{usage}");
    }
    assert_eq!(exit("git add --al", 129, "Aufgelegt: git\n"), Verdict::Interrupted, "hung up, in German");
    for signal in [1, 2, 3, 13, 15] {
        assert_eq!(of("make", Ending::Signalled(signal), ""), Verdict::Interrupted, "{signal}");
    }
    for (line, printed) in [
        ("python3 x.py", "Traceback (most recent call last):\n  File \"x.py\"\nKeyboardInterrupt\n"),
        ("pip install x", "Collecting x\nERROR: Operation cancelled by user\n"),
        ("apt install x", "Do you want to continue? [Y/n] n\nAbort.\n"),
    ] {
        assert_eq!(exit(line, 1, printed), Verdict::Interrupted, "{line}");
    }
    for (status, printed) in [(134, ""), (139, "Segmentation fault"), (1, "it was interrupted by a bug in line 3")] {
        assert_eq!(exit("make", status, printed), Verdict::Failure, "{status}");
    }
    assert_eq!(of("make", Ending::Signalled(11), ""), Verdict::Failure);
    let stopped = |status| Capture {
        ending: Ending::Exited(status),
        output: Output::Unknown,
        released: Released::default(),
        interrupted: true,
        duration: Duration::ZERO,
    };
    let line = parse(&Line::new("make", Dialect::Bash));
    assert_eq!(judge(&line, &stopped(2)), Verdict::Interrupted);
    assert_eq!(judge(&line, &stopped(0)), Verdict::Success);
    assert_eq!(of("make", Ending::NotStarted(127), ""), Verdict::Failure);
}

#[test]
fn unseen_output_is_no_proof_of_an_error() {
    let capture = Capture {
        ending: Ending::Exited(1),
        output: Output::Unknown,
        released: Released::default(),
        interrupted: false,
        duration: Duration::ZERO,
    };
    let judged = |line: &str| judge(&parse(&Line::new(line, Dialect::Bash)), &capture);
    assert_eq!(judged("grep x y"), Verdict::Answer);
    assert_eq!(judged("make"), Verdict::Failure);
}

#[test]
fn long_output_is_looked_at_from_both_ends() {
    let noise = "noise\n".repeat(20_000);
    assert_eq!(exit("grep x y", 1, &format!("grep: y: No such file\n{noise}")), Verdict::Failure);
    assert_eq!(exit("grep x y", 1, &format!("{noise}grep: y: No such file\n")), Verdict::Failure);
    assert_eq!(exit("grep x y", 1, &noise), Verdict::Answer);
}
