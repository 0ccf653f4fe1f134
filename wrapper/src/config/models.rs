//! `[models.NAME]` and `[model]` of `config.toml`: which models may be asked, and for what.
//!
//! Read by hand, field by field: a table that cannot be used is told of and leaves the others usable, and no complaint
//! repeats a value, which may be a key that somebody put in the wrong place.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use toml::{Table, Value};

use super::prompt;
use crate::model::{self, Address, Key, Model, ROLES, TIMEOUT, Way, Wire};

/// Words of a command or a list of names at most, and bytes of one.
const MOST_WORDS: usize = 64;
const LONGEST_NAME: usize = 64;
/// Tokens that a request has at least: less holds no question and its answer.
const LEAST_CONTEXT: i64 = 512;
/// Seconds that an answer may take at most.
const LONGEST_TIMEOUT: i64 = 3600;

/// The field of `[model]` for how long a person waits for a repair by models, and that time.
const REPAIR: &str = "repair_seconds";
const REPAIR_TIME: Duration = Duration::from_secs(15);
const LONGEST_REPAIR: Duration = Duration::from_secs(600);
/// Fields of every table, of those that are asked over HTTP, and of commands.
const FIELDS: &[&str] = &["kind", "roles", "context", "timeout_seconds", "price_in", "price_out"];
const HTTP_FIELDS: &[&str] = &["url", "model", "key_env", "key_file", "key_command", "options", "local"];
const COMMAND_FIELDS: &[&str] = &["command", "local"];

/// The models in force.
#[derive(Debug, Clone, Default)]
pub struct Models {
    /// Those that may be asked, the first choice first, with the roles they have in the end.
    pub used: Vec<Model>,
    /// All that the file has, by name.
    pub all: Vec<Model>,
    /// Names of tables that cannot be used.
    pub unusable: Vec<String>,
    /// Root forbids models.
    pub locked: bool,
}

impl Models {
    /// The one of that name, when it may be asked.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<&Model> {
        self.used.iter().find(|model| model.name == name)
    }
}

/// A complaint about one table.
struct Wrong(String);

type Read<T> = Result<T, Wrong>;

fn wrong<T>(what: impl Into<String>) -> Read<T> {
    Err(Wrong(what.into()))
}

/// Reads both tables. `folder` is where the file lies, for what is relative; complaints name the file by `file`.
pub(super) fn read(
    models: Option<&Value>,
    section: Option<&Value>,
    places: &Places<'_>,
    complaints: &mut Vec<String>,
) -> Models {
    let mut complain = |what: String| complaints.push(format!("{}: {what}", places.file.display()));
    let mut found = Models::default();
    let tables = match models {
        None => None,
        Some(Value::Table(tables)) => Some(tables),
        Some(_) => {
            complain("models is not a table; a model is written as [models.NAME]".to_owned());
            None
        }
    };
    for (name, table) in tables.into_iter().flatten() {
        let read = match table.as_table() {
            _ if !is_name(name) => wrong("a name is letters, digits, '-', '_' and '.'"),
            None => wrong("is not a table"),
            Some(table) => one(name, table, places),
        };
        match read {
            Ok(model) => found.all.push(model),
            Err(Wrong(what)) => {
                complain(format!("models.{}: {what}; it is left out", shown(name)));
                found.unusable.push(name.clone());
            }
        }
    }
    let (chosen, roles) = chosen(section, &found, &mut complain);
    found.used = used(&found.all, chosen.as_deref(), &roles);
    found
}

/// Where the file is, and where it counts from.
pub(super) struct Places<'a> {
    /// The file, for complaints.
    pub file: &'a Path,
    /// Its folder: what is relative lies there.
    pub folder: &'a Path,
    /// What `~` stands for.
    pub home: Option<&'a Path>,
}

/// True for what may be a model's name: it stands in the log, on command lines and in the brain's own file.
#[must_use]
pub fn is_name(name: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    !name.is_empty() && name.len() <= LONGEST_NAME && !name.starts_with('-') && name.bytes().all(plain)
}

/// A name for a complaint: what is no name may be anything.
fn shown(name: &str) -> &str {
    if is_name(name) { name } else { "…" }
}

fn one(name: &str, table: &Table, places: &Places<'_>) -> Read<Model> {
    if table.contains_key("key") {
        return wrong(
            "a key must not stand in this file; take it out, and name where it is: key_env = \"VARIABLE\", \
             key_file = \"FILE\" or key_command = [\"pass\", \"show\", \"NAME\"]",
        );
    }
    let kind = text(table, "kind")?;
    let is_command = kind == Some("command") || (kind.is_none() && table.contains_key("command"));
    let own = if is_command { COMMAND_FIELDS } else { HTTP_FIELDS };
    if let Some(field) = table.keys().find(|field| ![FIELDS, own].concat().contains(&field.as_str())) {
        let other = if is_command { HTTP_FIELDS } else { COMMAND_FIELDS };
        let kind = if is_command { "a command" } else { "a server" };
        return if other.contains(&field.as_str()) {
            wrong(format!("{field} does not go with {kind}"))
        } else {
            wrong(format!("there is no field {}", shown(field)))
        };
    }
    let way = if is_command { command(table)? } else { http(table, kind, places)? };
    let price = |field: &str| match table.get(field) {
        None => Ok(None),
        Some(Value::Float(price)) if price.is_finite() && *price >= 0.0 => Ok(Some(*price)),
        #[expect(clippy::cast_precision_loss, reason = "nobody asks such a price")]
        Some(Value::Integer(price)) if *price >= 0 => Ok(Some(*price as f64)),
        Some(_) => wrong(format!("{field} is no price of a million tokens")),
    };
    Ok(Model {
        name: name.to_owned(),
        way,
        roles: match table.get("roles") {
            None => Vec::new(),
            Some(roles) => known_roles(&names(roles, "roles")?)?,
        },
        context: match number(table, "context", 0, 100_000_000)? {
            Some(1..LEAST_CONTEXT) => return wrong(format!("context is {LEAST_CONTEXT} tokens or more; 0: not known")),
            context => context.and_then(|context| u32::try_from(context).ok()).unwrap_or(0),
        },
        timeout: number(table, "timeout_seconds", 1, LONGEST_TIMEOUT)?
            .map_or(TIMEOUT, |seconds| Duration::from_secs(seconds.unsigned_abs())),
        price_in: price("price_in")?,
        price_out: price("price_out")?,
    })
}

fn command(table: &Table) -> Read<Way> {
    let words = match table.get("command") {
        None => return wrong("a command needs its words: command = [\"PROGRAM\", \"WORD\"]"),
        Some(words) => names(words, "command")?,
    };
    if words.first().is_none_or(String::is_empty) {
        return wrong("command names no program");
    }
    if let Some(why) = prompt::as_code(&words) {
        return wrong(why);
    }
    let local = match said_local(table)? {
        Some(local) => local,
        None => model::is_local_command(&words, &std::env::var("OLLAMA_HOST").unwrap_or_default()),
    };
    Ok(Way::Command { words, local })
}

/// What the person says about whether a model asks nobody else.
fn said_local(table: &Table) -> Read<Option<bool>> {
    match table.get("local") {
        None => Ok(None),
        Some(Value::Boolean(local)) => Ok(Some(*local)),
        Some(_) => wrong("local is true or false"),
    }
}

fn http(table: &Table, kind: Option<&str>, places: &Places<'_>) -> Read<Way> {
    let url = text(table, "url")?;
    let preset = url.and_then(model::preset);
    let wire = match (kind, preset) {
        (Some(kind), preset) => match Wire::of(kind) {
            None => return wrong("kind is openai, anthropic, gemini, ollama or command"),
            Some(wire) if preset.is_some_and(|preset| preset.wire != wire) => {
                return wrong("its url stands for a server of another kind");
            }
            Some(wire) => wire,
        },
        (None, Some(preset)) => preset.wire,
        (None, None) => return wrong("kind is missing: openai, anthropic, gemini, ollama or command"),
    };
    let usual = || model::preset(wire.name()).map(|preset| preset.url);
    let Some(address) = preset.map(|preset| preset.url).or(url).or_else(usual) else {
        return wrong("url is missing");
    };
    let address = Address::read(address).map_err(|why| Wrong(format!("its url {why}")))?;
    let Some(model) = text(table, "model")?.filter(|model| !model.is_empty() && !model.contains(char::is_control))
    else {
        return wrong("model is missing: the model's name at that server");
    };
    let key = key(table, places)?;
    if key != Key::None && !address.is_encrypted() && !address.is_loopback() {
        return wrong("its key would go to another machine in clear; use an https address");
    }
    let local = said_local(table)?;
    if local == Some(true) && !address.is_loopback() {
        return wrong("local = true is for a server on this machine");
    }
    let options = match table.get("options") {
        None => serde_json::Map::new(),
        Some(Value::Table(options)) => match serde_json::to_value(options) {
            Ok(serde_json::Value::Object(options)) => options,
            _ => return wrong("options cannot be sent"),
        },
        Some(_) => return wrong("options is not a table"),
    };
    Ok(Way::Http { wire, address, model: model.to_owned(), key, options, local })
}

fn key(table: &Table, places: &Places<'_>) -> Read<Key> {
    let given = ["key_env", "key_file", "key_command"].into_iter().filter(|field| table.contains_key(*field));
    if given.count() > 1 {
        return wrong("only one of key_env, key_file and key_command can be named");
    }
    if let Some(name) = text(table, "key_env")? {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        let is_variable =
            !name.is_empty() && name.bytes().all(plain) && !name.starts_with(|c: char| c.is_ascii_digit());
        return if is_variable {
            Ok(Key::Env(name.to_owned()))
        } else {
            wrong("key_env is the name of a variable, not a key")
        };
    }
    if let Some(file) = text(table, "key_file")? {
        let path = PathBuf::from(file);
        let path = match (path.strip_prefix("~"), places.home) {
            (Ok(rest), Some(home)) => home.join(rest),
            _ => places.folder.join(path),
        };
        return Ok(Key::File(path));
    }
    match table.get("key_command") {
        None => Ok(Key::None),
        Some(words) => {
            let words = names(words, "key_command")?;
            if words.first().is_none_or(String::is_empty) {
                return wrong("key_command names no program");
            }
            Ok(Key::Command(words))
        }
    }
}

/// `repair_seconds` of `[model]`: how long models may be asked about one strike of a repair.
pub(super) fn repair_time(section: Option<&Value>, complaints: &mut Vec<String>) -> Duration {
    let most = i64::try_from(LONGEST_REPAIR.as_secs()).unwrap_or(i64::MAX);
    let given = section.and_then(Value::as_table).map(|table| number(table, REPAIR, 1, most));
    match given {
        None | Some(Ok(None)) => REPAIR_TIME,
        Some(Ok(Some(seconds))) => Duration::from_secs(seconds.unsigned_abs()),
        Some(Err(Wrong(what))) => {
            complaints.push(format!("config.toml: model.{what}"));
            REPAIR_TIME
        }
    }
}

/// `use` and `roles` of `[model]`.
fn chosen(
    section: Option<&Value>,
    found: &Models,
    complain: &mut impl FnMut(String),
) -> (Option<Vec<String>>, BTreeMap<String, Vec<String>>) {
    let mut roles = BTreeMap::new();
    let table = match section {
        None => return (None, roles),
        Some(Value::Table(table)) => table,
        Some(_) => {
            complain("model is not a table; it is written as [model]".to_owned());
            return (None, roles);
        }
    };
    let known = |names: Vec<String>, field: &str, complain: &mut dyn FnMut(String)| -> Vec<String> {
        let is_known = |name: &String| {
            let known = found.all.iter().any(|model| model.name == *name);
            if !known && !found.unusable.contains(name) {
                complain(format!("{field} names {}, and there is no such model", shown(name)));
            }
            known
        };
        names.into_iter().filter(is_known).collect()
    };
    let list = |value: &Value, field: &str| match value {
        Value::String(name) => Ok(vec![name.clone()]),
        other => names(other, field),
    };
    let mut used = None;
    for (field, value) in table {
        match field.as_str() {
            "use" => match list(value, "model.use") {
                Ok(names) => used = Some(known(names, "model.use", complain)),
                Err(Wrong(what)) => {
                    // Nobody knows which were meant: none is asked.
                    used = Some(Vec::new());
                    complain(what);
                }
            },
            // Read by itself: it holds where no model can be used as well.
            REPAIR => {}
            "roles" => match value {
                Value::Table(table) => {
                    for (role, value) in table {
                        match list(value, "model.roles") {
                            _ if !ROLES.contains(&role.as_str()) => complain(format!(
                                "model.roles has no role {}; there are {}",
                                shown(role),
                                ROLES.join(", ")
                            )),
                            Ok(names) => {
                                roles.insert(role.clone(), known(names, "model.roles", complain));
                            }
                            Err(Wrong(what)) => complain(what),
                        }
                    }
                }
                _ => complain("model.roles is not a table".to_owned()),
            },
            other => complain(format!("model has no field {}", shown(other))),
        }
    }
    (used, roles)
}

/// Those that are asked for something, in the order of `use`, then those that only a role names. Where a role has names of
/// its own, only they have it.
fn used(all: &[Model], chosen: Option<&[String]>, roles: &BTreeMap<String, Vec<String>>) -> Vec<Model> {
    let chosen: Vec<&str> = match chosen {
        Some(names) => names.iter().map(String::as_str).collect(),
        // Nothing was chosen: all there are, but those that a role was given to alone.
        None => all
            .iter()
            .map(|model| model.name.as_str())
            .filter(|name| roles.is_empty() || !roles.values().flatten().any(|named| named == name))
            .collect(),
    };
    let mut order = chosen.clone();
    for name in roles.values().flatten() {
        if !order.contains(&name.as_str()) {
            order.push(name);
        }
    }
    let mut seen = Vec::new();
    order.retain(|name| {
        !seen.contains(name) && {
            seen.push(*name);
            true
        }
    });
    let has = |model: &Model, role: &str| match roles.get(role) {
        Some(names) => names.contains(&model.name),
        None => {
            chosen.contains(&model.name.as_str())
                && (model.roles.is_empty() || model.roles.iter().any(|own| own == role))
        }
    };
    let in_use = |name: &&str| {
        let mut model = all.iter().find(|model| model.name == **name)?.clone();
        let had: Vec<String> = ROLES.iter().filter(|role| has(&model, role)).map(|role| (*role).to_owned()).collect();
        if had.is_empty() {
            return None;
        }
        model.roles = if had.len() == ROLES.len() { Vec::new() } else { had };
        Some(model)
    };
    order.iter().filter_map(in_use).collect()
}

fn text<'a>(table: &'a Table, field: &str) -> Read<Option<&'a str>> {
    match table.get(field) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => wrong(format!("{field} has to be text in quotes")),
    }
}

fn number(table: &Table, field: &str, least: i64, most: i64) -> Read<Option<i64>> {
    match table.get(field) {
        None => Ok(None),
        Some(Value::Integer(number)) if (least..=most).contains(number) => Ok(Some(*number)),
        Some(_) => wrong(format!("{field} is a number from {least} to {most}")),
    }
}

fn names(value: &Value, field: &str) -> Read<Vec<String>> {
    let list = value.as_array().filter(|list| list.len() <= MOST_WORDS);
    let words = list.and_then(|list| list.iter().map(|word| word.as_str().map(str::to_owned)).collect());
    match words {
        Some(words) => Ok(words),
        None => wrong(format!("{field} is a list of words: [\"ONE\", \"TWO\"]")),
    }
}

fn known_roles(roles: &[String]) -> Read<Vec<String>> {
    match roles.iter().find(|role| !ROLES.contains(&role.as_str())) {
        Some(role) => wrong(format!("there is no role {}; there are {}", shown(role), ROLES.join(", "))),
        None => Ok(roles.to_vec()),
    }
}

#[cfg(test)]
mod tests;
