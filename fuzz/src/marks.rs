//! Private marks in what a shell prints: the same marks and the same bytes come out, however the stream was cut.

use ghostsh::marks::{Filter, Mark, Piece};

/// The token of the seeds.
const TOKEN: &str = "0123abcd";
/// A mark is never longer; what may still become one is kept back, and no more than that.
const LONGEST: usize = 160;
/// A short stream is cut at every place, a long one at about so many.
const CUTS: usize = 64;

/// Feeds the bytes whole, and cut in two.
pub fn check(bytes: &[u8]) {
    let whole = Seen::of(&[bytes]);
    if whole.marks.is_empty() {
        assert_eq!(whole.bytes, bytes, "bytes were lost or added where no mark was");
    }
    let most = whole.bytes.len() + whole.marks.len() * LONGEST;
    assert!(whole.bytes.len() <= bytes.len() && bytes.len() <= most, "a mark took more than a mark can be");
    assert!(whole.kept <= LONGEST, "{} bytes were kept back", whole.kept);
    for cut in (0..=bytes.len()).step_by(1 + bytes.len() / CUTS) {
        let (left, right) = bytes.split_at(cut);
        let cut_in_two = Seen::of(&[left, right]);
        assert_eq!((&cut_in_two.bytes, &cut_in_two.marks), (&whole.bytes, &whole.marks), "cut at {cut}");
    }
}

/// What came out of a filter.
#[derive(Default)]
struct Seen {
    bytes: Vec<u8>,
    /// Each with the number of bytes that came out before it.
    marks: Vec<(usize, Mark)>,
    /// The most bytes that were kept back after a piece.
    kept: usize,
}

impl Seen {
    fn of(pieces: &[&[u8]]) -> Self {
        let mut filter = Filter::new(TOKEN);
        let mut seen = Self::default();
        for piece in pieces {
            filter.feed(piece, &mut |piece| seen.take(piece));
        }
        let waits = filter.waits();
        let before = seen.bytes.len();
        filter.settle(&mut |piece| seen.take(piece));
        seen.kept = seen.bytes.len() - before;
        assert_eq!(waits, seen.kept > 0, "it says that it waits when bytes are kept back, and only then");
        assert!(!filter.waits(), "it still waits after all was given out");
        seen
    }

    fn take(&mut self, piece: Piece<'_>) {
        match piece {
            Piece::Bytes(bytes) => self.bytes.extend_from_slice(bytes),
            Piece::Mark(mark) => self.marks.push((self.bytes.len(), mark)),
        }
    }
}
