"""`rules list`: what rules there are; `rules state`: one line about those that are not built in, for `ghost doctor`."""

from __future__ import annotations

import sys

from ghost_kernel import loading

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.checks.finding import Library


def show(library: Library) -> int:
    """Every rule with a sentence; the person's own and those of packages are marked."""
    rows = [(one.name, one.about, "") for one in map(loading.load_builtin, loading.builtin_names())]
    for one in library.entries():
        whose = f"  (from {one.source.path})" if one.source.name else "  (yours)"
        rows.append((one.name, one.about, whose))
    width = max([len(name) for name, _, _ in rows], default=0)
    for name, about, whose in rows:
        sys.stdout.write(f"{name:<{width}}  {about}{whose}\n")
    for line in library.troubles:
        sys.stderr.write(line + "\n")
    return 1 if library.troubles else 0


def state(library: Library) -> int:
    """How many there are of whom, or what is wrong; 0 when all is well."""
    counts: dict[str, int] = {}
    for one in library.entries():
        counts[one.source.name] = counts.get(one.source.name, 0) + 1
    told = [f"{len(loading.builtin_names())} built in", f"{counts.pop('', 0)} of yours"]
    told += [f"{count} of package {name}" for name, count in counts.items()]
    sys.stdout.write("; ".join(library.troubles or [", ".join(told)]) + "\n")
    return 1 if library.troubles else 0
