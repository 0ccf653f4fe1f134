//! `ghost model setup`: the extras of memory, a small model that finds documents by what they mean, in a virtual environment
//! of ghost's own. Nothing is fetched before somebody has said yes, and only what the lock file names by its hash.

use std::fmt::Write as _;
use std::fs;
use std::io::ErrorKind;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use nix::sys::stat::{Mode, umask};

use crate::cli::{Status, help};
use crate::client::Kernel;
use crate::config::{Config, Folders};
use crate::driver;
use crate::error::{Error, Kind, Result};
use crate::text::visible;
use crate::ui::{Color, Ui};

/// What the environment is called in ghost's data folder; the brain looks for it there (`memory/embedding.py`).
const NAME: &str = "venv";
/// What the lock file is called: in the brain's package, and in an environment that was made from it.
const LOCK: &str = "extras.lock";
/// Which Pythons the lock file has packages for, minor versions of 3.
const MINORS: std::ops::RangeInclusive<u32> = 11..=13;
/// Which machines it has packages for.
const MACHINES: [&str; 2] = ["x86_64", "aarch64"];
/// What an interpreter says of itself: its version, its machine, its C library, and whether it can make environments.
const WHICH: &str = "import importlib.util as u, platform, sys; print(*sys.version_info[:2], platform.machine(), \
                     platform.libc_ver()[0] or 'other', all(u.find_spec(n) for n in ('venv', 'ensurepip')))";
/// What has to work in the end.
const TRY: &str = "import numpy, onnxruntime";

/// Fetch the extras that find documents by what they mean.
#[derive(Debug, clap::Args)]
pub struct Setup {
    /// Do not ask first.
    #[arg(short, long)]
    yes: bool,
    /// Take them away again.
    #[arg(long, conflicts_with = "yes")]
    remove: bool,
}

/// Whether the extras are there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extras {
    /// They are not set up.
    Missing,
    /// They are from another lock file than this ghost's.
    Other,
    /// They are as this ghost wants them.
    Ready,
}

/// Sets the extras up, or takes them away.
///
/// # Errors
/// When nobody agreed, this Python cannot have them, or they could not be fetched: what was there before is there still.
pub fn run(setup: &Setup, folders: &Folders) -> Result<Status> {
    let data = folders.data.as_ref().ok_or_else(|| {
        Error::new(Kind::Outside, "find a folder for the extras").hint("set HOME or XDG_DATA_HOME to a folder of yours")
    })?;
    if setup.remove {
        return remove(data);
    }
    let (python, package) = interpreter(folders, &Config::load(folders))?;
    let lock = package.join(LOCK_IN_PACKAGE);
    let text = fs::read_to_string(&lock)
        .map_err(|error| Error::new(Kind::Outside, format!("read {}", lock.display())).because(error))?;
    let minor = fits(&python)?;
    let place = data.join(NAME);
    if state(data, &text) == Extras::Ready && place.join(format!("lib/python3.{minor}/site-packages")).is_dir() {
        return Ok(help::print(&format!("the extras are set up already, in {}\n", place.display())));
    }
    help::print(&told(&text, &place));
    let ui = Ui::new(Color::Auto, false);
    if !setup.yes && !(ui.can_ask() && ui.agrees("fetch them? [y/N] ")) {
        return Err(
            Error::new(Kind::Usage, "nothing was fetched").hint("ghost model setup --yes fetches it without asking")
        );
    }
    make(&python, &lock, &text, data)?;
    Ok(help::print(&format!(
        "the extras are in {}; ghost memory index makes use of them\nghost model setup --remove takes them away again\n",
        place.display()
    )))
}

/// Where the lock file lies in the brain's package.
const LOCK_IN_PACKAGE: &str = "memory/extras.lock";

/// Whether the extras are in this data folder, made from this lock file.
fn state(data: &Path, lock: &str) -> Extras {
    match fs::read_to_string(data.join(NAME).join(LOCK)) {
        Ok(made_from) if made_from == lock => Extras::Ready,
        Ok(_) => Extras::Other,
        // One that somebody has made by hand has no lock file in it.
        Err(_) if data.join(NAME).join("pyvenv.cfg").exists() => Extras::Other,
        Err(_) => Extras::Missing,
    }
}

/// The environment, and halves of it that were left by a setup that was killed; for `ghost uninstall`.
#[must_use]
pub fn kept(data: &Path) -> Vec<PathBuf> {
    let half = format!("{NAME}.");
    let entries = fs::read_dir(data).into_iter().flatten().flatten();
    let is_ours = |name: &str| name == NAME || name.strip_prefix(&half).is_some_and(is_half);
    let mut found: Vec<PathBuf> =
        entries.filter(|entry| entry.file_name().to_str().is_some_and(is_ours)).map(|entry| entry.path()).collect();
    found.sort();
    found
}

fn is_half(rest: &str) -> bool {
    let number = rest.strip_prefix("new-").or_else(|| rest.strip_prefix("old-"));
    number.is_some_and(|number| number.parse::<u32>().is_ok())
}

/// Whether the extras are there, as this ghost's brain wants them.
pub fn extras(folders: &Folders, config: &Config) -> Extras {
    let lock = interpreter(folders, config)
        .ok()
        .and_then(|(_, package)| fs::read_to_string(package.join(LOCK_IN_PACKAGE)).ok());
    folders.data.as_deref().map_or(Extras::Missing, |data| state(data, &lock.unwrap_or_default()))
}

fn interpreter(folders: &Folders, config: &Config) -> Result<(PathBuf, PathBuf)> {
    match driver::kernel(&mut driver::Brain::default(), config, folders)? {
        Kernel::Package { python, package, .. } => Ok((python, package)),
        _ => Err(Error::new(Kind::Outside, "find the brain's package")),
    }
}

/// The minor version of an interpreter that the lock file has packages for.
fn fits(python: &Path) -> Result<u32> {
    let wrong = |what: &str| Error::new(Kind::Outside, format!("set the extras up: {what}"));
    let asked = Command::new(python).args(["-I", "-c", WHICH]).stdin(Stdio::null()).stderr(Stdio::null()).output();
    let said = asked.map_err(|error| wrong("the brain's Python cannot be started").because(error))?.stdout;
    let said = String::from_utf8_lossy(&said).into_owned();
    let [major, minor, machine, library, has_all] = said.split_whitespace().collect::<Vec<_>>()[..] else {
        return Err(wrong(&format!("{} does not say which Python it is", python.display())));
    };
    let known = minor.parse().ok().filter(|minor| major == "3" && MINORS.contains(minor));
    let Some(known) = known else {
        return Err(wrong(&format!("{} is Python {}.{}", python.display(), visible(major), visible(minor))).hint(
            format!(
                "they are there for 3.{} to 3.{}; another can be named as brain.python in config.toml",
                MINORS.start(),
                MINORS.end()
            ),
        ));
    };
    if !MACHINES.contains(&machine) || library != "glibc" {
        return Err(wrong(&format!("they are not there for {} with this C library", visible(machine)))
            .hint("without them documents are found by their words"));
    }
    if has_all != "True" {
        return Err(wrong(&format!("{} has no venv or no pip to bring along", python.display()))
            .hint("Debian and Ubuntu have them in the package python3-venv"));
    }
    Ok(known)
}

/// One package of the lock file.
#[derive(Debug, PartialEq)]
struct Package<'a> {
    name: &'a str,
    version: &'a str,
    megabytes: f64,
    about: &'a str,
}

/// What the lock file names. Above each package a comment says how large it is, and what for.
fn packages(lock: &str) -> Vec<Package<'_>> {
    let mut above = "";
    let mut found = Vec::new();
    for line in lock.lines() {
        if let Some(comment) = line.strip_prefix("# ") {
            above = comment;
        } else if let Some((name, rest)) = line.split_once("==") {
            let version = rest.trim_end_matches(['\\', ' ']);
            let (size, about) = above.split_once(" MB: ").unwrap_or(("", ""));
            found.push(Package { name, version, megabytes: size.parse().unwrap_or_default(), about });
            above = "";
        }
    }
    found
}

fn told(lock: &str, place: &Path) -> String {
    let all = packages(lock);
    let mut text = String::new();
    for one in &all {
        let named = format!("{} {}", one.name, one.version);
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{named:<28}{:>6.1} MB  {}", one.megabytes, one.about);
    }
    let sum: f64 = all.iter().map(|one| one.megabytes).sum();
    let _ =
        writeln!(text, "about {sum:.0} MB are fetched by pip, each file checked by its hash, into {}", place.display());
    text
}

/// Made beside, then renamed: the brain sees all of it or nothing.
fn make(python: &Path, lock: &Path, text: &str, data: &Path) -> Result<()> {
    // Nobody else's to write to, or the brain would not look at it.
    umask(Mode::from_bits_truncate(0o077));
    let wrong = |what: &str, error: std::io::Error| Error::new(Kind::Outside, what).because(error);
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(data)
        .map_err(|error| wrong(&format!("make {}", data.display()), error))?;
    sweep(data);
    let new = data.join(format!("{NAME}.new-{}", std::process::id()));
    let made = fill(python, lock, &new).and_then(|()| {
        fs::write(new.join(LOCK), text).map_err(|error| wrong("write down what the extras were made from", error))?;
        swap(data, Some(&new)).map_err(|error| wrong("put the extras in their place", error))
    });
    if made.is_err() {
        let _ = fs::remove_dir_all(&new);
    }
    made
}

fn fill(python: &Path, lock: &Path, new: &Path) -> Result<()> {
    step("make an environment for the extras", Command::new(python).args(["-I", "-m", "venv"]).arg(new), "")?;
    let own = new.join("bin/python");
    let pip = |words: &[&str]| {
        let mut command = Command::new(&own);
        command.args(["-I", "-m", "pip"]).args(words).args(["--disable-pip-version-check", "--no-input"]);
        command
    };
    let mut install = pip(&["install", "--no-deps", "--require-hashes", "--only-binary", ":all:", "--retries", "1"]);
    step("fetch the extras", install.arg("-r").arg(lock), "what pip said stands above; nothing has changed here")?;
    step("use what was fetched", Command::new(&own).args(["-I", "-c", TRY]), "nothing has changed here")?;
    // Its programs name the place where they were made; nobody needs them any more.
    step("tidy up", &mut pip(&["uninstall", "--yes", "--quiet", "pip"]), "nothing has changed here")
}

/// Runs one step; what it prints goes to stderr.
fn step(what: &str, command: &mut Command, hint: &str) -> Result<()> {
    let wrong =
        || if hint.is_empty() { Error::new(Kind::Outside, what) } else { Error::new(Kind::Outside, what).hint(hint) };
    command.stdin(Stdio::null());
    // (A closed stderr is none to write to.)
    command.stdout(std::io::stderr());
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(wrong().because(format!("it ended with {status}"))),
        Err(error) => Err(wrong().because(error)),
    }
}

/// Puts an environment in the place of the one that is there, or nothing.
fn swap(data: &Path, new: Option<&Path>) -> std::io::Result<()> {
    let place = data.join(NAME);
    let old = data.join(format!("{NAME}.old-{}", std::process::id()));
    let was_there = match fs::rename(&place, &old) {
        Ok(()) => true,
        Err(error) if error.kind() == ErrorKind::NotFound => false,
        Err(error) => return Err(error),
    };
    if let Some(new) = new
        && let Err(error) = fs::rename(new, &place)
    {
        if was_there {
            let _ = fs::rename(&old, &place);
        }
        return Err(error);
    }
    if was_there { discard(&old) } else { Ok(()) }
}

/// A link is removed, never what it leads to.
fn discard(path: &Path) -> std::io::Result<()> {
    if path.symlink_metadata()?.is_symlink() { fs::remove_file(path) } else { fs::remove_dir_all(path) }
}

/// Takes away what setups have left that were killed.
fn sweep(data: &Path) {
    for path in kept(data) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let number = name.rsplit_once('-').map(|(_, number)| number);
        if number.is_some_and(|number| !Path::new("/proc").join(number).exists()) {
            let _ = discard(&path);
        }
    }
}

fn remove(data: &Path) -> Result<Status> {
    sweep(data);
    let place = data.join(NAME);
    if place.symlink_metadata().is_err() {
        return Ok(help::print("the extras are not set up: there is nothing to remove\n"));
    }
    swap(data, None)
        .map_err(|error| Error::new(Kind::Outside, format!("remove {}", place.display())).because(error))?;
    Ok(help::print("the extras are gone; documents are found by their words\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_file_says_how_large_its_packages_are() {
        let lock = "# head\n\n# 1.5 MB: for one\none==1.0 \\\n    --hash=sha256:00\ntwo==2 \\\n    --hash=sha256:01\n";
        let wanted = [
            Package { name: "one", version: "1.0", megabytes: 1.5, about: "for one" },
            Package { name: "two", version: "2", megabytes: 0.0, about: "" },
        ];
        assert_eq!(packages(lock), wanted);
        let text = told(lock, Path::new("/d/venv"));
        assert!(text.contains("one 1.0") && text.contains("about 2 MB") && text.contains("/d/venv"), "{text}");
    }

    #[test]
    fn each_package_of_ours_says_its_size_and_has_hashes() {
        let lock = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../kernel/ghost_kernel/memory/extras.lock"));
        let all = packages(lock);
        assert!(all.len() >= 4 && all.iter().all(|one| one.megabytes > 0.0 && !one.about.is_empty()), "{all:?}");
        assert!(lock.matches("--hash=sha256:").count() >= all.len());
    }

    #[test]
    fn a_half_that_a_killed_setup_left_goes_and_nothing_else() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let data = place.path();
        let own = format!("venv.new-{}", std::process::id());
        for name in ["venv", "venv.new-4294967295", "venv.old-4294967294", &own, "venv.txt", "venv.new-x", "other"] {
            fs::create_dir(data.join(name)).expect("a folder");
        }
        sweep(data);
        let mut left: Vec<_> = fs::read_dir(data).expect("a folder").flatten().map(|entry| entry.file_name()).collect();
        left.sort();
        let mut wanted = ["other", "venv", own.as_str(), "venv.new-x", "venv.txt"];
        wanted.sort_unstable();
        assert_eq!(left, wanted);
    }
}
