//! Settings of git's that name a program: setting one is running it later (git-config(1)).

use super::super::effect::Kind;
use super::super::reader::Reader;
use crate::line::Word;

/// Whole names.
const NAMES: &[&str] = &[
    "core.alternaterefscommand",
    "core.askpass",
    "core.editor",
    "core.fsmonitor",
    "core.gitproxy",
    "core.hookspath",
    "core.pager",
    "core.sshcommand",
    "credential.helper",
    "diff.external",
    "gpg.program",
    "help.browser",
    "include.path",
    "init.templatedir",
    "interactive.difffilter",
    "merge.tool",
    "sequence.editor",
    "uploadpack.packobjectshook",
    "web.browser",
];

/// First and last part of names that have another between them, or any.
const PARTS: &[(&str, &str)] = &[
    ("browser", "cmd"),
    ("browser", "path"),
    ("credential", "helper"),
    ("diff", "command"),
    ("diff", "textconv"),
    ("difftool", "cmd"),
    ("difftool", "path"),
    ("filter", "clean"),
    ("filter", "process"),
    ("filter", "smudge"),
    ("gpg", "program"),
    ("guitool", "cmd"),
    ("hook", "command"),
    ("includeif", "path"),
    ("man", "cmd"),
    ("man", "path"),
    ("merge", "driver"),
    ("mergetool", "cmd"),
    ("mergetool", "path"),
    ("protocol", "allow"),
    ("remote", "receivepack"),
    ("remote", "uploadpack"),
    ("remote", "vcs"),
    ("sendemail", "smtpserver"),
    ("tar", "command"),
    ("trailer", "cmd"),
    ("trailer", "command"),
];

/// Notes what a setting in these words will run, if it names something to run.
pub(super) fn run_later(reader: &mut Reader<'_>, args: &[Word]) {
    for (at, word) in args.iter().enumerate() {
        let Some(name) = word.value.as_deref().filter(|name| name.contains('.') && !name.starts_with('-')) else {
            continue;
        };
        let value = args.get(at + 1).map(|next| next.value.as_deref());
        // A shell's command begins so, in an alias and in what updates a submodule.
        let command = value.is_some_and(|value| value.is_none_or(|value| value.starts_with('!')));
        let lower = name.to_lowercase();
        let first = lower.split('.').next().unwrap_or_default();
        let last = lower.rsplit('.').next().unwrap_or_default();
        let pager = first == "pager" && !matches!(value, Some(Some("true" | "false" | "cat")));
        let own = matches!(first, "alias" | "submodule") && command;
        if NAMES.contains(&lower.as_str()) || PARTS.contains(&(first, last)) || pager || own {
            reader.push(Kind::Opaque, format!("git:{name}"), &word.text);
            return;
        }
        // What follows the name is its value.
        break;
    }
}
