"""A body for tests: minds that answer from a script, looks from a table, and all that was sent, in its order."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Union
from unittest import mock

from setting import KERNEL  # noqa: F401 -- puts the package on the path

# isort: split
from ghost_kernel import question
from ghost_kernel.handlers import Brain
from ghost_kernel.protocol import types
from ghost_kernel.protocol.codec import decode_action, decode_event, encode

Answer = Union[str, dict, types.ResultEvent, Exception, list]
BIG = types.Model("big", context=128000)
LITTLE = types.Model("little", local=True, context=4096)


def refused(why: str) -> types.ResultEvent:
    """What a mind gives that could not be asked."""
    return types.ResultEvent("", refused=why)


class FakeBody:
    """Answers as the real one does; a list of strings is said in pieces, a dict as JSON."""

    def __init__(self, minds: dict[str, list[Answer]], looks: dict[str, str] | None = None) -> None:
        self.minds = {name: list(said) for name, said in minds.items()}
        self.looks = looks or {}
        self.sent: list[types.Action] = []
        self.logged: list[str] = []

    def send(self, action: types.Action) -> None:
        """Keeps what was sent, as the wire has it."""
        self.sent.append(decode_action(encode(action)))

    def log(self, text: str) -> None:
        """Keeps what was logged."""
        self.logged.append(text)

    def ask(
        self, action: types.ExecuteAction | types.MindAction, on_piece: Callable[[str], None] | None = None
    ) -> types.ResultEvent:
        """The result of a look or of a mind."""
        self.send(action)
        if isinstance(action, types.ExecuteAction):
            said = self.looks.get(" ".join(map(str, action.argv or [])))
            if said is None:
                return types.ResultEvent(action.action_id, refused="policy says no")
            return types.ResultEvent(action.action_id, exit_code=0, stdout=said)
        script = self.minds.get(action.name, [])
        if not script:
            raise AssertionError(f"{action.name} was asked once too often: {action.messages[-1].text}")
        answer = script.pop(0)
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, types.ResultEvent):
            return answer
        pieces = answer if isinstance(answer, list) else []
        for piece in pieces:
            if on_piece is not None:
                on_piece(piece)
        text = "".join(pieces) if pieces else answer if isinstance(answer, str) else json.dumps(answer)
        return types.ResultEvent(action.action_id, exit_code=0, stdout=text, usage=types.Usage(rung="json_schema"))

    @property
    def asked(self) -> list[types.MindAction]:
        """The requests to minds."""
        return [one for one in self.sent if isinstance(one, types.MindAction)]

    @property
    def looked(self) -> list[str]:
        """The looks that were asked for, as lines."""
        return [" ".join(map(str, one.argv or [])) for one in self.sent if isinstance(one, types.ExecuteAction)]

    @property
    def said(self) -> str:
        """What was shown of the answer before its end."""
        return "".join(one.text for one in self.sent if isinstance(one, types.ReplyAction))

    @property
    def traced(self) -> list[str]:
        """Who said something, for the trace."""
        return [one.who for one in self.sent if isinstance(one, types.TraceAction)]

    @property
    def offered(self) -> list[types.Candidate]:
        """The lines that were offered with an answer."""
        return [one for sent in self.sent if isinstance(sent, types.ProposeAction) for one in sent.candidates]


def brain(body: FakeBody, models: list[types.Model], state: str = "") -> Brain:
    """A brain with these models."""
    made = Brain(body)
    settings = types.Settings(models=models, state_dir=state, memory=bool(state))
    made.handle(types.HelloEvent(1, "0.1.0", settings=settings))
    return made


def asked(
    body: FakeBody,
    models: list[types.Model],
    text: str,
    cwd: str = "",
    skill: question.Answer | None = None,
    **more: object,
) -> types.Action:
    """The last message of the answer to a sentence; skills say what is given, or do not understand it."""
    event = decode_event(json.dumps({"event": "asked", "id": 7, "text": text, "cwd": cwd, **more}).encode())
    with mock.patch("ghost_kernel.skills.answer", return_value=skill):
        end = brain(body, models).handle(event)
    assert end is not None
    return decode_action(encode(end))
