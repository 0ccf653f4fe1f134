# shellcheck shell=bash
# A template for scenarios whose checks count on output that is no terminal's: ghost runs the failing line and repairs it.
# VIVO_TELL, VIVO_TAKE and VIVO_KERNEL are those of vivo-hosted-bash.sh.
# shellcheck disable=SC1083  # the runner puts the quoted line there
ghost --yes ${VIVO_KERNEL:+--kernel "$VIVO_KERNEL"} --report "$GHOST_ACTED" -c {command}
record=$HOME/.local/state/ghost/last.json
if [ -n "${VIVO_TELL-}" ] && [ -f "$record" ]; then
  printf 'why\t%s\n' "$(cat "$record")" >> "$GHOST_ACTED"
fi
if [ -n "${VIVO_TAKE-}" ] && [ -f "$record" ]; then
  # The session's own shell takes it, so that a `cd` counts.
  offered=$(python3 -I -S -c '
import json, sys
record = json.load(open(sys.argv[1]))
print(record["steps"][-1]["line"] if "offered" in record["ending"] else "")
' "$record")
  if [ -n "$offered" ]; then
    printf 'taken\t%s\n' "$offered" >> "$GHOST_ACTED"
    eval "$offered"
  fi
fi
