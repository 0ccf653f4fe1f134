//! Programs whose arguments no option table can describe: their expressions and scripts are read here, one a file.
//!
//! Each reads a subset it understands; what lies outside it is unknown.

mod awk;
mod find;
mod git_settings;
mod sed;
mod shells;
mod small;
mod tar;

pub(super) use awk::awk;
pub(super) use sed::sed;
pub(super) use small::ssh_option;

use super::effect::Kind;
use super::reader::Reader;
use super::table::Grammar;
use crate::line::Word;

impl Reader<'_> {
    /// Calls the reader that the table names.
    pub(super) fn special(&mut self, special: &str, name: &str, grammar: &'static Grammar, args: &[Word], cause: &str) {
        match special {
            "find" => find::find(self, grammar, args, cause),
            "pack" => small::pack(self, name, grammar, args, cause),
            "mount" => small::mount(self, name, grammar, args, cause),
            "tar" => tar::tar(self, grammar, args, cause),
            "dd" => small::dd(self, args, cause),
            "env" => shells::env(self, grammar, args, cause),
            "eval" => shells::eval(self, args, cause),
            "trap" => shells::trap(self, args, cause),
            "alias" => shells::alias(self, args, cause),
            "exec" => shells::exec(self, name, grammar, args, cause),
            "command" => shells::command(self, grammar, args, cause),
            "python" => shells::python(self, name, grammar, args, cause),
            "printf" => small::printf(self, name, grammar, args, cause),
            "test" => small::test(self, name, args, cause),
            "chmod" => small::chmod(self, name, grammar, args, cause),
            "sed" => small::sed(self, name, grammar, args, cause),
            "kill" => small::kill(self, args, cause),
            "kill-by-name" => small::kill_by_name(self, name, grammar, args, cause),
            "pager" => small::pager(self, name, grammar, args, cause),
            "editor" => small::editor(self, name, grammar, args, cause),
            "git-config" => small::git_config(self, name, grammar, args, cause),
            "fetch" => small::fetch(self, name, grammar, args, cause),
            _ => self.push(Kind::Unknown, name, cause),
        }
    }
}
