//! What a line begins with: the first word says most about whom the line is meant for.

use super::Names;
use super::lexicon::{self, Tags, look_up};
use super::token::{Shape, Token};
use super::{keyboard, scripts};

/// What the first word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opening {
    /// It asks: *what*, *how*; no command of this name is known.
    Question,
    /// It asks for something to be done: *show*, *delete*.
    Request,
    /// It begins a phrase: *the*, *I*, *please*, *is*.
    Phrase,
    /// It names a thing: a noun, an adjective, a number, a file that cannot be run by its name.
    Thing,
    /// A word of English that is a command as well: *find*, *make*, *who*.
    Either,
    /// It begins a sentence in one of these other languages.
    Foreign(u16),
    /// It is written in a script other than Latin.
    Script,
    /// A command that is no word of English.
    Command,
    /// A command that prints, says or runs the words behind it.
    Speaker,
    /// A word nobody knows: a rare program, or a misspelt one.
    Unknown,
    /// What only a shell writes; why.
    Shell(&'static str),
}

impl Opening {
    /// True when the shell may find a command of this name.
    pub fn may_run(self) -> bool {
        matches!(self, Self::Either | Self::Command | Self::Unknown)
    }
}

/// The first word, judged.
#[derive(Debug, Clone, Copy)]
pub struct First {
    pub opening: Opening,
    /// Written as the beginning of a sentence, with a capital letter.
    pub capital: bool,
}

impl First {
    fn shell(why: &'static str) -> Self {
        Self { opening: Opening::Shell(why), capital: false }
    }
}

/// Words after which a command follows, and nothing else makes sense to the shell.
const BEFORE_A_COMMAND: &[&str] =
    &["if", "while", "until", "do", "then", "else", "elif", "time", "not", "and", "or", "begin", "nocorrect", "noglob"];

/// Judges the first of the tokens; there is one.
pub fn first(tokens: &[Token<'_>], names: Option<&dyn Names>) -> First {
    let token = &tokens[0];
    if token.closed && !token.opened && token.text.is_ascii() {
        return First::shell("a pattern of a choice");
    }
    if tokens.get(1).is_some_and(|second| matches!(second.text, "=" | "==" | "+=" | ":=")) {
        return First::shell("an assignment");
    }
    let mut capital = false;
    let opening = match token.shape {
        Shape::Word => {
            let known = names.map(|names| names.contains(token.text));
            let speaks = token.mark.is_some_and(|mark| mark != ':');
            capital = is_capitalised(token.text) && known != Some(true);
            // A program that everybody has heard of is meant even where it is not installed.
            let command = !speaks && (known == Some(true) || token.tags.any(Tags::COMMAND));
            word(tokens, token.tags, command, capital, known)
        }
        Shape::Script if names.is_some_and(|names| names.contains(token.text)) => Opening::Command,
        Shape::Script if is_mistyped_command(token.text, names) => Opening::Command,
        Shape::Script => Opening::Script,
        Shape::Number if is_called(token.text, names) => Opening::Command,
        // A count or a port, and what is asked of it: 80端口被谁占了.
        Shape::Number if token.text.chars().any(scripts::is_unspaced) => Opening::Script,
        Shape::Name if is_called(token.text, names) => Opening::Command,
        Shape::Name if token.text.chars().any(scripts::is_unspaced) => Opening::Script,
        // An identifier: nobody's first word.
        Shape::Name => Opening::Command,
        Shape::File if is_script(token.text) => Opening::Unknown,
        Shape::File => Opening::Thing,
        Shape::Number | Shape::Mark | Shape::Glob if tokens.len() > 2 => Opening::Thing,
        Shape::Quoted if tokens.len() > 2 && !token.text.contains(['/', '\\']) => Opening::Command,
        Shape::Quoted => Opening::Shell("a quoted name"),
        Shape::Option => Opening::Shell("an option"),
        Shape::Path => Opening::Shell("a path"),
        Shape::Variable | Shape::Substitution => Opening::Shell("an expansion"),
        Shape::Assignment => Opening::Shell("an assignment"),
        Shape::Operator => Opening::Shell("an operator"),
        Shape::Syntax => Opening::Shell("syntax of the shell"),
        _ => Opening::Unknown,
    };
    First { opening, capital }
}

fn word(tokens: &[Token<'_>], tags: Tags, command: bool, capital: bool, known: Option<bool>) -> Opening {
    let text = tokens[0].text;
    let english = tags.any(Tags::GRAMMAR | Tags::ADDRESS | Tags::CONTENT);
    let is_here = known != Some(false) || tags.any(Tags::BUILTIN) || !english;
    if !capital && tags.any(Tags::SPEAKER) && is_here {
        return Opening::Speaker;
    }
    if !capital && let Some(why) = shell_grammar(text, tokens) {
        return Opening::Shell(why);
    }
    if command && !(capital && english) {
        return if english { Opening::Either } else { Opening::Command };
    }
    if tags.any(Tags::QUESTION) {
        Opening::Question
    } else if tags.any(Tags::VERB) {
        Opening::Request
    } else if tags.any(Tags::GRAMMAR | Tags::ADDRESS) {
        Opening::Phrase
    } else if tags.any(Tags::NOUN | Tags::ADJECTIVE) {
        Opening::Thing
    } else if tags.opens() != 0 {
        Opening::Foreign(tags.opens())
    } else if lexicon::is_nearly_a_speaker(text) {
        Opening::Speaker
    } else {
        Opening::Unknown
    }
}

/// Reserved words with what the shell's grammar has behind them.
fn shell_grammar(text: &str, tokens: &[Token<'_>]) -> Option<&'static str> {
    if matches!(text, "fi" | "done" | "esac" | "else" | "elif") {
        return Some("a reserved word");
    }
    let second = tokens.get(1)?;
    let third = tokens.get(2);
    match text {
        "for" | "select" | "foreach" if third.is_some_and(|token| matches!(token.text, "in" | "do")) => Some("a loop"),
        "for" | "foreach" | "while" | "if" | "until" | "switch"
            if second.opened || second.text.starts_with(['$', '[']) =>
        {
            Some("a loop or a condition")
        }
        "case" if third.is_some_and(|token| token.text == "in") => Some("a choice"),
        "function" | "def" if third.is_none_or(|token| token.text.starts_with(['{', '(', '['])) => Some("a function"),
        // `who am i` is the manual's own way to ask.
        "who" if tokens.len() == 3 && second.text == "am" => Some("who's own two words"),
        _ if BEFORE_A_COMMAND.contains(&text) && runs(second) => Some("a command behind a reserved word"),
        _ => None,
    }
}

/// True of a word that is a command and nothing else.
fn runs(token: &Token<'_>) -> bool {
    matches!(token.text, "[" | "[[" | "!" | "true" | "false" | "test" | "read" | "command" | "find" | "make" | "ping")
        || (token.is(Shape::Word)
            && token.tags.any(Tags::COMMAND | Tags::SPEAKER)
            && !token.tags.any(Tags::GRAMMAR | Tags::CONTENT))
        || token.tags.any(Tags::SPEAKER)
}

/// `Find`, and not `VBoxManage` or `CD`.
fn is_capitalised(text: &str) -> bool {
    let mut letters = text.chars().filter(|c| !matches!(c, '[' | ']'));
    letters.next().is_some_and(char::is_uppercase)
        && (text.len() > 1 || text == "I" || text == "A")
        && letters.all(|c| !c.is_uppercase())
}

/// A file that is run by its name.
fn is_script(text: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "sh", "bash", "zsh", "fish", "nu", "py", "pl", "rb", "js", "php", "lua", "exe", "bat", "cmd", "ps1", "run",
        "bin", "out", "jar",
    ];
    text.rsplit_once('.').is_some_and(|(_, ending)| ENDINGS.contains(&ending))
}

/// A name with digits or underscores in it that is a command: `7z`, `python3`.
fn is_called(text: &str, names: Option<&dyn Names>) -> bool {
    names.map_or_else(|| look_up(text).any(Tags::COMMAND), |names| names.contains(text))
}

/// A known command typed with another keyboard layout on.
fn is_mistyped_command(text: &str, names: Option<&dyn Names>) -> bool {
    keyboard::as_latin(text).is_some_and(|meant| is_called(&meant, names))
}
