//! Looking through programs that run another one and pass its status on.

/// A wrapper: its options that take a value, how many operands stand before the program, and the status it gives
/// instead of the program's own, if it has such.
struct Wrapper {
    name: &'static str,
    valued: &'static [&'static str],
    operands: usize,
    instead: Option<u8>,
}

const fn wrapper(name: &'static str, valued: &'static [&'static str], operands: usize) -> Wrapper {
    Wrapper { name, valued, operands, instead: None }
}

const WRAPPERS: &[Wrapper] = &[
    wrapper("sudo", &["-u", "-g", "-p", "-C", "-h", "-r", "-t", "-D", "-R", "-T", "-U", "--user", "--group"], 0),
    wrapper("doas", &["-u", "-C"], 0),
    wrapper("env", &["-u", "--unset", "-C", "--chdir", "-S"], 0),
    wrapper("nice", &["-n", "--adjustment"], 0),
    wrapper("ionice", &["-c", "-n", "--class", "--classdata"], 0),
    wrapper("nohup", &[], 0),
    wrapper("setsid", &[], 0),
    wrapper("stdbuf", &["-i", "-o", "-e"], 0),
    wrapper("time", &["-f", "-o", "--format", "--output"], 0),
    wrapper("timeout", &["-k", "-s", "--kill-after", "--signal"], 1),
    wrapper("exec", &["-a"], 0),
    wrapper("command", &[], 0),
    // xargs(1): 123 when a program it ran ended with a status from 1 to 125.
    Wrapper {
        name: "xargs",
        valued: &["-a", "-d", "-E", "-I", "-L", "-n", "-P", "-s", "--max-args", "--max-procs", "--delimiter"],
        operands: 0,
        instead: Some(123),
    },
];

/// The program that gave the status, with its arguments, and the status it gave. A `None` among the words is one that
/// is not known before the line runs.
pub(super) fn innermost<'a>(words: &'a [Option<&'a str>], status: u8) -> Option<(&'a [Option<&'a str>], u8)> {
    let name = base(words.first().copied().flatten()?);
    let asks = name == "command" && words[1..].iter().flatten().take(1).any(|word| matches!(*word, "-v" | "-V"));
    let ran_out = name == "timeout" && status == 124;
    let Some(wrapper) = WRAPPERS.iter().find(|wrapper| wrapper.name == name && !asks && !ran_out) else {
        return Some((words, status));
    };
    let status = match wrapper.instead {
        Some(instead) if status == instead => 1,
        Some(_) => return None,
        None => status,
    };
    let mut at = 1;
    let mut operands = wrapper.operands;
    while let Some(word) = words.get(at).copied().flatten() {
        if wrapper.valued.contains(&word) {
            at += 1;
        } else if word.starts_with('-') && word.len() > 1 || (name == "env" || name == "sudo") && word.contains('=') {
        } else if operands > 0 {
            operands -= 1;
        } else {
            break;
        }
        at += 1;
    }
    innermost(words.get(at..)?, status)
}

/// The last part of a path.
pub(super) fn base(program: &str) -> &str {
    program.rsplit('/').next().unwrap_or(program)
}
