//! The table's own examples, and the invariants of the judge.

use super::facts::{Facts, Found, Place};
use super::*;
use crate::job::Program;
use crate::line::{self, Dialect, Line, Parsed, Resume, Scope};
use crate::protocol::types::{Candidate, Origin, OriginKind, Source};

/// A machine on which names say what stands there: `new…` is missing, `folder…` is a folder, the rest are files.
fn machine(lines: &[&Parsed]) -> Facts {
    let mut facts = Facts::new("/home/ann/work", "/home/ann", false);
    for question in lines.iter().flat_map(|line| questions(line, line)) {
        match question {
            Question::Path(path) => {
                let name = path.rsplit('/').next().unwrap_or(&path);
                let real = if path.starts_with('/') {
                    path.clone()
                } else {
                    format!("/home/ann/work/{path}").replace("/work/~/", "/")
                };
                let place = if name.starts_with("new") || path.starts_with("new") || path.starts_with("/opt") {
                    Place::Missing
                } else if name.starts_with("folder") || name == "." {
                    Place::Folder(real)
                } else {
                    Place::File(real)
                };
                facts.set_path(path, place);
            }
            Question::Program(name) => {
                let found = match name.as_str() {
                    "own-tool" => Found::Own,
                    "hiding-tool" | "ls2" => Found::Hiding,
                    _ if table::grammar(&name).is_some() => Found::System,
                    _ if name.starts_with("tool") => Found::System,
                    _ => Found::Missing,
                };
                facts.set_program(name, found);
            }
        }
    }
    facts
}

fn read(text: &str) -> Parsed {
    line::parse(&Line::new(text, Dialect::Bash))
}

fn told(text: &str) -> String {
    let line = read(text);
    let mut found: Vec<String> = effects(&line, &machine(&[&line]))
        .iter()
        .map(|effect| format!("{} {}", effect.kind.name(), effect.target).trim().to_owned())
        .collect();
    found.sort();
    found.dedup();
    found.join("; ")
}

#[test]
fn every_example_of_the_table_holds() {
    let mut wrong = Vec::new();
    for (names, file, _) in programs::all() {
        let grammar = table::grammar(names[0]).expect("the file of a name");
        if grammar.quiet.is_empty() && grammar.fires.is_empty() {
            wrong.push(format!("{file}: no examples"));
        }
        for line in &grammar.quiet {
            let found = told(line);
            if !found.is_empty() {
                wrong.push(format!("{file}: {line}: should only read, but: {found}"));
            }
        }
        for (line, expected) in &grammar.fires {
            let mut expected: Vec<&str> = expected.split(';').map(str::trim).collect();
            expected.sort_unstable();
            let found = told(line);
            if found != expected.join("; ") {
                wrong.push(format!("{file}: {line}: expected {}, found {found}", expected.join("; ")));
            }
        }
    }
    assert!(wrong.is_empty(), "{} examples:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_file_of_the_table_is_listed() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/policy/programs");
    let mut files: Vec<String> = std::fs::read_dir(folder)
        .expect("the folder of the table")
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter_map(|name| name.strip_suffix(".toml").map(str::to_owned))
        .collect();
    files.sort();
    let mut listed: Vec<&str> = programs::all().iter().map(|(_, file, _)| *file).collect();
    listed.sort_unstable();
    assert_eq!(files, listed);
    let mut names: Vec<&str> = programs::all().iter().flat_map(|(names, ..)| names.iter().copied()).collect();
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count, "a name is served twice");
    assert!(count >= 150, "{count} programs");
}
