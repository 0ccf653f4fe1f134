//! `ghost model test`: one tiny request without a schema and one with.

use std::fmt::Write as _;
use std::time::Instant;

use crate::cli::{Status, help};
use crate::client::{Cancel, Look, Until};
use crate::config::{Config, Folders};
use crate::driver::minds::Minds;
use crate::error::{Error, Kind, Result};
use crate::model::{Model, Way};
use crate::protocol::types::{Message, MindAction, Role};
use crate::text::visible;

const SCHEMA: &str =
    r#"{"type":"object","properties":{"ready":{"type":"boolean"}},"required":["ready"],"additionalProperties":false}"#;
/// Enough for one word from a model that thinks aloud before.
const TOKENS: i64 = 256;

/// Tries one model, or all that are in use.
///
/// # Errors
/// When there is none, or none of that name.
pub fn run(name: Option<&str>, folders: &Folders) -> Result<Status> {
    let mut config = Config::load(folders);
    for complaint in &config.complaints {
        eprintln!("ghost: {}", visible(complaint));
    }
    if config.models.locked {
        return Err(Error::new(Kind::Settings, "ask a model: root does not let models be asked here"));
    }
    if let Some(name) = name {
        let Some(model) = config.models.all.iter().find(|model| model.name == name).cloned() else {
            return Err(Error::new(Kind::Usage, "there is no such model, or it cannot be used")
                .hint("ghost model list shows those there are"));
        };
        config.models.used = vec![model];
    }
    if config.models.used.is_empty() {
        return Err(Error::new(Kind::Usage, "no model is in use").hint("ghost model add adds one"));
    }
    let cancel = Cancel::new().map_err(|errno| Error::new(Kind::Outside, "listen to Ctrl-C").because(errno))?;
    let mut minds = Minds::new(&config, folders, "ghost model test");
    let mut is_well = true;
    for model in &config.models.used {
        let mut ask = |text: &str, schema: Option<&str>| {
            let action = MindAction {
                id: None,
                action_id: String::new(),
                name: model.name.clone(),
                messages: vec![Message { role: Role::User, text: text.to_owned() }],
                schema: schema.map(str::to_owned),
                max_tokens: TOKENS,
                rung: String::new(),
            };
            minds.ask(&action, Until::new(&cancel, Instant::now() + model.timeout), &mut |_| {})
        };
        let plain = ask("Answer with the one word: ready", None);
        if let Some(why) = &plain.refused {
            eprintln!("ghost: {} does not answer: {}", model.name, visible(why));
            is_well = false;
            continue;
        }
        if plain.stdout.trim().is_empty() {
            eprintln!("ghost: {} answers without a word{}", model.name, format_hint(model));
            is_well = false;
            continue;
        }
        let mut text = format!("{} is reachable\n", model.name);
        let mut complaint = String::new();
        row(&mut text, "text", &plain);
        let strict = ask("Say that you are ready, as JSON: {\"ready\": true}", Some(SCHEMA));
        match &strict.refused {
            None if keeps(&strict.stdout) => row(&mut text, "schema", &strict),
            None => {
                text += "  schema  the answer was no JSON\n";
                is_well = false;
            }
            Some(why) => {
                complaint = format!("ghost: {} does not keep a schema: {}\n", model.name, visible(why));
                is_well = false;
            }
        }
        help::print(&text);
        eprint!("{complaint}");
    }
    Ok(Status::Exit(u8::from(!is_well)))
}

/// What an empty answer of a server may mean: it speaks another format than it is spoken to in.
fn format_hint(model: &Model) -> String {
    match &model.way {
        Way::Http { wire, .. } => format!(" (does its server speak {}, or is its kind another?)", wire.name()),
        Way::Command { .. } => String::new(),
    }
}

fn row(text: &mut String, what: &str, result: &Look) {
    let Some(usage) = &result.usage else { return };
    let _ = write!(text, "  {what:<8}first token {} ms, total {} ms", usage.first_ms, result.duration.as_millis());
    if usage.input_tokens > 0 || usage.output_tokens > 0 {
        let _ = write!(text, ", {} tokens sent, {} received", usage.input_tokens, usage.output_tokens);
    }
    if !usage.rung.is_empty() {
        let _ = write!(text, ", by {}", visible(&usage.rung));
    }
    text.push('\n');
}

/// Whether the answer holds one JSON object, with or without the fence that programs like to put around it.
fn keeps(answer: &str) -> bool {
    let inner = answer.find('{').zip(answer.rfind('}')).and_then(|(from, to)| answer.get(from..=to));
    inner.is_some_and(|inner| {
        serde_json::from_str::<serde_json::Value>(inner).is_ok_and(|value| value.get("ready").is_some())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fences_are_no_harm() {
        assert!(keeps("{\"ready\": true}"));
        assert!(keeps("```json\n{\"ready\": true}\n```"));
        for answer in ["ready", "", "}{", "{\"ready\": tru", "{\"other\": 1}"] {
            assert!(!keeps(answer), "{answer}");
        }
    }
}
