//! What a sentence forbids, from its words to the line that it is held against.

use ghostsh::line::{Dialect, Line, parse};
use ghostsh::policy::{Act, Facts, Found, Place, Question, forbidden, questions_of};
use ghostsh::wish::constraints;

const ACTS: &str = include_str!("../wish/acts.txt");

/// What the lines name, as the file says it.
fn machine(act: &Act) -> Facts {
    let mut facts = Facts::new("/home/ann/site", "/home/ann", false);
    facts.search = vec!["/home/ann/tools".to_owned(), "/usr/bin".to_owned()];
    for question in questions_of(act, None) {
        match question {
            Question::Program(name) => facts.set_program(name, Found::System),
            Question::Signs(folder) => facts.set_signs(folder, false),
            Question::Path(path) => {
                let name = path.rsplit('/').next().unwrap_or(&path);
                let real = match path.strip_prefix('~') {
                    Some(rest) => format!("/home/ann{rest}"),
                    None if path.starts_with('/') => path.clone(),
                    None => format!("/home/ann/site/{path}"),
                };
                let place = if name.starts_with("new") {
                    Place::Missing
                } else if name.is_empty()
                    || matches!(name, "." | ".." | "else" | "tmp" | "srv" | "local" | "bin" | "tools" | ".local")
                    || name.starts_with("folder")
                {
                    Place::Folder(real)
                } else {
                    Place::File(real)
                };
                facts.set_path(path, place);
            }
        }
    }
    facts
}

#[test]
fn what_a_sentence_forbids_is_held_against_lines() {
    let (mut count, mut wrong) = (0, Vec::new());
    for line in ACTS.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let parts: Vec<&str> = line.splitn(3, '\t').collect();
        let [sentence, expected, text] = parts[..] else { panic!("{line}") };
        let heard = constraints(sentence);
        let act = Act::Line(parse(&Line::new(text, Dialect::Bash)));
        let why = forbidden(&heard, &act, &machine(&act));
        count += 1;
        if why.is_some() != (expected == "forbidden") || heard.is_empty() {
            wrong.push(format!("{heard:?} {text}: {why:?}"));
        }
    }
    assert!(count >= 155, "{count}");
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
}

/// A repository may hold a link: what is new behind it is new somewhere else.
#[test]
fn links_lead_new_files_out_of_the_folder() {
    for (text, way, out) in [
        ("mv a.txt out/newb", "/etc/newb", true),
        ("echo x > ./out/newb", "/etc/newb", true),
        ("mkdir -p out/new/deep", "/etc/new/deep", true),
        ("touch inner/newb", "/home/ann/site/folder/newb", false),
    ] {
        let act = Act::Line(parse(&Line::new(text, Dialect::Bash)));
        let mut facts = machine(&act);
        for question in questions_of(&act, None) {
            if let Question::Path(path) = question
                && path.contains("new")
            {
                facts.set_path(path.as_str(), Place::Missing);
                facts.set_way(path, way);
            }
        }
        let why = forbidden(&constraints("sort them, only in this folder"), &act, &facts);
        assert_eq!(why.is_some(), out, "{text}: {why:?}");
    }
}
