//! `ghost model list`: what is configured, where it goes, whether its key is there; with `--find`, what could be added.

use std::fmt::Write as _;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpStream};
use std::time::Duration;

use crate::cli::{Status, help};
use crate::config::Config;
use crate::error::Result;
use crate::line::{self, Dialect};
use crate::mind::{is_on_path, key_state};
use crate::model::{Address, CLIS, Model, PRESETS, Way};
use crate::text::visible;

/// How long a port of this machine is waited for.
const PATIENCE: Duration = Duration::from_millis(200);

/// Show the models there are.
#[derive(Debug, clap::Args)]
pub struct List {
    /// Look for programs on PATH and for servers on this machine, too.
    #[arg(long)]
    find: bool,
    /// One JSON object a model, a line each.
    #[arg(long)]
    json: bool,
}

/// Prints them.
///
/// # Errors
/// Never; what is wrong with a table is told beside the list.
pub fn run(list: &List, config: &Config) -> Result<Status> {
    for complaint in &config.complaints {
        eprintln!("ghost: {}", visible(complaint));
    }
    let models = &config.models;
    let rest = models.all.iter().filter(|model| models.named(&model.name).is_none());
    let numbered = models.used.iter().enumerate().map(|(at, model)| (Some(at + 1), model));
    let all = numbered.chain(rest.map(|model| (None, model)));
    if list.json {
        let lines = all.map(|(number, model)| json(number, model) + "\n").collect::<String>();
        return Ok(help::print_json(&lines));
    }
    let mut text: String = all.map(|(number, model)| row(number, model)).collect();
    for name in &models.unusable {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "!  {:<14}cannot be used", visible(name));
    }
    if models.locked {
        text += "Root does not let models be asked here.\n";
    } else if text.is_empty() {
        text += "No model is configured: nothing ever connects anywhere. ghost model add adds one.\n";
    }
    if list.find {
        text += &found();
    }
    Ok(help::print(&text))
}

fn row(number: Option<usize>, model: &Model) -> String {
    let number = number.map_or_else(|| "-".to_owned(), |number| number.to_string());
    let place = if model.is_local() { "this machine" } else { "leaves this machine" };
    let mut text = format!("{number:<3}{:<14}{}; {place}", model.name, visible(&target(model)));
    if let Way::Http { key, .. } = &model.way {
        let _ = write!(text, "; {}", visible(&key_state(key)));
    }
    if let Some(program) = missing(model) {
        let _ = write!(text, "; {} is not there", visible(program));
    }
    if !model.roles.is_empty() {
        let _ = write!(text, "; {} only", model.roles.join(", "));
    }
    if number == "-" {
        text += "; not in use";
    }
    text + "\n"
}

/// The program that it is asked through, where that is not there.
pub(super) fn missing(model: &Model) -> Option<&str> {
    let Way::Command { words, .. } = &model.way else { return None };
    words.first().map(String::as_str).filter(|program| !is_on_path(program))
}

fn target(model: &Model) -> String {
    match &model.way {
        Way::Http { address, model, .. } => format!("{model} at {}", address.text()),
        Way::Command { words, .. } => line::join(words, Dialect::Bash),
    }
}

fn json(number: Option<usize>, model: &Model) -> String {
    let mut value = serde_json::json!({
        "name": model.name,
        "choice": number,
        "local": model.is_local(),
        "roles": model.roles,
        "context": model.context,
        "timeout_seconds": model.timeout.as_secs(),
    });
    let more = match &model.way {
        Way::Http { wire, address, model, key, .. } => serde_json::json!({
            "kind": wire.name(), "url": address.text(), "model": model, "key": key_state(key),
        }),
        Way::Command { words, .. } => serde_json::json!({
            "kind": "command", "command": words, "there": missing(model).is_none(),
        }),
    };
    if let (Some(value), Some(more)) = (value.as_object_mut(), more.as_object()) {
        value.extend(more.clone());
    }
    value.to_string()
}

/// What is here and could be added.
fn found() -> String {
    let programs = CLIS.iter().filter(|cli| is_on_path(cli.words[0])).map(|cli| {
        let model = if cli.needs_model { " --model NAME" } else { "" };
        format!("found {}: ghost model add {}{model}\n", cli.words[0], cli.name)
    });
    let local = PRESETS.iter().filter(|preset| preset.key_env.is_empty());
    let servers = local.filter_map(|preset| {
        let port = Address::read(preset.url).ok()?.port();
        let address = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port);
        TcpStream::connect_timeout(&address, PATIENCE).ok()?;
        Some(format!("something listens on port {port}, perhaps {0}: ghost model add {0} --model NAME\n", preset.name))
    });
    let text: String = programs.chain(servers).collect();
    if text.is_empty() {
        "No known program is on PATH, and nothing listens on the usual ports.\n".to_owned()
    } else {
        text
    }
}
