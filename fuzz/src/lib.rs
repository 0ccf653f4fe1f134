//! What must hold for any bytes, one file a target.
//!
//! The fuzzer calls these functions with bytes it invents, and `tests/it/fuzz_replay.rs` calls them with the seeds and
//! with what was once found. They need nothing but ghost itself, so that replaying needs no fuzzer. A function returns
//! when all is well and panics when it is not.

pub mod frames;
pub mod judge;
pub mod marks;
pub mod redact;
pub mod repair;
pub mod text;

/// A target: the name of its folder below `seeds` and `findings`, and what must hold.
pub type Target = (&'static str, fn(&[u8]));

/// Every target.
pub const TARGETS: &[Target] = &[
    ("frames", frames::check),
    ("judge", judge::check),
    ("marks", marks::check),
    ("redact", redact::check),
    ("repair", repair::check),
    ("text", text::check),
];
