//! Parse, run, and turn how it ended into an exit status.
//!
//! Entered as C's `main`, without Rust's own start-up: that reads /proc/self/maps and sets up handlers for stack
//! overflow, a seventh of what ghost costs a command that works (`tests/bench/run.py wrapper`). What of it ghost needs
//! is done here: closed standard streams and SIGPIPE are seen to, and a panic becomes an exit status. What is printed to
//! stdout is flushed where it is printed (`cli::help`).
#![no_main]

use std::ffi::{CStr, OsStr, OsString, c_char, c_int};
use std::os::unix::ffi::OsStrExt as _;

#[global_allocator]
static MEMORY: ghostsh::memory::FirstBytes = ghostsh::memory::FirstBytes::unused();

/// The C entry point.
///
/// # Safety
/// `argv` holds `argc` pointers to NUL-terminated strings, as the C start-up code passes them.
// SAFETY: no other item of the program bears the name, and the C start-up code calls it once.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn main(argc: c_int, argv: *const *const c_char) -> c_int {
    ghostsh::executor::note_inherited();
    let count = usize::try_from(argc).unwrap_or_default();
    let word = |at: usize| {
        // SAFETY: `at` is below `argc`, and the strings live as long as the process.
        let text = unsafe { CStr::from_ptr(*argv.add(at)) };
        OsStr::from_bytes(text.to_bytes()).to_owned()
    };
    let words: Vec<OsString> = (1..count).map(word).collect();
    if words.first().is_some_and(|word| word == ghostsh::host::ENTRY) {
        // SAFETY: the words lie one after the other (execve(2)), writable, and were copied above; nobody else reads them.
        unsafe {
            let start = *argv;
            let last = *argv.add(count - 1);
            let end = last.add(CStr::from_ptr(last).count_bytes() + 1);
            let length = usize::try_from(end.offset_from(start)).unwrap_or_default();
            ghostsh::host::remember_words(start.cast_mut(), length);
        }
    }
    let status = std::panic::catch_unwind(|| run(words)).unwrap_or(ghostsh::exit::OWN_ERROR);
    c_int::from(status)
}

fn run(words: Vec<OsString>) -> u8 {
    match ghostsh::cli::main(words.into_iter()) {
        Ok(status) => status.leave(),
        Err(error) => {
            eprintln!("ghost: {error}");
            error.exit_status()
        }
    }
}
