//! Which looks the brain may take: programs that only read by the table, and the help texts of others. They are
//! contained as well; this keeps out what would only be stopped there.

use super::exceptions::{Need, exception};
use super::facts::{Facts, Look};
use super::protect;
use super::reader::Reader;
use super::table;
use crate::line::{Dialect, Word};

/// Members a pipeline may have.
const MOST_MEMBERS: usize = 4;

/// Who has put a program where it is. A fact, for `sandbox` to find out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// A package of the system, as far as its place tells.
    Package,
    /// Anyone else, root by hand included; or it is not there.
    Other,
}

/// Decides about a look: one program, or a pipeline of programs, each started without a shell. `origins` are those of
/// the programs, in order. Tells what each of them needs.
///
/// A help text is asked of packaged programs alone: a program nobody knows may do anything when it is started, whatever
/// the words, and one that somebody has built here may well not know `--help`.
///
/// # Errors
/// Says why not, as a fragment for the log.
pub fn probe_allowed(argv: &[Vec<String>], origins: &[Origin]) -> Result<Vec<Need>, String> {
    if argv.is_empty() || argv.len() > MOST_MEMBERS {
        return Err(format!("a look has 1 to {MOST_MEMBERS} programs"));
    }
    let origins = origins.iter().copied().chain(std::iter::repeat(Origin::Other));
    argv.iter().zip(origins).map(|(words, origin)| one(words, origin)).collect()
}

fn one(words: &[String], origin: Origin) -> Result<Need, String> {
    let (Some(name), total) = (words.first(), words.iter().map(String::len).sum::<usize>()) else {
        return Err("it names no program".to_owned());
    };
    if total > 4096 || words.iter().any(|word| word.contains('\0')) {
        return Err("it is too long, or holds a NUL".to_owned());
    }
    // A line that is only read about may name what it likes: no file of it is opened.
    let told_of = matches!(words, [ghost, look, line, ..] if ghost == "ghost" && look == "look" && line == "line");
    if reads_what_no_word_names(words) {
        return Err("it reads files that no word of it names".to_owned());
    }
    if let Some(secret) = words.iter().find(|word| names_a_secret(word) && !told_of) {
        return Err(format!("{secret} holds secrets"));
    }
    let bare = !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._+-".contains(&byte))
        && !name.starts_with(['-', '.']);
    if let Some(need) = exception(words) {
        return Ok(need);
    }
    if bare && asks_for_help(name, &words[1..]) {
        return match origin {
            Origin::Package => Ok(Need::Contained),
            Origin::Other => Err(format!("{name} is from no package of the system: its help is not asked for")),
        };
    }
    let facts = Facts::default();
    let look = Look::trusting(&facts);
    let mut reader = Reader::new(&look, Dialect::Bash);
    let literal: Vec<Word> = words.iter().map(|word| Word::literal(word)).collect();
    reader.argv(&literal);
    match reader.effects.into_iter().max_by_key(|effect| effect.kind) {
        None => Ok(Need::Contained),
        Some(effect) => Err(format!("it {}", effect.told())),
    }
}

/// A path of a file with secrets, by itself, as an option's value, or within a script.
fn names_a_secret(word: &str) -> bool {
    let value = word.split_once('=').map_or(word, |(_, value)| value);
    let mut parts = word.split(|sign: char| sign.is_whitespace() || "\"'<>(){}[];,|&=".contains(sign));
    // sed(1) takes the name right behind its `r`.
    let mut behind = word.match_indices(['r', 'R', 'f']).map(|(at, _)| word[at + 1..].trim());
    protect::is_secret(word)
        || protect::is_secret(value)
        || parts.any(protect::is_secret)
        || behind.any(|name| protect::is_secret(name.trim_end_matches('}')))
}

/// awk(1) opens files whose names its program makes up.
fn reads_what_no_word_names(words: &[String]) -> bool {
    let is_awk = words.first().is_some_and(|name| name.ends_with("awk"));
    is_awk && words.iter().any(|word| ["getline", "ARGV", "ARGC", "@"].iter().any(|part| word.contains(part)))
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

    fn judged(line: &str, origin: Origin) -> Result<Vec<Need>, String> {
        let members: Vec<Vec<String>> =
            line.split(" | ").map(|member| member.split(' ').map(str::to_owned).collect()).collect();
        probe_allowed(&members, &vec![origin; members.len()])
    }

    fn allowed(line: &str) -> bool {
        judged(line, Origin::Package).is_ok()
    }

    #[test]
    fn help_is_asked_of_packaged_programs_alone() {
        for line in ["frobnicate --help", "frobnicate help", "rm --help", "cargo build --help", "python3 --version"] {
            assert_eq!(judged(line, Origin::Package), Ok(vec![Need::Contained]), "{line}");
            let why = judged(line, Origin::Other).expect_err(line);
            assert!(why.contains("from no package"), "{line}: {why}");
        }
        // One origin too few is none.
        assert!(probe_allowed(&[vec!["frobnicate".to_owned(), "--help".to_owned()]], &[]).is_err());
        assert_eq!(judged("ls -la", Origin::Other), Ok(vec![Need::Contained]));
    }

    #[test]
    fn every_member_tells_what_it_needs_itself() {
        for (line, needs) in [
            ("ip addr | grep inet", vec![Need::Netlink, Need::Contained]),
            ("cat a | ghost look ports", vec![Need::Contained, Need::OwnLook]),
            ("systemctl status nginx", vec![Need::DaemonSocket]),
            ("ghost look line ~/.ssh/id_rsa", vec![Need::OwnLook]),
            // What the table calls a look, and no exception is.
            ("ip -6 route get ::1", vec![Need::Contained]),
            ("systemctl list-units", vec![Need::Contained]),
        ] {
            assert_eq!(judged(line, Origin::Other), Ok(needs), "{line}");
        }
        assert!(judged("ip addr | curl x", Origin::Package).is_err());
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
            "awk {print$1} notes",
            "sed -n 1,20p notes",
            "grep -rn secret src",
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
            "awk BEGIN{while((getline<\"notes\")>0)print}",
            "awk BEGIN{ARGV[1]=\".e\"\"nv\";ARGC=2}{print}",
            "awk {print>\".env\"}",
            "sed r.env notes",
            "sed -n r.ssh/id_rsa notes",
            "sed -e1R.env notes",
            "grep -f.env notes",
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
