//! The states and the way through them.

use super::effect::{Effect, Ending, Shown, Tried};
use super::event::{Event, Judgement, Seen, StrikeEnd};
use crate::protocol::types::Candidate;

/// What is said of a line that ended well and has not done what it was for.
const MISSED: &str = "it ended well, and what it was for is not there";

/// After so many failed repairs the first error is shown.
pub const MAX_STRIKES: u8 = 3;

#[derive(Debug, serde::Serialize, serde::Deserialize)]
enum State {
    Idle,
    Orienting,
    Deciding { candidate: Candidate, rest: Vec<Candidate> },
    Asking { candidate: Candidate },
    Acting { candidate: Candidate },
    Over,
}

/// One repair, from the failed line to its one ending.
#[derive(Debug, serde::Serialize, serde::Deserialize)]
pub struct Machine {
    state: State,
    typed: String,
    strikes: u8,
    tried: Vec<Tried>,
    seen: Seen,
}

impl Default for Machine {
    fn default() -> Self {
        Self { state: State::Idle, typed: String::new(), strikes: 0, tried: Vec::new(), seen: Seen::Nothing }
    }
}

impl Machine {
    /// Takes what happened, says what is to be done. An event that does not fit the state changes nothing.
    pub fn handle(&mut self, event: Event) -> Vec<Effect> {
        match (std::mem::replace(&mut self.state, State::Over), event) {
            (State::Idle, Event::Failed { line, seen }) => {
                self.typed = line;
                self.seen = seen;
                self.ask_brain()
            }
            (State::Over, _) => Vec::new(),
            (State::Orienting, Event::Proposed(candidates)) => self.next(candidates, String::new()),
            (State::Orienting, Event::GaveUp { hint }) => self.give_up(hint),
            (State::Orienting, Event::BrainFault(why)) => self.give_up(why),
            (State::Deciding { candidate, rest }, Event::Judged(judgement)) => self.decide(candidate, rest, judgement),
            (State::Asking { candidate }, Event::Answered(true)) => self.act(candidate),
            (State::Asking { candidate }, Event::Answered(false)) => {
                vec![Effect::End(Ending::Declined(candidate))]
            }
            (State::Acting { candidate }, Event::Ended(end)) => self.ended(candidate, end),
            (_, Event::Cancelled) => vec![
                Effect::Show(Shown::FirstError { tried: self.tried.clone(), note: String::new() }),
                Effect::End(Ending::Cancelled),
            ],
            (state, _) => {
                self.state = state;
                Vec::new()
            }
        }
    }

    /// What was run, or refused, so far.
    #[must_use]
    pub fn tried(&self) -> &[Tried] {
        &self.tried
    }

    fn ask_brain(&mut self) -> Vec<Effect> {
        self.state = State::Orienting;
        vec![Effect::AskBrain { strike: self.strikes + 1, tried: self.tried.clone() }]
    }

    /// The best candidate that was not run before.
    fn next(&mut self, candidates: Vec<Candidate>, note: String) -> Vec<Effect> {
        let mut rest = candidates.into_iter();
        let fresh = rest.find(|candidate| !self.was_run(&candidate.command));
        match fresh {
            Some(candidate) => {
                self.state = State::Deciding { candidate: candidate.clone(), rest: rest.collect() };
                vec![Effect::Judge(candidate)]
            }
            None => self.give_up(note),
        }
    }

    fn was_run(&self, line: &str) -> bool {
        let same = |other: &str| other.trim() == line.trim();
        line.trim().is_empty() || same(&self.typed) || self.tried.iter().any(|tried| same(&tried.line))
    }

    fn decide(&mut self, candidate: Candidate, rest: Vec<Candidate>, judgement: Judgement) -> Vec<Effect> {
        match judgement {
            Judgement::Run if self.seen == Seen::TooMuch => self.offer(candidate, "its output or input is used up"),
            Judgement::Run => self.act(candidate),
            Judgement::Ask { why, answerable: true } if self.seen != Seen::TooMuch => {
                self.state = State::Asking { candidate: candidate.clone() };
                vec![Effect::AskPerson { candidate, why }]
            }
            Judgement::Ask { why, .. } | Judgement::OfferOnly { why } => self.offer(candidate, &why),
            Judgement::Refuse { why } => {
                self.tried.push(Tried { line: candidate.command, exit_code: None, output: None, refused: Some(why) });
                self.next(rest, String::new())
            }
        }
    }

    fn offer(&mut self, candidate: Candidate, why: &str) -> Vec<Effect> {
        vec![
            Effect::Show(Shown::Offer { candidate: candidate.clone(), why: why.to_owned(), tried: self.run_so_far() }),
            Effect::End(Ending::Offered(candidate)),
        ]
    }

    fn act(&mut self, candidate: Candidate) -> Vec<Effect> {
        self.strikes += 1;
        self.state = State::Acting { candidate: candidate.clone() };
        vec![Effect::Run(candidate)]
    }

    fn ended(&mut self, candidate: Candidate, end: StrikeEnd) -> Vec<Effect> {
        match end {
            StrikeEnd::Solved => {
                vec![Effect::Show(Shown::Solved(candidate.clone())), Effect::End(Ending::Solved(candidate))]
            }
            StrikeEnd::Interrupted => vec![Effect::End(Ending::Cancelled)],
            StrikeEnd::Missed { output, seen } => {
                let why = Some(MISSED.to_owned());
                self.strike(Tried { line: candidate.command, exit_code: Some(0), output, refused: why }, seen)
            }
            StrikeEnd::Failed { exit_code, output, seen } => {
                let tried = Tried { line: candidate.command, exit_code: Some(exit_code), output, refused: None };
                self.strike(tried, seen)
            }
        }
    }

    fn strike(&mut self, tried: Tried, seen: Seen) -> Vec<Effect> {
        self.tried.push(tried);
        self.seen = match (self.seen, seen) {
            (Seen::TooMuch, _) | (_, Seen::TooMuch) => Seen::TooMuch,
            (Seen::Some, _) | (_, Seen::Some) => Seen::Some,
            (Seen::Nothing, Seen::Nothing) => Seen::Nothing,
        };
        if self.strikes >= MAX_STRIKES { self.give_up(String::new()) } else { self.ask_brain() }
    }

    fn run_so_far(&self) -> Vec<Tried> {
        let run = |tried: &&Tried| tried.exit_code.is_some();
        self.tried.iter().filter(run).cloned().collect()
    }

    fn give_up(&mut self, note: String) -> Vec<Effect> {
        vec![Effect::Show(Shown::FirstError { tried: self.run_so_far(), note }), Effect::End(Ending::GaveUp)]
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
