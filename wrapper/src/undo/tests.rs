//! What is kept, moved back, left alone and let go.

use super::*;

struct Place {
    folder: tempfile::TempDir,
    undo: Undo,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let undo = Undo::of(&folder.path().join("state"));
        Self { folder, undo }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Keeps these, lets `act` change them, and gives what can be taken back.
    fn acts(&self, action: &str, names: &[&str], act: impl FnOnce(&Self)) -> Option<Kept> {
        let paths: Vec<PathBuf> = names.iter().map(|name| self.path(name)).collect();
        self.undo.keep(action, "a line", 1, &paths, &[]).expect("kept");
        act(self);
        self.undo.ended(action).expect("ended");
        self.undo.all().into_iter().find(|kept| kept.action == action)
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).expect("a file");
    }

    fn read(&self, name: &str) -> Option<String> {
        fs::read_to_string(self.path(name)).ok()
    }
}

#[test]
fn everything_is_put_back() {
    let place = Place::new();
    place.write("over", "old");
    place.write("gone", "old too");
    fs::set_permissions(place.path("over"), fs::Permissions::from_mode(0o755)).expect("permissions");
    let kept = place.acts("1", &["over", "gone", "made", "folder", "never"], |place| {
        place.write("over", "new");
        fs::remove_file(place.path("gone")).expect("removed");
        place.write("made", "new");
        fs::create_dir(place.path("folder")).expect("a folder");
    });
    let kept = kept.expect("it can be taken back");
    assert_eq!(kept.told().len(), 4, "{:?}", kept.told());
    place.undo.restore(&kept).expect("restored");
    assert_eq!((place.read("over").as_deref(), place.read("gone").as_deref()), (Some("old"), Some("old too")));
    assert_eq!(fs::metadata(place.path("over")).expect("a file").permissions().mode() & 0o777, 0o755);
    assert!(!place.path("made").exists() && !place.path("folder").exists());
    assert!(place.undo.all().is_empty(), "once");
}

#[test]
fn folders_that_were_made_on_the_way_go_as_well() {
    let place = Place::new();
    let kept = place.acts("1", &["a/b/c", "a/b/d"], |place| {
        fs::create_dir_all(place.path("a/b/c")).expect("folders");
        place.write("a/b/d", "new");
    });
    place.undo.restore(&kept.expect("kept")).expect("restored");
    assert!(!place.path("a").exists());
    // What was put there since stays, and so does what it lies in.
    let kept = place.acts("2", &["a/b/c"], |place| fs::create_dir_all(place.path("a/b/c")).expect("folders"));
    place.write("a/mine", "x");
    place.undo.restore(&kept.expect("kept")).expect("restored");
    assert!(place.path("a/mine").exists() && !place.path("a/b").exists());
}

#[test]
fn what_was_moved_is_moved_back() {
    let place = Place::new();
    for (name, text) in [("from", "precious"), ("other", "mine"), ("over", "old")] {
        place.write(name, text);
    }
    fs::create_dir(place.path("folder")).expect("a folder");
    place.write("folder/deep", "x");
    let moves = [("from", "to"), ("other", "over"), ("folder", "elsewhere")];
    let [from, to] = [|pair: &(&str, &str)| pair.0.to_owned(), |pair: &(&str, &str)| pair.1.to_owned()];
    let paths =
        |which: fn(&(&str, &str)) -> String| moves.iter().map(|one| place.path(&which(one))).collect::<Vec<_>>();
    place.undo.keep("1", "mv", 1, &paths(to), &paths(from)).expect("kept");
    for pair in &moves {
        fs::rename(place.path(pair.0), place.path(pair.1)).expect("moved");
    }
    place.undo.ended("1").expect("ended");
    let kept = place.undo.all().pop().expect("it can be taken back");
    assert!(kept.told().iter().all(|line| line.starts_with("moves ")), "{:?}", kept.told());
    place.undo.restore(&kept).expect("restored");
    assert_eq!((place.read("from").as_deref(), place.read("other").as_deref()), (Some("precious"), Some("mine")));
    assert_eq!((place.read("over").as_deref(), place.read("folder/deep").as_deref()), (Some("old"), Some("x")));
    assert!(!place.path("to").exists() && !place.path("elsewhere").exists());
    // Where something stands there again, nothing is moved over it.
    place.undo.keep("2", "mv", 1, &[place.path("to")], &[place.path("from")]).expect("kept");
    fs::rename(place.path("from"), place.path("to")).expect("moved");
    place.undo.ended("2").expect("ended");
    place.write("from", "new");
    let kept = place.undo.all().pop().expect("kept");
    assert!(place.undo.restore(&kept).expect_err("refused").to_string().contains("from is there again"));
    assert_eq!((place.read("from").as_deref(), place.read("to").as_deref()), (Some("new"), Some("precious")));
}

#[test]
fn what_has_changed_since_is_left_alone() {
    let place = Place::new();
    for name in ["one", "two"] {
        place.write(name, "old");
    }
    let kept = place.acts("1", &["one", "two"], |place| {
        place.write("one", "new");
        place.write("two", "new");
    });
    place.write("two", "newer");
    let error = place.undo.restore(&kept.expect("kept")).expect_err("refused");
    assert!(error.to_string().contains("two has changed since"), "{error}");
    assert_eq!(place.read("one").as_deref(), Some("new"), "all or nothing");
}

#[test]
fn what_changed_nothing_is_forgotten_and_so_is_what_is_old() {
    let place = Place::new();
    place.write("same", "old");
    assert_eq!(place.acts("0", &["same", "never"], |place| place.write("same", "old")), None);
    for number in 0..MOST_ACTIONS + 5 {
        place.acts(&format!("{number:02}"), &["same"], |place| place.write("same", &number.to_string()));
    }
    let all = place.undo.all();
    assert_eq!((all.len(), all[0].action.as_str()), (MOST_ACTIONS, "05"));
}

#[test]
fn what_is_too_large_or_no_file_is_said() {
    let place = Place::new();
    let large = File::create(place.path("large")).expect("a file");
    large.set_len(MOST + 1).expect("a size");
    fs::create_dir(place.path("folder")).expect("a folder");
    std::os::unix::fs::symlink("/etc/passwd", place.path("link")).expect("a link");
    let paths = ["large", "folder", "link"].map(|name| place.path(name));
    assert_eq!(place.undo.keep("1", "a line", 1, &paths, &[]).expect("kept"), paths);
    for path in &paths {
        assert!(!can_keep(std::slice::from_ref(path)), "{path:?}");
    }
    place.write("small", "x");
    assert!(can_keep(&[place.path("small")]) && !can_keep(&[place.path("small"), place.path("missing")]));
}
