//! One message to one line, and back. A line is one JSON object in UTF-8 of at most
//! [`MAX_LINE_BYTES`](super::types::MAX_LINE_BYTES).

use serde_json::Value;

use super::types::{Action, Event, MAX_LINE_BYTES};

/// Why a line is no message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Longer than a line may be.
    TooLong,
    /// Not UTF-8.
    NotText,
    /// Not a JSON object.
    NotAnObject(String),
    /// An object whose tag is missing or unknown.
    UnknownTag(String),
    /// A known message with a field that is missing, of the wrong kind or out of bounds.
    Field(String),
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::TooLong => write!(f, "a line longer than {MAX_LINE_BYTES} bytes"),
            Self::NotText => write!(f, "a line that is not UTF-8"),
            Self::NotAnObject(why) => write!(f, "a line that is no JSON object: {why}"),
            Self::UnknownTag(tag) => write!(f, "an unknown message '{tag}'"),
            Self::Field(why) => write!(f, "a message with a wrong field: {why}"),
        }
    }
}

impl std::error::Error for Fault {}

impl Fault {
    /// A short word for the kind of fault, as sent in an `error` event.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLong => "too_long",
            Self::NotText => "not_utf8",
            Self::NotAnObject(_) => "not_json",
            Self::UnknownTag(_) => "unknown_action",
            Self::Field(_) => "wrong_field",
        }
    }
}

fn object(line: &[u8]) -> Result<&str, Fault> {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    if line.len() > MAX_LINE_BYTES {
        return Err(Fault::TooLong);
    }
    let text = std::str::from_utf8(line).map_err(|_| Fault::NotText)?;
    if !text.trim_start_matches([' ', '\t', '\r']).starts_with('{') {
        return Err(Fault::NotAnObject("it does not begin with '{'".to_owned()));
    }
    Ok(text)
}

fn message<T: serde::de::DeserializeOwned>(line: &[u8], tag: &str, known: &[&str]) -> Result<T, Fault> {
    let text = object(line)?;
    // Typed first: it is the fast way, and unlike a detour over `Value` it notices a key that stands twice.
    let typed = match serde_json::from_str::<T>(text) {
        Ok(message) => return Ok(message),
        Err(error) => error,
    };
    // Only a line that failed is read again, to say what was wrong with it.
    let value: Value = serde_json::from_str(text).map_err(|error| Fault::NotAnObject(error.to_string()))?;
    match value.get(tag).and_then(Value::as_str) {
        Some(name) if known.contains(&name) => Err(Fault::Field(typed.to_string())),
        Some(name) => Err(Fault::UnknownTag(name.chars().take(40).collect())),
        None => Err(Fault::UnknownTag(String::new())),
    }
}

/// Reads a line from the brain.
///
/// # Errors
/// A [`Fault`] that says why the line cannot be used.
pub fn decode_action(line: &[u8]) -> Result<Action, Fault> {
    let action: Action = message(line, "action", Action::TAGS)?;
    action.validate().map_err(Fault::Field)?;
    Ok(action)
}

/// Reads a line from the body, as the brain does; here for tests and tools.
///
/// # Errors
/// A [`Fault`] that says why the line cannot be used.
pub fn decode_event(line: &[u8]) -> Result<Event, Fault> {
    let event: Event = message(line, "event", Event::TAGS)?;
    event.validate().map_err(Fault::Field)?;
    Ok(event)
}

/// The line for an event, newline included.
///
/// # Errors
/// [`Fault::TooLong`] when the message does not fit in a line.
pub fn encode_event(event: &Event) -> Result<Vec<u8>, Fault> {
    let mut line = serde_json::to_vec(event).map_err(|error| Fault::NotAnObject(error.to_string()))?;
    if line.len() > MAX_LINE_BYTES {
        return Err(Fault::TooLong);
    }
    line.push(b'\n');
    Ok(line)
}
