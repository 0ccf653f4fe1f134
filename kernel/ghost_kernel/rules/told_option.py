"""The message advises an option: `use --x`, `pass --x to …`, `try the -x option`. It is added."""

from __future__ import annotations

from ghost_kernel.knowledge import advice, subcommands
from ghost_kernel.rules import Example, Failure, Fix, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.line import Word

# They say more, or switch off a safeguard, or set right what was only to be examined.
NEVER = frozenset(
    "-h --help --version -V -v --verbose -vv --debug --stacktrace --info --scan -X -e --trace --backtrace --explain "
    "--log --full --fix --write --unsafe-fixes --lib --rerun-failed --output-on-failure --no-preserve-root --no-verify "
    "--insecure -k --break-system-packages --no-check-certificate --unsafe-perm --allow-root --no-gpg-checks --delete "
    "--purge --prune --hard -D --nogpgcheck --disable-checks --yes -y --set-upstream-to --password --token".split()
)
FORCING = ("--force", "-f", "--overwrite", "--ignore-", "--allow-", "--skip", "--no-check", "--replace")
COMPLAINTS = (
    "unknown option", "unrecognized option", "unrecognised option", "invalid option", "unexpected argument",
    "illegal option", "unknown switch", "unrecognized argument", "no such option", "unknown flag", "did you mean `--",
    "unknown shorthand", "bad option", "missing argument", "requires an argument",
)  # fmt: skip
NOT_HERE = frozenset(
    "kubectl rm ssh sudo brew cargo gradle gradlew mvn make ruby node perl sh bash zsh rustc heroku".split()
)
OFF = ("", "false", "no", "off", "0", "never", "none")  # values that switch something off, a safeguard often
AT_END = frozenset(["snap"])
SCRIPTED = frozenset("python php node".split())
MOST = 3


@rule(
    output_has=["use -", "use the -", "using -", "using the -", "use `-", "use '-", "using `-", "the `-", "the '-",
                "pass -", "pass `-", "pass '-", "with -", "with `-", "with '-", "with the -", "add -", "add `-",
                "try -", "try the -", "without -", "specify -", "including -", "option '-", "one of -", "the --"],
)  # fmt: skip
def propose(failure: Failure) -> list[Fix] | None:
    if not failure.words or failure.program in NOT_HERE or failure.has(*COMPLAINTS) or advice.is_answer(failure):
        return None
    plain = [word.plain for word in failure.words]
    told = [one for one in advice.options(failure.output or "") if one not in plain and one not in NEVER]
    if not told or failure.stage.has(*told):
        return None
    # Forcing helps nothing that is not there, and what would be lost is more than the line named.
    if failure.has("not found", "unknown", "no such", "overwrit", "already exist", "replace it", "wipe", "be lost"):
        told = [one for one in told if not one.startswith(FORCING)]
    mild = [one for one in told if not one.startswith(FORCING)]
    is_choice = len(told) > 1 or told != mild  # which of several is meant, only the person knows
    found: list[Fix] = []
    for option in [*mild, *[one for one in told if one not in mild]][:MOST]:
        forcing = option not in mild
        _, mark, value = option.partition("=")
        if mark and value.lower() in OFF:
            continue
        found.append(
            Fix(
                _with(failure, option),
                why=f"the message names {option}" + (", which forces it" if forcing else ""),
                confidence=0.52 if forcing else (0.58 if is_choice else 0.72) - 0.04 * len(found),
                origin="output",
            )
        )
    return found


def _with(failure: Failure, option: str) -> list[str | Word]:
    """The words with the option behind the subcommand, or right behind a program that has none."""
    words = failure.command(*failure.words)
    if failure.program.rstrip("0123456789.") in SCRIPTED and failure.args and not failure.args[0].is_option:
        return [*words, option]  # the script's, not the interpreter's
    first = failure.args[0].plain if failure.args else ""
    has_verbs = bool(subcommands.known(failure.machine, failure.program)) or (
        first.isalpha() and len(failure.args) > 1 and not failure.machine.exists(first) and "." not in first
    )
    if failure.program in AT_END or not failure.args or (len(failure.args) == 1 and first.isalpha()):
        return [*words, option]
    at = 2 if has_verbs and not failure.args[0].is_option else 1
    return [*words[:at], option, *words[at:]]


EXAMPLES = [
    Example("frob sync a b", "frob: the index is locked; pass --wait to queue", "frob sync --wait a b"),
    Example("pip install frob", "Consider using the `--user` option or check", "pip install --user frob"),
    Example("frob graph", "6000 lines; try the -s option for a summary", "frob graph -s"),
    Example(
        "git rm -r a", "error: changed in the index:\n    a\n(use --cached to keep the file)", "git rm --cached -r a"
    ),
    Example("frob drop x", "'x' is protected. Use --force to drop it anyway.", "frob drop --force x"),
    Example("frob x", "error: unknown option `y', use --why", None),
    Example("frob x", "usage: frob [--all]\n  --all   use --all for all", None),
    Example("eslint src", "1 error fixable with the `--fix` option", None),
    Example("frob x", "Use --verbose to see more", None),
    Example("frob load a", "a: unknown field; turn validation off with --validate=false", None),
    Example("frob save a", "a already exists (use --overwrite to replace it)", None),
]
