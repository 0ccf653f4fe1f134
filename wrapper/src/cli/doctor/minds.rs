//! The lines of `ghost doctor` about models and memory. Nothing is connected to, and no key is looked at.

use serde::Deserialize;

use super::Finding;
use crate::cli::memory;
use crate::cli::model::setup::{self, Extras};
use crate::config::{Config, Folders};
use crate::mind::key_state;
use crate::model::{Model, Way};

/// Which models may be asked, where each is, and whether its key is there.
pub fn models(config: &Config) -> Finding {
    let models = &config.models;
    if models.locked {
        let told = "root does not let models be asked here: nothing connects anywhere";
        return Finding { what: "models", holds: true, told: told.to_owned() };
    }
    let mut told: Vec<String> = models.used.iter().map(model).collect();
    let unused = models.all.iter().filter(|model| models.named(&model.name).is_none()).count();
    if unused > 0 {
        told.push(format!("{unused} not in use"));
    }
    told.extend(models.unusable.iter().map(|name| format!("{name} cannot be used")));
    if told.is_empty() {
        told.push("none is configured: nothing ever connects anywhere".to_owned());
    }
    Finding { what: "models", holds: models.unusable.is_empty(), told: told.join("; ") }
}

fn model(model: &Model) -> String {
    let mut parts = vec![if model.is_local() { "this machine" } else { "leaves this machine" }.to_owned()];
    if !model.roles.is_empty() {
        parts.push(format!("{} only", model.roles.join(", ")));
    }
    if let Way::Http { key, .. } = &model.way {
        parts.push(key_state(key));
    }
    format!("{} ({})", model.name, parts.join(", "))
}

/// What `memory stats --json` says, as far as it is told here.
#[derive(Deserialize)]
struct Stats {
    episodes: u64,
    passages: u64,
    bytes: u64,
}

/// Whether anything is remembered, how much, and whether documents are found by meaning.
pub fn memory(config: &Config, folders: &Folders) -> Finding {
    let what = "memory";
    if !config.memory {
        return Finding { what, holds: true, told: "it is switched off: nothing is remembered".to_owned() };
    }
    match memory::stats(folders, config) {
        Err(error) => Finding { what, holds: false, told: error.to_string() },
        Ok(said) => {
            let extras = match setup::extras(folders, config) {
                Extras::Ready => "with the extras, documents are found by meaning",
                Extras::Other => "the extras are of another version: ghost model setup makes them anew",
                Extras::Missing => "without the extras (ghost model setup), documents are found by words",
            };
            match serde_json::from_slice::<Stats>(&said) {
                Ok(Stats { episodes, passages, bytes }) => {
                    let told =
                        format!("{episodes} failures, {passages} passages of documents, {} kB; {extras}", bytes / 1000);
                    Finding { what, holds: true, told }
                }
                Err(_) => Finding { what, holds: false, told: "its file cannot be read".to_owned() },
            }
        }
    }
}
