//! `ghost CMD…`, `ghost -- CMD`, `ghost -c 'LINE'`.

use std::ffi::OsString;
use std::fs::OpenOptions;
use std::io::Write as _;
use std::os::fd::{FromRawFd as _, OwnedFd};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use nix::unistd::Pid;

use super::args::RunOptions;
use crate::capture::Ending;
use crate::driver::{self, Brain, Order};
use crate::error::{Error, Kind, Result};
use crate::exit;
use crate::job::Program;
use crate::ui::Ui;

/// How ghost itself is to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// With this exit status.
    Exit(u8),
    /// By this signal, as the run did; with 128+n where that cannot be had.
    Signal(u8),
}

impl Status {
    /// Ends the process the way the run ended: a shell tells "killed by" from an exit status, so ghost dies of the
    /// same signal. No core is left behind: it would be ghost's, not the program's. Gives the exit status where it
    /// does not.
    #[must_use]
    pub fn leave(self) -> u8 {
        use nix::sys::resource::{Resource, setrlimit};
        use nix::sys::signal::{SigHandler, SigSet, Signal, raise, signal};
        match self {
            Self::Exit(status) => status,
            Self::Signal(number) => {
                if let Ok(fatal) = Signal::try_from(i32::from(number)) {
                    let _ = setrlimit(Resource::RLIMIT_CORE, 0, 0);
                    // SAFETY: the default action runs no code of ours.
                    let _ = unsafe { signal(fatal, SigHandler::SigDfl) };
                    let mut set = SigSet::empty();
                    set.add(fatal);
                    let _ = set.thread_unblock();
                    let _ = raise(fatal);
                }
                exit::SIGNAL_BASE.saturating_add(number)
            }
        }
    }
}

/// Does what all words but the first ask for, and writes the exit status to the file that the first names, as one byte.
/// For the plugin for nu, which is given what a program prints and not how it ends.
///
/// # Errors
/// Those of what was done, and when the file cannot be opened: nothing was done then.
pub fn telling(words: Vec<OsString>) -> Result<Status> {
    let mut words = words.into_iter();
    let file = words.next().unwrap_or_default();
    let mut file = OpenOptions::new().write(true).open(&file).map_err(|error| {
        Error::new(Kind::Outside, format!("open {} to tell the status", file.display())).because(error)
    })?;
    let ended = super::main(words);
    let status = match &ended {
        Ok(Status::Exit(status)) => *status,
        Ok(Status::Signal(number)) => exit::SIGNAL_BASE.saturating_add(*number),
        Err(error) => error.exit_status(),
    };
    let _ = file.write_all(&[status]);
    ended
}

/// The line, for the person's own shell.
pub fn shell_line(line: String) -> Program {
    let shell = std::env::var_os("SHELL").filter(|shell| !shell.is_empty());
    Program::Shell { shell: shell.map_or_else(|| PathBuf::from("/bin/sh"), PathBuf::from), line }
}

/// Runs it, repairs it when it fails, and says how it ended.
///
/// # Errors
/// Only errors of ghost itself.
pub fn run(program: Program, options: RunOptions) -> Result<Status> {
    if std::env::var_os("GHOST_OFF").is_some_and(|value| value == *"1") {
        return as_it_is(&program);
    }
    let report = options.report.as_deref().map(open_report).transpose()?;
    let brain = Brain {
        program: options.kernel,
        socket: options.kernel_fd.map(adopt).transpose()?,
        pid: options.kernel_pid.map(Pid::from_raw),
        lent: None,
    };
    let order = Order { program, yes: options.yes, report, brain };
    let ending = driver::run(order, || Ui::new(options.color, options.quiet))?;
    Ok(match ending {
        Ending::Signalled(signal) => Status::Signal(signal),
        Ending::Exited(status) | Ending::NotStarted(status) => Status::Exit(status),
    })
}

/// A program whose name is near to that of a command of ghost's own has to be there: `ghost askk` is no `awk`.
///
/// # Errors
/// When it is not.
#[cold]
pub fn is_there(argv: &[OsString], own: &str) -> Result<()> {
    let name = argv.first().and_then(|name| name.to_str()).unwrap_or_default();
    if crate::mind::is_on_path(name) {
        return Ok(());
    }
    Err(Error::new(Kind::Usage, format!("there is no program {name}"))
        .hint(format!("ghost {own}, perhaps? ghost -- {name} is for what shall be repaired as a program")))
}

/// Switched off: ghost becomes the program.
fn as_it_is(program: &Program) -> Result<Status> {
    let argv = program.argv();
    let (name, words) = argv.split_first().ok_or_else(|| Error::new(Kind::Usage, "nothing is to be run"))?;
    let error = Command::new(name).args(words).exec();
    let found = error.kind() != std::io::ErrorKind::NotFound;
    eprintln!("ghost: {}: {error}", Path::new(name).display());
    Ok(Status::Exit(if found { exit::CANNOT_RUN } else { exit::NOT_FOUND }))
}

pub fn open_report(path: &Path) -> Result<std::fs::File> {
    OpenOptions::new().create(true).append(true).open(path).map_err(|error| {
        Error::new(Kind::Outside, format!("write the report {}", path.display()))
            .because(error)
            .hint("name a file that can be written with --report")
    })
}

/// The descriptor the bootstrap handed over.
pub(super) fn adopt(fd: i32) -> Result<OwnedFd> {
    use nix::fcntl::{FcntlArg, FdFlag, fcntl};
    let wrong = || Error::new(Kind::Usage, format!("--kernel-fd {fd} is no open descriptor"));
    if fd <= 2 {
        return Err(wrong());
    }
    // SAFETY: the caller of this program says that the descriptor is ours; that it is open is checked right below,
    // and no other value in this process owns a descriptor yet.
    let owned = unsafe { OwnedFd::from_raw_fd(fd) };
    match fcntl(&owned, FcntlArg::F_SETFD(FdFlag::FD_CLOEXEC)) {
        Ok(_) => Ok(owned),
        Err(_) => {
            std::mem::forget(owned);
            Err(wrong())
        }
    }
}
