//! Does the plugin for Nushell fit the nu that is here? Nu takes a plugin only where both were built for versions whose
//! first two numbers are the same.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::Finding;

const PLUGIN: &str = "nu_plugin_ghost";

/// Asks both which version they are of.
pub(super) fn nushell() -> Finding {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let nu = on_path(OsStr::new("nu"), &path).map(|nu| (said(&nu).trim().to_owned(), nu));
    let own = std::env::current_exe().ok();
    let beside = own.as_deref().and_then(Path::parent).map(|folder| folder.join(PLUGIN)).filter(|path| path.is_file());
    let plugin = beside.or_else(|| on_path(OsStr::new(PLUGIN), &path));
    let plugin = plugin.map(|plugin| (said(&plugin).trim().rsplit(' ').next().unwrap_or_default().to_owned(), plugin));
    let nu = nu.as_ref().map(|(version, _)| version.as_str());
    let (holds, told) = told(nu, plugin.as_ref().map(|(version, path)| (version.as_str(), path.as_path())));
    Finding { what: "nushell", holds, told }
}

/// What is to be said of a version of nu, and of the version that the plugin at a path was built for.
fn told(nu: Option<&str>, plugin: Option<(&str, &Path)>) -> (bool, String) {
    match (nu, plugin) {
        (None, _) => (true, "nu is not on PATH".to_owned()),
        (Some(nu), None) => {
            (true, format!("nu {nu}, and no plugin beside ghost: `ghost init nu` prints hooks that need none"))
        }
        (Some(nu), Some((built_for, path))) if fits(nu, built_for) => {
            (true, format!("nu {nu} takes the plugin: plugin add {path}; plugin use ghost", path = path.display()))
        }
        (Some(nu), Some((built_for, path))) => (
            false,
            format!(
                "nu {nu} does not take the plugin {path}, which was built for nu {built_for}: install the two that \
                 belong together, or remove the plugin; `ghost init nu` prints hooks that work with any nu",
                path = path.display(),
                built_for = if built_for.is_empty() { "of no known version" } else { built_for },
            ),
        ),
    }
}

/// The first two numbers are the same: before 1.0 a new second number may change anything.
fn fits(nu: &str, built_for: &str) -> bool {
    let series = |version: &str| {
        let mut numbers = version.split('.').map(str::parse::<u32>);
        Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
    };
    series(nu).is_some_and(|one| series(built_for) == Some(one))
}

fn on_path(name: &OsStr, path: &OsStr) -> Option<PathBuf> {
    std::env::split_paths(path).map(|folder| folder.join(name)).find(|program| program.is_file())
}

/// What a program says to `--version`; nothing where it cannot be asked.
fn said(program: &Path) -> String {
    let said = Command::new(program).arg("--version").stdin(Stdio::null()).stderr(Stdio::null()).output();
    said.map(|said| String::from_utf8_lossy(&said.stdout).into_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plugin_fits_where_the_first_two_numbers_are_the_same() {
        for (nu, built_for, fit) in [
            ("0.115.1", "0.115.1", true),
            ("0.115.0", "0.115.1", true),
            ("0.114.1", "0.115.1", false),
            ("0.116.0", "0.115.1", false),
            ("", "0.115.1", false),
            ("0.115.1", "", false),
        ] {
            let (holds, told) = told(Some(nu), Some((built_for, Path::new("/x/nu_plugin_ghost"))));
            assert_eq!(holds, fit, "{told}");
            assert!(told.contains(if fit { "plugin add /x/nu_plugin_ghost" } else { "ghost init nu" }), "{told}");
        }
        assert_eq!(told(None, None), (true, "nu is not on PATH".to_owned()));
        assert!(told(Some("0.108.0"), None).0);
    }
}
