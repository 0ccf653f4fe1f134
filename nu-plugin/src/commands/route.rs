//! `ghost route`: is it a command or a sentence? Depends on the text alone.

use ghostsh::router;
use nu_plugin::{EngineInterface, EvaluatedCall, PluginCommand};
use nu_protocol::{
    Category, Example, LabeledError, ListStream, PipelineData, Signature, Span, SyntaxShape, Type, Value, record,
};

use crate::plugin::Ghost;
use crate::trouble;

/// See the module.
pub struct Route;

impl PluginCommand for Route {
    type Plugin = Ghost;

    fn name(&self) -> &'static str {
        "ghost route"
    }

    fn description(&self) -> &'static str {
        "Tell whether text is a command, a sentence, or may be either."
    }

    fn signature(&self) -> Signature {
        let columns = ["line", "route", "why"].map(|name| (name.to_owned(), Type::String));
        let record = Type::Record(columns.to_vec().into());
        Signature::build(self.name())
            .rest("text", SyntaxShape::Any, "The text. Left out: each line that comes in by the pipeline.")
            .allows_unknown_args()
            .input_output_types(vec![
                (Type::Nothing, record.clone()),
                (Type::String, record),
                (Type::list(Type::String), Type::table()),
            ])
            .category(Category::System)
    }

    fn search_terms(&self) -> Vec<&str> {
        vec!["sentence", "language", "classify"]
    }

    fn examples(&self) -> Vec<Example<'_>> {
        vec![
            Example {
                example: "ghost route why is this folder so big",
                description: "Somebody asks something",
                result: Some(routed("why is this folder so big", Span::test_data())),
            },
            Example {
                example: r#"["git status" "please show me the last five commits"] | ghost route"#,
                description: "A table of lines",
                result: Some(Value::test_list(vec![
                    routed("git status", Span::test_data()),
                    routed("please show me the last five commits", Span::test_data()),
                ])),
            },
        ]
    }

    fn run(
        &self,
        _plugin: &Ghost,
        engine: &EngineInterface,
        call: &EvaluatedCall,
        input: PipelineData,
    ) -> Result<PipelineData, LabeledError> {
        let head = call.head;
        if !call.positional.is_empty() {
            let words: Vec<String> = call.positional.iter().map(Value::coerce_string).collect::<Result<_, _>>()?;
            return Ok(PipelineData::value(routed(&words.join(" "), head), None));
        }
        match input {
            PipelineData::Empty | PipelineData::Value(Value::Nothing { .. }, _) => {
                Err(trouble::at(head, "there is no text", "nothing to tell about", "put it behind: ghost route TEXT"))
            }
            PipelineData::Value(Value::String { val, .. }, _) => Ok(PipelineData::value(routed(&val, head), None)),
            lines => {
                let rows = lines.into_iter().map(move |line| match line.coerce_string() {
                    Ok(line) => routed(&line, head),
                    Err(error) => Value::error(error, line.span()),
                });
                let stream = ListStream::new(rows, head, engine.signals().clone());
                Ok(PipelineData::list_stream(stream, None))
            }
        }
    }
}

fn routed(line: &str, span: Span) -> Value {
    let told = router::route(line, None);
    Value::record(
        record! {
            "line" => Value::string(line, span),
            "route" => Value::string(told.route.name(), span),
            "why" => Value::string(told.why, span),
        },
        span,
    )
}
