"""kubectl takes a file only behind -f."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule

VERBS = ("apply", "create", "delete", "replace", "diff", "get", "describe")


@rule(programs=["kubectl", "oc", "k3s"], output_has=["one of -f", "unexpected args", "must specify", "resource type"])
def propose(failure: Failure) -> Fix | None:
    args = failure.args
    if len(args) < 2 or args[0].plain not in VERBS or failure.stage.has("-f", "-k", "--filename"):
        return None
    word = next((one for one in failure.stage.operands[1:] if one.plain.endswith((".yaml", ".yml", ".json"))), None)
    if word is None or args[0].plain == "delete":
        return None
    return Fix(failure.replace(word, "-f", word.plain), why="a file stands behind -f", confidence=0.96)


EXAMPLES = [
    Example("kubectl apply a.yaml", "error: must specify one of -f and -k", "kubectl apply -f a.yaml"),
    Example("kubectl apply web", "error: must specify one of -f and -k", None),
]
