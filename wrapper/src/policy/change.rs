//! What a repair changed: the difference between the typed line and the proposed one, word by word.

use crate::line::nu::text_of;
use crate::line::{Command, Dialect, Joint, Parsed, Pipeline, Redirect, Span, Word, every_word};

/// Exactly one word of a line was changed, split in two, or joined with its neighbour.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Change {
    /// The words as typed.
    pub from: Vec<String>,
    /// The words instead of them.
    pub to: Vec<String>,
}

impl Change {
    /// True when the new spelling is near the old one.
    pub fn is_near(&self) -> bool {
        match (self.from.as_slice(), self.to.as_slice()) {
            ([from], [to]) => near(from, to),
            (from, to) => glued(from) == glued(to),
        }
    }
}

/// The one change between two lines; `None` when there is none, or more than one.
pub(super) fn one(typed: &Parsed, proposed: &Parsed) -> Option<Change> {
    if typed.line.dialect == Dialect::Nu && typed.doubt.is_some() {
        return in_text(typed, proposed);
    }
    if !typed.is_parsed() || !proposed.is_parsed() {
        return None;
    }
    let (left, right) = (tokens(typed), tokens(proposed));
    let (from, to) = middle(&left, &right);
    let words = |tokens: &[Token]| -> Option<Vec<String>> {
        tokens.iter().map(|token| if let Token::Word(text) = token { Some(text.clone()) } else { None }).collect()
    };
    let (from, to) = (words(from)?, words(to)?);
    matches!((from.len(), to.len()), (1, 1 | 2) | (2, 1)).then_some(Change { from, to })
}

/// The one stretch of plain letters in which the texts of two lines differ. Where the words of a typed line end is not known
/// when nu could not read it; that all else is the same, to the letter, is.
fn in_text(typed: &Parsed, proposed: &Parsed) -> Option<Change> {
    if proposed.doubt.is_some() {
        return None;
    }
    let (left, right) = (typed.line.text.as_str(), proposed.line.text.as_str());
    let plain = |c: &char| c.is_alphanumeric() || "_-./~$".contains(*c);
    let same = |(one, other): &(char, char)| one == other;
    let front: usize = left.chars().zip(right.chars()).take_while(same).map(|(one, _)| one.len_utf8()).sum();
    let front = front - left[..front].chars().rev().take_while(plain).map(char::len_utf8).sum::<usize>();
    let end = |text: &str| front + text[front..].chars().take_while(plain).map(char::len_utf8).sum::<usize>();
    let ((from, behind), (to, rest)) = (left.split_at(end(left)), right.split_at(end(right)));
    let (from, to) = (&from[front..], &to[front..]);
    (behind == rest && !from.is_empty() && !to.is_empty() && from != to)
        .then(|| Change { from: vec![from.to_owned()], to: vec![to.to_owned()] })
}

/// Words of the proposed line that do not stand in the typed one, each as often as it is too many.
pub(super) fn new_words(typed: &Parsed, proposed: &Parsed) -> Vec<String> {
    let mut known: Vec<String> = tokens(typed).into_iter().filter_map(Token::into_word).collect();
    let fresh = tokens(proposed).into_iter().filter_map(Token::into_word);
    fresh
        .filter(|word| match known.iter().position(|known| known == word) {
            Some(at) => {
                known.swap_remove(at);
                false
            }
            None => true,
        })
        .collect()
}

/// The words of a line, as they are compared.
pub(super) fn words(line: &Parsed) -> Vec<String> {
    tokens(line).into_iter().filter_map(Token::into_word).collect()
}

/// True when a word stands in the brackets of another one, or among the values of a string, as a word of its own.
pub(super) fn holds(whole: &str, word: &str) -> bool {
    let ends = |c: char| c.is_whitespace() || "(){}[]|;:,^\"'".contains(c);
    !word.is_empty()
        && whole.contains(['(', '{', '['])
        && whole.match_indices(word).any(|(at, _)| {
            let (before, after) = (&whole[..at], &whole[at + word.len()..]);
            (before.is_empty() || before.ends_with(ends)) && (after.is_empty() || after.starts_with(ends))
        })
}

/// True when the lines differ in quotes, escapes and blanks only, and nothing that was a word joins, redirects or runs now.
pub(super) fn only_quoting(typed: &Parsed, proposed: &Parsed) -> bool {
    let frames = |parsed: &Parsed| tokens(parsed).iter().filter(|token| matches!(token, Token::Frame(_))).count();
    let mut inner = false;
    every_word(&proposed.list, &mut |word| inner |= !word.inner.is_empty());
    // What did not parse tells little of what its quotes were meant to hold: one command, and no fewer quotes.
    let quotes = |parsed: &Parsed| parsed.line.text.matches(['\'', '"', '\\']).count();
    let simple = proposed.only().is_some() && !inner && quotes(proposed) >= quotes(typed);
    let framed = if typed.is_parsed() { frames(proposed) <= frames(typed) } else { simple };
    let starts = |parsed: &Parsed| -> Vec<String> {
        parsed.commands().filter_map(|(_, command)| command.simple()?.program().map(str::to_owned)).collect()
    };
    let known = starts(typed);
    if !framed || typed.is_parsed() && (inner || !starts(proposed).iter().all(|program| known.contains(program))) {
        return false;
    }
    let bare = |text: &str| -> String {
        text.chars().filter(|c| !matches!(c, '\'' | '"' | '\\') && !c.is_whitespace()).collect()
    };
    bare(&typed.line.text) == bare(&proposed.line.text)
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    /// What can be misspelt.
    Word(String),
    /// What joins, redirects and groups.
    Frame(String),
}

impl Token {
    fn into_word(self) -> Option<String> {
        match self {
            Self::Word(text) => Some(text),
            Self::Frame(_) => None,
        }
    }
}

fn tokens(parsed: &Parsed) -> Vec<Token> {
    let mut out = Vec::new();
    list(parsed, &parsed.list, &mut out);
    out
}

/// A word that is known is compared by what it means, however it is quoted; others by their text. In Nushell much of a line
/// stands in brackets: there each word inside is compared for itself.
fn word(parsed: &Parsed, word: &Word, out: &mut Vec<Token>) {
    let in_nu = parsed.line.dialect == Dialect::Nu;
    if in_nu && parsed.doubt.is_some() {
        return clinging(word, out);
    }
    match (&word.value, word.tilde) {
        (Some(value), false) => return out.push(Token::Word(value.clone())),
        _ if word.inner.is_empty() || parsed.line.dialect != Dialect::Nu => {
            return out.push(Token::Word(word.text.clone()));
        }
        _ => {}
    }
    let around = |start: usize, end: usize, out: &mut Vec<Token>| {
        let text = parsed.text(Span { start, end });
        let bare = text.trim_matches(|c: char| c.is_whitespace() || "(){}[]|;:,^".contains(c));
        // What opens and closes a string with values in it is no word.
        let opening = bare.strip_prefix("$\"").or_else(|| bare.strip_prefix("$'")).filter(|_| start == word.span.start);
        let bare = opening.unwrap_or(bare);
        let is_string = parsed.text(word.span).starts_with(['$']) && end == word.span.end;
        let bare = if is_string { bare.trim_end_matches(['"', '\'']) } else { bare };
        let frame: String = text.replacen(bare, " ", usize::from(!bare.is_empty())).split_whitespace().collect();
        out.push(Token::Frame(frame));
        if !bare.is_empty() {
            out.push(Token::Word(bare.to_owned()));
        }
    };
    let mut at = word.span.start;
    for inner in &word.inner {
        if let (Some(first), Some(last)) = (inner.first(), inner.last()) {
            around(at, first.span.start, out);
            list(parsed, inner, out);
            at = last.span.end;
        }
    }
    around(at, word.span.end, out);
}

/// The words of what stands between two blanks in a line that nu could not read: brackets may cling to them.
fn clinging(word: &Word, out: &mut Vec<Token>) {
    const BRACKETS: &[char] = &['(', ')', '{', '}', '[', ']', '|', ';'];
    let text = word.text.as_str();
    if !word.quoted {
        let parts = text.split(BRACKETS).filter(|part| !part.is_empty());
        return out.extend(parts.map(|part| Token::Word(part.to_owned())));
    }
    // A text in quotes is one word, whatever brackets it holds.
    let bare = text.trim_matches(BRACKETS);
    out.push(Token::Word(text_of(bare).unwrap_or_else(|| bare.to_owned())));
}

fn list(parsed: &Parsed, pipelines: &[Pipeline], out: &mut Vec<Token>) {
    for pipeline in pipelines {
        let joint = match pipeline.joint {
            Joint::Start => "",
            Joint::And => "&&",
            Joint::Or => "||",
            Joint::Then => ";",
            Joint::Background => "&",
        };
        let bang = if pipeline.negated { "!" } else { "" };
        let time = if pipeline.timed { "time" } else { "" };
        let behind = if pipeline.background { "&" } else { "" };
        out.push(Token::Frame(format!("{joint} {bang} {time} {behind}")));
        for (index, command) in pipeline.commands.iter().enumerate() {
            if index > 0 {
                out.push(Token::Frame("|".to_owned()));
            }
            match command {
                Command::Simple(simple) => {
                    out.extend(simple.assignments.iter().map(|assignment| Token::Frame(assignment.text.clone())));
                    simple.words.iter().for_each(|item| word(parsed, item, out));
                    for Redirect { operator, target, .. } in &simple.redirects {
                        out.push(Token::Frame(operator.clone()));
                        target.iter().for_each(|item| word(parsed, item, out));
                    }
                }
                Command::Compound(compound) => out.push(Token::Frame(parsed.text(compound.span).to_owned())),
            }
        }
    }
}

/// What is left of both without their common beginning and end.
fn middle<'a>(left: &'a [Token], right: &'a [Token]) -> (&'a [Token], &'a [Token]) {
    let start = left.iter().zip(right).take_while(|(left, right)| left == right).count();
    let (left, right) = (&left[start..], &right[start..]);
    let end = left.iter().rev().zip(right.iter().rev()).take_while(|(left, right)| left == right).count();
    (&left[..left.len() - end], &right[..right.len() - end])
}

/// The words without what separates them, strange blanks included.
fn glued(words: &[String]) -> String {
    words.concat().chars().filter(|c| !c.is_whitespace() && *c != '\u{200b}' && *c != '\u{feff}').collect()
}

/// True when one word may be a misspelling of the other: at most two slips, in a short word one.
///
/// A slip is a letter too many, too few or wrong, or two that changed places; an ending left out is one, however long. In
/// a path one part may differ.
pub(super) fn near(from: &str, to: &str) -> bool {
    let parts = |text: &str| -> Vec<String> { text.split('/').map(str::to_owned).collect() };
    let (left, right) = (parts(from), parts(to));
    if left.len() == right.len() && left.len() > 1 {
        let mut differing = left.iter().zip(&right).filter(|(left, right)| left != right);
        return match (differing.next(), differing.next()) {
            (Some((left, right)), None) => near_word(left, right),
            _ => false,
        };
    }
    near_word(from, to)
}

/// Of files; what ends otherwise, a host's name say, is another one.
const ENDINGS: &[&str] = &[
    "bash", "c", "cfg", "conf", "cpp", "css", "csv", "go", "gz", "h", "html", "ini", "java", "js", "json", "log", "md",
    "mjs", "pdf", "pl", "png", "py", "rb", "rs", "rst", "sh", "sql", "tar", "toml", "ts", "txt", "xml", "yaml", "yml",
    "zip", "zsh",
];

fn near_word(from: &str, to: &str) -> bool {
    let ending = |rest: &str| rest.strip_prefix('.').is_some_and(|end| ENDINGS.contains(&end));
    if from.len() > 1 && to.strip_prefix(from).is_some_and(ending) {
        return true;
    }
    let (left, right): (Vec<char>, Vec<char>) =
        (from.to_lowercase().chars().collect(), to.to_lowercase().chars().collect());
    let digits = |word: &[char]| -> Vec<char> { word.iter().copied().filter(char::is_ascii_digit).collect() };
    let (before, after) = (digits(&left), digits(&right));
    // One number, or one letter for an option, is not another one misspelt.
    let number = before != after && !before.is_empty() && !after.is_empty();
    let option = |word: &[char]| word.len() == 2 && word[0] == '-';
    if number || option(&left) && option(&right) {
        return false;
    }
    let shorter = left.len().min(right.len());
    let most = if shorter <= 3 { 1 } else { 2 };
    from != to && shorter >= 2 && slips(&left, &right, most) <= most
}

/// The optimal string alignment distance (Damerau, Levenshtein), at most `most` + 1.
fn slips(left: &[char], right: &[char], most: usize) -> usize {
    if left.len().abs_diff(right.len()) > most {
        return most + 1;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=right.len()).collect();
    for (row, a) in left.iter().enumerate() {
        let mut current = vec![row + 1];
        for (column, b) in right.iter().enumerate() {
            let mut best = (above[column] + usize::from(a != b)).min(above[column + 1] + 1).min(current[column] + 1);
            let swapped = row > 0 && column > 0 && *a == right[column - 1] && left[row - 1] == *b;
            if swapped {
                best = best.min(before[column - 1] + 1);
            }
            current.push(best);
        }
        before = std::mem::replace(&mut above, current);
    }
    above.last().copied().unwrap_or_default().min(most + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::line::{Dialect, Line, parse};

    fn read(text: &str) -> Parsed {
        parse(&Line::new(text, Dialect::Bash))
    }

    #[test]
    fn one_change_or_none() {
        for (typed, proposed, change) in [
            ("gi log", "git log", Some((vec!["gi"], vec!["git"]))),
            ("git log  x", "git log 'x'", None),
            ("gitlog -3", "git log -3", Some((vec!["gitlog"], vec!["git", "log"]))),
            ("cd..", "cd ..", Some((vec!["cd.."], vec!["cd", ".."]))),
            ("git lo g", "git log", Some((vec!["lo", "g"], vec!["log"]))),
            ("gi lgo", "git log", None),
            ("cat a >otu", "cat a >out", Some((vec!["otu"], vec!["out"]))),
            ("cat a >b", "cat a >>b", None),
            ("a && gi b", "a && git b", Some((vec!["gi"], vec!["git"]))),
            ("a && b", "a || b", None),
            ("a | b", "a; b", None),
            ("ls x", "ls x y", None),
            ("ls x y", "ls x", None),
            ("FOO=1 mkea", "FOO=2 mkea", None),
            ("cat 'my flie'", "cat 'my file'", Some((vec!["my flie"], vec!["my file"]))),
        ] {
            let change = change.map(|(from, to)| Change {
                from: from.into_iter().map(str::to_owned).collect(),
                to: to.into_iter().map(str::to_owned).collect(),
            });
            assert_eq!(one(&read(typed), &read(proposed)), change, "{typed}");
        }
    }

    #[test]
    fn near_spellings() {
        for (from, to) in [
            ("gi", "git"),
            ("gti", "git"),
            ("sl", "ls"),
            ("comit", "commit"),
            ("staus", "status"),
            ("src/mian.rs", "src/main.rs"),
            ("README.MD", "readme.md"),
            ("pyton", "python3"),
            ("--forse", "--force"),
            ("-la", "-al"),
            ("deploy", "deploy.sh"),
            ("doc/plan", "doc/plan.json"),
        ] {
            assert!(near(from, to), "{from} {to}");
        }
        for (from, to) in [
            ("x", "y"),
            ("l", "ls"),
            ("cat", "rm"),
            ("gi", "rm"),
            ("abc", "xyz"),
            ("foo", "food12"),
            ("a/bc", "a/xyz"),
            ("ab/cd", "ba/dc"),
            ("status", "stash"),
            ("same", "same"),
            ("build", "deploy"),
            ("123", "124"),
            ("report1.txt", "report2.txt"),
            ("-n", "-f"),
            ("example", "example.com"),
            ("a", "a.html"),
        ] {
            assert!(!near(from, to), "{from} {to}");
        }
    }

    #[test]
    fn splitting_is_near_when_nothing_else_changed() {
        assert!(one(&read("gitlog"), &read("git log")).is_some_and(|change| change.is_near()));
        assert!(one(&read("ls\u{a0}-l"), &read("ls -l")).is_some_and(|change| change.is_near()));
        assert!(!one(&read("gitlgo"), &read("git log")).is_some_and(|change| change.is_near()));
    }

    #[test]
    fn quoting_alone() {
        assert!(only_quoting(&read("echo it's"), &read("echo \"it's\"")));
        assert!(only_quoting(&read("cat my file"), &read("cat 'my file'")));
        assert!(!only_quoting(&read("echo its"), &read("echo it is")));
        assert!(only_quoting(&read("curl a?b=1&c=2"), &read("curl 'a?b=1&c=2'")));
        for (typed, proposed) in [
            ("echo 'a | sh'", "echo a | sh"),
            ("echo 'a > b'", "echo a > b"),
            ("echo '$(./x)'", "echo $(./x)"),
            ("echo \"a | sh", "echo a | sh"),
            ("echo 'a; ./x'", "echo a; ./x"),
        ] {
            assert!(!only_quoting(&read(typed), &read(proposed)), "{typed}");
        }
    }

    #[test]
    fn new_words_are_those_that_were_not_typed() {
        assert_eq!(new_words(&read("git push"), &read("git push -u origin main")), ["-u", "origin", "main"]);
        assert_eq!(new_words(&read("a b b"), &read("b a b b")), ["b"]);
        assert!(new_words(&read("a 'b c'"), &read("a b\\ c")).is_empty());
    }
}
