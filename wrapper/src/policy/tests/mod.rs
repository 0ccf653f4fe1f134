//! The invariants of the judge: a machine and a judgement to try them on; the rooms below hold them to it.

mod effects;
mod examples;
mod intent;
mod levels;

use super::facts::{Facts, Found, Place};
use super::*;
use crate::job::Program;
use crate::line::{self, Dialect, Line, Parsed, Resume, Scope};
use crate::protocol::types::{Candidate, Origin, OriginKind, Source};

/// A machine on which names say what stands there: `new…` is missing, `folder…` is a folder, the rest are files.
pub(super) fn machine(lines: &[&Parsed]) -> Facts {
    let facts = Facts::new("/home/ann/site", "/home/ann", false);
    answered(facts, lines.iter().flat_map(|line| questions(line, line)))
}

/// The same with answers to more questions.
pub(super) fn answered(mut facts: Facts, questions: impl IntoIterator<Item = Question>) -> Facts {
    for question in questions {
        match question {
            Question::Path(path) => {
                let name = path.rsplit('/').next().unwrap_or(&path);
                let real = if path.starts_with('/') {
                    path.clone()
                } else {
                    format!("/home/ann/site/{path}").replace("/site/~/", "/")
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
            // In the folder `folder-of-signs` there are.
            Question::Signs(folder) => {
                let are_there = folder.ends_with("of-signs");
                facts.set_signs(folder, are_there);
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

/// What the judge is told beside the two lines.
struct Case {
    level: Level,
    yes: bool,
    proven: bool,
    root: bool,
    /// Where every new word comes from.
    origin: Option<OriginKind>,
    source: Source,
    /// What is written over can be put back.
    way_back: bool,
    /// How sure the brain is.
    confidence: f64,
}

const ASK: Case = Case {
    level: Level::Ask,
    yes: false,
    proven: true,
    root: false,
    origin: Some(OriginKind::Local),
    source: Source::Rule,
    way_back: true,
    confidence: 0.9,
};

const YES: Case = Case { yes: true, ..ASK };

const AUTO: Case = Case { level: Level::Auto, ..ASK };

const NEVER: Case = Case { level: Level::Never, ..ASK };

const UNPROVEN: Case = Case { proven: false, ..ASK };

fn decide(typed: &str, proposed: &str, case: &Case) -> Decision {
    let (typed, proposed) = (read(typed), read(proposed));
    let resume = line::resume(
        &typed,
        Some(0).filter(|_| typed.commands().count() == 1),
        &proposed,
        Scope::Session,
        &line::parse,
    );
    let Resume::Run(part) = resume else { panic!("one part") };
    let mut facts = machine(&[&typed, &part.run]);
    facts.root = case.root;
    facts.way_back = case.way_back;
    let origins = change::new_words(&typed, &proposed)
        .into_iter()
        .filter_map(|word| Some(Origin { word, origin: case.origin? }))
        .collect();
    let candidate = Candidate {
        confidence: case.confidence,
        source: case.source,
        proven: case.proven,
        ..candidate(&proposed.line.text, origins)
    };
    judged([&typed, &proposed], &part, &candidate, &[], &facts, Consent { level: case.level, yes: case.yes })
}

/// A rule's, sure and proven.
fn candidate(command: &str, origins: Vec<Origin>) -> Candidate {
    Candidate {
        command: command.to_owned(),
        why: String::new(),
        confidence: 1.0,
        source: Source::Rule,
        rule: String::new(),
        check: None,
        proven: true,
        origins,
    }
}

/// What the judge says of this part of two lines, run by a bash.
fn judged(
    [typed, proposed]: [&Parsed; 2],
    part: &line::Part,
    candidate: &Candidate,
    rules: &[super::rules::Rule],
    facts: &Facts,
    consent: Consent,
) -> Decision {
    let job = Job { program: Program::Shell { shell: "/bin/bash".into(), line: part.text().to_owned() } };
    judge(Request { typed, proposed, part, candidate, job, failed: &[], rules }, facts, consent)
}

/// `run`, `ask`, `word` or `refuse`.
fn verdict(typed: &str, proposed: &str, case: &Case) -> &'static str {
    match decide(typed, proposed, case) {
        Decision::Run(_) => "run",
        Decision::Ask(offer) if offer.word().is_some() => "word",
        Decision::Ask(_) => "ask",
        Decision::Refuse(_) => "refuse",
    }
}
