"""One skill a file. A skill file imports what it is written with from here; _choosing.py finds and asks the files."""

from __future__ import annotations

from ghost_kernel.question import Answer, Offer, Question
from ghost_kernel.skill import Asked, Example, Frame, Skill, frame, skill

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Answer", "Asked", "Example", "Frame", "Offer", "Question", "Skill", "answer", "frame", "skill"]


def answer(
    question: Question, folder: str = "", log: Callable[[str], None] | None = None, is_gist_enough: bool = True
) -> Answer | None:
    """What the skills here, and the person's own in `folder`, answer; None when no skill understands the sentence.

    Where its gist is enough, one is read for that which nobody understands well: half of such answers are right.
    """
    from ghost_kernel.skills._choosing import answer as chosen

    return chosen(question, folder, log, is_gist_enough)
