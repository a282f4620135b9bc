//! `preserve-value`, which losing would overwrite what users set on their phones.

use crate::spc::Sandbox;

#[test]
fn preserve_value_is_kept_in_xml_and_its_loss_reported_elsewhere() {
    let sandbox = Sandbox::new();
    let source =
        "<flat-profile>\n<Station_Name ua=\"rw\" preserve-value=\"y\">Desk 1</Station_Name>\n</flat-profile>\n";
    sandbox.write("kept.xml", source);
    for format in ["xml", "gzip"] {
        let ran = sandbox.spc(&format!("compile kept.xml -o out.{format} --format {format} --deny-warnings"));
        ran.succeeds();
        let opened = sandbox.spc(&format!("decompile out.{format}"));
        let opened = String::from_utf8_lossy(&opened.stdout).into_owned();
        assert!(opened.contains("<Station_Name ua=\"rw\" preserve-value=\"y\">Desk 1<"), "{opened}");
    }
    sandbox
        .spc("compile kept.xml -o out.spc --deny-warnings")
        .ends(1, "an SPC container cannot store `preserve-value`");
    let text = sandbox.spc("convert kept.xml - --to text");
    assert!(
        text.stderr.contains("`Station_Name` has `preserve-value`, which plain text cannot express"),
        "{}",
        text.stderr
    );
}
