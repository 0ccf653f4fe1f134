//! Any line in any shell's language is read without a panic and in bounded time, and what was not understood is never
//! taken for harmless.

use std::time::{Duration, Instant};

use ghostsh::line::{Dialect, Line, Parsed, join, parse, stages};
use ghostsh::policy::{Act, Effect, Facts, Found, Kind, Place, Question, effects, explain, questions};

/// No line may keep a person waiting. Far above what any needs, so that a slow machine alone is no finding.
const LONGEST: Duration = Duration::from_secs(5);

/// Reads the bytes as a line of each shell and looks for what it would do.
pub fn check(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for dialect in [Dialect::Bash, Dialect::Zsh, Dialect::Fish, Dialect::Nu] {
        let start = Instant::now();
        let line = parse(&Line::new(text.as_ref(), dialect));
        let facts = machine(&[&line]);
        let found = effects(&line, &facts);
        assert!(start.elapsed() < LONGEST, "{dialect:?}: it took {:?}", start.elapsed());

        doubt_is_unknown(&line, &found);
        every_part_counts(&line, &facts, &found);
        spans_lie_in_the_line(&line);
        words_survive_quoting(&line);
    }
}

/// A machine that answers every question, by what the names begin with, as the tests of policy do.
#[must_use]
pub fn machine(lines: &[&Parsed]) -> Facts {
    let mut facts = Facts::new("/home/ann/work", "/home/ann", false);
    for question in lines.iter().flat_map(|line| questions(line, line)) {
        match question {
            Question::Path(path) => {
                let name = path.rsplit('/').next().unwrap_or(&path);
                let place = match name {
                    _ if name.starts_with("new") => Place::Missing,
                    "." | ".." | "~" => Place::Folder(path.clone()),
                    _ if name.starts_with("folder") => Place::Folder(path.clone()),
                    _ if name.starts_with("odd") => Place::Other,
                    _ => Place::File(path.clone()),
                };
                facts.set_path(path, place);
            }
            Question::Program(name) => {
                let found = match name.as_str() {
                    _ if name.starts_with("hiding") => Found::Hiding,
                    _ if name.starts_with("missing") => Found::Missing,
                    _ if name.starts_with("own") => Found::Own,
                    _ => Found::System,
                };
                facts.set_program(name, found);
            }
            Question::Signs(folder) => {
                let are_there = folder.starts_with("folder");
                facts.set_signs(folder, are_there);
            }
        }
    }
    facts
}

fn doubt_is_unknown(line: &Parsed, found: &[Effect]) {
    if line.doubt.is_some() || !line.is_parsed() {
        let unknown = found.iter().any(|effect| effect.kind == Kind::Unknown);
        assert!(unknown, "{:?} is doubtful ({:?}), and still known: {found:?}", line.line, line.doubt);
    }
}

/// The effects of a line hold those of each of its commands, and none is "nothing".
fn every_part_counts(line: &Parsed, facts: &Facts, found: &[Effect]) {
    for single in explain(&Act::Line(line.clone()), &[], facts) {
        for effect in single.effects {
            assert!(effect.kind > Kind::Read, "{:?} has an effect that is none", single.words);
            assert!(found.contains(&effect), "{:?}: {effect:?} is no effect of the whole line", single.words);
        }
    }
    let asked_first = !found.iter().any(|effect| effect.target.ends_with("which was not looked up"));
    assert!(asked_first, "{:?}: a program matters that was not asked for: {found:?}", line.line);
}

fn spans_lie_in_the_line(line: &Parsed) {
    let text = line.line.text.as_str();
    let commands = line.commands().map(|(_, command)| command.span());
    for span in line.list.iter().map(|pipeline| pipeline.span).chain(commands) {
        assert!(text.get(span.start..span.end).is_some(), "{span:?} is no part of {text:?}");
    }
    let length = text.chars().count();
    for stage in stages(line, None) {
        let (start, end) = (stage.start, stage.end);
        let inside = usize::try_from(start).is_ok_and(|start| start <= length)
            && usize::try_from(end).is_ok_and(|end| end <= length)
            && start <= end;
        assert!(inside, "the stage {start}..{end} is no part of {text:?}");
    }
}

/// What is run as words is written down as text: both must mean the same.
fn words_survive_quoting(line: &Parsed) {
    let Some(simple) = line.only().filter(|_| line.doubt.is_none()) else { return };
    let Some(words) = simple.literal().filter(|_| !simple.words.iter().any(|word| word.tilde)) else { return };
    if words.is_empty() || words.iter().any(|word| word.contains(['\n', '\0'])) {
        return;
    }
    let text = join(&words, line.line.dialect);
    let again = parse(&Line::new(text.as_str(), line.line.dialect));
    // What the gate holds back is asked about, which is no harm.
    if again.doubt.is_none() {
        let same = again.only().and_then(|simple| simple.literal());
        assert_eq!(same.as_ref(), Some(&words), "{:?} was written as {text:?}", line.line.text);
    }
}
