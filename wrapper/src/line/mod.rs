//! The line a person typed, read once and used by everybody: parts, words, what joins them, and what is doubtful.
//!
//! `parse` reads bash with brush-parser; the other shells through the same reader where they agree with it, with a
//! gate that names what they read differently; `nu` reads Nushell from what a nu says. What does not parse is still
//! split into words, so that the brain can help; a [`Doubt`] tells the judge to stay away. Nothing here decides what may run, and nothing here runs.

mod blame;
mod gate;
pub mod nu;
mod quote;
mod read;
mod resume;
mod scan;
mod stages;
mod tree;
mod word;

pub use crate::protocol::types::Dialect;
pub use blame::{failed_stage, not_found};
pub use gate::Doubt;
pub(crate) use gate::disguised;
pub use quote::{join, quote};
pub use resume::{Part, Resume, Scope, changes_shell, resume};
pub use stages::stages;
pub use tree::{
    Command, Compound, CompoundKind, Dynamic, Joint, List, Nature, Pipeline, Redirect, RedirectKind, Simple, Span, Word,
};

/// A line and the shell it is meant for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// As typed.
    pub text: String,
    /// The shell's language.
    pub dialect: Dialect,
}

impl Line {
    /// A line of that shell.
    #[must_use]
    pub fn new(text: impl Into<String>, dialect: Dialect) -> Self {
        Self { text: text.into(), dialect }
    }
}

/// A line that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parsed {
    /// What was read.
    pub line: Line,
    /// Its pipelines; a guess when [`Parsed::is_parsed`] is false.
    pub list: List,
    /// Why the tree must not be trusted with a decision.
    pub doubt: Option<Doubt>,
}

impl Parsed {
    /// True when the tree is the parser's and not the fallback's guess.
    #[must_use]
    pub fn is_parsed(&self) -> bool {
        !matches!(self.doubt, Some(Doubt::Syntax | Doubt::TooLarge))
    }

    /// The commands in the order of the protocol's stages, each with the number of its pipeline.
    pub fn commands(&self) -> impl Iterator<Item = (usize, &Command)> {
        self.list
            .iter()
            .enumerate()
            .flat_map(|(index, pipeline)| pipeline.commands.iter().map(move |command| (index, command)))
    }

    /// The text of a span.
    #[must_use]
    pub fn text(&self, span: Span) -> &str {
        self.line.text.get(span.start..span.end).unwrap_or_default()
    }

    /// The one simple command the line consists of, if it is no more than that.
    #[must_use]
    pub fn only(&self) -> Option<&Simple> {
        match self.list.as_slice() {
            [pipeline] if !pipeline.negated && !pipeline.timed && !pipeline.background => {
                match pipeline.commands.as_slice() {
                    [command] => command.simple(),
                    _ => None,
                }
            }
            _ => None,
        }
    }
}

/// Reads a line. Never fails: see [`Parsed::doubt`].
#[must_use]
pub fn parse(line: &Line) -> Parsed {
    let text = line.text.as_str();
    let gate = gate::bytes(text);
    let read = match line.dialect {
        Dialect::Nu if !gate::plain_nu(text) => None,
        _ => read::read(text),
    };
    let (list, doubt) = match read {
        Some(list) => {
            let doubt = gate.or_else(|| gate::dialect(line.dialect, text, &list));
            (list, doubt)
        }
        None => {
            let doubt = match line.dialect {
                Dialect::Nu => Doubt::Dialect("Nushell's own syntax"),
                _ => Doubt::Syntax,
            };
            (scan::split(text), Some(doubt))
        }
    };
    Parsed { line: line.clone(), list, doubt }
}

/// Every word of a list, those of compound commands and of substitutions included.
pub(crate) fn every_word<'a>(list: &'a [Pipeline], see: &mut dyn FnMut(&'a Word)) {
    fn word<'a>(word: &'a Word, see: &mut dyn FnMut(&'a Word)) {
        see(word);
        for list in &word.inner {
            every_word(list, see);
        }
    }
    for command in list.iter().flat_map(|pipeline| &pipeline.commands) {
        let redirects = match command {
            Command::Simple(simple) => {
                simple.assignments.iter().chain(&simple.words).for_each(|item| word(item, see));
                &simple.redirects
            }
            Command::Compound(compound) => {
                compound.words.iter().for_each(|item| word(item, see));
                compound.bodies.iter().for_each(|body| every_word(body, see));
                &compound.redirects
            }
        };
        redirects.iter().filter_map(|redirect| redirect.target.as_ref()).for_each(|item| word(item, see));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bash(text: &str) -> Parsed {
        parse(&Line::new(text, Dialect::Bash))
    }

    /// `operator:program arg arg<target` for each stage, to compare at a glance.
    fn shape(parsed: &Parsed) -> Vec<String> {
        parsed
            .list
            .iter()
            .flat_map(|pipeline| {
                pipeline.commands.iter().enumerate().map(|(index, command)| {
                    let joint = match (index, pipeline.joint) {
                        (0, Joint::Start) => "",
                        (0, Joint::And) => "&& ",
                        (0, Joint::Or) => "|| ",
                        (0, Joint::Then) => "; ",
                        (0, Joint::Background) => "& ",
                        _ => "| ",
                    };
                    format!("{joint}{}", parsed.text(command.span()))
                })
            })
            .collect()
    }

    #[test]
    fn parts_and_pipes() {
        for (text, parts) in [
            ("ls", vec!["ls"]),
            ("cd a && make -j4 | tee log; date", vec!["cd a", "&& make -j4", "| tee log", "; date"]),
            ("a || b & c", vec!["a", "|| b", "& c"]),
            ("A=1 B='x y' run it 2>&1 >out.txt", vec!["A=1 B='x y' run it 2>&1 >out.txt"]),
            (">out 2> err.txt run", vec![">out 2> err.txt run"]),
            ("time make && ! grep -q x y", vec!["make", "&& grep -q x y"]),
            ("for f in *.c; do cc \"$f\"; done 2>log; ls", vec!["for f in *.c; do cc \"$f\"; done 2>log", "; ls"]),
            ("if a; then b; fi | wc -l", vec!["if a; then b; fi", "| wc -l"]),
            ("(cd x; ls) && { a; b; }", vec!["(cd x; ls)", "&& { a; b; }"]),
            ("[[ -f x && $y == z* ]] && ls", vec!["[[ -f x && $y == z* ]]", "&& ls"]),
            ("cat <<E | wc\nhi\nE\nls", vec!["cat <<E", "| wc", "; ls"]),
            ("caf\u{e9} --\u{fc}ber | \u{e4} b", vec!["caf\u{e9} --\u{fc}ber", "| \u{e4} b"]),
            ("diff <(sort a) <(sort b)", vec!["diff <(sort a) <(sort b)"]),
            ("make |& less", vec!["make", "| less"]),
            ("ls\nrm x", vec!["ls", "; rm x"]),
            ("f() { ls; }; f", vec!["f() { ls; }", "; f"]),
        ] {
            let parsed = bash(text);
            assert_eq!(shape(&parsed), parts, "{text}");
            assert_eq!(parsed.doubt, None, "{text}");
        }
    }

    #[test]
    fn redirections_are_told_apart() {
        use RedirectKind as K;
        for (text, kind, operator, target) in [
            ("a >b", K::Write, ">", "b"),
            ("a 2>>b", K::Append, "2>>", "b"),
            ("a &> b", K::Write, "&>", "b"),
            ("a >& b", K::Write, ">&", "b"),
            ("a >| b", K::Write, ">|", "b"),
            ("a <> b", K::Both, "<>", "b"),
            ("a 2>&1", K::Duplicate, "2>&", "1"),
            ("a < 'b c'", K::Read, "<", "b c"),
            ("a <<< b", K::Here, "<<<", "b"),
            ("a2>b", K::Write, ">", "b"),
        ] {
            let parsed = bash(text);
            let simple = parsed.only().expect("one command");
            let redirect = simple.redirects.first().expect("a redirection");
            let value = redirect.target.as_ref().and_then(|word| word.value.as_deref());
            assert_eq!((redirect.kind, redirect.operator.as_str(), value), (kind, operator, Some(target)), "{text}");
        }
    }

    #[test]
    fn what_runs_inside_is_seen() {
        fn programs(text: &str) -> Vec<String> {
            fn walk(list: &[Pipeline], found: &mut Vec<String>) {
                for command in list.iter().flat_map(|pipeline| &pipeline.commands) {
                    match command {
                        Command::Simple(simple) => {
                            found.extend(simple.program().map(str::to_owned));
                            simple.words.iter().flat_map(|word| &word.inner).for_each(|list| walk(list, found));
                        }
                        Command::Compound(compound) => compound.bodies.iter().for_each(|body| walk(body, found)),
                    }
                }
            }
            let mut found = Vec::new();
            walk(&bash(text).list, &mut found);
            found
        }
        for (text, seen) in [
            ("if a; then b; elif c; then d; else e; fi", "a b c d e"),
            ("while a; do b; done", "a b"),
            ("case $x in y) a;; z|w) b;; esac", "a b"),
            ("(a; { b; })", "a b"),
            ("echo \"$(a | b)\" `c`", "echo a b c"),
            ("f() { a; }", "a"),
            ("coproc a", "a"),
            ("for ((i=0;i<3;i++)); do a; done", "a"),
        ] {
            assert_eq!(programs(text).join(" "), seen, "{text}");
        }
    }

    #[test]
    fn broken_lines_are_still_split() {
        for (text, parts) in [
            ("echo it's fine", vec!["echo it's fine"]),
            ("git commit -m \"open | x", vec!["git commit -m \"open | x"]),
            ("ls (a) | wc; date", vec!["ls (a)", "| wc", "; date"]),
            ("cat a > | b", vec!["cat a >", "| b"]),
            ("if true; then ls", vec!["if true", "; then ls"]),
        ] {
            let parsed = bash(text);
            assert_eq!(parsed.doubt, Some(Doubt::Syntax), "{text}");
            assert!(!parsed.is_parsed());
            assert_eq!(shape(&parsed), parts, "{text}");
        }
    }

    #[test]
    fn extreme_text_is_read_in_bounded_depth() {
        for text in [
            "(".repeat(3000),
            "$(".repeat(3000),
            "a ".repeat(40_000),
            "99999999999999>x".to_owned(),
            "~+99999999999999999999999".to_owned(),
            "if ".repeat(2000),
            "$(<< <a ".to_owned(),
        ] {
            let parsed = bash(&text);
            assert!(parsed.doubt.is_some() || parsed.list[0].commands.len() == 1);
        }
    }

    /// The parser tries each way to read a bracket, and each way again for the brackets inside.
    #[test]
    fn no_line_keeps_the_parser_busy() {
        for count in [6, 14, 26, 100] {
            for unit in ["((a ", "for ((", "if ((", "(", "( ", "case x in x) ", "case x in (x) ", "case x in x) ((a "] {
                let start = std::time::Instant::now();
                bash(&unit.repeat(count));
                assert!(start.elapsed().as_secs() < 2, "{unit} {count} times");
            }
        }
        assert!(bash("((((1))))").is_parsed() && bash("(a; (b; (c; (d))))").is_parsed());
    }

    #[test]
    fn an_empty_line_has_no_parts() {
        for text in ["", "   ", "# only a remark"] {
            assert!(bash(text).list.is_empty(), "{text}");
        }
    }
}
