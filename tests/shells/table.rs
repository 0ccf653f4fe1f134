//! `cases.tsv` says which tests are behind each case, and why one is not played in a shell. It is held to what there is.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::stage::Shell;

const CASES: &str = include_str!("cases.tsv");

/// The shells that each test is made for, read from the `in_shells!` lines.
fn tests() -> BTreeMap<String, BTreeSet<String>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/shells");
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).expect("the tests").flatten() {
        let path = entry.path();
        let Some(module) = path.file_name().and_then(|name| name.to_str()?.strip_suffix(".rs")) else { continue };
        for line in std::fs::read_to_string(&path).expect("a test").lines() {
            let Some(inside) = line.strip_prefix("in_shells!(").and_then(|rest| rest.strip_suffix(");")) else {
                continue;
            };
            let (name, shells) = inside.split_once(": ").expect("a name and shells");
            found.insert(format!("{module}::{name}"), shells.split(' ').map(str::to_owned).collect());
        }
    }
    found
}

#[test]
fn each_case_is_played_in_each_shell_or_says_why_not() {
    let tests = tests();
    let all: BTreeSet<String> = Shell::ALL.iter().map(|shell| shell.name().to_owned()).collect();
    let mut numbers = Vec::new();
    let mut named = BTreeSet::new();
    for line in CASES.lines().skip(1) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [number, _, names, reasons] = fields.as_slice() else { panic!("four fields: {line}") };
        numbers.extend(number.parse::<u32>().ok());
        let mut excused: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        for reason in reasons.split("; ").filter(|reason| !reason.is_empty()) {
            let (what, why) = reason.split_once(": ").expect("a test with shells, and a reason");
            let mut words = what.split(' ');
            let name = words.next().expect("a test");
            assert!(!why.is_empty() && names.contains(name), "{reason}");
            excused.entry(name).or_default().extend(words.map(str::to_owned));
        }
        for name in names.split(' ') {
            let made = tests.get(name).unwrap_or_else(|| panic!("there is no test {name}"));
            let excused = excused.remove(name).unwrap_or_default();
            assert!(made.is_disjoint(&excused), "{name} is played, and is excused");
            assert_eq!(made.union(&excused).cloned().collect::<BTreeSet<_>>(), all, "{name}");
            named.insert(name.to_owned());
        }
    }
    assert_eq!(numbers, (1..=48).collect::<Vec<_>>(), "every case");
    let unnamed: Vec<&String> = tests.keys().filter(|name| !named.contains(*name)).collect();
    assert!(unnamed.is_empty(), "of no case: {unnamed:?}");
}
