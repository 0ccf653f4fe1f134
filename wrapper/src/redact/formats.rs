//! Tokens that are known by how they begin. Published by those who issue them, so that leaks can be found.

use std::ops::Range;

/// The characters a token is made of behind its beginning.
#[derive(Clone, Copy)]
enum Of {
    /// Hexadecimal digits.
    Hex,
    /// Letters and digits.
    Alnum,
    /// Those, `-` and `_`.
    Url,
    /// Those and `.`.
    Dotted,
    /// Those, `/`, `+` and `=`.
    Base64,
}

impl Of {
    fn has(self, byte: u8) -> bool {
        if matches!(self, Self::Hex) {
            return matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        }
        byte.is_ascii_alphanumeric()
            || match self {
                Self::Hex | Self::Alnum => false,
                Self::Url => matches!(byte, b'-' | b'_'),
                Self::Dotted => matches!(byte, b'-' | b'_' | b'.'),
                Self::Base64 => matches!(byte, b'-' | b'_' | b'.' | b'/' | b'+' | b'='),
            }
    }
}

/// A beginning, the characters that follow, and how many at least and at most.
pub(super) struct Format {
    pub begins: &'static str,
    of: Of,
    least: usize,
    most: usize,
}

const fn format(begins: &'static str, of: Of, least: usize, most: usize) -> Format {
    Format { begins, of, least, most }
}

/// No token is longer.
const LONG: usize = 4096;

use Of::{Alnum, Base64, Dotted, Hex, Url};

pub(super) const FORMATS: &[Format] = &[
    // Forges.
    format("ghp_", Alnum, 20, 36),
    format("gho_", Alnum, 20, 36),
    format("ghu_", Alnum, 20, 36),
    format("ghs_", Alnum, 20, LONG),
    format("ghr_", Alnum, 20, 76),
    format("github_pat_", Url, 30, LONG),
    format("glpat-", Dotted, 16, 300),
    format("gldt-", Url, 16, 64),
    format("glrt-", Dotted, 16, 64),
    format("glcbt-", Url, 16, 80),
    format("glptt-", Url, 16, 64),
    format("glft-", Url, 16, 64),
    format("glsoat-", Url, 16, 64),
    format("gloas-", Url, 16, 80),
    format("glagent-", Url, 16, 64),
    format("ATBB", Alnum, 24, 40),
    format("ATATT3x", Base64, 30, LONG),
    format("ATCTT3x", Base64, 30, LONG),
    // Clouds.
    format("AKIA", Alnum, 16, 16),
    format("ASIA", Alnum, 16, 16),
    format("ABIA", Alnum, 16, 16),
    format("ACCA", Alnum, 16, 16),
    format("AIza", Url, 30, 35),
    format("ya29.", Dotted, 20, LONG),
    format("GOCSPX-", Url, 20, 32),
    format("dop_v1_", Alnum, 40, 64),
    format("doo_v1_", Alnum, 40, 64),
    format("dor_v1_", Alnum, 40, 64),
    format("HRKU-", Url, 30, 80),
    format("FlyV1 ", Base64, 30, LONG),
    format("fo1_", Url, 30, 64),
    format("sbp_", Alnum, 30, 64),
    format("pscale_", Url, 30, 80),
    format("dapi", Hex, 32, 34),
    format("nfp_", Alnum, 30, 64),
    format("tskey-", Url, 20, 100),
    format("dp.pt.", Alnum, 30, 64),
    format("dp.st.", Dotted, 30, 80),
    format("rnd_", Alnum, 24, 64),
    format("LTAI", Alnum, 16, 26),
    // Chat and mail.
    format("xoxa-", Url, 16, LONG),
    format("xoxb-", Url, 16, LONG),
    format("xoxc-", Url, 16, LONG),
    format("xoxd-", Base64, 16, LONG),
    format("xoxe-", Url, 16, LONG),
    format("xoxe.xox", Dotted, 16, LONG),
    format("xoxo-", Url, 16, LONG),
    format("xoxp-", Url, 16, LONG),
    format("xoxr-", Url, 16, LONG),
    format("xoxs-", Url, 16, LONG),
    format("xapp-", Url, 20, LONG),
    format("SG.", Dotted, 40, 80),
    format("key-", Hex, 32, 32),
    // Models.
    format("sk-ant-", Url, 20, LONG),
    format("sk-proj-", Url, 20, LONG),
    format("sk-svcacct-", Url, 20, LONG),
    format("sk-or-", Url, 20, LONG),
    format("sk-", Url, 20, LONG),
    format("hf_", Alnum, 24, 64),
    format("gsk_", Alnum, 30, 80),
    format("r8_", Alnum, 30, 64),
    format("xai-", Alnum, 40, 120),
    format("pplx-", Alnum, 30, 80),
    format("nvapi-", Url, 40, 100),
    // Payments and shops.
    format("sk_live_", Alnum, 16, 250),
    format("sk_test_", Alnum, 16, 250),
    format("rk_live_", Alnum, 16, 250),
    format("rk_test_", Alnum, 16, 250),
    format("whsec_", Base64, 20, 100),
    format("shpat_", Alnum, 30, 64),
    format("shpca_", Alnum, 30, 64),
    format("shppa_", Alnum, 30, 64),
    format("shpss_", Alnum, 30, 64),
    format("shippo_live_", Hex, 40, 40),
    format("shippo_test_", Hex, 40, 40),
    format("sq0atp-", Url, 20, 40),
    format("sq0csp-", Url, 30, 64),
    format("EZAK", Alnum, 50, 64),
    format("SK", Hex, 32, 32),
    // Packages and builds.
    format("npm_", Alnum, 30, 64),
    format("pypi-", Url, 40, LONG),
    format("rubygems_", Alnum, 40, 64),
    format("cio", Alnum, 32, 32),
    format("dckr_pat_", Url, 20, 64),
    format("dckr_oat_", Url, 20, 64),
    format("oy2", Alnum, 43, 43),
    format("AKCp", Alnum, 60, 80),
    format("sntrys_", Base64, 40, LONG),
    format("sntryu_", Alnum, 40, 80),
    format("sqp_", Alnum, 40, 40),
    format("bkua_", Alnum, 40, 40),
    format("CCIPAT_", Url, 40, 100),
    // Secrets' keepers and instruments.
    format("hvs.", Url, 20, LONG),
    format("hvb.", Url, 20, LONG),
    format("hvr.", Url, 20, LONG),
    format("AGE-SECRET-KEY-1", Alnum, 50, 64),
    format("ops_eyJ", Base64, 40, LONG),
    format("pul-", Alnum, 40, 40),
    format("PMAK-", Url, 40, 80),
    format("lin_api_", Alnum, 32, 64),
    format("ntn_", Alnum, 40, 64),
    format("secret_", Alnum, 40, 64),
    format("figd_", Url, 30, 80),
    format("glsa_", Url, 32, 64),
    format("glc_", Base64, 32, LONG),
    format("NRAK-", Alnum, 20, 40),
    format("phc_", Alnum, 40, 64),
    format("phx_", Alnum, 40, 64),
    format("dt0c01.", Dotted, 60, 120),
    format("sk.eyJ", Dotted, 60, LONG),
    format("aio_", Alnum, 26, 32),
];

/// Where a token of this format ends that begins at `at`; `None` when it is none.
pub(super) fn token(format: &Format, text: &[u8], at: usize) -> Option<Range<usize>> {
    let rest = text.get(at..)?;
    let body = rest.strip_prefix(format.begins.as_bytes())?;
    let long = body.iter().take(format.most).take_while(|byte| format.of.has(**byte)).count();
    let joins = at.checked_sub(1).is_some_and(|before| text[before].is_ascii_alphanumeric() || text[before] == b'_');
    // Words that happen to begin so are not mixed; what is in capitals throughout is no word of any length.
    let capitals = |text: &[u8]| text.iter().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    let begins = format.begins.trim_end_matches('-').as_bytes();
    let number = capitals(begins)
        && capitals(&body[..long])
        && (format.most == 16 || body[..long].iter().any(u8::is_ascii_digit));
    let mixed = number || super::value::turns(&body[..long]) >= 3;
    (long >= format.least && !joins && mixed).then_some(at..at + format.begins.len() + long)
}

/// A JSON Web Token (RFC 7519) that begins at `at`: two or more parts of base64, of which the first is an object.
/// Returned with the word it was looked for in: there is no other in that.
pub(super) fn web_token(text: &[u8], at: usize) -> (Range<usize>, Option<Range<usize>>) {
    if at.checked_sub(1).is_some_and(|before| Of::Url.has(text[before])) {
        return (at..at, None);
    }
    let long = text[at..].iter().take(LONG * 4).take_while(|byte| Of::Base64.has(**byte)).count();
    let whole = &text[at..at + long];
    let dots = whole.iter().filter(|byte| **byte == b'.').count();
    (at..at + long, (dots >= 1 && long >= 40).then_some(at..at + long))
}
