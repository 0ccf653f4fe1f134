//! Somebody types into a shell; what they see is kept, to be compared.

use std::cell::RefCell;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::time::Instant;

use ghostsh::desk::{Ask, Told, VERSION};
use ghostsh::marks::RunId;
use nix::poll::{PollTimeout, poll};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use pty_process::blocking::Command;

use crate::keys::state_of;
use crate::late;
use crate::person::Person;
use crate::stage::{Mode, Setup, Shell};
use crate::terminal::{Left, PATIENCE, Terminal};

/// A shell at a terminal.
pub struct Session {
    pub shell: Shell,
    pub mode: Mode,
    pub person: Person,
    /// It runs in a host.
    pub is_hosted: bool,
    pub terminal: Option<Terminal>,
    folder: PathBuf,
    /// The number of the last prompt.
    prompt: u32,
    seen: Vec<(String, String)>,
}

impl Session {
    pub fn begin(setup: &Setup, person: &Person) -> Self {
        let [program, words @ ..] = setup.program.as_slice() else { panic!("a program") };
        let mut command = Command::new(program)
            .args(words)
            .current_dir(setup.home())
            .env_clear()
            .envs(setup.variables.iter().map(|(name, value)| (name, value)));
        if let Some((user, group)) = person.ids() {
            command = command.uid(user).gid(group);
        }
        let mut terminal = Terminal::start(command, person.ids().filter(|_| setup.owns_terminal));
        terminal.answers();
        Self {
            shell: setup.shell,
            mode: setup.mode,
            person: person.clone(),
            is_hosted: setup.is_hosted,
            terminal: Some(terminal),
            folder: setup.folder.clone(),
            prompt: 0,
            seen: Vec::new(),
        }
    }

    /// The terminal, while somebody is at it.
    pub fn terminal(&mut self) -> &mut Terminal {
        self.terminal.as_mut().expect("the shell has not ended")
    }

    /// In each shell's own words.
    pub fn says<'a>(&self, bash: &'a str, zsh: &'a str, fish: &'a str, nu: &'a str) -> &'a str {
        match self.shell {
            Shell::Bash => bash,
            Shell::Zsh => zsh,
            Shell::Fish => fish,
            Shell::Nu => nu,
        }
    }

    pub fn home(&self) -> PathBuf {
        self.folder.join("home")
    }

    pub fn runtime(&self) -> PathBuf {
        self.folder.join("run")
    }

    /// A file below the home; empty when it is not there.
    pub fn read(&self, name: &str) -> String {
        let bytes = fs::read(self.home().join(name)).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// Types.
    pub fn keys(&mut self, keys: &str) {
        self.terminal().send(keys);
    }

    /// Presses Ctrl-C, with nobody busy: it throws away what is on its way through a terminal (termios(3), NOFLSH), and
    /// shells that draw at that very moment lose it, bare ones as well.
    pub fn interrupt(&mut self) {
        self.calm();
        self.keys("\x03");
    }

    /// Presses Ctrl-Z while `stops` runs, and lets that stop once the key is on the screen: a terminal sends the signal
    /// before it echoes the key (n_tty), and a quick shell has printed something in between, a bare one as well.
    pub fn stop(&mut self) {
        self.keys("\x1a");
        self.await_at_cursor("^Z");
        let gate = self.folder.join("stop");
        self.await_outside("the program has heard of it", || {
            fs::OpenOptions::new().write(true).custom_flags(libc::O_NONBLOCK).open(&gate).is_ok()
        });
    }

    /// Lets what has been stopped go on in the foreground of this shell. (A bare nu as well has its prompt a moment before
    /// it has let go of the process group, and what is unfrozen in that moment goes on in the background.)
    pub fn unfreeze(&mut self, shell: Shell, job: Pid) {
        if shell == Shell::Nu {
            let nu = parent_of(job).expect("a shell");
            self.await_outside("nu has let go of it", || !late::waits(nu));
        }
        self.keys(if shell == Shell::Nu { "job unfreeze\r" } else { "fg\r" });
        self.await_outside("it goes on", || state_of(job) == Some('S'));
    }

    /// Waits until nobody is busy: a signal that comes while a program begins to wait for a key is heard at the next key
    /// only.
    pub fn calm(&mut self) {
        let folder = self.folder.clone();
        let mut calm = 0;
        let busy = RefCell::new(String::new());
        let who = || format!("all are asleep, but not {}", busy.borrow());
        self.terminal().until_outside_or(who, || {
            let awake = processes_in(&folder).into_iter().find(|pid| !is_asleep(*pid));
            calm = if awake.is_none() { calm + 1 } else { 0 };
            if let Some(pid) = awake {
                *busy.borrow_mut() = format!("{} ({pid})", name_of(pid));
            }
            calm == 2
        });
    }

    /// Types a line, waits for the next prompt and looks at the screen; gives what it shows.
    pub fn line(&mut self, line: &str) -> String {
        self.keys(&format!("{line}\r"));
        self.await_prompt();
        self.look(line)
    }

    /// Waits for a prompt that has not been seen yet, with nothing typed at it.
    pub fn await_prompt(&mut self) {
        let last = self.prompt;
        let mut number = None;
        self.terminal().until(&format!("a prompt after {last}"), |screen| {
            number = prompt_at_cursor(screen).filter(|number| *number > last);
            number.is_some()
        });
        self.prompt = number.unwrap_or(last);
    }

    /// Prompts are counted from 100 on.
    pub fn count_from_100(&mut self, shell: Shell) {
        self.line(match shell {
            Shell::Bash | Shell::Zsh => "prompts=99",
            Shell::Fish => "set prompts 99",
            Shell::Nu => "$env.prompts.n = 99",
        });
    }

    /// Starts a shell inside this one, and waits for its first prompt; gives what [`Session::come_back`] needs.
    pub fn enter(&mut self, line: &str) -> u32 {
        self.keys(&format!("{line}\r"));
        let outer = self.prompt;
        assert!(outer >= 100, "its prompts are to be told from this shell's");
        self.await_prompt_number(1);
        self.look(line);
        outer
    }

    /// Leaves a shell inside another one.
    pub fn come_back(&mut self, line: &str, outer: u32) {
        self.keys(&format!("{line}\r"));
        self.await_prompt_number(outer + 1);
        self.look(line);
    }

    /// Waits for the next prompt; gives a password to sudo if it asks for one.
    pub fn await_prompt_or_password(&mut self, password: &str) {
        let last = self.prompt;
        let is_next = |screen: &vt100::Screen| prompt_at_cursor(screen).is_some_and(|number| number > last);
        self.terminal().until("a prompt, or a password is asked for", |screen| {
            is_next(screen) || before_cursor(screen).starts_with("[sudo] password")
        });
        if !is_next(self.terminal().screen()) {
            self.keys(&format!("{password}\r"));
        }
        self.await_prompt();
    }

    /// Waits for the prompt with this number, with nothing typed at it.
    pub fn await_prompt_number(&mut self, number: u32) {
        self.terminal().until(&format!("prompt {number}"), |screen| prompt_at_cursor(screen) == Some(number));
        self.prompt = number;
    }

    /// Waits for a prompt with nothing typed at it, whichever it is.
    pub fn await_empty_prompt(&mut self) {
        let mut number = None;
        self.terminal().until("an empty prompt", |screen| {
            number = prompt_at_cursor(screen);
            number.is_some()
        });
        self.prompt = number.unwrap_or(self.prompt);
    }

    /// Waits for an empty prompt behind one at which something was typed. fish does not count it.
    pub fn await_prompt_again(&mut self) {
        let last = self.prompt - u32::from(self.shell == Shell::Fish);
        self.prompt = last;
        self.await_prompt();
    }

    /// Waits until the screen shows this.
    pub fn await_text(&mut self, text: &str) {
        self.terminal().expect_on_screen(text);
    }

    /// Waits until what the cursor's line shows ends in this, the cursor behind it.
    pub fn await_at_cursor(&mut self, text: &str) {
        self.terminal().until(&format!("{text:?} before the cursor"), |screen| before_cursor(screen).ends_with(text));
    }

    /// Waits until the screen is as it should be.
    pub fn await_screen(&mut self, what: &str, is_so: impl FnMut(&vt100::Screen) -> bool) {
        self.terminal().until(what, is_so);
    }

    /// Waits until something outside of the terminal is so.
    pub fn await_outside(&mut self, what: &str, is_so: impl FnMut() -> bool) {
        self.terminal().until_outside(what, is_so);
    }

    /// Waits until a file below the home is there and holds this.
    pub fn await_file(&mut self, name: &str, content: &str) {
        let path = self.home().join(name);
        self.await_outside(&format!("{name} holds {content:?}"), || {
            fs::read(&path).is_ok_and(|bytes| bytes == content.as_bytes())
        });
    }

    /// Waits for the one process of this session that has this name, and gives it.
    pub fn only_process(&mut self, name: &str) -> Pid {
        let mut found = Vec::new();
        let folder = self.folder.clone();
        self.await_outside(&format!("one process named {name}"), || {
            found = processes_in(&folder).into_iter().filter(|pid| name_of(*pid) == name).collect();
            found.len() == 1
        });
        found[0]
    }

    /// Waits for the one process of this session that runs `stops`, and gives it.
    pub fn only_stops(&mut self) -> Pid {
        let mut found = Vec::new();
        let folder = self.folder.clone();
        let is_it = |pid: &Pid| {
            let words = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
            words.split(|byte| *byte == 0).any(|word| word.ends_with(b"/bin/stops"))
        };
        self.await_outside("one process that runs stops", || {
            found = processes_in(&folder).into_iter().filter(is_it).collect();
            found.len() == 1
        });
        found[0]
    }

    /// The processes that this session has started and that are still there.
    pub fn processes(&self) -> Vec<Pid> {
        processes_in(&self.folder)
    }

    /// These very bytes have come out of the terminal.
    pub fn has_printed(&mut self, bytes: &[u8]) -> bool {
        memchr::memmem::find(self.terminal().printed(), bytes).is_some()
    }

    /// What the screen shows.
    pub fn screen(&mut self) -> String {
        self.terminal().screen().contents()
    }

    /// Keeps what the screen shows.
    pub fn look(&mut self, label: &str) -> String {
        let screen = self.screen();
        self.note(label, screen.clone());
        screen
    }

    /// The rows of the screen with their colours.
    pub fn colours(&mut self) -> Vec<String> {
        let screen = self.terminal().screen();
        screen.rows_formatted(0, screen.size().1.get()).collect()
    }

    /// Keeps something to be compared.
    pub fn note(&mut self, label: &str, text: impl Into<String>) {
        self.seen.push((label.to_owned(), text.into()));
    }

    /// Leaves by this line and keeps how the shell ended.
    pub fn leave(&mut self, line: &str) -> Left {
        self.keys(&format!("{line}\r"));
        self.await_end()
    }

    /// Waits for the end of the shell and keeps how it ended.
    pub fn await_end(&mut self) -> Left {
        let left = self.terminal.take().expect("the shell has not ended").finish();
        self.note("the end", format!("{:?} {:?}", left.status, left.signal));
        left
    }

    /// What was seen. A shell that is still there is left.
    pub fn end(mut self) -> Vec<(String, String)> {
        if self.terminal.is_some() {
            let left = self.leave("exit 0");
            assert_eq!((left.status, left.signal), (Some(0), None), "the shell ends as it is told to\n{}", left.rest);
        }
        let folder = self.folder.clone();
        await_so("nothing is left running", || processes_in(&folder).is_empty());
        std::mem::take(&mut self.seen)
    }

    /// The socket of the terminal's host.
    pub fn socket(&self) -> PathBuf {
        let entries = fs::read_dir(self.runtime().join("ghost")).expect("the host's folder");
        let sockets: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        assert_eq!(sockets.len(), 1, "one host: {sockets:?}");
        sockets.into_iter().next().expect("one")
    }

    /// What the host has recorded of the last failure. The next line is typed for it, and the screen cleared.
    pub fn captured(&mut self) -> String {
        let (pid, count) = self.next_run();
        self.recorded(&format!("{pid}.{}", count - 1))
    }

    /// The shell's process and the number of the line that is typed to ask for it, after clearing the screen.
    pub fn next_run(&mut self) -> (String, u32) {
        let line = self
            .says(
                "echo id=$$.$__ghost_n",
                "echo id=$$.$__ghost_n",
                "echo id=$fish_pid.$__ghost_n",
                "echo $\"id=($nu.pid).($env.__ghost.n)\"",
            )
            .to_owned();
        self.keys(&format!("clear; {line}\r"));
        self.await_prompt();
        let screen = self.screen();
        let told = screen.lines().find_map(|line| line.strip_prefix("id=")).expect("an identity");
        let (pid, count) = told.split_once('.').expect("an identity");
        (pid.to_owned(), count.parse().expect("a number"))
    }

    /// What the host has recorded of this run, which is the last that failed. (A hook asks by `ghostsh::visit`, which
    /// speaks to hosts of its own user alone; root is served all the same.)
    pub fn recorded(&self, id: &str) -> String {
        let id = RunId::read(id).expect("an identity");
        let ask = Ask::Take { version: VERSION, id, brain: false };
        let mut host = UnixStream::connect(self.socket()).expect("a host");
        let mut asked = serde_json::to_string(&ask).expect("text");
        asked.push('\n');
        host.write_all(asked.as_bytes()).expect("it listens");
        let mut answer = BufReader::new(host);
        let mut told = String::new();
        answer.read_line(&mut told).expect("an answer");
        let Ok(Told::Taken { run: Some(run), .. }) = serde_json::from_str(&told) else { panic!("{told}") };
        let mut text = vec![0; run.head + run.tail];
        answer.read_exact(&mut text).expect("all of it");
        String::from_utf8_lossy(&text).into_owned()
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        if std::thread::panicking()
            && let Some(terminal) = &self.terminal
        {
            eprintln!("{:?} at the end:\n{}", self.mode, terminal.screen().contents());
        }
        // What the terminal hangs up on may still be ending by itself.
        drop(self.terminal.take());
        for pid in processes_in(&self.folder) {
            let _ = kill(pid, Signal::SIGKILL);
        }
    }
}

/// Waits until something is so, without a terminal.
pub fn await_so(what: &str, mut is_so: impl FnMut() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !is_so() {
        assert!(Instant::now() < deadline, "not so: {what}");
        let _ = poll(&mut [], PollTimeout::from(5_u8));
    }
}

/// The processes that a session in this folder has started and that are still there.
fn processes_in(folder: &Path) -> Vec<Pid> {
    let marker = format!("GHOST_TESTED_IN={}\0", folder.display());
    let entries = fs::read_dir("/proc").expect("/proc").flatten();
    let pids = entries.filter_map(|entry| entry.file_name().to_str()?.parse::<i32>().ok());
    let is_ours = |pid: &i32| {
        let environment = fs::read(format!("/proc/{pid}/environ")).unwrap_or_default();
        memchr::memmem::find(&environment, marker.as_bytes()).is_some()
    };
    pids.filter(is_ours).map(Pid::from_raw).collect()
}

/// None of its threads runs.
fn is_asleep(pid: Pid) -> bool {
    let threads = fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().flatten();
    threads.map(|thread| thread.path().join("stat")).all(|path| {
        let stat = fs::read_to_string(path).unwrap_or_default();
        !stat.rsplit(") ").next().unwrap_or_default().starts_with(['R', 'D'])
    })
}

/// Who has started it (proc(5)).
fn parent_of(pid: Pid) -> Option<Pid> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    stat.rsplit_once(") ")?.1.split(' ').nth(1)?.parse().ok().map(Pid::from_raw)
}

/// The program that a process runs.
pub fn name_of(pid: Pid) -> String {
    // Not `comm`, which the host takes over from what runs in it.
    let program = fs::read_link(format!("/proc/{pid}/exe")).unwrap_or_default();
    program.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// The text of the cursor's line, up to the cursor.
pub fn before_cursor(screen: &vt100::Screen) -> String {
    let (row, column) = screen.cursor_position();
    screen.rows(0, column).nth(row.into()).unwrap_or_default()
}

/// The number of the prompt that the cursor stands right behind.
fn prompt_at_cursor(screen: &vt100::Screen) -> Option<u32> {
    let (row, column) = screen.cursor_position();
    let is_empty = screen.cell(row, column).is_none_or(|cell| cell.contents().trim().is_empty());
    let number = before_cursor(screen).strip_prefix('<')?.strip_suffix("> ")?.to_owned();
    if is_empty { number.parse().ok() } else { None }
}
