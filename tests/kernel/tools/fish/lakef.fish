# conditions kept in variables, made by a function of its own
function __lakef_group
    set -l cmd (commandline -poc)
    test "$cmd[2]" = "$argv[1]"
end
set -l water '__lakef_group water'
set -l shore "__lakef_group shore"
complete -f -c lakef -n __fish_is_first_arg -a water -d 'all of it'
complete -f -c lakef -n __fish_is_first_arg -a shore -d 'around it'
complete -f -c lakef -n $water -a fill -d 'more'
complete -f -c lakef -n $water -a 'drain' -d 'less'
complete -f -c lakef -n $shore -s d -l dig
complete -f -c lakef -n '__lakef_weather rain' -a umbrella
