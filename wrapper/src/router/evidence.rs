//! Points for one reading of a line, and the words that gave them.

use std::fmt;

/// How many words are named as reasons.
const NAMED: usize = 4;

/// Points, and the first words that gave some.
#[derive(Debug, Default, Clone, Copy)]
pub struct Evidence<'a> {
    pub points: i32,
    words: [&'a str; NAMED],
    count: usize,
}

impl<'a> Evidence<'a> {
    /// Adds points that a word gave.
    pub fn add(&mut self, points: i32, word: &'a str) {
        if points <= 0 {
            return;
        }
        self.points += points;
        if self.count > 0 && self.words.get(self.count - 1) == Some(&word) {
            return;
        }
        if let Some(place) = self.words.get_mut(self.count) {
            *place = word;
            self.count += 1;
        }
    }
}

impl fmt::Display for Evidence<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.points)?;
        match self.words.get(..self.count) {
            None | Some([]) => Ok(()),
            Some(words) => write!(f, " ({})", words.join(" ")),
        }
    }
}
