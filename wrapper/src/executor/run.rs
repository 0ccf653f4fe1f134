//! Runs an approved job once and watches it to its end.

use std::time::Instant;
use std::{env, io};

use super::Error;
use super::command::Command;
use super::held::Held;
use super::lookup::Refusal;
use super::outlet::Leftover;
use super::plain;
use super::streams::{Kind, Streams};
use super::terminal;
use crate::capture::Recorder;
use crate::capture::{Capture, Ending, Output, Released};
use crate::hold::{Hold, Kept, Source};
use crate::policy::Approved;

/// How to run.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// What is kept back.
    pub hold: Hold,
}

/// A finished run.
#[derive(Debug)]
pub struct Run {
    /// How it ended and what it printed.
    pub capture: Capture,
    /// What of that nobody has seen yet.
    pub held: Held,
}

/// What the two kinds of run give back.
pub(super) struct Finished {
    pub(super) ending: Ending,
    /// `None`: nobody could see it.
    pub(super) leftover: Option<Leftover>,
    pub(super) held: Held,
    pub(super) interrupted: bool,
}

/// Runs a job, once. A program that cannot be started is no error: the run ends with [`Ending::NotStarted`], and the
/// message a shell would have printed is among what is held.
///
/// ghost's own signals are kept from it until the end (see `signals`), and the terminal is put back on every way out.
///
/// # Errors
/// When ghost itself cannot: a word with a NUL byte in it, no descriptor, no process to be had.
pub fn run(approved: &Approved, options: &Options) -> Result<Run, Error> {
    let start = Instant::now();
    let path = env::var_os("PATH");
    let command = Command::find(approved.job().program.argv(), path.as_deref())
        .map_err(Error::to("pass on the words of the command"))?;
    let finished = match command {
        Ok(command) => watch(&command, options.hold)?,
        Err(refusal) => not_started(refusal),
    };
    let mut held = finished.held;
    let (output, released) = match finished.leftover {
        Some(leftover) => {
            held.kept = leftover.kept;
            (Output::Seen(leftover.recorder.finish()), leftover.released)
        }
        None => (Output::Unknown, Released::default()),
    };
    let capture = Capture {
        ending: finished.ending,
        output,
        released,
        interrupted: finished.interrupted,
        duration: start.elapsed(),
    };
    Ok(Run { capture, held })
}

/// Runs a command in the way that fits ghost's own streams. Where there is no terminal or pipe to be had for it, it is
/// run unseen: without ghost it would have run as well. (Both fail only before they have started anything.)
fn watch(command: &Command, hold: Hold) -> Result<Finished, Error> {
    let streams = Streams::look();
    let run = match streams.stdout {
        Kind::Terminal => terminal::run,
        _ => plain::run,
    };
    run(command, &streams, hold).or_else(|_| plain::run(command, &Streams::UNSEEN, hold))
}

/// The end of a job that was never begun.
pub(super) fn not_started(refusal: Refusal) -> Finished {
    let mut recorder = Recorder::default();
    recorder.push(&refusal.message);
    let mut kept = Kept::default();
    kept.push(Source::Err, &refusal.message);
    Finished {
        ending: Ending::NotStarted(refusal.status),
        leftover: Some(Leftover { recorder, kept, released: Released::default() }),
        held: Held::default(),
        interrupted: false,
    }
}

/// How a process ended, from wait(2)'s status.
pub(super) fn ending_of(status: i32) -> Ending {
    if libc::WIFSIGNALED(status) {
        Ending::Signalled(u8::try_from(libc::WTERMSIG(status)).unwrap_or(u8::MAX))
    } else {
        Ending::Exited(u8::try_from(libc::WEXITSTATUS(status)).unwrap_or(u8::MAX))
    }
}

/// wait4(2) that gives the status as it is, or 0 for the process when it has nothing to tell.
///
/// # Errors
/// ECHILD, when somebody else has reaped it.
pub(super) fn wait(pid: nix::unistd::Pid, flags: i32) -> io::Result<Option<i32>> {
    let mut status = 0;
    loop {
        // SAFETY: a valid place for one status.
        match unsafe { libc::waitpid(pid.as_raw(), &raw mut status, flags) } {
            0 => return Ok(None),
            -1 => {
                let error = io::Error::last_os_error();
                if error.kind() != io::ErrorKind::Interrupted {
                    return Err(error);
                }
            }
            _ => return Ok(Some(status)),
        }
    }
}
