"""The brain's side of models: which one is asked for what, what it is sent, and what becomes of its answer.

Models are names here. The body knows their addresses and keys, starts what speaks to them, and redacts what leaves; the
brain sends `mind` and gets a result. Nothing here is imported where no model is configured.
"""

from __future__ import annotations

from ghost_kernel import budget, schemas
from ghost_kernel.errors import GhostError, one_line
from ghost_kernel.protocol.types import Message, MindAction

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ghost_kernel.protocol.types import Model, ResultEvent, Usage
    from ghost_kernel.schemas import Schema

    OnPiece = Callable[[str], None]
    Ask = Callable[[MindAction, "OnPiece | None"], ResultEvent]

SMALL = 8192  # tokens of context up to which a model of this machine is taken for a small one
UNKNOWN_LOCAL = 4096  # tokens of context where a local one does not tell: what local servers give unasked
UNKNOWN = 32_000  # tokens of context where another does not tell
MOST_CONTEXT = 100_000  # tokens sent at most, however many a model takes: a message is one line of 1 MiB
KNOWLEDGE_SMALL = 250  # tokens of knowledge for a small one: 140 tokens a second are read on two cores
KNOWLEDGE = 1500
RUNGS = "rungs.json"
MOST_RUNGS = 64
MOST_ASKED = 4  # models for one answer: where so many cannot be had, the next one would only be waited for as well
JSON_ONLY = "Answer with one JSON object and nothing else. It has to keep this JSON Schema:\n"


class ModelError(GhostError):
    """No model answered; one line for the person, and what to do next. `shown`: a part was seen already."""

    def __init__(self, line: str, hint: str = "", shown: bool = False) -> None:
        super().__init__(line)
        self.line = line
        self.hint = hint
        self.shown = shown


class Said:
    """What a model answered: its text, the value in it where a schema was given, and what it cost."""

    __slots__ = ("text", "value", "model", "usage", "cut")

    def __init__(self, text: str, value: object, model: Model, usage: Usage | None, cut: str = "") -> None:
        self.text = text
        self.value = value
        self.model = model
        self.usage = usage
        self.cut = cut  # why it ended before its end


def is_small(model: Model) -> bool:
    """Whether it is a small model of this machine, for which reading is slow."""
    return model.local and not model.is_agent and model.context <= SMALL


class Models:
    """The models of one brain, for one request."""

    def __init__(self, models: Sequence[Model], ask: Ask, state_dir: str = "", request: int | None = None) -> None:
        self._models = models
        self._ask = ask
        self._state_dir = state_dir
        self._request = request
        self._rungs: dict[str, str] | None = None
        self._sent = 0

    def has(self, role: str = "") -> bool:
        """Whether there is a model, for this role where one is named."""
        return bool(self.of(role))

    def of(self, role: str = "") -> list[Model]:
        """The models of a role, the first choice first: those that name it, and those that name none."""
        return [one for one in self._models if not role or not one.roles or role in one.roles]

    def knowledge(self, role: str) -> int:
        """Tokens of knowledge that may go with a question for this role."""
        found = self.of(role)
        return KNOWLEDGE_SMALL if found and is_small(found[0]) else KNOWLEDGE

    def room(self, role: str, max_tokens: int) -> int:
        """Tokens that a conversation for this role may have, answer left out."""
        found = self.of(role)
        return min((_context(one) - max_tokens for one in found[:1]), default=0)

    def ask(
        self,
        role: str,
        messages: Sequence[Message],
        schema: Schema | None = None,
        max_tokens: int = 512,
        on_piece: OnPiece | None = None,
    ) -> Said:
        """The answer of the first model that gives one. What was begun to be shown is not begun anew by another.

        Raises ModelError, and Stopped when nobody waits any more.
        """
        failed: list[ModelError] = []
        for model in self.of(role)[:MOST_ASKED]:
            try:
                return self._one(model, messages, schema, max_tokens, on_piece)
            except ModelError as error:
                failed.append(error)
                if error.shown:
                    break
        if not failed:
            raise ModelError(f"no model is configured for the role {role}", "`ghost model list` shows which there are")
        if len(failed) == 1:
            raise failed[0]
        raise ModelError("; ".join([error.line for error in failed]), failed[0].hint, failed[-1].shown)

    def _one(
        self,
        model: Model,
        messages: Sequence[Message],
        schema: Schema | None,
        max_tokens: int,
        on_piece: OnPiece | None,
    ) -> Said:
        if schema is None or not model.is_agent:
            return self._once(model, messages, schema, max_tokens, on_piece)
        asked = [*messages, Message("user", JSON_ONLY + schemas.as_text(schema))]
        try:
            return self._once(model, asked, schema, max_tokens, None)
        except _Invalid as error:
            again = [
                Message("assistant", error.text),
                Message("user", f"That cannot be used: {error.line}. {JSON_ONLY}"),
            ]
            return self._once(model, [*asked, *again], schema, max_tokens, None)

    def _once(
        self,
        model: Model,
        messages: Sequence[Message],
        schema: Schema | None,
        max_tokens: int,
        on_piece: OnPiece | None,
    ) -> Said:
        """One request to one model."""
        max_tokens = max(1, min(max_tokens, _context(model) // 2))
        fitting = budget.fit(messages, _context(model) - max_tokens)
        if model.is_agent:
            fitting = [Message("user", "\n\n".join([one.text for one in fitting]))]
        self._sent += 1
        action = MindAction(
            name=model.name,
            messages=fitting,
            action_id=f"mind-{self._sent}",
            schema=None if schema is None or model.is_agent else schemas.as_text(schema),
            max_tokens=max_tokens,
            rung=self._rung(model.name) if schema is not None else "",
            id=self._request,
        )
        shown: list[bool] = []

        def piece(text: str) -> None:
            if text and on_piece is not None:
                shown.append(True)
                on_piece(text)

        result = self._ask(action, None if on_piece is None or schema is not None else piece)
        usage = result.usage
        if usage is not None and usage.rung:
            self._remember(model.name, usage.rung)
        complaint, hint = _failure(model, result)
        if complaint:
            raise ModelError(complaint, hint, bool(shown))
        cut = "the answer had no tokens left" if usage is not None and usage.stop == "length" else ""
        if result.dropped:
            cut = "it is longer than an answer may be"
        if schema is None:
            return Said(result.stdout, None, model, usage, cut)
        value, complaint = schemas.read(result.stdout, schema, in_prose=True)
        if complaint:
            why = f"{model.name} broke off after {max_tokens} tokens" if cut else f"{model.name}: {complaint}"
            raise _Invalid(why, result.stdout)
        return Said(result.stdout, value, model, usage)

    # the way that worked for a model, kept from one brain to the next

    def _rung(self, name: str) -> str:
        if self._rungs is None:
            self._rungs = self._read_rungs()
        return self._rungs.get(name, "")

    def _read_rungs(self) -> dict[str, str]:
        """What the file says; one that is lost or broken says nothing, and costs a few tries."""
        import json

        if not self._state_dir:
            return {}
        try:
            with open(f"{self._state_dir}/{RUNGS}", encoding="utf-8") as file:
                said = json.loads(file.read(65536))
        except (OSError, ValueError, RecursionError):
            return {}
        if not isinstance(said, dict):
            return {}
        return {name: rung for name, rung in said.items() if isinstance(rung, str) and len(rung) <= 64}

    def _remember(self, name: str, rung: str) -> None:
        """Keeps it; nothing is lost but a little time when it cannot be written."""
        import json
        import os

        if self._rung(name) == rung or not self._state_dir:
            return
        known = self._read_rungs()  # another brain may have written meanwhile
        known[name] = rung
        self._rungs = dict(list(known.items())[-MOST_RUNGS:])
        made = f"{self._state_dir}/{RUNGS}.{os.getpid()}"
        try:
            with open(made, "w", encoding="utf-8") as file:
                file.write(json.dumps(self._rungs, ensure_ascii=False))
            os.replace(made, f"{self._state_dir}/{RUNGS}")
        except OSError:
            try:
                os.unlink(made)
            except OSError:
                pass


class _Invalid(ModelError):
    """An answer that does not keep its schema."""

    def __init__(self, line: str, text: str) -> None:
        super().__init__(line, "a larger model, or another, may do better")
        self.text = text


def _context(model: Model) -> int:
    unknown = UNKNOWN_LOCAL if model.local and not model.is_agent else UNKNOWN
    return min(max(model.context or unknown, 512), MOST_CONTEXT)


def _failure(model: Model, result: ResultEvent) -> tuple[str, str]:
    """Why there is no answer in one line, and what to do next; both empty where there is one."""
    hint = f"`ghost model test {model.name}` tries it"
    told = next((line.strip() for line in result.stderr.splitlines() if line.strip()), "")
    if result.refused is not None:
        said = one_line(result.refused)
        before, mark, behind = said.rpartition(" (")  # the body puts what to do next in brackets
        if mark and behind[-1:] == ")":
            said, hint = before, behind[:-1]
        return f"{model.name}: {said or 'it was not asked'}", hint
    if result.usage is not None and result.usage.stop == "refusal":
        return f"{model.name} declined to answer", "asked in other words it may"
    if result.exit_code not in (0, None):
        return f"{model.name}: {one_line(told) or f'it ended with status {result.exit_code}'}", hint
    if not result.stdout.strip():
        return f"{model.name} said nothing", hint
    return "", ""
