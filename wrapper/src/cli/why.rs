//! `ghost why`: what happened last, and why. In a terminal with a host, what happened there.

use std::fmt::Write as _;

use super::{Status, help};
use crate::config::Folders;
use crate::driver::live;
use crate::error::{Error, Kind, Result};
use crate::journal::{self, Record, SENTENCE, Step, UNREAD};
use crate::text::visible;
use crate::ui::Color;

/// Tell what happened last, and why.
#[derive(Debug, clap::Args)]
pub struct Why {
    /// As one JSON object.
    #[arg(long)]
    json: bool,
}

/// Reads the last record and tells it.
///
/// # Errors
/// When there is a record that cannot be read.
pub fn run(why: &Why, _color: Color) -> Result<Status> {
    let here = live::happened();
    let elsewhere = || Folders::from_env().state.map_or(Ok(None), |state| journal::last(&state));
    let is_here = here.is_some() || live::host().is_none();
    let Some(record) = here.map_or_else(elsewhere, |record| Ok(Some(record)))? else {
        return Ok(help::print("Nothing has failed yet.\n"));
    };
    if why.json {
        let text = serde_json::to_string(&record)
            .map_err(|error| Error::new(Kind::Outside, "write the record").because(error))?;
        return Ok(help::print_json(&format!("{text}\n")));
    }
    let front = if is_here { "" } else { "Nothing has failed in this terminal yet. In another:\n" };
    Ok(help::print(&format!("{front}{}", tell(&record))))
}

/// Where it came from, and how sure that source was.
fn told_source(step: &Step) -> String {
    if step.confidence > 0.0 {
        format!("{}, {:.0} % sure", step.source, step.confidence * 100.0)
    } else {
        step.source.clone()
    }
}

fn tell(record: &Record) -> String {
    let mut text = String::new();
    let mut line = |label: &str, what: &str| {
        if !what.is_empty() {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{label:<10}{}", visible(what));
        }
    };
    line(if record.verdict == SENTENCE { "asked" } else { "typed" }, &record.line);
    line("in", &record.cwd);
    match record.verdict.as_str() {
        SENTENCE => {}
        UNREAD => line("ended", &format!("not run: {UNREAD}")),
        verdict => line("ended", &format!("status {}: {verdict}", record.exit_code)),
    }
    for step in &record.steps {
        line("proposed", &step.line);
        line("  because", &step.why);
        line("  from", &told_source(step));
        line("  policy", &step.decision);
        if let Some(status) = step.exit_code {
            line("  ended", &format!("status {status}"));
        }
    }
    if let Some(taken) = &record.taken {
        line("you ran", &taken.line);
        line("  ended", &format!("status {}", taken.exit_code));
    }
    line("brain", &record.trouble);
    line("so", &record.ending);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_became_of_an_offer_is_told() {
        let mut record = Record {
            line: "make a folder".to_owned(),
            verdict: SENTENCE.to_owned(),
            steps: vec![Step { line: "mkdir a".to_owned(), ..Step::default() }],
            ..Record::default()
        };
        record.take("mkdir b", 0, true);
        assert_eq!(
            tell(&record),
            "asked     make a folder\nproposed  mkdir a\nyou ran   mkdir b\n  ended   status 0\n\
             so        the line was offered, and you ran it: it worked\n"
        );
    }

    #[test]
    fn a_record_is_told_in_the_order_it_happened() {
        let record = Record {
            line: "gti log\u{1b}[2J".to_owned(),
            exit_code: 127,
            verdict: "failure".to_owned(),
            steps: vec![Step {
                line: "git log".to_owned(),
                why: "no program gti".to_owned(),
                source: "rule program".to_owned(),
                confidence: 0.85,
                decision: "run: it only reads".to_owned(),
                exit_code: Some(0),
            }],
            ending: "the repaired line worked".to_owned(),
            ..Record::default()
        };
        assert_eq!(
            tell(&record),
            "typed     gti log\\u{1b}[2J\nended     status 127: failure\nproposed  git log\n  because no program gti\n  \
             from    rule program, 85 % sure\n  policy  run: it only reads\n  ended   status 0\nso        the repaired line worked\n"
        );
    }
}
