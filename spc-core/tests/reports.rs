//! Sources that people reported, each rewritten to the one fact that mattered: what is reported about them, and where.
#![cfg(test)]

use spc_core::diagnostic::Code;
use spc_core::source::Syntax;

#[path = "common/findings.rs"]
mod findings;

use findings::{findings, findings_of, places};

#[test]
fn a_template_that_was_not_rendered_is_never_an_empty_password() {
    let source = "<flat-profile>
  <User_ID_1_><?php echo $user; ?></User_ID_1_>
  <Password_1_><?php echo $secret; ?></Password_1_>
  <Profile_Rule>https://<?php echo $host; ?>:2443/prov/$MA.cfg</Profile_Rule>
</flat-profile>";
    let expected = [(2, 15), (3, 16), (4, 25)].map(|(line, column)| (Code::INSTRUCTION_IN_VALUE, line, column));
    assert_eq!(places(source.as_bytes()), expected);
}

#[test]
fn a_wrong_declaration_is_a_warning_if_devices_do_not_care() {
    let profile = "<flat-profile><Proxy_1_ ua=\"na\">sip.example.net</Proxy_1_></flat-profile>";
    let of = |head: &str| places(format!("{head}{profile}").as_bytes());
    assert_eq!(of("<?xml version=\"1.0\" encoding=\"iso-8859-2\"?>"), [(Code::DECLARED_ENCODING, 1, 31)]);
    assert_eq!(of("<?xml version=\"1.0\" encoding=\"utf8\"?>\n"), []);
    assert_eq!(of("\n<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"), [(Code::BLANK_BEFORE_DECLARATION, 1, 1)]);
}

#[test]
fn typographic_quotes_are_named_in_both_languages() {
    let xml = "<flat-profile>\n  <Dial_Plan_1_ ua=\u{201d}ro\u{201d}/>\n</flat-profile>";
    assert_eq!(places(xml.as_bytes()), [(Code::TYPOGRAPHIC, 2, 20)]);
    assert_eq!(findings(xml.as_bytes())[0].message, "typographic quote U+201D");
    let text = "Admin_Passwd \u{201c}some secret\u{201d};\nUpgrade_Enable \u{201c}Yes\u{201d};\n";
    assert_eq!(findings_of(text.as_bytes(), Syntax::Text)[0].code, Code::TYPOGRAPHIC);
}

#[test]
fn attributes_of_the_newest_phones_are_known_and_wrong_access_is_reported() {
    let of = |attributes: &str| places(format!("<flat-profile><A {attributes}>1</A></flat-profile>").as_bytes());
    assert_eq!(of("ua=\"na\" um=\"y\""), []);
    assert_eq!(of("ua=\"r\""), [(Code::UNKNOWN_ACCESS, 1, 18)]);
}
