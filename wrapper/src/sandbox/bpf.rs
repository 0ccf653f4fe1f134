//! Turns a table of system calls into a filter for the kernel, and loads it.
//!
//! A tree, not a list: the kernel walks a filter for each of its calls when it is loaded, and compiles all of it, so that
//! a long list costs a probe more than its program's own start (`tests/bench/sandbox_start.py`). Which calls are refused
//! is not decided here.

use libc::{
    BPF_ABS, BPF_ALU, BPF_AND, BPF_JA, BPF_JEQ, BPF_JGE, BPF_JMP, BPF_JSET, BPF_JUMP, BPF_K, BPF_LD, BPF_RET, BPF_STMT,
    BPF_W, SECCOMP_RET_ALLOW, SECCOMP_RET_DATA, SECCOMP_RET_ERRNO, SECCOMP_RET_KILL_PROCESS, sock_filter,
};

use super::Refused;

/// What becomes of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The kernel does it.
    Allow,
    /// It fails with this errno.
    Fail(libc::c_int),
    /// It fails with EPERM when the argument of that number, its lower half, is one of these.
    FailIfOneOf(u8, &'static [u32]),
    /// It fails with EPERM when the argument of that number has one of these bits.
    FailIfHas(u8, u32),
    /// It fails with EPERM when these bits of the argument of that number are one of these.
    FailIfMasked(u8, u32, &'static [u32]),
    /// It fails with EPERM unless each of these arguments is one of the values beside it.
    FailUnlessEach(&'static [(u8, &'static [u32])]),
}

/// A filter, ready to be loaded.
#[derive(Debug)]
pub struct Program(Vec<sock_filter>);

// The first numbers are those of linux/audit.h.
#[cfg(target_arch = "x86_64")]
const ARCHITECTURE: Option<u32> = Some(0xc000_003e);
#[cfg(target_arch = "aarch64")]
const ARCHITECTURE: Option<u32> = Some(0xc000_00b7);
#[cfg(target_arch = "riscv64")]
const ARCHITECTURE: Option<u32> = Some(0xc000_00f3);
#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64", target_arch = "riscv64")))]
const ARCHITECTURE: Option<u32> = None;

/// Where things lie in `struct seccomp_data` (linux/seccomp.h): the number, the architecture, six arguments of 64 bits.
const NUMBER: u32 = 0;
const ARCH: u32 = 4;
const ARGUMENTS: u32 = 16;
/// The lower half comes first on all of these processors.
const ARGUMENT_BYTES: u32 = 8;

/// Numbers from here on are the same calls by other ways (x32 on x86-64, ptrace's -1), which the table does not name.
const OTHER_WAYS: u32 = 0x4000_0000;

/// The filter for a table; what is not in it is allowed. A program of another architecture is killed: its numbers mean
/// other calls.
///
/// # Errors
/// When this processor is not known here.
pub fn compile(table: impl IntoIterator<Item = (libc::c_long, Verdict)>) -> Result<Program, Refused> {
    let architecture = ARCHITECTURE.ok_or_else(|| Refused::new("no filter for system calls on this processor"))?;
    let ranges = ranges(table);
    let mut words = vec![load(ARCH), jump(BPF_JEQ, architecture, 1, 0), answer(SECCOMP_RET_KILL_PROCESS), load(NUMBER)];
    words.extend(tree(&ranges));
    Ok(Program(words))
}

impl Program {
    /// Loads it into this process, for good; it needs, and sets, no_new_privs.
    ///
    /// # Errors
    /// When the kernel has no seccomp(2) or does not take the filter.
    pub fn load(&self) -> Result<(), Refused> {
        let filter = libc::sock_fprog {
            len: u16::try_from(self.0.len()).map_err(|_| Refused::new("the filter for system calls is too long"))?,
            filter: self.0.as_ptr().cast_mut(),
        };
        // SAFETY: prctl(2) with these words takes numbers only.
        let no_gain = unsafe { libc::prctl(libc::PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) } == 0;
        // SAFETY: seccomp(2) reads the `len` instructions behind the pointer and keeps a copy of its own.
        let loaded = no_gain
            && unsafe { libc::syscall(libc::SYS_seccomp, libc::SECCOMP_SET_MODE_FILTER, 0, &raw const filter) } == 0;
        let error = std::io::Error::last_os_error();
        loaded.then_some(()).ok_or_else(|| Refused::new(format!("system calls cannot be filtered: {error}")))
    }
}

/// The numbers from which on a verdict holds, in order, each up to the next.
fn ranges(table: impl IntoIterator<Item = (libc::c_long, Verdict)>) -> Vec<(u32, Verdict)> {
    let numbered = |(call, verdict)| u32::try_from(call).ok().map(|number| (number, verdict));
    let mut calls: Vec<(u32, Verdict)> = table.into_iter().filter_map(numbered).collect();
    calls.sort_unstable_by_key(|(number, _)| *number);
    let mut ranges = vec![(0, Verdict::Allow)];
    for (number, verdict) in calls {
        // What ended here goes on, or never began.
        while ranges.last().is_some_and(|(start, _)| *start >= number) {
            ranges.pop();
        }
        if ranges.last().is_none_or(|(_, last)| *last != verdict) {
            ranges.push((number, verdict));
        }
        ranges.push((number + 1, Verdict::Allow));
    }
    ranges.push((OTHER_WAYS, Verdict::Fail(libc::ENOSYS)));
    ranges
}

/// Instructions that find the range of the loaded number by halves, and end with its verdict.
fn tree(ranges: &[(u32, Verdict)]) -> Vec<sock_filter> {
    match ranges {
        [] => Vec::new(),
        [(_, verdict)] => leaf(*verdict),
        // One number between two ranges of the same kind.
        [(_, below), (number, verdict), (next, above)] if below == above && number + 1 == *next => {
            let [hit, miss] = [leaf(*verdict), leaf(*below)];
            let past = u8::try_from(hit.len()).unwrap_or(u8::MAX);
            [vec![jump(BPF_JEQ, *number, 0, past)], hit, miss].concat()
        }
        _ => {
            let (low, high) = ranges.split_at(ranges.len() / 2);
            let middle = high.first().map_or(0, |(number, _)| *number);
            let [low, high] = [tree(low), tree(high)];
            // A jump on a condition reaches 255 instructions; the unconditional one reaches them all.
            let choice = match u8::try_from(low.len()) {
                Ok(past) => vec![jump(BPF_JGE, middle, past, 0)],
                Err(_) => {
                    let past = u32::try_from(low.len()).unwrap_or(u32::MAX);
                    vec![jump(BPF_JGE, middle, 0, 1), jump(BPF_JA, past, 0, 0)]
                }
            };
            [choice, low, high].concat()
        }
    }
}

/// Instructions that end with a verdict.
fn leaf(verdict: Verdict) -> Vec<sock_filter> {
    let allow = answer(SECCOMP_RET_ALLOW);
    match verdict {
        Verdict::Allow => vec![allow],
        Verdict::Fail(errno) => vec![fail(errno)],
        Verdict::FailIfHas(argument, bit) => {
            vec![load_argument(argument), jump(BPF_JSET, bit, 1, 0), allow, fail(libc::EPERM)]
        }
        Verdict::FailIfOneOf(argument, values) => {
            [vec![load_argument(argument)], one_of(values), vec![allow, fail(libc::EPERM)]].concat()
        }
        Verdict::FailIfMasked(argument, mask, values) => {
            [vec![load_argument(argument), masked(mask)], one_of(values), vec![allow, fail(libc::EPERM)]].concat()
        }
        Verdict::FailUnlessEach(wanted) => {
            let tests = wanted.iter().flat_map(|(argument, values)| {
                // Past the answer for none of them, to the next argument.
                [vec![load_argument(*argument)], one_of(values), vec![fail(libc::EPERM)]].concat()
            });
            tests.chain([allow]).collect()
        }
    }
}

/// Jumps past the next instruction behind them when the loaded value is one of these.
fn one_of(values: &[u32]) -> Vec<sock_filter> {
    let hits = (1..=u8::try_from(values.len()).unwrap_or(u8::MAX)).rev();
    values.iter().zip(hits).map(|(value, past)| jump(BPF_JEQ, *value, past, 0)).collect()
}

fn masked(bits: u32) -> sock_filter {
    // SAFETY: as in `load`.
    unsafe { BPF_STMT(code(BPF_ALU | BPF_AND | BPF_K), bits) }
}

fn load(offset: u32) -> sock_filter {
    // SAFETY: BPF_STMT puts its numbers into a structure.
    unsafe { BPF_STMT(code(BPF_LD | BPF_W | BPF_ABS), offset) }
}

fn load_argument(number: u8) -> sock_filter {
    load(ARGUMENTS + ARGUMENT_BYTES * u32::from(number))
}

fn jump(condition: u32, value: u32, hit: u8, miss: u8) -> sock_filter {
    // SAFETY: BPF_JUMP puts its numbers into a structure.
    unsafe { BPF_JUMP(code(BPF_JMP | BPF_K | condition), value, hit, miss) }
}

fn answer(value: u32) -> sock_filter {
    // SAFETY: as in `load`.
    unsafe { BPF_STMT(code(BPF_RET | BPF_K), value) }
}

fn fail(errno: libc::c_int) -> sock_filter {
    answer(SECCOMP_RET_ERRNO | (errno.unsigned_abs() & SECCOMP_RET_DATA))
}

fn code(bits: u32) -> u16 {
    u16::try_from(bits).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the kernel would answer: its interpreter's few instructions that occur here.
    fn ask(program: &Program, architecture: u32, number: u32, arguments: [u64; 6]) -> u32 {
        let mut loaded = 0;
        let mut at = 0;
        loop {
            let word = program.0[at];
            at += 1;
            let bits = u32::from(word.code);
            let taken = |hit| usize::from(if hit { word.jt } else { word.jf });
            match bits {
                _ if bits == BPF_LD | BPF_W | BPF_ABS => {
                    loaded = match word.k {
                        NUMBER => number,
                        ARCH => architecture,
                        offset => (arguments[((offset - ARGUMENTS) / 8) as usize] & 0xffff_ffff) as u32,
                    }
                }
                _ if bits == BPF_ALU | BPF_AND | BPF_K => loaded &= word.k,
                _ if bits == BPF_JMP | BPF_K | BPF_JEQ => at += taken(loaded == word.k),
                _ if bits == BPF_JMP | BPF_K | BPF_JGE => at += taken(loaded >= word.k),
                _ if bits == BPF_JMP | BPF_K | BPF_JSET => at += taken(loaded & word.k != 0),
                _ if bits == BPF_JMP | BPF_K | BPF_JA => at += word.k as usize,
                _ if bits == BPF_RET | BPF_K => return word.k,
                other => panic!("an instruction that is not used here: {other:x}"),
            }
        }
    }

    fn errno(number: libc::c_int) -> u32 {
        SECCOMP_RET_ERRNO | number.unsigned_abs()
    }

    #[test]
    fn every_number_has_the_verdict_of_the_table() {
        const VALUES: &[u32] = &[7, 9, 0x4008_6602];
        let here = ARCHITECTURE.expect("a processor that is known");
        // Neighbours, gaps of one, the first number, and more than a short jump can reach.
        let mut table: Vec<(libc::c_long, Verdict)> =
            (0..900).filter(|number| number % 3 == 0 || number % 7 == 0).map(|n| (n, Verdict::Fail(1))).collect();
        table.extend([(1, Verdict::FailIfHas(0, 0x1000_0000)), (2, Verdict::FailIfOneOf(1, VALUES))]);
        table.push((4, Verdict::Fail(38)));
        let program = compile(table.clone()).expect("a filter");
        for number in 0..1000 {
            let verdict =
                table.iter().find(|(call, _)| *call == libc::c_long::from(number)).map(|(_, verdict)| *verdict);
            let plain = match verdict {
                Some(Verdict::Fail(number)) => errno(number),
                _ => SECCOMP_RET_ALLOW,
            };
            assert_eq!(ask(&program, here, number, [0; 6]), plain, "{number}");
        }
        for value in VALUES {
            let above = 1 << 32 | u64::from(*value);
            assert_eq!(ask(&program, here, 2, [0, above, 0, 0, 0, 0]), errno(1), "{value}");
        }
        assert_eq!(ask(&program, here, 2, [7, 8, 7, 7, 7, 7]), SECCOMP_RET_ALLOW);
        assert_eq!(ask(&program, here, 1, [0x1000_0011, 0, 0, 0, 0, 0]), errno(1));
        assert_eq!(ask(&program, here, 1, [0x0fff_ffff, 0, 0, 0, 0, 0]), SECCOMP_RET_ALLOW);
    }

    #[test]
    fn arguments_decide_where_the_table_says_so() {
        const EACH: &[(u8, &[u32])] = &[(0, &[16]), (2, &[0, 4])];
        let table = [
            (3, Verdict::FailIfMasked(1, 0xf, &[2, 3])),
            (4, Verdict::FailUnlessEach(EACH)),
            (5, Verdict::FailIfHas(2, 0x43)),
        ];
        let program = compile(table).expect("a filter");
        let here = ARCHITECTURE.expect("a processor that is known");
        for (number, arguments, allowed) in [
            (3, [0, 0x80002, 0], false),
            (3, [0, 3, 0], false),
            (3, [0, 0x80001, 0], true),
            (4, [16, 3, 0], true),
            (4, [16, 3, 4], true),
            (4, [16, 3, 9], false),
            (4, [2, 3, 0], false),
            (5, [0, 0, 0x80000], true),
            (5, [0, 0, 1], false),
            (5, [0, 0, 0x42], false),
        ] {
            let [first, second, third] = arguments;
            let answer = ask(&program, here, number, [first, second, third, 0, 0, 0]);
            assert_eq!(answer == SECCOMP_RET_ALLOW, allowed, "{number} {arguments:x?}");
        }
    }

    #[test]
    fn calls_by_other_ways_are_not_let_through() {
        let program = compile([(5, Verdict::Fail(1))]).expect("a filter");
        let here = ARCHITECTURE.expect("a processor that is known");
        for number in [OTHER_WAYS, OTHER_WAYS + 5, OTHER_WAYS + 600, u32::MAX] {
            assert_eq!(ask(&program, here, number, [0; 6]), errno(libc::ENOSYS), "{number:x}");
        }
        assert_eq!(ask(&program, here ^ 1, 0, [0; 6]), SECCOMP_RET_KILL_PROCESS);
    }
}
