//! Which device a profile is checked for: what it says itself, what the caller says, and where they disagree.

use crate::spc::{Sandbox, expect};

/// A name that no phone has, so that a check for a phone finds it and a check for nothing does not.
const WRONG: &str = "<Pasword_1_>x</Pasword_1_>";
const SCHEMA: &str = "xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'";

#[test]
fn a_profile_says_in_many_ways_which_device_it_is_for() {
    let sandbox = Sandbox::new();
    for (name, source, model) in [
        ("comment.xml", format!("<!-- spc: model=spa504g -->\n<flat-profile>{WRONG}</flat-profile>"), "SPA504G"),
        ("comment.txt", "# spc: model=CP-8841-3PCC-K9\nPasword[1] \"x\" ;\n".to_owned(), "8841"),
        (
            "schema.xml",
            format!("<flat-profile {SCHEMA} xsi:schemaLocation='http://h/SPA525G2 a.xsd'>{WRONG}</flat-profile>"),
            "SPA525G2",
        ),
        ("dump.xml", format!("<flat-profile><Product_Name>SPA942</Product_Name>{WRONG}</flat-profile>"), "SPA942"),
        ("psn.xml", format!("<flat-profile><Profile_Rule>/ata$PSN.cfg</Profile_Rule>{WRONG}</flat-profile>"), "ata19x"),
    ] {
        sandbox.write(name, source);
        expect(
            &sandbox.spc(&format!("check {name}")),
            0,
            &[&format!("{model} has no parameter `Pasword_1_` [SPC0501]")],
        );
    }
    sandbox.write("none.xml", format!("<flat-profile>{WRONG}</flat-profile>"));
    let none = sandbox.spc("check none.xml");
    expect(&none, 0, &["1 file was checked without a model whose parameters are known"]);
    assert!(none.stderr.contains("no known model has"), "{}", none.stderr);
}

#[test]
fn two_different_models_are_reported() {
    let sandbox = Sandbox::new();
    let comments = "<!-- spc: model=spa504g --><flat-profile><GPP_A>1</GPP_A><!-- spc: model=spa942 --></flat-profile>";
    sandbox.write("two.xml", comments);
    expect(
        &sandbox.spc("check two.xml"),
        1,
        &["error: the profile is checked for SPA504G, but this says SPA942 [SPC1402]"],
    );
    sandbox.write("one.xml", "<!-- spc: model=spa504g -->\n<flat-profile><GPP_A>1</GPP_A></flat-profile>");
    sandbox.spc("check one.xml --model 504G").succeeds();
    sandbox.write("dump.xml", "<flat-profile><Product_Name>SPA504G</Product_Name></flat-profile>");
    for file in ["one.xml", "dump.xml"] {
        let ran = sandbox.spc(&format!("check {file} --model spa942"));
        expect(&ran, 0, &["warning: the profile is checked for SPA942, but this says SPA504G [SPC1402]"]);
    }
}

#[test]
fn a_status_line_that_overrides_a_setting_is_one_finding() {
    let sandbox = Sandbox::new();
    let status = "<Line_Enable_1_ group=\"Info/Ext_1\">Registered</Line_Enable_1_>";
    sandbox.write("p.xml", format!("<flat-profile>\n<Line_Enable_1_>Yes</Line_Enable_1_>{status}\n</flat-profile>"));
    for command in ["check p.xml --model spa504g", "compile p.xml --model spa504g --format gzip -o p.cfg"] {
        let ran = sandbox.spc(command);
        let said =
            ["a status line from a dump, which overrides a setting [SPC0525]", "the setting is here (p.xml:2:2)"];
        expect(&ran, 0, &said);
        assert_eq!(ran.stderr.matches("[SPC").count(), 1, "{command}: {}", ran.stderr);
    }
    // A dump has the same state for each of its lines.
    sandbox.write("p.xml", format!("<flat-profile>{status}{}</flat-profile>", status.replace("Ext_1", "Ext_2")));
    let ran = sandbox.spc("check p.xml --model spa504g");
    expect(&ran, 0, &["a status line from a dump, which sets nothing [SPC0525]"]);
    assert_eq!(ran.stderr.matches("[SPC").count(), 1, "{}", ran.stderr);
}

#[test]
fn emergency_numbers_must_get_through_every_plan() {
    let sandbox = Sandbox::new();
    sandbox.write("plan.xml", "<flat-profile><Dial_Plan_1_>([2-9]xxxxxx|112S0)</Dial_Plan_1_></flat-profile>");
    let ran = sandbox.spc("check plan.xml --emergency 112,999");
    expect(&ran, 0, &["999 is rejected, or sent only after the long timer [SPC0915]", "add `|999S0` to the plan"]);
    assert!(!ran.stderr.contains("112 is rejected"), "{}", ran.stderr);
    for bad in ["11a", ",", "112,", "112 999"] {
        let ran = sandbox.spc_with(["check", "plan.xml", "--emergency", bad]);
        expect(&ran, 2, &["--emergency: `", "as in 112,999"]);
    }
}
