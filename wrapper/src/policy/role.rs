//! Roles: what happens to a word that an option or an operand names.

use super::effect::{ANYTHING, Kind, NAMED_REMOTE};
use super::facts::Place;
use super::protect::{self, Guard};
use super::reader::Reader;
use super::special;
use crate::line::{Dialect, Dynamic, Word};

/// Programs that stand for another one.
const FAMILIES: &[(&str, &str)] = &[
    ("gmake", "make"),
    ("pip3", "pip"),
    ("yarn", "npm"),
    ("pnpm", "npm"),
    ("podman", "docker"),
    ("nerdctl", "docker"),
];

impl Reader<'_> {
    /// Applies one role to one word. `program` is the program's name with its subcommand.
    pub(super) fn role(&mut self, role: &str, word: &Word, program: &str, cause: &str) {
        let text = word.value.as_deref();
        let shown = text.unwrap_or(&word.text);
        match role {
            "text" | "in" | "replaced" => {}
            "awk-in" => {
                // What gawk opens as a connection.
                if word.prefix.starts_with("/inet") {
                    self.push(Kind::Net, shown, cause);
                }
            }
            "in-url" => match text {
                Some(text) if text.contains("://") => self.push(Kind::Net, url_host(text), cause),
                None if word.prefix.contains("://")
                    || !matches!(word.dynamic, Some(Dynamic::Glob | Dynamic::Braces)) =>
                {
                    self.push(Kind::Unknown, format!("{program} {shown}"), cause);
                }
                _ => {}
            },
            "date-format" => {
                if !word.prefix.starts_with('+') {
                    self.push(Kind::Privilege, "the clock", cause);
                }
            }
            // What rustc(1) can tell without compiling, and on its output.
            "shown" => {
                const SHOWN: &[&str] = &[
                    "cfg",
                    "code-models",
                    "crate-name",
                    "deployment-target",
                    "host-tuple",
                    "relocation-models",
                    "split-debuginfo",
                    "sysroot",
                    "target-cpus",
                    "target-features",
                    "target-libdir",
                    "target-list",
                    "tls-models",
                ];
                if !text.is_some_and(|text| SHOWN.contains(&text)) {
                    self.push(Kind::Unknown, format!("{program} {shown}"), cause);
                }
            }
            "plain-name" => {
                if text.is_none_or(|text| text.contains('=')) {
                    self.push(Kind::Unknown, format!("{program} {shown}"), cause);
                }
            }
            "count" => {
                // zsh computes it.
                if self.dialect == Dialect::Zsh && word.text != "$?" {
                    self.role("number", word, program, cause);
                }
            }
            "system-setting" => {
                if text.is_none_or(|text| text.contains('=')) {
                    self.push(Kind::Privilege, shown, cause);
                }
            }
            "service" => self.push(Kind::Process, shown, cause),
            "out" => self.written(word, cause),
            "append" => self.appended(word, cause),
            "touched" => self.made_new(word, cause),
            "new" => {
                self.made_new(word, cause);
                let path = word.value.as_deref().and_then(|value| self.path(value));
                self.empty.extend(path.map(|path| protect::tidy(&path)));
            }
            "edit" => self.edited(word, cause),
            "taken" => {
                let before = self.effects.len();
                self.edited(word, cause);
                self.taken_since(before);
            }
            "wanted" => self.wanted(word, program, cause),
            "unwanted" => self.unwanted(word, program, cause),
            "delete" => self.deleted(word, cause),
            "moved" => self.moved(word, cause),
            "into" => self.filled(word, cause),
            "folder" => self.enters(Some(word)),
            "name" => self.variable(shown, "", cause),
            "number" => {
                // zsh computes it, and what it computes may hold a command.
                if !text.is_some_and(|number| number.bytes().all(|byte| byte == b'.' || byte.is_ascii_digit())) {
                    self.push(Kind::Unknown, format!("the number {shown}"), cause);
                }
            }
            "set" => self.sets(word, false, cause),
            "set-list" => self.sets(word, true, cause),
            "host" => self.push(Kind::Net, text.map_or(ANYTHING, host), cause),
            "url" => self.push(Kind::Net, text.map_or(ANYTHING, url_host), cause),
            "remote" => self.remote(text, cause),
            "repository" => self.repository(text, cause),
            "mode" => {
                if text.is_none_or(passes_rights_on) {
                    self.push(Kind::Privilege, "rights that pass to whoever runs it", cause);
                }
            }
            "far-in" | "far-out" | "far-dest" => self.far(role, word, cause),
            "refspec" => match text {
                Some(text) if text.starts_with(['+', ':']) => {
                    self.push(Kind::Destroy, format!("{program} {text}"), cause)
                }
                Some(_) => {}
                None => self.push(Kind::Unknown, format!("{program} {shown}"), cause),
            },
            "checkout" => self.checked_out(word, program, cause),
            "package" | "task" => {
                let name = program.split(' ').next().unwrap_or(program);
                // What they run is written in the same files.
                let name = FAMILIES.iter().find(|(member, _)| *member == name).map_or(name, |(_, family)| family);
                self.push(Kind::Opaque, format!("{name}:{shown}"), cause);
            }
            "script" => {
                let path =
                    text.and_then(|text| self.path(text)).map_or_else(|| shown.to_owned(), |path| protect::tidy(&path));
                self.push(Kind::Opaque, format!("file:{path}"), cause);
            }
            "program" => self.push(Kind::Opaque, format!("program:{shown}"), cause),
            "code" => self.push(Kind::Opaque, format!("code:{shown}"), cause),
            "shell" => self.shell(word, cause),
            "callback" => self.callback(word, cause),
            "sed" => special::sed(self, word, cause),
            "awk" => special::awk(self, word, cause),
            "ssh-option" => special::ssh_option(self, word, cause),
            _ => self.push(Kind::Unknown, format!("{program} {shown}"), cause),
        }
    }

    /// A package that is installed, unless a sign at it says that it is to go (apt-get(8), aptitude(8), zypper(8)).
    fn wanted(&mut self, word: &Word, program: &str, cause: &str) {
        let text = word.value.as_deref().unwrap_or_default();
        let goes = program.starts_with("apt") && text.ends_with(['-', '_'])
            || text.starts_with(['!', '~', '-'])
            || ["Conflicts:", "Breaks:"].iter().any(|relation| text.contains(relation));
        match goes {
            true => self.push(Kind::Destroy, format!("{program} {text}"), cause),
            false => self.role("package", word, program, cause),
        }
    }

    /// A package that is removed, unless a sign at it says that it is to come. A name may end in two such signs.
    fn unwanted(&mut self, word: &Word, program: &str, cause: &str) {
        let text = word.value.as_deref().unwrap_or_default();
        if text.ends_with("+M") || text.starts_with('+') || text.ends_with('+') && !text.ends_with("++") {
            self.push(Kind::Net, "the package archive", cause);
            self.role("package", word, program, cause);
        }
    }

    /// Created, or emptied and filled anew.
    pub(super) fn written(&mut self, word: &Word, cause: &str) {
        match word.value.as_deref() {
            Some("-") => {}
            Some(value) => self.write_path(value, cause),
            None => self.write_unknown(word, cause),
        }
    }

    /// Written at its end, or made.
    pub(super) fn appended(&mut self, word: &Word, cause: &str) {
        match word.value.as_deref() {
            Some("-") => {}
            Some(value) => self.write(value, false, cause),
            None => self.write_unknown(word, cause),
        }
    }

    /// A write to a path known by its text, in the place of what is there.
    pub(super) fn write_path(&mut self, value: &str, cause: &str) {
        self.write(value, true, cause);
    }

    fn write(&mut self, value: &str, replaces: bool, cause: &str) {
        let Some(path) = self.path(value) else {
            return self.push(Kind::WriteOver, ANYTHING, cause);
        };
        let place = self.look.place(&path);
        let target = protect::tidy(&path);
        if !self.guarded(&path, cause) {
            return;
        }
        let new = place == Some(&Place::Missing) && self.made.insert(target.clone());
        if new {
            self.push_at(Kind::WriteNew, target, cause);
        } else if replaces {
            self.push_replaced(target, cause);
        } else {
            self.push_at(Kind::WriteOver, target, cause);
        }
    }

    /// A write to a path of which only the beginning is known.
    fn write_unknown(&mut self, word: &Word, cause: &str) {
        if word.prefix.contains('/') {
            let folder = word.prefix.rsplit_once('/').map_or("", |(folder, _)| folder);
            let known = format!("{folder}/{ANYTHING}");
            if !self.guarded(&known, cause) {
                return;
            }
        }
        self.push(Kind::WriteOver, ANYTHING, cause);
    }

    /// Notes what a path is beside a file; false when there is nothing more to say about a write to it.
    fn guarded(&mut self, path: &str, cause: &str) -> bool {
        self.look.place(path);
        let target = protect::tidy(path);
        match protect::guard(path, self.look.facts) {
            Guard::Free => true,
            Guard::Sink => false,
            Guard::System => {
                self.push_at(Kind::Privilege, target, cause);
                true
            }
            Guard::Protected | Guard::Device => {
                self.push_at(Kind::Destroy, target, cause);
                false
            }
        }
    }

    /// Made anew, or only touched.
    pub(super) fn made_new(&mut self, word: &Word, cause: &str) {
        let Some(path) = word.value.as_deref().and_then(|value| self.path(value)) else {
            let known = word.prefix.contains('/') && !self.guarded(&format!("{}{ANYTHING}", word.prefix), cause);
            if !known {
                self.push(Kind::WriteNew, ANYTHING, cause);
            }
            return;
        };
        if self.guarded(&path, cause) {
            let target = protect::tidy(&path);
            self.made.insert(target.clone());
            self.push_at(Kind::WriteNew, target, cause);
        }
    }

    /// Changed where it stands.
    pub(super) fn edited(&mut self, word: &Word, cause: &str) {
        self.changed(word, Kind::WriteOver, cause);
    }

    fn deleted(&mut self, word: &Word, cause: &str) {
        self.changed(word, Kind::Destroy, cause);
    }

    fn changed(&mut self, word: &Word, kind: Kind, cause: &str) {
        match word.value.as_deref().and_then(|value| self.path(value)) {
            Some(path) => {
                if self.guarded(&path, cause) {
                    self.push_at(kind, protect::tidy(&path), cause);
                }
            }
            None if kind == Kind::WriteOver => self.write_unknown(word, cause),
            None => self.push(kind, ANYTHING, cause),
        }
    }

    /// Taken away from where it stood, its content kept.
    fn moved(&mut self, word: &Word, cause: &str) {
        match word.value.as_deref().and_then(|value| self.path(value)) {
            Some(path) => {
                self.guarded(&path, cause);
            }
            None => self.push(Kind::WriteOver, ANYTHING, cause),
        }
    }

    /// A folder that gets files of names that are not in the line.
    pub(super) fn filled(&mut self, word: &Word, cause: &str) {
        match word.value.as_deref() {
            Some("-") => {}
            Some(value) => {
                let home = self.path(value).is_some_and(|path| {
                    protect::absolute(&path, self.look.facts) == protect::tidy(&self.look.facts.home)
                });
                let empty = self.path(value).is_some_and(|path| self.empty.contains(&protect::tidy(&path)));
                if home {
                    self.push_at(Kind::WriteOver, "~", cause);
                } else if empty {
                    self.push_at(Kind::WriteNew, protect::tidy(value), cause);
                } else {
                    self.write_path(value, cause);
                }
            }
            None => self.write_unknown(word, cause),
        }
    }

    /// The target of a copy or a move: a file, or a folder that gets them all.
    pub(super) fn destination(&mut self, word: &Word, sources: &[&Word], keeps: bool, cause: &str) {
        let Some(value) = word.value.as_deref() else {
            return if keeps { self.push(Kind::WriteNew, ANYTHING, cause) } else { self.write_unknown(word, cause) };
        };
        let place = self.path(value).and_then(|path| self.look.place(&path));
        let folder = matches!(place, Some(Place::Folder(_)))
            || value.ends_with('/')
            || value == "."
            || value == ".."
            || sources.len() > 1;
        // What is there is not known yet: both questions are asked.
        let both = place.is_none() && !folder;
        if !folder || both {
            self.put(value, keeps, cause);
        }
        if folder || both {
            for source in sources {
                match source.value.as_deref() {
                    Some(source) => {
                        let name = source.trim_end_matches('/').rsplit('/').next().unwrap_or(source);
                        self.put(&format!("{}/{name}", value.trim_end_matches('/')), keeps, cause);
                    }
                    None if keeps => self.push_at(Kind::WriteNew, protect::tidy(value), cause),
                    None => self.write_unknown(&Word { prefix: format!("{value}/"), ..Word::default() }, cause),
                }
            }
        }
    }

    fn put(&mut self, value: &str, keeps: bool, cause: &str) {
        // What is moved or linked to a place takes the place of what is there: a device would be a file from then on.
        if self.path(value).is_some_and(|path| protect::tidy(&path).starts_with("/dev/")) {
            return self.push(Kind::Destroy, value, cause);
        }
        if keeps && self.path(value).is_none() {
            // A start-up file may be what is missing there.
            self.push(Kind::WriteOver, ANYTHING, cause);
        } else if keeps {
            let word = Word { value: Some(value.to_owned()), ..Word::default() };
            self.made_new(&word, cause);
        } else {
            self.write_path(value, cause);
        }
    }

    /// `cd`.
    pub(super) fn enters(&mut self, word: Option<&Word>) {
        self.folder = match word.map(|word| word.value.as_deref()) {
            None => Some("~".to_owned()),
            Some(Some("-") | None) => None,
            Some(Some(value)) => self.path(value),
        };
    }

    /// `export NAME=value` and its like.
    fn sets(&mut self, word: &Word, lists: bool, cause: &str) {
        match word.text.split_once('=') {
            Some((_, value)) => {
                self.assignment(word);
                // A list in quotes, or one that is not known, is made from words that may hold commands.
                let bare = value.trim_start_matches(['\'', '"', '\\', '$']);
                if !value.starts_with('(') && (bare.starts_with('(') || lists && word.value.is_none()) {
                    self.push(Kind::Unknown, format!("the list {}", word.text), cause);
                }
            }
            // Named only: it keeps its value.
            None if word.value.as_deref().is_some_and(is_name) => {}
            None => self.push(Kind::Unknown, format!("the variable {}", word.text), cause),
        }
    }

    /// A remote of a repository: a name, a path, or an address.
    fn remote(&mut self, text: Option<&str>, cause: &str) {
        match text {
            Some(text) if text.contains("://") => self.push(Kind::Net, url_host(text), cause),
            Some(text) if text.starts_with(['/', '.', '~']) => self.push(Kind::Net, NAMED_REMOTE, cause),
            Some(text) if text.contains("::") => self.push(Kind::Unknown, text, cause),
            Some(text) if text.contains(':') => self.push(Kind::Net, host(text), cause),
            Some(text) if !text.starts_with('-') => self.push(Kind::Net, NAMED_REMOTE, cause),
            _ => self.push(Kind::Unknown, "the remote", cause),
        }
    }

    /// What is cloned: an address, or a repository here.
    fn repository(&mut self, text: Option<&str>, cause: &str) {
        match text {
            Some(text) if text.contains("::") || text.starts_with('-') => self.push(Kind::Unknown, text, cause),
            // With a slash before the colon it is a path (git-clone(1), "GIT URLS").
            Some(text) if text.contains("://") && !text.starts_with("file://") => {
                self.push(Kind::Net, url_host(text), cause);
            }
            Some(text) if !text.contains("://") && text.split('/').next().is_some_and(|first| first.contains(':')) => {
                self.push(Kind::Net, host(text), cause);
            }
            Some(_) => {}
            None => self.push(Kind::Unknown, "the repository", cause),
        }
    }

    /// A file here, or `host:file` there.
    fn far(&mut self, role: &str, word: &Word, cause: &str) {
        let colon = word.prefix.find(':').filter(|at| !word.prefix[..*at].contains('/'));
        match (colon, role) {
            (Some(_), _) => self.push(Kind::Net, host(word.value.as_deref().unwrap_or(ANYTHING)), cause),
            (None, _) if word.value.is_none() && word.prefix.is_empty() => {
                self.push(Kind::Unknown, word.text.clone(), cause)
            }
            (None, "far-in") => {}
            (None, _) => self.filled(word, cause),
        }
    }

    /// `git checkout WORD`: a branch, or a file whose changes are thrown away.
    fn checked_out(&mut self, word: &Word, program: &str, cause: &str) {
        let place = word.value.as_deref().and_then(|value| self.path(value)).and_then(|path| self.look.place(&path));
        match (place, word.value.as_deref()) {
            (Some(Place::Missing), Some(name)) => {
                self.push(Kind::WriteNew, format!("the working tree ({name})"), cause)
            }
            (None, Some(name)) if self.look.trusting => {
                self.push(Kind::WriteNew, format!("the working tree ({name})"), cause)
            }
            _ => self.push(Kind::Destroy, format!("{program} {}", word.text), cause),
        }
    }
}

fn is_name(text: &str) -> bool {
    text.bytes().all(|byte| byte == b'_' || byte.is_ascii_alphanumeric())
}

/// A mode by which a program runs with its owner's or group's rights (chmod(1), "Setuid and setgid bits").
fn passes_rights_on(mode: &str) -> bool {
    match u32::from_str_radix(mode, 8) {
        Ok(bits) => bits & 0o6000 != 0,
        Err(_) => mode.split(',').any(|part| {
            // Each sign begins another change for the same letters.
            let changes = part.split_inclusive(['+', '-', '=']).collect::<Vec<_>>();
            changes.windows(2).any(|pair| !pair[0].ends_with('-') && pair[1].contains('s'))
        }),
    }
}

/// The host of `user@host:path`.
fn host(text: &str) -> &str {
    if text.contains("://") {
        return url_host(text);
    }
    let text = text.split(':').next().unwrap_or(text);
    text.rsplit('@').next().unwrap_or(text)
}

/// The host of an address, with or without its scheme.
pub(super) fn url_host(text: &str) -> &str {
    let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    authority.rsplit('@').next().unwrap_or(authority)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rights_that_pass_on_are_seen() {
        for mode in ["4755", "2755", "06755", "u+s", "g+xs", "+s", "u=rws,go=", "a+x,u+s", "u-x+s"] {
            assert!(passes_rights_on(mode), "{mode}");
        }
        for mode in ["755", "0755", "1777", "u-s", "+x", "a+rX", "g-s,u+x", "go=", "u=rwx"] {
            assert!(!passes_rights_on(mode), "{mode}");
        }
    }

    #[test]
    fn hosts_are_found() {
        for (text, found) in [("ann@host:x/y", "host"), ("host", "host"), ("ssh://ann@host/x", "host")] {
            assert_eq!(host(text), found);
        }
        for (text, found) in [("https://u:p@host:80/x?y", "host:80"), ("host/x", "host"), ("http://host#x", "host")] {
            assert_eq!(url_host(text), found);
        }
    }
}
