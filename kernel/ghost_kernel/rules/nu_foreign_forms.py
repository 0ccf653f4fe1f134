"""Forms of other languages: `let mut x`, `catch e {`, `match x { 1 -> … }`, `for x of …`, `{ x => … }`, `-> int {`."""

from __future__ import annotations

from ghost_kernel.knowledge.nushell import cutting
from ghost_kernel.rules import Example, Failure, Fix, rule

TAKING = "each|par-each|where|filter|any|all|sort-by|group-by"
# A pattern, what stands in its place, and why; each for errors of one kind.
FORMS = (
    ("extra_tokens", r"\b(?:let mut|mut let) (?=\w+ =)", "mut ", "what changes is declared with mut"),
    ("expected_keyword", r"\} (?:except|rescue|on-error)\b", "} catch", "it is catch in nu"),
    ("parse_mismatch", r"\bcatch (?:\(?(\w+)\)?|\|(\w+)\|) \{", r"catch {|\1\2|", "the error is the block's parameter"),
    ("keyword_missing_arg", r"\bcatch \|(\w+)\| \{", r"catch {|\1|", "the error is the block's parameter"),
    ("expected_keyword", r"\bfor (?:let |var |const |mut )?(\w+) (?:in|of) ", r"for \1 in ", "it is `for x in`"),
    ("variable_not_valid", r"\bfor \((?:let |var )?(\w+) (?:in|of) (.+)\) \{", r"for \1 in \2 {", "it is `for x in`"),
    ("expected_keyword", r"\bfor (\w+) ([\[(])", r"for \1 in \2", "it is `for x in`"),
    ("parse_mismatch", r"(\bdef [^{]*\]) -> (\w+) \{", r"\1: any -> \2 {", "what goes in stands before the arrow"),
    ("parse_mismatch", r"(\bdef [^{]*\]) ?= \{", r"\1 {", "a block follows"),
    ("error", r"\bdef ((?:--\w+ )*[\w-]+)\[", r"def \1 [", "a blank stands before the arguments"),
    ("assignment_mismatch", r"^alias ([\w-]+) (?!=)", r"alias \1 = ", "an alias stands behind ` = `"),
    ("external_command", r"(\{ ?\|[^|]*\|) (?:=>|->) ", r"\1 ", "what follows is the closure's"),
)
TYPES = {
    "str": "string", "integer": "int", "number": "number", "double": "float", "boolean": "bool", "array": "list",
    "dict": "record", "map": "record", "object": "record", "text": "string", "date": "datetime", "file": "path",
}  # fmt: skip


@rule(dialects=["nu"], output_has=["nu::parser::", "nu::compile::", "nu::shell::external_command"])
def propose(failure: Failure) -> Fix | None:
    import re

    line = failure.line
    bare = cutting.outside(line)
    kinds = {report.kind.replace("_with_full_string_msg", "") for report in failure.reports}
    for kind, pattern, new, why in FORMS:
        if kind not in kinds:
            continue
        found = list(re.finditer(pattern, bare))
        if len(found) != 1:
            continue
        one = found[0]
        # The groups are taken from the line itself: what stands in strings is blanked out in `bare`.
        made = new
        for number in range(1, (one.re.groups or 0) + 1):
            given = line[one.start(number) : one.end(number)] if one.group(number) is not None else ""
            made = made.replace(f"\\{number}", given)
        made = line[: one.start()] + made + line[one.end() :]
        if made != line:
            return Fix(line=made, why=why, confidence=0.9)
    if kinds & {"type_mismatch", "invalid_keyword_call", "external_command"}:
        found_arms = _arms(line, bare, kinds)
        if found_arms is not None:
            return found_arms
    if "external_command" in kinds:
        return _arrow(line)
    for report in failure.reports:
        label = report.place
        if report.kind == "unknown_type" and label is not None and label.start is not None:
            new = TYPES.get(line[label.start : label.end].lower(), "")
            return cutting.cut(failure, label.start, label.end, new, f"nu's type is {new}", 0.93) if new else None
    return _body(line, bare) if "parse_mismatch" in kinds else None


def _arms(line: str, bare: str, kinds: set[str]) -> Fix | None:
    """`match x { 1 -> a }`, `match x { 1: a }`, `switch x { 1 => a }`."""
    import re

    if "external_command" in kinds:
        if not re.match(r"(?:switch|case) .+ \{.* => ", bare):
            return None
        return Fix(line="match " + line.partition(" ")[2], why="it is match in nu", confidence=0.9)
    found = re.search(r"\bmatch [^{]+ \{", bare)
    if not found or "=>" in bare:
        return None
    head, body = line[: found.end()], line[found.end() :]
    if " -> " in bare:
        made = body.replace(" -> ", " => ") if bare.count(" -> ") == body.count(" -> ") else ""
    else:
        made = re.sub(r"(^ ?|, ?)(\w+|'[^']*'|\"[^\"]*\"): ", r"\1\2 => ", body)
    return (
        Fix(line=head + made, why="=> stands before what an arm gives", confidence=0.9)
        if made not in ("", body)
        else None
    )


def _arrow(line: str) -> Fix | None:
    """`each { x => x * 2 }`."""
    import re

    found = re.search(rf"\b({TAKING}) (?:\{{|\() ?\(?(\w+)\)? (?:=>|->) ([^{{}}()]+?) ?[}})]", line)
    if not found:
        return None
    command, name, body = found.groups()
    body = re.sub(rf"(?<![\w$.'\"-]){re.escape(name)}(?![\w:'\"-])", "$" + name, body)
    made = f"{line[: found.start()]}{command} {{|{name}| {body} }}{line[found.end() :]}"
    return Fix(line=made, why="a closure has its parameter between | |", confidence=0.9)


def _body(line: str, bare: str) -> Fix | None:
    """`def f [x] print $x`."""
    import re

    found = re.match(r"def (?:--\w+ )*[\w-]+ \[[^\]]*\] (?=[a-z$])", bare)
    if not found or set("{;") & set(bare):
        return None
    made = f"{line[: found.end()]}{{ {line[found.end() :].strip()} }}"
    return Fix(line=made, why="a command's body stands in braces", confidence=0.9)


def _of(code: str) -> str:
    return f"Error: nu::{code}\n\n  × It failed.\n"


EXAMPLES = [
    Example("let mut kit = 5", _of("parser::extra_tokens"), "mut kit = 5", dialect="nu"),
    Example("try { frob } catch e { kit }", _of("parser::parse_mismatch_with_full_string_msg"),
            "try { frob } catch {|e| kit }", dialect="nu"),
    Example("try { frob } except { kit }", _of("parser::expected_keyword"), "try { frob } catch { kit }", dialect="nu"),
    Example("for kit of [1 2] { frob }", _of("parser::expected_keyword"), "for kit in [1 2] { frob }", dialect="nu"),
    Example("match $kit { 1 -> 'a', _ -> 'b' }", _of("parser::type_mismatch"), "match $kit { 1 => 'a', _ => 'b' }",
            dialect="nu"),
    Example("[1] | each { kit => kit * 2 }", _of("shell::external_command"), "[1] | each {|kit| $kit * 2 }",
            dialect="nu"),
    Example("def frob [kit] print $kit", _of("parser::parse_mismatch"), "def frob [kit] { print $kit }", dialect="nu"),
    Example("alias kit frob -x", _of("parser::assignment_mismatch"), "alias kit = frob -x", dialect="nu"),
    Example("match $kit { 1 => 'a' }", _of("parser::type_mismatch"), None, dialect="nu"),
    Example("print 'let mut x = 1'", _of("parser::extra_tokens"), None, dialect="nu"),
]  # fmt: skip
