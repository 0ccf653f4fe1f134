//! Measures the router on labelled lines: `measure_route [FILE] [--show]`.
//!
//! FILE holds one JSON object a line with `line`, `kind` (`command` or `natural`) and `source`; without it,
//! `route-dev.jsonl` of the folder `GHOST_CORPUS`, or of `../shared/corpus`. Lines are halved by a hash of their text:
//! the router is developed on the first half alone, and the second says how general that is. `--show` prints what
//! goes wrong in the first half. No names are given to the router, so that figures do not depend on the machine.
#![expect(clippy::print_stdout, reason = "a tool for the terminal")]

use std::collections::BTreeMap;
use std::hint::black_box;
use std::path::PathBuf;
use std::time::Instant;

use ghostsh::router::{Route, route};
use serde::Deserialize;

#[derive(Deserialize)]
struct Row {
    line: String,
    kind: String,
    source: String,
}

/// How often each line is routed for the clock.
const ROUNDS: u32 = 20;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (flags, files): (Vec<String>, Vec<String>) = std::env::args().skip(1).partition(|word| word.starts_with("--"));
    let show = flags.iter().any(|flag| flag == "--show");
    let corpus = std::env::var_os("GHOST_CORPUS").map_or_else(|| PathBuf::from("../shared/corpus"), PathBuf::from);
    let file = files.first().map_or_else(|| corpus.join("route-dev.jsonl"), PathBuf::from);
    let text = std::fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
    let rows: Vec<Row> = text.lines().map(serde_json::from_str).collect::<Result<_, serde_json::Error>>()?;

    let mut counts = BTreeMap::<(&str, &str, String), [usize; 3]>::new();
    for row in &rows {
        let routed = route(&row.line, None);
        let half = if is_first_half(&row.line) { "first" } else { "second" };
        let place = match routed.route {
            Route::Command => 0,
            Route::Sentence => 1,
            Route::Unsure => 2,
        };
        for (half, source) in [(half, "all"), (half, row.source.as_str()), ("both", "all")] {
            counts.entry((row.kind.as_str(), half, source.to_owned())).or_default()[place] += 1;
        }
        let wrong = match row.kind.as_str() {
            "command" => routed.route != Route::Command,
            _ => routed.route != Route::Sentence,
        };
        if show && wrong && half == "first" {
            println!("{:8} {:8} {}\n{:17} {}", row.kind, routed.route.name(), row.line, "", routed.why);
        }
    }
    println!(
        "{:8} {:6} {:10} {:>6} {:>14} {:>16} {:>14}",
        "kind", "half", "source", "lines", "command", "sentence", "unsure"
    );
    for ((kind, half, source), figures) in &counts {
        let all: usize = figures.iter().sum();
        print!("{kind:8} {half:6} {source:10} {all:6}");
        for figure in figures {
            print!(" {figure:6} {:6.2} %", 100.0 * *figure as f64 / all as f64);
        }
        println!();
    }

    let started = Instant::now();
    for _ in 0..ROUNDS {
        for row in &rows {
            black_box(route(black_box(&row.line), None));
        }
    }
    let spent = started.elapsed() / ROUNDS;
    let mut slowest = rows.iter().map(|row| (fastest(&row.line), row.line.len())).collect::<Vec<_>>();
    slowest.sort();
    let microseconds = |duration: std::time::Duration| duration.as_secs_f64() * 1e6;
    println!("time a line: {:.2} µs on average", microseconds(spent) / rows.len() as f64);
    if let Some((time, bytes)) = slowest.last() {
        println!("slowest: {:.2} µs, of {bytes} bytes", microseconds(*time));
    }
    Ok(())
}

/// The fastest of a few: the others tell of the machine.
fn fastest(line: &str) -> std::time::Duration {
    let mut times = [(); 7].map(|()| {
        let started = Instant::now();
        black_box(route(black_box(line), None));
        started.elapsed()
    });
    times.sort();
    times[0]
}

/// FNV-1a; one bit of its upper half.
fn is_first_half(line: &str) -> bool {
    let hash = line
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    hash >> 32 & 1 == 0
}
