"""The columns of a pipeline's tables: of Nushell's own well-known ones, and of the file that it opens."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ghost_kernel.failure import Failure
    from ghost_kernel.line import Stage

TABLES = {
    "ls": "name type size modified target readonly mode num_links inode user group created accessed",
    "ps": "pid ppid name status cpu mem virtual command start_time user_id priority process_threads cwd",
    "sys host": "name os_version long_os_version kernel_version hostname uptime boot_time",
    "sys mem": "total free used available swap_total swap_free swap_used",
    "sys cpu": "name brand vendor_id freq cpu_usage load_average",
    "sys disks": "device type mount total free removable kind",
    "sys net": "name mac ip sent recv",
    "sys users": "name groups",
    "which": "arg path type command",
    "du": "path apparent physical directories files",
    "history": "command index start_timestamp cwd duration exit_status item_id session_id hostname",
    "help commands": "name category command_type description params input_output search_terms is_const",
    "scope variables": "name type value is_const var_id",
    "uname": "kernel-name nodename kernel-release kernel-version machine operating-system",
    "version": "version major minor patch branch commit_hash build_os build_target rust_version cargo_version",
}
NU = (
    "default-config-dir config-path env-path history-path loginshell-path plugin-path home-dir home-path data-dir "
    "cache-dir vendor-autoload-dirs user-autoload-dirs temp-dir temp-path pid os-info startup-time is-interactive "
    "is-login history-enabled current-exe is-lsp is-mcp"
).split()
DEEPEST = 6
MOST = 400


def of_pipeline(failure: Failure, stages: list[Stage]) -> list[str]:
    """Names that columns may have where a pipeline begins with one of these; empty where nothing is known."""
    if not stages or not stages[0].words:
        return []
    words = [word.plain for word in stages[0].words if not word.is_option]
    head = " ".join(words[:2])
    known = TABLES.get(head) or TABLES.get(words[0])
    if known:
        return known.split()
    if words[0] == "open" and len(words) > 1:
        return of_file(failure, words[1])
    return []


def of_file(failure: Failure, path: str) -> list[str]:
    """The keys of a file with records, at any depth."""
    text = failure.machine.read(path)
    kind = path.rpartition(".")[2].lower()
    if kind in ("csv", "tsv"):
        head = text.partition("\n")[0].strip()
        return [one.strip().strip('"') for one in head.split("\t" if kind == "tsv" else ",") if one.strip()]
    if kind == "json":
        import json

        try:
            found: list[str] = []
            _keys(json.loads(text), found, 0)
            return list(dict.fromkeys(found))
        except (ValueError, RecursionError):
            return []
    if kind in ("toml", "yaml", "yml", "ini"):
        return _written(text, "=" if kind in ("toml", "ini") else ":")
    return []


def _keys(value: object, found: list[str], depth: int) -> None:
    if depth > DEEPEST or len(found) > MOST:
        return
    if isinstance(value, dict):
        for key, inner in value.items():
            found.append(str(key))
            _keys(inner, found, depth + 1)
    elif isinstance(value, list):
        for inner in value[:20]:
            _keys(inner, found, depth + 1)


def _written(text: str, mark: str) -> list[str]:
    """Keys of lines `key = value` or `key: value`, and of `[a.b]`."""
    found: list[str] = []
    for raw in text.splitlines()[:2000]:
        line = raw.strip().lstrip("- ")
        if line[:1] == "[" and mark == "=":
            found += [one.strip().strip('"') for one in line.strip("[] ").split(".")]
            continue
        name, is_there, _ = line.partition(mark)
        name = name.strip().strip("\"'")
        if is_there and name and " " not in name and name[0] != "#":
            found.append(name)
    return list(dict.fromkeys(found))[:MOST]
