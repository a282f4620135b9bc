//! Colours, and the forms of findings.

use crate::spc::Sandbox;

const BAD: &str = "<flat-profile>\n<A ua=\"r\">x</A>\n<Password_1_>planted&</Password_1_>\n</flat-profile>\n";

#[test]
fn colours_are_used_where_requested() {
    let sandbox = Sandbox::new();
    sandbox.write("bad.xml", BAD);
    for (line, is_coloured) in [
        ("check bad.xml", false),
        ("check bad.xml --color always", true),
        ("--color=always check bad.xml", true),
        ("--color always compile bad.xml -o out", true),
        ("check bad.xml --color never", false),
    ] {
        let ran = sandbox.spc(line);
        ran.ends(1, "unknown user access");
        assert_eq!(ran.stderr.contains('\u{1b}'), is_coloured, "{line}: {}", ran.stderr);
    }
    let colours =
        |name: &str| sandbox.sh(&format!("env {name}=1 {} check bad.xml", crate::spc::SPC)).stderr.contains('\u{1b}');
    assert!(colours("CLICOLOR_FORCE") && !colours("NO_COLOR"));
}

#[test]
fn every_form_says_the_same_and_shows_no_secret() {
    let sandbox = Sandbox::new();
    sandbox.write("bad.xml", BAD);
    for form in ["human", "short", "json", "github", "sarif"] {
        for command in ["check bad.xml", "compile bad.xml -o out"] {
            let ran = sandbox.spc(&format!("{command} --message-format {form}"));
            let said = format!("{}{}", String::from_utf8_lossy(&ran.stdout), ran.stderr);
            assert!(!said.contains("planted"), "{said}");
            if form == "sarif" && command.starts_with("compile") {
                ran.ends(2, "only `check` writes SARIF");
            } else {
                assert_eq!(ran.code, Some(1), "{said}");
                assert!(said.contains("SPC0404") && said.contains("SPC0203"), "{said}");
            }
        }
    }
    let short = sandbox.spc("compile bad.xml -o out --message-format short").stderr;
    assert!(short.starts_with("bad.xml:2:4: error: unknown user access \"r\""), "{short}");
}
