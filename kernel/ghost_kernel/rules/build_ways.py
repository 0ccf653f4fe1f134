"""A build tool wants a goal, a wrapper, a makefile, a binary's name, or its server's flag in the other case."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule

WRAPPERS = {"gradle": "gradlew", "gradlew": "gradlew", "mvn": "mvnw", "mvnw": "mvnw"}


@rule(
    programs=["mvn", "mvnw", "gradle", "gradlew", "make", "cargo", "php", "prove", "clang++", "g++", "clang"],
    output_has=["no goals have been specified", "not found", "available binaries",
                "result: notests", "extension", "</", "no makefile found", "unknown command", "no tests"],
)  # fmt: skip
def propose(failure: Failure) -> list[Fix] | Fix | None:
    words = failure.words
    plain = [word.plain for word in words]
    machine = failure.machine
    if failure.has("no goals have been specified"):
        return [
            Fix([*words, *goals.split()], why="a goal was missing", confidence=0.68 - 0.08 * place)
            for place, goals in enumerate(("clean package", "clean install", "test"))
        ]
    wrapper = WRAPPERS.get(failure.program, "")
    if (
        wrapper
        and failure.has("not found", "unknown command")
        and failure.exit_code == 127
        and machine.may_run(wrapper)
    ):
        return Fix([f"./{wrapper}", *words[1:]], why=f"{wrapper} lies here", confidence=0.96, origin="local")
    if failure.program == "make" and failure.has("no makefile found") and plain == ["make"]:
        if machine.may_run("configure"):
            return Fix(before=[["./configure"]], why="configure writes the makefile", confidence=0.72)
        if machine.is_file("CMakeLists.txt"):
            build = failure.command("cmake", "--build", "build")
            return Fix(build, before=[["cmake", "-B", "build"]], why="the project is built with cmake", confidence=0.75)
    if failure.program == "cargo" and plain[1:2] == ["run"] and failure.has("available binaries:"):
        names = (failure.output or "").partition("available binaries:")[2].splitlines()[0].replace(",", " ").split()
        return [
            Fix(
                [*words[:2], "--bin", name, *words[2:]],
                why="that is one of its programs",
                confidence=0.6,
                origin="output",
            )
            for name in names[:3]
        ]
    if failure.program == "php" and plain[1:2] == ["-s"] and len(plain) > 2 and ":" in plain[2]:
        return failure.swap(words[1], "-S", "the server is a capital S", 0.95)
    if failure.program == "prove" and failure.has("notests") and not failure.stage.has("-r", "--recurse"):
        return Fix([words[0], "-r", *words[1:]], why="looks into folders", confidence=0.85)
    standard = failure.search(r"is a C\+\+(11|14|17|20|23) extension")
    if standard and not any(one.startswith("-std") for one in plain) and failure.has("error:"):
        return Fix([*words, f"-std=c++{standard.group(1)}"], why="a newer C++ is used there", confidence=0.76)
    return None


EXAMPLES = [
    Example("mvn -q", "[ERROR] No goals have been specified for this build.", "mvn -q clean package"),
    Example("gradle build", "bash: gradle: command not found", "./gradlew build", 127, files=["gradlew*"]),
    Example(
        "make",
        "make: *** No targets specified and no makefile found.  Stop.",
        "./configure && make",
        2,
        files=["configure*"],
    ),
    Example("cargo run", "error: could not determine\navailable binaries: east, west", "cargo run --bin east", 101),
    Example("php -s localhost:80", "<code></code>", "php -S localhost:80"),
    Example("make", "make: *** No targets specified and no makefile found.  Stop.", None, 2),
]
