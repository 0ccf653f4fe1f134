//! Where the prompt may stand among the words of a command. It holds what files and programs say: where a shell or another
//! interpreter would read it as code, whoever wrote such a file would have their lines run.

use crate::model::PLACE;

/// How it is written so that a shell reads it as text.
const INSTEAD: &str = "for a shell write [\"sh\", \"-c\", \"think \\\"$1\\\"\", \"sh\", \"{prompt}\"], or leave \
                       {prompt} out: then it is on stdin";

/// Programs that run the text behind an option, by how their names begin (`python3.12` is `python`).
const INTERPRETERS: &[&str] = &[
    "ash",
    "bash",
    "bun",
    "busybox",
    "csh",
    "dash",
    "deno",
    "elvish",
    "fish",
    "ipython",
    "julia",
    "ksh",
    "lua",
    "mksh",
    "node",
    "nu",
    "osascript",
    "oksh",
    "perl",
    "php",
    "powershell",
    "pwsh",
    "pypy",
    "python",
    "Rscript",
    "ruby",
    "sh",
    "tcsh",
    "toybox",
    "xonsh",
    "zsh",
];

/// Programs that read their words as code, wherever those stand: those that pass them on to a shell, and languages.
const ALL_CODE: &[&str] = &[
    "awk",
    "bc",
    "entr",
    "eval",
    "expect",
    "find",
    "gawk",
    "gdb",
    "jq",
    "make",
    "mawk",
    "mosh",
    "nawk",
    "parallel",
    "rsh",
    "runuser",
    "script",
    "sed",
    "sqlite3",
    "ssh",
    "su",
    "systemd-run",
    "tclsh",
    "tmux",
    "vi",
    "vim",
    "watch",
    "wsl",
    "xargs",
];

/// Options behind which code stands, beside clusters of letters that end in `c`, `e` or `r`.
const CODE_OPTIONS: &[&str] =
    &["command", "eval", "exec", "execute", "expression", "print", "init-command", "commands"];

/// Why the prompt would be read as code in these words of a command, and what to write instead; `None` where it is not.
pub(super) fn as_code(words: &[String]) -> Option<String> {
    for (at, word) in words.iter().enumerate().filter(|(_, word)| word.contains(PLACE)) {
        let Some(option) = word.strip_suffix(PLACE).filter(|option| is_alone(option)) else {
            return Some(format!(
                "a word with {PLACE} has nothing else but an option before it, as in --prompt={PLACE}, for whoever reads \
                 the word would read what files say as a part of it; {INSTEAD}"
            ));
        };
        let before = words.get(..at).unwrap_or_default();
        // Behind `env` or `timeout` as well.
        if at == 0 || before.iter().any(|word| ALL_CODE.contains(&base(word))) {
            return Some(format!(
                "what stands there would be run as code, and {PLACE} holds what files say; {INSTEAD}"
            ));
        }
        let interpreter = before.iter().position(|word| is_interpreter(base(word)));
        let behind = interpreter.and_then(|start| before.get(start + 1..)).unwrap_or_default();
        let is_node =
            interpreter.is_some_and(|start| before.get(start).is_some_and(|word| matches!(base(word), "node" | "bun")));
        let last = behind.iter().rfind(|word| *word != "--");
        let is_code = match option {
            // The option's argument, or the program's first word where it is a command of its own (`deno eval`).
            "" => last.is_some_and(|last| begins_code(last) || (is_node && last == "-p")),
            option => begins_code(option.trim_end_matches('=')),
        };
        if let Some(name) = interpreter.and_then(|start| before.get(start)).filter(|_| is_code) {
            return Some(format!("{} would run what files say as code; {INSTEAD}", base(name)));
        }
    }
    None
}

/// True for nothing, and for `--option=`.
fn is_alone(before: &str) -> bool {
    let is_plain = |name: &str| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    before.is_empty() || before.strip_suffix('=').is_some_and(|option| option.starts_with('-') && is_plain(option))
}

fn begins_code(word: &str) -> bool {
    let Some(name) = word.strip_prefix('-') else { return word == "eval" };
    let name = name.to_ascii_lowercase();
    match name.strip_prefix('-') {
        Some(name) => CODE_OPTIONS.contains(&name),
        None => CODE_OPTIONS.contains(&name.as_str()) || name.ends_with(['c', 'e', 'r']),
    }
}

fn is_interpreter(name: &str) -> bool {
    INTERPRETERS.contains(&name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.' || c == '-'))
}

fn base(word: &str) -> &str {
    word.rsplit('/').next().unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(line: &[&str]) -> bool {
        let words: Vec<String> = line.iter().map(|word| (*word).to_owned()).collect();
        as_code(&words).inspect(|why| assert!(why.contains("\"$1"), "it says what to write: {why}")).is_some()
    }

    #[test]
    fn what_files_say_is_no_code() {
        for line in [
            &["sh", "-c", "echo \"{prompt}\" | head -c 20"][..],
            &["sh", "-c", "{prompt}"],
            &["/bin/bash", "-lc", "{prompt}"],
            &["env", "A=b", "timeout", "9", "bash", "-c", "{prompt}"],
            &["bash", "-c", "--", "{prompt}"],
            &["python3.12", "-c", "{prompt}"],
            &["perl", "-ne", "{prompt}"],
            &["node", "--eval", "{prompt}"],
            &["node", "--eval={prompt}"],
            &["fish", "--command={prompt}"],
            &["deno", "eval", "{prompt}"],
            &["php", "-r", "{prompt}"],
            &["node", "-p", "{prompt}"],
            &["perl", "-e{prompt}"],
            &["pwsh", "-Command", "{prompt}"],
            &["ssh", "far.example", "think", "{prompt}"],
            &["su", "other", "-c", "{prompt}"],
            &["awk", "{prompt}"],
            &["think", "Say it: {prompt}"],
            &["think", "'{prompt}'"],
            &["think", "x{prompt}"],
            &["{prompt}"],
        ] {
            assert!(refused(line), "{line:?}");
        }
    }

    #[test]
    fn what_is_a_word_of_its_own_goes() {
        for line in [
            &["think", "{prompt}"][..],
            &["think", "-p", "{prompt}"],
            &["think", "-c", "{prompt}"],
            &["think", "--prompt={prompt}", "--short"],
            &["sh", "-c", "think \"$1\"", "sh", "{prompt}"],
            &["python3", "-m", "think", "{prompt}"],
            &["python3", "think.py", "-p", "{prompt}"],
            &["sh", "-c", "think | head -c 20"],
            &["think", "a", "b"],
        ] {
            assert!(!refused(line), "{line:?}");
        }
    }
}
