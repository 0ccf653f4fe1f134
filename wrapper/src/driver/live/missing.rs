//! A program that the shell does not find, while it looks for it: another one may be put in its place there and then,
//! so that pipes, `&&` and Ctrl-Z are the shell's own.
//!
//! Only where policy lets it run unasked and nothing but the program's name changes. The rest is left to the end of the
//! line.

use std::fs::File;
use std::io::Write as _;
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use super::pocket::{Pocket, Replaced};
use crate::capture::{Output, Text};
use crate::config::Folders;
use crate::driver::Brain;
use crate::driver::fix::{Failed, proposals};
use crate::driver::shell::Shell;
use crate::journal::{self, Entry, Journal, What};
use crate::line::{self, Parsed};
use crate::machine;
use crate::marks::RunId;
use crate::policy::{self, Effect, Kind};
use crate::protocol::types::Name;
use crate::ui::Ui;
use crate::visit::{self, Visit};

/// Signs without which a line is nothing but one command: that is repaired when it has ended, in the shell itself.
const MORE_THAN_A_COMMAND: &[char] = &['|', '&', ';', '<', '>', '(', ')', '`', '$'];

/// What a not-found handler is given.
#[derive(Debug)]
pub struct Missing {
    /// The shell's program.
    pub shell: PathBuf,
    /// The run it happened in.
    pub id: RunId,
    /// The whole line.
    pub line: String,
    /// History leaves it out: it is not remembered.
    pub private: bool,
    /// The program that was not found, and its arguments.
    pub argv: Vec<String>,
    /// Aliases and functions of the shell.
    pub names: Vec<Name>,
    /// The person's consent.
    pub yes: bool,
    /// Where every repair that is run is written.
    pub report: Option<File>,
    /// The host's socket.
    pub host: Option<PathBuf>,
}

/// The program to be executed instead, with the same arguments; `None`: there is none.
#[must_use]
pub fn missing(missing: Missing, ui: Ui) -> Option<String> {
    let name = missing.argv.first()?;
    if !missing.line.contains(MORE_THAN_A_COMMAND) {
        return None;
    }
    let shell = Shell::named(missing.shell.clone());
    let mut visit = Visit::begin(missing.host.as_deref()?).ok()?;
    let taken = visit.peek(true).ok()?;
    let mut brain =
        Brain { lent: taken.brain.map(|brain| (brain.input, brain.output, brain.process)), ..Brain::default() };
    // What a shell says of it, in the words that every brain knows.
    let said = format!("{}: {name}: command not found\n", shell.program.display());
    let failed = Failed {
        line: line::join(&missing.argv, shell.dialect),
        shell: missing.shell.clone(),
        status: crate::exit::NOT_FOUND,
        output: Output::Seen(Text { head: said.into_bytes(), tail: Vec::new(), dropped: 0 }),
        names: missing.names.clone(),
        live: true,
        yes: missing.yes,
        private: missing.private,
        patient: false,
        told: None,
        reader: None,
    };
    let found = proposals(&failed, &mut brain, ui).found;
    if let Some((input, output, process)) = brain.lent {
        let _ = visit.give_back(&visit::Brain { input, output, process });
    }
    let best = found.into_iter().next().filter(|best| best.decision == "auto")?;
    let proposed = shell.parse(&best.repair);
    let words = proposed.only().and_then(line::Simple::literal)?;
    let (program, rest) = words.split_first()?;
    let other = *program != name && rest.iter().copied().eq(missing.argv.iter().skip(1).map(String::as_str));
    if !other || missing.names.iter().any(|known| known.name == *program) || !is_on_path(program) {
        return None;
    }
    let typed = shell.parse(&missing.line);
    let repaired = replaced(&typed, name, program)?;
    if let Some(mut report) = missing.report
        && let Err(error) = journal::report(&mut report, &repaired)
    {
        ui.error(&error);
    }
    let folders = Folders::from_env();
    if let Some(state) = folders.state.as_deref().filter(|_| !missing.private) {
        let entry = Entry {
            action: journal::action(),
            what: What::Instead,
            typed: missing.line.clone(),
            runs: line::join(&missing.argv, shell.dialect).replacen(name, program, 1),
            cwd: std::env::current_dir().unwrap_or_default().to_string_lossy().into_owned(),
            source: best.source,
            confidence: Some(best.confidence),
            decided: policy::By::Policy.name().to_owned(),
            ..Entry::default()
        };
        // What is not in the journal does not run.
        Journal::of(state).write(entry).ok()?;
    }
    let mut pocket = Pocket::read(&taken.pocket);
    let (name, program) = (name.clone(), (*program).to_owned());
    pocket.replaced = Some(Replaced { id: missing.id.clone(), name, program: program.clone() });
    visit.keep(pocket.text()).ok()?;
    leave_for_history(missing.host.as_deref()?, &missing.id, &repaired);
    let _ = visit.note(missing.id, ui.solved_text(&repaired));
    Some(program)
}

/// The line as it ran, when another program was put in the place of one in it. What is kept at the host may come from
/// anybody who runs as the person: no more is believed than was done, which is nothing that had to be asked about.
pub(super) fn as_it_ran(shell: &Shell, typed: &Parsed, was: &Replaced, home: Option<&Path>) -> Option<String> {
    let line = replaced(typed, &was.name, &was.program)?;
    let ran = shell.parse(&line);
    let facts = machine::facts(&policy::questions(typed, &ran), home);
    let known = policy::effects(typed, &facts);
    let added = policy::effects(&ran, &facts);
    let same = |effect: &Effect| known.iter().any(|other| (other.kind, &other.target) == (effect.kind, &effect.target));
    added.iter().all(|effect| effect.kind <= Kind::WriteNew || same(effect)).then_some(line)
}

/// The line with another program in the one place where this one stands; `None` when it stands in several, or in none.
fn replaced(typed: &Parsed, name: &str, program: &str) -> Option<String> {
    let mut places = typed
        .commands()
        .filter_map(|(_, command)| command.simple()?.words.first())
        .filter(|word| word.value.as_deref() == Some(name));
    let (place, None) = (places.next()?, places.next()) else { return None };
    let text = &typed.line.text;
    let program = line::quote(program, typed.line.dialect);
    Some(format!("{}{program}{}", text.get(..place.span.start)?, text.get(place.span.end..)?))
}

fn is_on_path(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| {
        std::fs::metadata(folder.join(program))
            .is_ok_and(|found| found.is_file() && found.permissions().mode() & 0o111 != 0)
    })
}

/// The hook finds it there before the next prompt without starting anything, behind the run it belongs to. Losing it
/// costs only a line of history.
fn leave_for_history(socket: &Path, id: &RunId, line: &str) {
    let mut options = File::options();
    options.create(true).truncate(true).write(true).mode(0o600).custom_flags(libc::O_NOFOLLOW);
    if let Ok(mut file) = options.open(socket.with_extension("fix")) {
        let _ = file.write_all(format!("{}\n{line}", id.0).as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::line::{Dialect, Line};

    #[test]
    fn only_the_one_place_is_changed() {
        let change = |text: &str| replaced(&line::parse(&Line::new(text, Dialect::Bash)), "gti", "git");
        assert_eq!(change("cd gti && gti log | head").as_deref(), Some("cd gti && git log | head"));
        assert_eq!(change("gti log | gti x"), None);
        assert_eq!(change("echo gti"), None);
    }

    #[test]
    fn nobody_is_believed_that_more_was_typed() {
        let ran = |name: &str, program: &str| {
            let was = Replaced { id: RunId::default(), name: name.to_owned(), program: program.to_owned() };
            as_it_ran(
                &Shell::named("bash".into()),
                &line::parse(&Line::new("gti log | cat; make x", Dialect::Bash)),
                &was,
                None,
            )
        };
        assert_eq!(ran("gti", "git").as_deref(), Some("git log | cat; make x"));
        assert_eq!(ran("cat", "bash"), None);
        assert_eq!(ran("gti", "git -c core.pager=./x"), None);
        assert_eq!(ran("gti", "make x; git"), None, "it is one word");
        assert_eq!(ran("nothing", "git"), None);
    }
}
