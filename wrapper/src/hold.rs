//! The hold: a command's first output is kept back for a moment, so that an error that is repaired is never seen.
//! Pure: bytes, times and limits; who writes is the executor or the host.

use std::ops::ControlFlow;
use std::time::{Duration, Instant};

/// How long and how much is kept back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hold {
    /// From the first byte kept back to its release. Zero: nothing is kept back.
    pub window: Duration,
    /// The same, while what is kept back looks like an error.
    pub long: Duration,
    /// Bytes kept back at most.
    pub limit: usize,
}

impl Default for Hold {
    /// 40 ms, 150 ms, 1 MiB: well below what a person notices, and enough for most programs to fail in.
    fn default() -> Self {
        Self { window: Duration::from_millis(40), long: Duration::from_millis(150), limit: 1 << 20 }
    }
}

impl Hold {
    /// Keeps nothing back.
    pub const NONE: Self = Self { window: Duration::ZERO, long: Duration::ZERO, limit: 0 };
}

/// Which stream bytes belong to. What comes through a terminal is `Out`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    Out,
    Err,
}

/// What is kept back: bytes in the order they were seen.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    bytes: Vec<u8>,
    /// Whose the bytes are, run by run.
    runs: Vec<(Source, usize)>,
}

impl Kept {
    pub(crate) fn push(&mut self, source: Source, bytes: &[u8]) {
        if bytes.is_empty() {
            return;
        }
        self.bytes.extend_from_slice(bytes);
        match self.runs.last_mut() {
            Some((last, count)) if *last == source => *count += bytes.len(),
            _ => self.runs.push((source, bytes.len())),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// Takes out what came from one stream; what came from the other stays in its order.
    pub(crate) fn take(&mut self, wanted: Source) -> Vec<u8> {
        let mut taken = Vec::new();
        let mut left = Self::default();
        for (source, bytes) in self.runs() {
            if source == wanted {
                taken.extend_from_slice(bytes);
            } else {
                left.bytes.extend_from_slice(bytes);
                left.runs.push((source, bytes.len()));
            }
        }
        *self = left;
        taken
    }

    /// The runs, in order.
    pub(crate) fn runs(&self) -> impl Iterator<Item = (Source, &[u8])> {
        let mut rest = &self.bytes[..];
        self.runs.iter().map(move |&(source, count)| {
            let (run, after) = rest.split_at(count);
            rest = after;
            (source, run)
        })
    }
}

/// A hold that is under way.
#[derive(Debug)]
pub(crate) struct Holding {
    settings: Hold,
    kept: Kept,
    /// When the first byte came.
    since: Option<Instant>,
    extended: bool,
}

impl Holding {
    /// Begins one; `None` when nothing is to be kept back.
    pub(crate) fn begin(settings: Hold) -> Option<Self> {
        let wanted = !settings.window.is_zero() && settings.limit > 0;
        wanted.then(|| Self { settings, kept: Kept::default(), since: None, extended: false })
    }

    /// Takes bytes seen at `now`. Break: the limit is reached, or they ask the terminal for something.
    pub(crate) fn push(&mut self, source: Source, bytes: &[u8], now: Instant) -> ControlFlow<()> {
        // A sequence may be split over two reads: look again at the last bytes of the first.
        let from = self.kept.bytes.len().saturating_sub(LONGEST_REQUEST - 1);
        self.kept.push(source, bytes);
        self.since.get_or_insert(now);
        if self.kept.bytes.len() > self.settings.limit || asks_terminal(&self.kept.bytes[from..]) {
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    }

    /// Time left at `now`; `None` while nothing is kept back.
    pub(crate) fn left(&self, now: Instant) -> Option<Duration> {
        let window = if self.extended { self.settings.long } else { self.settings.window };
        self.since.map(|since| (since + window).saturating_duration_since(now))
    }

    /// To be asked when no time is left. Break: release.
    pub(crate) fn expire(&mut self) -> ControlFlow<()> {
        if self.extended || self.settings.long <= self.settings.window || !looks_like_error(&self.kept.bytes) {
            return ControlFlow::Break(());
        }
        self.extended = true;
        ControlFlow::Continue(())
    }

    /// True when bytes are kept back.
    pub(crate) fn is_keeping(&self) -> bool {
        self.since.is_some()
    }

    /// What was kept back.
    pub(crate) fn end(self) -> Kept {
        self.kept
    }
}

/// Sequences of programs that draw or await an answer: alternate screen (xterm's private modes 47, 1047, 1049),
/// cursor position and device attributes (ECMA-48 DSR and DA), colours (OSC 10 and 11), kitty's keyboard query.
const REQUESTS: &[&[u8]] = &[
    b"\x1b[?1049h",
    b"\x1b[?1047h",
    b"\x1b[?47h",
    b"\x1b[6n",
    b"\x1b[?6n",
    b"\x1b[c",
    b"\x1b[0c",
    b"\x1b[>c",
    b"\x1b[>0c",
    b"\x1b[?u",
    b"\x1b]10;?",
    b"\x1b]11;?",
];
const LONGEST_REQUEST: usize = 8;

fn asks_terminal(bytes: &[u8]) -> bool {
    bytes
        .iter()
        .enumerate()
        .any(|(at, &byte)| byte == 0x1b && REQUESTS.iter().any(|request| bytes[at..].starts_with(request)))
}

/// Words that errors are told with. Only the length of the hold hangs on them, never a decision.
const WORDS: &[&str] = &[
    "error",
    "not found",
    "no such",
    "unknown",
    "unrecognized",
    "unrecognised",
    "invalid",
    "illegal",
    "cannot",
    "can't",
    "could not",
    "couldn't",
    "fatal",
    "usage",
    "denied",
    "failed",
    "failure",
    "traceback",
    "not a ",
    "missing",
    "unable",
    "did you mean",
    "undefined",
    "unexpected",
    "not permitted",
    "refused",
    "panicked",
];

/// True when one of the last lines reads like an error: `program: …`, or one of the usual words.
fn looks_like_error(bytes: &[u8]) -> bool {
    const LOOKED_AT: usize = 4096;
    let text = String::from_utf8_lossy(&bytes[bytes.len().saturating_sub(LOOKED_AT)..]).to_ascii_lowercase();
    text.lines().any(|line| {
        let named = line
            .split_once(": ")
            .is_some_and(|(name, rest)| !name.is_empty() && !name.contains(char::is_whitespace) && !rest.is_empty());
        named || WORDS.iter().any(|word| line.contains(word))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: Duration = Duration::from_millis(1);

    fn settings(limit: usize) -> Hold {
        Hold { window: 40 * MS, long: 150 * MS, limit }
    }

    /// The time a hold of `text` lasts.
    fn lasts(text: &str) -> Duration {
        let start = Instant::now();
        let mut holding = Holding::begin(settings(1 << 20)).expect("a hold");
        assert_eq!(holding.left(start), None);
        assert!(holding.push(Source::Out, text.as_bytes(), start).is_continue());
        let mut total = holding.left(start).expect("under way");
        while holding.expire().is_continue() {
            total = holding.left(start).expect("under way");
        }
        total
    }

    #[test]
    fn an_error_is_held_longer_than_output() {
        for text in ["total 4\nfile\n", "12:30 up 3 days\n", "https://example.org\n", "- name: x\n"] {
            assert_eq!(lasts(text), 40 * MS, "{text}");
        }
        for text in [
            "ls: Zugriff nicht m\u{f6}glich\n",
            "line\nTraceback (most recent call last):\n",
            "Usage: tool [-x]\n",
            "E: Sub-process returned 1",
        ] {
            assert_eq!(lasts(text), 150 * MS, "{text}");
        }
    }

    #[test]
    fn the_window_begins_with_the_first_byte() {
        let start = Instant::now();
        let mut holding = Holding::begin(settings(100)).expect("a hold");
        assert!(!holding.is_keeping());
        assert!(holding.push(Source::Out, b"a", start + 10 * MS).is_continue());
        assert!(holding.push(Source::Out, b"b", start + 30 * MS).is_continue());
        assert_eq!(holding.left(start + 30 * MS), Some(20 * MS));
        assert_eq!(holding.left(start + 90 * MS), Some(Duration::ZERO));
    }

    #[test]
    fn the_limit_and_a_request_to_the_terminal_end_it() {
        let now = Instant::now();
        let pushed = |pieces: &[&[u8]]| {
            let mut holding = Holding::begin(settings(10)).expect("a hold");
            pieces.iter().all(|piece| holding.push(Source::Out, piece, now).is_continue())
        };
        assert!(pushed(&[b"0123456789"]));
        assert!(!pushed(&[b"0123456789", b"x"]));
        assert!(pushed(&[b"\x1b[31mred"]));
        assert!(!pushed(&[b"\x1b[6n"]));
        assert!(!pushed(&[b"a\x1b[?10", b"49h"]));
        assert!(Holding::begin(Hold::NONE).is_none());
    }

    #[test]
    fn keeps_streams_and_order() {
        let mut kept = Kept::default();
        for (source, text) in
            [(Source::Out, "a"), (Source::Out, "b"), (Source::Err, ""), (Source::Err, "c"), (Source::Out, "d")]
        {
            kept.push(source, text.as_bytes());
        }
        let runs: Vec<_> = kept.runs().collect();
        assert_eq!(runs, [(Source::Out, &b"ab"[..]), (Source::Err, b"c"), (Source::Out, b"d")]);
    }
}
