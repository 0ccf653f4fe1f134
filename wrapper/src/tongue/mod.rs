//! What ghost says itself, in the language it is spoken to in: English, or Chinese where a sentence is. Pure.
//!
//! Whatever is said is made in English, by whoever has something to say. `chinese.tsv` has the same in Chinese, with places
//! for names; `tests/it/chinese.rs` finds what has none.

use std::sync::LazyLock;

const CHINESE: &str = include_str!("chinese.tsv");

/// Words within words within words are said as they stand.
const DEEPEST: usize = 4;

/// A language.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Tongue {
    /// The usual one.
    #[default]
    English,
    /// For who asks in Chinese.
    Chinese,
}

impl Tongue {
    /// The one that a sentence is in. What is quoted is somebody else's, and a name is a name.
    #[must_use]
    pub fn of(sentence: &str) -> Self {
        let own = unquoted(sentence);
        let has_han = |word: &&str| word.chars().any(is_han);
        let is_name = |word: &str| word.contains(['.', '/']);
        let kana = |sign: char| ('\u{3041}'..='\u{30ff}').contains(&sign);
        let said = own.split_whitespace().filter(has_han).any(|word| !is_name(word));
        let spoken = |word: &str| word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_alphabetic());
        // Chinese has no blanks: a whole sentence may be one word with a name in it.
        let is_one = own.split_whitespace().any(|word| has_han(&word)) && !own.split_whitespace().any(spoken);
        if (said || is_one) && !own.chars().any(kana) { Self::Chinese } else { Self::English }
    }

    /// A saying in this language, with these in its places as they stand.
    #[must_use]
    pub fn fill(self, saying: &str, names: &[&str]) -> String {
        let english: Vec<&str> = saying.split("{}").collect();
        let known = SAYINGS.iter().find(|known| self == Self::Chinese && known.english == english);
        filled(known.map_or(&english, |known| &known.chinese), names)
    }

    /// The text in this language; what nobody has put into it stays as it is.
    #[must_use]
    pub fn say(self, text: &str) -> String {
        match self {
            Self::English => text.to_owned(),
            Self::Chinese => chinese(text).unwrap_or_else(|| text.to_owned()),
        }
    }
}

/// CJK ideographs: the unified ones and their first extension.
fn is_han(sign: char) -> bool {
    ('\u{3400}'..='\u{4dbf}').contains(&sign) || ('\u{4e00}'..='\u{9fff}').contains(&sign)
}

/// The text without what stands in quotes.
fn unquoted(text: &str) -> String {
    const PAIRS: &[(char, char)] = &[('`', '`'), ('"', '"'), ('“', '”'), ('‘', '’'), ('「', '」'), ('《', '》')];
    let mut out = String::new();
    let mut rest = text.chars();
    while let Some(sign) = rest.next() {
        let close = PAIRS.iter().find(|(open, _)| *open == sign).map(|(_, close)| *close);
        match close.and_then(|close| rest.as_str().split_once(close)) {
            Some((_, behind)) => {
                out.push(' ');
                rest = behind.chars();
            }
            None => out.push(sign),
        }
    }
    out
}

/// A line of the table: what stands between the names, in both languages.
struct Saying {
    english: Vec<&'static str>,
    chinese: Vec<&'static str>,
}

static SAYINGS: LazyLock<Vec<Saying>> = LazyLock::new(|| {
    let lines = CHINESE.lines().filter(|line| !line.starts_with('#'));
    let pairs = lines.filter_map(|line| line.split_once('\t'));
    let mut sayings: Vec<Saying> = pairs
        .map(|(english, chinese)| Saying {
            english: english.split("{}").collect(),
            chinese: chinese.split("{}").collect(),
        })
        .collect();
    // What says most of itself is meant.
    sayings.sort_by_key(|saying| std::cmp::Reverse(saying.english.iter().map(|part| part.len()).sum::<usize>()));
    sayings
});

/// The same in Chinese, as far as the table has it.
#[must_use]
pub fn chinese(text: &str) -> Option<String> {
    in_chinese(text, DEEPEST)
}

fn in_chinese(text: &str, depth: usize) -> Option<String> {
    let depth = depth.checked_sub(1)?;
    let (saying, names) = SAYINGS.iter().find_map(|saying| Some((saying, names(&saying.english, text)?)))?;
    let told = |name: &str| match in_chinese(name, depth) {
        // A file may have that name: `tests`.
        Some(said) if name.bytes().all(|byte| byte.is_ascii_lowercase()) => format!("{name}（{said}）"),
        said => said.unwrap_or_else(|| name.to_owned()),
    };
    let names: Vec<String> = names.into_iter().map(told).collect();
    Some(filled(&saying.chinese, &names))
}

/// What stands between the names, and the names; Chinese and other letters with a blank between them.
fn filled<P: AsRef<str>>(parts: &[&str], names: &[P]) -> String {
    let mut said = String::new();
    let mut push = |text: &str| {
        let touch = said.chars().next_back().zip(text.chars().next());
        let is_letter = |sign: char| sign.is_ascii_graphic() && !"()[]{},.;:!?".contains(sign);
        if touch.is_some_and(|(left, right)| is_han(left) && is_letter(right) || is_letter(left) && is_han(right)) {
            said.push(' ');
        }
        said.push_str(text);
    };
    for (at, part) in parts.iter().enumerate() {
        push(part);
        if let Some(name) = names.get(at) {
            push(name.as_ref());
        }
    }
    said
}

/// What stands in the places of a saying, where it is this one.
fn names<'t>(parts: &[&str], text: &'t str) -> Option<Vec<&'t str>> {
    let [first, middle @ .., last] = parts else { return (parts == [text]).then(Vec::new) };
    let mut rest = text.strip_prefix(first)?.strip_suffix(last)?;
    let mut found = Vec::new();
    for part in middle {
        let at = rest.find(part).filter(|at| *at > 0)?;
        found.push(&rest[..at]);
        rest = &rest[at + part.len()..];
    }
    found.push(rest);
    found.iter().all(|name| !name.is_empty()).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_of_a_sentence_is_that_of_its_own_letters() {
        for sentence in [
            "哪个程序占用 8080 端口？",
            "查看/etc/hosts的内容",
            "nginx 在运行吗",
            "安装nginx",
            "怎么用 tar 解压 a.tar.gz",
            "磁盘还剩多少",
        ] {
            assert_eq!(Tongue::of(sentence), Tongue::Chinese, "{sentence}");
        }
        for sentence in [
            "what is using port 8080?",
            "show me 报告.txt please",
            "where does `你好` stand in this folder?",
            "what does \"磁盘已满\" mean",
            "ディスクの空き容量を教えて",
            "",
        ] {
            assert_eq!(Tongue::of(sentence), Tongue::English, "{sentence}");
        }
    }

    #[test]
    fn names_stay_and_the_rest_is_said() {
        for (english, chinese) in [
            ("it contacts x.example", "会连接 x.example"),
            ("it contacts the package index", "会连接软件包索引"),
            ("it may lose something for good (tests)", "可能造成无法恢复的损失（tests（测试））"),
            (
                "nothing is to be changed: it changes a.txt, which is easily undone",
                "要求不做任何改动：会改动 a.txt，容易撤销",
            ),
            ("a rule of yours: it contacts nobody (really)", "你的规则：会连接 nobody (really)"),
            ("the brain: it did not answer in time", "大脑：没有及时回答"),
            (
                "a.txt holds a secret, and rev shows what it reads in parts or in other letters",
                "a.txt 含有机密，而 rev 会把读到的内容拆开或换一种写法显示",
            ),
        ] {
            assert_eq!(Tongue::Chinese.say(english), chinese);
            assert_eq!(Tongue::English.say(english), english);
        }
        assert_eq!(chinese("what nobody says"), None);
        let names = ["rm -r a (b)", "it"];
        assert_eq!(Tongue::Chinese.fill("not offered: {} ({})", &names), "没有提供：rm -r a (b)（it）");
        assert_eq!(Tongue::English.fill("not offered: {} ({})", &names), "not offered: rm -r a (b) (it)");
        assert_eq!(Tongue::Chinese.say("what nobody says"), "what nobody says");
    }

    #[test]
    fn each_saying_has_its_names_in_both() {
        for saying in SAYINGS.iter() {
            assert_eq!(saying.english.len(), saying.chinese.len(), "{:?}", saying.english);
        }
        let lines: Vec<&str> = CHINESE.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
        assert!(lines.iter().all(|line| line.matches('\t').count() == 1));
        let mut said: Vec<&str> = lines.iter().filter_map(|line| line.split('\t').next()).collect();
        said.sort_unstable();
        let all = said.len();
        said.dedup();
        assert_eq!(said.len(), all, "one is there twice");
    }
}
