# ghost's hooks for fish 3.6 and newer; made by `ghost init fish`.
#
# On the way to a prompt after a command that went well nothing is started. What the hooks say goes to the terminal
# itself, as marks that the host takes out again. Loading this twice is the same as loading it once.
# (A shell inside this one may have inherited our variables: only what this process has set counts. The person may have
# functions in the place of builtins: those that fish lets be replaced are called by `builtin`.)
if status is-interactive; and test "$__ghost_loaded" != $fish_pid
    set -g __ghost_loaded $fish_pid
    set -eg __ghost_tried
    set -g __ghost_on 1
    set -g __ghost_host @HOST@
    set -g __ghost_n 1
    # Counting without a command substitution. That the numbers come again does not matter: only the last one is used.
    set -g __ghost_successor (command seq 2 1000) 1
    set -g __ghost_ours
    set -g __ghost_go
    set -g __ghost_fill
    set -g __ghost_filled
    set -g __ghost_accepts
    set -g __ghost_next

    function __ghost_mark
        set -q __ghost_host[1]; and builtin printf '\e]6973;%s;%s\a' $GHOST_TOKEN $argv[1] >/dev/tty
    end

    # A line is about to run.
    function __ghost_preexec --on-event fish_preexec
        set __ghost_go
        set __ghost_fill
        set __ghost_accepts
        set -q __ghost_on[1]; or return
        set __ghost_n $__ghost_successor[$__ghost_n]
        set -q __ghost_host[1]; and builtin printf '\e]6973;%s;C;%s.%s\a' $GHOST_TOKEN $fish_pid $__ghost_n >/dev/tty
    end

    # It has ended.
    function __ghost_postexec --on-event fish_postexec
        set -l codes $status $pipestatus
        if test "$codes[1]$__ghost_ours$__ghost_next$__ghost_filled" = 0; and not builtin contains 127 $codes
            set -q __ghost_host[1] __ghost_on[1]
            and builtin printf '\e]6973;%s;D;%s.%s;0;0\a' $GHOST_TOKEN $fish_pid $__ghost_n >/dev/tty
            return 0
        end
        set -l filled $__ghost_filled
        set __ghost_filled
        set -q __ghost_on[1]; or return $codes[1]
        set -l code $codes[1]
        # A job that was stopped leaves the status of what ran before it.
        set -l job (builtin jobs)[1]
        set -l stopped (string match -r '\tstopped\t(.*)' -- $job)[2]
        if test -n "$stopped"; and test "$(string replace -- $stopped '' $argv[1])" != "$argv[1]"
            set code 148
        end
        set __ghost_go
        set -l asks 0
        if test $code -ne 0 -a $code -ne 130; or builtin contains 127 $codes
            set asks 1
        else if test -n "$__ghost_ours"; or test -n "$filled" -a -n "$__ghost_host"
            # Told, but nothing is held back for it: a line of ours, or what became of one that was offered.
            set asks 2
        end
        # Without a ghost there is nobody to ask.
        test $asks -eq 0 -o -x @GHOST@; or set asks 0
        __ghost_mark "D;$fish_pid.$__ghost_n;$code;$asks"
        if set -q __ghost_next[1]
            set __ghost_go fill
            set __ghost_fill $__ghost_next
            set __ghost_next
        else if test $asks -ne 0
            __ghost_ask $code $argv[1]
        end
        set __ghost_ours
        return $code
    end

    # Functions, as ghost reads them behind a line. Those that come with fish stand for the programs of their names. The
    # list is made anew only when it has changed.
    function __ghost_names
        set -l now (builtin functions -n)
        if test "$now" != "$__ghost_functions"
            set -g __ghost_functions $now
            set -g __ghost_own_functions
            set -l theirs (string replace -r '.*/' '' -- $__fish_data_dir/functions/*.fish | string replace .fish '')
            for name in (string split ', ' -- $now)
                builtin contains -- $name $theirs; or set -a __ghost_own_functions $name
            end
        end
        builtin printf f
        builtin printf '%s\n' $__ghost_own_functions
        # Somebody may have put others in the place of those that come with fish: where each of them stands. (A command
        # substitution for each would take ten times as long.)
        builtin printf '\0d%s\0' $__fish_data_dir
        for name in alias cd cdh diff dirs export grep history kill la ll ls man nextd open popd prevd pushd realpath seq setenv trap umask
            builtin functions -q $name; and builtin printf 'p%s=' $name; and builtin functions -D -- $name; and builtin printf '\0'
        end
    end

    # What is to be done about it?
    function __ghost_ask
        command -q @GHOST@; or return
        set -l flags
        set -l private
        set -q __ghost_ours[1]; and set -a flags --ours
        # fish keeps such lines out of its history: so do we.
        string match -q ' *' -- $argv[2]; and set private private
        set -q fish_private_mode; and set private private
        set -l reply (begin
                builtin printf '%s\0%s\0' "$private" $argv[2]
                __ghost_names
            end | command @GHOST@ __hook failed --shell fish --id $fish_pid.$__ghost_n --status $argv[1] $flags @FLAGS@ 2>/dev/tty)
        set -l held (string match -r '^=(.*)' -- $reply[2])[2]
        if test -n "$held"
            for line in $__ghost_tried $argv[2]
                # As fish keeps it.
                set line (string trim --right -- $line | string collect)
                test "$line" = "$held"; or builtin history delete --exact --case-sensitive -- $line >/dev/null
            end
            builtin history save
            set -e __ghost_tried
        end
        switch "$reply[1]"
            case run
                set -ga __ghost_tried $argv[2]
                set __ghost_go run
                set __ghost_fill (string join \n -- $reply[3..])
            case fill
                set -e __ghost_tried
                set __ghost_go fill
                set __ghost_fill (string join \n -- $reply[3..])
            case '*'
                set -e __ghost_tried
        end
    end

    # Ctrl-C: what was offered has been taken out of the editor, and nothing ran.
    function __ghost_dropped --on-event fish_cancel
        test -n "$__ghost_filled" -a -n "$__ghost_host"; and command -q @GHOST@
        and command @GHOST@ __hook dropped --id $fish_pid.$__ghost_n &>/dev/null </dev/null
        set __ghost_filled
    end

    # Before the prompt is drawn. Without a host the terminal's own answer (DSR) is the key.
    function __ghost_prompt --on-event fish_prompt
        test -n "$__ghost_go"; or return
        if not set -q __ghost_host[1]
            builtin printf '\e[5n' >/dev/tty
        else if test "$__ghost_go" = run
            __ghost_mark A
            __ghost_mark W
        else
            __ghost_mark F
        end
    end

    # What is to be done about the last failure? The line waits in `__ghost_next`.
    function __ghost_fix
        command -q @GHOST@; or return
        set -l reply (begin
                builtin printf '\0\0'
                __ghost_names
            end | command @GHOST@ __hook fix --shell fish --id $fish_pid.$__ghost_n @FLAGS@ 2>/dev/tty)
        test "$reply[1]" = fill; or return 1
        set -g __ghost_next (string join \n -- $reply[3..])
        # `string join` has nothing to join in one line, and says so by its status.
        return 0
    end

    # Alt-g.
    function __ghost_key
        builtin echo
        # First of all: Ctrl-C ends what is asked, and with it what would follow here.
        builtin commandline -f repaint
        if __ghost_fix
            builtin commandline -r -- $__ghost_next
            set __ghost_filled $__ghost_next
        end
        set __ghost_next
    end

    # Something was asked. What is offered waits for the prompt. (The answer goes to stderr: stdout is for what the shell is
    # to do.)
    function __ghost_answer
        # Nothing ran; what is typed from now on is typed ahead.
        set __ghost_n $__ghost_successor[$__ghost_n]
        __ghost_mark "D;$fish_pid.$__ghost_n;0;0"
        set __ghost_go
        set __ghost_filled
        set -l private
        set -q fish_private_mode; and set private private
        set -l reply (begin
                builtin printf '%s\0%s\0' "$private" $argv[1]
                __ghost_names
            end | command @GHOST@ __hook ask --shell fish --id $fish_pid.$__ghost_n @FLAGS@ 2>/dev/tty)
        test "$reply[1]" = ask -a -n "$reply[3]"; or return
        set __ghost_go fill
        set __ghost_fill (string join \n -- $reply[3..])
    end

    # Enter. What begins with a command is one; a word or two are a slip. The rest is looked at.
    function __ghost_enter
        set -l line (builtin commandline -b)
        if not set -q line[2]; and string match -qr '\s\S+\s|[^\x01-\x7f]' -- $line
            and not string match -qr '^[\s\\\\#]|^.{0,4}$|^.{4000}' -- $line
            and set -q __ghost_on[1]; and not builtin commandline --paging-mode
            # Not what a command reads.
            and test (status current-command) = fish
            # (To kill takes numbers: one in a sentence is not meant so.)
            and begin
                string match -qr '^kill [a-zA-Z]' -- $line
                or not builtin type -q -- (string match -r '^\S*' -- $line)
            end
            and command -q @GHOST@
            and builtin printf '%s' $line | command @GHOST@ __hook sentence 2>/dev/null
            set -l rows (__ghost_rows $line)
            builtin string repeat -N -n $rows[2] \n
            __ghost_remember $line
            # First of all: Ctrl-C ends an answer, and with it what would follow here.
            builtin commandline -r ''
            builtin commandline -f repaint
            __ghost_answer $line
            builtin string repeat -N -n $rows[1] \n
            __ghost_prompt
        else
            # As fish's own vi keys do.
            if test "$fish_bind_mode" = default; and string match -q '*vi*' -- "$fish_key_bindings"
                set fish_bind_mode insert
            end
            builtin commandline -f execute
        end
    end

    # How many rows of a line stand above the cursor, and how many newlines lead below it. (To draw its prompt anew fish goes
    # up from the cursor by the first: whatever was printed there meanwhile would be drawn over.)
    function __ghost_rows
        set -l prompt (builtin string split \n -- "$(fish_mode_prompt)$(fish_prompt)")[-1]
        set -l before "$(builtin string sub -l (builtin commandline -C) -- $argv[1])"
        set -l columns (math "max($COLUMNS, 1)")
        set -l above (math -s0 (builtin string length -V -- "$prompt$before") / $columns)
        set -l all (math -s0 (builtin string length -V -- "$prompt$argv[1]") / $columns)
        builtin echo $above
        math $all - $above + 1
    end

    # fish 3 adds lines to its history only when they run; this one does not.
    function __ghost_remember
        set -q fish_private_mode; and return
        set -l data $XDG_DATA_HOME
        test -n "$data"; or set data $HOME/.local/share
        set -l file $data/fish/(test -n "$fish_history"; and builtin echo $fish_history; or builtin echo fish)_history
        set -l text (string replace -a '\\' '\\\\' -- $argv[1])
        builtin printf '%s cmd: %s\n  when: %s\n' - $text (command date +%s) >>$file
        builtin history merge
    end

    # Words of ghost's that only the shell itself can do.
    function ghost
        switch (builtin count $argv):"$argv[1]"
            case 1:on
                set -g __ghost_on 1
            case 1:off
                set -g __ghost_on
            case 1:fix
                __ghost_fix
            case '*'
                command @GHOST@ $argv
        end
    end

    # A key of the host's: the line that waits goes into the editor, if nobody has typed there; pressed again, out of it.
    function __ghost_put
        set -l buffer "$(builtin commandline -b)"
        if test -z "$__ghost_go"
            test -n "$buffer" -a "$buffer" = "$__ghost_filled"; and builtin commandline -r ''
            set __ghost_filled
        else if test -z "$buffer"
            if test "$__ghost_go" = run
                # Behind a blank no word is taken for an abbreviation.
                builtin commandline -r -- "$__ghost_fill "
                set __ghost_ours 1
                set __ghost_accepts 1
            else
                builtin commandline -r -- $__ghost_fill
                set __ghost_filled $__ghost_fill
            end
        end
        set __ghost_go
        set __ghost_fill
    end

    # What the host's other key does: accept a line of ours, at any other time nothing.
    function __ghost_accept
        set -q __ghost_accepts[1]; or return
        set __ghost_accepts
        builtin commandline -f execute
    end
    function __ghost_dsr
        __ghost_put
        __ghost_accept
    end
    for mode in default insert visual
        builtin bind -M $mode \e\[6973~ __ghost_put
        builtin bind -M $mode \e\[6976~ __ghost_accept
        builtin bind -M $mode \e\[0n __ghost_dsr
        builtin bind -M $mode \eg __ghost_key
    end
    # What was typed before the editor was there comes as Ctrl-J.
    for mode in default insert
        builtin bind -M $mode \r __ghost_enter
        builtin bind -M $mode \n __ghost_enter
    end
end
