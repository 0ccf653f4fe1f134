"""An operator at the end or doubled: `ls |`, `a &&& b`, `a || | b`."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(
    output_has=[
        "syntax error near unexpected token",
        "unexpected end of file",
        "parse error near",
        "syntax error: end of file",
        "syntax error: unexpected",
    ]
)
def propose(failure: Failure) -> Fix | None:
    line = failure.line.rstrip()
    if "\n" in line or any(mark in line for mark in ("'", '"', "`", "$(", "((")):
        return None
    for end in ("&&", "||", "|", "\\"):
        if line.endswith(end) and not line.endswith("|" + end) and len(line) > len(end) + 1:
            return Fix(line=line[: -len(end)].rstrip(), why=f"nothing follows {end}", confidence=0.72)
    for wrong, right in (
        ("&&&", "&&"),
        ("|||", "||"),
        ("&& &&", "&&"),
        ("|| ||", "||"),
        ("| |", "|"),
        ("; ;", ";"),
        ("&& |", "|"),
        (">>>", ">>"),
        ("> >", ">>"),
    ):
        if line.count(wrong) == 1:
            return Fix(
                line=line.replace(wrong, right),
                why=f"{wrong} means nothing",
                confidence=0.72 if wrong[0] != ">" else 0.55,
            )
    return None


EXAMPLES = [
    Example("ls &&& pwd", "bash: syntax error near unexpected token `&'", "ls && pwd", 2),
    Example("ls | | wc", "bash: syntax error near unexpected token `|'", "ls | wc", 2),
    Example("ls |", "bash: syntax error: unexpected end of file", "ls", 2),
    Example("ls )", "bash: syntax error near unexpected token `)'", None, 2),
]
