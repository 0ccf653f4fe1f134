//! The room in which the library works: one thread that goes to the caller's folder and takes on the caller's
//! environment first, because that is what the library looks at, and in which a brain sleeps between two calls.
//!
//! The brain lives as long as this process. Nu ends a plugin that nobody has called for ten seconds, and it is left to
//! do so (no `set_gc_disabled`): a brain that is wanted again costs a tenth of a second, a forgotten one a hundred
//! megabytes of the person's, and where the shell has a host, the host keeps one anyway.

use std::collections::HashSet;
use std::os::unix::thread::JoinHandleExt as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use ghostsh::client::Cancel;
use ghostsh::config::Folders;
use ghostsh::driver::Brain;
use ghostsh::error::{Error, Kind};
use nix::sys::pthread::{Pthread, pthread_kill};
use nix::sys::signal::{SaFlags, SigAction, SigHandler, SigSet, Signal, sigaction};
use nu_plugin::EngineInterface;
use nu_protocol::{LabeledError, SignalAction, Span};

use crate::place::Place;
use crate::trouble;

/// How long a prompt waits, after Ctrl-C, for the work to take from the terminal what it has put there.
const TIDIES_WITHIN: Duration = Duration::from_millis(500);

type Work = Box<dyn FnOnce(&mut Brain) + Send>;

/// Folder and environment belong to the process: where it has several rooms, as in tests, they take turns.
static TURN: Mutex<()> = Mutex::new(());

/// See the module. Its thread starts with the first work.
#[derive(Default)]
pub struct Room {
    inside: Mutex<Option<Inside>>,
}

#[derive(Clone)]
struct Inside {
    door: Sender<(Place, Work, Arc<Mutex<Stage>>)>,
    thread: Pthread,
}

/// How far a piece of work is: one that waits or is done must not be interrupted, it would be another that is met.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Waits,
    Runs,
    Over,
}

enum Heard<T> {
    Done(T),
    Stopped,
}

impl Room {
    /// Does the work as if it were done where the caller is. Ctrl-C ends the waiting at once, and the brain's work.
    pub fn work<T: Send + 'static>(
        &self,
        engine: &EngineInterface,
        span: Span,
        work: impl FnOnce(&mut Brain) -> T + Send + 'static,
    ) -> Result<T, LabeledError> {
        let place = Place::of(engine)?;
        let inside = self.inside();
        let stage = Arc::new(Mutex::new(Stage::Waits));
        let (tell, hear) = channel();
        let stop = {
            let (tell, stage, thread) = (tell.clone(), Arc::clone(&stage), inside.thread);
            move |action| {
                if action == SignalAction::Interrupt {
                    let mut stage = lock(&stage);
                    if *stage == Stage::Runs {
                        // The library listens for this signal while it thinks, as it does in a terminal.
                        let _ = pthread_kill(thread, Signal::SIGINT);
                    } else {
                        *stage = Stage::Over;
                    }
                    let _ = tell.send(Heard::Stopped);
                }
            }
        };
        let _listens = engine.register_signal_handler(Box::new(stop))?;
        if engine.signals().interrupted() {
            return Err(trouble::interrupted(span));
        }
        let begun = Arc::clone(&stage);
        let work: Work = Box::new(move |brain| {
            let _ = tell.send(Heard::Done(work(brain)));
        });
        if inside.door.send((place, work, stage)).is_err() {
            return Err(broken(span));
        }
        match hear.recv() {
            Ok(Heard::Done(value)) => Ok(value),
            Ok(Heard::Stopped) => {
                // The sign that one waits is taken away before nu draws its prompt there, or with it the prompt would be.
                let end = Instant::now() + TIDIES_WITHIN;
                while *lock(&begun) == Stage::Runs {
                    match hear.recv_timeout(end.saturating_duration_since(Instant::now())) {
                        Ok(Heard::Stopped) => {}
                        Ok(Heard::Done(_)) | Err(_) => break,
                    }
                }
                Err(trouble::interrupted(span))
            }
            Err(_) => Err(broken(span)),
        }
    }

    fn inside(&self) -> Inside {
        let mut inside = lock(&self.inside);
        inside.get_or_insert_with(open).clone()
    }
}

/// Where ghost keeps what it has done, for whoever the library works for now.
pub fn state() -> Result<PathBuf, Error> {
    let state = Folders::from_env().state;
    state.ok_or_else(|| Error::new(Kind::Outside, "find the state folder").hint("set HOME or XDG_STATE_HOME in $env"))
}

/// The work has come to a bad end.
fn broken(span: Span) -> LabeledError {
    trouble::at(
        span,
        "ghost has broken off",
        "here",
        "this is a fault of the plugin's: please report it, with what stands above and what `ghost status` says",
    )
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn open() -> Inside {
    let (door, calls) = channel::<(Place, Work, Arc<Mutex<Stage>>)>();
    let thread = std::thread::spawn(move || {
        let mut interrupt = SigSet::empty();
        interrupt.add(Signal::SIGINT);
        // What it does not block would end the process, or be lost, before the library listens.
        let _ = interrupt.thread_block();
        let mut brain = Brain::default();
        for (place, work, stage) in calls {
            let turn = lock(&TURN);
            // An interrupt that came too late for the work before.
            drop(Cancel::new());
            let mut now = lock(&stage);
            if *now == Stage::Over {
                continue;
            }
            *now = Stage::Runs;
            drop(now);
            go_to(&place);
            let slept = brain.lent.as_ref().and_then(|(_, _, process)| process.try_clone().ok());
            // The room outlives a fault in it: others may wait at its door. They hear of it by the answer that never comes.
            let worked = catch_unwind(AssertUnwindSafe(|| work(&mut brain)));
            *lock(&stage) = Stage::Over;
            if worked.is_err() {
                brain = Brain::default();
            }
            drop(turn);
            if let Some(process) = slept {
                reap(&process);
            }
        }
    });
    Inside { door, thread: thread.as_pthread_t() }
}

/// Takes on the caller's folder and environment.
#[expect(clippy::disallowed_methods, reason = "they are this process's own: nu keeps the person's, and tells them")]
fn go_to(place: &Place) {
    // Where the folder has gone the library works from the one before: every path it is given is looked at again.
    if std::env::set_current_dir(&place.folder).is_err() {
        let _ = std::env::set_current_dir("/");
    }
    let had: HashSet<_> = std::env::vars_os().map(|(name, _)| name).collect();
    for name in &had {
        if name.to_str().is_none_or(|name| !place.variables.contains_key(name)) {
            // SAFETY: all that read the environment in this process do so by `std`, which locks it; no C code runs here
            // that would (no name look-ups, no locale, no time zone).
            unsafe { std::env::remove_var(name) };
        }
    }
    for (name, value) in &place.variables {
        let is_settable = !name.is_empty() && !name.contains(['=', '\0']) && !value.contains('\0');
        if is_settable && std::env::var_os(name).is_none_or(|now| now != value.as_str()) {
            // SAFETY: as above.
            unsafe { std::env::set_var(name, value) };
        }
    }
}

/// A brain that was started here and has died in its sleep is not left behind as a zombie.
fn reap(process: &std::os::fd::OwnedFd) {
    use nix::sys::wait::{Id, WaitPidFlag, waitid};
    use std::os::fd::AsFd as _;
    let _ = waitid(Id::PIDFd(process.as_fd()), WaitPidFlag::WEXITED | WaitPidFlag::WNOHANG);
}

/// Ctrl-C at the terminal is nu's to tell of. A handler, not "ignored": programs that are started would inherit that.
pub fn outlive_ctrl_c() {
    extern "C" fn nothing(_: nix::libc::c_int) {}
    let action = SigAction::new(SigHandler::Handler(nothing), SaFlags::SA_RESTART, SigSet::empty());
    // SAFETY: the handler does nothing.
    let _ = unsafe { sigaction(Signal::SIGINT, &action) };
}
