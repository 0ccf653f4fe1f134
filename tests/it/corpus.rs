//! The shared corpora, where they are there: the folder `GHOST_CORPUS`, or `shared/corpus` beside the project.

use std::path::{Path, PathBuf};

/// The text of one file; `None`, said on stderr, where it is not there.
pub fn file(name: &str) -> Option<String> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus");
    let folder = std::env::var_os("GHOST_CORPUS").map_or_else(beside, PathBuf::from);
    let text = std::fs::read_to_string(folder.join(name));
    if text.is_err() {
        eprintln!("{name} is not in {}: only our own sets are tried", folder.display());
    }
    text.ok()
}
