"""What `rules try` found, as aligned text for people or as one JSON object for programs."""

from __future__ import annotations

from ghost_kernel.rule import Fix
from ghost_kernel.schemas import for_people

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.checks.trying import Report, Row, Said

INDENT = "    "


def as_text(report: Report, one_rule: bool, every: bool) -> str:
    """The line, what was held at fault, the rules that are of interest, and what ranking made of it all."""
    event = report.event
    out = [f"line      {event.line}", f"status    {event.exit_code}", f"output    {_output(event.output)}"]
    for stage, proven in report.blamed:
        out.append(f"at fault  {stage}  ({'proven' if proven else 'likely'})")
    shown = [row for row in report.rows if one_rule or every or _is_of_interest(row)]
    width = max([len(row.rule) for row in shown], default=0)
    for place, (stage, _) in enumerate(report.blamed):
        rows = sorted([row for row in shown if row.view == place], key=lambda row: bool(row.shut))
        if rows:
            out += ["", f"asked about `{stage}`" if len(report.blamed) > 1 else "rules"]
        for row in rows:
            out += _row(row, width)
    left = len(report.rows) - len(shown)
    if left:
        out += ["", f"{left} more are about other programs or other output (--all shows them)"]
    out += ["", "proposed" if report.candidates else "nothing is proposed"]
    for number, one in enumerate(report.candidates, 1):
        out.append(f"{INDENT}{number}  {one.confidence:.2f}  {one.command}  ({one.rule})")
    if report.hint:
        out.append(f"{INDENT}hint: {report.hint}")
    if report.probes:
        out += ["", "not asked here: these would have been run contained, and what they print read"]
        out += [INDENT + probe for probe in report.probes]
    return "\n".join(out) + "\n"


def _is_of_interest(row: Row) -> bool:
    """What fired, what was asked or would have been, and what is about this program."""
    return not row.shut or row.about_program


def _row(row: Row, width: int) -> list[str]:
    whose = {"": "", "yours": "  (yours)"}.get(row.source, f"  (from {row.source})")
    head = f"{INDENT}{row.rule:<{width}}  "
    if row.shut:
        return [f"{head}shut   {row.shut}{whose}"]
    out = []
    if row.unasked:
        out.append(f"{head}open   not asked: {row.unasked}{whose}")
        head = f"{INDENT}{'':<{width}}  "
        if not row.ended:
            return out
        return [*out, f"{head}       by itself it {_verdict(row)}", *_said(row, width)]
    return [f"{head}open   {_verdict(row)}{whose}", *_said(row, width)]


def _verdict(row: Row) -> str:
    if row.raised:
        return f"raised {row.raised} in {row.ended}"
    if not row.said:
        return f"said nothing; it ended in {row.ended}"
    return "fired"


def _said(row: Row, width: int) -> list[str]:
    out = []
    before = f"{INDENT}{'':<{width}}         "
    for one in row.said:
        if not isinstance(one.fix, Fix):
            out.append(f"{before}hint  {one.fix.text}")
            continue
        line = one.candidate.command if one.candidate else "(no line)"
        confidence = one.candidate.confidence if one.candidate else one.fix.confidence
        out.append(f"{before}{confidence:.2f}  {line}")
        out.append(f"{before}      {_told(one)}")
    return out


def _told(one: Said) -> str:
    assert isinstance(one.fix, Fix)
    told = [f"new words from {one.fix.origin}"]
    if one.candidate is not None and one.candidate.proven:
        told.append("proven")
    if one.fix.why:
        told.append(f"why: {one.fix.why}")
    if one.dropped:
        told.append(f"dropped: {one.dropped}")
    return "; ".join(told)


def _output(output: str | None) -> str:
    if output is None:
        return "(not seen)"
    lines = output.splitlines()
    if not lines:
        return "(empty)"
    return lines[0] + (f"  (and {len(lines) - 1} more)" if len(lines) > 1 else "")


def as_json(report: Report) -> str:
    """One object in one line."""
    event = report.event
    found = {
        "line": event.line,
        "status": event.exit_code,
        "output_seen": event.output is not None,
        "at_fault": [{"stage": stage, "proven": proven} for stage, proven in report.blamed],
        "rules": [_row_json(row) for row in report.rows],
        "candidates": [
            {"line": one.command, "confidence": one.confidence, "rule": one.rule, "why": one.why, "proven": one.proven}
            for one in report.candidates
        ],
        "hint": report.hint,
        "probes": report.probes,
    }
    return for_people(found) + "\n"


def _row_json(row: Row) -> dict[str, object]:
    said: list[dict[str, object]] = []
    for one in row.said:
        if not isinstance(one.fix, Fix):
            said.append({"hint": one.fix.text})
            continue
        said.append({
            "line": one.candidate.command if one.candidate else None,
            "confidence": one.candidate.confidence if one.candidate else one.fix.confidence,
            "origin": one.fix.origin,
            "why": one.fix.why,
            "dropped": one.dropped or None,
        })  # fmt: skip
    return {
        "rule": row.rule,
        "from": row.source or "ghost",
        "stage": row.stage,
        "shut": row.shut or None,
        "not_asked": row.unasked or None,
        "raised": row.raised or None,
        "ended": row.ended or None,
        "said": said,
    }
