//! Foreign text made harmless: nothing in what is shown can move a cursor, reorder what is read, or hide in it.

use ghostsh::text::{plain, visible};

/// Shows the bytes as text for people, and reads them as a program's output.
pub fn check(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let shown = visible(&text);
    assert_eq!(shown.chars().find(|c| dangerous(*c)), None, "shown: {shown:?}");
    assert_eq!(visible(&shown), shown, "showing twice is not showing once");

    let read = plain(bytes);
    let control = |c: &char| c.is_control() && !matches!(c, '\n' | '\t');
    assert_eq!(read.chars().find(control), None, "read: {read:?}");
    assert_eq!(plain(read.as_bytes()), read, "reading twice is not reading once");
    // What was read is shown with the same care.
    assert_eq!(visible(&read).chars().find(|c| dangerous(*c)), None, "read and shown: {read:?}");
}

/// Written down apart from ghost's own list, from the standards: C0, DEL and C1 (ECMA-48), bidirectional controls and
/// zero-width characters (Unicode, UAX #9 and the general category Cf).
fn dangerous(c: char) -> bool {
    matches!(c,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}'
        | '\u{ad}' | '\u{61c}' | '\u{180e}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206f}'
        | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0001}' | '\u{e0020}'..='\u{e007f}')
}
