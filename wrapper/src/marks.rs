//! The private marks that a shell's hooks put into what it prints, and that the host takes out again: where a command
//! begins and how it ended.
//!
//! A mark is an operating system command (ECMA-48, 8.3.89; xterm's form with BEL at its end) with a number that nobody
//! else uses and a token that only this terminal's shells know: `ESC ] 6973 ; TOKEN ; KIND ; … BEL`. What does not hold
//! the token, other people's marks and forged ones included, passes as it is. Pure: bytes in, pieces out.

use memchr::memmem;

/// Begins every mark; the token follows.
const PREFIX: &str = "\x1b]6973;";
/// A mark is never longer than this, token and end included. What claims to be is passed on.
const LONGEST: usize = 160;
const BEL: u8 = 0x07;

/// Which run of a command: the shell's process and its count.
///
/// Compared for equality only: shells inside a shell count for themselves.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct RunId(pub String);

impl RunId {
    /// The identity as written by a hook, `PID.COUNT`; `None` for anything else.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let (pid, count) = text.split_once('.')?;
        let number =
            |text: &str| !text.is_empty() && text.len() <= 20 && text.bytes().all(|byte| byte.is_ascii_digit());
        (number(pid) && number(count)).then(|| Self(text.to_owned()))
    }

    /// The number of the shell's process; `None` for one that no process can have.
    #[must_use]
    pub fn shell(&self) -> Option<i32> {
        self.0.split('.').next()?.parse().ok()
    }
}

/// What a hook does after it has told of an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asks {
    /// Nothing.
    Nothing,
    /// It asks what to do about it: what is held back stays so.
    WhatToDo,
    /// It tells more about it; nothing needs to be held back.
    ToNote,
}

/// What a hook says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    /// `C;ID`: a command begins; what follows is its output.
    Begin(RunId),
    /// `D;ID;STATUS;ASKS`: it has ended. The last is 0, 1 or 2, in the order of [`Asks`].
    End {
        /// Which one.
        id: RunId,
        /// Its exit status, as the shell tells it.
        status: u8,
        /// What the hook does next.
        asks: Asks,
    },
    /// `A`: the shell goes on to its prompt, at which a line of ours will run: nobody needs to see that prompt.
    Prompt,
    /// `W`: that line waits in the shell, and a key has it run.
    Wake,
    /// `F`: a line waits in the shell to be put into its editor.
    Fill,
    /// `L`: a line of ours stands in the editor as the prompt is drawn.
    Filled,
}

impl Mark {
    /// Reads what stands behind the token.
    fn read(body: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(body).ok()?;
        let mut fields = text.split(';');
        let mark = match fields.next()? {
            "C" => Self::Begin(RunId::read(fields.next()?)?),
            "D" => Self::End {
                id: RunId::read(fields.next()?)?,
                status: fields.next()?.parse().ok()?,
                asks: match fields.next()? {
                    "0" => Asks::Nothing,
                    "1" => Asks::WhatToDo,
                    "2" => Asks::ToNote,
                    _ => return None,
                },
            },
            "A" => Self::Prompt,
            "W" => Self::Wake,
            "F" => Self::Fill,
            "L" => Self::Filled,
            _ => return None,
        };
        fields.next().is_none().then_some(mark)
    }
}

/// A piece of what a shell prints.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece<'a> {
    /// To be passed on as it is.
    Bytes(&'a [u8]),
    /// A mark, taken out.
    Mark(Mark),
}

/// Takes marks out of a stream that arrives in any pieces.
#[derive(Debug)]
pub struct Filter {
    /// Prefix and token, up to the second semicolon.
    start: Vec<u8>,
    finder: memmem::Finder<'static>,
    /// What may be the beginning of a mark, at the end of what came last.
    partial: Vec<u8>,
}

impl Filter {
    /// For marks with this token.
    #[must_use]
    pub fn new(token: &str) -> Self {
        let start = format!("{PREFIX}{token};").into_bytes();
        let finder = memmem::Finder::new(&start).into_owned();
        Self { start, finder, partial: Vec::new() }
    }

    /// Takes bytes and gives out pieces, in order.
    pub fn feed(&mut self, bytes: &[u8], see: &mut dyn FnMut(Piece<'_>)) {
        if self.partial.is_empty() {
            let rest = self.pass(bytes, see);
            self.partial = bytes[rest..].to_vec();
        } else {
            let mut joined = std::mem::take(&mut self.partial);
            joined.extend_from_slice(bytes);
            let rest = self.pass(&joined, see);
            self.partial = joined.split_off(rest);
        }
    }

    /// True while bytes are kept back that may become a mark.
    #[must_use]
    pub fn waits(&self) -> bool {
        !self.partial.is_empty()
    }

    /// Nothing more has come for a while: what was kept back is no mark.
    pub fn settle(&mut self, see: &mut dyn FnMut(Piece<'_>)) {
        let partial = std::mem::take(&mut self.partial);
        if !partial.is_empty() {
            see(Piece::Bytes(&partial));
        }
    }

    /// Gives out all that is certain; gives the place where what may be a mark begins.
    fn pass(&self, bytes: &[u8], see: &mut dyn FnMut(Piece<'_>)) -> usize {
        let mut sent = 0;
        let mut from = 0;
        while let Some(found) = self.finder.find(&bytes[from..]) {
            let at = from + found;
            let body = at + self.start.len();
            let most = bytes.len().min(at + LONGEST);
            let Some(length) = memchr::memchr(BEL, &bytes[body..most]) else {
                if most < at + LONGEST {
                    give(see, &bytes[sent..at]);
                    return at;
                }
                // Too long for a mark.
                from = body;
                continue;
            };
            from = body + length + 1;
            if let Some(mark) = Mark::read(&bytes[body..body + length]) {
                give(see, &bytes[sent..at]);
                see(Piece::Mark(mark));
                sent = from;
            }
        }
        let end = bytes.len() - self.beginning(&bytes[from..]);
        give(see, &bytes[sent..end]);
        end
    }

    /// How many bytes at the end are the beginning of a mark.
    fn beginning(&self, bytes: &[u8]) -> usize {
        let most = bytes.len().min(self.start.len() - 1);
        let tail = &bytes[bytes.len() - most..];
        memchr::memchr_iter(0x1b, tail).find(|at| self.start.starts_with(&tail[*at..])).map_or(0, |at| most - at)
    }
}

fn give(see: &mut dyn FnMut(Piece<'_>), bytes: &[u8]) {
    if !bytes.is_empty() {
        see(Piece::Bytes(bytes));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What comes out, marks in angle brackets.
    fn passed(pieces: &[&str]) -> String {
        let mut filter = Filter::new("0123abcd");
        let mut text = String::new();
        let mut see = |piece: Piece<'_>| match piece {
            Piece::Bytes(bytes) => text += &String::from_utf8_lossy(bytes),
            Piece::Mark(mark) => text += &format!("<{}>", short(&mark)),
        };
        for piece in pieces {
            filter.feed(piece.as_bytes(), &mut see);
        }
        filter.settle(&mut see);
        text
    }

    fn short(mark: &Mark) -> String {
        match mark {
            Mark::Begin(id) => format!("begin {}", id.0),
            Mark::End { id, status, asks } => {
                format!("end {} {status}{}", id.0, if *asks == Asks::WhatToDo { " asks" } else { "" })
            }
            Mark::Prompt => "prompt".to_owned(),
            Mark::Wake => "wake".to_owned(),
            Mark::Fill => "fill".to_owned(),
            Mark::Filled => "filled".to_owned(),
        }
    }

    const BEGIN: &str = "\x1b]6973;0123abcd;C;77.1\x07";
    const END: &str = "\x1b]6973;0123abcd;D;77.1;127;1\x07";

    #[test]
    fn marks_are_taken_out_and_nothing_else() {
        for (stream, expected) in [
            (format!("a{BEGIN}b{END}c"), "a<begin 77.1>b<end 77.1 127 asks>c"),
            (format!("{BEGIN}{END}"), "<begin 77.1><end 77.1 127 asks>"),
            ("\x1b]6973;0123abcd;A\x07\x1b]6973;0123abcd;W\x07".to_owned(), "<prompt><wake>"),
            ("\x1b]6973;0123abcd;F\x07".to_owned(), "<fill>"),
            ("\x1b[31mred\x1b[0m \x1b]133;A\x07".to_owned(), "\x1b[31mred\x1b[0m \x1b]133;A\x07"),
        ] {
            assert_eq!(passed(&[&stream]), expected, "{stream:?}");
        }
    }

    #[test]
    fn what_is_no_mark_of_ours_passes_as_it_is() {
        for stream in [
            "\x1b]6973;deadbeef;C;1.1\x07",
            "\x1b]6973;0123abcd;Z\x07",
            "\x1b]6973;0123abcd;C;1\x07",
            "\x1b]6973;0123abcd;D;1.1;256;0\x07",
            "\x1b]6973;0123abcd;D;1.1;1;0;x\x07",
            "\x1b]6973;0123abcd;A",
            "\x1b]6973;0123ab",
            "\x1b",
            &format!("\x1b]6973;0123abcd;{}\x07", "9".repeat(200)),
        ] {
            assert_eq!(passed(&[stream]), stream, "{stream:?}");
        }
    }

    #[test]
    fn a_mark_may_arrive_in_any_pieces() {
        let stream = format!("before{BEGIN}out\x1b[0m{END}after\x1b]");
        let whole = passed(&[&stream]);
        for cut in 0..=stream.len() {
            for second in (cut..=stream.len()).step_by(7) {
                let pieces = [&stream[..cut], &stream[cut..second], &stream[second..]];
                assert_eq!(passed(&pieces), whole, "{cut} {second}");
            }
        }
    }

    #[test]
    fn only_the_beginning_of_a_mark_is_kept_back() {
        let mut filter = Filter::new("0123abcd");
        let mut count = 0;
        let mut see = |piece: Piece<'_>| {
            if let Piece::Bytes(bytes) = piece {
                count += bytes.len();
            }
        };
        filter.feed(b"text \x1b]69", &mut see);
        assert!(filter.waits());
        filter.feed(b"x and on", &mut see);
        assert!(!filter.waits());
        assert_eq!(count, "text \x1b]69x and on".len());
    }
}
