//! A line that failed and one that is proposed for it, both of any bytes: what policy lets run was understood, loses
//! nothing, and runs at no stricter setting than it has to.

use ghostsh::job::{Job, Program};
use ghostsh::line::{Dialect, Line, Parsed, Part, Resume, Scope, failed_stage, parse, resume};
use ghostsh::policy::{Consent, Decision, Facts, Failed, Kind, Level, Request, effects, judge};
use ghostsh::protocol::types::{Candidate, Origin, OriginKind, Source};

use super::judge::machine;

/// The typed line, a NUL, the proposed line; without a NUL the line is proposed as it was typed.
pub fn check(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (typed, proposed) = text.split_once('\0').unwrap_or((&text, &text));
    for dialect in [Dialect::Bash, Dialect::Fish] {
        let read = |text: &str| parse(&Line::new(text, dialect));
        let (typed, proposed) = (read(typed), read(proposed));
        let stages = typed.commands().count();
        // A message that names the last program: as good a proof as any output holds.
        let told = format!("bash: {}: command not found\n", proposed.line.text.split(' ').next().unwrap_or_default());
        let failed = failed_stage(&typed, 127, Some(&told));
        assert!(failed.is_none_or(|stage| stage < stages), "stage {failed:?} of {stages}");
        for failed in [None, failed, stages.checked_sub(1)] {
            for scope in [Scope::Child, Scope::Session] {
                if let Resume::Run(part) = resume(&typed, failed, &proposed, scope, &parse) {
                    judged(&typed, failed, &proposed, &part);
                }
            }
        }
    }
}

fn judged(typed: &Parsed, stage: Option<usize>, proposed: &Parsed, part: &Part) {
    let facts = machine(&[typed, &part.run]);
    for (origin, proven) in [(OriginKind::Local, true), (OriginKind::Local, false), (OriginKind::Model, true)] {
        let asked = Asked { typed, stage, proposed, part, facts: &facts, origin, proven };
        let runs = |level, yes| asked.runs(Consent { level, yes });
        let unasked = [Level::Never, Level::Ask, Level::Auto].map(|level| runs(level, false));
        let agreed = [Level::Never, Level::Ask, Level::Auto].map(|level| runs(level, true));
        let lines = (&typed.line.text, part.text());
        assert!(!unasked[0] && unasked.is_sorted() && agreed.is_sorted(), "{lines:?}: {unasked:?} {agreed:?}");
        assert!(
            unasked.iter().zip(agreed).all(|(unasked, agreed)| *unasked <= agreed),
            "{lines:?}: consent takes away"
        );
        if agreed[2] {
            let worst = effects(&part.run, &facts).iter().map(|effect| effect.kind).max().unwrap_or(Kind::Read);
            assert!(part.run.doubt.is_none(), "{lines:?} runs in spite of {:?}", part.run.doubt);
            assert!(worst < Kind::Unknown, "{lines:?} runs, though it is {worst:?}");
        }
    }
}

/// One question to the judge.
struct Asked<'a> {
    typed: &'a Parsed,
    stage: Option<usize>,
    proposed: &'a Parsed,
    part: &'a Part,
    facts: &'a Facts,
    origin: OriginKind,
    proven: bool,
}

impl Asked<'_> {
    fn runs(&self, consent: Consent) -> bool {
        let text = &self.proposed.line.text;
        let origins = text.split_whitespace().map(|word| Origin { word: word.to_owned(), origin: self.origin });
        let candidate = Candidate {
            command: text.clone(),
            why: String::new(),
            confidence: 1.0,
            source: Source::Rule,
            rule: String::new(),
            check: None,
            proven: self.proven,
            origins: origins.collect(),
        };
        // As words where it can be, as the driver does.
        let program = match self.part.words() {
            Some(words) => Program::Exec(words.into_iter().map(Into::into).collect()),
            None => Program::Shell { shell: "/bin/bash".into(), line: self.part.text().to_owned() },
        };
        let failed = [Failed { line: self.typed, stage: self.stage, refused: false }];
        let request = Request {
            typed: self.typed,
            proposed: self.proposed,
            part: self.part,
            candidate: &candidate,
            job: Job { program },
            failed: &failed,
            rules: &[],
        };
        matches!(judge(request, self.facts, consent), Decision::Run(_))
    }
}
