//! `ghost --help` and `ghost --version`.

use std::io::Write as _;

use super::Status;
use crate::exit;

const HELP: &str = "\
ghost runs a command; when it fails, ghost repairs it.

Usage: ghost [OPTIONS] COMMAND [ARGUMENT]…     run a program
       ghost [OPTIONS] -- COMMAND …            the same, whatever its name
       ghost [OPTIONS] -c 'LINE'               run a line through $SHELL
       ghost init SHELL                        hooks for bash, zsh, fish or nu (there, a file)
       ghost fix                               repair the last failure
       ghost ask TEXT                          ask in your own words (--plain, --json, --trace)
       ghost on | off                          switch the shell's ghost
       ghost why                               what happened last, and why
       ghost log [verify]                      what ghost did (--json, --follow, --looks, --minds, --last COUNT)
       ghost look TOPIC                        ports, processes, units, disk, memory or changes
       ghost model list|add|test|use|remove    which models may be asked; none is unless you add one
       ghost model setup                       fetch what finds documents by meaning; asks first (--remove)
       ghost undo                              put back what the last repair has written over
       ghost rules list                        the rules there are
       ghost rules new NAME                    write a first rule of your own, to be changed
       ghost rules check [NAME|FILE|FOLDER]…   run the examples of rules; of all that are yours when none is named
       ghost rules try LINE                    what the rules make of a line that failed, and why (--output FILE)
       ghost memory list|search|forget|…       what ghost remembers (also export, import, stats, index)
       ghost doctor                            what holds here: sandbox, brain, rules, journal, models, memory …
       ghost policy explain LINE               what a line would do here, and whether it may run
       ghost policy test                       read the policy files, and try their rules' examples
       ghost policy judge                      JSON lines on stdin, a decision about each on stdout
       ghost redact                            stdin to stdout, without passwords, keys and tokens
       ghost route [--names FILE]              is a line a command or a sentence? lines on stdin
       ghost uninstall                         remove ghost

Options, before the command:
  -y, --yes           agree to repairs that write, reach the network or run what you asked for;
                      never to ones that delete or need more rights
  -q, --quiet         say nothing after a repair
      --report FILE   append every repair that is run to FILE, one a line
      --color WHEN    auto, always or never (NO_COLOR is obeyed)
      --kernel PROGRAM  use another brain
  -h, --help          this text
  -V, --version       the version

Exit status: the last run's own; 125 when ghost itself failed, 126 and 127 as in a shell.
GHOST_OFF=1 runs commands as they are.
";

/// The help, on stdout: it was asked for.
pub fn show() -> Status {
    print(HELP)
}

/// The version, in the one shape by which other programs of this name are told apart.
pub fn version() -> Status {
    print(concat!("ghost ", env!("CARGO_PKG_VERSION"), " (ghostsh)\n"))
}

/// What clap has to say: help that was asked for, or what was wrong.
pub fn clap(error: &clap::Error) -> Status {
    let text = error.render().to_string();
    if error.use_stderr() {
        let _ = std::io::stderr().write_all(text.as_bytes());
        return Status::Exit(exit::OWN_ERROR);
    }
    print(&text)
}

/// Text that was asked for. A reader that left early is no error.
pub fn print(text: &str) -> Status {
    let mut stdout = std::io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Status::Exit(exit::OWN_ERROR),
        _ => Status::Exit(0),
    }
}

/// Prints JSON, a value a line, with nothing in it that a terminal would obey.
pub fn print_json(lines: &str) -> Status {
    print(&crate::text::json(lines))
}
