//! The functions that a key can have, and the options of each.

/// A function of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Function {
    /// Its word after `fnc=`.
    pub word: &'static str,
    /// What it is.
    pub meaning: &'static str,
    /// Options of which it needs at least one; none if it needs nothing.
    pub needs: &'static [&'static str],
    /// All options it uses.
    pub takes: &'static [&'static str],
}

/// The functions. Newer firmware may know more. Those that need nothing are in the guide of November 2025, which gives
/// only the words for the last ten.
const FUNCTIONS: [Function; 20] = [
    Function { word: "sd", meaning: "speed dial", needs: &["ext"], takes: &["ext", "vid", "nme"] },
    Function { word: "blf", meaning: "busy lamp", needs: &["sub"], takes: &["sub", "usr", "ext", "vid", "nme"] },
    Function { word: "cp", meaning: "call pickup", needs: &["sub", "ext"], takes: &["sub", "ext", "vid", "nme"] },
    Function {
        word: "prk",
        meaning: "call park",
        needs: &["sub", "ext"],
        takes: &["sub", "ext", "orbit", "vid", "nme"],
    },
    Function {
        word: "park",
        meaning: "call park",
        needs: &["sub", "ext"],
        takes: &["sub", "ext", "orbit", "vid", "nme"],
    },
    Function { word: "mwi", meaning: "voicemail lamp", needs: &["sub"], takes: &["sub", "vid", "nme"] },
    Function { word: "dnd", meaning: "do not disturb", needs: &[], takes: &["vid", "nme"] },
    Function { word: "xml", meaning: "XML service", needs: &["url"], takes: &["url", "vid", "nme"] },
    Function { word: "shortcut", meaning: "shortcut", needs: &["url"], takes: &["url", "vid", "nme"] },
    Function {
        word: "dtmf",
        meaning: "keys sent during a call",
        needs: &["ext"],
        takes: &["ext", "nme", "ext2", "nme2", "vid"],
    },
    plain("acd", "state of a call center agent"),
    plain("callinfo", "call information"),
    plain("calllist", "list of calls"),
    plain("cfwd", "call forwarding"),
    plain("lcr", "call return"),
    plain("proxycall", "call for an executive"),
    plain("callpush", "call pushed to an executive"),
    plain("callretrieve", "call taken back from another device"),
    plain("divert", "diversion of an executive's calls"),
    plain("bridgein", "joining an executive's call"),
];

const fn plain(word: &'static str, meaning: &'static str) -> Function {
    Function { word, meaning, needs: &[], takes: &["ext", "sub", "vid", "nme"] }
}

/// The options, each with its meaning.
pub const OPTIONS: [(&str, &str); 9] = [
    ("sub", "whose state the key shows"),
    ("ext", "what the key dials"),
    ("usr", "the user of a list whose state the key shows"),
    ("nme", "the label"),
    ("vid", "the line that is used"),
    ("url", "the address or the menu that the key opens"),
    ("orbit", "where calls are parked"),
    ("ext2", "what the second press sends"),
    ("nme2", "the label for the second press"),
];

/// The function with this word, in any letter case.
#[must_use]
pub fn function(word: &str) -> Option<&'static Function> {
    FUNCTIONS.iter().find(|function| function.word.eq_ignore_ascii_case(word))
}

/// What people mistakenly write for a function with another word.
const FUNCTION_SLIPS: [(&str, &str); 12] = [
    ("speeddial", "sd"),
    ("speed", "sd"),
    ("lamp", "blf"),
    ("busylamp", "blf"),
    ("busylampfield", "blf"),
    ("presence", "blf"),
    ("pickup", "cp"),
    ("callpickup", "cp"),
    ("callpark", "prk"),
    ("voicemail", "mwi"),
    ("donotdisturb", "dnd"),
    ("browser", "xml"),
];

/// What people mistakenly write for an option with another name.
const OPTION_SLIPS: [(&str, &str); 8] = [
    ("number", "ext"),
    ("extension", "ext"),
    ("dial", "ext"),
    ("name", "nme"),
    ("label", "nme"),
    ("line", "vid"),
    ("user", "usr"),
    ("uri", "url"),
];

/// The function that was probably meant by an unknown word.
#[must_use]
pub fn meant_function(word: &str) -> Option<&'static str> {
    meant(word, &FUNCTION_SLIPS, FUNCTIONS.iter().map(|function| function.word))
}

/// The option that was probably meant by an unknown name.
#[must_use]
pub fn meant_option(name: &str) -> Option<&'static str> {
    meant(name, &OPTION_SLIPS, OPTIONS.iter().map(|(name, _)| *name))
}

fn meant(
    word: &str,
    slips: &[(&str, &'static str)],
    mut known: impl Iterator<Item = &'static str>,
) -> Option<&'static str> {
    let plain: String = word.chars().filter(char::is_ascii_alphanumeric).collect();
    let slip = slips.iter().find(|(slip, _)| plain.eq_ignore_ascii_case(slip)).map(|(_, meant)| *meant);
    slip.or_else(|| known.find(|known| plain.len() > 2 && is_swapped(&plain, known)))
}

/// Whether two letters of a word are swapped, and nothing else is different.
fn is_swapped(word: &str, known: &str) -> bool {
    let mut letters = word.to_ascii_lowercase().into_bytes();
    (1..letters.len()).any(|at| {
        letters.swap(at.saturating_sub(1), at);
        let is_it = letters == known.as_bytes();
        letters.swap(at.saturating_sub(1), at);
        is_it
    })
}
