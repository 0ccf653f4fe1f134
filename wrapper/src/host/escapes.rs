//! Sequences that a terminal and a line editor tell each other, as far as the stream has to know them apart. Pure.

/// Asks where the cursor is (ECMA-48, 8.3.35: DSR 6). nu's editor does at each prompt, and waits for the answer.
pub(super) const CURSOR_QUERY: &[u8] = b"\x1b[6n";

/// The length of the operating system commands that stand first and ask nothing (ECMA-48, 8.3.89): a title, a folder,
/// where a command begins.
pub(super) fn told_first(bytes: &[u8]) -> usize {
    let mut length = 0;
    while let Some(text) = bytes[length..].strip_prefix(b"\x1b]")
        && let Some(end) = text.iter().position(|byte| matches!(byte, 0x07 | 0x1b))
    {
        let ending = match &text[end..] {
            [0x07, ..] => 1,
            [0x1b, b'\\', ..] => 2,
            _ => break,
        };
        if text[..end].contains(&b'?') {
            break;
        }
        length += 2 + end + ending;
    }
    length
}

/// Where the terminal's answer to [`CURSOR_QUERY`] stands (ECMA-48, 8.3.14: CPR).
pub(super) fn cursor_report(keys: &[u8]) -> Option<(usize, usize)> {
    let starts = memchr::memmem::find_iter(keys, b"\x1b[");
    starts.map(|start| (start, start + report_length(&keys[start..]))).find(|(start, end)| end > start)
}

/// The length of an answer that stands first; 0 for none.
pub(super) fn report_length(keys: &[u8]) -> usize {
    let digits = |bytes: &[u8]| bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let Some(text) = keys.strip_prefix(b"\x1b[") else { return 0 };
    let row = digits(text);
    let Some(after) = text[row..].strip_prefix(b";") else { return 0 };
    let column = digits(after);
    if row > 0 && column > 0 && after.get(column) == Some(&b'R') { 2 + row + 1 + column + 1 } else { 0 }
}
