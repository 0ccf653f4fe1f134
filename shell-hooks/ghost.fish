# ghost's hooks for fish 3.6 and newer; made by `ghost init fish`.
#
# On the way to a prompt after a command that went well nothing is started. What the hooks say goes to the terminal
# itself, as marks that the host takes out again. Loading this twice is the same as loading it once.
if status is-interactive; and not set -q __ghost_loaded
    set -g __ghost_loaded 1
    set -g __ghost_on 1
    set -g __ghost_n 0
    set -g __ghost_ours
    set -g __ghost_go
    set -g __ghost_fill

    function __ghost_mark
        printf '\e]6973;%s;%s\a' $GHOST_TOKEN $argv[1] >/dev/tty
    end

    # A line is about to run.
    function __ghost_preexec --on-event fish_preexec
        set -q __ghost_on[1]; or return
        set __ghost_go
        set __ghost_n (math $__ghost_n + 1)
        __ghost_mark "C;$fish_pid.$__ghost_n"
    end

    # It has ended.
    function __ghost_postexec --on-event fish_postexec
        set -l code $status
        set -l pipe " $pipestatus "
        set -q __ghost_on[1]; or return $code
        set -l asks 0
        if test $code -ne 0 -a $code -ne 130; or set -q __ghost_ours[1]; or string match -q '* 127 *' -- $pipe
            set asks 1
        end
        __ghost_mark "D;$fish_pid.$__ghost_n;$code;$asks"
        test $asks -eq 1; and __ghost_ask $code $argv[1]
        set __ghost_ours
        return $code
    end

    # What is to be done about it?
    function __ghost_ask
        set -l flags
        set -q __ghost_ours[1]; and set -a flags --ours
        # fish keeps such lines out of its history: so do we.
        string match -q ' *' -- $argv[2]; and set -a flags --private
        # Functions that come with fish stand for the programs of their names.
        set -l own (string replace -r '.*/' '' -- $__fish_data_dir/functions/*.fish | string replace .fish '')
        set -l reply (begin
                printf '%s\0' $argv[2]
                printf f
                for name in (functions -n | string split ', ')
                    contains -- $name $own; or echo $name
                end
            end | command @GHOST@ __hook failed --shell fish --id $fish_pid.$__ghost_n --status $argv[1] $flags @FLAGS@ 2>/dev/tty)
        set -l held (string match -r '^=(.*)' -- $reply[2])[2]
        if test -n "$held"
            for line in $__ghost_tried $argv[2]
                test "$line" = "$held"; or history delete --exact --case-sensitive -- $line >/dev/null
            end
            set -e __ghost_tried
        end
        switch "$reply[1]"
            case run
                set -ga __ghost_tried $argv[2]
                set __ghost_go 1
                set __ghost_fill (string join \n -- $reply[3..])
            case fill
                set -e __ghost_tried
                set __ghost_go fill
                set __ghost_fill (string join \n -- $reply[3..])
            case '*'
                set -e __ghost_tried
        end
    end

    # Before the prompt is drawn.
    function __ghost_prompt --on-event fish_prompt
        switch "$__ghost_go"
            case 1
                __ghost_mark A
                __ghost_mark W
            case fill
                __ghost_mark F
        end
    end

    # Keys of the host's: the line that waits goes into the editor, and runs.
    function __ghost_put
        commandline -r -- $__ghost_fill
        test "$__ghost_go" = 1; and set __ghost_ours 1
        set __ghost_go
        set __ghost_fill
    end
    for mode in default insert visual
        bind -M $mode \e\[6973~ __ghost_put
        bind -M $mode \e\[6974~ 'commandline -f execute'
    end
end
