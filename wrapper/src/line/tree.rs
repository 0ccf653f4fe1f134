//! The tree of a line: pipelines joined by operators, commands joined by pipes, words.
//!
//! Values only. Spans are in bytes of the line; the protocol counts code points, which `stages` converts to.

/// A stretch of the line, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// Pipelines in the order of the text: `a && b; c` is three.
pub type List = Vec<Pipeline>;

/// What joins a pipeline to the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joint {
    /// Nothing: it is the first.
    Start,
    /// `&&`
    And,
    /// `||`
    Or,
    /// `;` or a newline
    Then,
    /// `&`: the one before it runs in the background.
    Background,
}

/// Commands joined by `|`; one command alone is a pipeline too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pipeline {
    /// What joins it to the one before it.
    pub joint: Joint,
    /// Its status is turned round by `!`.
    pub negated: bool,
    /// It is measured by the shell's `time`.
    pub timed: bool,
    /// `&` follows it.
    pub background: bool,
    /// Its members; empty only for `time` or `!` alone.
    pub commands: Vec<Command>,
    /// From its first byte (`!` and `time` included) to the end of its last word.
    pub span: Span,
}

/// A member of a pipeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// A program with its arguments.
    Simple(Simple),
    /// A group, a loop, a test and the like.
    Compound(Compound),
}

impl Command {
    /// Where it stands.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            Self::Simple(simple) => simple.span,
            Self::Compound(compound) => compound.span,
        }
    }

    /// The simple command, if it is one.
    #[must_use]
    pub fn simple(&self) -> Option<&Simple> {
        match self {
            Self::Simple(simple) => Some(simple),
            Self::Compound(_) => None,
        }
    }
}

/// A program with its arguments, or assignments or redirections alone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Simple {
    /// `NAME=value` in front of the program.
    pub assignments: Vec<Word>,
    /// The program and its arguments.
    pub words: Vec<Word>,
    /// Redirections, in the order of the text.
    pub redirects: Vec<Redirect>,
    /// Where it stands.
    pub span: Span,
    /// What its words are.
    pub nature: Nature,
}

/// What the words of a simple command are, where the shell itself has told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Nature {
    /// A program's name and its arguments, or a name that only the shell could tell more of.
    #[default]
    Program,
    /// The first words, so many, name a command of the shell's own: Nushell's `str upcase` is two.
    Own(usize),
    /// A value that nothing is called for: Nushell's `$env.A`, `[1 2]`, `$x = 3`.
    Expression,
}

impl Simple {
    /// The value of the first word, when it is known before the line runs.
    #[must_use]
    pub fn program(&self) -> Option<&str> {
        self.words.first().filter(|_| self.nature != Nature::Expression)?.value.as_deref()
    }

    /// The values of all words, when every one is known.
    #[must_use]
    pub fn literal(&self) -> Option<Vec<&str>> {
        self.words.iter().map(|word| word.value.as_deref()).collect()
    }
}

/// What kind of compound command it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CompoundKind {
    /// `{ …; }`
    Group,
    /// `( … )`
    Subshell,
    /// `if`
    If,
    /// `for` over words
    For,
    /// `for ((…))`
    Count,
    /// `while` and `until`
    While,
    /// `case`
    Case,
    /// A function is defined, nothing is run.
    Function,
    /// `[[ … ]]`
    Test,
    /// `(( … ))`
    Arithmetic,
    /// `coproc`
    Coprocess,
}

/// A compound command. What runs inside it is in `bodies`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compound {
    /// What it is.
    pub kind: CompoundKind,
    /// The lists inside it: conditions and branches, in the order of the text.
    pub bodies: Vec<List>,
    /// Words it looks at itself: what `for` goes over, what `case` compares, what `[[` tests.
    pub words: Vec<Word>,
    /// Its text when it is judged by that alone: the inside of `((…))`, the operators of `[[ … ]]`.
    pub notes: Vec<String>,
    /// Redirections of the whole.
    pub redirects: Vec<Redirect>,
    /// Where it stands.
    pub span: Span,
}

/// What stands in the way of knowing a word before the line runs, harmless first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dynamic {
    /// `{a,b}`: several words, all of them in the text.
    Braces,
    /// A pattern of file names, or another person's home.
    Glob,
    /// `$name`
    Variable,
    /// The output of a command; the command is in [`Word::inner`].
    Command,
    /// `${…}` with an operator, arithmetic, and what else could run code that is not seen here.
    Odd,
}

/// One word.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Word {
    /// As typed, quotes included.
    pub text: String,
    /// After quote removal; `None` when an expansion makes it unknown before it runs. A leading `~` for the
    /// person's own home stays as it is and is told by [`Word::tilde`].
    pub value: Option<String>,
    /// What is certain of its beginning: all of it when `value` is known.
    pub prefix: String,
    /// Why the value is unknown.
    pub dynamic: Option<Dynamic>,
    /// Begins with an unquoted `~` or `~/`.
    pub tilde: bool,
    /// Some of it is quoted or escaped.
    pub quoted: bool,
    /// Commands whose output or input it is.
    pub inner: Vec<List>,
    /// Where it stands.
    pub span: Span,
}

impl Word {
    /// A word that is no more than its text: an argument that no shell has seen.
    #[must_use]
    pub fn literal(text: &str) -> Self {
        Self { text: text.to_owned(), value: Some(text.to_owned()), prefix: text.to_owned(), ..Self::default() }
    }
}

/// What a redirection does with its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RedirectKind {
    /// `<`
    Read,
    /// `>`, `>|`, `&>`: the file is emptied first.
    Write,
    /// `>>`, `&>>`
    Append,
    /// `<>`
    Both,
    /// `2>&1`, `<&3`, `>&-`
    Duplicate,
    /// `<<` and `<<<`: text of the line itself.
    Here,
}

/// One redirection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redirect {
    /// As typed, with the descriptor in front: `2>`.
    pub operator: String,
    /// What it does.
    pub kind: RedirectKind,
    /// The file, the descriptor, or the text; `None` only for what stands without one.
    pub target: Option<Word>,
    /// Where it stands.
    pub span: Span,
}
