"""A server has no such page, and the last part of the address is nearly a usual name or has nearly a usual ending."""

from __future__ import annotations

from ghost_kernel import spelling
from ghost_kernel.rules import Example, Failure, Fix, rule

NAMES = (
    "index.html index.htm index.json robots.txt sitemap.xml favicon.ico manifest.json package.json install.sh setup.sh "
    "README.md LICENSE CHANGELOG.md health status version login download downloads latest releases checksums.txt "
    "SHA256SUMS requirements.txt docker-compose.yml Dockerfile Makefile main.js style.css"
).split()
ENDINGS = (
    "html htm json txt xml csv tsv md yaml yml toml zip gz tgz bz2 xz zst tar png jpg jpeg gif svg pdf js css sh py "
    "deb rpm iso sql log conf whl jar wasm mp3 mp4"
).split()


@rule(programs=["curl", "wget"], exit_codes=[8, 22], unseen=True)
def propose(failure: Failure) -> Fix | None:
    if failure.output and failure.has("error: ", "error ") and not failure.has("404", "410"):
        return None
    for word in failure.args:
        text = word.value or ""
        if "://" not in text or "?" in text or "#" in text:
            continue
        host, mark, path = text.partition("://")[2].partition("/")
        name = path.rpartition("/")[2]
        new = _name(name) if mark and name else ""
        if new:
            fixed = text[: len(text) - len(name)] + new
            return failure.swap(word, fixed, why=f"{host} has no {name}, but may have {new}", confidence=0.72)
    return None


def _name(name: str) -> str:
    """The usual name that is meant; empty when the name is well spelt as far as can be told."""
    if name in NAMES:
        return ""
    stem, dot, ending = name.rpartition(".")
    if dot and stem and len(ending) > 1 and ending.lower() not in ENDINGS:
        found = spelling.rank(ending, ENDINGS, 1.0)
        best = [one.name for one in found if one.cost <= found[0].cost + 0.1]
        # A letter is left out more often than one is added.
        best = [one for one in best if spelling.is_part(ending, one)] or best
        if len(best) == 1:
            return f"{stem}.{best[0]}"
    found = [one for one in spelling.rank(name, NAMES) if "." in one.name or len(name) > 4]
    return found[0].name if found and found[0].only else ""


EXAMPLES = [
    Example("wget -q http://x.example/data.josn", "", "wget -q http://x.example/data.json", 8),
    Example("wget -q http://x.example/data.xm", None, "wget -q http://x.example/data.xml", 8),
    Example(
        "curl -f -o p https://x.example/robtos.txt",
        "curl: (22) The requested URL returned error: 404",
        "curl -f -o p https://x.example/robots.txt",
        22,
    ),
    Example("curl -f https://x.example/a.json", "curl: (22) The requested URL returned error: 404", None, 22),
    Example("curl -f https://x.example/a.jsn", "curl: (22) The requested URL returned error: 403", None, 22),
]
