"""The words of a line: spelling, quoting, taking apart, putting a fix back in."""

from __future__ import annotations

import random
import unittest

from setting import failure

# isort: split
from ghost_kernel import lexer, spelling
from ghost_kernel.line import Stage, is_assignment
from ghost_kernel.quoting import Raw, in_style, is_safe, quote
from ghost_kernel.rule import Fix
from ghost_kernel.splice import changes, origins, splice


class TestDistance(unittest.TestCase):
    def test_costs(self) -> None:
        """Slips of the fingers cost less than other edits."""
        for typed, name, cost in [
            ("git", "git", 0.0),
            ("gti", "git", 0.6),
            ("comit", "commit", 0.6),
            ("committ", "commit", 0.6),
            ("pumh", "push", 1.0),
            ("pudh", "push", 0.8),
            ("seperate", "separate", 0.8),
            ("Readme", "readme", 0.15),
            ("ush", "push", 1.3),
            ("upsh", "push", 0.6),
            ("a-b", "a_b", 0.15),
            ("", "ab", 2.0),
        ]:
            self.assertAlmostEqual(spelling.distance(typed, name), cost, 6, f"{typed} {name}")

    def test_the_limit_ends_the_work(self) -> None:
        """Beyond it only that it is beyond is said."""
        self.assertGreater(spelling.distance("completely", "otherwise", 2.0), 2.0)
        self.assertGreater(spelling.distance("a", "abcdefgh", 2.0), 2.0)

    def test_the_limit_changes_no_cost_below_it(self) -> None:
        """What is left out because of it could not have been cheaper."""
        made = random.Random(5)
        for _ in range(4000):
            typed, name = ("".join(made.choices("aab-_Ax", k=made.randrange(8))) for _ in range(2))
            cost = spelling.distance(typed, name, 99.0)
            for limit in (0.5, 1.0, 1.3, 1.6, 2.3, 3.0):
                limited = spelling.distance(typed, name, limit)
                if cost <= limit:
                    self.assertEqual(limited, cost, f"{typed!r} {name!r} {limit}")
                else:
                    self.assertGreater(limited, limit, f"{typed!r} {name!r} {limit}")


class TestRank(unittest.TestCase):
    def test_short_words_allow_one_edit(self) -> None:
        """A transposition is one; two edits of three letters make another word."""
        names = ["git", "tic", "gtf", "rg", "rm", "sg"]
        self.assertEqual([one.name for one in spelling.rank("gti", names)][:1], ["git"])
        self.assertNotIn("tic", [one.name for one in spelling.rank("gti", names)])
        self.assertEqual(spelling.rank("x", ["xy", "y"]), [])

    def test_the_only_near_one_is_marked(self) -> None:
        """Only when no other name is nearly as near."""
        self.assertTrue(spelling.rank("statsu", ["status", "stash", "start"])[0].only)
        self.assertFalse(spelling.rank("pusl", ["push", "pull"])[0].only)

    def test_commonness_breaks_ties(self) -> None:
        """Between equally near names the first of the list is taken."""
        self.assertEqual(spelling.rank("st", ["sh", "su", "ss"], common=["ss"])[0].name, "ss")

    def test_nearest_of_nothing(self) -> None:
        """No name is an answer too."""
        self.assertEqual(spelling.nearest("frobnicate", ["ls"]), ("", False))
        self.assertEqual(spelling.nearest("statsu", ["status"]), ("status", True))

    def test_few_names_allow_more(self) -> None:
        """In a closed list, abbreviations and stems are understood."""
        self.assertEqual(spelling.of_few("secs", ["hours", "minutes", "seconds"])[0].name, "seconds")
        self.assertEqual(spelling.of_few("hrs", ["hours", "minutes"])[0].name, "hours")
        self.assertEqual(spelling.of_few("zz", ["hours", "minutes"]), [])

    def test_digits_make_other_words(self) -> None:
        """file2 is not file1."""
        self.assertTrue(spelling.numbers_differ("file2", "file1"))
        self.assertFalse(spelling.numbers_differ("flie2", "file2"))

    def test_confidence_falls_with_cost_and_doubt(self) -> None:
        """A sure slip is surer than a far one, and than one of several."""
        sure, far, doubtful = (
            spelling.Near("a", 0.6, True),
            spelling.Near("a", 2.2, True),
            spelling.Near("a", 0.6, False),
        )
        self.assertGreater(spelling.confidence(sure), spelling.confidence(far))
        self.assertGreater(spelling.confidence(sure), spelling.confidence(doubtful))

    def test_a_slip_in_a_long_word_is_surer(self) -> None:
        """It leaves fewer words to be meant; what is typed counts as well as what is found."""
        in_long = spelling.rank("deplpy", ["deploy"])[0]
        in_short = spelling.rank("dpy", ["dry"])[0]
        self.assertGreater(spelling.confidence(in_long), spelling.confidence(in_short) + 0.03)
        self.assertGreater(spelling.confidence(in_long), 0.9)
        self.assertLess(spelling.confidence(in_short), 0.9)
        self.assertEqual(spelling.rank("lst", ["ls"])[0].size, 3)

    def test_one_of_two_is_never_sure(self) -> None:
        """However little it costs, and whatever is known of the list."""
        near = spelling.Near("deployment", 0.15, False)
        self.assertLessEqual(spelling.confidence(near), spelling.ONE_OF_TWO)
        self.assertLessEqual(spelling.confidence(near, listed=True), spelling.ONE_OF_TWO)

    def test_where_the_list_is_closed_the_slip_is_surer(self) -> None:
        """A program that refuses the word has no other names than those."""
        near = spelling.rank("lsit", ["list"])[0]
        self.assertGreater(spelling.confidence(near, listed=True), spelling.confidence(near))


class TestQuoting(unittest.TestCase):
    def test_words_are_quoted_once(self) -> None:
        """Plain words stay, others get the quotes of their dialect, Raw is left alone."""
        for value, dialect, text in [
            ("a-b/c.d", "bash", "a-b/c.d"),
            ("", "bash", "''"),
            ("a b", "bash", "'a b'"),
            ("it's", "bash", '"it\'s"'),
            ("it's $5", "bash", "'it'\\''s $5'"),
            ("it's", "fish", "'it\\'s'"),
            ("a\\b", "fish", "'a\\\\b'"),
            ("it's", "nu", '"it\'s"'),
            ("=x", "zsh", "'=x'"),
            ("~x", "bash", "'~x'"),
            ("a~2", "bash", "a~2"),
            ("zwölf", "bash", "zwölf"),
            ("a\u00a0b", "bash", "'a\u00a0b'"),
            ("*.c", "bash", "'*.c'"),
            (Raw("$HOME/x"), "bash", "$HOME/x"),
        ]:
            self.assertEqual(quote(value, dialect), text, f"{value!r} {dialect}")

    def test_typed_quotes_are_kept(self) -> None:
        """A new word stands in the quotes of the old one, where they can hold it."""
        for text, value, new, expected in [
            ("'a b'", "a b", "a c", "'a c'"),
            ('"a b"', "a b", "a c", '"a c"'),
            ('"a b"', "a b", "a $c", "'a $c'"),
            ("'a'", "a", "it's", '"it\'s"'),
            ("abc", "abc", "a c", "'a c'"),
            ("~/a", "~/a", "~/b c", "~/'b c'"),
        ]:
            self.assertEqual(in_style(text, value, new), expected)

    def test_safe_words(self) -> None:
        """Only what every shell reads as itself."""
        self.assertTrue(is_safe("a.b/c=d"))
        for value in ("", "a b", "a;b", "a\nb", "$a", "=ls", "a\u200bb"):
            self.assertFalse(is_safe(value), repr(value))


class TestLexer(unittest.TestCase):
    def check(self, line: str, *stages: tuple[str, list[str]]) -> list[Stage]:
        """Operators and words of each stage."""
        found = lexer.split(line)
        read = [(one.operator, [word.plain for word in [*one.prefix, *one.words]]) for one in found]
        self.assertEqual(read, list(stages), line)
        for stage in found:
            for word in [*stage.prefix, *stage.words, *stage.assignments]:
                self.assertEqual(line[word.start : word.end], word.text)
        return found

    def test_lines(self) -> None:
        """Words, quotes, operators; spans point at the words."""
        self.check("ls", ("start", ["ls"]))
        self.check("a 'b c' \"d e\" f\\ g", ("start", ["a", "b c", "d e", "f g"]))
        self.check(
            "a|b && c||d;e & f",
            ("start", ["a"]),
            ("pipe", ["b"]),
            ("and", ["c"]),
            ("or", ["d"]),
            ("then", ["e"]),
            ("background", ["f"]),
        )
        self.check("a # b", ("start", ["a"]))
        self.check("if a; then b; fi", ("start", []), ("then", ["then", "b"]), ("then", ["fi"]))
        self.check("(a b)", ("start", []))
        self.check("", *[])
        self.check("   ", *[])

    def test_expansions_are_unknown(self) -> None:
        """What is not known before the line runs has no value."""
        for text in ("$a", "${a}b", "$(ls -l)", "`ls`", '"$a b"', "~/x"):
            word = lexer.words(text)[0]
            self.assertEqual((word.text, word.value), (text, None))
        self.assertEqual(lexer.words("'$a'")[0].value, "$a")
        self.assertEqual(lexer.words('"\\$a"')[0].value, "$a")

    def test_redirections(self) -> None:
        """They are no words, and keep their spans."""
        stage = self.check("a >b 2>&1 <'c d' e >> f", ("start", ["a", "e"]))[0]
        targets = [one.target.plain if one.target else None for one in stage.redirects]
        self.assertEqual(targets, ["b", None, "c d", "f"])
        self.assertEqual([one.writes for one in stage.redirects], [True, False, False, True])

    def test_assignments(self) -> None:
        """Those in front of a command are not its words."""
        stage = lexer.split("A=1 B='x y' cmd C=3")[0]
        self.assertEqual([word.text for word in stage.assignments], ["A=1", "B='x y'"])
        self.assertEqual([word.text for word in stage.words], ["cmd", "C=3"])
        self.assertTrue(is_assignment("A_1=x"))
        self.assertFalse(is_assignment("1A=x"))

    def test_open_quotes_run_to_the_end(self) -> None:
        """Nothing is lost and nothing raises."""
        for line in ("a 'b c", 'a "b', "a `b", "a $(b", "a ${b", "a \\", "$", '"', "a >", "&&", "((("):
            lexer.split(line)


class TestStage(unittest.TestCase):
    def test_wrappers_are_looked_through(self) -> None:
        """The program that is meant, behind those that run it."""
        for line, program in [
            ("git log", "git"),
            ("sudo -u sam git log", "git"),
            ("env -i A=1 B=2 git log", "git"),
            ("time git log", "git"),
            ("timeout -s KILL 5 git log", "git"),
            ("sudo env A=1 nice -n 5 git log", "git"),
            ("ls | xargs -n 1 git log", "git"),
            ("sudo", "sudo"),
            ("sudo -l", "sudo"),
            ("/usr/bin/git log", "git"),
        ]:
            self.assertEqual(lexer.split(line)[-1].program, program, line)

    def test_options_and_operands(self) -> None:
        """Clusters of short options, values behind '=', the end of options."""
        stage = lexer.split("tar -xzf a --force=yes b -- -c")[0]
        self.assertEqual([word.plain for word in stage.operands], ["a", "b", "-c"])
        self.assertTrue(stage.has("-z"))
        self.assertTrue(stage.has("--force"))
        self.assertFalse(stage.has("-c"))


class TestSplice(unittest.TestCase):
    def check(self, line: str, fix: Fix, expected: str, stage: int = 0) -> None:
        """The line with the fix in the given stage."""
        whole = failure(line)
        self.assertEqual(splice(whole.at(whole.stages[stage], True), fix), expected)

    def test_only_what_changes_is_touched(self) -> None:
        """Blanks, redirections, assignments, wrappers and other stages stay."""
        line = "A=1  sudo   gti  'log x'  >o  | wc"
        words = failure(line).words
        self.check(line, Fix(["git", *words[1:]]), "A=1  sudo   git  'log x'  >o  | wc")
        self.check(line, Fix(["git", "log x"]), "A=1  sudo   git  'log x'  >o  | wc")
        self.check(line, Fix([*words, "-n", "a b"]), "A=1  sudo   gti  'log x' -n 'a b'  >o  | wc")
        self.check(line, Fix(["gti"]), "A=1  sudo   gti  >o  | wc")

    def test_redirections_between_words_survive(self) -> None:
        """Also when the words around them are replaced."""
        self.check("a b >o c", Fix(["x", "y"]), "x y >o")

    def test_insertions(self) -> None:
        """At the front, in the middle, at the end."""
        words = failure("a b c").words
        self.check("a b c", Fix(["x", *words]), "x a b c")
        self.check("a b c", Fix([words[0], "-r", *words[1:]]), "a -r b c")
        self.check("a b c", Fix([*words, "x"]), "a b c x")

    def test_swaps(self) -> None:
        """Several words, a redirection's target too, in their quotes."""
        whole = failure("a 'b c' > d")
        target = whole.stage.redirects[0].target
        assert target is not None
        fix = Fix(swaps=[(whole.args[0], "x y"), (target, "e f")])
        self.assertEqual(splice(whole, fix), "a 'x y' > 'e f'")

    def test_commands_before(self) -> None:
        """Ahead of the pipeline; grouped behind `||`, which would bind otherwise."""
        fix = Fix(before=[["mkdir", "-p", "a b"]])
        self.check("x | tee y", fix, "mkdir -p 'a b' && x | tee y", stage=1)
        self.check("v; x | tee y; z", fix, "v; mkdir -p 'a b' && x | tee y; z", stage=2)
        self.check("v || x | y", fix, "v || { mkdir -p 'a b' && x | y; }", stage=2)

    def test_dialects(self) -> None:
        """fish joins and groups in its own words."""
        whole = failure("v || x")
        whole.dialect = "fish"
        self.assertEqual(splice(whole.at(whole.stages[1], True), Fix(before=[["m"]])), "v || begin; m; and x; end")

    def test_whole_lines(self) -> None:
        """For what cannot be taken apart."""
        self.check("a 'b", Fix(line="a b"), "a b")

    def test_how_much_changes(self) -> None:
        """More than one changed word is never a proven misspelling."""
        whole = failure("gti log --oneline")
        self.assertEqual(changes(whole, whole.swap(whole.words[0], "git")), 1)
        self.assertEqual(changes(whole, Fix(["git", *whole.args, "-n"])), 9)
        self.assertEqual(changes(whole, Fix(["git", *whole.args])), 1)
        self.assertEqual(changes(whole, Fix(["git", "log", "--graph"])), 2)
        self.assertEqual(changes(whole, Fix(before=[["x"]])), 9)

    def test_every_word_has_an_origin(self) -> None:
        """Typed ones are the person's wherever they stand; all others are as trustworthy as the fix."""
        whole = failure("cp a 'b c' > d")
        fix = Fix(before=[["mkdir", "b c"]], origin="local")
        line = splice(whole, fix)
        found = dict(origins(whole, fix, line))
        self.assertEqual(found, {"mkdir": "local", "b c": "typed", "cp": "typed", "a": "typed", "d": "typed"})
        fix = Fix(line="cp x $(y)", origin="output")
        self.assertEqual(dict(origins(whole, fix, "cp x $(y)")), {"cp": "typed", "x": "output", "$(y)": "output"})


if __name__ == "__main__":
    unittest.main()
