//! Properties of policy that hold for lines nobody thought of: how a command is written, wrapped or joined never makes
//! it look more harmless, and no setting that is stricter lets more through.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use ghostsh::job::{Job, Program};
use ghostsh::line::{Resume, Scope, parse, resume};
use ghostsh::policy::{Consent, Decision, Kind, Level, Request, judge};
use ghostsh::protocol::types::{Candidate, Origin, OriginKind, Source};
use proptest::prelude::*;
use proptest::sample::select;

use crate::fuzz::judge::machine;
use crate::policy_lines::{AROUND, COMMANDS, IN_FRONT, around, command, found, gravest, read, rewritten, settings};

/// The other properties would hold for commands that are all alike.
#[test]
fn the_commands_do_what_their_list_says() {
    for (kind, lines) in COMMANDS {
        for line in *lines {
            assert_eq!(gravest(line), *kind, "{line}: {:?}", found(line));
        }
    }
}

fn kinds(line: &str) -> BTreeSet<Kind> {
    found(line).iter().map(|effect| effect.kind).collect()
}

proptest! {
    #![proptest_config(settings(1500))]

    /// However its words are quoted, and with the program's path instead of its name.
    #[test]
    fn another_spelling_lowers_nothing((plain, other) in command().prop_flat_map(|line| (Just(line), rewritten(line)))) {
        prop_assert!(gravest(&other) >= gravest(plain), "{}: {:?} {:?}", other, gravest(&other), gravest(plain));
    }

    /// What stands in front of it, and what is around that.
    #[test]
    fn a_wrapper_lowers_nothing(
        (plain, other) in command().prop_flat_map(|line| (Just(line), rewritten(line))),
        front in prop::collection::vec(select(IN_FRONT), 0..3),
        pattern in prop::option::of(select(AROUND)),
    ) {
        let layers = front.len() + usize::from(pattern.is_some());
        let line = front.iter().fold(other, |line, front| format!("{front} {line}"));
        let line = pattern.map_or(line.clone(), |pattern| around(&line, pattern));
        // Beyond some depth nothing is looked through any more, and in a substitution some quotes are not: that is
        // asked about as unknown.
        let unread = layers > 1 || pattern.is_some_and(|pattern| pattern.contains(['(', '`']));
        let least = if unread { gravest(plain).min(Kind::Unknown) } else { gravest(plain) };
        prop_assert!(gravest(&line) >= least, "{}: {:?}", line, found(&line));
    }

    /// The same for every example of the table; what stands in front runs a program, and no word of the shell's own.
    #[test]
    fn a_wrapper_lowers_no_example(
        plain in select(&examples().1[..]),
        front in prop::option::of(select(IN_FRONT)),
        pattern in select(AROUND),
    ) {
        let simple = read(&plain).only().is_some_and(|simple| simple.assignments.is_empty() && !simple.words.is_empty());
        // What xargs appends takes the last place, and is what is written to instead.
        let front = front.filter(|front| simple && !front.starts_with("xargs"));
        let line = front.map_or(plain.clone(), |front| format!("{front} {plain}"));
        let line = around(&line, pattern);
        let least = gravest(&plain).min(Kind::Unknown);
        prop_assert!(gravest(&line) >= least, "{}: {:?}, without {:?}", line, found(&line), found(&plain));
    }

    /// A line does all that its parts do.
    #[test]
    fn a_joined_line_does_what_its_parts_do(
        left in command(),
        right in command(),
        join in select(&["@; %", "@ && %", "@ || %", "@ | %", "@ & %", "@\n%", "@ $(%)", "$(@); %", "if @; then %; fi"][..]),
    ) {
        let line = join.replace('@', left).replace('%', right);
        let parts: BTreeSet<Kind> = kinds(left).union(&kinds(right)).copied().collect();
        prop_assert!(kinds(&line).is_superset(&parts), "{}: {:?}, parts {:?}", line, kinds(&line), parts);
    }

    /// An option that the table does not name may do anything.
    #[test]
    fn an_unknown_option_is_not_only_reading(
        (program, operand) in select(OPTIONED),
        option in "--zq[a-z]{2,6}(=[a-z]{1,3})?",
        behind in any::<bool>(),
    ) {
        let line = if behind { format!("{program} {operand} {option}") } else { format!("{program} {option} {operand}") };
        prop_assert!(gravest(&line) > Kind::WriteNew, "{}: {:?}", line, found(&line));
    }

    /// Auto, ask, never: each runs no more than the one before, and what runs was read without a doubt.
    #[test]
    fn a_stricter_setting_runs_no_more_and_doubt_runs_never(case in case()) {
        let decided = [Level::Never, Level::Ask, Level::Auto].map(|level| runs(&case, Consent { level, yes: case.yes }));
        prop_assert!(decided.is_sorted(), "{:?}: {:?}", case, decided);
        prop_assert!(case.yes || !decided[0], "nothing runs unasked at this level: {:?}", case);
        let plain = [Level::Never, Level::Ask, Level::Auto].map(|level| runs(&case, Consent { level, yes: false }));
        prop_assert!(plain.iter().zip(decided).all(|(plain, decided)| *plain <= decided), "consent takes away: {:?}", case);
        if decided[2] {
            let line = read(&case.proposed);
            prop_assert!(line.is_parsed() && line.doubt.is_none(), "{:?} runs in spite of {:?}", case, line.doubt);
        }
        // As root, and where nothing can be put back, nothing more runs either.
        let consent = Consent { level: Level::Auto, yes: case.yes };
        for stricter in [Case { root: true, ..case.clone() }, Case { way_back: false, ..case.clone() }] {
            prop_assert!(runs(&stricter, consent) <= runs(&case, consent), "{:?} runs more", stricter);
        }
    }
}

/// The table's own examples: those that do more than read, and all of them.
fn examples() -> &'static (Vec<String>, Vec<String>) {
    static EXAMPLES: LazyLock<(Vec<String>, Vec<String>)> = LazyLock::new(|| {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/policy/programs");
        let (mut more, mut quiet) = (Vec::new(), Vec::new());
        for entry in std::fs::read_dir(folder).expect("the folder of the table") {
            let path = entry.expect("a file").path();
            if path.extension().is_some_and(|ending| ending == "toml") {
                let text = std::fs::read_to_string(&path).expect("a file of the table");
                let table: toml::Table = text.parse().expect("TOML");
                let fires = table.get("fires").and_then(toml::Value::as_table);
                more.extend(fires.into_iter().flatten().map(|(line, _)| line.clone()));
                let lines = table.get("quiet").and_then(toml::Value::as_array);
                quiet.extend(lines.into_iter().flatten().filter_map(toml::Value::as_str).map(str::to_owned));
            }
        }
        more.sort();
        quiet.sort();
        let all = more.iter().chain(&quiet).cloned().collect();
        (more, all)
    });
    &EXAMPLES
}

/// Many programs take a long option by its first letters (getopt_long(3)): one that is cut short is not known any
/// more, and never turns what does more into mere reading.
#[test]
fn a_shortened_option_makes_nothing_harmless() {
    let mut hidden = Vec::new();
    for line in &examples().0 {
        if gravest(line) <= Kind::WriteNew {
            continue;
        }
        for option in line.split(' ').filter(|word| word.starts_with("--") && word.is_ascii() && !word.contains('=')) {
            let short = (3..option.len()).map(|length| line.replacen(option, &option[..length], 1));
            hidden.extend(short.filter(|short| gravest(short) <= Kind::WriteNew));
        }
    }
    assert!(hidden.is_empty(), "{hidden:#?}");
}

/// Programs that only read what the operand names.
const OPTIONED: &[(&str, &str)] = &[
    ("ls", "src"),
    ("cat", "a.txt"),
    ("grep", "x"),
    ("head", "a.txt"),
    ("tail", "a.txt"),
    ("wc", "a.txt"),
    ("sort", "a.txt"),
    ("uniq", "a.txt"),
    ("cut", "a.txt"),
    ("diff", "a.txt"),
    ("du", "src"),
    ("df", "src"),
    ("stat", "a.txt"),
    ("file", "a.txt"),
    ("git status", "src"),
    ("git log", "src"),
    ("git diff", "src"),
    ("sed", "p"),
    ("awk", "1"),
    ("find", "."),
    ("tree", "src"),
    ("tar tf a.tar", "x"),
    ("base64", "a.txt"),
    ("sha256sum", "a.txt"),
    ("nl", "a.txt"),
    ("tac", "a.txt"),
    ("od", "a.txt"),
    ("strings", "a.txt"),
    ("jq", "."),
    ("rg", "x"),
    ("fd", "x"),
    ("bat", "a.txt"),
    ("readlink", "a.txt"),
    ("realpath", "a.txt"),
    ("basename", "a.txt"),
    ("which", "ls"),
    ("date", "+%s"),
    ("id", "ann"),
    ("env", "A=1"),
    ("nice", "ls"),
    ("timeout", "5"),
    ("xargs", "ls"),
    ("mkdir", "new1"),
    ("touch", "new1"),
    ("cp", "a.txt"),
    ("docker ps", "-a"),
    ("kubectl get", "pods"),
    ("npm ls", "-g"),
    ("cargo tree", "-e"),
];

/// A repair, and what the judge is told beside the two lines.
#[derive(Debug, Clone)]
struct Case {
    typed: String,
    proposed: String,
    proven: bool,
    yes: bool,
    root: bool,
    way_back: bool,
    origin: OriginKind,
    source: Source,
}

/// Thrown into lines; the first ones leave them as they are.
const ODD: &[&str] =
    &["", "", "", "", "\u{202e}", "\u{a0}x", "(", "'", " $x", " ${x@P}", " $((x))", " > b.txt", " >> new8", " #", " *"];

/// A line that may be anything: commands joined, wrapped, and with pieces of syntax thrown in.
fn any_line() -> impl Strategy<Value = String> {
    (command(), prop::option::of(select(AROUND)), select(ODD).prop_map(str::to_owned), 0..40usize).prop_map(
        |(line, pattern, odd, place)| {
            let line = pattern.map_or(line.to_owned(), |pattern| around(line, pattern));
            let at = if odd.starts_with(' ') { line.len() } else { place.min(line.len()) };
            format!("{}{odd}{}", &line[..at], &line[at..])
        },
    )
}

/// The line as it may have been typed: itself, with two letters exchanged, without a letter, or something else.
fn slip(line: &str, way: usize, place: usize, other: &str) -> String {
    let mut letters: Vec<char> = line.chars().collect();
    let place = place % letters.len().max(1);
    match way {
        0 => other.to_owned(),
        1 if place + 1 < letters.len() => {
            letters.swap(place, place + 1);
            letters.into_iter().collect()
        }
        2 | 3 if letters.len() > 2 => {
            letters.remove(place);
            letters.into_iter().collect()
        }
        _ => line.to_owned(),
    }
}

fn case() -> impl Strategy<Value = Case> {
    let kinds = [OriginKind::Typed, OriginKind::Local, OriginKind::Rule, OriginKind::Output, OriginKind::Model];
    let origin = select(kinds.to_vec());
    let source = select(vec![Source::Rule, Source::Memory, Source::Model]);
    let flags = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>());
    (any_line(), any_line(), 0..5usize, 0..12usize, flags, origin, source).prop_map(
        |(proposed, other, way, place, (proven, yes, root, way_back), origin, source)| Case {
            typed: slip(&proposed, way, place, &other),
            proposed,
            proven,
            yes,
            root,
            way_back,
            origin,
            source,
        },
    )
}

fn runs(case: &Case, consent: Consent) -> bool {
    let (typed, proposed) = (read(&case.typed), read(&case.proposed));
    let failed = Some(0).filter(|_| typed.commands().count() == 1);
    let Resume::Run(part) = resume(&typed, failed, &proposed, Scope::Session, &parse) else { return false };
    let mut facts = machine(&[&typed, &part.run]);
    facts.root = case.root;
    facts.way_back = case.way_back;
    let origins = case.proposed.split_whitespace().map(|word| Origin { word: word.to_owned(), origin: case.origin });
    let candidate = Candidate {
        command: case.proposed.clone(),
        why: String::new(),
        confidence: 1.0,
        source: case.source,
        rule: String::new(),
        check: None,
        proven: case.proven,
        origins: origins.collect(),
    };
    let job = Job { program: Program::Shell { shell: "/bin/bash".into(), line: part.text().to_owned() } };
    let request = Request {
        typed: &typed,
        proposed: &proposed,
        part: &part,
        candidate: &candidate,
        job,
        failed: &[],
        rules: &[],
    };
    matches!(judge(request, &facts, consent), Decision::Run(_))
}
