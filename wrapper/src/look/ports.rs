//! Who listens: sockets of TCP and UDP that wait for others.
//!
//! Which process holds a socket is told by the links in its `fd` folder. Only root and the owner may read them, and a
//! process that Landlock confines may not at all; the account is always known.

use std::collections::HashMap;
use std::fs;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::Path;

use serde::Serialize;

use super::process::{self, Accounts};
use super::{Row, Seen};

/// A socket that listens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Port {
    /// `tcp`, `tcp6`, `udp` or `udp6`.
    pub protocol: &'static str,
    /// The address it listens at; `0.0.0.0` and `::` are all of this machine.
    pub address: IpAddr,
    /// The port.
    pub port: u16,
    /// The first process that holds it; `None` when that cannot be seen.
    pub pid: Option<u32>,
    /// That process's program, at most 15 bytes of its name.
    pub program: Option<String>,
    /// Other processes that hold the same socket.
    pub others: Vec<u32>,
    /// The account's number.
    pub uid: u32,
    /// The account's name, where there is one.
    pub user: Option<String>,
}

impl Row for Port {
    const COLUMNS: &'static [(&'static str, bool)] =
        &[("proto", false), ("address", false), ("pid", true), ("program", false), ("user", false)];

    fn cells(&self) -> Vec<String> {
        let mut program = self.program.clone().unwrap_or_else(|| "?".to_owned());
        if !self.others.is_empty() {
            program += &format!(" (+{})", self.others.len());
        }
        vec![
            self.protocol.to_owned(),
            SocketAddr::new(self.address, self.port).to_string(),
            self.pid.map_or_else(|| "?".to_owned(), |pid| pid.to_string()),
            program,
            self.user.clone().unwrap_or_else(|| self.uid.to_string()),
        ]
    }
}

/// A line of `/proc/net`.
#[derive(Debug, PartialEq, Eq)]
struct Socket {
    local: SocketAddr,
    uid: u32,
    inode: u64,
}

/// The state of a TCP socket that listens, and that of a UDP socket without a peer (include/net/tcp_states.h).
const LISTEN: &str = "0A";
const CLOSE: &str = "07";

/// All that listens in this network namespace, or at one port of it, by port.
#[must_use]
pub fn ports(only: Option<u16>) -> Seen<Port> {
    let proc = Path::new("/proc");
    let mut found = Vec::new();
    let mut notes = Vec::new();
    for (protocol, state) in [("tcp", LISTEN), ("tcp6", LISTEN), ("udp", CLOSE), ("udp6", CLOSE)] {
        // A kernel without IPv6 has no file for it.
        match fs::read_to_string(proc.join("net").join(protocol)) {
            Ok(text) => found.extend(sockets(&text, state).into_iter().map(|socket| (protocol, socket))),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => notes.push(format!("/proc/net/{protocol} cannot be read: {error}")),
        }
    }
    found.retain(|(_, socket)| only.is_none_or(|port| socket.local.port() == port));
    let holders = if found.is_empty() { HashMap::new() } else { holders(proc) };
    let accounts = Accounts::read();
    let mut rows: Vec<Port> = found
        .into_iter()
        .map(|(protocol, socket)| {
            let mut pids = holders.get(&socket.inode).cloned().unwrap_or_default().into_iter();
            let pid = pids.next();
            Port {
                protocol,
                address: socket.local.ip(),
                port: socket.local.port(),
                pid,
                program: pid.and_then(|pid| process::name(proc, pid)),
                others: pids.collect(),
                uid: socket.uid,
                user: accounts.name(socket.uid),
            }
        })
        .collect();
    rows.sort_by_key(|row| (row.port, row.protocol, row.address));
    if rows.iter().any(|row| row.pid.is_none()) {
        notes.push("where ? stands the process cannot be seen: only root and its owner may look".to_owned());
    }
    Seen { rows, notes }
}

/// The sockets of that state in a table of the kernel's (proc_pid_net(5)).
fn sockets(text: &str, state: &str) -> Vec<Socket> {
    text.lines().skip(1).filter_map(|line| socket(line, state)).collect()
}

fn socket(line: &str, state: &str) -> Option<Socket> {
    let fields: Vec<&str> = line.split_whitespace().collect();
    // sl local rem st tx:rx tr:when retrnsmt uid timeout inode
    let (local, found, uid, inode) = (fields.get(1)?, fields.get(3)?, fields.get(7)?, fields.get(9)?);
    (*found == state).then_some(())?;
    Some(Socket { local: address(local)?, uid: uid.parse().ok()?, inode: inode.parse().ok()? })
}

/// `0100007F:1F90`: words of 32 bits in the order of this processor, then the port.
fn address(text: &str) -> Option<SocketAddr> {
    let (address, port) = text.split_once(':')?;
    let port = u16::from_str_radix(port, 16).ok()?;
    let word = |at: usize| Some(u32::from_str_radix(address.get(at..at + 8)?, 16).ok()?.to_ne_bytes());
    let address: IpAddr = match address.len() {
        8 => Ipv4Addr::from(word(0)?).into(),
        32 => {
            let mut bytes = [0; 16];
            for part in 0..4 {
                bytes[part * 4..part * 4 + 4].copy_from_slice(&word(part * 8)?);
            }
            Ipv6Addr::from(bytes).into()
        }
        _ => return None,
    };
    Some(SocketAddr::new(address, port))
}

/// Which processes hold a socket, by its inode, as far as their `fd` folders can be read (proc_pid_fd(5)).
fn holders(proc: &Path) -> HashMap<u64, Vec<u32>> {
    let mut holders: HashMap<u64, Vec<u32>> = HashMap::new();
    for pid in process::pids(proc) {
        let entries = fs::read_dir(proc.join(pid.to_string()).join("fd")).into_iter().flatten().flatten();
        for link in entries.filter_map(|entry| fs::read_link(entry.path()).ok()) {
            let inode = link.to_str().and_then(|text| text.strip_prefix("socket:[")?.strip_suffix(']')?.parse().ok());
            if let Some(inode) = inode {
                let pids = holders.entry(inode).or_default();
                if pids.last() != Some(&pid) {
                    pids.push(pid);
                }
            }
        }
    }
    holders
}

#[cfg(test)]
mod tests {
    use super::*;

    const TCP: &str = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 4711 1 0 100 0 0 10 0
   1: 0100007F:1F90 0100007F:9C40 01 00000000:00000000 00:00000000 00000000  1000        0 4712 1 0 20 4 30 10 -1
   2: garbled
";

    #[test]
    #[cfg(target_endian = "little")]
    fn what_listens_is_read_from_the_kernels_table() {
        let socket = Socket { local: "127.0.0.1:8080".parse().expect("an address"), uid: 1000, inode: 4711 };
        assert_eq!(sockets(TCP, LISTEN), [socket]);
        assert_eq!(sockets("", LISTEN), []);
        assert_eq!(sockets(TCP, CLOSE), []);
    }

    #[test]
    #[cfg(target_endian = "little")]
    fn addresses_of_both_kinds_are_read() {
        for (text, told) in [
            ("00000000:0016", Some("0.0.0.0:22")),
            ("00000000000000000000000000000000:0050", Some("[::]:80")),
            ("00000000000000000000000001000000:FFFF", Some("[::1]:65535")),
            ("0100007F", None),
            ("0100007:0016", None),
            ("0100007F:10000", None),
            ("ä100007F:0016", None),
        ] {
            assert_eq!(address(text), told.map(|told| told.parse().expect("an address")), "{text}");
        }
    }
}
