use proptest::prelude::*;

use super::{Page, plain};

fn shown(text: &str, width: u16, color: bool) -> String {
    let mut page = Page::new(width, color);
    let mut out = page.push(text);
    out.push_str(&page.finish());
    out
}

/// Without colour: the source and what is shown.
#[track_caller]
fn check(text: &str, width: u16, expected: &str) {
    assert_eq!(shown(text, width, false), expected, "{text:?}");
}

#[test]
fn paragraphs_are_wrapped_at_the_width() {
    check("one two three four", 20, "one two three four\n");
    check("one two three four five", 20, "one two three four\nfive\n");
    check("one two\nthree four", 80, "one two three four\n");
    check("one\n\ntwo\n\n\n\nthree\n\n", 80, "one\n\ntwo\n\nthree\n");
    check("hard  \nbreak\\\nhere", 80, "hard\nbreak\nhere\n");
    check(
        "a https://example.org/a/very/long/address/indeed b",
        20,
        "a\nhttps://example.org/a/very/long/address/indeed\nb\n",
    );
    check("", 80, "");
    check("\n\n", 80, "");
}

#[test]
fn wide_characters_count_twice_and_need_no_spaces() {
    check("磁盘空间不足，请先清理缓存文件。", 20, "磁盘空间不足，请先清\n理缓存文件。\n");
    check("一二三四五六七八九十。下", 20, "一二三四五六七八九\n十。下\n");
    check("第一行\n第二行", 80, "第一行第二行\n");
    check("文件 `a.txt` 在这里", 80, "文件 `a.txt` 在这里\n");
}

#[test]
fn headings_stand_apart() {
    check("# One\ntext\n## Two ways\nmore", 80, "# One\ntext\n\n## Two ways\nmore\n");
    check("#no heading", 80, "#no heading\n");
    check("Title\n=====\ntext", 80, "Title\ntext\n");
    check("a\n\n---\n\nb\n***", 80, "a\n\n───\n\nb\n───\n");
}

#[test]
fn lists_keep_their_marks_and_their_depth() {
    check("- a\n- b\n  - c\n    - d\n- e", 80, "- a\n- b\n  - c\n    - d\n- e\n");
    check("* a\n* b", 80, "- a\n- b\n");
    check("1. a\n2. b\n10) c", 80, "1. a\n2. b\n10) c\n");
    check("1. a\n  - b\n  - c\n2. d", 80, "1. a\n   - b\n   - c\n2. d\n");
    check("1. a\n\n   more of a\n\n2. b", 80, "1. a\n\n   more of a\n\n2. b\n");
    check("- one two three four five", 20, "- one two three four\n  five\n");
    check("text:\n- a\n- b\n\nafter", 80, "text:\n- a\n- b\n\nafter\n");
    check("- a\nlazy", 80, "- a lazy\n");
    check("- [ ] open\n- [x] done", 80, "- [ ] open\n- [x] done\n");
    check("It was in\n2019. Then", 80, "It was in 2019. Then\n");
    check("-\n- b", 80, "-\n- b\n".replacen("-\n", "- \n", 1).as_str());
}

#[test]
fn code_is_kept_as_it_is() {
    check("```sh\nls  -l *.rs | wc\n\n\tx\n```\nafter", 80, "    ls  -l *.rs | wc\n\n    \tx\nafter\n");
    check("1. Run:\n   ```\n   make\n   ```\n2. Look", 80, "1. Run:\n       make\n2. Look\n");
    check("1. Run:\n   ```\nmake\n   ```\n2. Look", 80, "1. Run:\n       make\n2. Look\n");
    check("~~~\n```\n~~~", 80, "    ```\n");
    check("````\n```\n````\nx", 80, "    ```\nx\n");
    check("```\nnever closed", 80, "    never closed\n");
    check("text\n\n    indented *code*\n\ntext", 80, "text\n\n    indented *code*\n\ntext\n");
    let long = "x ".repeat(100);
    check(&format!("```\n{long}\n```"), 20, &format!("    {long}\n"));
}

#[test]
fn marks_within_a_line_are_read() {
    check("a **bold** and *slanted* and ***both*** word", 80, "a bold and slanted and both word\n");
    check("use `rm -rf  x` or ``a`b``", 80, "use `rm -rf  x` or ``a`b``\n");
    check("__init__ and snake_case_name and _start", 80, "init and snake_case_name and _start\n");
    check("*.rs and *.py, 2 * 3 * 4, 2**3, a*b*c", 80, "*.rs and *.py, 2 * 3 * 4, 2**3, a*b*c\n");
    check("**/*.rs and src/**/*.py", 80, "**/*.rs and src/**/*.py\n");
    check("这是**重点：**内容", 80, "这是重点：内容\n");
    check("see [the manual](https://example.org/m \"title\") now", 80, "see the manual (https://example.org/m) now\n");
    check("[https://a.b](https://a.b) <https://c.d> ![alt](x.png)", 80, "https://a.b https://c.d alt (x.png)\n");
    check("[ERROR] array[0] [a][b] (x)", 80, "[ERROR] array[0] [a][b] (x)\n");
    check("[a](b(c)d) [`x`](y)", 80, "a (b(c)d) `x` (y)\n");
    check("\\*no\\* C:\\dir a &lt; b &amp;&amp; c &unknown; &", 80, "*no* C:\\dir a < b && c &unknown; &\n");
    check("a <b>tag</b> x<y and y>z", 80, "a <b>tag</b> x<y and y>z\n");
    check("an open `code", 80, "an open `code\n");
    check("an *open mark and **another", 80, "an *open mark and another\n");
    check("*see **this** too* x", 80, "see this too x\n");
}

#[test]
fn quotes_are_marked() {
    check("> one\n> two\n>\n> three\n\nafter", 80, "> one two\n>\n> three\n\nafter\n");
    check("> lazy\nline", 80, "> lazy line\n");
    check("> - a\n> - b\n>   ```\n>   x\n>   ```\n", 80, "> - a\n> - b\n>       x\n");
    check("> ```\n> x\nout", 80, ">     x\nout\n");
}

#[test]
fn tables_are_aligned_where_they_fit() {
    check(
        "| name | size |\n|:-----|-----:|\n| `a`  | 10 |\n| bigger | 7 |\n\nafter",
        80,
        "name    size\n────────────\n`a`       10\nbigger     7\n\nafter\n",
    );
    check("| 名 | x |\n|--|--|\n| 文件 | y |", 80, "名    x\n───────\n文件  y\n");
    check(
        "| name | what it is |\n|--|--|\n| a | a long sentence |\n| b | x |\n",
        20,
        "name: a\nwhat it is: a long sentence\n\nname: b\nwhat it is: x\n",
    );
    check("| no table\n| at all", 80, "| no table\n| at all\n");
    check("| a |\n|---|\n| x \\| y `p|q` |", 80, "a\n───────────\nx | y `p|q`\n");
}

#[test]
fn nothing_of_the_text_reaches_the_terminal_as_an_order() {
    for text in [
        "\u{1b}[2J\u{7}x",
        "`\u{1b}]0;t\u{7}`",
        "```\n\u{1b}[31m\u{9b}x\n```",
        "| \u{1b}c |\n|--|\n| \u{8} |",
        "a\u{202e}b\u{200b}",
    ] {
        let out = shown(text, 80, false);
        assert!(!out.chars().any(|c| c.is_control() && c != '\n'), "{out:?}");
        assert!(!out.contains(['\u{202e}', '\u{200b}', '\u{9b}']), "{out:?}");
    }
    check("a\u{1b}[0mb", 80, "a\\u{1b}[0mb\n");
    check("one\r\ntwo\u{a0}three ⚠\u{fe0f} x", 80, "one two three ⚠ x\n");
}

#[test]
fn a_word_is_shown_as_soon_as_it_is_complete() {
    let mut page = Page::new(80, false);
    assert_eq!(page.push("Yes"), "");
    assert_eq!(page.push(", it"), "Yes,");
    assert_eq!(page.push(" runs"), " it");
    assert_eq!(page.push("."), "");
    assert_eq!(page.push("\n"), " runs.");
    let mut page = Page::new(80, true);
    assert_eq!(page.push("**nginx"), "");
    assert_eq!(page.push(" is"), "\u{1b}[1mnginx\u{1b}[0m");
    assert_eq!(page.push("** up "), " \u{1b}[1mis\u{1b}[0m up");
    let mut page = Page::new(80, false);
    assert_eq!(page.push("```\nls -"), "    ls -");
    // However long a word is, it does not pile up.
    let mut page = Page::new(20, false);
    assert!(page.push(&"x".repeat(1000)).len() > 900);
}

#[test]
fn others_may_write_in_between_and_the_text_stays_what_it_is() {
    for (before, after, expected) in [
        ("one tw", "o three", "one|two three\n"),
        ("- a *b", " c* d\n- e", "- a|  b c d\n- e\n"),
        ("```\nls -", "l\n```\ntext", "    ls -|    l\ntext\n"),
        ("> a b\n", "> c", "> a b|> c\n"),
        ("| a |\n|--|\n", "| b |\n", "|a\n─\nb\n"),
        ("one\n\n", "two", "one\n|\ntwo\n"),
    ] {
        let mut page = Page::new(80, false);
        let mut out = page.push(before);
        let ended = page.interrupt();
        assert!(ended.is_empty() == (out.is_empty() || out.ends_with('\n')), "{out:?} {ended:?}");
        out.push('|');
        out.push_str(&page.push(after));
        out.push_str(&page.finish());
        assert_eq!(out, expected, "{before:?} {after:?}");
    }
    // A word that fits no line does not run on where another line was begun.
    let mut page = Page::new(20, false);
    page.push(&"x".repeat(30));
    assert_eq!(page.interrupt(), "\n");
    assert_eq!(page.push("xx "), "xx");
}

#[test]
fn without_colour_there_is_no_escape_and_with_it_every_word_ends_plain() {
    let text = include_str!("../../../../README.md");
    assert!(!shown(text, 72, false).contains('\u{1b}'));
    let colored = shown(text, 72, true);
    for line in colored.lines().filter(|line| line.contains('\u{1b}')) {
        let (reset, set) = (line.matches("\u{1b}[0m").count(), line.matches('\u{1b}').count());
        assert_eq!(2 * reset, set, "{line:?}");
        assert!(line.rfind("\u{1b}[0m") == line.rfind('\u{1b}'), "{line:?}");
    }
}

#[test]
fn lines_of_prose_fit_the_width() {
    use unicode_width::UnicodeWidthStr as _;
    let text = "A sentence of **many** words with `some code` in it, and 一些中文字符 between them. ".repeat(20);
    for width in [20, 33, 80, 200] {
        for line in shown(&text, width, false).lines() {
            assert!(line.width() <= usize::from(width), "{width}: {line:?}");
        }
    }
}

#[test]
fn plain_text_has_no_marks() {
    assert_eq!(plain("# A **b**\n\n- `c`\n\n```\nd\n```\n> e\n"), "A b\n\n- c\n\nd\ne\n");
}

/// Pieces of Markdown, and of what is none.
fn anything() -> impl Strategy<Value = String> {
    let parts = prop::sample::select(vec![
        "*",
        "**",
        "***",
        "_",
        "__",
        "`",
        "``",
        "```",
        "~~~",
        "# ",
        "## ",
        "- ",
        "* ",
        "1. ",
        "2) ",
        "> ",
        "|",
        "|--|--|",
        "| a | b |",
        "\n",
        "\n\n",
        "  ",
        "    ",
        "\t",
        " ",
        "[",
        "](",
        ")",
        "]",
        "(x)",
        "!",
        "<",
        ">",
        "https://a.b",
        "\\",
        "&amp;",
        "&",
        "word",
        "more words",
        "文字",
        "。",
        "（",
        "é",
        "⚠\u{fe0f}",
        "\u{1b}[1m",
        "\r\n",
        "---",
        "===",
        "$x",
        "a_b",
        "2*3",
        ".",
        "`x`",
        "**y**",
        "\u{301}",
        "\u{0}",
    ]);
    prop::collection::vec(parts, 0..40).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn how_a_text_is_cut_changes_nothing(
        text in anything(),
        cuts in prop::collection::vec(1_usize..7, 1..40),
        width in 1_u16..60,
        color: bool,
    ) {
        let whole = shown(&text, width, color);
        let mut page = Page::new(width, color);
        let mut out = String::new();
        let characters: Vec<char> = text.chars().collect();
        let (mut at, mut cut) = (0, cuts.iter().cycle());
        while at < characters.len() {
            let end = (at + cut.next().unwrap()).min(characters.len());
            out.push_str(&page.push(&characters[at..end].iter().collect::<String>()));
            at = end;
        }
        out.push_str(&page.finish());
        prop_assert_eq!(out, whole);
    }

    #[test]
    fn no_letter_is_lost(text in anything(), width in 1_u16..60) {
        let letters = |text: &str| -> String {
            text.chars().filter(|c| matches!(c, '文' | '字' | 'é' | 'w' | 'm')).collect()
        };
        // What stands behind a fence or in a link's address may be left out.
        prop_assume!(!text.contains("```") && !text.contains("~~~") && !text.contains("]("));
        prop_assume!(!text.contains("&amp;"));
        prop_assert_eq!(letters(&shown(&text, width, false)), letters(&text));
    }
}

/// Nobody waits for an answer longer because of the signs in it: whatever they are, it takes as long as they are many. (A
/// hundred characters may wait for what a mark is, and be read once more then.)
#[test]
fn what_is_deep_does_not_grow_out_of_all_bounds() {
    let numbered = "123456789. ".repeat(40);
    let texts = [
        format!("{}a\n", "> ".repeat(300)).repeat(100),
        format!("{}\n", ">".repeat(24)).repeat(2000),
        format!("{}```\n{}", "- ".repeat(40), "\n".repeat(60_000)),
        format!("{numbered}```\n{}", "\n".repeat(60_000)),
        format!("{numbered}a\n{}", "x\\\n".repeat(20_000)),
        format!("{}a\n{}", "> ".repeat(40), "x\\\n".repeat(20_000)),
        format!("{}a\n{}", "> - ".repeat(20), "word\n\n".repeat(10_000)),
        format!("{numbered}{}", "a b c d e f g h i j ".repeat(3000)),
    ];
    for (at, text) in texts.iter().enumerate() {
        for (width, color) in [(80, true), (80, false), (20, true), (4, false)] {
            let long = shown(text, width, color).len();
            assert!(long <= 48 * text.len(), "{at} {width} {color}: {} are {long}", text.len());
        }
    }
    // As deep as people go it is as ever.
    check("1. a\n   1. b\n      1. c\n         1. d\n", 40, "1. a\n   1. b\n      1. c\n         1. d\n");
}

#[test]
fn signs_take_no_longer_than_words() {
    let took = |part: &str| {
        let text = part.repeat(16_000 / part.len());
        let of_one = || {
            let begun = std::time::Instant::now();
            std::hint::black_box(shown(&text, 80, true));
            begun.elapsed()
        };
        (0..2).map(|_| of_one()).min().expect("two")
    };
    let words = took("words and more ");
    let mut slow = Vec::new();
    for part in [
        "*", "_", "`", "~", "#", "=", "-", ">", "\\", "[", "!", "<", "&", " ", "* ", "- ", "1", "1.", "*a ", "a*",
        "_a ", "`a", "``a ", "[a](", "![", "<http://", "&am", "a`", "~~~ a", "*`a", "**a ", "*a* ", "| a ", "> - ",
        "\t", "[a](b) ", "*a_ ", "词*",
    ] {
        let signs = took(part);
        if signs > 150 * words {
            slow.push(format!("{part:?}: {signs:?}"));
        }
    }
    assert!(slow.is_empty(), "words take {words:?}, {}", slow.join(", "));
}
