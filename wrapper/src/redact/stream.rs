//! Redaction of what comes in pieces: a piece is given back once nothing that is still to come can change it.

use super::Redactor;

/// Text is looked at in pieces of about this many bytes; what may be a secret and is longer is cut in two.
const PIECE: usize = 256 * 1024;
/// This much at the end of a piece is looked at again with the next one.
const OVERLAP: usize = 64 * 1024;

/// This much of what was given back is looked at again, for what it says about what follows.
const CONTEXT: usize = 512;

/// A redactor for a stream.
#[derive(Debug)]
pub struct Stream {
    redactor: Redactor,
    held: Vec<u8>,
    /// How much at the beginning of `held` was given back already.
    given: usize,
}

impl Stream {
    /// A stream that is redacted so.
    #[must_use]
    pub fn new(redactor: Redactor) -> Self {
        Self { redactor, held: Vec::new(), given: 0 }
    }

    /// Takes more of it; what can be given back already.
    pub fn push(&mut self, bytes: &[u8]) -> Vec<u8> {
        self.held.extend_from_slice(bytes);
        if self.held.len() < PIECE + OVERLAP {
            return Vec::new();
        }
        let most = self.held.len() - OVERLAP;
        let line = memchr::memrchr(b'\n', &self.held[self.given..most]).map_or(most, |end| self.given + end + 1);
        self.give(line)
    }

    /// What is whole so far, for a reader who waits while nothing comes: up to the last end of a line, unless a key may go
    /// on behind it.
    pub fn pause(&mut self) -> Vec<u8> {
        let Some(end) = memchr::memrchr(b'\n', &self.held[self.given..]) else { return Vec::new() };
        let open = memchr::memmem::rfind(&self.held, b"-----BEGIN ")
            .is_some_and(|begin| memchr::memmem::find(&self.held[begin..], b"-----END ").is_none());
        if open { Vec::new() } else { self.give(self.given + end + 1) }
    }

    /// The rest.
    pub fn finish(mut self) -> Vec<u8> {
        self.give(self.held.len())
    }

    /// Gives back what is held up to `end`, or up to the secret that this lies in.
    fn give(&mut self, end: usize) -> Vec<u8> {
        let mut found = self.redactor.find(&self.held);
        let inside = found.iter().find(|range| range.start < end && end < range.end);
        // A secret that is longer than what is held has to be cut somewhere.
        let cut = inside.map_or(end, |range| if range.start > self.given { range.start } else { range.end });
        found.retain_mut(|range| {
            range.start = range.start.max(self.given);
            range.start < range.end && range.end <= cut
        });
        let shifted: Vec<_> = found.iter().map(|range| range.start - self.given..range.end - self.given).collect();
        let piece = self.redactor.replace(&self.held[self.given..cut], &shifted);
        self.held.drain(..cut.saturating_sub(CONTEXT));
        self.given = cut.min(CONTEXT);
        piece
    }
}
