//! Fleets of several models: each row's file as its model asks, from one list, in one run.

use std::fs;

use crate::depot::{Depot, MASTER, run};

const DESK: &str = "<flat-profile><Display_Name_1_>Desk {{ext}}</Display_Name_1_></flat-profile>";
const GATE: &str = "<flat-profile><Display_Name_1_>Gate {{ext}}</Display_Name_1_></flat-profile>";

fn site() -> Depot {
    let depot = Depot::new();
    depot.put("desk.xml", DESK);
    depot.put("gate.xml", GATE);
    depot.put("key", format!("{MASTER}\n"));
    depot
}

#[test]
fn a_base_or_a_name_that_no_row_uses_gives_a_warning() {
    let depot = site();
    depot.put("devices.csv", "mac,model,ext\n000e08000001,SPA504G,1\n000e08000002,,2\n");
    let line = "--base desk.xml --base 88xx=gate.xml --base spa5xx=desk.xml --format xml --name 'spa112={mac}.ata'";
    let batch = |more: &str| run(&mut depot.command(&format!("batch devices.csv {line} {more}")));
    let done = batch("--out-dir out");
    assert_eq!(done.code, Some(0), "{done:?}");
    for words in ["no row of the list uses the --base for 88xx", "no row of the list uses the --name for SPA112"] {
        assert!(done.stderr.contains(words), "{words}: {done:?}");
    }
    assert_eq!(done.stderr.matches("no row of the list").count(), 2, "{done:?}");
    let done = batch("--out-dir other --deny-warnings");
    assert!(done.code == Some(1) && !depot.path("other").exists(), "{done:?}");
    // The default is for those that come.
    let done = run(&mut depot.command(
        "batch devices.csv --base gate.xml --base spa5xx=desk.xml --model spa504g --format xml --out-dir all",
    ));
    assert!(done.code == Some(0) && !done.stderr.contains("no row"), "{done:?}");
}

#[test]
fn each_file_is_made_as_its_model_requires() {
    let depot = site();
    depot.put(
        "devices.csv",
        "mac,model,format,ext\n000e08000001,SPA504G,,1\n000e08000002,8851,,2\n000e08000003,spa112,gzip,3\n\
         000e08000004,,,4\n000e08000005,CP-8841-3PCC-K9,xml,5\n",
    );
    let done = run(&mut depot.command(
        "batch devices.csv --base spa5xx=desk.xml --base 88xx=gate.xml --base desk.xml --format openssl \
         --model spa2102 --master-file master --out-dir out --name '8851={MAC}.xml' --manifest m.jsonl --json",
    ));
    assert_eq!(done.code, Some(0), "{done:?}");
    let names: Vec<String> = depot.files("out").into_keys().collect();
    assert_eq!(
        names,
        ["000E08000002.xml", "000e08000001.cfg", "000e08000003.cfg", "000e08000004.cfg", "000e08000005.cfg"]
    );
    let verify = |file: &str, model: &str, mac: &str| {
        let done =
            run(&mut depot.command(&format!("verify out/{file} --model {model} --mac {mac} --master-file master")));
        assert_eq!(done.code, Some(0), "{file}: {done:?}");
    };
    verify("000e08000001.cfg", "spa504g", "000e08000001");
    verify("000E08000002.xml", "8851", "000e08000002");
    verify("000e08000004.cfg", "spa2102", "000e08000004");
    assert!(depot.opens("out/000e08000001.cfg", "000e08000001").contains(">Desk 1<"));
    assert!(depot.opens("out/000E08000002.xml", "000e08000002").contains(">Gate 2<"));
    assert!(depot.opens("out/000e08000003.cfg", "").contains(">Desk 3<"));
    assert!(fs::read_to_string(depot.path("out/000e08000005.cfg")).unwrap().contains(">Gate 5<"));

    let manifest = fs::read_to_string(depot.path("m.jsonl")).unwrap();
    let lines: Vec<serde_json::Value> = manifest.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let said: Vec<_> = lines.iter().map(|line| (line["model"].as_str(), line["format"].as_str().unwrap())).collect();
    assert_eq!(
        said,
        [
            (Some("SPA504G"), "openssl"),
            (Some("8851"), "openssl"),
            (Some("SPA112"), "gzip"),
            (Some("SPA2102"), "openssl"),
            (Some("8841"), "xml")
        ]
    );
    assert!(lines[2]["key_id"].is_null() && !lines[2]["file"].is_null());
    let summary: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!((summary["devices"].as_u64(), summary["models"].as_array().unwrap().len()), (Some(5), 5));
    assert!(done.stderr.contains("spc: SPA504G, openssl: 1 device\n"), "{done:?}");
}

/// A row's file is the one that a run for its model alone makes, on any number of threads.
#[test]
fn rows_of_one_model_are_as_in_a_list_of_their_own() {
    let depot = site();
    let row =
        |number: u32| format!("000e08{number:06x},{},{number}\n", ["spa504g", "8851", "spa112"][number as usize % 3]);
    let rows: Vec<String> = (0..90).map(row).collect();
    depot.put("devices.csv", format!("mac,model,ext\n{}", rows.concat()));
    let made = |flags: &str| {
        let _ = fs::remove_dir_all(depot.path("out"));
        let done = run(&mut depot.command(&format!(
            "batch devices.csv --base desk.xml --base mpp=gate.xml --base 88xx=gate.xml --format openssl \
             --master-file master --out-dir out {flags}"
        )));
        assert_eq!(done.code, Some(0), "{flags}: {done:?}");
        depot.files("out")
    };
    let mixed = made("-j1");
    assert_eq!(mixed.len(), 90);
    assert!(made("-j4") == mixed);
    for (at, (model, base)) in [("spa504g", "desk"), ("8851", "gate"), ("spa112", "desk")].into_iter().enumerate() {
        let own: String = rows.iter().skip(at).step_by(3).map(String::as_str).collect();
        depot.put("own.csv", format!("mac,kind,ext\n{own}").replace("kind", "model"));
        let _ = fs::remove_dir_all(depot.path("own"));
        let done = run(&mut depot.command(&format!(
            "batch own.csv --base {base}.xml --format openssl --model {model} --master-file master --out-dir own"
        )));
        assert_eq!(done.code, Some(0), "{done:?}");
        let own = depot.files("own");
        assert!(own.len() == 30 && own.iter().all(|(name, bytes)| mixed.get(name) == Some(bytes)), "{model}");
    }
}

#[test]
fn an_impossible_cell_is_a_fault_of_its_row() {
    let depot = site();
    let batch = |list: &str, flags: &str| {
        depot.put("devices.csv", list);
        let done = run(&mut depot.command(&format!("batch devices.csv --base desk.xml --out-dir out {flags}")));
        assert!(done.code == Some(1) && !depot.path("out").exists(), "{done:?}");
        done.stderr
    };
    let said = batch("mac,model,ext\n000e08000001,SPA505G,1\n000e08000002,8851,2\n", "--format xml");
    let words =
        "unknown model `SPA505G` [SPC2035]\n --> devices.csv:2:14 (column `model`)\nspc: hint: did you mean `SPA501G`";
    assert!(said.contains(words), "{said}");
    let said = batch("mac,model,ext\n000e08000001,ATA190,1\n", "--format xml");
    assert!(said.contains("model `ATA190` is not supported [SPC2035]") && said.contains("cnf.xml"), "{said}");
    let said = batch("mac,format,ext\n000e08000001,zip,1\n", "");
    assert!(said.contains("unknown format `zip` [SPC2036]\n --> devices.csv:2:14 (column `format`)"), "{said}");
    // A digest that nothing says.
    let said =
        batch("mac,model,format,ext\n000e08000001,8851,openssl,1\n000e08000002,,openssl,2\n", "--master-file master");
    assert!(said.contains("needs the digest that the phone expects [SPC2037]\n --> devices.csv:3:15"), "{said}");
    let key = "2b7e151628aed2a6abf7158809cf4f3c2b7e151628aed2a6abf7158809cf4f3c";
    let said = batch(
        &format!("mac,format,ext,key\n000e08000001,spc,1,\n000e08000002,xml,2,{key}\n000e08000003,spc,3,{key}\n"),
        "",
    );
    assert!(said.contains("the device has no key [SPC2018]\n --> devices.csv:2:20"), "{said}");
    assert!(said.contains("so the key would not be used [SPC2018]\n --> devices.csv:3:20"), "{said}");
    let said = batch("mac,format,ext,serial\n000e08000001,spc,1,7\n000e08000002,xml,2,7\n", "--master-file master");
    assert!(said.contains("the format xml has no serial [SPC2010]\n --> devices.csv:3:20"), "{said}");
    // One device, two models: nobody knows which it is.
    let said = batch("mac,model,ext\n000e08000001,8851,1\n000E08000001,spa504g,1\n", "--format xml");
    assert!(said.contains("duplicate address: also on line 3 [SPC2013]"), "{said}");
}

#[test]
fn an_unknown_model_far_down_is_named_with_its_line() {
    let depot = site();
    let row = |number: u32| format!("000e08{number:06x},8851,{number}\n");
    let rows: String = (0..99_997).map(row).collect();
    depot.put("devices.csv", format!("mac,model,ext\n{rows}000e08ffffff,9999,1\n"));
    let done = run(&mut depot.command("batch devices.csv --base desk.xml --format xml --archive a.tar"));
    assert_eq!(done.code, Some(1), "{done:?}");
    assert!(done.stderr.contains("model `9999` is not supported [SPC2035]\n --> devices.csv:99999:14"), "{done:?}");
    assert!(!depot.path("a.tar").exists());
}

#[test]
fn values_for_models_must_name_known_models() {
    let depot = site();
    depot.put("devices.csv", "mac,model,ext\n000e08000001,8851,1\n");
    for (flags, code, words) in [
        ("--base spa999=desk.xml", 2, "--base MODEL=PATH: unknown model `spa999`"),
        ("--base 8851=desk.xml --base 8851=gate.xml", 2, "--base is given twice for 8851"),
        ("--base desk.xml --base gate.xml", 2, "--base is given twice for all models"),
        ("--base desk.xml --name a{mac} --name b{mac}", 2, "--name is given twice for all models"),
        ("--base desk.xml --name 8851=phone.xml", 2, "would be the same for all devices"),
        ("--base spa5xx=desk.xml", 1, "no base profile for 8851 [SPC2019]\n --> devices.csv:2:14"),
    ] {
        let done = run(&mut depot.command(&format!("batch devices.csv {flags} --format xml --out-dir out")));
        assert!(done.code == Some(code) && done.stderr.contains(words), "{flags}: {done:?}");
    }
}

/// Also where only a base that no row takes has it.
#[test]
fn a_placeholder_of_one_base_need_not_be_a_parameter_name_for_another() {
    let depot = site();
    depot.put("desk.xml", DESK.replace("{{ext}}", "{{Extension No}} {{site/x}}"));
    for (rows, files) in [("spa504g,1,a\n000e08000002,8851,2,b\n", 2), ("8851,1,a\n", 1)] {
        let header = "mac,model,Extension No,site/x\n";
        depot.put("devices.csv", format!("{header}000e08000001,{rows}"));
        depot.put("gate.xml", GATE.replace("{{ext}}", "x"));
        let _ = fs::remove_dir_all(depot.path("out"));
        let batch = "batch devices.csv --base desk.xml --base 8851=gate.xml --format xml --out-dir out";
        let done = run(&mut depot.command(batch));
        assert!(done.code == Some(0) && depot.files("out").len() == files, "{done:?}");
        // What none of them has as a placeholder has to be one.
        depot.put("devices.csv", format!("{header}000e08000001,{rows}").replace("Extension No", "No One"));
        depot.put("desk.xml", DESK.replace("{{ext}}", "{{site/x}}"));
        let done = run(&mut depot.command(batch));
        assert!(done.code == Some(1) && done.stderr.contains("[SPC2006]\n --> devices.csv:1:11"), "{done:?}");
        depot.put("desk.xml", DESK.replace("{{ext}}", "{{Extension No}} {{site/x}}"));
    }
}

#[test]
fn both_rows_of_a_repeated_address_are_left_out_wherever_they_begin() {
    let depot = site();
    depot.put("two\nlines.xml", DESK);
    depot.put(
        "devices.csv",
        "base,mac,ext\n\"two\nlines.xml\",000e08000001,1\ndesk.xml,000e08000002,2\n\"two\nlines.xml\",000e08000001,3\n",
    );
    let done = run(&mut depot.command("batch devices.csv --format xml --out-dir out --keep-going"));
    assert!(done.code == Some(6) && done.stderr.contains("duplicate address: also on line 6"), "{done:?}");
    assert_eq!(depot.files("out").into_keys().collect::<Vec<_>>(), ["000e08000002.cfg"]);
}

#[test]
fn a_message_names_each_model_and_format_once() {
    let depot = site();
    let rows = "000e08000001,SPA504G,1,x\n000e08000002,8851,2,x\n000e08000003,SPA504G,3,x\n000e08000004,SPA112,4,x\n";
    depot.put("devices.csv", format!("mac,model,ext,Dsplay_Name_9_\n{rows}"));
    let batch = "batch devices.csv --base desk.xml --format xml --out-dir out";
    let done = run(&mut depot.command(batch));
    assert!(done.stderr.contains("neither a base nor SPA504G nor 8851 nor SPA112 has"), "{done:?}");
    let done = run(&mut depot.command(&format!("{batch} --level 3")));
    assert!(done.code == Some(2) && done.stderr.contains("--level cannot be used with --format xml\n"), "{done:?}");
}

/// A single flag fixes this, so no row is left out for it: if the key of a fleet was forgotten, only the unencrypted files would
/// be written.
#[test]
fn a_missing_key_is_reported_at_the_first_row_that_needs_it_and_ends_the_run() {
    let depot = site();
    let rows: String = (1..=9).map(|row| format!("000e0800000{row},{},{row}\n", ["openssl", "xml"][row % 2])).collect();
    depot.put("devices.csv", format!("mac,format,ext\n{rows}"));
    let batch = "batch devices.csv --base desk.xml --out-dir out --md md5";
    let needs = "spc: error: the format openssl needs a key, but none is given: 4 rows, the first on line 3 [SPC2037]\n \
        --> devices.csv:3:14 (column `format`)\nspc: hint: give --master-file or --key-file\n";
    for flags in ["", "--keep-going", "--dry-run", "--json"] {
        let done = run(&mut depot.command(&format!("{batch} {flags}")));
        assert!(done.code == Some(3) && done.stderr == needs && done.stdout.is_empty(), "{flags}: {done:?}");
        assert!(!depot.path("out").exists());
    }
    let done = run(&mut depot.command(&format!("{batch} --key-file none")));
    assert!(done.code == Some(3) && done.stderr.matches("error").count() == 1, "{done:?}");
    // How a key is read is said by a flag alone as well.
    depot.put("devices.csv", format!("mac,format,ext\n{}", rows.replace("openssl", "rfc8188")));
    let done =
        run(&mut depot.command("batch devices.csv --base desk.xml --out-dir out --master-file master --keep-going"));
    let needs = "the format rfc8188 needs to know how the key text is read: 4 rows, the first on line 3 [SPC2037]\n \
        --> devices.csv:3:14 (column `format`)\nspc: hint: give --ikm-hex,";
    assert!(done.code == Some(2) && done.stderr.contains(needs) && !depot.path("out").exists(), "{done:?}");
    let line =
        "batch devices.csv --base desk.xml --out-dir out --master-file master --ikm-hex --record-size 3 --keep-going";
    let done = run(&mut depot.command(line));
    assert!(done.code == Some(2) && done.stderr == "spc: error: --record-size is under 18 bytes\n", "{done:?}");
    // One row among those for which a flag names the format, in JSON.
    let (one, two) =
        ("{\"mac\":\"000e08000001\",\"ext\":1}", "{\"mac\":\"000e08000002\",\"format\":\"openssl\",\"ext\":2}");
    depot.put("devices.jsonl", format!("{one}\n{two}\n"));
    let line = "batch devices.jsonl --base desk.xml --format xml --out-dir out --md md5";
    let done = run(&mut depot.command(line));
    let needs = "the format openssl needs a key, but none is given: line 2 [SPC2037]\n --> devices.jsonl:2:";
    assert!(done.code == Some(3) && done.stderr.contains(needs), "{done:?}");
    // No row says so: the flag does.
    depot.put("devices.csv", "mac,model,ext\n000e08000001,8851,1\n");
    let done = run(&mut depot.command("batch devices.csv --base desk.xml --out-dir out --format openssl"));
    assert!(done.code == Some(3) && done.stderr.contains("error: --format openssl needs a key\n"), "{done:?}");
}

#[test]
fn only_files_with_a_key_get_a_new_one() {
    let depot = site();
    depot.put("new", format!("{}\n", MASTER.replace('5', "6")));
    let list = |formats: [&str; 3]| {
        let row = |(number, format): (usize, &&str)| format!("000e0800000{number},{format},{number}\n");
        depot
            .put("devices.csv", format!("mac,format,ext\n{}", formats.iter().enumerate().map(row).collect::<String>()));
    };
    list(["openssl", "xml", "gzip"]);
    let done = run(&mut depot.command("batch devices.csv --base desk.xml --md md5 --master-file master --out-dir out"));
    assert_eq!(done.code, Some(0), "{done:?}");
    let before = depot.files("out");
    let rekey = |from: &str, to: &str| {
        run(&mut depot.command(&format!("rekey --devices devices.csv --master-file {from} --new-master-file {to} out")))
    };
    let done = rekey("master", "new");
    assert_eq!(done.code, Some(0), "{done:?}");
    for file in ["out/000e08000001.cfg", "out/000e08000002.cfg"] {
        let note = format!("`{file}` is not encrypted, as the list says, and is left unchanged\n");
        assert!(done.stderr.contains(&note), "{done:?}");
    }
    let after = depot.files("out");
    let same = |name: &str| before[name] == after[name];
    assert!(!same("000e08000000.cfg") && same("000e08000001.cfg") && same("000e08000002.cfg"));
    let done = run(&mut depot.command("verify --devices devices.csv --master-file new out"));
    assert_eq!(done.code, Some(0), "{done:?}");
    // A file that is encrypted has a key to change, whatever the list says; one that is not, if the list does not say so, is an error.
    list(["xml", "xml", "gzip"]);
    let done = rekey("new", "master");
    assert!(done.code == Some(0) && depot.files("out") != after, "{done:?}");
    list(["openssl", "", "gzip"]);
    let done = rekey("master", "new");
    assert!(done.code == Some(4) && done.stderr.contains("`out/000e08000001.cfg` has no key to change"), "{done:?}");
    depot.put("devices.csv", "mac,format\n000e08000001,xml\n000e08000002,gzip\n");
    let done = rekey("master", "new");
    assert!(done.code == Some(4) && done.stderr.contains("none of the 2 files has a key to change"), "{done:?}");
    // One that is missing: nothing is done by halves.
    let before = depot.files("out");
    depot.put("devices.csv", "mac\n000e08000000\n000e08000007\n");
    let done = rekey("master", "new");
    let words = "cannot read `out/000e08000007.cfg`: no such file or directory\nspc: hint: no file was changed; `spc verify --devices`";
    assert!(done.code == Some(5) && done.stderr.contains(words) && depot.files("out") == before, "{done:?}");
}

#[test]
fn a_model_without_devices_has_no_line_in_the_summary() {
    let depot = site();
    depot.put("devices.csv", "mac,model,ext\n000e08000001,SPA504G,1\n000e0800000,8851,2\n000e08000003,SPA504G,3\n");
    let line = "batch devices.csv --base desk.xml --format xml --out-dir out --keep-going";
    let done = run(&mut depot.command(line));
    assert_eq!(done.code, Some(6), "{done:?}");
    assert!(done.stderr.contains("SPA504G, xml: 2 devices") && !done.stderr.contains("0 devices"), "{done:?}");
}
