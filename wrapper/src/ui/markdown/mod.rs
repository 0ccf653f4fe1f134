//! Markdown on a terminal while it is still being written, as models write it (CommonMark, and GitHub's tables).
//!
//! Text comes in pieces that are cut anywhere. What can be shown is shown at once and never taken back: a word as soon as it
//! is complete, a table once it has ended. How the text was cut changes nothing, because everything is decided character by
//! character. What the text could do to a terminal is made harmless on the way (`flow`).
//!
//! Not understood, and left as text: HTML, link references, footnotes, tables without a leading `|`.

mod flow;
mod inline;
mod start;
mod table;
#[cfg(test)]
mod tests;

use flow::{Container, Flow, Manner};
use inline::{Atom, Inline, Style};
use start::{Context, Fence, Leaf, More, Start, Until, start};

/// A text that is being shown.
#[derive(Debug)]
pub struct Page {
    width: u16,
    inline: Inline,
    flow: Flow,
    place: Place,
    /// The beginning of a line whose kind is not known yet.
    line: Vec<char>,
    /// What would not change that.
    undecided: Until,
    fence: Option<Fence>,
    paragraph: bool,
    heading: bool,
    /// The source had an empty line.
    blank: bool,
    rows: Vec<String>,
    atoms: Vec<Atom>,
}

/// Where in the source the next character stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// In what tells the kind of a line.
    Start,
    Text,
    Code,
    Row,
}

/// A table that is longer (bytes) is shown as it is written.
const MOST_TABLE: usize = 1 << 16;

impl Page {
    /// A page so many columns wide (0: not known, 80); without colour there are no escape sequences at all.
    #[must_use]
    pub fn new(width: u16, color: bool) -> Self {
        Self::of(width, if color { Manner::Color } else { Manner::Text })
    }

    fn of(width: u16, manner: Manner) -> Self {
        Self {
            width,
            inline: Inline::new(manner == Manner::Text),
            flow: Flow::new(width, manner),
            place: Place::Start,
            line: Vec::new(),
            undecided: Until::Any,
            fence: None,
            paragraph: false,
            heading: false,
            blank: false,
            rows: Vec::new(),
            atoms: Vec::new(),
        }
    }

    /// Takes a piece of the text; what can be shown now.
    pub fn push(&mut self, piece: &str) -> String {
        for character in piece.chars().filter(|character| *character != '\r') {
            self.character(character);
        }
        self.flow.take()
    }

    /// The text is over: what is left of it, with the end of its last line. The page is as new afterwards.
    pub fn finish(&mut self) -> String {
        if self.place != Place::Start || !self.line.is_empty() {
            self.line_over();
        }
        self.end_leaf();
        self.flow.show_empty_items(0);
        let left = self.flow.take();
        *self = Self::of(self.width, self.flow.manner);
        left
    }

    /// Somebody else has to write: what ends the line that is shown, empty where none is. The text goes on behind it as
    /// what it is, a word that was not complete included.
    pub fn interrupt(&mut self) -> String {
        self.flow.interrupt();
        self.flow.take()
    }

    fn character(&mut self, character: char) {
        match (self.place, character) {
            (_, '\n') => self.line_over(),
            (Place::Start, _) => {
                self.line.push(character);
                if self.line.len() > start::MOST || !self.undecided.stays(character) {
                    self.begin(false);
                }
            }
            (Place::Text, _) => self.text(character),
            (Place::Code, _) => self.flow.code(character),
            (Place::Row, _) => {
                if let Some(row) = self.rows.last_mut() {
                    row.push(character);
                }
            }
        }
    }

    fn text(&mut self, character: char) {
        self.inline.feed(character, &mut self.atoms);
        self.flow.atoms(&mut self.atoms);
    }

    /// Looks whether it is known by now what the line is.
    fn begin(&mut self, complete: bool) {
        let bullet = if self.flow.manner == Manner::Color { "• " } else { "- " };
        let context =
            Context { containers: &self.flow.containers, paragraph: self.paragraph, fence: self.fence.as_ref() };
        let start = match start(&self.line, complete, bullet, &context) {
            Ok(start) => start,
            Err(More(until)) => return self.undecided = until,
        };
        self.undecided = Until::Any;
        let rest = start.rest;
        self.apply(start);
        let line = std::mem::take(&mut self.line);
        if self.place != Place::Start {
            for character in &line[rest.min(line.len())..] {
                self.character(*character);
            }
        }
    }

    fn line_over(&mut self) {
        if self.place == Place::Start {
            self.begin(true);
        }
        match self.place {
            Place::Text if self.heading => self.end_leaf(),
            Place::Text => self.flow.flush(),
            Place::Code => self.flow.end_code(),
            Place::Row if self.rows.iter().map(String::len).sum::<usize>() > MOST_TABLE => self.end_leaf(),
            _ => {}
        }
        self.place = Place::Start;
        self.line.clear();
    }

    fn apply(&mut self, start: Start) {
        let Start { matched, opened, leaf, .. } = start;
        let all = matched == self.flow.containers.len() && opened.is_empty();
        match leaf {
            Leaf::Blank if opened.is_empty() => {
                self.end_leaf();
                if self.flow.containers[matched..].contains(&Container::Quote) {
                    self.leave(matched);
                }
                self.blank = self.flow.begun;
                return;
            }
            Leaf::Text if self.paragraph && opened.is_empty() => {
                self.place = Place::Text;
                return self.text('\n');
            }
            Leaf::Code => {
                self.place = Place::Code;
                return;
            }
            Leaf::Close => {
                self.fence = None;
                return;
            }
            Leaf::Underline => return self.end_leaf(),
            Leaf::Row if all && !self.rows.is_empty() => {
                self.place = Place::Row;
                return self.rows.push(String::new());
            }
            _ => {}
        }
        self.end_leaf();
        self.leave(matched);
        let apart = self.blank || opened.is_empty() && matches!(leaf, Leaf::Heading(_));
        if apart && self.flow.begun {
            self.flow.blank_line();
        }
        self.blank = false;
        self.flow.containers.extend(opened);
        match leaf {
            Leaf::Text => {
                self.paragraph = true;
                self.place = Place::Text;
            }
            Leaf::Heading(level) => {
                self.heading = true;
                self.place = Place::Text;
                match self.flow.manner {
                    Manner::Color => self.inline.bold = true,
                    Manner::Bare => {}
                    Manner::Text => {
                        let sign = Atom::Char('#', Style::default());
                        self.atoms.extend(std::iter::repeat_n(sign, level));
                        self.atoms.push(Atom::Char(' ', Style::default()));
                        self.flow.atoms(&mut self.atoms);
                    }
                }
            }
            Leaf::Fence(fence) => self.fence = Some(fence),
            Leaf::Indented => self.place = Place::Code,
            Leaf::Rule => {
                let dim = Style { dim: true, ..Style::default() };
                let length = if self.flow.manner == Manner::Color { self.flow.room() } else { 3 };
                self.flow.laid(&vec![('─', dim); length]);
            }
            Leaf::Row => {
                self.rows.push(String::new());
                self.place = Place::Row;
            }
            Leaf::Blank | Leaf::Code | Leaf::Close | Leaf::Underline => {}
        }
    }

    /// Leaves all but so many of the blocks around.
    fn leave(&mut self, kept: usize) {
        self.flow.show_empty_items(kept);
        self.flow.containers.truncate(kept);
        self.fence = None;
    }

    /// Ends a paragraph, a heading or a table.
    fn end_leaf(&mut self) {
        if self.paragraph || self.heading {
            self.end_text();
        }
        (self.paragraph, self.heading) = (false, false);
        let rows = std::mem::take(&mut self.rows);
        if rows.is_empty() {
            return;
        }
        if let Some(lines) = table::lay(&rows, self.flow.room(), self.flow.manner) {
            lines.iter().for_each(|line| self.flow.laid(line));
            return;
        }
        for row in rows {
            row.chars().for_each(|character| self.text(character));
            self.end_text();
        }
    }

    fn end_text(&mut self) {
        self.inline.end(&mut self.atoms);
        self.flow.atoms(&mut self.atoms);
        self.flow.end_line();
    }
}

/// The text with its markup taken away: no marks, no colour, each paragraph one line.
#[must_use]
pub fn plain(text: &str) -> String {
    let mut page = Page::of(u16::MAX, Manner::Bare);
    let mut shown = page.push(text);
    shown.push_str(&page.finish());
    shown
}
