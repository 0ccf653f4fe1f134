//! Variables of the environment and Nushell's settings: what programs and Nushell itself do later is decided there.

use crate::line::Word;
use crate::policy::effect::Kind;
use crate::policy::reader::Reader;

/// Settings that only say how things are shown. Others hold closures that run, or programs.
const SHOWN: &[&str] = &[
    "bracketed_paste",
    "color_config",
    "cursor_shape",
    "datetime_format",
    "edit_mode",
    "error_style",
    "filesize",
    "float_precision",
    "footer_mode",
    "highlight_resolved_externals",
    "ls",
    "recursion_limit",
    "render_right_prompt_on_last_line",
    "show_banner",
    "show_hints",
    "table",
    "use_ansi_coloring",
];

/// Variables of the system that Nushell finds in any letters.
const IN_ANY_LETTERS: &[&str] = &["path", "home", "pwd", "shell", "editor", "visual", "pager", "ifs", "term", "user"];

impl Reader<'_> {
    /// `$env.NAME = value`; `name` may go on into it.
    pub(super) fn set_in_nu(&mut self, name: &str, sign: &Word, value: Option<&Word>, cause: &str) {
        let (first, rest) = name.split_once(['.', '?']).unwrap_or((name, ""));
        let first = first.trim_matches(['"', '\'', '`']);
        if first.eq_ignore_ascii_case("config") {
            let setting = rest.split('.').next().unwrap_or_default();
            if !SHOWN.contains(&setting) || value.is_some_and(|value| !value.inner.is_empty()) {
                self.push(Kind::Opaque, format!("code:the setting {name}"), cause);
            }
            return;
        }
        let text = value.and_then(|value| value.value.as_deref()).filter(|_| sign.text == "=").unwrap_or("?");
        self.variable_of_nu(first, text, cause);
    }

    fn variable_of_nu(&mut self, name: &str, value: &str, cause: &str) {
        let found = IN_ANY_LETTERS.contains(&name.to_ascii_lowercase().as_str());
        let name = if found { name.to_ascii_uppercase() } else { name.to_owned() };
        self.variable(&name, value, cause);
    }

    /// `{NAME: value, …}` as `load-env` and `with-env` take it.
    pub(super) fn record_of_variables(&mut self, word: &Word) {
        let inside = word.text.strip_prefix('{').and_then(|text| text.strip_suffix('}'));
        let plain = |c: char| c.is_alphanumeric() || "_ :,.-/'\"\t\n".contains(c);
        let Some(inside) = inside.filter(|inside| inside.chars().all(plain)) else {
            return self.push(Kind::Opaque, "env:?", &word.text);
        };
        let mut rest = inside;
        while let Some((name, after)) = rest.split_once(':') {
            let name = name.rsplit([',', ' ', '\t', '\n']).find(|part| !part.is_empty()).unwrap_or_default();
            let after = after.trim_start();
            let value = after.split([',', ' ', '\n', '\t']).next().unwrap_or_default();
            let name = name.trim_matches(['"', '\'']);
            self.variable_of_nu(name, value.trim_matches(['"', '\'']), &word.text);
            rest = after.get(value.len()..).unwrap_or_default();
        }
    }
}
