//! What nu prints when a line fails, as far as it says where: in plain letters or with lines and colours.
//!
//! ```text
//! Error: nu::shell::io::not_found
//!
//!   x Not found
//!    ,-[source:1:4]
//!  1 | ls /nope
//!    :    ^^|^^
//!    :      `-- Not found
//!    `----
//! ```
//!
//! Anybody can print that. It counts only with the typed line in it, at the place it names.

use crate::line::{Dialect, Parsed};

/// Reports that are read.
const MOST: usize = 8;

/// One report about the line.
#[derive(Debug, PartialEq, Eq)]
struct Report {
    /// The line was refused, so nothing of it has run.
    refused: bool,
    /// Bytes of the line that it points at; the first is the one it names.
    places: Vec<usize>,
}

/// What nu's own errors prove about a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::line) enum Proof {
    /// It was refused as a whole.
    Refused,
    /// This stage has failed.
    Stage(usize),
}

/// See the module; `None` where nu says nothing, or nothing that is certain.
pub(in crate::line) fn proof(parsed: &Parsed, output: &str) -> Option<Proof> {
    let reports = reports(&parsed.line.text, output);
    if reports.iter().any(|report| report.refused) {
        return reports.iter().all(|report| report.refused).then_some(Proof::Refused);
    }
    if !parsed.is_parsed() {
        return None;
    }
    let stage_at = |byte: usize| {
        let mut stages = parsed.commands().enumerate();
        stages.find(|(_, (_, command))| (command.span().start..command.span().end).contains(&byte))
    };
    let mut found: Option<usize> = None;
    for report in &reports {
        // Where the value came from that a later member of the pipeline could not use is pointed at as well.
        let stages: Vec<(usize, usize)> = report
            .places
            .iter()
            .filter_map(|place| stage_at(*place).map(|(stage, (pipeline, _))| (stage, pipeline)))
            .collect();
        let (_, pipeline) = stages.first()?;
        let last = stages.iter().filter(|(_, other)| other == pipeline).map(|(stage, _)| *stage).max()?;
        if stages.iter().any(|(_, other)| other != pipeline) || found.is_some_and(|found| found != last) {
            return None;
        }
        found = Some(last);
    }
    found.map(Proof::Stage)
}

/// True when nu said of the line that it could not read it, so that nothing of it has run: in words that anybody can print.
#[must_use]
pub fn is_refused(parsed: &Parsed, output: Option<&str>) -> bool {
    let of_nu = output.filter(|_| parsed.line.dialect == Dialect::Nu);
    of_nu.is_some_and(|output| proof(parsed, output) == Some(Proof::Refused))
}

fn reports(text: &str, output: &str) -> Vec<Report> {
    let plain = without_colours(output);
    let mut lines = plain.lines().peekable();
    let mut found = Vec::new();
    while let Some(line) = lines.next() {
        let Some(code) = line.trim().strip_prefix("Error: ").map(str::trim) else { continue };
        // It says only where the value came from that went into a block; what failed in there is told by the next one.
        if code.ends_with("eval_block_with_input") {
            continue;
        }
        let mut places = Vec::new();
        while let Some(line) = lines.next_if(|line| !line.trim().starts_with("Error: ")) {
            if let Some((row, column)) = place(line) {
                places = pointed_at(text, row, column, &mut lines);
                break;
            }
        }
        if !places.is_empty() && found.len() < MOST {
            found.push(Report { refused: code.starts_with("nu::parser::"), places });
        }
    }
    found
}

/// `,-[source:1:4]` or `╭─[entry #3:1:4]`: row and column, from 1.
fn place(line: &str) -> Option<(usize, usize)> {
    let rest = line.trim_start().strip_prefix(",-[").or_else(|| line.trim_start().strip_prefix("\u{256d}\u{2500}["))?;
    let mut parts = rest.strip_suffix(']').unwrap_or(rest).rsplitn(3, ':');
    let (column, row, name) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?);
    ["source", "entry #", "repl_entry #"].iter().any(|known| name.starts_with(known)).then_some((row, column))
}

/// The bytes of the typed line that a report points at; none where it shows another line than that.
fn pointed_at<'a>(
    text: &str,
    row: usize,
    column: usize,
    lines: &mut std::iter::Peekable<impl Iterator<Item = &'a str>>,
) -> Vec<usize> {
    let before: usize = text.split_inclusive('\n').take(row.saturating_sub(1)).map(str::len).sum();
    let Some(typed) = text.get(before..).and_then(|rest| rest.lines().next()) else { return Vec::new() };
    // Columns are bytes (seen with 0.115).
    let Some(first) = column.checked_sub(1).filter(|first| *first <= typed.len()) else { return Vec::new() };
    while let Some(line) = lines.next_if(|line| !line.trim().starts_with("Error: ")) {
        let Some((number, shown)) = line.split_once(['|', '\u{2502}']) else { continue };
        if number.trim() != row.to_string() {
            continue;
        }
        if shown.strip_prefix(' ').unwrap_or(shown).trim_end() != typed.trim_end() {
            return Vec::new();
        }
        let mut places = vec![before + first];
        let gutter = number.chars().count() + 2;
        let marks = lines.peek().filter(|line| line.trim_start().starts_with([':', '\u{b7}']) && typed.is_ascii());
        let marks = marks.map(|line| line.chars().skip(gutter).enumerate().filter(|(_, c)| *c != ' '));
        places.extend(marks.into_iter().flatten().map(|(at, _)| before + at).filter(|at| *at < before + typed.len()));
        return places;
    }
    Vec::new()
}

/// Without what sets colours (ECMA-48, "SGR"), and other sequences of their kind.
fn without_colours(output: &str) -> String {
    let mut plain = String::with_capacity(output.len());
    let mut rest = output;
    while let Some((before, after)) = rest.split_once("\u{1b}[") {
        plain.push_str(before);
        let end = after.find(|c: char| ('\u{40}'..='\u{7e}').contains(&c));
        rest = end.map_or("", |end| &after[end + 1..]);
    }
    plain.push_str(rest);
    plain
}
