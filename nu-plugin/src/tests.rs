//! The examples of every command, run by nu's own test support.

use std::os::unix::fs::PermissionsExt as _;

use nu_plugin::PluginCommand;
use nu_plugin_test_support::PluginTest;
use nu_protocol::{ShellError, Span, Value};

use crate::commands;
use crate::plugin::Ghost;

/// nu's engine with the plugin, in an empty home. The home goes when the second value does.
fn engine() -> (PluginTest, tempfile::TempDir) {
    let home = tempfile::tempdir().expect("a temporary folder");
    let place = home.path().to_str().expect("a path that is text").to_owned();
    // The brain is locked in by the program that starts it, and here that is the test's.
    let python = home.path().join("python");
    std::fs::write(&python, "#!/bin/sh\nexec python3 \"$@\"\n").expect("a script");
    std::fs::set_permissions(&python, std::fs::Permissions::from_mode(0o755)).expect("permissions");
    let settings = home.path().join(".config/ghost");
    std::fs::create_dir_all(&settings).expect("folders");
    std::fs::write(settings.join("config.toml"), format!("[brain]\npython = {python:?}\n")).expect("a file");
    let mut test = PluginTest::new("ghost", Ghost::default().into()).expect("a test engine");
    let folders = ["/usr/local/bin", "/usr/bin", "/bin"].map(Value::test_string).to_vec();
    for (name, value) in [
        ("PWD", Value::test_string(&place)),
        ("HOME", Value::test_string(&place)),
        ("PATH", Value::test_list(folders)),
        ("LANG", Value::test_string("C.UTF-8")),
    ] {
        test.engine_state_mut().add_env_var(name.to_owned(), value);
    }
    (test, home)
}

fn examples_of(command: &dyn PluginCommand<Plugin = Ghost>) -> usize {
    command.examples().iter().filter(|example| example.result.is_some()).count()
}

#[test]
fn examples_do_what_they_say() {
    for command in commands::all() {
        let (mut test, _home) = engine();
        test.test_examples(&command.examples()).unwrap_or_else(|error| panic!("{}: {error}", command.name()));
        // What the test engine cannot do is tried in a real nu.
        let tried = examples_of(command.as_ref());
        assert!(tried > 0 || matches!(command.name(), "ghost" | "ghost ask"), "{} has none to try", command.name());
    }
}

#[test]
fn every_command_says_what_it_takes_and_gives() {
    for command in commands::all() {
        let signature = command.signature();
        assert_eq!(signature.name, command.name());
        assert!(!signature.input_output_types.is_empty(), "{}", command.name());
        assert!(!command.examples().is_empty(), "{}", command.name());
        let described = command.description();
        assert!(described.ends_with('.') && !described.contains('\n'), "{described}");
    }
}

/// The error of a source, the text its label stands at, and what is to be done.
fn refused(source: &str) -> (String, String, String) {
    let (mut test, _home) = engine();
    let error = test.eval(source).and_then(|data| data.into_value(Span::test_data())).expect_err(source);
    let ShellError::LabeledError(error) = error else { panic!("{source}: {error:?}") };
    let span = error.labels.first().expect("a label").span;
    let at = String::from_utf8_lossy(test.engine_state().get_span_contents(span)).into_owned();
    (error.msg.clone(), at, error.help.clone().unwrap_or_default())
}

#[test]
fn an_error_stands_at_the_word_at_fault_and_says_what_to_do() {
    for (source, message, at) in [
        (r#"ghost explain "ls" --shell csh"#, "does not know the shell csh", "--shell csh"),
        (r#"ghost fix "gti" --status 300"#, "no exit status", "--status 300"),
        ("ghost fix --output text", "is about a line", "--output text"),
        (r#"ghost fix "  ""#, "the line is empty", r#""  ""#),
        ("ghost fix", "nothing has failed yet", "ghost fix"),
        ("ghost log --last -1", "a count is not negative", "--last -1"),
        ("ghost route", "there is no text", "ghost route"),
        ("ghost ask", "nothing was asked", "ghost ask"),
        ("ghost gti", "cannot run programs", "ghost"),
    ] {
        let (said, stands, help) = refused(source);
        assert!(said.contains(message), "{source}: {said}");
        assert_eq!(stands, at, "{source}");
        assert!(!help.is_empty(), "{source}");
    }
}
