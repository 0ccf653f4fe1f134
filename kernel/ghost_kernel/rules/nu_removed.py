"""A command that Nushell has removed, or renamed: the one it says to use."""

from __future__ import annotations

from ghost_kernel import messages
from ghost_kernel.knowledge import nushell
from ghost_kernel.knowledge.nushell import cutting
from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(dialects=["nu"], output_has=["shell::removed_command", "parser::removed_command"])
def propose(failure: Failure) -> Fix | None:
    for report in failure.reports:
        label = report.place
        if report.kind != "removed_command" or label is None or label.start is None:
            continue
        old = failure.line[label.start : label.end]
        new = next((one for one in messages.quoted(label.text.rpartition("use ")[2]) if one != old), "")
        if new in nushell.commands(failure.machine).names:
            why = f"{old} has gone, {new} has come"
            return cutting.cut(failure, label.start, label.end, new, why, 0.92, "local")
    return None


def _said(told: str) -> str:
    return (
        "Error: nu::shell::removed_command\n\n  × Removed command: date format\n   ╭─[entry #3:1:7]\n"
        " 1 │ kit | date format\n   ·       ─────┬─────\n"
        f"   ·            ╰── 'date format' has been removed from Nushell. Please use '{told}' instead.\n   ╰────\n"
    )


EXAMPLES = [
    Example("kit | date format", _said("format date"), "kit | format date", dialect="nu"),
    Example("kit | date format", _said("rm -rf x"), None, dialect="nu"),
]
