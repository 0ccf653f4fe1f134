"""From a sentence to an answer: look, decide whether to look further, answer in Markdown while it is being made.

A sentence about a file is answered in one request: the file is read before any model is asked. Else a model decides on
looks first, in one round for a small model, in a few for others. A wish ends in lines that are offered, never run.
"""

from __future__ import annotations

import time

from ghost_kernel.agents import critic, excerpt, prompts, scout
from ghost_kernel.agents.board import Board, Proposal
from ghost_kernel.models import ModelError, is_small
from ghost_kernel.protocol.types import Candidate, Message, Origin

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.agents.desk import Desk
    from ghost_kernel.models import Models, Said
    from ghost_kernel.question import Question
    from ghost_kernel.schemas import Schema

ROUNDS = 4
ENOUGH_S = 40.0  # seconds after which it is answered from what there is; the body ends it at sixty
FEW_REQUESTS = 2  # to a small model before the first word
MOST_LINES = 3
OFFER_MOST = 0.75  # a line from a model is never surer
OFFER_LEAST = 0.3
ANSWER_TOKENS = 1500
ANSWER_TOKENS_SMALL = 500
FILE_SMALL = 1200  # tokens of a named file for a small model, which takes nine seconds to read them
FILE = 8000
EACH_SMALL, ALL_SMALL = 200, 600
EACH, ALL = 1200, 6000
SHOWN_LINES = 12  # of a look, where no model could say what it means


class Told:
    """The end of an answer: what is left to say, lines to offer, or why there is no answer."""

    __slots__ = ("text", "candidates", "why", "hint")

    def __init__(self, text: str, candidates: list[Candidate] | None = None, why: str = "", hint: str = "") -> None:
        self.text = text
        self.candidates = candidates or []
        self.why = why  # why there is no answer; empty where there is one
        self.hint = hint


def answer(question: Question, models: Models, desk: Desk) -> Told:
    """The answer to a sentence; what comes before its end goes to the desk."""
    return _Answering(question, models, desk).answer()


class _Answering:
    def __init__(self, question: Question, models: Models, desk: Desk) -> None:
        self.question = question
        self.models = models
        self.desk = desk
        self.board = Board(question)
        self.role = "answer" if models.has("answer") else ""
        first = next(iter(models.of(self.role)), None)
        self.small = first is not None and is_small(first)
        self.begun = time.monotonic()
        self.requests = 0
        self.shown = ""

    def answer(self) -> Told:
        from ghost_kernel.agents import wishes

        scout.read_files(self.board, self.desk)
        for look in self.board.files:
            look.text = excerpt.of(look.text, self.question.text, FILE_SMALL if self.small else FILE, not self.small)
        wish = wishes.is_wish(self.question.text) and "no_change" not in self.question.constraints
        try:
            if wish:
                self.propose()
                if self.board.proposals:
                    return self.offer()
                if self.small and self.requests >= FEW_REQUESTS:
                    return self.nothing()
            elif not self.board.files or scout.needs_the_system(self.question.text):
                self.look()
            return self.explain(wish)
        except ModelError as error:
            return self.without(error)

    # looking

    def look(self) -> None:
        """Rounds of looks, until the scout has enough. With one small model: what the words name, else one round."""
        if self.small:
            scout.look_at_named(self.board, self.desk)
            if any(not look.path and not look.refused for look in self.board.looks):
                return
        for _ in range(1 if self.small else ROUNDS):
            if len(self.board.looks) >= scout.MOST_LOOKS or time.monotonic() - self.begun > ENOUGH_S:
                return
            try:
                said = self.ask("scout", scout.SYSTEM, scout.SCHEMA, 300)
            except ModelError as error:
                if not self.board.looks:
                    scout.look_at_named(self.board, self.desk)
                self.desk.trace("scout", f"goes on without a model: {error.line}")
                return
            if not self.take(said):
                return

    def take(self, said: Said) -> bool:
        """Takes the looks that a model asks for; whether one showed anything."""
        wanted = scout.wanted(said.value)
        self.desk.trace(f"scout ({said.model.name})", "; ".join(" ".join(argv) for argv, _ in wanted) or "has enough")
        known = len(self.board.looks)
        for argv, why in wanted:
            scout.take(self.board, self.desk, argv, why)
        return len(self.board.looks) > known

    # wishes

    def propose(self) -> None:
        """Lines that would do what is wished for, looked up where that is needed, and judged."""
        for turn in range(2 if self.small else ROUNDS):
            last = turn == (1 if self.small else ROUNDS - 1) or time.monotonic() - self.begun > ENOUGH_S
            schema = prompts.LINES if last else prompts.LINES_OR_LOOKS
            said = self.ask("diagnostician", prompts.proposing(last), schema, 400)
            value = said.value if isinstance(said.value, dict) else {}
            lines = value.get("lines", [])
            if not lines and not last and self.take(said):
                continue
            for one in lines[:MOST_LINES]:
                line = one["line"].strip()
                if line and line not in [known.line for known in self.board.proposals]:
                    certain = OFFER_MOST * (0.9 ** len(self.board.proposals))
                    self.board.proposals.append(Proposal(line, one["why"].strip(), round(certain, 3)))
            names = "; ".join(f"`{one.line}`" for one in self.board.proposals) or "nothing"
            self.desk.trace(f"diagnostician ({said.model.name})", names)
            break
        critic.judge(self.board)
        for line, why in self.board.objections:
            self.desk.trace("critic", f"`{line}`: {why}")
        self.refute()
        self.board.proposals = [one for one in self.board.proposals if one.confidence >= OFFER_LEAST]
        self.board.proposals.sort(key=lambda one: -one.confidence)

    def refute(self) -> None:
        """A model's critic, in one request for all lines; a small one is spared it, since it doubts everything."""
        judges = self.models.of("critic")
        if not self.board.proposals or not judges or is_small(judges[0]):
            return
        try:
            said = self.ask("critic", critic.SYSTEM, critic.SCHEMA, 400, prompts.listed(self.board.proposals))
        except ModelError as error:
            self.desk.trace("critic", f"goes on without a model: {error.line}")
            return
        told = critic.told(self.board, said.value)
        self.desk.trace(f"critic ({said.model.name})", "; ".join(told) or "has nothing against it")

    def offer(self) -> Told:
        """The lines, each with why; nothing of them is run here.

        Where something is forbidden, what is told of them is left to policy, which offers those alone that keep it.
        """
        if self.question.constraints:
            text = self.question.say(
                "Nothing was changed. What is offered keeps what you have forbidden; the line is yours to run.",
                "没有做任何改动。给出的命令不违反你的要求；是否运行由你决定。",
            )
            return Told(text, [self.candidate(one) for one in self.board.proposals])
        asked = self.question.text.strip(" .!").lower()
        lines = []
        for one in self.board.proposals:
            told = "" if one.why.strip(" .!").lower() == asked else one.why  # a small model likes to say the wish again
            lines.append(f"`{one.line}`" + (f"  \n{told}" if told else ""))
        text = "\n\n".join(
            [
                *lines,
                self.question.say(
                    "Nothing was changed; the line is yours to run.", "没有做任何改动；是否运行由你决定。"
                ),
            ]
        )
        return Told(text, [self.candidate(one) for one in self.board.proposals])

    def nothing(self) -> Told:
        """What a small model, asked often enough, has no line for."""
        against = [f"`{line}`: {why}" for line, why in self.board.objections[:MOST_LINES]]
        none = self.question.say("No line that does this was found.", "没有找到能做到这件事的命令。")
        return Told("\n\n".join([none, *against]))

    def candidate(self, one: Proposal) -> Candidate:
        machine = self.question.machine
        names = frozenset(machine.names("."))
        origins = critic.origins(one.line, self.question.text, self.board.read(), names, self.question.dialect)
        return Candidate(
            command=one.line,
            why=one.why,
            confidence=one.confidence,
            source="model",
            origins=[Origin(word, origin) for word, origin in origins],
        )

    # answering

    def explain(self, wish: bool) -> Told:
        """The answer itself: text, shown as it comes."""
        most = ANSWER_TOKENS_SMALL if self.small else ANSWER_TOKENS
        self.desk.progress("thinking")
        extra = ""
        if wish and self.board.objections:
            against = "; ".join(f"`{line}`: {why}" for line, why in self.board.objections[:MOST_LINES])
            extra = f"Lines that were thought of and dropped: {against}. Say in two sentences what stands in the way."
        messages = self.messages(prompts.answering(self.small), extra)
        try:
            said = self.models.ask(self.role, messages, None, most, self.show)
        except ModelError as error:
            if error.shown:
                return Told(self.broke_off(error.line))
            raise
        self.desk.trace(f"answer ({said.model.name})", said.text)
        rest = self.broke_off(f"{said.cut}.") if said.cut else ""
        return Told((said.text[len(self.shown) :] if said.text.startswith(self.shown) else "") + rest)

    def broke_off(self, why: str) -> str:
        """The answer is not whole."""
        return "\n\n*" + self.question.say(f"It broke off: {why}", f"回答中断了：{why}") + "*"

    def show(self, piece: str) -> None:
        """A piece of the answer, as it comes."""
        self.shown += piece
        self.desk.say(piece)

    def without(self, error: ModelError) -> Told:
        """No model answered: what was found by looking, and the one line of what went wrong."""
        parts: list[str] = []
        for look in self.board.looks:
            if look.refused or look.path or not look.text.strip():
                continue
            lines = look.text.rstrip().splitlines()
            left = len(lines) - SHOWN_LINES
            more = [self.question.say(f"… {left} lines more", f"… 还有 {left} 行")] if len(lines) > SHOWN_LINES else []
            parts.append("\n".join([f"`{look.line}`", "", *["    " + one for one in lines[:SHOWN_LINES] + more]]))
        if not parts:
            return Told("", why=error.line, hint=error.hint)
        why = self.question.say(f"No model could say more: {error.line}", f"没有模型能说得更多：{error.line}")
        parts.append(f"*{why}" + (f" ({error.hint})*" if error.hint else "*"))
        return Told("\n\n".join(parts))

    # what a model is sent

    def ask(self, role: str, system: str, schema: Schema, most: int, extra: str = "") -> Said:
        self.desk.progress("looking for what is needed" if role == "scout" else "thinking")
        role = role if self.models.has(role) else self.role
        self.requests += 1
        return self.models.ask(role, self.messages(system, extra), schema, most)

    def messages(self, system: str, extra: str = "") -> list[Message]:
        """The conversation for one request: the sentence and what it forbids, the machine, what was seen."""
        board, question = self.board, self.question
        parts = [f"The question: {question.text}"]
        if board.forbidden():
            parts.append(f"It forbids: {board.forbidden()}.")
        parts.append(prompts.surroundings(question, 40 if self.small else 150, board.data))
        each, most = (EACH_SMALL, ALL_SMALL) if self.small else (EACH, ALL)
        most += (FILE_SMALL if self.small else FILE) if board.files else 0
        facts = board.facts(each, most)
        if facts:
            parts.append("What was seen:\n\n" + facts)
        if extra:
            parts.append(extra)
        return [Message("system", f"{system}\n{board.rule_of_data()}"), Message("user", "\n\n".join(parts))]
