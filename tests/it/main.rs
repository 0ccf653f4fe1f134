//! The real `ghost` in a sandboxed environment: what goes in, what comes out, and what is left behind.

mod architecture;
mod env;
mod faults;
mod repair;
mod scripted;
