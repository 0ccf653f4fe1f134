"""What is going on in the repository here: branch, changes, commits, who touched a file; by commands that only read."""

from __future__ import annotations

from ghost_kernel.knowledge import git
from ghost_kernel.quoting import quote
from ghost_kernel.skills import Answer, Asked, Example, frame, skill
from ghost_kernel.skills import _files as files
from ghost_kernel.telling import code

FEW = 5
MOST = 20
_HELPS = (
    "EXPLAIN EFFECT THAT WHAT WHICH WHO SHOW CHECK EXIST HERE MY LAST RECENT GIT BRANCH COMMITS "
    "UNSAVED UNPUSHED UNTRACKED REMOTE AUTHOR CHANGED FILE "
    "ALL YES NOT HOW_MANY NAME THAT PROJECT EDIT WHEN USE ME NEW USER FIRST NEED OCCUPY MORE_THAN "
    "SWITCH TIMES DIFFERENCE"
)
_HELPS += " KEEP LOG NEWER TIMES ADDRESS COPY RUNNING WITH TIME"
_TAKES = "path count age thing number user"
_NEVER = "UNDO FREE HOW WHY DELETE CREATE RENAME PACKAGE INSTALLED MACHINE PORT FAILED"


@skill(
    frame("BRANCH", "WHAT|WHICH|SHOW|EXIST|HERE|ALL|NAME|GIT", helps=_HELPS, takes=_TAKES, never=_NEVER),
    frame("COMMITS|UNPUSHED", helps=_HELPS, takes=_TAKES, never=_NEVER),
    frame("UNTRACKED|UNSAVED", helps=_HELPS, takes=_TAKES, never=_NEVER),
    frame("GIT", helps=_HELPS, takes=_TAKES, never=_NEVER, prior=-0.02),
    frame(
        "WHO|AUTHOR",
        "CHANGED|EDIT|AUTHOR|LAST|RECENT",
        "path|thing",
        helps=_HELPS,
        takes=_TAKES,
        never=_NEVER + " OWNER",
    ),
    frame("REMOTE", "WHAT|WHICH|SHOW|GIT|PROJECT", helps=_HELPS, takes=_TAKES, never=_NEVER),
    frame("GIT", "ADD", "NOT", helps=_HELPS + " ADD", takes=_TAKES, never=_NEVER),
    frame("WHERE", "REMOTE|UNPUSHED", helps=_HELPS + " WHERE", takes=_TAKES, never=_NEVER, prior=-0.02),
    frame("COMMITS", "thing", helps=_HELPS, takes=_TAKES, never=_NEVER),
    frame(
        "WHAT|WHICH",
        "CHANGED|EDIT",
        helps="HERE MY GIT EXPLAIN EFFECT ME YES THAT PROJECT",
        takes="path",
        never=_NEVER + " RECENT LAST FILE FOLDER NEW PACKAGE",
        prior=0.02,
    ),
)
def answer(asked: Asked) -> Answer | str | None:
    """The state that was asked about."""
    try:
        return _state(asked)
    except _Unseen as unseen:
        return _line(asked, unseen)


def _state(asked: Asked) -> str | None:
    if asked.has("FREE") and not asked.has("COMMITS", "BRANCH", "UNSAVED", "UNPUSHED"):
        return None  # whether git is here
    if _is_program(asked):
        return None
    if not git.folder(asked.machine):
        if any(one.kind == "unknown" and one.argument is None for one in asked.tokens):
            return None
        if asked.frame.needs[-1:] == [frozenset(["CHANGED", "EDIT"])]:
            return None  # what changed here is then a question of files
        if not asked.has("GIT", "COMMITS", "BRANCH", "REMOTE", "UNPUSHED", "UNTRACKED", "UNSAVED") or asked.has(
            "RECENT"
        ):
            return None
        return asked.say("This folder is in no git repository.", "当前目录不在 git 仓库里（not a git repository）。")
    if asked.all("age") and not asked.has("COMMITS", "UNPUSHED", "WHO", "AUTHOR", "GIT"):
        return None
    other = next((one.text for one in asked.tokens if one.text in git.branches(asked.machine)), "")
    if other and other != git.branch(asked.machine) and asked.has("MORE_THAN", "DIFFERENCE", "UNPUSHED"):
        return _against(asked, other)
    if asked.has("UNPUSHED") and asked.has("WHERE"):
        return _remotes(asked)
    if asked.has("UNPUSHED"):
        return _unpushed(asked)
    if asked.has("CHANGED") and asked.has("COMMITS") and asked.has("NEWER") and not asked.has("WHO", "AUTHOR"):
        return _changes(asked)
    name_of = next((one for one in files.named(asked) if asked.machine.is_file(one)), "")
    if name_of and asked.has("COMMITS") and not asked.has("NOT", "UNSAVED"):
        return _touched(asked, name_of)
    if asked.has("COMMITS") and asked.has("REMOTE") and asked.has("NOT"):
        return _unpushed(asked)  # `commits that origin does not have`
    if asked.has("UNTRACKED") or (asked.has("ADD") and asked.has("NOT")):
        return _changes(asked, only_new=True)
    if asked.has("REMOTE"):
        return _remotes(asked)
    name = next((one for one in files.named(asked) if asked.machine.is_file(one)), "")
    if name and asked.has("WHO", "AUTHOR", "WHEN", "LAST"):
        return _touched(asked, name)
    if asked.has("BRANCH") and asked.has("UNSAVED", "CHANGED"):
        return f"{_branch(asked)}\n\n{_changes(asked)}"
    if asked.has("UNSAVED") or (asked.has("NOT") and asked.has("COMMITS")):
        return _changes(asked)
    if asked.has("COMMITS"):
        return _commits(asked)
    if asked.has("BRANCH"):
        return _branch(asked)
    return _changes(asked)


def _is_program(asked: Asked) -> bool:
    """`do I have git`: the program is meant, and no repository."""
    said = {one.low for one in asked.tokens if "GIT" in one.concepts}
    rest = [one for one in asked.tokens if "GIT" not in one.concepts and one.kind not in ("stop", "sign")]
    return (
        said == {"git"}
        and asked.has("EXIST", "INSTALLED")
        and all(one.concepts & {"EXIST", "INSTALLED", "HERE", "MACHINE", "MY", "YES", "CHECK"} for one in rest)
    )


class _Unseen(Exception):
    """What git was asked, and its own words where it has not seen the repository: nothing is known of it then."""

    def __init__(self, words: tuple[str, ...], why: str) -> None:
        super().__init__(why)
        self.words = words
        self.why = why


def _git(asked: Asked, *words: str) -> list[str] | None:
    """The lines of its answer; None where it saw the repository and has none, as where no branch is upstream."""
    seen = asked.machine.probe(["git", *words], asked.say("look at the repository", "查看仓库"))
    if seen is None:
        raise _Unseen(words, "")
    if seen.exit_code != 0:
        # Of a folder above the working one a look sees nothing: `not a git repository (or any of the parent …)`.
        if "repository" in seen.stderr:
            raise _Unseen(words, seen.stderr.strip().splitlines()[0])
        return None
    return [one for one in seen.stdout.splitlines() if one.strip()]


def _line(asked: Asked, unseen: _Unseen) -> Answer:
    """The line that shows what a look could not see."""
    top = git.top(asked.machine)
    words = [one for one in unseen.words if one not in (_FORM, _DATE, "--porcelain")]
    if _FORM in unseen.words:
        words.insert(1, "--oneline")
    line = " ".join(["git", *[quote(one, asked.question.dialect) for one in words]])
    if top and top != asked.machine.cwd:
        why = asked.say(
            f"The repository begins above, in {code(top)}; a look sees the working folder alone.",
            f"仓库的顶层在上面的 {code(top)}；查看只限于当前目录。",
        )
    else:
        why = asked.say("A look could not see the repository.", "查看时看不到仓库。")
        why += f" git: {code(unseen.why)}" if unseen.why else ""
    text = why + "\n\n" + asked.say("This line shows it:", "用这一行查看：") + f"\n\n    {line}"
    return Answer(text, asked.offer(line, asked.say("only reads the repository", "只读取仓库")))


def _branch(asked: Asked) -> str:
    here, every = git.branch(asked.machine), git.branches(asked.machine)
    if not here:
        text = asked.say("No branch: a commit is checked out by itself.", "不在任何分支上：直接检出了某个提交。")
    else:
        text = asked.say(f"You are on {code(here)}.", f"当前分支是 {code(here)}。")
    is_all = asked.has("ALL", "EXIST") or any(one.low in ("branches", "哪些", "are") for one in asked.tokens)
    if is_all and every:
        text += "\n\n" + "\n".join(f"- {code(one)}" for one in sorted(every)[:MOST])
        if len(every) > MOST:
            text += asked.say(f"\n- … and {len(every) - MOST} more", f"\n- … 还有 {len(every) - MOST} 个")
    return text


def _changes(asked: Asked, only_new: bool = False) -> str | None:
    lines = _git(asked, "status", "--porcelain")
    if lines is None:
        raise _Unseen(("status",), "")
    words = {
        "M": ("changed", "已修改"), "A": ("added", "已添加"), "D": ("deleted", "已删除"), "R": ("renamed", "已改名"),
        "?": ("not tracked", "未跟踪"), "U": ("in conflict", "有冲突"),
    }  # fmt: skip
    rows = []
    for line in lines:
        mark, name = line[:2], line[3:]
        if only_new and mark != "??":
            continue
        told = asked.say(*words.get(mark.strip()[:1], ("changed", "已修改")))
        staged = asked.say(", staged", "，已暂存") if mark[0] not in " ?" else ""
        rows.append(f"- {code(name)} ({told}{staged})")
    if not rows:
        if only_new:
            return asked.say("Every file is tracked, or ignored.", "没有未跟踪的文件。")
        return asked.say("The working tree is clean: nothing is changed.", "工作区是干净的：没有改动。")
    head = asked.say("Not tracked:", "未跟踪的文件：") if only_new else asked.say("Not committed:", "还没有提交：")
    more = (
        asked.say(f"\n- … and {len(rows) - MOST} more", f"\n- … 还有 {len(rows) - MOST} 个") if len(rows) > MOST else ""
    )
    return f"{head}\n\n" + "\n".join(rows[:MOST]) + more


_FORM = "--format=%h  %ad  %an  %s"
_DATE = "--date=short"


def _unpushed(asked: Asked) -> str:
    here = git.branch(asked.machine)
    lines = _git(asked, "log", _FORM, _DATE, "-n", "100", "@{upstream}..HEAD")
    if lines is None:
        return asked.say(
            f"{code(here or 'HEAD')} has no upstream: nothing says what was pushed.",
            f"{code(here or 'HEAD')} 没有上游分支，无法知道推送了什么。",
        )
    if not lines:
        return asked.say(f"Everything on {code(here)} has been pushed.", f"{code(here)} 上的提交都已推送。")
    head = asked.say(
        f"{len(lines)} commits on {code(here)} are not pushed:", f"{code(here)} 上有 {len(lines)} 个提交还没推送："
    )
    return f"{head}\n\n" + "\n".join(f"- {one}" for one in lines[:MOST])


def _against(asked: Asked, other: str) -> str | None:
    """The commits that another branch does not have, and the number of those that only it has."""
    here = code(git.branch(asked.machine) or "HEAD")
    mine = _git(asked, "log", _FORM, _DATE, "-n", "100", f"{other}..HEAD")
    theirs = _git(asked, "log", _FORM, _DATE, "-n", "100", f"HEAD..{other}")
    if mine is None or theirs is None:
        return None
    head = asked.say(
        f"{here} has {len(mine)} commits that {code(other)} has not, and lacks {len(theirs)} of its own.",
        f"{here} 比 {code(other)} 多 {len(mine)} 个提交，少 {len(theirs)} 个。",
    )
    return head + ("\n\n" + "\n".join(f"- {one}" for one in mine[:MOST]) if mine else "")


def _commits(asked: Asked) -> str:
    is_one = any(one.low == "commit" for one in asked.tokens) or "一次" in asked.question.text
    few = 1 if is_one and asked.has("LAST", "RECENT") else FEW
    words = ["log", _FORM, _DATE, "-n", str(asked.count(few))]
    age = asked.first("age")
    said = {one.text for one in asked.tokens if one.kind in ("unknown", "quoted", "user")}
    names = [one for one in asked.things if one in said and not asked.machine.exists(one)]
    if age is not None:
        words = [*words[:4], str(MOST), f"--since={age.value}.seconds.ago"]
    if names:
        words.append(f"--author={names[0]}")
    lines = _git(asked, *words)
    if lines is None:
        here = git.branch(asked.machine)
        if not here or here in git.branches(asked.machine):
            raise _Unseen(tuple(words), "")
        return asked.say("There are no commits yet.", "还没有提交。")
    if not lines:
        return asked.say("No commit fits that.", "没有符合的提交。")
    return "\n".join(f"- {one}" for one in lines)


def _touched(asked: Asked, name: str) -> str:
    words = ("log", _FORM, _DATE, "-n", "3", "--", name)
    lines = _git(asked, *words)
    if lines is None:
        raise _Unseen(words, "")
    if not lines:
        return asked.say(f"No commit has touched {code(name)}.", f"没有提交改过 {code(name)}。")
    head = asked.say(f"{code(name)} was changed last by:", f"最后修改 {code(name)} 的提交：")
    return f"{head}\n\n" + "\n".join(f"- {one}" for one in lines)


def _remotes(asked: Asked) -> str:
    lines = _git(asked, "remote", "-v")
    if lines is None:
        raise _Unseen(("remote", "-v"), "")
    if not lines:
        return asked.say("No remote is set.", "没有设置远程仓库。")
    return "\n".join(f"- {code(' '.join(one.split()))}" for one in lines[:MOST])


EXAMPLES = [
    Example(
        "which branch is checked out",
        "`topic`",
        files={".git/HEAD": "ref: refs/heads/topic\n", ".git/refs/heads/topic": "0" * 40},
    ),
    Example(
        "有什么还没提交",
        "`a.py`",
        files={".git/HEAD": "ref: refs/heads/topic\n"},
        probes={"git status --porcelain": " M a.py\n"},
    ),
    Example(
        "show me the last 5 commits",
        "begins above",
        lacks="no commits",
        files={".git/HEAD": "ref: refs/heads/topic\n", ".git/refs/heads/topic": "0" * 40, "src/": ""},
        probes={"git log --format=%h  %ad  %an  %s --date=short -n 5": (128, "", "fatal: not a git repository\n")},
        offers=["git log --oneline -n 5"],
        cwd="src",
    ),
    Example(
        "最近的提交有哪些",
        "还没有提交",
        files={".git/HEAD": "ref: refs/heads/topic\n"},
        probes={"git log --format=%h  %ad  %an  %s --date=short -n 5": (128, "", "fatal: no commits yet\n")},
    ),
    Example("how do I make a branch", silent=True, files={".git/HEAD": "ref: refs/heads/topic\n"}),
]
