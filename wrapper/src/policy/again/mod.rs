//! Is a proposal nothing but the line that failed, written otherwise? Running it would be a second look at the same
//! failure, and what it had done would be done twice.
//!
//! It is, when the part that failed stands in it with the same meaning and nothing before it changes anything: blanks,
//! quotes, braces, wrappers that change nothing (`env`, `nice`, `sh -c '…'`), more output redirections, a pipe or
//! `|| true` behind it make no other line of it.

mod call;
mod same;

use std::borrow::Cow;

use call::{Call, shell_text};
use same::{Expands, only_more_output, same_compound, same_values, same_words, without_braces};

use super::facts::{Facts, Look};
use super::judge::Failed;
use super::nu;
use super::reader::Reader;
use super::words::BUILTINS;
use crate::line::nu::{OF_THE_SESSION, is_plain};
use crate::line::{self, Command, Compound, CompoundKind, Dialect, Line, Pipeline, Simple};
use crate::protocol::types::{Name, NameKind};

/// Groups, substitutions and shells that are looked into, one inside the other. Nobody mends a line by more of them.
const DEEPEST: usize = 8;

/// What was found, in the order in which the line would run.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// The part that failed.
    Again,
    /// Something that may change how it ends.
    Change,
    /// Neither.
    Nothing,
}

/// See the module. What of the failed line is not proven to have failed is not looked for.
pub(super) fn is_second_look(failed: &Failed<'_>, run: &line::Parsed, facts: &Facts) -> bool {
    let Some(part) = failed_part(failed) else { return false };
    let look = Look::new(facts);
    let mut walk = Walk { parts: vec![part], look: &look, names: &facts.names, dialect: failed.line.line.dialect };
    if failed.refused {
        // Anybody can print that a line was refused. It counts where another reader could not read it either; and in a line
        // that was read without one, where what would be looked at again changes nothing.
        let unread = failed.line.doubt == Some(OF_THE_SESSION);
        let harmless = || !part.iter().any(|command| walk.has_effects(command));
        if unread || is_plain(&failed.line.line.text) && harmless() {
            return walk.is_whole(&failed.line.list, &run.list);
        }
    }
    walk.within(part, 0);
    walk.list(&run.list, Expands::Alike, 0) == Way::Again
}

/// Is a look one of the commands of a line that has failed? Which of them it was that failed does not matter: none of them is
/// ever needed to see what it says.
#[must_use]
pub fn is_look_again(failed: &line::Parsed, argv: &[Vec<String>]) -> bool {
    let members: Vec<String> = argv.iter().map(|words| line::join(words, Dialect::Bash)).collect();
    let look = line::parse(&Line::new(members.join(" | "), Dialect::Bash));
    let failed = |stage| Failed { line: failed, stage: Some(stage), refused: false };
    (0..failed(0).line.commands().count()).any(|stage| is_second_look(&failed(stage), &look, &Facts::default()))
}

/// The members of a pipeline up to the one that failed.
fn failed_part<'a>(failed: &Failed<'a>) -> Option<&'a [Command]> {
    let list = &failed.line.list;
    if !failed.line.is_parsed() {
        // It was refused as a whole, and nothing of it has run.
        return None;
    }
    let (pipeline, members) = match failed.stage {
        Some(stage) => {
            let (index, _) = failed.line.commands().nth(stage)?;
            let before = list[..index].iter().map(|pipeline| pipeline.commands.len()).sum::<usize>();
            (list.get(index)?, stage - before + 1)
        }
        None if list.len() == 1 => (&list[0], list[0].commands.len()),
        None => return None,
    };
    let part = pipeline.commands.get(..members)?;
    (!part.is_empty()).then_some(part)
}

struct Walk<'a> {
    /// The part that failed, and the parts of which it consists.
    parts: Vec<&'a [Command]>,
    look: &'a Look<'a>,
    names: &'a [Name],
    dialect: Dialect,
}

impl<'a> Walk<'a> {
    /// In `x=$(a)` and in `if b; then a; fi` it is `a` that has failed, or has run. What changes nothing may run again.
    fn within(&mut self, part: &'a [Command], depth: usize) {
        let Some(last) = part.last().filter(|_| depth < DEEPEST) else { return };
        let lists: Vec<&'a line::List> = match last {
            Command::Simple(simple) => {
                simple.assignments.iter().chain(&simple.words).flat_map(|word| &word.inner).collect()
            }
            Command::Compound(compound) => match compound.kind {
                CompoundKind::Group | CompoundKind::Subshell if !only_more_output(&compound.redirects, &[]) => {
                    Vec::new()
                }
                CompoundKind::Function | CompoundKind::For | CompoundKind::Count => Vec::new(),
                _ => compound.bodies.iter().collect(),
            },
        };
        for pipeline in lists.into_iter().flatten() {
            self.within(&pipeline.commands, depth + 1);
            if pipeline.commands.iter().any(|command| self.has_effects(command)) {
                self.parts.push(&pipeline.commands);
            }
        }
    }

    /// All of what was refused, with the same meaning.
    fn is_whole(&self, failed: &[Pipeline], other: &[Pipeline]) -> bool {
        let same_commands = |failed: &Pipeline, other: &Pipeline| {
            failed.commands.len() == other.commands.len()
                && failed.commands.iter().zip(&other.commands).all(|pair| self.same(pair.0, pair.1, Expands::Alike))
        };
        failed.len() == other.len() && failed.iter().zip(other).all(|pair| same_commands(pair.0, pair.1))
    }

    fn has_effects(&self, command: &Command) -> bool {
        let mut reader = Reader::new(self.look, self.dialect);
        reader.command(command);
        !reader.effects.is_empty()
    }

    fn list(&self, list: &[Pipeline], expands: Expands, depth: usize) -> Way {
        if depth > DEEPEST {
            return Way::Again;
        }
        for pipeline in list {
            let same = self.parts.iter().any(|part| {
                pipeline.commands.len() >= part.len()
                    && part.iter().zip(&pipeline.commands).all(|(failed, other)| self.same(failed, other, expands))
            });
            if same {
                return Way::Again;
            }
            for command in &pipeline.commands {
                let way = self.command(command, expands, depth);
                if way != Way::Nothing {
                    return way;
                }
            }
        }
        Way::Nothing
    }

    fn command(&self, command: &Command, expands: Expands, depth: usize) -> Way {
        let (words, bodies) = match command {
            Command::Simple(simple) => (simple.assignments.iter().chain(&simple.words), &[][..]),
            Command::Compound(compound) => ([].iter().chain(&compound.words), compound.bodies.as_slice()),
        };
        let in_bodies = match command {
            Command::Compound(compound) if sets_variables(compound) => Expands::Otherwise,
            _ => expands,
        };
        let substituted = words.flat_map(|word| &word.inner).map(|list| (list, expands));
        for (list, expands) in substituted.chain(bodies.iter().map(|list| (list, in_bodies))) {
            let way = self.list(list, expands, depth + 1);
            if way != Way::Nothing {
                return way;
            }
        }
        let changes = match command {
            Command::Simple(simple) => {
                if let Some((text, expands)) = shell_text(&simple.words, expands) {
                    let parsed = line::parse(&Line::new(text, Dialect::Bash));
                    return self.list(&parsed.list, expands, depth + 1);
                }
                self.has_effects(command) || line::changes_shell(simple)
            }
            Command::Compound(compound) => {
                (sets_variables(compound) && self.has_unknown_words()) || self.defines_it(compound)
            }
        };
        if changes { Way::Change } else { Way::Nothing }
    }

    /// The simple commands of what failed.
    fn commands(&self) -> impl Iterator<Item = &Simple> {
        self.parts.iter().copied().flatten().filter_map(Command::simple)
    }

    fn has_unknown_words(&self) -> bool {
        self.commands().any(|simple| simple.assignments.iter().chain(&simple.words).any(|word| word.value.is_none()))
    }

    /// What failed means this function from here on.
    fn defines_it(&self, compound: &Compound) -> bool {
        let name = compound.words.first().filter(|_| compound.kind == CompoundKind::Function);
        name.is_some_and(|name| self.commands().any(|simple| simple.program() == Some(name.text.as_str())))
    }

    fn same(&self, failed: &Command, other: &Command, expands: Expands) -> bool {
        match (without_braces(failed), without_braces(other)) {
            (Command::Simple(failed), Command::Simple(other)) => self.same_simple(failed, other, expands),
            (Command::Compound(failed), Command::Compound(other)) => same_compound(failed, other, expands),
            _ => false,
        }
    }

    fn same_simple(&self, failed: &Simple, other: &Simple, expands: Expands) -> bool {
        let (failed, other) = (self.without_alias(failed), self.without_alias(other));
        // `^ls` is a program, `ls` is not; and `'3'` is no number to a command of Nushell's own. What a wrapper starts is a
        // program.
        let in_nu = self.dialect == Dialect::Nu;
        let (nu_own, other_nu_own) = (in_nu && nu::runs_own(&failed), in_nu && nu::runs_own(&other));
        let (mut ran, others) = (Call::layers(&failed), Call::layers(&other));
        // Without a wrapper it is the same only where that has changed nothing at all. No wrapper finds what only the shell
        // has.
        let plain = ran.windows(2).take_while(|pair| pair[0].is_plain() && !BUILTINS.contains(&pair[1].name())).count();
        ran.truncate(plain + 1);
        only_more_output(&failed.redirects, &other.redirects)
            && ran.iter().enumerate().any(|(depth, ran)| {
                // Past a function, by a quote or a wrapper, it is another command; so it is past an alias that is not read.
                let own = self.names.iter().find(|known| known.name == ran.name());
                let is_own = own.is_some_and(|known| self.meant(known).is_none());
                others.iter().enumerate().any(|(other_depth, other)| {
                    let first = ran.words.first().zip(other.words.first());
                    let as_written = depth == other_depth && first.is_some_and(|(one, two)| one.text == two.text);
                    let (is_nu, other_nu) = (nu_own && depth == 0, other_nu_own && other_depth == 0);
                    (!is_own || as_written)
                        && is_nu == other_nu
                        && (!is_nu || same_values(&ran.words, &other.words))
                        && same_words(&ran.words, &other.words, expands)
                        && same_words(&ran.assignments, &other.assignments, expands)
                })
            })
    }

    /// The words that an alias stands for, where it is no more than words.
    fn meant(&self, known: &Name) -> Option<Simple> {
        if known.kind != NameKind::Alias {
            return None;
        }
        let parsed = line::parse(&Line::new(known.text.clone(), self.dialect));
        parsed.only().filter(|meant| !meant.words.is_empty()).cloned()
    }

    /// An alias stands for its words.
    fn without_alias<'b>(&self, simple: &'b Simple) -> Cow<'b, Simple> {
        let mut simple = Cow::Borrowed(simple);
        for _ in 0..DEEPEST {
            let Some(first) = simple.words.first() else { break };
            let known = self.names.iter().find(|known| known.name == first.text);
            let Some(meant) = known.and_then(|known| self.meant(known)) else { break };
            // One that uses its own name means the program of that name.
            let is_last = meant.words[0].text == first.text;
            let mut whole = meant;
            whole.assignments.splice(0..0, simple.assignments.iter().cloned());
            whole.words.extend_from_slice(&simple.words[1..]);
            whole.redirects.extend_from_slice(&simple.redirects);
            simple = Cow::Owned(whole);
            if is_last {
                break;
            }
        }
        simple
    }
}

fn sets_variables(compound: &Compound) -> bool {
    matches!(compound.kind, CompoundKind::For | CompoundKind::Count | CompoundKind::Arithmetic)
}

#[cfg(test)]
mod tests;
