//! Which names belong to secrets, and which are so similar to one that they may be a mistyped one.
//!
//! Knows: what secrets are called, and a few names on devices that only look like it. Must not know: any syntax, or
//! values.

/// The parts of names, in lower case, that mark a secret and begin with these two letters.
const fn secret_parts(initials: [u8; 2]) -> &'static [&'static str] {
    match &initials {
        b"pa" => &["passw", "passphrase"],
        b"ps" => &["pskkey"],
        b"se" => &["secret"],
        b"_k" => &["_key"],
        b"we" => &["wepkey"],
        b"au" => &["auth_id"],
        b"gp" => &["gpp_sa", "gpp_sb", "gpp_sc", "gpp_sd"],
        b"ik" => &["ikm"],
        b"co" => &["community", "cookie"],
        b"to" => &["token"],
        // `PRT_HTTP_Header_Value`: what a server expects in an HTTP header is usually a token.
        b"he" => &["header_value"],
        b"pw" => &["pwd"],
        _ => &[],
    }
}

/// Whether the content of an element with this name should never be shown.
pub(crate) fn is_secret(element: &str) -> bool {
    let bytes = element.as_bytes();
    let mut pairs = bytes.iter().zip(bytes.iter().skip(1)).enumerate();
    let holds_part = pairs.any(|(at, (first, second))| {
        let begins = |part: &&str| {
            bytes
                .get(at..)
                .and_then(|rest| rest.get(..part.len()))
                .is_some_and(|word| word.eq_ignore_ascii_case(part.as_bytes()))
        };
        secret_parts([first.to_ascii_lowercase(), second.to_ascii_lowercase()]).iter().any(begins)
    });
    // Only whole words, since `Ping` and `Call_Pickup` unlock nothing.
    let has_word = || element.split('_').any(|word| matches!(word, "PIN" | "PW" | "Pw"));
    // `Transition_Authorization_Error_Retry_Delay` counts seconds.
    let is_header = || element.trim_end_matches('_').ends_with("Authorization");
    (holds_part || has_word() || is_header()) && !is_about_keys(element)
}

/// Whole names of switches, choices and tones that contain a word for a secret: no typing mistake turns the name of a
/// secret into one of these.
const ABOUT_SECRETS: [&str; 8] = [
    "Display_Password_Warnings",
    "User_Password_Prompt",
    "Preferred_Password_Input_Mode",
    "VoIP_PIN_Tone",
    "PSTN_PIN_Tone",
    "BLF_Callpark_On_Line_Key_Enable",
    "Use_Line_Keys_For_BLF_List",
    "Linksys_Key_System",
];

/// The beginnings of the names of softkey lists, which end in `_Key_List`.
const SOFTKEY_STATES: [&str; 15] = [
    "Broadsoft_Call_History_",
    "Conferencing_",
    "Connected_",
    "Dialing_",
    "Exec_Assistant_",
    "Hold_",
    "Idle_",
    "Missed_",
    "Off_Hook_",
    "Progressing_",
    "Releasing_",
    "Ringing_",
    "Shared_",
    "Start-Conf_",
    "Start-Xfer_",
];

/// Whether the key in a name is one to press, or the parameter is about a secret without containing it.
fn is_about_keys(leaf: &str) -> bool {
    let is_softkey_list = || {
        let state = leaf.strip_suffix("Key_List").unwrap_or_default();
        SOFTKEY_STATES.iter().any(|start| {
            let rest = state.strip_prefix(start);
            rest.is_some_and(|rest| ["", "Active_", "Call_", "Held_", "Input_", "Meeting_", "Video_"].contains(&rest))
        })
    };
    ABOUT_SECRETS.contains(&leaf) || is_softkey_list() || is_console_key(leaf)
}

/// `Unit_n_Key_n_`: a key of an attendant console, not of a cipher.
fn is_console_key(leaf: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    // The console of the SPA phones spells it without the final `_`.
    leaf.strip_prefix("Unit_")
        .map(|rest| rest.strip_suffix('_').unwrap_or(rest))
        .and_then(|rest| rest.split_once("_Key_"))
        .is_some_and(|(unit, key)| digits(unit) && digits(key))
}

/// Whether a run of hexadecimal digits is so long that it may be a key, or half of one.
pub(super) fn has_key_digits(text: &str) -> bool {
    let mut run = 0_usize;
    text.bytes().any(|byte| {
        run = if byte.is_ascii_hexdigit() { run.saturating_add(1) } else { 0 };
        run >= KEY_DIGITS
    })
}

/// Half of the shortest key that is written in digits: a mistake may have cut one in two.
const KEY_DIGITS: usize = 16;

/// Parts of names whose values are not shown, even if the part contains one typing mistake. The general-purpose
/// parameters `GPP_A` to `GPP_P` hold keys as often as anything else.
const NEAR: [&[u8]; 14] = [
    b"passw",
    b"passphrase",
    b"pskkey",
    b"wepkey",
    b"secret",
    b"auth_id",
    b"community",
    b"gpp_",
    b"_key",
    b"ikm_",
    b"pin_code",
    b"token",
    b"cookie",
    b"header_value",
];

/// Whether the value of an element may be shown, going by its name alone: nobody would mistake it for the name of a
/// secret, even with one of its characters wrong, missing, doubled or swapped.
pub(crate) fn is_harmless(element: &str) -> bool {
    if is_about_keys(element) {
        return true;
    }
    let name = element.to_ascii_lowercase();
    let near = |part: &&[u8]| {
        let least = part.len().saturating_sub(1).max(1);
        let lengths = least..=part.len().saturating_add(1);
        // A single mistake cannot be at both ends, so comparing the ends rules out nearly all windows.
        let touches = |window: &[u8]| window.first() == part.first() || window.last() == part.last();
        let is_near = |window: &[u8]| touches(window) && is_one_slip_away(window, part);
        lengths.into_iter().any(|length| name.as_bytes().windows(length).any(is_near))
    };
    let is_holed = |part: &&[u8]| has_hole(name.as_bytes(), part);
    !is_secret(element)
        && !SHORT.iter().any(|part| name.contains(part))
        && !is_wifi_key(&name)
        && !NEAR.iter().any(near)
        && !LONG.iter().any(is_holed)
        && !has_key_digits(element)
}

/// Parts of names that are too short, or too rare, to look for with a mistake in them.
const SHORT: [&str; 4] = ["cred", "wpa", "pwd", "activation_code"];

/// `PSK`, alone or as the last word; `PSK_1` is a programmable softkey.
fn is_wifi_key(name: &str) -> bool {
    name.trim_end_matches('_').rsplit('_').next() == Some("psk")
}

/// Parts that are long enough to be recognised with up to three adjacent characters missing.
const LONG: [&[u8]; 5] = [b"password", b"admin_passwd", b"passphrase", b"community", b"auth_id_"];

/// Whether the name contains the part with up to three adjacent characters missing; at least five must be left.
fn has_hole(name: &[u8], part: &[u8]) -> bool {
    let mut ends = (0..name.len()).filter_map(|start| name.get(start..));
    name.len() >= 5
        && ends.any(|text| {
            // The hole is not after the first character that differs.
            let same = text.iter().zip(part).take_while(|(a, b)| a == b).count();
            let is_hole = |at: usize, missing: usize| {
                let tail = part.get(at.saturating_add(missing)..);
                let is_tail = |tail: &[u8]| text.get(at..).is_some_and(|after| after.starts_with(tail));
                tail.is_some_and(|tail| at.saturating_add(tail.len()) >= 5 && is_tail(tail))
            };
            (0..=same).any(|at| (1..=3).any(|missing| is_hole(at, missing)))
        })
}

/// Whether the texts are equal, or differ by one character that is wrong, missing, extra or swapped with its neighbour.
pub(super) fn is_one_slip_away(a: &[u8], b: &[u8]) -> bool {
    let same = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (a, b) = (a.get(same..).unwrap_or_default(), b.get(same..).unwrap_or_default());
    match (a, b) {
        ([], []) => true,
        ([_, a_rest @ ..], [_, b_rest @ ..]) if a_rest == b_rest => true,
        ([a0, a1, a_rest @ ..], [b0, b1, b_rest @ ..]) if (a0, a1) == (b1, b0) && a_rest == b_rest => true,
        ([_, rest @ ..], other) | (other, [_, rest @ ..]) if rest == other => true,
        _ => false,
    }
}
