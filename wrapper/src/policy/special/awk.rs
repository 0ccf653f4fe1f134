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
            Act::Write(Some(file)) if file.starts_with("/inet") => reader.push(Kind::Net, file, cause),
            Act::Connect => reader.push(Kind::Unknown, "a file that the program names", cause),
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
    /// A file is read whose name is not a plain one: gawk opens connections so (gawk manual, "TCP/IP Networking").
    Connect,
}

/// Strings and patterns are taken out first; what is left is looked at statement by statement.
fn acts(program: &str) -> Vec<Act> {
    let mut found = Vec::new();
    // Whether a slash divides or begins a pattern is not always known; then every word may be code.
    let mut doubtful = false;
    let mut last_word = String::new();
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
        if !word.is_empty() {
            last_word = std::mem::take(&mut word);
        }
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
                let twice =
                    at >= 3 && chars[..at - 1].iter().rev().filter(|c| !c.is_whitespace()).nth(1) == Some(&before);
                doubtful |= before == '/' || matches!(before, '+' | '-') && twice;
                // A bracket may hold a slash that ends nothing.
                let end = chars[at..].iter().position(|c| *c == '\n').map_or(chars.len(), |end| at + end);
                let first = chars[at..end].iter().position(|c| *c == '/').map_or(end, |end| at + end);
                doubtful |= chars[at..first].iter().rev().find(|c| matches!(c, '[' | ']')) == Some(&'[')
                    || chars[at..first].contains(&'\\') && chars[at..end].contains(&'[');
                while let Some(&c) = chars.get(at) {
                    at += if c == '\\' { 2 } else { 1 };
                    if c == '/' || c == '\n' {
                        break;
                    }
                }
                before = '/';
                continue;
            }
            '/' => {
                let keyword = ["print", "printf", "return", "in", "do", "else", "getline", "case", "exit", "delete"];
                doubtful |= matches!(before, ')' | '$' | '"')
                    || (before.is_ascii_alphanumeric() || before == '_') && keyword.contains(&last_word.as_str());
            }
            '<' if last_word == "getline" || lines_after_getline(&chars[..at - 1]) => {
                let rest: String = chars[at..].iter().collect();
                let name = rest.trim_start().strip_prefix('"').and_then(|rest| rest.split_once('"'));
                let plain = name.is_some_and(|(name, after)| {
                    !name.contains('\\')
                        && !name.starts_with("/inet")
                        && after.trim_start().starts_with([')', ';', '}', '\n', '>', '<', '=', '!', '&', '|'])
                });
                if !plain {
                    found.push(Act::Connect);
                }
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
    if doubtful && could_do_more(program) {
        found.push(Act::Run);
    }
    found
}

/// `getline NAME <`: the word before the last is `getline`.
fn lines_after_getline(before: &[char]) -> bool {
    let text: String = before.iter().collect();
    let text = text.trim_end();
    let name =
        text.trim_end_matches(|c: char| c == '_' || c == '$' || c == ']' || c == '[' || c.is_ascii_alphanumeric());
    name.trim_end().ends_with("getline")
}

/// Whatever is a string or a pattern in it.
fn could_do_more(program: &str) -> bool {
    let single = program.replace("||", "");
    let prints = program.find("print").is_some_and(|at| program[at..].contains('>'));
    prints || single.contains('|') || ["system", "getline", "@"].iter().any(|word| program.contains(word))
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
            "{print ($1+$2)/2}",
            "BEGIN{while((getline line < \"a.txt\")>0) n++; print n/2}",
            "/[0-9]+/ {print $2/1024}",
            "{gsub(/[\"]/, \"\"); print}",
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
            ("BEGIN{x++ / 2; system(\"id\"); y = 1 / 2}", Act::Run),
            ("BEGIN{if(1) /\"/; system(\"id\"); \"x\"}", Act::Run),
            ("BEGIN{print /\"/; system(\"id\"); \"x\"}", Act::Run),
            ("BEGIN{x = /a/ / 2; system(\"id\"); y = 1 / 3}", Act::Run),
            ("/[/\"]/{system(\"id\")}", Act::Run),
            ("BEGIN{getline l < \"/inet/tcp/0/h/80\"}", Act::Connect),
            ("BEGIN{getline l < f}", Act::Connect),
            ("BEGIN{getline < (\"/in\" \"et\")}", Act::Connect),
        ] {
            assert_eq!(acts(program), [act], "{program}");
        }
    }
}
