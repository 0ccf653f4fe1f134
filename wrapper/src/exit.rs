//! Exit statuses. A run's own status is passed on; these are the ones ghost adds (the same as `env` and `timeout`).

/// ghost itself failed; nothing is said about the command.
pub const OWN_ERROR: u8 = 125;
/// The program is there but cannot be run (POSIX 2.8.2).
pub const CANNOT_RUN: u8 = 126;
/// There is no such program (POSIX 2.8.2).
pub const NOT_FOUND: u8 = 127;
/// A signal n ended the run: 128+n, where ghost cannot die of the same signal.
pub const SIGNAL_BASE: u8 = 128;
