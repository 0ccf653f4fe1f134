# shellcheck shell=bash
# The wrapper with a model behind it, for scenarios that rules alone do not solve: see model_vivo.py, which mounts the
# folder at $VIVO_BRIDGE. The sandbox has a network of its own, so a model's server outside is reached through a socket
# file there: what is connected to the loopback port inside is handed through it.
mkdir -p "$HOME/.config/ghost"
cat > "$HOME/.config/ghost/config.toml" <<CONFIG
[models.small]
kind = "openai"
url = "http://127.0.0.1:8033/v1"
model = "small"
context = 4096
timeout_seconds = 240
[model]
use = "small"
[ask]
seconds = 240
CONFIG
python3 -I -S "$VIVO_BRIDGE/bridge.py" inside 8033 "$VIVO_BRIDGE/model.sock" "$HOME/.bridge" &
until [ -e "$HOME/.bridge" ]; do read -rt 0.02 <> <(:) || :; done
rm "$HOME/.bridge"
# shellcheck disable=SC1083  # the runner puts the quoted line there
ghost --yes --report "$GHOST_ACTED" -c {command}
record=$HOME/.local/state/ghost/last.json
if [ -n "${VIVO_TELL-}" ] && [ -f "$record" ]; then
  printf 'why\t%s\n' "$(cat "$record")" >> "$GHOST_ACTED"
fi
rm -rf "$HOME/.config/ghost"
kill %1
