//! The ladder: which sandbox a probe gets here. The kernel's own where it has all of it, else bubblewrap's, else none,
//! and then no probe is started.

use std::path::Path;

use super::{Limits, bubblewrap, probe};

/// The least version of Landlock's interface that covers truncation as well (landlock(7)).
const LEAST_ABI: u32 = 3;

/// The sandbox that a probe runs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rung {
    /// Landlock and seccomp, in the process itself.
    Kernel,
    /// bubblewrap's namespaces: the same, but slower.
    Bubblewrap,
    /// There is none.
    None,
}

/// The highest rung that can be tried with what was found.
fn choose(landlock: Option<u32>, seccomp: bool, bubblewrap: bool) -> Rung {
    match landlock {
        Some(abi) if abi >= LEAST_ABI && seccomp => Rung::Kernel,
        _ if bubblewrap => Rung::Bubblewrap,
        _ => Rung::None,
    }
}

/// The rung to try here. That it holds is tried by who takes it.
pub fn found() -> Rung {
    let (landlock, seccomp) = (landlock_abi(), has_seccomp());
    match choose(landlock, seccomp, false) {
        // Looked for only where it is needed.
        Rung::None => choose(landlock, seccomp, bubblewrap::is_there()),
        rung => rung,
    }
}

/// The version of Landlock's interface; `None` where the kernel has none, or it is switched off.
pub(super) fn landlock_abi() -> Option<u32> {
    const VERSION: u32 = 1;
    // SAFETY: landlock_create_ruleset(2) with this flag reads nothing, and answers with a number.
    let answer =
        unsafe { libc::syscall(libc::SYS_landlock_create_ruleset, std::ptr::null::<libc::c_void>(), 0_usize, VERSION) };
    u32::try_from(answer).ok().filter(|abi| *abi > 0)
}

/// True where the kernel has Landlock at all.
#[must_use]
pub fn has_landlock() -> bool {
    landlock_abi().is_some()
}

/// Whether the kernel filters system calls, and can refuse one with an error.
pub fn has_seccomp() -> bool {
    let action = libc::SECCOMP_RET_ERRNO;
    // SAFETY: seccomp(2) reads one number behind the pointer for this question.
    unsafe { libc::syscall(libc::SYS_seccomp, libc::SECCOMP_GET_ACTION_AVAIL, 0, &raw const action) == 0 }
}

/// What of a sandbox is here, and what is made of it; its `Display` is a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// The version of Landlock's interface, where the kernel has one.
    pub landlock: Option<u32>,
    /// Whether system calls can be filtered.
    pub seccomp: bool,
    /// Whether `/usr/bin/bwrap` is there, and root's alone.
    pub bubblewrap: bool,
    /// The sandbox that probes run in: one that was tried, and held.
    pub rung: Rung,
    /// Why there is none.
    pub trouble: String,
}

/// Looks at what is here, and takes a look in the sandbox to see that it holds. Starts a program, in some milliseconds.
#[must_use]
pub fn state() -> State {
    let (landlock, seccomp, bubblewrap) = (landlock_abi(), has_seccomp(), bubblewrap::is_there());
    let rung = choose(landlock, seccomp, bubblewrap);
    let tried = probe(&[vec!["true".to_owned()]], &[], Path::new("/"), &Limits::default(), None);
    let trouble = match tried {
        Ok(seen) if seen.exit_code == 0 => String::new(),
        Ok(seen) => format!("a look ended with status {}", seen.exit_code),
        Err(refused) => refused.to_string(),
    };
    let rung = if trouble.is_empty() { rung } else { Rung::None };
    State { landlock, seccomp, bubblewrap, rung, trouble }
}

impl std::fmt::Display for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.rung {
            Rung::Kernel => f.write_str("looks run in the kernel's own sandbox")?,
            Rung::Bubblewrap => f.write_str("looks run in bubblewrap, which is slower")?,
            Rung::None => write!(f, "looks are not run unasked, for there is no sandbox: {}", self.trouble)?,
        }
        let yes_no = |is_there| if is_there { "yes" } else { "no" };
        match self.landlock {
            Some(abi) => write!(f, " (Landlock {abi}")?,
            None => f.write_str(" (Landlock no")?,
        }
        write!(f, ", seccomp {}, bubblewrap {})", yes_no(self.seccomp), yes_no(self.bubblewrap))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_rung_that_is_whole_is_taken() {
        for (landlock, seccomp, bubblewrap, rung) in [
            (Some(7), true, true, Rung::Kernel),
            (Some(3), true, false, Rung::Kernel),
            (Some(2), true, true, Rung::Bubblewrap),
            (Some(2), true, false, Rung::None),
            (Some(7), false, true, Rung::Bubblewrap),
            (Some(7), false, false, Rung::None),
            (None, true, true, Rung::Bubblewrap),
            (None, false, true, Rung::Bubblewrap),
            (None, true, false, Rung::None),
            (None, false, false, Rung::None),
        ] {
            assert_eq!(choose(landlock, seccomp, bubblewrap), rung, "{landlock:?} {seccomp} {bubblewrap}");
        }
    }

    #[test]
    fn the_state_is_told_in_a_sentence() {
        let mut state =
            State { landlock: Some(7), seccomp: true, bubblewrap: false, rung: Rung::Kernel, trouble: String::new() };
        let told = "looks run in the kernel's own sandbox (Landlock 7, seccomp yes, bubblewrap no)";
        assert_eq!(state.to_string(), told);
        state = State { landlock: None, rung: Rung::None, trouble: "no such luck".to_owned(), ..state };
        let told = "looks are not run unasked, for there is no sandbox: no such luck \
                    (Landlock no, seccomp yes, bubblewrap no)";
        assert_eq!(state.to_string(), told);
    }
}
