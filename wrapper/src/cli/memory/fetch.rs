//! `ghost memory fetch`: the pages of examples of the tldr project, fetched because the person says so, by a client that
//! is here anyway.
//!
//! Where they are is said in the project's client specification 2.2, "Caching": one archive a language, beside its
//! releases. An archive that was fetched is as untrusted as any document; it is read by the confined brain alone.

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use super::taking::{self, Bounds, Failed};
use crate::config::Folders;
use crate::error::{Error, Kind, Result};
use crate::ui::{Color, Ui};

/// Beside this the archives lie.
const BASE: &str = "https://github.com/tldr-pages/tldr/releases/latest/download";
/// Bytes that an archive may have; they have between one and five million.
const MOST_BYTES: usize = 64 << 20;
/// How long fetching one may take.
const PATIENCE: Duration = Duration::from_secs(300);

/// What `fetch` takes.
#[derive(Debug, clap::Args)]
pub struct Fetch {
    /// Languages, as in `en` or `zh`; left out: English, and yours.
    #[arg(long = "language", value_name = "LANGUAGE")]
    languages: Vec<String>,
    /// Another place that has the same archives.
    #[arg(long, value_name = "URL", default_value = BASE)]
    from: String,
    /// Do not ask.
    #[arg(long)]
    yes: bool,
}

/// Fetches what was asked for; gives where the archives lie. `None`: the person said no.
///
/// # Errors
/// When a word cannot be used, there is no client or no folder, or an archive cannot be had. One that was there before
/// stays as it was.
pub fn fetch(wanted: &Fetch, folders: &Folders) -> Result<Option<Vec<PathBuf>>> {
    let languages = if wanted.languages.is_empty() { of_the_person() } else { wanted.languages.clone() };
    if let Some(wrong) = languages.iter().find(|language| !is_language(language)) {
        return Err(Error::new(Kind::Usage, format!("{} is no language", crate::text::visible(wrong)))
            .hint("languages are written as in en, zh or pt_BR"));
    }
    if !wanted.from.starts_with("https://") && !is_loopback(&wanted.from) {
        return Err(
            Error::new(Kind::Usage, "fetch documents from there").because("its address does not begin with https://")
        );
    }
    let Some(data) = &folders.data else {
        return Err(Error::new(Kind::Settings, "find the folder for documents"));
    };
    let addresses: Vec<String> = languages.iter().map(|language| address(&wanted.from, language)).collect();
    if !wanted.yes {
        let ui = Ui::new(Color::Auto, false);
        for address in &addresses {
            ui.note(&format!("would be fetched: {address}"));
        }
        if !std::io::stdin().is_terminal() || !ui.agrees("fetch it? [y/N] ") {
            return Ok(None);
        }
    }
    let folder = data.join("documents");
    std::fs::create_dir_all(&folder)
        .map_err(|error| Error::new(Kind::Outside, format!("make {}", folder.display())).because(error))?;
    languages
        .iter()
        .zip(&addresses)
        .map(|(language, address)| one(address, &folder, language))
        .collect::<Result<_>>()
        .map(Some)
}

fn address(base: &str, language: &str) -> String {
    format!("{}/tldr-pages.{language}.zip", base.trim_end_matches('/'))
}

/// `en`, `pt_BR`.
fn is_language(text: &str) -> bool {
    let (language, country) = text.split_once('_').unwrap_or((text, "XX"));
    let letters = |text: &str, case: fn(&u8) -> bool| text.bytes().all(|byte| case(&byte));
    (2..=3).contains(&language.len())
        && letters(language, u8::is_ascii_lowercase)
        && (2..=3).contains(&country.len())
        && letters(country, u8::is_ascii_uppercase)
}

/// A server of this machine, as tests have.
fn is_loopback(address: &str) -> bool {
    ["http://127.0.0.1:", "http://localhost:", "http://[::1]:"].iter().any(|front| address.starts_with(front))
}

/// English, and the language of the locale where that is another.
fn of_the_person() -> Vec<String> {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty())
        .unwrap_or_default();
    let language = locale.split(['_', '.', '@']).next().unwrap_or_default().to_owned();
    let mut languages = vec!["en".to_owned()];
    if is_language(&language) && language != "en" {
        languages.push(language);
    }
    languages
}

/// Fetches one archive and puts it in its place once it is whole. Until then nothing of it is on the disk.
fn one(address: &str, folder: &Path, language: &str) -> Result<PathBuf> {
    let place = folder.join(format!("tldr-pages.{language}.zip"));
    let part = folder.join(format!(".tldr-pages.{language}.zip.{}", std::process::id()));
    let archive = by_a_client(address)?;
    let put = std::fs::write(&part, archive).and_then(|()| std::fs::rename(&part, &place));
    if put.is_err() {
        let _ = std::fs::remove_file(&part);
    }
    put.map_err(|error| Error::new(Kind::Outside, format!("write {}", place.display())).because(error))?;
    Ok(place)
}

/// By curl(1), or wget(1) where that is not here. What they are told of bounds they keep where they can; wget(1) knows
/// none for one file, and a curl(1) before 8.4 none for an answer that does not say its length.
fn by_a_client(address: &str) -> Result<Vec<u8>> {
    let wrong = |why: String| {
        Error::new(Kind::Outside, format!("fetch {address}"))
            .because(why)
            .hint("ghost memory index FILE takes an archive that was fetched otherwise")
    };
    let most = MOST_BYTES.to_string();
    let curl = ["--fail", "--silent", "--show-error", "--location", "--proto-redir", "=https", "--max-filesize", &most];
    let wget = ["--no-verbose", "--timeout", "60", "--tries", "2", "--output-document", "-"];
    for (program, words) in [("curl", &curl[..]), ("wget", &wget[..])] {
        let bounds = Bounds { most: MOST_BYTES, patience: PATIENCE };
        match taking::all(Command::new(program).args(words).arg("--").arg(address), bounds) {
            Ok(archive) if archive.is_empty() => return Err(wrong(format!("{program}: the answer is empty"))),
            Ok(archive) => return Ok(archive),
            Err(Failed::Start(error)) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(Failed::Start(error)) => {
                return Err(Error::new(Kind::Outside, format!("start {program}")).because(error));
            }
            Err(Failed::Ended(why)) => return Err(wrong(format!("{program}: {why}"))),
        }
    }
    Err(wrong("there is no curl and no wget".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_no_path_and_no_option() {
        for language in ["en", "zh", "pt_BR", "zh_TW", "fil"] {
            assert!(is_language(language), "{language}");
        }
        for other in ["", "e", "english", "EN", "../en", "-o", "en_", "pt_br", "en.zip"] {
            assert!(!is_language(other), "{other}");
        }
        assert_eq!(address("https://x.example/a/", "de"), "https://x.example/a/tldr-pages.de.zip");
    }
}
