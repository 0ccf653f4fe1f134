//! One passing line that says what is being done, while nothing else is shown.
//!
//! It stands at the start of a line, on a terminal alone, and only once something takes longer than a person waits without
//! wondering. Everything else that writes to the terminal does so inside [`Spinner::hidden`].

use std::fs::File;
use std::io::Write as _;
use std::os::fd::AsRawFd as _;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::{columns, has_typed_ahead};
use crate::text::{cut_to, visible};

/// What is over sooner is not talked about.
const PATIENCE: Duration = Duration::from_millis(300);
/// Between two pictures of the sign.
const TURN: Duration = Duration::from_millis(120);

const SIGNS: [char; 8] = ['⣾', '⣽', '⣻', '⢿', '⡿', '⣟', '⣯', '⣷'];

/// See the module. Gone when it is dropped.
#[derive(Debug)]
pub struct Spinner {
    shared: Option<Arc<Shared>>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Debug)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug)]
struct State {
    terminal: File,
    color: bool,
    text: String,
    /// It is not drawn before.
    due: Instant,
    turn: usize,
    shown: bool,
    hidden: usize,
    over: bool,
    /// Bytes of typed lines that waited to be read when it was drawn last.
    typed: libc::c_int,
}

impl Spinner {
    /// One that never shows anything.
    #[must_use]
    pub fn none() -> Self {
        Self { shared: None, thread: None }
    }

    /// One on that terminal. Without a thread to draw it, it shows nothing.
    #[must_use]
    pub fn on(terminal: File, color: bool) -> Self {
        let state = State {
            terminal,
            color,
            text: String::new(),
            due: Instant::now() + PATIENCE,
            turn: 0,
            shown: false,
            hidden: 0,
            over: false,
            typed: 0,
        };
        let shared = Arc::new(Shared { state: Mutex::new(state), changed: Condvar::new() });
        let drawn = Arc::clone(&shared);
        match thread::Builder::new().name("spinner".to_owned()).spawn(move || drawn.draw()) {
            Ok(thread) => Self { shared: Some(shared), thread: Some(thread) },
            Err(_) => Self::none(),
        }
    }

    /// What is being done now; an empty text takes the line away until there is another.
    pub fn set(&self, text: &str) {
        let Some(shared) = &self.shared else { return };
        let mut state = shared.state();
        if state.text.is_empty() {
            state.due = Instant::now() + PATIENCE;
        }
        text.clone_into(&mut state.text);
        if text.is_empty() {
            state.clear();
        } else if state.shown {
            state.picture();
        }
        drop(state);
        shared.changed.notify_all();
    }

    /// Looks whether somebody has typed, with or without Enter. That look makes of keys without Enter a line (termios(3)), and
    /// they must not be taken for one that was echoed.
    pub fn keys(&self) -> impl Fn() -> bool + Send + 'static {
        let shared = self.shared.clone();
        move || {
            let Some(shared) = &shared else { return has_typed_ahead() };
            let mut state = shared.state();
            if typed(&state.terminal) > 0 {
                return true;
            }
            // What is typed during that look is echoed, and whether with Enter nobody can tell: so nothing stands in its way.
            let was_shown = state.shown;
            state.clear();
            let has_typed = has_typed_ahead();
            if has_typed {
                state.typed = libc::c_int::MAX;
                state.text.clear();
            } else if was_shown {
                state.picture();
            }
            has_typed
        }
    }

    /// Does something that writes to the terminal: the line is gone before, and comes back no sooner than it came at first.
    pub fn hidden<T>(&self, work: impl FnOnce() -> T) -> T {
        let Some(shared) = &self.shared else { return work() };
        let mut state = shared.state();
        state.hidden += 1;
        state.clear();
        drop(state);
        let _back = Back(shared);
        work()
    }
}

impl Drop for Spinner {
    fn drop(&mut self) {
        if let Some(shared) = &self.shared {
            let mut state = shared.state();
            state.over = true;
            state.clear();
            drop(state);
            shared.changed.notify_all();
        }
        if let Some(thread) = self.thread.take() {
            // One that has panicked draws nothing either.
            let _ = thread.join();
        }
    }
}

/// Ends [`Spinner::hidden`], also where the work panics.
struct Back<'a>(&'a Shared);

impl Drop for Back<'_> {
    fn drop(&mut self) {
        let mut state = self.0.state();
        state.hidden -= 1;
        state.due = Instant::now() + PATIENCE;
        drop(state);
        self.0.changed.notify_all();
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn draw(&self) {
        let mut state = self.state();
        while !state.over {
            let now = Instant::now();
            state = if state.hidden > 0 || state.text.is_empty() {
                self.changed.wait(state).unwrap_or_else(PoisonError::into_inner)
            } else {
                if now >= state.due {
                    state.turn += 1;
                    state.picture();
                    state.due = now + TURN;
                }
                let rest = state.due.saturating_duration_since(now);
                self.changed.wait_timeout(state, rest).unwrap_or_else(PoisonError::into_inner).0
            };
        }
    }
}

impl State {
    fn picture(&mut self) {
        // The last column stays free: some terminals go on in the next line there.
        let room = usize::from(columns(&self.terminal).unwrap_or(80)).saturating_sub(1);
        if room < 8 {
            return;
        }
        let sign = SIGNS[self.turn % SIGNS.len()];
        let text = cut_to(&visible(&self.text), room - 2);
        let (dim, plain) = if self.color { ("\u{1b}[2m", "\u{1b}[0m") } else { ("", "") };
        if self.shown && typed(&self.terminal) > self.typed {
            self.clear();
        }
        // Counted before: who sees the picture may type before the next line of this is reached.
        let before = typed(&self.terminal);
        self.write(&format!("\r{dim}{sign} {text}{plain}\u{1b}[K"));
        self.shown = true;
        if self.typed < libc::c_int::MAX {
            self.typed = before;
        }
    }

    fn clear(&mut self) {
        if std::mem::take(&mut self.shown) {
            // Somebody has typed ahead, and the terminal has echoed Enter: it stands a line above.
            let is_above = typed(&self.terminal) > self.typed;
            self.write(if is_above { "\u{1b}[A\r\u{1b}[K\u{1b}[B" } else { "\r\u{1b}[K" });
        }
    }

    /// In one piece, so that nothing comes between. Nobody to tell when the terminal is gone.
    fn write(&mut self, text: &str) {
        let _ = self.terminal.write_all(text.as_bytes());
    }
}

/// Bytes of whole lines that were typed and wait to be read: in line mode a line counts once it has ended (ioctl_tty(2),
/// FIONREAD).
fn typed(terminal: &File) -> libc::c_int {
    let mut count: libc::c_int = 0;
    // SAFETY: the descriptor is open, and FIONREAD writes one int.
    let told = unsafe { libc::ioctl(terminal.as_raw_fd(), libc::FIONREAD, &raw mut count) };
    if told == 0 { count } else { 0 }
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use nix::pty::{Winsize, openpty};

    use super::*;

    /// A terminal so many columns wide: its screen, and what a program writes to.
    fn terminal(columns: u16) -> (File, File) {
        let size = Winsize { ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 };
        let pty = openpty(&size, None).unwrap();
        (File::from(pty.master), File::from(pty.slave))
    }

    /// What is written until the text comes.
    fn until(screen: &mut File, text: &str) -> String {
        let mut seen = Vec::new();
        let mut bytes = [0; 512];
        while !String::from_utf8_lossy(&seen).contains(text) {
            let count = screen.read(&mut bytes).unwrap();
            seen.extend_from_slice(&bytes[..count]);
        }
        String::from_utf8_lossy(&seen).into_owned()
    }

    #[test]
    fn it_says_what_is_done_once_that_takes_long() {
        let (mut screen, terminal) = terminal(80);
        let begun = Instant::now();
        let spinner = Spinner::on(terminal, true);
        spinner.set("looking at units");
        let seen = until(&mut screen, "looking at units");
        assert!(begun.elapsed() >= PATIENCE, "{:?}", begun.elapsed());
        assert!(seen.starts_with("\r\u{1b}[2m"), "{seen:?}");
        spinner.set("reading logs");
        until(&mut screen, "reading logs");
    }

    #[test]
    fn what_is_quick_shows_nothing() {
        let (mut screen, terminal) = terminal(80);
        let mut other = terminal.try_clone().unwrap();
        let spinner = Spinner::on(terminal, true);
        spinner.set("quick");
        drop(spinner);
        writeln!(other, "answer").unwrap();
        assert_eq!(until(&mut screen, "\n"), "answer\r\n");
    }

    #[test]
    fn it_is_gone_before_anything_else_is_written_and_at_the_end() {
        let (mut screen, terminal) = terminal(80);
        let mut other = terminal.try_clone().unwrap();
        let spinner = Spinner::on(terminal, false);
        spinner.set("waiting");
        until(&mut screen, "waiting\u{1b}[K");
        spinner.hidden(|| writeln!(other, "a line").unwrap());
        let seen = until(&mut screen, "a line\r\n");
        assert!(seen.ends_with("\r\u{1b}[Ka line\r\n"), "{seen:?}");
        assert!(!seen.contains("[2m"), "{seen:?}");
        // It comes back behind the line, and its end leaves nothing.
        until(&mut screen, "waiting\u{1b}[K");
        drop(spinner);
        writeln!(other, "end").unwrap();
        let seen = until(&mut screen, "end\r\n");
        assert!(seen.ends_with("\r\u{1b}[Kend\r\n"), "{seen:?}");
    }

    #[test]
    fn it_turns_slowly_and_fits_the_width() {
        let (mut screen, terminal) = terminal(20);
        let begun = Instant::now();
        let spinner = Spinner::on(terminal, false);
        spinner.set("文件 \u{1b}[2J and much more than fits");
        let mut seen = String::new();
        while seen.matches("\u{1b}[K").count() < 4 {
            seen.push_str(&until(&mut screen, "\u{1b}[K"));
        }
        assert!(begun.elapsed() >= PATIENCE + 3 * TURN, "{:?}", begun.elapsed());
        let mut shown = vt100::Parser::new(2.try_into().unwrap(), 20.try_into().unwrap(), 0);
        shown.process(seen.as_bytes());
        let (first, second) =
            (shown.screen().contents_between(0, 0, 0, 20), shown.screen().contents_between(1, 0, 1, 20));
        assert!(first.ends_with('…') && second.is_empty(), "{first:?} {second:?}");
        assert!(!seen.contains("[2J") || seen.contains("\\u{1b}[2J"), "{seen:?}");
    }

    #[test]
    fn with_nothing_to_say_it_is_away() {
        let (mut screen, terminal) = terminal(80);
        let mut other = terminal.try_clone().unwrap();
        let spinner = Spinner::on(terminal, false);
        spinner.set("one");
        until(&mut screen, "one\u{1b}[K");
        spinner.set("");
        write!(other, "answer under way").unwrap();
        let seen = until(&mut screen, "way");
        assert!(seen.ends_with("\r\u{1b}[Kanswer under way"), "{seen:?}");
    }
}
