//! What policy says of a line as it would be here and now, without running it.

use std::path::Path;

use super::nu::Reader;
use super::shell::Shell;
use crate::config::{Config, Folders};
use crate::line::Parsed;
use crate::machine;
use crate::policy::{self, Act, LEVELS, Level, Ruling, Says, Single};

/// See the module.
#[derive(Debug)]
pub struct Explained {
    /// What was wrong with a settings file; one line each.
    pub complaints: Vec<String>,
    /// The line, read.
    pub line: Parsed,
    /// Every simple command, as if it stood alone; what one runs from a text of its own comes before it.
    pub commands: Vec<Single>,
    /// The line as a whole.
    pub ruling: Ruling,
    /// The person's level.
    pub level: Level,
}

impl Explained {
    /// What is said at the person's level, of what is said at each.
    #[must_use]
    pub fn here(&self, says: [Says; 3]) -> Says {
        LEVELS.iter().zip(says).find(|(level, _)| **level == self.level).map_or(Says::Ask, |(_, says)| says)
    }
}

/// Looks at what the line of that shell names, and asks policy. `reader`: who tells of what Nushell's lines consist.
#[must_use]
pub fn explain(shell: &Path, line: &str, reader: Option<Reader>) -> Explained {
    let line = Shell::named(shell.to_owned()).read_by(reader.as_ref()).parse(line);
    let act = Act::Line(line.clone());
    let folders = Folders::from_env();
    let config = Config::load(&folders);
    let facts = machine::facts(&policy::questions_of(&act, None), folders.home.as_deref());
    Explained {
        line,
        commands: policy::explain(&act, &config.rules, &facts),
        ruling: policy::ruling(&act, None, &config.rules, &facts),
        level: config.level,
        complaints: config.complaints,
    }
}
