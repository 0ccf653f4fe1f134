//! `ghost`: the program itself, as it is typed in any shell. What it prints is a value here.

use nu_plugin::{EngineInterface, EvaluatedCall, PluginCommand};
use nu_protocol::{Category, Example, LabeledError, PipelineData, Signature, SyntaxShape, Type};

use crate::binary;
use crate::plugin::Ghost;

/// See the module.
pub struct Run;

impl PluginCommand for Run {
    type Plugin = Ghost;

    fn name(&self) -> &'static str {
        "ghost"
    }

    fn description(&self) -> &'static str {
        "Run a program, repair the line if it fails, and give what it prints."
    }

    fn extra_description(&self) -> &'static str {
        "The words go to the program `ghost` as they are, so its own commands work as well (`ghost doctor`, `ghost rules \
         list`), and what comes in by the pipeline is its input. `ghost --yes CMD` consents ahead to what would be asked. \
         A line for a shell: `ghost -c 'a && b'`."
    }

    fn signature(&self) -> Signature {
        // Without nu's own --help: `ghost git commit --help` is git's to answer.
        Signature::new(self.name())
            .rest("words", SyntaxShape::ExternalArgument, "The program and its arguments, or a command of ghost's own.")
            .allows_unknown_args()
            .input_output_types(vec![
                (Type::Nothing, Type::Any),
                (Type::String, Type::Any),
                (Type::Binary, Type::Any),
                (Type::Any, Type::Any),
            ])
            .category(Category::System)
    }

    fn search_terms(&self) -> Vec<&str> {
        vec!["repair", "fix", "correct", "typo", "thefuck"]
    }

    fn examples(&self) -> Vec<Example<'_>> {
        vec![
            Example {
                example: "ghost gti log --oneline | lines | first 3",
                description: "Run a line, whatever becomes of it, and go on with what it prints",
                result: None,
            },
            Example {
                example: "open notes.md | ghost wc -l",
                description: "Give a program something to read",
                result: None,
            },
            Example {
                example: "ghost doctor",
                description: "Tell what of ghost holds here, and what does not",
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
        binary::run(engine, call.head, call.positional.clone(), input)
    }
}
