//! Passwords in commands: each program has its own letter for them.

use std::ops::Range;

use super::value::{line_start, looks_random, stands_for_one};

/// How an option holds its secret.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// `-p VALUE` or `-pVALUE`.
    Either,
    /// `-pVALUE` alone; by itself it asks.
    Glued,
    /// `-u NAME:VALUE`, with this between them.
    After(u8),
}

/// A program, the subcommand it has to have, its options that hold secrets.
struct Command {
    name: &'static str,
    with: &'static str,
    options: &'static [(&'static str, Form)],
}

const fn command(name: &'static str, with: &'static str, options: &'static [(&'static str, Form)]) -> Command {
    Command { name, with, options }
}

use Form::{After, Either, Glued};

const COMMANDS: &[Command] = &[
    command("mysql", "", &[("-p", Glued)]),
    command("mysqldump", "", &[("-p", Glued)]),
    command("mysqladmin", "", &[("-p", Glued)]),
    command("mysqlimport", "", &[("-p", Glued)]),
    command("mariadb", "", &[("-p", Glued)]),
    command("mariadb-dump", "", &[("-p", Glued)]),
    command("ssh-keygen", "", &[("-N", Either), ("-P", Either)]),
    command("openssl", "enc", &[("-k", Either)]),
    command("sshpass", "", &[("-p", Either)]),
    command("docker", "login", &[("-p", Either)]),
    command("podman", "login", &[("-p", Either)]),
    command("buildah", "login", &[("-p", Either)]),
    command("skopeo", "login", &[("-p", Either)]),
    command("nerdctl", "login", &[("-p", Either)]),
    command("crane", "login", &[("-p", Either)]),
    command("helm", "login", &[("-p", Either)]),
    command("oc", "login", &[("-p", Either)]),
    command("redis-cli", "", &[("-a", Either)]),
    command("mongo", "", &[("-p", Either)]),
    command("mongosh", "", &[("-p", Either)]),
    command("mongodump", "", &[("-p", Either)]),
    command("mongorestore", "", &[("-p", Either)]),
    command("cqlsh", "", &[("-p", Either)]),
    command("mosquitto_pub", "", &[("-P", Either)]),
    command("mosquitto_sub", "", &[("-P", Either)]),
    command("mosquitto_rr", "", &[("-P", Either)]),
    command("rabbitmqadmin", "", &[("-p", Either)]),
    command("sqlcmd", "", &[("-P", Either)]),
    command("bcp", "", &[("-P", Either)]),
    command("ipmitool", "", &[("-P", Either)]),
    command(
        "curl",
        "",
        &[("-u", After(b':')), ("--user", After(b':')), ("-U", After(b':')), ("--proxy-user", After(b':'))],
    ),
    command("http", "", &[("-a", After(b':')), ("--auth", After(b':'))]),
    command("https", "", &[("-a", After(b':')), ("--auth", After(b':'))]),
    command("xh", "", &[("-a", After(b':')), ("--auth", After(b':'))]),
    command("ab", "", &[("-A", After(b':'))]),
    command("smbclient", "", &[("-U", After(b'%')), ("--user", After(b'%'))]),
    command("rpcclient", "", &[("-U", After(b'%'))]),
    command("lftp", "", &[("-u", After(b','))]),
    command("zip", "", &[("-P", Either)]),
    command("unzip", "", &[("-P", Either)]),
    command("7z", "", &[("-p", Glued)]),
    command("7za", "", &[("-p", Glued)]),
    command("7zr", "", &[("-p", Glued)]),
    command("rar", "", &[("-p", Glued), ("-hp", Glued)]),
    command("unrar", "", &[("-p", Glued)]),
    command("ldapsearch", "", &[("-w", Either)]),
    command("ldapadd", "", &[("-w", Either)]),
    command("ldapmodify", "", &[("-w", Either)]),
    command("ldapdelete", "", &[("-w", Either)]),
    command("ldapwhoami", "", &[("-w", Either)]),
    command("ldappasswd", "", &[("-w", Either), ("-s", Either), ("-a", Either)]),
    command("twine", "", &[("-p", Either)]),
    command("az", "login", &[("-p", Either)]),
    command("snmpget", "", &[("-A", Either), ("-X", Either), ("-c", Either)]),
    command("snmpwalk", "", &[("-A", Either), ("-X", Either), ("-c", Either)]),
    command("gh", "set", &[("--body", Either), ("-b", Either)]),
    command("xfreerdp", "", &[("/p:", Glued)]),
];

/// The secrets of the command whose name stands at `name`; the name is one of [`names`].
pub(super) fn secrets(text: &[u8], name: &Range<usize>) -> Vec<Range<usize>> {
    let starts = name.start.checked_sub(1).is_none_or(|at| {
        text[at].is_ascii_whitespace()
            || matches!(text[at], b'/' | b'|' | b';' | b'&' | b'(' | b'`' | b'"' | b'\'' | b'=')
    });
    if !starts || !text.get(name.end).is_some_and(|byte| matches!(byte, b' ' | b'\t')) {
        return Vec::new();
    }
    let called = &text[name.clone()];
    let words = words(text, name.end);
    if called == b"htpasswd" || called == b"mosquitto_passwd" {
        return last_of_batch(text, &words);
    }
    if called == b"wpa_passphrase" {
        return words.get(1).and_then(|word| worth(text, unquoted(text, word.clone()))).into_iter().collect();
    }
    if called == b"sqlplus" {
        return words.iter().filter_map(|word| of_database(text, word)).collect();
    }
    if called == b"bundle" {
        return of_host(text, &words);
    }
    if called == b"vault" {
        return login(text, &words);
    }
    let Some(command) = COMMANDS.iter().find(|command| command.name.as_bytes() == called) else {
        return Vec::new();
    };
    let has = |wanted: &str| words.iter().any(|word| text[word.clone()] == *wanted.as_bytes());
    if !command.with.is_empty() && !has(command.with) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        for (option, form) in command.options {
            found.extend(of_option(text, word, words.get(at + 1), option, *form));
        }
    }
    found.retain(|range| range.len() >= 2 && !stands_for_one(&text[range.clone()]));
    found
}

fn of_option(
    text: &[u8],
    word: &Range<usize>,
    next: Option<&Range<usize>>,
    option: &str,
    form: Form,
) -> Option<Range<usize>> {
    let glued = text[word.clone()].strip_prefix(option.as_bytes())?;
    let long = option.starts_with("--");
    let value = match (glued, form) {
        ([], Glued) => return None,
        ([], _) => next.filter(|next| text[next.start] != b'-')?.clone(),
        ([b'=', ..], _) if long => word.start + option.len() + 1..word.end,
        (_, _) if long => return None,
        _ => word.start + option.len()..word.end,
    };
    let value = unquoted(text, value);
    match form {
        After(mark) => {
            let colon = text[value.clone()].iter().position(|byte| *byte == mark)?;
            let secret = value.start + colon + 1..value.end;
            // `-u 1000:1000` is an account and its group.
            let number = text[secret.clone()].iter().all(u8::is_ascii_digit);
            (!secret.is_empty() && !number).then_some(secret)
        }
        Either | Glued => Some(value),
    }
}

/// `-u NAME:PASSWORD` and `-p PASSWORD` of a program that is not in the table, or is misspelt: only what looks like one.
pub(super) fn of_letter(text: &[u8], at: usize, end: usize) -> Option<Range<usize>> {
    let word = words(text, at + 1).into_iter().take(2).collect::<Vec<_>>();
    let first = word.first()?;
    let value = if first.end == end { word.get(1)?.clone() } else { end..first.end };
    let value = unquoted(text, value);
    let from = match text[end - 1] {
        b'u' | b'U' => value.start + text[value.clone()].iter().position(|byte| *byte == b':')? + 1,
        _ => value.start,
    };
    let secret = &text[from..value.end];
    let name = secret.iter().any(|byte| matches!(byte, b'/' | b'.' | b':' | b'=' | b',' | b'<' | b'(' | b'\\' | b'{'));
    let hash = secret.iter().all(u8::is_ascii_hexdigit);
    (looks_random(secret) && !name && !hash && !stands_for_one(secret)).then_some(from..value.end)
}

/// `htpasswd -b FILE USER PASSWORD`.
fn last_of_batch(text: &[u8], words: &[Range<usize>]) -> Vec<Range<usize>> {
    let batch = words
        .iter()
        .any(|word| text[word.start] == b'-' && text[word.start + 1] != b'-' && text[word.clone()].contains(&b'b'));
    let operands = words.iter().filter(|word| text[word.start] != b'-').count();
    match words.last() {
        Some(last) if batch && operands >= 2 => worth(text, unquoted(text, last.clone())).into_iter().collect(),
        _ => Vec::new(),
    }
}

/// `NAME/PASSWORD@DATABASE`, or without a database.
fn of_database(text: &[u8], word: &Range<usize>) -> Option<Range<usize>> {
    let word = unquoted(text, word.clone());
    let logon = &text[word.clone()];
    let slash =
        logon.iter().position(|byte| *byte == b'/').filter(|at| *at > 0 && logon[0] != b'-' && logon[0] != b'@')?;
    let at = logon[slash..].iter().position(|byte| *byte == b'@').map_or(logon.len(), |at| slash + at);
    worth(text, word.start + slash + 1..word.start + at)
}

/// `bundle config HOST NAME:PASSWORD`.
fn of_host(text: &[u8], words: &[Range<usize>]) -> Vec<Range<usize>> {
    let config = words.first().is_some_and(|word| text[word.clone()] == *b"config");
    let Some(last) = words.last().filter(|_| config && words.len() >= 3) else { return Vec::new() };
    let last = unquoted(text, last.clone());
    let colon = text[last.clone()].iter().position(|byte| *byte == b':');
    colon
        .and_then(|at| worth(text, last.start + at + 1..last.end))
        .filter(|range| looks_random(&text[range.clone()]))
        .into_iter()
        .collect()
}

/// `vault login TOKEN`.
fn login(text: &[u8], words: &[Range<usize>]) -> Vec<Range<usize>> {
    let is = |at: usize, word: &[u8]| words.get(at).is_some_and(|range| &text[range.clone()] == word);
    match words.get(1) {
        Some(token) if is(0, b"login") && looks_random(&text[token.clone()]) => vec![token.clone()],
        _ => Vec::new(),
    }
}

/// What is fed to a command that reads a password from its input: the last word of `echo …` before the pipe, or of `<<<`.
/// `mark` is the option or program that reads it.
pub(super) fn fed(text: &[u8], mark: &Range<usize>) -> Option<Range<usize>> {
    let line = line_start(text, mark.start);
    let end = mark.end + text[mark.end..].iter().take(1024).take_while(|byte| **byte != b'\n').count();
    if let Some(here) = memchr::memmem::find(&text[mark.end..end], b"<<<") {
        let word = words(text, mark.end + here + 3).into_iter().next()?;
        return worth(text, unquoted(text, word));
    }
    let pipe = line + text[line..mark.start].iter().rposition(|byte| *byte == b'|')?;
    let begins =
        text[line..pipe].iter().rposition(|byte| matches!(byte, b'|' | b';' | b'&')).map_or(line, |at| line + at + 1);
    let printed = words(text, begins);
    let first = printed.iter().position(|word| matches!(&text[word.clone()], b"echo" | b"printf"))?;
    let last = printed.iter().rfind(|word| word.end <= pipe)?;
    if printed[first] == *last {
        return None;
    }
    let secret = unquoted(text, last.clone());
    // chpasswd(8) reads NAME:PASSWORD.
    let colon = text[secret.clone()].iter().position(|byte| *byte == b':');
    match colon.filter(|_| text[mark.clone()] == *b"chpasswd") {
        Some(colon) => worth(text, secret.start + colon + 1..secret.end),
        None => worth(text, secret),
    }
}

fn worth(text: &[u8], range: Range<usize>) -> Option<Range<usize>> {
    (range.len() >= 3 && !stands_for_one(&text[range.clone()])).then_some(range)
}

/// Names of programs whose options are looked at.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    COMMANDS.iter().map(|command| command.name).chain([
        "htpasswd",
        "mosquitto_passwd",
        "bundle",
        "sqlplus",
        "vault",
        "wpa_passphrase",
    ])
}

/// The words of a command from `at` to its end, with their quotes.
fn words(text: &[u8], at: usize) -> Vec<Range<usize>> {
    let end = text.len().min(at + 2048);
    let mut words = Vec::new();
    let mut from = at;
    while from < end {
        let byte = text[from];
        if matches!(byte, b' ' | b'\t') {
            from += 1;
            continue;
        }
        if matches!(byte, b'\n' | b'|' | b';' | b'&' | b'<' | b'>' | b'\r' | b')') {
            break;
        }
        let mut to = from;
        let mut quote = None;
        while to < end && text[to] != b'\n' {
            match (quote, text[to]) {
                (None, b'\'' | b'"') => quote = Some(text[to]),
                (Some(open), byte) if byte == open => quote = None,
                (None, b' ' | b'\t' | b'|' | b';' | b'\r') => break,
                _ => {}
            }
            to += 1;
        }
        words.push(from..to);
        from = to;
    }
    words
}

fn unquoted(text: &[u8], mut word: Range<usize>) -> Range<usize> {
    if word.len() >= 2 && matches!(text[word.start], b'\'' | b'"') && text[word.end - 1] == text[word.start] {
        word = word.start + 1..word.end - 1;
    } else if word.len() > 1 && matches!(text[word.end - 1], b'\'' | b'"' | b'`' | b')') {
        // The end of what the whole command stands in.
        word.end -= 1;
    }
    if text[word.clone()].ends_with(b"\\n") {
        word.end -= 2;
    }
    word
}
