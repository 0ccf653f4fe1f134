//! The tables of `tests/router`, and what holds for every line.

use std::collections::HashSet;

use super::{Names, Route, route};

const LINES: &str = include_str!("../../../tests/router/lines.tsv");
const NAMED: &str = include_str!("../../../tests/router/named.tsv");
const NAMES: &str = include_str!("../../../tests/router/names.txt");

/// Checks every row of a table; a row that begins with `#` is a heading.
fn check(table: &str, names: Option<&dyn Names>, least: usize) {
    let rows: Vec<_> = table
        .lines()
        .filter(|row| !row.is_empty() && !row.starts_with('#'))
        .map(|row| row.split_once('\t').unwrap_or_else(|| panic!("no tab in {row:?}")))
        .collect();
    assert!(rows.len() >= least, "{} rows", rows.len());
    let mut wrong = Vec::new();
    for (expected, line) in rows {
        let routed = route(line, names);
        let accepted = match expected {
            "command" => routed.route == Route::Command,
            "sentence" => routed.route == Route::Sentence,
            "not-sentence" => routed.route != Route::Sentence,
            "not-command" => routed.route != Route::Command,
            _ => panic!("unknown expectation {expected:?}"),
        };
        if !accepted {
            wrong.push(format!("{expected}, but {}: {line:?} ({})", routed.route.name(), routed.why));
        }
    }
    assert!(wrong.is_empty(), "{} rows:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn lines_go_where_they_are_meant_to() {
    check(LINES, None, 700);
}

#[test]
fn the_names_of_a_session_are_commands_there() {
    let names: HashSet<String> = NAMES.lines().map(str::to_owned).collect();
    check(NAMED, Some(&names), 50);
}

#[test]
fn whatever_is_typed_is_answered() {
    let alphabet: Vec<char> =
        "ab Z1-_./~'\"`$(){}[]|&;<>\\#!?*=:,%@\t é文か한ж’（）？₂\u{301}\u{200d}😀".chars().collect();
    let mut state = 7_u64;
    let mut line = String::new();
    for _ in 0..20_000 {
        line.clear();
        for _ in 0..state % 17 {
            // Knuth's MMIX generator; the upper bits are the better ones.
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            line.push(alphabet[(state >> 33) as usize % alphabet.len()]);
        }
        state = state.wrapping_add(1);
        assert!(!route(&line, None).why.is_empty(), "{line:?}");
    }
}

#[test]
fn a_long_line_is_cut_and_still_routed() {
    for piece in ["文", "a ", "\"", "$(", "é"] {
        let line = format!("ls {}", piece.repeat(200_000));
        assert_eq!(route(&line, None).route, Route::Command, "{piece}");
    }
    assert_eq!(route(&format!("show me all the files {}", "in it ".repeat(100_000)), None).route, Route::Sentence);
}

#[test]
fn every_beginning_of_a_line_is_routed() {
    let lines = LINES.lines().filter_map(|row| row.split_once('\t')).map(|(_, line)| line);
    for line in lines {
        for (end, _) in line.char_indices() {
            let _ = route(&line[..end], None);
        }
    }
}

#[test]
fn a_line_of_several_lines_is_the_shells() {
    assert_eq!(route("show me all the files\nin this folder", None).route, Route::Command);
    assert_eq!(route("show me all the files in this folder\n", None).route, Route::Sentence);
}

#[test]
fn what_a_person_forces_is_told_as_that() {
    for (line, why) in [
        (" show me the files", "a leading blank forces the shell"),
        ("\tshow me the files", "a leading blank forces the shell"),
        ("\\show me the files", "a leading backslash forces the shell"),
        ("# show me the files", "a comment"),
        ("", "nothing is there"),
        ("\u{3000}", "nothing is there"),
    ] {
        let routed = route(line, None);
        assert_eq!((routed.route, routed.why.as_str()), (Route::Command, why), "{line:?}");
    }
}

#[test]
fn what_stands_far_behind_is_not_looked_at() {
    let tail = "; ls -la | wc -l && ls";
    for (filling, expected) in [("x".repeat(5000), Route::Sentence), ("x".to_owned(), Route::Command)] {
        assert_eq!(route(&format!("show me the file '{filling}' {tail}"), None).route, expected);
    }
}

/// Rows of a table by heading.
fn under<'a>(table: &'a str, headings: &'a [&str]) -> impl Iterator<Item = &'a str> {
    let mut inside = false;
    table.lines().filter_map(move |row| {
        if let Some(heading) = row.strip_prefix("#\t") {
            inside = headings.contains(&heading);
        }
        row.split_once('\t').filter(|(expected, _)| inside && *expected == "command").map(|(_, line)| line)
    })
}

/// A word with one letter less, one more, another one, or two in the wrong order.
fn slips(word: &str) -> Vec<String> {
    let mut slips = Vec::new();
    for at in 0..word.len() {
        let (start, end) = word.split_at(at);
        slips.push(format!("{start}{}", &end[1..]));
        for letter in 'a'..='z' {
            slips.push(format!("{start}{letter}{}", &end[1..]));
            slips.push(format!("{start}{letter}{end}"));
        }
        if end.len() > 1 {
            slips.push(format!("{start}{}{}{}", &end[1..2], &end[..1], &end[2..]));
        }
    }
    slips.retain(|slip| !slip.is_empty());
    slips
}

#[test]
fn a_slip_in_the_first_word_makes_no_sentence_of_a_command() {
    let headings = ["plain commands", "pipes, redirects, lists", "assignments, subshells, tests, loops"];
    let (mut all, mut wrong) = (0, Vec::new());
    for line in under(LINES, &headings) {
        let word = line.split_whitespace().next().unwrap_or_default();
        if word.is_empty() || !word.bytes().all(|byte| byte.is_ascii_lowercase()) || !line.starts_with(word) {
            continue;
        }
        for slip in slips(word) {
            all += 1;
            let typed = format!("{slip}{}", &line[word.len()..]);
            if route(&typed, None).route == Route::Sentence {
                wrong.push(typed);
            }
        }
    }
    // A few slips do make a sentence: `who am i` and *why am I*.
    assert!(all > 20_000 && wrong.len() * 2000 < all, "{} of {all}: {wrong:#?}", wrong.len());
}
