"""What came of earlier failures, kept in one file of the brain's own folder; and documents to look things up in.

store.py opens the file, shape.py says which failures are alike, episodes.py writes down what came of one, later.py what
became of an offer, recall.py finds what helped before, fitting.py whether that still fits. Where memory is off nothing
is read or written; where it is empty a failure costs one look at the folder. The body has taken secrets away from all
that is told here. With the extras, what is near in meaning is found too: they are loaded beside the brain's work, once
words alone have found nothing.
"""

from __future__ import annotations

import os

NAME = "memory.db"

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Sequence
    from typing import TypeVar

    from ghost_kernel.failure import Failure
    from ghost_kernel.machine import Machine
    from ghost_kernel.memory.documents import Passage
    from ghost_kernel.memory.episodes import Episode
    from ghost_kernel.memory.recall import Recalled
    from ghost_kernel.memory.store import Store
    from ghost_kernel.memory.vectors import Meaning
    from ghost_kernel.protocol.types import AskedEvent, Candidate, FailedEvent, OutcomeEvent

    Base = sqlite3.Connection
    T = TypeVar("T")

MOST_PROPOSED = 16
MOST_PAST = 2  # earlier failures that a model is told of
MOST_LOADED = 512  # failures that are given vectors when the extras have been loaded
MOST_LEARNED = 4  # when something has been learned


class Memory:
    """The memory of one brain, and the repair it has in hand, which is learned from once its end is told."""

    def __init__(self, folder: str, log: Callable[[str], None], most: int = 0, data: str = "") -> None:
        self.folder = folder
        self.data = data
        self._meaning: Meaning | None = None
        self._wants_meaning = False
        self._is_loading = False
        self.log = log
        self.most = most
        self._store: Store | None = None
        self._event: FailedEvent | None = None
        self._failure: Failure | None = None
        self._proposed: list[Candidate] = []
        # What was only asked about, its folder, and what to write once a line for it is at the prompt.
        self._asked: tuple[str, str, Callable[[OutcomeEvent], list[Episode]]] | None = None

    def recall(self, failure: Failure) -> Recalled | None:
        """What is known of this failure; None where nothing can be."""
        if not self._is_there():
            return None
        from ghost_kernel.memory import recall

        return self._opened().read(lambda base: recall.of_failure(base, failure))

    def near(self, failure: Failure) -> Recalled | None:
        """What is known of failures that are near in meaning, where the extras are loaded; else they will be."""
        if (self._meaning is None and not self._has_extras()) or not self._is_there():
            return None
        from ghost_kernel.memory import recall

        found = self._by_meaning(lambda base, meaning: recall.of_near(base, failure, meaning))
        self._wants_meaning = self._wants_meaning or found is True
        return None if isinstance(found, bool) else found

    def past(self, failure: Failure, only_here: bool) -> list[str]:
        """Facts for a model: earlier failures much like this one, and what worked then."""
        if not self._is_there():
            return []
        from ghost_kernel.memory import past

        return self._by_meaning(lambda base, meaning: past.of(base, failure, MOST_PAST, only_here, meaning)) or []

    def proposed(self, event: FailedEvent, failure: Failure, candidates: Sequence[Candidate]) -> None:
        """Keeps the repair in hand. Of a private one nothing is kept, nor of one that was only asked about, unless the
        body says that a line of it was put at the prompt.
        """
        self._asked = None
        if event.private or event.asked:
            self._event = self._failure = None
            self._proposed = []
            if not event.private:
                found = list(candidates)
                self._asked = (event.line, event.cwd, lambda end: self._of_repair(event, failure, found, end))
            return
        if event.strike == 1 or self._event is None or self._event.line != event.line:
            self._proposed = []
        self._event, self._failure = event, failure
        self._proposed = [*candidates, *self._proposed][:MOST_PROPOSED]

    def offers(self, event: AskedEvent, machine: Machine, candidates: Sequence[Candidate]) -> list[Candidate]:
        """What of these lines is worth offering for the sentence. Nothing is written before one is at the prompt."""
        found = list(candidates)
        if found and self._is_there():
            from ghost_kernel.memory import recall, shape

            project = shape.project_of(machine)
            known = self._opened().read(lambda base: recall.of_sentence(base, event.text, event.dialect, project))
            found = known.ordered(found) if known is not None else found
        self._asked = (event.text, event.cwd, lambda end: self._of_offer(event, machine, found, end))
        return found

    def prepare(self) -> None:
        """Gets ready what learning takes, while the repaired line runs: at the end of a repair a person waits."""
        if self._event is not None and self._proposed:
            from ghost_kernel.memory import episodes  # noqa: F401 -- loaded now, used later

            self._opened().prepare()
        if self._wants_meaning:
            self._load()

    def learn(self, outcome: OutcomeEvent) -> None:
        """Writes down what came of the repair in hand. A line that was not proposed for it belongs to another."""
        event, failure, proposed = self._event, self._failure, self._proposed
        self._event = self._failure = None
        self._proposed = []
        if event is None or failure is None:
            return
        self._write(self._of_repair(event, failure, proposed, outcome))

    def _of_repair(
        self, event: FailedEvent, failure: Failure, proposed: list[Candidate], outcome: OutcomeEvent
    ) -> list[Episode]:
        if outcome.line and all(one.command != outcome.line for one in proposed):
            return []
        from ghost_kernel.memory import episodes

        return episodes.of_repair(event, failure, proposed, outcome)

    def _of_offer(
        self, event: AskedEvent, machine: Machine, offered: list[Candidate], outcome: OutcomeEvent
    ) -> list[Episode]:
        from ghost_kernel.memory import episodes

        return episodes.of_offer(event, machine, offered, outcome)

    def _write(self, told: list[Episode]) -> None:
        if told:
            from ghost_kernel.memory import episodes

            self._opened().write(lambda base: episodes.write(base, told, self.most))
            self._give_vectors()

    def learn_later(self, outcome: OutcomeEvent, machine: Machine) -> None:
        """Writes down that a line was put at the prompt for what was asked last, and what came of an offer of an
        earlier failure or sentence, by what it says itself. The repair in hand stays.
        """
        if outcome.verdict == "offered":
            asked, self._asked = self._asked, None
            if asked is not None and asked[:2] == (outcome.typed, outcome.cwd):
                self._write(asked[2](outcome))
            return
        if not self._is_there():
            return
        from ghost_kernel.memory import later, shape

        project = shape.project_of(machine)
        self._opened().write(lambda base: later.learn(base, outcome, project, self.most))
        self._give_vectors()

    def passages(self, text: str, count: int, machine: Machine, program: str = "") -> list[Passage]:
        """The passages of indexed documents that have to do with a question, best first."""
        if not self._is_there():
            return []
        from ghost_kernel.knowledge import programs
        from ghost_kernel.memory import documents

        here = programs.on_path(machine)
        found = self._by_meaning(
            lambda base, meaning: documents.search(base, text, count, here, program, meaning=meaning)
        )
        self._load()
        return found or []

    def fitting(self, text: str, count: int, machine: Machine) -> list[Passage]:
        """Those of them that have at least half of the question's words, or as many others for them."""
        if not self._is_there():
            return []
        from ghost_kernel.memory import documents

        return [one for one in self.passages(text, count, machine) if documents.covers(text, one)]

    def _by_meaning(self, work: Callable[[Base, Meaning | None], T]) -> T | None:
        """What `work` finds with the extras, where they are loaded and do their work."""
        meaning = self._meaning
        try:
            return self._opened().read(lambda base: work(base, meaning))
        except Exception as error:
            if meaning is None:
                raise
            self._let_go(error)
            return self._opened().read(lambda base: work(base, None))

    def _has_extras(self) -> bool:
        """Whether they may be there: a look at one folder."""
        return bool(self.data) and os.path.isdir(os.path.join(self.data, "venv"))

    def _load(self) -> None:
        """Begins to load the extras, where they are set up: the first question does not wait for them."""
        if self._is_loading:
            return
        self._is_loading = True
        if not self._has_extras():
            return
        from ghost_kernel.memory import embedding

        if embedding.site(self.data):
            import threading

            threading.Thread(target=self._loaded, daemon=True).start()

    def _loaded(self) -> None:
        from ghost_kernel.memory import embedding, filling, vectors
        from ghost_kernel.memory.store import Store

        own = Store(self.folder, self.log)  # this thread's
        try:
            meaning = vectors.Meaning(embedding.Embedder(self.data))
            self._meaning = meaning
            filling.some(own, meaning.embedder, vectors.EPISODES, MOST_LOADED)
        except Exception as error:  # whatever packages of others raise: they are extras
            self._let_go(error)
        own.close()

    def _give_vectors(self) -> None:
        """Vectors for what was learned just now; nobody waits for the end of this."""
        meaning = self._meaning
        if meaning is None:
            return
        from ghost_kernel.memory import filling

        try:
            filling.newest(self._opened(), meaning.embedder, MOST_LEARNED)
        except Exception as error:
            self._let_go(error)

    def _let_go(self, error: Exception) -> None:
        """Extras that do not do their work are not asked again."""
        self._meaning = None
        self.log(f"what is remembered is found by words alone: {error}")

    def _is_there(self) -> bool:
        try:
            return os.stat(os.path.join(self.folder, NAME)).st_size > 0
        except (OSError, ValueError):
            return False

    def _opened(self) -> Store:
        if self._store is None:
            from ghost_kernel.memory.store import Store

            self._store = Store(self.folder, self.log)
        return self._store
