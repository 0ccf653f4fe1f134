//! What goes to the program `ghost`: lines to run, and its own commands.

use crate::env::Env;

#[test]
fn a_repaired_line_feeds_a_pipeline() {
    let env = Env::new();
    let out = env.nu("ghost gti --version | lines | first | str substring 0..10");
    assert_eq!((out.status, out.stdout.as_str()), (Some(0), "git version"), "{out:?}");
    assert!(out.stderr.contains("✓ git --version"), "{out:?}");
}

#[test]
fn output_streams_and_an_endless_program_ends_with_its_reader() {
    let env = Env::new();
    assert_eq!(env.told("ghost yes | lines | first 2 | str join ' '"), "y y");
}

#[test]
fn what_comes_in_is_the_programs_input() {
    let env = Env::new();
    assert_eq!(env.told("\"one\ntwo\n\" | ghost wc -l | str trim"), "2");
    assert_eq!(env.told("0x[00 ff 0a] | ghost od -An -tx1 | str trim"), "00 ff 0a");
}

#[test]
fn folder_and_environment_are_nus() {
    let env = Env::new();
    env.file("sub/one.md", "");
    env.file("sub/two.md", "");
    let source = "cd sub; $env.FROB = 'frobbed'; ghost sh -c 'basename $PWD; echo $FROB' | lines | str join ' '";
    assert_eq!(env.told(source), "sub frobbed");
    // Patterns are expanded as for any program, quoted ones are not.
    assert_eq!(env.told("cd sub; ghost echo *.md | str trim"), "one.md two.md");
    assert_eq!(env.told("cd sub; ghost echo '*.md' | str trim"), "*.md");
}

#[test]
fn a_status_is_an_error_at_the_command() {
    let env = Env::new();
    let rendered = env.told("try { ghost sh -c 'exit 3' } catch {|error| print $error.rendered }");
    assert!(rendered.contains("ended with status 3") && rendered.contains("ghost fix"), "{rendered}");
    let out = env.nu("ghost sh -c 'echo before; exit 4' | save out.txt");
    assert_ne!(out.status, Some(0), "{out:?}");
    assert!(out.stderr.contains("ended with status 4"), "{out:?}");
}

#[test]
fn its_own_commands_are_not_hidden() {
    let env = Env::new();
    assert!(env.told("ghost rules list | lines | length").parse::<usize>().is_ok_and(|count| count > 100));
    assert!(env.told("ghost --version").starts_with("ghost "));
    assert!(env.told("ghost init bash").contains("__ghost"));
    assert!(env.told("ghost policy explain --shell bash 'ls -l'").contains("only reads"));
    assert!(env.told("ghost log verify").contains("0 records"));
    // Options of the program that runs are its own, nu's `--help` included.
    assert!(env.told("ghost git log --help | lines | first").contains("GIT-LOG"));
    assert_eq!(env.told("ghost printf '%s|' -- -x --flag=1 3 | str trim"), "--|-x|--flag=1|3|");
}

#[test]
fn a_question_reaches_the_program_with_what_it_is_about() {
    let env = Env::new();
    // Where nobody answers, what the program says, and its status, are passed on.
    env.file(".config/ghost/config.toml", "[brain]\npython = '/bin/false'\n");
    let out = env.nu("[[name size]; [a.txt 2kB]] | ghost ask 'which are the big ones?'");
    assert_ne!(out.status, Some(0), "{out:?}");
    assert!(out.stderr.contains("ghost: the brain") && out.stderr.contains("status 1"), "{out:?}");
}

#[test]
fn started_by_hand_it_says_what_it_is_and_how_to_register_it() {
    let plugin = env!("CARGO_BIN_EXE_nu_plugin_ghost");
    let say = |words: &[&str]| {
        let out = std::process::Command::new(plugin).args(words).output().expect("it starts");
        assert!(out.status.success() && out.stderr.is_empty(), "{out:?}");
        String::from_utf8(out.stdout).expect("text")
    };
    for words in [&[][..], &["--help"]] {
        let text = say(words);
        for part in ["built for nu 0.115", "plugin add /", "plugin use ghost", "ghost init nu"] {
            assert!(text.contains(part), "{text}");
        }
    }
    assert!(say(&["--version"]).ends_with("built for nu 0.115.1\n"));
}

#[test]
fn it_is_registered_as_it_says() {
    let env = Env::new();
    let plugin = env!("CARGO_BIN_EXE_nu_plugin_ghost");
    let source =
        format!("plugin add --plugin-config p.msgpackz {plugin}; open p.msgpackz | get plugins.0.name | print");
    let out = env.nu(&source);
    assert_eq!(out.status, Some(0), "{out:?}");
    let used = std::process::Command::new(crate::env::nu())
        .args([
            "-n",
            "--plugin-config",
            "p.msgpackz",
            "-c",
            "plugin use --plugin-config p.msgpackz ghost; help ghost fix | print",
        ])
        .current_dir(env.home())
        .env_clear()
        .envs(env.variables())
        .output()
        .expect("nu");
    assert!(String::from_utf8_lossy(&used.stdout).contains("without running it"), "{used:?}");
}
