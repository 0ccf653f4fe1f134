//! Secrets that are known by where they stand: in addresses, in headers, in cookies, behind words.

use std::ops::Range;

use super::names::Family;
use super::value::{self, Place, looks_random, stands_for_one};

/// An address is no longer.
const LONGEST: usize = 2048;

fn in_address(byte: u8) -> bool {
    !byte.is_ascii_whitespace() && !matches!(byte, b'"' | b'\'' | b'`' | b'<' | b'>' | b'\\')
}

/// `scheme://user:password@host` (RFC 3986, 3.2.1), from `at`, the place of `://`.
pub(super) fn user_information(text: &[u8], at: usize) -> Option<Range<usize>> {
    let from = at + 3;
    let end = from + text[from..].iter().take(LONGEST).take_while(|byte| in_address(**byte)).count();
    let address = &text[from..end];
    let authority = address.iter().position(|byte| *byte == b'/').unwrap_or(address.len());
    let last = address[..authority].iter().rposition(|byte| *byte == b'@').or_else(|| {
        // A slash may stand in a password that nobody has encoded.
        let colon = address[..authority].iter().position(|byte| *byte == b':')?;
        let port = address[colon + 1..authority].iter().all(u8::is_ascii_digit);
        if port { None } else { address.iter().rposition(|byte| *byte == b'@') }
    })?;
    let information = &address[..last];
    let (start, secret) = match information.iter().position(|byte| *byte == b':') {
        Some(colon) => (colon + 1, &information[colon + 1..]),
        // A token alone is known by its look; a user's name is not one.
        None if information.len() >= 20 && looks_random(information) => (0, information),
        None => return None,
    };
    // What manuals write.
    let shown =
        [&b"pass"[..], b"password", b"passwd", b"pwd", b"pw"].iter().any(|word| secret.eq_ignore_ascii_case(word));
    (!secret.is_empty() && !shown && !stands_for_one(secret)).then(|| from + start..from + last)
}

/// `?key=…`, `&sig=…`: names that tell nothing elsewhere.
pub(super) fn query(text: &[u8], name: &Range<usize>) -> Option<Range<usize>> {
    let asked = name.start.checked_sub(1).is_some_and(|at| matches!(text[at], b'?' | b'&' | b';'));
    let known = ["key", "sig", "signature", "x-amz-signature", "x-goog-signature", "hmac"];
    let named = known.iter().any(|known| text[name.clone()].eq_ignore_ascii_case(known.as_bytes()));
    if !asked || !named || text.get(name.end) != Some(&b'=') {
        return None;
    }
    let found = value::value(text, name.end + 1)?;
    (found.range.len() >= 16 && looks_random(&text[found.range.clone()])).then_some(found.range)
}

/// Parts of an address that has `hook`, `/services/` or `/bot` in it and that nobody could guess.
pub(super) fn hook(text: &[u8], at: usize) -> Option<Range<usize>> {
    let left = text[..at].iter().rev().take(LONGEST).take_while(|byte| in_address(**byte)).count();
    if !holds_scheme(&text[at - left..at]) {
        return None;
    }
    let end = at + text[at..].iter().take(LONGEST).take_while(|byte| in_address(**byte) && **byte != b'?').count();
    // The path behind the mark: what is secret there stands in its parts.
    let mut found = Vec::new();
    let mut from = at;
    for part in text[at..end].split(|byte| *byte == b'/') {
        let range = from..from + part.len();
        from = range.end + 1;
        let long = part.len() >= 16 && looks_random(part);
        // T…/B…/…: all three make up the secret.
        let capitals = part.iter().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
        let short = matches!(part.first(), Some(b'T' | b'B')) && part.len() >= 8 && capitals;
        if long || short {
            found.push(range);
        }
    }
    let unguessable = found.iter().any(|range| range.len() >= 16);
    match (unguessable, found.first(), found.last()) {
        (true, Some(first), Some(last)) => Some(first.start..last.end),
        _ => None,
    }
}

fn holds_scheme(text: &[u8]) -> bool {
    text.windows(3).any(|part| part == b"://")
}

/// `Authorization: Basic …`, from the end of the header's name.
pub(super) fn authorization(text: &[u8], name: &Range<usize>) -> Option<Range<usize>> {
    let mut at = name.end;
    while at < name.end + 32
        && text.get(at).is_some_and(|byte| matches!(byte, b' ' | b'"' | b'\'' | b'`' | b':' | b'=' | b'\\' | b'>'))
    {
        at += 1;
    }
    if at == name.end {
        return None;
    }
    let word = text[at..].iter().take(32).take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'-').count();
    let scheme = &text[at..at + word];
    let known =
        ["basic", "bearer", "token", "digest", "apikey", "negotiate", "key", "oauth", "aws4-hmac-sha256", "ntlm"];
    let named =
        known.iter().any(|known| scheme.eq_ignore_ascii_case(known.as_bytes())) && text.get(at + word) == Some(&b' ');
    if named {
        at += word + 1;
        // Code that puts the header together.
        text.get(at).filter(|next| !matches!(next, b'"' | b'\''))?;
    }
    let found = value::value(text, at)?;
    let secret = &text[found.range.clone()];
    let worth = if named { value::turns(secret) >= 2 } else { looks_random(secret) && !secret.contains(&b'(') };
    (secret.len() >= 8 && worth && !stands_for_one(secret)).then_some(found.range)
}

/// A word behind `Bearer`.
pub(super) fn bearer(text: &[u8], name: &Range<usize>) -> Option<Range<usize>> {
    let at = name.end + 1;
    (text.get(name.end) == Some(&b' ')).then_some(())?;
    let found = value::value(text, at)?;
    let secret = &text[found.range.clone()];
    (secret.len() >= 16 && looks_random(secret)).then_some(found.range)
}

/// `Cookie: a=…; b=…` and `Set-Cookie: a=…; …`: values that nobody could guess, or that stand for a session.
/// Returned with the end of their line.
pub(super) fn cookies(text: &[u8], name: &Range<usize>) -> (usize, Vec<Range<usize>>) {
    let header = &text[name.clone()];
    let sets = header.eq_ignore_ascii_case(b"set-cookie");
    if !(sets || header.eq_ignore_ascii_case(b"cookie")) || text.get(name.end) != Some(&b':') {
        return (0, Vec::new());
    }
    let from = name.end + 1;
    let line = text[from..].iter().take(LONGEST * 4).take_while(|byte| !matches!(byte, b'\n' | b'"' | b'\'')).count();
    let mut found = Vec::new();
    let mut start = from;
    for pair in text[from..from + line].split(|byte| *byte == b';') {
        if let Some(equals) = pair.iter().position(|byte| *byte == b'=') {
            let value = &pair[equals + 1..];
            let key = pair[..equals].to_ascii_lowercase();
            let session = ["sess", "sid", "auth", "token", "csrf", "jwt"]
                .iter()
                .any(|part| key.windows(part.len()).any(|window| window == part.as_bytes()));
            if looks_random(value) && value.len() >= 12 || session && value.len() >= 8 && !stands_for_one(value) {
                found.push(start + equals + 1..start + pair.len());
            }
        }
        start += pair.len() + 1;
        if sets {
            break;
        }
    }
    (from + line, found)
}

/// `IDENTIFIED BY '…'` (MySQL's and Oracle's account statements).
pub(super) fn identified(text: &[u8], end: usize) -> Option<Range<usize>> {
    matches!(text.get(end), Some(b'"' | b'\'')).then_some(())?;
    let found = value::value(text, end)?;
    let secret = &text[found.range.clone()];
    (found.quoted && value::is_secret(secret, true, Family::Password, Place::Quoted)).then_some(found.range)
}

/// A hash of a password as in shadow(5) and crypt(5), from its `$`.
pub(super) fn hash(text: &[u8], at: usize) -> Option<Range<usize>> {
    let part =
        |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'$' | b'.' | b'/' | b'=' | b',' | b'+' | b'_');
    let long = text[at..].iter().take(512).take_while(|byte| part(byte)).count();
    (long >= 28).then_some(at..at + long)
}

/// A line of `.pgpass`: host, port, database, user, password (PostgreSQL's documentation, "The Password File").
pub(super) fn password_file(text: &[u8], port: usize) -> Option<Range<usize>> {
    let line = value::line_start(text, port);
    let end = value::line_end(text, port);
    let end = end - usize::from(text[..end].ends_with(b"\r"));
    let fields: Vec<&[u8]> = text[line..end].splitn(5, |byte| *byte == b':').collect();
    let [host, port, database, user, password] = fields.as_slice() else { return None };
    let word = |field: &[u8]| {
        !field.is_empty()
            && field.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b'*'))
    };
    let number = (port.len() >= 4 && port.iter().all(u8::is_ascii_digit)) || *port == b"*";
    let named = word(host) && word(database) && word(user) && !database.iter().all(u8::is_ascii_digit);
    let secret = password.len() >= 8 && value::turns(password) >= 1 && !password.iter().any(u8::is_ascii_whitespace);
    (number && named && secret).then(|| end - password.len()..end)
}

/// `user:password@tcp(host)`: the data source of Go's MySQL driver, up to its `@`.
pub(super) fn before_driver(text: &[u8], at: usize) -> Option<Range<usize>> {
    let left = text[..at].iter().rev().take(256).take_while(|byte| in_address(**byte)).count();
    let colon = text[at - left..at].iter().position(|byte| *byte == b':')?;
    let secret = at - left + colon + 1..at;
    (!secret.is_empty() && !stands_for_one(&text[secret.clone()])).then_some(secret)
}

/// `[host]:587 user:password`: a map of a mail server's.
pub(super) fn account(text: &[u8], end: usize) -> Option<Range<usize>> {
    let long = text[end..].iter().take(256).take_while(|byte| !byte.is_ascii_whitespace()).count();
    let colon = text[end..end + long].iter().position(|byte| *byte == b':')?;
    let secret = end + colon + 1..end + long;
    looks_random(&text[secret.clone()]).then_some(secret)
}

/// `{SSHA}…`, `SCRAM-SHA-256$…`: a hash of a password that names its kind (RFC 2307, RFC 5803).
pub(super) fn hash_of_kind(text: &[u8], at: usize, end: usize) -> Option<Range<usize>> {
    let part =
        |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'$' | b'.' | b'/' | b'=' | b':' | b'+' | b'-');
    let long = text[end..].iter().take(512).take_while(|byte| part(byte)).count();
    (long >= 20).then_some(at..end + long)
}

/// `name:id:LM:NT:::`, from the three colons.
pub(super) fn nt_hash(text: &[u8], at: usize) -> Option<Range<usize>> {
    let both = text.get(at.checked_sub(65)?..at)?;
    let hex = |part: &[u8]| part.iter().all(u8::is_ascii_hexdigit);
    (both[32] == b':' && hex(&both[..32]) && hex(&both[33..])).then(|| at - 65..at)
}

/// The answer to a mail server that has asked for a password (RFC 4954): one line of base64.
pub(super) fn mail_answer(text: &[u8], end: usize) -> Option<Range<usize>> {
    let gap = text[end..].iter().take(3).take_while(|byte| byte.is_ascii_whitespace()).count();
    let from = end + gap;
    let base64 = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
    let long = text[from..].iter().take(LONGEST).take_while(|byte| base64(byte)).count();
    (long >= 4 && text.get(from + long).is_none_or(u8::is_ascii_whitespace)).then_some(from..from + long)
}

/// `K10…::server:…`: what lets a node into a cluster.
pub(super) fn node_token(text: &[u8], at: usize, end: usize) -> Option<Range<usize>> {
    let left = text[..at].iter().rev().take(128).take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let right = text[end..].iter().take(128).take_while(|byte| byte.is_ascii_alphanumeric()).count();
    (left >= 20 && right >= 8).then_some(at - left..end + right)
}

/// The word behind `community`, which is what SNMP has for a password (RFC 1157).
pub(super) fn community(text: &[u8], end: usize) -> Option<Range<usize>> {
    let found = value::value(text, end)?;
    let secret = &text[found.range.clone()];
    let word = secret[1..].iter().all(u8::is_ascii_lowercase);
    (secret.len() >= 8 && value::turns(secret) >= 1 && !word).then_some(found.range)
}

/// `otpauth://totp/…?secret=…`: the seed of one-time passwords, in base32 (the Key Uri Format of Google Authenticator).
pub(super) fn seed(text: &[u8], at: usize) -> Option<Range<usize>> {
    let long = text[at..].iter().take(512).take_while(|byte| in_address(**byte)).count();
    let secret = memchr::memmem::find(&text[at..at + long], b"secret=")? + 7;
    let base32 = |byte: &u8| byte.is_ascii_alphanumeric();
    let seed = text[at + secret..].iter().take(512).take_while(|byte| base32(byte)).count();
    (seed >= 10).then(|| at + secret..at + secret + seed)
}

/// `WIFI:T:WPA;S:…;P:…;;`: what a phone reads from a picture to join a network.
pub(super) fn wireless(text: &[u8], end: usize) -> Option<Range<usize>> {
    let rest = &text[end..text.len().min(end + 256)];
    let rest = &rest[..memchr::memchr(b'\n', rest).unwrap_or(rest.len())];
    let from = if rest.starts_with(b"P:") { 2 } else { memchr::memmem::find(rest, b";P:")? + 3 };
    let mut to = from;
    while to < rest.len() && rest[to] != b';' {
        to = rest.len().min(to + if rest[to] == b'\\' { 2 } else { 1 });
    }
    (to >= from + 4 && !stands_for_one(&rest[from..to])).then(|| end + from..end + to)
}

/// `14 letters.atlasv1.67 letters`: a token of HashiCorp's, known by its middle.
pub(super) fn around_middle(text: &[u8], at: usize, end: usize) -> Option<Range<usize>> {
    let part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let left = text[..at].iter().rev().take(14).take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let right = text[end..].iter().take(80).take_while(|byte| part(byte)).count();
    (left == 14 && right >= 50).then(|| at - left..end + right)
}

/// `32 hexadecimal digits-us12`: a key of Mailchimp's, with the place of its data behind `-us`.
pub(super) fn before_region(text: &[u8], at: usize, end: usize) -> Option<Range<usize>> {
    let digits = text[end..].iter().take(3).take_while(|byte| byte.is_ascii_digit()).count();
    if digits == 0 || digits > 2 || at < 32 {
        return None;
    }
    let hex = text[at - 32..at].iter().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    let joins = at > 32 && text[at - 33].is_ascii_alphanumeric();
    (hex && !joins).then(|| at - 32..end + digits)
}

/// `-passin pass:…` (openssl-passphrase-options(1)), from behind the colon.
pub(super) fn passed(text: &[u8], at: usize, end: usize) -> Option<Range<usize>> {
    let option = [&b"-passin"[..], b"-passout", b"-pass"].iter().any(|option| text[..at].ends_with(option));
    let found = value::value(text, end).filter(|_| option)?;
    (!stands_for_one(&text[found.range.clone()])).then_some(found.range)
}

/// The last of one or two words behind `AUTH` at the prompt of a server's client.
pub(super) fn answered(text: &[u8], end: usize) -> Option<Range<usize>> {
    let line = &text[end..value::line_end(text, end)];
    let line = line.trim_ascii();
    let word = line.rsplit(|byte| *byte == b' ').next()?;
    let words = line.split(|byte| *byte == b' ').count();
    let from = end + text[end..].iter().take_while(|byte| byte.is_ascii_whitespace()).count() + line.len() - word.len();
    (words <= 2 && word.len() >= 4 && !stands_for_one(word)).then(|| from..from + word.len())
}

/// What looks like a secret as the last of the words in quotes that a call is given, from its bracket:
/// `SetBasicAuth("bob", "…")`.
pub(super) fn argument(text: &[u8], bracket: usize) -> Option<Range<usize>> {
    let end = value::line_end(text, bracket);
    let mut at = bracket + 1;
    let mut last = None;
    for _ in 0..8 {
        at += text[at.min(end)..end].iter().take_while(|byte| matches!(byte, b' ' | b',' | b'\t')).count();
        match text.get(at) {
            Some(b'"' | b'\'' | b'`') if at < end => {
                let found = value::value(text, at)?;
                at = found.range.end + 1;
                last = Some(found.range);
            }
            Some(b')') => break,
            _ => {
                last = None;
                at += text[at.min(end)..end].iter().take_while(|byte| !matches!(byte, b',' | b')')).count();
            }
        }
    }
    let secret = last?;
    let bytes = &text[secret.clone()];
    let other = bytes.iter().any(|byte| matches!(byte, b' ' | b'{' | b'<' | b'(' | b'\\'))
        || bytes.windows(3).any(|part| part == b"://");
    (text.get(at) == Some(&b')') && looks_random(bytes) && !other && !stands_for_one(bytes)).then_some(secret)
}

/// A word that looks like a secret, right behind this one.
pub(super) fn next_word(text: &[u8], end: usize) -> Option<Range<usize>> {
    let name = text[end..].iter().take(64).take_while(|byte| !byte.is_ascii_whitespace()).count();
    let found = value::value(text, end + name + 1).filter(|_| name > 0 && text.get(end + name) == Some(&b' '))?;
    looks_random(&text[found.range.clone()]).then_some(found.range)
}

/// `pat…`: 14 letters and digits, a dot, 64 hexadecimal digits: a personal token of Airtable's.
pub(super) fn to_base(text: &[u8], at: usize, end: usize) -> Option<Range<usize>> {
    let token = text.get(end..end + 79).filter(|token| token[14] == b'.')?;
    let joins = at.checked_sub(1).is_some_and(|before| text[before].is_ascii_alphanumeric());
    let is = token[..14].iter().all(u8::is_ascii_alphanumeric) && token[15..].iter().all(u8::is_ascii_hexdigit);
    (is && !joins).then_some(at..end + 79)
}
