//! The table's own examples.

use super::*;

#[test]
fn every_example_of_the_table_holds() {
    let mut wrong = Vec::new();
    for (names, file, _) in programs::all() {
        let grammar = table::grammar(names[0]).expect("the file of a name");
        if grammar.quiet.is_empty() && grammar.fires.is_empty() {
            wrong.push(format!("{file}: no examples"));
        }
        for line in &grammar.quiet {
            let found = told(line);
            if !found.is_empty() {
                wrong.push(format!("{file}: {line}: should only read, but: {found}"));
            }
        }
        for (line, expected) in &grammar.fires {
            let mut expected: Vec<&str> = expected.split(';').map(str::trim).collect();
            expected.sort_unstable();
            let found = told(line);
            if found != expected.join("; ") {
                wrong.push(format!("{file}: {line}: expected {}, found {found}", expected.join("; ")));
            }
        }
    }
    assert!(wrong.is_empty(), "{} examples:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_file_of_the_table_is_listed() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/policy/programs");
    let mut files: Vec<String> = std::fs::read_dir(folder)
        .expect("the folder of the table")
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter_map(|name| name.strip_suffix(".toml").map(str::to_owned))
        .collect();
    files.sort();
    let mut listed: Vec<&str> = programs::all().iter().map(|(_, file, _)| *file).collect();
    listed.sort_unstable();
    assert_eq!(files, listed);
    let mut names: Vec<&str> = programs::all().iter().flat_map(|(names, ..)| names.iter().copied()).collect();
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count, "a name is served twice");
    assert!(count >= 150, "{count} programs");
}
