"""The line was copied from a page's source: &amp; &lt; &gt; &quot; stand for the signs themselves."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule

SIGNS = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&nbsp;": " ", "&amp;": "&"}  # & last: &amp;lt;


@rule(line_has=list(SIGNS), unseen=True)
def propose(failure: Failure) -> Fix | None:
    line = failure.line
    if "://" in line and not any(f" {sign}" in line or f"{sign}&" in line for sign in SIGNS):
        return None
    for sign, char in SIGNS.items():
        line = line.replace(sign, char)
    return Fix(line=line, why="signs were written as in a page's source", confidence=0.97)


EXAMPLES = [
    Example("make &amp;&amp; make install", "bash: amp: command not found", "make && make install", 127),
    Example("sort &lt; a.txt", "bash: lt: command not found", "sort < a.txt", 127),
    Example("curl http://x.invalid/?a=1&amp;b=2", "bash: amp: command not found", None, 127),
]
