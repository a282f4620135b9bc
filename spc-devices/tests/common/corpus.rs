//! Values that others have published.
#![allow(dead_code, clippy::disallowed_methods, reason = "tests read files, and not each of them wants all of this")]

use std::collections::BTreeSet;

#[path = "../../../spc-core/tests/common/shared.rs"]
mod shared;

/// Each value that the parameters have anywhere, once, including templates and comments, if the folder is there.
pub(crate) fn values(is_wanted: impl Fn(&str) -> bool) -> Option<BTreeSet<String>> {
    Some(parameters(is_wanted)?.into_iter().map(|(_, value)| value).collect())
}

/// The same with names: each value once for every parameter that has it.
pub(crate) fn parameters(is_wanted: impl Fn(&str) -> bool) -> Option<BTreeSet<(String, String)>> {
    let folder = shared::folder("corpus")?;
    let mut values = BTreeSet::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "tsv" || extension == "md") {
            continue;
        }
        let bytes = std::fs::read(&path).unwrap();
        // What is not UTF-8 is Latin-1.
        let text =
            String::from_utf8(bytes).unwrap_or_else(|error| error.as_bytes().iter().map(|&b| char::from(b)).collect());
        let named = |(name, value): (&str, String)| is_wanted(name).then(|| (name.to_owned(), value));
        values.extend(elements(&text).filter_map(named));
        values.extend(entries(&text).map(|(name, value)| (name, value.to_owned())).filter_map(named));
    }
    values.retain(|(_, value)| !value.is_empty());
    Some(values)
}

/// `<Name ..>value<`.
fn elements(text: &str) -> impl Iterator<Item = (&str, String)> {
    text.split('<').filter_map(|piece| {
        let (tag, value) = piece.split_once('>')?;
        let name = tag.split_ascii_whitespace().next()?;
        let value = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")]
            .iter()
            .fold(value.trim().to_owned(), |value, (reference, character)| value.replace(reference, character));
        (!tag.ends_with('/')).then_some((name, value))
    })
}

/// `Name "value" ;`.
fn entries(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.lines().filter_map(|line| {
        let (name, rest) = line.split_once('"')?;
        let name = name.trim_end_matches([' ', '!', '?']);
        let is_name = name.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-()/[]".contains(&b));
        is_name.then_some((name, rest.split_once('"')?.0))
    })
}
