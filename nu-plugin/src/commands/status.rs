//! `ghost status`: what is in force here, at one look. It starts no brain; `ghost doctor` tries everything.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use ghostsh::config::{Config, Folders};
use ghostsh::driver::Brain;
use ghostsh::driver::live::Session;
use ghostsh::journal::Journal;
use nu_plugin::{EngineInterface, EvaluatedCall, PluginCommand};
use nu_protocol::{Category, Example, LabeledError, PipelineData, Signature, Span, Type, Value, record};

use crate::plugin::Ghost;
use crate::{about, binary, data};

/// See the module.
pub struct Status;

/// What was seen.
struct Seen {
    hosted: bool,
    off: bool,
    asleep: bool,
    config: Config,
    folder: Option<PathBuf>,
    journal: Option<(PathBuf, u64)>,
    ghost: String,
}

impl PluginCommand for Status {
    type Plugin = Ghost;

    fn name(&self) -> &'static str {
        "ghost status"
    }

    fn description(&self) -> &'static str {
        "Tell what of ghost is in force here."
    }

    fn extra_description(&self) -> &'static str {
        "A record: whether this terminal has a host that repairs in place; whether a brain sleeps here between two calls; \
         the level (never, ask, auto); settings, and what is wrong with them; the journal and its size; the versions of \
         the program `ghost`, of this plugin, of the nu it was built for and of the nu that runs. `ghost doctor` goes on \
         and tries all of it."
    }

    fn signature(&self) -> Signature {
        Signature::build(self.name())
            .input_output_types(vec![(Type::Nothing, Type::record())])
            .category(Category::System)
    }

    fn examples(&self) -> Vec<Example<'_>> {
        vec![
            Example {
                example: "(ghost status).level",
                description: "How much runs unasked",
                result: Some(Value::test_string("ask")),
            },
            Example {
                example: "(ghost status).versions.built_for",
                description: "The nu that this plugin was built for",
                result: Some(Value::test_string(about::NU)),
            },
        ]
    }

    fn run(
        &self,
        plugin: &Ghost,
        engine: &EngineInterface,
        call: &EvaluatedCall,
        _input: PipelineData,
    ) -> Result<PipelineData, LabeledError> {
        let span = call.head;
        let nu = engine.get_env_var("NU_VERSION")?;
        let seen = plugin.room.work(engine, span, |brain| look(brain))?;
        Ok(PipelineData::value(told(&seen, nu, span), None))
    }
}

fn look(brain: &Brain) -> Seen {
    let folders = Folders::from_env();
    let journal = folders.state.as_deref().map(|state| {
        let path = Journal::of(state).path().to_owned();
        let size = std::fs::metadata(&path).map_or(0, |found| found.len());
        (path, size)
    });
    Seen {
        hosted: Session::here().is_some_and(|mut session| session.answers()),
        off: std::env::var_os("GHOST_OFF").is_some_and(|value| !value.is_empty()),
        asleep: brain.lent.is_some(),
        config: Config::load(&folders),
        folder: folders.config,
        journal,
        ghost: version(),
    }
}

/// What the program says of itself; empty where there is none.
fn version() -> String {
    let program = binary::beside().unwrap_or_else(|| "ghost".into());
    let said = Command::new(program).arg("--version").stdin(Stdio::null()).stderr(Stdio::null()).output();
    let text = said.map(|said| String::from_utf8_lossy(&said.stdout).into_owned()).unwrap_or_default();
    text.split_whitespace().nth(1).unwrap_or_default().to_owned()
}

fn told(seen: &Seen, nu: Option<Value>, span: Span) -> Value {
    let path = |path: &Option<PathBuf>| match path {
        Some(path) => Value::string(path.to_string_lossy(), span),
        None => Value::nothing(span),
    };
    let journal = match &seen.journal {
        Some((path, size)) => Value::record(
            record! {
                "path" => Value::string(path.to_string_lossy(), span),
                "size" => data::size(*size, span),
            },
            span,
        ),
        None => Value::nothing(span),
    };
    let versions = record! {
        "ghost" => data::text(seen.ghost.clone(), span),
        "plugin" => Value::string(env!("CARGO_PKG_VERSION"), span),
        "built_for" => Value::string(about::NU, span),
        "nu" => nu.unwrap_or_else(|| Value::nothing(span)),
    };
    Value::record(
        record! {
            "hosted" => Value::bool(seen.hosted, span),
            "off" => Value::bool(seen.off, span),
            "brain_asleep" => Value::bool(seen.asleep, span),
            "level" => Value::string(seen.config.level.name(), span),
            "config" => path(&seen.folder),
            "complaints" => data::texts(seen.config.complaints.iter().cloned(), span),
            "journal" => journal,
            "versions" => Value::record(versions, span),
        },
        span,
    )
}
