"""What `ghost memory …` does: for the person whose memory it is. Nothing here belongs to a brain at work.

Started by the body, confined as a brain is; what is exported goes to stdout, what is imported and what programs have
said of themselves come from stdin: the body opens the files that a person names, and asks the programs.
"""

from __future__ import annotations

import os
import sys

from ghost_kernel.memory import NAME, showing
from ghost_kernel.memory.store import Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.memory.vectors import Meaning

USAGE = (
    "usage: memory --state FOLDER [--data FOLDER] [--most N] list COUNT [--json]\n"
    "       … search COUNT [--json] [--documents] -- TEXT | forget ID…|--all|--like TEXT | export | import\n"
    "       … stats [--json] | index [--man] [--here=FOLDER] [--helps] -- PATH…\n"
)
WRONG = 2  # exit code for words that make no sense
TROUBLE = 1
INTERRUPTED = 130  # as shells have it for what Ctrl-C has ended


class Wanted:
    """The words behind `memory`."""

    def __init__(self, args: list[str]) -> None:
        self.options: dict[str, str] = {}
        self.words: list[str] = []
        left = iter(args)
        for word in left:
            if word == "--":
                self.words += list(left)
            elif word in ("--state", "--data", "--most", "--like"):
                self.options[word] = next(left, "")
            elif word[:2] == "--":
                name, _, value = word.partition("=")
                self.options[name] = value
            else:
                self.words.append(word)

    def has(self, option: str) -> bool:
        """Whether the option is there."""
        return option in self.options

    @property
    def most(self) -> int:
        """How many failures are kept; 0: the usual number."""
        text = self.options.get("--most", "")
        return int(text) if text.isdigit() else 0


def main(args: list[str]) -> int:
    """Does what the arguments say; returns the exit code."""
    wanted = Wanted(args)
    folder = wanted.options.get("--state", "")
    if not folder or not wanted.words:
        sys.stderr.write(USAGE)
        return WRONG
    what = wanted.words.pop(0)
    store = Store(folder, _log)
    try:
        _hear_once()
        return _do(what, wanted, store)
    except KeyboardInterrupt:  # what was being written is undone, what was written before it is whole
        kept = "; what was read by then is kept, and is not read again" if what == "index" else ""
        _log(f"interrupted{kept}")
        return INTERRUPTED
    except BrokenPipeError:  # nobody reads any more
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 0
    finally:
        store.close()


def _hear_once() -> None:
    """Of Ctrl-C the first is heard: more of them, or the same one passed on, do not end the tidying up."""
    import signal

    def interrupted(number: int, frame: object) -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        raise KeyboardInterrupt

    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, interrupted)


def _log(text: str) -> None:
    sys.stderr.write(f"ghost: {text}\n")


def _do(what: str, wanted: Wanted, store: Store) -> int:
    if what == "import":
        from ghost_kernel.memory import transfer

        done = transfer.take(store, sys.stdin.buffer, wanted.most)
        _give_vectors(wanted, store)
        return done
    if what == "index":
        from ghost_kernel.memory import indexing

        helps = sys.stdin.buffer if wanted.has("--helps") else None
        done = indexing.run(store, wanted.words, wanted.has("--man"), wanted.options.get("--here", ""), helps)
        _give_vectors(wanted, store)
        return done
    if what not in ("list", "search", "forget", "export", "stats"):
        sys.stderr.write(USAGE)
        return WRONG
    if not os.path.lexists(os.path.join(store.folder, NAME)):
        return showing.nothing(what, wanted.has("--json"))
    if what == "forget":
        return _forget(wanted, store)
    if what == "export":
        from ghost_kernel.memory import transfer

        return transfer.give(store, sys.stdout)
    if what == "stats":
        return showing.stats(store, wanted.has("--json"))
    count = wanted.words.pop(0) if wanted.words else ""
    if not count.isdigit():
        sys.stderr.write(USAGE)
        return WRONG
    if what == "list":
        return showing.newest(store, int(count), wanted.has("--json"))
    text = " ".join(wanted.words)
    if wanted.has("--documents"):
        return showing.passages(store, text, int(count), wanted.has("--json"), _meaning(wanted))
    return showing.found(store, text, int(count), wanted.has("--json"), _meaning(wanted))


def _give_vectors(wanted: Wanted, store: Store) -> None:
    """Of what was brought in, where the extras are set up."""
    meaning = _meaning(wanted)
    if meaning is not None:
        from ghost_kernel.memory import filling

        filling.everything(store, meaning.embedder)


def _meaning(wanted: Wanted) -> Meaning | None:
    """The extras, where they are set up."""
    from ghost_kernel.memory import embedding

    data = wanted.options.get("--data", "")
    if not embedding.site(data):
        return None
    from ghost_kernel.memory import vectors

    try:
        return vectors.Meaning(embedding.Embedder(data))
    except Exception as error:  # whatever packages of others raise: they are extras
        _log(f"what is remembered is found by words alone: {error}")
        return None


def _forget(wanted: Wanted, store: Store) -> int:
    from ghost_kernel.memory import forgetting

    gone: int | None
    documents = 0
    if wanted.has("--all"):
        gone, documents = store.write(forgetting.everything) or (None, 0)
    elif wanted.options.get("--like"):
        text = wanted.options["--like"]
        gone = store.write(lambda base: forgetting.like(base, text))
    elif wanted.words and all(word.isdigit() and len(word) < 19 for word in wanted.words):
        numbers = [int(word) for word in wanted.words]
        gone = store.write(lambda base: forgetting.these(base, numbers))
    else:
        sys.stderr.write(USAGE)
        return WRONG
    if gone is None:
        return TROUBLE
    is_clean = store.read(forgetting.clean)
    more = f", and {documents} document{'s' * (documents > 1)}" if documents else ""
    sys.stdout.write(f"{gone} forgotten{more}\n")
    if not is_clean:
        _log("words of it may stand in memory's index until the same is asked for again, where there is room")
    return 0 if is_clean and (gone or wanted.has("--all")) else TROUBLE
