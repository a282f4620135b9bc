//! Device lists in the commands that need no profile: keys, first profiles, new keys, and proof of a whole directory.

use std::fs;

use serde_json::{Value, json};

use crate::depot::{Depot, MASTER, run};

#[test]
fn derive_and_bootstrap_accept_a_list() {
    let depot = Depot::new();
    depot.put("devices.csv", "MAC;ext\n000e08000001;1\n000e08000002;2\n");
    let done = run(&mut depot.command("derive --devices devices.csv --column mac=MAC --master-file master --reveal"));
    assert_eq!(done.code, Some(0), "{done:?}");
    let by_list = String::from_utf8(done.stdout).unwrap();
    let done = run(&mut depot.command("derive --mac 000e08000001 --mac 000e08000002 --master-file master --reveal"));
    assert_eq!(by_list, String::from_utf8(done.stdout).unwrap());
    assert_eq!(by_list.lines().count(), 2);

    depot.put("devices.csv", "mac,ext\n000e08000001,1\n000e08000002,2\n");
    fs::create_dir(depot.path("first")).unwrap();
    let bootstrap = "bootstrap --devices devices.csv --url 'http://prov.example.com/$MA.cfg' --master-file master \
        --out-dir first";
    let done = run(&mut depot.command(bootstrap));
    assert_eq!(done.code, Some(0), "{done:?}");
    let files: Vec<String> = depot.files("first").into_keys().collect();
    assert_eq!(files, ["bootstrap-000e08000001.cfg", "bootstrap-000e08000002.cfg"]);
}

#[test]
fn a_bad_row_stops_all_of_them() {
    let depot = Depot::new();
    depot.list(3);
    depot.makes("");
    depot.put("new", MASTER.replace('5', "6"));
    fs::create_dir(depot.path("first")).unwrap();
    let before = depot.files(".");
    for (list, words) in [
        ("mac,ext\n000e08000001,1\n000e0800000x,2\n", "[SPC2012]\n --> devices.csv:3:1 (column `mac`)"),
        ("mac,ext\n000e08000001,1\n000e08000001,2\n", "duplicate address: also on line 3 [SPC2013]"),
        ("mac,ext\n000e08000001\n", "the row has 1 cell, but the header has 2 [SPC2011]"),
        ("mac_address\n000e08000001\n", "did you mean `mac`?"),
        ("mac,ext\n", "has a header but no devices [SPC2001]"),
    ] {
        depot.put("devices.csv", list);
        for command in [
            "derive --devices devices.csv --master-file master --reveal",
            "bootstrap --devices devices.csv --url 'http://prov.example.com/$MA.cfg' --master-file master --out-dir first",
            "rekey --devices devices.csv --master-file master --new-master-file new out",
            "verify --devices devices.csv --master-file master out",
        ] {
            let done = run(&mut depot.command(command));
            assert!(done.code == Some(1) && done.stderr.contains(words), "{command}: {done:?}");
            assert!(done.stdout.is_empty(), "{command}: {done:?}");
        }
    }
    depot.list(3);
    assert!(depot.files(".") == before);
    let done = run(&mut depot.command("derive --mac 000e08000001 --delimiter tab --master-file master --reveal"));
    assert!(done.code == Some(2) && done.stderr.contains("give --devices"), "{done:?}");
}

#[test]
fn rekey_changes_all_files_of_a_list_or_none() {
    let depot = Depot::new();
    depot.makes("--shards --name 'spa{MAC}.cfg'");
    depot.put("new", MASTER.replace('5', "6"));
    let rekey = "rekey --devices devices.csv --name 'spa{MAC}.cfg' --master-file master --new-master-file new out";
    depot.put("devices.csv", "mac\n000e08000000\n000e08000001\n000e08000009\n");
    let before = depot.files("out");
    let done = run(&mut depot.command(rekey));
    assert!(done.code == Some(5) && done.stderr.contains("spa000E08000009.cfg"), "{done:?}");
    assert!(depot.files("out") == before);
    depot.list(3);
    let done = run(&mut depot.command(rekey));
    assert_eq!(done.code, Some(0), "{done:?}");
    let verify = "verify --devices devices.csv --name 'spa{MAC}.cfg' out --master-file";
    assert_eq!(run(&mut depot.command(&format!("{verify} new"))).code, Some(0));
    assert_eq!(run(&mut depot.command(&format!("{verify} master"))).code, Some(4));
}

/// A spreadsheet shows no space at the end of a key, and the phone does not have it.
#[test]
fn spaces_at_the_ends_of_a_key_are_reported() {
    let depot = Depot::new();
    depot.put("base.xml", "<flat-profile><User_ID_1_>{{ext}}</User_ID_1_></flat-profile>");
    for (key, is_said) in
        [("planted-one-4711-abcdef ", true), (" planted-one-4711", true), ("planted-one 4711-a", false)]
    {
        depot.put("devices.csv", format!("mac,format,key,ext\n000e08000001,openssl,{key},1\n"));
        let done = run(&mut depot.command("batch devices.csv --base base.xml --md md5 --out-dir spaced --dry-run"));
        assert_eq!((done.code, done.stderr.contains("[SPC2028]")), (Some(0), is_said), "{key:?}: {}", done.stderr);
        assert!(!done.stderr.contains("planted"), "{}", done.stderr);
    }
}

/// Keys that came from the list are taken from it again: to prove the files, and to give the devices other keys.
#[test]
fn keys_in_a_list_open_its_files() {
    let keys = ["planted-one-4711-abcdef", "planted-two-0815-ghijkl"];
    let list = |first: &str| {
        let second = keys[1];
        format!("mac,format,key,ext\n000e08000001,openssl,{first},1\n000e08000002,,{second},2\n000e08000003,xml,,3\n")
    };
    let depot = Depot::new();
    depot.put("base.xml", "<flat-profile><User_ID_1_>{{ext}}</User_ID_1_></flat-profile>");
    depot.put("devices.csv", list(keys[0]));
    let done = depot.batch("--format openssl --md md5 --out-dir out");
    assert_eq!(done.code, Some(0), "{done:?}");
    let verify = "verify --devices devices.csv --md md5 out";
    let done = run(&mut depot.command(verify));
    assert!(done.code == Some(0) && done.stderr.ends_with("spc: 3 devices, 3 fine\n"), "{done:?}");

    // Another key, a missing one, and an unencrypted file in the place of an encrypted one are each wrong.
    depot.put("devices.csv", list("planted-other-key-123"));
    let done = run(&mut depot.command(verify));
    assert!(done.code == Some(4) && done.stderr.contains("2 fine, 1 wrong"), "{done:?}");
    depot.put("devices.csv", list(""));
    let done = run(&mut depot.command(verify));
    assert!(done.code == Some(4) && done.stderr.contains("2 fine, 1 wrong"), "{done:?}");
    depot.put("devices.csv", list(keys[0]));
    let good = fs::read(depot.path("out/000e08000002.cfg")).unwrap();
    fs::copy(depot.path("out/000e08000003.cfg"), depot.path("out/000e08000002.cfg")).unwrap();
    let done = run(&mut depot.command(verify));
    assert!(done.code == Some(4) && done.stderr.contains("not encrypted, but a key was given"), "{done:?}");
    assert!(!done.stderr.contains("planted"), "{done:?}");
    depot.put("out/000e08000002.cfg", good);
    let done = run(&mut depot.command(&format!("{verify} --master-file master")));
    assert!(done.code == Some(2) && done.stderr.contains("the device list has keys, but another key"), "{done:?}");

    let encrypted = list(keys[0]).lines().take(3).collect::<Vec<_>>().join("\n");
    depot.put("devices.csv", encrypted);
    let rekey = "rekey --devices devices.csv --md md5 --new-master-file master out";
    let done = run(&mut depot.command(rekey));
    assert_eq!(done.code, Some(0), "{done:?}");
    assert!(!done.stderr.contains("planted") && done.stderr.contains("column `key` has the old"), "{done:?}");
    depot.put("devices.csv", "mac,format\n000e08000001,openssl\n000e08000002,openssl\n000e08000003,xml\n");
    let done = run(&mut depot.command("verify --devices devices.csv --md md5 --master-file master out"));
    assert!(done.code == Some(0) && done.stderr.ends_with("3 fine\n"), "{done:?}");
    assert!(depot.opens("out/000e08000001.cfg", "000e08000001").contains("<User_ID_1_>1<"));
}

/// Containers whose keys are in the list are bound to their devices as well.
#[test]
fn containers_with_keys_from_a_list_are_verified_too() {
    let depot = Depot::new();
    let raw = |digit: char| digit.to_string().repeat(64);
    depot.put("base.xml", "<flat-profile><User_ID_1_>{{ext}}</User_ID_1_></flat-profile>");
    depot.put("devices.csv", format!("mac,key,ext\n000e08000001,{},1\n000e08000002,{},2\n", raw('a'), raw('b')));
    let done = depot.batch("--format spc --out-dir out");
    assert_eq!(done.code, Some(0), "{done:?}");
    let verify = "verify --devices devices.csv out";
    let done = run(&mut depot.command(verify));
    assert!(done.code == Some(0) && done.stderr.ends_with("2 fine\n"), "{done:?}");
    fs::copy(depot.path("out/000e08000001.cfg"), depot.path("out/000e08000002.cfg")).unwrap();
    assert_eq!(run(&mut depot.command(verify)).code, Some(4));
}

#[test]
fn verify_compares_a_directory_with_its_list() {
    let depot = Depot::new();
    depot.list(100);
    depot.makes("--serial 3");
    let verify = "verify --devices devices.csv --master-file master out";
    let done = run(&mut depot.command(verify));
    assert!(done.code == Some(0) && done.stderr.ends_with("spc: 100 devices, 100 fine\n"), "{done:?}");

    fs::copy(depot.path("out/000e08000001.cfg"), depot.path("out/000e08000002.cfg")).unwrap();
    fs::remove_file(depot.path("out/000e08000003.cfg")).unwrap();
    depot.put("out/notes.txt", "x");
    let done = run(&mut depot.command(verify));
    assert_eq!(done.code, Some(4), "{done:?}");
    for words in [
        "`out/000e08000002.cfg`: ",
        "`out/000e08000003.cfg` is missing: 000e08000003 has no file",
        "`out/notes.txt` is extra: no device in the list uses it",
        "spc: 100 devices, 98 fine, 1 missing, 1 wrong, 1 extra\n",
    ] {
        assert!(done.stderr.contains(words), "not `{words}` but {}", done.stderr);
    }
    assert!(!done.stderr.contains("planted"));

    let done = run(&mut depot.command(&format!("{verify} --json")));
    let objects: Vec<Value> =
        str::from_utf8(&done.stdout).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(objects.len(), 102, "each device, the extra file, and the counts");
    let state = |file: &str, of: &str| objects.iter().find(|one| one["file"] == file).unwrap()[of].clone();
    assert_eq!(
        (state("out/000e08000001.cfg", "state"), state("out/000e08000001.cfg", "exit")),
        ("fine".into(), Value::Null)
    );
    assert_eq!(
        (state("out/000e08000002.cfg", "state"), state("out/000e08000002.cfg", "exit")),
        ("wrong".into(), 4.into())
    );
    // The fields are those of a file that is named by itself.
    let named = run(&mut depot.command("verify --master-file master --json out/000e08000001.cfg"));
    let named: Value = serde_json::from_slice(&named.stdout).unwrap();
    assert_eq!(objects.iter().find(|one| one["file"] == "out/000e08000001.cfg"), Some(&named));
    assert_eq!((&named["opens"], &named["serial"], &named["hidden"]), (&json!(true), &json!(3), &json!(true)));
    assert_eq!(state("out/000e08000002.cfg", "opens"), false);
    assert_eq!(state("out/000e08000003.cfg", "opens"), Value::Null);
    assert_eq!(state("out/000e08000003.cfg", "mac"), "000e08000003");
    assert_eq!(state("out/000e08000003.cfg", "state"), "missing");
    assert_eq!((state("out/notes.txt", "state"), state("out/notes.txt", "mac")), ("extra".into(), Value::Null));
    let counts = json!({ "devices": 100, "fine": 98, "missing": 1, "wrong": 1, "unopened": 0, "stale": 0, "extra": 1, "warned": 0 });
    assert_eq!(objects[101], json!({ "schema": 1, "summary": counts }));

    depot.put("devices.csv", "mac,serial\n000e08000000,3\n000e08000001,4\n");
    let done = run(&mut depot.command(verify));
    assert!(done.code == Some(1), "{done:?}");
    assert!(done.stderr.contains("`out/000e08000001.cfg` is stale: its serial is 3, the list has 4"), "{done:?}");
    let done = run(&mut depot.command("verify --devices devices.csv --master-file master base.xml"));
    assert!(done.code == Some(2) && done.stderr.contains("give one directory"), "{done:?}");
}

#[test]
fn verify_uses_the_models_and_formats_in_the_list() {
    let depot = Depot::new();
    depot.put("base.xml", "<flat-profile><User_ID_1_>{{ext}}</User_ID_1_></flat-profile>");
    depot.put("devices.csv", "mac,model,format,ext\n000e08000001,spa504g,openssl,1\n000e08000002,8851,xml,2\n");
    depot.makes("");
    let verify = "verify --devices devices.csv --master-file master out";
    let done = run(&mut depot.command(verify));
    assert_eq!(done.code, Some(0), "{done:?}");
    depot.put("devices.csv", "mac,model,format,ext\n000e08000001,spa504g,openssl,1\n000e08000002,8851,gzip,2\n");
    let done = run(&mut depot.command(verify));
    assert!(done.code == Some(4) && done.stderr.contains("but the expected format is gzip"), "{done:?}");
}

#[test]
fn verify_compares_the_format_of_each_file_with_the_list() {
    let depot = Depot::new();
    depot.makes("");
    depot.put("devices.csv", "mac,model,format\n000e08000000,spa504g,openssl\n000e08000001,,spc\n000e08000002,,spc\n");
    let done = run(&mut depot.command("verify --devices devices.csv --master-file master out"));
    assert_eq!(done.code, Some(4), "{done:?}");
    assert!(done.stderr.contains("the file is an SPC container, but the expected format is openssl"), "{done:?}");
    assert!(done.stderr.ends_with("spc: 3 devices, 2 fine, 1 wrong\n"), "{done:?}");
}

#[test]
fn warnings_about_files_of_a_directory_can_be_denied() {
    let depot = Depot::new();
    let batch = "batch devices.csv --base base.xml --out-dir out --format xml";
    assert_eq!(run(&mut depot.command(batch)).code, Some(0));
    depot.put("out/000e08000001.cfg", "<flat-profile>\n<A>1</A>\n<A>2</A>\n</flat-profile>");
    for list in [
        "mac,format\n000e08000000,xml\n000e08000001,xml\n000e08000002,xml\n",
        "mac\n000e08000000\n000e08000001\n000e08000002\n",
    ] {
        depot.put("devices.csv", list);
        let done = run(&mut depot.command("verify --devices devices.csv out"));
        assert_eq!(done.code, Some(0), "{done:?}");
        assert!(done.stderr.contains("--> out/000e08000001.cfg:3:2"), "{done:?}");
        assert!(done.stderr.ends_with("spc: 3 devices, 3 fine, 1 with warnings\n"), "{done:?}");
        let done = run(&mut depot.command("verify --devices devices.csv out --deny-warnings"));
        assert_eq!(done.code, Some(1), "{done:?}");
    }
}

#[test]
fn a_wrong_file_that_is_not_named_is_still_counted() {
    let depot = Depot::new();
    let rows: String = (0..102).map(|number| format!("000e08{number:06x},xml\n")).collect();
    depot.put("devices.csv", format!("mac,format\n{rows}"));
    fs::create_dir(depot.path("out")).unwrap();
    (0..101).for_each(|number| depot.put(&format!("out/000e08{number:06x}.cfg"), "<flat-profile><A></flat-profile>"));
    let last = "out/000e08000065.cfg";
    depot.put(last, "<flat-profile><A>1</A></flat-profile>");
    let verify = "verify --devices devices.csv out";
    assert_eq!(run(&mut depot.command(verify)).code, Some(1));
    depot.put(last, "neither XML nor anything else");
    let done = run(&mut depot.command(verify));
    assert!(done.code == Some(4) && !done.stderr.contains(last), "{done:?}");
}

#[test]
fn verify_does_not_wait_for_pipes() {
    let depot = Depot::new();
    fs::create_dir(depot.path("w")).unwrap();
    let made = std::process::Command::new("mkfifo").arg(depot.path("w/000e08000001.cfg")).status().unwrap();
    assert!(made.success());
    depot.put("devices.csv", "mac\n000e08000001\n");
    depot.put("master", format!("{}\n", "5b".repeat(32)));
    for line in
        ["verify --devices devices.csv w --master-file master", "verify w/000e08000001.cfg --master-file master"]
    {
        let done = run(&mut depot.command(line));
        assert!(done.code == Some(5) && done.stderr.contains("it is not a regular file"), "{done:?}");
    }
}

#[test]
fn a_wrong_key_is_reported_if_no_file_opens() {
    let depot = Depot::new();
    depot.makes("");
    depot.put("wrong", format!("{}\n", "c4".repeat(32)));
    let verify = |key: &str| run(&mut depot.command(&format!("verify --devices devices.csv out --master-file {key}")));
    let done = verify("wrong");
    let said = "none of the 3 files can be opened as the list says: is this the right key?";
    assert!(done.code == Some(4) && done.stderr.matches(said).count() == 1, "{done:?}");
    let done = verify("master");
    assert!(done.code == Some(0) && !done.stderr.contains("is this the right key"), "{done:?}");
}
