//! `ghost ask`: a question in a person's own words, about what comes in by the pipeline if something does.

use nu_plugin::{EngineInterface, EvaluatedCall, PluginCommand};
use nu_protocol::{Category, Example, LabeledError, PipelineData, Signature, SyntaxShape, Type, Value};

use crate::plugin::Ghost;
use crate::{binary, rendering, trouble};

/// See the module.
pub struct Ask;

impl PluginCommand for Ask {
    type Plugin = Ghost;

    fn name(&self) -> &'static str {
        "ghost ask"
    }

    fn description(&self) -> &'static str {
        "Ask something in your own words."
    }

    fn extra_description(&self) -> &'static str {
        "What comes in by the pipeline is put below the question as JSON, as much of it as a question can hold (32 kB); \
         where it is cut off, that is said in it."
    }

    fn signature(&self) -> Signature {
        Signature::build(self.name())
            .rest("question", SyntaxShape::Any, "The question or wish.")
            .input_output_types(vec![(Type::Nothing, Type::Any), (Type::Any, Type::Any)])
            .category(Category::System)
    }

    fn examples(&self) -> Vec<Example<'_>> {
        vec![
            Example {
                example: r#"ghost ask "what is using port 8080?""#,
                description: "Ask about this machine",
                result: None,
            },
            Example {
                example: r#"ls | ghost ask "which are the big ones?""#,
                description: "Ask about a table",
                result: None,
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
        let words: Vec<String> = call.positional.iter().map(Value::coerce_string).collect::<Result<_, _>>()?;
        let mut question = words.join(" ");
        if question.trim().is_empty() {
            return Err(trouble::at(
                call.head,
                "nothing was asked",
                "a question belongs here",
                "for example: ls | ghost ask \"which are the big ones?\"",
            ));
        }
        if let Some(about) = rendering::bounded(input)? {
            question = format!("{question}\n\n{about}");
        }
        // The first word tells the program that the rest is a question, whatever it looks like.
        let words = ["ask", "--", &question].map(|word| Value::string(word, call.head));
        binary::run(engine, call.head, words, PipelineData::Empty)
    }
}
