//! `ghost log --minds`: the models that were asked, how long each took and what it cost, and the sums.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

use super::clock;
use crate::journal::{Entry, Stage, What};
use crate::text::visible;

/// What all calls of one model came to.
#[derive(Default)]
struct Sum {
    calls: u64,
    failed: u64,
    tokens_in: u64,
    tokens_out: u64,
    cost: Option<f64>,
}

impl Sum {
    fn add(&mut self, end: &Entry) {
        self.calls += 1;
        self.failed += u64::from(!end.failure.is_empty());
        self.tokens_in += end.tokens_in.unwrap_or_default();
        self.tokens_out += end.tokens_out.unwrap_or_default();
        if let Some(cost) = end.cost {
            *self.cost.get_or_insert(0.0) += cost;
        }
    }
}

/// A line for each call, the last ones where only so many are wanted, and one for each model.
pub(super) fn table(lines: &[String], count: usize) -> String {
    let entries: Vec<Entry> = lines.iter().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let of = |stage: Stage| entries.iter().filter(move |entry| entry.what == What::Mind && entry.stage == stage);
    let begins: Vec<&Entry> = of(Stage::Begins).collect();
    let ended: HashMap<&str, &Entry> = of(Stage::Ended).map(|entry| (entry.action.as_str(), entry)).collect();
    if begins.is_empty() {
        return "No model has been asked yet.\n".to_owned();
    }
    let shown = &begins[begins.len().saturating_sub(count)..];
    let mut sums: BTreeMap<&str, Sum> = BTreeMap::new();
    let mut text = String::new();
    for begin in shown {
        let end = ended.get(begin.action.as_str()).copied();
        text += &row(begin, end);
        if let Some(end) = end {
            sums.entry(&begin.runs).or_default().add(end);
        }
    }
    for (name, sum) in &sums {
        text += &total(name, sum);
    }
    text
}

fn row(begin: &Entry, end: Option<&Entry>) -> String {
    let mut text = format!("{}  {:<14}", clock(begin.time), visible(&begin.runs));
    // Writing to a string cannot fail.
    let _ = match end {
        None => write!(text, "not ended"),
        Some(end) if !end.failure.is_empty() => write!(text, "{}", visible(&end.failure)),
        Some(end) => {
            let tokens = |count: Option<u64>| count.map_or_else(|| "?".to_owned(), |count| count.to_string());
            write!(text, "{} → {} tokens", tokens(end.tokens_in), tokens(end.tokens_out))
        }
    };
    if let Some(end) = end {
        let _ = write!(text, ", {} ms", end.duration_ms.unwrap_or_default());
        if let Some(first) = end.first_ms {
            let _ = write!(text, " (first after {first})");
        }
        text += &price(end.cost);
    }
    if !begin.typed.is_empty() {
        let _ = write!(text, "   (for {})", visible(&begin.typed));
    }
    text.push('\n');
    text
}

fn total(name: &str, sum: &Sum) -> String {
    let failed = if sum.failed > 0 { format!(", {} without an answer", sum.failed) } else { String::new() };
    let Sum { calls, tokens_in, tokens_out, .. } = sum;
    let name = visible(name);
    format!("total  {name}: {calls} asked{failed}, {tokens_in} → {tokens_out} tokens{}\n", price(sum.cost))
}

fn price(cost: Option<f64>) -> String {
    cost.map_or_else(String::new, |cost| format!(", cost {cost:.6}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(action: &str, name: &str, end: Entry) -> [Entry; 2] {
        let begin = Entry { action: action.to_owned(), what: What::Mind, runs: name.to_owned(), ..Entry::default() };
        [begin, Entry { action: action.to_owned(), what: What::Mind, stage: Stage::Ended, ..end }]
    }

    #[test]
    fn calls_are_told_and_summed() {
        let paid = |cost: f64| Entry {
            tokens_in: Some(100),
            tokens_out: Some(20),
            cost: Some(cost),
            duration_ms: Some(900),
            first_ms: Some(300),
            ..Entry::default()
        };
        let failed = Entry { failure: "timeout".to_owned(), duration_ms: Some(5), ..Entry::default() };
        let look = Entry { what: What::Look, runs: "ls".to_owned(), ..Entry::default() };
        let calls = [call("a", "big", paid(0.25)), call("b", "big", paid(0.5)), call("c", "small", failed)];
        let entries = calls.into_iter().flatten().chain([look]);
        let lines: Vec<String> = entries.map(|entry| serde_json::to_string(&entry).expect("text")).collect();
        let text = table(&lines, 9);
        assert!(
            text.starts_with(
                "1970-01-01T00:00:00Z  big           100 → 20 tokens, 900 ms (first after 300), cost 0.250000\n"
            ),
            "{text}"
        );
        assert!(text.contains("small         timeout, 5 ms\n"), "{text}");
        assert!(text.ends_with(
            "total  big: 2 asked, 200 → 40 tokens, cost 0.750000\ntotal  small: 1 asked, 1 without an answer, 0 → 0 tokens\n"
        ), "{text}");
        assert!(!text.contains("ls"), "{text}");
        assert!(!table(&lines, 1).contains("big"));
        assert_eq!(table(&[], 1), "No model has been asked yet.\n");
    }
}
