//! A model of the person's configuration: where it is, how its key is had, what it is used for. Values only.
//!
//! A key itself is never part of these values: it is had at the moment of asking (`mind`).

mod address;
mod presets;

use std::path::PathBuf;
use std::time::Duration;

pub use address::Address;
pub use presets::{CLIS, Cli, PRESETS, Preset, cli, preset};

/// What a model can be used for.
pub const ROLES: &[&str] = &["answer", "scout", "diagnostician", "critic"];

/// What stands for the prompt in a word of a command.
pub const PLACE: &str = "{prompt}";

/// How long a model may take, where nothing else is said.
pub const TIMEOUT: Duration = Duration::from_secs(60);

/// The wire format of a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wire {
    /// `POST /chat/completions`, which most servers understand.
    OpenAi,
    /// Anthropic's messages.
    Anthropic,
    /// Gemini's generateContent.
    Gemini,
    /// Ollama's own `/api/chat`.
    Ollama,
}

impl Wire {
    /// Its name in the configuration and for the talker.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::OpenAi => "openai",
            Self::Anthropic => "anthropic",
            Self::Gemini => "gemini",
            Self::Ollama => "ollama",
        }
    }

    /// The one of that name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        [Self::OpenAi, Self::Anthropic, Self::Gemini, Self::Ollama].into_iter().find(|wire| wire.name() == name)
    }
}

/// Where a key is had from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Key {
    /// None is needed.
    None,
    /// The variable of this name.
    Env(String),
    /// The first line of this file, which nobody else may read.
    File(PathBuf),
    /// The first line that this program prints.
    Command(Vec<String>),
}

/// How a model is asked.
#[derive(Debug, Clone, PartialEq)]
pub enum Way {
    /// Over HTTP, by the talker.
    Http {
        /// What is spoken there.
        wire: Wire,
        /// Where.
        address: Address,
        /// The model's name there.
        model: String,
        /// Its key.
        key: Key,
        /// Temperature and the like, as the server takes them.
        options: serde_json::Map<String, serde_json::Value>,
        /// What the person says of a server on this machine: whether it asks nobody else.
        local: Option<bool>,
    },
    /// A program that takes one prompt and prints its answer.
    Command {
        /// Its words; `{prompt}` in one of them stands for the prompt, which goes to stdin otherwise.
        words: Vec<String>,
        /// It is known to ask nobody else.
        local: bool,
    },
}

/// One model.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// Its name in the configuration.
    pub name: String,
    /// How it is asked.
    pub way: Way,
    /// What it is used for; empty: everything.
    pub roles: Vec<String>,
    /// Tokens a request may have, its answer included; 0: not known.
    pub context: u32,
    /// How long one answer may take.
    pub timeout: Duration,
    /// Price of a million tokens sent, in the person's own currency.
    pub price_in: Option<f64>,
    /// Price of a million tokens received.
    pub price_out: Option<f64>,
}

impl Model {
    /// True when nothing of what it is asked leaves this machine.
    #[must_use]
    pub fn is_local(&self) -> bool {
        match &self.way {
            // Nobody sees what stands behind a port: a tunnel and a gateway look like any other server.
            Way::Http { address, model, local, .. } => address.is_loopback() && local.unwrap_or(!is_hosted(model)),
            Way::Command { local, .. } => *local,
        }
    }

    /// True for a program, which takes one prompt and no schema.
    #[must_use]
    pub fn is_agent(&self) -> bool {
        matches!(self.way, Way::Command { .. })
    }

    /// What a request cost; `None` where the prices are not known.
    #[must_use]
    pub fn cost(&self, input_tokens: u64, output_tokens: u64) -> Option<f64> {
        const MILLION: f64 = 1_000_000.0;
        if self.price_in.is_none() && self.price_out.is_none() {
            return None;
        }
        // Counts of tokens are far below the 53 bits that a float holds exactly.
        #[expect(clippy::cast_precision_loss, reason = "see above")]
        let part = |tokens: u64, price: Option<f64>| tokens as f64 * price.unwrap_or_default() / MILLION;
        Some(part(input_tokens, self.price_in) + part(output_tokens, self.price_out))
    }
}

/// Beginnings of names of models that are run by their makers alone: who is asked for one on this machine passes it on.
const HOSTED: &[&str] = &[
    "chatgpt",
    "claude",
    "deepseek-chat",
    "deepseek-reasoner",
    "gemini",
    "gpt-3",
    "gpt-4",
    "gpt-5",
    "grok",
    "moonshot",
    "o1",
    "o3",
    "o4",
    "qwen-max",
    "qwen-plus",
    "qwen-turbo",
];

/// True for the name of a model that does not run on this machine. Ollama passes those that end in "cloud" on to its makers
/// (its documentation, "Cloud"); gateways put the maker's name and a stroke in front.
fn is_hosted(model: &str) -> bool {
    let name = model.rsplit('/').next().unwrap_or(model).to_ascii_lowercase();
    let ends = |rest: &str| !rest.starts_with(|next: char| next.is_ascii_alphanumeric());
    // A short one is a word of its own.
    let is_of =
        |beginning: &&&str| name.strip_prefix(**beginning).is_some_and(|rest| beginning.len() > 2 || ends(rest));
    name.ends_with("cloud") || HOSTED.iter().any(|beginning| is_of(&beginning))
}

/// True when these words start what is known to ask nobody outside of this machine. `server` is what `OLLAMA_HOST` says,
/// which `ollama run` asks; empty where it is not set.
#[must_use]
pub fn is_local_command(words: &[String], server: &str) -> bool {
    let base = |word: &str| word.rsplit('/').next().unwrap_or_default().to_owned();
    let known = CLIS.iter().filter(|cli| cli.local);
    let named = |cli: &&Cli| words.len() > 1 && base(&words[0]) == cli.words[0] && words[1] == cli.words[1];
    known.filter(named).count() > 0 && is_here(server) && !words.iter().any(|word| is_hosted(word))
}

/// `OLLAMA_HOST`: an address, or a host, or a port behind a colon (envconfig of Ollama's). One that is told to listen to all
/// is asked where it is.
fn is_here(server: &str) -> bool {
    let server = server.trim().trim_matches(['"', '\'']);
    let bare = server.split_once("://").map_or(server, |(_, rest)| rest);
    bare.is_empty()
        || bare.starts_with(':')
        || Address::read(&format!("http://{bare}"))
            .is_ok_and(|address| address.is_loopback() || matches!(address.host(), "0.0.0.0" | "::"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_passed_on_is_not_local() {
        let words = |line: &str| line.split(' ').map(str::to_owned).collect::<Vec<_>>();
        for (line, local) in [
            ("ollama run small", true),
            ("/usr/bin/ollama run --nowordwrap small:1b", true),
            ("ollama run large:cloud", false),
            ("ollama run large-cloud", false),
            ("ollama serve", false),
            ("llm -m small", false),
            ("ollama", false),
        ] {
            assert_eq!(is_local_command(&words(line), ""), local, "{line}");
        }
        for (server, local) in [
            ("127.0.0.1:11434", true),
            ("http://localhost:11434", true),
            (":9999", true),
            ("0.0.0.0", true),
            ("[::]:11434", true),
            ("10.0.0.7", false),
            ("https://models.example", false),
            ("localhost.example", false),
        ] {
            assert_eq!(is_local_command(&words("ollama run small"), server), local, "{server}");
        }
    }

    #[test]
    fn a_server_here_is_local_unless_it_passes_on() {
        let is_local = |url: &str, name: &str, local: Option<bool>| {
            let way = Way::Http {
                wire: Wire::OpenAi,
                address: Address::read(url).expect(url),
                model: name.to_owned(),
                key: Key::None,
                options: serde_json::Map::new(),
                local,
            };
            Model { way, ..command() }.is_local()
        };
        let here = "http://127.0.0.1:4000/v1";
        for name in ["small", "qwen2.5-coder:1.5b", "gpt-oss:20b", "gemma3", "deepseek-r1:8b", "phi-4", "o1ive"] {
            assert!(is_local(here, name, None), "{name}");
            assert!(!is_local("https://models.example/v1", name, None), "{name}");
            assert!(!is_local(here, name, Some(false)), "{name}");
        }
        for name in [
            "large:cloud",
            "gpt-4o",
            "openai/gpt-4.1-mini",
            "Claude-sonnet",
            "anthropic/claude-x",
            "gemini/gemini-pro",
            "o3",
        ] {
            assert!(!is_local(here, name, None), "{name}");
            assert!(is_local(here, name, Some(true)), "{name}");
        }
    }

    fn command() -> Model {
        Model {
            name: "m".to_owned(),
            way: Way::Command { words: vec!["m".to_owned()], local: false },
            roles: Vec::new(),
            context: 0,
            timeout: TIMEOUT,
            price_in: None,
            price_out: None,
        }
    }

    #[test]
    fn a_cost_needs_a_price() {
        let mut model = command();
        assert_eq!(model.cost(1000, 1000), None);
        model.price_in = Some(2.0);
        assert_eq!(model.cost(500_000, 1000), Some(1.0));
        model.price_out = Some(10.0);
        assert_eq!(model.cost(500_000, 100_000), Some(2.0));
    }
}
