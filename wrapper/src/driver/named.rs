//! The files that a look names, and those that its output names: what is in them is searched for secrets before any of it is
//! shown to a model. A line, or a part of one, may hold a secret that only its file's other lines tell of.

use std::collections::BTreeSet;
use std::io::Read as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

/// Bytes of a file in which secrets are looked for.
const MOST_SEARCHED: u64 = 16 * 1024 * 1024;
/// Files that an output names in which secrets are looked for, and the bytes of all of them.
const MOST_FILES: usize = 256;
const MOST_OF_ALL: usize = 32 * 1024 * 1024;

/// What stands under a name.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Named {
    Folder,
    /// Text, and all of it.
    Text(String),
    /// What can be read of one that is no text, or too long to be read to its end.
    Opaque(String),
}

/// What the words of the look name.
pub(super) fn by_words(argv: &[Vec<String>], cwd: &Path) -> Vec<(PathBuf, Named)> {
    let words = argv.iter().flat_map(|words| words.iter().skip(1));
    // A name may stand in a script, or be an option's value.
    let part = |sign: char| sign.is_whitespace() || "\"'<>(){}[];,|=".contains(sign);
    let names = words.flat_map(|word| std::iter::once(word.as_str()).chain(word.split(part)));
    let names: BTreeSet<&str> = names.filter(|name| !name.is_empty()).collect();
    let paths = names.into_iter().map(|name| cwd.join(name));
    paths.filter_map(|path| at(&path).map(|found| (path, found))).collect()
}

/// The texts of the files of which a search has printed lines, each behind its name and a colon, or below names as diff(1) and
/// git write them; `None` where there are more than can be looked through.
pub(super) fn by_output(output: &str, cwd: &Path) -> Option<Vec<String>> {
    let names: BTreeSet<&str> = output
        .lines()
        .flat_map(|line| {
            let compared = line.strip_prefix("--- ").or_else(|| line.strip_prefix("+++ "));
            let compared = compared.map(|rest| rest.split('\t').next().unwrap_or(rest));
            // git puts a letter for the side in front.
            let bare = compared.and_then(|name| name.split_once('/')).filter(|(side, _)| side.len() == 1);
            let listed = line.strip_prefix("diff ").into_iter().flat_map(|words| words.split(' '));
            let searched = line.split_once(':').map(|(name, _)| name);
            // Where it was an earlier version, that is in front.
            let earlier = line.split(':').nth(1);
            searched.into_iter().chain(earlier).chain(compared).chain(bare.map(|(_, name)| name)).chain(listed)
        })
        .collect();
    let (mut texts, mut bytes) = (Vec::new(), 0);
    for name in names {
        match at(&cwd.join(name)) {
            Some(Named::Text(text) | Named::Opaque(text)) => {
                bytes += text.len();
                texts.push(text);
            }
            Some(Named::Folder) | None => {}
        }
        if texts.len() > MOST_FILES || bytes > MOST_OF_ALL {
            return None;
        }
    }
    Some(texts)
}

fn at(path: &Path) -> Option<Named> {
    let found = std::fs::metadata(path).ok()?;
    if !found.is_file() {
        return found.is_dir().then_some(Named::Folder);
    }
    // Whatever stands there by now, nothing is waited for.
    let flags = libc::O_NONBLOCK | libc::O_NOCTTY;
    let file = std::fs::OpenOptions::new().read(true).custom_flags(flags).open(path).ok()?;
    let mut bytes = Vec::new();
    file.take(MOST_SEARCHED).read_to_end(&mut bytes).ok()?;
    let is_whole = found.len() < MOST_SEARCHED;
    let is_text = !bytes.contains(&0);
    // (Two bytes a letter are one and a NUL for most of what is secret.)
    bytes.retain(|byte| *byte != 0);
    let text = String::from_utf8_lossy(&bytes).into_owned();
    Some(if is_text && is_whole { Named::Text(text) } else { Named::Opaque(text) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_named_is_read() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let write = |name: &str, bytes: &[u8]| std::fs::write(place.path().join(name), bytes).expect("a file");
        write("a.txt", b"one\n");
        write("b.bin", b"t\0w\0o\0\n");
        std::fs::create_dir(place.path().join("below")).expect("a folder");
        let named = |words: &[&str]| {
            let words = words.iter().map(|word| (*word).to_owned()).collect();
            by_words(&[words], place.path()).into_iter().map(|(_, found)| found).collect::<Vec<_>>()
        };
        assert_eq!(named(&["cat", "a.txt"]), [Named::Text("one\n".to_owned())]);
        assert_eq!(named(&["awk", "{getline x<\"a.txt\"}"]), [Named::Text("one\n".to_owned())]);
        assert_eq!(named(&["xxd", "b.bin"]), [Named::Opaque("two\n".to_owned())]);
        assert_eq!(named(&["ls", "below", "nowhere"]), [Named::Folder]);
        let told = by_output("a.txt:1:one\nb.bin:x\nnowhere: y\nno name\n", place.path());
        assert_eq!(told, Some(vec!["one\n".to_owned(), "two\n".to_owned()]));
        for compared in [
            "HEAD~3:a.txt:one\n",
            "diff --git a/a.txt b/a.txt\n--- a/a.txt\n+++ /dev/null\n@@ -1 +0,0 @@\n-one\n",
            "--- old/x\t2026-01-01\n+++ a.txt\t2026-01-01\n",
            "diff -r old/x a.txt\n1d0\n< one\n",
        ] {
            assert_eq!(by_output(compared, place.path()), Some(vec!["one\n".to_owned()]), "{compared}");
        }
    }
}
