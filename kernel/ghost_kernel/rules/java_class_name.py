"""java runs classes by their name, not by their file: Main.class and bin/Main.class mean Main."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(programs=["java"], output_has=["could not find or load main class", "classnotfoundexception"])
def propose(failure: Failure) -> Fix | None:
    operands = failure.stage.operands
    if not operands or failure.stage.has("-jar", "-cp", "-classpath", "--class-path"):
        return None
    word = operands[0]
    path = failure.path_of(word) or ""
    machine = failure.machine
    if path.endswith(".jar") and machine.is_file(path):
        return Fix(failure.replace(word, "-jar", word.plain), why="an archive is run with -jar", confidence=0.91)
    stem = path[: -len(".class")] if path.endswith(".class") else path
    if machine.is_file(stem + ".class") and stem != path:
        folder, _, name = stem.rpartition("/")
        new = ["-cp", folder, name] if folder else [name]
        return Fix(failure.replace(word, *new), why="java wants the name of the class", confidence=0.93, only=True)
    if stem == path and machine.is_file(stem + ".java") and not machine.is_file(stem + ".class"):
        return failure.swap(
            word, stem + ".java", why="the class is not compiled; java can run its source", confidence=0.86
        )
    return None


SAID = "Error: Could not find or load main class X\nCaused by: java.lang.ClassNotFoundException: X"
EXAMPLES = [
    Example("java Game.class 3", SAID, "java Game 3", files=["Game.class"]),
    Example("java out/Game.class", SAID, "java -cp out Game", files=["out/Game.class"]),
    Example("java game.jar", SAID, "java -jar game.jar", files=["game.jar"]),
    Example("java Game", SAID, "java Game.java", files=["Game.java"]),
    Example("java Gone", SAID, None),
    Example("java -cp out Game.class", SAID, None, files=["Game.class"]),
]
