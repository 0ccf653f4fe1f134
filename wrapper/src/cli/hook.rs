//! The private entries of the hooks: written for scripts, not for people.
//!
//! A shell waits for each of them, so their words are read by hand.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use super::ask::Voice;
use super::help;
use super::run::{Status, open_report};
use crate::capture::Ending;
use crate::config::{Config, Folders};
use crate::driver::Brain;
use crate::driver::ask::Question;
use crate::driver::live::{self, Act, Call, Missing, Reply};
use crate::error::{Error, Kind, Result};
use crate::hold::Hold;
use crate::host;
use crate::line::nu::{By, Told};
use crate::marks::RunId;
use crate::protocol::types::{Name, NameKind};
use crate::router;
use crate::ui::{self, AnswerView, Color, Ground, To, Ui};

/// What a hook sends on stdin at most: a line, aliases, names of functions.
const MOST: u64 = 4 << 20;

/// Bytes of a line that may be a sentence, at most.
const LONGEST_SENTENCE: u64 = 4096;

/// `__host --shell PID`: the shell with this number goes on in a terminal of ours.
///
/// Prints `ended STATUS` (a minus sign before the number of a signal), or `none` where there can be no host. With
/// `--hooks VERSION` hooks that are a file ask at the same time where they are, and hear nothing else where there is no host
/// to be begun: see [`super::init::place_of`].
///
/// # Errors
/// When the words cannot be used.
pub fn host(words: &[OsString]) -> Result<Status> {
    let shell = value(words, "--shell").and_then(|value| value.parse().ok()).ok_or_else(|| usage("__host"))?;
    if let Some(version) = value(words, "--hooks")
        && let Some(place) = super::init::place_of(version, shell, has(words, "--no-host"))
    {
        return Ok(help::print(&format!("{place}\n")));
    }
    let folders = Folders::from_env();
    let hold = match Config::load(&folders).hold {
        Some(window) if window.is_zero() => Hold::NONE,
        Some(window) => Hold { window, long: window.max(Hold::default().long), ..Hold::default() },
        None => Hold::default(),
    };
    Ok(match host::run(shell, folders.runtime.as_deref(), hold) {
        Ok(Ending::Signalled(signal)) => help::print(&format!("ended -{signal}\n")),
        Ok(ending) => help::print(&format!("ended {}\n", ending.status())),
        Err(_) => help::print("none\n"),
    })
}

/// `__exit STATUS`: ends as a shell has ended; a negative number is a signal's.
///
/// # Errors
/// When the words cannot be used.
pub fn exit(words: &[OsString]) -> Result<Status> {
    let number = words.first().and_then(|word| word.to_str()?.parse::<i16>().ok()).ok_or_else(|| usage("__exit"))?;
    Ok(match u8::try_from(number) {
        Ok(status) => Status::Exit(status),
        Err(_) => Status::Signal(u8::try_from(number.unsigned_abs()).unwrap_or(1)),
    })
}

/// `__reclaim`: the terminal is given back to the shell after its host was lost.
///
/// # Errors
/// When the terminal will not be given.
pub fn reclaim() -> Result<Status> {
    host::reclaim().map_err(|error| Error::new(Kind::Outside, "take the terminal back").because(error))?;
    Ok(Status::Exit(0))
}

/// `__hook failed …`: what is the shell to do about a line that ended? `__hook fix …`: and about the last that failed, or
/// about one in its editor that it could not read?
///
/// `__hook missing …`: which program is to run in the place of one that was not found? Its name, or exit status 1.
/// `__hook dropped --id ID`: what was offered behind this run was taken out of the editor, and nothing ran.
/// `__hook sentence`: exit status 0 when the line on stdin is a sentence, whose first word is no command here.
///
/// `__hook ask …`: what is the answer to the sentence on stdin? It goes to stderr.
///
/// The first two and the last print three lines: `run`, `fill`, `ask` or `none`; what history is to hold, behind `=`, or
/// nothing; the line to run or to put into the editor. After `ask`, which says that a sentence was answered, that is what was
/// offered, or nothing.
///
/// # Errors
/// When the words cannot be used.
pub fn hook(words: &[OsString]) -> Result<Status> {
    let [verb, words @ ..] = words else { return Err(usage("__hook")) };
    let ui = Ui::new(Color::Auto, has(words, "--quiet"));
    if *verb == *"sentence" {
        let mut line = String::new();
        let read = std::io::stdin().lock().take(LONGEST_SENTENCE).read_to_string(&mut line);
        let sentence = read.is_ok() && router::route(&line, None).route == router::Route::Sentence;
        return Ok(Status::Exit(u8::from(!sentence)));
    }
    if *verb == *"dropped" {
        let id = id_of(words).ok_or_else(|| usage("__hook"))?;
        if let Some(host) = host_of(words) {
            live::dropped(&id, &host);
        }
        return Ok(Status::Exit(0));
    }
    if *verb == *"missing" {
        let missing = read_missing(words).ok_or_else(|| usage("__hook"))?;
        return Ok(match live::missing(missing, ui) {
            Some(program) => help::print(&format!("{program}\n")),
            None => Status::Exit(1),
        });
    }
    let is_nu = value(words, "--shell").is_some_and(|shell| Path::new(shell).file_name() == Some(OsStr::new("nu")));
    let _ground = is_nu.then(Ground::take);
    let (reply, sentence) = match verb.to_str() {
        Some("ask") => {
            let Sent { private, line, names, .. } = sent().ok_or_else(|| usage("__hook"))?;
            (Reply { act: Act::Ask, history: None }, asked(words, &line, &names, private))
        }
        Some("failed") => {
            let call = read_call(words).ok_or_else(|| usage("__hook"))?;
            let sentence = asked(words, &call.line, &call.names, call.private);
            (live::failed(call, ui), sentence)
        }
        Some("fix") => {
            let shell = value(words, "--shell").ok_or_else(|| usage("__hook"))?;
            let Sent { private, line, names, error, told, .. } = sent().ok_or_else(|| usage("__hook"))?;
            let editor = live::Editor { shell: PathBuf::from(shell), id: id_of(words), host: host_of(words) };
            let sentence = asked(words, &line, &names, private);
            let reply = if line.trim().is_empty() {
                live::fix(&editor, names, has(words, "--yes"), ui)
            } else {
                live::unread(&editor, live::Unread { line, private, error, names, told }, ui)
            };
            (reply, sentence)
        }
        _ => return Err(usage("__hook")),
    };
    if reply.act == Act::AskToo {
        let question = Question { after_failure: true, ..sentence.ok_or_else(|| usage("__hook"))? };
        let act = answer(&question, words, true, ui).map_or(Act::Nothing, Act::Fill);
        return Ok(help::print(&told(&Reply { act, ..reply })));
    }
    if reply.act == Act::Ask {
        // At once: in Nushell a second program that is started so soon may land in Nushell's own process group, where Ctrl-C
        // is for both.
        let question = sentence.ok_or_else(|| usage("__hook"))?;
        let offer = answer(&question, words, false, ui).unwrap_or_default();
        return Ok(help::print(&format!("ask\n\n{offer}")));
    }
    Ok(help::print(&told(&reply)))
}

/// A sentence of a shell's.
fn asked(words: &[OsString], line: &str, names: &[Name], private: bool) -> Option<Question> {
    Some(Question {
        text: line.to_owned(),
        shell: PathBuf::from(value(words, "--shell")?),
        names: names.to_vec(),
        private,
        traced: false,
        host: host_of(words),
        after_failure: false,
    })
}

/// Answers it, on stderr. What is best of what is offered is for the editor, unless something was typed in the meantime.
fn answer(question: &Question, words: &[OsString], only_answers: bool, ui: Ui) -> Option<String> {
    let mut voice = Voice { view: AnswerView::new(ui, To::Stderr, false), traces: false, only_answers };
    let answered = voice.ask(question, Brain::default());
    let best = answered.offers.into_iter().find(|offer| offer.fits_editor)?;
    if has(words, "--offer") || ui::has_typed_ahead() {
        return None;
    }
    if let (Some(host), Some(id), false) = (&question.host, id_of(words), question.private) {
        live::offered(&best.command, &question.text, id, host);
    }
    Some(best.command)
}

/// The run that is told of, or that ended last.
fn id_of(words: &[OsString]) -> Option<RunId> {
    RunId::read(value(words, "--id")?)
}

fn told(reply: &Reply) -> String {
    let history = reply.history.as_ref().map(|line| format!("={}", one_line(line))).unwrap_or_default();
    match &reply.act {
        Act::Nothing => format!("none\n{history}\n"),
        Act::Run(line) => format!("run\n{history}\n{line}"),
        Act::Fill(line) => format!("fill\n{history}\n{line}"),
        // It is answered before anything is told.
        Act::Ask | Act::AskToo => format!("ask\n{history}\n"),
    }
}

fn one_line(line: &str) -> &str {
    line.lines().next().unwrap_or_default()
}

/// What a hook sends on stdin, each part ended by NUL: `private` or nothing, the line, the names. bash sends instead of
/// the first two what [`of_bash`] makes them of.
struct Sent {
    /// History leaves the line out.
    private: bool,
    line: String,
    names: Vec<Name>,
    global_aliases: Vec<String>,
    history_signs: String,
    /// What Nushell says of the line: `{"pieces": …, "error": …}`, as `driver/ask.nu` makes it.
    told: Option<Told>,
    /// What the shell says of a line that it could not read.
    error: String,
}

fn sent() -> Option<Sent> {
    let mut sent = Vec::new();
    std::io::stdin().lock().take(MOST).read_to_end(&mut sent).ok()?;
    let mut fields = sent.split(|byte| *byte == 0).map(String::from_utf8_lossy);
    let (line, private) = match (&*fields.next()?, fields.next()?.into_owned()) {
        ("same", typed) => of_bash(Grown::No, typed, &fields.next()?),
        ("more", typed) => of_bash(Grown::Yes, typed, &fields.next()?),
        ("runs", typed) => of_bash(Grown::Unknown, typed, &fields.next()?),
        (first, line) => (line, first == "private"),
    };
    let (names, global_aliases) = (Vec::new(), Vec::new());
    let (history_signs, error) = (String::new(), String::new());
    let mut sent = Sent { private, line, names, global_aliases, history_signs, told: None, error };
    let mut own = String::new();
    for field in fields {
        if let Some(name) = field.strip_prefix('g') {
            sent.global_aliases.push(name.to_owned());
        } else if let Some(signs) = field.strip_prefix('h') {
            signs.clone_into(&mut sent.history_signs);
        } else if let Some(answer) = field.strip_prefix('n') {
            sent.told = serde_json::from_str(answer).ok().and_then(|answer| Told::read(&answer, By::Session));
        } else if let Some(text) = field.strip_prefix('o') {
            text.clone_into(&mut sent.error);
        } else if let Some(folder) = field.strip_prefix('d') {
            folder.clone_into(&mut own);
        } else if let Some((name, place)) = field.strip_prefix('p').and_then(|function| function.split_once('=')) {
            if is_of_a_person(place.trim(), &own) {
                sent.names.push(function(name));
            }
        } else {
            sent.names.extend(self::names(&field));
        }
    }
    Some(sent)
}

/// Whether bash's history has grown by a line since the prompt at which it was typed. While the line runs nobody can say.
enum Grown {
    Yes,
    No,
    Unknown,
}

/// A line of bash, and whether history leaves it out. `typed`: what was in the editor at the last Enter, which is the
/// whole line only where that is one; empty when nobody has seen it. `history`: what `history 1` prints.
fn of_bash(grown: Grown, typed: String, history: &str) -> (String, bool) {
    let last = last_of_history(history);
    let is_left_out = !typed.is_empty()
        && match grown {
            Grown::Yes => false,
            Grown::No => typed != last,
            // What history makes of a line with its signs is not what was typed.
            Grown::Unknown => !typed.contains('!') && !last.starts_with(&*typed),
        };
    if is_left_out { (typed, true) } else { (last.to_owned(), false) }
}

/// The line of an entry as `history` prints it (bash(1), "history"): a number, a blank or the star of an entry that was
/// changed, a blank, and the line.
fn last_of_history(entry: &str) -> &str {
    let entry = entry.trim_start().trim_start_matches(|c: char| c.is_ascii_digit());
    let line = entry.strip_prefix([' ', '*']).and_then(|rest| rest.strip_prefix(' ')).unwrap_or_default();
    line.trim_end_matches('\n')
}

fn has(words: &[OsString], name: &str) -> bool {
    words.iter().any(|word| *word == *name)
}

fn host_of(words: &[OsString]) -> Option<PathBuf> {
    std::env::var_os("GHOST_SOCK").filter(|path| !path.is_empty() && !has(words, "--no-host")).map(PathBuf::from)
}

/// `missing … -- PROGRAM ARGUMENT…`: the words behind the dashes were not found.
fn read_missing(words: &[OsString]) -> Option<Missing> {
    let end = words.iter().position(|word| *word == *"--")?;
    let (words, argv) = (&words[..end], &words[end + 1..]);
    let Sent { private, line, names, .. } = sent()?;
    Some(Missing {
        shell: PathBuf::from(value(words, "--shell")?),
        id: id_of(words)?,
        line,
        private,
        argv: argv.iter().map(|word| word.to_str().map(str::to_owned)).collect::<Option<_>>()?,
        names,
        yes: has(words, "--yes"),
        report: report(words),
        host: host_of(words),
    })
}

fn report(words: &[OsString]) -> Option<File> {
    let at = words.iter().position(|word| *word == *"--report")?;
    open_report(&PathBuf::from(words.get(at + 1)?)).ok()
}

fn read_call(words: &[OsString]) -> Option<Call> {
    let shell = value(words, "--shell")?;
    let Sent { private, line, names, global_aliases, history_signs, told, .. } = sent()?;
    Some(Call {
        shell: PathBuf::from(shell),
        id: id_of(words)?,
        status: value(words, "--status")?.parse().ok()?,
        line,
        private,
        global_aliases,
        history_signs,
        told,
        ours: has(words, "--ours"),
        only_offers: has(words, "--offer"),
        names,
        yes: has(words, "--yes"),
        report: report(words),
        host: host_of(words),
    })
}

/// `aNAME=TEXT` is an alias, `f` stands before names of functions, one a line. (Read elsewhere: `gNAME`, an alias that
/// holds wherever it stands, `h` before signs of history expansion, `dFOLDER` where fish's own functions are, `pNAME=PLACE`
/// where a function of such a name stands, `o` before what nu says of a line that it cannot read, `nJSON` what it says a
/// line's words are.)
fn names(field: &str) -> Vec<Name> {
    if let Some((name, text)) = field.strip_prefix('a').and_then(|alias| alias.split_once('=')) {
        return vec![Name { name: name.to_owned(), kind: NameKind::Alias, text: text.to_owned() }];
    }
    let functions = field.strip_prefix('f').unwrap_or_default().split_whitespace();
    // Names of helpers are never typed.
    functions.filter(|name| !name.starts_with('_')).map(function).collect()
}

fn function(name: &str) -> Name {
    Name { name: name.to_owned(), kind: NameKind::Function, text: String::new() }
}

/// A function that was defined at this place, as fish tells it (`functions --details`), did not come with fish, whose
/// own stand below this folder or inside the program.
fn is_of_a_person(place: &str, own: &str) -> bool {
    !(own.is_empty()
        || Path::new(place).starts_with(own)
        || matches!(place, "n/a" | "-" | "")
        || place.starts_with("embedded:"))
}

fn value<'a>(words: &'a [OsString], name: &str) -> Option<&'a str> {
    let at = words.iter().position(|word| word == OsStr::new(name))?;
    words.get(at + 1)?.to_str()
}

fn usage(entry: &str) -> Error {
    Error::new(Kind::Usage, format!("{entry} is for ghost's own hooks")).hint("ghost init bash prints them")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_apart() {
        let read = |field: &str| -> Vec<String> {
            names(field).iter().map(|name| format!("{:?} {} {}", name.kind, name.name, name.text)).collect()
        };
        assert_eq!(read("all=ls -l=x"), ["Alias ll ls -l=x"]);
        assert_eq!(read("fgs\n_private\nup\n"), ["Function gs ", "Function up "]);
        assert!(read("").is_empty());
    }

    #[test]
    fn a_line_of_bash_is_the_last_in_its_history_or_was_left_out_of_it() {
        let read = |grown, typed: &str, history| of_bash(grown, typed.to_owned(), history);
        let left_out = || (" gti log".to_owned(), true);
        let kept = |line: &str| (line.to_owned(), false);
        assert_eq!(read(Grown::Yes, "gti log", "  501  gti log\n"), kept("gti log"));
        assert_eq!(read(Grown::No, "gti log", "  501  gti log\n"), kept("gti log"), "the same again");
        assert_eq!(read(Grown::No, " gti log", "  501  ls\n"), left_out());
        assert_eq!(read(Grown::No, "gti", "  501  gti log\n"), ("gti".to_owned(), true));
        assert_eq!(read(Grown::Unknown, "gti", "  501  gti log\n"), kept("gti log"));
        assert_eq!(read(Grown::Unknown, " gti log", "  501  ls\n"), left_out());
        assert_eq!(read(Grown::Unknown, "gti !$ | cat", "  501  gti log | cat\n"), kept("gti log | cat"));
        assert_eq!(
            read(Grown::Yes, "for x in 1", "  501  for x in 1; do gti; done\n"),
            kept("for x in 1; do gti; done")
        );
        assert_eq!(read(Grown::Yes, "gti !$", "  501  gti log\n"), kept("gti log"), "it was expanded");
        assert_eq!(read(Grown::Yes, "", "  501* a  b \n"), kept("a  b "), "a changed entry");
        assert_eq!(read(Grown::No, "gti", ""), ("gti".to_owned(), true), "no history at all");
        assert_eq!(read(Grown::Yes, "", " 1000  echo 'a\n 2  b'\n"), kept("echo 'a\n 2  b'"));
    }

    #[test]
    fn a_reply_is_three_lines() {
        let reply = |act, history: Option<&str>| told(&Reply { act, history: history.map(str::to_owned) });
        assert_eq!(reply(Act::Run("git log".to_owned()), None), "run\n\ngit log");
        assert_eq!(reply(Act::Nothing, Some("git log")), "none\n=git log\n");
        assert_eq!(reply(Act::Ask, None), "ask\n\n");
    }
}
