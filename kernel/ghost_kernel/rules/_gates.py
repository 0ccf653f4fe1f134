"""The gates of the built-in rules.

GENERATED from the rule files by kernel/rules_index.py; do not edit.
"""

from __future__ import annotations

# name: programs, output_has, line_has, exit_codes, unseen
GATES: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[int, ...], bool]] = {
    "cd_elsewhere": (("cd", "pushd", "chdir"), ("no such file", "not a directory", "does not exist", "no such directory", "too many arguments"), (), (), True),
    "folder_needs_recursion": (("cp", "scp", "grep", "egrep", "fgrep", "zgrep", "zip", "gzip", "diff", "wget", "shellcheck", "rsync", "cat", "less", "more", "bat", "head", "tail", "awk", "sha512sum", "file", "md5sum", "tail", "sha256sum", "sort", "head", "nl", "sed", "cksum", "wc", "sha1sum"), ("is a directory", "not a regular file", "omitting directory", "skipping directory", "-r not specified", "is a directory -- ignored", "ist ein verzeichnis", "nothing to do", "read error"), (), (), False),
    "glued_words": ((), ("not found", "unknown command", "no such file"), (), (1, 126, 127), True),
    "installed_elsewhere": ((), ("not found", "unknown command", "no such file"), (), (1, 126, 127), True),
    "missing_parent": ((), ("no such file or directory", "not a directory", "unable to open database", "could not create", "cannot open output", "failed to open", "can't open", "cannot create", "does not exist", "failed writing", "unable to create", "no such directory"), (), (), False),
    "missing_tool": ((), ("not found", "unknown command", "no such file"), (), (1, 126, 127), True),
    "misspelt_option": ((), ("option", "unrecognized", "unrecognised", "unknown", "invalid", "unexpected", "bad ", "illegal", "flag", "switch", "undefined", "not recognized", "argument", "parameter", "predicate", "wasn't expected", "usage"), (" -",), (), False),
    "misspelt_path": ((), ("no such file or directory", "does not exist", "not found", "cannot access", "cannot find", "can't open", "no such file", "cannot open", "can't find", "unable to read", "could not open", "not a directory", "nonexistent", "no rule to make target", "did not match any", "cannot stat", "could not read", "can't read", "does not exist", "cannot load", "cannot find module", "could not find", "unable to open", "can not open", "couldn't open", "couldn't read", "no such directory", "unknown revision"), (), (), True),
    "misspelt_program": ((), ("not found", "unknown command", "no such file", "cannot run", "failed to run", "cannot find", "unrecognized command"), (), (1, 2, 4, 125, 126, 127), True),
    "misspelt_subcommand": ((), ("command", "usage", "invalid", "unknown", "unrecognized", "unrecognised", "no such", "not found", "did you mean", "operation", "argument", "action", "verb", "not a", "isn't", "does not exist", "missing script", "ambiguous", "no help topic", "no manual entry", "no rule", "expected"), (), (), True),
    "misspelt_value": ((), ("invalid", "valid ", "unknown", "unrecognized", "unrecognised", "choose from", "must be", "possible value", "expected one of", "not one of", "not a valid", "bad ", "ambiguous", "did you mean", "unsupported", "no such"), (), (), False),
    "mkdir_parents": (("mkdir",), ("no such file or directory",), (), (), False),
    "name_with_blanks": ((), ("no such file", "cannot stat", "cannot access", "can't open", "does not exist", "not found", "cannot find", "too many arguments", "is not a directory", "cannot open", "syntax error", "not a directory", "no matches"), (), (), False),
    "told_by_message": ((), ("did you mean", "instead", " use ", "try ", "please run", "run ", "you can ", "to push", "replaced", "maybe you meant", "perhaps", "hint", "re-run", "rerun", "use `", "use '"), (), (), False),
}
