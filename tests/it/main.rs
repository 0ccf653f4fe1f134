//! The real `ghost` in a sandboxed environment.
