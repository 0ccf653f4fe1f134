//! Errors as nu shows them: what is wrong, the word at fault, what to do.

use nu_protocol::{LabeledError, ShellError, Span};

/// An error about this word. `help` says what to do.
pub fn at(span: Span, message: impl Into<String>, label: impl Into<String>, help: impl Into<String>) -> LabeledError {
    LabeledError::new(message.into()).with_label(label.into(), span).with_help(help.into())
}

/// An error of the library's, whose text brings its own next step.
pub fn own(span: Span, error: &ghostsh::error::Error) -> LabeledError {
    let text = error.to_string();
    let (message, help) = text.split_once("\n  ").unwrap_or((&text, ""));
    let told = LabeledError::new(message.to_owned()).with_label("asked for here", span);
    if help.is_empty() { told } else { told.with_help(help.to_owned()) }
}

/// The person pressed Ctrl-C.
pub fn interrupted(span: Span) -> LabeledError {
    ShellError::Interrupted { span }.into()
}
