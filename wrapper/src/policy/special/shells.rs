//! Commands that run other commands, or text, in ways of their own.

use super::super::effect::{Effect, Kind};
use super::super::reader::Reader;
use super::super::table::Grammar;
use crate::line::Word;

/// env(1): options, assignments, then a command.
pub(super) fn env(reader: &mut Reader<'_>, grammar: &'static Grammar, args: &[Word], cause: &str) {
    let mut index = 0;
    while let Some(word) = args.get(index) {
        match word.value.as_deref() {
            Some("-") => {}
            Some("--") => {
                index += 1;
                break;
            }
            Some(value) if value.starts_with("-C") || value.starts_with("--chdir") => {
                return reader.push(Kind::Unknown, format!("env {value}"), &word.text);
            }
            Some(value) if value.starts_with('-') => match grammar.option(value.split('=').next().unwrap_or(value)) {
                Some(known) => index += usize::from(known.takes_value() && !value.contains('=')),
                None => return reader.push(Kind::Unknown, format!("env {value}"), &word.text),
            },
            Some(value) if value.contains('=') => reader.assignment(word),
            None if word.prefix.contains('=') => reader.assignment(word),
            _ => break,
        }
        index += 1;
    }
    let _ = cause;
    reader.argv(args.get(index..).unwrap_or_default());
}

/// `eval`: its words joined are a line.
pub(super) fn eval(reader: &mut Reader<'_>, args: &[Word], cause: &str) {
    let words: Option<Vec<&str>> = args.iter().map(|word| word.value.as_deref()).collect();
    match words {
        Some(words) => reader.shell_text(&words.join(" "), cause),
        None => reader.push(Kind::Unknown, "code that is put together", cause),
    }
}

/// What a shell is told about itself holds from then on; it is told otherwise as easily.
const THIS_SHELL: &str = "this shell";

/// `trap CODE SIGNAL…`
pub(super) fn trap(reader: &mut Reader<'_>, args: &[Word], cause: &str) {
    let words: Vec<&Word> = args.iter().filter(|word| word.value.as_deref() != Some("--")).collect();
    match words.as_slice() {
        [] => {}
        [word] if matches!(word.value.as_deref(), Some("-l" | "-p" | "-P")) => {}
        [word, ..] if word.value.as_deref() == Some("-") => reader.push(Kind::WriteNew, THIS_SHELL, cause),
        [word, _, ..] => {
            reader.push(Kind::WriteNew, THIS_SHELL, cause);
            reader.shell(word, cause);
        }
        [word] => reader.push(Kind::Unknown, format!("trap {}", word.text), cause),
    }
}

/// `alias NAME=TEXT` changes what later words mean.
pub(super) fn alias(reader: &mut Reader<'_>, args: &[Word], cause: &str) {
    if args.iter().any(|word| word.text.contains('=') || word.value.is_none()) {
        let text: Vec<&str> = args.iter().map(|word| word.text.as_str()).collect();
        reader.push(Kind::Opaque, format!("alias:{}", text.join(" ")), cause);
    }
}

/// `exec`: options, then a command, which takes the shell's place; alone it redirects for good.
pub(super) fn exec(reader: &mut Reader<'_>, name: &str, grammar: &'static Grammar, args: &[Word], cause: &str) {
    if name == "exec" {
        reader.push(Kind::Process, THIS_SHELL, cause);
    }
    if !args.is_empty() {
        reader.apply(name, grammar, None, args, cause);
    }
}

/// `command -v` asks; without it, it runs.
pub(super) fn command(reader: &mut Reader<'_>, grammar: &'static Grammar, args: &[Word], cause: &str) {
    let asks = args
        .first()
        .and_then(|word| word.value.as_deref())
        .is_some_and(|value| matches!(value, "-v" | "-V" | "-pv" | "-pV"));
    if !asks {
        reader.apply("command", grammar, None, args, cause);
    }
}

/// Modules of Python's that do what they say and no more.
pub(super) fn python(reader: &mut Reader<'_>, name: &str, grammar: &'static Grammar, args: &[Word], cause: &str) {
    let at = args.iter().position(|word| {
        let value = word.value.as_deref().unwrap_or_default();
        !value.starts_with('-') || value == "-m" || value == "-c"
    });
    let module = at.filter(|at| args[*at].value.as_deref() == Some("-m")).and_then(|at| Some((at, args.get(at + 1)?)));
    let Some((at, module)) = module else { return reader.apply(name, grammar, None, args, cause) };
    // Options in front of `-m` are judged as without it.
    reader.apply(name, grammar, None, &args[..at], cause);
    reader.effects.retain(|effect| effect.target != "interactive code");
    let rest = args.get(at + 2..).unwrap_or_default();
    let before = reader.effects.len();
    module_of_python(reader, module, rest);
    // A module is looked for in this folder first, and so is all that it imports in turn.
    let is_opaque = |effect: &Effect| matches!(effect.kind, Kind::Opaque | Kind::Unknown);
    if let Some(known) = module.value.as_deref()
        && !passes_folder_over(&args[..at])
        && !reader.effects[before..].iter().any(is_opaque)
    {
        reader.push(Kind::Opaque, format!("module:{known}"), &module.text);
    }
}

/// `-I` and `-P`: modules of this folder are not looked for.
fn passes_folder_over(options: &[Word]) -> bool {
    options.iter().filter_map(|word| word.value.as_deref()?.strip_prefix('-')).any(|letters| {
        // What stands behind these is their value.
        letters
            .chars()
            .take_while(|letter| !matches!(letter, '-' | 'W' | 'X'))
            .any(|letter| matches!(letter, 'I' | 'P'))
    })
}

fn module_of_python(reader: &mut Reader<'_>, module: &Word, rest: &[Word]) {
    match module.value.as_deref() {
        Some(known @ ("pip" | "pytest" | "black" | "mypy" | "ruff" | "flake8" | "json.tool")) => {
            // The module of that name does what the program does.
            let mut words = vec![Word { value: Some(known.to_owned()), ..module.clone() }];
            words.extend_from_slice(rest);
            reader.module(known, &words);
        }
        Some("venv") => {
            for word in rest {
                match word.value.as_deref() {
                    Some("--system-site-packages" | "--symlinks" | "--without-pip") => {}
                    Some(value) if value.starts_with('-') => {
                        reader.push(Kind::Unknown, format!("venv {value}"), &word.text)
                    }
                    _ => reader.filled(word, &word.text),
                }
            }
        }
        Some("calendar" | "this" | "platform") => {}
        Some("sysconfig") if rest.is_empty() => {}
        Some(other) => reader.push(Kind::Opaque, format!("module:{other}"), &module.text),
        None => reader.push(Kind::Unknown, format!("the module {}", module.text), &module.text),
    }
}

impl Reader<'_> {
    /// A program that was started through an interpreter: its own name need not be on the search path.
    fn module(&mut self, name: &str, words: &[Word]) {
        match super::super::table::grammar(name) {
            Some(grammar) => self.apply(name, grammar, None, &words[1..], &words[0].text),
            None => self.push(Kind::Opaque, format!("module:{name}"), &words[0].text),
        }
    }
}
