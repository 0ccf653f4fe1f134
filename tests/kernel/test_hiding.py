"""What the brain takes out of documents, held against the texts and formats that the body's redactor is tried with."""

from __future__ import annotations

import os
import random
import re
import string
import time
import unittest

from setting import PROJECT

# isort: split
from ghost_kernel.memory import hiding, tokens

CLASSES = {
    "A": string.ascii_letters + string.digits, "B": string.ascii_letters + string.digits + "+/", "D": string.digits,
    "H": "0123456789abcdef", "U": string.ascii_uppercase + string.digits,
    "W": string.ascii_letters + string.digits + "-_",
}  # fmt: skip
# Kinds of texts in which nearly all that is left stands: broken and coloured lines, columns, answers to prompts.
NOT_OF_DOCUMENTS = frozenset("split colour csv markdown session pgpass typed ci otp mail hash".split())


def texts(name: str, seed: int) -> list[tuple[str, str]]:
    """Kind and text of each line, with random signs in their places (tests/redact/README.md)."""
    chosen = random.Random(seed)

    def drawn(match: re.Match[str]) -> str:
        kind, count = match[1], int(match[2])
        signs = [chosen.choice(CLASSES.get(kind, CLASSES["A"])) for _ in range(count)]
        if kind in "PQ":
            signs[chosen.randrange(count)] = chosen.choice("!#%*+" if kind == "P" else "&;|<>$")
        return "".join(signs)

    found = []
    with open(os.path.join(PROJECT, "tests", "redact", name), encoding="utf-8") as file:
        for line in file:
            kind, mark, text = line.rstrip("\n").partition("\t")
            if not mark:
                continue
            text = re.sub(r"\{([A-Z])(\d+)\}", drawn, text).replace("\\\\n", "\0n").replace("\\\\r", "\0r")
            for sign, meant in (("\\n", "\n"), ("\\r", "\r"), ("\\t", "\t"), ("\\e", "\x1b"), ("\0", "\\")):
                text = text.replace(sign, meant)
            found.append((kind, text))
    return found


class TestHiding(unittest.TestCase):
    def test_most_secrets_are_hidden(self) -> None:
        """Of the body's texts; of those that are like documents nearly all."""
        for seed in (1, 2):
            left: list[str] = []
            of_documents: list[str] = []
            every = texts("secrets.txt", seed)
            for kind, text in every:
                said = hiding.hidden(text.replace("⟦", "").replace("⟧", ""))
                if any(one in said for one in re.findall("⟦(.*?)⟧", text, re.DOTALL)):
                    left.append(text)
                    of_documents += [text] * (kind not in NOT_OF_DOCUMENTS)
            self.assertGreater(len(every), 480)
            self.assertLessEqual(len(left), 50, left)
            self.assertLessEqual(len(of_documents), 20, of_documents)

    def test_what_is_none_stays(self) -> None:
        """Words, code, references, digests: the text comes out as it went in."""
        changed = [text for _, text in texts("clean.txt", 1) if hiding.hidden(text) != text]
        self.assertLessEqual(len(changed), 1, changed)

    def test_every_format_of_the_body_is_known(self) -> None:
        """A format that is added there is missed here."""
        with open(os.path.join(PROJECT, "wrapper", "src", "redact", "formats.rs"), encoding="utf-8") as file:
            source = file.read()
        rows = re.findall(r'format\("([^"]+)", (\w+), (\d+), (\w+)\)', source)
        self.assertGreater(len(rows), 100)
        signs = {"Hex": "0a1b2c3d4e5f6789", "Alnum": "aB3dE5gH7jK9", "Url": "aB3-E5_H7jK9"}
        for begin, of, least, _ in rows:
            body = signs.get(of, "aB3dE5gH7jK9") * 40
            if begin.isupper() and of == "Alnum":
                body = body.upper()
            token = begin + body[: int(least)]
            with self.subTest(token=token):
                self.assertNotIn(token, hiding.hidden(f"use {token} here\n"))
        self.assertEqual(set(tokens.beginnings()) | {"FlyV1 "}, {begin for begin, *_ in rows})

    def test_in_files_of_projects(self) -> None:
        """A readme, a make file, what a program prints for --help."""
        for text, secret in (
            (
                "deploy:\n\tcurl -H 'PRIVATE-TOKEN: kR3dT9xLm2Qw8vZp5aBc' https://git.example/x\n",
                "kR3dT9xLm2Qw8vZp5aBc",
            ),
            ("\t@docker login -u ci -p Xw93kdPz0q registry.example\n", "Xw93kdPz0q"),
            ("push:\n\tSECRET_KEY_BASE=9f8e7d6c5b4a39281706 rake\n", "9f8e7d6c5b4a39281706"),
            ("Log in as `admin` with **Password:** `kq#9Lm2x`\n", "kq#9Lm2x"),
            ("  --api-key KEY   as in --api-key 8Fj3kLm29xQvTz71\n", "8Fj3kLm29xQvTz71"),
            (
                "https://hooks.example/services/T0AB12CD3/B0EF45GH6/a1B2c3D4e5F6g7H8i9J0k1L2\n",
                "a1B2c3D4e5F6g7H8i9J0k1L2",
            ),
        ):
            with self.subTest(text=text):
                self.assertNotIn(secret, hiding.hidden(text))
        for text in (
            "  --password WORD   the password, asked for otherwise\n  --token-file FILE  where the token is\n",
            "test:\n\tpython3 -m pytest tests/test_token.py -k password\n",
            "Set PASSWORD_FILE=/run/secrets/db, or give `--password-stdin`.\n",
        ):
            self.assertEqual(hiding.hidden(text), text)

    def test_hostile_documents_cost_no_more_than_their_bytes(self) -> None:
        """Whatever is repeated in them, a few seconds for a document of the largest size."""
        for piece in (
            "password ", "a://", "token=", "Cookie: ", "<", "curl -u a:", "-----BEGIN PRIVATE KEY-----", "A", "sk-",
            '"', "name: password\n", "echo ", "mysql -p\n", "eyJa-", "password: |\n", "Private-Lines: 3\n",
            "password is ",
        ):  # fmt: skip
            text = piece * (500_000 // len(piece))
            begun = time.process_time()
            hiding.hidden(text)
            self.assertLess(time.process_time() - begun, 10, piece)


if __name__ == "__main__":
    unittest.main()
