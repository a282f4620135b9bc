//! Several words, joined as in messages.

/// `a`, `a or b`, `a, b or c`: one of them is meant.
///
/// ```
/// assert_eq!(spc_devices::either(&["xml", "gzip", "spc"]), "xml, gzip or spc");
/// ```
#[must_use]
pub fn either<W: AsRef<str>>(words: &[W]) -> String {
    joined(words, "or")
}

/// What follows the first of several findings of a kind that are reported as one; nothing if there are no others.
pub(crate) fn more(others: usize) -> String {
    if others == 0 { String::new() } else { format!(", and {others} more like it") }
}

/// `a`, `a and b`, `a, b and c`: all of them are meant.
pub(crate) fn all<W: AsRef<str>>(words: &[W]) -> String {
    joined(words, "and")
}

/// `a`, `a and b`, `a, b and c`, or `a to d`, each between backquotes: names that differ in what counts them, in their order.
pub(crate) fn counted(names: &[String]) -> String {
    match names {
        [first, _, _, .., last] => format!("`{first}` to `{last}`"),
        few => all(&few.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>()),
    }
}

fn joined<W: AsRef<str>>(words: &[W], last_by: &str) -> String {
    let listed = |words: &[W]| words.iter().map(AsRef::as_ref).collect::<Vec<&str>>().join(", ");
    match words.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} {last_by} {}", listed(others), last.as_ref()),
        _ => listed(words),
    }
}
