# ghost's hooks for zsh 5.8 and newer; made by `ghost init zsh`.
#
# On the way to a prompt after a command that went well nothing is started. What the hooks say goes to the terminal
# itself, as marks that the host takes out again. Loading this twice is the same as loading it once.
# (A shell inside this one may have inherited our variables: only what this process has set counts.)
#
# `ghost init zsh` hands this to `emulate zsh -c`: whatever the person has set (KSH_ARRAYS, ERR_EXIT, XTRACE, …), these
# functions run under zsh's own options. What calls functions of the person's stands in theirs.zsh, outside of that.
if [[ -o interactive && ${__ghost_loaded-} != $$ ]]; then
  typeset -gi __ghost_n=0 __ghost_ran=0
  typeset -g __ghost_loaded=$$ __ghost_on=1 __ghost_host=@HOST@ __ghost_line='' __ghost_ours='' __ghost_go=''
  typeset -g __ghost_fill='' __ghost_filled='' __ghost_fixed=${${GHOST_SOCK-}%.sock}.fix
  typeset -g __ghost_before='' __ghost_asked='' __ghost_next='' __ghost_called='' __ghost_within=''

  __ghost_mark() { [[ -z $__ghost_host ]] || builtin print -n "\e]6973;$GHOST_TOKEN;$1\a" >$TTY }

  # A line is about to run.
  __ghost_preexec() {
    __ghost_ran=1 __ghost_line=$1
    (( ++__ghost_n ))
    [[ -z $__ghost_on ]] || __ghost_mark "C;$$.$__ghost_n"
  }

  # First of all: how did it end? What went well is told in one line. (zsh gives each hook the status of the line,
  # whatever the one before returns.)
  __ghost_precmd() {
    builtin local -i code=$?
    builtin local pipe=" ${pipestatus[*]} "
    if (( __ghost_ran && code == 0 )) && [[ -n $__ghost_on && -z $__ghost_ours$__ghost_next$__ghost_filled && $pipe != *' 127 '* &&
      ! -s $__ghost_fixed ]]; then
      __ghost_ran=0 __ghost_go='' __ghost_fill='' __ghost_filled='' __ghost_before=$HISTCMD
      __ghost_mark "D;$$.$__ghost_n;0;0"
      return 0
    fi
    __ghost_ended $code
    return 0
  }

  __ghost_ended() {
    builtin local -i code=$1 ran=__ghost_ran asks=0
    builtin local filled=$__ghost_filled
    builtin trap - DEBUG ZERR
    __ghost_ran=0 __ghost_go='' __ghost_fill='' __ghost_filled=''
    [[ -n $__ghost_on ]] || return 0
    if [[ -n $__ghost_asked ]]; then
      __ghost_answer
      return 0
    fi
    if (( ! ran )); then
      # An empty line, or Ctrl-C at the prompt, unless it is one that zsh could not read: that one is in the history.
      if (( code != 1 )) || [[ $HISTCMD == $__ghost_before ]]; then
        __ghost_before=$HISTCMD
        # What was offered has been taken out of the editor, and nothing ran.
        [[ -z $filled || -z $__ghost_host || ! -x @GHOST@ ]] ||
          command @GHOST@ __hook dropped --id $$.$__ghost_n &>/dev/null </dev/null
        return 0
      fi
      (( ++__ghost_n ))
      __ghost_line=${history[$(( HISTCMD - 1 ))]-}
    fi
    if (( code != 0 && code != 130 )) || [[ $pipe == *' 127 '* ]]; then
      asks=1
    elif [[ -n $__ghost_ours || ( -n $filled && -n $__ghost_host ) ]]; then
      # Told, but nothing is held back for it: a line of ours, or what became of one that was offered.
      asks=2
    fi
    # Without a ghost there is nobody to ask, and without a line editor nothing could come of it.
    (( ! asks )) || [[ -x @GHOST@ && -o zle ]] || asks=0
    __ghost_mark "D;$$.$__ghost_n;$code;$asks"
    if (( asks && ! $#__ghost_next )); then
      __ghost_ask $code
    elif [[ -n $__ghost_host && -s $__ghost_fixed ]]; then
      # Another program ran in the place of one that is not there: the line as it ran is in the history as well. (One of
      # a job in the background may come late: then the last line is another one.)
      builtin local id='' line=''
      { builtin read -r id && IFS='' builtin read -r line } <$__ghost_fixed
      builtin : >|$__ghost_fixed
      [[ $id != $$.$__ghost_n || -z $line || ( -o histignorespace && $line == ' '* ) ]] ||
        builtin print -sr -- "$line"
    fi
    if [[ -n $__ghost_next ]]; then
      __ghost_go=fill __ghost_fill=$__ghost_next __ghost_next=''
    fi
    __ghost_ours='' __ghost_before=$HISTCMD
    return 0
  }

  # Something was asked. What is offered waits for the prompt. (The answer goes to stderr: stdout is for what the shell is to
  # do.)
  __ghost_answer() {
    builtin local text=$__ghost_asked reply
    __ghost_asked='' __ghost_before=$HISTCMD
    [[ -x @GHOST@ ]] || return 0
    # Nothing ran; what is typed from now on is typed ahead.
    __ghost_mark "D;$$.$(( ++__ghost_n ));0;0"
    reply=$({
      builtin print -n '\0'
      builtin print -rn -- "$text"
      builtin print -n '\0'
      __ghost_names
    } 2>/dev/null | command @GHOST@ __hook ask --shell zsh --id $$.$__ghost_n @FLAGS@ 2>$TTY)
    [[ $reply != ask$'\n'*$'\n'?* ]] || __ghost_go=fill __ghost_fill=${reply#*$'\n'*$'\n'}
  }

  # Aliases and functions, as ghost reads them behind a line.
  __ghost_names() {
    builtin local name
    for name in ${(k)aliases}; do
      builtin print -rn -- "a$name=$aliases[$name]"
      builtin print -n '\0'
    done
    for name in ${(k)galiases}; do
      builtin print -rn -- "g$name"
      builtin print -n '\0'
    done
    if [[ -n ${histchars-} && $histchars != '!^#' ]]; then
      builtin print -rn -- "h$histchars"
      builtin print -n '\0'
    fi
    builtin print -rn -- "f${(F)${(k)functions}}"
  }

  # What is to be done about it?
  __ghost_ask() {
    builtin local reply held private='' line=$__ghost_line
    builtin local -a flags
    [[ -n $line ]] || return
    flags=(--id $$.$__ghost_n --status $1)
    [[ -z $__ghost_ours ]] || flags+=--ours
    # History leaves it out: so do we.
    [[ -o histignorespace && $line == ' '* ]] && private=private
    reply=$({
      builtin print -rn -- "$private"
      builtin print -n '\0'
      builtin print -rn -- "$line"
      builtin print -n '\0'
      __ghost_names
    } 2>/dev/null | command @GHOST@ __hook failed --shell zsh $flags @FLAGS@ 2>$TTY)
    held=${${reply#*$'\n'}%%$'\n'*}
    # The repaired line is in the history as it ran; where only a part of it ran, the whole is put behind it.
    [[ $held == '='* && $held[2,-1] != $line && -n $__ghost_ours ]] && builtin print -sr -- "$held[2,-1]"
    case $reply in
      run$'\n'*) __ghost_go=run __ghost_fill=${reply#*$'\n'*$'\n'} ;;
      fill$'\n'*) __ghost_go=fill __ghost_fill=${reply#*$'\n'*$'\n'} ;;
    esac
  }

  # Last of all, before the prompt.
  __ghost_prompt() {
    [[ "${precmd_functions[*]} ${preexec_functions[*]}" == __ghost_precmd*__ghost_prompt*__ghost_preexec &&
      $__ghost_called == *init*finish* ]] || __ghost_arm
    __ghost_called=''
    case $__ghost_go in
      run) __ghost_mark A ;;
      fill) __ghost_mark F ;;
    esac
    return 0
  }

  # Puts our parts where they belong: others come and go.
  __ghost_arm() {
    builtin emulate -L zsh
    if [[ ${precmd_functions[1]-} != __ghost_precmd || ${precmd_functions[-1]-} != __ghost_prompt ]]; then
      precmd_functions=(__ghost_precmd ${precmd_functions:#__ghost_(precmd|prompt)} __ghost_prompt)
    fi
    if [[ ${preexec_functions[-1]-} != __ghost_preexec ]]; then
      preexec_functions=(${preexec_functions:#__ghost_preexec} __ghost_preexec)
    fi
    # Widgets of the editor's own hooks stay what they are, inside ours. Where others have put theirs around ours in
    # the meantime, ours have been called since the last prompt.
    builtin local hook
    for hook in init finish; do
      if [[ ${widgets[zle-line-$hook]-} != user:__ghost_line_$hook && $__ghost_called != *$hook* ]]; then
        builtin zle -D __ghost_before_$hook 2>/dev/null
        (( ! ${+widgets[zle-line-$hook]} )) || builtin zle -A zle-line-$hook __ghost_before_$hook
        builtin zle -N zle-line-$hook __ghost_line_$hook
      fi
    done
  }

  # A program is not there. This runs in a process of its own, so that another one can be executed here and now; a line
  # that is nothing but this command is repaired when it has ended, in the shell itself.
  __ghost_missing() {
    if [[ -n $__ghost_on && -n $__ghost_host && $#funcstack == 2 && $__ghost_line == *[\|\&\;\<\>\(\)\`\$]* && -x @GHOST@ ]] &&
      (( __ghost_ran )); then
      builtin local to private=''
      [[ -o histignorespace && $__ghost_line == ' '* ]] && private=private
      to=$({
        builtin print -rn -- "$private"
        builtin print -n '\0'
        builtin print -rn -- "$__ghost_line"
        builtin print -n '\0'
        __ghost_names
      } 2>/dev/null | command @GHOST@ __hook missing --shell zsh --id $$.$__ghost_n @FLAGS@ -- "$@" 2>$TTY)
      if [[ -n $to ]] && builtin whence -p -- "$to" >/dev/null; then
        builtin shift
        builtin exec "$to" "$@"
      fi
    fi
    return 0
  }

  # What is to be done about the last failure? The line waits in `__ghost_next`.
  __ghost_fix() {
    builtin local reply
    [[ -x @GHOST@ ]] || return 1
    reply=$({
      builtin print -n '\0\0'
      __ghost_names
    } 2>/dev/null | command @GHOST@ __hook fix --shell zsh --id $$.$__ghost_n @FLAGS@ 2>$TTY)
    [[ $reply == fill$'\n'* ]] || return 1
    __ghost_next=${reply#*$'\n'*$'\n'}
  }

  # Alt-g.
  __ghost_key() {
    builtin zle -I
    __ghost_fix && BUFFER=$__ghost_next CURSOR=$#__ghost_next __ghost_filled=$__ghost_next
    __ghost_next=''
  }

  # The editor is ready, and a line of ours may wait for it. Keys that were typed before are read behind this.
  __ghost_accept() {
    if [[ $__ghost_go == run && -z $BUFFER ]]; then
      BUFFER=$__ghost_fill __ghost_go='' __ghost_fill='' __ghost_ours=1
      builtin zle .accept-line
    elif [[ $__ghost_go == fill && -z $__ghost_host ]] && (( PENDING == 0 && KEYS_QUEUED_COUNT == 0 )); then
      __ghost_put
    fi
  }

  # A key of the host's: the line that waits goes into the editor, if nobody has typed there; pressed again, out of it.
  __ghost_put() {
    if [[ -z $__ghost_go ]]; then
      [[ -z $__ghost_filled || $BUFFER != "$__ghost_filled" ]] || BUFFER=''
      __ghost_filled=''
    elif [[ $__ghost_go == fill && -z $BUFFER ]]; then
      BUFFER=$__ghost_fill CURSOR=$#__ghost_fill __ghost_filled=$__ghost_fill
    fi
    __ghost_go='' __ghost_fill=''
  }

  # Enter, before zsh reads the line. What begins with a command is one; a word or two are a slip. The rest is looked at.
  __ghost_sentence() {
    # Settings that are made anew take our parts away.
    [[ $precmd_functions[(I)__ghost_prompt] != 0 ]] || __ghost_arm
    [[ $CONTEXT == start && -n $__ghost_on && $#BUFFER -gt 4 && $#BUFFER -lt 4000 ]] || return 0
    [[ $BUFFER != *$'\n'* && $BUFFER != [[:space:]\\]* ]] || return 0
    [[ $BUFFER == *[[:space:]]*[[:space:]]* || $BUFFER == *[^[:ascii:]]* ]] || return 0
    builtin local first=${BUFFER%%[[:space:]]*}
    # (To kill takes numbers: one in a sentence is not meant so. What a sentence quotes in backticks would be run.)
    [[ $BUFFER == kill\ [[:alpha:]]* || $BUFFER == *\`*\`* ]] || ! builtin whence -- "$first" >/dev/null 2>&1 || return 0
    if { builtin print -rn -- "$BUFFER" | command @GHOST@ __hook sentence } 2>/dev/null; then
      # It stays on the screen and in the history as it was typed; zsh gets an empty line.
      __ghost_asked=$BUFFER
      builtin print -sr -- "$BUFFER"
      PREDISPLAY=$BUFFER BUFFER=''
    fi
  }

  # Words of ghost's that only the shell itself can do.
  ghost() {
    case $#:${1-} in
      1:on) __ghost_on=1 ;;
      1:off) __ghost_on='' ;;
      1:fix) __ghost_fix ;;
      *) command @GHOST@ "$@" ;;
    esac
  }

  zle -N __ghost_key
  zle -N __ghost_put
  for __ghost_map in emacs viins vicmd; do
    bindkey -M $__ghost_map '\eg' __ghost_key
    bindkey -M $__ghost_map '\e[6973~' __ghost_put
  done
  unset __ghost_map
  typeset -ga precmd_functions preexec_functions
  precmd_functions=(__ghost_precmd ${precmd_functions:#__ghost_(precmd|prompt)} __ghost_prompt)
  preexec_functions=(${preexec_functions:#__ghost_preexec} __ghost_preexec)
fi
