//! `ghost fix`: what could be done about a line that failed, as a record. Runs nothing.

use std::path::PathBuf;

use ghostsh::capture::{Output, Text};
use ghostsh::config::Folders;
use ghostsh::driver::Brain;
use ghostsh::driver::fix::{Failed, Proposal, proposals};
use ghostsh::driver::live::Session;
use ghostsh::driver::nu::Reader;
use ghostsh::journal;
use ghostsh::ui::{Color, Ui};
use nu_plugin::{EngineInterface, EvaluatedCall, PluginCommand};
use nu_protocol::{Category, Example, LabeledError, PipelineData, Signature, SyntaxShape, Type, Value};

use crate::plugin::Ghost;
use crate::{data, reading, shell, trouble};

/// See the module.
pub struct Fix;

impl PluginCommand for Fix {
    type Plugin = Ghost;

    fn name(&self) -> &'static str {
        "ghost fix"
    }

    fn description(&self) -> &'static str {
        "Propose a repair of the last line that failed, or of any, without running it."
    }

    fn extra_description(&self) -> &'static str {
        "Gives a record: the line, the best repair, why, the chance that it is right, policy's decision (auto, ask or \
         refuse) with its reason, where it comes from, and a table of alternatives. Gives null where there is nothing to \
         propose. Without a line it is the last failure of this terminal, or else the last that `ghost CMD` has seen. \
         To put the repair at the prompt: `commandline edit --replace (ghost fix).repair`."
    }

    fn signature(&self) -> Signature {
        Signature::build(self.name())
            .optional("line", SyntaxShape::String, "A line that failed, instead of the last one.")
            .named("status", SyntaxShape::Int, "Its exit status; 1 if left out.", Some('s'))
            .named("output", SyntaxShape::String, "What it printed; left out: that is not known.", Some('o'))
            .named("shell", SyntaxShape::String, "Whose line it is: nu (if left out), bash, zsh or fish.", None)
            .input_output_types(vec![(Type::Nothing, Type::Any)])
            .category(Category::System)
    }

    fn search_terms(&self) -> Vec<&str> {
        vec!["repair", "correct", "typo", "suggest", "thefuck"]
    }

    fn examples(&self) -> Vec<Example<'_>> {
        vec![
            Example { example: "ghost fix", description: "What could be done about the last failure", result: None },
            Example {
                example: r#"(ghost fix "gti --version" --status 127 --shell bash).repair"#,
                description: "The repair of a line of another shell, alone",
                result: Some(Value::test_string("git --version")),
            },
            Example {
                example: r#"ghost fix "true" --status 1"#,
                description: "Nothing comes of what cannot be helped",
                result: Some(Value::test_nothing()),
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
        let head = call.head;
        let named = named(call)?;
        // The process that called: a host remembers for every shell of its terminal.
        let nu = nix::unistd::getppid().as_raw();
        let calls = engine.clone();
        let found = plugin.room.work(engine, head, move |brain| {
            let reader = reading::reader(calls, head);
            match named {
                Some(named) => Ok(Some(about(named.failed(reader), brain))),
                None => last(nu, reader, brain),
            }
        })?;
        let found = found.map_err(|error| trouble::own(head, &error))?;
        let Some((line, found)) = found else {
            return Err(trouble::at(
                head,
                "nothing has failed yet",
                "there is no last failure",
                "name a line: ghost fix \"LINE\" --status N --output TEXT; with `ghost init nu` this terminal remembers",
            ));
        };
        Ok(PipelineData::value(data::proposals(line, found, head), None))
    }
}

/// The line that was named, if one was.
fn named(call: &EvaluatedCall) -> Result<Option<Named>, LabeledError> {
    let status: Option<i64> = call.get_flag("status")?;
    let output: Option<String> = call.get_flag("output")?;
    let Some(line) = call.opt::<String>(0)? else {
        for flag in ["status", "output", "shell"] {
            if let Some(span) = call.get_flag_span(flag) {
                return Err(trouble::at(
                    span,
                    format!("--{flag} is about a line, and none was named"),
                    "of which line?",
                    "put the line before it: ghost fix \"LINE\" --status N",
                ));
            }
        }
        return Ok(None);
    };
    let span = call.nth(0).map_or(call.head, |value| value.span());
    if line.trim().is_empty() {
        return Err(trouble::at(
            span,
            "the line is empty",
            "nothing can be repaired here",
            "name the line that failed",
        ));
    }
    let status = u8::try_from(status.unwrap_or(1)).map_err(|_| {
        let span = call.get_flag_span("status").unwrap_or(span);
        trouble::at(span, "no exit status", "from 0 to 255", "nu keeps the last one in $env.LAST_EXIT_CODE")
    })?;
    let output = match output {
        Some(text) => Output::Seen(Text { head: text.into_bytes(), ..Text::default() }),
        None => Output::Unknown,
    };
    Ok(Some(Named { line, shell: shell::named(call)?, status, output }))
}

/// A line of a shell that is still there, where its repair would run as well.
struct Named {
    line: String,
    shell: &'static str,
    status: u8,
    output: Output,
}

impl Named {
    fn failed(self, reader: Reader) -> Failed {
        Failed {
            line: self.line,
            shell: PathBuf::from(self.shell),
            status: self.status,
            output: self.output,
            names: Vec::new(),
            live: true,
            yes: false,
            patient: true,
            private: false,
            told: None,
            reader: Some(reader),
        }
    }
}

fn quiet() -> Ui {
    // Whatever is to be said is in the record; wrong settings are in `ghost status`. What is told is that one waits.
    Ui::new(Color::Auto, true).only_waiting()
}

/// Asked of the brain that sleeps at this terminal's host, or else of the one that sleeps here.
fn about(failed: Failed, brain: &mut Brain) -> (String, Vec<Proposal>) {
    let proposed = match Session::here() {
        Some(mut session) => session.proposals(&failed, quiet()),
        None => proposals(&failed, brain, quiet()),
    };
    (failed.line, proposed.found)
}

type Found = Option<(String, Vec<Proposal>)>;

fn last(nu: i32, reader: Reader, brain: &mut Brain) -> Result<Found, ghostsh::error::Error> {
    if let Some(mut session) = Session::here() {
        // What failed in another shell of this terminal is in another language.
        if let Some((failed, process)) = session.last(PathBuf::from(shell::OWN), false)
            && process == Some(nu)
        {
            let failed = Failed { reader: Some(reader), ..failed };
            let found = session.proposals(&failed, quiet()).found;
            return Ok(Some((failed.line, found)));
        }
    }
    let state = Folders::from_env().state;
    let record = state.as_deref().map(journal::last).transpose()?.flatten();
    Ok(record.map(|record| {
        let named = Named { line: record.line, shell: shell::OWN, status: record.exit_code, output: Output::Unknown };
        about(named.failed(reader), brain)
    }))
}
