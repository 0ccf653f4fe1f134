//! The library's values as nu's.

use ghostsh::driver::fix::Proposal;
use nu_protocol::{Record, Span, Value, record};

/// Nanoseconds in a millisecond.
const MILLISECOND: i64 = 1_000_000;

/// A point in time, from milliseconds since 1970-01-01 UTC. Nu needs a time zone to show it; its own is taken there.
pub fn time(milliseconds: u64, span: Span) -> Value {
    let known = i64::try_from(milliseconds).ok().and_then(chrono::DateTime::from_timestamp_millis);
    known.map_or_else(|| Value::nothing(span), |time| Value::date(time.fixed_offset(), span))
}

/// A length of time.
pub fn duration(milliseconds: u64, span: Span) -> Value {
    let known = i64::try_from(milliseconds).ok().and_then(|count| count.checked_mul(MILLISECOND));
    known.map_or_else(|| Value::nothing(span), |count| Value::duration(count, span))
}

/// A size of files.
pub fn size(bytes: u64, span: Span) -> Value {
    i64::try_from(bytes).map_or_else(|_| Value::nothing(span), |bytes| Value::filesize(bytes, span))
}

/// Text, or nothing where it is empty.
pub fn text(text: impl Into<String>, span: Span) -> Value {
    let text = text.into();
    if text.is_empty() { Value::nothing(span) } else { Value::string(text, span) }
}

/// A list of texts.
pub fn texts(texts: impl IntoIterator<Item = String>, span: Span) -> Value {
    Value::list(texts.into_iter().map(|text| Value::string(text, span)).collect(), span)
}

/// The best proposal with the others beside it; nothing where there is none.
pub fn proposals(line: String, found: Vec<Proposal>, span: Span) -> Value {
    let mut found = found.into_iter();
    let Some(best) = found.next() else { return Value::nothing(span) };
    let mut record = Record::new();
    record.push("line", Value::string(line, span));
    record.extend(proposal(best, span));
    let others = found.map(|one| Value::record(proposal(one, span), span)).collect();
    record.push("alternatives", Value::list(others, span));
    Value::record(record, span)
}

fn proposal(one: Proposal, span: Span) -> Record {
    record! {
        "repair" => Value::string(one.repair, span),
        "why" => Value::string(one.why, span),
        "confidence" => Value::float(one.confidence, span),
        "decision" => Value::string(one.decision, span),
        "reason" => text(one.reason, span),
        "source" => Value::string(one.source, span),
    }
}
