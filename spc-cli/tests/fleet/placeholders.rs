//! Placeholders of a base, and the columns that fill them in.

use crate::depot::Depot;

#[test]
fn a_reserved_column_fills_no_placeholder_and_a_remedy_is_shown() {
    for (base, name, hint) in [
        (
            "<flat-profile><User_ID_1_>{{mac}}</User_ID_1_></flat-profile>",
            "mac",
            "write `$MA`, which the phone replaces",
        ),
        ("User_ID[1] \"{{ mac }}\" ;\n", "mac", "write `$MA`, which the phone replaces"),
        (
            "<flat-profile><Display_Name_1_>{{name}}</Display_Name_1_></flat-profile>",
            "name",
            "a column with another name",
        ),
    ] {
        let depot = Depot::new();
        depot.put("base.xml", base);
        depot.put("devices.csv", "mac,name\n000e08000001,planted.cfg\n");
        depot.refuses(
            "",
            1,
            &[&format!("`{{{{{name}}}}}` is not filled in: the column `{name}` is reserved [SPC2008]"), hint],
        );
    }
}

#[test]
fn a_column_in_single_braces_gets_a_hint_with_two() {
    for (base, mark) in [
        ("<flat-profile><User_ID_1_>{extension}</User_ID_1_></flat-profile>", "{extension}"),
        ("<flat-profile><User_ID_1_>${extension}</User_ID_1_></flat-profile>", "${extension}"),
        ("User_ID[1] \"%extension%\" ;\n", "%extension%"),
    ] {
        let depot = Depot::new();
        depot.put("base.xml", base);
        depot.put("devices.csv", "mac,extension\n000e08000001,1\n");
        let done = depot.batch("--master-file master --out-dir out --model spa504g");
        for words in [
            &format!("`{mark}` is an unfilled placeholder [SPC1301]"),
            "spc: hint: write `{{extension}}`, so that column `extension` of the device list fills it in\n",
        ] {
            assert!(done.stderr.contains(words), "{mark}: not `{words}` but {}", done.stderr);
        }
        assert!(!done.stderr.contains("SPC2007"), "{mark}: that is the only mistake: {}", done.stderr);
        let done = depot.batch("--master-file master --out-dir out --model spa504g --no-check");
        for words in [
            "column `extension` of `devices.csv` sets a parameter",
            "spc: hint: write it as `{{extension}}` in the base\n",
        ] {
            assert!(done.stderr.contains(words), "{mark}: not `{words}` but {}", done.stderr);
        }
    }
}

#[test]
fn a_placeholder_without_its_last_brace_is_one_error() {
    for text in ["{{extension}", "{{extension", "{{ extension } x"] {
        let depot = Depot::new();
        depot.put("base.xml", format!("<flat-profile><User_ID_1_>{text}</User_ID_1_></flat-profile>"));
        depot.put("devices.csv", "mac,extension\n000e08000001,1\n");
        depot.refuses("", 1, &["has `{{` without `}}`", "[SPC2009]", "spc: hint: write `{{extension}}`\n"]);
        let done = depot.batch("--master-file master --out-dir out --model spa504g");
        assert!(!done.stderr.contains("SPC1301"), "{text}: {}", done.stderr);
    }
}

#[test]
fn a_column_that_replaces_a_placeholder_in_every_row_is_reported() {
    let depot = Depot::new();
    depot.put("base.xml", "<flat-profile><User_ID_1_>{{x}}</User_ID_1_><GPP_A>{{x}}</GPP_A></flat-profile>");
    let said = |list: &str, flags: &str| {
        depot.put("devices.csv", list);
        depot.batch(&format!("--master-file master --out-dir out --dry-run {flags}")).stderr
    };
    let words = "every row sets `User_ID_1_` in the column of that name, so `{{x}}` in the base's value is never used [SPC2042]";
    let always = said("mac,x,User_ID_1_\n000e08000001,5,6\n000e08000002,7,8\n", "");
    assert!(always.contains(words) && always.matches("SPC2042").count() == 1, "{always}");
    let at_times = said("mac,x,User_ID_1_\n000e08000001,5,6\n000e08000002,7,\n", "");
    assert!(!at_times.contains("SPC2042"), "an exception for some devices: {at_times}");
    let two = "mac,model,x,User_ID_1_\n000e08000001,spa504g,5,6\n000e08000002,8851,7,\n";
    assert!(!said(two, "").contains("SPC2042"), "the other model uses it");
    assert!(!said("mac,x\n000e08000001,5\n", "").contains("SPC2042"), "no such column");
}

#[test]
fn blanks_in_a_placeholder_do_not_matter() {
    let depot = Depot::new();
    depot.put("base.xml", "<flat-profile><User_ID_1_>{{ ext }}</User_ID_1_></flat-profile>");
    depot.put("devices.csv", "mac,ext\n000e08000001,101\n");
    depot.makes("");
    assert!(depot.opens("out/000e08000001.cfg", "000e08000001").contains("<User_ID_1_>101</User_ID_1_>"));
}
