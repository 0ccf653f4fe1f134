# ghost's hooks for zsh 5.8 and newer; made by `ghost init zsh`.
#
# On the way to a prompt after a command that went well nothing is started. What the hooks say goes to the terminal
# itself, as marks that the host takes out again. Loading this twice is the same as loading it once.
if [[ -o interactive && -z ${__ghost_loaded-} ]]; then
  typeset -gi __ghost_n=0 __ghost_ran=0
  typeset -g __ghost_loaded=1 __ghost_on=1 __ghost_line='' __ghost_ours='' __ghost_go='' __ghost_hide=''
  typeset -g __ghost_before=''

  __ghost_mark() { builtin print -n "\e]6973;$GHOST_TOKEN;$1\a" >$TTY; }

  # A line is about to run.
  __ghost_preexec() {
    __ghost_ran=1 __ghost_line=$1
    (( ++__ghost_n ))
    [[ -z $__ghost_on ]] || __ghost_mark "C;$$.$__ghost_n"
  }

  # First of all: how did it end?
  __ghost_precmd() {
    builtin local -i code=$? ran=__ghost_ran asks=0
    builtin local pipe=" $pipestatus "
    builtin emulate -L zsh
    __ghost_ran=0 __ghost_go=''
    [[ -n $__ghost_on ]] || return code
    if (( ! ran )); then
      # An empty line, or Ctrl-C at the prompt, unless it is one that zsh could not read: that one is in the history.
      if (( code != 1 )) || [[ $HISTCMD == $__ghost_before ]]; then
        __ghost_before=$HISTCMD
        return code
      fi
      (( ++__ghost_n ))
      __ghost_line=${history[$(( HISTCMD - 1 ))]-}
    fi
    (( (code != 0 && code != 130) )) && asks=1
    [[ -n $__ghost_ours || $pipe == *' 127 '* ]] && asks=1
    __ghost_mark "D;$$.$__ghost_n;$code;$asks"
    (( asks )) && __ghost_ask $code
    __ghost_ours='' __ghost_hide='' __ghost_before=$HISTCMD
    return code
  }

  # What is to be done about it?
  __ghost_ask() {
    builtin local reply held line=$__ghost_line name
    builtin local -a flags
    [[ -n $line ]] || return
    [[ -z $__ghost_ours ]] || flags+=--ours
    # History leaves it out: so do we.
    [[ -o histignorespace && $line == ' '* ]] && flags+=--private
    reply=$({
      builtin print -rn -- "$line"; builtin print -n '\0'
      for name in ${(k)aliases} ${(k)galiases}; do
        builtin print -rn -- "a$name=${aliases[$name]-${galiases[$name]-}}"; builtin print -n '\0'
      done
      builtin print -rn -- "f${(F)${(k)functions}}"
    } | command @GHOST@ __hook failed --shell zsh --id $$.$__ghost_n --status $1 $flags @FLAGS@ 2>$TTY)
    held=${${reply#*$'\n'}%%$'\n'*}
    # The repaired line is in the history as it ran; where only a part of it ran, the whole is put behind it.
    [[ $held == '='* && $held[2,-1] != $line && $held[2,-1] != $__ghost_line ]] && builtin print -sr -- "$held[2,-1]"
    case $reply in
      run$'\n'*)
        __ghost_go=1
        builtin print -rz -- "${reply#*$'\n'*$'\n'}"
        ;;
      fill$'\n'*) builtin print -rz -- "${reply#*$'\n'*$'\n'}" ;;
    esac
  }

  # Last of all, before the prompt.
  __ghost_prompt() {
    builtin local -i code=$?
    __ghost_arm
    [[ $__ghost_go != 1 ]] || __ghost_mark A
    return code
  }

  # Puts our parts where they belong: others come and go.
  __ghost_arm() {
    if [[ ${precmd_functions[1]-} != __ghost_precmd || ${precmd_functions[-1]-} != __ghost_prompt ]]; then
      precmd_functions=(__ghost_precmd ${precmd_functions:#__ghost_(precmd|prompt)} __ghost_prompt)
    fi
    if [[ ${preexec_functions[-1]-} != __ghost_preexec ]]; then
      preexec_functions=(${preexec_functions:#__ghost_preexec} __ghost_preexec)
    fi
  }

  # The editor is ready, and a line of ours waits in it.
  __ghost_line_init() {
    [[ $__ghost_go == 1 ]] || return 0
    __ghost_go='' __ghost_ours=1
    builtin zle .accept-line
  }

  autoload -Uz add-zle-hook-widget
  add-zle-hook-widget line-init __ghost_line_init
  typeset -ga precmd_functions preexec_functions
  __ghost_arm
fi
