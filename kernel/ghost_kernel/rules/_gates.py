"""The gates of the built-in rules.

GENERATED from the rule files by kernel/rules_index.py; do not edit.
"""

from __future__ import annotations

# name: programs, output_has, line_has, exit_codes, unseen
GATES: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[int, ...], bool]] = {
    "archive_kind": (("tar", "gunzip", "gzip", "bunzip2", "bzip2", "unxz", "xz", "unzip", "zcat", "bzcat", "xzcat", "zgrep", "unzstd", "zstd", "zstdcat", "bsdtar", "jar"), ("not in gzip format", "not a bzip2 file", "not recognized", "does not look like a tar", "unknown suffix", "end-of-central-directory", "cannot find zipfile directory", "unsupported format", "error is not recoverable", "not a zip", "unknown format", "compressed"), (), (), False),
    "archive_of_another_kind": (("gunzip", "bunzip2", "unxz", "unzstd", "uncompress", "unzip", "unrar", "7z", "zcat", "gzcat", "bzcat", "xzcat", "zstdcat", "zgrep", "bzgrep", "xzgrep", "zless", "bzless", "xzless", "gzip", "bzip2", "xz", "zstd"), (), (), (), False),
    "bad_interpreter": ((), ("bad interpreter", "required file not found", "env: ", "no such file or directory", "exec format error", "cannot execute", "$'\\r': command not found", '\\r'), (), (1, 2, 126, 127), True),
    "cd_elsewhere": (("cd", "pushd", "chdir"), ("no such file", "not a directory", "does not exist", "no such directory", "too many arguments"), (), (), True),
    "doubled_words": ((), ("too many", "not found", "unknown", "not a git command", "usage", "invalid", "unexpected", "no such file"), (), (), False),
    "folder_needs_recursion": (("cp", "scp", "grep", "egrep", "fgrep", "zgrep", "zip", "gzip", "diff", "wget", "shellcheck", "rsync", "cat", "less", "more", "bat", "head", "tail", "cksum", "md5sum", "sha1sum", "nl", "sha256sum", "head", "sed", "awk", "sha512sum", "tail", "sort", "wc", "file"), ("is a directory", "not a regular file", "omitting directory", "skipping directory", "-r not specified", "is a directory -- ignored", "ist ein verzeichnis", "nothing to do", "read error"), (), (), False),
    "git_add_ignored": (("git",), ("are ignored by one of your .gitignore files",), (), (), False),
    "git_branch_exists": (("git",), ("already exists",), (), (), False),
    "git_branch_new": (("git",), ("did not match any file", "invalid reference"), (), (), False),
    "git_commit_all": (("git",), ("no changes added to commit", "nothing added to commit"), (), (), False),
    "git_merge_unrelated": (("git",), ("refusing to merge unrelated histories",), (), (), False),
    "git_pull_divergent": (("git",), ("need to specify how to reconcile divergent", "not possible to fast-forward"), (), (), False),
    "git_pull_tracking": (("git",), ("no tracking information",), (), (), False),
    "git_push_rejected": (("git",), ("fetch first", "non-fast-forward", "updates were rejected"), (), (), False),
    "git_push_upstream": (("git",), ("has no upstream branch", "--set-upstream origin", "git push --set-upstream"), (), (), False),
    "git_small_slips": (("git",), ("nothing specified, nothing added", "no such remote", "already exists", "must come before non-option", "used after filename", "local modifications", "expected, got tag", "expected, got commit", "expected, got remote branch", "no configured push destination", "is already checked out", "you are not currently on a branch", "option `set-upstream' is no longer supported", "upstream branch of your current branch does not match", "does not take a value", "refusing to fetch into"), (), (), False),
    "git_stash_first": (("git",), ("would be overwritten by", "you have unstaged changes", "contains uncommitted changes", "please commit or stash", "commit your changes or stash"), (), (), False),
    "git_stash_pop": (("git",), ("would be overwritten by merge",), (), (), False),
    "glued_words": ((), ("not found", "unknown command", "no such file"), (), (1, 126, 127), True),
    "installed_elsewhere": ((), ("not found", "unknown command", "no such file"), (), (1, 126, 127), True),
    "missing_exec_bit": ((), ("permission denied", "is a directory", "not executable", "cannot execute"), (), (1, 126, 127), True),
    "missing_parent": ((), ("no such file or directory", "not a directory", "unable to open database", "could not create", "cannot open output", "failed to open", "can't open", "cannot create", "does not exist", "failed writing", "unable to create", "no such directory"), (), (), False),
    "missing_tool": ((), ("not found", "unknown command", "no such file"), (), (1, 126, 127), True),
    "misspelt_option": ((), ("option", "unrecognized", "unrecognised", "unknown", "invalid", "unexpected", "bad ", "illegal", "flag", "switch", "undefined", "not recognized", "argument", "parameter", "predicate", "wasn't expected", "usage"), (" -",), (), False),
    "misspelt_path": ((), ("no such file or directory", "does not exist", "not found", "cannot access", "cannot find", "can't open", "no such file", "cannot open", "can't find", "unable to read", "could not open", "not a directory", "nonexistent", "no rule to make target", "did not match any", "cannot stat", "could not read", "can't read", "does not exist", "cannot load", "cannot find module", "could not find", "unable to open", "can not open", "couldn't open", "couldn't read", "no such directory", "unknown revision"), (), (), True),
    "misspelt_program": ((), ("not found", "unknown command", "no such file", "cannot run", "failed to run", "cannot find", "unrecognized command"), (), (1, 2, 4, 125, 126, 127), True),
    "misspelt_ref": (("git",), ("did not match any", "invalid reference", "does not match any", "does not appear to be a git repository", "unknown revision", "not something we can merge", "couldn't find remote ref", "no such remote", "no such branch", "not a valid ref", "not a commit", "bad revision", "invalid upstream", "not a valid object name", "no such ref", "does not exist in", "branch '", "not found", "is not a valid branch", "no upstream", "not a tree object", "no such path", "needed a single revision", "not a valid branch point", "cannot update paths"), (), (), False),
    "misspelt_subcommand": ((), ("command", "usage", "invalid", "unknown", "unrecognized", "unrecognised", "no such", "not found", "did you mean", "operation", "argument", "action", "verb", "not a", "isn't", "does not exist", "missing script", "ambiguous", "no help topic", "no manual entry", "no rule", "expected"), (), (), True),
    "misspelt_value": ((), ("invalid", "valid ", "unknown", "unrecognized", "unrecognised", "choose from", "must be", "possible value", "expected one of", "not one of", "not a valid", "bad ", "ambiguous", "did you mean", "unsupported", "no such"), (), (), False),
    "mkdir_parents": (("mkdir",), ("no such file or directory",), (), (), False),
    "name_with_blanks": ((), ("no such file", "cannot stat", "cannot access", "can't open", "does not exist", "not found", "cannot find", "too many arguments", "is not a directory", "cannot open", "syntax error", "not a directory", "no matches"), (), (), False),
    "pip_slips": (("pip", "pip3", "python", "python3", "uv"), ("externally-managed-environment", "no matching distribution found for", "invalid requirement", "hint: you may have forgotten", "could not install packages due to an"), (), (), False),
    "python_module": ((), ("no module named", "is a package and cannot be directly executed", "modulenotfounderror"), (), (), False),
    "tar_misplaced_name": (("tar",), (), (), (), False),
    "tar_needs_f": (("tar",), ("missing -f", "refusing to read archive contents from terminal", "refusing to write archive contents to terminal", "more than one '-acdtrux'", "no such file", "cowardly refusing", "/dev/st0", "/dev/tape"), (), (), False),
    "tar_other_compression": (("tar", "bsdtar"), (), (), (), False),
    "told_by_message": ((), ("did you mean", "instead", " use ", "try ", "please run", "run ", "you can ", "to push", "replaced", "maybe you meant", "perhaps", "hint", "re-run", "rerun", "use `", "use '"), (), (), False),
    "wrong_interpreter": (("python", "python3", "bash", "sh", "dash", "zsh", "node", "ruby", "perl", "source", "."), ("syntax", "not found", "unexpected", "unable to read import", "import:", "unrecognized character", "parse error", "invalid or unexpected token"), (), (), False),
}
