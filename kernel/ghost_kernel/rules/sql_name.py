"""A table, column or keyword in an SQL statement is misspelt."""

from __future__ import annotations

from ghost_kernel import spelling
from ghost_kernel.rules import Example, Failure, Fix, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.line import Word

KEYWORDS = (
    "select from where insert into values update set delete create table drop alter index view order by group having "
    "limit "
    "join inner left right outer on as and or not null distinct count union primary key default unique exists "
    "between like "
    "in is add column integer text real blob asc desc offset case when then else end begin commit rollback pragma "
    "explain"
).split()

# What cannot be taken back is not mended by guessing.
LOSES = frozenset(("drop", "delete", "truncate", "vacuum", "detach"))


@rule(
    programs=["sqlite3", "sqlite", "psql", "mysql", "mariadb", "duckdb"],
    output_has=["no such table", "no such column", "syntax error", "does not exist", "doesn't exist", "unknown column"],
)
def propose(failure: Failure) -> Fix | None:
    statement = next(
        (word for word in failure.args if word.value and " " in word.plain and failure.args.index(word) > 0), None
    )
    if statement is None or LOSES.intersection(statement.plain.lower().split()):
        return None
    wrong = failure.search(
        r"no such (?:table|column): (?:\w+\.)?(\w+)"
        r"|near \"(\w+)\": syntax|at or near \"(\w+)\"|(?:relation|column) \"(\w+)\" does not|near '(\w+)"
    )
    if not wrong:
        return None
    name = next(one for one in wrong.groups() if one)
    if failure.has("syntax error"):
        near = spelling.rank(name.lower(), KEYWORDS)
        near = [spelling.Near(one.name.upper() if name.isupper() else one.name, one.cost, one.only) for one in near]
        return _swap(failure, statement, name, near, "rule") or _before(failure, statement, name)
    names = _tables(failure) if failure.has("table", "relation") else _columns(failure)
    return _swap(failure, statement, name, _plural(name, names) or spelling.rank(name, names), "local")


def _plural(name: str, names: list[str]) -> list[spelling.Near]:
    """`user` for `users` and the other way round is a slip of its own."""
    found = [one for one in names if one.lower() in (name.lower() + "s", name.lower().rstrip("s"), name.lower())]
    return [spelling.Near(found[0], 0.4, True)] if len(found) == 1 else []


def _before(failure: Failure, statement: Word, name: str) -> Fix | None:
    """The word in front of the one that the parser stumbled over: `select * form t` stumbles over t."""
    words = statement.plain.replace("(", " ").replace(",", " ").split()
    for at, word in enumerate(words[1:], 1):
        if word == name or (word.startswith(name) and not word[len(name)].isalnum()):
            before = words[at - 1]
            if before.lower() not in KEYWORDS:
                near = spelling.rank(before.lower(), KEYWORDS)
                return _swap(failure, statement, before, near, "rule")
    return None


def _swap(failure: Failure, statement: Word, old: str, near: list[spelling.Near], origin: str) -> Fix | None:
    import re

    if not near or near[0].name == old:
        return None
    pattern = rf"(?<!\w){re.escape(old)}(?!\w)"
    if len(re.findall(pattern, statement.plain)) != 1 or len(re.findall(pattern, statement.text)) != 1:
        return None
    from ghost_kernel.quoting import Raw

    best = near[0]
    return failure.swap(
        statement, Raw(re.sub(pattern, best.name, statement.text)), why=f"{best.name} is meant by {old}",
        confidence=spelling.confidence(best), origin=origin, only=best.only,
    )  # fmt: skip


def _tables(failure: Failure) -> list[str]:
    """The tables that the database's own statements name."""
    import re

    return list(
        dict.fromkeys(
            re.findall(
                r"CREATE\s+(?:TABLE|VIEW)\s+(?:IF\s+NOT\s+EXISTS\s+)?[\"'`\[]?(\w+)", _schema(failure), re.IGNORECASE
            )
        )
    )


def _columns(failure: Failure) -> list[str]:
    import re

    found: list[str] = []
    for body in re.findall(r"CREATE\s+TABLE\s+[^(]+\(([^\0]{1,4000}?)\)", _schema(failure), re.IGNORECASE):
        found += [part.split()[0].strip("\"'`[]") for part in body.split(",") if part.split()]
    return list(dict.fromkeys(found))


def _schema(failure: Failure) -> str:
    """The text of an SQLite file's first pages, where its statements stand (sqlite.org/fileformat2.html)."""
    for word in failure.stage.operands[:1]:
        head = failure.machine.head(failure.path_of(word) or "", 65536)
        if head.startswith(b"SQLite format 3\0"):
            return head.decode("utf-8", "replace")
    return ""


DATABASE = {"a.db": "SQLite format 3\0....CREATE TABLE orders(id INTEGER, total REAL)"}
EXAMPLES = [
    Example("sqlite3 a.db 'drop tabel notes'", 'Error: in prepare, near "tabel": syntax error', None),
    Example(
        "sqlite3 a.db 'select * from oders'",
        "Error: in prepare, no such table: oders",
        "sqlite3 a.db 'select * from orders'",
        files=DATABASE,
    ),
    Example(
        "sqlite3 a.db 'select totl from orders'",
        "Error: in prepare, no such column: totl",
        "sqlite3 a.db 'select total from orders'",
        files=DATABASE,
    ),
    Example('sqlite3 a.db "slect 1"', 'Error: near "slect": syntax error', 'sqlite3 a.db "select 1"', files=DATABASE),
    Example("sqlite3 a.db 'select * from frobs'", "Error: in prepare, no such table: frobs", None, files=DATABASE),
    Example(
        "sqlite3 a.db 'select * from orders wehre total=2'",
        'Error: in prepare, near "total": syntax error',
        "sqlite3 a.db 'select * from orders where total=2'",
        files=DATABASE,
    ),
    Example("sqlite3 a.db .tabels", "Error: unknown command", None, files=DATABASE),
]
