//! What the memory is used for, from `/proc/meminfo`.

use std::fs;

use serde::Serialize;

use super::table::size;
use super::{Row, Seen};
use crate::error::{Error, Kind, Result};

/// One use of memory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Use {
    /// What for.
    pub what: &'static str,
    /// How much.
    pub bytes: u64,
    /// What is meant, in a few words.
    #[serde(skip)]
    meaning: &'static str,
}

impl Row for Use {
    const COLUMNS: &'static [(&'static str, bool)] = &[("memory", false), ("size", true), ("", false)];

    fn cells(&self) -> Vec<String> {
        vec![self.what.to_owned(), size(self.bytes), self.meaning.to_owned()]
    }
}

/// What is shown, the field it comes from (proc_meminfo(5)), and what it means.
const SHOWN: &[(&str, &str, &str)] = &[
    ("total", "MemTotal", "what this machine has"),
    ("available", "MemAvailable", "what a program could have now"),
    ("free", "MemFree", "used for nothing at all"),
    ("cached", "Cached", "copies of files, given back when needed"),
    ("buffers", "Buffers", "blocks of devices, given back when needed"),
    ("shared", "Shmem", "tmpfs and memory that processes share"),
    ("kernel", "Slab", "the kernel's own"),
    ("unwritten", "Dirty", "waits to be written to a disk"),
    ("swap", "SwapTotal", "room on disk for what is not needed now"),
    ("swap free", "SwapFree", "of it, not used"),
];

/// The uses of memory.
///
/// # Errors
/// When `/proc/meminfo` cannot be read.
pub fn memory() -> Result<Seen<Use>> {
    let text = fs::read_to_string("/proc/meminfo")
        .map_err(|error| Error::new(Kind::Outside, "read /proc/meminfo").because(error))?;
    Ok(Seen::whole(uses(&text)))
}

/// The file's fields are in units of 1024 bytes, whatever `kB` says.
fn uses(text: &str) -> Vec<Use> {
    let field = |name: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))?;
        let number: u64 = line.split_whitespace().next()?.parse().ok()?;
        number.checked_mul(1024)
    };
    let mut uses: Vec<Use> =
        SHOWN.iter().filter_map(|(what, name, meaning)| Some(Use { what, bytes: field(name)?, meaning })).collect();
    if let (Some(total), Some(available)) = (field("MemTotal"), field("MemAvailable")) {
        let used = Use { what: "used", bytes: total.saturating_sub(available), meaning: "what programs cannot have" };
        uses.insert(1, used);
    }
    uses
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kernels_fields_are_told_in_bytes() {
        let told = |text: &str| -> Vec<(&'static str, u64)> {
            uses(text).into_iter().map(|found| (found.what, found.bytes)).collect()
        };
        assert_eq!(
            told(
                "MemTotal:    1000 kB\nMemFree:  10 kB\nMemAvailable:   400 kB\nSwapTotal: 0 kB\nHugePages_Total: 0\n"
            ),
            [("total", 1_024_000), ("used", 614_400), ("available", 409_600), ("free", 10_240), ("swap", 0)]
        );
        assert_eq!(told("MemTotal: many\nCached: 1"), [("cached", 1024)]);
        assert_eq!(told(""), []);
    }
}
