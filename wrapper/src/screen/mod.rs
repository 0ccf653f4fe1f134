//! What the last command has printed, as the terminal still shows it: asked of tmux, kitty or wezterm.
//!
//! For hooks without a host, and only where the person's own settings allow it. Nothing is run again, and nothing is
//! guessed: what is not certain to be the output of that line stays unknown.

mod asking;
mod cut;
mod source;

use std::time::{Duration, Instant};

use asking::ask;
use source::{Source, controlling_terminal, is_terminal};

/// A person waits for their prompt meanwhile. tmux answers in 5 ms; kitty before 0.28 has to start a Python of its own, and
/// takes 150.
const PATIENCE: Duration = Duration::from_millis(300);

/// What the typed line printed. It is about to be followed by a prompt, so that nothing stands behind it. `None` where
/// that is unknown.
#[must_use]
pub fn last_output(typed: &str) -> Option<String> {
    let deadline = Instant::now() + PATIENCE;
    let shown = match Source::of(|name| std::env::var(name).ok())? {
        Source::Tmux { pane } => {
            let answer = ask("tmux", &source::tmux_words(&pane), deadline)?;
            let (terminal, shown) = answer.split_once('\n')?;
            is_terminal(terminal, controlling_terminal()?).then(|| shown.to_owned())?
        }
        Source::Kitty { window } => {
            // SAFETY: takes a number and returns one (getsid(2)).
            let words = source::kitty_words(window, unsafe { libc::getsid(0) });
            // Since kitty 0.28 it is a small program of its own.
            ask("kitten", &words, deadline).or_else(|| ask("kitty", &words, deadline))?
        }
        Source::Wezterm { pane } => {
            let panes = ask("wezterm", &source::WEZTERM_PANES.map(str::to_owned), deadline)?;
            let terminal = source::wezterm_terminal(&panes, pane)?;
            is_terminal(&terminal, controlling_terminal()?).then_some(())?;
            ask("wezterm", &source::wezterm_words(pane), deadline)?
        }
    };
    cut::behind(&shown, typed)
}
