//! One line that tells what is being done, while nothing else is to be seen. It is drawn by a thread of its own, since whoever
//! has it drawn waits for somebody else, and it is gone before anything else is written.

use std::io::Write as _;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use nix::sys::signal::{SigSet, SigmaskHow};

use crate::text::{cut_to, visible};

/// What comes sooner is not worth a line that goes again.
const PATIENCE: Duration = Duration::from_millis(300);
/// Between two of its looks.
const STEP: Duration = Duration::from_millis(120);
const SIGNS: [char; 6] = ['⠋', '⠙', '⠸', '⠴', '⠦', '⠇'];
/// To the first column, and the line emptied (ECMA-48, EL).
const GONE: &str = "\r\u{1b}[K";

/// See the module.
#[derive(Debug)]
pub(super) struct Waiting {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Debug)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug)]
struct State {
    text: String,
    /// When it is due; `None`: not now.
    due: Option<Instant>,
    drawn: bool,
    step: usize,
    over: bool,
    color: bool,
}

impl Waiting {
    /// Tells this, once nothing has been written for a moment.
    pub(super) fn begin(text: &str, color: bool) -> Self {
        let state = State {
            text: text.to_owned(),
            due: Some(Instant::now() + PATIENCE),
            drawn: false,
            step: 0,
            over: false,
            color,
        };
        let shared = Arc::new(Shared { state: Mutex::new(state), changed: Condvar::new() });
        let for_thread = Arc::clone(&shared);
        // Signals are for the thread that knows what to do about them; a new one hears of those its maker does.
        let before = SigSet::all().thread_swap_mask(SigmaskHow::SIG_SETMASK);
        // Where there can be no thread nothing is told.
        let thread = std::thread::Builder::new().spawn(move || for_thread.draw()).ok();
        if let Ok(before) = before {
            let _ = before.thread_set_mask();
        }
        Self { shared, thread }
    }

    /// Tells something else.
    pub(super) fn tell(&self, text: &str) {
        let mut state = self.shared.lock();
        text.clone_into(&mut state.text);
        if state.drawn {
            state.draw();
        }
    }

    /// Takes it away; it comes again in a while unless it is told to stay away.
    pub(super) fn hide(&self, stay_away: bool) {
        let mut state = self.shared.lock();
        state.take_away();
        state.due = (!stay_away).then(|| Instant::now() + PATIENCE);
        self.shared.changed.notify_one();
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        let mut state = self.shared.lock();
        state.take_away();
        state.over = true;
        drop(state);
        self.shared.changed.notify_one();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn draw(&self) {
        let mut state = self.lock();
        while !state.over {
            let now = Instant::now();
            let Some(due) = state.due else {
                state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
                continue;
            };
            if now < due {
                let waited = self.changed.wait_timeout(state, due - now);
                state = waited.unwrap_or_else(PoisonError::into_inner).0;
                continue;
            }
            state.draw();
            state.step += 1;
            state.due = Some(now + STEP);
        }
    }
}

impl State {
    fn draw(&mut self) {
        let sign = SIGNS[self.step % SIGNS.len()];
        let line = cut_to(&format!("{sign} {}", visible(&self.text)), usize::from(super::width()).saturating_sub(1));
        let (dim, reset) = if self.color { (super::DIM, super::RESET) } else { ("", "") };
        // Nobody to tell when the terminal has gone.
        let _ = write!(std::io::stderr().lock(), "{GONE}{dim}{line}{reset}");
        self.drawn = true;
    }

    fn take_away(&mut self) {
        if std::mem::take(&mut self.drawn) {
            let _ = write!(std::io::stderr().lock(), "{GONE}");
        }
    }
}
