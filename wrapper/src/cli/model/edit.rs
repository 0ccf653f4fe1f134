//! `config.toml`, changed in place: what the person wrote stays as it is, comments and order included.

use std::fs::{File, Permissions};
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use nix::fcntl::{Flock, FlockArg};
use toml_edit::{Array, DocumentMut, Item, Table, Value};

use crate::config::Folders;
use crate::error::{Error, Kind, Result};

/// Mode of a file that is made.
const OWN: u32 = 0o600;

/// The settings file, read.
#[derive(Debug)]
pub struct Settings {
    path: PathBuf,
    before: Option<String>,
    document: DocumentMut,
    /// Nobody else changes it before it is written, or before this goes.
    turn: Option<Flock<File>>,
}

impl Settings {
    /// Reads the person's file; one that is not there is empty.
    ///
    /// # Errors
    /// When there is no place for it, or it is not TOML: it is not written over then.
    pub fn open(folders: &Folders) -> Result<Self> {
        let folder = folders
            .config
            .as_ref()
            .ok_or_else(|| Error::new(Kind::Outside, "find the settings folder").hint("set HOME or XDG_CONFIG_HOME"))?;
        let turn = turn(folder);
        let path = folder.join("config.toml");
        // Where it is a link, what it leads to is written.
        let path = std::fs::canonicalize(&path).unwrap_or(path);
        let wrong = |what: &str| Error::new(Kind::Settings, format!("{what} {}", path.display()));
        let before = match crate::config::text_of(&path) {
            Ok(text) => Some(text),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
            Err(error) => return Err(wrong("read").because(error)),
        };
        let parsed = before.as_deref().unwrap_or_default().parse::<DocumentMut>();
        let document = parsed.map_err(|error| {
            let text = before.as_deref().unwrap_or_default();
            let line = error.span().map_or(0, |span| text[..span.start].matches('\n').count() + 1);
            // Not the error's own text: it repeats the line, which may hold anything.
            wrong("read").because(format!("line {line} is not TOML")).hint("it is left as it is")
        })?;
        Ok(Self { path, before, document, turn })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// As it would be written.
    pub fn text(&self) -> String {
        self.document.to_string()
    }

    /// Whether it has a model of that name, usable or not.
    pub fn has(&self, name: &str) -> bool {
        self.document.get("models").and_then(Item::as_table_like).is_some_and(|models| models.contains_key(name))
    }

    /// Adds a model.
    ///
    /// # Errors
    /// When the file has something else in that place.
    pub fn add(&mut self, name: &str, table: Table) -> Result<()> {
        let wrong = || Error::new(Kind::Settings, "add a model").because("models is not a table in config.toml");
        let models = self.document.entry("models").or_insert_with(|| {
            let mut models = Table::new();
            models.set_implicit(true);
            Item::Table(models)
        });
        match models {
            Item::Table(models) => models.insert(name, Item::Table(table)),
            other => {
                let models = other.as_table_like_mut().ok_or_else(wrong)?;
                models.insert(name, Item::Value(Value::InlineTable(table.into_inline_table())))
            }
        };
        Ok(())
    }

    /// Says which are asked.
    pub fn choose(&mut self, names: &[String]) {
        let section = self.document.entry("model").or_insert_with(|| Item::Table(Table::new()));
        let Some(section) = section.as_table_like_mut() else { return };
        let new = match names {
            [name] => Value::from(name),
            names => Value::Array(names.iter().collect::<Array>()),
        };
        match section.get_mut("use").and_then(Item::as_value_mut) {
            Some(value) => {
                let decor = value.decor().clone();
                *value = new;
                *value.decor_mut() = decor;
            }
            None => {
                section.insert("use", Item::Value(new));
            }
        }
    }

    /// The names that `use` has; `None` where nothing was chosen.
    pub fn chosen(&self) -> Option<Vec<String>> {
        let value = self.document.get("model")?.as_table_like()?.get("use")?;
        match value.as_array() {
            Some(names) => Some(names.iter().filter_map(|name| name.as_str().map(str::to_owned)).collect()),
            None => Some(vec![value.as_str()?.to_owned()]),
        }
    }

    /// Takes a model out, and its name from what is chosen.
    pub fn remove(&mut self, name: &str) {
        if let Some(models) = self.document.get_mut("models").and_then(Item::as_table_like_mut) {
            models.remove(name);
        }
        let Some(section) = self.document.get_mut("model").and_then(Item::as_table_like_mut) else { return };
        if without(section.get_mut("use"), name) {
            section.remove("use");
        }
        let Some(roles) = section.get_mut("roles").and_then(Item::as_table_like_mut) else { return };
        let fields: Vec<String> = roles.iter().map(|(role, _)| role.to_owned()).collect();
        for role in fields {
            if without(roles.get_mut(&role), name) {
                roles.remove(&role);
            }
        }
        if roles.is_empty() {
            section.remove("roles");
        }
    }

    /// Writes it: beside it first, then one rename, so that a reader sees all of it or what was. Its mode stays.
    ///
    /// # Errors
    /// When it cannot be written, or somebody else has changed it meanwhile.
    pub fn write(&mut self) -> Result<()> {
        let _turn = self.turn.take();
        let wrong =
            |error: std::io::Error| Error::new(Kind::Outside, format!("write {}", self.path.display())).because(error);
        if std::fs::read_to_string(&self.path).ok() != self.before {
            let changed = Error::new(Kind::Outside, format!("write {}", self.path.display()));
            return Err(changed.because("it has changed meanwhile").hint("try again"));
        }
        if let Some(folder) = self.path.parent() {
            std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(wrong)?;
        }
        let mode = std::fs::metadata(&self.path).map_or(OWN, |found| found.permissions().mode() & 0o7777);
        let half = self.path.with_extension(format!("toml.{}", std::process::id()));
        let written = (|| {
            let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(OWN).open(&half)?;
            file.write_all(self.text().as_bytes())?;
            file.set_permissions(Permissions::from_mode(mode))?;
            file.sync_all()?;
            std::fs::rename(&half, &self.path)
        })();
        if written.is_err() {
            let _ = std::fs::remove_file(&half);
        }
        written.map_err(wrong)
    }
}

/// Waits for the others who change the settings: one at a time, by a lock on their folder, which is made for that. `None` where
/// there can be none; then it is seen when the file has changed meanwhile.
fn turn(folder: &Path) -> Option<Flock<File>> {
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).ok()?;
    Flock::lock(File::open(folder).ok()?, FlockArg::LockExclusive).ok()
}

/// Takes a name out of a name or a list of them; true when nothing is left.
fn without(item: Option<&mut Item>, name: &str) -> bool {
    let Some(value) = item.and_then(Item::as_value_mut) else { return false };
    match value.as_array_mut() {
        Some(names) => {
            let had = names.len();
            names.retain(|found| found.as_str() != Some(name));
            // The blank that stood behind a comma is none at the beginning.
            if let Some(first) = names.get_mut(0)
                && first.decor().prefix().and_then(toml_edit::RawString::as_str) == Some(" ")
            {
                first.decor_mut().set_prefix("");
            }
            had > 0 && names.is_empty()
        }
        None => value.as_str() == Some(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# mine\n[brain]\ndeadline_ms = 9 # long\n\n[model]\n# the order\nuse = ['a', 'b'] # both\nroles = { scout = 'a', critic = ['a', 'b'] }\n\n[models.a]\ncommand = ['x']\n\n# the other\n[models.b]\ncommand = [ 'y' ]\n";

    fn settings(text: Option<&str>) -> (tempfile::TempDir, Settings) {
        let place = tempfile::tempdir().expect("a temporary folder");
        if let Some(text) = text {
            std::fs::write(place.path().join("config.toml"), text).expect("a file");
        }
        let folders = Folders { config: Some(place.path().to_owned()), ..Folders::default() };
        let settings = Settings::open(&folders).expect("settings");
        (place, settings)
    }

    fn one() -> Table {
        let mut table = Table::new();
        table.insert("command", toml_edit::value("z"));
        table
    }

    #[test]
    fn what_was_written_stays() {
        let (_place, mut settings) = settings(Some(TEXT));
        settings.add("c", one()).expect("added");
        let text = settings.text();
        assert!(text.starts_with(TEXT), "{text}");
        assert!(text.ends_with("\n[models.c]\ncommand = \"z\"\n"), "{text}");
        settings.remove("c");
        assert_eq!(settings.text(), TEXT);
        settings.choose(&["b".to_owned()]);
        assert_eq!(settings.text(), TEXT.replace("['a', 'b'] # both", "\"b\" # both"));
        assert_eq!(settings.chosen(), Some(vec!["b".to_owned()]));
    }

    #[test]
    fn a_name_that_goes_goes_everywhere() {
        let (_place, mut settings) = settings(Some(TEXT));
        settings.remove("a");
        let text = settings.text();
        assert!(!text.contains("'a'") && !text.contains("scout") && !text.contains("[models.a]"), "{text}");
        assert!(text.contains("# the other\n[models.b]") && text.contains("# long"), "{text}");
        settings.remove("b");
        assert_eq!(settings.chosen(), None);
    }

    #[test]
    fn a_new_file_is_the_persons_alone_and_an_old_one_keeps_its_mode() {
        let (place, mut settings) = settings(None);
        let path = place.path().join("config.toml");
        let mode = || std::fs::metadata(&path).expect("a file").permissions().mode() & 0o777;
        settings.add("c", one()).expect("added");
        settings.write().expect("written");
        assert_eq!(mode(), 0o600);
        std::fs::set_permissions(&path, Permissions::from_mode(0o640)).expect("permissions");
        let folders = Folders { config: Some(place.path().to_owned()), ..Folders::default() };
        let mut again = Settings::open(&folders).expect("settings");
        again.choose(&["c".to_owned()]);
        again.write().expect("written");
        assert_eq!(mode(), 0o640);
        let stale = settings.write().expect_err("it has changed");
        assert!(stale.to_string().contains("changed meanwhile"), "{stale}");
        assert_eq!(std::fs::read_dir(place.path()).expect("a folder").count(), 1);
    }

    #[test]
    fn all_who_change_it_at_once_are_heard() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let folder = place.path().join("new/ghost");
        let add = |number: usize| {
            let folders = Folders { config: Some(folder.clone()), ..Folders::default() };
            let mut settings = Settings::open(&folders).expect("settings");
            settings.add(&format!("n{number}"), one()).expect("added");
            settings.write().expect("written");
        };
        std::thread::scope(|scope| {
            for number in 0..8 {
                let add = &add;
                scope.spawn(move || add(number));
            }
        });
        let text = std::fs::read_to_string(folder.join("config.toml")).expect("a file");
        assert_eq!(text.matches("[models.n").count(), 8, "{text}");
    }

    #[test]
    fn a_file_that_is_no_toml_is_left_alone_and_not_repeated() {
        let place = tempfile::tempdir().expect("a temporary folder");
        std::fs::write(place.path().join("config.toml"), "[a]\nkey = topsecret\n").expect("a file");
        let folders = Folders { config: Some(place.path().to_owned()), ..Folders::default() };
        let error = Settings::open(&folders).expect_err("it is no TOML").to_string();
        assert!(error.contains("line 2") && !error.contains("topsecret"), "{error}");
    }
}
