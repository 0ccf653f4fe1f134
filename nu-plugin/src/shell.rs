//! Whose line it is: `--shell` of the commands that are told a line.

use nu_plugin::EvaluatedCall;
use nu_protocol::LabeledError;

use crate::trouble;

/// The shell whose lines these are unless another is named.
pub const OWN: &str = "nu";

/// The shell that was named.
pub fn named(call: &EvaluatedCall) -> Result<&'static str, LabeledError> {
    let Some(shell) = call.get_flag::<String>("shell")? else { return Ok(OWN) };
    let known = [OWN, "bash", "zsh", "fish"].into_iter().find(|known| *known == shell);
    known.ok_or_else(|| {
        trouble::at(
            call.get_flag_span("shell").unwrap_or(call.head),
            format!("ghost does not know the shell {shell}"),
            "its lines cannot be read",
            "name nu, bash, zsh or fish",
        )
    })
}
