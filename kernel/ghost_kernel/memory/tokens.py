"""Tokens that are known by how they begin: the formats that the body's redactor knows, as one pattern.

Published by those who issue them, so that leaks can be found. A test holds this table against the body's.
"""

from __future__ import annotations

import re

MOST = 4096
# Beginnings by what follows them; a number is how many signs there are at least.
HEX = "dapi 32 key- 32 shippo_live_ 40 shippo_test_ 40 SK 32"
ALNUM = (
    "ghp_ 20 gho_ 20 ghu_ 20 ghs_ 20 ghr_ 20 ATBB 24 AKIA 16 ASIA 16 ABIA 16 ACCA 16 dop_v1_ 40 doo_v1_ 40 dor_v1_ 40 "
    "sbp_ 30 nfp_ 30 dp.pt. 30 rnd_ 24 LTAI 16 hf_ 24 gsk_ 30 r8_ 30 xai- 40 pplx- 30 sk_live_ 16 sk_test_ 16 "
    "rk_live_ 16 rk_test_ 16 shpat_ 30 shpca_ 30 shppa_ 30 shpss_ 30 EZAK 50 npm_ 30 rubygems_ 40 cio 32 oy2 43 "
    "AKCp 60 sntryu_ 40 sqp_ 40 bkua_ 40 AGE-SECRET-KEY-1 50 pul- 40 lin_api_ 32 ntn_ 40 secret_ 40 NRAK- 20 phc_ 40 "
    "phx_ 40 aio_ 26"
)
URL = (
    "github_pat_ 30 gldt- 16 glcbt- 16 glptt- 16 glft- 16 glsoat- 16 gloas- 16 glagent- 16 AIza 30 GOCSPX- 20 HRKU- 30 "
    "fo1_ 30 pscale_ 30 tskey- 20 xoxa- 16 xoxb- 16 xoxc- 16 xoxe- 16 xoxo- 16 xoxp- 16 xoxr- 16 xoxs- 16 xapp- 20 "
    "sk-ant- 20 sk-proj- 20 sk-svcacct- 20 sk-or- 20 sk- 20 nvapi- 40 sq0atp- 20 sq0csp- 30 pypi- 40 dckr_pat_ 20 "
    "dckr_oat_ 20 CCIPAT_ 40 hvs. 20 hvb. 20 hvr. 20 PMAK- 40 figd_ 30 glsa_ 32"
)
DOTTED = "glpat- 16 glrt- 16 ya29. 20 dp.st. 30 xoxe.xox 16 SG. 40 dt0c01. 60 sk.eyJ 60"
BASE64 = "ATATT3x 30 ATCTT3x 30 xoxd- 16 whsec_ 20 sntrys_ 40 ops_eyJ 40 glc_ 32"
KINDS = ((HEX, "0-9a-f"), (ALNUM, "A-Za-z0-9"), (URL, r"\w-"), (DOTTED, r"\w.-"), (BASE64, r"\w./+=-"))


def beginnings() -> dict[str, str]:
    """What follows each beginning, as a pattern."""
    found: dict[str, str] = {}
    for table, signs in KINDS:
        words = table.split()
        found.update({begin: f"[{signs}]{{{least},{MOST}}}" for begin, least in zip(words[::2], words[1::2])})
    return found


def _pattern() -> re.Pattern[str]:
    """All of them; by the first sign, so that nearly every place of a text is passed by at once."""
    by_first: dict[str, list[str]] = {}
    for begin, follows in sorted(beginnings().items(), key=lambda one: -len(one[0])):
        by_first.setdefault(begin[0], []).append(re.escape(begin[1:]) + follows)
    others = [
        r"eyJ[\w-]{8,2000}\.[\w-]{8,2000}(?:\.[\w-]{0,2000})?",  # a JSON Web Token
        r"SWMTKN-\d-[\w-]{20,200}",
        r"FlyV1 [\w./+=,-]{30,4000}",
        r"LS0tLS1CRUdJTiB(?!DRVJU|QVUJM)[\w+/=]{16,9000}",  # an armour in base64
        r"pat\w{14}\.[0-9a-f]{64}",
        r"\w{14}\.atlasv1\.[\w-]{40,100}",
    ]
    ways = [re.escape(first) + "(?:" + "|".join(rest) + ")" for first, rest in sorted(by_first.items())]
    return re.compile(r"(?<![A-Za-z0-9_])(?:" + "|".join([*others, *ways]) + ")", re.ASCII)


PATTERN = _pattern()


def is_mixed(text: str) -> bool:
    """Whether the signs are those of something drawn, and of no word or placeholder."""
    return any(one.isdigit() for one in text) and any(one.isalpha() for one in text) and len(set(text)) > 6
