//! What a list can say beside addresses: keys, serials, names, bases, parameters.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::depot::{Depot, run};

const RAW: &str = "2b7e151628aed2a6abf7158809cf4f3c2b7e151628aed2a6abf7158809cf4f3c";

#[test]
fn a_column_fills_placeholders_or_sets_a_parameter() {
    let depot = Depot::new();
    depot.put(
        "devices.csv",
        "mac,ext,password,Proxy_1_,Line_Key_2_\n000e08000001,<1 & 2>,\"a,\"\"b\",,\n000e08000002,,,pbx2.example.net,x\n",
    );
    depot.makes("");
    let full = depot.opens("out/000e08000001.cfg", "000e08000001");
    assert!(full.contains("<Display_Name_1_>Desk &lt;1 &amp; 2&gt;</Display_Name_1_>"), "{full}");
    assert!(full.contains("<Password_1_ ua=\"na\">a,\"b</Password_1_>"), "{full}");
    // An empty cell leaves what the base says, or its absence; a placeholder gets nothing.
    assert!(full.contains("<Proxy_1_>sip.example.net</Proxy_1_>") && !full.contains("Line_Key_2_"), "{full}");
    let bare = depot.opens("out/000e08000002.cfg", "000e08000002");
    assert!(bare.contains("<Display_Name_1_>Desk</Display_Name_1_>"), "{bare}");
    assert!(bare.contains("<Proxy_1_>pbx2.example.net</Proxy_1_>") && bare.contains("<Line_Key_2_>x<"), "{bare}");
}

#[test]
fn names_in_the_list_override_the_pattern() {
    let depot = Depot::new();
    depot.put("devices.csv", "mac,ext,password,name\n000e08000001,,,lobby.cfg\n000e0800000b,,,\n");
    let files = depot.makes("--name 'spa{MAC}.bin'");
    assert_eq!(files.into_keys().collect::<Vec<_>>(), ["lobby.cfg", "spa000E0800000B.bin"]);
    depot.list(2);
    fs::remove_dir_all(depot.path("out")).unwrap();
    depot.refuses("--name a.cfg", 2, &["would be the same for all devices"]);
}

#[test]
fn a_row_has_a_serial_of_its_own() {
    let depot = Depot::new();
    depot.put("devices.csv", "mac,ext,password,serial\n000e08000001,,,\n000e08000002,,,7\n");
    depot.makes("--serial 3");
    for (mac, serial) in [("000e08000001", 3), ("000e08000002", 7)] {
        let done = run(&mut depot.command(&format!("inspect --json out/{mac}.cfg")));
        let facts: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
        assert_eq!(facts["serial"], serial, "{mac}");
    }
    fs::remove_dir_all(depot.path("out")).unwrap();
    depot.refuses(
        "--format openssl --md md5",
        1,
        &["serials cannot be used with --format openssl [SPC2010]\n --> devices.csv:1:18"],
    );
}

#[test]
fn every_format_opens() {
    let depot = Depot::new();
    for (format, mac) in [
        ("--format spc", "000e08000002"),
        ("--format openssl --md md5", "000e08000002"),
        ("--format openssl --md sha256 --pbkdf2 --no-gzip", "000e08000002"),
        ("--format openssl --md sha256 --no-template --level 9", "000e08000002"),
        ("--format openssl --md md5 --small", "000e08000002"),
        ("--format openssl --md md5 --random-salt", "000e08000002"),
        ("--format rfc8188 --ikm-hex", "000e08000002"),
        ("--format gzip", ""),
        ("--format xml", ""),
    ] {
        let key = if mac.is_empty() { "" } else { "--master-file master" };
        let done = depot.batch(&format!("{format} {key} --out-dir out"));
        assert_eq!(done.code, Some(0), "{format}: {done:?}");
        let open = match format {
            "--format rfc8188 --ikm-hex" => "out/000e08000002.cfg --ikm-hex",
            _ if format.contains("pbkdf2") => "out/000e08000002.cfg --md sha256 --pbkdf2",
            _ => "out/000e08000002.cfg",
        };
        let xml = depot.opens(open, mac);
        assert!(xml.contains("<Password_1_ ua=\"na\">planted-2</Password_1_>"), "{format}: {xml}");
        fs::remove_dir_all(depot.path("out")).unwrap();
    }
}

#[test]
fn a_row_can_give_its_devices_key() {
    let depot = Depot::new();
    depot.put(
        "devices.csv",
        format!("mac,ext,password,key\n000e08000001,,planted-1,{RAW}\n000e08000002,,,planted phrase\n"),
    );
    let done = depot.batch("--format openssl --md sha256 --out-dir out");
    assert_eq!(done.code, Some(0), "{done:?}");
    depot.put("key", "planted phrase\n");
    let done = run(&mut depot.command("verify out/000e08000002.cfg --key-file key"));
    assert_eq!(done.code, Some(0), "{done:?}");

    // In a container each phrase would have to be stretched by itself.
    let done = depot.batch("--out-dir spc");
    assert_eq!(done.code, Some(1), "{done:?}");
    assert!(
        done.stderr.contains(" --> devices.csv:3:16 (column `key`)") && !done.stderr.contains("planted"),
        "{done:?}"
    );
    depot.put("devices.csv", format!("mac,ext,password,key\n000e08000001,,planted-1,{RAW}\n"));
    let done = depot.batch("--out-dir spc");
    assert_eq!(done.code, Some(0), "{done:?}");
    depot.put("key", RAW);
    let done = run(&mut depot.command("decompile spc/000e08000001.cfg --mac 000e08000001 --key-file key"));
    assert!(String::from_utf8_lossy(&done.stdout).contains("planted-1"), "{done:?}");
}

#[test]
fn keys_come_from_one_place() {
    let depot = Depot::new();
    depot.put("devices.csv", format!("mac,ext,password,key\n000e08000001,,,{RAW}\n"));
    depot.refuses("", 2, &["the device list has keys, but another key is given"]);
    let done = run(depot.command("batch devices.csv --base base.xml --out-dir out").env("SPC_KEY_FILE", "master"));
    assert_eq!(done.code, Some(2), "{done:?}");
    let done = depot.batch("--format gzip --out-dir out");
    assert_eq!(done.code, Some(2), "{done:?}");
    depot.put("devices.csv", "mac,ext,password,key\n000e08000001,,,\n");
    let done = depot.batch("--out-dir out");
    assert!(done.code == Some(1) && done.stderr.contains("the device has no key"), "{done:?}");
}

#[test]
fn a_list_with_secrets_should_be_private() {
    let depot = Depot::new();
    depot.put("devices.csv", format!("mac,ext,password,key\n000e08000001,,,{RAW}\n"));
    fs::set_permissions(depot.path("devices.csv"), fs::Permissions::from_mode(0o640)).unwrap();
    let done = depot.batch("--out-dir out --deny-warnings");
    assert_eq!(done.code, Some(3), "{done:?}");
    assert!(done.stderr.contains("device list `devices.csv` holds secrets and can be read by other users"), "{done:?}");
    assert!(!depot.path("out").exists());
}

#[test]
fn odd_addresses_are_reported_once() {
    let depot = Depot::new();
    depot.put("devices.csv", "mac,ext,password\n000e08000001,,p\n020e08000001,,p\n020e08000002,,p\n");
    let done = depot.batch("--master-file master --out-dir out --deny-warnings");
    assert_eq!(done.code, Some(1), "{done:?}");
    assert_eq!(done.stderr.matches("spc: warning").count(), 1, "{done:?}");
    assert!(done.stderr.contains("2 rows, the first on line 3"), "{done:?}");
}

#[test]
fn a_parameter_that_no_base_has_is_reported_once() {
    let depot = Depot::new();
    depot.put("other.xml", "<flat-profile><Line_Key_2_/><A>{{ext}} {{note}}</A></flat-profile>");
    depot.put(
        "devices.csv",
        "mac,base,ext,password,note,Pasword_1_,Line_Key_2_,Proxy_1_\n000e08000001,,,p,,planted,,\n000e08000002,other.xml,,p,,,,\n",
    );
    let done = depot.batch("--master-file master --out-dir out");
    let warning = "spc: warning: column `Pasword_1_` of `devices.csv` sets a parameter that no base has [SPC2007]\n";
    assert!(done.code == Some(0) && done.stderr.starts_with(warning), "{done:?}");
    // One base is enough: there it is a parameter, with or without a value, or a placeholder.
    assert_eq!(done.stderr.matches("warning").count(), 1, "{done:?}");
    fs::remove_dir_all(depot.path("out")).unwrap();
    depot.refuses("--deny-warnings", 1, &[warning]);
}

#[test]
fn with_a_model_its_dictionary_decides_about_columns() {
    let depot = Depot::new();
    depot.put("base.xml", "<flat-profile><Extension_6_ ua=\"na\">6</Extension_6_></flat-profile>");
    depot.put("devices.csv", "mac,Extension_6_,Password_1_,Prxy_1_\n000e08000001,Disabled,s1,x\n");
    let done = depot.batch("--format openssl --model 8851 --master-file master --out-dir out");
    assert_eq!(done.code, Some(0), "{done:?}");
    let warning = "column `Prxy_1_` of `devices.csv` sets a parameter that neither a base nor 8851 has [SPC2007]\n\
        spc: hint: did you mean `Proxy_1_`?\n";
    assert!(done.stderr.contains(warning) && !done.stderr.contains("`Password_1_`"), "{done:?}");
}

#[test]
fn an_empty_sip_password_gives_a_warning() {
    let depot = Depot::new();
    let warning = "the SIP password of a line is empty [SPC2029]: 2 rows, the first on line 3\n";
    let base = |password: &str| format!("<flat-profile><User_ID_1_>{{{{ext}}}}</User_ID_1_>{password}</flat-profile>");
    // A line without a user needs no password.
    let list =
        |name: &str| format!("mac,ext,{name}\n000e08000001,1,p\n000e08000002,2,\n000e08000003,3,\n000e08000004,,\n");
    for (password, name) in [("<Password_1_>{{pw}}</Password_1_>", "pw"), ("", "Password_1_")] {
        depot.put("base.xml", base(password));
        depot.put("devices.csv", list(name));
        depot.refuses("--deny-warnings", 1, &[warning]);
    }
    // The base says what the phone has then.
    for password in ["<Password_1_>common</Password_1_>", "<Password_1_/>"] {
        depot.put("base.xml", base(password));
        let done = depot.batch("--master-file master --out-dir out");
        assert!(done.code == Some(0) && !done.stderr.contains("SPC2029"), "{done:?}");
    }
}

#[test]
fn a_sip_password_equal_to_its_user_name_gives_a_warning() {
    let depot = Depot::new();
    depot.put(
        "base.xml",
        "<flat-profile><User_ID_1_>{{ext}}</User_ID_1_><Password_1_>{{pw}}</Password_1_></flat-profile>",
    );
    depot.put("devices.csv", "mac,ext,pw\n000e08000001,1001,1001\n000e08000002,1002,kX9mmQ2v\n000e08000003,3,secret\n");
    let warning = "commonly tried word [SPC0720]: 2 rows, the first on line 2\n";
    depot.refuses("--deny-warnings", 1, &[warning]);
    let done = depot.batch("--no-check --master-file master --out-dir out");
    assert!(done.code == Some(0) && !done.stderr.contains("SPC0720"), "{done:?}");
}

#[test]
fn a_secret_is_known_by_what_its_column_fills() {
    let depot = Depot::new();
    depot.put("base.xml", "<flat-profile><Password_1_>{{pw}}</Password_1_></flat-profile>");
    depot.put("devices.csv", "mac,pw\n000e08000001,planted\n");
    fs::set_permissions(depot.path("devices.csv"), fs::Permissions::from_mode(0o644)).unwrap();
    depot.refuses("--deny-warnings", 3, &["`devices.csv` holds secrets and can be read by other users [SPC2030]"]);
}

#[test]
fn a_warning_says_that_files_without_a_key_hide_nothing() {
    let depot = Depot::new();
    let done = depot.batch("--out-dir out --deny-warnings");
    assert!(done.code == Some(1) && done.stderr.contains("[SPC0701]"), "{done:?}");
    depot.put("base.xml", "<flat-profile><Display_Name_1_>{{ext}}</Display_Name_1_></flat-profile>");
    depot.put("devices.csv", "mac,ext,Password_1_\n000e08000001,1,planted\n");
    let done = depot.batch("--out-dir out --deny-warnings");
    assert!(done.code == Some(1) && done.stderr.contains("[SPC0701]"), "a column sets the secret: {done:?}");
}

#[test]
fn a_row_can_name_its_base() {
    let depot = Depot::new();
    fs::create_dir(depot.path("bases")).unwrap();
    let other = "<flat-profile><Line_Name>{{line}}</Line_Name><Password_1_>{{password}}</Password_1_></flat-profile>";
    depot.put("bases/ata.xml", other);
    depot.put(
        "devices.csv",
        "mac,base,ext,password,line\n000e08000001,bases/ata.xml,e1,p1,l1\n000e08000002,,e2,p2,l2\n000e08000003,bases/ata.xml,e3,,l3\n",
    );
    depot.makes("");
    let xml = |mac: &str| depot.opens(&format!("out/{mac}.cfg"), mac);
    let (one, two, three) = (xml("000e08000001"), xml("000e08000002"), xml("000e08000003"));
    assert!(one.contains("<Line_Name>l1</Line_Name>") && one.contains(">p1<"), "{one}");
    assert!(two.contains(">Desk e2<") && two.contains(">p2<"), "{two}");
    assert!(three.contains("<Line_Name>l3</Line_Name>"), "{three}");
    // What is a placeholder in one base sets no parameter in the other.
    assert!(!one.contains("<ext>") && !two.contains("<line>"), "{one}{two}");

    let done = run(&mut depot.command("batch devices.csv --master-file master --out-dir none"));
    assert_eq!(done.code, Some(1), "{done:?}");
    assert!(
        done.stderr.contains("the row names no base, and there is no default base [SPC2019]\n --> devices.csv:3:14"),
        "{done:?}"
    );
}

#[test]
fn a_base_can_be_plain_text_that_imports() {
    let depot = Depot::new();
    fs::create_dir(depot.path("bases")).unwrap();
    depot.put("bases/desk.txt", "import lines.txt\nDisplay_Name[1] \"Desk {{ext}}\" ;\n");
    depot.put("bases/lines.txt", "Password[1] \"{{password}}\" ;\n");
    depot.put("devices.csv", "mac,base,ext,password\n000e08000001,bases/desk.txt,e1,p1\n000e08000002,,e2,p2\n");
    depot.makes("");
    for (mac, desk, password) in [("000e08000001", ">Desk e1<", ">p1<"), ("000e08000002", ">Desk e2<", ">p2<")] {
        let xml = depot.opens(&format!("out/{mac}.cfg"), mac);
        assert!(xml.contains(desk) && xml.contains(password), "{xml}");
    }
    fs::remove_dir_all(depot.path("out")).unwrap();

    // A fault is shown where it stands, and a profile from elsewhere reaches no file outside its folder.
    depot.put("bases/lines.txt", "Password[1] \"{{pasword}}\" ;\n");
    depot.refuses(
        "",
        1,
        &["in the value of `Password_1_` has no column [SPC2008]\n --> bases/lines.txt:1:14", " --> devices.csv:2:14"],
    );
    depot.put("bases/desk.txt", "import ../lines.txt\nDisplay_Name[1] \"{{ext}} {{password}}\" ;\n");
    depot.put("lines.txt", "Register_Expires[1] \"60\" ;\n");
    depot.refuses("", 1, &["outside the profile's directory"]);
    depot.makes("--allow-import");
}

#[test]
fn no_output_replaces_a_base_or_an_import() {
    let depot = Depot::new();
    depot.put("desk.txt", "import lines.txt\nDisplay_Name[1] \"Desk {{ext}}\" ;\n");
    depot.put("lines.txt", "Password[1] \"{{password}}\" ;\n");
    for name in ["desk.txt", "lines.txt"] {
        depot.put("devices.csv", format!("mac,base,ext,password,name\n000e08000001,desk.txt,,,{name}\n"));
        let before = depot.files(".");
        let done = depot.batch("--master-file master --out-dir .");
        assert!(done.code == Some(1) && done.stderr.contains("(column `name`)"), "{name}: {done:?}");
        let done = depot.batch(&format!("--master-file master --archive {name}"));
        assert!(done.code == Some(2) && done.stderr.contains("is also an input"), "{name}: {done:?}");
        assert!(depot.files(".") == before, "{name}");
    }
}

#[test]
fn a_list_reaches_no_base_outside_its_directory() {
    let depot = Depot::new();
    let elsewhere = tempfile::tempdir().unwrap();
    fs::write(elsewhere.path().join("x.xml"), "<flat-profile/>").unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), depot.path("away")).unwrap();
    std::os::unix::fs::symlink(elsewhere.path().join("x.xml"), depot.path("link.xml")).unwrap();
    for base in ["../base.xml", "/etc/hostname", "a/../../base.xml", "away/x.xml", "link.xml"] {
        depot.put("devices.csv", format!("mac,ext,password,base\n000e08000001,,,{base}\n"));
        let words = "the base is outside the list's directory [SPC2019]\n --> devices.csv:2:16 (column `base`)";
        depot.refuses("", 1, &[words]);
    }
}

/// A cell that names no file may be a password that was shifted there.
#[test]
fn the_name_of_a_missing_base_is_not_shown() {
    let depot = Depot::new();
    fs::create_dir(depot.path("bases")).unwrap();
    for base in ["planted", "../planted", "/planted/x", "bases/planted.xml", "planted\u{e4}/..", "base.xml/planted"] {
        depot.put("devices.csv", format!("mac,ext,password,base\n000e08000001,,,{base}\n000e08000002,,,base.xml\n"));
        depot.refuses("", 1, &["[SPC2019]\n --> devices.csv:2:16 (column `base`)\n", "1 of 2 rows is bad"]);
        let done = depot.batch("--master-file master --out-dir out --keep-going");
        assert!(done.code == Some(6) && !done.stderr.contains("planted"), "{base}: {done:?}");
    }
    depot.put("devices.csv", "mac,ext,password,base\n000e08000001,,,planted\n");
    depot.refuses("", 1, &["the base cannot be read: no such file or directory [SPC2019]"]);
    // An existing file is named, because the person who has to fix it needs to know.
    depot.put("broken.xml", "<flat-profile>");
    depot.put("devices.csv", "mac,ext,password,base\n000e08000001,,,broken.xml\n");
    depot.refuses("", 1, &["broken.xml:1:", "base `broken.xml` cannot be used [SPC2019]\n --> devices.csv:2:16"]);
}

/// What all bases hold together is bounded while they are read, not afterwards.
#[test]
fn bases_are_limited_together() {
    let depot = Depot::new();
    let filling = "x".repeat(60_000);
    let values: String = (0..60).map(|number| format!("<A{number}>{filling}</A{number}>")).collect();
    // As large as a source can be, and as small as a payload has to be: comments are not part of it.
    depot.put("big.xml", format!("<flat-profile><!-- {} --></flat-profile>", values.replace('<', "[")));
    let rows: String = (0..60).map(|number| format!("000e080000{number:02x},,p,b{number}.xml\n")).collect();
    (0..60).for_each(|number| {
        fs::hard_link(depot.path("big.xml"), depot.path(format!("b{number}.xml"))).unwrap();
    });
    depot.put("devices.csv", format!("mac,ext,password,base\n{rows}"));
    let done = run(&mut depot.command("batch devices.csv --master-file master --out-dir out"));
    assert_eq!(done.code, Some(1), "{done:?}");
    assert!(done.stderr.contains("the bases of `devices.csv` are over 32 MiB in total [SPC2025]"), "{done:?}");
}

#[test]
fn a_base_that_is_broken_stops_only_its_rows() {
    let depot = Depot::new();
    depot.put("broken.xml", "<flat-profile><A>");
    depot.put("devices.csv", "mac,ext,password,base\n000e08000001,,,broken.xml\n000e08000002,,,\n");
    depot.refuses("", 1, &[" --> broken.xml:1:", " --> devices.csv:2:16 (column `base`)"]);
    let done = depot.batch("--master-file master --out-dir out --keep-going");
    assert_eq!(done.code, Some(6), "{done:?}");
    assert_eq!(depot.files("out").len(), 1);
}

#[test]
fn contradicting_flags_are_refused() {
    let depot = Depot::new();
    for (flags, words) in [
        ("--level 9 --format gzip", "--level has no effect"),
        ("--small --format spc", "--small and --no-template cannot be used with --format spc"),
        ("--manifest - --json", "can write to standard output"),
        ("--manifest out/m.jsonl", "`out/m.jsonl` is in a directory that does not exist yet"),
        ("--manifest m.jsonl --deps out/d", "`out/d` is in a directory that does not exist yet"),
        ("--shard 2/2", "parts are counted from 0"),
        ("--json --dry-run", "cannot be used with"),
        ("--archive a.tar", "cannot be used with"),
        ("--if-changed --scramble x --randomize", "cannot be used with"),
        ("--check --randomize", "random bytes differ on each run"),
    ] {
        let key = if flags.contains("gzip") { "" } else { "--master-file master" };
        let done = depot.batch(&format!("{key} --out-dir out {flags}"));
        assert!(done.code == Some(2) && done.stderr.contains(words), "{flags}: {done:?}");
    }
    let done = run(&mut depot.command("batch devices.csv --out-dir out"));
    assert!(done.code == Some(2) && done.stderr.contains("missing base profile"), "{done:?}");
}
