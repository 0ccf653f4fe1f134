"""docker refuses for a state: not logged in, in use, not running, a name taken, no folder named."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule

LOGGED_OUT = ("docker login", "access to the resource is denied", "authentication required", "unauthorized")


@rule(
    programs=["docker", "podman", "nerdctl"],
    output_has=["docker login", "access to the resource is denied", "unauthorized", "is being used by", "is in use by",
                "is using its", "container is running", "is not running", "is already in use by",
                "requires exactly 1 argument", "'compose' is not a docker command", "authentication required"],
)  # fmt: skip
def propose(failure: Failure) -> list[Fix] | Fix | None:
    words = failure.words
    name = words[0].plain
    plain = [word.plain for word in words]
    if failure.has(*LOGGED_OUT) and {"pull", "push", "build", "run", "up"}.intersection(plain):
        return Fix(before=[[name, "login"]], why="one has to be logged in", confidence=0.62)
    used = failure.search(r"(?:used by|in use by) (running |stopped )?container (\w+)") or failure.search(
        r"- (running |stopped )?container (\w+) is using"
    )
    if used and not failure.has("is already in use by"):
        ended = [[name, "container", "stop", used.group(2)]] if used.group(1) == "running " else []
        before = [*ended, [name, "container", "rm", used.group(2)]]
        return Fix(before=before, why="a container uses the image", confidence=0.6, origin="output")
    if "rm" in plain and failure.has("container is running") and not failure.stage.has("-f", "--force"):
        boxes = [word for word in failure.stage.operands if word.plain not in ("rm", "container")]
        if boxes:
            return Fix(before=[[name, "stop", *boxes]], why="the container still runs", confidence=0.64)
    if "exec" in plain and failure.has("is not running"):
        box = next((word for word in failure.stage.operands if word.plain not in ("exec", "container")), None)
        return Fix(before=[[name, "start", box]], why="the container does not run", confidence=0.7) if box else None
    taken = failure.search(r'container name "/?([\w.-]+)" is already in use')
    if taken and "run" in plain:
        return Fix(
            [words[0], "start", taken.group(1)], why="the container exists already", confidence=0.56, origin="output"
        )
    if "build" in plain and failure.has("requires exactly 1 argument") and not _has_folder(plain):
        return Fix([*words, "."], why="the folder to build from is missing", confidence=0.92)
    old = failure.machine.which("docker-compose") or not failure.machine.path
    if plain[1:2] == ["compose"] and failure.has("is not a docker command") and old:
        return Fix(["docker-compose", *words[2:]], why="compose is a program of its own here", confidence=0.91)
    return None


def _has_folder(plain: list[str]) -> bool:
    return plain[-1] in (".", "-") or ("/" in plain[-1] and plain[-2] not in ("-t", "-f", "--tag", "--file"))


EXAMPLES = [
    Example(
        "docker push corp/kit",
        "denied: requested access to the resource is denied",
        "docker login && docker push corp/kit",
    ),
    Example(
        "docker rmi 7f",
        "conflict: unable to delete 7f - image is being used by stopped container a8",
        "docker container rm a8 && docker rmi 7f",
    ),
    Example("docker rm box", "cannot remove container: container is running", "docker stop box && docker rm box"),
    Example("docker build -t kit", 'ERROR: "docker build" requires exactly 1 argument.', "docker build -t kit ."),
    Example("docker ps", "unauthorized: the daemon says no", None),
]
