//! Mistakes that people have published, each written again: what the program says must lead to the cause.
//!
//! | Mistake | Test |
//! | --- | --- |
//! | `/` in a name, an end tag without its slash | `names_are_explained` |
//! | letter case, one underscore for two | `names_are_explained` |
//! | a value in `${..}`, `{{ }}`, `{% %}`, `<?php ?>` | `leftovers_of_templates_are_reported` |
//! | a condition of a template inside a comment | `leftovers_of_templates_are_reported` |
//! | saved from a browser's view | `one_cause_gives_one_finding` |
//! | four raw `<` in values | `one_cause_gives_one_finding` |
//! | a blank line before the declaration, any declared encoding, `utf8` | `a_header_does_no_harm` |
//! | `ua="r"`, a typographic quote, `um`, `preserve-value` | `attributes_of_parameters` |
//! | an unquoted value or key in plain text | `a_mistake_is_reported_without_its_value` |
//! | an image that is never equal to the condition's version | `upgrades_that_never_end_are_found` |
//! | sha256 for an SPA, sha1, sha512 | `a_model_says_which_of_many_it_does_not_read` in `keys/verify.rs` |
//! | encrypted then compressed, zlib, compressed twice, base64, UTF-16 | `inspect.rs`, `keys/not_a_profile.rs` |
//! | made with PBKDF2 or without a salt | `files_that_no_phone_reads_are_reported` in `keys/stock_files.rs` |
//! | user access that XML does not give | `missing_access_is_that_of_the_model_and_reported_once` in `text.rs` |
//! | columns that are misspelt, blanks in a placeholder | `fleet/lists.rs` |
//! | the key file as an import | `secrets.rs`, `keys/not_a_profile.rs` |

use crate::spc::{Ran, Sandbox};

/// What `check` says about a source.
fn check(name: &str, source: &str, model: &str) -> Ran {
    let sandbox = Sandbox::new();
    sandbox.write(name, source);
    let model = if model.is_empty() { String::new() } else { format!(" --model {model}") };
    let mut ran = sandbox.spc(&format!("check {name}{model}"));
    ran.stderr = ran.stderr.replace(&sandbox.path("").display().to_string(), "");
    ran
}

fn xml(inside: &str) -> String {
    format!("<flat-profile>\n{inside}\n</flat-profile>\n")
}

#[track_caller]
fn says(ran: &Ran, code: i32, words: &[&str]) {
    assert_eq!(ran.code, Some(code), "{}", ran.stderr);
    for words in words {
        assert!(ran.stderr.contains(words), "not `{words}` but: {}", ran.stderr);
    }
}

fn errors(ran: &Ran) -> usize {
    ran.stderr.lines().filter(|line| line.starts_with("spc: error:")).count()
}

#[test]
fn names_are_explained() {
    let slash = xml("<RTP_ToS/DiffServ_Value_2_>0xb8<RTP_ToS/DiffServ_Value_2_>");
    says(&check("p.xml", &slash, ""), 1, &["`/` in an element name", "RTP_ToS_DiffServ_Value_2_", "without its `/`"]);
    let lower = check("p.xml", &xml("<display_name_1_>Desk</display_name_1_>"), "8851");
    says(&lower, 0, &["no parameter `display_name_1_`", "did you mean `Display_Name_1_`?"]);
    let single = check("p.xml", &xml("<Resync_At_HHmm_>0300</Resync_At_HHmm_>"), "spa504g");
    says(&single, 0, &["did you mean `Resync_At__HHmm_`?"]);
}

#[test]
fn leftovers_of_templates_are_reported() {
    for (value, words) in [
        ("${port}", "`${port}` is an unfilled placeholder"),
        ("{{ port }}", "`{{ port }}` is an unfilled placeholder"),
        ("{% if a %}1{% endif %}", "an unfilled placeholder"),
    ] {
        says(&check("p.xml", &xml(&format!("<SIP_Port_1_>{value}</SIP_Port_1_>")), "spa504g"), 0, &[words]);
    }
    let php = check("p.xml", &xml("<Display_Name_1_>a<?php echo $name; ?></Display_Name_1_>"), "");
    says(&php, 1, &["a processing instruction in the value of `Display_Name_1_`"]);
    let commented = "<!--{if $a}-->\n<Resync_Periodic>1</Resync_Periodic>\n<!--{else}-->\n\
        <Resync_Periodic>2</Resync_Periodic>\n<!--{/if}-->";
    says(&check("p.xml", &xml(commented), ""), 0, &["a template branch in a comment", "is repeated and differs"]);
}

#[test]
fn one_cause_gives_one_finding() {
    let viewed = format!("This XML file does not appear to have any style information.\n{}", xml("<A>1</A>\n<B>2</B>"));
    let ran = check("p.xml", &viewed, "");
    says(&ran, 1, &["text before the profile's XML", "browser", "p.xml:1:1"]);
    assert_eq!(errors(&ran), 1, "{}", ran.stderr);
    let plans: Vec<String> =
        (1..=4).map(|n| format!("<Dial_Plan_{n}_>(9,<:1>xx.|<0:00>x.)</Dial_Plan_{n}_>")).collect();
    let ran = check("p.xml", &xml(&plans.join("\n")), "");
    for line in 2..=5 {
        says(&ran, 1, &[&format!("p.xml:{line}:")]);
    }
}

#[test]
fn a_header_does_no_harm() {
    let body = "<flat-profile><Resync_Periodic>60</Resync_Periodic></flat-profile>";
    for encoding in ["utf8", "UTF-8", "ascii", "latin1", "iso-8859-1", "windows-1250", "koi8-r"] {
        says(&check("p.xml", &format!("<?xml version=\"1.0\" encoding=\"{encoding}\"?>{body}"), ""), 0, &[]);
    }
    says(&check("p.xml", &format!("\n\n<?xml version=\"1.0\"?>{body}"), ""), 0, &["before the XML declaration"]);
}

#[test]
fn attributes_of_parameters() {
    says(&check("p.xml", &xml("<Line_Enable_1_ ua=\"r\">Yes</Line_Enable_1_>"), ""), 1, &["unknown user access \"r\""]);
    let typographic = check("p.xml", &xml("<Line_Enable_1_ ua=\u{201c}na\u{201d}>Yes</Line_Enable_1_>"), "");
    says(&typographic, 1, &["typographic quote U+201C"]);
    let um = check("p.xml", &xml("<Line_Enable_1_ um=\"y\">Yes</Line_Enable_1_>"), "");
    assert_eq!((um.code, um.stderr.contains("SPC")), (Some(0), false), "{}", um.stderr);

    let sandbox = Sandbox::new();
    sandbox.write("kept.xml", xml("<Display_Name_1_ preserve-value=\"y\">Desk</Display_Name_1_>"));
    sandbox.spc("compile kept.xml -o kept.out --format xml").ends(0, "");
    assert!(String::from_utf8(sandbox.read("kept.out")).unwrap().contains("preserve-value=\"y\""));
}

#[test]
fn a_mistake_is_reported_without_its_value() {
    for text in [
        "GPP_B 77aa00112233445566778899aabbccdd;\n",
        "Profile_Rule [--key $B] tftp.example.net/x.cfg;\nGPP_B 77aa0011;   # the key\n",
        "# a list\n-Password[2] \"77aa0011\" ;\n",
        "import base.txt Password[2] \"77aa0011\" ;\n",
        "Password[2] \u{201c}77aa0011\u{201d} ;\n",
    ] {
        let ran = check("p.txt", text, "");
        assert!(ran.code == Some(1) && !ran.stderr.contains("77aa"), "{text}: {}", ran.stderr);
    }
    for inside in [
        "<Password_2_77aa0011</Password_2_>",
        "<Password_2_ ua=\"77aa0011\"/>",
        "<Password_2_ 77aa0011=\"x\"/>",
        "<Password_2_>77aa0011<Password_2_>",
    ] {
        let ran = check("p.xml", &xml(inside), "");
        assert!(ran.code == Some(1) && !ran.stderr.contains("77aa"), "{inside}: {}", ran.stderr);
    }
}

#[test]
fn upgrades_that_never_end_are_found() {
    let rule = "<Upgrade_Rule>( $SWVER != 7.5.5 ) ? tftp://192.0.2.9/fw/spa50x-30x-7-5-5c.bin</Upgrade_Rule>";
    says(&check("p.xml", &xml(rule), "spa504g"), 0, &["the image seems to be 7.5.5c"]);
}
