//! The redactor against texts of our own (`tests/redact/`) and, where it is there, the shared corpus.

use std::ops::Range;

use ghostsh::redact::{self, Redactor, Stream};

/// A small generator of our own: the same texts in every run (xorshift, Marsaglia 2003).
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(most).expect("small")).expect("small")
    }

    fn of(&mut self, class: char, count: usize) -> String {
        const DIGITS: &str = "0123456789";
        const SMALL: &str = "abcdefghijklmnopqrstuvwxyz";
        let large = SMALL.to_uppercase();
        let from = match class {
            'A' => format!("{DIGITS}{SMALL}{large}"),
            'B' => format!("{DIGITS}{SMALL}{large}+/"),
            'D' => DIGITS.to_owned(),
            'H' => format!("{DIGITS}abcdef"),
            'P' | 'Q' => format!("{DIGITS}{SMALL}{large}"),
            'U' => format!("{DIGITS}{large}"),
            'W' => format!("{DIGITS}{SMALL}{large}-_"),
            other => panic!("there is no class {other}"),
        };
        let from: Vec<char> = from.chars().collect();
        let mut made: Vec<char> = (0..count).map(|_| from[self.below(from.len())]).collect();
        if class == 'P' {
            let at = 1 + self.below(count - 2);
            made[at] = ['!', '#', '%', '*', '+'][self.below(5)];
        }
        if class == 'Q' {
            let at = 1 + self.below(count - 2);
            made[at] = ['&', ';', '|', '<', '>', '$'][self.below(6)];
        }
        made.into_iter().collect()
    }

    /// A line of the sets, made into a text.
    fn text(&mut self, line: &str) -> String {
        let mut out = String::new();
        let mut rest = line;
        while let Some(open) = rest.find('{') {
            out.push_str(&rest[..open]);
            let inside = rest[open + 1..].split('}').next().expect("a class");
            let mut letters = inside.chars();
            match (letters.next(), letters.as_str().parse::<usize>()) {
                (Some(class), Ok(count)) if "ABDHPQUW".contains(class) => {
                    out.push_str(&self.of(class, count));
                    rest = &rest[open + inside.len() + 2..];
                }
                _ => {
                    out.push('{');
                    rest = &rest[open + 1..];
                }
            }
        }
        out.push_str(rest);
        out.replace("\\\\n", "\u{1}")
            .replace("\\\\r", "\u{2}")
            .replace("\\n", "\n")
            .replace("\\r", "\r")
            .replace("\\t", "\t")
            .replace("\\e", "\u{1b}")
            .replace('\u{1}', "\\n")
            .replace('\u{2}', "\\r")
    }
}

/// A text without its marks, and the places between them.
fn marked(text: &str) -> (String, Vec<Range<usize>>) {
    let (mut plain, mut spans, mut from) = (String::new(), Vec::new(), None);
    for character in text.chars() {
        match (character, from) {
            ('⟦', None) => from = Some(plain.len()),
            ('⟧', Some(start)) => {
                spans.push(start..plain.len());
                from = None;
            }
            _ => plain.push(character),
        }
    }
    assert!(from.is_none(), "{text}");
    (plain, spans)
}

const ROUNDS: usize = 12;

#[test]
fn nothing_is_left_of_a_secret() {
    let mut chance = Chance(0x9e37_79b9_7f4a_7c15);
    let mut missed = Vec::new();
    for line in include_str!("../redact/secrets.txt").lines() {
        let (kind, line) = line.split_once('\t').expect("kind and text");
        for _ in 0..ROUNDS {
            let (text, spans) = marked(&chance.text(line));
            assert!(!spans.is_empty(), "{line}");
            let found = redact::secrets(text.as_bytes());
            for span in spans {
                let covered = found.iter().any(|range| range.start <= span.start && span.end <= range.end);
                if !covered {
                    missed.push(format!("{kind}: {text:?}: {:?}", &text[span]));
                }
            }
            let mut redactor = Redactor::new();
            let once = redactor.redact(&text).into_owned();
            assert_eq!(redactor.redact(&once), once, "redacting it again changes it");
            assert!(redact::holds_placeholder(&once) || !missed.is_empty(), "{once}");
        }
    }
    assert!(missed.is_empty(), "{} missed:\n{}", missed.len(), missed.join("\n"));
}

#[test]
fn what_holds_no_secret_stays_as_it_is() {
    let mut chance = Chance(0x2545_f491_4f6c_dd1d);
    let mut changed = Vec::new();
    for line in include_str!("../redact/clean.txt").lines() {
        let (kind, line) = line.split_once('\t').expect("kind and text");
        for _ in 0..ROUNDS {
            let text = chance.text(line);
            let after = Redactor::new().redact(&text).into_owned();
            if after != text {
                changed.push(format!("{kind}: {text:?} -> {after:?}"));
                break;
            }
        }
    }
    assert!(changed.is_empty(), "{} changed:\n{}", changed.len(), changed.join("\n"));
}

#[test]
fn the_line_behind_a_token_is_left_alone() {
    let text = "api_key: sk-proj-kV7pq2Zt9mw4xYb3Lr8Hd5Jg1Nc6Fs0Wu2Ea\nport: 80\n";
    assert_eq!(Redactor::new().redact(text), "api_key: «secret-1»\nport: 80\n");
    // What a terminal's edge has cut is one.
    let text = "using sk-proj-kV7pq2Zt9mw4xYb3Lr8\nHd5Jg1Nc6Fs0Wu2Ea for it\n";
    assert_eq!(Redactor::new().redact(text), "using «secret-1» for it\n");
}

#[test]
fn a_stream_comes_out_as_the_whole_does_however_it_is_cut() {
    let mut chance = Chance(0x1234_5678_9abc_def1);
    let lines: Vec<String> = include_str!("../redact/secrets.txt")
        .lines()
        .chain(include_str!("../redact/clean.txt").lines())
        .filter_map(|line| Some(marked(&chance.text(line.split_once('\t')?.1)).0))
        // A name in one text must not be held for the beginning of the next.
        .flat_map(|text| [text, "--\n\n".to_owned()])
        .collect();
    let mut text = lines.concat();
    while text.len() < 1_500_000 {
        text.push_str(&text.clone());
    }
    let whole = Redactor::new().redact(&text).into_owned();
    let bare = |text: &str| -> String {
        text.split("\u{ab}secret-").map(|part| part.trim_start_matches(|c: char| c.is_ascii_digit())).collect()
    };
    let mut stream = Stream::new(Redactor::new());
    let (mut out, mut from, bytes) = (Vec::new(), 0, text.as_bytes());
    while from < bytes.len() {
        let to = (from + 1 + chance.below(70_000)).min(bytes.len());
        out.extend(stream.push(&bytes[from..to]));
        from = to;
    }
    out.extend(stream.finish());
    let out = String::from_utf8(out).expect("text");
    assert!(bare(&out) == bare(&whole), "{} and {} bytes", out.len(), whole.len());
}

#[test]
fn a_reader_gets_whole_lines_while_the_stream_waits() {
    let mut stream = Stream::new(Redactor::new());
    assert!(stream.push(b"A_TOKEN=Zx8Kq3Lm9Pw2Rt5V\nB_TOKEN=aB1c").is_empty());
    assert_eq!(String::from_utf8_lossy(&stream.pause()), "A_TOKEN=\u{ab}secret-1\u{bb}\n");
    assert!(stream.push(b"D2eF3gH4iJ5k\n-----BEGIN PRIVATE KEY-----\nAAAABBBBCCCCDDDDEEEE\n").is_empty());
    assert!(stream.pause().is_empty(), "the key is not at its end");
    assert!(stream.push(b"BBBB\n-----END PRIVATE KEY-----\n").is_empty());
    assert_eq!(String::from_utf8_lossy(&stream.pause()), "B_TOKEN=\u{ab}secret-2\u{bb}\n\u{ab}secret-3\u{bb}\n");
    assert!(stream.finish().is_empty());
}

#[test]
fn the_values_of_variables_are_known() {
    let variables =
        [("API_TOKEN", "plainwordsonly"), ("EDITOR", "plain-editor"), ("DB_PASS", "short"), ("X_KEY", "12345678")];
    let mut redactor = Redactor::with_variables(variables.into_iter());
    assert_eq!(
        redactor.redact("sent plainwordsonly with plain-editor, short, 12345678\n"),
        "sent \u{ab}secret-1\u{bb} with plain-editor, short, 12345678\n"
    );
}

#[test]
fn one_secret_has_one_number() {
    let mut redactor = Redactor::new();
    let (one, other) = ("Zx8Kq3Lm9Pw2Rt5V", "aB1cD2eF3gH4iJ5k");
    let text = format!("A_TOKEN={one} B_TOKEN={other}\n");
    assert_eq!(redactor.redact(&text), "A_TOKEN=\u{ab}secret-1\u{bb} B_TOKEN=\u{ab}secret-2\u{bb}\n");
    assert_eq!(redactor.redact(&format!("X_TOKEN={other}")), "X_TOKEN=\u{ab}secret-2\u{bb}");
}

/// One of the shared texts.
#[derive(serde::Deserialize)]
struct Shared {
    id: String,
    parts: Vec<String>,
    spans: Vec<Span>,
}

#[derive(serde::Deserialize)]
struct Span {
    start: usize,
    end: usize,
}

#[test]
fn the_shared_texts_hold() {
    let Some(corpus) = crate::corpus::file("secrets-dev.jsonl") else { return };
    let (mut missed, mut changed) = (Vec::new(), Vec::new());
    for line in corpus.lines() {
        let shared: Shared = serde_json::from_str(line).expect("a record");
        let text = shared.parts.concat();
        let at: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let found = redact::secrets(text.as_bytes());
        for span in &shared.spans {
            let (start, end) = (at[span.start], at[span.end]);
            if !found.iter().any(|range| range.start <= start && end <= range.end) {
                missed.push(format!("{}: {:?} of {text:?}, found {found:?}", shared.id, &text[start..end]));
            }
        }
        if shared.spans.is_empty() && !found.is_empty() {
            changed.push(format!("{}: {text:?}", shared.id));
        }
    }
    assert!(missed.is_empty() && changed.is_empty(), "missed: {missed:#?}\nchanged: {changed:#?}");
}

#[test]
fn the_door_filters_what_comes() {
    use std::io::{BufRead as _, BufReader, Read as _, Write as _};
    let mut ghost = std::process::Command::new(env!("CARGO_BIN_EXE_ghost"))
        .arg("redact")
        .env("SERVICE_TOKEN", "plainwordsonly")
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .expect("ghost starts");
    let mut input = ghost.stdin.take().expect("its input");
    let mut output = BufReader::new(ghost.stdout.take().expect("its output"));
    input.write_all(b"sent plainwordsonly\n").expect("written");
    let mut line = String::new();
    output.read_line(&mut line).expect("a line, while the input is still open");
    assert_eq!(line, "sent \u{ab}secret-1\u{bb}\n");
    input.write_all(b"not text: \xff, and no end of line").expect("written");
    drop(input);
    let mut rest = Vec::new();
    output.read_to_end(&mut rest).expect("the rest");
    assert_eq!(rest, b"not text: \xff, and no end of line");
    assert!(ghost.wait().expect("its end").success());
}

#[test]
fn short_and_long_texts_are_searched_alike() {
    let mut chance = Chance(0x0f0f_1234_5678_9abd);
    let lines = include_str!("../redact/secrets.txt").lines().chain(include_str!("../redact/clean.txt").lines());
    for (number, line) in lines.enumerate() {
        let (text, _) = marked(&chance.text(line.split_once('\t').expect("kind and text").1));
        let within = |text: &str, whole: &str| -> Vec<Range<usize>> {
            let found = redact::secrets(whole.as_bytes()).into_iter();
            found.map(|range| range.start..range.end.min(text.trim_end().len())).collect()
        };
        let filler = if number % 16 == 0 { 140_000 } else { 5_000 };
        let long = format!("{text}\n\n{}", " . \n".repeat(filler / 4));
        assert_eq!(within(&text, &long), within(&text, &text), "{text:?}");
    }
}
