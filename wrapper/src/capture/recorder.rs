//! Keeps the first and the last of what was printed, bounded, and counts what lies between. Pure.

use super::Text;

/// Bytes kept from the start.
const HEAD: usize = 16 * 1024;
/// Bytes kept from the end.
pub(crate) const TAIL: usize = 64 * 1024;

/// Bytes on their way into a [`Text`].
#[derive(Debug, Default)]
pub(crate) struct Recorder {
    head: Vec<u8>,
    /// Up to twice TAIL, cut back to TAIL when full: each byte is moved at most once.
    tail: Vec<u8>,
    dropped: u64,
}

impl Recorder {
    /// Takes printed bytes.
    pub(crate) fn push(&mut self, bytes: &[u8]) {
        let room = HEAD - self.head.len();
        // Once something was dropped or kept as tail, the head is closed.
        let (first, rest) = if self.tail.is_empty() && self.dropped == 0 {
            bytes.split_at(room.min(bytes.len()))
        } else {
            (&[][..], bytes)
        };
        self.head.extend_from_slice(first);
        if rest.len() >= TAIL {
            self.drop_tail(self.tail.len());
            let (gone, kept) = rest.split_at(rest.len() - TAIL);
            self.dropped += gone.len() as u64;
            self.tail.extend_from_slice(kept);
            return;
        }
        if self.tail.len() + rest.len() > 2 * TAIL {
            self.drop_tail(self.tail.len() + rest.len() - TAIL);
        }
        self.tail.extend_from_slice(rest);
    }

    /// Notes bytes that passed by unseen: nothing before them is "the last" any more.
    pub(crate) fn skip(&mut self, count: u64) {
        if count > 0 {
            self.drop_tail(self.tail.len());
            self.dropped += count;
        }
    }

    /// What was kept.
    pub(crate) fn finish(mut self) -> Text {
        if self.tail.len() > TAIL {
            self.drop_tail(self.tail.len() - TAIL);
        }
        Text { head: self.head, tail: self.tail, dropped: self.dropped }
    }

    fn drop_tail(&mut self, count: usize) {
        self.tail.drain(..count);
        self.dropped += count as u64;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pushes `pieces` of the counted sequence 0, 1, 2 … (mod 251) and looks at what is left.
    fn check(pieces: &[usize], head: usize, tail: usize, dropped: u64) {
        let byte = |at: usize| u8::try_from(at % 251).expect("below 251");
        let mut recorder = Recorder::default();
        let mut at = 0;
        for &piece in pieces {
            let bytes: Vec<u8> = (at..at + piece).map(byte).collect();
            recorder.push(&bytes);
            at += piece;
        }
        let text = recorder.finish();
        assert_eq!((text.head.len(), text.tail.len(), text.dropped), (head, tail, dropped), "{pieces:?}");
        assert!(text.head.iter().enumerate().all(|(i, &b)| b == byte(i)), "{pieces:?}: head");
        let start = at - tail;
        assert!(text.tail.iter().enumerate().all(|(i, &b)| b == byte(start + i)), "{pieces:?}: tail");
    }

    #[test]
    fn keeps_both_ends_and_counts_the_middle() {
        check(&[], 0, 0, 0);
        check(&[10, 0, 5], 15, 0, 0);
        check(&[HEAD], HEAD, 0, 0);
        check(&[HEAD + 1], HEAD, 1, 0);
        check(&[HEAD - 1, 2], HEAD, 1, 0);
        check(&[HEAD + TAIL], HEAD, TAIL, 0);
        check(&[HEAD + TAIL + 7], HEAD, TAIL, 7);
        check(&[HEAD, TAIL, 7], HEAD, TAIL, 7);
        check(&[1_000_000], HEAD, TAIL, (1_000_000 - HEAD - TAIL) as u64);
        check(&[4096; 100], HEAD, TAIL, (409_600 - HEAD - TAIL) as u64);
        check(&[1; 200_000], HEAD, TAIL, (200_000 - HEAD - TAIL) as u64);
    }

    #[test]
    fn never_holds_more_than_twice_the_tail() {
        let mut recorder = Recorder::default();
        for _ in 0..10_000 {
            recorder.push(&[7; 1000]);
            assert!(recorder.tail.len() <= 2 * TAIL);
        }
    }

    #[test]
    fn what_passed_unseen_is_counted_and_ends_the_old_tail() {
        let mut recorder = Recorder::default();
        recorder.push(b"first");
        recorder.skip(0);
        recorder.push(b" still the head");
        recorder.skip(1000);
        recorder.push(b"last");
        let text = recorder.finish();
        assert_eq!(text.head, b"first still the head");
        assert_eq!(text.tail, b"last");
        assert_eq!(text.dropped, 1000);
    }
}
