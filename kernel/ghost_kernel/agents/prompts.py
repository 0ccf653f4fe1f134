"""What models are told, and in which form they have to answer, where a sentence is answered."""

from __future__ import annotations

from ghost_kernel import budget

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ghost_kernel.agents.board import Proposal
    from ghost_kernel.question import Question
    from ghost_kernel.schemas import Schema

_LINE = {
    "type": "object",
    "properties": {"why": {"type": "string", "maxLength": 160}, "line": {"type": "string", "maxLength": 1000}},
    "required": ["why", "line"],
}
LOOKS: Schema = {
    "type": "array",
    "maxItems": 4,
    "items": {
        "type": "object",
        "properties": {
            "why": {"type": "string", "maxLength": 100},
            "argv": {"type": "array", "minItems": 1, "maxItems": 12, "items": {"type": "string"}},
        },
        "required": ["why", "argv"],
    },
}
LINES: Schema = {
    "type": "object",
    "properties": {"lines": {"type": "array", "maxItems": 3, "items": _LINE}},
    "required": ["lines"],
}
LINES_OR_LOOKS: Schema = {
    "type": "object",
    "properties": {
        "looks": LOOKS,
        "lines": {"type": "array", "maxItems": 3, "items": _LINE},
    },
    "required": ["looks", "lines"],
}
_PROPOSE = """You write command lines for a person's shell. They are shown, not run: the person decides.
Write the line that does exactly what is wished for and no more, best first; rarely a second one. \
No sudo unless it cannot work without. No placeholders: where a name is missing, leave the list empty."""
_EITHER = """
Answer with JSON: {"looks": [], "lines": [{"why": "one short sentence", "line": "…"}]}. Only where the line cannot be \
written before something is known, leave lines empty and name looks: read-only programs with their words, no shell."""
_ONLY = '\nAnswer with JSON: {"lines": [{"why": "one short sentence", "line": "…"}]}.'

OF_FAILURE = ("fail", "error", "wrong", "fix", "why", "last", "失败", "错误", "为什么", "上一")


def proposing(last: bool) -> str:
    """What the diagnostician is told where something is wished for."""
    return _PROPOSE + (_ONLY if last else _EITHER)


def answering(small: bool) -> str:
    """What the one who answers is told."""
    told = (
        "You answer a question that a person asked in their terminal, in Markdown and in the language of the question. "
        "Begin with the answer itself. Be short and exact; name files and lines where that helps. "
        "Say only what was seen or what you know to be so; where something was not seen, say that. "
        "You have changed nothing and can change nothing."
    )
    return told if not small else told + " At most 150 words."


def listed(proposals: Sequence[Proposal]) -> str:
    """The lines with their numbers, for the critic."""
    return "\n".join(
        ["Proposed lines:", *[f"{number}. {one.line}   ({one.why})" for number, one in enumerate(proposals, 1)]]
    )


def surroundings(question: Question, most: int, data: Callable[[str, str], str]) -> str:
    """Where the person is: system, shell, folder, in few words; the last failure where the sentence may be of it."""
    from ghost_kernel.knowledge import managers

    machine = question.machine
    manager = managers.here(machine)
    system = " ".join(managers.systems(machine)[:1]) or "Linux"
    said = [f"System: {system}{f', packages by {manager.name}' if manager else ''}; shell: {question.dialect}."]
    names = sorted(name + "/" * is_folder for name, is_folder in machine.names(".").items() if name[:1] != ".")
    if names:
        said.append(data("names in the folder", budget.head("\n".join(names), most).replace("\n", ", ")))
    last = question.last_failure
    if last is not None and speaks_of_failure(question.text):
        output = budget.ends(last.output or "(not seen)", 200)
        said.append(f"The line that failed last is `{last.line}`, with status {last.exit_code}. It printed:")
        said.append(data("its output", output))
        if last.repaired:
            said.append(f"It was repaired: `{last.repaired}` ran in its place, and worked.")
    return "\n".join(said)


def speaks_of_failure(text: str) -> bool:
    """Whether the sentence may be of what failed last."""
    low = text.lower()
    return any(word in low for word in OF_FAILURE)
