"""Ports below 1024 are root's: the usual one above it."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule

INSTEAD = {"80": "8080", "443": "8443"}
FIRST_FREE = 1024


@rule(
    programs=["python", "python3", "php", "node", "npx", "http-server", "serve", "flask", "uvicorn", "gunicorn", "ruby",
              "caddy", "nc", "socat", "rails", "deno", "bun", "npm"],
    output_has=["permission denied", "eacces", "permissionerror", "access is denied", "operation not permitted"],
)  # fmt: skip
def propose(failure: Failure) -> Fix | None:
    for word in failure.args:
        text = word.value or ""
        head, mark, tail = text.rpartition(":") if ":" in text else text.rpartition("=")
        if not tail.isdigit() or not 0 < int(tail) < FIRST_FREE or failure.machine.exists(text):
            continue
        if not failure.has("bind", "listen", "permissionerror: [errno 13]", "address", "port", f":{tail}"):
            continue
        new = INSTEAD.get(tail, str(int(tail) + 8000))
        return failure.swap(word, head + mark + new, "ports below 1024 are root's", 0.66)
    return None


EXAMPLES = [
    Example(
        "python3 -m http.server 80", "PermissionError: [Errno 13] Permission denied", "python3 -m http.server 8080"
    ),
    Example("php -S localhost:443", "Failed to listen on localhost:443 (Permission denied)", "php -S localhost:8443"),
    Example("python3 a.py 80", "PermissionError: [Errno 1] Permission denied: 'x'", None),
]
