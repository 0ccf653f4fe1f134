"""The gates of the built-in rules.

GENERATED from the rule files by kernel/rules_index.py; do not edit.
"""

from __future__ import annotations

# name: programs, output_has, line_has, exit_codes, unseen
GATES: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[int, ...], bool]] = {
    "misspelt_option": ((), ("option", "unrecognized", "unrecognised", "unknown", "invalid", "unexpected", "bad ", "illegal", "flag", "switch", "undefined", "not recognized", "argument", "parameter", "predicate", "wasn't expected", "usage"), (" -",), (), False),
    "misspelt_path": ((), ("no such file or directory", "does not exist", "not found", "cannot access", "cannot find", "can't open", "no such file", "cannot open", "can't find", "unable to read", "could not open", "not a directory", "nonexistent", "no rule to make target", "did not match any", "cannot stat", "could not read", "can't read", "does not exist", "cannot load", "cannot find module", "could not find", "unable to open", "can not open", "couldn't open", "couldn't read", "no such directory", "unknown revision"), (), (), True),
    "misspelt_program": ((), ("not found", "unknown command", "no such file", "cannot run", "failed to run", "cannot find", "unrecognized command"), (), (1, 2, 4, 125, 126, 127), True),
    "misspelt_subcommand": ((), ("command", "usage", "invalid", "unknown", "unrecognized", "unrecognised", "no such", "not found", "did you mean", "operation", "argument", "action", "verb", "not a", "isn't", "does not exist", "missing script", "ambiguous", "no help topic", "no manual entry", "no rule", "expected"), (), (), True),
    "misspelt_value": ((), ("invalid", "valid ", "unknown", "unrecognized", "unrecognised", "choose from", "must be", "possible value", "expected one of", "not one of", "not a valid", "bad ", "ambiguous", "did you mean", "unsupported", "no such"), (), (), False),
    "told_by_message": ((), ("did you mean", "instead", " use ", "try ", "please run", "run ", "you can ", "to push", "replaced", "maybe you meant", "perhaps", "hint", "re-run", "rerun", "use `", "use '"), (), (), False),
}
