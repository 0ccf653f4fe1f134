//! xargs(1): with `-I TEXT` what it reads takes the place of TEXT, wherever that stands in the command.

use super::super::effect::Kind;
use super::super::reader::Reader;
use super::super::table::Grammar;
use crate::line::{Dynamic, Word};

/// Letters whose value is the next word, unless it is glued on.
const VALUED: &str = "adEILnPs";
/// The same for long options.
const VALUED_LONG: &[&str] =
    &["--arg-file", "--delimiter", "--max-args", "--max-chars", "--max-procs", "--process-slot-var"];
/// What is replaced where no text is named.
const USUAL: &str = "{}";

pub(super) fn xargs(reader: &mut Reader<'_>, name: &str, grammar: &'static Grammar, args: &[Word], cause: &str) {
    let (marks, command) = marks(args);
    let mut words = args.to_vec();
    for word in words.iter_mut().skip(command) {
        let place = |mark: &Option<String>| match mark {
            Some(mark) => word.value.as_deref().and_then(|value| value.find(mark.as_str())),
            // Any word may hold a text that is not known.
            None => Some(0),
        };
        if let Some(at) = marks.iter().filter_map(place).min() {
            // Nothing is known of it from there on.
            word.prefix.truncate(at);
            word.value = None;
            word.dynamic = word.dynamic.max(Some(Dynamic::Variable));
        }
    }
    if marks.contains(&None) {
        reader.push(Kind::Unknown, "what xargs replaces", cause);
    }
    reader.apply(name, grammar, None, &words, cause);
}

/// The texts that are replaced, `None` for one that is not known, and where the command begins.
fn marks(args: &[Word]) -> (Vec<Option<String>>, usize) {
    let mut marks = Vec::new();
    let mut at = 0;
    while let Some(option) = args.get(at).map(|word| word.value.as_deref().unwrap_or(&word.prefix)) {
        if !option.starts_with('-') || option == "-" {
            break;
        }
        let known = args[at].value.is_some();
        at += 1;
        if option == "--" {
            break;
        }
        if option.starts_with("--") {
            match option.split_once('=') {
                Some(("--replace", text)) => marks.push(known.then(|| text.to_owned())),
                None if option == "--replace" => marks.push(Some(USUAL.to_owned())),
                None if VALUED_LONG.contains(&option) => at += 1,
                _ => {}
            }
            continue;
        }
        let Some(place) = option.find(|letter| VALUED.contains(letter) || "eil".contains(letter)) else { continue };
        let (letter, glued) = (&option[place..=place], &option[place + 1..]);
        let alone = known && glued.is_empty();
        match letter {
            "I" if alone => {
                marks.push(args.get(at).and_then(|word| word.value.clone()));
                at += 1;
            }
            "i" if alone => marks.push(Some(USUAL.to_owned())),
            "I" | "i" => marks.push(known.then(|| glued.to_owned())),
            "e" | "l" => {}
            _ => at += usize::from(alone),
        }
    }
    (marks, at)
}
