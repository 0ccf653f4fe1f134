//! Records what a terminal was written, without what programs draw on its other screen: an editor's or a pager's pages
//! are gone when they end, and tell nothing of why something failed. Pure.

use memchr::memmem;

use super::{Recorder, Text};

/// Changes to the other screen and back (xterm's private modes 1047 and 1049): 7 or 9, then h or l follow.
const SWITCH: &[u8] = b"\x1b[?104";

/// See the module.
#[derive(Debug)]
pub(crate) struct Written {
    recorder: Recorder,
    finder: memmem::Finder<'static>,
    is_drawing: bool,
    /// What may be the beginning of a change, at the end of what came last.
    partial: Vec<u8>,
}

impl Default for Written {
    fn default() -> Self {
        let finder = memmem::Finder::new(SWITCH);
        Self { recorder: Recorder::default(), finder, is_drawing: false, partial: Vec::new() }
    }
}

impl Written {
    /// Takes printed bytes.
    pub(crate) fn push(&mut self, bytes: &[u8]) {
        if self.partial.is_empty() {
            self.pass(bytes);
        } else {
            let mut joined = std::mem::take(&mut self.partial);
            joined.extend_from_slice(bytes);
            self.pass(&joined);
        }
    }

    /// What was kept.
    pub(crate) fn finish(mut self) -> Text {
        let partial = std::mem::take(&mut self.partial);
        self.text(&partial);
        self.recorder.finish()
    }

    fn pass(&mut self, bytes: &[u8]) {
        let mut from = 0;
        while let Some(found) = self.finder.find(&bytes[from..]) {
            let at = from + found;
            let letters = at + SWITCH.len();
            match bytes[letters..] {
                [b'7' | b'9', letter @ (b'h' | b'l'), ..] => {
                    self.text(&bytes[from..at]);
                    self.is_drawing = letter == b'h';
                    from = letters + 2;
                }
                [] | [b'7' | b'9'] => {
                    self.text(&bytes[from..at]);
                    self.partial = bytes[at..].to_vec();
                    return;
                }
                _ => {
                    self.text(&bytes[from..letters]);
                    from = letters;
                }
            }
        }
        let most = (bytes.len() - from).min(SWITCH.len() - 1);
        let tail = &bytes[bytes.len() - most..];
        let begins = memchr::memrchr(0x1b, tail).filter(|at| SWITCH.starts_with(&tail[*at..]));
        let end = bytes.len() - begins.map_or(0, |at| most - at);
        self.text(&bytes[from..end]);
        self.partial = bytes[end..].to_vec();
    }

    fn text(&mut self, bytes: &[u8]) {
        if !self.is_drawing {
            self.recorder.push(bytes);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is kept of these pieces.
    fn kept(pieces: &[&[u8]]) -> String {
        let mut written = Written::default();
        for piece in pieces {
            written.push(piece);
        }
        String::from_utf8(written.finish().head).expect("text")
    }

    #[test]
    fn what_is_drawn_is_left_out() {
        for (printed, expected) in [
            ("plain", "plain"),
            ("before\x1b[?1049hdrawn\x1b[?1049lafter", "beforeafter"),
            ("a\x1b[?1047hdrawn\x1b[?1047lb\x1b[?1049hdrawn\x1b[?1049lc", "abc"),
            ("a\x1b[?1049hnever left", "a"),
            ("a\x1b[?1049lb\x1b[?1048hc\x1b[?1042", "ab\x1b[?1048hc\x1b[?1042"),
            ("ends like one\x1b[?104", "ends like one\x1b[?104"),
            ("\x1b\x1b[?1049hx\x1b[?1049l\x1b", "\x1b\x1b"),
        ] {
            assert_eq!(kept(&[printed.as_bytes()]), expected, "{printed:?}");
        }
    }

    #[test]
    fn it_may_arrive_in_any_pieces() {
        let printed = b"before\x1b[0m\x1b[?1049hdrawn\x1b[?25h\x1b[?1049lafter\x1b[?1049";
        let whole = kept(&[printed]);
        assert_eq!(whole, "before\x1b[0mafter\x1b[?1049");
        for first in 0..=printed.len() {
            for second in first..=printed.len() {
                let pieces = [&printed[..first], &printed[first..second], &printed[second..]];
                assert_eq!(kept(&pieces), whole, "{first} {second}");
            }
        }
    }
}
