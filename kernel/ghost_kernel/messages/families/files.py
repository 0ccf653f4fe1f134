"""The texts of errno, wherever the name of the file stands."""

from __future__ import annotations

from ghost_kernel.messages import complaint as of
from ghost_kernel.messages.pattern import patterns

ERRNO = (
    ("no such file or directory", of.NO_SUCH_FILE),
    ("permission denied", of.PERMISSION),
    ("file exists", of.EXISTS),
    ("is a directory", of.IS_FOLDER),
    ("not a directory", of.NOT_FOLDER),
)
ACTS = (
    "cannot access", "cannot stat", "cannot create directory", "cannot create regular file", "cannot remove",
    "failed to remove", "cannot open directory", "cannot move", "cannot touch", "cannot read", "failed to access",
    "cannot open",
)  # fmt: skip

PATTERNS = patterns([
    (of.IS_FOLDER, "omitting directory {quoted}"),
    (of.NO_SUCH_FILE, "cannot find or open {word}, "),
    *[row for text, kind in ERRNO for row in (
        *[(kind, f"{act} {{word}}: {text}") for act in ACTS],
        (kind, f"cannot open {{word}} ({text})"),
        (kind, f"can't open {{any}} {{quoted}}: {text}"),
        (kind, f"{{word}}: cannot open: {text}"),
        (kind, f"enoent: {text}, {{any}} {{quoted}}"),
        (kind, f"eacces: {text}, {{any}} {{quoted}}"),
        (kind, f"^fatal error: {{word}}: {text}$"),
        (kind, f"[errno 2] {text}: {{quoted}}"),
        (kind, f"[errno 13] {text}: {{quoted}}"),
        (kind, f"^open {{word}}: {text}$"),
        (kind, f"^stat {{word}}: {text}$"),
        (kind, f"{{word}}: {text}$"),
        (kind, f"^{text}: {{file}}$"),
        (kind, f"{text}: {{quoted}}"),
    )],
])  # fmt: skip
