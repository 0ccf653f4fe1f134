//! Who shows this terminal, and how they are asked.
//!
//! Variables are inherited by whatever is started in a terminal, other terminals included: so it is asked as well whether
//! the pane they name is our own terminal.

use std::os::unix::fs::MetadataExt as _;

use serde::Deserialize;

/// Lines that may have left the screen by its top.
const LINES: &str = "-200";

/// What `wezterm` is asked for its panes.
pub(super) const WEZTERM_PANES: [&str; 4] = ["cli", "list", "--format", "json"];

/// Who shows this terminal. The innermost is asked: tmux runs in the others.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// tmux(1), "ENVIRONMENT".
    Tmux {
        /// `%` and a number.
        pane: String,
    },
    /// <https://sw.kovidgoyal.net/kitty/remote-control/>. Without a socket kitty would be asked, and would answer, over
    /// the terminal itself, where the person types.
    Kitty {
        /// Its number.
        window: u64,
    },
    /// <https://wezterm.org/cli/cli/get-text.html>
    Wezterm {
        /// Its number.
        pane: u64,
    },
}

impl Source {
    pub(super) fn of(var: impl Fn(&str) -> Option<String>) -> Option<Self> {
        let set = |name: &str| var(name).filter(|value| !value.is_empty());
        let number = |name: &str| set(name)?.parse().ok();
        if set("TMUX").is_some() {
            let pane = set("TMUX_PANE")?;
            let is_pane = pane.strip_prefix('%')?.parse::<u64>().is_ok();
            return is_pane.then_some(Self::Tmux { pane });
        }
        if let Some(window) = number("KITTY_WINDOW_ID").filter(|_| set("KITTY_LISTEN_ON").is_some()) {
            return Some(Self::Kitty { window });
        }
        number("WEZTERM_PANE").map(|pane| Self::Wezterm { pane })
    }
}

/// Two commands at once: which terminal the pane is, then its text with wrapped lines joined.
pub(super) fn tmux_words(pane: &str) -> Vec<String> {
    let words = ["display-message", "-p", "-t", pane, "#{pane_tty}", ";"];
    let text = ["capture-pane", "-p", "-J", "-t", pane, "-S", LINES];
    words.into_iter().chain(text).map(str::to_owned).collect()
}

/// The text on the screen of the window with this number, if the program that was started in it is this one.
pub(super) fn kitty_words(window: u64, leader: i32) -> Vec<String> {
    let matches = format!("id:{window} and pid:{leader}");
    ["@", "get-text", "--match", &matches, "--extent", "screen"].map(str::to_owned).to_vec()
}

/// The pane's text.
pub(super) fn wezterm_words(pane: u64) -> Vec<String> {
    ["cli", "get-text", "--pane-id", &pane.to_string(), "--start-line", LINES].map(str::to_owned).to_vec()
}

/// Which terminal the pane with this number is, in what wezterm says of all of them.
pub(super) fn wezterm_terminal(panes: &str, pane: u64) -> Option<String> {
    #[derive(Deserialize)]
    struct Pane {
        pane_id: u64,
        tty_name: Option<String>,
    }
    let panes: Vec<Pane> = serde_json::from_str(panes).ok()?;
    panes.into_iter().find(|found| found.pane_id == pane)?.tty_name
}

/// Our terminal's device number. (Its name cannot be asked for here: a hook has it open as `/dev/tty`.)
pub(super) fn controlling_terminal() -> Option<u64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    terminal_in(&stat)
}

/// proc(5): the fifth field behind the name, which may hold anything; the device's minor number lies around its major.
fn terminal_in(stat: &str) -> Option<u64> {
    let number: u32 = stat.rsplit_once(") ")?.1.split(' ').nth(4)?.parse().ok()?;
    let (major, minor) = (number >> 8 & 0xfff, number & 0xff | number >> 12 & 0xf_ff00);
    (number != 0).then(|| libc::makedev(major, minor))
}

/// True when the file of that name is this device.
pub(super) fn is_terminal(name: &str, device: u64) -> bool {
    std::fs::metadata(name).is_ok_and(|found| found.rdev() == device)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(vars: &[(&str, &str)]) -> Option<Source> {
        Source::of(|name| vars.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn the_innermost_is_asked() {
        let kitty = [("KITTY_WINDOW_ID", "3"), ("KITTY_LISTEN_ON", "unix:/x"), ("WEZTERM_PANE", "4")];
        assert_eq!(of(&kitty), Some(Source::Kitty { window: 3 }));
        assert_eq!(of(&kitty[2..]), Some(Source::Wezterm { pane: 4 }));
        let tmux = [("TMUX", "/tmp/tmux-0/default,1,0"), ("TMUX_PANE", "%7"), kitty[0], kitty[1]];
        assert_eq!(of(&tmux), Some(Source::Tmux { pane: "%7".to_owned() }));
    }

    #[test]
    fn what_is_no_name_of_a_pane_is_no_word_for_a_program() {
        for pane in ["", "7", "%", "%-1", "%1;x", "-t"] {
            assert_eq!(of(&[("TMUX", "x"), ("TMUX_PANE", pane)]), None, "{pane}");
        }
        assert_eq!(of(&[("TMUX", "x"), ("WEZTERM_PANE", "4")]), None, "tmux's pane is not wezterm's");
        assert_eq!(of(&[("WEZTERM_PANE", "--help")]), None);
        assert_eq!(of(&[("KITTY_WINDOW_ID", "3")]), None, "it would be asked over the terminal");
    }

    #[test]
    fn a_terminal_is_known_by_its_device() {
        assert_eq!(terminal_in("7 (a) b) S 1 7 7 34817 7 0"), Some(libc::makedev(136, 1)));
        assert_eq!(terminal_in("7 (sh) S 1 7 7 1083445 7 0"), Some(libc::makedev(136, 53 | 1 << 8)));
        assert_eq!(terminal_in("7 (sh) S 1 7 7 0 -1 0"), None);
        assert!(is_terminal("/dev/null", libc::makedev(1, 3)) && !is_terminal("/dev/zero", libc::makedev(1, 3)));
        assert!(!is_terminal("", libc::makedev(1, 3)));
    }

    #[test]
    fn wezterm_names_the_terminal_of_each_pane() {
        let panes = r#"[{"pane_id": 1, "tty_name": "/dev/pts/3", "title": "x"}, {"pane_id": 2, "tty_name": null}]"#;
        assert_eq!(wezterm_terminal(panes, 1).as_deref(), Some("/dev/pts/3"));
        assert_eq!(wezterm_terminal(panes, 2), None);
        assert_eq!(wezterm_terminal(panes, 3), None);
        assert_eq!(wezterm_terminal("no JSON", 1), None);
    }
}
