//! One cause is one finding, however much of an XML source follows from it: templates, saved pages, labels, end tags too many.
#![cfg(test)]

use spc_core::diagnostic::Code;

#[path = "common/findings.rs"]
mod findings;
#[path = "common/slips.rs"]
mod slips;

use findings::findings;
use slips::{assert_said, profile};

#[test]
fn an_element_in_a_value_is_not_a_placeholder() {
    // A child with its end, in capitals, in small letters, after text; a name of a parameter; and the end tag of the value.
    for (line, codes) in [
        ("<S>x<MAC>1</MAC></S>", &[Code::STRAY_TEXT][..]),
        ("<S>x<mac>1</mac></S>", &[Code::STRAY_TEXT]),
        ("<S>x<Proxy_1_></S>", &[Code::WRONG_END_TAG]),
        ("<s>x<s>", &[Code::WRONG_END_TAG]),
        ("<S>x <mac> y</S>", &[Code::WRONG_END_TAG]),
    ] {
        let found: Vec<Code> = findings(profile(line).as_bytes()).iter().map(|finding| finding.code).collect();
        assert_eq!(found, codes, "{line}");
    }
}

#[test]
fn a_template_in_a_name_is_named_once() {
    let message = "a character that is not allowed in element names";
    let template = "is this a template that was not rendered?";
    for (line, column) in [
        ("<Line_Enable_<?php echo $i; ?>_>Yes</Line_Enable_<?php echo $i; ?>_>", 14),
        ("<Line_Enable_<?= $a->i ?>_ ua=\"na\">Yes</Line_Enable_<?= $a->i ?>_>", 14),
        ("<Proxy_<%= i %>_>x</Proxy_<%= i %>_>", 8),
        ("<Proxy_%i%_>x</Proxy_%i%_>", 8),
    ] {
        assert_said(&profile(line), &[(Code::MALFORMED, 2, column, message, template)]);
    }
    let php = "<?php header('x'); ?>\n<?xml version=\"1.0\"?>\n<flat-profile></flat-profile>";
    let never = "an instruction before the XML declaration: it was never run";
    assert_said(php, &[(Code::MALFORMED, 1, 1, never, template)]);
    let joined = "<?xml version=\"1.0\"?>\n<flat-profile></flat-profile>\n<?xml version=\"1.0\"?>\n<flat-profile></flat-profile>";
    for joined in [joined, joined.trim_start_matches("<?xml version=\"1.0\"?>\n")] {
        let line = joined.lines().count() - 1;
        let after = "an XML declaration after the end of a profile";
        assert_said(joined, &[(Code::MALFORMED, line, 1, after, "are two profiles joined in one file?")]);
    }
    let tag = "<xsl:if test=\"a\">\n<GPP_A>1</GPP_A>\n</xsl:if>";
    assert_said(&profile(tag), &[(Code::INVALID_NAME, 2, 5, "`xsl:if` is not a parameter name", template)]);
}

#[test]
fn the_lines_of_a_template_or_a_view_are_one_finding() {
    for (sign, help) in [
        ("{if $a}", "is this a template that was not rendered?"),
        ("\u{25bc}", "saved from a browser's view? save the file itself, not the page that shows it"),
        ("-", "saved from a browser's view? save the file itself, not the page that shows it"),
    ] {
        let lines: String = (0..30).map(|number| format!("{sign}<GPP_{number}>1</GPP_{number}>\n")).collect();
        let found = findings(profile(&lines).as_bytes());
        let found: Vec<_> =
            found.iter().map(|finding| (finding.code, finding.help.as_deref(), finding.count)).collect();
        assert_eq!(found, [(Code::STRAY_TEXT, Some(help), 30)], "{sign}");
    }
    assert_eq!(findings(profile("one<GPP_A>1</GPP_A>two<GPP_B>1</GPP_B>").as_bytes()).len(), 2);
}

#[test]
fn an_end_tag_of_an_element_that_ended_already_is_one_finding() {
    let both = "remove one of the two";
    for (line, column, message, help) in [
        (
            "<Station_Name/>Desk</Station_Name>",
            1,
            "`<Station_Name/>` is closed already",
            "write <Station_Name> without the `/`",
        ),
        ("<Station_Name>x</Station_Name></Station_Name>", 33, "`</Station_Name>` closes nothing", both),
        ("<Station_Name>x</Station_Name>y</Station_Name>", 34, "`</Station_Name>` closes nothing", both),
        ("<Station_Name/></Station_Name>", 18, "`</Station_Name>` closes nothing", both),
        ("<Password_1_/>s3cret</Password_1_>", 1, "`<***/>` is closed already", ""),
    ] {
        assert_said(&profile(line), &[(Code::WRONG_END_TAG, 2, column, message, help)]);
    }
    // Another name is a slip in it.
    let other = findings(profile("<Dial_Plan_1_/></Dial_Plan_2_>").as_bytes());
    assert_eq!(other[0].message, "end tag `</Dial_Plan_2_>` where `</flat-profile>` is expected");
}

#[test]
fn a_label_that_is_opened_twice_is_two_findings_a_line() {
    let line = "<Proxy[1]>a<Proxy[1]>\n<Set_Local_Date_(mm/dd) ua=\"na\">1/1<Set_Local_Date_(mm/dd)>";
    let bad = "a character that is not allowed in element names";
    let end = "an end tag without its `/`";
    let help = "an end tag begins with `</`";
    assert_said(
        &profile(line),
        &[
            (Code::MALFORMED, 2, 7, bad, "XML writes it as `Proxy_1_`"),
            (Code::WRONG_END_TAG, 2, 12, end, help),
            (Code::MALFORMED, 3, 17, bad, "XML writes it as `Set_Local_Date__mm_dd_`"),
            (Code::WRONG_END_TAG, 3, 36, end, help),
        ],
    );
}
