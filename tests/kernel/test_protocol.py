"""The codec: the corpus of messages, and what no file can show."""

from __future__ import annotations

import os
import subprocess
import sys
import unittest

from setting import PROJECT

# isort: split
from ghost_kernel.errors import ProtocolError
from ghost_kernel.protocol import codec, types

CORPUS = os.path.join(PROJECT, "tests", "protocol")


def corpus(kind: str) -> list[tuple[str, bytes]]:
    """The files of a kind, each with its line."""
    found = []
    for name in sorted(os.listdir(os.path.join(CORPUS, kind))):
        with open(os.path.join(CORPUS, kind, name), "rb") as file:
            found.append((name, file.read()))
    return found


def read(line: bytes) -> list[object]:
    """What the line is read as: one event, one action, or nothing."""
    found: list[object] = []
    for decode in (codec.decode_event, codec.decode_action):
        try:
            found.append(decode(line))
        except ProtocolError:
            continue
    return found


class TestCorpus(unittest.TestCase):
    def test_every_valid_message_is_read(self) -> None:
        """Each file is read as exactly one message, and as the one its name says."""
        for name, line in corpus("valid"):
            found = read(line)
            self.assertEqual(len(found), 1, name)
            self.assertEqual(found[0].tag, name.partition("-")[0])

    def test_no_invalid_message_is_read(self) -> None:
        """None of the files is read as a message, and none raises anything but a ProtocolError."""
        for name, line in corpus("invalid"):
            self.assertEqual(read(line), [], name)

    def test_every_message_has_both_kinds(self) -> None:
        """A message that is added to the schema is added to the corpus."""
        tags = {*types.EVENTS, *types.ACTIONS}
        for kind in ("valid", "invalid"):
            self.assertLessEqual(tags, {name.partition("-")[0] for name, _ in corpus(kind)}, kind)

    def test_a_message_survives_being_written_and_read(self) -> None:
        """Writing what was read and reading it again gives the same object."""
        for name, line in corpus("valid"):
            message = read(line)[0]
            again = read(codec.encode(message))[0]
            self.assertEqual(again.to_wire(), message.to_wire(), name)


class TestCodec(unittest.TestCase):
    def test_a_line_that_is_too_long_is_refused(self) -> None:
        """The bound counts the line without its end."""
        head, tail = b'{"event":"asked","text":"', b'"}\n'
        room = types.MAX_LINE_BYTES - len(head) - len(tail) + 1
        codec.decode_event(head + b"x" * room + tail)
        with self.assertRaises(ProtocolError):
            codec.decode_event(head + b"x" * (room + 1) + tail)

    def test_deep_nesting_is_refused(self) -> None:
        """A line of brackets ends in an error, not in the interpreter's stack."""
        with self.assertRaises(ProtocolError):
            codec.decode_event(b"[" * 200_000)

    def test_broken_lines_are_refused(self) -> None:
        """Every cut of a good line is an error, whatever CPython's scanner makes of it."""
        line = b'{"event":"failed","line":"a \\u00e4","exit_code":1,"stages":[],"output":null,"id":12}'
        codec.decode_event(line)
        for end in range(len(line)):
            with self.assertRaises(ProtocolError):
                codec.decode_event(line[:end])

    def test_surrogates_of_file_names_do_not_stop_a_message(self) -> None:
        """A name that is no UTF-8 is sent with a question mark."""
        self.assertIn(b"a?b", codec.encode(types.GiveUpAction(hint="a\udcffb")))

    def test_types_are_up_to_date(self) -> None:
        """The committed types are what the schema gives."""
        generate = os.path.join(PROJECT, "kernel", "protocol", "generate.py")
        done = subprocess.run([sys.executable, generate, "--check"], capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main()
