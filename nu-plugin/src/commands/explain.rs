//! `ghost explain`: what policy sees in a line, a row for each command. Runs nothing.

use std::path::Path;

use ghostsh::driver;
use nu_plugin::{EngineInterface, EvaluatedCall, PluginCommand};
use nu_protocol::{Category, Example, LabeledError, PipelineData, Signature, SyntaxShape, Type, Value, record};

use crate::plugin::Ghost;
use crate::{data, reading, shell};

/// See the module.
pub struct Explain;

impl PluginCommand for Explain {
    type Plugin = Ghost;

    fn name(&self) -> &'static str {
        "ghost explain"
    }

    fn description(&self) -> &'static str {
        "Tell what a line would do here, and whether ghost would run it unasked."
    }

    fn extra_description(&self) -> &'static str {
        "One row for each command of the line: its words, its effects beyond reading, what they are upon, the word that \
         brings each about, and policy's decision at your level (auto, ask or refuse) with the reason."
    }

    fn signature(&self) -> Signature {
        let words = || Type::list(Type::String);
        let row = Type::Table(
            vec![
                ("words".to_owned(), words()),
                ("effects".to_owned(), words()),
                ("targets".to_owned(), words()),
                ("causes".to_owned(), words()),
                ("decision".to_owned(), Type::String),
                ("reason".to_owned(), Type::String),
            ]
            .into(),
        );
        Signature::build(self.name())
            .required("line", SyntaxShape::String, "The line; put quotes around it.")
            .named("shell", SyntaxShape::String, "Whose line it is: nu (if left out), bash, zsh or fish.", None)
            .input_output_types(vec![(Type::Nothing, row)])
            .category(Category::System)
    }

    fn search_terms(&self) -> Vec<&str> {
        vec!["policy", "effects", "safe", "what", "dry-run"]
    }

    fn examples(&self) -> Vec<Example<'_>> {
        vec![Example {
            example: r#"ghost explain "git log | head" --shell bash"#,
            description: "What a pipeline of bash's would do",
            result: Some(Value::test_list(vec![reads(&["git", "log"]), reads(&["head"])])),
        }]
    }

    fn run(
        &self,
        plugin: &Ghost,
        engine: &EngineInterface,
        call: &EvaluatedCall,
        _input: PipelineData,
    ) -> Result<PipelineData, LabeledError> {
        let head = call.head;
        let line: String = call.req(0)?;
        let shell = shell::named(call)?;
        let nu = engine.clone();
        let told = plugin
            .room
            .work(engine, head, move |_| driver::explain(Path::new(shell), &line, Some(reading::reader(nu, head))))?;
        let rows = told.commands.iter().map(|command| {
            let column = |of: fn(&ghostsh::policy::Effect) -> &str| {
                data::texts(command.effects.iter().map(|effect| of(effect).to_owned()), head)
            };
            Value::record(
                record! {
                    "words" => data::texts(command.words.iter().cloned(), head),
                    "effects" => column(|effect| effect.kind.name()),
                    "targets" => column(|effect| &effect.target),
                    "causes" => column(|effect| &effect.cause),
                    "decision" => Value::string(told.here(command.says).name(), head),
                    "reason" => Value::string(command.why.clone(), head),
                },
                head,
            )
        });
        Ok(PipelineData::value(Value::list(rows.collect(), head), None))
    }
}

/// The row of a command that only reads, for the examples.
fn reads(words: &[&str]) -> Value {
    let nothing = || Value::test_list(Vec::new());
    Value::test_record(record! {
        "words" => Value::test_list(words.iter().map(|word| Value::test_string(*word)).collect()),
        "effects" => nothing(),
        "targets" => nothing(),
        "causes" => nothing(),
        "decision" => Value::test_string("auto"),
        "reason" => Value::test_string("it only reads"),
    })
}
