//! What this program says when a person starts it by hand.

/// The version of nu that it was built for. A test holds it to the version in Cargo.toml.
pub const NU: &str = "0.115.1";

/// Which versions of nu take it: nu compares as cargo does, so all with the same first two numbers.
pub fn series() -> &'static str {
    NU.rsplit_once('.').map_or(NU, |(series, _)| series)
}

/// One line, which `ghost doctor` reads.
pub fn version() -> String {
    format!("nu_plugin_ghost {}, built for nu {NU}\n", env!("CARGO_PKG_VERSION"))
}

/// See the module.
pub fn text() -> String {
    let own = std::env::current_exe().map_or_else(|_| "nu_plugin_ghost".to_owned(), |path| path.display().to_string());
    format!(
        "nu_plugin_ghost {version}: ghost as commands of Nushell, with records and tables

It is started by nu, not by hand. It was built for nu {NU} and works in nu {series}.x alone.
In nu:

    plugin add {own}
    plugin use ghost
    help ghost

If nu says that it was compiled for another version, build it again for yours, or do without it: `ghost init nu`
prints hooks that repair what fails at the prompt, and need no plugin. `ghost doctor` tells whether both fit.
",
        version = env!("CARGO_PKG_VERSION"),
        series = series(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_told_is_the_one_built_for() {
        let manifest = include_str!("../Cargo.toml");
        for package in ["nu-plugin", "nu-protocol", "nu-plugin-test-support", "nu-plugin-engine"] {
            let line = manifest.lines().find(|line| line.starts_with(&format!("{package} = "))).expect(package);
            assert!(line.contains(&format!("\"={NU}\"")), "{line}");
        }
        assert!(text().contains("works in nu 0.115.x alone"), "{}", text());
    }
}
