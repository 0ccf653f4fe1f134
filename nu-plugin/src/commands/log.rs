//! `ghost log`: the journal as a table, oldest first.

use std::collections::HashMap;

use ghostsh::journal::{Entry, Journal, Stage, What};
use nu_plugin::{EngineInterface, EvaluatedCall, PluginCommand};
use nu_protocol::{
    Category, Example, LabeledError, ListStream, PipelineData, Signature, Span, SyntaxShape, Type, Value, record,
};

use crate::plugin::Ghost;
use crate::room::state;
use crate::{binary, data, trouble};

/// See the module.
pub struct Log;

impl PluginCommand for Log {
    type Plugin = Ghost;

    fn name(&self) -> &'static str {
        "ghost log"
    }

    fn description(&self) -> &'static str {
        "List what ghost did, the last at the end."
    }

    fn extra_description(&self) -> &'static str {
        "A row for each action of the journal: when it began, what it was (repair, instead, undo, look, mind), the typed line, \
         what ran, where, where the repair came from and how sure that was, its effects beyond reading, who let it run, \
         its exit status and how long it ran. What has no answer is null. `ghost log verify` tells whether the journal is \
         as it was written, and `--follow` goes on with what is written from now on, both in the words of the program."
    }

    fn signature(&self) -> Signature {
        Signature::build(self.name())
            .optional("verb", SyntaxShape::String, "`verify`: is the journal as it was written?")
            .switch("follow", "Go on with what is written from now on, as text.", Some('f'))
            .named("last", SyntaxShape::Int, "Only so many actions, the last ones.", Some('n'))
            .switch("looks", "Also what was only looked at.", None)
            .switch("minds", "The models that were asked instead, with what each took and cost.", None)
            .input_output_types(vec![(Type::Nothing, Type::Any)])
            .category(Category::System)
    }

    fn search_terms(&self) -> Vec<&str> {
        vec!["journal", "history", "audit"]
    }

    fn examples(&self) -> Vec<Example<'_>> {
        vec![
            Example {
                example: "ghost log --last 0",
                description: "No action at all",
                result: Some(Value::test_list(Vec::new())),
            },
            Example {
                example: "ghost log | where status != 0 | select time typed ran",
                description: "Repairs that did not work",
                result: None,
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
        let looks = call.has_flag("looks")?;
        let minds = call.has_flag("minds")?;
        let follows = call.has_flag("follow")?;
        if follows || !call.positional.is_empty() {
            let flags = [("--follow", follows), ("--looks", looks), ("--minds", minds)];
            let mut words = vec!["log".to_owned()];
            words.extend(flags.iter().filter(|(_, is_set)| *is_set).map(|(flag, _)| (*flag).to_owned()));
            if let Some(count) = call.get_flag::<i64>("last")? {
                words.extend(["--last".to_owned(), count.to_string()]);
            }
            let words = words.into_iter().map(|word| Value::string(word, head));
            return binary::run(engine, head, words.chain(call.positional.iter().cloned()), PipelineData::Empty);
        }
        let last = match call.get_flag::<i64>("last")? {
            Some(count) => usize::try_from(count).map_err(|_| {
                let span = call.get_flag_span("last").unwrap_or(head);
                trouble::at(span, "a count is not negative", "less than nothing", "name how many: --last 10")
            })?,
            None => usize::MAX,
        };
        let read = plugin.room.work(engine, head, |_| Journal::of(&state()?).lines())?;
        let lines = read.map_err(|error| trouble::own(head, &error))?;
        let made = if minds { mind } else { row };
        let is_kept = move |what: What| match what {
            What::Mind => minds,
            What::Look => looks && !minds,
            What::Repair | What::Instead | What::Undo => !minds,
        };
        let rows = rows(&lines, last, is_kept).map(move |(begin, end)| made(&begin, end.as_ref(), head));
        let stream = ListStream::new(rows, head, engine.signals().clone());
        Ok(PipelineData::list_stream(stream, None))
    }
}

/// Both records of each action, those that began last at the end. A value is made of them only when nu asks for it.
fn rows(
    lines: &[String],
    last: usize,
    is_kept: impl Fn(What) -> bool + Send + 'static,
) -> impl Iterator<Item = (Entry, Option<Entry>)> + Send + 'static {
    let mut begins = Vec::new();
    let mut ended = HashMap::new();
    for entry in lines.iter().filter_map(|line| serde_json::from_str::<Entry>(line).ok()) {
        match entry.stage {
            Stage::Ended => drop(ended.insert(entry.action.clone(), entry)),
            Stage::Begins if is_kept(entry.what) => begins.push(entry),
            Stage::Begins => {}
        }
    }
    let before = begins.len().saturating_sub(last);
    begins.into_iter().skip(before).map(move |begin| {
        let end = ended.remove(&begin.action);
        (begin, end)
    })
}

fn row(begin: &Entry, end: Option<&Entry>, span: Span) -> Value {
    let what = match begin.what {
        What::Repair => "repair",
        What::Instead => "instead",
        What::Undo => "undo",
        What::Look => "look",
        What::Mind => "mind",
    };
    let nothing = || Value::nothing(span);
    let status = end.and_then(|end| end.exit_code).map_or_else(nothing, |status| Value::int(status.into(), span));
    let duration = end.and_then(|end| end.duration_ms).map_or_else(nothing, |count| data::duration(count, span));
    Value::record(
        record! {
            "time" => data::time(begin.time, span),
            "what" => Value::string(what, span),
            "typed" => data::text(begin.typed.clone(), span),
            "ran" => data::text(begin.runs.clone(), span),
            "cwd" => data::text(begin.cwd.clone(), span),
            "source" => data::text(begin.source.clone(), span),
            "confidence" => begin.confidence.map_or_else(nothing, |chance| Value::float(chance, span)),
            "effects" => data::texts(begin.effects.iter().cloned(), span),
            "decided" => data::text(begin.decided.clone(), span),
            "status" => status,
            "duration" => duration,
            "action" => Value::string(begin.action.clone(), span),
        },
        span,
    )
}

/// A model that was asked.
fn mind(begin: &Entry, end: Option<&Entry>, span: Span) -> Value {
    let nothing = || Value::nothing(span);
    let count = |number: Option<u64>| {
        number.and_then(|number| i64::try_from(number).ok()).map_or_else(nothing, |number| Value::int(number, span))
    };
    let time = |milliseconds: Option<u64>| milliseconds.map_or_else(nothing, |count| data::duration(count, span));
    Value::record(
        record! {
            "time" => data::time(begin.time, span),
            "model" => data::text(begin.runs.clone(), span),
            "typed" => data::text(begin.typed.clone(), span),
            "tokens_in" => count(end.and_then(|end| end.tokens_in)),
            "tokens_out" => count(end.and_then(|end| end.tokens_out)),
            "cost" => end.and_then(|end| end.cost).map_or_else(nothing, |cost| Value::float(cost, span)),
            "first" => time(end.and_then(|end| end.first_ms)),
            "duration" => time(end.and_then(|end| end.duration_ms)),
            "failure" => data::text(end.map(|end| end.failure.clone()).unwrap_or_default(), span),
            "action" => Value::string(begin.action.clone(), span),
        },
        span,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_that_was_asked_has_a_row_of_its_own_kind() {
        let begin = Entry { what: What::Mind, runs: "near".to_owned(), ..Entry::default() };
        let end = Entry { tokens_in: Some(7), cost: Some(0.5), failure: "timeout".to_owned(), ..Entry::default() };
        let row = mind(&begin, Some(&end), Span::test_data()).into_record().expect("a record");
        let text = |column: &str| row.get(column).map(|value| value.to_expanded_string(" ", &Default::default()));
        assert_eq!(text("model").as_deref(), Some("near"));
        assert_eq!(text("tokens_in").as_deref(), Some("7"));
        assert_eq!(text("failure").as_deref(), Some("timeout"));
        assert!(row.get("tokens_out").is_some_and(Value::is_nothing));
    }

    #[test]
    fn both_records_of_an_action_are_one_row() {
        let entries = [
            Entry { action: "a".to_owned(), time: 1_000, runs: "git log".to_owned(), ..Entry::default() },
            Entry { action: "l".to_owned(), what: What::Look, ..Entry::default() },
            Entry {
                action: "a".to_owned(),
                stage: Stage::Ended,
                exit_code: Some(3),
                duration_ms: Some(20),
                ..Entry::default()
            },
            Entry { action: "b".to_owned(), ..Entry::default() },
        ];
        let lines: Vec<String> =
            entries.iter().map(|entry| serde_json::to_string(entry).expect("text")).chain(["{".to_owned()]).collect();
        let actions = |last, looks| {
            let is_kept = move |what| looks || what != What::Look;
            rows(&lines, last, is_kept).map(|(begin, _)| begin.action).collect::<Vec<_>>()
        };
        assert_eq!(actions(9, false), ["a", "b"]);
        assert_eq!(actions(9, true), ["a", "l", "b"]);
        assert_eq!(actions(1, false), ["b"]);
        let (begin, end) = rows(&lines, 9, |what| what != What::Look).next().expect("a row");
        let row = row(&begin, end.as_ref(), Span::test_data()).into_record().expect("a record");
        assert_eq!(row.get("status"), Some(&Value::test_int(3)));
        assert_eq!(row.get("duration"), Some(&Value::test_duration(20_000_000)));
        assert_eq!(row.get("typed"), Some(&Value::test_nothing()));
        assert!(matches!(row.get("time"), Some(Value::Date { val, .. }) if val.timestamp() == 1));
    }
}
