//! Where a model's server is: an address of `http` or `https`, taken apart as far as ghost has to know it (RFC 3986).

use core::net::{IpAddr, Ipv6Addr};

/// What stands in the name of a parameter that holds a key.
const TELLING: &[&str] = &["key", "token", "secret", "sig", "pass", "auth"];

/// An address whose parts are known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    text: String,
    host: String,
    port: u16,
    encrypted: bool,
}

impl Address {
    /// Reads an address.
    ///
    /// # Errors
    /// What is wrong with it, as the end of "its address …". Nothing of the address is repeated: it may hold a password.
    pub fn read(text: &str) -> Result<Self, &'static str> {
        let (encrypted, rest) = match (text.strip_prefix("https://"), text.strip_prefix("http://")) {
            (Some(rest), _) => (true, rest),
            (None, Some(rest)) => (false, rest),
            (None, None) => return Err("has to begin with https:// or http://"),
        };
        if text.bytes().any(|byte| byte <= b' ' || byte >= 0x7f || byte == b'\\') {
            return Err("has a character in it that no address has");
        }
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        if authority.contains('@') {
            return Err("must not hold a name or password; use key_env, key_file or key_command");
        }
        if rest.contains('#') {
            return Err("has to end before a #");
        }
        let query = rest.split_once('?').map_or("", |(_, query)| query).to_ascii_lowercase();
        let telling = |pair: &str| TELLING.iter().any(|word| pair.split('=').next().unwrap_or_default().contains(word));
        if query.split('&').any(telling) {
            return Err("must not hold a key; use key_env, key_file or key_command");
        }
        let (host, port) = match authority.strip_prefix('[').map(|inner| inner.split_once(']')) {
            Some(Some((host, rest))) if host.parse::<Ipv6Addr>().is_ok() => (host, rest.strip_prefix(':')),
            Some(_) => return Err("has no host that can be read"),
            None => match authority.split_once(':') {
                Some((host, port)) => (host, Some(port)),
                None => (authority, None),
            },
        };
        let usual = if encrypted { 443 } else { 80 };
        let port = match port {
            None | Some("") => usual,
            Some(digits) => match digits.parse() {
                Ok(port) if port != 0 => port,
                _ => return Err("has no port that can be read"),
            },
        };
        if host.is_empty() {
            return Err("has no host");
        }
        let text = text.trim_end_matches('/').to_owned();
        Ok(Self { text, host: host.to_ascii_lowercase(), port, encrypted })
    }

    /// As it was written, without slashes at its end.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The host, without brackets.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The port, the usual one where none is named.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// True for https.
    #[must_use]
    pub fn is_encrypted(&self) -> bool {
        self.encrypted
    }

    /// True when it is this machine: the addresses that never leave it, and the name that stands for them (RFC 6761).
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        let name = self.host.strip_suffix('.').unwrap_or(&self.host);
        let is_name = name == "localhost" || name.ends_with(".localhost");
        is_name
            || match self.host.parse::<IpAddr>() {
                Ok(IpAddr::V4(address)) => address.is_loopback(),
                Ok(IpAddr::V6(address)) => {
                    address.is_loopback() || address.to_ipv4_mapped().is_some_and(|v4| v4.is_loopback())
                }
                Err(_) => false,
            }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_taken_apart() {
        for (text, host, port, encrypted, loopback) in [
            ("http://127.0.0.1:8080/v1", "127.0.0.1", 8080, false, true),
            ("https://api.example.org/v1/", "api.example.org", 443, true, false),
            ("https://a.example/deployments/m?api-version=1", "a.example", 443, true, false),
            ("http://localhost", "localhost", 80, false, true),
            ("http://LOCALHOST.:1", "localhost.", 1, false, true),
            ("http://models.localhost:1/", "models.localhost", 1, false, true),
            ("http://[::1]:9/v1", "::1", 9, false, true),
            ("http://[::ffff:127.0.0.1]:9/v1", "::ffff:127.0.0.1", 9, false, true),
            ("http://127.9.9.9", "127.9.9.9", 80, false, true),
            // What only looks like it.
            ("http://127.0.0.1.example.org", "127.0.0.1.example.org", 80, false, false),
            ("http://localhost.example.org", "localhost.example.org", 80, false, false),
            ("http://notlocalhost", "notlocalhost", 80, false, false),
            ("http://192.168.1.4:8000/v1", "192.168.1.4", 8000, false, false),
            ("http://0.0.0.0:8000/v1", "0.0.0.0", 8000, false, false),
            ("https://[2001:db8::1]/", "2001:db8::1", 443, true, false),
        ] {
            let found = Address::read(text).expect(text);
            assert_eq!(
                (found.host(), found.port(), found.is_encrypted(), found.is_loopback()),
                (host, port, encrypted, loopback),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in [
            "",
            "localhost:8080",
            "ftp://x",
            "file:///etc/passwd",
            "http://",
            "http:///v1",
            "http://:80",
            "http://u:p@host/v1",
            "http://host:0",
            "http://host:99999",
            "http://host:x",
            "http://[::1",
            "http://[host]:1",
            "http://host/v1?key=x",
            "http://host/v1?v=1&Access_Token=x",
            "http://host/v1#x",
            "http://127.0.0.1\\@evil.example/",
            "http://host/a b",
            "http://host\n",
        ] {
            assert!(Address::read(text).is_err(), "{text}");
        }
    }
}
