//! Structured values as text that a question can hold.

use std::io::Read as _;

use nu_protocol::{PipelineData, ShellError, Value};
use serde_json::{Map, json};

/// Bytes at most: one word of a command line holds four times as much (execve(2), MAX_ARG_STRLEN).
const MOST: usize = 32 * 1024;
/// What is said where more was to come.
const CUT: &str = "(more follows, which is left out)";

/// As JSON, one row a line, at most so much of it; text as it is. `None` where nothing comes in.
pub fn bounded(input: PipelineData) -> Result<Option<String>, ShellError> {
    match input {
        PipelineData::Empty | PipelineData::Value(Value::Nothing { .. }, _) => Ok(None),
        PipelineData::ByteStream(stream, _) => {
            let mut bytes = Vec::new();
            if let Some(reader) = stream.reader() {
                let limit = u64::try_from(MOST).unwrap_or(u64::MAX);
                // What cannot be read to the end is told as far as it came.
                let _ = reader.take(limit + 1).read_to_end(&mut bytes);
            }
            Ok(Some(cut(&String::from_utf8_lossy(&bytes))))
        }
        PipelineData::Value(Value::String { val, .. }, _) => Ok(Some(cut(&val))),
        PipelineData::Value(value @ (Value::List { .. } | Value::Range { .. }), meta) => {
            Ok(Some(rows(PipelineData::Value(value, meta).into_iter())))
        }
        PipelineData::Value(value, _) => Ok(Some(cut(&as_json(&value).to_string()))),
        stream @ PipelineData::ListStream(..) => Ok(Some(rows(stream.into_iter()))),
    }
}

/// Row after row while there is room; an endless stream is left where the room ends.
fn rows(values: impl Iterator<Item = Value>) -> String {
    let mut text = String::new();
    for value in values {
        let row = as_json(&value).to_string();
        if text.len() + row.len() + 1 > MOST {
            return text + CUT;
        }
        text += &row;
        text.push('\n');
    }
    text.truncate(text.trim_end().len());
    text
}

fn cut(text: &str) -> String {
    let text = text.trim_end();
    if text.len() <= MOST {
        return text.to_owned();
    }
    let end = (0..=MOST).rev().find(|end| text.is_char_boundary(*end)).unwrap_or_default();
    format!("{}\n{CUT}", &text[..end])
}

/// Sizes and lengths of time with their units and points in time as nu writes them: a reader is to understand them.
fn as_json(value: &Value) -> serde_json::Value {
    match value {
        Value::Nothing { .. } => serde_json::Value::Null,
        Value::Bool { val, .. } => json!(val),
        Value::Int { val, .. } => json!(val),
        Value::Float { val, .. } => json!(val),
        Value::String { val, .. } => json!(val),
        Value::Binary { val, .. } => json!(format!("{} bytes", val.len())),
        Value::List { vals, .. } => vals.iter().map(as_json).collect(),
        Value::Record { val, .. } => {
            let fields = val.iter().map(|(name, value)| (name.clone(), as_json(value)));
            serde_json::Value::Object(fields.collect::<Map<_, _>>())
        }
        other => json!(other.to_expanded_string(", ", &nu_protocol::Config::default())),
    }
}

#[cfg(test)]
mod tests {
    use nu_protocol::{IntoPipelineData as _, ListStream, Signals, Span, record};

    use super::*;

    fn told(value: Value) -> Option<String> {
        bounded(value.into_pipeline_data()).expect("a text")
    }

    #[test]
    fn a_table_is_told_row_by_row_with_units() {
        let row = Value::test_record(record! {
            "name" => Value::test_string("a.txt"),
            "size" => Value::test_filesize(2000),
            "took" => Value::test_duration(1_500_000_000),
        });
        let text = told(Value::test_list(vec![row.clone(), row])).expect("a text");
        let line = r#"{"name":"a.txt","size":"2.0 kB","took":"1sec 500ms"}"#;
        assert_eq!(text, format!("{line}\n{line}"));
    }

    #[test]
    fn nothing_comes_of_nothing_and_text_stays_text() {
        assert_eq!(told(Value::test_nothing()), None);
        assert_eq!(told(Value::test_string("plain\n")).as_deref(), Some("plain"));
        assert_eq!(told(Value::test_int(3)).as_deref(), Some("3"));
    }

    #[test]
    fn an_endless_stream_ends_where_the_room_does() {
        let stream = ListStream::new((0..).map(Value::test_int), Span::test_data(), Signals::empty());
        let text = bounded(PipelineData::ListStream(stream, None)).expect("a text").expect("some");
        assert!(text.len() < MOST + 100 && text.ends_with(CUT) && text.starts_with("0\n1\n"), "{}", text.len());
        let long = told(Value::test_string("é".repeat(MOST))).expect("a text");
        assert!(long.len() < MOST + 100 && long.ends_with(CUT));
    }
}
