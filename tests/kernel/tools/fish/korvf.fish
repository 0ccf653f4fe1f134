complete -c korvf -w tarnf
complete --command korvf --condition __fish_is_first_arg --arguments 'grill' --description "over coals"
complete --command=korvf --long-option=plate --exclusive --arguments='deep flat'
