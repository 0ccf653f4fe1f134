//! Which looks show the lines of a file as they stand in it. A secret is known by its form, or by what stands beside it: in
//! other letters, or cut out of its line, nothing would know it again before it leaves for a model. Pure.

/// Programs that say lines whole, whatever their options, or say nothing of what stands in a file.
const WHOLE: &[&str] = &[
    "[", "basename", "cat", "dirname", "du", "file", "find", "ghost", "less", "ls", "more", "nl", "readlink",
    "realpath", "sort", "stat", "strings", "tac", "test", "uniq", "wc", "zcat",
];

/// The first program of a look that may say what a file holds in parts or in other letters.
#[must_use]
pub fn retells(argv: &[Vec<String>]) -> Option<&str> {
    argv.iter().find(|words| !says_whole_lines(words)).and_then(|words| words.first()).map(String::as_str)
}

/// Whether a look reads files that it does not name, each by its own name: those of a folder, or of a repository.
#[must_use]
pub fn searches(argv: &[Vec<String>]) -> bool {
    argv.iter().enumerate().any(|(place, words)| {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let Some((program, words)) = words.split_first() else { return false };
        match program.rsplit('/').next().unwrap_or(program) {
            "grep" | "egrep" | "fgrep" | "zgrep" => words.iter().any(|word| {
                is_short(word, 'r') || is_short(word, 'R') || word.starts_with("--r") || word.starts_with("--dir")
            }),
            // Behind a pipe it reads what comes.
            "rg" => place == 0,
            "git" => words.iter().any(|word| CONTENT.contains(word) || word.starts_with("-L")),
            "diff" | "tar" => true,
            _ => false,
        }
    })
}

/// Words by which git shows what stands in files.
const CONTENT: &[&str] = &[
    "grep",
    "show",
    "cat-file",
    "diff",
    "blame",
    "annotate",
    "archive",
    "format-patch",
    "whatchanged",
    "stash",
    "-p",
    "-u",
    "-c",
    "--cc",
    "--patch",
    "--patch-with-stat",
    "--full-diff",
];

fn says_whole_lines(words: &[String]) -> bool {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let Some((program, words)) = words.split_first() else { return true };
    let name = program.rsplit('/').next().unwrap_or(program);
    match name {
        // From the beginning what tells of a secret comes before it; counted from elsewhere it is left out.
        "head" => {
            words.iter().all(|word| !is_short(word, 'c') && !word.starts_with("--b"))
                || matches!(words, ["-c", count, ..] if !count.starts_with('-'))
        }
        "tail" => !words.iter().any(|word| is_short(word, 'c') || word.starts_with("--b")),
        // A line of many files' is known again by its file's name.
        "grep" | "egrep" | "fgrep" | "zgrep" | "rg" => !words.iter().any(|word| {
            is_short(word, 'o')
                || is_short(word, 'Z')
                || is_short(word, if name == "rg" { 'I' } else { 'h' })
                || ["--o", "--no-f", "--nu", "--z"].iter().any(|part| word.starts_with(part))
                || name == "rg" && (is_short(word, 'r') || *word == "--replace" || is_short(word, '0'))
        }),
        "git" => !words.iter().any(|word| {
            is_short(word, 'o')
                || words.contains(&"grep") && is_short(word, 'h')
                || ["--only", "--word-diff", "--color-words"].iter().any(|part| word.starts_with(part))
                // Of a file that may be there no more some lines alone, without those that tell what they are.
                || word.starts_with("-L")
                || is_narrow(word)
        }),
        "diff" => words.iter().all(|word| {
            !word.starts_with('-')
                || matches!(*word, "-u" | "-r" | "-q" | "-s" | "-N" | "-ru" | "-rq" | "-w" | "-b" | "--brief")
        }),
        "sed" => matches!(words, ["-n", lines, ..] if is_range(lines)),
        _ => WHOLE.contains(&name),
    }
}

/// Fewer lines around what has changed than git shows by itself: what tells of a secret may stand in one of those.
fn is_narrow(word: &str) -> bool {
    let lines = word.strip_prefix("-U").or_else(|| word.strip_prefix("--unified="));
    lines.is_some_and(|lines| !lines.parse().is_ok_and(|lines: u32| lines >= 3))
}

/// A short option, alone or among others.
fn is_short(word: &str, letter: char) -> bool {
    word.strip_prefix('-').is_some_and(|letters| !letters.starts_with('-') && letters.contains(letter))
}

/// `3p`, `1,20p`, `5,$p`
fn is_range(script: &str) -> bool {
    let Some(lines) = script.strip_suffix('p') else { return false };
    let (from, to) = lines.split_once(',').unwrap_or((lines, "$"));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number(from) && (to == "$" || is_number(to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_without_a_name_is_known() {
        let told = |line: &str| {
            let argv: Vec<Vec<String>> =
                line.split(" | ").map(|member| member.split(' ').map(str::to_owned).collect()).collect();
            searches(&argv)
        };
        for line in [
            "grep -rn x .",
            "grep -R x",
            "rg x",
            "git grep x",
            "git show HEAD:a | rev",
            "git log -p",
            "git log -L1,2:a",
            "tar -tf a",
        ] {
            assert!(told(line), "{line}");
        }
        for line in ["grep x a", "ps aux | grep -o x", "ps aux | rg x", "git status", "git log --oneline | cut -c1-7"] {
            assert!(!told(line), "{line}");
        }
    }

    #[test]
    fn lines_stay_whole_or_are_retold() {
        let told = |line: &str| {
            let argv: Vec<Vec<String>> =
                line.split(" | ").map(|member| member.split(' ').map(str::to_owned).collect()).collect();
            retells(&argv).map(str::to_owned)
        };
        for line in [
            "cat a",
            "head -c 65536 a",
            "head -n 3 a",
            "tail -n 5 a",
            "grep -rn word .",
            "grep -i x a | head -n 3",
            "sed -n 1,20p a",
            "sed -n 5,$p a",
            "git diff",
            "git log -p",
            "git log -p -U5",
            "git blame a",
            "diff -u a b",
            "ls -la",
            "ghost look ports",
            "rg word",
        ] {
            assert_eq!(told(line), None, "{line}");
        }
        for line in [
            "base64 a",
            "xxd a",
            "od -c a",
            "hexdump -C a",
            "rev a",
            "fold -w 3 a",
            "tr a b",
            "cut -c12-20 a",
            "cut -d= -f2 a",
            "awk {print$3} a",
            "sed s/./&_/g a",
            "sed 1,5p a",
            "sed -n s/a/b/p a",
            "grep -o . a",
            "grep -rno x .",
            "grep -rh x .",
            "grep -r --no-filename x",
            "git grep -h x",
            "grep --only-matching x a",
            "rg -r y x a",
            "git grep -o x",
            "git diff --word-diff",
            "git log -L26,26:a",
            "git log -L 26,26:a",
            "git blame -L 26,26 a",
            "git diff -U0",
            "git show --unified=1",
            "tail -c 9 a",
            "tail --bytes=9 a",
            "head -c -9 a",
            "cmp -l a b",
            "dd if=a",
            "gzip -c a",
            "tar -cf - a",
            "jq @base64 a",
            "diff -y a b",
            "cat a | rev",
            "/usr/bin/base64 a",
            "paste -s a",
            "column a",
            "nobody-knows a",
        ] {
            assert!(told(line).is_some(), "{line}");
        }
    }
}
