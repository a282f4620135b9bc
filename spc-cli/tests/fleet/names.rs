//! What the files of a mixed fleet are called, in every command that looks for them.

use crate::depot::{Depot, run};

const NAMES: &str = "--name '{mac}.cfg' --name '88xx={MAC}.xml'";

fn mixed() -> Depot {
    let depot = Depot::new();
    depot.put("devices.csv", "mac,model,ext,password\n000e08000001,spa504g,1,p\n000e08000002,8851,2,p\n");
    depot
}

#[test]
fn every_command_finds_the_files_where_batch_put_them() {
    let depot = mixed();
    let done = depot.batch(&format!("--format openssl --master-file master --out-dir out {NAMES}"));
    assert_eq!(done.code, Some(0), "{done:?}");
    assert_eq!(depot.files("out").into_keys().collect::<Vec<_>>(), ["000E08000002.xml", "000e08000001.cfg"]);
    let done = run(&mut depot.command(&format!("verify out --devices devices.csv --master-file master {NAMES}")));
    assert!(done.code == Some(0) && done.stderr.contains("2 devices, 2 fine"), "{done:?}");
    let files = "out/000E08000002.xml out/000e08000001.cfg";
    let done = run(&mut depot.command(&format!("verify {files} --master-file master {NAMES}")));
    assert_eq!(done.code, Some(0), "{done:?}");
    depot.put("new", "7c".repeat(32) + "\n");
    let rekey = "rekey out --devices devices.csv --master-file master --new-master-file new";
    let done = run(&mut depot.command(&format!("{rekey} {NAMES}")));
    assert_eq!(done.code, Some(0), "{done:?}");
    let done = run(&mut depot.command(&format!("verify {files} --master-file new {NAMES}")));
    assert_eq!(done.code, Some(0), "{done:?}");
}

#[test]
fn the_model_of_a_row_overrides_that_of_the_command_line() {
    let depot = mixed();
    // The file of an 8851 is one with SHA-256, which an ata191 would not read.
    let done = depot.batch("--format openssl --master-file master --out-dir out");
    assert_eq!(done.code, Some(0), "{done:?}");
    for model in ["ata191", "spa504g", "8851"] {
        let verify = format!("verify out --devices devices.csv --master-file master --model {model}");
        let done = run(&mut depot.command(&verify));
        assert_eq!(done.code, Some(0), "{model}: {done:?}");
    }
    depot.put("devices.csv", "mac,model,ext,password\n000e08000001,spa504g,1,p\n000e08000002,,2,p\n");
    let done = run(&mut depot.command("verify out --devices devices.csv --master-file master --model spa504g"));
    assert!(done.code == Some(4) && done.stderr.contains("1 fine, 1 wrong"), "{done:?}");
}

#[test]
fn a_name_for_an_unknown_model_is_refused_and_an_unused_one_reported() {
    let depot = mixed();
    depot.refuses("--format xml --name 'nomodel={mac}.xml'", 2, &["--name MODEL=PATTERN: ", "`=nomodel={mac}.xml`"]);
    depot.refuses("--format xml --name 'spa505g={mac}.xml'", 2, &["did you mean", "SPA50"]);
    depot.refuses("--format xml --name '8851={mac}.x' --name '8851={mac}.y'", 2, &["given twice for 8851"]);
    for command in ["verify", "rekey --new-key-file master"] {
        let done = run(&mut depot.command(&format!("{command} devices.csv --name 'nomodel={{mac}}.xml'")));
        assert!(done.code == Some(2) && done.stderr.contains("--name MODEL=PATTERN: "), "{command}: {done:?}");
    }
    let done =
        depot.batch("--format xml --out-dir out --name '=a={mac}.xml' --name '8841={MAC}.x' --name '88xx={MAC}.y'");
    assert_eq!(done.code, Some(0), "{done:?}");
    assert_eq!(depot.files("out").into_keys().collect::<Vec<_>>(), ["000E08000002.y", "a=000e08000001.xml"]);
    assert!(done.stderr.contains("uses the --name for 8841") && !done.stderr.contains("for 88xx"), "{done:?}");
}

#[test]
fn a_missing_directory_is_an_io_error() {
    let depot = mixed();
    let done = run(&mut depot.command("verify nodir --devices devices.csv --master-file master"));
    assert!(done.code == Some(5) && done.stderr.contains("cannot read `nodir`: no such directory"), "{done:?}");
    let done = run(&mut depot.command("verify base.xml --devices devices.csv --master-file master"));
    assert!(done.code == Some(2) && done.stderr.contains("give one directory"), "{done:?}");
}

#[test]
fn a_list_in_json_without_addresses_is_reported_by_its_keys() {
    let depot = mixed();
    depot.put("devices.csv", "{\"ext\":\"1\",\"password\":\"p\"}\n");
    depot.refuses("", 1, &["no object of the list has a key `mac` [SPC2002]", "each object is one device"]);
}
