//! `ghost ask TEXT`: something asked in a person's own words.

use std::io::{IsTerminal as _, Read as _};

use nix::unistd::Pid;

use super::args::RunOptions;
use super::fix::person_shell;
use super::run::adopt;
use super::{Status, help};
use crate::driver::ask::{self, Answered, Listener, Question};
use crate::driver::{Brain, live};
use crate::error::{Error, Kind, Result};
use crate::exit;
use crate::tongue::Tongue;
use crate::ui::{AnswerView, To, Ui};

/// What is read of a sentence on stdin, at most.
const MOST: u64 = 64 * 1024;
/// The signal of Ctrl-C.
const SIGINT: u8 = 2;

/// What is answered without a model, by a sentence for each kind.
const EXAMPLES: &str = "\
Without a model, in English and Chinese, for example:
  is nginx running?                     装了 tmux 吗
  what is using port 8080?              8080 端口被谁占了
  how full is the disk?                 内存够不够用
  which program eats the most memory?   哪个目录占空间最多
  what changed here in the last hour?   今天改了哪些文件
  which package provides dig?           ifconfig 在哪个包里
  where is python3?                     我的 ip 是多少
  what is wrong in app.log?             nginx 的日志里有什么错误
  why did that fail?                    刚才为什么报错
  what does `rm -rf build` do?          怎么解压 a.tar.gz
  files larger than 100 MB              半年没动过的文件";

/// Ask something in your own words.
///
/// ghost looks at this machine for it and answers on stdout; everything else goes to stderr. Nothing is changed: what would
/// change something is only offered, at the next prompt where your shell has ghost's hooks.
///
/// Exit status: 0 answered, 1 not answered, 130 stopped by Ctrl-C, 125 when ghost itself failed.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Ask {
    /// Print one JSON object in the end: the answer, what was looked at, what is offered.
    #[arg(long)]
    json: bool,
    /// Print the answer as it is written, Markdown, also on a terminal.
    #[arg(long)]
    plain: bool,
    /// Tell who said what on the way.
    #[arg(long)]
    trace: bool,
    /// The question or wish; left out: what stands on stdin.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    text: Vec<String>,
}

/// Answers it, as far as there is somebody who can.
///
/// # Errors
/// When nothing was asked.
pub fn run(ask: &Ask, options: RunOptions) -> Result<Status> {
    let text = if ask.text.is_empty() { on_stdin()? } else { ask.text.join(" ") };
    let text = text.trim();
    if text.is_empty() {
        return Err(Error::new(Kind::Usage, "nothing was asked").hint("ghost ask 'what is using port 8080?'"));
    }
    let question = Question {
        text: text.to_owned(),
        shell: person_shell(),
        traced: ask.trace || ask.json,
        host: live::host(),
        ..Question::default()
    };
    let brain = Brain {
        program: options.kernel,
        socket: options.kernel_fd.map(adopt).transpose()?,
        pid: options.kernel_pid.map(Pid::from_raw),
        lent: None,
    };
    let to = if ask.json { To::Nobody } else { To::Stdout };
    let mut voice = Voice {
        view: AnswerView::new(Ui::new(options.color, options.quiet), to, ask.plain),
        traces: ask.trace,
        only_answers: false,
    };
    let answered = voice.ask(&question, brain);
    if ask.json {
        // Values of ours always become text.
        help::print_json(&format!("{}\n", serde_json::to_string(&answered).unwrap_or_default()));
    }
    Ok(match (&answered.error, answered.cancelled) {
        (_, true) => Status::Exit(exit::SIGNAL_BASE + SIGINT),
        (Some(_), false) => Status::Exit(1),
        (None, false) => Status::Exit(0),
    })
}

fn on_stdin() -> Result<String> {
    let stdin = std::io::stdin();
    let mut text = String::new();
    if !stdin.is_terminal() {
        stdin
            .lock()
            .take(MOST)
            .read_to_string(&mut text)
            .map_err(|error| Error::new(Kind::Outside, "read the question on stdin").because(error))?;
    }
    Ok(text)
}

/// What the person hears of an answer.
pub(super) struct Voice {
    pub(super) view: AnswerView,
    /// Who said what within the brain is told as well.
    pub(super) traces: bool,
    /// Why there is no answer is not said.
    pub(super) only_answers: bool,
}

impl Voice {
    /// Has it answered and says so, with what is offered and with why there is no answer.
    pub(super) fn ask(&mut self, question: &Question, brain: Brain) -> Answered {
        let answered = ask::ask(question, brain, self);
        if answered.cancelled {
            self.view.stops();
            return answered;
        }
        self.view.ends();
        for offer in &answered.offers {
            self.view.offers(&offer.command, &offer.why, &offer.reason);
        }
        if let Some(error) = answered.error.as_ref().filter(|_| !self.only_answers) {
            let told = match answered.hint.as_str() {
                "" => error.clone(),
                hint => Tongue::of(&question.text).fill("{}; {}", &[error, hint]),
            };
            self.view.notes(&told);
        }
        answered
    }
}

impl Listener for Voice {
    fn says(&mut self, text: &str) {
        self.view.says(text);
    }

    fn looks(&mut self, line: &str) {
        self.view.looks(line);
    }

    fn does(&mut self, text: &str) {
        self.view.does(text);
    }

    fn traces(&mut self, who: &str, text: &str) {
        if self.traces {
            self.view.traces(who, text);
        }
    }

    fn notes(&mut self, text: &str) {
        self.view.notes(text);
    }
}
