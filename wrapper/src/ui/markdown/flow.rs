//! Words into lines: wrapped at the width, behind what the blocks around them put in front.
//!
//! Here everything passes that is shown: what a terminal would obey, or what hides other text, is made visible or left out.
//! Each word ends in the terminal's plain state, so that whoever writes next, or a key that ends ghost, finds it so.

use unicode_width::UnicodeWidthChar as _;

use super::inline::{Atom, Style};
use crate::line::disguised;

/// What stands around a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Container {
    Quote,
    Item {
        /// Columns in front of its mark, and up to its text, in the source.
        indent: usize,
        content: usize,
        /// What is shown for it, with the space behind.
        mark: String,
        /// It has not been shown yet.
        fresh: bool,
    },
}

/// How it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    /// With colours.
    Color,
    /// Structure by text alone.
    Text,
    /// No marks at all.
    Bare,
}

/// See the module.
#[derive(Debug)]
pub(super) struct Flow {
    pub containers: Vec<Container>,
    pub manner: Manner,
    pub width: usize,
    out: String,
    /// A line is begun.
    open: bool,
    column: usize,
    /// Where text begins in this line.
    margin: usize,
    word: Vec<(char, Style)>,
    word_width: usize,
    spaces: usize,
    soft: bool,
    /// A word that fits no line is under way: shown as it comes.
    long: bool,
    last: Option<char>,
    /// Something has been shown.
    pub begun: bool,
}

/// However narrow the terminal and deep the list, so much is left for words.
const LEAST: usize = 16;

/// Columns in front of a line, whatever stands around it: each line has them again, and a letter may be a line.
const MOST_MARGIN: usize = 24;

impl Flow {
    pub fn new(width: u16, manner: Manner) -> Self {
        let width = if width == 0 { 80 } else { usize::from(width) };
        Self {
            containers: Vec::new(),
            manner,
            width,
            out: String::new(),
            open: false,
            column: 0,
            margin: 0,
            word: Vec::new(),
            word_width: 0,
            spaces: 0,
            soft: false,
            long: false,
            last: None,
            begun: false,
        }
    }

    /// What has become ready since the last call.
    pub fn take(&mut self) -> String {
        std::mem::take(&mut self.out)
    }

    pub fn atoms(&mut self, atoms: &mut Vec<Atom>) {
        for atom in atoms.drain(..) {
            match atom {
                Atom::Soft => {
                    self.flush();
                    self.soft = true;
                }
                Atom::Hard => {
                    self.flush();
                    self.end_line();
                }
                Atom::Char(' ', style) => {
                    self.flush();
                    self.spaces = if style.code { self.spaces + 1 } else { self.spaces.max(1) };
                }
                Atom::Char(character, style) => {
                    for shown in shown(character, style.code) {
                        if shown == ' ' {
                            self.flush();
                            self.spaces = self.spaces.max(1);
                        } else {
                            self.add(shown, style);
                        }
                    }
                }
            }
        }
    }

    fn add(&mut self, character: char, style: Style) {
        let width = character.width().unwrap_or(0);
        if std::mem::take(&mut self.soft) {
            // Scripts without spaces have none where the source's line ended either.
            let joined = wide(character) && self.last.is_some_and(wide);
            self.spaces = if joined { 0 } else { self.spaces.max(1) };
        }
        if let Some((before, _)) = self.word.last()
            && (wide(character) || wide(*before))
            && !closes(character)
            && !opens(*before)
            && width > 0
        {
            self.flush();
        }
        if self.long {
            self.put(&[(character, style)]);
            self.column += width;
            return;
        }
        self.word.push((character, style));
        self.word_width += width;
        if self.word_width > self.room() {
            self.flush();
            self.long = true;
        }
    }

    /// Columns for words in a line.
    pub fn room(&self) -> usize {
        let margin: usize = self.fronts().iter().map(|(_, width)| width).sum();
        self.width.saturating_sub(margin).max(LEAST)
    }

    /// What each block around puts in front of a line, and how wide that is: nothing where all together are too wide. The
    /// mark of an item is shown once in any case.
    fn fronts(&self) -> Vec<(String, usize)> {
        let mut taken = 0;
        let mut in_front = |container: &Container| {
            let (text, width) = front(container, self.manner);
            let fresh = matches!(container, Container::Item { fresh: true, .. });
            if !fresh && taken + width > MOST_MARGIN {
                return (String::new(), 0);
            }
            taken += width;
            match container {
                Container::Item { fresh: false, .. } => (" ".repeat(width), width),
                Container::Item { .. } | Container::Quote => (text, width),
            }
        };
        self.containers.iter().map(&mut in_front).collect()
    }

    /// The word under way is complete.
    pub fn flush(&mut self) {
        self.long = false;
        if self.word.is_empty() {
            return;
        }
        if self.open && self.column > self.margin {
            let room = self.width.max(self.margin + LEAST);
            if self.column + self.spaces + self.word_width > room {
                self.break_line();
            } else {
                self.out.extend(std::iter::repeat_n(' ', self.spaces));
                self.column += self.spaces;
            }
        }
        self.open_line();
        let word = std::mem::take(&mut self.word);
        self.put(&word);
        self.column += std::mem::take(&mut self.word_width);
        self.spaces = 0;
    }

    fn put(&mut self, text: &[(char, Style)]) {
        self.last = text.last().map(|(character, _)| *character);
        for run in text.chunk_by(|(_, one), (_, other)| one == other) {
            let style = run[0].1;
            let codes = if self.manner == Manner::Color { codes(style) } else { String::new() };
            if !codes.is_empty() {
                self.out.push_str(&format!("\u{1b}[{codes}m"));
            }
            self.out.extend(run.iter().map(|(character, _)| *character));
            if !codes.is_empty() {
                self.out.push_str("\u{1b}[0m");
            }
        }
    }

    /// What the blocks around put in front of a line, where none is begun.
    pub fn open_line(&mut self) {
        if self.open {
            return;
        }
        self.open = true;
        self.begun = true;
        let fronts = self.fronts();
        self.column = fronts.iter().map(|(_, width)| width).sum();
        let text: String = fronts.into_iter().map(|(text, _)| text).collect();
        // Bars beside each other are dim together.
        self.out.push_str(&text.replace("\u{1b}[0m \u{1b}[2m", " "));
        for container in &mut self.containers {
            if let Container::Item { fresh, .. } = container {
                *fresh = false;
            }
        }
        self.margin = self.column;
    }

    /// Ends the line that is begun.
    pub fn end_line(&mut self) {
        self.flush();
        self.break_line();
    }

    /// Ends the line that is begun and nothing else.
    pub fn interrupt(&mut self) {
        self.long = false;
        self.break_line();
    }

    fn break_line(&mut self) {
        if self.open {
            self.out.push('\n');
        }
        (self.open, self.spaces, self.soft, self.last) = (false, 0, false, None);
    }

    /// An empty line between two blocks.
    pub fn blank_line(&mut self) {
        let quotes = self.containers.iter().rposition(|container| *container == Container::Quote);
        let mut text = String::new();
        let around = self.containers.iter().zip(self.fronts()).take(quotes.map_or(0, |at| at + 1));
        for (container, (front, width)) in around {
            match container {
                Container::Quote => text.push_str(&front),
                Container::Item { .. } => text.extend(std::iter::repeat_n(' ', width)),
            }
        }
        self.out.push_str(text.trim_end());
        self.out.push('\n');
    }

    /// What comes before code; it begins a line.
    fn begin_code(&mut self) {
        self.open_line();
        match self.manner {
            Manner::Color => self.out.push_str("\u{1b}[2m│\u{1b}[0m "),
            Manner::Text => self.out.push_str("    "),
            Manner::Bare => {}
        }
    }

    /// A character of code, as it is.
    pub fn code(&mut self, character: char) {
        if !self.open {
            self.begin_code();
        }
        if character == '\t' {
            self.out.push(character);
        } else {
            self.out.extend(shown(character, true));
        }
    }

    /// Ends a line of code.
    pub fn end_code(&mut self) {
        match self.manner {
            _ if self.open => self.end_line(),
            Manner::Color => {
                self.begin_code();
                self.end_line();
            }
            // What holds nothing ends in no blanks.
            Manner::Text | Manner::Bare => self.blank_line(),
        }
    }

    /// A line that is laid out already.
    pub fn laid(&mut self, text: &[(char, Style)]) {
        self.open_line();
        self.put(text);
        self.end_line();
    }

    /// Items that hold nothing are shown as such before they are left.
    pub fn show_empty_items(&mut self, from: usize) {
        let fresh = |container: &Container| matches!(container, Container::Item { fresh: true, .. });
        if self.containers.iter().skip(from).any(fresh) {
            self.open_line();
            self.end_line();
        }
    }
}

/// What a container puts in front of its first line, and how wide that is.
fn front(container: &Container, manner: Manner) -> (String, usize) {
    match (container, manner) {
        (Container::Quote, Manner::Color) => ("\u{1b}[2m│\u{1b}[0m ".to_owned(), 2),
        (Container::Quote, Manner::Text) => ("> ".to_owned(), 2),
        (Container::Quote, Manner::Bare) => (String::new(), 0),
        (Container::Item { mark, .. }, _) => (mark.clone(), mark.chars().count()),
    }
}

fn codes(style: Style) -> String {
    let Style { bold, italic, code, dim } = style;
    let codes = [(bold, "1"), (dim, "2"), (italic, "3"), (code, "36")];
    codes.iter().filter(|(on, _)| *on).map(|(_, code)| *code).collect::<Vec<_>>().join(";")
}

/// A character as it may be shown. In code everything counts, and what cannot be seen is spelled out; in text what only
/// joins or spaces other characters is left away.
pub(super) fn shown(character: char, code: bool) -> Vec<char> {
    match character {
        '\t' | '\u{a0}' | '\u{202f}' | '\u{3000}' if !code => vec![' '],
        '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{fe0e}' | '\u{fe0f}' | '\u{feff}' if !code => Vec::new(),
        _ if character.is_control() || disguised(character) => character.escape_unicode().collect(),
        _ => vec![character],
    }
}

/// Columns of text that may be shown.
pub(super) fn columns(text: &[(char, Style)]) -> usize {
    text.iter().map(|(character, _)| character.width().unwrap_or(0)).sum()
}

/// A character of a script that is broken anywhere.
fn wide(character: char) -> bool {
    character.width() == Some(2)
}

/// No line begins with it.
fn closes(character: char) -> bool {
    "，。、；：？！）」』】》〉〕”’…—,.;:?!)]}%".contains(character)
}

/// No line ends with it.
fn opens(character: char) -> bool {
    "（「『【《〈〔“‘([{".contains(character)
}
