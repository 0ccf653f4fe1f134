# shellcheck shell=bash
# What stands before a template where a model is behind the rules: see model_vivo.py, which mounts the folder at
# $VIVO_BRIDGE. The sandbox has a network of its own, so a model's server outside is reached through a socket file
# there: what is connected to the loopback port inside is handed through it.
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
repair_seconds = 240
[ask]
seconds = 240
CONFIG
python3 -I -S "$VIVO_BRIDGE/bridge.py" inside 8033 "$VIVO_BRIDGE/model.sock" "$HOME/.bridge" &
until [ -e "$HOME/.bridge" ]; do read -rt 0.02 <> <(:) || :; done
rm "$HOME/.bridge"
# What the person has there is as it was when a scenario's check looks.
vivo_after() {
  rm -rf "$HOME/.config/ghost"
  kill %1
}
