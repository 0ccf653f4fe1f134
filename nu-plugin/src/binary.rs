//! The program `ghost`, run by nu itself as any program is: with nu's folder, environment, terminal and signals.

use std::io::{BufRead as _, Error, ErrorKind, PipeReader, PipeWriter, Read};
use std::os::fd::AsRawFd as _;
use std::path::PathBuf;

use nu_plugin::{EngineInterface, EvaluatedCall};
use nu_protocol::{ByteStream, LabeledError, PipelineData, Reader, ShellError, Span, Value};

use crate::trouble;

/// Where it is: beside this program. `None`: only the search path knows. No variable is asked, because what it named
/// would run with the person's rights.
pub fn beside() -> Option<PathBuf> {
    let own = std::env::current_exe().ok()?;
    let beside = own.parent()?.join("ghost");
    beside.is_file().then_some(beside)
}

/// Runs it with these words; what it prints is the output, as it comes. Nu's `run-external` does the work: it expands
/// patterns as it does for every program, lends it the terminal, and passes Ctrl-C on.
///
/// A status other than zero is an error. Where something was printed before, nu takes no more from a plugin than the
/// kind of an I/O error at the end of a stream: the number is told on stderr.
pub fn run(
    engine: &EngineInterface,
    head: Span,
    words: impl IntoIterator<Item = Value>,
    input: PipelineData,
) -> Result<PipelineData, LabeledError> {
    let Some(run_external) = engine.find_decl("run-external")? else {
        return Err(trouble::at(
            head,
            "this nu cannot run programs",
            "needs nu's command run-external",
            "run `ghost` from a shell that can start programs",
        ));
    };
    let ghost = beside().map_or_else(|| "ghost".to_owned(), |path| path.to_string_lossy().into_owned());
    let status = Told::new(head)?;
    let mut call = EvaluatedCall::new(head);
    call.positional.extend([ghost, "__status".to_owned(), status.path()].map(|word| Value::string(word, head)));
    call.positional.extend(words);
    let PipelineData::ByteStream(stream, metadata) =
        engine.call_decl(run_external, call, input, true, false).map_err(|error| not_run(head, error))?
    else {
        return Ok(PipelineData::Empty);
    };
    let kind = stream.type_();
    let Some(mut reader) = stream.reader() else { return Ok(PipelineData::Empty) };
    // A program that fails has most often nothing to print but an error: that is told as nu tells such things.
    if reader.fill_buf().map_or(true, <[u8]>::is_empty) {
        return match status.told() {
            0 => Ok(PipelineData::Empty),
            status => Err(ended(head, status)),
        };
    }
    let output = Printed { reader, status: Some(status) };
    Ok(PipelineData::byte_stream(ByteStream::read(output, head, engine.signals().clone(), kind), metadata))
}

/// What nu says of a program that could not be run, in terms of ghost.
fn not_run(head: Span, error: ShellError) -> LabeledError {
    let told = LabeledError::from(error);
    trouble::at(
        head,
        format!("ghost could not be run: {}", told.msg),
        "needs the program `ghost`",
        "put `ghost` beside nu_plugin_ghost, or on PATH: `cargo install --path wrapper` does, in a checkout",
    )
}

fn ended(head: Span, status: u8) -> LabeledError {
    trouble::at(
        head,
        format!("ended with status {status}"),
        format!("status {status}"),
        "`ghost why` tells what was tried, `ghost fix` what else could be",
    )
}

/// How a run has ended, through a pipe that it opens by name: nu hands on what is printed alone.
struct Told {
    reads: PipeReader,
    writes: PipeWriter,
}

impl Told {
    fn new(head: Span) -> Result<Self, LabeledError> {
        let pipe = std::io::pipe();
        let (reads, writes) = pipe.map_err(|error| {
            trouble::at(
                head,
                format!("there is no pipe to be had: {error}"),
                "needs one",
                "close some files of this nu",
            )
        })?;
        Ok(Self { reads, writes })
    }

    /// proc_pid_fd(5): the name by which another process of the same user opens it.
    fn path(&self) -> String {
        format!("/proc/{}/fd/{}", std::process::id(), self.writes.as_raw_fd())
    }

    /// Once it has closed its output, it has ended. One that could not say how was ended by force.
    fn told(self) -> u8 {
        const KILLED: u8 = 128 + 9;
        let Self { mut reads, writes } = self;
        drop(writes);
        let mut status = [KILLED];
        let _ = reads.read_exact(&mut status);
        status[0]
    }
}

/// What it prints, and at the end an error where the status is one.
struct Printed {
    reader: Reader,
    status: Option<Told>,
}

impl Read for Printed {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        match self.reader.read(buffer) {
            Ok(0) => {}
            Ok(count) => return Ok(count),
            // Nu has gone, or the person has pressed Ctrl-C: nobody wants the rest.
            Err(_) => {
                self.status = None;
                return Ok(0);
            }
        }
        match self.status.take().map(Told::told) {
            None | Some(0) => Ok(0),
            Some(status) => {
                eprintln!("ghost: ended with status {status}");
                Err(Error::from(ErrorKind::UnexpectedEof))
            }
        }
    }
}
