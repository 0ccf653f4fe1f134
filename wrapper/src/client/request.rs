//! One request to the brain: what is asked, the errands on the way, and the last word.
//!
//! A line that failed and a sentence differ in what ends them. On the way the brain may have looks taken and models asked;
//! both get results whatever becomes of them, so that a look that is refused is one more thing to think about.

use std::cell::Cell;
use std::os::fd::AsFd as _;
use std::time::Instant;

use super::connection::{Broken, News, Until};
use super::look::parts;
use super::{Cancel, Client, Heard, Look, Trouble};
use crate::protocol::types::{
    Action, Argv, AskedEvent, Candidate, Event, ExecuteAction, FailedEvent, MindAction, PieceEvent, Purpose, Source,
};

/// Looks a brain may ask for in one request.
const MAX_PROBES: usize = 8;
/// Questions to models in one request: as many as there may be looks, each thought about before and after, and a few for
/// those who propose and refute.
const MAX_MINDS: usize = 24;
/// Bytes of an answer. Nobody reads more than that.
const MAX_ANSWER_BYTES: usize = 256 * 1024;

/// The body, as far as the brain can have it do something on the way to an answer.
pub trait Body {
    /// Takes a look, or refuses it.
    fn probe(&mut self, argv: &[Vec<String>]) -> Look;

    /// Asks a model; what it says goes to `on_piece` while it speaks, and what the brain makes of that comes back. With
    /// an empty piece where nothing was said and there are `news` of the brain's.
    fn mind(&mut self, question: &MindAction, news: News<'_>, on_piece: &mut dyn FnMut(&str) -> Vec<Aside>) -> Look;

    /// A part of the answer to a sentence, or the last of it.
    fn reply(&mut self, text: &str) {
        let _ = text;
    }

    /// Lines that could come next.
    fn offer(&mut self, candidates: Vec<Candidate>) {
        let _ = candidates;
    }

    /// What is being done.
    fn progress(&mut self, text: &str) {
        let _ = text;
    }

    /// Who said what within the brain.
    fn trace(&mut self, who: &str, text: &str) {
        let _ = (who, text);
    }
}

/// What the brain says while a model speaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Aside {
    /// A part of the answer to a sentence.
    Reply(String),
    /// What is being done.
    Progress(String),
    /// Who said what within the brain.
    Trace(String, String),
}

/// What the brain answered to a failure.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// Lines that may repair the failed one, best first.
    Candidates(Vec<Candidate>),
    /// Nothing.
    GaveUp {
        /// Why.
        why: String,
        /// What the person could do.
        hint: String,
    },
}

/// How the answer to a sentence ended; what it was went to the [`Body`] as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// All of it was said.
    Answered,
    /// There is none.
    GaveUp {
        /// Why.
        why: String,
        /// What the person could do.
        hint: String,
    },
}

/// A request under way.
struct Request<'a> {
    cancel: &'a Cancel,
    deadline: Instant,
    /// What is no message is a part of the answer.
    is_sentence: bool,
    probes: usize,
    minds: usize,
    /// Bytes of the answer so far.
    told: usize,
}

impl Client {
    /// Asks for repairs of a failed line.
    ///
    /// # Errors
    /// See [`Trouble`].
    pub fn failed(
        &mut self,
        mut failed: FailedEvent,
        cancel: &Cancel,
        deadline: Instant,
        body: &mut dyn Body,
    ) -> Result<Answer, Trouble> {
        failed.id = Some(self.begin());
        let mut request = Request::new(cancel, deadline, false);
        self.send(&Event::Failed(failed), request.until())?;
        loop {
            let Some(action) = self.next(&mut request, body)? else { continue };
            match action {
                Action::Propose(propose) => return Ok(Answer::Candidates(propose.candidates)),
                Action::Execute(execute) => return Ok(Answer::Candidates(vec![candidate(execute)])),
                Action::GiveUp(answer) => return Ok(Answer::GaveUp { why: answer.why, hint: answer.hint }),
                Action::Error(error) => return Err(Trouble::Failed(error.message)),
                other => self.not_asked(&other, request.until())?,
            }
        }
    }

    /// Asks what a sentence asks. The answer and what is offered go to `body` as they come; nothing of it has been judged.
    ///
    /// # Errors
    /// See [`Trouble`].
    pub fn asked(
        &mut self,
        mut asked: AskedEvent,
        cancel: &Cancel,
        deadline: Instant,
        body: &mut dyn Body,
    ) -> Result<Said, Trouble> {
        asked.id = Some(self.begin());
        let mut request = Request::new(cancel, deadline, true);
        self.send(&Event::Asked(asked), request.until())?;
        loop {
            let Some(action) = self.next(&mut request, body)? else { continue };
            match action {
                Action::Propose(propose) => body.offer(propose.candidates),
                Action::Execute(execute) => body.offer(vec![candidate(execute)]),
                Action::Reply(reply) => {
                    request.tell(&reply.text, body)?;
                    if reply.done {
                        return Ok(Said::Answered);
                    }
                }
                Action::GiveUp(answer) => return Ok(Said::GaveUp { why: answer.why, hint: answer.hint }),
                Action::Error(error) => return Ok(Said::GaveUp { why: error.message, hint: error.hint }),
                other => self.not_asked(&other, request.until())?,
            }
        }
    }

    /// The next message that is about the request itself; errands are done on the way. `None`: one of them was.
    fn next(&mut self, request: &mut Request<'_>, body: &mut dyn Body) -> Result<Option<Action>, Trouble> {
        let action = match self.receive(request.until())? {
            Heard::Action(action) => action,
            Heard::Text(text) if request.is_sentence => {
                request.tell(&format!("{text}\n"), body)?;
                return Ok(None);
            }
            Heard::Text(_) => {
                let what = "a line that is no JSON object";
                self.complain("not_json", what, request.until())?;
                return Err(Trouble::Garbled(what.to_owned()));
            }
            Heard::Nothing => return Ok(None),
        };
        if action.id().is_some_and(|id| id != self.request) {
            self.not_asked(&action, request.until())?;
            return Ok(None);
        }
        match action {
            Action::Execute(execute) if execute.purpose == Purpose::Probe => self.look(&execute, request, body)?,
            Action::Mind(mind) => self.think(&mind, request, body)?,
            Action::Progress(progress) => body.progress(&progress.text),
            Action::Trace(trace) => body.trace(&trace.who, &trace.text),
            other => return Ok(Some(other)),
        }
        Ok(None)
    }

    fn look(&mut self, execute: &ExecuteAction, request: &mut Request<'_>, body: &mut dyn Body) -> Result<(), Trouble> {
        request.probes += 1;
        let look = match &execute.argv {
            Some(_) if request.probes > MAX_PROBES => Look::refused("too many looks"),
            Some(argv) => body.probe(&pipeline(argv)),
            None => Look::refused("a probe needs argv"),
        };
        self.report(look, execute.action_id.clone(), request)
    }

    fn think(&mut self, mind: &MindAction, request: &mut Request<'_>, body: &mut dyn Body) -> Result<(), Trouble> {
        request.minds += 1;
        let began = Instant::now();
        let look = if request.minds > MAX_MINDS {
            Look::refused("too many questions to models")
        } else {
            let Some(Ok(end)) = self.connection.as_ref().map(super::Connection::ear) else {
                return Err(Trouble::Broken(Broken::Closed));
            };
            let mut broken = None;
            let open = Cell::new(true);
            let look = body.mind(mind, News { end: end.as_fd(), open: &open }, &mut |text| {
                let mut said = Vec::new();
                if broken.is_none() {
                    // The brain's own time stands still while a model speaks.
                    let until = match request.is_sentence {
                        true => request.until(),
                        false => Until::new(request.cancel, request.deadline + began.elapsed()),
                    };
                    broken = self.piece(text, mind, request, until, &mut said).err();
                    open.set(broken.is_none());
                }
                said
            });
            if let Some(trouble) = broken {
                return Err(trouble);
            }
            look
        };
        if !request.is_sentence {
            // How long the brain itself may take is another matter than how long a model does.
            request.deadline += began.elapsed();
        }
        self.report(look, mind.action_id.clone(), request)
    }

    /// Hands a piece of what a model says to the brain, and hears what it has made of those before.
    fn piece(
        &mut self,
        text: &str,
        mind: &MindAction,
        request: &mut Request<'_>,
        until: Until<'_>,
        said: &mut Vec<Aside>,
    ) -> Result<(), Trouble> {
        for part in parts(text) {
            let text = part.to_owned();
            let piece = PieceEvent { id: Some(self.request), action_id: mind.action_id.clone(), text };
            self.send(&Event::Piece(piece), until)?;
        }
        while self.connection.as_ref().is_some_and(super::Connection::has_news) {
            match self.receive(until)? {
                Heard::Text(text) if request.is_sentence => {
                    let text = format!("{text}\n");
                    request.count(&text)?;
                    said.push(Aside::Reply(text));
                }
                Heard::Action(action) if action.id().is_none_or(|id| id == self.request) => match action {
                    Action::Reply(reply) if request.is_sentence && !reply.done => {
                        request.count(&reply.text)?;
                        said.push(Aside::Reply(reply.text));
                    }
                    Action::Progress(progress) => said.push(Aside::Progress(progress.text)),
                    Action::Trace(trace) => said.push(Aside::Trace(trace.who, trace.text)),
                    // It waits for a result, and is not to ask for more before it has it.
                    other => self.not_asked(&other, until)?,
                },
                Heard::Action(other) => self.not_asked(&other, until)?,
                Heard::Text(_) => return Err(Trouble::Garbled("a line that is no JSON object".to_owned())),
                Heard::Nothing => {}
            }
        }
        Ok(())
    }

    fn report(&mut self, look: Look, action_id: String, request: &Request<'_>) -> Result<(), Trouble> {
        if request.cancel.is_asked() {
            // The errand has ended because of that; the brain is not to think about it.
            return Err(Trouble::Broken(Broken::Cancelled));
        }
        self.send(&Event::Result(look.into_event(self.request, action_id)), request.until())
    }
}

impl<'a> Request<'a> {
    fn new(cancel: &'a Cancel, deadline: Instant, is_sentence: bool) -> Self {
        Self { cancel, deadline, is_sentence, probes: 0, minds: 0, told: 0 }
    }

    fn until(&self) -> Until<'a> {
        Until::new(self.cancel, self.deadline)
    }

    fn tell(&mut self, text: &str, body: &mut dyn Body) -> Result<(), Trouble> {
        self.count(text)?;
        body.reply(text);
        Ok(())
    }

    fn count(&mut self, text: &str) -> Result<(), Trouble> {
        self.told += text.len();
        if self.told > MAX_ANSWER_BYTES { Err(Trouble::Broken(Broken::Flood)) } else { Ok(()) }
    }
}

/// The programs of a look, each with its words.
#[must_use]
pub fn pipeline(argv: &Argv) -> Vec<Vec<String>> {
    match argv {
        Argv::Words(words) => vec![words.clone()],
        Argv::Pipeline(parts) => parts.clone(),
    }
}

/// An `execute` that is no probe is a proposal of one line, and nothing is proven about it.
fn candidate(execute: ExecuteAction) -> Candidate {
    let words = |words: &Vec<String>| crate::line::join(words, crate::line::Dialect::Bash);
    let command = match (execute.command, execute.argv) {
        (Some(command), _) => command,
        (None, Some(Argv::Words(argv))) => words(&argv),
        (None, Some(Argv::Pipeline(parts))) => parts.iter().map(words).collect::<Vec<_>>().join(" | "),
        (None, None) => String::new(),
    };
    Candidate {
        command,
        why: execute.why,
        confidence: 0.5,
        source: Source::Rule,
        rule: String::new(),
        check: None,
        proven: false,
        origins: Vec::new(),
    }
}
