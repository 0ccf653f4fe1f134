//! `ghost policy judge`: a decision about each JSON line. It looks at nothing: what is known of the machine comes in
//! with the line, and without it every file exists and every program is the usual one.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, ErrorKind, Write};

use serde::{Deserialize, Serialize};

use super::super::Status;
use super::dialect;
use crate::driver::nu::read_lines;
use crate::error::{Error, Kind, Result};
use crate::exit;
use crate::line::{self, Dialect, Line, Parsed};
use crate::policy::{self, Act, Effect, Facts, Found, Place, Question, Repaired, Says};
use crate::protocol::types::{Candidate, Name, Origin, OriginKind, Source};

/// A line is no longer, in bytes.
const LONGEST: usize = 1 << 20;

/// What comes in. Fields that are not known are left alone, so that labelled data can be fed as it is.
#[derive(Deserialize)]
struct Asked {
    line: Option<String>,
    shell: Option<String>,
    argv: Option<Argv>,
    /// The line it would repair.
    typed: Option<String>,
    /// Where the words come from that were not typed; `None`: from a rule.
    origins: Option<Vec<Origin>>,
    /// The one word that was changed is the only near one; `None`: if it is near, it is.
    proven: Option<bool>,
    facts: Option<Known>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Argv {
    One(Vec<String>),
    Pipeline(Vec<Vec<String>>),
}

/// What is known of the machine.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Known {
    cwd: Option<String>,
    home: Option<String>,
    root: bool,
    way_back: bool,
    paths: BTreeMap<String, PlaceName>,
    programs: BTreeMap<String, FoundName>,
    names: Vec<Name>,
    /// Whether names in the folder begin with a dash or a plus, which a pattern may match; as if so, when not given.
    signs: Option<bool>,
}

/// What stands at a path; with its real path where that is another one.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "lowercase")]
enum PlaceName {
    Missing,
    Other,
    #[serde(untagged)]
    Kind(KindName),
    #[serde(untagged)]
    Real(RealName),
}

#[derive(Clone, Deserialize)]
#[serde(rename_all = "lowercase")]
enum KindName {
    File,
    Folder,
}

#[derive(Clone, Deserialize)]
#[serde(rename_all = "lowercase")]
enum RealName {
    File(String),
    Folder(String),
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum FoundName {
    Missing,
    System,
    Own,
    Hiding,
}

/// What goes out.
#[derive(Serialize)]
struct Answer {
    class: &'static str,
    effects: Vec<String>,
    decision: Decision,
    why: String,
}

#[derive(Serialize)]
struct Decision {
    never: &'static str,
    ask: &'static str,
    auto: &'static str,
}

#[derive(Serialize)]
struct Wrong {
    error: String,
}

/// Decides about every line of stdin until it ends. A line that cannot be understood gets an `error`, and the status is
/// not 0 then.
///
/// # Errors
/// When stdin cannot be read, or stdout cannot be written. A reader that left early is no error.
pub fn run() -> Result<Status> {
    let mut input = BufReader::new(std::io::stdin());
    let mut output = std::io::BufWriter::new(std::io::stdout().lock());
    let mut bytes = Vec::new();
    let mut status = 0;
    loop {
        bytes.clear();
        let read = input.read_until(b'\n', &mut bytes);
        if read.map_err(|error| Error::new(Kind::Outside, "read stdin").because(error))? == 0 {
            break;
        }
        let text = bytes.strip_suffix(b"\n").unwrap_or(&bytes);
        if text.trim_ascii().is_empty() {
            continue;
        }
        let answer = answer(text);
        if answer.is_err() {
            status = exit::OWN_ERROR;
        }
        let written = match answer {
            Ok(answer) => write(&answer, &mut output),
            Err(error) => write(&Wrong { error }, &mut output),
        };
        // Whoever asks about one line at a time gets its answer at once.
        let written = written.and_then(|()| if input.buffer().is_empty() { output.flush() } else { Ok(()) });
        if let Err(error) = written {
            return gone(error);
        }
    }
    output.flush().map_or_else(gone, |()| Ok(Status::Exit(status)))
}

fn write(answer: &impl Serialize, output: &mut impl Write) -> std::io::Result<()> {
    let answer = crate::text::json(&serde_json::to_string(answer)?);
    output.write_all(answer.as_bytes())?;
    output.write_all(b"\n")
}

fn gone(error: std::io::Error) -> Result<Status> {
    match error.kind() {
        ErrorKind::BrokenPipe => Ok(Status::Exit(0)),
        _ => Err(Error::new(Kind::Outside, "write to stdout").because(error)),
    }
}

fn answer(text: &[u8]) -> std::result::Result<Answer, String> {
    if text.len() > LONGEST {
        return Err(format!("a line has at most {LONGEST} bytes"));
    }
    let asked: Asked = serde_json::from_slice(text).map_err(|error| format!("not understood: {error}"))?;
    let shell = match asked.shell.as_deref() {
        None => Dialect::Bash,
        Some(name) => dialect(name).ok_or_else(|| format!("there is no shell {name} here: bash, zsh, fish or nu"))?,
    };
    let mut typed = None;
    let act = match (asked.line, asked.argv) {
        (Some(text), None) => {
            let texts: Vec<&str> = [Some(text.as_str()), asked.typed.as_deref()].into_iter().flatten().collect();
            let mut read = read_lines(&super::shell_of(shell), shell, &texts).into_iter();
            let line = read.next().ok_or("the line was not read")?;
            typed = read.next();
            Act::Line(line)
        }
        (None, Some(Argv::One(words))) => Act::Argv(vec![words]),
        (None, Some(Argv::Pipeline(members))) => Act::Argv(members),
        _ => return Err("either line or argv is needed".to_owned()),
    };
    if matches!(&act, Act::Argv(members) if members.is_empty() || members.iter().any(Vec::is_empty)) {
        return Err("argv names no program".to_owned());
    }
    let typed = typed.or_else(|| asked.typed.map(|text| line::parse(&Line::new(text, shell))));
    let facts = facts(&act, typed.as_ref(), asked.facts);
    let repaired = typed.as_ref().map(|typed| {
        let origins = asked.origins.unwrap_or_else(|| from_a_rule(&act));
        Repaired {
            typed,
            candidate: Candidate {
                command: String::new(),
                why: String::new(),
                confidence: 1.0,
                source: Source::Rule,
                rule: String::new(),
                check: None,
                proven: asked.proven.unwrap_or(true),
                origins,
            },
        }
    });
    let ruling = policy::ruling(&act, repaired, &[], &facts);
    let [never, ask, auto] = ruling.says.map(Says::name);
    Ok(Answer {
        class: ruling.class.name(),
        effects: ruling.effects.iter().map(effect).collect(),
        decision: Decision { never, ask, auto },
        why: ruling.why,
    })
}

/// `WriteOver:path`.
fn effect(effect: &Effect) -> String {
    let name: String = effect.kind.name().split('-').map(|part| part[..1].to_ascii_uppercase() + &part[1..]).collect();
    format!("{name}:{}", effect.target)
}

/// Every word of it, as if a rule had made it.
fn from_a_rule(act: &Act) -> Vec<Origin> {
    let origin = |word: &str| Origin { word: word.to_owned(), origin: OriginKind::Rule };
    match act {
        Act::Argv(members) => members.iter().flatten().map(|word| origin(word)).collect(),
        Act::Line(line) => {
            let mut found = Vec::new();
            line::every_word(&line.list, &mut |word| {
                found.extend(word.value.iter().chain([&word.text]).map(|text| origin(text)));
            });
            found
        }
    }
}

/// The facts that are given; what they do not say is as it is where nothing is known.
fn facts(act: &Act, typed: Option<&Parsed>, known: Option<Known>) -> Facts {
    let known = known.unwrap_or_default();
    let cwd = known.cwd.unwrap_or_else(|| "/home/user/project".to_owned());
    let home = known.home.unwrap_or_else(|| "/home/user".to_owned());
    let mut facts = Facts::new(cwd, home, known.root);
    facts.way_back = known.way_back;
    facts.names = known.names;
    for question in policy::questions_of(act, typed) {
        match question {
            Question::Path(path) => {
                let place = match known.paths.get(&path) {
                    Some(PlaceName::Missing) => Place::Missing,
                    Some(PlaceName::Other) => Place::Other,
                    Some(PlaceName::Kind(KindName::Folder)) => Place::Folder(path.clone()),
                    Some(PlaceName::Real(RealName::File(real))) => Place::File(real.clone()),
                    Some(PlaceName::Real(RealName::Folder(real))) => Place::Folder(real.clone()),
                    Some(PlaceName::Kind(KindName::File)) | None => Place::File(path.clone()),
                };
                facts.set_path(path, place);
            }
            Question::Signs(folder) => facts.set_signs(folder, known.signs.unwrap_or(true)),
            Question::Program(name) => {
                let found = match known.programs.get(&name) {
                    Some(FoundName::Missing) => Found::Missing,
                    Some(FoundName::Own) => Found::Own,
                    Some(FoundName::Hiding) => Found::Hiding,
                    Some(FoundName::System) | None => Found::System,
                };
                facts.set_program(name, found);
            }
        }
    }
    facts
}
