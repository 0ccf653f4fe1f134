//! A line with habits of other shells in it, which Nushell could not read or did not mean: `a && b`, `export X=1`, `2> f`.
//!
//! What bash would read in it is a second reading of what the person meant. A proposal that has the same words in the same
//! order, with nothing but the signs between them in Nushell's own spelling, is their line and no new one.

use crate::line::{
    self, Command, Dialect, Doubt, Dynamic, Joint, Line, Nature, Parsed, Pipeline, Redirect, RedirectKind, Simple, Word,
};

/// Signs of other shells that Nushell takes for words.
const SIGNS: &[&str] = &[">", ">>", "<", "2>", "2>>", "&>", "&", "&&", "||", "1>", "2>&1"];

/// Signs that stand before a name without a blank.
const GLUED: &[&str] = &[">", "2>", "1>", "&>"];

/// Brackets inside brackets that are followed.
const DEEPEST: usize = 8;

/// The line as bash would read it, when it is one for Nushell that made no sense there, and makes sense to bash.
pub(super) fn second_reading(typed: &Parsed) -> Option<Parsed> {
    if typed.line.dialect != Dialect::Nu {
        return None;
    }
    let has_sign = || {
        let mut words = typed.commands().filter_map(|(_, command)| command.simple()).flat_map(|simple| &simple.words);
        // Glued to the name of a file as well.
        let is_sign = |text: &str| SIGNS.contains(&text) || GLUED.iter().any(|sign| text.starts_with(sign));
        words.any(|word| !word.quoted && is_sign(&word.text))
    };
    let unread = matches!(typed.doubt, Some(Doubt::Syntax | Doubt::Dialect(_)));
    if !(unread || typed.doubt.is_none() && has_sign()) {
        return None;
    }
    let read = line::parse(&Line::new(typed.line.text.clone(), Dialect::Bash));
    (read.doubt.is_none() && !read.list.is_empty()).then_some(read)
}

/// True when a line for Nushell is what was typed in the words of other shells, of which Nushell could make nothing.
#[must_use]
pub fn is_translation(typed: &Parsed, proposed: &Parsed) -> bool {
    second_reading(typed).is_some_and(|meant| says_the_same(&meant, proposed))
}

/// True when a proposal for Nushell says what the line says in bash, word for word.
pub(super) fn says_the_same(bash: &Parsed, nu: &Parsed) -> bool {
    let (mut left, mut right) = (Vec::new(), Vec::new());
    nu.doubt.is_none()
        && of_bash(&bash.list, &mut left, 0).is_some()
        && of_nu(&nu.list, &mut right, 0).is_some()
        && left == right
}

/// What a line is made of, in the words of neither shell.
#[derive(Debug, PartialEq, Eq)]
enum Part {
    /// The next one runs when the one before it went well, or in any case.
    Then,
    /// The next one runs when the one before it failed.
    Else,
    Pipe,
    Word(String),
    /// A pattern of file names, as it is written.
    Pattern(String),
    /// The value of a variable.
    Value(String),
    /// A variable gets the value that follows.
    Set(String),
    /// It gets it for one command.
    With(String),
    Unset(String),
    /// What a command prints stands here.
    Open,
    Close,
    /// A stream goes to a file: its number, whether the file is added to.
    File(u8, bool, String),
    /// The end of what streams go where.
    End,
}

/// `None`: there is something in it that is not compared.
type Known = Option<()>;

fn of_bash(list: &[Pipeline], out: &mut Vec<Part>, depth: usize) -> Known {
    if depth > DEEPEST {
        return None;
    }
    for (index, pipeline) in list.iter().enumerate() {
        if pipeline.negated || pipeline.timed || pipeline.background {
            return None;
        }
        match pipeline.joint {
            Joint::Start => {}
            Joint::And | Joint::Then if index > 0 => out.push(Part::Then),
            // `a || b; c` is no `a || { b; c }`, and `a && b || c` no pair.
            Joint::Or if list.len() == 2 => out.push(Part::Else),
            _ => return None,
        }
        for (index, command) in pipeline.commands.iter().enumerate() {
            if index > 0 {
                out.push(Part::Pipe);
            }
            let Command::Simple(simple) = command else { return None };
            simple_of_bash(simple, out, depth)?;
        }
    }
    Some(())
}

fn simple_of_bash(simple: &Simple, out: &mut Vec<Part>, depth: usize) -> Known {
    let assigned = |word: &Word| -> Option<(String, Word)> {
        let (name, text) = word.text.split_once('=').filter(|(name, _)| is_name(name))?;
        let cut = name.len() + 1;
        let value = word.value.as_deref().and_then(|value| value.get(cut..)).map(str::to_owned);
        Some((name.to_owned(), Word { text: text.to_owned(), value, ..word.clone() }))
    };
    let alone = simple.words.is_empty();
    for (index, word) in simple.assignments.iter().enumerate() {
        if alone && index > 0 {
            out.push(Part::Then);
        }
        let (name, value) = assigned(word)?;
        out.push(if alone { Part::Set(name) } else { Part::With(name) });
        word_of_bash(&value, out, depth)?;
    }
    if alone {
        return simple.redirects.is_empty().then_some(());
    }
    match simple.program() {
        Some("export") => {
            for (index, word) in simple.words[1..].iter().enumerate() {
                if index > 0 {
                    out.push(Part::Then);
                }
                let (name, value) = assigned(word)?;
                out.push(Part::Set(name));
                word_of_bash(&value, out, depth)?;
            }
            return (simple.words.len() > 1 && simple.redirects.is_empty()).then_some(());
        }
        Some("unset") => {
            for word in &simple.words[1..] {
                out.push(Part::Unset(word.value.clone().filter(|name| is_name(name))?));
            }
            return simple.redirects.is_empty().then_some(());
        }
        _ => {}
    }
    for word in &simple.words {
        word_of_bash(word, out, depth)?;
    }
    streams(&simple.redirects, out, |redirect| {
        let text = redirect.target.as_ref()?.value.clone()?;
        let (numbers, also): (&[u8], Option<u8>) = match redirect.operator.as_str() {
            ">" | ">>" | "1>" | "1>>" | ">|" => (&[1], None),
            "2>" | "2>>" => (&[2], None),
            "&>" | "&>>" => (&[1, 2], None),
            "2>&" if text == "1" => (&[2], Some(1)),
            _ => return None,
        };
        Some((numbers.to_vec(), also, text))
    })
}

fn word_of_bash(word: &Word, out: &mut Vec<Part>, depth: usize) -> Known {
    if let Some(value) = &word.value {
        out.push(Part::Word(value.clone()));
        return Some(());
    }
    let bare = word.text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(&word.text);
    if let ([list], Some(_)) = (word.inner.as_slice(), bare.strip_prefix("$(").and_then(|rest| rest.strip_suffix(')')))
    {
        return bracket(|out| of_bash(list, out, depth + 1), out);
    }
    if word.dynamic == Some(Dynamic::Glob) && !word.quoted && word.inner.is_empty() && !word.text.contains('$') {
        out.push(Part::Pattern(word.text.clone()));
        return Some(());
    }
    let name = bare.strip_prefix('$')?;
    let name = name.strip_prefix('{').and_then(|name| name.strip_suffix('}')).unwrap_or(name);
    out.push(Part::Value(Some(name.to_owned()).filter(|name| is_name(name))?));
    Some(())
}

fn of_nu(list: &[Pipeline], out: &mut Vec<Part>, depth: usize) -> Known {
    if depth > DEEPEST {
        return None;
    }
    for (index, pipeline) in list.iter().enumerate() {
        if index > 0 {
            out.push(Part::Then);
        }
        if let [Command::Simple(simple)] = pipeline.commands.as_slice()
            && simple.nature == Nature::Own(1)
            && simple.program() == Some("try")
        {
            let [_, first, catch, second] = simple.words.as_slice() else { return None };
            let ([first], [second]) = (first.inner.as_slice(), second.inner.as_slice()) else { return None };
            if catch.text != "catch" || list.len() > 1 {
                return None;
            }
            of_nu(first, out, depth + 1)?;
            out.push(Part::Else);
            of_nu(second, out, depth + 1)?;
            continue;
        }
        for (index, command) in pipeline.commands.iter().enumerate() {
            let Command::Simple(simple) = command else { return None };
            // `| save f` is `> f`.
            if index > 0
                && index + 1 == pipeline.commands.len()
                && let Some((adds, file)) = saved(simple)
            {
                if !matches!(out.pop(), Some(Part::End)) {
                    return None;
                }
                out.extend([Part::File(1, adds, file), Part::End]);
                continue;
            }
            if index > 0 {
                out.push(Part::Pipe);
            }
            simple_of_nu(simple, out, depth)?;
        }
    }
    Some(())
}

/// `save FILE` with nothing but what makes it `>` or `>>`.
fn saved(simple: &Simple) -> Option<(bool, String)> {
    if simple.nature == Nature::Expression || simple.program() != Some("save") || !simple.redirects.is_empty() {
        return None;
    }
    let (mut adds, mut file) = (false, None);
    for word in &simple.words[1..] {
        match word.text.as_str() {
            "-f" | "--force" | "-r" | "--raw" => {}
            "-a" | "--append" => adds = true,
            _ if file.is_none() && !word.text.starts_with('-') => file = word.value.clone(),
            _ => return None,
        }
    }
    Some((adds, file?))
}

fn simple_of_nu(simple: &Simple, out: &mut Vec<Part>, depth: usize) -> Known {
    for word in &simple.assignments {
        let (name, text) = word.text.split_once('=').filter(|(name, _)| is_name(name))?;
        let plain = !text.contains(['"', '\'', '$', '(', '`', '{', '[']);
        out.extend([Part::With(name.to_owned()), Part::Word(Some(text.to_owned()).filter(|_| plain)?)]);
    }
    let set = match simple.words.as_slice() {
        [target, sign, value] if simple.nature == Nature::Expression && sign.text == "=" => {
            Some((target.text.strip_prefix("$env.")?, value))
        }
        [keyword, name, sign, value]
            if simple.nature == Nature::Own(1)
                && matches!(keyword.text.as_str(), "let" | "mut")
                && sign.text == "=" =>
        {
            Some((name.text.as_str(), value))
        }
        _ if simple.nature == Nature::Expression => return None,
        _ => None,
    };
    if let Some((name, value)) = set {
        out.push(Part::Set(Some(name.to_owned()).filter(|name| is_name(name))?));
        return word_of_nu(value, out, depth);
    }
    if simple.nature == Nature::Own(1) && simple.program() == Some("hide-env") {
        for word in &simple.words[1..] {
            out.push(Part::Unset(word.value.clone().filter(|name| is_name(name))?));
        }
        return simple.redirects.is_empty().then_some(());
    }
    for word in &simple.words {
        word_of_nu(word, out, depth)?;
    }
    streams(&simple.redirects, out, |redirect| {
        let text = redirect.target.as_ref()?.value.clone()?;
        let numbers: &[u8] = match redirect.operator.trim_end_matches('>') {
            "o" | "out" => &[1],
            "e" | "err" => &[2],
            "o+e" | "e+o" | "out+err" | "err+out" => &[1, 2],
            _ => return None,
        };
        Some((numbers.to_vec(), None, text))
    })
}

fn word_of_nu(word: &Word, out: &mut Vec<Part>, depth: usize) -> Known {
    if let Some(value) = &word.value {
        out.push(Part::Word(value.clone()));
        return Some(());
    }
    if let [list] = word.inner.as_slice() {
        // What the brackets are for when a value is all there is in them is not compared.
        let is_bracket = word.text.starts_with('(') && word.text.ends_with(')');
        return bracket(|out| of_nu(list, out, depth + 1), out).filter(|()| is_bracket);
    }
    if word.dynamic == Some(Dynamic::Glob) && !word.quoted {
        out.push(Part::Pattern(word.text.clone()));
        return Some(());
    }
    let name = word.text.strip_prefix('$')?;
    let name = name.strip_prefix("env.").unwrap_or(name).trim_end_matches('?');
    out.push(Part::Value(Some(name.to_owned()).filter(|name| is_name(name))?));
    Some(())
}

fn bracket(inside: impl FnOnce(&mut Vec<Part>) -> Known, out: &mut Vec<Part>) -> Known {
    out.push(Part::Open);
    inside(out)?;
    out.push(Part::Close);
    Some(())
}

/// Where a command's streams go, in the order of their numbers.
fn streams(
    redirects: &[Redirect],
    out: &mut Vec<Part>,
    read: impl Fn(&Redirect) -> Option<(Vec<u8>, Option<u8>, String)>,
) -> Known {
    let mut files: [Option<(bool, String)>; 2] = [None, None];
    for redirect in redirects {
        let (numbers, like, file) = read(redirect)?;
        for number in numbers {
            let slot = usize::from(number) - 1;
            files[slot] = match like {
                // Where the other one went until now; into the terminal is nothing that is written.
                Some(other) => Some(files[usize::from(other) - 1].clone()?),
                None => Some((redirect.kind == RedirectKind::Append, file.clone())),
            };
        }
    }
    for (number, file) in (1..).zip(files) {
        out.extend(file.map(|(adds, file)| Part::File(number, adds, file)));
    }
    out.push(Part::End);
    Some(())
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c == '_' || c.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte == b'_' || byte.is_ascii_alphanumeric())
}
