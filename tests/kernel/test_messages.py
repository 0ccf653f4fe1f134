"""Reading messages without knowing the program."""

from __future__ import annotations

import unittest

import setting  # noqa: F401 -- puts the package on the path

# isort: split
from ghost_kernel import messages


class TestNotFound(unittest.TestCase):
    def test_shells_and_runners(self) -> None:
        """Every shell says it in its own way."""
        for line, names in [
            ("bash: line 1: frob: command not found", ["frob"]),
            ("-bash: frob: command not found", ["frob"]),
            ("zsh: command not found: frob", ["frob"]),
            ("zsh:1: command not found: frob", ["frob"]),
            ("sh: 1: frob: not found", ["frob"]),
            ("fish: Unknown command: frob", ["frob"]),
            ("Command 'frob' not found, did you mean:", ["frob"]),
            (" help: Command `frob` not found", ["frob"]),
            ("sudo: frob: command not found", ["frob"]),
            ("env: ‘frob’: No such file or directory", ["frob"]),
            ("nohup: failed to run command 'frob': No such file or directory", ["frob"]),
            ("timeout: failed to run command ‘frob’: No such file or directory", ["frob"]),
            ("xargs: frob: No such file or directory", ["frob"]),
            ("cat: frob: No such file or directory", []),
            ("error: frob", []),
            ("", []),
        ]:
            self.assertEqual(messages.not_found(line), names, line)


class TestWords(unittest.TestCase):
    def test_quotes_of_all_kinds(self) -> None:
        """Apostrophes inside words open nothing."""
        for line, inside in [
            ("a 'b c' d", ["b c"]),
            ("can't find ‘x’", ["x"]),
            ("unknown option `amned'", ["amned"]),
            ('use `a b` or "c"', ["a b", "c"]),
            ("nothing 'open", []),
            ("''", []),
        ]:
            self.assertEqual(messages.quoted(line), inside, line)

    def test_a_word_is_named_as_a_whole(self) -> None:
        """Part of another word does not count."""
        self.assertTrue(messages.names("bad option: --foo.", "--foo"))
        self.assertTrue(messages.names("cannot open 'a/b'", "b"))
        self.assertFalse(messages.names("bad option: --foobar", "--foo"))
        self.assertFalse(messages.names("", "x"))

    def test_what_is_blamed(self) -> None:
        """The name in front of, or behind, the trouble."""
        for line, problem, name in [
            ("cat: a b: No such file or directory", "No such file", "a b"),
            ("mv: cannot stat 'x y': No such file or directory", "No such file", "x y"),
            ("Error: No such file or directory: 'x'", "No such file or directory", "x"),
        ]:
            self.assertIn(name, messages.blamed(line, problem), line)

    def test_suggestions(self) -> None:
        """In quotes, behind colons, listed below."""
        for text, names in [
            ("Did you mean 'list'?", ["list"]),
            ("The most similar command is\n\tstatus", ["status"]),
            ("The most similar commands are\n\tpull\n\tpush\n", ["pull", "push"]),
            ("Valid arguments are:\n  - 'a', 'b'\n  - 'c'\nTry more", ["a", "b", "c"]),
            ("invalid choice: 'x' (choose from 'fast', 'slow')", ["fast", "slow"]),
            ("could be: list-buffers, list-clients", ["list-buffers", "list-clients"]),
            ("[possible values: auto, never]", ["auto", "never"]),
            ("nothing of that kind", []),
        ]:
            found = messages.suggested(text)
            for name in names:
                self.assertIn(name, found, text)
            if not names:
                self.assertEqual(found, [], text)

    def test_usage(self) -> None:
        """Words between bars and braces."""
        self.assertEqual(messages.usage_words("usage: x [start|stop] {a,b}"), ["start", "stop", "a", "b"])

    def test_controls_are_taken_out(self) -> None:
        """Colours, titles, overprinting, line ends of terminals."""
        for text, plain in [
            ("plain", "plain"),
            ("\x1b[1;31merror\x1b[0m: x\r\n", "error: x\n"),
            ("\x1b]0;title\x07a", "a"),
            ("N\bNA\bAME", "NAME"),
            ("10%\r100%", "10%\n100%"),
        ]:
            self.assertEqual(messages.strip_controls(text), plain, repr(text))


if __name__ == "__main__":
    unittest.main()
