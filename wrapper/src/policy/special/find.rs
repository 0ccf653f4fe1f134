//! find(1): starting points, then an expression whose actions may delete, write and run programs.

use super::super::effect::Kind;
use super::super::reader::Reader;
use super::super::table::{Grammar, Known};
use crate::line::{Dynamic, Word};

/// Reads a call of find. Its tests and actions are in the table, as options with one dash.
pub(super) fn find(reader: &mut Reader<'_>, grammar: &'static Grammar, args: &[Word], cause: &str) {
    let mut index = 0;
    let mut start: Option<&Word> = None;
    while let Some(word) = args.get(index) {
        index += 1;
        let Some(value) = word.value.as_deref() else {
            // An unknown word is a starting point only where its beginning says so.
            if word.prefix.is_empty() || word.prefix.starts_with(['-', '(', '!']) {
                reader.push(Kind::Unknown, format!("find {}", word.text), &word.text);
            }
            continue;
        };
        match value {
            "(" | ")" | "!" | "," => {}
            "-exec" | "-execdir" | "-ok" | "-okdir" => {
                // A plus ends it behind `{}` alone (find(1)).
                let ends = |at: &usize| match args[*at].value.as_deref() {
                    Some(";") => true,
                    Some("+") => *at > index && args[*at - 1].value.as_deref() == Some("{}"),
                    _ => false,
                };
                let end = (index..args.len()).find(ends).unwrap_or(args.len());
                let several = args.get(end).is_some_and(|word| word.value.as_deref() == Some("+"));
                run(reader, &args[index..end], start, several);
                index = end + 1;
            }
            "-delete" => {
                let target = start.and_then(|word| word.value.as_deref()).unwrap_or(".");
                reader.push(Kind::Destroy, format!("what it finds in {target}"), &word.text);
            }
            "-fprint" | "-fprint0" | "-fls" | "-fprintf" => {
                if let Some(file) = args.get(index) {
                    reader.written(file, &word.text);
                }
                index += if value == "-fprintf" { 2 } else { 1 };
            }
            _ if !value.starts_with('-') => start = start.or(Some(word)),
            _ => match grammar.option(value) {
                Some(known) => index += usize::from(matches!(known, Known::Text)),
                None if grammar.has_prefix(value) => {}
                None => reader.push(Kind::Unknown, format!("find {value}"), &word.text),
            },
        }
    }
    let _ = cause;
}

/// The command of `-exec`: `{}` stands for a path below the starting point, or for `several`.
fn run(reader: &mut Reader<'_>, words: &[Word], start: Option<&Word>, several: bool) {
    let words: Vec<Word> = words
        .iter()
        .map(|word| match word.value.as_deref() {
            Some(value) if value.contains("{}") => {
                let before = value.split("{}").next().unwrap_or_default();
                let prefix = if before.is_empty() {
                    // find prints every path with its starting point in front.
                    start.map_or("./", |word| if word.prefix.starts_with('-') { "" } else { word.prefix.as_str() })
                } else {
                    before
                };
                Word {
                    value: None,
                    prefix: prefix.to_owned(),
                    dynamic: Some(Dynamic::Glob),
                    quoted: !several,
                    ..word.clone()
                }
            }
            _ => word.clone(),
        })
        .collect();
    reader.argv(&words);
}
