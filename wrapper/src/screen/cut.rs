//! Cuts what a terminal shows behind the line that was typed last. Pure.
//!
//! A prompt may be anything, and so may be what a command prints: an error that quotes the line looks like a prompt with
//! the line behind it. Where two lines may be the one, neither is.

/// Rows that a typed line may take where the terminal does not join them.
const ROWS: usize = 40;

/// What stands behind the typed line; `None` where it cannot be told for certain which line on the screen that is.
pub(super) fn behind(shown: &str, typed: &str) -> Option<String> {
    let typed = typed.trim();
    if typed.is_empty() {
        return None;
    }
    let rows: Vec<&str> = shown.lines().map(str::trim_end).collect();
    let mut found = (0..rows.len()).rev().filter_map(|last| Some((last, prompt(&rows[..=last], typed)?)));
    let (last, begins) = found.next()?;
    // The same line was typed before: that is seen by an equal prompt.
    if begins.is_empty() || found.next().is_some_and(|(_, other)| other != begins) {
        return None;
    }
    let output = rows[last + 1..].join("\n");
    let output = output.trim_end();
    Some(if output.is_empty() { String::new() } else { format!("{output}\n") })
}

/// What stands before the typed line in the last of these rows, and in those before it that it may have begun in.
fn prompt(rows: &[&str], typed: &str) -> Option<String> {
    let mut joined = String::new();
    for row in rows.iter().rev().take(ROWS) {
        joined.insert_str(0, row);
        if let Some(begins) = joined.strip_suffix(typed) {
            // In the middle of a word it is something else.
            return (!begins.ends_with(char::is_alphanumeric)).then(|| begins.to_owned());
        }
        if row.is_empty() || !typed.ends_with(&joined) {
            return None;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(shown: &str, typed: &str, expected: Option<&str>) {
        assert_eq!(behind(shown, typed).as_deref(), expected, "{typed:?} in\n{shown}");
    }

    #[test]
    fn the_output_stands_behind_the_line() {
        check("$ ls\na\n$ git push\nfatal: no\n\n    try\n\n\n\n", "git push", Some("fatal: no\n\n    try\n"));
        check("~ \u{276f} git push   \nfatal: no", "  git push ", Some("fatal: no\n"));
        check("$ false\n\n\n", "false", Some(""));
        check("$ false", "false", Some(""));
        check("$ git push\n\nfatal: no\n", "git push", Some("\nfatal: no\n"));
    }

    #[test]
    fn a_line_that_is_not_there_leaves_it_unknown() {
        check("", "git push", None);
        check("fatal: no\n", "git push", None);
        check("$ git push origin\nfatal: no\n", "git push", None);
        check("$ mygit push\nfatal: no\n", "git push", None);
        check("$ ls\n$ \n", " ", None);
        check("$ for i in 1\n> do ls\n> done\nx\n", "for i in 1\ndo ls\ndone", None);
    }

    #[test]
    fn of_the_same_line_typed_twice_the_last_one_counts() {
        check("$ git push\nfatal: no\n$ git push\nfatal: yes\n", "git push", Some("fatal: yes\n"));
    }

    #[test]
    fn where_two_lines_may_be_the_one_neither_is() {
        // An error that quotes the line, history that was expanded, and a line shown once more.
        check("$ gti\nzsh: command not found: gti\n", "gti", None);
        check("$ !!\nls x\nno x\n", "ls x", None);
        check("$ ls x\nno x\n$ !!\nls x\nno x\n", "ls x", None);
        check("> gti status\nfish: Unknown command: gti\nfish: \ngti status\n^~^\n", "gti status", None);
        check("[1] $ git push\nfatal: no\n[2] $ git push\nfatal: yes\n", "git push", None);
    }

    #[test]
    fn a_line_that_was_wrapped_is_joined() {
        check("$ git com\nmit -m wor\nds\nfatal: no\n", "git commit -m words", Some("fatal: no\n"));
        check("$ git com\nmit -m wor\nds", "git commit -m words", Some(""));
        check("$ git com\nmit -n wor\nds\nfatal: no\n", "git commit -m words", None);
        check("\nmit\n", "commit", None);
    }
}
