//! `ghost model add`: writes a table, after trying whether it could be used.

use std::path::PathBuf;

use toml_edit::{Array, Item, Table, value};

use super::edit::Settings;
use crate::cli::{Status, help};
use crate::config::{Folders, Models, is_model_name};
use crate::error::{Error, Kind, Result};
use crate::line::{self, Dialect, Line};
use crate::model::{self, ROLES, Way};

/// Add a model.
#[derive(Debug, clap::Args)]
pub struct Add {
    /// A name of your own; or one of a known server or program, which then needs no --kind and no --url.
    #[arg(value_name = "NAME")]
    name: String,
    /// What the server speaks.
    #[arg(long, value_name = "KIND", value_parser = ["openai", "anthropic", "gemini", "ollama", "command"])]
    kind: Option<String>,
    /// Its base address, or the name of a known server.
    #[arg(long, value_name = "URL")]
    url: Option<String>,
    /// The model's name there.
    #[arg(long, value_name = "MODEL")]
    model: Option<String>,
    /// The variable that holds its key.
    #[arg(long, value_name = "VARIABLE", conflicts_with_all = ["key_file", "key_command"])]
    key_env: Option<String>,
    /// The file that holds its key; nobody else may read it.
    #[arg(long, value_name = "FILE", conflicts_with = "key_command")]
    key_file: Option<PathBuf>,
    /// The command that prints its key, in quotes.
    #[arg(long, value_name = "COMMAND")]
    key_command: Option<String>,
    #[arg(long, hide = true)]
    key: Option<String>,
    /// Only for this role: answer, scout, diagnostician or critic. May be given more than once.
    #[arg(long = "role", value_name = "ROLE", value_parser = clap::builder::PossibleValuesParser::new(ROLES))]
    roles: Vec<String>,
    /// Tokens a request may have, its answer included: 512 or more.
    #[arg(long, value_name = "TOKENS", allow_negative_numbers = true)]
    context: Option<u32>,
    /// Seconds one answer may take.
    #[arg(long = "timeout", value_name = "SECONDS", allow_negative_numbers = true)]
    timeout: Option<u32>,
    /// Price of a million tokens sent, for the log.
    #[arg(long, value_name = "PRICE")]
    price_in: Option<f64>,
    /// Price of a million tokens received.
    #[arg(long, value_name = "PRICE")]
    price_out: Option<f64>,
    /// It passes on what it is asked: a gateway, or a tunnel to another machine.
    #[arg(long)]
    passes_on: bool,
    /// Make it the first choice.
    #[arg(long = "use")]
    first: bool,
    /// A program and its words: the prompt goes to its stdin, or in the place of {prompt}.
    #[arg(last = true, value_name = "COMMAND")]
    command: Vec<String>,
}

/// Adds it to the settings.
///
/// # Errors
/// When it could not be used, or the settings cannot be written.
pub fn run(add: &Add, folders: &Folders) -> Result<Status> {
    if add.key.is_some() {
        return Err(usage("a key must not stand on a command line, where others can read it")
            .hint("use --key-env VARIABLE, --key-file FILE or --key-command 'pass show NAME'"));
    }
    if !is_model_name(&add.name) {
        return Err(usage("a model's name is made of letters, digits, '-', '_' and '.'"));
    }
    let mut settings = Settings::open(folders)?;
    if settings.has(&add.name) {
        return Err(usage(format!("there is a model {} already", add.name))
            .hint(format!("ghost model remove {} takes it out", add.name)));
    }
    settings.add(&add.name, table(add)?)?;
    let chosen = settings.chosen();
    if add.first {
        let others = chosen.clone().unwrap_or_default();
        let names: Vec<String> = std::iter::once(add.name.clone()).chain(others).collect();
        settings.choose(&names);
    }
    let (models, complaints) = Models::of_text(&settings.text(), folders);
    let Some(model) = models.all.iter().find(|model| model.name == add.name) else {
        let prefix = format!("models.{}: ", add.name);
        let why = complaints.iter().find_map(|complaint| complaint.split_once(&prefix)).map_or("", |(_, why)| why);
        let why = why.strip_suffix("; it is left out").unwrap_or(why).to_owned();
        return Err(usage(why).hint("nothing was written"));
    };
    settings.write()?;
    let place = if model.is_local() { "stays on this machine" } else { "leaves this machine when it is asked" };
    let mut text = format!("{} is in {}; what it is asked {place}\n", add.name, settings.path().display());
    if let Way::Http { key, .. } = &model.way {
        text += &format!("{}\n", crate::mind::key_state(key));
    }
    if let Some(program) = super::list::missing(model) {
        text += &format!("{program} is not there\n");
    }
    if chosen.is_some() && !add.first {
        text += &format!("ghost model use {} makes it the one that is asked\n", add.name);
    }
    text += &format!("ghost model test {} tries it\n", add.name);
    Ok(help::print(&text))
}

fn usage(what: impl Into<String>) -> Error {
    Error::new(Kind::Usage, what)
}

fn table(add: &Add) -> Result<Table> {
    let mut table = Table::new();
    let by_name = add.kind.is_none() && add.url.is_none() && add.command.is_empty();
    let cli = model::cli(&add.name).filter(|_| by_name);
    if !add.command.is_empty() || add.kind.as_deref() == Some("command") {
        if add.command.is_empty() {
            return Err(usage("a command stands behind --").hint("ghost model add NAME -- PROGRAM WORD…"));
        }
        table.insert("kind", value("command"));
        table.insert("command", words(&add.command));
    } else if let Some(cli) = cli {
        let named = add.model.as_deref().unwrap_or_default();
        if cli.needs_model && named.is_empty() {
            return Err(usage(format!("{} needs the name of a model", add.name)).hint("name it with --model"));
        }
        table.insert("kind", value("command"));
        table.insert("command", words(&cli.with_model(named)));
    } else {
        server(add, by_name, &mut table)?;
    }
    if table.contains_key("command") && (add.key_env.is_some() || add.key_file.is_some() || add.key_command.is_some()) {
        return Err(usage("a program has its key itself"));
    }
    if !add.roles.is_empty() {
        table.insert("roles", words(&add.roles));
    }
    if add.passes_on {
        table.insert("local", value(false));
    }
    let numbers = [("context", add.context), ("timeout_seconds", add.timeout)];
    for (field, number) in numbers {
        if let Some(number) = number {
            table.insert(field, value(i64::from(number)));
        }
    }
    for (field, price) in [("price_in", add.price_in), ("price_out", add.price_out)] {
        if let Some(price) = price {
            table.insert(field, value(price));
        }
    }
    Ok(table)
}

fn server(add: &Add, by_name: bool, table: &mut Table) -> Result<()> {
    let short = add.url.as_deref().or(by_name.then_some(add.name.as_str()));
    let preset = short.and_then(model::preset);
    let kind = add.kind.as_deref().or(preset.map(|preset| preset.wire.name()));
    let Some(kind) = kind else {
        let known: Vec<&str> = model::PRESETS.iter().map(|preset| preset.name).collect();
        let programs: Vec<&str> = model::CLIS.iter().map(|cli| cli.name).collect();
        let hint = format!("say --kind and --url, or use a known name: {}; {}", known.join(", "), programs.join(", "));
        return Err(usage(format!("ghost does not know what {} is", add.name)).hint(hint));
    };
    table.insert("kind", value(kind));
    if let Some(url) = preset.map(|preset| preset.url).or(add.url.as_deref()) {
        table.insert("url", value(url));
    }
    let Some(named) = add.model.as_deref() else {
        return Err(usage("the model's name at that server is missing").hint("name it with --model"));
    };
    table.insert("model", value(named));
    let usual = preset.map(|preset| preset.key_env).filter(|name| !name.is_empty());
    if let Some(file) = &add.key_file {
        // Written as it counts from the settings' folder, where a relative name would mean something else.
        let file = std::path::absolute(file).unwrap_or_else(|_| file.clone());
        table.insert("key_file", value(file.to_string_lossy().into_owned()));
    } else if let Some(line) = &add.key_command {
        table.insert("key_command", words(&split(line)?));
    } else if let Some(name) = add.key_env.as_deref().or(usual) {
        table.insert("key_env", value(name));
    }
    Ok(())
}

fn words(words: &[String]) -> Item {
    value(words.iter().collect::<Array>())
}

/// The words of a plain command, quotes taken away.
fn split(text: &str) -> Result<Vec<String>> {
    let stages = line::stages(&line::parse(&Line::new(text, Dialect::Bash)), None);
    let words = match stages.as_slice() {
        [stage] if stage.redirects.is_empty() && stage.assignments.is_empty() => {
            stage.words.iter().map(|word| word.value.clone()).collect::<Option<Vec<String>>>()
        }
        _ => None,
    };
    words.filter(|words| !words.is_empty()).ok_or_else(|| {
        usage("the command for the key has to be one plain command").hint("what needs a shell can be a script of yours")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_taken_apart_as_a_shell_would() {
        assert_eq!(split("pass show 'my keys/x'").expect("words"), ["pass", "show", "my keys/x"]);
        for line in ["", "a | b", "a; b", "cat < f", "echo $KEY", "echo $(x)", "A=b c"] {
            assert!(split(line).is_err(), "{line}");
        }
    }
}
