//! What `/proc` tells of processes and accounts, read once for every topic that needs it.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

/// The numbers of all processes that can be seen, lowest first (proc(5)).
pub(super) fn pids(proc: &Path) -> Vec<u32> {
    let entries = fs::read_dir(proc).into_iter().flatten().flatten();
    let mut pids: Vec<u32> = entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok()).collect();
    pids.sort_unstable();
    pids
}

/// The program's name, at most 15 bytes as the kernel keeps it (`comm`, proc_pid_comm(5)).
pub(super) fn name(proc: &Path, pid: u32) -> Option<String> {
    let bytes = fs::read(proc.join(pid.to_string()).join("comm")).ok()?;
    Some(String::from_utf8_lossy(bytes.strip_suffix(b"\n").unwrap_or(&bytes)).into_owned())
}

/// Names of accounts by their number.
///
/// From the file alone: other sources of accounts (nsswitch.conf(5)) are reached through sockets.
#[derive(Debug, Default)]
pub(super) struct Accounts(HashMap<u32, String>);

impl Accounts {
    /// Those of this machine.
    pub(super) fn read() -> Self {
        Self::parse(&String::from_utf8_lossy(&fs::read("/etc/passwd").unwrap_or_default()))
    }

    /// Lines of passwd(5). The first name of a number counts.
    fn parse(text: &str) -> Self {
        let mut names = HashMap::new();
        for line in text.lines() {
            let mut fields = line.split(':');
            if let (Some(name), Some(Ok(uid))) = (fields.next(), fields.nth(1).map(str::parse)) {
                names.entry(uid).or_insert_with(|| name.to_owned());
            }
        }
        Self(names)
    }

    /// The name; `None` when the file has none.
    pub(super) fn name(&self, uid: u32) -> Option<String> {
        self.0.get(&uid).cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accounts_are_named_by_their_first_line() {
        let accounts =
            Accounts::parse("root:x:0:0:root:/root:/bin/sh\ntoor:x:0:0::/:/bin/sh\nbad\nann:x:1000:1000::/h:/b\n");
        assert_eq!(accounts.name(0).as_deref(), Some("root"));
        assert_eq!(accounts.name(1000).as_deref(), Some("ann"));
        assert_eq!(accounts.name(7), None);
    }

    #[test]
    fn this_process_is_one_of_them() {
        let proc = Path::new("/proc");
        assert!(pids(proc).contains(&std::process::id()));
        assert!(name(proc, std::process::id()).is_some_and(|name| !name.is_empty()));
    }
}
