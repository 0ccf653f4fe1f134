//! Names that tell of a secret behind them: of variables, settings, options, headers and fields.

/// What kind of secret a name tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    /// Chosen by a person: any word can be one.
    Password,
    /// A secret by name.
    Secret,
    /// Issued by a machine.
    Token,
}

/// What names end in that speak about a secret and do not hold it: `TOKEN_FILE`, `password_length`.
const ABOUT: &[&str] = &[
    "age",
    "algorithm",
    "arn",
    "attempts",
    "auth",
    "authentication",
    "budget",
    "changed",
    "class",
    "count",
    "created",
    "dir",
    "enabled",
    "encoder",
    "endpoint",
    "env",
    "error",
    "errors",
    "exp",
    "expiration",
    "expired",
    "expires",
    "expiry",
    "field",
    "file",
    "format",
    "generator",
    "handler",
    "hasher",
    "hashers",
    "hint",
    "host",
    "id",
    "in",
    "index",
    "label",
    "len",
    "length",
    "lifetime",
    "limit",
    "manager",
    "max",
    "min",
    "mode",
    "name",
    "names",
    "parser",
    "path",
    "pattern",
    "policy",
    "port",
    "prefix",
    "prompt",
    "provider",
    "re",
    "regex",
    "required",
    "reset",
    "rotation",
    "rules",
    "server",
    "size",
    "source",
    "stdin",
    "store",
    "strength",
    "test",
    "timeout",
    "ttl",
    "type",
    "updated",
    "uri",
    "url",
    "usage",
    "user",
    "username",
    "valid",
    "validator",
    "version",
];

/// Words that make a `key` behind them a secret one.
const OF_KEYS: &[&str] = &[
    "access",
    "account",
    "admin",
    "api",
    "app",
    "application",
    "auth",
    "client",
    "consumer",
    "deploy",
    "encryption",
    "hmac",
    "host",
    "integration",
    "license",
    "master",
    "preshared",
    "private",
    "rsa",
    "secret",
    "server",
    "service",
    "shared",
    "signing",
    "storage",
    "subscription",
    "tls",
    "webhook",
    "write",
];

/// What a name tells, if it does.
pub(super) fn telling(name: &str) -> Option<Family> {
    let words = words(name);
    let mut found = None;
    for (at, word) in words.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| words[before].as_str());
        if let Some(family) = family(word, before) {
            found = Some((at, family));
        }
    }
    let (at, family) = found?;
    let about = words[at + 1..].iter().any(|word| ABOUT.binary_search(&word.as_str()).is_ok());
    (!about).then_some(family)
}

/// What a name in Chinese tells.
pub(super) fn telling_in_chinese(name: &str) -> Option<Family> {
    const NAMES: &[(&str, Family)] =
        &[("密码", Family::Password), ("口令", Family::Password), ("密钥", Family::Secret), ("令牌", Family::Token)];
    NAMES.iter().find(|(word, _)| name.contains(word)).map(|(_, family)| *family)
}

fn family(word: &str, before: Option<&str>) -> Option<Family> {
    let ends = |endings: &[&str]| endings.iter().any(|ending| word.ends_with(ending));
    // Words of the language that end in "pass".
    let english = ends(&["compass", "bypass", "trespass", "overpass", "underpass", "surpass"]);
    if matches!(word, "pwd" | "psk" | "pw" | "bindpw" | "rootpw" | "adminpw" | "userpw")
        || word.ends_with("pass") && !english
        || ends(&["password", "passwords", "passwd", "passphrase", "passwort", "passcode"])
    {
        return Some(Family::Password);
    }
    if ends(&["secret"]) || matches!(word, "credential" | "credentials") {
        return Some(Family::Secret);
    }
    if ends(&["token"]) {
        return Some(Family::Token);
    }
    let glued = word.strip_suffix("key").map(|kind| kind.trim_end_matches("access"));
    let key = match glued {
        // What git has by that name is an identifier.
        Some("signing") => false,
        Some("") if word == "key" => before.is_some_and(|kind| OF_KEYS.binary_search(&kind).is_ok()),
        Some(kind) => !kind.is_empty() && OF_KEYS.binary_search(&kind).is_ok() || word == "accesskey",
        None => false,
    };
    // The key of a host or a server alone is as often a name.
    let weak = word == "key" && matches!(before, Some("host" | "server" | "write"));
    (key && (!weak || glued.is_some_and(|kind| !kind.is_empty()))).then_some(Family::Token)
}

/// The words of a name, in small letters: separated by `_`, `-`, `.`, blanks, or by capitals.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = ' ';
    let mut characters = name.chars().peekable();
    while let Some(character) = characters.next() {
        let hump = character.is_ascii_uppercase()
            && (before.is_ascii_lowercase()
                || before.is_ascii_digit()
                || before.is_ascii_uppercase() && characters.peek().is_some_and(char::is_ascii_lowercase));
        if !character.is_ascii_alphanumeric() || hump {
            words.push(String::new());
        }
        if character.is_ascii_alphanumeric() {
            words.last_mut().expect("one at least").push(character.to_ascii_lowercase());
        }
        before = character;
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell() {
        for name in [
            "PASSWORD",
            "DB_PASSWORD",
            "dbPassword",
            "mysql_pwd",
            "client_secret",
            "clientSecret",
            "API_KEY",
            "apiKey",
            "apikey",
            "AWS_SECRET_ACCESS_KEY",
            "AccountKey",
            "SharedAccessKey",
            "_authToken",
            "X-Auth-Token",
            "Private-Token",
            "secretKey",
            "SECRET_KEY_BASE",
            "client-key-data",
            "ansible_become_pass",
            "encryption_key",
            "passphrase",
        ] {
            assert!(telling(name).is_some(), "{name}");
        }
        for name in [
            "PASSWORD_FILE",
            "token_type",
            "tokens",
            "max_tokens",
            "key",
            "public_key",
            "primary_key",
            "compass",
            "passed",
            "KEY_ID",
            "aws_access_key_id",
            "secrets",
            "keyboard",
            "monkey",
            "author",
            "token_expires_in",
            "passwordLength",
            "SharedAccessKeyName",
            "password-stdin",
            "signingkey_name",
        ] {
            assert!(telling(name).is_none(), "{name}");
        }
    }

    #[test]
    fn lists_are_in_order() {
        for list in [ABOUT, OF_KEYS] {
            assert!(list.is_sorted(), "{list:?}");
        }
    }
}
