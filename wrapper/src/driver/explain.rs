//! What policy says of a line as it would be here and now, without running it.

use crate::config::{Config, Folders};
use crate::line::{self, Line};
use crate::machine;
use crate::policy::{self, Act, LEVELS, Level, Ruling, Says, Single};

/// See the module.
#[derive(Debug)]
pub struct Explained {
    /// What was wrong with a settings file; one line each.
    pub complaints: Vec<String>,
    /// Every simple command, as if it stood alone.
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

/// Looks at what the line names, and asks policy.
#[must_use]
pub fn explain(line: &Line) -> Explained {
    let act = Act::Line(line::parse(line));
    let folders = Folders::from_env();
    let config = Config::load(&folders);
    let facts = machine::facts(&policy::questions_of(&act, None), folders.home.as_deref());
    Explained {
        commands: policy::explain(&act, &config.rules, &facts),
        ruling: policy::ruling(&act, None, &config.rules, &facts),
        level: config.level,
        complaints: config.complaints,
    }
}
