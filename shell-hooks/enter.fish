# Once, at the first shell of a terminal: it goes on inside ghost's host, and leaves when that one leaves.
# (The rc file reads this from a pipe: stdin is none of the terminal's here.)
if status is-interactive; and test -t 1 -a -t 2
    set -l __ghost_end (command @GHOST@ __host --shell $fish_pid)
    switch "$__ghost_end"
        case 'ended *'
            exec @GHOST@ __exit (string replace 'ended ' '' -- $__ghost_end)
        case none
            true
        case '*'
            # The host was lost: this shell goes on as a plain one.
            command @GHOST@ __reclaim
    end
end
