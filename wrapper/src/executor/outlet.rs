//! Where a command's output goes: into the record always, and out, now or when the hold ends.

use std::time::{Duration, Instant};

use super::sink::Sink;
use super::streams::{Kind, Streams};
use crate::capture::Recorder;
use crate::capture::Released;
use crate::hold::{Hold, Holding, Kept, Source};

/// The record, the hold and the two ways out.
#[derive(Debug)]
pub(super) struct Outlet {
    pub(super) recorder: Recorder,
    holding: Option<Holding>,
    pub(super) out: Sink,
    pub(super) err: Sink,
    released: Released,
}

/// What is left at the end.
pub(super) struct Leftover {
    pub(super) recorder: Recorder,
    pub(super) kept: Kept,
    pub(super) released: Released,
}

impl Outlet {
    pub(super) fn new(streams: &Streams, hold: Hold) -> Self {
        Self {
            recorder: Recorder::default(),
            holding: Holding::begin(hold),
            out: Sink::new(Source::Out, streams.stdout),
            err: Sink::new(Source::Err, streams.stderr),
            released: Released::default(),
        }
    }

    pub(super) fn sink(&mut self, source: Source) -> &mut Sink {
        match source {
            Source::Out => &mut self.out,
            Source::Err => &mut self.err,
        }
    }

    pub(super) fn sink_of(&self, source: Source) -> &Sink {
        match source {
            Source::Out => &self.out,
            Source::Err => &self.err,
        }
    }

    /// Takes what the command printed.
    pub(super) fn take(&mut self, source: Source, bytes: &[u8]) {
        self.recorder.push(bytes);
        match &mut self.holding {
            Some(holding) => {
                if holding.push(source, bytes, Instant::now()).is_break() {
                    self.release();
                }
            }
            None => self.send(source, bytes),
        }
    }

    /// Nothing is kept back from now on.
    pub(super) fn release(&mut self) {
        if let Some(holding) = self.holding.take() {
            let kept = holding.end();
            for (source, bytes) in kept.runs() {
                self.send(source, bytes);
            }
        }
    }

    /// Releases what has been kept long enough; gives the time after which to call again, if any.
    pub(super) fn tick(&mut self) -> Option<Duration> {
        let holding = self.holding.as_mut()?;
        let now = Instant::now();
        let left = holding.left(now)?;
        if !left.is_zero() {
            return Some(left);
        }
        if holding.expire().is_continue() {
            return holding.left(now);
        }
        self.release();
        None
    }

    /// True while bytes are kept back.
    pub(super) fn is_keeping(&self) -> bool {
        self.holding.as_ref().is_some_and(Holding::is_keeping)
    }

    /// True while something that has been released could not be written yet.
    pub(super) fn is_busy(&self) -> bool {
        self.out.is_busy() || self.err.is_busy()
    }

    /// Drops what could not be written yet, and whatever comes.
    pub(super) fn give_up(&mut self) {
        self.out.give_up();
        self.err.give_up();
    }

    /// Notes that bytes of this source leave, in whatever way.
    pub(super) fn note_leaving(&mut self, source: Source) {
        self.released.any = true;
        self.released.stdout |= source == Source::Out && self.out.kind() != Kind::Terminal;
    }

    pub(super) fn finish(self) -> Leftover {
        Leftover {
            recorder: self.recorder,
            kept: self.holding.map(Holding::end).unwrap_or_default(),
            released: self.released,
        }
    }

    fn send(&mut self, source: Source, bytes: &[u8]) {
        if !bytes.is_empty() {
            self.note_leaving(source);
            self.sink(source).write(bytes);
        }
    }
}
