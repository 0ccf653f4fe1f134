"""`php -s HOST:PORT` highlights a file of that name; its server has a capital letter."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(programs=["php"], line_has=[" -s"], output_has=["could not open input file", "usage"])
def propose(failure: Failure) -> Fix | None:
    for word, after in zip(failure.args, failure.args[1:]):
        host, colon, port = after.plain.rpartition(":")
        if word.plain == "-s" and host and colon and port.isdigit() and not failure.machine.exists(after.plain):
            return failure.swap(word, "-S", why="-S starts the server", confidence=0.95)
    return None


EXAMPLES = [
    Example(
        "php -s localhost:8080 -t web", "Could not open input file: localhost:8080", "php -S localhost:8080 -t web"
    ),
    Example("php -s page.php", "Could not open input file: page.php", None),
]
