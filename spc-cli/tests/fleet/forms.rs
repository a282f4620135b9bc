//! What is found in a list, in the forms for programs: the same objects as of other findings. The fields are an interface.

use serde_json::{Value, json};

use crate::depot::{Depot, Done, run};

/// The objects among what was said.
fn objects(done: &Done) -> Vec<Value> {
    done.stderr.lines().filter(|line| line.starts_with('{')).map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn findings_about_a_list_are_objects_in_json() {
    let depot = Depot::new();
    depot.put(
        "devices.csv",
        "mac,ext,password\n000e0800000x,1,planted-1\n000e08000002,#REF!,planted-2\n000e08000003,1\n",
    );
    for command in [
        "batch devices.csv --base base.xml --out-dir out --format xml --message-format json",
        "derive --devices devices.csv --master-file master --reveal --message-format json",
        "verify . --devices devices.csv --master-file master --message-format json",
    ] {
        let done = run(&mut depot.command(command));
        assert_eq!(done.code, Some(1), "{command}: {done:?}");
        let found = objects(&done);
        let expected = json!({
            "schema": 1, "code": "SPC2012", "severity": "error", "file": "devices.csv", "line": 2, "column": 1, "end_line": 2,
            "end_column": 1, "parameter": null, "list_column": "mac",
            "message": "character 12 of the cell is not allowed in a MAC address", "help": null, "suggestion": null
        });
        assert_eq!(found[0], expected, "{command}");
        assert_eq!((&found[1]["code"], &found[1]["line"]), (&json!("SPC2011"), &json!(4)), "{command}");
        assert_eq!(found.len(), if command.starts_with("batch") { 3 } else { 2 }, "{command}: {done:?}");
        assert!(!done.stderr.contains("planted"), "{done:?}");
        // What ends the run is for people.
        assert!(done.stderr.contains("spc: error: 2 of 3 rows are bad"), "{done:?}");
    }
    let done =
        run(&mut depot.command("batch devices.csv --base base.xml --out-dir out --format xml --message-format json"));
    let odd = objects(&done).into_iter().find(|finding| finding["code"] == "SPC2040").unwrap();
    assert_eq!((&odd["severity"], &odd["line"], &odd["list_column"]), (&json!("warning"), &json!(3), &json!("ext")));
    assert_eq!(odd["column"], Value::Null);

    for (list, code, line) in [
        ("", "SPC2001", Value::Null),
        ("mac,ext,password\n", "SPC2001", Value::Null),
        ("ext,password\n1,2\n", "SPC2002", json!(1)),
        ("<flat-profile/>", "SPC2041", Value::Null),
        ("mac,ext,password,note\n000e08000001,1,planted,x\n", "SPC2007", Value::Null),
    ] {
        depot.put("devices.csv", list);
        let done =
            run(&mut depot
                .command("batch devices.csv --base base.xml --out-dir out --format xml --message-format json"));
        let found = objects(&done);
        let one = found.iter().find(|finding| finding["code"] == code).unwrap_or_else(|| panic!("{code}: {done:?}"));
        assert_eq!((&one["line"], &one["file"]), (&line, &json!("devices.csv")), "{code}");
    }
}

#[test]
fn findings_about_a_list_are_lines_and_annotations_too() {
    let depot = Depot::new();
    depot.put("devices.csv", "mac,ext,password\n000e0800000x,1,planted-1\n");
    let said = |form: &str| {
        let line = format!("batch devices.csv --base base.xml --out-dir out --format xml --message-format {form}");
        run(&mut depot.command(&line)).stderr
    };
    let message = "character 12 of the cell is not allowed in a MAC address";
    assert!(said("short").starts_with(&format!("devices.csv:2:1: error: {message} [SPC2012]\n")), "{}", said("short"));
    let annotation = format!("::error file=devices.csv,line=2,endLine=2,col=1,title=SPC2012::{message}\n");
    assert!(said("github").starts_with(&annotation), "{}", said("github"));
    let human = format!("spc: error: {message} [SPC2012]\n --> devices.csv:2:1 (column `mac`)\n");
    assert!(said("human").starts_with(&human), "{}", said("human"));
}

/// A cell may be a password, also one of a column that has a meaning of its own.
#[test]
fn no_form_shows_a_cell() {
    let depot = Depot::new();
    let rows = ["planted-a,,,,", ",planted-b,,,", ",,planted-c,,", ",,,planted-d,", ",,,,planted/e"];
    let row = |(number, cells): (usize, &&str)| format!("000e080000{number:02x},{cells},1,planted-f\n");
    let rows: String = rows.iter().enumerate().map(row).collect();
    depot.put(
        "devices.csv",
        format!("mac,model,format,base,serial,name,ext,password\n{rows}planted-g,,,,,,1,planted-h\n"),
    );
    for form in ["json", "short", "github", "human"] {
        let line = format!("batch devices.csv --base base.xml --out-dir out --message-format {form}");
        let done = run(&mut depot.command(&format!("{line} --master-file master")));
        assert!(done.code == Some(1) && done.stderr.contains("6 of 6 rows are bad"), "{done:?}");
        for code in ["SPC2012", "SPC2014", "SPC2017", "SPC2019", "SPC2035", "SPC2036"] {
            assert!(done.stderr.contains(code), "{form} {code}: {done:?}");
        }
        assert!(!done.stderr.contains("planted"), "{form}: {done:?}");
    }
}
