"""A script looks for a file that lies beside it, and was started from elsewhere: it is started where its files are."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(
    programs=["python3", "python", "node", "ruby", "perl", "bash", "sh", "php", "lua"],
    output_has=["no such file or directory"],
)
def propose(failure: Failure) -> Fix | None:
    operands = failure.stage.operands
    machine = failure.machine
    if not operands or failure.stage.has("-m", "-c", "-e") or failure.args[0] is not operands[0]:
        return None
    if len(failure.stages) != 1 or failure.stage.redirects or failure.stage.prefix or failure.stage.assignments:
        return None
    script = failure.path_of(operands[0]) or ""
    folder, slash, name = script.rpartition("/")
    if not slash or script[0] in "~/" or not machine.is_file(script):
        return None
    if any(machine.exists(word.plain) for word in failure.args[1:]):
        return None  # it would not be found from there
    found = failure.search(
        r"(?:No such file or directory: |no such file or directory, open |open file |: )'?([\w./ -]+?)'?"
        r"(?:: No such file or directory)?$"
    )
    missing = found.group(1) if found else ""
    if not missing or missing[0] in "/~" or missing.startswith("../"):
        return None
    if machine.exists(missing) or not machine.exists(f"{folder}/{missing}"):
        return None
    words = [failure.words[0].text, name, *[word.text for word in failure.args[1:]]]
    return Fix(
        line=f"(cd {folder} && {' '.join(words)})" if _plain(folder + name) else "",
        why=f"{missing} is in {folder}, beside the script",
        confidence=0.85,
        origin="local",
    )


def _plain(text: str) -> bool:
    from ghost_kernel.quoting import is_safe

    return is_safe(text)


EXAMPLES = [
    Example(
        "python3 shop/run.py -v",
        "FileNotFoundError: [Errno 2] No such file or directory: 'rows.csv'",
        "(cd shop && python3 run.py -v)",
        files=["shop/run.py", "shop/rows.csv"],
    ),
    Example(
        "bash shop/run.sh",
        "cat: rows.csv: No such file or directory",
        "(cd shop && bash run.sh)",
        files=["shop/run.sh", "shop/rows.csv"],
    ),
    Example(
        "python3 shop/run.py",
        "FileNotFoundError: [Errno 2] No such file or directory: 'rows.csv'",
        None,
        files=["shop/run.py"],
    ),
]
