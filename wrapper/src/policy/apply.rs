//! A program's grammar applied to its arguments: options first, then operands by their roles.

use super::effect::{ANYTHING, Kind};
use super::reader::Reader;
use super::table::{FullRule, Grammar, Known, OptionRule};
use crate::line::{Dynamic, Word};

/// A change by which something is no longer there, though it could be had again.
const TAKES: &str = "take";

/// Arguments sorted by the grammar.
#[derive(Default)]
struct Call<'w> {
    /// Operands, and whether they stand after `--`.
    operands: Vec<(&'w Word, bool)>,
    /// Rules of the options given, with the option as typed.
    rules: Vec<(&'static FullRule, String)>,
    /// Values that have a role: role, word, the option as typed.
    values: Vec<(&'static str, Word, String)>,
}

/// A word that is taken for the value of the option before it, and looks like an option itself. Programs of one file, and
/// versions of one program, differ in which options have values: it may be an option after all.
fn looks_like_an_option(word: &Word) -> bool {
    let text = word.value.as_deref().unwrap_or(&word.prefix);
    text.strip_prefix('-').is_some_and(|rest| rest.starts_with(|c: char| c == '-' || c.is_ascii_alphabetic()))
}

impl Call<'_> {
    /// The mark that the program puts its own words in the place of (xargs -I).
    fn replaced(&self) -> Option<String> {
        let given = self.values.iter().rev().find(|(role, ..)| *role == "replaced");
        match given {
            Some((_, word, _)) => Some(word.value.clone().unwrap_or_default()),
            // `-i` and `--replace` without a mark.
            None => {
                self.rules.iter().any(|(rule, _)| rule.value.as_deref() == Some("replaced")).then(|| "{}".to_owned())
            }
        }
    }
}

/// Nothing is known of a word from where another one is put into it; everything may hold a mark that is not known.
fn replace(word: &mut Word, mark: &str) {
    let at = if mark.is_empty() { Some(0) } else { word.value.as_deref().unwrap_or(&word.text).find(mark) };
    if let Some(at) = at {
        let value = word.value.take().unwrap_or_default();
        word.prefix.clone_from(&value.get(..at).unwrap_or_default().to_owned());
        word.dynamic = Some(Dynamic::Variable);
        // It is one word still.
        word.quoted = true;
    }
}

impl Reader<'_> {
    /// The effects of a call. `parent` is the grammar of the program when `grammar` is its subcommand's.
    pub(super) fn apply(
        &mut self,
        program: &str,
        grammar: &'static Grammar,
        parent: Option<&'static Grammar>,
        args: &[Word],
        cause: &str,
    ) {
        if asks_for_help(args, grammar.stop) && !grammar.raw {
            return;
        }
        if grammar.at_files && args.iter().any(|word| word.prefix.starts_with('@')) {
            self.push(Kind::Unknown, "a file of options", cause);
        }
        let call = self.sort(program, grammar, parent, args);
        if !grammar.commands.is_empty()
            && let Some((first, _)) = call.operands.first()
        {
            self.rules(&call, program, cause);
            return self.subcommand(program, grammar, first, args, cause);
        }
        self.rules(&call, program, cause);
        let mut roles: Vec<String> = grammar.operands.clone();
        for (rule, _) in &call.rules {
            if let Some(operands) = &rule.operands {
                roles.clone_from(operands);
            }
        }
        for (rule, _) in &call.rules {
            let open = roles.iter().position(|role| role.ends_with("...")).unwrap_or(roles.len());
            roles.drain(..rule.skip.min(open));
            if let Some((from, to)) = rule.turn.as_deref().and_then(|turn| turn.split_once(' ')) {
                for role in &mut roles {
                    let bare = role.trim_end_matches("...").trim_end_matches('?');
                    if bare == from {
                        *role = role.replacen(from, to, 1);
                    }
                }
            }
        }
        if !call.rules.iter().any(|(rule, _)| rule.instead) {
            let does = match &grammar.alone {
                Some(alone) if call.operands.is_empty() => alone,
                _ => &grammar.does,
            };
            let operands: Vec<&Word> = call.operands.iter().map(|(word, _)| *word).collect();
            self.does(does, program, &operands, cause);
        }
        self.operands(&call, &roles, grammar, program, cause);
    }

    fn rules(&mut self, call: &Call<'_>, program: &str, cause: &str) {
        let operands: Vec<&Word> = call.operands.iter().map(|(word, _)| *word).collect();
        for (rule, option) in &call.rules {
            self.does(&rule.does, program, &operands, option);
        }
        for (role, word, option) in &call.values {
            // A file is the cause of what happens to it; the option is of what it makes the program do.
            let by = if matches!(*role, "shell" | "callback" | "code" | "program") { option } else { &word.text };
            let by = if by.is_empty() { cause } else { by };
            self.role(role, word, program, by);
        }
    }

    /// `KIND`, `KIND:TARGET` or `ROLE=PATH`.
    pub(super) fn does(&mut self, does: &[String], program: &str, operands: &[&Word], cause: &str) {
        for entry in does {
            if let Some((role, path)) = entry.split_once('=') {
                let word = Word {
                    value: Some(path.to_owned()),
                    prefix: path.to_owned(),
                    text: cause.to_owned(),
                    ..Word::default()
                };
                self.role(role, &word, program, cause);
                continue;
            }
            let (kind, target) =
                entry.split_once(':').map_or((entry.as_str(), None), |(kind, target)| (kind, Some(target)));
            let target = target.map_or_else(
                || {
                    let words: Vec<&str> =
                        operands.iter().map(|word| word.value.as_deref().unwrap_or(&word.text)).collect();
                    format!("{program} {}", words.join(" ")).trim().to_owned()
                },
                str::to_owned,
            );
            if kind == TAKES {
                let before = self.effects.len();
                self.push(Kind::WriteOver, target, cause);
                self.taken_since(before);
                continue;
            }
            self.push(Kind::named(kind).unwrap_or(Kind::Unknown), target, cause);
        }
    }

    fn subcommand(&mut self, program: &str, grammar: &'static Grammar, first: &Word, args: &[Word], cause: &str) {
        let Some(name) = first.value.as_deref() else {
            return self.push(Kind::Unknown, format!("{program} {}", first.text), &first.text);
        };
        let Some(command) = grammar.command(name) else {
            return self.push(Kind::Unknown, format!("{program} {name}"), &first.text);
        };
        let at = args.iter().position(|word| std::ptr::eq(word, first)).unwrap_or_default();
        let rest: Vec<Word> = if grammar.everywhere {
            args[..at].iter().chain(&args[at + 1..]).cloned().collect()
        } else {
            args[at + 1..].to_vec()
        };
        let parent = grammar.everywhere.then_some(grammar);
        let full = format!("{program} {name}");
        match &command.special {
            Some(special) => self.special(special, &full, command, &rest, &first.text),
            None => self.apply(&full, command, parent, &rest, if first.text.is_empty() { cause } else { &first.text }),
        }
    }

    fn operands(&mut self, call: &Call<'_>, roles: &[String], grammar: &'static Grammar, program: &str, cause: &str) {
        let plain: Vec<&Word> = call
            .operands
            .iter()
            .filter(|(_, dashed)| !dashed || grammar.dashed.is_none())
            .map(|(word, _)| *word)
            .collect();
        let count = plain.len();
        let several = plain.iter().position(|word| may_be_several(word));
        for (index, word) in plain.iter().enumerate() {
            for role in several.map(|several| shifted(roles, several, index, count)).unwrap_or_default() {
                self.shifted(role, word, program);
            }
            let Some(role) = Grammar::role(roles, index, count) else {
                self.push(Kind::Unknown, format!("{program} with {}", word.text), &word.text);
                continue;
            };
            match role {
                "command" => {
                    let mut rest: Vec<Word> = plain[index..].iter().map(|word| (*word).clone()).collect();
                    if let Some(mark) = call.replaced() {
                        rest.iter_mut().for_each(|word| replace(word, &mark));
                    }
                    if grammar.feeds {
                        rest.push(Word {
                            dynamic: Some(Dynamic::Variable),
                            text: ANYTHING.to_owned(),
                            ..Word::default()
                        });
                    }
                    return self.argv(&rest);
                }
                "shell-words" => {
                    let text: Option<Vec<&str>> = plain[index..].iter().map(|word| word.value.as_deref()).collect();
                    return match text {
                        Some(words) => self.shell_text(&words.join(" "), cause),
                        None => self.push(Kind::Unknown, "code that is put together", cause),
                    };
                }
                "dest" | "keep-dest" => {
                    let sources = if index == 0 { &plain[..0] } else { &plain[..index] };
                    self.destination(word, sources, role == "keep-dest", &word.text);
                }
                _ => self.role(role, word, program, &word.text),
            }
        }
        if let Some(role) = &grammar.dashed {
            for (word, _) in call.operands.iter().filter(|(_, dashed)| *dashed) {
                self.role(role, word, program, &word.text);
            }
        }
    }

    /// The role of a word that may not stand where it does now.
    fn shifted(&mut self, role: &str, word: &Word, program: &str) {
        match role {
            "command" | "shell-words" => self.push(Kind::Unknown, format!("{program} {}", word.text), &word.text),
            "dest" | "keep-dest" => self.destination(word, &[], role == "keep-dest", &word.text),
            _ => self.role(role, word, program, &word.text),
        }
    }

    /// Tells options from operands.
    fn sort<'w>(
        &mut self,
        program: &str,
        grammar: &'static Grammar,
        parent: Option<&'static Grammar>,
        args: &'w [Word],
    ) -> Call<'w> {
        let mut call = Call::default();
        if grammar.raw {
            call.operands = args.iter().map(|word| (word, false)).collect();
            return call;
        }
        // What stands behind a subcommand is that one's to read.
        let ends_early = grammar.stop || !grammar.commands.is_empty();
        let mut index = 0;
        let mut dashed = false;
        while let Some(word) = args.get(index) {
            index += 1;
            let begins = word.value.as_deref().unwrap_or(&word.prefix);
            let unknown_start = word.value.is_none() && word.prefix.is_empty();
            if unknown_start && !dashed {
                self.anything(grammar, program, word);
            }
            if dashed || !begins.starts_with('-') || word.value.as_deref() == Some("-") {
                call.operands.push((word, dashed));
                if ends_early {
                    call.operands.extend(args[index..].iter().map(|word| (word, dashed)));
                    break;
                }
                continue;
            }
            if word.value.as_deref() == Some("--") {
                dashed = true;
                if ends_early {
                    call.operands.extend(args[index..].iter().map(|word| (word, true)));
                    break;
                }
                continue;
            }
            index += self.option(program, grammar, parent, word, args.get(index), &mut call);
        }
        call
    }

    /// One word of options; how many of the following words it takes.
    fn option(
        &mut self,
        program: &str,
        grammar: &'static Grammar,
        parent: Option<&'static Grammar>,
        word: &Word,
        next: Option<&Word>,
        call: &mut Call<'_>,
    ) -> usize {
        let begins = word.value.as_deref().unwrap_or(&word.prefix);
        let find = |name: &str| grammar.option(name).or_else(|| parent.and_then(|parent| parent.option(name)));
        let has_prefix = grammar.has_prefix(begins) || parent.is_some_and(|parent| parent.has_prefix(begins));
        let whole = word.value.is_some();
        // Long options, and those of programs that write them with one dash.
        if begins.starts_with("--") || grammar.single || (whole && find(begins).is_some()) {
            let (name, glued) = match begins.split_once('=') {
                Some((name, _)) => (name, Some(rest_of(word, name.len() + 1))),
                None => (begins, None),
            };
            if !whole && glued.is_none() {
                self.push(Kind::Unknown, format!("{program} {}", word.text), &word.text);
                return 0;
            }
            return match find(name) {
                // A value where none belongs makes it another option.
                Some(known) if glued.is_some() && !known.may_have_value() => self.unknown_option(program, begins, word),
                Some(known) => self.known(program, known, name, glued, next, call),
                None if has_prefix => 0,
                None => self.unknown_option(program, begins, word),
            };
        }
        if has_prefix {
            return 0;
        }
        // A group of letters; the last may have a value.
        let letters: Vec<(usize, char)> = begins.char_indices().skip(1).collect();
        for (position, (at, letter)) in letters.iter().enumerate() {
            let name = format!("-{letter}");
            let Some(known) = find(&name) else {
                if grammar.numbers && letter.is_ascii_digit() {
                    continue;
                }
                return self.unknown_option(program, begins, word);
            };
            let rest = at + letter.len_utf8();
            let last = position + 1 == letters.len() && whole;
            let glued = matches!(known, Known::Glued) || matches!(&known, Known::Rule(rule) if rule.optional);
            if known.takes_value() || glued {
                let value = (!last).then(|| rest_of(word, rest));
                return self.known(program, known, &name, value, next, call);
            }
            self.known(program, known, &name, None, None, call);
        }
        if !whole {
            // What follows the letters that are known could be more letters.
            self.push(Kind::Unknown, format!("{program} {}", word.text), &word.text);
        }
        0
    }

    fn unknown_option(&mut self, program: &str, option: &str, word: &Word) -> usize {
        self.push(Kind::Unknown, format!("{program} {option}"), &word.text);
        0
    }

    fn known(
        &mut self,
        program: &str,
        known: Known<'static>,
        name: &str,
        glued: Option<Word>,
        next: Option<&Word>,
        call: &mut Call<'_>,
    ) -> usize {
        let taken = usize::from(glued.is_none() && known.takes_value() && next.is_some());
        let value = glued.or_else(|| next.filter(|_| taken == 1).cloned());
        if let (Known::Text, Some(word)) = (&known, next.filter(|word| taken == 1 && looks_like_an_option(word))) {
            self.push(Kind::Unknown, format!("{program} {name} {}", word.text), &word.text);
        }
        match known {
            Known::Flag | Known::Text | Known::Glued => {}
            Known::Role(role) => call.values.extend(value.map(|word| (role, word, name.to_owned()))),
            Known::Rule(rule) => {
                if let Some(role) = rule.value.as_deref() {
                    call.values.extend(value.map(|word| (role, word, name.to_owned())));
                }
                call.rules.push((rule, name.to_owned()));
            }
        }
        taken
    }

    /// A word that could be any option or operand: the worst of all of them.
    pub(super) fn anything(&mut self, grammar: &'static Grammar, program: &str, word: &Word) {
        let mut found = Vec::new();
        worst(grammar, &mut found);
        if !grammar.commands.is_empty() {
            found.push(Kind::Unknown);
        }
        if word.dynamic == Some(Dynamic::Braces) && !holds_sign(&word.text) {
            return;
        }
        if !grammar.whole && self.may_be_sign(word) && !found.contains(&Kind::Unknown) {
            found.push(Kind::Unknown);
        }
        for kind in found {
            let target = if kind == Kind::Unknown { format!("{program} {}", word.text) } else { ANYTHING.to_owned() };
            self.push(kind, target, &word.text);
        }
    }

    /// Whether a word of which not even the beginning is known may begin with a dash or a plus. What a pattern matches is
    /// in the folder.
    pub(super) fn may_be_sign(&self, word: &Word) -> bool {
        match word.dynamic {
            Some(Dynamic::Glob) => self.folder.as_deref().is_none_or(|folder| self.look.has_signs(folder)),
            Some(Dynamic::Braces) => holds_sign(&word.text),
            _ => true,
        }
    }
}

/// Whether one of the words that braces make may begin with a sign: they are all in the text.
fn holds_sign(text: &str) -> bool {
    let mut before = ' ';
    text.chars().any(|c| {
        let begins = !(before.is_alphanumeric() || matches!(before, '_' | '.' | '/'));
        before = c;
        matches!(c, '$' | '*' | '?' | '[' | '`') || (begins && matches!(c, '-' | '+'))
    })
}

/// A pattern, braces, or an expansion that is not wholly in quotes: there may be several words of it.
fn may_be_several(word: &Word) -> bool {
    let quote = |c: char| matches!(c, '"' | '\'' | '\\');
    // What is put in by a program is one word, in whatever quotes.
    let whole = word.quoted
        && match word.text.strip_prefix('"').and_then(|text| text.strip_suffix('"')) {
            Some(inside) => !inside.contains(['"', '@']),
            None => !word.text.contains(quote),
        };
    let substituted = word.text.starts_with(['<', '>', '=']) && !word.inner.is_empty();
    word.value.is_none() && !whole && !substituted
}

/// The other roles that the operand at `index` of `count` may get when the one at `several` is more than one word.
fn shifted(roles: &[String], several: usize, index: usize, count: usize) -> Vec<&str> {
    let mut found = Vec::new();
    if index < several {
        return found;
    }
    let now = Grammar::role(roles, index, count);
    for more in 1..=roles.len() {
        // Words of its own, or all of them before this one.
        let first = if index == several { 0 } else { more };
        for role in (first..=more).filter_map(|by| Grammar::role(roles, index + by, count + more)) {
            if Some(role) != now && !found.contains(&role) {
                found.push(role);
            }
        }
    }
    found
}

/// The kinds of effects that any option or operand can have.
fn worst(grammar: &Grammar, found: &mut Vec<Kind>) {
    let mut of_does = |does: &[String]| {
        for entry in does {
            found.push(match entry.split_once('=') {
                Some((role, _)) => of_role(role),
                None if entry.starts_with(TAKES) => Kind::WriteOver,
                None => entry.split(':').next().and_then(Kind::named).unwrap_or(Kind::Unknown),
            });
        }
    };
    for rule in grammar.options.values() {
        match rule {
            OptionRule::Value(role) => of_does(&[format!("{role}={ANYTHING}")]),
            OptionRule::Full(rule) => {
                of_does(&rule.does);
                of_does(&rule.value.iter().map(|role| format!("{role}={ANYTHING}")).collect::<Vec<_>>());
                let to = rule.turn.as_deref().and_then(|turn| turn.split_once(' ')).map(|(_, to)| to);
                of_does(&to.iter().map(|role| format!("{role}={ANYTHING}")).collect::<Vec<_>>());
                let operands = rule
                    .operands
                    .iter()
                    .flatten()
                    .map(|role| format!("{}={ANYTHING}", role.trim_end_matches(['.', '?'])));
                of_does(&operands.collect::<Vec<_>>());
            }
        }
    }
    let operands = grammar.operands.iter().map(|role| format!("{}={ANYTHING}", role.trim_end_matches(['.', '?'])));
    of_does(&operands.collect::<Vec<_>>());
    found.sort_unstable();
    found.dedup();
}

fn of_role(role: &str) -> Kind {
    match role {
        "text" | "in" | "awk-in" | "folder" | "name" | "count" | "plain-name" => Kind::Read,
        "new" | "touched" | "keep-dest" => Kind::WriteNew,
        "out" | "append" | "edit" | "taken" | "moved" | "into" | "dest" => Kind::WriteOver,
        "service" => Kind::Process,
        "system-setting" | "mode" => Kind::Privilege,
        "host" | "url" | "remote" | "repository" => Kind::Net,
        "delete" | "checkout" => Kind::Destroy,
        _ => Kind::Unknown,
    }
}

/// The word without its first bytes.
fn rest_of(word: &Word, from: usize) -> Word {
    let cut = |text: &str| text.get(from..).unwrap_or_default().to_owned();
    Word { value: word.value.as_deref().map(cut), prefix: cut(&word.prefix), tilde: false, ..word.clone() }
}

/// `--help` or `--version` alone, or after one subcommand.
fn asks_for_help(args: &[Word], only_first: bool) -> bool {
    let values: Vec<Option<&str>> = args.iter().map(|word| word.value.as_deref()).collect();
    match values.as_slice() {
        [Some("--help" | "--version")] => true,
        [Some(command), Some("--help")] => !only_first && !command.starts_with('-'),
        _ => false,
    }
}
