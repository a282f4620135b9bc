//! Profiles with secrets in them, and accidents that happen to files.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use spc_core::source::Syntax;

/// Showing four characters of a secret is too many.
const PIECE: usize = 4;

/// The first piece of a secret that is shown, if any.
pub(crate) fn leak(said: &str, secrets: &[String]) -> Option<String> {
    let mut pieces = secrets.iter().flat_map(|secret| secret.as_bytes().windows(PIECE));
    let found = pieces.find(|piece| said.contains(core::str::from_utf8(piece).unwrap()))?;
    let piece = core::str::from_utf8(found).unwrap();
    let line = said.lines().find(|line| line.contains(piece)).unwrap_or_default();
    Some(format!("{piece} in: {}", line.chars().take(300).collect::<String>()))
}

/// A profile of 20 secrets among other parameters.
#[derive(Clone, Debug)]
pub(crate) struct Planted {
    pub(crate) source: Vec<u8>,
    pub(crate) syntax: Syntax,
    pub(crate) secrets: Vec<String>,
}

/// Names and values that are harmless.
const OTHERS: [(&str, &str); 12] = [
    ("Proxy_1_", "sip.example.com:5060"),
    ("User_ID_1_", "101"),
    ("Display_Name_1_", "Front desk"),
    ("Dial_Plan_1_", "(*xx|[2-9]xx|xx.)"),
    ("Primary_NTP_Server", "pool.example.org"),
    ("Time_Zone", "GMT+01:00"),
    ("Station_Name", ""),
    ("Resync_Periodic", "3600"),
    ("Enable_Web_Server", "Yes"),
    ("Text_Logo", "a b c"),
    ("SIP_Port_1_", "5060"),
    ("Profile_Rule_B", "http://prov.example.com/$MA.cfg"),
];
/// Places for secrets, each marked `%`.
const HIDING: [(&str, &str); 22] = [
    ("Password_1_", "%"),
    ("Password_2_", "%"),
    ("Admin_Passwd", "%"),
    ("User_Password", "a % b"),
    ("Auth_ID_1_", "%"),
    ("GPP_SA", "%"),
    ("GPP_A", "%"),
    ("Profile_Rule", "[--key % ]http://prov.example.com/$MA.cfg"),
    ("Profile_Rule_C", "http://user:%@prov.example.com/$MA.cfg"),
    ("SRTP_Private_Key", "%"),
    // No accident deletes such a long name at once.
    ("Profile_Rule_B", "http://h/x?session=%"),
    ("Resync_Rule_1", "h/x?session=%"),
    ("Resync_Rule_2", "/x?session=%"),
    ("Resync_Rule_3", "/x?session&#61;%"),
    ("Password_3_", "a{%}"),
    ("Password_4_", "x${%}@"),
    ("GPP_B", " \u{201c}%&amp;lt;"),
    ("Profile_Rule_D", "[--pwd x$% --uid ${%}] http://h/$%/$MA.cfg"),
    // Not entries at all.
    (COMMENT, "pw %"),
    (COMMENT, "% ; the old one, changed in May"),
    (COMMENT, "Password_1_ \"%\" ;"),
    (IMPORT, "%"),
];
const COMMENT: &str = "#";
const IMPORT: &str = "import";

pub(crate) fn planted() -> impl Strategy<Value = Planted> {
    // Nothing in a name or a message looks like part of one.
    let secret = "([A-Z][0-9]){4}([a-z][0-9]){0,8}";
    let other = select(&OTHERS[..]);
    let mark = select(vec!["", "na", "ro", "rw"]);
    let between = select(vec!["\n", "\n", "\n", "\r\n", " ", "\n\n"]);
    let hiding = vec((select(&HIDING[..]), secret), 20);
    let declared = proptest::option::of(secret);
    let entries = vec((vec(other, 0..3), mark, between), 20);
    (hiding, declared, entries, any::<bool>()).prop_map(|(hiding, declared, entries, is_xml)| {
        let mut text = match (is_xml, &declared) {
            (true, Some(secret)) => format!("<?xml version=\"1.0\" encoding=\"{secret}\"?>\n<flat-profile>\n"),
            (true, None) => String::from("<flat-profile>\n"),
            (false, _) => String::from("# a profile\n"),
        };
        let mut secrets: Vec<String> = declared.into_iter().collect();
        for ((name, value), (others, mark, between)) in hiding
            .into_iter()
            .map(|(entry, secret)| {
                let value = entry.1.replace('%', &secret);
                secrets.push(secret);
                (entry.0, value)
            })
            .zip(entries)
        {
            let others = others.into_iter().map(|(name, value)| (name, value.to_owned()));
            for (name, value) in others.chain([(name, value)]) {
                text.push_str(&match (is_xml, mark) {
                    (true, _) if name == COMMENT => format!("<!-- {value} -->"),
                    // The nearest thing to it.
                    (true, _) if name == IMPORT => format!("<?{name} {value}?>"),
                    (false, _) if name == COMMENT => format!("# {value}\n"),
                    (false, _) if name == IMPORT => format!("\n{name} {value}\n"),
                    (true, "") => format!("<{name}>{value}</{name}>"),
                    (true, access) => format!("<{name} ua=\"{access}\">{value}</{name}>"),
                    (false, mark) => {
                        let mark = match mark {
                            "ro" => "? ",
                            "rw" => "! ",
                            _ => "",
                        };
                        format!("{name} {mark}\"{value}\" ;")
                    }
                });
                text.push_str(between);
            }
        }
        text.push_str(if is_xml { "</flat-profile>\n" } else { "" });
        let syntax = if is_xml { Syntax::Xml } else { Syntax::Text };
        Planted { source: text.into_bytes(), syntax, secrets }
    })
}

/// An accident that happens to a file.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Accident {
    CutBefore,
    CutAfter,
    SwapBytes,
    SwapNeighbours,
    DeleteBytes,
    RepeatBytes,
    DeleteLine,
    RepeatLine,
    SwapLines,
    BreakLine,
    MoveWord,
}

pub(crate) const ACCIDENTS: [Accident; 11] = [
    Accident::CutBefore,
    Accident::CutAfter,
    Accident::SwapBytes,
    Accident::SwapNeighbours,
    Accident::DeleteBytes,
    Accident::RepeatBytes,
    Accident::DeleteLine,
    Accident::RepeatLine,
    Accident::SwapLines,
    Accident::BreakLine,
    Accident::MoveWord,
];

pub(crate) fn happen(source: &mut Vec<u8>, accident: Accident, at: Index, other: Index, length: usize) {
    if source.len() < 2 {
        return;
    }
    let (first, second) = (at.index(source.len()), other.index(source.len()));
    let end = first.saturating_add(length).min(source.len());
    let next = first.saturating_add(1).min(source.len().saturating_sub(1));
    let lines = |source: &[u8]| source.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect::<Vec<_>>();
    match accident {
        Accident::CutBefore => drop(source.drain(..first)),
        Accident::CutAfter => source.truncate(first),
        Accident::SwapBytes => source.swap(first, second),
        Accident::SwapNeighbours => source.swap(first, next),
        Accident::DeleteBytes => drop(source.drain(first..end)),
        Accident::RepeatBytes => {
            let piece = source[first..end].to_vec();
            drop(source.splice(first..first, piece));
        }
        Accident::BreakLine => source.insert(first, b'\n'),
        Accident::MoveWord => move_word(source, first, second),
        Accident::DeleteLine | Accident::RepeatLine | Accident::SwapLines => {
            let mut lines = lines(source);
            let (first, second) = (at.index(lines.len()), other.index(lines.len()));
            match accident {
                Accident::DeleteLine => drop(lines.remove(first)),
                Accident::RepeatLine => lines.insert(second, lines[first].clone()),
                _ => lines.swap(first, second),
            }
            *source = lines.concat();
        }
    }
}

/// Takes the word at one place, and puts it before the word at another.
fn move_word(source: &mut Vec<u8>, from: usize, to: usize) {
    let begin = |source: &[u8], at: usize| {
        let before = source.get(..at).unwrap_or_default().iter().rposition(u8::is_ascii_whitespace);
        before.map_or(0, |blank| blank.saturating_add(1))
    };
    let start = begin(source, from);
    let length = source[start..].iter().position(u8::is_ascii_whitespace).unwrap_or(source.len().saturating_sub(start));
    let word: Vec<u8> = source.drain(start..start.saturating_add(length)).chain([b' ']).collect();
    let at = begin(source, to.min(source.len()));
    source.splice(at..at, word);
}
