//! What the judge must not trust: bytes that look like something else, and syntax that a shell reads differently
//! from bash. Reasons only; the tree is made anyway.

use super::tree::{Command, CompoundKind, Dynamic, Pipeline, RedirectKind, Word};
use super::{Dialect, every_word};

/// Longest line that is decided about, in bytes.
const MOST_BYTES: usize = 4096;

/// Why a line's tree must not be trusted with a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// A character that is not what it looks like, or that a terminal obeys.
    Character(char),
    /// Longer than [`MOST_BYTES`].
    TooLong,
    /// It does not parse.
    Syntax,
    /// Too large or too deep to be parsed at all.
    TooLarge,
    /// The shell it is meant for reads something in it differently.
    Dialect(&'static str),
}

impl std::fmt::Display for Doubt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Character(c) => write!(f, "it contains the character U+{:04X}", u32::from(*c)),
            Self::TooLong => write!(f, "it is longer than {MOST_BYTES} bytes"),
            Self::Syntax => write!(f, "it does not parse"),
            Self::TooLarge => write!(f, "it is too large to be read"),
            Self::Dialect(what) => write!(f, "it uses {what}"),
        }
    }
}

/// The byte gate.
pub(super) fn bytes(text: &str) -> Option<Doubt> {
    if text.len() > MOST_BYTES {
        return Some(Doubt::TooLong);
    }
    text.chars().find(|c| disguised(*c)).map(Doubt::Character)
}

/// Controls but tab and newline, blanks that are no separators, and marks that hide or reorder text.
pub(crate) fn disguised(c: char) -> bool {
    match c {
        '\t' | '\n' => false,
        _ if c.is_control() => true,
        _ if c.is_ascii() => false,
        // Soft hyphen, Arabic letter mark, Hangul fillers, Mongolian separator.
        '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' | '\u{180b}'..='\u{180f}' => true,
        // Zero width and bidi controls, invisible operators, byte order mark, variation selectors, tags.
        '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' => true,
        '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}' | '\u{2800}' => true,
        _ => c.is_whitespace(),
    }
}

/// What the dialect reads differently from the tree.
pub(super) fn dialect(dialect: Dialect, text: &str, list: &[Pipeline]) -> Option<Doubt> {
    match dialect {
        Dialect::Bash | Dialect::Nu => None,
        Dialect::Zsh => zsh(text, list),
        Dialect::Fish => fish(text, list),
    }
    .map(Doubt::Dialect)
}

fn any_word(list: &[Pipeline], test: impl Fn(&Word) -> bool) -> bool {
    let mut found = false;
    every_word(list, &mut |word| found |= test(word));
    found
}

/// Every command of a list, those inside compound commands included.
fn any_command(list: &[Pipeline], test: &dyn Fn(&Command) -> bool) -> bool {
    list.iter().flat_map(|pipeline| &pipeline.commands).any(|command| {
        test(command)
            || match command {
                Command::Simple(_) => false,
                Command::Compound(compound) => compound.bodies.iter().any(|body| any_command(body, test)),
            }
    })
}

fn first_word_is(list: &[Pipeline], names: &[&str]) -> bool {
    any_command(list, &|command| {
        command.simple().and_then(|simple| simple.words.first()).is_some_and(|word| names.contains(&word.text.as_str()))
    })
}

/// `$name[…]` of a zsh line where more than a number is computed.
fn subscript(text: &str) -> bool {
    text.match_indices('$').any(|(at, _)| {
        let name = text[at + 1..].trim_start_matches(|c: char| c == '_' || c.is_ascii_alphanumeric());
        let inside = name.strip_prefix('[').filter(|_| name.len() < text.len() - at - 1);
        inside.is_some_and(|inside| {
            let digits = inside.trim_start_matches('-').trim_start_matches(|c: char| c.is_ascii_digit());
            !digits.starts_with(']')
        })
    })
}

/// zshexpn(1), zshmisc(1): what is not as in bash with zsh's default options.
fn zsh(text: &str, list: &[Pipeline]) -> Option<&'static str> {
    let pattern = |word: &Word| {
        word.dynamic.is_some()
            && word.text.contains('(')
            && (word.inner.is_empty() || word.text.contains(['*', '?', '[', '+', '@', '!']))
    };
    let marks = |word: &Word| {
        let text = word.text.as_str();
        (text.starts_with('=') && text.len() > 1)
            || text.starts_with(['^', '#'])
            || subscript(text)
            || ["$=", "$~", "$^", "$+", "$:"].iter().any(|mark| text.contains(mark))
    };
    let own = |command: &Command| match command {
        // `> file` runs a program of the person's choice (NULLCMD).
        Command::Simple(simple) => simple.words.is_empty() && !simple.redirects.is_empty(),
        Command::Compound(compound) => {
            matches!(
                compound.kind,
                CompoundKind::Test | CompoundKind::Arithmetic | CompoundKind::Count | CompoundKind::Coprocess
            )
        }
    };
    let number_range = text.match_indices('<').any(|(at, _)| {
        let after = text[at + 1..].trim_start_matches(|c: char| c.is_ascii_digit());
        after
            .strip_prefix('-')
            .is_some_and(|after| after.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with('>'))
    });
    if any_word(list, pattern) || number_range {
        Some("zsh's glob qualifiers")
    } else if any_word(list, marks) {
        Some("an expansion of zsh's own")
    } else if ["&!", "&|", ">!"].iter().any(|mark| text.contains(mark)) || any_command(list, &own) {
        Some("a construct that zsh reads differently")
    } else if [" #", "\t#", "\n#"].iter().any(|mark| text.contains(mark)) || text.starts_with('#') {
        Some("what zsh may or may not read as a remark")
    } else if first_word_is(
        list,
        &["noglob", "nocorrect", "repeat", "foreach", "-", "end", "always", "select", "autoload", "zmodload"],
    ) {
        Some("a word of zsh's own")
    } else {
        None
    }
}

/// fish's documentation, "Fish for bash users".
fn fish(text: &str, list: &[Pipeline]) -> Option<&'static str> {
    let own = |command: &Command| match command {
        Command::Compound(_) => true,
        Command::Simple(simple) => {
            simple.words.is_empty() || simple.redirects.iter().any(|redirect| redirect.kind == RedirectKind::Here)
        }
    };
    let quoting = |word: &Word| {
        let text = word.text.as_str();
        let escapes =
            text.match_indices('\\').any(|(at, _)| text[at + 1..].starts_with(|c: char| c.is_ascii_alphanumeric()));
        escapes || (text.contains('\\') && text.contains(['\'', '"']))
    };
    let variables = |word: &Word| {
        let dollar = |mark: &str| word.dynamic.is_some() && word.text.contains(mark);
        word.dynamic == Some(Dynamic::Odd)
            || ["${", "$?", "$!", "$$", "$#", "$@", "$*"].iter().any(|mark| dollar(mark))
            || ["$'", "$\""].iter().any(|mark| word.text.contains(mark))
            || word.text.match_indices('$').any(|(at, _)| word.text[at + 1..].starts_with(|c: char| c.is_ascii_digit()))
            || word.text.starts_with(['%', '^'])
    };
    if any_command(list, &own) || any_word(list, |word| !word.inner.is_empty()) || text.contains('`') {
        Some("a construct that fish reads differently")
    } else if any_word(list, quoting) {
        Some("quoting that fish reads differently")
    } else if any_word(list, variables) {
        Some("an expansion that fish reads differently")
    } else if ["|&", "&|"].iter().any(|mark| text.contains(mark)) {
        Some("an operator that fish reads differently")
    } else if first_word_is(
        list,
        &["and", "or", "not", "begin", "end", "if", "else", "for", "while", "switch", "case", "function"],
    ) {
        Some("a word of fish's own")
    } else {
        None
    }
}

/// Words that begin a sentence of Nushell's own language, or one of bash's, as which a plain line is read.
const NU_KEYWORDS: &[&str] = &[
    "alias",
    "break",
    "case",
    "const",
    "continue",
    "coproc",
    "def",
    "do",
    "done",
    "elif",
    "else",
    "esac",
    "export",
    "export-env",
    "extern",
    "false",
    "fi",
    "for",
    "function",
    "hide",
    "if",
    "in",
    "let",
    "loop",
    "match",
    "module",
    "mut",
    "not",
    "null",
    "overlay",
    "return",
    "select",
    "source",
    "source-env",
    "then",
    "time",
    "true",
    "try",
    "until",
    "use",
    "where",
    "while",
];

/// True for a Nushell line that is plain words and pipes, which means the same everywhere.
pub(super) fn plain_nu(text: &str) -> bool {
    let mut quote = None;
    let plain = text.chars().all(|c| match (quote, c) {
        (Some(open), _) if c == open => {
            quote = None;
            true
        }
        (Some('"'), '\\' | '$' | '`') => false,
        (Some(_), _) => c != '\n',
        (None, '\'' | '"') => {
            quote = Some(c);
            true
        }
        _ => c.is_alphanumeric() || " \t_./:=@+,-|~".contains(c),
    });
    // A stage begins with the name of a command: no number, option, range or assignment.
    let heads = text.split('|').all(|stage| {
        let head = stage.trim().split([' ', '\t']).next().unwrap_or_default();
        let named = head.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '~' || c == '.');
        named && !head.contains('=') && !head.starts_with("...") && !NU_KEYWORDS.contains(&head)
    });
    plain && quote.is_none() && heads && !text.contains("||")
}

#[cfg(test)]
mod tests {
    use super::super::{Dialect, Line, parse};
    use super::*;

    fn doubt(text: &str, dialect: Dialect) -> Option<Doubt> {
        parse(&Line::new(text, dialect)).doubt
    }

    #[test]
    fn disguised_bytes_are_named() {
        for c in [
            '\0',
            '\x07',
            '\x1b',
            '\x7f',
            '\r',
            '\u{85}',
            '\u{a0}',
            '\u{200b}',
            '\u{202e}',
            '\u{2066}',
            '\u{2003}',
            '\u{3000}',
            '\u{feff}',
            '\u{e0041}',
            '\u{3164}',
        ] {
            assert_eq!(doubt(&format!("ls{c}x"), Dialect::Bash), Some(Doubt::Character(c)), "{c:?}");
            assert_eq!(doubt(&format!("echo 'a{c}'"), Dialect::Bash), Some(Doubt::Character(c)), "{c:?} in quotes");
        }
        for text in ["ls\tx", "echo \u{fc}ber \u{4e2d}", "ls\nls", "echo \u{1f600}"] {
            assert_eq!(doubt(text, Dialect::Bash), None, "{text}");
        }
        assert_eq!(doubt(&"a".repeat(MOST_BYTES + 1), Dialect::Bash), Some(Doubt::TooLong));
        assert_eq!(doubt(&"a".repeat(MOST_BYTES), Dialect::Bash), None);
    }

    #[test]
    fn a_disguised_line_is_still_split() {
        let parsed = parse(&Line::new("ls\u{a0}-l | wc", Dialect::Bash));
        assert_eq!(parsed.list[0].commands.len(), 2);
        assert!(parsed.is_parsed());
    }

    #[test]
    fn zsh_only_syntax_is_named() {
        for text in [
            "=ls",
            "ls *(.om[1])",
            "echo *(e:'id':)",
            "ls <1-9>",
            "noglob ls *",
            "repeat 3 ls",
            "ls &!",
            "echo x >! y",
            "> f",
            "ls # all",
            "echo $~x",
            "ls ^a",
            "ls x#(y)",
            "[[ -v x ]]",
            "(( x ))",
            "- ls",
            "ls **/*(/)",
            "echo @(a|b)",
            "echo $x[a]",
            "echo \"$x[$y]\"",
        ] {
            assert!(doubt(text, Dialect::Zsh).is_some(), "{text}");
        }
        for text in [
            "ls -l *.txt",
            "git log | head",
            "echo \"$HOME\" $(date)",
            "a && b || c",
            "FOO=1 make 2>&1",
            "echo 'a#b' x#y",
            "for f in *.c; do cc $f; done",
            "cat <in >out",
            "echo $x[1] $y[-1]",
        ] {
            assert_eq!(doubt(text, Dialect::Zsh), None, "{text}");
        }
    }

    #[test]
    fn fish_reads_some_things_differently() {
        for text in [
            "echo $(date)",
            "echo (date)",
            "for f in a; do ls; done",
            "echo $?",
            "echo ${x}",
            "echo 'it\\'s'",
            "echo a\\nb",
            "cat <<E\nE",
            "and ls",
            "make |& less",
            "echo `date`",
            "not ls",
            "echo $1",
            "echo $'x'",
        ] {
            assert!(doubt(text, Dialect::Fish).is_some(), "{text}");
        }
        for text in [
            "ls -l *.txt",
            "git log | head && date",
            "echo $HOME '$x' \"a b\"",
            "a\\ b c",
            "make 2>err; date",
            "ls {a,b}",
        ] {
            assert_eq!(doubt(text, Dialect::Fish), None, "{text}");
        }
    }

    #[test]
    fn nu_is_read_only_where_it_is_plain() {
        for text in [
            "git status",
            "git commit -m 'a (b) $c' | cat",
            "cargo build --release",
            "ls ~/x/y.txt",
            "git commit -m \"a b\"",
        ] {
            assert_eq!(doubt(text, Dialect::Nu), None, "{text}");
        }
        for text in [
            "ls | where size > 1kb",
            "$x",
            "ls *.txt",
            "echo (date)",
            "a && b",
            "a; b",
            "let x = 3",
            "x=3",
            "1..3",
            "\"a\\n\"",
            "[1 2]",
            "^ls",
            "ls # x",
            "a || b",
            "git commit -m \"a\\\"b\"",
        ] {
            assert!(doubt(text, Dialect::Nu).is_some(), "{text}");
        }
    }
}
