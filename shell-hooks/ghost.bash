# ghost's hooks for bash 4.4 and newer; made by `ghost init bash`.
#
# On the way to a prompt after a command that went well nothing is started: one printf, a few tests. What the hooks
# say goes to the terminal itself, as marks that the host takes out again. `$?`, PIPESTATUS, `$_`, `$!` and everything
# that is the person's own stay as they were. Loading this twice is the same as loading it once.
# (A shell inside this one may have inherited our variables: only what this process has set counts.)
if [[ $- == *i* && ${__ghost_loaded-} != "$$" ]]; then
  __ghost_loaded=$$ __ghost_handles='' __ghost_on=1 __ghost_host=@HOST@ __ghost_n=0 __ghost_ran=0 __ghost_ps0=''
  __ghost_ours='' __ghost_go='' __ghost_fill='' __ghost_filled='' __ghost_accepts='' __ghost_typed='' __ghost_kept=''
  __ghost_asked='' __ghost_next='' __ghost_hist=$HISTCMD
  __ghost_old=$((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] < 501)) __ghost_early=$((BASH_VERSINFO[0] < 5))
  # Past the end of any line is its end. (bash before 5.0 counts bytes here.)
  __ghost_far=$((1 << 30))
  __ghost_fixed=${GHOST_SOCK-}
  __ghost_fixed=${__ghost_fixed%.sock}.fix

  __ghost_mark() {
    [[ -z $__ghost_host ]] || \builtin printf '\e]6973;%s;%s\a' "$GHOST_TOKEN" "$1" >/dev/tty
  }

  # (What begins with `__g_` is local. No local variable can bear the name of one that the person has made read-only.)
  # First of all prompt commands: how did the line end? Descriptor 9 is the shell's own stderr. bash 5.1 gives each of
  # them the status of the line; what is returned would only set off traps and `set -e`. Before that the next one sees
  # what is returned.
  __ghost_precmd() {
    \builtin local __g_status=$? __g_pipe=" ${PIPESTATUS[*]} "
    [[ $- != *[euxET]* ]] || { \builtin local - && \builtin set +euxET; }
    \builtin local IFS=$' \t\n' __g_ran=$__ghost_ran __g_asks=0 __g_filled=$__ghost_filled
    __ghost_ran=0 __ghost_go='' __ghost_fill='' __ghost_filled=''
    [[ -z $__ghost_accepts ]] || __ghost_accept '""'
    # Marks of PS0 go to stderr, and only a terminal takes them out again.
    if [[ -n $__ghost_host && /dev/fd/9 -ef $GHOST_TTY ]]; then __ghost_ps0=$__ghost_on; else __ghost_ps0=''; fi
    [[ -n $__ghost_on ]] || \builtin return "$((__g_status * __ghost_old))"
    __ghost_count
    if ! \builtin shopt -q promptvars; then
      # Then no prompt can tell that a line runs.
      __ghost_hist=$__ghost_now __ghost_typed=''
      \builtin return "$((__g_status * __ghost_old))"
    fi
    if [[ -n $__ghost_asked ]]; then
      __ghost_answer
      \builtin return "$((__g_status * __ghost_old))"
    fi
    if ((!__g_ran)); then
      # An empty line, or Ctrl-C at the prompt, unless it is one that bash could not read: that one is in the history.
      if ((__g_status != 2)) || [[ $__ghost_now == "$__ghost_hist" ]]; then
        __ghost_hist=$__ghost_now
        [[ -z $__g_filled ]] || __ghost_dropped
        \builtin return "$((__g_status * __ghost_old))"
      fi
      ((++__ghost_n))
    fi
    if ((__g_status != 0 && __g_status != 130)) || [[ $__g_pipe == *[!0-9]127[!0-9]* ]]; then
      __g_asks=1
    elif [[ -n $__ghost_ours || (-n $__g_filled && -n $__ghost_host) ]]; then
      # Told, but nothing is held back for it: a line of ours, or what became of one that was offered.
      __g_asks=2
    fi
    # Without a ghost there is nobody to ask, and without a line editor nothing could come of it.
    ((!__g_asks)) || [[ -x @GHOST@ && (-o emacs || -o vi) ]] || __g_asks=0
    if [[ -n $__ghost_ps0 ]]; then
      \builtin printf '\e]6973;%s;D;%s\a' "$GHOST_TOKEN" "$$.$__ghost_n;$__g_status;$__g_asks" >&9
    else
      __ghost_mark "D;$$.$__ghost_n;$__g_status;$__g_asks"
    fi
    if ((__g_asks && !${#__ghost_next})); then
      __ghost_ask "$__g_status"
    elif [[ -n $__ghost_host && -s $__ghost_fixed ]]; then
      __ghost_replaced
    fi
    if [[ -n $__ghost_next ]]; then __ghost_go=fill __ghost_fill=$__ghost_next __ghost_next=''; fi
    __ghost_ours='' __ghost_typed='' __ghost_hist=$__ghost_now
    \builtin return "$((__g_status * __ghost_old))"
  }

  # Aliases and functions, as ghost reads them behind a line.
  __ghost_names() {
    \builtin local __g_name
    for __g_name in "${!BASH_ALIASES[@]}"; do \builtin printf 'a%s=%s\0' "$__g_name" "${BASH_ALIASES[$__g_name]}"; done
    [[ -z ${histchars-} ]] || \builtin printf 'h%s\0' "$histchars"
    \builtin printf 'f'
    \builtin compgen -A function
  }

  # What ghost is told of a line: whether history has grown by it (`same`, `more`) or it still runs (`runs`), what was
  # typed at the last Enter, what history has last, as it stands there. (Reading that here would be a process more.) Then
  # the names.
  __ghost_tell() {
    \builtin printf '%s\0%s\0' "$1" "$__ghost_typed"
    HISTTIMEFORMAT='' \builtin history 1
    \builtin printf '\0'
    __ghost_names
  }

  # The number that the next line will have in the history, in `__ghost_now`. (bash before 5.0 keeps what a prompt command
  # does out of the history, and may say 1 there, whatever it holds. Then a part of the shell itself has to be asked.)
  __ghost_count() {
    __ghost_now=$HISTCMD
    if ((__ghost_early && __ghost_now == 1)); then
      __ghost_now=$(HISTTIMEFORMAT='' \builtin history 1)
      __ghost_now=${__ghost_now#"${__ghost_now%%[![:space:]]*}"}
      __ghost_now=$((${__ghost_now%%[!0-9]*} + 1))
    fi
  }

  # Puts a line into the history, in the place of the last one or of all from this number on. (Only bash 5.0 counts from
  # the end; one before it may itself take out the last line when another one is put there.)
  __ghost_rewrite() {
    \builtin local __g_from=${2:-$((__ghost_now - 1))}
    while ((__ghost_now > __g_from + __ghost_early)); do
      \builtin history -d "$((__ghost_now - 1))" || \builtin break
      __ghost_count
    done
    \builtin history -s -- "$1"
    __ghost_count
    if ((__ghost_early && __ghost_now > __g_from + 1)); then
      \builtin history -d "$__g_from"
      __ghost_count
    fi
  }

  # What is to be done about it? (A process substitution in a command substitution: two processes, and `$!`
  # stays.)
  __ghost_ask() {
    \builtin local __g_reply __g_history __g_grown=more
    if [[ $__ghost_now == "$__ghost_hist" ]]; then
      [[ -n $__ghost_typed ]] || \builtin return
      __g_grown=same
    fi
    __g_reply=$(\builtin exec @GHOST@ __hook failed --shell bash --id "$$.$__ghost_n" --status "$1" ${__ghost_ours:+"--ours"} @FLAGS@ \
      2>/dev/tty < <(__ghost_tell "$__g_grown" 2>/dev/null))
    if [[ $__g_reply == run$'\n'* && -z $__ghost_kept ]]; then __ghost_kept=$__ghost_hist; fi
    __g_history=${__g_reply#*$'\n'} __g_history=${__g_history%%$'\n'*}
    if [[ $__g_history == =* && -n $__ghost_kept ]]; then
      # What was tried leaves the history, and what worked takes its place.
      __ghost_rewrite "${__g_history#=}" "$__ghost_kept"
    fi
    case $__g_reply in
      run$'\n'*) __ghost_go=run __ghost_fill=${__g_reply#*$'\n'*$'\n'} ;;
      fill$'\n'*) __ghost_kept='' __ghost_go=fill __ghost_fill=${__g_reply#*$'\n'*$'\n'} ;;
      *) __ghost_kept='' ;;
    esac
  }

  # What was offered has been taken out of the editor, and nothing ran.
  __ghost_dropped() {
    [[ -n $__ghost_host && -x @GHOST@ ]] || \builtin return 0
    \builtin local __g_none
    # shellcheck disable=SC2034  # it says nothing
    __g_none=$(\builtin exec @GHOST@ __hook dropped --id "$$.$__ghost_n" 2>/dev/null </dev/null)
  }

  # Another program ran in the place of one that is not there: history holds the line as it ran.
  __ghost_replaced() {
    \builtin local __g_id='' __g_line=''
    { \builtin read -r __g_id && IFS='' \builtin read -r __g_line; } <"$__ghost_fixed"
    \builtin : >|"$__ghost_fixed"
    # One of a job in the background may come late: then the last line is another one.
    if [[ $__g_id == "$$.$__ghost_n" && -n $__g_line && $__ghost_now != "$__ghost_hist" ]]; then __ghost_rewrite "$__g_line"; fi
  }

  # Something was asked: history holds it as it was typed. What is offered waits for the prompt. (The answer goes to
  # stderr: stdout is for what the shell is to do.)
  __ghost_answer() {
    \builtin local __g_text="$__ghost_asked" __g_reply
    __ghost_asked=''
    if [[ $__ghost_now != "$__ghost_hist" ]]; then __ghost_rewrite "$__g_text"; fi
    __ghost_hist=$__ghost_now
    [[ -x @GHOST@ ]] || \builtin return 0
    # Nothing ran; what is typed from now on is typed ahead.
    __ghost_mark "D;$$.$((++__ghost_n));0;0"
    __g_reply=$(\builtin exec @GHOST@ __hook ask --shell bash --id "$$.$__ghost_n" @FLAGS@ 2>/dev/tty < <(
      { \builtin printf '\0%s\0' "$__g_text" && __ghost_names; } 2>/dev/null
    ))
    if [[ $__g_reply == ask$'\n'*$'\n'?* ]]; then __ghost_go=fill __ghost_fill=${__g_reply#*$'\n'*$'\n'}; fi
  }

  # Last of all prompt commands.
  __ghost_prompt() {
    \builtin local __g_status=$?
    [[ $- != *[euxET]* ]] || { \builtin local - && \builtin set +euxET; }
    if [[ -z ${__ghost_handles-} || ${PS0-} != *__ghost_ran* || "${PROMPT_COMMAND[*]}" != "${__ghost_armed-}" ]] ||
      ! \builtin shopt -q promptvars; then
      __ghost_arm
    fi
    case $__ghost_go${__ghost_host:+ host} in
      'run host')
        __ghost_mark A
        __ghost_mark W
        ;;
      'fill host') __ghost_mark F ;;
      # Without a host the terminal's own answer (DSR) is the key.
      run | fill)
        \builtin bind '"\e[0n": "\e[6973~\e[6976~"'
        \builtin printf '\e[5n' >/dev/tty
        ;;
    esac
    __ghost_watch '"\e[6975~\e[6974~"'
    \builtin return "$((__g_status * __ghost_old))"
  }

  # Has Enter do this, in the keys that are in use.
  __ghost_watch() {
    [[ -n $__ghost_edits ]] || \builtin return 0
    if [[ -o vi ]]; then
      \builtin bind -m vi-insert "\"\\C-m\": $1"
      \builtin bind -m vi-command "\"\\C-m\": $1"
    elif [[ -o emacs ]]; then
      \builtin bind -m emacs-standard "\"\\C-m\": $1"
    fi
  }

  # Puts our parts where they belong; prompts of others are often made anew.
  __ghost_arm() {
    # shellcheck disable=SC2016,SC2154  # expanded when it is shown; of the array, never set, only the index matters
    \builtin local __g_runs='${__ghost_none[$((__ghost_ran=1,++__ghost_n))]-}${__ghost_ps0:+\e]6973;$GHOST_TOKEN;C;$$.$__ghost_n\a}'
    if \builtin shopt -q promptvars; then
      [[ ${PS0-} == *__ghost_ran* ]] || PS0=${PS0-}$__g_runs
    else
      # It would be shown as it stands.
      PS0=${PS0//"$__g_runs"/}
    fi
    \builtin local __g_first="$__ghost_begins" __g_last="$__ghost_ends" __g_one
    if ((!__ghost_old)); then
      \builtin local -a __g_others __g_before
      __g_others=() __g_before=()
      for __g_one in "${PROMPT_COMMAND[@]}"; do
        [[ -z $__g_one || $__g_one == "$__g_first" || $__g_one == "$__g_last" ]] || __g_others+=("$__g_one")
      done
      # bash-preexec up to 0.4 looks for its own in the first of them alone.
      if [[ ${__g_others[0]-} == *__bp_precmd_invoke_cmd* ]]; then __g_before=("${__g_others[0]}") __g_others=("${__g_others[@]:1}"); fi
      PROMPT_COMMAND=("${__g_before[@]}" "$__g_first" "${__g_others[@]}" "$__g_last")
    elif [[ ${PROMPT_COMMAND-} != "$__g_first"*"$__g_last" ]]; then
      __g_one=${PROMPT_COMMAND//"$__g_first"/:} __g_one=${__g_one//"$__g_last"/:}
      # shellcheck disable=SC2178  # a string before bash 5.1
      PROMPT_COMMAND="$__g_first"$'\n'"${__g_one:-:}"$'\n'"$__g_last"
    fi
    __ghost_armed="${PROMPT_COMMAND[*]}"
    # One who was there before is asked when we have nothing.
    if [[ -z ${__ghost_handles-} ]]; then
      __ghost_handles=1
      # What was typed before the editor was there comes as Ctrl-J: it is Enter, unless it is a key of the person's own.
      __g_one=emacs-standard
      [[ ! -o vi ]] || __g_one=vi-insert
      if [[ -n $__ghost_edits && $(\builtin bind -m "$__g_one" -p) == *'"\C-j": accept-line'* ]]; then
        \builtin bind -m "$__g_one" '"\C-j": "\C-m"'
      fi
      if \builtin declare -F command_not_found_handle >/dev/null; then
        \builtin eval "__ghost_missing_before$(\builtin declare -f command_not_found_handle | \command tail -n +2 2>/dev/null)"
      fi
      # shellcheck disable=SC2329  # bash calls it
      command_not_found_handle() { __ghost_missing "$@"; }
    fi
  }

  # A program is not there. This runs in a process of its own, so that another one can be executed here and now; a line
  # that is nothing but this command is repaired when it has ended, in the shell itself.
  __ghost_missing() {
    if [[ -n $__ghost_on && -n $__ghost_host && ${#FUNCNAME[@]} == 2 && -x @GHOST@ ]] && ((__ghost_ran)); then
      \builtin local __g_to
      # Where what was typed is nothing but this command, it is the whole line.
      case $__ghost_typed in
        '' | *[\|\&\;\<\>\(\)\`\$\!\'\"\\]* | '{'* | if* | for* | while* | until* | case* | select* | function* | time* | coproc*)
          __g_to=$(\builtin exec @GHOST@ __hook missing --shell bash --id "$$.$__ghost_n" @FLAGS@ -- "$@" 2>/dev/tty < <(
            __ghost_tell runs 2>/dev/null
          ))
          if \builtin type -P -- "$__g_to" >/dev/null; then
            \builtin shift
            \builtin exec "$__g_to" "$@"
          fi
          ;;
      esac
    fi
    if \builtin declare -F __ghost_missing_before >/dev/null; then
      __ghost_missing_before "$@"
    else
      # bash says it itself, in its own words.
      \builtin unset -f command_not_found_handle
      "$@"
    fi
  }

  # A key of the host's: the line that waits goes into the editor, if nobody has typed there; pressed again, out of it.
  # (`$_` becomes the last word of a call: itself.)
  __ghost_put() {
    if [[ -z $__ghost_go ]]; then
      if [[ -n $__ghost_filled && $READLINE_LINE == "$__ghost_filled" ]]; then READLINE_LINE='' READLINE_POINT=0; fi
      __ghost_filled=''
    elif [[ -z $READLINE_LINE ]]; then
      READLINE_LINE=$__ghost_fill READLINE_POINT=$__ghost_far
      if [[ $__ghost_go == run ]]; then
        __ghost_ours=1 __ghost_typed=$__ghost_fill
        __ghost_accept accept-line
      else
        __ghost_filled=$__ghost_fill
      fi
    fi
    __ghost_go='' __ghost_fill=''
  }

  # What the host's other key does: accept a line of ours, at any other time nothing.
  __ghost_accept() {
    \builtin local __g_map
    for __g_map in emacs-standard vi-insert vi-command; do \builtin bind -m "$__g_map" "\"\\e[6976~\": $1"; done
    if [[ $1 == accept-line ]]; then __ghost_accepts=1; else __ghost_accepts=''; fi
  }

  # What is to be done about the last failure? The line waits in `__ghost_next`.
  __ghost_fix() {
    \builtin local __g_reply
    [[ -x @GHOST@ ]] || \builtin return 1
    __g_reply=$(\builtin exec @GHOST@ __hook fix --shell bash --id "$$.$__ghost_n" @FLAGS@ 2>/dev/tty < <(
      { \builtin printf '\0\0' && __ghost_names; } 2>/dev/null
    ))
    [[ $__g_reply == fill$'\n'* ]] || \builtin return 1
    __ghost_next=${__g_reply#*$'\n'*$'\n'}
  }

  # Alt-g.
  __ghost_key() {
    if __ghost_fix; then READLINE_LINE=$__ghost_next READLINE_POINT=$__ghost_far __ghost_filled=$__ghost_next; fi
    __ghost_next=''
  }

  # Enter, at a prompt. Until the next one it is what it always was: further lines of a command, and what a command
  # reads (`read -e`), are nobody's business.
  __ghost_enter() {
    [[ $- != *[euxET]* ]] || { \builtin local - && \builtin set +euxET; }
    __ghost_watch accept-line
    __ghost_typed=$READLINE_LINE
    # Settings that are made anew take our parts away.
    [[ "${PROMPT_COMMAND[*]-}" == "${__ghost_armed-}" ]] || __ghost_arm
    [[ -n $__ghost_on && ${#READLINE_LINE} -gt 4 && ${#READLINE_LINE} -lt 4000 ]] || \builtin return 0
    [[ $READLINE_LINE != *[$'\n']* && $READLINE_LINE != [[:space:]\\\#]* ]] || \builtin return 0
    # What begins with a command is one; a word or two are a slip. The rest is looked at.
    [[ $READLINE_LINE == *[[:space:]]*[[:space:]]* || $READLINE_LINE == *[![:ascii:]]* ]] || \builtin return 0
    \builtin local __g_first=${READLINE_LINE%%[[:space:]]*}
    # (To kill takes numbers: one in a sentence is not meant so. What a sentence quotes in backticks would be run.)
    [[ $READLINE_LINE == kill\ [[:alpha:]]* || $READLINE_LINE == *\`*\`* ]] ||
      ! \builtin type -t -- "$__g_first" >/dev/null 2>&1 || \builtin return 0
    \builtin shopt -q interactive_comments || \builtin return 0
    if { \builtin printf '%s' "$READLINE_LINE" | \command @GHOST@ __hook sentence; } 2>/dev/null; then
      # A remark: bash runs nothing of it, expands nothing in it.
      __ghost_asked=$READLINE_LINE READLINE_LINE="# $READLINE_LINE" READLINE_POINT=$__ghost_far
    fi
  }

  # Words of ghost's that only the shell itself can do.
  ghost() {
    case $#:${1-} in
      1:on) __ghost_on=1 ;;
      1:off) __ghost_on='' __ghost_ps0='' ;;
      1:fix) __ghost_fix ;;
      *) \command @GHOST@ "$@" ;;
    esac
  }

  __ghost_edits=''
  if [[ -z ${BLE_VERSION-} && (-o emacs || -o vi) ]]; then
    __ghost_edits=1
    # shellcheck disable=SC2016  # expanded when a key is pressed
    # What is bound to a key is run as it is: the braces keep its words out of `set -x` and from DEBUG traps that show
    # something, and after the line end they are braces.
    for __ghost_map in emacs-standard vi-insert vi-command; do
      \builtin bind -m "$__ghost_map" -x $'"\\e[6973~": \n{ __ghost_put "$_"; } >/dev/null 2>&1'
      \builtin bind -m "$__ghost_map" '"\e[6974~": accept-line'
      \builtin bind -m "$__ghost_map" -x $'"\\e[6975~": \n{ __ghost_enter "$_"; } >/dev/null 2>&1'
      \builtin bind -m "$__ghost_map" -x $'"\\eg": \n{ __ghost_key "$_"; } >/dev/null 2>&1'
    done
    \builtin unset __ghost_map
    __ghost_accept '""'
  fi

  # Nothing is shown of them: a DEBUG trap prints into nowhere, and bash-preexec takes what does not write to a terminal for
  # none of its business.
  # shellcheck disable=SC2016  # `$_` stays what it is
  __ghost_begins='{ __ghost_precmd "$_"; } 9>&2 >/dev/null 2>&1' __ghost_ends='{ __ghost_prompt; } >/dev/null 2>&1'
  if ((!__ghost_old)); then
    # A later `PROMPT_COMMAND=…` in the person's own files sets the first element and leaves these two alone.
    PROMPT_COMMAND=("${PROMPT_COMMAND[0]-}" "${PROMPT_COMMAND[@]:1}" "$__ghost_begins" "$__ghost_ends")
  else
    # shellcheck disable=SC2178
    PROMPT_COMMAND="$__ghost_begins"$'\n'"${PROMPT_COMMAND:-:}"$'\n'"$__ghost_ends"
    # A later `PROMPT_COMMAND=…` takes them away; the first Enter puts them back.
    [[ -z $__ghost_edits ]] || for __ghost_map in emacs-standard vi-insert; do
      \builtin bind -m "$__ghost_map" '"\C-m": "\e[6975~\e[6974~"'
    done
    \builtin unset __ghost_map
  fi
fi
