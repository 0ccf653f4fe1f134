# shellcheck shell=bash
# Stands in for bash-preexec (github.com/rcaloras/bash-preexec): functions before each command and before each prompt, by
# a DEBUG trap and PROMPT_COMMAND, with the same questions asked in the same order. Of it are kept: the late installation
# in front of the first prompt, the flag that tells commands of the person's from those of a prompt, the test for a
# terminal on stdout, and the comparison with the lines of PROMPT_COMMAND.

precmd_functions=() preexec_functions=()
__bp_waits='' __bp_status=0

__bp_precmd_invoke_cmd() {
  __bp_status=$?
  local one
  for one in "${precmd_functions[@]}"; do
    (exit "$__bp_status")
    "$one"
  done
}

__bp_interactive_mode() { __bp_waits=1; }

__bp_is_prompt_command() {
  local line lines
  IFS=$'\n;' read -rd '' -a lines <<<"$PROMPT_COMMAND"
  for line in "${lines[@]}"; do
    line=${line#"${line%%[![:space:]]*}"}
    [[ ${line%"${line##*[![:space:]]}"} != "$BASH_COMMAND" ]] || return 0
  done
  return 1
}

__bp_trap() {
  [[ -t 1 && -z ${COMP_LINE-} && -n $__bp_waits ]] || return 0
  ((BASH_SUBSHELL)) || __bp_waits=''
  if __bp_is_prompt_command; then
    __bp_waits=''
    return 0
  fi
  local one line
  line=$(HISTTIMEFORMAT='' builtin history 1 | sed '1 s/^ *[0-9][0-9]*[* ] //')
  [[ -n $line ]] || return 0
  for one in "${preexec_functions[@]}"; do "$one" "$line"; done
}

__bp_install() {
  trap __bp_trap DEBUG
  local before=${PROMPT_COMMAND//__bp_install/}
  before=${before%$'\n'}
  PROMPT_COMMAND=__bp_precmd_invoke_cmd$'\n'${before:+$before$'\n'}__bp_interactive_mode
  __bp_precmd_invoke_cmd
  __bp_interactive_mode
}

PROMPT_COMMAND=${PROMPT_COMMAND:+$PROMPT_COMMAND$'\n'}__bp_install
