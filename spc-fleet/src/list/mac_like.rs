//! What looks like the address of a device in a list, or like the name of the column of addresses.
//!
//! Knows: how people write both. Must not know: which columns a list has.

use spc_core::TargetMac;

/// What is trimmed from the ends of a name: blanks and invisible characters.
pub(super) const BLANKS: [char; 5] = [' ', '\t', '\u{a0}', '\u{200b}', '\u{feff}'];
/// The number of letters by which names are compared.
pub(super) const LONGEST: usize = 64;

/// Whether a name is the address of a device, like the cell of a row, or ends with one, like the last cell of a header whose
/// line end was lost: `password000e08aabbcc`.
pub(super) fn has_address(name: &str) -> bool {
    let is_address = |text: &str| text.parse::<TargetMac>().is_ok();
    // A number with twelve digits is more often a time or a telephone number than an address.
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let glued = name.len().checked_sub(12).and_then(|at| name.split_at_checked(at));
    let is_glued = glued.is_some_and(|(before, end)| {
        before.ends_with(|c: char| c.is_alphabetic()) && !is_number(end) && is_address(end)
    });
    is_glued || (is_address(name.trim_matches(BLANKS)) && !is_number(name))
}

/// Whether a word in a cell is an address, alone or with a prefix or suffix: `SEP000e08aabbcc`, `000e08aabbcc.cfg`.
pub(super) fn holds_address(cell: &str) -> bool {
    // As long as `000e08aabbcc`, and as `00:0e:08:aa:bb:cc`.
    const LENGTHS: [usize; 2] = [12, 17];
    let ends_as_address = |word: &str| {
        let ends = LENGTHS.iter().filter_map(|length| word.get(word.len().checked_sub(*length)?..));
        ends.into_iter().any(|end| end.parse::<TargetMac>().is_ok())
    };
    cell.split(|c: char| !(c.is_ascii_alphanumeric() || ":-".contains(c))).any(ends_as_address)
}

/// Whether a column is that of the addresses, under any of the names that people give it.
pub(super) fn is_like_mac(name: &str) -> bool {
    /// Letters of a name in which one may be wrong.
    const LONG: usize = 6;
    const NAMES: [&str; 17] = [
        "mac",
        "macs",
        "macaddr",
        "macaddress",
        "macadr",
        "macid",
        "hwaddr",
        "hwaddress",
        "hardwareaddress",
        "ethernetaddress",
        "ethaddr",
        "devicemac",
        "phonemac",
        // As in German, French, Spanish and Italian.
        "macadresse",
        "adressemac",
        "direccionmac",
        "indirizzomac",
    ];
    // The usual letter with an accent is compared without it.
    let letter = |c: char| if c == '\u{f3}' { 'o' } else { c.to_ascii_lowercase() };
    let plain: String = name.chars().map(letter).filter(char::is_ascii_alphanumeric).take(LONGEST).collect();
    let is_slip = |known: &&str| known.len() > LONG && strsim::osa_distance(known, &plain) == 1;
    NAMES.contains(&plain.as_str()) || (plain.len() >= LONG && NAMES.iter().any(is_slip))
}
