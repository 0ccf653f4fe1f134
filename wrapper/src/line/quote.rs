//! Quoting: words into text that a shell reads as the same words.

use super::Dialect;

/// One word, quoted only where the shell needs it.
#[must_use]
pub fn quote(word: &str, dialect: Dialect) -> String {
    if is_plain(word, dialect) { word.to_owned() } else { in_quotes(word, dialect) }
}

fn in_quotes(word: &str, dialect: Dialect) -> String {
    let controls = word.chars().any(|c| c.is_control());
    match dialect {
        Dialect::Bash | Dialect::Zsh if controls => ansi_c(word),
        // A single quote cannot stand in single quotes: close, escape it, open again.
        Dialect::Bash | Dialect::Zsh => format!("'{}'", word.replace('\'', "'\\''")),
        // fish reads \\ and \' inside single quotes.
        Dialect::Fish => format!("'{}'", word.replace('\\', "\\\\").replace('\'', "\\'")),
        Dialect::Nu if !word.contains('\'') && !controls => format!("'{word}'"),
        Dialect::Nu => nu(word),
    }
}

/// A line of these words. The first is a program's name, whatever it looks like.
#[must_use]
pub fn join<S: AsRef<str>>(words: &[S], dialect: Dialect) -> String {
    let mut quoted: Vec<String> = words.iter().map(|word| quote(word.as_ref(), dialect)).collect();
    if let (Some(first), Some(word)) = (quoted.first_mut(), words.first())
        && means_more_in_front(word.as_ref())
        // There a word in quotes is a string, and no program at all.
        && dialect != Dialect::Nu
    {
        *first = in_quotes(word.as_ref(), dialect);
    }
    quoted.join(" ")
}

/// Without quotes it would be an assignment or a word of the shell's own (bash manual, "Reserved Words"; zshmisc(1),
/// "Reserved Words"; fish's `help` on its statements).
fn means_more_in_front(word: &str) -> bool {
    const RESERVED: &[&str] = &[
        "and",
        "begin",
        "case",
        "coproc",
        "do",
        "done",
        "elif",
        "else",
        "end",
        "esac",
        "fi",
        "for",
        "foreach",
        "function",
        "if",
        "in",
        "nocorrect",
        "noglob",
        "not",
        "or",
        "repeat",
        "select",
        "switch",
        "then",
        "time",
        "until",
        "while",
    ];
    word.contains('=') || RESERVED.contains(&word)
}

fn is_plain(word: &str, dialect: Dialect) -> bool {
    let marks = if dialect == Dialect::Nu { "_-./:=@+," } else { "_-./:=@%+," };
    // A word that begins with `=` is looked up by zsh, one with `%` was a job for older fish.
    let special = match dialect {
        Dialect::Zsh => word.starts_with('='),
        Dialect::Fish => word.starts_with('%'),
        Dialect::Bash | Dialect::Nu => false,
    };
    let plain =
        |c: char| if c.is_ascii() { c.is_ascii_alphanumeric() || marks.contains(c) } else { c.is_alphanumeric() };
    !word.is_empty() && !special && word.chars().all(plain)
}

fn ansi_c(word: &str) -> String {
    let mut out = String::from("$'");
    for c in word.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\\' | '\'' => {
                out.push('\\');
                out.push(c);
            }
            _ if c.is_control() && u32::from(c) < 0x80 => out.push_str(&format!("\\{:03o}", u32::from(c))),
            _ => out.push(c),
        }
    }
    out.push('\'');
    out
}

fn nu(word: &str) -> String {
    let mut out = String::from("\"");
    for c in word.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            _ if c.is_control() => out.push_str(&format!("\\u{{{:x}}}", u32::from(c))),
            _ => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::super::{Line, parse};
    use super::*;

    #[test]
    fn words_come_out_readable() {
        for (word, dialect, text) in [
            ("plain-1.txt", Dialect::Bash, "plain-1.txt"),
            ("a b", Dialect::Bash, "'a b'"),
            ("it's", Dialect::Bash, "'it'\\''s'"),
            ("", Dialect::Bash, "''"),
            ("a\nb", Dialect::Bash, "$'a\\nb'"),
            ("~/x", Dialect::Bash, "'~/x'"),
            ("*.c", Dialect::Zsh, "'*.c'"),
            ("=ls", Dialect::Zsh, "'=ls'"),
            ("it's \\", Dialect::Fish, "'it\\'s \\\\'"),
            ("a b", Dialect::Nu, "'a b'"),
            ("it's $x", Dialect::Nu, "\"it's $x\""),
            ("\u{fc}ber", Dialect::Bash, "\u{fc}ber"),
        ] {
            assert_eq!(quote(word, dialect), text, "{word}");
        }
    }

    #[test]
    fn the_first_word_stays_a_program() {
        for (words, dialect, text) in [
            (["A=1", "A=1"], Dialect::Bash, "'A=1' A=1"),
            (["time", "time"], Dialect::Zsh, "'time' time"),
            (["not", "x=y"], Dialect::Fish, "'not' x=y"),
            (["git", "--a=b"], Dialect::Bash, "git --a=b"),
        ] {
            assert_eq!(join(&words, dialect), text);
        }
    }

    #[test]
    fn a_quoted_line_reads_back_as_its_words() {
        let words = [
            "a",
            "",
            "b c",
            "it's",
            "$HOME",
            "`x`",
            "*?[a]",
            "{a,b}",
            "~",
            "#x",
            "!x",
            "a\tb\nc",
            "\\",
            "\"",
            "-",
            "=",
            "a;b|c&d",
            "\u{e9}\u{1f600}",
            "\x01",
        ];
        let line = Line::new(join(&words, Dialect::Bash), Dialect::Bash);
        let parsed = parse(&line);
        let simple = parsed.only().expect("one command");
        assert_eq!(simple.literal(), Some(words.to_vec()));
    }
}
