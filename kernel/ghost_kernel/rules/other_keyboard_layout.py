"""The line was typed with another keyboard layout switched on: the same keys in Latin letters make a known command."""

from __future__ import annotations

from ghost_kernel.knowledge import programs
from ghost_kernel.rules import Example, Failure, Fix, rule

LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,./`"
LAYOUTS = (
    "йцукенгшщзхъфывапролджэячсмитьбю.ё",  # Russian
    "йцукенгшщзхїфівапролджєячсмитьбю.'",  # Ukrainian
    ";ςερτυθιοπ[]ασδφγηξκλ΄'ζχψωβνμ,./`",  # Greek
    "/'קראטוןםפ][שדגכעיחלךף,זסבהנמצתץ.;",  # Hebrew
)
# The letters of a Korean syllable as they are typed on a two-set keyboard (KS X 5002).
LEADS = "r R s e E f a q Q t T d w W c z x v g".split()
VOWELS = "k o i O j p u P h hk ho hl y n nj np nl b m ml l".split()
TAILS = " r R rt s sw sg e f fr fa fq ft fx fv fg a q qt t T d w c z x v g".split(" ")
PARTS = dict(zip("ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ", LEADS))
PARTS.update(zip("ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ", VOWELS))


@rule(output_has=["not found", "unknown command", "no such file"], exit_codes=[1, 126, 127], unseen=True)
def propose(failure: Failure) -> Fix | None:
    first = failure.line.split(" ")[0]
    if not first or first.isascii():
        return None
    for table in [*[dict(zip(layout, LATIN)) for layout in LAYOUTS], {}]:
        line = "".join([_key(char, table) for char in failure.line])
        words = line.split(" ")
        if not line.isascii() or not words[0]:
            continue
        name = words[1] if words[0] in ("sudo", "env") and len(words) > 1 else words[0]
        if programs.is_destructive(name) or not programs.runs(failure.machine, name, failure.dialect):
            continue
        return Fix(line=line, why="another keyboard layout was on", confidence=0.91, origin="local")
    return None


def _key(char: str, table: dict[str, str]) -> str:
    low = char.lower()
    if low in table and not char.isascii():
        return table[low].upper() if char != low else table[low]
    if char in PARTS:
        return PARTS[char]
    code = ord(char) - 0xAC00  # Unicode's syllables: lead, vowel, tail
    if 0 <= code < 11172:
        return LEADS[code // 588] + VOWELS[code % 588 // 28] + TAILS[code % 28]
    return char


EXAMPLES = [
    Example("пше дщп", "bash: пше: command not found", "git log", 127, programs=["git"]),
    Example("ㅣㄴ -ㅣ", "zsh: command not found: ㅣㄴ", "ls -l", 127, programs=["ls"]),
    Example("γιτ λογ", "bash: γιτ: command not found", "git log", 127, programs=["git"]),
    Example("кь x", "bash: кь: command not found", None, 127, programs=["rm"]),
    Example("größe", "bash: größe: command not found", None, 127),
]
