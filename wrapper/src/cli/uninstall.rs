//! `ghost uninstall`: removes what the bootstrap put on this machine, by its own list, and what ghost kept.
//!
//! Never follows a link, and removes nothing that the list does not name. The person's own settings and rules stay,
//! unless they say otherwise.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::model::setup;
use super::packages::{self, Packages};
use super::{Status, help};
use crate::config::Folders;
use crate::error::{Error, Kind, Result};
use crate::exit;
use crate::ui::{Color, Ui};

/// Version of the list that is understood (see kernel/setup_ghost/manifest.py).
const FORMAT: u32 = 1;

/// Remove ghost, and what its installer fetched.
#[derive(Debug, clap::Args)]
pub struct Uninstall {
    /// Do not ask first.
    #[arg(short, long)]
    yes: bool,
    /// Remove your settings and rules as well.
    #[arg(long)]
    settings: bool,
    /// Only say what would be removed.
    #[arg(long)]
    dry_run: bool,
}

/// The list the bootstrap wrote.
#[derive(Debug, Default, Deserialize)]
struct Installed {
    format: u32,
    #[serde(default)]
    files: Vec<PathBuf>,
    #[serde(default)]
    folders: Vec<PathBuf>,
    #[serde(default)]
    created: Vec<PathBuf>,
    #[serde(default)]
    packages: Vec<String>,
    #[serde(default)]
    along: Vec<String>,
}

/// One thing to remove.
#[derive(Debug, PartialEq, Eq)]
enum Removal {
    File(PathBuf),
    Folder(PathBuf),
    IfEmpty(PathBuf),
}

/// Shows the plan, asks, and removes.
///
/// # Errors
/// When the list cannot be understood; nothing is removed then.
pub fn run(options: &Uninstall) -> Result<Status> {
    let folders = Folders::from_env();
    let list = folders.data.as_ref().map(|data| data.join("installed.json"));
    let installed = match &list {
        Some(path) => read(path)?,
        None => None,
    };
    let by_bootstrap = installed.is_some();
    let installed = installed.unwrap_or_default();
    let plan = plan(&installed, &folders, options.settings);
    let present: Vec<&Removal> = plan.iter().filter(|removal| is_there(removal)).collect();

    let mut text = String::new();
    for removal in &present {
        text += &match removal {
            Removal::File(path) => format!("remove {}\n", path.display()),
            Removal::Folder(path) => format!("remove {} and all below it\n", path.display()),
            Removal::IfEmpty(path) => format!("remove {} if it is empty\n", path.display()),
        };
    }
    let mut idle = Vec::new();
    match packages::look(&installed.packages, &installed.along) {
        Packages::Gone => {}
        Packages::Idle(names) => {
            text += &format!("remove the packages {}\n", names.join(" "));
            idle = names;
        }
        Packages::Stay(names, why) => text += &format!("leave the packages {}: {why}\n", names.join(" ")),
    }
    if text.is_empty() {
        text += "There is nothing to remove.\n";
    }
    help::print(&text);
    if !by_bootstrap && let Ok(binary) = std::env::current_exe() {
        help::print(&format!(
            "{} was not put there by ghost's own installer: remove it the way it came.\n",
            binary.display()
        ));
    }
    if options.dry_run || (present.is_empty() && idle.is_empty()) {
        return Ok(Status::Exit(0));
    }
    let ui = Ui::new(Color::Auto, false);
    let agreed = options.yes || (ui.can_ask() && ui.confirm());
    if !agreed {
        return Err(
            Error::new(Kind::Usage, "nothing was removed").hint("ghost uninstall --yes removes it without asking")
        );
    }
    let mut left = Vec::new();
    for removal in &plan {
        if let Err(why) = remove(removal) {
            left.push(why);
        }
    }
    if !idle.is_empty()
        && let Err(why) = packages::remove(&idle)
    {
        left.push(why);
    }
    if left.is_empty() {
        return Ok(help::print("ghost is gone.\n"));
    }
    for why in &left {
        eprintln!("ghost: {why}");
    }
    Ok(Status::Exit(exit::OWN_ERROR))
}

fn read(path: &Path) -> Result<Option<Installed>> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => {
            return Err(Error::new(Kind::Outside, format!("read {}", path.display())).because(error));
        }
    };
    let wrong = || {
        Error::new(Kind::Outside, format!("understand {}", path.display()))
            .hint("nothing was removed; a newer ghost may have written that list")
    };
    let installed: Installed = serde_json::from_str(&text).map_err(|error| wrong().because(error))?;
    if installed.format != FORMAT {
        return Err(wrong());
    }
    Ok(Some(installed))
}

/// What goes, in order: what was fetched, what ghost kept, and last the list itself and folders left empty.
fn plan(installed: &Installed, folders: &Folders, settings: bool) -> Vec<Removal> {
    let absolute = |path: &&PathBuf| path.is_absolute();
    let mut plan: Vec<Removal> = Vec::new();
    plan.extend(installed.files.iter().filter(absolute).cloned().map(Removal::File));
    plan.extend(installed.folders.iter().filter(absolute).cloned().map(Removal::Folder));
    for kept in [&folders.cache, &folders.state].into_iter().flatten() {
        plan.push(Removal::Folder(kept.clone()));
    }
    if settings && let Some(config) = &folders.config {
        plan.push(Removal::Folder(config.clone()));
    }
    if let Some(data) = &folders.data {
        plan.extend(setup::kept(data).into_iter().map(Removal::Folder));
        plan.push(Removal::File(data.join("installed.json")));
    }
    plan.extend(installed.created.iter().filter(absolute).cloned().map(Removal::IfEmpty));
    if let Some(data) = &folders.data
        && !installed.created.contains(data)
    {
        plan.push(Removal::IfEmpty(data.clone()));
    }
    plan
}

fn is_there(removal: &Removal) -> bool {
    let (Removal::File(path) | Removal::Folder(path) | Removal::IfEmpty(path)) = removal;
    path.symlink_metadata().is_ok()
}

/// `remove_dir_all` and `remove_file` do not follow links: a link is removed, never what it leads to.
fn remove(removal: &Removal) -> std::result::Result<(), String> {
    let (path, done) = match removal {
        Removal::File(path) => (path, fs::remove_file(path)),
        Removal::Folder(path) => {
            let link = path.symlink_metadata().is_ok_and(|found| found.is_symlink());
            (path, if link { fs::remove_file(path) } else { fs::remove_dir_all(path) })
        }
        Removal::IfEmpty(path) => (path, fs::remove_dir(path)),
    };
    match done {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) if matches!(removal, Removal::IfEmpty(_)) && error.kind() == ErrorKind::DirectoryNotEmpty => Ok(()),
        Err(error) => Err(format!("could not remove {}: {error}", path.display())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_listed_goes_and_the_list_goes_last() {
        let folders = Folders {
            data: Some("/d/ghost".into()),
            cache: Some("/c/ghost".into()),
            config: Some("/e/ghost".into()),
            ..Folders::default()
        };
        let installed = Installed {
            format: 1,
            files: vec!["/b/ghost".into(), "relative".into()],
            folders: vec!["/d/ghost/cargo".into()],
            created: vec!["/b".into()],
            ..Installed::default()
        };
        let path = |text: &str| PathBuf::from(text);
        let mut expected = vec![
            Removal::File(path("/b/ghost")),
            Removal::Folder(path("/d/ghost/cargo")),
            Removal::Folder(path("/c/ghost")),
            Removal::File(path("/d/ghost/installed.json")),
            Removal::IfEmpty(path("/b")),
            Removal::IfEmpty(path("/d/ghost")),
        ];
        assert_eq!(plan(&installed, &folders, false), expected);
        expected.insert(3, Removal::Folder(path("/e/ghost")));
        assert_eq!(plan(&installed, &folders, true), expected);
    }

    #[test]
    fn a_link_is_removed_and_what_it_leads_to_stays() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let kept = place.path().join("kept");
        fs::create_dir(&kept).expect("a folder");
        fs::write(kept.join("file"), "x").expect("a file");
        let link = place.path().join("link");
        std::os::unix::fs::symlink(&kept, &link).expect("a link");
        remove(&Removal::Folder(link.clone())).expect("removed");
        assert!(kept.join("file").exists() && link.symlink_metadata().is_err());
        remove(&Removal::IfEmpty(kept.clone())).expect("left alone");
        assert!(kept.exists());
    }

    #[test]
    fn a_list_of_another_format_removes_nothing() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let list = place.path().join("installed.json");
        for text in ["{\"format\": 2}", "{", "[]"] {
            fs::write(&list, text).expect("a file");
            assert!(read(&list).expect_err(text).to_string().contains("nothing was removed"));
        }
    }
}
