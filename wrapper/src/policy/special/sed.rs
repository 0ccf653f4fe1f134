//! Scripts of sed(1): `w`, `e` and the flags of `s` can write files and run commands.

use super::super::effect::Kind;
use super::super::reader::Reader;
use crate::line::Word;

/// Reads a script; one that is not understood is unknown.
pub(in crate::policy) fn sed(reader: &mut Reader<'_>, word: &Word, cause: &str) {
    let Some(script) = word.value.as_deref() else {
        // A script that is put together when the line runs can hold any command.
        return reader.push(Kind::Unknown, format!("the script made of {}", word.text), cause);
    };
    let mut scan = Scan { chars: script.chars().collect(), ..Scan::default() };
    match scan.script() {
        Some(files) => {
            reader.drops |= scan.drops;
            for file in files {
                reader.write_path(&file, cause);
            }
        }
        None => reader.push(Kind::Unknown, format!("the script {script}"), cause),
    }
}

#[derive(Default)]
struct Scan {
    chars: Vec<char>,
    at: usize,
    /// Lines are left out of what is put out.
    drops: bool,
}

impl Scan {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn take(&mut self) -> Option<char> {
        let next = self.peek();
        self.at += 1;
        next
    }

    fn blanks(&mut self) {
        while self.peek().is_some_and(|c| c == ' ' || c == '\t') {
            self.at += 1;
        }
    }

    /// The files it writes, or `None` for what is not understood or runs a command.
    fn script(&mut self) -> Option<Vec<String>> {
        let mut files = Vec::new();
        loop {
            while self.peek().is_some_and(|c| c.is_whitespace() || c == ';' || c == '}') {
                self.at += 1;
            }
            if self.peek().is_none() {
                return Some(files);
            }
            self.addresses()?;
            self.command(&mut files)?;
        }
    }

    fn addresses(&mut self) -> Option<()> {
        loop {
            self.blanks();
            match self.peek()? {
                '0'..='9' | '$' | ',' | '~' | '+' | '!' => self.at += 1,
                '/' => {
                    self.at += 1;
                    self.until('/')?;
                    self.address_flags();
                }
                '\\' => {
                    self.at += 1;
                    let mark = self.take()?;
                    self.until(mark)?;
                    self.address_flags();
                }
                _ => return Some(()),
            }
        }
    }

    fn address_flags(&mut self) {
        while self.peek().is_some_and(|c| c == 'I' || c == 'M') {
            self.at += 1;
        }
    }

    /// Past the next unescaped mark that stands outside a bracket expression.
    fn until(&mut self, mark: char) -> Option<()> {
        loop {
            match self.take()? {
                '\\' => {
                    self.take()?;
                }
                c if c == mark => return Some(()),
                '[' => self.bracket()?,
                '\n' => return None,
                _ => {}
            }
        }
    }

    /// Past a bracket expression: no mark ends the pattern inside it.
    fn bracket(&mut self) -> Option<()> {
        self.at += usize::from(self.peek() == Some('^'));
        self.at += usize::from(self.peek() == Some(']'));
        loop {
            match self.take()? {
                ']' => return Some(()),
                '[' if self.peek() == Some(':') => while self.take()? != ']' {},
                '\n' => return None,
                _ => {}
            }
        }
    }

    fn command(&mut self, files: &mut Vec<String>) -> Option<()> {
        let command = self.take()?;
        self.drops |= matches!(command, 'd' | 'D' | 'q' | 'Q' | 'c' | 'z');
        match command {
            '{' | '=' | 'd' | 'D' | 'g' | 'G' | 'h' | 'H' | 'n' | 'N' | 'p' | 'P' | 'x' | 'z' | 'F' => Some(()),
            'q' | 'Q' | 'l' | 'L' => {
                self.blanks();
                while self.peek().is_some_and(|c| c.is_ascii_digit()) {
                    self.at += 1;
                }
                Some(())
            }
            // A blank ends a label, and a command may follow.
            'b' | 't' | 'T' | ':' => {
                self.blanks();
                while self.peek().is_some_and(|c| !c.is_whitespace() && c != ';' && c != '}') {
                    self.at += 1;
                }
                Some(())
            }
            'a' | 'i' | 'c' => {
                while let Some(c) = self.take() {
                    match c {
                        '\\' => self.at += 1,
                        '\n' => break,
                        _ => {}
                    }
                }
                Some(())
            }
            '#' | 'r' | 'R' => {
                self.line();
                Some(())
            }
            'w' | 'W' => {
                files.push(self.line().trim().to_owned());
                Some(())
            }
            'y' => {
                let mark = self.take()?;
                // No brackets here.
                self.until_multiline(mark)?;
                self.until_multiline(mark)
            }
            's' => {
                let mark = self.take()?;
                if mark == '\\' || mark == '\n' {
                    return None;
                }
                self.until(mark)?;
                self.until_multiline(mark)?;
                self.flags(files)
            }
            _ => None,
        }
    }

    /// The replacement may hold escaped newlines.
    fn until_multiline(&mut self, mark: char) -> Option<()> {
        loop {
            match self.take()? {
                '\\' => {
                    self.take()?;
                }
                c if c == mark => return Some(()),
                _ => {}
            }
        }
    }

    fn flags(&mut self, files: &mut Vec<String>) -> Option<()> {
        loop {
            match self.peek() {
                Some('g' | 'p' | 'i' | 'I' | 'm' | 'M' | '0'..='9') => self.at += 1,
                Some('w') => {
                    self.at += 1;
                    files.push(self.line().trim().to_owned());
                    return Some(());
                }
                None | Some(';' | '\n' | '}' | ' ' | '\t') => {
                    self.blanks();
                    return matches!(self.peek(), None | Some(';' | '\n' | '}' | '#')).then_some(());
                }
                // `e` runs the result as a command.
                Some(_) => return None,
            }
        }
    }

    fn line(&mut self) -> String {
        let rest: String = self.chars[self.at.min(self.chars.len())..].iter().take_while(|c| **c != '\n').collect();
        self.at += rest.chars().count();
        rest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scan(script: &str) -> Scan {
        Scan { chars: script.chars().collect(), ..Scan::default() }
    }

    #[test]
    fn what_leaves_lines_out_is_told_from_what_changes_them() {
        for (script, drops) in [
            ("/x/d", true),
            ("1,5!d", true),
            ("s/a/b/;$D", true),
            ("10q", true),
            ("/a/c other", true),
            ("s/d/q/", false),
            ("/d/s/a/b/g", false),
            ("1i deeds", false),
            ("y/abc/dcz/", false),
        ] {
            let mut read = scan(script);
            assert!(read.script().is_some(), "{script}");
            assert_eq!(read.drops, drops, "{script}");
        }
    }

    #[test]
    fn scripts_are_understood_or_not() {
        for script in [
            "s/a/b/",
            "s,a/b,c,g",
            "/x/d",
            "1,5p",
            "$!N;s/\\n/ /",
            "s/[/]/x/2",
            "/a/,/b/{p;d}",
            "y/abc/xyz/",
            "2q",
            ":a;N;$!ba;s/\\n/ /g",
            "1i\\\nhello",
            "s/a/\\//",
            "0~3d",
            "/x/I!d",
            "s/a/b/ ; s/c/d/",
            "",
        ] {
            assert_eq!(scan(script).script(), Some(vec![]), "{script}");
        }
        for (script, file) in [
            ("w out", "out"),
            ("s/a/b/w out", "out"),
            ("/x/w  out.txt", "out.txt"),
            ("s/a/b/gw /dev/stdout", "/dev/stdout"),
        ] {
            assert_eq!(scan(script).script(), Some(vec![file.to_owned()]), "{script}");
        }
        for script in [
            "e",
            "1e id",
            "s/a/b/e",
            "s/a/b/ge",
            "s/x/id/e;p",
            "v",
            "s/a/b",
            "/x",
            "M",
            "y/[/]/;e id;#/",
            "ba e",
            ":a e id",
            ": a e",
        ] {
            assert_eq!(scan(script).script(), None, "{script}");
        }
    }
}
