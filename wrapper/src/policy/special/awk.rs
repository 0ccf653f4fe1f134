//! Programs of awk(1): `print > file`, pipes and `system` can write files and run commands.

use super::super::effect::{ANYTHING, Kind};
use super::super::reader::Reader;
use crate::line::Word;

/// Reads a program; pipes and calls are opaque, redirections are writes.
pub(in crate::policy) fn awk(reader: &mut Reader<'_>, word: &Word, cause: &str) {
    let Some(program) = word.value.as_deref() else {
        return reader.push(Kind::Unknown, format!("the program {}", word.text), cause);
    };
    for act in acts(program) {
        match act {
            Act::Write(Some(file)) => reader.write_path(&file, cause),
            Act::Write(None) => reader.push(Kind::WriteOver, ANYTHING, cause),
            Act::Run => reader.push(Kind::Opaque, format!("code:{program}"), cause),
        }
    }
}

#[derive(Debug, PartialEq)]
enum Act {
    /// A file is written; its name when it is a string of its own.
    Write(Option<String>),
    /// A command is run, or code loaded.
    Run,
}

/// Strings and patterns are taken out first; what is left is looked at statement by statement.
fn acts(program: &str) -> Vec<Act> {
    let mut found = Vec::new();
    let chars: Vec<char> = program.chars().collect();
    let mut at = 0;
    let mut depth = 0_usize;
    let mut printing = false;
    let mut word = String::new();
    // What stands before decides whether `/` divides or begins a pattern.
    let mut before = ';';
    while let Some(&c) = chars.get(at) {
        at += 1;
        if c == '_' || c.is_ascii_alphanumeric() {
            word.push(c);
            before = c;
            continue;
        }
        match word.as_str() {
            "print" | "printf" => printing = true,
            "system" => found.push(Act::Run),
            _ => {}
        }
        word.clear();
        match c {
            '"' => {
                at = string_end(&chars, at);
                before = '"';
                continue;
            }
            '#' => {
                while chars.get(at).is_some_and(|c| *c != '\n') {
                    at += 1;
                }
            }
            '/' if !(before.is_ascii_alphanumeric() || matches!(before, ')' | ']' | '"' | '_' | '$')) => {
                while let Some(&c) = chars.get(at) {
                    at += if c == '\\' { 2 } else { 1 };
                    if c == '/' || c == '\n' {
                        break;
                    }
                }
                before = '/';
                continue;
            }
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            ';' | '{' | '}' | '\n' => {
                printing = false;
                depth = 0;
            }
            '|' if chars.get(at) == Some(&'|') => at += 1,
            // `cmd | getline`, `print | cmd`, `|&`.
            '|' => found.push(Act::Run),
            // A gawk directive loads other code.
            '@' => found.push(Act::Run),
            '>' if printing && depth == 0 => {
                at += usize::from(chars.get(at) == Some(&'>'));
                while chars.get(at).is_some_and(|c| c.is_whitespace()) {
                    at += 1;
                }
                let name = (chars.get(at) == Some(&'"')).then(|| {
                    let end = string_end(&chars, at + 1);
                    (chars[at + 1..end.saturating_sub(1).max(at + 1)].iter().collect::<String>(), end)
                });
                let whole = name.filter(|(name, end)| {
                    let next = chars[*end..].iter().find(|c| !matches!(c, ' ' | '\t'));
                    !name.contains('\\') && matches!(next, None | Some(';' | '}' | '\n'))
                });
                found.push(Act::Write(whole.map(|(name, _)| name)));
            }
            _ => {}
        }
        if !c.is_whitespace() {
            before = c;
        }
    }
    if word == "system" {
        found.push(Act::Run);
    }
    found
}

fn string_end(chars: &[char], mut at: usize) -> usize {
    while let Some(&c) = chars.get(at) {
        at += if c == '\\' { 2 } else { 1 };
        if c == '"' {
            break;
        }
    }
    at.min(chars.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_awk_program_does() {
        for program in [
            "{print $1}",
            "$3 > 5",
            "$3 > 5 {print $1, \"a > b | c\"}",
            "BEGIN{FS=\",\"} {s+=$2} END{print s/NR}",
            "/a|b/ {print}",
            "{print ($1 > 2)}",
            "a || b",
            "NR>1{print}",
            "{ if ($1 > 2) n++ } END { print n }",
        ] {
            assert_eq!(acts(program), [], "{program}");
        }
        for (program, act) in [
            ("{print > \"out.txt\"}", Act::Write(Some("out.txt".into()))),
            ("{print $1 >> \"out\" }", Act::Write(Some("out".into()))),
            ("{print > $1}", Act::Write(None)),
            ("{print > \"a\" $1}", Act::Write(None)),
            ("{print | \"sort\"}", Act::Run),
            ("BEGIN{system(\"id\")}", Act::Run),
            ("BEGIN{\"id\" | getline x}", Act::Run),
            ("@load \"x\"", Act::Run),
        ] {
            assert_eq!(acts(program), [act], "{program}");
        }
    }
}
