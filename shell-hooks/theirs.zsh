# The part of ghost's hooks for zsh that calls what is the person's own, under the person's own options.
if [[ -o interactive && ${__ghost_theirs-} != $$ ]]; then
  typeset -g __ghost_theirs=$$

  # Become `zle-line-init` and `zle-line-finish`. Others may have been put around them (add-zle-hook-widget).
  __ghost_line_init() {
    [[ -z $__ghost_within ]] || return 0
    __ghost_within=1 __ghost_called+=' init'
    [[ -z ${widgets[__ghost_before_init]-} ]] || zle __ghost_before_init -f nolast -N -- "$@"
    __ghost_within=''
    if [[ ${functions[command_not_found_handler]-} != *__ghost_missing* ]]; then
      # Who was there before is asked when we have nothing.
      if [[ -n ${functions[command_not_found_handler]-} ]]; then
        functions[__ghost_missing_before]=${functions[command_not_found_handler]}
      fi
      functions[command_not_found_handler]=${functions[__ghost_not_found]}
    fi
    __ghost_accept
  }
  __ghost_line_finish() {
    [[ -z $__ghost_within ]] || return 0
    __ghost_within=1 __ghost_called+=' finish'
    [[ -z ${widgets[__ghost_before_finish]-} ]] || zle __ghost_before_finish -f nolast -N -- "$@"
    __ghost_within=''
    __ghost_sentence
  }

  # Becomes `command_not_found_handler`.
  __ghost_not_found() {
    __ghost_missing "$@"
    if [[ -n ${functions[__ghost_missing_before]-} ]]; then
      __ghost_missing_before "$@"
    else
      builtin print -ru2 -- "zsh: command not found: $1"
      return 127
    fi
  }
fi
