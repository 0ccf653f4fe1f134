//! Commands, words and redirections that mean the same.

use crate::line::{Command, Compound, CompoundKind, List, Redirect, RedirectKind, Word};

/// What a word that is not known before it runs comes to, compared with the line that failed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Expands {
    /// The same.
    Alike,
    /// Something else: in a loop, or in another shell, which has other variables and other patterns.
    Otherwise,
}

/// `{ a; }` and `( a )` do and fail as `a` does.
pub(super) fn without_braces(mut command: &Command) -> &Command {
    while let Command::Compound(compound) = command
        && matches!(compound.kind, CompoundKind::Group | CompoundKind::Subshell)
        && only_more_output(&compound.redirects, &[])
        && let [body] = compound.bodies.as_slice()
        && let [pipeline] = body.as_slice()
        && let [only] = pipeline.commands.as_slice()
    {
        command = only;
    }
    command
}

pub(super) fn same_compound(one: &Compound, other: &Compound, expands: Expands) -> bool {
    let same_list = |one: &List, other: &List| {
        one.len() == other.len()
            && one.iter().zip(other).all(|(one, other)| {
                (one.joint, one.negated) == (other.joint, other.negated)
                    && one.commands.len() == other.commands.len()
                    && one.commands.iter().zip(&other.commands).all(|pair| match pair {
                        (Command::Simple(one), Command::Simple(other)) => {
                            same_words(&one.words, &other.words, expands)
                                && same_words(&one.assignments, &other.assignments, expands)
                                && only_more_output(&one.redirects, &other.redirects)
                        }
                        (Command::Compound(one), Command::Compound(other)) => same_compound(one, other, expands),
                        _ => false,
                    })
            })
    };
    one.kind == other.kind
        && one.notes == other.notes
        && same_words(&one.words, &other.words, expands)
        && only_more_output(&one.redirects, &other.redirects)
        && one.bodies.len() == other.bodies.len()
        && one.bodies.iter().zip(&other.bodies).all(|(one, other)| same_list(one, other))
}

/// Words are the same by their values where those are known, else by their text.
pub(super) fn same_words(one: &[Word], other: &[Word], expands: Expands) -> bool {
    one.len() == other.len()
        && one.iter().zip(other).all(|(one, other)| match (&one.value, &other.value) {
            (Some(value), Some(same)) => value == same && one.tilde == other.tilde,
            (None, None) => expands == Expands::Alike && plain_expansions(&one.text) == plain_expansions(&other.text),
            _ => false,
        })
}

/// Texts in quotes stay texts, and what is told to be something else by its look alone does as well (Nushell).
pub(super) fn same_values(one: &[Word], other: &[Word]) -> bool {
    let is_name = |word: &Word| {
        let first = word.text.chars().next();
        !matches!(word.text.as_str(), "true" | "false" | "null")
            && first.is_some_and(|c| c == '_' || c == '/' || c == '~' || c.is_alphabetic())
    };
    one.iter().zip(other).all(|(one, other)| match (one.quoted, other.quoted) {
        (true, false) => is_name(other),
        (false, true) => is_name(one),
        _ => true,
    })
}

/// `${name}` as `$name`, where no letter follows that would be read as a part of it.
fn plain_expansions(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        plain.push_str(before);
        let is_name = |c: char| c == '_' || c.is_ascii_alphanumeric();
        match after.split_once('}') {
            Some((name, behind)) if name.chars().all(is_name) && !behind.starts_with(is_name) => {
                plain.push('$');
                plain.push_str(name);
                rest = behind;
            }
            _ => {
                plain.push_str("${");
                rest = after;
            }
        }
    }
    plain + rest
}

/// Input and files are the same; what is printed may go to more places.
pub(super) fn only_more_output(failed: &[Redirect], other: &[Redirect]) -> bool {
    let mut rest: Vec<Stream> = other.iter().map(Stream::of).collect();
    for stream in failed.iter().map(Stream::of).filter(|stream| !stream.is_indifferent()) {
        match rest.iter().position(|other| *other == stream) {
            Some(at) => drop(rest.remove(at)),
            None => return false,
        }
    }
    rest.iter()
        .all(|stream| matches!(stream.kind, RedirectKind::Write | RedirectKind::Append | RedirectKind::Duplicate))
}

/// A redirection by what it does.
#[derive(PartialEq, Eq)]
struct Stream {
    operator: String,
    kind: RedirectKind,
    target: String,
}

impl Stream {
    fn of(redirect: &Redirect) -> Self {
        let target = redirect.target.as_ref();
        let target = target.map(|word| word.value.clone().unwrap_or_else(|| word.text.clone()));
        // `1>` is `>`, `0<` is `<`.
        let operator = redirect.operator.replace(">|", ">");
        let usual = match operator.split_at_checked(1) {
            Some(("1", rest)) if rest.starts_with('>') => rest,
            Some(("0", rest)) if rest.starts_with('<') => rest,
            _ => operator.as_str(),
        };
        Self { operator: usual.to_owned(), kind: redirect.kind, target: target.unwrap_or_default() }
    }

    /// It cannot have been what failed, nor what made the program fail.
    fn is_indifferent(&self) -> bool {
        match self.kind {
            RedirectKind::Duplicate => matches!(self.target.as_str(), "1" | "2"),
            RedirectKind::Write | RedirectKind::Append => {
                matches!(self.target.as_str(), "/dev/null" | "/dev/stdout" | "/dev/stderr")
            }
            _ => false,
        }
    }
}
