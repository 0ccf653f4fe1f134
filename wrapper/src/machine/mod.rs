//! Facts of this machine, looked up for those who only think.

mod facts;
mod input;

pub use facts::facts;
pub use input::Input;
