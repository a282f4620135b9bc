//! Several words of which one is meant, as messages name them.

/// `a`, `a or b`, `a, b or c`.
///
/// ```
/// assert_eq!(spc_devices::either(&["xml", "gzip", "spc"]), "xml, gzip or spc");
/// ```
#[must_use]
pub fn either<W: AsRef<str>>(words: &[W]) -> String {
    let joined = |words: &[W]| words.iter().map(AsRef::as_ref).collect::<Vec<&str>>().join(", ");
    match words.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} or {}", joined(others), last.as_ref()),
        _ => joined(words),
    }
}
