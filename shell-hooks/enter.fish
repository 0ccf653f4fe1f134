# Once, at the first shell of a terminal: it goes on inside ghost's host, and leaves when that one leaves.
# (The rc file reads this from a pipe: stdin is none of the terminal's here.)
if status is-interactive; and test -t 1 -a -t 2
    set -l __ghost_end (command @GHOST@ __host --shell $fish_pid)
    switch "$__ghost_end"
        case 'ended *'
            set __ghost_end (string replace 'ended ' '' -- $__ghost_end)
            command -q @GHOST@; and exec @GHOST@ __exit $__ghost_end
            # ghost was removed in the meantime.
            exec /bin/sh -c "exit "(builtin math (string replace - 128+ -- $__ghost_end))
        case none
            true
        case '*'
            # The host was lost: this shell goes on as a plain one.
            command -q @GHOST@; and command @GHOST@ __reclaim
    end
end
