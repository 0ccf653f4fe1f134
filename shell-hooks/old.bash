# ghost's hooks for bash before 4.4; made by `ghost init bash`.
#
# Such a bash does not tell when a line begins, and a line cannot be put at its prompt: what could be done about a line
# that failed is said, and nothing is run. Only what bash 3.2 can read stands here.
if [[ $- == *i* && ${__ghost_loaded-} != "$$" ]]; then
  __ghost_loaded=$$ __ghost_on=1 __ghost_n=0 __ghost_hist=$HISTCMD

  # How did the line end? The next prompt command sees its status, and `$_`, whatever came of ours.
  __ghost_precmd() {
    \builtin local status=$?
    if ((status != 0 && status != 130)) && [[ -n $__ghost_on && $HISTCMD != "$__ghost_hist" && -x @GHOST@ ]]; then
      ((++__ghost_n))
      {
        \builtin printf 'more\0\0'
        HISTTIMEFORMAT='' \builtin history 1
        \builtin printf '\0f'
        \builtin compgen -A function
        # What an alias stands for need not be known where nothing runs.
        \builtin compgen -A alias
      } 2>/dev/null |
        \command @GHOST@ __hook failed --shell bash --id "$$.$__ghost_n" --status "$status" --offer --no-host @FLAGS@ \
          >/dev/null 2>/dev/tty
    fi
    __ghost_hist=$HISTCMD
    \builtin return "$status"
  }

  # Words of ghost's that only the shell itself can do.
  ghost() {
    case $#:${1-} in
      1:on) __ghost_on=1 ;;
      1:off) __ghost_on='' ;;
      *) \command @GHOST@ "$@" ;;
    esac
  }

  # shellcheck disable=SC2016  # expanded when it runs
  PROMPT_COMMAND='__ghost_precmd "$_"'$'\n'"${PROMPT_COMMAND-}"
fi
