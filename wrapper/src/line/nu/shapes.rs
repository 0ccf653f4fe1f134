//! nu's names for what a piece is.

/// The name of a program.
pub(super) fn is_outside(shape: &str) -> bool {
    matches!(shape, "external" | "external_resolved")
}

/// Shapes that no bare word has.
pub(super) fn is_value(shape: &str) -> bool {
    matches!(
        shape,
        "binary"
            | "block"
            | "bool"
            | "closure"
            | "datetime"
            | "float"
            | "int"
            | "list"
            | "nothing"
            | "operator"
            | "range"
            | "raw_string"
            | "record"
            | "string_interpolation"
            | "table"
            | "variable"
    )
}

/// The name of what is called.
pub(super) fn is_call(shape: &str) -> bool {
    shape == "internalcall" || is_outside(shape)
}

/// nu's shapes; a newer nu may have more.
pub(super) fn is_known(shape: &str) -> bool {
    matches!(
        shape,
        "binary"
            | "block"
            | "bool"
            | "closure"
            | "datetime"
            | "directory"
            | "external"
            | "external_resolved"
            | "externalarg"
            | "filepath"
            | "flag"
            | "float"
            | "glob_interpolation"
            | "globpattern"
            | "int"
            | "internalcall"
            | "keyword"
            | "list"
            | "literal"
            | "match_pattern"
            | "nothing"
            | "operator"
            | "pipe"
            | "range"
            | "raw_string"
            | "record"
            | "redirection"
            | "signature"
            | "string"
            | "string_interpolation"
            | "table"
            | "vardecl"
            | "variable"
    )
}
