"""Answers a sentence: by a skill where one understands it, else by a model, else by what the person's documents say,
else by saying what would help. What is understood by its gist alone is for a model, but for a small one.

Everything on the way goes to the body as it comes; the message that is given back is the last one.
"""

from __future__ import annotations

from ghost_kernel.protocol import types

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.handlers import Body
    from ghost_kernel.machine import Machine
    from ghost_kernel.memory import Memory
    from ghost_kernel.protocol.types import Action, AskedEvent, Settings
    from ghost_kernel.question import Answer, Question

MOST_PASSAGES = 2
PASSAGE_SHOWN = 300  # characters
# Where nobody answers: why, and what helps. The body says both in Chinese where that was asked in.
NOBODY = ("I cannot answer that without a language model", "`ghost model add` connects one")
PRIVATE = (
    "I cannot answer that myself, and what history leaves out is sent to no other machine",
    "ask without the blank in front, and it goes to your model there",
)
SURE_ENOUGH = 0.5  # an offer is a line that was asked for; the person reads it before it runs


def answer(
    question: Question, settings: Settings, body: Body, event: AskedEvent, memory: Memory | None = None
) -> Action:
    """The last message of the answer."""
    # What is kept out of history and of memory does not leave the machine either.
    models = [model for model in settings.models if model.local or not event.private]
    is_gist_enough = _are_small(models)
    found = _by_skill(question, settings.skills_dir, body, event, is_gist_enough)
    if found is not None:
        return told(found, "rule", body, event, question.machine, memory)
    if models:
        said = _by_model(question, models, settings, body, event, memory)
        if is_gist_enough or not isinstance(said, types.GiveUpAction):
            return said
        found = _by_skill(question, settings.skills_dir, body, event, is_gist_enough=True)
        return said if found is None else told(found, "rule", body, event, question.machine, memory)
    told_there = _by_documents(question, memory)
    if told_there:
        return types.ReplyAction(text=told_there, id=event.id)
    if settings.models:
        return types.GiveUpAction(
            why=PRIVATE[0],
            hint=PRIVATE[1],
            id=event.id,
        )
    return types.GiveUpAction(why=NOBODY[0], hint=NOBODY[1], id=event.id)


def _are_small(models: list[types.Model]) -> bool:
    """Whether no model is there that understands more of a sentence than words in common."""
    if not models:
        return True
    from ghost_kernel.models import is_small

    return all(is_small(one) for one in models)


def _by_skill(question: Question, folder: str, body: Body, event: AskedEvent, is_gist_enough: bool) -> Answer | None:
    """What a skill answers; None where none understands the sentence."""
    from ghost_kernel import skills

    found = skills.answer(question, folder, body.log, is_gist_enough)
    if found is not None and event.traced:
        body.send(types.TraceAction(who="skill", text=found.text, id=event.id))
    return found


def _by_documents(question: Question, memory: Memory | None) -> str:
    """What the person's indexed documents say that has to do with it, as Markdown; empty where nothing does."""
    if memory is None:
        return ""
    found = memory.fitting(question.text, MOST_PASSAGES, question.machine)
    if not found:
        return ""
    parts = [f"**{one.title}** ({one.place})\n\n{_shortened(one.body.strip())}" for one in found]
    head = question.say(
        "Nobody here understands that as it stands. The documents you have indexed say:",
        "没有谁听得懂这句话本身。你索引过的文档里写着：",
    )
    return "\n\n".join([head, *parts])


def _shortened(text: str) -> str:
    """The beginning of a longer text, cut behind a word where that can be."""
    if len(text) <= PASSAGE_SHOWN:
        return text
    begin = text[:PASSAGE_SHOWN]
    at = max(begin.rfind(" "), begin.rfind("\n"))
    return f"{begin[: at if at > PASSAGE_SHOWN // 2 else PASSAGE_SHOWN].rstrip(' ,;:')} …"


def _by_model(
    question: Question,
    chosen: list[types.Model],
    settings: Settings,
    body: Body,
    event: AskedEvent,
    memory: Memory | None,
) -> Action:
    from ghost_kernel.agents.answering import answer as by_agents
    from ghost_kernel.agents.desk import Desk
    from ghost_kernel.models import Models

    models = Models(chosen, body.ask, settings.state_dir, event.id)
    end = by_agents(question, models, Desk(body.send, event.id, event.traced))
    if end.why:
        return types.GiveUpAction(why=end.why, hint=end.hint, id=event.id)
    _offer(end.candidates, body, event, question.machine, memory)
    return types.ReplyAction(text=end.text, id=event.id)


def told(
    found: Answer, source: str, body: Body, event: AskedEvent, machine: Machine, memory: Memory | None = None
) -> Action:
    """Sends the offers of an answer, and gives the answer itself."""
    candidates = [
        types.Candidate(command=one.command, why=one.why, confidence=SURE_ENOUGH, source=source) for one in found.offers
    ]
    _offer(candidates, body, event, machine, memory)
    return types.ReplyAction(text=found.text, id=event.id)


def _offer(
    candidates: list[types.Candidate], body: Body, event: AskedEvent, machine: Machine, memory: Memory | None
) -> None:
    """Sends them, without what memory knows to be unwanted for this sentence."""
    if memory is not None:
        candidates = memory.offers(event, machine, candidates)
    if candidates:
        body.send(types.ProposeAction(candidates=candidates, id=event.id))
