use std::collections::HashMap;

use super::*;
use crate::line::{Command, Nature, Pipeline, Redirect, Simple, Word};

/// What a real nu said of lines; see `tests/nu/answers.py`.
const ANSWERS: &str = include_str!("../../../../tests/nu/answers.jsonl");

/// Every line with what nu said of it.
fn answers() -> HashMap<String, Told> {
    ANSWERS
        .lines()
        .filter_map(|line| {
            let answer: serde_json::Value = serde_json::from_str(line).expect("JSON");
            let text = answer["line"].as_str().expect("a line").to_owned();
            Some((text, Told::read(&answer, By::Fresh)?))
        })
        .collect()
}

/// One of the lines, as nu has read it.
pub(crate) fn read(text: &str) -> Parsed {
    static ALL: std::sync::OnceLock<HashMap<String, Told>> = std::sync::OnceLock::new();
    let told = ALL.get_or_init(answers).get(text);
    assert!(told.is_some(), "{text} is not among the lines");
    parse(&Line::new(text, Dialect::Nu), told)
}

fn show(text: &str) -> String {
    let parsed = read(text);
    match parsed.doubt {
        Some(doubt) => format!("doubt: {doubt}"),
        None => list(&parsed.list),
    }
}

fn list(list: &[Pipeline]) -> String {
    let pipeline = |pipeline: &Pipeline| {
        let commands: Vec<String> = pipeline.commands.iter().filter_map(Command::simple).map(command).collect();
        commands.join(" | ")
    };
    list.iter().map(pipeline).collect::<Vec<_>>().join("; ")
}

fn command(simple: &Simple) -> String {
    let mut parts: Vec<String> = simple.assignments.iter().map(|word| format!("{}:", word.text)).collect();
    parts.extend(simple.words.iter().map(word));
    parts.extend(simple.redirects.iter().map(|Redirect { operator, target, .. }| {
        format!("{operator}{}", target.as_ref().map(word).unwrap_or_default())
    }));
    let mark = match simple.nature {
        Nature::Program => "^".to_owned(),
        Nature::Own(words) => "*".repeat(words),
        Nature::Expression => "=".to_owned(),
    };
    format!("{mark}{}", parts.join(" "))
}

fn word(word: &Word) -> String {
    let inner: Vec<String> = word.inner.iter().map(|inner| format!("{{{}}}", list(inner))).collect();
    match (&word.value, word.dynamic) {
        (Some(value), _) => value.clone(),
        (None, dynamic) => format!("<{:?}>{}", dynamic.expect("a reason"), inner.concat()),
    }
}

#[test]
fn lines_are_rebuilt_from_pieces() {
    for (text, read) in [
        ("ls | where size > 1kb", "*ls | *where size > 1kb"),
        ("rm -rf x", "*rm -rf x"),
        ("^git log --oneline -3; ls", "^git log --oneline -3; *ls"),
        ("é; ls ü | get name", "^é; *ls ü | *get name"),
        ("echo \"😀\" | save 😀", "*echo 😀 | *save 😀"),
        ("'a' | str upcase", "=a | **str upcase"),
        ("if true { ls } else { ^foo bar }", "*if true <Command>{*ls} else <Command>{^foo bar}"),
        ("let x = rm y | length; ls", "*let x = <Command>{*rm y | *length}; *ls"),
        ("$env.FOO = ls | length", "=<Variable> = <Command>{*ls | *length}"),
        ("$env.FOO = \"bar\"", "=<Variable> = bar"),
        ("alias rr = rm -rf", "*alias rr = <Command>{*rm -rf}"),
        ("x o> f e>> g", "^x o>f e>>g"),
        ("x o+e> f", "^x o+e>f"),
        ("ls e>| cat", "*ls e>| | ^cat"),
        ("FOO=bar git log", "^FOO=bar: git log"),
        ("A=1 B=2 ls", "*A=1: B=2: ls"),
        ("%rm x", "*rm x"),
        ("^(\"ls\") a", "^<Command>{=ls} a"),
        ("^$env.X y", "^<Variable> y"),
        ("do {\n ls # x; y\n | length\n}", "*do <Command>{*ls | *length}"),
        ("ls\n| length", "*ls | *length"),
        ("git log \\\n x", "^git log \\; ^x"),
        ("a ;; b", "^a; ^b"),
        ("ls; # c\nrm x", "*ls; *rm x"),
        ("ls # rm x", "*ls"),
        ("git commit -m \"a | b; c\" # note", "^git commit -m a | b; c"),
        ("echo r#'a (b) ; c'#", "*echo a (b) ; c"),
        ("[1, 2, {a: (rm x)}]", "=<Command>{*rm x}"),
        ("{ a: (rm x) }.a", "=<Command>{*rm x}"),
        ("[[a]; [(rm x)]]", "=<Command>{*rm x}"),
        ("{||{||{|| rm x}}}", "=<Command>{=<Command>{=<Command>{*rm x}}}"),
        ("$\"a(ls | each { rm x })\"", "=<Command>{*ls | *each <Command>{*rm x}}"),
        ("ls | where {|f| rm $f.name }", "*ls | *where <Command>{*rm <Variable>}"),
        ("seq 1 3 | each {|i| mkdir $\"d($i)\" }", "*seq 1 3 | *each <Command>{*mkdir <Command>{=<Variable>}}"),
        (
            "try { ls nope } catch {|e| rm x } finally { ls }",
            "*try <Command>{*ls nope} catch <Command>{*rm x} finally <Command>{*ls}",
        ),
        (
            "def f [a: string = \"x\" --flag(-f): int # hi\n] { ls }",
            "*def f [a: string = \"x\" --flag(-f): int # hi\n] <Command>{*ls}",
        ),
        ("def \"git foo\" [] { rm x }; git foo", "*def git foo [] <Command>{*rm x}; **git foo"),
        ("match 3 { 1 => { ls } _ => { rm x } }", "*match 3 <Command>{*ls}{*rm x}"),
        ("if (rm x) {} else {}", "*if <Command>{*rm x} {} else {}"),
        ("git a\"b\"c d'e'", "^git abc de"),
        ("git *.c ~/x", "^git <Glob> ~/x"),
        ("ls \"*\"", "*ls *"),
        ("ls *", "*ls <Glob>"),
        ("git \"(rm x)\"", "^git (rm x)"),
        ("git --opt=$env.X a$env.X \"a$env.X\"", "^git --opt=$env.X a$env.X a$env.X"),
        ("...", "^<Glob>"),
        ("git add ...[a b]", "^git add <Braces>"),
        ("git add ...(ls | get name)", "^git add <Command>{*ls | *get name}"),
        ("", ""),
        ("# x", ""),
    ] {
        assert_eq!(show(text), read, "{text}");
    }
}

#[test]
fn what_nu_does_not_say_is_not_guessed() {
    for text in [
        // Refused by nu.
        "a && b",
        "x 2> f",
        "echo $HOME",
        "export FOO=bar",
        "ls )",
        "echo \"open",
        "ls (rm x)",
        "'ls' x",
        // nu tells nothing of what stands between the arms.
        "match 1 { 1 if (rm y) => { ls } }",
        "match 1 { 1 | 2 if true => { ls } }",
        // What another session has defined.
        "$x = 4",
        "use std",
        "source a.nu",
        "run-external ...$args",
    ] {
        assert!(show(text).starts_with("doubt"), "{text}");
    }
    let refused = |text: &str| parse(&Line::new(text, Dialect::Nu), answers().get(text)).is_parsed();
    assert!(!refused("a && b") && refused("use std"), "a session may have read what another nu cannot");
}

/// Every line but those that are doubtful is read back to its last byte, and no command that nu saw is missing.
#[test]
fn no_command_is_lost() {
    for (text, told) in answers() {
        let parsed = parse(&Line::new(text.clone(), Dialect::Nu), Some(&told));
        if parsed.doubt.is_some() {
            continue;
        }
        let mut starts: Vec<usize> = told
            .pieces
            .iter()
            .filter(|piece| matches!(piece.shape.as_str(), "internalcall" | "external"))
            .map(|piece| piece.start)
            .filter(|start| !text[..*start].ends_with("else "))
            .collect();
        starts.dedup();
        assert_eq!(commands(&parsed.list), starts.len(), "{text}");
    }
}

fn commands(list: &[Pipeline]) -> usize {
    let called = |simple: &Simple| match (simple.nature, simple.words.first()) {
        (Nature::Program, Some(word)) => usize::from(!word.text.starts_with(['^', '$']) || word.value.is_some()),
        (Nature::Own(_), _) => 1,
        _ => 0,
    };
    list.iter()
        .flat_map(|pipeline| &pipeline.commands)
        .filter_map(Command::simple)
        .map(|simple| {
            let words = simple.assignments.iter().chain(&simple.words);
            let words = words.chain(simple.redirects.iter().filter_map(|redirect| redirect.target.as_ref()));
            called(simple) + words.flat_map(|word| &word.inner).map(|list| commands(list)).sum::<usize>()
        })
        .sum()
}

/// Whatever is said, nothing is read that does not fit the line.
#[test]
fn answers_that_do_not_fit_are_doubted() {
    let piece = |shape: &str, start: usize, end: usize| Piece { shape: shape.to_owned(), start, end };
    let told = |pieces: Vec<Piece>| Told { pieces, error: None, by: By::Session };
    let line = Line::new("é | rm (ls)", Dialect::Nu);
    let right = vec![
        piece("external", 0, 2),
        piece("pipe", 3, 4),
        piece("internalcall", 5, 7),
        piece("block", 8, 9),
        piece("internalcall", 9, 11),
        piece("block", 11, 12),
    ];
    assert_eq!(parse(&line, Some(&told(right.clone()))).doubt, None);
    let remark = told(vec![piece("internalcall", 0, 2), piece("string", 5, 7)]);
    assert!(
        parse(&Line::new("ls # rm x", Dialect::Nu), Some(&remark)).doubt.is_some(),
        "a piece nothing was found for"
    );
    for at in 0..right.len() {
        let mut without = right.clone();
        let taken = without.remove(at);
        assert!(parse(&line, Some(&told(without))).doubt.is_some(), "without {at}");
        for (start, end) in [(taken.start + 1, taken.end), (taken.start, taken.end + 1), (0, 99), (1, 2)] {
            let mut moved = right.clone();
            moved[at] = Piece { start, end, ..taken.clone() };
            assert!(parse(&line, Some(&told(moved))).doubt.is_some(), "{at} at {start}..{end}");
        }
        for shape in ["garbage", "a shape of tomorrow", "pipe", "redirection"] {
            let mut other = right.clone();
            if other[at].shape != shape {
                other[at].shape = shape.to_owned();
                assert!(parse(&line, Some(&told(other))).doubt.is_some(), "{at} as {shape}");
            }
        }
    }
}

#[test]
fn deep_brackets_end_in_doubt() {
    let text = "(".repeat(1000);
    let pieces = (0..1000).map(|at| Piece { shape: "block".to_owned(), start: at, end: at + 1 }).collect();
    let told = Told { pieces, error: None, by: By::Session };
    assert!(parse(&Line::new(text, Dialect::Nu), Some(&told)).doubt.is_some());
}

#[test]
fn without_an_answer_only_plain_words_are_read() {
    assert_eq!(parse(&Line::new("git log | lines", Dialect::Nu), None).doubt, None);
    assert!(parse(&Line::new("ls; rm x", Dialect::Nu), None).doubt.is_some());
}

/// As a nu with colours prints it, and one without a terminal.
fn report(code: &str, place: &str, line: &str, marks: &str, coloured: bool) -> String {
    if coloured {
        let marks = marks.replace(['^', '|'], "\u{2500}");
        format!(
            "Error: \u{1b}[31m{code}\u{1b}[0m\r\n\r\n  \u{1b}[31m\u{d7}\u{1b}[0m It went wrong\r\n   \u{256d}\u{2500}[\u{1b}[36;1;4mrepl_entry #3:{place}\u{1b}[0m]\r\n \u{1b}[2m1\u{1b}[0m \u{2502} {line}\r\n   \u{b7} \u{1b}[35;1m{marks}\u{1b}[0m\r\n   \u{2570}\u{2500}\u{2500}\r\n"
        )
    } else {
        format!("Error: {code}\n\n  x It went wrong\n   ,-[source:{place}]\n 1 | {line}\n   : {marks}\n   `----\n")
    }
}

fn failed(line: &str, output: &str) -> Option<usize> {
    crate::line::failed_stage(&read(line), 1, Some(output))
}

#[test]
fn an_error_points_at_the_stage_that_failed() {
    for (line, place, marks, stage) in [
        ("ls | get nam", "1:10", "         ^|^", Some(1)),
        ("mkdir new; ls nope", "1:15", "              ^^|^", Some(1)),
        ("print é; [1 2] | get 7", "1:23", "                     |", Some(2)),
        ("{a: 1} | get b", "1:1", "^^|^^^       |", Some(1)),
        ("ls nope; rm x", "1:4", "   ^^|^", Some(0)),
        ("let x = 3; x y; ls", "1:12", "           |", Some(1)),
        ("mkdir new; ls nope", "1:99", "", None),
        ("mkdir new; ls nope", "2:4", "", None),
    ] {
        for coloured in [false, true] {
            let output = report("nu::shell::x", place, line, marks, coloured);
            assert_eq!(failed(line, &output), stage, "{line}");
        }
    }
}

#[test]
fn an_error_about_something_else_proves_nothing() {
    let line = "mkdir new; ls nope";
    let right = report("nu::shell::x", "1:15", line, "              ^^|^", false);
    assert_eq!(failed(line, &right), Some(1));
    let other = |from: &str, to: &str| failed(line, &right.replace(from, to));
    assert_eq!(other("ls nope", "ls nop"), None, "another line");
    assert_eq!(other("[source:", "[/home/ann/x.nu:"), None, "another file");
    assert_eq!(other("Error: ", "Warning: "), None);
    let two = format!("{right}{}", report("nu::shell::x", "1:1", line, "^^|^^", false));
    assert_eq!(failed(line, &two), None, "two places");
    let inside = "ls | each {|x| $x.nam } | length";
    let wrapped = format!(
        "{}{}",
        report("nu::shell::eval_block_with_input", "1:1", inside, "^|", false),
        report("nu::shell::name_not_found", "1:19", inside, "                  ^|^", false)
    );
    assert_eq!(failed(inside, &wrapped), Some(1));
}

#[test]
fn a_refused_line_has_not_begun() {
    for line in ["mkdir a && cd a", "ls; rm x"] {
        let output = report("nu::parser::x", "1:4", line, "   ^^", true);
        assert_eq!(failed(line, &output), Some(0), "{line}");
        assert_eq!(
            failed(line, &output.replace("nu::parser", "nu::shell")),
            (line == "ls; rm x").then_some(1),
            "{line}"
        );
    }
    // Nothing behind a statement that failed has run: an error that is not nu's may be any one's.
    assert_eq!(failed("a; b; c", ""), None);
    assert_eq!(failed("cat nope; ls", "/usr/bin/cat: nope: No such file or directory"), Some(0));
    assert_eq!(failed("cat nope; ls", "/usr/bin/tac: nope: No such file or directory"), None);
    assert_eq!(failed("cat nope; ls", "cat: nope: No such file or directory"), Some(0));
}

#[test]
fn only_what_failed_and_what_follows_runs() {
    use crate::line::{Resume, Scope, resume};
    let rest = |typed: &str, stage: Option<usize>, proposed: &str, scope: Scope| {
        let again = |line: &Line| parse(line, answers().get(&line.text));
        match resume(&read(typed), stage, &read(proposed), scope, &again) {
            Resume::Run(part) => Some(part.text().to_owned()),
            Resume::OfferOnly(_) => None,
        }
    };
    use Scope::{Child, Session};
    for (typed, stage, proposed, session, child) in [
        ("rm x; cat nope", Some(1), "rm x; cat a.txt", Some("cat a.txt"), Some("cat a.txt")),
        ("rm x; cat nope", None, "rm x; cat a.txt", None, None),
        ("cd folder; cat nope", Some(1), "cd folder; cat a.txt", Some("cat a.txt"), Some("cd folder; cat a.txt")),
        ("cd folder; let x = 3; cat nope", Some(2), "cd folder; let x = 3; cat a.txt", Some("cat a.txt"), None),
        (
            "$env.FOO = 'x'; cat nope",
            Some(1),
            "$env.FOO = 'x'; cat a.txt",
            Some("cat a.txt"),
            Some("$env.FOO = 'x'; cat a.txt"),
        ),
        ("$env.FOO = (rm x); cat nope", Some(1), "$env.FOO = (rm x); cat a.txt", Some("cat a.txt"), None),
        (
            "mkdir new; cd new; gti init",
            Some(2),
            "mkdir new; cd new; git init",
            Some("git init"),
            Some("cd new; git init"),
        ),
        ("mkdir a && cd a", Some(0), "mkdir a; cd a", Some("mkdir a; cd a"), Some("mkdir a; cd a")),
    ] {
        assert_eq!(rest(typed, stage, proposed, Session).as_deref(), session, "{typed}");
        assert_eq!(rest(typed, stage, proposed, Child).as_deref(), child, "{typed} in a child");
    }
}

mod whatever_is_said {
    use proptest::prelude::*;

    use super::super::*;

    const SHAPES: &[&str] = &[
        "block",
        "closure",
        "internalcall",
        "external",
        "externalarg",
        "string",
        "pipe",
        "variable",
        "operator",
        "record",
        "list",
        "globpattern",
        "redirection",
        "string_interpolation",
        "keyword",
        "garbage",
    ];

    proptest! {
        /// No answer makes the reader fail, and what it believes stays within the line.
        #[test]
        fn the_reader_ends_within_the_line(
            text in "[a-z$^%#(){}\\[\\]|;'\"` .\\\\=>é\n-]{0,24}",
            pieces in prop::collection::vec((0_usize..16, 0_usize..26, 0_usize..6), 0..8),
        ) {
            let pieces = pieces
                .into_iter()
                .map(|(shape, start, length)| Piece { shape: SHAPES[shape].to_owned(), start, end: start + length })
                .collect();
            let told = Told { pieces, error: None, by: By::Session };
            let parsed = parse(&Line::new(text.clone(), Dialect::Nu), Some(&told));
            for (_, command) in parsed.commands() {
                prop_assert!(command.span().end <= text.len());
            }
        }
    }
}
