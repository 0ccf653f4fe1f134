//! What holds other commands: loops, branches, tests, groups, functions.

use super::Reader;
use crate::line::{Compound, CompoundKind, Redirect, RedirectKind, Word};
use crate::policy::effect::Kind;

impl Reader<'_> {
    pub(super) fn compound(&mut self, compound: &Compound) {
        let made_from = self.each.len();
        self.words(&compound.words);
        self.redirects(&compound.redirects);
        let folder = self.folder.clone();
        match compound.kind {
            CompoundKind::Function => {
                let name = compound.words.first().map(|word| word.text.clone()).unwrap_or_default();
                // Defined anew, it may come round to itself.
                if !self.defined.insert(name.clone()) {
                    self.push(Kind::Unknown, format!("the function {name} twice"), &name);
                }
                self.defining.push(name);
            }
            CompoundKind::For => {
                for name in &compound.notes {
                    self.variable(name, "", name);
                }
                let texts: Vec<&str> = compound.words.iter().map(|word| word.text.as_str()).collect();
                self.goes_into(made_from, &compound.notes, &texts.join(" "));
                self.assigns |=
                    compound.words.iter().any(|word| word.value.as_deref().is_some_and(|value| value.contains("/dev")));
            }
            CompoundKind::Test => self.test(compound),
            CompoundKind::Count if plain_count(&compound.notes) => {}
            CompoundKind::Arithmetic | CompoundKind::Count => self.push(Kind::Unknown, "arithmetic", "(("),
            CompoundKind::Coprocess => self.push(Kind::Unknown, "a coprocess", "coproc"),
            CompoundKind::Group
            | CompoundKind::Subshell
            | CompoundKind::If
            | CompoundKind::While
            | CompoundKind::Case => {}
        }
        let (fed, feeding) = (self.fed, self.feeding);
        let reads = |one: &Redirect| matches!(one.kind, RedirectKind::Read | RedirectKind::Here | RedirectKind::Both);
        if compound.redirects.iter().any(reads) && !fed {
            (self.fed, self.feeding) = (true, made_from);
        }
        for body in &compound.bodies {
            self.list(body);
        }
        (self.fed, self.feeding) = (fed, feeding);
        if compound.kind == CompoundKind::Function {
            self.defining.pop();
        }
        match compound.kind {
            CompoundKind::Subshell => self.folder = folder,
            CompoundKind::Group => {}
            // Whether a branch was taken, and how often, is not known.
            _ if self.folder != folder => self.folder = None,
            _ => {}
        }
    }

    /// `[[ … ]]`: operators that evaluate arithmetic or subscripts can run code (bash manual, "Shell Arithmetic").
    fn test(&mut self, compound: &Compound) {
        const PLAIN: &[&str] = &[
            "-a", "-b", "-c", "-d", "-e", "-f", "-g", "-h", "-k", "-p", "-r", "-s", "-t", "-u", "-w", "-x", "-G", "-L",
            "-N", "-O", "-S", "-z", "-n", "=", "==", "!=", "=~", "<", ">", "-nt", "-ot", "-ef",
        ];
        // Numbers that stand in the line can be compared: nothing in them is evaluated.
        let number = |word: &Word| {
            word.value
                .as_deref()
                .is_some_and(|value| !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()))
        };
        let numbers = compound.words.iter().all(number);
        for operator in &compound.notes {
            let compares = matches!(operator.as_str(), "-eq" | "-ne" | "-lt" | "-le" | "-gt" | "-ge");
            let plain = PLAIN.contains(&operator.as_str()) || compares && numbers;
            if !plain {
                self.push(Kind::Unknown, format!("[[ {operator}"), operator);
            }
        }
    }
}

/// `for ((i=0; i<9; i++))`: one counter and numbers.
fn plain_count(notes: &[String]) -> bool {
    let Some((name, start)) = notes.first().and_then(|note| note.split_once('=')) else { return false };
    let (name, start) = (name.trim(), start.trim());
    let lower = !name.is_empty() && name.bytes().all(|byte| byte == b'_' || byte.is_ascii_lowercase());
    lower
        && start.bytes().all(|byte| byte.is_ascii_digit())
        && notes[1..].iter().all(|note| {
            note.split(|c: char| !(c == '_' || c.is_ascii_alphanumeric()))
                .all(|word| word.is_empty() || word == name || word.bytes().all(|byte| byte.is_ascii_digit()))
                && note.chars().all(|c| c == '_' || c.is_ascii_alphanumeric() || " <>=!+-*/%".contains(c))
        })
}
