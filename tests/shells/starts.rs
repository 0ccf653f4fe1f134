//! How terminals and editors start shells: with settings of their own in front of the person's.

use crate::session::Session;
use crate::stage::{Mode, Setup, Shell, Stage};

const OWN: &str = "INTEGRATION=there; export LOADED=\"${LOADED}x\"\n";

fn plays(session: &mut Session) {
    assert!(session.line("echo is $INTEGRATION").contains("\nis there\n"));
    assert!(session.line("echo $LOADED").contains("\nx\n"), "once");
    session.line("ls /none");
}

in_shells!(with_a_file_of_its_own: bash);
fn with_a_file_of_its_own(stage: &Stage) {
    // As VS Code does.
    let arrange = |setup: &mut Setup| {
        let path = setup.file("integration.bash", &format!("{OWN}. ~/.bashrc\n"));
        setup.program = ["bash", "--init-file", path.to_str().expect("a path")].map(str::to_owned).to_vec();
    };
    // The line stands at the top of the person's settings: what the terminal does in front of it is done by both shells.
    stage.compare(arrange, |session| {
        assert!(session.line("echo is $INTEGRATION").contains("\nis there\n"));
        session.line("ls /none");
    });
}

in_shells!(with_a_folder_of_its_own: zsh);
fn with_a_folder_of_its_own(stage: &Stage) {
    // As VS Code, kitty and Ghostty do: a folder in ZDOTDIR whose files put the person's own back.
    let arrange = |setup: &mut Setup| {
        let folder = setup.folder.join("home/integration");
        setup.file(
            "integration/.zshenv",
            &format!("{OWN}if [[ -n $OLD_ZDOTDIR ]]; then ZDOTDIR=$OLD_ZDOTDIR; else unset ZDOTDIR; fi\n[[ ! -f ~/.zshenv ]] || . ~/.zshenv\n"),
        );
        setup.variable("ZDOTDIR", folder.to_str().expect("a path"));
    };
    stage.compare(arrange, plays);
}

in_shells!(with_a_variable: bash fish);
fn with_a_variable(stage: &Stage) {
    let arrange = |setup: &mut Setup| match setup.shell {
        // As kitty and Ghostty do.
        Shell::Bash => {
            let path = setup.file("integration.bash", &format!("set +o posix; {OWN}. ~/.bashrc\n"));
            setup.variable("ENV", path.to_str().expect("a path"));
            setup.program = ["bash", "--posix"].map(str::to_owned).to_vec();
        }
        _ => {
            setup.file(
                "data/fish/vendor_conf.d/integration.fish",
                "set -g INTEGRATION there\nset -gx LOADED $LOADED\"x\"\n",
            );
            let folder = setup.home().join("data");
            setup.variable("XDG_DATA_DIRS", format!("{}:/usr/local/share:/usr/share", folder.display()));
        }
    };
    stage.compare(arrange, |session| {
        assert!(session.line("echo is $INTEGRATION").contains("\nis there\n"));
        session.line("ls /none");
    });
}

in_shells!(with_words: bash zsh fish nu);
fn with_words(stage: &Stage) {
    let arrange = |setup: &mut Setup| {
        let words: &[&str] = match setup.shell {
            Shell::Bash => &["bash", "--noediting", "-O", "globstar", "-i", "-s", "one word", "", "two"],
            Shell::Zsh => &["zsh", "-o", "extendedglob", "-i", "-s", "one word", "", "two"],
            Shell::Fish => &["fish", "-C", "set -g COMMANDED yes", "-i"],
            Shell::Nu => &["nu", "--execute", "$env.COMMANDED = 'yes'", "-i"],
        };
        setup.program = words.iter().map(|word| (*word).to_owned()).collect();
    };
    stage.compare(arrange, |session| {
        let line = session.says(
            "printf '<%s>' $# \"$@\"; shopt -q globstar; echo $?",
            "printf '<%s>' $# \"$@\"; [[ -o extendedglob ]]; echo $?",
            "echo $COMMANDED",
            "echo $env.COMMANDED",
        );
        session.line(line);
        session.line("ls /none");
    });
}

/// Words that people make read-only, and that hooks like to call their variables.
const PLAIN: &str = "status reply name line text one first last id to map from others before none runs pipe ran asks filled grown code private held hook flags";

in_shells!(with_read_only_names: bash zsh fish);
fn with_read_only_names(stage: &Stage) {
    let arrange = |setup: &mut Setup| {
        let readonly: String = PLAIN.split(' ').map(|name| format!("readonly {name}=mine\n")).collect();
        let zsh = readonly.replace("readonly status=mine\n", "");
        let fish: String =
            PLAIN.split(' ').filter(|name| *name != "status").map(|name| format!("set -g {name} mine\n")).collect();
        setup.settings(&readonly, &zsh, &fish, "");
    };
    stage.compare_held(arrange, |session| {
        session.line("ls /none");
        session.line("echo is $reply $name");
    });
    stage.play(Mode::Hold, arrange, |session| {
        assert!(session.line("ehco repaired").contains("\nrepaired\n"), "{}", session.screen());
        assert!(session.line("echo is $reply $name").contains("\nis mine mine\n"));
    });
}
