//! Debian's packages that the installer put on this machine: which of them can go, and taking them away.
//!
//! A package goes with what came along with it and is needed by nothing else by now. Where a package that came later
//! needs one of those that were asked for, they all stay: that one is the person's.

use std::process::{Command, Output, Stdio};

/// What is to become of the packages of the installer's list.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Packages {
    /// There are none, or none is installed any more.
    Gone,
    /// These can be removed.
    Idle(Vec<String>),
    /// These stay, for this reason.
    Stay(Vec<String>, String),
}

/// Asks dpkg and apt about what was asked for and what came along, changing nothing.
pub(super) fn look(asked: &[String], along: &[String]) -> Packages {
    let installed = if asked.is_empty() { Vec::new() } else { installed(asked) };
    if installed.is_empty() {
        return Packages::Gone;
    }
    let answers = || {
        let without = simulate(&["remove", "--"], &installed)?;
        // What somebody has asked for since is not idle for apt; a mere suggestion of another package holds nothing.
        let own = ["-o", "APT::AutoRemove::SuggestsImportant=false", "remove", "--auto-remove", "--"];
        Some(judge(&installed, along, &without, &simulate(&own, &installed)?))
    };
    answers().unwrap_or_else(|| Packages::Stay(installed.clone(), "apt-get does not say what needs them".to_owned()))
}

/// Removes them. The reason why not is for the person.
pub(super) fn remove(names: &[String]) -> Result<(), String> {
    let words = names.join(" ");
    if !nix::unistd::geteuid().is_root() {
        return Err(format!("only root may remove packages; as root: apt-get remove {words}"));
    }
    match apt(&["remove", "-y", "-q", "--"], names) {
        Some(out) if out.status.success() => Ok(()),
        Some(out) => {
            let last = String::from_utf8_lossy(&out.stderr).lines().last().unwrap_or("it said nothing").to_owned();
            Err(format!("apt-get did not remove the packages ({last}); by hand: apt-get remove {words}"))
        }
        None => Err(format!("there is no apt-get to remove these packages with: {words}")),
    }
}

fn installed(names: &[String]) -> Vec<String> {
    let out =
        Command::new("dpkg-query").args(["-W", "-f", "${db:Status-Status} ${Package}\\n", "--"]).args(names).output();
    let text = out.map(|out| String::from_utf8_lossy(&out.stdout).into_owned()).unwrap_or_default();
    text.lines().filter_map(|line| line.strip_prefix("installed ")).map(str::to_owned).collect()
}

/// The packages that apt would remove; `None` when it does not answer.
fn simulate(words: &[&str], names: &[String]) -> Option<Vec<String>> {
    let simulated: Vec<&str> = ["--simulate", "-q"].iter().chain(words).copied().collect();
    let out = apt(&simulated, names).filter(|out| out.status.success())?;
    Some(removals(&String::from_utf8_lossy(&out.stdout)))
}

fn apt(words: &[&str], names: &[String]) -> Option<Output> {
    let mut command = Command::new("apt-get");
    command.args(words).args(names).env("LC_ALL", "C").env("DEBIAN_FRONTEND", "noninteractive");
    command.stdin(Stdio::null()).output().ok()
}

/// `Remv gcc [4:12.2.0-3]`, one a line, among other words.
fn removals(text: &str) -> Vec<String> {
    text.lines().filter_map(|line| line.strip_prefix("Remv ")?.split(' ').next()).map(str::to_owned).collect()
}

fn judge(asked: &[String], along: &[String], without: &[String], idle: &[String]) -> Packages {
    let ours = |name: &&String| asked.contains(name) || along.contains(name);
    let foreign: Vec<&str> = without.iter().filter(|name| !ours(name)).map(String::as_str).collect();
    if !foreign.is_empty() {
        return Packages::Stay(asked.to_vec(), format!("needed by {}", foreign.join(" ")));
    }
    let along = idle.iter().filter(|name| along.contains(name) && !asked.contains(name));
    Packages::Idle(asked.iter().chain(along).cloned().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn what_came_along_goes_too_but_not_what_was_there_before_or_is_wanted_by_now() {
        let along = names("gcc cpp");
        let found = judge(&names("rustc cargo"), &along, &names("cargo cpp rustc"), &names("cargo old cpp rustc"));
        assert_eq!(found, Packages::Idle(names("rustc cargo cpp")));
    }

    #[test]
    fn a_package_that_came_later_keeps_those_it_needs() {
        let found = judge(&names("gcc"), &names("cpp"), &names("g++ gcc"), &names("g++ gcc cpp"));
        assert_eq!(found, Packages::Stay(names("gcc"), "needed by g++".to_owned()));
    }

    #[test]
    fn removals_are_read_from_among_other_words() {
        let text = "Reading package lists...\nRemv gcc [4:12.2.0-3]\nRemv libc6:i386 [2.36]\nInst x (1)\n";
        assert_eq!(removals(text), names("gcc libc6:i386"));
    }
}
