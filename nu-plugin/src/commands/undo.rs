//! `ghost undo`: what the last repair has written over is put back, when the person says so.

use ghostsh::driver;
use ghostsh::error::Error;
use ghostsh::text::visible;
use ghostsh::undo::{Kept, Undo as Copies};
use nu_plugin::{EngineInterface, EvaluatedCall, PluginCommand};
use nu_protocol::{Category, Example, LabeledError, PipelineData, Signature, Span, Type, Value, record};

use crate::plugin::Ghost;
use crate::room::state;
use crate::{data, trouble};

/// See the module.
pub struct Undo;

impl PluginCommand for Undo {
    type Plugin = Ghost;

    fn name(&self) -> &'static str {
        "ghost undo"
    }

    fn description(&self) -> &'static str {
        "Take the last repair back."
    }

    fn extra_description(&self) -> &'static str {
        "Shows what would be put back and asks first. Gives a record of what was done: when it ran, the line, what was \
         changed; `undone` is false where you said no. Gives null where there is nothing to take back. Where something \
         has changed since, nothing is put back."
    }

    fn signature(&self) -> Signature {
        Signature::build(self.name())
            .switch("list", "Only list what could be taken back, the last at the end.", None)
            .switch("yes", "Do not ask.", Some('y'))
            .input_output_types(vec![(Type::Nothing, Type::Any)])
            .category(Category::System)
    }

    fn search_terms(&self) -> Vec<&str> {
        vec!["revert", "restore", "back"]
    }

    fn examples(&self) -> Vec<Example<'_>> {
        vec![
            Example {
                example: "ghost undo --list",
                description: "What could be taken back",
                result: Some(Value::test_list(Vec::new())),
            },
            Example {
                example: "ghost undo --yes",
                description: "Take the last repair back, unasked",
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
        let span = call.head;
        let own = |error: Error| trouble::own(span, &error);
        let all = plugin.room.work(engine, span, |_| Ok(Copies::of(&state()?).all()))?.map_err(own)?;
        if call.has_flag("list")? {
            let rows = all.iter().map(|kept| Value::record(told(kept, span), span)).collect();
            return Ok(PipelineData::value(Value::list(rows, span), None));
        }
        let Some(last) = all.into_iter().next_back() else {
            return Ok(PipelineData::value(Value::nothing(span), None));
        };
        let agreed = call.has_flag("yes")? || agrees(engine, &last, span)?;
        let mut record = told(&last, span);
        if agreed {
            plugin.room.work(engine, span, move |_| driver::take_back(&state()?, &last))?.map_err(own)?;
        }
        record.push("undone", Value::bool(agreed, span));
        Ok(PipelineData::value(Value::record(record, span), None))
    }
}

/// Asks by nu's own `input`: the terminal is nu's.
fn agrees(engine: &EngineInterface, kept: &Kept, span: Span) -> Result<bool, LabeledError> {
    let unasked =
        || trouble::at(span, "nobody was asked", "this puts files back", "say so beforehand: ghost undo --yes");
    let input = engine.find_decl("input")?.ok_or_else(unasked)?;
    let changes: String = kept.told().iter().map(|line| format!("  {}\n", visible(line))).collect();
    let prompt = format!("undo  {}\n{changes}take it back? [y/N] ", visible(&kept.line));
    let call = EvaluatedCall::new(span).with_positional(Value::string(prompt, span));
    let answer = engine.call_decl(input, call, PipelineData::Empty, true, false).map_err(|_| unasked())?;
    let answer = answer.into_value(span)?.coerce_into_string()?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}

fn told(kept: &Kept, span: Span) -> nu_protocol::Record {
    record! {
        "time" => data::time(kept.time.saturating_mul(1000), span),
        "line" => Value::string(kept.line.clone(), span),
        "changes" => data::texts(kept.told(), span),
        "action" => Value::string(kept.action.clone(), span),
    }
}
