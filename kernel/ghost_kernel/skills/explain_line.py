"""What a line of shell would do: program by program, with options and what it changes; nothing is run."""

from __future__ import annotations

import re

from ghost_kernel.knowledge import programs, shellwords, summaries
from ghost_kernel.sentence.normal import has_han
from ghost_kernel.skills import Answer, Asked, Example, Question, frame, skill
from ghost_kernel.telling import code

# What no line of shell is without, unless it is short.
_SIGNS = frozenset("-|&;<>$=~/\\+[]{}()*#!`")
_FEW = 14  # words


def whole(question: Question) -> Answer | None:
    """The answer, where a line of shell stands in the sentence."""
    text = question.text
    if _SIGNS.isdisjoint(text) and len(text.split()) > _FEW and not has_han(text):
        return None
    from ghost_kernel.skills import _asked_line

    line = _asked_line.line(question)
    chinese = has_han(_asked_line.QUOTED.sub("", text))
    if not line:
        if question.last_failure is not None and str(question.last_failure.exit_code) in text.split():
            return None  # the line that ended so is what is asked about
        said = _asked_line.sign(text)
        if said is None:
            return None
        name, meaning = said
        return Answer(f"{code(name)}：{meaning[1]}" if chinese else f"{code(name)}: {meaning[0]}")
    return Answer(_told(question, line, chinese))


def _told(question: Question, line: str, chinese: bool) -> str:
    from ghost_kernel.knowledge import plainly

    parts = plainly.parts(question.machine, line, question.dialect, chinese)
    if not parts:
        return "这一行读不懂：它不是完整的命令。" if chinese else "That line cannot be read: it is no whole command."
    seen = _effects(question, line, chinese)
    lines = []
    for part in parts:
        join = f"{part.join} " if part.join else ""
        about = f"：{part.about}" if chinese and part.about else f": {part.about}" if part.about else ""
        lines.append(f"- {join}{code(part.text)}{about}")
        lines += [f"  - {code(name)} {said}" for name, said in part.options]
        effects = part.effects or seen.get(part.text, [])
        lines += [f"  - **{one}**" for one in effects]
    if any(part.is_lost for part in parts):
        lines.append(
            "\n"
            + (
                "可能会永久丢失数据：先确认再运行。"
                if chinese
                else "Something may be lost for good: look twice before it runs."
            )
        )
    elif not any(part.effects for part in parts) and not any(seen):
        lines.append("\n" + ("没有发现它会修改什么。" if chinese else "Nothing in it is known to change anything."))
    return "\n".join(lines)


# What policy calls an effect, for who asked in Chinese.
_KINDS = {
    "write-new": "新建或修改 {}，容易撤销", "write-over": "覆盖或修改 {}", "process": "影响其他进程（{}）",
    "net": "联网（{}）", "privilege": "需要其他账户的权限，或者修改系统（{}）",
    "opaque": "运行这一行里看不到的代码（{}）",
    "unknown": "做什么还不清楚（{}）", "destroy": "可能永久丢失（{}）",
}  # fmt: skip


def _effects(question: Question, line: str, chinese: bool) -> dict[str, list[str]]:
    """What policy reads in each command of the line, by the command's text, where the body can be asked."""
    import json

    seen = question.machine.probe(["ghost", "look", "line", line, "--json"], "read the line")
    if seen is None or seen.exit_code != 0:
        return {}
    try:
        told = json.loads(seen.stdout)
    except ValueError:
        return {}
    rows = told.get("commands") if isinstance(told, dict) else None
    found: dict[str, list[str]] = {}
    place = ""
    for row in rows if isinstance(rows, list) else []:
        if not isinstance(row, dict):
            continue
        place = str(row.get("text") or "").strip() or place  # what a command runs inside has no place of its own
        effects = row.get("effects")
        for one in effects if isinstance(effects, list) else []:
            said = _effect(one, chinese) if isinstance(one, dict) else ""
            if said and said not in found.setdefault(place, []):
                found[place].append(said)
    return found


def _effect(told: dict[str, object], chinese: bool) -> str:
    target = str(told.get("target") or "?")
    if chinese and told.get("kind") in _KINDS:
        return _KINDS[str(told["kind"])].format("它找到的内容" if target == "?" else code(target))
    return str(told.get("told") or "")


@skill(
    frame(
        "WHAT|EXPLAIN",
        "OPTION|number|thing",
        "thing",
        helps="EXPLAIN USE EFFECT MEANING WHAT OPTION PROGRAM COMMAND",
        takes="thing quoted",
        never="INSTALLED RUNNING PORT PACKAGE WHERE HOW LISTENING VERSION INSTALL NEED FILE FOLDER",
    ),
    frame(
        "WHAT|EXPLAIN",
        "thing",
        "USE|EFFECT|MEANING|COMMAND|PROGRAM",
        helps="EXPLAIN MEANING WHAT PROGRAM COMMAND USE",
        takes="thing",
        never="INSTALLED RUNNING PORT PACKAGE WHERE HOW LISTENING VERSION INSTALL NEED FILE FOLDER OPTION",
        prior=-0.05,
    ),
    whole=whole,
)
def answer(asked: Asked) -> str | None:
    """What a program is for, or what one of its options means."""
    machine = asked.machine
    options = re.findall(r"(?<![\w-])(--?[A-Za-z][\w-]*)", asked.question.text)
    names = [one for one in asked.things if not one.startswith("-")]
    names += [
        one.text
        for one in asked.tokens
        if one.text.isascii() and programs.runs(machine, one.text, asked.question.dialect)
    ]
    for name in dict.fromkeys(names):
        if options:
            said = [(one, summaries.option(machine, name, one)) for one in options]
            lines = [f"- {code(f'{name} {one}')}: {text}" for one, text in said if text]
            if lines:
                return "\n".join(lines)
        own = shellwords.word(name) or shellwords.option(name)
        about = (own[1] if own and asked.is_chinese else "") or summaries.of(machine, name) or (own or ("",))[0]
        if about:
            return f"{code(name)}{asked.say(': ', '：')}{about}"
        if sent := shellwords.signal(name):
            return f"{code(sent[0])}{asked.say(': ', '：')}{asked.say(*sent[1])}"
    return None


EXAMPLES = [
    Example("what does this do: tar czf x.tgz src", "`tar czf x.tgz src`", programs=["tar"]),
    Example("explain this line: ls docs", "`ls docs`", programs=["ls"]),
    Example("这是什么意思: tar czf x.tgz src", "`tar czf x.tgz src`", programs=["tar"]),
    Example("explain `rm -r build | sort`", ["deletes `build`", "lost for good"], programs=["rm", "sort"]),
    Example("`cat a > b` 是做什么的", "覆盖", programs=["cat"]),
    Example(
        "what does `scp a box:` do",
        "contacts box",
        programs=["scp"],
        probes={
            "ghost look line scp a box: --json": '{"commands": [{"text": "scp a box:", "effects": '
            '[{"kind": "net", "target": "box", "told": "contacts box"}]}]}'
        },
    ),
    Example("set -eu 是干嘛的", ["立即退出", "未定义"]),
    Example("what does kill -9 77 do? I only want to know", ["SIGKILL", "pid"], offers=[], programs=["kill"]),
    Example("what does 2>&1 mean", "stderr"),
    Example("how do I remove a folder", silent=True, programs=["rm"]),
]
