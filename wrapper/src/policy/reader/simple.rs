//! One simple command: its words, what it gives variables, where it reads from and writes to.

use super::Reader;
use crate::line::{self, Dialect, Dynamic, RedirectKind, Simple, Word};
use crate::policy::effect::{ANYTHING, Kind};
use crate::policy::words::{HARMLESS_VARIABLES, ZSH_OWN};

impl Reader<'_> {
    pub(super) fn simple(&mut self, simple: &Simple) {
        // Effects are kept apart per command, also those that an earlier command has had as well.
        let before = std::mem::take(&mut self.effects);
        let made_from = self.each.len();
        self.words(&simple.assignments);
        let first = self.named.len();
        self.words(&simple.words);
        if !simple.words.is_empty() {
            // What is started is judged as a program, wherever it lies.
            self.named.remove(first);
        }
        for assignment in &simple.assignments {
            self.assignment(assignment);
        }
        self.assigns |= !simple.assignments.is_empty();
        self.redirects(&simple.redirects);
        self.named_descriptors(simple);
        let fed = self.fed;
        let calls = self.calls.len();
        self.fed |= simple
            .redirects
            .iter()
            .any(|redirect| matches!(redirect.kind, RedirectKind::Read | RedirectKind::Here | RedirectKind::Both));
        match self.dialect {
            Dialect::Nu => self.nu(simple),
            _ if simple.words.is_empty() => {}
            _ => self.argv(&simple.words),
        }
        let words = simple.assignments.iter().chain(&simple.words);
        let words = words.map(|word| word.value.clone().unwrap_or_else(|| word.text.clone())).collect();
        let span = (self.depth == 0).then_some(simple.span);
        self.kept_in_variables(simple, made_from);
        self.note(words, span, calls, before, made_from);
        if let Some(own) = self.each.last_mut() {
            let targets = simple.redirects.iter().filter_map(|redirect| redirect.target.as_ref());
            own.reads = targets.map(|target| target.value.clone().unwrap_or_else(|| target.text.clone())).collect();
        }
        self.fed = fed;
    }

    /// `x=$(…)`, `export x=$(…)`, `… | read x`.
    fn kept_in_variables(&mut self, simple: &Simple, made_from: usize) {
        const SETS: &[&str] = &["export", "declare", "typeset", "local", "readonly"];
        const READS: &[&str] = &["read", "mapfile", "readarray"];
        let program = simple.words.first().and_then(|word| word.value.as_deref()).unwrap_or_default();
        let set = simple.words.iter().filter(|_| SETS.contains(&program));
        for word in simple.assignments.iter().chain(set) {
            if let Some((name, text)) = word.text.split_once('=') {
                self.goes_into(made_from, &[name.trim_end_matches('+').to_owned()], text);
            }
        }
        let given = simple.words.iter().skip(1).filter_map(|word| word.value.clone());
        if READS.contains(&program) {
            let names = given.chain(["REPLY", "MAPFILE"].map(str::to_owned)).collect::<Vec<_>>();
            let from = if self.fed { self.feeding } else { made_from };
            let texts: Vec<&str> =
                simple.redirects.iter().filter_map(|one| Some(one.target.as_ref()?.text.as_str())).collect();
            self.goes_into(from, &names, &texts.join(" "));
        } else if program == "set" {
            let names = ["@", "*", "1", "2", "3", "4", "5", "6", "7", "8", "9"].map(str::to_owned);
            let texts: Vec<&str> = simple.words.iter().map(|word| word.text.as_str()).collect();
            self.goes_into(made_from, &names, &texts.join(" "));
        } else if program == "printf" {
            let names = given.skip_while(|word| word != "-v").skip(1).take(1).collect::<Vec<_>>();
            if !names.is_empty() {
                let texts: Vec<&str> = simple.words.iter().map(|word| word.text.as_str()).collect();
                self.goes_into(made_from, &names, &texts.join(" "));
            }
        }
    }

    /// What runs while the words are made.
    pub(super) fn words(&mut self, words: &[Word]) {
        for word in words {
            self.named.push((word.clone(), self.folder.clone()));
            for list in &word.inner {
                let folder = self.folder.clone();
                self.list(list);
                if self.dialect == Dialect::Nu {
                    // A block runs in this shell, and who knows whether it did.
                    self.may_have_moved(folder, true);
                } else {
                    self.folder = folder;
                }
            }
            if word.dynamic == Some(Dynamic::Odd) {
                self.push(Kind::Unknown, format!("the expansion {}", word.text), &word.text);
            }
        }
    }

    /// `NAME=value`.
    pub fn assignment(&mut self, word: &Word) {
        let (name, value) = word.text.split_once('=').unwrap_or((&word.text, ""));
        self.variable(name.trim_end_matches('+'), value, &word.text);
    }

    /// Programs look for variables in capitals; what one of those changes is not known.
    pub fn variable(&mut self, name: &str, value: &str, cause: &str) {
        let plain = !name.is_empty() && name.bytes().all(|byte| byte == b'_' || byte.is_ascii_alphanumeric());
        // Settings that programs read in small letters.
        let proxy = name.ends_with("_proxy") || name.starts_with("npm_") || name.starts_with("yarn_");
        let own =
            name.bytes().any(|byte| byte.is_ascii_lowercase()) && !name.bytes().any(|byte| byte.is_ascii_uppercase());
        // What a shell reads itself is not the line's own, whatever its letters.
        let special = match self.dialect {
            Dialect::Zsh => {
                // Numbers are computed when they are set.
                let number = matches!(name, "COLUMNS" | "LINES") && !value.bytes().all(|byte| byte.is_ascii_digit());
                number || ZSH_OWN.contains(&name) || name.starts_with("dis_") || name.ends_with("_functions")
            }
            Dialect::Fish => name.starts_with("fish_"),
            Dialect::Bash | Dialect::Nu => false,
        };
        let harmless =
            plain && !proxy && !special && (own || name.starts_with("LC_") || HARMLESS_VARIABLES.contains(&name));
        if !plain {
            self.push(Kind::Unknown, format!("the variable {name}"), cause);
        } else if !harmless {
            self.push(Kind::Opaque, format!("env:{name}={value}"), cause);
        }
    }

    /// `{NAME}>file` sets a variable (bash manual, "Redirections"); to the parser it is a word before a redirection.
    fn named_descriptors(&mut self, simple: &Simple) {
        for word in simple.words.iter().chain(&simple.assignments) {
            let name = word.text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
            if let Some(name) = name
                && simple.redirects.iter().any(|redirect| redirect.span.start == word.span.end)
            {
                self.push(Kind::Unknown, format!("the variable {name}"), &word.text);
            }
        }
    }

    pub(super) fn redirects(&mut self, redirects: &[line::Redirect]) {
        for redirect in redirects {
            let Some(target) = &redirect.target else {
                self.push(Kind::Unknown, format!("the redirection {}", redirect.operator), &redirect.operator);
                continue;
            };
            self.words(std::slice::from_ref(target));
            let process = !target.inner.is_empty() && target.text.starts_with(['<', '>']);
            let network = ["/dev/tcp/", "/dev/udp/"].iter().find_map(|device| target.prefix.strip_prefix(device));
            match redirect.kind {
                RedirectKind::Duplicate | RedirectKind::Here => {}
                _ if process => {}
                _ if network.is_some() => {
                    let host = network.and_then(|rest| rest.split('/').next()).unwrap_or(ANYTHING);
                    self.push(Kind::Net, host, &target.text);
                }
                // bash opens a connection where the value says so.
                RedirectKind::Read
                    if self.assigns
                        && target.value.is_none()
                        && ["/dev/tcp/", "/dev/udp/"].iter().any(|device| device.starts_with(&target.prefix)) =>
                {
                    self.push(Kind::Unknown, format!("the file {}", target.text), &target.text);
                }
                RedirectKind::Read => {}
                RedirectKind::Write => self.written(target, &target.text),
                RedirectKind::Append => self.appended(target, &target.text),
                RedirectKind::Both => self.edited(target, &target.text),
            }
        }
    }
}
