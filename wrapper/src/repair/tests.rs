//! Stories: events in, effects out.

use super::*;
use crate::protocol::types::Source;

fn line(command: &str) -> Candidate {
    Candidate {
        command: command.to_owned(),
        why: String::new(),
        confidence: 0.9,
        source: Source::Rule,
        rule: String::new(),
        check: None,
        proven: true,
        origins: Vec::new(),
    }
}

fn failed(seen: Seen) -> Event {
    Event::Failed { line: "gti log".to_owned(), seen }
}

fn strike(exit_code: u8) -> Event {
    Event::Ended(StrikeEnd::Failed { exit_code, output: Some("no".to_owned()), seen: Seen::Nothing })
}

fn asks_for_strike(effects: &[Effect]) -> Option<u8> {
    match effects {
        [Effect::AskBrain { strike, .. }] => Some(*strike),
        _ => None,
    }
}

/// A machine that has already been proposed one line, which policy lets run.
fn acting(seen: Seen) -> Machine {
    let mut machine = Machine::default();
    machine.handle(failed(seen));
    machine.handle(Event::Proposed(vec![line("git log")]));
    machine.handle(Event::Judged(Judgement::Run));
    machine
}

#[test]
fn a_repair_that_works_is_shown_and_ends() {
    let mut machine = Machine::default();
    assert_eq!(asks_for_strike(&machine.handle(failed(Seen::Nothing))), Some(1));
    assert_eq!(machine.handle(Event::Proposed(vec![line("git log")])), [Effect::Judge(line("git log"))]);
    assert_eq!(machine.handle(Event::Judged(Judgement::Run)), [Effect::Run(line("git log"))]);
    assert_eq!(
        machine.handle(Event::Ended(StrikeEnd::Solved)),
        [Effect::Show(Shown::Solved(line("git log"))), Effect::End(Ending::Solved(line("git log")))]
    );
    assert!(machine.handle(Event::Cancelled).is_empty(), "there is one ending");
}

#[test]
fn three_strikes_then_the_first_error_with_what_was_tried() {
    let mut machine = acting(Seen::Nothing);
    for (number, next) in [(2, "git lg"), (3, "git lgo")] {
        let effects = machine.handle(strike(1));
        assert_eq!(asks_for_strike(&effects), Some(number));
        machine.handle(Event::Proposed(vec![line(next)]));
        machine.handle(Event::Judged(Judgement::Run));
    }
    let effects = machine.handle(strike(7));
    let [Effect::Show(Shown::FirstError { tried, .. }), Effect::End(Ending::GaveUp)] = &effects[..] else {
        panic!("{effects:?}");
    };
    let told: Vec<_> = tried.iter().map(|tried| (tried.line.as_str(), tried.exit_code)).collect();
    assert_eq!(told, [("git log", Some(1)), ("git lg", Some(1)), ("git lgo", Some(7))]);
}

#[test]
fn the_result_of_a_strike_is_fed_to_the_next() {
    let mut machine = acting(Seen::Nothing);
    let effects = machine.handle(strike(3));
    let [Effect::AskBrain { tried, .. }] = &effects[..] else {
        panic!("{effects:?}");
    };
    assert_eq!(tried[0].output.as_deref(), Some("no"));
    assert_eq!(tried[0].exit_code, Some(3));
}

#[test]
fn a_line_that_ends_well_and_misses_its_aim_is_a_strike() {
    let mut machine = acting(Seen::Nothing);
    let missed = || Event::Ended(StrikeEnd::Missed { output: None, seen: Seen::Some });
    let effects = machine.handle(missed());
    let [Effect::AskBrain { strike: 2, tried }] = &effects[..] else { panic!("{effects:?}") };
    assert_eq!((tried[0].exit_code, tried[0].refused.is_some()), (Some(0), true));
    assert_eq!(
        machine.handle(Event::Proposed(vec![line("git log"), line("git lag")])),
        [Effect::Judge(line("git lag"))]
    );
}

#[test]
fn a_line_that_was_declined_is_told_from_one_that_was_only_offered() {
    let mut machine = Machine::default();
    machine.handle(failed(Seen::Nothing));
    machine.handle(Event::Proposed(vec![line("git log")]));
    machine.handle(Event::Judged(Judgement::Ask { why: String::new(), answerable: true }));
    assert_eq!(machine.handle(Event::Answered(false)), [Effect::End(Ending::Declined(line("git log")))]);
}

#[test]
fn the_same_line_is_never_run_twice() {
    let mut machine = acting(Seen::Nothing);
    machine.handle(strike(1));
    let again = vec![line("git log "), line("gti log"), line(" "), line("git lag")];
    assert_eq!(machine.handle(Event::Proposed(again)), [Effect::Judge(line("git lag"))]);
}

#[test]
fn nothing_new_to_try_ends_with_the_first_error() {
    let mut machine = Machine::default();
    machine.handle(failed(Seen::Nothing));
    let effects = machine.handle(Event::Proposed(vec![line("gti log")]));
    assert!(matches!(&effects[..], [Effect::Show(Shown::FirstError { .. }), Effect::End(Ending::GaveUp)]));
}

#[test]
fn a_refused_line_makes_room_for_the_next_and_is_not_told_as_tried() {
    let mut machine = Machine::default();
    machine.handle(failed(Seen::Nothing));
    machine.handle(Event::Proposed(vec![line("rm log"), line("git log")]));
    let refused = Event::Judged(Judgement::Refuse { why: "it deletes".to_owned() });
    assert_eq!(machine.handle(refused), [Effect::Judge(line("git log"))]);
    let effects = machine.handle(Event::Judged(Judgement::Refuse { why: String::new() }));
    assert!(matches!(&effects[..], [Effect::Show(Shown::FirstError { tried, .. }), _] if tried.is_empty()));
}

#[test]
fn an_ask_goes_to_the_person_when_there_is_one() {
    let ask = |answerable| Event::Judged(Judgement::Ask { why: "it writes".to_owned(), answerable });
    let mut machine = Machine::default();
    machine.handle(failed(Seen::Nothing));
    machine.handle(Event::Proposed(vec![line("git log"), line("git lag")]));
    assert!(matches!(&machine.handle(ask(true))[..], [Effect::AskPerson { .. }]));
    assert_eq!(machine.handle(Event::Answered(true)), [Effect::Run(line("git log"))]);

    let mut machine = Machine::default();
    machine.handle(failed(Seen::Nothing));
    machine.handle(Event::Proposed(vec![line("git log")]));
    machine.handle(ask(true));
    let declined = Effect::End(Ending::Declined(line("git log")));
    assert_eq!(machine.handle(Event::Answered(false)), [declined], "a no is another thing than an offer");

    let mut machine = Machine::default();
    machine.handle(failed(Seen::Nothing));
    machine.handle(Event::Proposed(vec![line("git log"), line("git lag")]));
    let effects = machine.handle(ask(false));
    assert!(
        matches!(&effects[..], [Effect::Show(Shown::Offer { .. }), Effect::End(Ending::Offered(_))]),
        "nobody there: the best is offered, and no worse one is run in its place"
    );
}

#[test]
fn once_bytes_have_left_for_good_nothing_runs() {
    for judgement in [Judgement::Run, Judgement::Ask { why: String::new(), answerable: true }] {
        let mut machine = Machine::default();
        machine.handle(failed(Seen::TooMuch));
        machine.handle(Event::Proposed(vec![line("git log")]));
        let effects = machine.handle(Event::Judged(judgement));
        assert!(matches!(&effects[..], [Effect::Show(Shown::Offer { .. }), Effect::End(_)]), "{effects:?}");
    }
    let mut machine = acting(Seen::Nothing);
    machine.handle(Event::Ended(StrikeEnd::Failed { exit_code: 1, output: None, seen: Seen::TooMuch }));
    machine.handle(Event::Proposed(vec![line("git lag")]));
    let effects = machine.handle(Event::Judged(Judgement::Run));
    assert!(matches!(&effects[..], [Effect::Show(Shown::Offer { .. }), _]), "a strike can use it up as well");
}

#[test]
fn a_brain_that_fails_leaves_the_first_error() {
    for event in [
        Event::BrainFault("the brain did not answer".to_owned()),
        Event::GaveUp { hint: String::new() },
        Event::Cancelled,
    ] {
        let mut machine = Machine::default();
        machine.handle(failed(Seen::Nothing));
        let effects = machine.handle(event);
        assert!(matches!(&effects[..], [Effect::Show(Shown::FirstError { .. }), Effect::End(_)]), "{effects:?}");
    }
}

#[test]
fn an_interrupted_repair_ends_without_another_try() {
    let mut machine = acting(Seen::Nothing);
    assert_eq!(machine.handle(Event::Ended(StrikeEnd::Interrupted)), [Effect::End(Ending::Cancelled)]);
}

#[test]
fn an_event_out_of_turn_changes_nothing() {
    let mut machine = acting(Seen::Nothing);
    assert!(machine.handle(Event::Proposed(vec![line("rm -rf x")])).is_empty());
    assert!(machine.handle(Event::Judged(Judgement::Run)).is_empty());
    assert!(matches!(&machine.handle(Event::Ended(StrikeEnd::Solved))[..], [Effect::Show(_), Effect::End(_)]));
}
