# A list of lines comes in as JSON, and what this nu says of each goes out: its pieces by shape and place, and the kind of
# its error. The lines are parsed and never run.
$in | from json | each {|line|
    try {
        let error = (ast --json $line | get error | from json)
        let kind = if $error == null { null } else { try { $error | columns | first } catch { $error | to json --raw } }
        let pieces = (ast --flatten --json $line | from json | each {|piece| {shape: $piece.shape, span: $piece.span} })
        {pieces: $pieces, error: $kind}
    } catch { {} } # an empty answer: `each` would leave out nothing at all
} | to json --raw
