//! Rows for people and for programs, and the units that people read.

use std::time::Duration;

use serde::Serialize;

use crate::text::visible;

/// One line of what was found.
pub trait Row: Serialize {
    /// The heading of every column, and whether it is set to the right, as numbers are.
    const COLUMNS: &'static [(&'static str, bool)];

    /// What stands in the columns, for people: one text a column. Control characters are made visible later.
    fn cells(&self) -> Vec<String>;
}

/// A table with a heading; empty when there are no rows. The last column is not padded.
#[must_use]
pub fn table<T: Row>(rows: &[T]) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let heading = T::COLUMNS.iter().map(|(name, _)| (*name).to_owned()).collect();
    let lines: Vec<Vec<String>> = std::iter::once(heading)
        .chain(rows.iter().map(|row| row.cells().iter().map(|cell| visible(cell)).collect()))
        .collect();
    let width = |column: usize| {
        lines.iter().filter_map(|line| line.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..T::COLUMNS.len()).map(width).collect();
    let mut text = String::new();
    for line in &lines {
        let cells = line.iter().zip(&widths).zip(T::COLUMNS);
        let set = cells.map(|((cell, width), (_, right))| match right {
            true => format!("{cell:>width$}"),
            false => format!("{cell:<width$}"),
        });
        text += set.collect::<Vec<_>>().join("  ").trim_end();
        text.push('\n');
    }
    text
}

/// One JSON object a line.
#[must_use]
pub fn json<T: Row>(rows: &[T]) -> String {
    // A row holds numbers and texts only: nothing that could not be written as JSON.
    let rows = rows.iter().filter_map(|row| serde_json::to_string(row).ok());
    rows.fold(String::new(), |text, row| text + &crate::text::json(&row) + "\n")
}

/// Bytes as a person reads them, in powers of 1024 (IEC 80000-13): `812 B`, `4.0 KiB`, `1.2 GiB`.
#[must_use]
pub(super) fn size(bytes: u64) -> String {
    const UNITS: &[&str] = &["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];
    if bytes < 1024 {
        return format!("{bytes} B");
    }
    let mut divisor: u64 = 1024;
    let mut unit = 0;
    while bytes / divisor >= 1024 && unit + 1 < UNITS.len() {
        divisor *= 1024;
        unit += 1;
    }
    // Tenths are cut, not rounded: a full disk is not told to have more than it has.
    let tenths = u128::from(bytes) * 10 / u128::from(divisor);
    match tenths < 1000 {
        true => format!("{}.{} {}", tenths / 10, tenths % 10, UNITS[unit]),
        false => format!("{} {}", tenths / 10, UNITS[unit]),
    }
}

/// A span of time as a person reads it, in its largest unit: `12 s`, `5 min`, `3 h`, `40 d`.
#[must_use]
pub(super) fn span(time: Duration) -> String {
    match time.as_secs() {
        seconds @ 0..120 => format!("{seconds} s"),
        seconds @ 120..7_200 => format!("{} min", seconds / 60),
        seconds @ 7_200..172_800 => format!("{} h", seconds / 3_600),
        seconds => format!("{} d", seconds / 86_400),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Serialize)]
    struct File {
        bytes: u64,
        name: &'static str,
    }

    impl Row for File {
        const COLUMNS: &'static [(&'static str, bool)] = &[("size", true), ("name", false)];

        fn cells(&self) -> Vec<String> {
            vec![size(self.bytes), self.name.to_owned()]
        }
    }

    #[test]
    fn rows_are_a_table_for_people_and_objects_for_programs() {
        let rows = [File { bytes: 5, name: "a" }, File { bytes: 2048, name: "b\u{1b}[2J" }];
        assert_eq!(table(&rows), "   size  name\n    5 B  a\n2.0 KiB  b\\u{1b}[2J\n");
        assert_eq!(json(&rows), "{\"bytes\":5,\"name\":\"a\"}\n{\"bytes\":2048,\"name\":\"b\\u001b[2J\"}\n");
        assert_eq!(table::<File>(&[]), "");
    }

    #[test]
    fn numbers_are_told_in_the_units_people_read() {
        for (bytes, told) in [
            (0, "0 B"),
            (1023, "1023 B"),
            (1024, "1.0 KiB"),
            (1_048_575, "1023 KiB"),
            (1_048_576, "1.0 MiB"),
            (103_809_024, "99.0 MiB"),
            (5_368_709_120, "5.0 GiB"),
            (u64::MAX, "15.9 EiB"),
        ] {
            assert_eq!(size(bytes), told);
        }
        for (seconds, told) in [(0, "0 s"), (119, "119 s"), (120, "2 min"), (7200, "2 h"), (172_800, "2 d")] {
            assert_eq!(span(Duration::from_secs(seconds)), told);
        }
    }
}
