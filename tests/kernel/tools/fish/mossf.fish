set -l commands grow shrink move-over
set -l kinds flint slate
complete -c mossf -n "not __fish_seen_subcommand_from $commands" -a "$commands"
complete -c mossf -n "not __fish_seen_subcommand_from $commands" -a drown -d 'no good'
complete -c mossf -n "__fish_seen_subcommand_from grow shrink" -l on -xa "$kinds"
for step in one two three
    complete -c mossf -n '__fish_mossf_using_command walk' -f -a $step -d "step $step"
end
complete -c mossf -n '__fish_seen_subcommand_from grow; and not __fish_seen_argument -l dry' \
    -l watered -d 'with water'
