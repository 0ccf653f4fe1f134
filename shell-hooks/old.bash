# ghost's hooks for bash before 4.4; made by `ghost init bash`.
#
# Such a bash does not tell when a line begins, and a line cannot be put at its prompt: what could be done about a line
# that failed is said, and nothing is run. Only what bash 3.2 can read stands here.
if [[ $- == *i* && ${__ghost_loaded-} != "$$" ]]; then
  __ghost_loaded=$$ __ghost_on=1 __ghost_n=0 __ghost_hist=''

  # The number that the next line will have in the history, in `__ghost_now`. (bash 4 may say 1 here, whatever there is.)
  __ghost_count() {
    __ghost_now=$HISTCMD
    if ((__ghost_now == 1)); then
      __ghost_now=$(HISTTIMEFORMAT='' \builtin history 1)
      __ghost_now=${__ghost_now#"${__ghost_now%%[![:space:]]*}"}
      __ghost_now=$((${__ghost_now%%[!0-9]*} + 1))
    fi
  }

  # How did the line end? The next prompt command sees its status, and `$_`, whatever came of ours.
  __ghost_precmd() {
    # bash 3.2 knows statuses above 255, of a line that it could not read.
    \builtin local __g_status=$(($? & 255)) IFS=$' \t\n'
    __ghost_count
    # The first prompt has no line before it.
    if ((__g_status != 0 && __g_status != 130)) && [[ -n $__ghost_hist && $__ghost_now != "$__ghost_hist" ]] &&
      [[ -n $__ghost_on && -x @GHOST@ ]]; then
      ((++__ghost_n))
      {
        \builtin printf 'more\0\0'
        HISTTIMEFORMAT='' \builtin history 1
        \builtin printf '\0f'
        \builtin compgen -A function
        # What an alias stands for need not be known where nothing runs.
        \builtin compgen -A alias
      } 2>/dev/null |
        \command @GHOST@ __hook failed --shell bash --id "$$.$__ghost_n" --status "$__g_status" --offer --no-host @FLAGS@ \
          >/dev/null 2>/dev/tty
    fi
    __ghost_hist=$__ghost_now
    \builtin return "$__g_status"
  }

  # Words of ghost's that only the shell itself can do.
  ghost() {
    case $#:${1-} in
      1:on) __ghost_on=1 ;;
      1:off) __ghost_on='' ;;
      *) \command @GHOST@ "$@" ;;
    esac
  }
fi
# A file of settings that is read once more may have set it anew. (Nothing is shown of it: a shell inside this one may
# inherit it without the function.)
if [[ $- == *i* && ${PROMPT_COMMAND-} != *__ghost_precmd* ]]; then
  # shellcheck disable=SC2016,SC2178  # expanded when it runs; a text before bash 5.1
  PROMPT_COMMAND='{ __ghost_precmd "$_"; } 2>/dev/null'$'\n'"${PROMPT_COMMAND-}"
fi
