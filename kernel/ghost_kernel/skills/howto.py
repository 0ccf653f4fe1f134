"""How something is done: the line for an everyday task, with the names of the sentence, from a table."""

from __future__ import annotations

import re

from ghost_kernel import quoting
from ghost_kernel.knowledge import command_table, everyday, programs
from ghost_kernel.skills import Answer, Asked, Example, Offer, frame, skill
from ghost_kernel.skills._words import NEARLY_ALL, forms, install_told
from ghost_kernel.telling import code

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from ghost_kernel.sentence.words import Token

_MAKING = frozenset("mkdir touch git".split())  # these begin with a name of something new
_WHETHER = frozenset("did has have was were is are 吗".split())
LEAST = 0.9  # groups that have to be met, about
MOST_UNKNOWN = 2  # words that nothing is made of
_HELPS = " ".join(sorted(set(
    "EXPLAIN EFFECT THAT WHAT WHICH CHECK SHOW EXIST YES NEED HOW_MANY INSTALL REMOVE START STOP "
    "RESTART KILL DELETE CREATE COPY MOVE RENAME FIND"
    " OPEN EDIT RUN UPDATE DOWNLOAD EXTRACT COMPRESS USE ENABLE CLEAN RUNNING LAST BIG SIZE SORT "
    "EMPTY ALL MY HERE MACHINE PORT"
    " PROCESS SERVICE PROGRAM PACKAGE FILE FOLDER DISK SPACE NETWORK ADDRESS USER GROUP LOG COMMAND "
    "HISTORY BOOT TIMER VARIABLE"
    " SET SHELL TIME NAME OWNER PERMISSION EXECUTABLE CONTENT ENDING LINK HIDDEN DUPLICATE DIFFERENCE "
    "LINES SECURITY PROJECT GIT"
    " COMMITS BRANCH UNSAVED NOT CHANGED RECENT NEW FREE OCCUPY MEMORY ARCHIVE REPLACE ENCODING KEEP BACKGROUND   "
    "ORDER FOLLOW ADD SHOW HERE WITH CODE WHO CONNECTION ROOT SCRIPT ONLINE INFO HOW_LONG PARENT GO "
    "SWITCH OTHERS".split()
)))  # fmt: skip
# Who asks how is answered by the table or not at all: its groups of words decide.
_TAKES = "thing quoted path port count extension number user url size age"


@skill(
    frame("HOW", helps=NEARLY_ALL, takes=_TAKES, never="WHY HOW_LONG FULL HOT", prior=-0.065, known=everyday.words),
    frame("HOW", "HOW_LONG", helps=NEARLY_ALL, takes=_TAKES, never="WHY FULL HOT", prior=-0.15, known=everyday.words),
    frame(
        "WHAT|WHICH",
        "COMMAND|PROGRAM",
        helps=_HELPS,
        takes=_TAKES,
        never="WHY RUNNING LISTENING PROVIDE MOST EXECUTABLE",
        prior=-0.1,
        known=everyday.words,
    ),
    frame(
        "EXTRACT|COMPRESS|RENAME|COPY|MOVE|LINK|CREATE",
        "path|thing|FILE|FOLDER",
        helps=_HELPS,
        takes=_TAKES,
        never="WHY WHICH WHAT FIND SHOW EXIST HOW_MANY HOW_MUCH EMPTY BROKEN CHECK CODE FREE PYTHON",
        prior=-0.2,
    ),
    # What an archive is made of, or goes into, stands beside it.
    frame(
        "EXTRACT|COMPRESS",
        "path",
        "path|thing|FOLDER|IMAGES|VIDEOS|SOUNDS|PAPERS|ARCHIVE",
        helps=_HELPS + " IMAGES VIDEOS SOUNDS PAPERS",
        takes=_TAKES,
        never="WHY WHICH WHAT FIND SHOW EXIST HOW_MANY HOW_MUCH EMPTY BROKEN CHECK CODE FREE PYTHON SIZE",
        prior=0.06,
    ),
    # An order, though no `how` is said; whether something was undone is another question.
    frame(
        "UNDO",
        "GIT|COMMITS|CHANGED|EDIT|UNSAVED|ADD",
        helps=_HELPS + " KEEP",
        takes=_TAKES,
        never="WHY WHICH WHAT WHO WHEN FIND SHOW EXIST CHECK HOW_MANY HOW_MUCH",
        prior=-0.04,
        known=everyday.words,
    ),
    # `new folder called backups`: who names it wants it made.
    frame(
        "NEW",
        "FOLDER",
        "NAME",
        "thing",
        helps=_HELPS,
        takes="thing path",
        never="WHY WHICH WHAT WHERE FIND SHOW EXIST HOW_MANY HOW_MUCH CHANGED RECENT CHECK MOVE COPY",
        prior=0.2,
    ),
    # What is to be deleted has to be named, and to be here.
    frame(
        "DELETE|REMOVE",
        "path",
        helps=_HELPS,
        takes="path",
        never=(
            "WHY WHICH WHAT FIND SHOW EXIST HOW_MANY HOW_MUCH BROKEN CHECK SERVICE PROCESS PACKAGE BRANCH "
            "LINES DUPLICATE EXPLAIN MEANING"
        ),
        prior=-0.04,
    ),
)
def answer(asked: Asked) -> Answer | None:
    """The line and what it does; offered where nothing is left to be filled in."""
    from ghost_kernel.skills import _filling

    names = _filling.names(asked)
    # A name that something shall have says nothing of what is to be done.
    named, text = names["name"] if _filling.named(asked) else "", asked.said
    tokens = [one for one in asked.tokens if not named or one.text != named]
    tokens = [one for one in tokens if one.kind != "path" and (one.argument is None or one.text != names["to"])]
    if to := names["to"]:  # `into the archive folder`: the folder that is said is the place, not what is copied
        text = re.sub(
            rf"(?<!\w){re.escape(to.rstrip('/'))}/?\s*(?:folder|directory|dir|目录|文件夹)", " ", text, flags=re.I
        )
        tokens = [one for one in tokens if "FOLDER" not in one.concepts or not _is_behind(asked, one, to)]
    for one in asked.all("path"):
        # Of a file's name its ending alone says what it is: `backup.tar.gz` is unpacked like any other.
        name = one.text.rpartition("/")[2]
        text = text.replace(one.text, name[name.find(".", 1) :] if "." in name[1:] else " ") if name else text
    words = forms(tokens) | _mended(tokens)

    def runs(program: str) -> bool:
        return programs.runs(asked.machine, program, asked.question.dialect)

    if (
        asked.has("UNDO")
        and not asked.has("HOW", "COMMAND")
        and (asked.has("WHO", "WHEN", "WHY", "CHECK") or any(one.low in _WHETHER for one in asked.tokens[:1]))
    ):
        return None  # who has undone it
    if sum(_is_strange(one) for one in asked.tokens) > MOST_UNKNOWN:
        return None

    def meant(is_here: Callable[[str], bool]) -> everyday.Task | None:
        plain = text.replace(named, " ") if named else text
        found = everyday.meant(words, plain, asked.is_chinese, lambda name: bool(names.get(name)), is_here)
        return found[0][1] if found and found[0][0] >= LEAST else None

    task = meant(runs)
    lacking = ""
    if task is None and asked.has("HOW"):
        # Who asks how is told, and what for it has to be installed first.
        task = meant(lambda program: bool(command_table.package(program)) or program in programs.WELL_KNOWN)
        lacking = task.program if task is not None else ""
    if task is None:
        return None
    dialect = asked.question.dialect
    form = everyday.form(task, dialect)
    line, is_whole = _filling.filled(form.line, names, dialect)
    to = names["to"]
    place = quoting.quote(to.rstrip("/") or "/", dialect) if to else ""
    if to and task.line.startswith("unzip "):
        line += f" -d {place}"
    elif to and task.line.startswith("tar -xf "):
        line += f" -C {place}"
    if to and task.line.startswith(("mv ", "cp ", "tar -xf ")) and not asked.machine.exists(to):
        made = quoting.quote(to, dialect)
        make = f"mkdir {made};" if dialect == "nu" else f"mkdir -p {made} &&"
        line = line if to.startswith(("/", "~")) else f"{make} {line}"
        is_whole = is_whole and not to.startswith(("/", "~"))  # a disk that is not mounted, say
    line = _filling.careful(asked, line, names["new"])
    about, _ = _filling.filled(form.about_chinese if asked.is_chinese else form.about, names, dialect)
    text = f"```\n{line}\n```\n{about}{asked.say('.', '。')}"
    if lacking:
        said = asked.say(f"{code(lacking)} is not installed here.", f"这里没有安装 {code(lacking)}。")
        return Answer(f"{text}\n\n{said}{install_told(asked, lacking)}")
    # A line about a file that is not here is a pattern to go by.
    is_there = not names["file"] or asked.machine.exists(names["file"]) or task.program in _MAKING
    if not is_whole or not is_there or not task.program:
        return Answer(text)
    offers = [Offer(line, about)] if _is_allowed(asked, task.line) else []
    return Answer(text, offers)


def _is_allowed(asked: Asked, line: str) -> bool:
    """Body and policy keep what is forbidden; what plainly breaks it is not even offered."""
    words = line.split()
    forbidden = [
        name
        for name, is_so in (
            ("no_privilege", words[0] == "sudo"),
            ("no_install", words[0] == "sudo" and words[1:2] in (["apt"], ["dnf"], ["pacman"])),
            ("no_delete", words[0] in ("rm", "git") and words[1:2] != ["switch"]),
            ("no_services", "systemctl" in words),
            ("no_network", words[0] in ("curl", "scp", "ssh", "ping", "ssh-copy-id")),
        )
        if is_so
    ]
    return asked.allows(*forbidden)


def _is_behind(asked: Asked, one: Token, name: str) -> bool:
    """Whether the word stands right behind the name."""
    before = [two for two in asked.tokens if two.end <= one.start]
    return bool(before) and before[-1].text.rstrip("/") == name.rstrip("/")


LEAST_LETTERS = 5  # of a word that is taken for a slip of another


def _mended(tokens: list[Token]) -> set[str]:
    """What words of no meaning are slips of, among the table's own: `foldres`, `direcotry`."""
    strange = [one for one in tokens if _is_strange(one) and one.text.isascii() and len(one.text) >= LEAST_LETTERS]
    if not strange:
        return set()
    from ghost_kernel import spelling

    known = [word for word in everyday.words() if word.isascii() and word.isalpha() and len(word) >= LEAST_LETTERS]
    near = [spelling.rank(one.low, known, 1.0) for one in strange]
    return {found[0].name for found in near if found}


def _is_strange(one: Token) -> bool:
    """Whether nothing explains the word, the table neither."""
    if one.kind != "unknown" or one.argument is not None:
        return False
    known = everyday.words()
    return one.low not in known and (one.text.isascii() or not any(word in one.text for word in known if word))


EXAMPLES = [
    Example(
        "how do I unpack old.tar.gz?",
        "tar -xf old.tar.gz",
        files=["old.tar.gz"],
        programs=["tar"],
        offers=["tar -xf old.tar.gz"],
    ),
    Example("how do i extract a tar.gz file", "tar -xf ARCHIVE", files=["old.tar.gz"], programs=["tar"], offers=[]),
    Example("how do I unzip gone.zip", "unzip gone.zip", programs=["unzip"], offers=[]),
    Example(
        "move all csv files into a folder called old",
        "mkdir -p old && mv -n *.csv old/",
        files=["a.csv"],
        programs=["mv"],
        offers=["mkdir -p old && mv -n *.csv old/"],
    ),
    Example(
        "how can I see the last 25 lines of a.log",
        "tail -n 25 a.log",
        files=["a.log"],
        programs=["tail"],
        offers=["tail -n 25 a.log"],
    ),
    Example("怎么给文件改名", "mv FILE NEW-NAME", programs=["mv"]),
    Example(
        "撤销刚才的提交，但保留改动", "git reset --soft HEAD~1", programs=["git"], offers=["git reset --soft HEAD~1"]
    ),
    Example("who reverted the last commit", silent=True, programs=["git"]),
    Example(
        "replace red with blue in paint.txt, which command?",
        "sed -i 's/red/blue/g' paint.txt",
        files=["paint.txt"],
        programs=["sed"],
        offers=["sed -i 's/red/blue/g' paint.txt"],
    ),
    Example("how does the parser work", silent=True),
]
