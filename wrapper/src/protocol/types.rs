//! The messages of the synapse. GENERATED from kernel/protocol/schema.json by kernel/protocol/generate.py; do not edit.

use serde::{Deserialize, Serialize};

/// Version of the protocol.
pub const VERSION: i64 = 1;
/// Longest line either side may send, in bytes, without its newline.
pub const MAX_LINE_BYTES: usize = 1048576;

fn in_range<T: PartialOrd + std::fmt::Display>(field: &str, value: T, low: T, high: T) -> Result<(), String> {
    if value < low || value > high {
        return Err(format!("{field} must be from {low} to {high}"));
    }
    Ok(())
}

/// Words of one program, or of a pipeline of programs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Argv {
    /// One program.
    Words(Vec<String>),
    /// A pipeline.
    Pipeline(Vec<Vec<String>>),
}

/// The shell language a line is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dialect {
    /// `bash`
    Bash,
    /// `zsh`
    Zsh,
    /// `fish`
    Fish,
    /// `nu`
    Nu,
}

/// Why a command is to be run: a read-only look, or the repair itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// `probe`
    Probe,
    /// `repair`
    Repair,
}

/// What in the brain a candidate comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// `rule`
    Rule,
    /// `memory`
    Memory,
    /// `model`
    Model,
}

/// Where a word of a candidate comes from. 'output' and 'model' are untrusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OriginKind {
    /// `typed`
    Typed,
    /// `local`
    Local,
    /// `rule`
    Rule,
    /// `output`
    Output,
    /// `model`
    Model,
}

/// How a repair ended. 'offered': a line was shown or put at the prompt, and what becomes of it is not known yet. 'failed': the person ran what was offered, and it failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutcomeVerdict {
    /// `solved`
    Solved,
    /// `declined`
    Declined,
    /// `offered`
    Offered,
    /// `gave_up`
    GaveUp,
    /// `failed`
    Failed,
}

/// What a sentence forbids. Policy keeps it, whatever the brain asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Constraint {
    /// `no_change`
    NoChange,
    /// `no_install`
    NoInstall,
    /// `no_delete`
    NoDelete,
    /// `no_network`
    NoNetwork,
    /// `no_privilege`
    NoPrivilege,
    /// `no_services`
    NoServices,
    /// `folder_only`
    FolderOnly,
}

/// Who says a message of a conversation with a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// `system`
    System,
    /// `user`
    User,
    /// `assistant`
    Assistant,
}

/// What a name of the person's shell stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NameKind {
    /// `alias`
    Alias,
    /// `function`
    Function,
}

/// What joins a stage to the one before it; 'start' for the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Operator {
    /// `start`
    Start,
    /// `pipe`
    Pipe,
    /// `and`
    And,
    /// `or`
    Or,
    /// `then`
    Then,
    /// `background`
    Background,
}

/// One word of a simple command.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Word {
    /// as typed, quotes included
    pub text: String,
    /// the word after quote removal; null when an expansion makes it unknown before it runs
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// first code point in the line
    pub start: i64,
    /// one past the last code point
    pub end: i64,
}

impl Word {
    /// Bounds that the type alone does not hold.
    ///
    /// # Errors
    /// Names the field that is out of bounds.
    pub fn validate(&self) -> Result<(), String> {
        in_range("start", self.start, 0, 1048576)?;
        in_range("end", self.end, 0, 1048576)?;
        Ok(())
    }
}

/// One redirection of a simple command.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Redirect {
    /// such as '>', '>>', '<', '2>'
    pub operator: String,
    /// the file; null for here-documents and descriptors
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Word>,
    /// first code point in the line
    pub start: i64,
    /// one past the last code point
    pub end: i64,
}

impl Redirect {
    /// Bounds that the type alone does not hold.
    ///
    /// # Errors
    /// Names the field that is out of bounds.
    pub fn validate(&self) -> Result<(), String> {
        if let Some(value) = &self.target {
            value.validate()?;
        }
        in_range("start", self.start, 0, 1048576)?;
        in_range("end", self.end, 0, 1048576)?;
        Ok(())
    }
}

/// One simple command of the line, in the order of the text. A compound command (if, for, a group) is one stage without words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stage {
    /// what joins it to the stage before it
    #[serde(default = "default_stage_operator")]
    pub operator: Operator,
    /// variables set in front of the command, NAME=value
    #[serde(default)]
    pub assignments: Vec<Word>,
    /// the program and its arguments
    #[serde(default)]
    pub words: Vec<Word>,
    /// redirections, in the order of the text
    #[serde(default)]
    pub redirects: Vec<Redirect>,
    /// first code point in the line
    pub start: i64,
    /// one past the last code point
    pub end: i64,
    /// true: proven to be the one that failed; false: proven not to be; null: not proven
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failed: Option<bool>,
}

impl Stage {
    /// Bounds that the type alone does not hold.
    ///
    /// # Errors
    /// Names the field that is out of bounds.
    pub fn validate(&self) -> Result<(), String> {
        for item in &self.assignments {
            item.validate()?;
        }
        for item in &self.words {
            item.validate()?;
        }
        for item in &self.redirects {
            item.validate()?;
        }
        in_range("start", self.start, 0, 1048576)?;
        in_range("end", self.end, 0, 1048576)?;
        Ok(())
    }
}

fn default_stage_operator() -> Operator {
    Operator::Start
}

/// An alias or a function of the person's shell that the line uses.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Name {
    /// the name as typed
    pub name: String,
    /// alias or function
    pub kind: NameKind,
    /// what an alias expands to; empty for a function
    #[serde(default)]
    pub text: String,
}

impl Name {
    /// Bounds that the type alone does not hold.
    ///
    /// # Errors
    /// Names the field that is out of bounds.
    pub fn validate(&self) -> Result<(), String> {
        Ok(())
    }
}

/// An earlier strike of the same repair.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Tried {
    /// what was run
    pub line: String,
    /// its exit status; null when it was not run
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exit_code: Option<i64>,
    /// what it printed; null = unknown
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output: Option<String>,
    /// why it was not run; with an exit status of 0: why that was not enough
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
}

impl Tried {
    /// Bounds that the type alone does not hold.
    ///
    /// # Errors
    /// Names the field that is out of bounds.
    pub fn validate(&self) -> Result<(), String> {
        if let Some(value) = &self.exit_code {
            in_range("exit_code", *value, 0, 255)?;
        }
        Ok(())
    }
}

/// The line that failed last in this terminal, as it was typed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LastFailure {
    /// the line
    pub line: String,
    /// its exit status
    pub exit_code: i64,
    /// what it printed; null = unknown
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output: Option<String>,
    /// the line that then worked in its place; empty: none
    #[serde(default)]
    pub repaired: String,
}

impl LastFailure {
    /// Bounds that the type alone does not hold.
    ///
    /// # Errors
    /// Names the field that is out of bounds.
    pub fn validate(&self) -> Result<(), String> {
        in_range("exit_code", self.exit_code, 0, 255)?;
        Ok(())
    }
}

/// One message of a conversation with a model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Message {
    /// who says it
    pub role: Role,
    /// what is said
    pub text: String,
}

impl Message {
    /// Bounds that the type alone does not hold.
    ///
    /// # Errors
    /// Names the field that is out of bounds.
    pub fn validate(&self) -> Result<(), String> {
        Ok(())
    }
}

/// A model of the person's configuration, as far as the brain has to know it: no address, no key.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Model {
    /// its name in the configuration
    pub name: String,
    /// what it is used for: answer, scout, diagnostician, critic; empty: all
    #[serde(default)]
    pub roles: Vec<String>,
    /// it runs on this machine
    #[serde(default)]
    pub local: bool,
    /// tokens that a request may have, its answer included; 0 = not known
    #[serde(default)]
    pub context: i64,
    /// a program that takes one prompt and prints text: no schema, no roles of messages
    #[serde(default)]
    pub is_agent: bool,
}

impl Model {
    /// Bounds that the type alone does not hold.
    ///
    /// # Errors
    /// Names the field that is out of bounds.
    pub fn validate(&self) -> Result<(), String> {
        in_range("context", self.context, 0, 100000000)?;
        Ok(())
    }
}

/// What a request to a model cost.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Usage {
    /// tokens sent; 0 = not told
    #[serde(default)]
    pub input_tokens: i64,
    /// tokens received; 0 = not told
    #[serde(default)]
    pub output_tokens: i64,
    /// milliseconds to the first piece
    #[serde(default)]
    pub first_ms: i64,
    /// the way in which the schema was kept, to be named the next time
    #[serde(default)]
    pub rung: String,
    /// why it ended: stop, length, refusal
    #[serde(default)]
    pub stop: String,
}

impl Usage {
    /// Bounds that the type alone does not hold.
    ///
    /// # Errors
    /// Names the field that is out of bounds.
    pub fn validate(&self) -> Result<(), String> {
        in_range("input_tokens", self.input_tokens, 0, 9007199254740991)?;
        in_range("output_tokens", self.output_tokens, 0, 9007199254740991)?;
        in_range("first_ms", self.first_ms, 0, 9007199254740991)?;
        Ok(())
    }
}

/// The person's settings, resolved by the body; the brain reads no configuration file.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// the home folder; empty when there is none
    #[serde(default)]
    pub home: String,
    /// folder of the person's own rules; empty when there is none
    #[serde(default)]
    pub rules_dir: String,
    /// folders and wheels with rules of others, absolute paths
    #[serde(default)]
    pub rule_packages: Vec<String>,
    /// the only folder the brain may write; empty: nothing may be kept
    #[serde(default)]
    pub state_dir: String,
    /// the person's locale, as in LC_ALL, LC_MESSAGES or LANG
    #[serde(default)]
    pub locale: String,
    /// whether outcomes may be remembered
    #[serde(default)]
    pub memory: bool,
    /// how many are kept; 0: the usual number
    #[serde(default)]
    pub memory_most: i64,
    /// models that may be asked, the first choice first
    #[serde(default)]
    pub models: Vec<Model>,
    /// folder of the person's own skills; empty when there is none
    #[serde(default)]
    pub skills_dir: String,
    /// folder of fetched documents and of the extras' venv; empty when there is none
    #[serde(default)]
    pub data_dir: String,
}

impl Settings {
    /// Bounds that the type alone does not hold.
    ///
    /// # Errors
    /// Names the field that is out of bounds.
    pub fn validate(&self) -> Result<(), String> {
        in_range("memory_most", self.memory_most, 0, 10000000)?;
        for item in &self.models {
            item.validate()?;
        }
        Ok(())
    }
}

/// Where one word of a candidate comes from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Origin {
    /// the word
    pub word: String,
    /// its source
    pub origin: OriginKind,
}

impl Origin {
    /// Bounds that the type alone does not hold.
    ///
    /// # Errors
    /// Names the field that is out of bounds.
    pub fn validate(&self) -> Result<(), String> {
        Ok(())
    }
}

/// A line that may repair the failed one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    /// the whole repaired line, in the dialect of the failed one
    pub command: String,
    /// one short sentence for the person
    #[serde(default)]
    pub why: String,
    /// how sure the brain is
    #[serde(default = "default_candidate_confidence")]
    pub confidence: f64,
    /// what proposed it
    #[serde(default = "default_candidate_source")]
    pub source: Source,
    /// the rule's name, for the log and `ghost why`
    #[serde(default)]
    pub rule: String,
    /// a probe that succeeds when the line, run, has done what it was for
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check: Option<Argv>,
    /// exactly one word was changed, to the only near name that fits its place on this machine
    #[serde(default)]
    pub proven: bool,
    /// the words that were not typed
    #[serde(default)]
    pub origins: Vec<Origin>,
}

impl Candidate {
    /// Bounds that the type alone does not hold.
    ///
    /// # Errors
    /// Names the field that is out of bounds.
    pub fn validate(&self) -> Result<(), String> {
        in_range("confidence", self.confidence, 0.0, 1.0)?;
        for item in &self.origins {
            item.validate()?;
        }
        Ok(())
    }
}

fn default_candidate_confidence() -> f64 {
    0.5
}

fn default_candidate_source() -> Source {
    Source::Rule
}

/// The first message: who the body is, and the person's settings. One that has slept is greeted again: they may have changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HelloEvent {
    /// the request it belongs to; absent: the one in hand
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<i64>,
    /// version of this schema
    pub protocol: i64,
    /// version of the body
    pub ghost: String,
    /// what the body can do beyond this version
    #[serde(default)]
    pub features: Vec<String>,
    /// resolved settings
    #[serde(default)]
    pub settings: Settings,
}

impl HelloEvent {
    /// Bounds that the type alone does not hold.
    ///
    /// # Errors
    /// Names the field that is out of bounds.
    pub fn validate(&self) -> Result<(), String> {
        if let Some(value) = &self.id {
            in_range("id", *value, 0, 9007199254740991)?;
        }
        in_range("protocol", self.protocol, 1, 65535)?;
        self.settings.validate()?;
        Ok(())
    }
}

/// A line failed; what should have been typed?
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FailedEvent {
    /// the request it belongs to; absent: the one in hand
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<i64>,
    /// which try this will be
    #[serde(default = "default_failedevent_strike")]
    pub strike: i64,
    /// the line as typed
    pub line: String,
    /// its language
    #[serde(default = "default_failedevent_dialect")]
    pub dialect: Dialect,
    /// where it ran
    #[serde(default)]
    pub cwd: String,
    /// its exit status; 128+n when a signal ended it
    pub exit_code: i64,
    /// the signal that ended it
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signal: Option<i64>,
    /// what it printed, both streams; null = not seen, which is not the same as empty
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output: Option<String>,
    /// bytes left out of output
    #[serde(default)]
    pub output_dropped: i64,
    /// the line taken apart; empty when it could not be parsed
    #[serde(default)]
    pub stages: Vec<Stage>,
    /// aliases and functions that the line uses
    #[serde(default)]
    pub names: Vec<Name>,
    /// folders programs are looked for in, in order
    #[serde(default)]
    pub path: Vec<String>,
    /// names of the environment's variables; never their values
    #[serde(default)]
    pub variables: Vec<String>,
    /// earlier strikes, oldest first
    #[serde(default)]
    pub tried: Vec<Tried>,
    /// the line may have been meant for somebody who reads, not for the shell
    #[serde(default)]
    pub perhaps_sentence: bool,
    /// nothing of it may be kept, or leave the machine: the person's history leaves the line out
    #[serde(default)]
    pub private: bool,
    /// it was only asked about: it is remembered once a line for it is at the prompt
    #[serde(default)]
    pub asked: bool,
}

impl FailedEvent {
    /// Bounds that the type alone does not hold.
    ///
    /// # Errors
    /// Names the field that is out of bounds.
    pub fn validate(&self) -> Result<(), String> {
        if let Some(value) = &self.id {
            in_range("id", *value, 0, 9007199254740991)?;
        }
        in_range("strike", self.strike, 1, 3)?;
        in_range("exit_code", self.exit_code, 0, 255)?;
        if let Some(value) = &self.signal {
            in_range("signal", *value, 1, 64)?;
        }
        in_range("output_dropped", self.output_dropped, 0, 9007199254740991)?;
        for item in &self.stages {
            item.validate()?;
        }
        for item in &self.names {
            item.validate()?;
        }
        for item in &self.tried {
            item.validate()?;
        }
        Ok(())
    }
}

fn default_failedevent_strike() -> i64 {
    1
}

fn default_failedevent_dialect() -> Dialect {
    Dialect::Bash
}

/// A sentence instead of a command.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AskedEvent {
    /// the request it belongs to; absent: the one in hand
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<i64>,
    /// the sentence as typed
    pub text: String,
    /// where it was asked
    #[serde(default)]
    pub cwd: String,
    /// language of the shell it was asked in
    #[serde(default = "default_askedevent_dialect")]
    pub dialect: Dialect,
    /// what the sentence forbids
    #[serde(default)]
    pub constraints: Vec<Constraint>,
    /// folders programs are looked for in, in order
    #[serde(default)]
    pub path: Vec<String>,
    /// names of the environment's variables; never their values
    #[serde(default)]
    pub variables: Vec<String>,
    /// aliases and functions of the shell
    #[serde(default)]
    pub names: Vec<Name>,
    /// the line that failed last
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_failure: Option<LastFailure>,
    /// nothing of it may be kept, or leave the machine: the person's history leaves it out
    #[serde(default)]
    pub private: bool,
    /// who says what within the brain is told as well
    #[serde(default)]
    pub traced: bool,
}

impl AskedEvent {
    /// Bounds that the type alone does not hold.
    ///
    /// # Errors
    /// Names the field that is out of bounds.
    pub fn validate(&self) -> Result<(), String> {
        if let Some(value) = &self.id {
            in_range("id", *value, 0, 9007199254740991)?;
        }
        for item in &self.names {
            item.validate()?;
        }
        if let Some(value) = &self.last_failure {
            value.validate()?;
        }
        Ok(())
    }
}

fn default_askedevent_dialect() -> Dialect {
    Dialect::Bash
}

/// How a probe or a repair of the brain's ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ResultEvent {
    /// the request it belongs to; absent: the one in hand
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<i64>,
    /// the action it answers
    pub action_id: String,
    /// its exit status; null when it was not run
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exit_code: Option<i64>,
    /// what it printed
    #[serde(default)]
    pub stdout: String,
    /// what it complained
    #[serde(default)]
    pub stderr: String,
    /// bytes left out of both
    #[serde(default)]
    pub dropped: i64,
    /// milliseconds it ran
    #[serde(default)]
    pub duration_ms: i64,
    /// why it was not run
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
    /// what it cost, where a model was asked
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub usage: Option<Usage>,
}

impl ResultEvent {
    /// Bounds that the type alone does not hold.
    ///
    /// # Errors
    /// Names the field that is out of bounds.
    pub fn validate(&self) -> Result<(), String> {
        if let Some(value) = &self.id {
            in_range("id", *value, 0, 9007199254740991)?;
        }
        if let Some(value) = &self.exit_code {
            in_range("exit_code", *value, 0, 255)?;
        }
        in_range("dropped", self.dropped, 0, 9007199254740991)?;
        in_range("duration_ms", self.duration_ms, 0, 9007199254740991)?;
        if let Some(value) = &self.usage {
            value.validate()?;
        }
        Ok(())
    }
}

/// A part of what a model says, while it says it. The result that follows has all of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PieceEvent {
    /// the request it belongs to; absent: the one in hand
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<i64>,
    /// the action it belongs to
    pub action_id: String,
    /// the part
    pub text: String,
}

impl PieceEvent {
    /// Bounds that the type alone does not hold.
    ///
    /// # Errors
    /// Names the field that is out of bounds.
    pub fn validate(&self) -> Result<(), String> {
        if let Some(value) = &self.id {
            in_range("id", *value, 0, 9007199254740991)?;
        }
        Ok(())
    }
}

/// How a repair, or what was offered for a sentence, ended, for memory to learn from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OutcomeEvent {
    /// the request it belongs to; absent: the one in hand
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<i64>,
    /// solved, declined by the person, offered, or given up
    pub verdict: OutcomeVerdict,
    /// the line that solved it, or the last one tried
    #[serde(default)]
    pub line: String,
    /// the line that had failed or the sentence, where this is told later, when others may have come since; empty: the repair in hand
    #[serde(default)]
    pub typed: String,
    /// where that one had failed
    #[serde(default)]
    pub cwd: String,
    /// what had been offered, where the person has run something else they made of it; empty: it is 'line' itself
    #[serde(default)]
    pub offered: String,
}

impl OutcomeEvent {
    /// Bounds that the type alone does not hold.
    ///
    /// # Errors
    /// Names the field that is out of bounds.
    pub fn validate(&self) -> Result<(), String> {
        if let Some(value) = &self.id {
            in_range("id", *value, 0, 9007199254740991)?;
        }
        Ok(())
    }
}

/// The brain sent something the body cannot use.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ErrorEvent {
    /// the request it belongs to; absent: the one in hand
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<i64>,
    /// a short word for the kind of error
    pub code: String,
    /// what was wrong
    #[serde(default)]
    pub message: String,
}

impl ErrorEvent {
    /// Bounds that the type alone does not hold.
    ///
    /// # Errors
    /// Names the field that is out of bounds.
    pub fn validate(&self) -> Result<(), String> {
        if let Some(value) = &self.id {
            in_range("id", *value, 0, 9007199254740991)?;
        }
        Ok(())
    }
}

/// The request of this id is no longer wanted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CancelEvent {
    /// the request it belongs to; absent: the one in hand
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<i64>,
}

impl CancelEvent {
    /// Bounds that the type alone does not hold.
    ///
    /// # Errors
    /// Names the field that is out of bounds.
    pub fn validate(&self) -> Result<(), String> {
        if let Some(value) = &self.id {
            in_range("id", *value, 0, 9007199254740991)?;
        }
        Ok(())
    }
}

/// No more requests; end.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ShutdownEvent {
    /// the request it belongs to; absent: the one in hand
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<i64>,
}

impl ShutdownEvent {
    /// Bounds that the type alone does not hold.
    ///
    /// # Errors
    /// Names the field that is out of bounds.
    pub fn validate(&self) -> Result<(), String> {
        if let Some(value) = &self.id {
            in_range("id", *value, 0, 9007199254740991)?;
        }
        Ok(())
    }
}

/// Body to brain.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// The first message: who the body is, and the person's settings. One that has slept is greeted again: they may have changed.
    Hello(HelloEvent),
    /// A line failed; what should have been typed?
    Failed(FailedEvent),
    /// A sentence instead of a command.
    Asked(AskedEvent),
    /// How a probe or a repair of the brain's ended.
    Result(ResultEvent),
    /// A part of what a model says, while it says it. The result that follows has all of it.
    Piece(PieceEvent),
    /// How a repair, or what was offered for a sentence, ended, for memory to learn from.
    Outcome(OutcomeEvent),
    /// The brain sent something the body cannot use.
    Error(ErrorEvent),
    /// The request of this id is no longer wanted.
    Cancel(CancelEvent),
    /// No more requests; end.
    Shutdown(ShutdownEvent),
}

impl Event {
    /// The tags that exist.
    pub const TAGS: &'static [&'static str] =
        &["hello", "failed", "asked", "result", "piece", "outcome", "error", "cancel", "shutdown"];

    /// The request it belongs to; `None` means the one in hand.
    #[must_use]
    pub fn id(&self) -> Option<i64> {
        match self {
            Self::Hello(message) => message.id,
            Self::Failed(message) => message.id,
            Self::Asked(message) => message.id,
            Self::Result(message) => message.id,
            Self::Piece(message) => message.id,
            Self::Outcome(message) => message.id,
            Self::Error(message) => message.id,
            Self::Cancel(message) => message.id,
            Self::Shutdown(message) => message.id,
        }
    }

    /// Bounds that the types alone do not hold.
    ///
    /// # Errors
    /// Names the field that is out of bounds.
    pub fn validate(&self) -> Result<(), String> {
        match self {
            Self::Hello(message) => message.validate(),
            Self::Failed(message) => message.validate(),
            Self::Asked(message) => message.validate(),
            Self::Result(message) => message.validate(),
            Self::Piece(message) => message.validate(),
            Self::Outcome(message) => message.validate(),
            Self::Error(message) => message.validate(),
            Self::Cancel(message) => message.validate(),
            Self::Shutdown(message) => message.validate(),
        }
    }
}

/// The answer to hello.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HelloAction {
    /// the request it belongs to; absent: the one in hand
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<i64>,
    /// version of this schema
    pub protocol: i64,
    /// version of the brain
    pub kernel: String,
    /// what it thinks with: rules, memory, models
    #[serde(default)]
    pub minds: Vec<String>,
}

impl HelloAction {
    /// Bounds that the type alone does not hold.
    ///
    /// # Errors
    /// Names the field that is out of bounds.
    pub fn validate(&self) -> Result<(), String> {
        if let Some(value) = &self.id {
            in_range("id", *value, 0, 9007199254740991)?;
        }
        in_range("protocol", self.protocol, 1, 65535)?;
        Ok(())
    }
}

/// Lines that may repair the failed one, best first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProposeAction {
    /// the request it belongs to; absent: the one in hand
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<i64>,
    /// best first
    pub candidates: Vec<Candidate>,
}

impl ProposeAction {
    /// Bounds that the type alone does not hold.
    ///
    /// # Errors
    /// Names the field that is out of bounds.
    pub fn validate(&self) -> Result<(), String> {
        if let Some(value) = &self.id {
            in_range("id", *value, 0, 9007199254740991)?;
        }
        for item in &self.candidates {
            item.validate()?;
        }
        Ok(())
    }
}

/// Run this. A probe is a look and needs argv; a repair is a proposal of one line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ExecuteAction {
    /// the request it belongs to; absent: the one in hand
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<i64>,
    /// name for the result
    #[serde(default)]
    pub action_id: String,
    /// a shell line
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub command: Option<String>,
    /// a list of words, or a list of such lists: a pipeline
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub argv: Option<Argv>,
    /// probe or repair
    #[serde(default = "default_executeaction_purpose")]
    pub purpose: Purpose,
    /// one short sentence for the person
    #[serde(default)]
    pub why: String,
}

impl ExecuteAction {
    /// Bounds that the type alone does not hold.
    ///
    /// # Errors
    /// Names the field that is out of bounds.
    pub fn validate(&self) -> Result<(), String> {
        if let Some(value) = &self.id {
            in_range("id", *value, 0, 9007199254740991)?;
        }
        if self.command.is_some() == self.argv.is_some() {
            return Err("needs either command or argv".to_owned());
        }
        Ok(())
    }
}

fn default_executeaction_purpose() -> Purpose {
    Purpose::Repair
}

/// Ask the model of that name from the person's configuration. Pieces come while it speaks, then a result: stdout has all it said, refused why there is nothing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MindAction {
    /// the request it belongs to; absent: the one in hand
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<i64>,
    /// name for the result
    #[serde(default)]
    pub action_id: String,
    /// its name in the configuration; never a command
    pub name: String,
    /// the conversation so far
    pub messages: Vec<Message>,
    /// a JSON Schema, as text, that the answer has to keep; null: any text
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// tokens the answer may have
    #[serde(default = "default_mindaction_max_tokens")]
    pub max_tokens: i64,
    /// the way that worked for this model before, as its usage told
    #[serde(default)]
    pub rung: String,
}

impl MindAction {
    /// Bounds that the type alone does not hold.
    ///
    /// # Errors
    /// Names the field that is out of bounds.
    pub fn validate(&self) -> Result<(), String> {
        if let Some(value) = &self.id {
            in_range("id", *value, 0, 9007199254740991)?;
        }
        for item in &self.messages {
            item.validate()?;
        }
        in_range("max_tokens", self.max_tokens, 1, 1000000)?;
        Ok(())
    }
}

fn default_mindaction_max_tokens() -> i64 {
    512
}

/// Text for the person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReplyAction {
    /// the request it belongs to; absent: the one in hand
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<i64>,
    /// Markdown
    pub text: String,
    /// false: more of the answer follows
    #[serde(default = "default_replyaction_done")]
    pub done: bool,
}

impl ReplyAction {
    /// Bounds that the type alone does not hold.
    ///
    /// # Errors
    /// Names the field that is out of bounds.
    pub fn validate(&self) -> Result<(), String> {
        if let Some(value) = &self.id {
            in_range("id", *value, 0, 9007199254740991)?;
        }
        Ok(())
    }
}

fn default_replyaction_done() -> bool {
    true
}

/// Who said what within the brain; only where that was asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TraceAction {
    /// the request it belongs to; absent: the one in hand
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<i64>,
    /// a skill, or an agent with its model
    pub who: String,
    /// what it said
    pub text: String,
}

impl TraceAction {
    /// Bounds that the type alone does not hold.
    ///
    /// # Errors
    /// Names the field that is out of bounds.
    pub fn validate(&self) -> Result<(), String> {
        if let Some(value) = &self.id {
            in_range("id", *value, 0, 9007199254740991)?;
        }
        Ok(())
    }
}

/// What the brain is doing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProgressAction {
    /// the request it belongs to; absent: the one in hand
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<i64>,
    /// shown as one transient status line
    pub text: String,
}

impl ProgressAction {
    /// Bounds that the type alone does not hold.
    ///
    /// # Errors
    /// Names the field that is out of bounds.
    pub fn validate(&self) -> Result<(), String> {
        if let Some(value) = &self.id {
            in_range("id", *value, 0, 9007199254740991)?;
        }
        Ok(())
    }
}

/// Nothing to propose.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GiveUpAction {
    /// the request it belongs to; absent: the one in hand
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<i64>,
    /// one short sentence
    #[serde(default)]
    pub why: String,
    /// what the person could do
    #[serde(default)]
    pub hint: String,
}

impl GiveUpAction {
    /// Bounds that the type alone does not hold.
    ///
    /// # Errors
    /// Names the field that is out of bounds.
    pub fn validate(&self) -> Result<(), String> {
        if let Some(value) = &self.id {
            in_range("id", *value, 0, 9007199254740991)?;
        }
        Ok(())
    }
}

/// The request of this id is over, as the body wanted: nothing more comes of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CancelledAction {
    /// the request it belongs to; absent: the one in hand
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<i64>,
}

impl CancelledAction {
    /// Bounds that the type alone does not hold.
    ///
    /// # Errors
    /// Names the field that is out of bounds.
    pub fn validate(&self) -> Result<(), String> {
        if let Some(value) = &self.id {
            in_range("id", *value, 0, 9007199254740991)?;
        }
        Ok(())
    }
}

/// The brain could not use what the body sent, or failed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ErrorAction {
    /// the request it belongs to; absent: the one in hand
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<i64>,
    /// a short word for the kind of error
    pub code: String,
    /// what was wrong
    #[serde(default)]
    pub message: String,
    /// what to do next
    #[serde(default)]
    pub hint: String,
}

impl ErrorAction {
    /// Bounds that the type alone does not hold.
    ///
    /// # Errors
    /// Names the field that is out of bounds.
    pub fn validate(&self) -> Result<(), String> {
        if let Some(value) = &self.id {
            in_range("id", *value, 0, 9007199254740991)?;
        }
        Ok(())
    }
}

/// Brain to body.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "action", rename_all = "snake_case")]
pub enum Action {
    /// The answer to hello.
    Hello(HelloAction),
    /// Lines that may repair the failed one, best first.
    Propose(ProposeAction),
    /// Run this. A probe is a look and needs argv; a repair is a proposal of one line.
    Execute(ExecuteAction),
    /// Ask the model of that name from the person's configuration. Pieces come while it speaks, then a result: stdout has all it said, refused why there is nothing.
    Mind(MindAction),
    /// Text for the person.
    Reply(ReplyAction),
    /// Who said what within the brain; only where that was asked for.
    Trace(TraceAction),
    /// What the brain is doing.
    Progress(ProgressAction),
    /// Nothing to propose.
    GiveUp(GiveUpAction),
    /// The request of this id is over, as the body wanted: nothing more comes of it.
    Cancelled(CancelledAction),
    /// The brain could not use what the body sent, or failed.
    Error(ErrorAction),
}

impl Action {
    /// The tags that exist.
    pub const TAGS: &'static [&'static str] =
        &["hello", "propose", "execute", "mind", "reply", "trace", "progress", "give_up", "cancelled", "error"];

    /// The request it belongs to; `None` means the one in hand.
    #[must_use]
    pub fn id(&self) -> Option<i64> {
        match self {
            Self::Hello(message) => message.id,
            Self::Propose(message) => message.id,
            Self::Execute(message) => message.id,
            Self::Mind(message) => message.id,
            Self::Reply(message) => message.id,
            Self::Trace(message) => message.id,
            Self::Progress(message) => message.id,
            Self::GiveUp(message) => message.id,
            Self::Cancelled(message) => message.id,
            Self::Error(message) => message.id,
        }
    }

    /// Bounds that the types alone do not hold.
    ///
    /// # Errors
    /// Names the field that is out of bounds.
    pub fn validate(&self) -> Result<(), String> {
        match self {
            Self::Hello(message) => message.validate(),
            Self::Propose(message) => message.validate(),
            Self::Execute(message) => message.validate(),
            Self::Mind(message) => message.validate(),
            Self::Reply(message) => message.validate(),
            Self::Trace(message) => message.validate(),
            Self::Progress(message) => message.validate(),
            Self::GiveUp(message) => message.validate(),
            Self::Cancelled(message) => message.validate(),
            Self::Error(message) => message.validate(),
        }
    }
}
