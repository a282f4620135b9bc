//! Random XML sources of profiles: everything that FORMAT 7 allows, and occasionally something that it refuses.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// One of the common texts, or occasionally one of the odd ones.
fn mostly(times: u32, common: &'static [&str], odd: &'static [&str]) -> impl Strategy<Value = String> + Clone {
    prop_oneof![times => select(common), 1 => select(odd)].prop_map(String::from)
}

const REFERENCES: [&str; 11] =
    ["&amp;", "&lt;", "&gt;", "&quot;", "&apos;", "&#65;", "&#x20AC;", "&#32;", "&#10;", "&#13;", "&#x9;"];
const CHARACTERS: [&str; 14] =
    ["\n", "\r\n", "\r", "\t", "  ", "é", "€", "\u{1f4de}", "\u{a0}", "\u{85}", "\u{feff}", ">", "]]", "\"'"];
const ODD_TEXTS: [&str; 13] =
    ["&#127;", "&nbsp;", "&#0;", "&#xFFFE;", "&x", "& ", "&", "]]>", "\u{1}", "\u{ffff}", "<", "<9>", "</x>"];

/// The text of an element, in pieces.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => "[ a-zA-Z0-9.:/$*|()-]{1,8}",
        4 => select(&REFERENCES[..]).prop_map(String::from),
        3 => select(&CHARACTERS[..]).prop_map(String::from),
        3 => "[ a-z<>&\r\n\\]]{0,6}".prop_map(|text| format!("<![CDATA[{}]]>", text.replace("]]>", ""))),
        2 => "[ a-z<>&\r\n]{0,6}".prop_map(|text| format!("<!--{text}-->")),
    ];
    let odd = select(&ODD_TEXTS[..]).prop_map(String::from);
    vec(prop_oneof![400 => piece, 1 => odd], 0..5).prop_map(|pieces| pieces.concat())
}

const ATTRIBUTES: [&str; 12] = [
    "",
    "",
    " ua=\"na\"",
    " ua='ro'",
    "\n\tua = 'rw' ",
    " ua='&#114;w'",
    " group='a &amp; &lt;b&gt;'",
    " group=\"'\u{e9}>\"",
    " xmlns:q='u'",
    " xml:space='preserve'",
    " up='y'",
    " note=''",
];
const ODD_ATTRIBUTES: [&str; 11] = [
    " ua='RW'",
    " ua=''",
    " ua=na",
    " ua",
    " a='<'",
    " a='&'",
    " a='1' a='1'",
    " a='&b;'",
    "a='1'",
    " é='1'",
    " 1='1'",
];
const NAMES: [&str; 10] = ["A", "B", "C", "A-", "A.", "_x", "Rule", "Rule", "Password_1_", "a"];
const ODD_NAMES: [&str; 4] = ["x:y", "\u{e9}", ":a", "flat-profile"];
const SECTIONS: [&str; 5] = ["S", "S", "T", "Rule", "S-"];
const BLANKS: [&str; 5] = ["", "", "", " ", "\n"];

/// An element of a profile: a parameter, or a section down to a certain depth.
fn element() -> impl Strategy<Value = String> {
    let name = mostly(200, &NAMES, &ODD_NAMES);
    let attributes = mostly(150, &ATTRIBUTES, &ODD_ATTRIBUTES);
    let parameter = (name, attributes, prop::option::of(text()), select(&BLANKS[..]));
    let parameter = parameter.prop_map(|(name, attributes, text, blank)| match text {
        None => format!("<{name}{attributes}{blank}/>"),
        Some(text) => format!("<{name}{attributes}>{text}</{name}{blank}>"),
    });
    parameter.prop_recursive(4, 24, 4, |inner| {
        let instruction = "[a-z]{1,4}( [a-z<>&]{0,5})?".prop_map(|text| format!("<?p{text}?>"));
        let between = prop_oneof![18 => Just("\n".to_owned()), 2 => text(), 1 => instruction];
        let children = vec((between, inner), 1..4);
        (select(&SECTIONS[..]), children, select(&BLANKS[..])).prop_map(|(name, children, blank)| {
            let children: String = children.into_iter().map(|(between, element)| between + &element).collect();
            format!("<{name}>{children}</{name}{blank}>")
        })
    })
}

const BEFORE: [&str; 7] = [
    "",
    "",
    "<?xml version=\"1.0\"?>",
    "<?xml version='1.0' encoding='utf-8' ?>\n",
    "\u{feff}",
    "<!-- c -->\n",
    "\u{feff}<?xml version='1.0' encoding=\"UTF-8\" standalone='no'?><?p?>",
];
const ODD_BEFORE: [&str; 4] =
    ["<?xml version='1.0' encoding='latin-9'?>", " <?xml version='1.0'?>", "x", "<!DOCTYPE f>"];
/// What surrounds the profile, which goes where the `|` is.
const AROUND: [&str; 4] = ["|", "|", "<device>|</device>", "<a:b>text<c/>|<d>x<e/></d></a:b>"];
const ODD_AROUND: [&str; 2] = ["<r>|</r><r/>", "<r>|</R>"];

/// A whole source.
pub(crate) fn document() -> impl Strategy<Value = String> {
    let elements = vec((element(), text()), 0..8);
    let after = select(&["", "\n", "<!-- end --> ", "<?end?>"][..]);
    let around = mostly(30, &AROUND, &ODD_AROUND);
    (mostly(30, &BEFORE, &ODD_BEFORE), around, elements, after).prop_map(|(before, around, elements, after)| {
        let elements: String = elements.into_iter().map(|(element, text)| format!("{element}{text}\n")).collect();
        let (open, close) = around.split_once('|').unwrap();
        format!("{before}{open}<flat-profile>{elements}</flat-profile>{close}{after}")
    })
}
