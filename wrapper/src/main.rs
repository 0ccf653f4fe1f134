//! Parse, run, and turn how it ended into an exit status.

use std::process::ExitCode;

fn main() -> ExitCode {
    match ghostsh::cli::main(std::env::args_os().skip(1)) {
        Ok(status) => status.leave(),
        Err(error) => {
            eprintln!("ghost: {error}");
            ExitCode::from(error.exit_status())
        }
    }
}
