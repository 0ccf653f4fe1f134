"""An option was written without its dashes: `git log oneline`, `git remote v`."""

from __future__ import annotations

from ghost_kernel.knowledge import faults, helptext, options
from ghost_kernel.rules import Example, Failure, Fix, rule

SHORTEST = 3  # a word of fewer letters is an option only where the message itself lists it


@rule(
    programs=["git", "docker", "kubectl", "npm", "cargo", "systemctl", "journalctl", "pip", "pip3", "apt"],
    output_has=["unknown revision or path", "did not match any file", "unknown subcommand", "ambiguous argument",
                "too many arguments", "accepts no arg", "usage:"],
)  # fmt: skip
def propose(failure: Failure) -> Fix | None:
    chain, verb, _ = faults.subcommand(failure)
    listed = "\n".join([line for line in (failure.output or "").splitlines() if line.lstrip()[:1] == "-"])
    for word in failure.args[1:]:
        text = word.value or ""
        if not text.replace("-", "").isalnum() or word.is_option or not failure.names(word):
            continue
        if failure.machine.exists(text):
            continue
        # In the place of a verb a usage may name options that other verbs have.
        said = helptext.options(listed if word is verb else failure.output or "")
        long = f"--{text}" if len(text) > 1 else f"-{text}"
        if long not in said and (word is verb or len(text) < SHORTEST or long not in _known(failure, chain)):
            continue
        return failure.swap(word, long, why=f"{long} is an option", confidence=0.85, origin="local", only=True)
    return None


def _known(failure: Failure, chain: tuple[str, ...]) -> frozenset[str]:
    known = options.on_disk(failure.machine, failure.program, chain)
    return frozenset([*known, *options.from_program(failure.machine, failure.words[0].plain, chain)])


SAID = "fatal: ambiguous argument 'oneline': unknown revision or path not in the working tree."
EXAMPLES = [
    Example(
        "git log oneline", SAID, "git log --oneline", 128, programs=["git"], probes={"git log -h": "    --oneline  x\n"}
    ),
    Example(
        "git remote v",
        "error: unknown subcommand: `v'\nusage: git remote [-v | --verbose]\n    -v, --[no-]verbose    be verbose",
        "git remote -v",
        129,
        programs=["git"],
    ),
    Example("git remote erase a", "usage: git remote [-v]\n   or: git remote set-url --erase <name>", None),
    Example("git log onelien", SAID.replace("ne'", "en'"), None, 128, programs=["git"]),
    Example("git log oneline", SAID, None, 128, files=["oneline"]),
]
