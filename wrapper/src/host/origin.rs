//! The shell that asked for a host, as it was started: program, words and environment (proc(5)).
//!
//! The shell in the host is started with exactly these, so that what was arranged for the first one (an init file of
//! an editor's terminal, a folder of settings in a variable) is arranged for the second as well.

use std::ffi::{CString, OsStr, OsString};
use std::fs;
use std::io;
use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};
use std::path::PathBuf;

use nix::unistd::Pid;

/// How a shell was started.
#[derive(Debug)]
pub(super) struct Origin {
    pub(super) program: CString,
    pub(super) words: Vec<CString>,
    pub(super) environment: Vec<CString>,
}

impl Origin {
    /// Looks at a process of ours.
    ///
    /// # Errors
    /// When it is gone, or not ours to look at.
    pub(super) fn of(pid: Pid) -> io::Result<Self> {
        let proc = PathBuf::from(format!("/proc/{pid}"));
        let program = fs::read_link(proc.join("exe"))?;
        let words = strings(&fs::read(proc.join("cmdline"))?);
        if words.is_empty() {
            return Err(io::ErrorKind::NotFound.into());
        }
        let environment = strings(&fs::read(proc.join("environ"))?);
        Ok(Self { program: c_string(program.into_os_string())?, words, environment })
    }

    /// Its program can be executed once more.
    pub(super) fn is_startable(&self) -> bool {
        nix::unistd::access(self.program.as_c_str(), nix::unistd::AccessFlags::X_OK).is_ok()
    }

    /// Sets variables in place of those of the same name.
    pub(super) fn set(&mut self, variables: &[(&str, &OsStr)]) -> io::Result<()> {
        self.environment.retain(|entry| {
            let name = entry.to_bytes().split(|byte| *byte == b'=').next().unwrap_or_default();
            !variables.iter().any(|(other, _)| other.as_bytes() == name)
        });
        for (name, value) in variables {
            let entry = [name.as_bytes(), b"=", value.as_bytes()].concat();
            self.environment.push(CString::new(entry)?);
        }
        Ok(())
    }
}

/// The process that has started this one (proc(5), `stat`).
pub(super) fn parent(pid: Pid) -> Option<i32> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The name stands in brackets and may hold anything.
    stat.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok()
}

fn c_string(text: OsString) -> io::Result<CString> {
    Ok(CString::new(text.into_vec())?)
}

/// NUL-terminated strings, one after the other. Empty ones count: they are words as well.
fn strings(bytes: &[u8]) -> Vec<CString> {
    let ended = bytes.strip_suffix(b"\0").unwrap_or(bytes);
    if bytes.is_empty() {
        return Vec::new();
    }
    // No NUL can be inside: it is what they are split at.
    ended.split(|byte| *byte == 0).filter_map(|word| CString::new(word).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_kept_as_they_were() {
        let texts = |bytes: &[u8]| -> Vec<String> {
            strings(bytes).iter().map(|word| word.to_string_lossy().into_owned()).collect()
        };
        assert_eq!(texts(b"-bash\0"), ["-bash"]);
        assert_eq!(texts(b"bash\0\0x y\0"), ["bash", "", "x y"]);
        assert!(texts(b"").is_empty());
    }

    #[test]
    fn this_process_can_be_looked_at() {
        let mut origin = Origin::of(Pid::this()).expect("our own process");
        assert!(!origin.words.is_empty());
        origin.set(&[("GHOST_TTY", OsStr::new("/dev/pts/1"))]).expect("no NUL");
        origin.set(&[("GHOST_TTY", OsStr::new("/dev/pts/2"))]).expect("no NUL");
        let set: Vec<_> =
            origin.environment.iter().filter(|entry| entry.to_bytes().starts_with(b"GHOST_TTY=")).collect();
        assert_eq!(set, [c"GHOST_TTY=/dev/pts/2"]);
        assert_eq!(parent(Pid::this()), Some(nix::unistd::getppid().as_raw()));
    }
}
