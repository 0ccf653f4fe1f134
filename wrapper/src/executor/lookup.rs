//! Finds the program of a job the way execvp(3) and shells do, and says why it cannot be run in a shell's words.
//!
//! It starts nothing. Builtins, aliases and functions are a shell's own affair: `ghost -c` runs a shell for them.

use std::ffi::{CString, OsStr};
use std::fs::File;
use std::io::Read as _;
use std::os::unix::ffi::OsStrExt as _;

use crate::exit;

/// Where to look when PATH is not set (confstr(3), `_CS_PATH`).
const DEFAULT_PATH: &[u8] = b"/bin:/usr/bin";

/// Why a program cannot be run.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    /// 127 or 126 (POSIX 2.8.2).
    pub status: u8,
    /// One line for stderr, newline included.
    pub message: Vec<u8>,
}

impl Refusal {
    fn new(status: u8, name: &OsStr, why: &str) -> Self {
        let mut message = b"ghost: ".to_vec();
        message.extend_from_slice(name.as_bytes());
        message.extend_from_slice(b": ");
        message.extend_from_slice(why.as_bytes());
        message.push(b'\n');
        Self { status, message }
    }
}

enum Looked {
    Runnable,
    Folder,
    Forbidden,
    Absent,
}

/// The path to give to execve for this word, looked up along `path` (the value of PATH).
///
/// # Errors
/// A [`Refusal`] when there is no such program, or none that may be run.
pub(super) fn find(name: &OsStr, path: Option<&OsStr>) -> Result<CString, Refusal> {
    let bytes = name.as_bytes();
    if bytes.contains(&b'/') {
        return match CString::new(bytes) {
            Ok(program) => match look(&program) {
                Looked::Runnable => Ok(program),
                Looked::Folder => Err(Refusal::new(exit::CANNOT_RUN, name, "Is a directory")),
                Looked::Forbidden => Err(Refusal::new(exit::CANNOT_RUN, name, "Permission denied")),
                Looked::Absent => Err(Refusal::new(exit::NOT_FOUND, name, "No such file or directory")),
            },
            Err(_) => Err(Refusal::new(exit::NOT_FOUND, name, "No such file or directory")),
        };
    }
    let mut forbidden = false;
    if !bytes.is_empty() {
        for folder in path.map_or(DEFAULT_PATH, |path| path.as_bytes()).split(|&byte| byte == b':') {
            // An empty element means the working folder (POSIX 8.3, PATH).
            let folder = if folder.is_empty() { b"." } else { folder };
            let Ok(program) = CString::new([folder, b"/", bytes].concat()) else {
                continue;
            };
            match look(&program) {
                Looked::Runnable => return Ok(program),
                Looked::Forbidden => forbidden = true,
                Looked::Folder | Looked::Absent => {}
            }
        }
    }
    Err(if forbidden {
        Refusal::new(exit::CANNOT_RUN, name, "Permission denied")
    } else {
        Refusal::new(exit::NOT_FOUND, name, "command not found")
    })
}

fn look(program: &CString) -> Looked {
    // SAFETY: `program` is NUL-terminated.
    if unsafe { libc::access(program.as_ptr(), libc::X_OK) } != 0 {
        // SAFETY: as above.
        return if unsafe { libc::access(program.as_ptr(), libc::F_OK) } == 0 {
            Looked::Forbidden
        } else {
            Looked::Absent
        };
    }
    // SAFETY: an all-zero stat is a valid value to be written over.
    let mut found: libc::stat = unsafe { std::mem::zeroed() };
    // SAFETY: a NUL-terminated path and a valid place for one stat.
    let known = unsafe { libc::stat(program.as_ptr(), &raw mut found) } == 0;
    match found.st_mode & libc::S_IFMT {
        _ if !known => Looked::Absent,
        libc::S_IFDIR => Looked::Folder,
        _ => Looked::Runnable,
    }
}

/// What execve's refusal means, given the word that was typed and the file that was tried.
pub(super) fn refused(name: &OsStr, program: &CString, errno: i32) -> Refusal {
    let why = match errno {
        libc::ENOENT => {
            // The file is there (it was found), so what is missing is what it names: an interpreter or a loader.
            return match interpreter(program) {
                Some(interpreter) => Refusal::new(
                    exit::CANNOT_RUN,
                    name,
                    &format!("{interpreter}: bad interpreter: No such file or directory"),
                ),
                None => Refusal::new(exit::NOT_FOUND, name, "cannot execute: required file not found"),
            };
        }
        libc::EACCES | libc::EPERM => "Permission denied",
        libc::ENOEXEC => "cannot execute binary file: Exec format error",
        libc::E2BIG => "Argument list too long",
        libc::ETXTBSY => "Text file busy",
        libc::ELOOP => "Too many levels of symbolic links",
        libc::ENOMEM => "Cannot allocate memory",
        _ => "cannot execute",
    };
    Refusal::new(exit::CANNOT_RUN, name, why)
}

/// True when a file without `#!` and without a known format is to be given to `sh`, as shells do:
/// its first line holds no NUL byte (POSIX, XCU 2.9.1.1: "may bypass … if not a text file").
pub(super) fn is_script(program: &CString) -> bool {
    start_of(program).is_some_and(|start| {
        let line = start.split(|&byte| byte == b'\n').next().unwrap_or_default();
        !line.contains(&0)
    })
}

fn interpreter(program: &CString) -> Option<String> {
    let start = start_of(program)?;
    let line = start.strip_prefix(b"#!")?.split(|&byte| byte == b'\n').next()?;
    let text = String::from_utf8_lossy(line);
    text.split_whitespace().next().map(str::to_owned)
}

/// The first bytes; as many as the kernel itself looks at for `#!` (execve(2): 255 and a newline).
fn start_of(program: &CString) -> Option<Vec<u8>> {
    let mut start = Vec::with_capacity(256);
    let file = File::open(OsStr::from_bytes(program.as_bytes())).ok()?;
    file.take(256).read_to_end(&mut start).ok()?;
    Some(start)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::os::unix::fs::PermissionsExt as _;

    struct Folders(tempfile::TempDir);

    impl Folders {
        fn new() -> Self {
            let made = Self(tempfile::tempdir().expect("a temporary folder"));
            made.file("a/tool", 0o755, b"#!/bin/sh\n");
            made.file("b/tool", 0o755, b"#!/bin/sh\n");
            made.file("b/plain", 0o644, b"text");
            made.file("b/bad", 0o755, b"#! /no/such/interp -x\n");
            made.file("b/bare", 0o755, b"echo hi\n\0");
            made.file("b/binary", 0o755, b"\x7fEL\0\n");
            fs::create_dir(made.0.path().join("a/folder")).expect("a folder");
            made
        }

        fn file(&self, name: &str, mode: u32, content: &[u8]) {
            let path = self.0.path().join(name);
            fs::create_dir_all(path.parent().expect("has a parent")).expect("a folder");
            fs::write(&path, content).expect("a file");
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).expect("a mode");
        }

        fn check(&self, name: &str, path: &str, expected: Result<&str, (u8, &str)>) {
            let root = self.0.path().to_str().expect("UTF-8");
            let [name, path] = [name, path].map(|text| text.replace('@', root));
            let found = find(OsStr::new(&name), Some(OsStr::new(&path)));
            match (found, expected) {
                (Ok(found), Ok(end)) => assert_eq!(found.to_str(), Ok(format!("{root}/{end}").as_str())),
                (Err(refusal), Err((status, why))) => {
                    let message = format!("ghost: {name}: {why}\n");
                    assert_eq!(refusal, Refusal { status, message: message.into_bytes() });
                }
                (found, expected) => panic!("{name}: {found:?} instead of {expected:?}"),
            }
        }
    }

    #[test]
    fn looks_along_the_path_as_shells_do() {
        let folders = Folders::new();
        folders.check("tool", "@/a:@/b", Ok("a/tool"));
        folders.check("tool", "/no/such:@/b", Ok("b/tool"));
        folders.check("@/b/tool", "", Ok("b/tool"));
        folders.check("gti", "@/a:@/b", Err((127, "command not found")));
        folders.check("", "@/a", Err((127, "command not found")));
        folders.check("folder", "@/a", Err((127, "command not found")));
        folders.check("plain", "@/a:@/b", Err((126, "Permission denied")));
        folders.check("@/b/plain", "", Err((126, "Permission denied")));
        folders.check("@/a", "", Err((126, "Is a directory")));
        folders.check("@/a/none", "", Err((127, "No such file or directory")));
    }

    #[test]
    fn tells_why_execve_refused() {
        let folders = Folders::new();
        let path = |name: &str| CString::new(folders.0.path().join(name).as_os_str().as_bytes()).expect("no NUL in it");
        let told = |name: &str, errno| refused(OsStr::new("x"), &path(name), errno);
        let check = |refusal: Refusal, status, why: &str| {
            assert_eq!(refusal.status, status, "{why}");
            assert_eq!(String::from_utf8_lossy(&refusal.message), format!("ghost: x: {why}\n"));
        };
        let missing = "/no/such/interp: bad interpreter: No such file or directory";
        check(told("b/bad", libc::ENOENT), 126, missing);
        check(told("b/binary", libc::ENOENT), 127, "cannot execute: required file not found");
        check(told("b/tool", libc::E2BIG), 126, "Argument list too long");
        assert!(is_script(&path("b/bare")) && !is_script(&path("b/binary")));
    }
}
