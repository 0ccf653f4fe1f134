//! The system calls a probe does without (seccomp(2)): sockets, changes of metadata that Landlock does not cover,
//! namespaces, other processes, the kernel itself.
//!
//! A deny list on top of Landlock, not a sandbox by itself: programs differ too much in what they call to list what
//! is allowed.

use std::collections::BTreeMap;

use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp as Is, SeccompCondition, SeccompFilter, SeccompRule,
    TargetArch,
};

use super::Refused;
use crate::policy::Need;

/// Refused whatever the arguments.
const DENIED: &[libc::c_long] = &[
    // Talking to anyone.
    libc::SYS_socket,
    libc::SYS_connect,
    libc::SYS_bind,
    libc::SYS_listen,
    // Metadata.
    libc::SYS_fchmod,
    libc::SYS_fchmodat,
    SYS_FCHMODAT2,
    libc::SYS_fchown,
    libc::SYS_fchownat,
    libc::SYS_utimensat,
    libc::SYS_setxattr,
    libc::SYS_lsetxattr,
    libc::SYS_fsetxattr,
    libc::SYS_removexattr,
    libc::SYS_lremovexattr,
    libc::SYS_fremovexattr,
    SYS_SETXATTRAT,
    SYS_REMOVEXATTRAT,
    SYS_FILE_SETATTR,
    // Other processes.
    libc::SYS_ptrace,
    libc::SYS_process_vm_readv,
    libc::SYS_process_vm_writev,
    libc::SYS_pidfd_getfd,
    libc::SYS_pidfd_send_signal,
    libc::SYS_setpriority,
    // Ways round a filter, and the kernel.
    libc::SYS_io_uring_setup,
    libc::SYS_io_uring_enter,
    libc::SYS_io_uring_register,
    libc::SYS_bpf,
    libc::SYS_perf_event_open,
    libc::SYS_userfaultfd,
    libc::SYS_keyctl,
    libc::SYS_add_key,
    libc::SYS_request_key,
    libc::SYS_mount,
    libc::SYS_umount2,
    libc::SYS_move_mount,
    libc::SYS_open_tree,
    libc::SYS_fsopen,
    libc::SYS_fsconfig,
    libc::SYS_fsmount,
    libc::SYS_fspick,
    SYS_MOUNT_SETATTR,
    libc::SYS_pivot_root,
    libc::SYS_chroot,
    libc::SYS_unshare,
    libc::SYS_setns,
    libc::SYS_swapon,
    libc::SYS_swapoff,
    libc::SYS_reboot,
    libc::SYS_vhangup,
    libc::SYS_kexec_load,
    libc::SYS_init_module,
    libc::SYS_finit_module,
    libc::SYS_delete_module,
    libc::SYS_acct,
    libc::SYS_quotactl,
    SYS_QUOTACTL_FD,
    libc::SYS_sethostname,
    libc::SYS_setdomainname,
    libc::SYS_settimeofday,
    libc::SYS_clock_settime,
    libc::SYS_clock_adjtime,
    libc::SYS_adjtimex,
    libc::SYS_syslog,
];

/// Not yet named by `libc` for every target; the numbers are the same on all (Linux 5.12 to 6.17).
const SYS_MOUNT_SETATTR: libc::c_long = 442;
const SYS_QUOTACTL_FD: libc::c_long = 443;
const SYS_FCHMODAT2: libc::c_long = 452;
const SYS_SETXATTRAT: libc::c_long = 463;
const SYS_REMOVEXATTRAT: libc::c_long = 466;
const SYS_FILE_SETATTR: libc::c_long = 469;

/// Calls that only the older table of x86-64 has.
#[cfg(target_arch = "x86_64")]
const DENIED_HERE: &[libc::c_long] = &[
    libc::SYS_chmod,
    libc::SYS_chown,
    libc::SYS_lchown,
    libc::SYS_utime,
    libc::SYS_utimes,
    libc::SYS_futimesat,
    libc::SYS_iopl,
    libc::SYS_ioperm,
];
#[cfg(not(target_arch = "x86_64"))]
const DENIED_HERE: &[libc::c_long] = &[];

/// Refused to ghost's own look: names and contents of files, by whatever way, and other processes.
const WRITING: &[libc::c_long] = &[
    // Its flags lie in memory, where a filter does not see them.
    libc::SYS_openat2,
    libc::SYS_open_by_handle_at,
    libc::SYS_mkdirat,
    libc::SYS_mknodat,
    libc::SYS_unlinkat,
    libc::SYS_renameat,
    libc::SYS_renameat2,
    libc::SYS_linkat,
    libc::SYS_symlinkat,
    libc::SYS_truncate,
    libc::SYS_ftruncate,
    libc::SYS_fallocate,
    libc::SYS_execve,
    libc::SYS_execveat,
    libc::SYS_clone,
    libc::SYS_kill,
    libc::SYS_tkill,
    libc::SYS_tgkill,
    libc::SYS_rt_sigqueueinfo,
    libc::SYS_socketpair,
];
#[cfg(target_arch = "x86_64")]
const WRITING_HERE: &[libc::c_long] = &[
    libc::SYS_creat,
    libc::SYS_mkdir,
    libc::SYS_rmdir,
    libc::SYS_mknod,
    libc::SYS_unlink,
    libc::SYS_rename,
    libc::SYS_link,
    libc::SYS_symlink,
    libc::SYS_fork,
    libc::SYS_vfork,
];
#[cfg(not(target_arch = "x86_64"))]
const WRITING_HERE: &[libc::c_long] = &[];

/// The bits of a socket's type that are its kind, without its flags (linux/net.h, `SOCK_TYPE_MASK`).
const SOCKET_KIND: u64 = 0xf;

/// Terminal requests that put words into the person's mouth (ioctl_tty(2)).
const TIOCSTI: u64 = 0x5412;
const TIOCLINUX: u64 = 0x541c;
/// Requests that change a file's flags, as chattr(1) does, through a descriptor that is only for reading
/// (ioctl_iflags(2), linux/fs.h).
const FS_IOC_SETFLAGS: u64 = 0x4008_6602;
const FS_IOC_FSSETXATTR: u64 = 0x401c_5820;

/// The filter for a program that needs this, ready to be loaded.
///
/// # Errors
/// When this processor is not known to the filter's compiler.
pub fn program(need: Need) -> Result<BpfProgram, Refused> {
    let mut rules: BTreeMap<i64, Vec<SeccompRule>> = BTreeMap::new();
    for call in DENIED.iter().chain(DENIED_HERE) {
        rules.insert(*call, Vec::new());
    }
    open_sockets(need, &mut rules)?;
    let request = |number| {
        let same = SeccompCondition::new(1, SeccompCmpArgLen::Dword, Is::Eq, number).map_err(wrong)?;
        SeccompRule::new(vec![same]).map_err(wrong)
    };
    rules.insert(
        libc::SYS_ioctl,
        vec![request(TIOCSTI)?, request(TIOCLINUX)?, request(FS_IOC_SETFLAGS)?, request(FS_IOC_FSSETXATTR)?],
    );
    // clone(2) with a new user namespace; clone3 hides its flags in memory, and is refused as if it were not there,
    // so that libraries fall back to clone.
    let new_user = u64::try_from(libc::CLONE_NEWUSER).unwrap_or_default();
    let flag = SeccompCondition::new(0, SeccompCmpArgLen::Qword, Is::MaskedEq(new_user), new_user).map_err(wrong)?;
    rules.insert(libc::SYS_clone, vec![SeccompRule::new(vec![flag]).map_err(wrong)?]);
    if need == Need::OwnLook {
        read_only(&mut rules)?;
    }
    let arch: TargetArch = std::env::consts::ARCH.try_into().map_err(wrong)?;
    let deny = SeccompAction::Errno(u32::try_from(libc::EPERM).unwrap_or(1));
    let filter = SeccompFilter::new(rules, SeccompAction::Allow, deny, arch).map_err(wrong)?;
    filter.try_into().map_err(wrong)
}

/// The one family of sockets that is needed, and what such sockets take to be used. A listener is never.
fn open_sockets(need: Need, rules: &mut BTreeMap<i64, Vec<SeccompRule>>) -> Result<(), Refused> {
    // A pair is no way out while its ends talk to each other; but a datagram can name another receiver, without any
    // connect(2). SOCK_RAW is the same in this family (unix(7)).
    let kinds = [libc::SOCK_DGRAM, libc::SOCK_RAW].map(|kind| rule(&[compared(1, Is::MaskedEq(SOCKET_KIND), kind)?]));
    rules.insert(libc::SYS_socketpair, kinds.into_iter().collect::<Result<_, _>>()?);
    let other_family = |family| rule(&[compared(0, Is::Ne, family)?]);
    match need {
        Need::Contained | Need::OwnLook => {}
        Need::Netlink => {
            // ip(8) asks about routes, ss(8) about sockets; the rest of netlink(7) is neither's.
            let kinds = [libc::NETLINK_ROUTE, libc::NETLINK_SOCK_DIAG];
            let other_kind = [compared(2, Is::Ne, kinds[0])?, compared(2, Is::Ne, kinds[1])?];
            rules.insert(libc::SYS_socket, vec![other_family(libc::AF_NETLINK)?, rule(&other_kind)?]);
            rules.remove(&libc::SYS_bind);
        }
        Need::DaemonSocket => {
            rules.insert(libc::SYS_socket, vec![other_family(libc::AF_UNIX)?]);
            rules.remove(&libc::SYS_connect);
            // systemd's own clients name their end (sd_bus_set_description(3)); a name in a folder is Landlock's to
            // refuse.
            rules.remove(&libc::SYS_bind);
        }
    }
    Ok(())
}

/// What ghost's own look does without beside all that: writing anywhere, and other processes. Landlock refuses the same
/// where it may be used; it hides the files that others have open (ptrace restrictions, landlock(7)), which is what a
/// look at ports is after.
fn read_only(rules: &mut BTreeMap<i64, Vec<SeccompRule>>) -> Result<(), Refused> {
    for call in WRITING.iter().chain(WRITING_HERE) {
        rules.insert(*call, Vec::new());
    }
    let writes = |argument: u8| -> Result<Vec<SeccompRule>, Refused> {
        let flags = [libc::O_WRONLY, libc::O_RDWR, libc::O_CREAT, libc::O_TRUNC];
        flags
            .into_iter()
            .map(|flag| rule(&[compared(argument, Is::MaskedEq(u64::from(flag.unsigned_abs())), flag)?]))
            .collect()
    };
    rules.insert(libc::SYS_openat, writes(2)?);
    #[cfg(target_arch = "x86_64")]
    rules.insert(libc::SYS_open, writes(1)?);
    Ok(())
}

fn compared(argument: u8, is: Is, value: libc::c_int) -> Result<SeccompCondition, Refused> {
    SeccompCondition::new(argument, SeccompCmpArgLen::Dword, is, u64::from(value.unsigned_abs())).map_err(wrong)
}

fn rule(conditions: &[SeccompCondition]) -> Result<SeccompRule, Refused> {
    SeccompRule::new(conditions.to_vec()).map_err(wrong)
}

fn wrong(error: seccompiler::BackendError) -> Refused {
    Refused::new(format!("no filter for system calls: {error}"))
}

/// clone3 alone, answered with ENOSYS.
///
/// # Errors
/// As [`program`].
pub fn no_clone3() -> Result<BpfProgram, Refused> {
    let rules = BTreeMap::from([(libc::SYS_clone3, Vec::new())]);
    let arch: TargetArch = std::env::consts::ARCH.try_into().map_err(wrong)?;
    let absent = SeccompAction::Errno(u32::try_from(libc::ENOSYS).unwrap_or(38));
    let filter = SeccompFilter::new(rules, SeccompAction::Allow, absent, arch).map_err(wrong)?;
    filter.try_into().map_err(wrong)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;

    type Act = (&'static str, fn(&Path) -> bool);

    /// What changes something or starts somebody, each in a folder with a file `kept`; true when it worked.
    const ACTS: &[Act] = &[
        ("make a file", |here| fs::write(here.join("new"), "x").is_ok()),
        ("append", |here| fs::OpenOptions::new().append(true).open(here.join("kept")).is_ok()),
        ("open for both", |here| fs::OpenOptions::new().read(true).write(true).open(here.join("kept")).is_ok()),
        ("truncate", |here| nix::unistd::truncate(&here.join("kept"), 0).is_ok()),
        ("link", |here| fs::hard_link(here.join("kept"), here.join("again")).is_ok()),
        ("point", |here| std::os::unix::fs::symlink("kept", here.join("link")).is_ok()),
        ("make a folder", |here| fs::create_dir(here.join("folder")).is_ok()),
        ("make a pipe", |here| nix::unistd::mkfifo(&here.join("pipe"), nix::sys::stat::Mode::S_IRWXU).is_ok()),
        ("rename", |here| fs::rename(here.join("kept"), here.join("moved")).is_ok()),
        ("remove", |here| fs::remove_file(here.join("kept")).or_else(|_| fs::remove_file(here.join("moved"))).is_ok()),
        ("start a program", |_| std::process::Command::new("/bin/true").status().is_ok()),
        ("signal", |_| nix::sys::signal::kill(nix::unistd::getpid(), None).is_ok()),
        ("a pair of sockets", |_| std::os::unix::net::UnixStream::pair().is_ok()),
        ("a socket", |_| std::net::UdpSocket::bind(("127.0.0.1", 0)).is_ok()),
    ];

    /// Filters hold for the thread that loads them, so that one goes with each try.
    fn tried(filter: Option<Need>) -> Vec<&'static str> {
        let room = tempfile::tempdir().expect("a temporary folder");
        fs::write(room.path().join("kept"), "text").expect("a file");
        let here = room.path().to_owned();
        let acting = std::thread::spawn(move || {
            if let Some(need) = filter {
                seccompiler::apply_filter(&program(need).expect("a filter")).expect("filters");
                assert_eq!(fs::read_to_string(here.join("kept")).expect("it can be read"), "text");
            }
            ACTS.iter().filter(|(_, act)| act(&here)).map(|(name, _)| *name).collect()
        });
        acting.join().expect("the thread ends")
    }

    #[test]
    fn ghosts_own_look_can_change_nothing_even_without_landlock() {
        let all: Vec<_> = ACTS.iter().map(|(name, _)| *name).collect();
        assert_eq!(tried(None), all, "what does not work even without a filter proves nothing");
        assert_eq!(tried(Some(Need::OwnLook)), [""; 0]);
        // A program is another matter: it starts others, and Landlock keeps it from writing.
        assert!(tried(Some(Need::Contained)).contains(&"start a program"));
    }
}
