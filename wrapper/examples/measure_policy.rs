//! Measures the judge on labelled lines: `measure_policy FILE [CLASS…]`.
//!
//! FILE holds one JSON object a line with `line`, `class` and, for other shells than bash, `shell`. For each class it
//! counts the lines that policy takes for mere reading, for a harmless write, or for something to ask about; lines of
//! the classes named are printed where reading and class disagree. Every file is taken to exist, every program to be
//! the usual one.
#![expect(clippy::print_stdout, reason = "a tool for the terminal")]

use std::collections::BTreeMap;

use ghostsh::line::{Dialect, Line, parse};
use ghostsh::policy::{Facts, Found, Kind, Place, Question, effects, questions};
use serde::Deserialize;

#[derive(Deserialize)]
struct Row {
    line: String,
    class: String,
    shell: Option<Dialect>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().ok_or("which file?")?;
    let shown: Vec<String> = arguments.collect();
    let mut counts = BTreeMap::<String, [usize; 4]>::new();
    for text in std::fs::read_to_string(file)?.lines() {
        let row: Row = serde_json::from_str(text)?;
        let line = parse(&Line::new(row.line.as_str(), row.shell.unwrap_or(Dialect::Bash)));
        let mut facts = Facts::new("/home/user/project", "/home/user", false);
        for question in questions(&line, &line) {
            match question {
                Question::Path(path) => facts.set_path(path.clone(), Place::File(path)),
                Question::Program(name) => facts.set_program(name, Found::System),
                Question::Signs(folder) => facts.set_signs(folder, false),
            }
        }
        let found = effects(&line, &facts);
        let worst = found.iter().map(|effect| effect.kind).max().unwrap_or(Kind::Read);
        let count = counts.entry(row.class.clone()).or_default();
        count[0] += 1;
        count[match worst {
            Kind::Read => 1,
            Kind::WriteNew => 2,
            _ => 3,
        }] += 1;
        let agrees = (row.class == "read") == (worst == Kind::Read);
        if shown.contains(&row.class) && (!agrees || worst == Kind::WriteNew) {
            let told: Vec<String> =
                found.iter().map(|effect| format!("{} {}", effect.kind.name(), effect.target)).collect();
            println!("{}: {:?}: {}", row.class, row.line, told.join("; "));
        }
    }
    println!("{:14} {:>6} {:>6} {:>10} {:>6}", "class", "lines", "read", "write-new", "asked");
    for (class, [all, read, new, asked]) in counts {
        println!("{class:14} {all:6} {read:6} {new:10} {asked:6}");
    }
    Ok(())
}
