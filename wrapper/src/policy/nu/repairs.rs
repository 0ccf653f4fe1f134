//! What is asked of a proposal for a line of Nushell beyond its effects.

use super::looking;
use crate::line::nu::OF_THE_SESSION;
use crate::line::{Command, Dialect, Doubt, Parsed, Pipeline, Redirect, RedirectKind, Simple};
use crate::policy::change;
use crate::policy::effect::{ANYTHING, Effect, Kind};
use crate::policy::facts::{Facts, Look};
use crate::policy::reader::Reader;

/// Brackets inside brackets that are followed.
const DEEPEST: usize = 24;

/// Every simple command of a list, those in brackets included: which member of its pipeline it is, and how deep it stands.
fn every_simple<'a>(list: &'a [Pipeline], depth: usize, see: &mut dyn FnMut(&'a Simple, usize, usize)) {
    if depth > DEEPEST {
        return;
    }
    for pipeline in list {
        for (index, command) in pipeline.commands.iter().enumerate() {
            let Command::Simple(simple) = command else { continue };
            see(simple, index, depth);
            let targets = simple.redirects.iter().filter_map(|redirect| redirect.target.as_ref());
            for inner in simple.assignments.iter().chain(&simple.words).chain(targets).flat_map(|word| &word.inner) {
                every_simple(inner, depth + 1, see);
            }
        }
    }
}

/// The words that name commands of Nushell's own which do nothing but look, and which the session has not given a meaning:
/// what they do is known, whoever thought of them.
pub(in crate::policy) fn looking_names(proposed: &Parsed, facts: &Facts) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    if proposed.line.dialect != Dialect::Nu || proposed.doubt.is_some() {
        return names;
    }
    every_simple(&proposed.list, 0, &mut |simple, _, _| {
        let head = &simple.words[..looking(simple)];
        let whole = head.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
        let of_session = |name: &str| facts.names.iter().any(|known| known.name == name);
        if head.first().is_some_and(|first| !of_session(&first.text) && !of_session(&whole)) {
            names.extend(head.iter().map(|word| word.text.clone()));
        }
    });
    names
}

/// The lines differ in one word alone: the file that `source`, `use` and their like read in, which nu did not find. All
/// that follows is what was typed, and means what that file makes of it.
pub(in crate::policy) fn reads_in_another(typed: &Parsed, proposed: &Parsed) -> bool {
    // The person's own session finds the file; a nu that was started to read the line does not.
    let unread = matches!(typed.doubt, Some(Doubt::Syntax | OF_THE_SESSION));
    if typed.line.dialect != Dialect::Nu || !unread || !matches!(proposed.doubt, None | Some(OF_THE_SESSION)) {
        return false;
    }
    let (left, right) = (typed.line.text.as_str(), proposed.line.text.as_str());
    let start = left[..common(left, right)].rfind([' ', '\t']).map_or(0, |blank| blank + 1);
    let name = |text: &str| text[start..].split([' ', '\t', '\n', ';', '|']).next().unwrap_or_default().len();
    let ((from, behind), (to, rest)) = (left[start..].split_at(name(left)), right[start..].split_at(name(right)));
    // Nothing in front in which the word could be a part of a text.
    let front = &left[..start];
    let plain = |text: &str, more: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || more.contains(c));
    let keyword = front.rsplit(';').next().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
    behind == rest
        && plain(front, " \t;-_./")
        && matches!(keyword.as_str(), "source" | "source-env" | "use" | "overlay use")
        && [from, to].iter().all(|name| plain(name, "-_./~") && !name.starts_with('-'))
        && to.ends_with(".nu")
        && change::near(from, to)
}

/// The bytes that both begin with.
fn common(left: &str, right: &str) -> usize {
    let same = left.char_indices().zip(right.chars()).find(|((_, one), other)| one != other);
    same.map_or(left.len().min(right.len()), |((at, _), _)| at)
}

/// Content that is there is replaced by what a part of the line puts out that is not as it was typed.
///
/// Nushell opens no file before all of a line is read and its programs are found: unlike in other shells nothing is lost
/// yet when a line has failed.
pub(in crate::policy) fn replaced<'e>(
    typed: &Parsed,
    proposed: &Parsed,
    effects: &'e [Effect],
    facts: &Facts,
) -> Option<&'e Effect> {
    let replaces = |effect: &&Effect| effect.kind == Kind::WriteOver && (effect.replaces || effect.target == ANYTHING);
    let effect = effects.iter().find(replaces).filter(|_| proposed.line.dialect == Dialect::Nu)?;
    let as_typed = common(&typed.line.text, &proposed.line.text);
    let look = Look::new(facts);
    let mut found = false;
    every_simple(&proposed.list, 0, &mut |simple, index, depth| {
        let is_file = |redirect: &&Redirect| redirect.kind == RedirectKind::Write;
        let file = simple.redirects.iter().filter(is_file).map(|redirect| redirect.span.start).max();
        if file.is_none() && index == 0 && depth == 0 {
            return;
        }
        let mut reader = Reader::new(&look, Dialect::Nu);
        reader.command(&Command::Simple(simple.clone()));
        found |= as_typed < file.unwrap_or(simple.span.start) && reader.effects.iter().any(|one| replaces(&one));
    });
    found.then_some(effect)
}
