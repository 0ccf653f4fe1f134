//! A command typed with the wrong keyboard layout on: `пше` is `git`, `녀애` is `sudo`.
//!
//! Russian, Greek and Hebrew keys stand for a letter each; a Korean syllable stands for two to five keys.

/// What the same keys give with a Latin layout; `None` when a character is on no such key.
pub fn as_latin(text: &str) -> Option<String> {
    let mut latin = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            c if c.is_ascii() => latin.push(c),
            '\u{ac00}'..='\u{d7a3}' => syllable(c, &mut latin),
            _ => latin.push_str(key(c)?),
        }
    }
    Some(latin)
}

/// Rows of keys: what they give, and what a Latin layout gives there.
const ROWS: &[(&str, &str)] = &[
    ("йцукенгшщзхъфывапролджэячсмитьбю", "qwertyuiop[]asdfghjkl;'zxcvbnm,."),
    (";ςερτυθιοπασδφγηξκλζχψωβνμ", "qwertyuiopasdfghjklzxcvbnm"),
    ("/'קראטוןםפשדגכעיחלךף,זסבהנמצתץ", "qwertyuiopasdfghjkl;'zxcvbnm,."),
];

/// Keys of the Korean letters, in the order in which Unicode composes syllables.
const LEADING: [&str; 19] =
    ["r", "R", "s", "e", "E", "f", "a", "q", "Q", "t", "T", "d", "w", "W", "c", "z", "x", "v", "g"];
const VOWELS: [&str; 21] =
    ["k", "o", "i", "O", "j", "p", "u", "P", "h", "hk", "ho", "hl", "y", "n", "nj", "np", "nl", "b", "m", "ml", "l"];
const TRAILING: [&str; 28] = [
    "", "r", "R", "rt", "s", "sw", "sg", "e", "f", "fr", "fa", "fq", "ft", "fx", "fv", "fg", "a", "q", "qt", "t", "T",
    "d", "w", "c", "z", "x", "v", "g",
];
/// The same letters by themselves, from U+3131 on.
const ALONE: [&str; 51] = [
    "r", "R", "rt", "s", "sw", "sg", "e", "E", "f", "fr", "fa", "fq", "ft", "fx", "fv", "fg", "a", "q", "Q", "qt", "t",
    "T", "d", "w", "W", "c", "z", "x", "v", "g", "k", "o", "i", "O", "j", "p", "u", "P", "h", "hk", "ho", "hl", "y",
    "n", "nj", "np", "nl", "b", "m", "ml", "l",
];

fn key(c: char) -> Option<&'static str> {
    if let '\u{3131}'..='\u{3163}' = c {
        return ALONE.get(c as usize - 0x3131).copied();
    }
    let lower = c.to_lowercase().next()?;
    ROWS.iter().find_map(|(typed, latin)| {
        let place = typed.chars().position(|there| there == lower)?;
        latin.get(place..=place)
    })
}

fn syllable(c: char, latin: &mut String) {
    let index = c as usize - 0xac00;
    for (keys, place) in
        [(&LEADING[..], index / (21 * 28)), (&VOWELS[..], index / 28 % 21), (&TRAILING[..], index % 28)]
    {
        latin.push_str(keys.get(place).copied().unwrap_or_default());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_back() {
        for (typed, meant) in [
            ("пше", "git"),
            ("ыгвщ", "sudo"),
            ("녀애", "sudo"),
            ("ㅣㄴ", "ls"),
            ("λσ", "ls"),
            ("בג", "cd"),
            ("фзе-пуе", "apt-get"),
        ] {
            assert_eq!(as_latin(typed).as_deref(), Some(meant), "{typed}");
        }
        assert_eq!(as_latin("文件"), None);
    }

    #[test]
    fn rows_are_of_one_length() {
        for (typed, latin) in ROWS {
            assert!(latin.is_ascii(), "{latin}");
            assert_eq!(typed.chars().count(), latin.len(), "{typed}");
        }
    }
}
