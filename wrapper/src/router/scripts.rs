//! Scripts other than Latin: which characters they are.

/// A letter of a script that is not Latin.
pub fn is_foreign(c: char) -> bool {
    !c.is_ascii() && c.is_alphabetic() && !is_latin(c) && !matches!(c, 'ª' | 'º' | 'µ')
}

fn is_latin(c: char) -> bool {
    matches!(c, '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}')
}

/// A mark that belongs to the letter before it.
pub fn is_joining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{200c}' | '\u{200d}') || (!c.is_ascii() && is_vowel_sign(c))
}

/// Vowel signs of the scripts of India and their neighbours, which Unicode does not count as letters.
fn is_vowel_sign(c: char) -> bool {
    matches!(c, '\u{900}'..='\u{dff}' | '\u{591}'..='\u{5c7}' | '\u{64b}'..='\u{65f}')
}

/// Scripts that write without blanks between words, so that one token may be a sentence: Chinese characters, kana,
/// Thai, Lao, Burmese, Khmer.
pub fn is_unspaced(c: char) -> bool {
    is_chinese_or_kana(c) || matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}')
}

fn is_chinese_or_kana(c: char) -> bool {
    matches!(c,
        '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{2ffff}'
        | '\u{3041}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_told_by_their_script() {
        for (c, foreign) in [
            ('a', false),
            ('é', false),
            ('ß', false),
            ('文', true),
            ('ж', true),
            ('か', true),
            ('한', true),
            ('1', false),
        ] {
            assert_eq!(is_foreign(c), foreign, "{c}");
        }
    }

    #[test]
    fn scripts_without_blanks_are_known() {
        for (c, unspaced) in [('文', true), ('か', true), ('ไ', true), ('한', false), ('ж', false), ('a', false)]
        {
            assert_eq!(is_unspaced(c), unspaced, "{c}");
        }
    }
}
