# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_glimf_global_optspecs
	string join \n c/colour= h/help
end
function __fish_glimf_needs_command
	set -l cmd (commandline -opc)
	set -e cmd[1]
	argparse -s (__fish_glimf_global_optspecs) -- $cmd 2>/dev/null
	or return
	if set -q argv[1]
		echo $argv[1]
		return 1
	end
	return 0
end
complete -c glimf -n "__fish_glimf_needs_command" -s c -l colour -d 'The colour' -r -f -a "amber\t'warm'
violet\t'cold'"
complete -c glimf -n "__fish_glimf_needs_command" -s h -l help -d 'Print help'
complete -c glimf -n "__fish_glimf_needs_command" -f -a "lamp" -d 'An electric one'
complete -c glimf -n "__fish_glimf_needs_command" -f -a "candle" -d 'One with a flame'
complete -c glimf -n "__fish_glimf_using_subcommand lamp; and not __fish_seen_subcommand_from dim glow" -l watts -r
complete -c glimf -n "__fish_glimf_using_subcommand lamp; and not __fish_seen_subcommand_from dim glow" -f -a "dim" -d 'Less'
complete -c glimf -n "__fish_glimf_using_subcommand lamp; and not __fish_seen_subcommand_from dim glow" -f -a "glow" -d 'More'
complete -c glimf -n "__fish_glimf_using_subcommand lamp; and __fish_seen_subcommand_from dim" -s s -l steps -r
complete -c glimf -n "__fish_glimf_using_subcommand candle" -l wax
