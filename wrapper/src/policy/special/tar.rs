//! tar(1): what its files are depends on the mode, and the first word may be options without a dash.

use super::super::effect::Kind;
use super::super::reader::Reader;
use super::super::table::{Grammar, Known};
use crate::line::Word;

/// What the archive is used for.
#[derive(Clone, Copy, PartialEq)]
enum Mode {
    Create,
    Change,
    Extract,
    List,
    Delete,
}

fn mode_of(option: &str) -> Option<Mode> {
    Some(match option {
        "-c" | "--create" => Mode::Create,
        "-r" | "--append" | "-u" | "--update" | "-A" | "--catenate" | "--concatenate" => Mode::Change,
        "-x" | "--extract" | "--get" => Mode::Extract,
        "-t" | "--list" | "-d" | "--diff" | "--compare" => Mode::List,
        "--delete" => Mode::Delete,
        _ => return None,
    })
}

/// Reads a call of tar. Harmless options are in the table.
pub(super) fn tar(reader: &mut Reader<'_>, grammar: &'static Grammar, args: &[Word], cause: &str) {
    let mut mode = None;
    let mut archive: Option<Word> = None;
    let mut folder: Option<Word> = None;
    let mut to_stdout = false;
    let mut anywhere: Option<Word> = None;
    let mut odd: Option<(String, Word)> = None;
    let mut index = 0;
    while let Some(word) = args.get(index) {
        let bundle = index == 0 && word.value.as_deref().is_some_and(|value| !value.starts_with('-'));
        index += 1;
        let Some(value) = word.value.as_deref() else {
            if word.prefix.is_empty() || word.prefix.starts_with('-') {
                reader.push(Kind::Unknown, format!("tar {}", word.text), &word.text);
            }
            continue;
        };
        if !bundle && (!value.starts_with('-') || value == "-") {
            continue;
        }
        let mut options: Vec<(String, Option<String>)> = Vec::new();
        if value.starts_with("--") {
            let (name, glued) =
                value.split_once('=').map_or((value, None), |(name, glued)| (name, Some(glued.to_owned())));
            options.push((name.to_owned(), glued));
        } else {
            let letters = value.trim_start_matches('-');
            for (at, letter) in letters.char_indices() {
                let name = format!("-{letter}");
                let valued =
                    matches!(letter, 'f' | 'C' | 'X' | 'T' | 'b' | 'g' | 'H' | 'I' | 'F' | 'K' | 'L' | 'N' | 'V');
                let rest = &letters[at + letter.len_utf8()..];
                if valued && !bundle && !rest.is_empty() {
                    options.push((name, Some(rest.to_owned())));
                    break;
                }
                options.push((name, None));
            }
        }
        for (name, glued) in options {
            let mut take = || -> Option<Word> {
                match &glued {
                    Some(glued) => Some(Word { value: Some(glued.clone()), prefix: glued.clone(), ..word.clone() }),
                    None => {
                        index += 1;
                        let value = args.get(index - 1).cloned();
                        // Whose tar it is decides whether this is a value or another option.
                        let option = |word: &Word| word.prefix.starts_with("--") && name != "-f" && name != "-C";
                        odd = odd.take().or_else(|| value.clone().filter(option).map(|word| (name.clone(), word)));
                        value
                    }
                }
            };
            match name.as_str() {
                "-f" | "--file" => archive = take(),
                "-C" | "--directory" => folder = take(),
                "-O" | "--to-stdout" => to_stdout = true,
                "-P" | "--absolute-names" => anywhere = Some(word.clone()),
                _ if mode_of(&name).is_some() => mode = mode_of(&name),
                _ => match grammar.option(&name) {
                    Some(Known::Text) => {
                        take();
                    }
                    Some(Known::Flag | Known::Glued) => {}
                    _ => reader.push(Kind::Unknown, format!("tar {name}"), &word.text),
                },
            }
        }
    }
    if let Some((name, word)) = odd {
        reader.push(Kind::Unknown, format!("tar {name} {}", word.text), &word.text);
    }
    let remote = archive.as_ref().is_some_and(|word| word.prefix.contains(':'));
    if remote || archive.as_ref().is_some_and(|word| word.value.is_none() && word.prefix.is_empty()) {
        return reader.push(Kind::Unknown, "an archive elsewhere", cause);
    }
    match (mode, archive) {
        (Some(Mode::Create), Some(archive)) => reader.written(&archive, &archive.text.clone()),
        (Some(Mode::Change), Some(archive)) => reader.edited(&archive, &archive.text.clone()),
        (Some(Mode::Extract), _) if to_stdout => {}
        (Some(Mode::Extract), _) => {
            if let Some(option) = anywhere {
                reader.push(Kind::Unknown, "tar -P", &option.text);
            }
            let here =
                Word { value: Some(".".to_owned()), prefix: ".".to_owned(), text: cause.to_owned(), ..Word::default() };
            let folder = folder.unwrap_or(here);
            reader.filled(&folder, &folder.text.clone());
        }
        (Some(Mode::List), _) | (Some(Mode::Create), None) => {}
        (Some(Mode::Delete), _) => reader.push(Kind::Destroy, "files of an archive", "--delete"),
        (Some(Mode::Change) | None, _) => reader.push(Kind::Unknown, "tar", cause),
    }
}
