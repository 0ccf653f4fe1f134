//! The messages of a conversation as one text, for a program that takes one prompt.

use std::fmt::Write as _;

use super::Request;
use crate::protocol::types::{Message, Role};

/// One text: what the system says first, then, where more than one message follows, who says each.
pub(super) fn joined(request: &Request<'_>) -> String {
    let (system, said): (Vec<&Message>, Vec<&Message>) =
        request.messages.iter().partition(|message| message.role == Role::System);
    let mut text = String::new();
    for message in system {
        push(&mut text, &message.text);
    }
    let alone = said.len() == 1;
    for message in said {
        let who = match message.role {
            Role::Assistant => "You said:\n",
            Role::User | Role::System if !alone => "The person says:\n",
            Role::User | Role::System => "",
        };
        push(&mut text, &format!("{who}{}", message.text));
    }
    if let Some(schema) = &request.schema {
        push(&mut text, "Answer with one JSON value that keeps this JSON Schema, and with nothing else:");
        // Writing to a string cannot fail.
        let _ = write!(text, "\n{schema}");
    }
    text.push('\n');
    text
}

fn push(text: &mut String, part: &str) {
    if !text.is_empty() {
        text.push_str("\n\n");
    }
    text.push_str(part.trim_end());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(said: &[(Role, &str)], schema: Option<&str>) -> String {
        let messages = said.iter().map(|(role, text)| Message { role: *role, text: (*text).to_owned() }).collect();
        joined(&Request { messages, schema: schema.map(str::to_owned), max_tokens: 1, rung: "" })
    }

    #[test]
    fn one_question_stays_as_it_is() {
        assert_eq!(text(&[(Role::User, "why?\n")], None), "why?\n");
        assert_eq!(text(&[(Role::System, "Be short."), (Role::User, "why?")], None), "Be short.\n\nwhy?\n");
    }

    #[test]
    fn a_conversation_says_who_speaks() {
        let said = [(Role::User, "a"), (Role::Assistant, "b"), (Role::User, "c")];
        assert_eq!(text(&said, None), "The person says:\na\n\nYou said:\nb\n\nThe person says:\nc\n");
        assert!(text(&said[..1], Some("{}")).ends_with("and with nothing else:\n{}\n"));
    }
}
