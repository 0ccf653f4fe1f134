//! What runs: every process that can be seen.

use std::fs;
use std::path::Path;
use std::time::Duration;

use serde::Serialize;

use super::process::{self, Accounts};
use super::table::{size, span};
use super::{Row, Seen};

/// A process.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Process {
    /// Its number.
    pub pid: u32,
    /// The number of the process that started it, or took it over.
    pub parent: u32,
    /// The account's number (the effective one).
    pub uid: u32,
    /// The account's name, where there is one.
    pub user: Option<String>,
    /// What it does, as one letter: R runs, S sleeps, D waits for a device, T is stopped, Z has ended.
    pub state: char,
    /// Processor time it has used, in milliseconds.
    pub cpu_ms: u64,
    /// Memory that is its own or shared, in bytes (resident set).
    pub memory: u64,
    /// When it was started, in milliseconds after the machine was.
    pub started_ms: u64,
    /// Its program's name, at most 15 bytes.
    pub name: String,
    /// Its words, with a blank between; empty for a process of the kernel's own.
    pub command: String,
}

impl Row for Process {
    const COLUMNS: &'static [(&'static str, bool)] =
        &[("pid", true), ("user", false), ("state", false), ("cpu", true), ("memory", true), ("command", false)];

    fn cells(&self) -> Vec<String> {
        let state = match self.state {
            'R' => "runs",
            'S' | 'I' => "sleeps",
            'D' => "waits",
            'T' | 't' => "stopped",
            'Z' | 'X' => "ended",
            _ => "?",
        };
        vec![
            self.pid.to_string(),
            self.user.clone().unwrap_or_else(|| self.uid.to_string()),
            state.to_owned(),
            span(Duration::from_millis(self.cpu_ms)),
            size(self.memory),
            if self.command.is_empty() { format!("[{}]", self.name) } else { self.command.clone() },
        ]
    }
}

/// What comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// Most processor time.
    Cpu,
    /// Most memory.
    Memory,
}

/// What is to be shown.
#[derive(Debug, Default)]
pub struct Wanted {
    /// Part of a program's name; all when there is none.
    pub name: Option<String>,
    /// The order; by the time they were started when there is none.
    pub by: Option<By>,
    /// Only so many: the first of an order, else those started last.
    pub most: Option<usize>,
}

/// The processes that can be seen, without this one.
#[must_use]
pub fn processes(wanted: &Wanted) -> Seen<Process> {
    let proc = Path::new("/proc");
    let accounts = Accounts::read();
    let units = Units::of_this_machine();
    let own = std::process::id();
    let found = process::pids(proc)
        .into_iter()
        .filter(|pid| *pid != own)
        // One that has ended meanwhile is no longer there.
        .filter_map(|pid| read(&proc.join(pid.to_string()), units, &accounts))
        .collect();
    Seen::whole(choose(found, wanted))
}

fn choose(mut found: Vec<Process>, wanted: &Wanted) -> Vec<Process> {
    if let Some(name) = &wanted.name {
        found.retain(|process| is_called(process, name));
    }
    match wanted.by {
        Some(By::Cpu) => found.sort_by_key(|process| std::cmp::Reverse(process.cpu_ms)),
        Some(By::Memory) => found.sort_by_key(|process| std::cmp::Reverse(process.memory)),
        None => found.sort_by_key(|process| (process.started_ms, process.pid)),
    }
    let most = wanted.most.unwrap_or(usize::MAX);
    match wanted.by {
        Some(_) => found.truncate(most),
        None => drop(found.drain(..found.len().saturating_sub(most))),
    }
    found
}

/// By its own name, or the base name of its first two words: a script is called by what follows its interpreter.
fn is_called(process: &Process, name: &str) -> bool {
    let base = |word: &str| word.rsplit('/').next().is_some_and(|base| base.contains(name));
    process.name.contains(name) || process.command.split(' ').take(2).any(base)
}

/// What the kernel's numbers are counted in.
#[derive(Debug, Clone, Copy)]
struct Units {
    /// Ticks a second.
    ticks: u64,
    /// Bytes a page.
    page: u64,
}

impl Units {
    fn of_this_machine() -> Self {
        let ask = |name, default| {
            let found = nix::unistd::sysconf(name).ok().flatten().and_then(|found| u64::try_from(found).ok());
            found.filter(|found| *found > 0).unwrap_or(default)
        };
        Self { ticks: ask(nix::unistd::SysconfVar::CLK_TCK, 100), page: ask(nix::unistd::SysconfVar::PAGE_SIZE, 4096) }
    }
}

fn read(folder: &Path, units: Units, accounts: &Accounts) -> Option<Process> {
    let stat = fs::read(folder.join("stat")).ok()?;
    let status = fs::read(folder.join("status")).ok()?;
    let words = fs::read(folder.join("cmdline")).unwrap_or_default();
    let mut process = parse(&String::from_utf8_lossy(&stat), units)?;
    process.uid = effective(&String::from_utf8_lossy(&status))?;
    process.user = accounts.name(process.uid);
    process.command = command(&words);
    Some(process)
}

/// `pid (name) state …`, proc_pid_stat(5). A name may hold anything, parentheses too: its end is the last one.
fn parse(stat: &str, units: Units) -> Option<Process> {
    let (front, rest) = stat.rsplit_once(')')?;
    let (pid, name) = front.split_once('(')?;
    let fields: Vec<&str> = rest.split_whitespace().collect();
    // The manual counts from 1, and the first of these is its third.
    let number = |field: usize| fields.get(field - 3)?.parse::<u64>().ok();
    let time = |ticks: u64| ticks.saturating_mul(1000) / units.ticks;
    Some(Process {
        pid: pid.trim().parse().ok()?,
        parent: fields.get(1)?.parse().ok()?,
        uid: 0,
        user: None,
        state: fields.first()?.chars().next()?,
        cpu_ms: time(number(14)?.saturating_add(number(15)?)),
        memory: number(24)?.saturating_mul(units.page),
        started_ms: time(number(22)?),
        name: name.to_owned(),
        command: String::new(),
    })
}

/// `Uid: real effective saved files`, proc_pid_status(5).
fn effective(status: &str) -> Option<u32> {
    let line = status.lines().find_map(|line| line.strip_prefix("Uid:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// Words end in NUL (proc_pid_cmdline(5)); a process may write there what it likes.
fn command(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    text.trim_end_matches('\0').replace('\0', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const UNITS: Units = Units { ticks: 100, page: 4096 };

    fn some(pid: u32, cpu_ms: u64, memory: u64, command: &str) -> Process {
        let stat = format!("{pid} (x) S 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 {pid} 0 0 0");
        Process { cpu_ms, memory, command: command.to_owned(), ..parse(&stat, UNITS).expect("a process") }
    }

    #[test]
    fn a_name_with_parentheses_and_blanks_does_not_shift_the_fields() {
        let stat = "42 (a) R (b c) S 7 42 42 0 -1 4194560 1 2 3 4 150 50 0 0 20 0 1 0 1000 8192 25 0 0";
        let process = parse(stat, UNITS).expect("a process");
        assert_eq!((process.pid, process.parent, process.name.as_str(), process.state), (42, 7, "a) R (b c", 'S'));
        assert_eq!((process.cpu_ms, process.started_ms, process.memory), (2000, 10_000, 102_400));
        for wrong in ["", "42 (a", "42 (a) S", "x (a) S 1 1 1"] {
            assert_eq!(parse(wrong, UNITS), None, "{wrong}");
        }
    }

    #[test]
    fn words_and_accounts_are_read_as_they_are() {
        assert_eq!(command(b"sh\0-c\0a b\0"), "sh -c a b");
        assert_eq!(command(b""), "");
        assert_eq!(effective("Name:\tx\nUid:\t1000\t0\t1000\t1000\n"), Some(0));
        assert_eq!(effective("Name:\tx\n"), None);
        let row = Process { name: "kthreadd".to_owned(), ..some(2, 0, 0, "") };
        assert_eq!(row.cells().last().map(String::as_str), Some("[kthreadd]"));
    }

    #[test]
    fn what_is_wanted_is_chosen() {
        let all = || {
            let first = some(1, 5, 900, "/sbin/init");
            vec![first, some(8, 70, 100, "python3 /srv/app.py --init"), some(9, 60, 300, "sh")]
        };
        let pids = |wanted: Wanted| -> Vec<u32> { choose(all(), &wanted).iter().map(|process| process.pid).collect() };
        assert_eq!(pids(Wanted::default()), [1, 8, 9]);
        assert_eq!(pids(Wanted { most: Some(2), ..Wanted::default() }), [8, 9]);
        assert_eq!(pids(Wanted { by: Some(By::Cpu), most: Some(2), ..Wanted::default() }), [8, 9]);
        assert_eq!(pids(Wanted { by: Some(By::Memory), ..Wanted::default() }), [1, 9, 8]);
        assert_eq!(pids(Wanted { name: Some("app".to_owned()), ..Wanted::default() }), [8]);
        assert_eq!(pids(Wanted { name: Some("init".to_owned()), ..Wanted::default() }), [1]);
    }
}
