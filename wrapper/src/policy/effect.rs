//! Effects: what a command does beyond printing, to what, and which of its words brings it about.

/// What is done. In the order of the policy's table; a later one is graver.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Nothing but output.
    Read,
    /// Something new, or a change that is taken back as easily as it was made.
    WriteNew,
    /// What exists is changed or replaced.
    WriteOver,
    /// Another process or a service is signalled, started or stopped.
    Process,
    /// Another machine is contacted.
    Net,
    /// The rights of another account are needed, or the system is changed.
    Privilege,
    /// Code runs that the line does not show.
    Opaque,
    /// It is not known what happens.
    Unknown,
    /// Content, state or availability is lost, or a safeguard is skipped.
    Destroy,
}

impl Kind {
    /// The word used in the program table and for people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::WriteNew => "write-new",
            Self::WriteOver => "write-over",
            Self::Process => "process",
            Self::Net => "net",
            Self::Privilege => "privilege",
            Self::Opaque => "opaque",
            Self::Unknown => "unknown",
            Self::Destroy => "destroy",
        }
    }

    /// The kind of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        use Kind::{Destroy, Net, Opaque, Privilege, Process, Read, Unknown, WriteNew, WriteOver};
        [Read, WriteNew, WriteOver, Process, Net, Privilege, Opaque, Unknown, Destroy]
            .into_iter()
            .find(|kind| kind.name() == name)
    }
}

/// One effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// What is done.
    pub kind: Kind,
    /// To what: a path, a host, `make:install`, `file:x.sh`; `?` when it is not known before the line runs.
    pub target: String,
    /// The word that brings it about, as typed: the program, a subcommand, an option, a file.
    pub cause: String,
    /// The program that does it, as typed; `None` for what the shell does itself.
    pub program: Option<String>,
    /// Content that is there now is gone afterwards.
    pub replaces: bool,
    /// The target is a path.
    pub is_path: bool,
    /// What stands at the path is taken from there, or a part of it is: packed into another file, or cut out of it.
    pub takes: bool,
}

/// The target that is not known.
pub const ANYTHING: &str = "?";

/// The target of git's commands that talk to a remote of the repository by its name.
pub const NAMED_REMOTE: &str = "git remote";

impl Effect {
    /// An effect.
    #[must_use]
    pub fn new(kind: Kind, target: impl Into<String>, cause: impl Into<String>) -> Self {
        let (target, cause) = (target.into(), cause.into());
        Self { kind, target, cause, program: None, replaces: false, is_path: false, takes: false }
    }

    /// For people: "deletes photos", a fragment after "it".
    #[must_use]
    pub fn told(&self) -> String {
        let target = if self.target == ANYTHING { "what it finds" } else { self.target.as_str() };
        match self.kind {
            Kind::Read => "only reads".to_owned(),
            Kind::WriteNew => format!("changes {target}, which is easily undone"),
            Kind::WriteOver => format!("overwrites or changes {target}"),
            Kind::Process => format!("acts on other processes ({target})"),
            Kind::Net => format!("contacts {target}"),
            Kind::Privilege => format!("needs another account's rights or changes the system ({target})"),
            Kind::Opaque => format!("runs code that the line does not show ({target})"),
            Kind::Unknown => format!("does something ghost does not know ({target})"),
            Kind::Destroy => format!("may lose something for good ({target})"),
        }
    }
}

/// The gravest kind among them; no effect at all is [`Kind::Read`].
#[must_use]
pub fn gravest(effects: &[Effect]) -> Kind {
    effects.iter().map(|effect| effect.kind).max().unwrap_or(Kind::Read)
}
