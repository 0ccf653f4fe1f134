//! The talker: a process that speaks with one model's server, in lines of JSON.
//!
//! It gets the endpoint with its key, and redacted messages, on its stdin; it says pieces, and then how it went. It is
//! confined by whoever made its [`Launch`]. What it says is held to the bounds that hold for a brain.

use std::ffi::OsString;
use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use nix::sys::memfd::{MFdFlags, memfd_create};
use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;
use serde::{Deserialize, Serialize};

use super::{Failure, LONGEST_ANSWER, Outcome, Request, Spent, TOO_LONG};
use crate::client::{self, Broken, Connection, Process, Until, keep_to_the_streams};
use crate::model::{Address, Model, Way};
use crate::protocol::types::Message;

/// How much sooner than we the talker stops waiting, so that it can say what it waited for.
const AHEAD: Duration = Duration::from_millis(500);

/// What it is left to end by itself, once its stdin has ended.
const GRACE: Duration = Duration::from_millis(100);

/// Variables a talker may know beside those of proxies: language, time, and where certificates are (openssl(1)).
const PASSED_ON: &[&str] = &["LANG", "LANGUAGE", "TZ", "SSL_CERT_FILE", "SSL_CERT_DIR"];

/// Variables that name a proxy, or what goes without one.
const PROXIES: &[&str] =
    &["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY"];

/// How a talker is started.
#[derive(Debug, Clone)]
pub struct Launch {
    /// Words that start a program which confines itself and becomes the interpreter; empty for none.
    pub front: Vec<OsString>,
    /// The interpreter.
    pub python: PathBuf,
    /// The package's folder.
    pub package: PathBuf,
    /// The server is on this machine: no proxy is named.
    pub local: bool,
}

/// A talker in hand.
#[derive(Debug)]
pub(super) struct Talker {
    /// Both are there until it ends.
    connection: Option<Connection>,
    child: Option<Child>,
    key: Option<String>,
    complaints: Option<File>,
}

#[derive(Serialize)]
struct Line<'a> {
    endpoint: Endpoint<'a>,
    messages: &'a [Message],
    schema: Option<&'a str>,
    max_tokens: i64,
    rung: &'a str,
}

#[derive(Serialize)]
struct Endpoint<'a> {
    kind: &'a str,
    url: &'a str,
    model: &'a str,
    key: Option<&'a str>,
    headers: serde_json::Map<String, serde_json::Value>,
    timeout_ms: u64,
    options: &'a serde_json::Map<String, serde_json::Value>,
}

#[derive(Deserialize)]
struct Said {
    piece: Option<String>,
    done: Option<Done>,
    failed: Option<Failed>,
}

#[derive(Deserialize)]
struct Done {
    text: String,
    #[serde(flatten)]
    spent: Spent,
}

#[derive(Deserialize)]
struct Failed {
    #[serde(default)]
    code: String,
    #[serde(default)]
    message: String,
    #[serde(default)]
    hint: String,
}

impl Talker {
    /// Starts one; it knows `key` only once it is asked something.
    pub(super) fn start(launch: &Launch, key: Option<String>) -> Result<Self, Failure> {
        let wrong =
            |why: String| Failure::new("missing", format!("what speaks with models cannot be started: {why}"), "");
        let mut words = launch.front.iter().cloned().chain([launch.python.clone().into_os_string()]);
        let mut command = Command::new(words.next().unwrap_or_default());
        command.args(words).args(["-I", "-S", "-B"]).arg(launch.package.join("__main__.py")).arg("mind");
        let complaints = memfd_create("ghost-mind", MFdFlags::MFD_CLOEXEC).ok().map(File::from);
        let stderr = complaints.as_ref().and_then(|file| file.try_clone().ok()).map_or_else(Stdio::null, Stdio::from);
        // SAFETY: between fork and exec a few system calls are made, which take numbers and a set of signals.
        unsafe { command.pre_exec(keep_to_the_streams) };
        let mut child = command
            .env_clear()
            .envs(environment(launch.local, std::env::vars_os()))
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(stderr)
            .process_group(0)
            .spawn()
            .map_err(|error| wrong(error.to_string()))?;
        let ends = child.stdout.take().zip(child.stdin.take());
        let mut talker = Self { connection: None, child: Some(child), key, complaints };
        let (stdout, stdin) = ends.ok_or_else(|| wrong("it has no streams".to_owned()))?;
        let connection =
            Connection::new(stdout.into(), stdin.into()).map_err(|errno| wrong(errno.desc().to_owned()))?;
        talker.connection = Some(connection);
        Ok(talker)
    }

    /// Asks, and hears to the end.
    ///
    /// # Errors
    /// When it is of no use any more; what the server refused is an [`Outcome`].
    pub(super) fn ask(
        &mut self,
        model: &Model,
        request: &Request<'_>,
        begun: Instant,
        until: Until<'_>,
        on_piece: &mut dyn FnMut(&str),
    ) -> Result<Outcome, Failure> {
        let line = self.line(model, request, until)?;
        let connection = self.connection.as_mut().ok_or_else(Failure::garbled)?;
        connection.begin();
        let spoken = match connection.send(&line, until.without_news()) {
            // It may have said why before it ended.
            Ok(()) | Err(Broken::Closed) => hear(connection, begun, until, on_piece),
            Err(broken) => Err(broken),
        };
        match spoken {
            Ok(Some(outcome)) => Ok(outcome),
            Ok(None) | Err(Broken::Flood | Broken::News) => Err(Failure::garbled()),
            Err(Broken::Cancelled) => Err(Failure::cancelled()),
            Err(Broken::Late) => Err(Failure::late(begun.elapsed())),
            Err(Broken::Closed) => Err(self.ended()),
            Err(Broken::System(errno)) => Err(Failure::new("missing", format!("the model: {}", errno.desc()), "")),
        }
    }

    fn line(&self, model: &Model, request: &Request<'_>, until: Until<'_>) -> Result<Vec<u8>, Failure> {
        let Way::Http { wire, address, model: name, options, .. } = &model.way else { return Err(Failure::garbled()) };
        let left = until.deadline.saturating_duration_since(Instant::now());
        let patience = left.saturating_sub(AHEAD).max(left / 2);
        let line = Line {
            endpoint: Endpoint {
                kind: wire.name(),
                url: address.text(),
                model: name,
                key: self.key.as_deref(),
                headers: serde_json::Map::new(),
                timeout_ms: u64::try_from(patience.as_millis()).unwrap_or(u64::MAX).max(1),
                options,
            },
            messages: &request.messages,
            schema: request.schema.as_deref(),
            max_tokens: request.max_tokens,
            rung: request.rung,
        };
        let mut bytes =
            serde_json::to_vec(&line).map_err(|_| Failure::new("invalid", "the request cannot be sent", ""))?;
        bytes.push(b'\n');
        Ok(bytes)
    }

    /// Why it is gone, as far as its confinement says so; nothing else that it wrote is believed to hold no key.
    fn ended(&mut self) -> Failure {
        const FRONT: &str = "ghost: mind: ";
        let mut text = String::new();
        if let Some(file) = &mut self.complaints {
            let _ = file.seek(SeekFrom::Start(0)).and_then(|_| file.take(4096).read_to_string(&mut text));
        }
        let why = text.lines().find_map(|line| line.strip_prefix(FRONT));
        let why = why.unwrap_or("it ended before it answered");
        Failure::new(
            "missing",
            format!("what speaks with models does not work: {why}"),
            "ghost doctor says what holds here",
        )
    }

    /// Ends it at once, with all it started.
    pub(super) fn end_now(&mut self) {
        drop(self.connection.take());
        if let Some(mut child) = self.child.take() {
            let _ = killpg(Pid::from_raw(child.id().cast_signed()), Signal::SIGKILL);
            let _ = child.wait();
        }
    }
}

impl Drop for Talker {
    fn drop(&mut self) {
        // The end of its stdin is its end.
        drop(self.connection.take());
        if let Some(child) = self.child.take() {
            Process::Child(child).end(GRACE);
        }
    }
}

/// Hears pieces until the end; `None` for what is no line of a talker's.
fn hear(
    connection: &mut Connection,
    begun: Instant,
    until: Until<'_>,
    on_piece: &mut dyn FnMut(&str),
) -> Result<Option<Outcome>, Broken> {
    let mut first = None;
    let mut spoken = String::new();
    loop {
        let line = match connection.receive(until) {
            Err(Broken::News) => {
                on_piece("");
                continue;
            }
            other => other?,
        };
        let Ok(said) = serde_json::from_slice::<Said>(&line) else { return Ok(None) };
        match said {
            Said { piece: Some(piece), .. } => {
                first.get_or_insert_with(|| begun.elapsed());
                let kept = client::fitting(&piece, LONGEST_ANSWER - spoken.len());
                if !kept.is_empty() {
                    on_piece(kept);
                }
                spoken.push_str(kept);
                if kept.len() < piece.len() {
                    return Ok(Some(too_long(spoken, piece.len() - kept.len(), first.unwrap_or_default())));
                }
            }
            Said { done: Some(done), .. } => {
                let Done { text, mut spent } = done;
                // Ours counts what the talker's start took as well, which the person waits for.
                let measured = first.unwrap_or_else(|| begun.elapsed());
                spent.first_ms = u64::try_from(measured.as_millis()).unwrap_or(u64::MAX);
                return Ok(Some(Outcome { text, spent, ..Outcome::default() }));
            }
            Said { failed: Some(Failed { code, message, hint }), .. } => {
                let code = if code.is_empty() { "refused".to_owned() } else { code };
                let message = if message.is_empty() { "the model did not answer".to_owned() } else { message };
                return Ok(Some(Outcome::failed(Failure { code, message, hint })));
            }
            Said { .. } => return Ok(None),
        }
    }
}

/// What a model has said that did not come to an end.
fn too_long(text: String, dropped: usize, first: Duration) -> Outcome {
    let first_ms = u64::try_from(first.as_millis()).unwrap_or(u64::MAX);
    let spent = Spent { first_ms, stop: TOO_LONG.to_owned(), ..Spent::default() };
    Outcome { text, dropped, spent, failure: None }
}

fn environment(local: bool, variables: impl Iterator<Item = (OsString, OsString)>) -> Vec<(OsString, OsString)> {
    let passed =
        |name: &str| PASSED_ON.contains(&name) || name.starts_with("LC_") || (!local && PROXIES.contains(&name));
    variables.filter(|(name, _)| name.to_str().is_some_and(passed)).collect()
}

/// The port of the proxy that the environment names for this address, if it names one. `variable` gives a variable's value.
#[must_use]
pub fn proxy_port(address: &Address, variable: impl Fn(&str) -> Option<String>) -> Option<u16> {
    let scheme = if address.is_encrypted() { "https_proxy" } else { "http_proxy" };
    let names = [scheme.to_owned(), scheme.to_uppercase(), "all_proxy".to_owned(), "ALL_PROXY".to_owned()];
    let named = names.iter().filter_map(|name| variable(name)).find(|value| !value.is_empty())?;
    let (scheme, rest) = named.split_once("://").unwrap_or(("http", &named));
    // A name and a password may stand in front of the host.
    let host = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
    let scheme = if scheme.eq_ignore_ascii_case("https") { "https" } else { "http" };
    Address::read(&format!("{scheme}://{host}")).ok().map(|address| address.port())
}

/// Where certificates are that the environment names.
#[must_use]
pub fn certificates(variable: impl Fn(&str) -> Option<OsString>) -> Vec<PathBuf> {
    let named = ["SSL_CERT_FILE", "SSL_CERT_DIR"].into_iter().filter_map(variable).map(PathBuf::from);
    named.filter(|path| path.is_absolute() && path != Path::new("/")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_proxys_port_is_found() {
        let port = |url: &str, name: &str, value: &str| {
            let address = Address::read(url).expect(url);
            proxy_port(&address, |wanted| (wanted == name).then(|| value.to_owned()))
        };
        let secure = "https://api.example.org/v1";
        assert_eq!(port(secure, "https_proxy", "http://proxy.example:3128"), Some(3128));
        assert_eq!(port(secure, "HTTPS_PROXY", "http://u:p@proxy.example:3129/"), Some(3129));
        assert_eq!(port(secure, "ALL_PROXY", "proxy.example:8080"), Some(8080));
        assert_eq!(port(secure, "https_proxy", "https://proxy.example"), Some(443));
        assert_eq!(port(secure, "http_proxy", "http://proxy.example:1"), None);
        assert_eq!(port("http://h.example/v1", "http_proxy", "http://proxy.example"), Some(80));
        assert_eq!(port(secure, "https_proxy", ""), None);
        assert_eq!(port(secure, "https_proxy", "http://proxy:port"), None);
    }

    #[test]
    fn a_talker_knows_nothing_of_the_person() {
        let variables =
            ["HOME", "PATH", "OPENAI_API_KEY", "LANG", "LC_ALL", "HTTPS_PROXY", "SSL_CERT_FILE", "PYTHONPATH"];
        let known = |local: bool| {
            let all = variables.iter().map(|name| (OsString::from(name), OsString::from("x")));
            environment(local, all).into_iter().map(|(name, _)| name.into_string().expect("text")).collect::<Vec<_>>()
        };
        assert_eq!(known(false), ["LANG", "LC_ALL", "HTTPS_PROXY", "SSL_CERT_FILE"]);
        assert_eq!(known(true), ["LANG", "LC_ALL", "SSL_CERT_FILE"]);
    }
}
