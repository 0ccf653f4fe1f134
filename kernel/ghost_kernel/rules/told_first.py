"""The message says what is to be run before the line can work: that, and the line again."""

from __future__ import annotations

from ghost_kernel import messages
from ghost_kernel.knowledge import advice, dangers, programs
from ghost_kernel.line import basename
from ghost_kernel.rules import Example, Failure, Fix, rule

# What deletes, forces or skips a safeguard is never run first on a message's word.
NEVER = dangers.WORDS | frozenset("rmdir pkill killall doas su zsh dd mkfs down help man".split())
NOT_HERE = frozenset("git brew kubectl go".split())  # rules of their own know these states better
INTERPRETERS = frozenset("python python2 python3 php node ruby".split())  # the verb stands behind the script
USELESS = ("-h", "--help", "--version", "-v", "--verbose", "--debug", "-X", "-e", "--stacktrace")
FAMILY = {
    "cargo": ("rustup",), "rustc": ("rustup",), "rails": ("bundle", "bin/rails", "rake", "bin/rake"),
    "rake": ("bundle", "rails", "bin/rails"), "rspec": ("rake", "rails", "bin/rails", "bundle"),
    "npx": ("npm",), "node": ("npm",), "bundle": ("gem",), "npm": ("nvm",), "jekyll": ("bundle",),
}  # fmt: skip


@rule(
    output_has=["run ", "run:", "running ", "execute ", "use ", "using ", "try ", "with `", "with '", 'with "', "type ",
                " with:"],
)  # fmt: skip
def propose(failure: Failure) -> list[Fix] | None:
    if not failure.words or failure.program in NOT_HERE or advice.is_answer(failure):
        return None
    if failure.has("already exist"):  # what is there already needs nothing first
        return None
    typed = [word.plain for word in failure.words]
    look: Fix | None = None
    for told in [*advice.commands(failure.output or ""), *_verbs(failure)]:
        if told.words == typed or len(told.words) < 2 or not NEVER.isdisjoint(told.words):
            continue
        if dangers.lasting(word for word in told.words if word not in typed):
            continue
        own = told.words[0] == typed[0] or basename(told.words[0]) == failure.program
        if any(word in USELESS for word in told.words[1:]) or not (own or _of_kin(failure, told.words[0])):
            continue
        if told.purpose == advice.LOOK and own and len(told.words) <= len(typed) + 1 and look is None:
            look = Fix([failure.words[0], *told.words[1:]], why="shows what there is", confidence=0.53, origin="output")
        if told.purpose not in (advice.FIRST, advice.OTHER) or (told.purpose == advice.OTHER and not own):
            continue
        verb = 2 if failure.program in INTERPRETERS and len(told.words) > 2 else 1
        if own and (told.words[: verb + 1] == typed[: verb + 1] or told.words[1][:1] == "-"):
            continue  # the same command with other arguments: it replaces the line, it does not go before it
        confidence = (0.8 if own else 0.7) if told.purpose == advice.FIRST else 0.57
        why = "the message asks for it first"
        before = failure.command(failure.words[0] if own else told.words[0], *told.words[1:])
        return [Fix(before=[before], why=why, confidence=confidence, origin="output")]
    return [look] if look else None


def _verbs(failure: Failure) -> list[advice.Told]:
    """Verbs of the program itself that the message tells to use: `please use the "login" command`."""
    found = []
    for line in (failure.output or "").splitlines():
        for lead in (" use the ", " run the ", " try the "):
            rest = f" {line.strip().lower()}".partition(lead)[2]
            inside = messages.quoted(rest)[:1] if rest[:1] in messages.QUOTES else []
            if inside and inside[0].isalpha() and f"{inside[0]}{rest[len(inside[0]) + 1]} command" in rest:
                found.append(advice.Told([failure.words[0].plain, inside[0]], advice.purpose(f" {line.lower()} ")))
    return found


def _of_kin(failure: Failure, name: str) -> bool:
    """Whether the told program belongs to the one that failed, and can be run."""
    if name in FAMILY.get(failure.program, ()):
        return True
    stems = name.split("-")[0], failure.program.split("-")[0]
    return stems[0] == stems[1] and bool(programs.runs(failure.machine, name, failure.dialect))


EXAMPLES = [
    Example("frob list", "Error: you are not known here.\nPlease use the \"login\" command for that.\n",
            "frob login && frob list"),
    Example("frob spec", "Steps are pending. To resolve this, run:\n\n    bin/frob migrate MODE=test\n",
            "frob migrate MODE=test && frob spec"),
    Example("frob push web", "error: not logged in. Please run `frob login`.", "frob login && frob push web"),
    Example("frob plan", 'The folder has not been initialized. Please run "frob init".', "frob init && frob plan"),
    Example(
        "cargo brew", "error: no component\nTo install, run `rustup component add brewer`",
        "rustup component add brewer && cargo brew",
    ),
    Example("rails s", "Pending.\nTo resolve this issue, run:\n\n    rails db:migrate", "rails db:migrate && rails s"),
    Example("frob open x", "frob: no such page. Type `frob pages` to see all pages.", "frob pages"),
    Example("frob push", "not pushed. Please run `frob reset --hard` first", None),
    Example("frob push", "locked. Please run 'sudo rm -rf /x' first", None),
    Example("cat notes.md", 'Run "cat setup" first.', None),
    Example("frob login", "wrong password. Try again or run `frob reset-password`.", None),
    Example("frob push", "no host. Please run `frob config set host http://a.example` first", None),
    Example("frob up", "A newer version is available. Run `frob self-update` to get it.\nno answer", None),
    Example("frob new x", "error: x already exists\n\nUse `frob init` to initialize it", None),
    Example("frob push", "Run `frob push --verbose` for more", None),
]  # fmt: skip
