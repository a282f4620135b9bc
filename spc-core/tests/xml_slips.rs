//! Typing mistakes in XML: one finding for each, at its place, with a hint that names it, and nothing about what
//! follows from it.
#![cfg(test)]

use spc_core::diagnostic::Code;

#[path = "common/findings.rs"]
mod findings;
#[path = "common/slips.rs"]
mod slips;

use findings::{findings, places};
use slips::{assert_said, profile};

const END: &str = "an end tag begins with `</`: </Station_Name>";

#[test]
fn an_end_tag_that_is_not_quite_one_is_one_finding_at_its_place() {
    for (line, column, message) in [
        ("<Station_Name ua=\"rw\">Desk<Station_Name>", 27, "an end tag without its `/`"),
        ("<Station_Name>Desk<Station_Name>", 19, "an end tag without its `/`"),
        ("<Station_Name><Station_Name>", 15, "an end tag without its `/`"),
        ("<Station_Name>Desk<Station_Name/>", 19, "an end tag with its `/` in the wrong place"),
        ("<Station_Name>Desk</ Station_Name>", 19, "a space after `</`"),
        ("<Station_Name>Desk<//Station_Name>", 19, "a second `/` in an end tag"),
        ("<Station_Name>Desk</Station_Name/>", 19, "a `/` at the end of an end tag"),
        ("<Station_Name>Desk</Station_Name ua=\"rw\">", 19, "an end tag with more than a name in it"),
        ("<Station_Name>Desk</Station_Name", 19, "an end tag without its `>`"),
        ("<Station_Name>Desk<\\Station_Name>", 19, "an end tag that does not begin with `</`"),
        ("<Station_Name>Desk< /Station_Name>", 19, "an end tag that does not begin with `</`"),
        ("<Station_Name>Desk<Station_Name\\>", 19, "an end tag that does not begin with `</`"),
    ] {
        assert_said(&profile(line), &[(Code::WRONG_END_TAG, 2, column, message, END)]);
    }
}

#[test]
fn the_same_mistake_is_found_each_time() {
    let line = "<Station_Name ua=\"rw\">Desk<Station_Name>\n";
    let found = places(profile(&line.repeat(40)).as_bytes());
    assert_eq!(found.iter().filter(|(code, ..)| *code == Code::WRONG_END_TAG).count(), 40);
    assert!(found.iter().all(|(code, ..)| matches!(*code, Code::WRONG_END_TAG | Code::REPEATED_SAME)), "{found:?}");
}

#[test]
fn an_end_tag_of_the_profile_is_recognised() {
    let help = "an end tag begins with `</`: </flat-profile>";
    for (line, message) in [
        ("<flat-profile>", "an end tag without its `/`"),
        ("<flat-profile/>", "an end tag with its `/` in the wrong place"),
        ("<\\flat-profile>", "an end tag that does not begin with `</`"),
        ("</flat-profile/>", "a `/` at the end of an end tag"),
    ] {
        let source = format!("<flat-profile>\n<GPP_A>x</GPP_A>\n{line}\n");
        assert_said(&source, &[(Code::WRONG_END_TAG, 3, 1, message, help)]);
    }
    // Two profiles one after the other stay two.
    let two = "<d>\n<flat-profile><A/></flat-profile>\n<flat-profile><B/></flat-profile>\n</d>";
    assert_eq!(places(two.as_bytes())[0], (Code::NO_SINGLE_PROFILE, 3, 1));
}

#[test]
fn a_missing_end_tag_is_found_where_its_element_begins() {
    assert_said(
        &profile("<Station_Name ua=\"rw\">Desk"),
        &[(Code::WRONG_END_TAG, 2, 1, "`<Station_Name>` has no end tag", END)],
    );
    let help = "is the `<` of its end tag missing?";
    assert_said(
        &profile("<Station_Name>Desk/Station_Name>"),
        &[(Code::WRONG_END_TAG, 2, 1, "`<Station_Name>` has no end tag", help)],
    );
    let source = profile("<Station_Name>Desk</station_name>");
    let message = "end tag `</station_name>` where `</Station_Name>` is expected";
    assert_said(&source, &[(Code::WRONG_END_TAG, 2, 21, message, "names are case-sensitive")]);
}

#[test]
fn what_is_well_formed_is_never_taken_for_a_mistake() {
    // Only the last line is wrong.
    let source = "<flat-profile>\n<S ua='x'><S>1</S></S>\n<T>\n<T><U/></T>\n</T>\n<V>1\n</flat-profile>";
    let found = places(source.as_bytes());
    assert_eq!(found, [(Code::UNKNOWN_ACCESS, 2, 4), (Code::UNKNOWN_ACCESS, 2, 4), (Code::WRONG_END_TAG, 6, 1)]);
}

#[test]
fn a_start_tag_that_is_not_quite_one_is_named() {
    let names = "names consist of ASCII letters, digits, `_`, `-` and `.`, and begin with a letter or `_`";
    let labels = "labels have spaces and brackets; names have `_` instead";
    let plain = "pasted from a manual? write the plain `\"`";
    for (line, code, column, message, help) in [
        ("< Text_Logo>x</Text_Logo>", Code::MALFORMED, 1, "a space after the `<` of a tag", "write <Text_Logo>"),
        (
            "<2nd_Name>x</2nd_Name>",
            Code::MALFORMED,
            2,
            "an element name that does not begin with a letter or `_`",
            names,
        ),
        (
            "<SIP_Port[2]>5061</SIP_Port[2]>",
            Code::MALFORMED,
            10,
            "a character that is not allowed in element names",
            "XML writes it as `SIP_Port_2_`",
        ),
        (
            "<Date_(yy/mm) ua=\"na\">1</Date_(yy/mm)>",
            Code::MALFORMED,
            7,
            "a character that is not allowed in element names",
            "XML writes it as `Date__yy_mm_`",
        ),
        (
            "<Password[2]>x</Password[2]>",
            Code::MALFORMED,
            10,
            "a character that is not allowed in element names",
            "labels have brackets; names have `_` instead",
        ),
        ("<Time Zone>x</Time Zone>", Code::MALFORMED, 7, "an attribute without a value", labels),
        ("<Admin Passwd ua=\"na\">x</Admin Passwd>", Code::MALFORMED, 8, "an attribute without a value", labels),
        ("<Proxy 1 ua=\"na\">x</Proxy 1>", Code::MALFORMED, 8, "a character that cannot begin an attribute", labels),
        (
            "<SIP_ToS/DiffServ_Value[1]>0xb8</SIP_ToS/DiffServ_Value[1]>",
            Code::MALFORMED,
            9,
            "a character that is not allowed in element names",
            "XML writes it as `SIP_ToS_DiffServ_Value_1_`",
        ),
        ("<GPP_A ua=\u{201d}na\">x</GPP_A>", Code::TYPOGRAPHIC, 11, "typographic quote U+201D", plain),
        ("<GPP_A ua=\u{2019}na'>x</GPP_A>", Code::TYPOGRAPHIC, 11, "typographic quote U+2019", plain),
        ("<GPP_A ua=\u{201c}na\u{201d}>x</GPP_A>", Code::TYPOGRAPHIC, 11, "typographic quote U+201C", plain),
        (
            "<GPP_Aua=\"na\">x</GPP_A>",
            Code::MALFORMED,
            9,
            "a character that is not allowed in element names",
            "is a space missing before `ua`?",
        ),
        (
            "<GPP_A=\"na\">x</GPP_A>",
            Code::MALFORMED,
            7,
            "a character that is not allowed in element names",
            "the name of an attribute comes before its `=`, as in ua=\"na\"",
        ),
        ("<Text_Logo x</Text_Logo>", Code::UNCLOSED, 1, "a start tag without its `>`", "is it missing here?"),
        ("<Text_Logox y</Text_Logo>", Code::UNCLOSED, 1, "a start tag without its `>`", "is it missing here?"),
        (
            "<GPP_A ua=\"na\u{201d}>x</GPP_A>",
            Code::TYPOGRAPHIC,
            14,
            "typographic quote U+201D",
            "pasted from a manual? write the plain `\"`",
        ),
        (
            "<Auth_Resync\u{2013}Reboot>x</Auth_Resync\u{2013}Reboot>",
            Code::TYPOGRAPHIC,
            13,
            "typographic character U+2013",
            "pasted from a manual? write the plain `-`",
        ),
    ] {
        assert_said(&profile(line), &[(code, 2, column, message, help)]);
    }
}

#[test]
fn a_placeholder_or_a_template_in_a_value_is_named() {
    let message = "`<` does not begin a tag";
    let template = "is this a template that was not rendered?";
    let placeholder = "is this a placeholder? fill it in; in a value, `<` is written &lt;";
    for (value, help) in [
        ("<% host %>", template),
        ("<c:out value=\"$host\"/>", template),
        ("<address of the server>", placeholder),
        (" <Address or Name> ", placeholder),
        ("fnc=sd;ext=<number of the desk>", placeholder),
        ("fnc=blf+sd;sub=<extNo>@<proxy>;nme=<name>", placeholder),
        ("http://h/<MAC>.xml", placeholder),
        ("<host1>", placeholder),
        ("<%= host %>:<%= port %>", template),
    ] {
        let column = 11 + value.find('<').unwrap();
        let source = profile(&format!("<Proxy_1_>{value}</Proxy_1_>"));
        assert_said(&source, &[(Code::BARE_LESS_THAN, 2, column, message, help)]);
        assert_eq!(findings(source.as_bytes())[0].suggestion, None, "{value}");
    }
}

#[test]
fn a_comment_that_is_not_quite_one_is_named() {
    let written = "a comment is written <!-- .. -->";
    let ended = "a comment ends with `-->` and nothing else";
    for (line, code, message, help) in [
        ("<!- x ->", Code::MALFORMED, "`<!` does not begin a comment", written),
        ("<! x>", Code::MALFORMED, "`<!` does not begin a comment", written),
        ("<--! x -->", Code::MALFORMED, "`<` does not begin a comment", written),
        (
            "<![cdata[x]]>",
            Code::MALFORMED,
            "`<!` does not begin a comment",
            "character data is written <![CDATA[ .. ]]>",
        ),
        ("<!-- x --!>", Code::UNCLOSED, "a comment without a closing `-->`", ended),
        ("<!-- x ->", Code::UNCLOSED, "a comment without a closing `-->`", ended),
        ("<!-- x \u{2013}->", Code::UNCLOSED, "a comment without a closing `-->`", ended),
    ] {
        assert_said(&profile(line), &[(code, 2, 1, message, help)]);
    }
    let nested = "comments do not nest: this one ends at the first `-->`; is an earlier `-->` missing?";
    let found = findings(profile("<!-- a <!-- b -->").as_bytes());
    assert_eq!(found[0].help.as_deref(), Some(nested));
}

#[test]
fn marks_that_do_not_begin_a_comment_leave_the_element_in_effect() {
    let help = "this does not begin a comment, so elements after it take effect: a comment is written <!-- .. -->";
    for sign in ["//", "#", "/*"] {
        let source = profile(&format!("{sign}<GPP_A>x</GPP_A>"));
        assert_said(&source, &[(Code::STRAY_TEXT, 2, 1, "text between parameters, ignored", help)]);
    }
}

#[test]
fn a_declaration_that_is_not_quite_one_is_named() {
    let write = "write <?xml version=\"1.0\" encoding=\"UTF-8\"?>";
    let blank = "an XML declaration that does not begin with `<?xml` and a space";
    let begin = "an XML declaration that does not begin with `<?xml`";
    for (line, message) in [
        ("<xml version=\"1.0\"?>", begin),
        ("<? xml version=\"1.0\"?>", blank),
        ("<?XML version=\"1.0\"?>", blank),
        ("<?xmlversion=\"1.0\"?>", blank),
    ] {
        assert_said(&format!("{line}\n{}", profile("")), &[(Code::MALFORMED, 1, 1, message, write)]);
    }
    let open = findings(format!("<?xml version=\"1.0\">\n{}", profile("")).as_bytes());
    assert_eq!(open[0].help.as_deref(), Some(&*format!("an XML declaration ends with `?>`: {write}")));
    let tag = findings(format!("<xml version=\"1.0\">\n{}", profile("")).as_bytes());
    assert_eq!((tag.len(), tag[0].help.as_deref()), (1, Some(write)));
}

#[test]
fn a_missing_or_misspelt_profile_is_named() {
    let spelled = "write `flat-profile`, in small letters and with a hyphen";
    for root in ["flatprofile", "flat_profile", "Flat-Profile", "flat.profile"] {
        let source = format!("<{root}>\n<GPP_A>x</GPP_A>\n</{root}>\n");
        assert_said(&source, &[(Code::NO_SINGLE_PROFILE, 1, 1, "no `flat-profile` element", spelled)]);
    }
    let around = "put all parameters between `<flat-profile>` and `</flat-profile>`";
    let second = "a second root element";
    assert_said("<GPP_A>x</GPP_A>\n<GPP_B>y</GPP_B>\n", &[(Code::OUTSIDE_ROOT, 2, 1, second, around)]);
    let missing = "is the start tag `<flat-profile>` missing at the beginning?";
    let end = "an end tag without a start tag";
    assert_said("<GPP_A>x</GPP_A>\n</flat-profile>\n", &[(Code::OUTSIDE_ROOT, 2, 3, end, missing)]);
    let one = "a file has one profile: put all parameters into the first one";
    assert_said(
        "<flat-profile><A/></flat-profile>\n<flat-profile><B/></flat-profile>\n",
        &[(Code::OUTSIDE_ROOT, 2, 1, second, one)],
    );
}

#[test]
fn an_attribute_without_meaning_has_a_hint_if_its_purpose_is_clear() {
    for (attribute, help) in [
        ("UA=\"na\"", "user access is written `ua`, in small letters"),
        ("value=\"x\"", "a value is written between the tags: <NAME>VALUE</NAME>"),
        ("name=\"GPP_B\"", "the element has the parameter's name: <NAME>VALUE</NAME>"),
        ("au=\"na\"", "user access is written `ua`, in small letters"),
        ("UM=\"y\"", "it is written `um`, in small letters"),
        ("preserve-value=\"yes\"", "its value is `y` or `n`, in small letters"),
        ("preserve-value=\"Y\"", "its value is `y` or `n`, in small letters"),
        ("preserve_value=\"y\"", "it is written `preserve-value`, in small letters and with a hyphen"),
        ("Preserve-Value=\"y\"", "it is written `preserve-value`, in small letters and with a hyphen"),
        ("name=\"GPP_B\" value=\"x\"", "a value is written between the tags: <NAME>VALUE</NAME>"),
    ] {
        let found = findings(profile(&format!("<GPP_A {attribute}>x</GPP_A>")).as_bytes());
        assert_eq!(found.len(), 1, "{attribute}");
        assert_eq!((found[0].code, found[0].help.as_deref()), (Code::UNKNOWN_ATTRIBUTE, Some(help)), "{attribute}");
    }
}

#[test]
fn what_is_after_a_mistake_in_a_secret_is_not_shown() {
    for line in [
        "<Password_1_>s3cr<Password_1_>3tw0rd</x>",
        "<Password_1_>s3cr<Password_1_/>3tw0rd",
        "<Password_1_>s3cr<\\Password_1_>3tw0rd</y3tw0>",
        "<Password_1_>s3cr<3tw0rd/Password_1_>",
        "<Password_1_ s3cr3tw0rd</Password_1_>",
        "<Password_1_s3cr3tw0rd</Password_1_>",
        "<Password_1_>s3cr< 3tw0rd>",
        "< s3cr3tw0rd>x",
        "<s3cr[3tw0rd]>x",
        "<Password[s3cr3tw0rd]>x",
        "<Password_1_/>s3cr3tw0rd</Password_1_>",
        "<Password_1_>x</Password_1_>s3cr3tw0rd</Password_1_>",
        "<Password_1_>s3cr<3tw0>x<s3cr></Password_1_>",
        "<Password_<?php s3cr3tw0rd ?>>s3cr3tw0rd</Password_<?php s3cr3tw0rd ?>>",
        "<Password_1_ ua=\u{201d}s3cr3tw0rd\">x</Password_1_>",
    ] {
        for finding in findings(profile(line).as_bytes()) {
            let said = format!("{finding:?}");
            assert!(!said.contains("s3cr") && !said.contains("3tw0"), "{line}: {said}");
        }
    }
}
