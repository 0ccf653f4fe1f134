# hand-made
complete -c tarnf -f
complete -c tarnf -n __fish_use_subcommand -a 'fetch build' -d 'a command'
complete -c tarnf -n '__fish_use_subcommand' -xa ship
complete -c tarnf -s h -l help -d 'Show help'
complete -c tarnf -n '__fish_seen_subcommand_from ship' -l slowly
complete -c tarnf -n '__fish_seen_subcommand_from ship' -s k -l kind -x -a 'raft barge'
complete -c tarnf -o wide -d "one dash"
complete -c tarnf -l level -r -f -a "low\t'a little' mid high\t'a lot'"
complete -c tarnf -n '__fish_seen_subcommand_from build' -a '(__tarnf_targets)'
complete -c other -n __fish_use_subcommand -a 'stranger'
