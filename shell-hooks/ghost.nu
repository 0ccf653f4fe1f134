# ghost's hooks for Nushell 0.114 and newer; made by `ghost init nu`, version @VERSION@.
#
# nu reads a file as a whole before it runs any of it, so one file holds both: the way into a host, and the hooks of a
# shell that is inside one. What they remember is one record: nu hands no record on to programs. On the way to a prompt
# after a command that went well nothing is started. What the hooks say goes to the terminal as marks, which the host
# takes out again. Loading this twice is the same as loading it once.

# Switch ghost off in this shell.
def --env "ghost off" [] { __ghost_set {on: false} }

# Switch ghost on again in this shell.
def --env "ghost on" [] { __ghost_set {on: true} }

def --env __ghost_set [what: record] {
  if $env.__ghost? != null { $env.__ghost = ($env.__ghost | merge $what) }
}

def --env __ghost_mark [text: string] {
  if $env.__ghost.mark != "" { print --no-newline $"($env.__ghost.mark)($text)\u{7}" }
}

# The person's own commands and aliases, as ghost reads them behind a line. The list of commands is made anew only when
# there are more or fewer than before: it takes 7 ms.
def --env __ghost_names [] {
  let ghost = $env.__ghost
  let count = (scope engine-stats).num_decls
  if $ghost.count != $count {
    let own = (help commands | where command_type == custom | get name)
    # Two come with nu itself.
    let own = ($own | where { not ($in in [banner pwd] or ($in starts-with __ghost) or ($in starts-with "ghost ")) })
    $env.__ghost = ($ghost | merge {count: $count, names: $"f($own | str join "\n")"})
  }
  let aliases = (scope aliases | each {|one| $"a($one.name)=($one.expansion)" })
  [$env.__ghost.names ...$aliases]
}

# How nu itself reads a line: ghost judges nothing that nu has not read.
def __ghost_read [line: string] {
  try { $"n{\"pieces\":(ast --flatten --json $line),\"error\":(ast --json $line | get error)}" } catch { "n" }
}

# The threads of this nu that wait for a program that it has started, by their names (proc(5)); no other system tells.
def __ghost_waiters [] {
  let names = (try { glob /proc/self/task/*/comm } catch { [] })
  $names | where {|one| (try { open --raw $one } catch { "" }) == "exit status wai\n" }
}

# Calls ghost, and waits until nu has let go of it: nu's thread does so a moment after the program has ended, and what is
# started in that moment lands in the process group of the one that is gone. Then no Ctrl-Z brings it back.
def __ghost_call [told: string, words: list<string>] {
  let before = (__ghost_waiters)
  let reply = (try { $told | ^@GHOST@ __hook ...$words } catch { "" } | lines)
  __ghost_settle $before
  $reply
}

# On a machine that has no time for that thread, a quarter of a second is all.
def __ghost_settle [before: list<string>] {
  for _ in 1..250 {
    if (__ghost_waiters | all {|one| $one in $before }) { break }
    sleep 1ms
  }
}

# What is to be done about a line that has failed?
def --env __ghost_ask [code: int] {
  let ghost = $env.__ghost
  # History leaves it out: so do we.
  let private = if ($ghost.line starts-with " ") { "private" } else { "" }
  let ours = if $ghost.ours { [--ours] } else { [] }
  # To an older nu nothing can be put into the editor from here.
  let offers = if ($env.NU_VERSION | split row "." | get 1 | into int) < 114 { [--offer] } else { [] }
  # nu has `!` for its history, and none of the other shells' `^a^b`: there that is a program's name.
  let told = ([$private $ghost.line "h!!" (__ghost_read $ghost.line) ...(__ghost_names)] | str join "\u{0}")
  let id = [--id $"($nu.pid).($ghost.n)" --status ($code | into string)]
  let reply = (__ghost_call $told [failed --shell $nu.current-exe ...$id ...$ours ...$offers @FLAGS@])
  let line = ($reply | skip 2 | str join "\n")
  # Whatever comes back from a ghost that is not well: an empty line is none.
  match (if $line == "" and ($reply | get --optional 0) != "ask" { "none" } else { $reply | get --optional 0 }) {
    "run" => {
      $env.__ghost = ($env.__ghost | merge {expects: $line})
      __ghost_mark A
      commandline edit --replace --accept $line
    }
    "fill" => {
      __ghost_mark L
      commandline edit --replace $line
      # What becomes of it is told, where there is a host that remembers it.
      if $ghost.mark != "" { $env.__ghost.filled = true }
    }
    "ask" => {
      # It was a sentence, and it has been answered. What is offered goes into the editor.
      if $line != "" {
        __ghost_mark L
        commandline edit --replace $line
        if $ghost.mark != "" { $env.__ghost.filled = true }
      }
    }
    _ => {}
  }
}

# Does the line name a program that is not there? nu ends with 1 then, as with any error of its own.
def __ghost_misses [line: string] {
  try {
    ast --flatten --json $line | from json | where shape == shape_external | any {|one| which $one.content | is-empty }
  } catch { false }
}

# A line has ended, and something about it is to be told.
def --env __ghost_ended [status: int] {
  let ghost = $env.__ghost
  # nu tells a signal by a minus sign.
  let code = if $status < 0 { 128 - $status } else { $status }
  # Without a host nobody has seen what nu says.
  let code = if $code == 1 and $ghost.mark == "" and (__ghost_misses $ghost.line) { 127 } else { $code }
  let asks = if not (@GHOST@ | path exists) {
    # There is nobody to ask.
    0
  } else if $code not-in [0 130] {
    1
  } else if $ghost.ours or $ghost.filled {
    # Told, but nothing is held back for it: a line of ours, or what became of one that was offered.
    2
  } else {
    0
  }
  __ghost_mark $"D;($nu.pid).($ghost.n);($code);($asks)"
  $env.__ghost.filled = false
  if $asks != 0 { __ghost_ask $code }
  $env.LAST_EXIT_CODE = $status
}

# What was offered has been taken out of the editor, and nothing ran.
def --env __ghost_dropped [status: int] {
  let ghost = $env.__ghost
  $env.__ghost.filled = false
  if (@GHOST@ | path exists) {
    __ghost_call "" [dropped --id $"($nu.pid).($ghost.n)"] | ignore
    $env.LAST_EXIT_CODE = $status
  }
}

# Alt-g: a line that nu cannot read is still in the editor; in an empty one, the last failure is meant.
def --env __ghost_key [] {
  let line = (commandline)
  print ""
  # What is wrong with it nu only prints, so another nu is asked for that. It reads the line, and runs nothing of it.
  let error = if ($line | is-empty) or ($line | nu-check) { "" } else {
    let words = [--no-config-file --no-std-lib --stdin -c "$in | nu-check --debug"]
    try { $line | ^$nu.current-exe ...$words | complete | get stderr } catch { "" }
  }
  let private = if ($line starts-with " ") { "private" } else { "" }
  let told = ([$private $line $"o($error)" (__ghost_read $line) ...(__ghost_names)] | str join "\u{0}")
  let id = [--id $"($nu.pid).($env.__ghost.n)"]
  let reply = (__ghost_call $told [fix --shell $nu.current-exe ...$id @FLAGS@])
  let line = ($reply | skip 2 | str join "\n")
  # It was a sentence, and it has been answered: the editor holds what is offered, or nothing.
  if ($reply | get --optional 0) in [fill ask] {
    commandline edit --replace $line
    $env.__ghost.filled = ($line != "" and $env.__ghost.mark != "")
  }
}

# The way in. (Whether stdout is a terminal, ghost sees itself: to nu 0.114 it is none inside brackets.)
def --env __ghost_begin [] {
  let is_wanted = (
    [
      $nu.is-interactive
      ($env.GHOST_OFF? != "1")
      (@GHOST@ | path exists)
      (is-terminal --stdin)
      (is-terminal --stderr)
    ] | all {|one| $one }
  )
  if not $is_wanted { return }
  # Loaded before: what is there already stays, and what settings read since have replaced is put in again.
  let place = if $env.__ghost? != null {
    ""
  } else {
    # Once, at the first shell of a terminal: it goes on inside ghost's host, and leaves when that one leaves.
    try { ^@GHOST@ __host --shell $nu.pid --hooks @VERSION@ @FLAGS@ } catch { "" } | str trim
  }
  if ($place starts-with "ended ") {
    let end = ($place | str replace "ended " "")
    try { exec @GHOST@ __exit $end }
    # ghost was removed in the meantime, or made unfit to run.
    let end = ($end | into int)
    let end = if $end < 0 { 128 - $end } else { $end }
    exec /bin/sh -c $"exit ($end)"
  } else if $place in [hosted lost] {
    let mark = if $place == "hosted" { $"\u{1b}]6973;($env.GHOST_TOKEN);" } else { "" }
    $env.__ghost = {on: true, mark: $mark, n: 0, ran: false, line: "", ours: false, filled: false, keyed: false, expects: null, count: 0, names: "f"}
  } else if $env.__ghost? == null and $place != "none" and (@GHOST@ | path exists) {
    # The host was lost: this shell goes on as a plain one.
    try { ^@GHOST@ __reclaim }
  }
  if $env.__ghost? != null {
    let others = {|hooks| $hooks | default [] | where {|hook| not (($hook | to nuon --serialize) has "$env.__ghost") } }
    # Last of all: what follows is the line's.
    $env.config.hooks.pre_execution = (
      do $others $env.config.hooks.pre_execution? | append {||
        let line = (commandline)
        let ghost = $env.__ghost
        # The key is no line: what is offered waits for the next one.
        if $line == "__ghost_key" {
          $env.__ghost.keyed = true
        } else if $ghost.on and not ($line | str trim | is-empty) {
          let n = $ghost.n + 1
          $env.__ghost = ($ghost | merge {n: $n, ran: true, line: $line, ours: ($line == $ghost.expects), expects: null})
          if $ghost.mark != "" { print --no-newline $"($ghost.mark)C;($nu.pid).($n)\u{7}" }
        }
      }
    )
    # First of all: how did it end? What went well is told in one line.
    $env.config.hooks.pre_prompt = (
      do $others $env.config.hooks.pre_prompt? | prepend {||
        let ghost = $env.__ghost
        if $ghost.keyed? == true {
          $env.__ghost.keyed = false
        } else if $ghost.ran {
          $env.__ghost.ran = false
          if $env.LAST_EXIT_CODE == 0 and not ($ghost.ours or $ghost.filled) {
            if $ghost.mark != "" { print --no-newline $"($ghost.mark)D;($nu.pid).($ghost.n);0;0\u{7}" }
          } else {
            __ghost_ended $env.LAST_EXIT_CODE
          }
        } else if $ghost.filled {
          __ghost_dropped $env.LAST_EXIT_CODE
        }
      }
    )
    $env.config.keybindings = ($env.config.keybindings | where {|one| $one.name? not-in [ghost_ask ghost_clear] }) ++ [
      {
        name: ghost_ask
        modifier: alt
        keycode: char_g
        mode: [emacs vi_insert vi_normal]
        event: {send: executehostcommand, cmd: "__ghost_key"}
      }
      {
        # The host's: whoever types in the moment in which a line of ours was put there meant an empty one.
        name: ghost_clear
        modifier: control_alt_shift
        keycode: f20
        mode: [emacs vi_insert vi_normal]
        event: {edit: clear}
      }
    ]
  }
}

__ghost_begin
