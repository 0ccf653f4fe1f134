"""Answers a sentence: by a skill where one understands it, else by a model, else by saying what would help.

Everything on the way goes to the body as it comes; the message that is given back is the last one.
"""

from __future__ import annotations

from ghost_kernel.protocol import types

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.handlers import Body
    from ghost_kernel.protocol.types import Action, AskedEvent, Settings
    from ghost_kernel.question import Answer, Question

SURE_ENOUGH = 0.5  # an offer is a line that was asked for; the person reads it before it runs


def answer(question: Question, settings: Settings, body: Body, event: AskedEvent) -> Action:
    """The last message of the answer."""
    found = _by_skill(question, settings.skills_dir, body, event)
    if found is not None:
        return told(found, "rule", body, event.id)
    if settings.models:
        return _by_model(question, settings, body, event)
    return types.GiveUpAction(
        why="no skill here understands that, and no model is configured",
        hint="`ghost model add` sets one up; `ghost ask --help` shows what can be asked without one",
        id=event.id,
    )


def _by_skill(question: Question, folder: str, body: Body, event: AskedEvent) -> Answer | None:
    """What a skill answers; None where none understands the sentence."""
    from ghost_kernel import skills

    found = skills.answer(question, folder, body.log)
    if found is not None and event.traced:
        body.send(types.TraceAction(who="skill", text=found.text, id=event.id))
    return found


def _by_model(question: Question, settings: Settings, body: Body, event: AskedEvent) -> Action:
    from ghost_kernel.agents.answering import answer as by_agents
    from ghost_kernel.agents.desk import Desk
    from ghost_kernel.models import Models

    models = Models(settings.models, body.ask, settings.state_dir, event.id)
    end = by_agents(question, models, Desk(body.send, event.id, event.traced))
    if end.why:
        return types.GiveUpAction(why=end.why, hint=end.hint, id=event.id)
    if end.candidates:
        body.send(types.ProposeAction(candidates=end.candidates, id=event.id))
    return types.ReplyAction(text=end.text, id=event.id)


def told(found: Answer, source: str, body: Body, request: int | None) -> Action:
    """Sends the offers of an answer, and gives the answer itself."""
    if found.offers:
        candidates = [
            types.Candidate(command=one.command, why=one.why, confidence=SURE_ENOUGH, source=source)
            for one in found.offers
        ]
        body.send(types.ProposeAction(candidates=candidates, id=request))
    return types.ReplyAction(text=found.text, id=request)
