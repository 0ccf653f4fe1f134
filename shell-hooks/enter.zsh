# Once, at the first shell of a terminal: it goes on inside ghost's host, and leaves when that one leaves.
if [[ -o interactive && -t 0 && -t 1 && -t 2 ]]; then
  __ghost_end=$(command @GHOST@ __host --shell "$$")
  case $__ghost_end in
    ended*) builtin exec @GHOST@ __exit "${__ghost_end#ended }" ;;
    none) ;;
    # The host was lost: this shell goes on as a plain one.
    *) command @GHOST@ __reclaim ;;
  esac
  builtin unset __ghost_end
fi
