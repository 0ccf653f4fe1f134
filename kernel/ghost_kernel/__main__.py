"""The door: `python3 -I -S …/ghost_kernel` serves; `… ghost_kernel mind` is the talker, a process of its own that asks
a model over HTTP (llm/); `… ghost_kernel rules …` is for those who write rules (checks/), `… ghost_kernel memory …` for
the person whose memory it is.

Kept small, because Python compiles the started file anew each time.
"""

import os
import sys


def heal() -> None:
    """A compiled file that was cut off, by a full disk say, ends the import of its module at every start: Python before
    3.13.1 keeps it. It is done without, and taken away.
    """
    external = sys.modules["_frozen_importlib_external"]
    loader = external.SourceFileLoader
    usual = loader.get_code

    def get_code(self, fullname):  # type: ignore[no-untyped-def]
        try:
            return usual(self, fullname)
        except (EOFError, ValueError, TypeError):
            path = self.get_filename(fullname)
            try:
                os.unlink(external.cache_from_source(path))
            except (OSError, NotImplementedError):
                pass
            return self.source_to_code(self.get_data(path), path)

    loader.get_code = get_code


def start() -> int:
    """Serve, or do what the arguments say; the folder above this one is where the package is found."""
    here = os.path.dirname(os.path.abspath(__file__))
    if sys.path and sys.path[0] == here:
        del sys.path[0]
    sys.path.insert(0, os.path.dirname(here))
    heal()
    if sys.argv[1:] == ["mind"]:
        from ghost_kernel.llm.talk import main as talk

        return talk()
    if sys.argv[1:2] == ["memory"]:
        from ghost_kernel.memory.command import main as of_memory

        return of_memory(sys.argv[2:])
    if len(sys.argv) > 1:
        from ghost_kernel.checks import main

        return main(sys.argv[1:])
    import ghost_kernel
    from ghost_kernel.server import serve

    ghost_kernel.is_serving = True
    if sys.stdin is None or sys.stdout is None:
        return 1
    serve(sys.stdin.buffer, sys.stdout.buffer)
    try:
        sys.stdout.flush()
    except OSError:  # nobody reads any more
        pass
    os._exit(0)  # giving all objects back one by one would take a seventh of a cold brain's time


if __name__ == "__main__":
    sys.exit(start())
