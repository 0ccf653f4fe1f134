//! Text as it is looked at: without escape sequences, and, for what a terminal's edge has cut in two, without line breaks.
//! Places in it can be traced back to where they were.

use std::borrow::Cow;
use std::ops::Range;

use memchr::memchr;

/// A text with some of its bytes left out.
pub(super) struct View<'a> {
    pub bytes: Cow<'a, [u8]>,
    /// Where a stretch begins here, and where in the text it came from.
    stretches: Vec<(usize, usize)>,
    /// What was left out and can hold text itself: links, titles.
    pub hidden: Vec<Range<usize>>,
}

impl<'a> View<'a> {
    /// Without escape sequences (ECMA-48).
    pub fn unescaped(text: &'a [u8]) -> Self {
        let Some(first) = memchr(ESCAPE, text) else {
            return Self { bytes: Cow::Borrowed(text), stretches: Vec::new(), hidden: Vec::new() };
        };
        let mut view =
            Self { bytes: Cow::Owned(Vec::with_capacity(text.len())), stretches: Vec::new(), hidden: Vec::new() };
        let (mut from, mut at) = (0, Some(first));
        while let Some(escape) = at {
            view.keep(text, from..escape);
            from = escape + sequence(&text[escape..]);
            if from - escape > 8 && text[escape + 1] != b'[' {
                view.hidden.push(escape + 2..from);
            }
            at = memchr(ESCAPE, &text[from..]).map(|next| from + next);
        }
        view.keep(text, from..text.len());
        view
    }

    /// With a placeholder in the place of each of these.
    pub fn without(text: &[u8], found: &[Range<usize>]) -> View<'static> {
        let bytes = Cow::Owned(Vec::with_capacity(text.len()));
        let mut view = View { bytes, stretches: Vec::new(), hidden: Vec::new() };
        let mut from = 0;
        for range in found {
            view.keep(text, from..range.start);
            let bytes = view.bytes.to_mut();
            // Its last letter stands for all that was taken out; the others for the first of it.
            let placeholder = format!("{}1{}", super::OPENS, super::CLOSES);
            for (index, byte) in placeholder.bytes().enumerate() {
                let there = if index + 1 == placeholder.len() { range.end - 1 } else { range.start };
                view.stretches.push((bytes.len(), there));
                bytes.push(byte);
            }
            from = range.end;
        }
        view.keep(text, from..text.len());
        view
    }

    /// The words that a line break cuts in two, without it, each on a line of its own; places in it are traced to this view.
    /// `None` when there are none.
    pub fn joined(&self) -> Option<View<'static>> {
        let text = &*self.bytes;
        let mut view = View { bytes: Cow::Owned(Vec::new()), stretches: Vec::new(), hidden: Vec::new() };
        // Up to here it was taken.
        let mut taken = 0;
        for at in memchr::memchr_iter(b'\n', text) {
            let end = at - usize::from(text[..at].ends_with(b"\r"));
            let cuts = |byte: Option<&u8>| byte.is_some_and(|byte| in_word(*byte));
            if !cuts(text[..end].last()) || !cuts(text.get(at + 1)) {
                continue;
            }
            let before = text[taken.min(end)..end]
                .iter()
                .rev()
                .take(LONGEST)
                .take_while(|byte| !byte.is_ascii_whitespace())
                .count();
            // A few letters more: there is a token with a blank in it.
            let line =
                text[taken.min(end)..end - before].iter().rev().take(8).take_while(|byte| **byte != b'\n').count();
            let from = end - before - line;
            if from > taken || taken == 0 {
                view.stretches.push((view.bytes.len(), from));
                view.bytes.to_mut().push(b'\n');
            }
            view.keep(text, from..end);
            let after = text[at + 1..].iter().take(LONGEST).take_while(|byte| !byte.is_ascii_whitespace()).count();
            taken = at + 1 + after;
            view.keep(text, at + 1..taken);
        }
        (!view.stretches.is_empty()).then_some(view)
    }

    /// Which bytes of the text these are, with whatever stands between them there.
    pub fn trace(&self, range: &Range<usize>) -> Range<usize> {
        if range.is_empty() {
            let at = self.source(range.start);
            return at..at;
        }
        self.source(range.start)..self.source(range.end - 1) + 1
    }

    fn source(&self, at: usize) -> usize {
        match self.stretches.partition_point(|(here, _)| *here <= at).checked_sub(1) {
            Some(index) => {
                let (here, there) = self.stretches[index];
                there + (at - here)
            }
            None => at,
        }
    }

    fn keep(&mut self, text: &[u8], range: Range<usize>) {
        if !range.is_empty() {
            let bytes = self.bytes.to_mut();
            self.stretches.push((bytes.len(), range.start));
            bytes.extend_from_slice(&text[range]);
        }
    }
}

const ESCAPE: u8 = 0x1b;

/// A title or a link that is longer is taken for text.
const LONGEST: usize = 4096;

/// What tokens are made of.
fn in_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'/' | b'+' | b'=')
}

/// The length of the escape sequence that begins here; one that does not end is as long as its introducer.
fn sequence(text: &[u8]) -> usize {
    match text.get(1) {
        Some(b'[') => {
            let parameters = text[2..].iter().take_while(|byte| (0x20..=0x3f).contains(*byte)).count();
            let ends = text.get(2 + parameters).is_some_and(|byte| (0x40..=0x7e).contains(byte));
            if ends { parameters + 3 } else { 2 }
        }
        Some(b']' | b'P' | b'X' | b'^' | b'_') => {
            let long =
                text[2..].iter().take(LONGEST).take_while(|byte| !matches!(**byte, 0x07 | ESCAPE | b'\n')).count();
            match text.get(2 + long..) {
                Some([0x07, ..]) => long + 3,
                Some([ESCAPE, b'\\', ..]) => long + 4,
                _ => 2,
            }
        }
        Some(b'(' | b')' | b'*' | b'+' | b'#' | b' ' | b'%') if text.get(2).is_some_and(|byte| *byte > b' ') => 3,
        Some(0x21..=0x7e) => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_traced_back() {
        let text = b"a\x1b[1mbc\x1b[0m\nde\r\nf";
        let view = View::unescaped(text);
        assert_eq!(&*view.bytes, b"abc\nde\r\nf");
        assert_eq!(&text[view.trace(&(1..3))], b"bc");
        let joined = view.joined().expect("two lines");
        assert_eq!(&*joined.bytes, b"\nabcdef");
        assert_eq!(&text[view.trace(&joined.trace(&(2..5)))], b"bc\x1b[0m\nd");
        assert_eq!(&text[view.trace(&joined.trace(&(5..7)))], b"e\r\nf");
        let text = b"one;\ntwo\n  three four\nfive six\nseven\r\n";
        assert_eq!(&*View::unescaped(text).joined().expect("cut words").bytes, b"\n  three fourfive sixseven");
    }

    #[test]
    fn plain_text_is_not_copied() {
        let view = View::unescaped(b"abc\n");
        assert!(matches!(view.bytes, Cow::Borrowed(_)));
        assert_eq!(view.trace(&(1..2)), 1..2);
        assert!(View::unescaped(b"abc").joined().is_none());
    }

    #[test]
    fn sequences_that_do_not_end_hide_nothing() {
        for text in [&b"\x1b[12"[..], b"\x1b]8;;x", b"\x1b", b"\x1b("] {
            let view = View::unescaped(text);
            assert!(view.bytes.len() + 3 >= text.len(), "{text:?}");
        }
        assert_eq!(&*View::unescaped(b"\x1b]8;;u\x07l\x1b]8;;\x1b\\k").bytes, b"lk");
    }
}
