# ghost's hooks for bash 4.4 and newer; made by `ghost init bash`.
#
# On the way to a prompt after a command that went well nothing is started: one printf, a few tests. What the hooks
# say goes to the terminal itself, as marks that the host takes out again. `$?`, PIPESTATUS, `$_`, `$!` and everything
# that is the person's own stay as they were. Loading this twice is the same as loading it once.
if [[ $- == *i* && -z ${__ghost_loaded-} ]]; then
  __ghost_loaded=1 __ghost_on=1 __ghost_n=0 __ghost_ran=0 __ghost_ps2=0 __ghost_ps0=1
  __ghost_ours='' __ghost_go='' __ghost_fill='' __ghost_typed='' __ghost_kept='' __ghost_hist=$HISTCMD

  __ghost_mark() { \builtin printf '\e]6973;%s;%s\a' "$GHOST_TOKEN" "$1" >/dev/tty; }

  # First of all prompt commands: how did the line end?
  __ghost_precmd() {
    \builtin local status=$? pipe=" ${PIPESTATUS[*]} "
    \builtin local ran=$__ghost_ran asks=0
    __ghost_ran=0 __ghost_ps2=0 __ghost_go='' __ghost_fill=''
    [[ -n $__ghost_on ]] || \builtin return "$status"
    if ((!ran)); then
      # An empty line, or Ctrl-C at the prompt, unless it is one that bash could not read: that one is in the history.
      if ((status != 2)) || [[ $HISTCMD == "$__ghost_hist" ]]; then
        __ghost_hist=$HISTCMD
        \builtin return "$status"
      fi
      ((++__ghost_n))
    fi
    if ((status != 0 && status != 130)) || [[ -n $__ghost_ours || $pipe == *' 127 '* ]]; then asks=1; fi
    __ghost_mark "D;$$.$__ghost_n;$status;$asks"
    if ((asks)); then __ghost_ask "$status"; fi
    __ghost_ours='' __ghost_typed='' __ghost_hist=$HISTCMD
    \builtin return "$status"
  }

  # What is to be done about it?
  __ghost_ask() {
    \builtin local line='' last reply history flags='' name
    last=$(HISTTIMEFORMAT='' \builtin history 1)
    last=${last#"${last%%[![:space:]]*}"}
    last=${last#*[[:space:]][[:space:]]}
    if [[ $HISTCMD != "$__ghost_hist" || $__ghost_typed == "$last" ]]; then
      line=$last
    else
      # History leaves it out: so do we.
      line=$__ghost_typed flags=--private
    fi
    [[ -n $line ]] || \builtin return
    [[ -z $__ghost_ours ]] || flags+=' --ours'
    reply=$({
      \builtin printf '%s\0' "$line"
      for name in "${!BASH_ALIASES[@]}"; do \builtin printf 'a%s=%s\0' "$name" "${BASH_ALIASES[$name]}"; done
      \builtin printf 'f'
      \builtin compgen -A function
    } | \command @GHOST@ __hook failed --shell bash --id "$$.$__ghost_n" --status "$1" $flags @FLAGS@ 2>/dev/tty)
    if [[ $reply == run$'\n'* && -z $__ghost_kept ]]; then __ghost_kept=$__ghost_hist; fi
    history=${reply#*$'\n'} history=${history%%$'\n'*}
    case $history in
      =*)
        # What was tried leaves the history, and what worked takes its place.
        while [[ -n $__ghost_kept ]] && ((HISTCMD > __ghost_kept)); do \builtin history -d -1 || \builtin break; done
        [[ -z $__ghost_kept ]] || \builtin history -s -- "${history#=}"
        ;;
    esac
    case $reply in
      run$'\n'*) __ghost_go=1 __ghost_fill=${reply#*$'\n'*$'\n'} ;;
      fill$'\n'*) __ghost_kept='' __ghost_go=fill __ghost_fill=${reply#*$'\n'*$'\n'} ;;
      *) __ghost_kept='' ;;
    esac
  }

  # Last of all prompt commands. Descriptor 9 is the shell's own stderr.
  __ghost_prompt() {
    \builtin local status=$?
    # Marks of PS0 go to stderr, and only a terminal takes them out again.
    if [[ /dev/fd/9 -ef $GHOST_TTY ]]; then __ghost_ps0=$__ghost_on; else __ghost_ps0=''; fi
    __ghost_arm
    case $__ghost_go in
      1)
        __ghost_mark A
        __ghost_mark W
        ;;
      fill) __ghost_mark F ;;
    esac
    \builtin return "$status"
  }

  # Puts our parts where they belong; prompts of others are often made anew.
  __ghost_arm() {
    [[ ${PS0-} == *__ghost_ran* ]] ||
      PS0=${PS0-}'${__ghost_ps0:+\e]6973;$GHOST_TOKEN;C;$$.$((__ghost_ran=1,++__ghost_n))\a}'
    [[ ${PS2-} == *__ghost_ps2* ]] || PS2='${__ghost_nothing[$((__ghost_ps2=1))]-}'${PS2-}
    \builtin local first='{ __ghost_precmd; } 2>/dev/null' last='{ __ghost_prompt; } 9>&2 2>/dev/null' one
    if ((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] >= 501)); then
      if [[ ${PROMPT_COMMAND[0]-} != "$first" || ${PROMPT_COMMAND[${#PROMPT_COMMAND[@]} - 1]-} != "$last" ]]; then
        \builtin local -a others
        others=()
        for one in "${PROMPT_COMMAND[@]}"; do
          [[ -z $one || $one == "$first" || $one == "$last" ]] || others+=("$one")
        done
        PROMPT_COMMAND=("$first" "${others[@]}" "$last")
      fi
    elif [[ $PROMPT_COMMAND != "$first"*"$last" ]]; then
      one=${PROMPT_COMMAND//"$first"?(;)/} one=${one//"$last"/}
      PROMPT_COMMAND="$first"$'\n'"${one%%*([[:space:];])}"$'\n'"$last"
    fi
  }

  # A key of the host's: the line that waits goes into the editor. (`$_` becomes the last word of a call: itself.)
  __ghost_put() {
    READLINE_LINE=$__ghost_fill READLINE_POINT=${#__ghost_fill}
    if [[ $__ghost_go == 1 ]]; then __ghost_ours=1; fi
    __ghost_go='' __ghost_fill=''
  }

  # Enter. Not in `read -e` of a running command, nor on a further line of one.
  __ghost_enter() {
    __ghost_typed=''
    if ((!__ghost_ran && !__ghost_ps2)); then __ghost_typed=$READLINE_LINE; fi
  }

  if [[ -z ${BLE_VERSION-} ]]; then
    for __ghost_map in emacs-standard vi-insert vi-command; do
      \builtin bind -m "$__ghost_map" -x '"\e[6973~": __ghost_put "$_"'
      \builtin bind -m "$__ghost_map" '"\e[6974~": accept-line'
      \builtin bind -m "$__ghost_map" -x '"\e[6975~": __ghost_enter "$_"'
      \builtin bind -m "$__ghost_map" '"\C-m": "\e[6975~\e[6974~"'
    done
    \builtin unset __ghost_map
  fi

  if ((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] >= 501)); then
    # A later `PROMPT_COMMAND=…` in the person's own files sets the first element and leaves these two alone.
    PROMPT_COMMAND=("${PROMPT_COMMAND[0]-}" "${PROMPT_COMMAND[@]:1}" '{ __ghost_precmd; } 2>/dev/null'
      '{ __ghost_prompt; } 9>&2 2>/dev/null')
  else
    PROMPT_COMMAND='{ __ghost_precmd; } 2>/dev/null'$'\n'"${PROMPT_COMMAND-}"$'\n''{ __ghost_prompt; } 9>&2 2>/dev/null'
  fi
fi
