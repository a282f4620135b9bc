//! The placeholders of a base that stand for a device's key.
//!
//! Knows: how a provisioning rule names a key. Must not know: which parameters are rules; in other values, `--key` means
//! nothing.

/// The names of the placeholders in a value that are part of a key, such as `tok` in `[--key {{tok}}] /$MA.cfg`.
///
/// ```
/// let keys: Vec<&str> = spc_fleet::key_placeholders("[--key a{{tok}}] {{host}}/$MA.cfg").collect();
/// assert_eq!(keys, ["tok"]);
/// ```
pub fn key_placeholders(value: &str) -> impl Iterator<Item = &str> {
    // Up to the end of the options, because all other options are hidden along with the key.
    let options = value.split("--key").skip(1).map(|rest| rest.split(']').next().unwrap_or_default());
    options.flat_map(|option| option.split("{{").skip(1)).filter_map(|rest| Some(rest.split_once("}}")?.0.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_part_of_a_key_is_found_and_nothing_else() {
        for (value, keys) in [
            ("[--key {{tok}}] http://{{host}}/$MA.cfg", &["tok"][..]),
            ("[--key {{ tok }}]/a | [--key b{{c}}{{d}} ] /b", &["tok", "c", "d"]),
            ("[--uid {{user}} --key {{tok}}]/a", &["tok"]),
            ("{{host}}/$MA.cfg", &[]),
            ("[--key $A]/{{x}}", &[]),
            ("[--key {{open", &[]),
        ] {
            assert_eq!(key_placeholders(value).collect::<Vec<_>>(), keys, "{value}");
        }
    }
}
