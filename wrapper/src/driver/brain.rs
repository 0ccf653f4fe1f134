//! Finding and asking the brain.

use std::os::fd::OwnedFd;
use std::path::PathBuf;
use std::time::Instant;

use super::Brain;
use super::errands::{Errands, Wait};
use super::minds::Minds;
use super::veil::Veil;
use crate::client::{self, Answer, Client, Kernel, Trouble};
use crate::config::{Config, Folders};
use crate::error::{Error, Kind, Result};
use crate::journal::Journal;
use crate::line::{self, Line};
use crate::protocol::types::{FailedEvent, OutcomeEvent, OutcomeVerdict, Settings};
use crate::redact::holds_placeholder;
use crate::sandbox;

/// Which brain is to be started. Kept apart from [`Thinker`] because `ghost rules` needs the same answer.
///
/// # Errors
/// When there is none: no Python, nowhere to unpack to, or one that root has locked out.
pub fn kernel(brain: &mut Brain, config: &Config, folders: &Folders) -> Result<Kernel> {
    if let Some(program) = brain.program.take() {
        if config.kernel_locked {
            return Err(Error::new(Kind::Settings, "use another brain: root has locked it"));
        }
        return Ok(Kernel::Program(program));
    }
    if let Some((input, output, process)) = brain.lent.take() {
        return Ok(Kernel::Lent { input, output, process });
    }
    if let Some(socket) = brain.socket.take() {
        let pid = brain.pid.take();
        return Ok(Kernel::Handed { socket, pid });
    }
    let (python, package) = interpreter(config, folders)?;
    // What stands for the interpreter, a script of a version manager's say, starts others: it cannot be held to one.
    let own = std::env::current_exe().ok().filter(|_| !client::is_script(&python));
    let folder = folders.state.as_ref().map(|state| state.join("brain")).filter(|folder| own.is_some() && made(folder));
    let front = own.map(|own| sandbox::brain_front(&own, folder.as_deref())).unwrap_or_default();
    Ok(Kernel::Package { python, package, front, folder })
}

/// The interpreter, and the package it runs.
///
/// # Errors
/// When there is no Python, or nowhere to unpack to.
pub(super) fn interpreter(config: &Config, folders: &Folders) -> Result<(PathBuf, PathBuf)> {
    let path = std::env::var_os("PATH");
    let python = client::find_python(config.python.as_deref(), path.as_deref())
        .ok_or_else(|| Error::new(Kind::Outside, "find python3 for the brain"))?;
    // Each start of a version manager's script costs several of an interpreter's. What the settings name is theirs.
    let python = match &config.python {
        None if client::is_script(&python) => {
            client::python_behind(&python, folders.state.as_deref(), Instant::now() + config.deadline).unwrap_or(python)
        }
        _ => python,
    };
    let beside = std::env::current_exe().ok().and_then(|binary| client::package_beside(&binary));
    let package = match beside {
        Some(package) => package,
        None => client::unpacked(&folders.unpack_bases())?,
    };
    Ok((python, package))
}

/// Starts the brain, hears its greeting and ends it; for people: how long that took and how it is confined.
///
/// # Errors
/// When there is no brain, or it does not answer in time.
pub fn try_brain(config: &Config, folders: &Folders) -> Result<String> {
    let kernel = kernel(&mut Brain::default(), config, folders)?;
    let confined = match &kernel {
        Kernel::Package { front, .. } if front.is_empty() => "not confined: its interpreter is a script",
        Kernel::Package { .. } if !sandbox::has_landlock() => "not confined: this kernel has no Landlock",
        _ => "confined: it starts nothing, reaches no network and writes to its own folder alone",
    };
    let wrong = |what: String| Error::new(Kind::Outside, "start the brain").because(what);
    let cancel = client::Cancel::new().map_err(|errno| wrong(errno.desc().to_owned()))?;
    let log = folders.state.as_ref().map(|state| state.join("brain/kernel.log"));
    let start = Instant::now();
    Client::start(kernel, log.as_deref(), settings(folders, config), &cancel, start + config.deadline)
        .map_err(|trouble| wrong(trouble.to_string()))?;
    Ok(format!("answers after {} ms; {confined}", start.elapsed().as_millis()))
}

fn is_there(folder: &std::path::Path) -> bool {
    folder.symlink_metadata().is_ok_and(|found| found.is_dir())
}

/// Its folder is there, and nobody else's.
fn made(folder: &std::path::Path) -> bool {
    use std::os::unix::fs::DirBuilderExt as _;
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).is_ok()
}

/// Listens for Ctrl-C.
pub(super) fn cancel() -> std::result::Result<client::Cancel, Trouble> {
    client::Cancel::new().map_err(|errno| Trouble::Missing(errno.desc().to_owned()))
}

/// The brain of one repair: started at the first question, and ended with it.
#[derive(Debug)]
pub struct Thinker {
    brain: Brain,
    client: Option<Client>,
    veil: Option<Veil>,
    /// The first trouble, for `ghost why`.
    pub trouble: String,
}

impl Thinker {
    /// Nothing is started yet.
    pub fn new(brain: Brain) -> Self {
        Self { brain, client: None, veil: None, trouble: String::new() }
    }

    /// Asks for repairs, within the deadline of the settings. Without a `wait` no model is asked.
    pub fn ask(
        &mut self,
        failed: FailedEvent,
        config: &Config,
        folders: &Folders,
        journal: Option<&Journal>,
        wait: Option<Wait<'_>>,
    ) -> std::result::Result<Answer, Trouble> {
        let deadline = Instant::now() + config.deadline;
        let cancel = cancel()?;
        let mut veil = self.veil.take().unwrap_or_else(Veil::new);
        let failed = veil.over(failed);
        let mut errands = Errands {
            cwd: PathBuf::from(&failed.cwd),
            typed: failed.line.clone(),
            failed: Some(line::parse(&Line::new(failed.line.clone(), failed.dialect))),
            kernel_only: config.kernel_only,
            journal,
            cancel: &cancel,
            // A model has its own time. What a look may take at most is less than that.
            deadline: Instant::now() + config.asked,
            minds: wait.is_some().then(|| Minds::new(config, folders, if failed.private { "" } else { &failed.line })),
            wait,
            models_until: None,
            veil: Some(&mut veil),
        };
        let answer = self.with_client(config, folders, &cancel, deadline, |client| {
            Some(client.failed(failed.clone(), &cancel, deadline, &mut errands))
        });
        let answer = answer.map(|answer| veil.lifted(answer));
        self.veil = Some(veil);
        answer
    }

    /// Has a brain asked: the one in hand, one that slept, or a new one. `ask` gives `None` where it must not be asked again
    /// after one that had died in its sleep.
    pub(super) fn with_client<T>(
        &mut self,
        config: &Config,
        folders: &Folders,
        cancel: &client::Cancel,
        deadline: Instant,
        mut ask: impl FnMut(&mut Client) -> Option<std::result::Result<T, Trouble>>,
    ) -> std::result::Result<T, Trouble> {
        let slept = self.client.is_none() && self.brain.lent.is_some();
        let closed = || Trouble::Broken(client::Broken::Closed);
        let mut asks = |thinker: &mut Self| {
            let client = thinker.client(config, folders, cancel, deadline)?;
            ask(client).unwrap_or_else(|| Err(closed()))
        };
        let mut answer = asks(self);
        if slept && matches!(answer, Err(Trouble::Broken(client::Broken::Closed))) {
            // It has died in its sleep.
            self.client = None;
            answer = asks(self);
        }
        if let Err(trouble) = &answer {
            // One that broke is not asked again.
            if !(trouble.is_cancel() && self.client.as_mut().is_some_and(Client::cancel)) {
                self.client = None;
            }
            if self.trouble.is_empty() {
                self.trouble = trouble.to_string();
            }
        }
        answer
    }

    fn client(
        &mut self,
        config: &Config,
        folders: &Folders,
        cancel: &client::Cancel,
        deadline: Instant,
    ) -> std::result::Result<&mut Client, Trouble> {
        let client = match self.client.take() {
            Some(client) => client,
            None => {
                let found = |brain: &mut Brain| {
                    kernel(brain, config, folders).map_err(|error| Trouble::Missing(error.to_string()))
                };
                let log = folders.state.as_ref().map(|state| state.join("brain/kernel.log"));
                // It is there soon or not at all, however long it may think.
                let ready = deadline.min(Instant::now() + config.deadline);
                let first = found(&mut self.brain)?;
                let compiled = match &first {
                    Kernel::Package { folder, .. } => folder.as_ref().map(|folder| folder.join(client::COMPILED)),
                    _ => None,
                };
                let start = |kernel| Client::start(kernel, log.as_deref(), settings(folders, config), cancel, ready);
                match start(first) {
                    Err(Trouble::Broken(client::Broken::Closed)) if compiled.as_deref().is_some_and(is_there) => {
                        // What Python has compiled may have been cut off, by a full disk say: not even Python starts then.
                        let _ = compiled.map(std::fs::remove_dir_all);
                        start(found(&mut self.brain)?)?
                    }
                    started => started?,
                }
            }
        };
        Ok(self.client.insert(client))
    }

    /// Gives the brain away alive, if one was started and is well.
    pub fn lend(&mut self) -> Option<(OwnedFd, OwnedFd, OwnedFd)> {
        match self.client.take() {
            Some(client) => client.lend(),
            None => self.brain.lent.take(),
        }
    }

    /// Tells the brain how it went. It ends with this value, or when it is given away.
    pub fn tell(&mut self, verdict: OutcomeVerdict, line: String) {
        self.wake();
        if let Some(client) = &mut self.client {
            let line = self.veil.get_or_insert_with(Veil::new).text(line);
            client.tell(OutcomeEvent {
                id: None,
                verdict,
                line,
                typed: String::new(),
                cwd: String::new(),
                offered: String::new(),
            });
        }
    }

    /// Tells the brain what became of an offer of an earlier repair. None is started for that.
    pub fn tell_later(&mut self, mut outcome: OutcomeEvent) {
        // Numbered as they were when the line failed.
        let mut veil = Veil::new();
        for text in [&mut outcome.typed, &mut outcome.line, &mut outcome.offered] {
            *text = veil.text(std::mem::take(text));
        }
        // In a line that the person has made of it a secret is theirs, and none that could be put back.
        if !outcome.offered.is_empty() && holds_placeholder(&outcome.line) {
            return;
        }
        self.wake();
        if let Some(client) = &mut self.client {
            client.tell(outcome);
        }
    }

    /// Goes on with a brain that slept while a line ran.
    fn wake(&mut self) {
        if self.client.is_none()
            && let Some((input, output, process)) = self.brain.lent.take()
        {
            self.client = Client::resume(Kernel::Lent { input, output, process });
        }
    }
}

/// What the brain is told of the person's settings.
fn settings(folders: &Folders, config: &Config) -> Settings {
    let text = |path: Option<PathBuf>| path.map(|path| path.to_string_lossy().into_owned()).unwrap_or_default();
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty());
    Settings {
        home: text(folders.home.clone()),
        rules_dir: text(folders.config.as_ref().map(|config| config.join("rules"))),
        rule_packages: config.rule_packages.iter().map(|path| path.to_string_lossy().into_owned()).collect(),
        state_dir: text(folders.state.as_ref().map(|state| state.join("brain"))),
        locale: locale.unwrap_or_default(),
        memory: config.memory,
        memory_most: config.memory_most,
        models: config.models.used.iter().map(super::minds::told).collect(),
        skills_dir: text(folders.config.as_ref().map(|config| config.join("skills"))),
        // The brain finds the extras there, and nothing else.
        data_dir: text(folders.data.clone().filter(|_| config.memory_vectors)),
    }
}
