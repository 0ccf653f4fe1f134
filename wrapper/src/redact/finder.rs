//! Finding: one pass over the text for everything a secret can begin with or stand behind, and a closer look at each place.

use std::ops::Range;
use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use super::formats::{self, FORMATS};
use super::view::View;
use super::{assigned, blocks, commands, places, table, value};

/// What a place in the text may be.
#[derive(Clone, Copy)]
enum Mark {
    /// The beginning of a token; its format.
    Format(usize),
    /// Part of a name that may tell.
    Name,
    /// A call that is given a password among other words, up to its bracket.
    Call,
    /// The seed of one-time passwords.
    Seed,
    Wireless,
    /// The middle of a token.
    Middle,
    /// The beginning of a token to a base of Airtable's.
    Base,
    /// What a key ends in that tells where it holds.
    Region,
    Passed,
    Answered,
    NextWord,
    WebToken,
    Address,
    Hook,
    Bot,
    Cookie,
    Authorization,
    Bearer,
    Armour,
    Putty,
    Hash,
    Identified,
    PasswordFile,
    /// Ends a key whose beginning is not there.
    Ending,
    /// `user:password` before it.
    Driver,
    /// `user:password` behind it.
    Account,
    Community,
    /// A hash with its kind in front.
    Kind,
    NtHash,
    /// What a mail server is answered.
    MailAnswer,
    KeySet,
    Drawn,
    NodeToken,
    /// A program with a letter for its password.
    Command,
    /// A letter that many programs have for an account or a password.
    Letter,
    /// Something that reads a password from its input.
    Fed,
}

/// Looked for whatever the letters' case; checked at the place where that counts.
const MARKS: &[(&str, Mark)] = &[
    ("pass", Mark::Name),
    ("pwd", Mark::Name),
    ("psk", Mark::Name),
    ("pw", Mark::Name),
    ("secret", Mark::Name),
    ("token", Mark::Name),
    ("key", Mark::Name),
    ("credential", Mark::Name),
    ("auth", Mark::Name),
    ("sig", Mark::Name),
    ("密码", Mark::Name),
    ("口令", Mark::Name),
    ("密钥", Mark::Name),
    ("令牌", Mark::Name),
    ("connect(", Mark::Call),
    ("connection(", Mark::Call),
    ("login(", Mark::Call),
    ("PDO(", Mark::Call),
    ("credentials.new(", Mark::Call),
    ("otpauth://", Mark::Seed),
    ("WIFI:", Mark::Wireless),
    ("pat", Mark::Base),
    (".atlasv1.", Mark::Middle),
    ("-us", Mark::Region),
    (" pass:", Mark::Passed),
    ("> AUTH ", Mark::Answered),
    ("/user:", Mark::NextWord),
    ("SecureString ", Mark::Identified),
    ("eyJ", Mark::WebToken),
    ("://", Mark::Address),
    ("hook", Mark::Hook),
    ("/services/", Mark::Hook),
    ("/bot", Mark::Bot),
    ("cookie", Mark::Cookie),
    ("authorization", Mark::Authorization),
    ("bearer", Mark::Bearer),
    ("-----BEGIN ", Mark::Armour),
    ("Private-Lines:", Mark::Putty),
    ("Private-MAC:", Mark::Putty),
    ("$1$", Mark::Hash),
    ("$5$", Mark::Hash),
    ("$6$", Mark::Hash),
    ("$y$", Mark::Hash),
    ("$7$", Mark::Hash),
    ("$gy$", Mark::Hash),
    ("$2a$", Mark::Hash),
    ("$2b$", Mark::Hash),
    ("$2y$", Mark::Hash),
    ("$apr1$", Mark::Hash),
    ("$argon2", Mark::Hash),
    ("$scrypt$", Mark::Hash),
    ("$pbkdf2", Mark::Hash),
    ("identified by ", Mark::Identified),
    (":5432:", Mark::PasswordFile),
    (":*:", Mark::PasswordFile),
    (":5433:", Mark::PasswordFile),
    (":6432:", Mark::PasswordFile),
    (": PSK ", Mark::Identified),
    (": EAP ", Mark::Identified),
    (": XAUTH ", Mark::Identified),
    ("-----END ", Mark::Ending),
    ("@tcp(", Mark::Driver),
    ("@unix(", Mark::Driver),
    (":587 ", Mark::Account),
    (":465 ", Mark::Account),
    ("community ", Mark::Community),
    ("{SSHA}", Mark::Kind),
    ("{SSHA256}", Mark::Kind),
    ("{SSHA512}", Mark::Kind),
    ("{SHA}", Mark::Kind),
    ("{CRYPT}", Mark::Kind),
    ("{SMD5}", Mark::Kind),
    ("SCRAM-SHA-256$", Mark::Kind),
    ("pbkdf2_sha256$", Mark::Kind),
    (":::", Mark::NtHash),
    ("334 UGFzc3dvcmQ6", Mark::MailAnswer),
    ("AUTH PLAIN ", Mark::MailAnswer),
    ("\"kty\"", Mark::KeySet),
    ("random_password", Mark::Drawn),
    ("::server:", Mark::NodeToken),
    (" -u", Mark::Letter),
    (" -p", Mark::Letter),
    ("password-stdin", Mark::Fed),
    ("--with-token", Mark::Fed),
    ("sudo -S", Mark::Fed),
    ("sudo -k -S", Mark::Fed),
    ("sudo -kS", Mark::Fed),
    ("sudo -Sk", Mark::Fed),
    ("chpasswd", Mark::Fed),
    ("--key-file=-", Mark::Fed),
];

struct Finder {
    automaton: AhoCorasick,
    marks: Vec<Mark>,
}

/// Texts up to here are searched by the marks' first letters: to prepare more would take longer than to do without, and a
/// line that has failed is short.
const SHORT: usize = 4 * 1024;
/// Texts from here on are worth the time it takes to prepare a table that reads three times as fast.
const LONG: usize = 128 * 1024;

/// Calls back with beginning, end and meaning of every mark in the text. `joined`: across the ends of lines only what is
/// known by its beginning is looked for; names would get values that are none.
fn each_mark(text: &[u8], joined: bool, see: &mut dyn FnMut(usize, usize, Mark)) {
    if text.len() <= SHORT {
        return by_letter(text, joined, see);
    }
    let finder = finder(text.len(), joined);
    for hit in finder.automaton.find_overlapping_iter(text) {
        see(hit.start(), hit.end(), finder.marks[hit.pattern().as_usize()]);
    }
}

fn all_marks() -> impl Iterator<Item = (&'static str, Mark)> {
    let formats = FORMATS.iter().enumerate().map(|(index, format)| (format.begins, Mark::Format(index)));
    let commands = commands::names().map(|name| (name, Mark::Command));
    formats.chain(MARKS.iter().copied()).chain(commands)
}

fn across_lines(mark: &Mark) -> bool {
    matches!(mark, Mark::Format(_) | Mark::WebToken)
}

fn by_letter(text: &[u8], joined: bool, see: &mut dyn FnMut(usize, usize, Mark)) {
    static MARKS_BY_LETTER: OnceLock<Vec<Vec<(&str, Mark)>>> = OnceLock::new();
    let by_letter = MARKS_BY_LETTER.get_or_init(|| {
        let mut table = vec![Vec::new(); 256];
        for (mark, means) in all_marks() {
            let first = mark.as_bytes().first().copied().unwrap_or_default().to_ascii_lowercase();
            table[usize::from(first)].push((mark, means));
        }
        table
    });
    for at in 0..text.len() {
        for (mark, means) in &by_letter[usize::from(text[at].to_ascii_lowercase())] {
            let found = text.get(at..at + mark.len()).is_some_and(|part| part.eq_ignore_ascii_case(mark.as_bytes()));
            if found && (!joined || across_lines(means)) {
                see(at, at + mark.len(), *means);
            }
        }
    }
}

fn finder(length: usize, joined: bool) -> &'static Finder {
    static QUICK: [OnceLock<Finder>; 2] = [const { OnceLock::new() }; 2];
    static FAST: [OnceLock<Finder>; 2] = [const { OnceLock::new() }; 2];
    let (kept, kind) =
        if length < LONG { (&QUICK, AhoCorasickKind::NoncontiguousNFA) } else { (&FAST, AhoCorasickKind::DFA) };
    kept[usize::from(joined)].get_or_init(|| prepare(kind, joined))
}

fn prepare(kind: AhoCorasickKind, joined: bool) -> Finder {
    let wanted = all_marks().filter(|(_, mark)| !joined || across_lines(mark));
    let (texts, marks): (Vec<&str>, Vec<Mark>) = wanted.unzip();
    let automaton = AhoCorasick::builder().ascii_case_insensitive(true).kind(Some(kind)).build(texts);
    Finder { automaton: automaton.expect("the marks are short texts"), marks }
}

/// Looking again ends here, whatever is still found.
const MOST_ROUNDS: usize = 8;

/// The places of secrets in a text, in order, none in another. What is left when they are taken out is looked at again:
/// a text that was redacted must not have more to redact.
pub(super) fn secrets(text: &[u8], known: &[Vec<u8>]) -> Vec<Range<usize>> {
    let found = once(text, known);
    let mut all = Vec::with_capacity(found.len());
    let mut rest = &found[..];
    while let Some(first) = rest.first() {
        // What is near enough to be seen in another light now.
        let mut end = first.end;
        let near = rest.iter().take_while(|range| {
            let near = range.start <= end + 2 * AROUND;
            end = if near { end.max(range.end) } else { end };
            near
        });
        let (near, others) = rest.split_at(near.count());
        let window = window(text, first.start, near.last().map_or(first.end, |last| last.end));
        settle(text, &window, near, &mut all);
        rest = others;
    }
    merged(all)
}

/// What is within these many bytes of a secret is looked at again when it is taken out.
const AROUND: usize = 4096;

/// A stretch of text around a place, of whole lines where they are not too long.
fn window(text: &[u8], start: usize, end: usize) -> Range<usize> {
    let (from, to) = (start.saturating_sub(AROUND), text.len().min(end + AROUND));
    let from = if from == 0 { 0 } else { memchr::memchr(b'\n', &text[from..start]).map_or(from, |at| from + at + 1) };
    let to = if to == text.len() { to } else { memchr::memrchr(b'\n', &text[end..to]).map_or(to, |at| end + at + 1) };
    from..to
}

/// Adds to `all` what was found in a window, and what is found when that is taken out.
fn settle(text: &[u8], window: &Range<usize>, found: &[Range<usize>], all: &mut Vec<Range<usize>>) {
    let slice = &text[window.clone()];
    let mut here: Vec<_> = found.iter().map(|range| range.start - window.start..range.end - window.start).collect();
    for _ in 0..MOST_ROUNDS {
        let left = View::without(slice, &here);
        let more = once(&left.bytes, &[]);
        if more.is_empty() {
            break;
        }
        here.extend(more.iter().map(|range| left.trace(range)));
        here = merged(here);
    }
    all.extend(here.iter().map(|range| range.start + window.start..range.end + window.start));
}

fn once(text: &[u8], known: &[Vec<u8>]) -> Vec<Range<usize>> {
    let view = View::unescaped(text);
    let mut found: Vec<Range<usize>> = Vec::new();
    look(&view.bytes, false, &mut found);
    exactly(&view.bytes, known, &mut found);
    let early = found.clone();
    found.iter_mut().for_each(|range| *range = view.trace(range));
    for hidden in &view.hidden {
        let mut inside = Vec::new();
        look(&text[hidden.clone()], false, &mut inside);
        exactly(&text[hidden.clone()], known, &mut inside);
        found.extend(inside.iter().map(|range| hidden.start + range.start..hidden.start + range.end));
    }
    if let Some(joined) = view.joined() {
        let mut split = Vec::new();
        look(&joined.bytes, true, &mut split);
        exactly(&joined.bytes, known, &mut split);
        // A whole token at the end of its line, and the name of a setting below: that was not cut in two.
        let is_apart = |range: &Range<usize>| {
            matches!(view.bytes.get(range.end), Some(b':' | b'='))
                && early.iter().any(|one| {
                    let after = &view.bytes[one.end..];
                    one.start == range.start && (after.starts_with(b"\n") || after.starts_with(b"\r\n"))
                })
        };
        let split = split.iter().map(|range| joined.trace(range)).filter(|range| !is_apart(range));
        found.extend(split.map(|range| view.trace(&range)));
    }
    // What was redacted before stays as it is.
    found.retain(|range| !range.is_empty() && super::placeholder(&text[range.clone()]).is_none());
    merged(found)
}

/// Values that are known from elsewhere, wherever they stand.
fn exactly(text: &[u8], known: &[Vec<u8>], found: &mut Vec<Range<usize>>) {
    for value in known {
        found.extend(memchr::memmem::find_iter(text, value).map(|at| at..at + value.len()));
    }
}

fn look(text: &[u8], joined: bool, found: &mut Vec<Range<usize>>) {
    let mut name = 0..0;
    // Up to here a table was read.
    let mut table = 0;
    // These were read to their ends.
    let (mut web, mut cookies) = (0..0, 0);
    each_mark(text, joined, &mut |at, end, mark| match mark {
        Mark::Format(index) => found.extend(formats::token(&FORMATS[index], text, at)),
        Mark::WebToken => {
            if at >= web.end && &text[at..end] == b"eyJ" {
                let (run, token) = formats::web_token(text, at);
                web = run;
                found.extend(token);
            }
        }
        Mark::Name => {
            if end <= name.end {
                return;
            }
            name = assigned::name_around(text, at..end);
            let call = name.end + usize::from(text[name.end..].starts_with(b"=("));
            if text.get(call) == Some(&b'(') && assigned::authenticates(&text[name.clone()]) {
                found.extend(places::argument(text, call));
            }
            if at >= table {
                let columns = table::columns(text, &name);
                table = columns.end;
                found.extend(columns.secrets);
            }
            let behind = assigned::behind(text, &name);
            if behind.is_empty() {
                found.extend(places::query(text, &name));
            }
            found.extend(behind);
        }
        Mark::Call => found.extend(places::argument(text, end - 1)),
        Mark::Seed => found.extend(places::seed(text, at)),
        Mark::Wireless => found.extend(places::wireless(text, end)),
        Mark::Middle => found.extend(places::around_middle(text, at, end)),
        Mark::Base => found.extend(places::to_base(text, at, end)),
        Mark::Region => found.extend(places::before_region(text, at, end)),
        Mark::Passed => found.extend(places::passed(text, at, end)),
        Mark::Answered => found.extend(places::answered(text, end)),
        Mark::NextWord => found.extend(places::next_word(text, end)),
        Mark::Address => found.extend(places::user_information(text, at)),
        Mark::Hook => found.extend(places::hook(text, at)),
        Mark::Bot => found.extend(bot(text, end)),
        Mark::Cookie => {
            if at >= cookies {
                let header = assigned::name_around(text, at..end);
                let (line, values) = places::cookies(text, &header);
                cookies = line;
                found.extend(values);
            }
        }
        Mark::Authorization => found.extend(places::authorization(text, &(at..end))),
        Mark::Bearer => found.extend(places::bearer(text, &(at..end))),
        Mark::Armour => found.extend(blocks::armoured(text, at)),
        Mark::Putty => found.extend(blocks::putty(text, end)),
        Mark::Hash => found.extend(places::hash(text, at)),
        Mark::Identified => found.extend(places::identified(text, end)),
        Mark::PasswordFile => found.extend(places::password_file(text, at)),
        Mark::Ending => found.extend(blocks::tail(text, at)),
        Mark::Driver => found.extend(places::before_driver(text, at)),
        Mark::Account => found.extend(places::account(text, end)),
        Mark::Community => found.extend(places::community(text, end)),
        Mark::Kind => found.extend(places::hash_of_kind(text, at, end)),
        Mark::NtHash => found.extend(places::nt_hash(text, at)),
        Mark::MailAnswer => found.extend(places::mail_answer(text, end)),
        Mark::KeySet => found.extend(blocks::key_set(text, at)),
        Mark::Drawn => found.extend(blocks::drawn(text, end)),
        Mark::NodeToken => found.extend(places::node_token(text, at, end)),
        Mark::Command => found.extend(commands::secrets(text, &(at..end))),
        Mark::Letter => found.extend(commands::of_letter(text, at, end)),
        Mark::Fed => found.extend(commands::fed(text, &(at..end))),
    });
}

/// `/bot123456:AA…`: the token of a bot in the address of its interface.
fn bot(text: &[u8], end: usize) -> Option<Range<usize>> {
    let digits = text[end..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let from = end + digits + 1;
    let long =
        text.get(from..)?.iter().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')).count();
    let is = digits >= 6 && text[from - 1] == b':' && long >= 20 && value::looks_random(&text[from..from + long]);
    is.then_some(end..from + long)
}

fn merged(mut found: Vec<Range<usize>>) -> Vec<Range<usize>> {
    found.sort_by_key(|range| range.start);
    let mut out: Vec<Range<usize>> = Vec::with_capacity(found.len());
    for range in found {
        match out.last_mut() {
            Some(last) if range.start < last.end || range.start == last.start => last.end = last.end.max(range.end),
            _ => out.push(range),
        }
    }
    out
}
