//! Nushell's lines, read from what a nu itself has said of them: `ast --flatten`, a list of pieces with their shapes.
//!
//! Nothing of nu's grammar is guessed here. The pieces say what every stretch of the line is; flattening loses which
//! pieces belong together, so that is found again from the line's brackets, blanks and separators (`lex`), and each must
//! bear out the other: a command nu has seen where none was found, a piece in an unexpected place, letters nu says
//! nothing of, an error or a shape that is not known make the whole line doubtful.
//!
//! A command's name of several words (`str upcase`) stays several words, and [`Simple::nature`] counts them. Whoever
//! looks at words sees `str` with a subcommand, as with `git log`: `str upcsae` differs from `str upcase` in one word,
//! where nu's own piece would be `str` before and `str upcase` after.
//!
//! [`Simple::nature`]: super::Simple::nature

mod build;
mod errors;
mod lex;
mod shapes;
mod value;

pub use errors::is_refused;
pub(super) use errors::{Proof, proof};
pub use value::text_of;

use super::tree::List;
use super::{Dialect, Doubt, Line, Parsed, gate, scan};

/// A stretch of a line, as nu sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// nu's name for it, without `shape_` in front.
    pub shape: String,
    /// First byte in the line.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
}

/// The doubt about a line that nu could not read for what only the person's session may know: its variables, its files.
pub const OF_THE_SESSION: Doubt = Doubt::Dialect("what only the running shell knows");

/// Who has read a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// The person's own session, which knows its variables, modules and commands.
    Session,
    /// A nu that was started to read it, and knows only what every nu knows.
    Fresh,
}

/// What nu said of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Its pieces, in the order of the text.
    pub pieces: Vec<Piece>,
    /// Why it does not parse.
    pub error: Option<String>,
    /// Which nu said so.
    pub by: By,
}

/// Pieces that are looked at; a line of so many is none that was typed.
const MOST_PIECES: usize = 4096;

impl Told {
    /// From `{"pieces": […], "error": …}`: the pieces as `ast --flatten` tells them, the error as `ast` does. `None` for
    /// anything else.
    #[must_use]
    pub fn read(answer: &serde_json::Value, by: By) -> Option<Self> {
        let pieces = answer.get("pieces")?.as_array()?;
        if pieces.len() > MOST_PIECES {
            return None;
        }
        let byte = |piece: &serde_json::Value, end: &str| -> Option<usize> {
            usize::try_from(piece.get("span")?.get(end)?.as_u64()?).ok()
        };
        let piece = |piece: &serde_json::Value| -> Option<Piece> {
            Some(Piece {
                shape: piece.get("shape")?.as_str()?.trim_start_matches("shape_").to_owned(),
                start: byte(piece, "start")?,
                end: byte(piece, "end")?,
            })
        };
        let error = match answer.get("error") {
            None | Some(serde_json::Value::Null) => None,
            Some(serde_json::Value::String(error)) if error.is_empty() || error == "null" => None,
            Some(serde_json::Value::String(error)) => Some(error.clone()),
            Some(other) => Some(other.to_string()),
        };
        Some(Self { pieces: pieces.iter().map(piece).collect::<Option<_>>()?, error, by })
    }

    /// What was said of the line's last statements by themselves, when `tail` is those; nothing else begins where one of its
    /// statements does.
    #[must_use]
    pub fn of_tail(&self, line: &str, tail: &str) -> Option<Self> {
        let at = line.trim_end().len().checked_sub(tail.len()).filter(|at| *at > 0)?;
        let whole = parse(&Line::new(line, Dialect::Nu), Some(self));
        let begins = whole.list.iter().skip(1).any(|pipeline| pipeline.span.start == at);
        if self.error.is_some() || whole.doubt.is_some() || !begins || line.trim_end().get(at..) != Some(tail) {
            return None;
        }
        let pieces = self.pieces.iter().filter(|piece| piece.start >= at);
        let pieces =
            pieces.map(|piece| Piece { start: piece.start - at, end: piece.end - at, ..piece.clone() }).collect();
        Some(Self { pieces, ..self.clone() })
    }

    /// What stands in the way of trusting the line.
    fn doubt(&self) -> Option<Doubt> {
        let error = self.error.as_deref()?;
        // What a session has defined, or a file that cannot be seen from here, is no fault of the line's.
        const OF_A_SESSION: &[&str] = &["VariableNotFound", "ModuleNotFound", "SourcedFileNotFound", "FileNotFound"];
        let session = self.by == By::Fresh && OF_A_SESSION.iter().any(|kind| error.contains(kind));
        Some(if session { OF_THE_SESSION } else { Doubt::Syntax })
    }
}

/// Reads a line of Nushell with what nu said of it; without that only plain words and pipes are read. Never fails: see
/// [`Parsed::doubt`].
#[must_use]
pub fn parse(line: &Line, told: Option<&Told>) -> Parsed {
    let Some(told) = told.filter(|_| line.dialect == Dialect::Nu) else { return super::parse(line) };
    let text = line.text.as_str();
    let (list, doubt) = match told.doubt() {
        Some(doubt) => (scan::split(text), Some(gate::bytes(text).unwrap_or(doubt))),
        None => match read(text, told) {
            Some(list) => (list, gate::bytes(text)),
            None => (scan::split(text), Some(Doubt::Dialect("what ghost does not know of Nushell"))),
        },
    };
    Parsed { line: line.clone(), list, doubt }
}

/// True for a line of plain words and pipes, which needs no nu to be read.
#[must_use]
pub fn is_plain(text: &str) -> bool {
    gate::plain_nu(text)
}

fn read(text: &str, told: &Told) -> Option<List> {
    build::Builder::new(text, &told.pieces)?.whole()
}

#[cfg(test)]
pub(crate) mod tests;
