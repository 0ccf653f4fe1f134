//! What is decided about proposals for lines of Nushell that failed: by which words, and with whose word for them.

use super::*;
use crate::job::{Job, Program};
use crate::line::nu::{is_plain, tests};
use crate::line::{Parsed, Part};
use crate::policy::tests::{answered, machine};
use crate::policy::{Consent, Decision, Failed, Level, Request, judge, questions};
use crate::protocol::types::{Candidate, Origin, OriginKind, Source};

/// A line as the driver has it read: of plain words no nu is asked.
fn read(text: &str) -> Parsed {
    if is_plain(text) { line::parse(&Line::new(text, Dialect::Nu)) } else { tests::read(text) }
}

/// A proposal, as it comes to the judge.
struct Case {
    typed: &'static str,
    proposed: &'static str,
    /// Words with where the brain says they come from.
    origins: &'static [(&'static str, OriginKind)],
    proven: bool,
    /// The stage that is proven to have failed.
    stage: Option<usize>,
    /// nu has refused the line.
    refused: bool,
    source: Source,
}

const PLAIN: Case =
    Case { typed: "", proposed: "", origins: &[], proven: false, stage: Some(0), refused: false, source: Source::Rule };

impl Case {
    /// What is decided without consent and with it, and why.
    fn decided(&self, level: Level) -> [(&'static str, String); 2] {
        let (typed, proposed) = (read(self.typed), read(self.proposed));
        let mut facts = answered(machine(&[&typed, &proposed]), questions(&typed, &proposed));
        facts.way_back = true;
        let part = Part { line: proposed.line.text.clone(), run: proposed.clone(), again: Vec::new() };
        let origin = |(word, origin): &(&str, OriginKind)| Origin { word: (*word).to_owned(), origin: *origin };
        let candidate = Candidate {
            command: proposed.line.text.clone(),
            why: String::new(),
            confidence: 0.9,
            source: self.source,
            rule: String::new(),
            check: None,
            proven: self.proven,
            origins: self.origins.iter().map(origin).collect(),
        };
        [false, true].map(|yes| {
            let job = Job { program: Program::Shell { shell: "nu".into(), line: part.text().to_owned() } };
            let request = Request {
                typed: &typed,
                proposed: &proposed,
                part: &part,
                candidate: &candidate,
                job,
                failed: &[Failed { line: &typed, stage: self.stage, refused: self.refused }],
                rules: &[],
            };
            match judge(request, &facts, Consent { level, yes }) {
                Decision::Run(_) => ("run", String::new()),
                Decision::Ask(offer) => ("ask", offer.why().to_owned()),
                Decision::Refuse(why) => ("refuse", why),
            }
        })
    }
}

/// Each is decided so without consent, and so with it.
fn hold(cases: &[(Case, &str, &str)]) {
    let mut wrong = Vec::new();
    for (case, unasked, with_yes) in cases {
        let found = case.decided(Level::Ask);
        if (found[0].0, found[1].0) != (*unasked, *with_yes) {
            wrong.push(format!("{} -> {}: {found:?}", case.typed, case.proposed));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

const RULE: OriginKind = OriginKind::Rule;
const LOCAL: OriginKind = OriginKind::Local;
const TYPED: OriginKind = OriginKind::Typed;
const OUTPUT: OriginKind = OriginKind::Output;

fn second_look(typed: &str, proposed: &str, stage: Option<usize>, refused: bool) -> bool {
    let (typed, run) = (read(typed), read(proposed));
    let failed = Failed { line: &typed, stage, refused };
    crate::policy::again::is_second_look(&failed, &run, &machine(&[&typed, &run]))
}

#[test]
fn a_program_is_no_command_of_nushell() {
    for (typed, proposed) in [
        ("ls -ltr", "^ls -ltr"),
        ("find . -name '*.odt'", "^find . -name '*.odt'"),
        ("sort -u f", "^sort -u f"),
        ("ps aux", "^ps aux"),
        ("ps aux | lines", "^ps aux | lines"),
        ("echo -e x", "^echo -e x"),
        ("^ps", "ps"),
    ] {
        assert!(!second_look(typed, proposed, Some(0), false), "{typed} -> {proposed}");
    }
    for (typed, proposed) in [
        ("gti", "^gti"),
        ("^cat x", "cat x"),
        ("cat x", "^cat 'x'"),
        ("ls nope", "%ls nope"),
        ("^ls nope", "do { ^ls nope }"),
        ("./deploy x", "^./deploy x"),
        ("./deploy x", "exec ./deploy x"),
        ("^ls nope", "exec ls nope"),
    ] {
        assert!(second_look(typed, proposed, Some(0), false), "{typed} -> {proposed}");
    }
}

/// A command of the session's is known to the session alone, which has not read every line.
#[test]
fn a_command_of_the_session_is_no_command_of_nushell() {
    let simple = |text: &str, nature: Nature| Simple {
        words: text.split(' ').map(Word::literal).collect(),
        nature,
        ..Simple::default()
    };
    for (text, own) in [("deploy x", false), ("ls x", true), ("%ls x", true), ("^ls x", false), ("str upcase", true)] {
        for nature in [Nature::Program, Nature::Own(1)] {
            assert_eq!(runs_own(&simple(text, nature)), own, "{text}");
        }
    }
}

/// In Nushell `'30'` is a text and `30` a number, for its own commands.
#[test]
fn a_number_is_not_its_text() {
    assert!(!second_look("ls | where size > '30'", "ls | where size > 30", Some(1), false));
    assert!(!second_look("ls | first '3'", "ls | first 3", Some(1), false));
    assert!(second_look("ls 'nope'", "ls nope", Some(0), false));
    assert!(second_look("^head -n '3' x", "^head -n 3 x", Some(0), false));
    assert!(second_look("./deploy '3'", "./deploy 3", Some(0), false));
}

/// Nothing of a line has run that nu could not read.
/// Plain lines are read without a nu: none of its commands may be a word that bash reads otherwise.
#[test]
fn every_command_begins_a_plain_line_or_none() {
    for name in table::reading() {
        let text = format!("ls | {name} a b");
        let plain = line::parse(&Line::new(text.clone(), Dialect::Nu));
        assert!(!is_plain(&text) || plain.doubt.is_none(), "{text}");
    }
    assert!(is_plain("open a.csv | first b") && !is_plain("open a.csv | select a b"));
}

#[test]
fn what_was_refused_as_a_whole_is_compared_as_a_whole() {
    for (typed, proposed) in [
        ("let town = 'Tartu'; print $'from ($twon)'", "let town = 'Tartu'; print $'from ($town)'"),
        ("let a = 1; ./deploy $b", "let a = 1; ./deploy $a"),
        ("ls | first -n 2", "ls | first 2"),
    ] {
        assert!(!second_look(typed, proposed, Some(0), true), "{typed}");
    }
    assert!(second_look("let a = 1; ./deploy $b", "let a = 1;  ./deploy $b", Some(0), true));
    // Anybody can print what looks like nu's refusal: what changes something is not run twice on its word alone.
    assert!(second_look("./deploy x | first -n 2", "./deploy x | first 2", Some(0), true));
    assert!(second_look("./deploy x", "./deploy 'x'", Some(0), true));
    assert!(second_look("echo (ls); ./deploy x", "echo (ls); ./deploy y", Some(0), true), "nu could read it");
    // Not proven to be refused: as any other line.
    assert!(second_look("ls | first -n 2", "ls | first 2", Some(0), false));
}

#[test]
fn a_word_inside_of_brackets_has_the_origin_of_the_whole() {
    let grep =
        Case { typed: "(grpe -c x a.txt | into int) + 40", proposed: "(grep -c x a.txt | into int) + 40", ..PLAIN };
    let row = Case { typed: "ls | each {|p| $p.nmae }", proposed: "ls | each {|p| $p.name }", ..PLAIN };
    let home = Case { typed: "ls $HOME/papers", proposed: "ls $\"($env.HOME)/papers\"", ..PLAIN };
    hold(&[
        (Case { origins: &[("(grep -c x a.txt | into int)", LOCAL)], proven: true, ..grep }, "run", "run"),
        (Case { origins: &[("(grep -c x a.txt | into int)", OUTPUT)], proven: true, ..grep }, "ask", "ask"),
        (Case { origins: &[], proven: true, ..grep }, "ask", "ask"),
        (
            Case { origins: &[("(grep -c x a.txt | into int)", LOCAL), ("{ grep }", OUTPUT)], proven: true, ..grep },
            "ask",
            "ask",
        ),
        (Case { origins: &[("{|p| $p.name }", LOCAL)], stage: Some(1), ..row }, "run", "run"),
        (Case { origins: &[("{|p| $p.name }", OUTPUT)], stage: Some(1), ..row }, "ask", "ask"),
        (Case { origins: &[("{|p| $p.names }", LOCAL)], stage: Some(1), ..row }, "ask", "ask"),
        // It was not typed.
        (Case { origins: &[("$p.name", TYPED)], stage: Some(1), ..row }, "ask", "ask"),
        (Case { origins: &[("$\"($env.HOME)/papers\"", RULE)], ..home }, "run", "run"),
        (Case { origins: &[("$\"($env.HOME)/papers\"", RULE)], source: Source::Model, ..home }, "ask", "ask"),
        (Case { origins: &[], ..home }, "ask", "ask"),
    ]);
}

#[test]
fn the_name_of_a_command_that_only_reads_needs_no_word_for_it() {
    let case = |typed, proposed| Case { typed, proposed, ..PLAIN };
    let second = |typed, proposed| Case { typed, proposed, stage: Some(1), ..PLAIN };
    hold(&[
        (second("ls | where size > '30'", "ls | where size > ('30' | into filesize)"), "run", "run"),
        (case("cat *.txt | lenght", "glob *.txt | length"), "run", "run"),
        (
            Case {
                origins: &[("into", OUTPUT)],
                ..second("ls | where size > '30'", "ls | where size > ('30' | into filesize)")
            },
            "ask",
            "ask",
        ),
        (
            Case {
                source: Source::Model,
                ..second("ls | where size > '30'", "ls | where size > ('30' | into filesize)")
            },
            "ask",
            "ask",
        ),
        // It is no command there, or one that does more, or a program.
        (case("ls nope", "ls glob"), "ask", "run"),
        (case("ls nope", "^glob"), "ask", "ask"),
        (case("ls nope", "mkdir new"), "ask", "ask"),
        (case("ls nope", "^git log"), "ask", "ask"),
    ]);
}

/// nu could not read the typed line, so nobody knows where its words end: brackets that cling to them count for nothing.
#[test]
fn words_of_a_line_that_nu_could_not_read_are_known_again() {
    let case =
        |typed, proposed| Case { typed, proposed, origins: &[("=", RULE), ("[]", RULE)], refused: true, ..PLAIN };
    hold(&[
        (case("let n (open a.txt); $n", "let n = (open a.txt); $n"), "run", "run"),
        (case("print ((open a.txt | into int) * 2", "print ((open a.txt | into int) * 2)"), "run", "run"),
        (case("def greet { print (40 + 2) }; greet", "def greet [] { print (40 + 2) }; greet"), "run", "run"),
        (
            Case {
                origins: &[("--append", LOCAL)],
                proven: true,
                ..case("\"second\\n\" | save --apend b.txt", "\"second\\n\" | save --append b.txt")
            },
            "ask",
            "run",
        ),
        // A file that is to be written, misspelt, and a word that only the output gives.
        (
            Case {
                origins: &[("kept.csv", LOCAL)],
                proven: true,
                ..case("let n (ls); ls | save -f 'ketp.csv'", "let n (ls); ls | save -f 'kept.csv'")
            },
            "ask",
            "ask",
        ),
        (
            Case {
                origins: &[("--append", OUTPUT)],
                proven: true,
                ..case("\"second\\n\" | save --apend b.txt", "\"second\\n\" | save --append b.txt")
            },
            "ask",
            "ask",
        ),
        (case("let n (open a.txt); $n", "let n = (open b.txt); $n"), "ask", "run"),
        (case("let n (open a.txt); $n", "let n = (open a.txt); rm n"), "refuse", "refuse"),
        (case("let n (open a.txt); $n", "let n = (open a.txt); ./n"), "ask", "ask"),
        (case("print (open a.txt", "print (open a.txt | open a.txt)"), "ask", "run"),
    ]);
}

/// With another file read in, what stands behind it does what it was typed to do.
#[test]
fn a_file_to_be_read_in_may_be_misspelt() {
    let case = |typed, proposed| Case {
        typed,
        proposed,
        origins: &[("helpers.nu", LOCAL), ("shapes.nu", LOCAL)],
        proven: true,
        refused: true,
        ..PLAIN
    };
    let (source, mended) = ("source helprs.nu; salute", "source helpers.nu; salute");
    hold(&[
        (case(source, mended), "ask", "run"),
        (case("use shaeps.nu; shapes area 13", "use shapes.nu; shapes area 13"), "ask", "run"),
        (case("use shaeps.nu *; area 13 | print", "use shapes.nu *; area 13 | print"), "ask", "run"),
        (Case { proven: false, ..case(source, mended) }, "ask", "ask"),
        (Case { origins: &[("helpers.nu", OUTPUT)], ..case(source, mended) }, "ask", "ask"),
        (Case { origins: &[], ..case(source, mended) }, "ask", "ask"),
        // Anything more than the file's name.
        (case(source, "source helpers.nu; salutes"), "ask", "ask"),
        (case(source, "source helpers.nu; salute; salute"), "ask", "ask"),
        (case(source, "use helpers.nu; salute"), "ask", "ask"),
        (case("source helprs.nu; rm x", "source helpers.nu; rm x"), "ask", "ask"),
        (case("source helprs.nu; sudo salute", "source helpers.nu; sudo salute"), "ask", "ask"),
        // Nothing is read in there.
        (case("salute helprs.nu; $x", "salute helpers.nu; $x"), "ask", "ask"),
    ]);
    assert_eq!(case(source, mended).decided(Level::Auto)[0].0, "run");
}

/// Content that is there is not replaced by what a guessed word puts out, whoever has agreed ahead.
#[test]
fn what_a_guess_puts_out_replaces_nothing() {
    let case = |typed, proposed| Case {
        typed,
        proposed,
        origins: &[("reject", LOCAL), ("git", LOCAL), ("--force", LOCAL), ("name", LOCAL), ("$p.name", LOCAL)],
        proven: true,
        stage: None,
        ..PLAIN
    };
    let cases = [
        (
            case("open a.csv | rejct age | save --force kept.csv", "open a.csv | reject age | save --force kept.csv"),
            "ask",
        ),
        (case("open a.csv | rejct age o> kept.csv", "open a.csv | reject age o> kept.csv"), "ask"),
        (case("gti log o> log.txt", "git log o> log.txt"), "ask"),
        (
            case("let x = ls | rejct age; $x | save -f kept.csv", "let x = ls | reject age; $x | save -f kept.csv"),
            "ask",
        ),
        (case("ls | each {|p| $p.nmae | save -f kept.csv }", "ls | each {|p| $p.name | save -f kept.csv }"), "ask"),
        (case("open a.csv | rejct age | save -f newer", "open a.csv | reject age | save -f newer"), "run"),
        (
            case("open a.csv | rejct age | save --append kept.csv", "open a.csv | reject age | save --append kept.csv"),
            "run",
        ),
        (case("gti log o>> log.txt", "git log o>> log.txt"), "run"),
        (case("open a.csv | save --froce kept.csv", "open a.csv | save --force kept.csv"), "run"),
        (case("ls | save -f kept.csv; ls | get nam", "ls | save -f kept.csv; ls | get name"), "run"),
    ];
    for (case, with_yes) in &cases {
        let found = case.decided(Level::Ask);
        assert_eq!(found[1].0, *with_yes, "{}: {}", case.proposed, found[1].1);
        let unasked = case.decided(Level::Auto)[0].0;
        assert_eq!(unasked, *with_yes, "{}", case.proposed);
    }
}
