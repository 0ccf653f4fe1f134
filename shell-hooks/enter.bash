# Once, at the first shell of a terminal: it goes on inside ghost's host, and leaves when that one leaves.
if [[ $- == *i* && -t 0 && -t 1 && -t 2 ]]; then
  __ghost_end=$(\command @GHOST@ __host --shell "$$")
  case $__ghost_end in
    ended*)
      __ghost_end=${__ghost_end#ended }
      [[ ! -f @GHOST@ || ! -x @GHOST@ ]] || \builtin exec @GHOST@ __exit "$__ghost_end"
      # ghost was removed in the meantime.
      \builtin exec /bin/sh -c "exit $((${__ghost_end/#-/128+}))"
      ;;
    none) ;;
    # The host was lost: this shell goes on as a plain one.
    *) \command @GHOST@ __reclaim 2>/dev/null ;;
  esac
  \builtin unset __ghost_end
fi
