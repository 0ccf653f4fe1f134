//! Which looks the brain may take: programs that only read by the table, and the help texts of others. They are
//! contained as well; this keeps out what would only be stopped there.

use super::facts::{Facts, Look};
use super::protect;
use super::reader::Reader;
use super::table;
use crate::line::{Dialect, Word};

/// Members a pipeline may have.
const MOST_MEMBERS: usize = 4;

/// Decides about a look: one program, or a pipeline of programs, each started without a shell.
///
/// # Errors
/// Says why not, as a fragment for the log.
pub fn probe_allowed(argv: &[Vec<String>]) -> Result<(), String> {
    if argv.is_empty() || argv.len() > MOST_MEMBERS {
        return Err(format!("a look has 1 to {MOST_MEMBERS} programs"));
    }
    argv.iter().try_for_each(|words| one(words))
}

fn one(words: &[String]) -> Result<(), String> {
    let (Some(name), total) = (words.first(), words.iter().map(String::len).sum::<usize>()) else {
        return Err("it names no program".to_owned());
    };
    if total > 4096 || words.iter().any(|word| word.contains('\0')) {
        return Err("it is too long, or holds a NUL".to_owned());
    }
    if let Some(secret) = words.iter().find(|word| names_a_secret(word)) {
        return Err(format!("{secret} holds secrets"));
    }
    let bare = !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._+-".contains(&byte))
        && !name.starts_with(['-', '.']);
    if bare && asks_for_help(name, &words[1..]) {
        return Ok(());
    }
    let facts = Facts::default();
    let look = Look::trusting(&facts);
    let mut reader = Reader::new(&look, Dialect::Bash);
    let literal: Vec<Word> = words.iter().map(|word| Word::literal(word)).collect();
    reader.argv(&literal);
    match reader.effects.into_iter().max_by_key(|effect| effect.kind) {
        None => Ok(()),
        Some(effect) => Err(format!("it {}", effect.told())),
    }
}

/// A path of a file with secrets, by itself or as an option's value.
fn names_a_secret(word: &str) -> bool {
    let value = word.split_once('=').map_or(word, |(_, value)| value);
    protect::is_secret(word) || protect::is_secret(value)
}

/// `PROGRAM --help` in its usual forms. `-h` and `help` mean something else to programs that are no command with
/// subcommands, so the table must not know it as one of those.
fn asks_for_help(name: &str, args: &[String]) -> bool {
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let known = table::grammar(name);
    let with_commands = known.is_none_or(|grammar| !grammar.commands.is_empty());
    let command = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_lowercase())
            && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
            && known.is_none_or(|grammar| grammar.command(word).is_some())
    };
    match args.as_slice() {
        ["--help" | "--version"] => !known.is_some_and(|grammar| grammar.raw),
        ["-h" | "help"] => with_commands,
        [word, "--help" | "-h"] | ["help", word] => with_commands && command(word),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(line: &str) -> bool {
        let members: Vec<Vec<String>> =
            line.split(" | ").map(|member| member.split(' ').map(str::to_owned).collect()).collect();
        probe_allowed(&members).is_ok()
    }

    #[test]
    fn looks_read_and_nothing_else() {
        for line in [
            "ls -la",
            "git branch -a",
            "git --list-cmds=main,others,alias",
            "cargo --list",
            "frobnicate --help",
            "frobnicate help",
            "git log --help",
            "docker help",
            "rm --help",
            "cat a | head -n 3",
            "python3 --version",
            "cargo build --help",
            "frobnicate remote -h",
        ] {
            assert!(allowed(line), "{line}");
        }
        for line in [
            "rm x",
            "cat ~/.ssh/id_ed25519",
            "head .env",
            "ls -la .aws",
            "grep --file=server.key x",
            "rm help",
            "touch help",
            "make -qp",
            "git push",
            "frobnicate",
            "frobnicate x",
            "./frobnicate --help",
            "python3 -c 1",
            "sh -h",
            "shutdown -h",
            "cat a | tee b",
            "curl x",
            "git -c core.pager=x log",
            "find . -delete",
            "",
            "a | b | c | d | e",
            "frobnicate X --help",
            "sudo ls",
            "env X=1 ls",
        ] {
            assert!(!allowed(line), "{line}");
        }
    }
}
