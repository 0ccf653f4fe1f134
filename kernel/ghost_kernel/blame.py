"""Which stage of the line failed: proven by the body, by a message that names one program, or only likely."""

from __future__ import annotations

from ghost_kernel import messages, shells

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.failure import Failure
    from ghost_kernel.line import Stage

MOST_STAGES = 6


def at_fault(failure: Failure) -> list[tuple[Stage, bool]]:
    """The stages that may have failed, likeliest first, each with whether that is proven."""
    stages = failure.stages
    told = shells.pointed_at(failure)
    if told is not None:
        return [(told, True)]
    proven = [stage for stage in stages if stage.failed]
    if proven:
        return [(stage, len(proven) == 1) for stage in reversed(proven)]
    left = [stage for stage in stages if stage.failed is None and (stage.words or stage.redirects or stage.assignments)]
    if len(left) == 1:
        return [(left[0], len(stages) == 1)]
    if not left:
        return []
    named = [stage for stage in left if _named(failure, stage)]
    if len(named) == 1:
        return [(named[0], True)]
    likely = named or left
    return [(stage, False) for stage in reversed(likely[:MOST_STAGES])]


def _named(failure: Failure, stage: Stage) -> bool:
    """Whether the output speaks of this stage: its program begins a line, was not found, or its file could not open."""
    output = failure.output
    if output is None:
        return bool(stage.words) and "/" not in stage.words[0].plain and _missing(failure, stage)
    missing = messages.not_found(output)
    typed = [word.plain for word in (*stage.prefix, *stage.words[:1])]
    if any(word in missing for word in typed):
        return True
    targets = [one.target.plain for one in stage.redirects if one.target is not None]
    for line in output.splitlines():
        begin = line.partition(":")[0].rpartition("/")[2]
        if stage.program and begin == stage.program:
            return True
        if any(f": {target}: " in line for target in targets):
            return True
    return False


def _missing(failure: Failure, stage: Stage) -> bool:
    from ghost_kernel.knowledge import programs

    name = stage.words[0].plain
    return name not in failure.aliases and not programs.runs(failure.machine, name, failure.dialect)
