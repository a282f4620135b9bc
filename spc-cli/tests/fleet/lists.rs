//! Device lists that are at fault: each row is reported with its place, no value is, and nothing is written.

use std::fs::{self, File};
use std::io::Write;

use crate::depot::{Depot, run};

pub(crate) const HEADER: &str = "mac,ext,password\n";

#[track_caller]
pub(crate) fn refused(list: &str, words: &[&str]) {
    let depot = Depot::new();
    depot.put("devices.csv", list);
    depot.refuses("", 1, words);
}

#[test]
fn mark_line_ends_and_quotes_change_nothing() {
    let depot = Depot::new();
    let plain = depot.makes("");
    assert_eq!(plain.len(), 3);
    let list = String::from_utf8(fs::read(depot.path("devices.csv")).unwrap()).unwrap();
    let quoted: Vec<String> = list
        .lines()
        .map(|line| line.split(',').map(|cell| format!("\"{cell}\"")).collect::<Vec<_>>().join(","))
        .collect();
    for (way, same) in [
        ("mark", format!("\u{feff}{list}")),
        ("line ends", list.replace('\n', "\r\n")),
        ("no last line end", list.trim_end().to_owned()),
        ("empty lines", list.replace('\n', "\n\n")),
        ("quotes", quoted.join("\n")),
        ("all of them", format!("\u{feff}{}\r\n\r\n", quoted.join("\r\n"))),
    ] {
        depot.put("devices.csv", same);
        fs::remove_dir_all(depot.path("out")).unwrap();
        assert!(depot.makes("") == plain, "{way}");
    }
}

#[test]
fn a_list_needs_a_mac_and_devices() {
    refused("ext,password\n1,2\n", &["has no column `mac` [SPC2002]", "devices.csv:1:1"]);
    refused("Mac,ext,password\n1,2,3\n", &["did you mean `mac`?", "it has `Mac`"]);
    refused("mac,ext,password,Key\n1,2,3,4\n", &["did you mean `key`?", "'Key=Key'", "[SPC2038]", "devices.csv:1:18"]);
    refused("mac,MAC,ext,password\n1,2,3,4\n", &["column `MAC` is not `mac`", "delete one", "devices.csv:1:5"]);
    refused(HEADER, &["has a header but no devices"]);
    refused("", &["`devices.csv`: the list is empty"]);
    refused("\n\r\n", &["`devices.csv`: the list is empty"]);
}

#[test]
fn every_fault_is_reported_at_its_place() {
    let list = format!(
        "{HEADER}000e08000001,1\n000e08000002,1,planted-a,2\n000e0800000,1,planted-b\n\
         \"000e08000004\",\"a\nb\",planted-c\n000e08000005,\u{1},planted-d\n,1,\n"
    );
    refused(
        &list,
        &[
            "the row has 2 cells, but the header has 3 [SPC2011]\n --> devices.csv:2:15 (column `password`)\n",
            "the row has 4 cells, but the header has 3 [SPC2011]\n --> devices.csv:3:26\n",
            "this one has 11 [SPC2012]\n --> devices.csv:4:1 (column `mac`)\nspc: hint: if a spreadsheet took it for a number",
            "U+000A at byte 1, which is not allowed in a value [SPC2020]\n --> devices.csv:5:16 (column `ext`)\n",
            "U+0001 at byte 0, which is not allowed in a value [SPC2020]\n --> devices.csv:7:14 (column `ext`)\n",
            "missing address [SPC2012]\n --> devices.csv:8:1 (column `mac`)\n",
            "6 of 6 rows are bad, so nothing was written\n",
        ],
    );
}

#[test]
fn a_bad_address_far_down_is_reported_with_its_line() {
    let row = |number| format!("000e08{number:06x},1,planted\r\n");
    let rows: Vec<String> = (0..20_000).map(row).collect();
    let list = format!("{HEADER}{}000e08zzzzzz,1,planted\r\n{}", rows.concat(), row(20_000));
    refused(&list, &[" --> devices.csv:20002:1 (column `mac`)\n", "1 of 20 002 rows"]);
}

#[test]
fn the_number_of_shown_faults_is_limited() {
    let depot = Depot::new();
    depot.put("devices.csv", format!("{HEADER}{}", "x,1,planted\n".repeat(250)));
    let done = depot.batch("--master-file master --out-dir out");
    assert_eq!(done.stderr.matches(" --> ").count(), 100);
    assert!(done.stderr.contains("150 more errors are not shown\n"), "{}", done.stderr);
}

#[test]
fn a_device_is_listed_once() {
    let twice = format!("{HEADER}000e08000001,1,planted\n000e08000002,1,planted\n00:0E:08:00:00:01,1,planted\n");
    refused(
        &twice,
        &[
            "duplicate address: also on line 4 [SPC2013]\n --> devices.csv:2:1 (column `mac`)\n",
            "duplicate address: also on line 2 [SPC2013]\n --> devices.csv:4:1 (column `mac`)\n",
        ],
    );
    // In a part of the list too, even if it is another machine's.
    let depot = Depot::new();
    depot.put("devices.csv", twice);
    depot.refuses("--shard 0/2", 1, &["duplicate address: also on line 4"]);
}

#[test]
fn a_file_name_is_used_once() {
    let list = "ext,name,password,mac\n1,a,,000e08000001\n2,a,,000e08000002\n3,000e08000004.cfg,,000e08000003\n4,,,000e08000004\n";
    refused(
        list,
        &[
            "duplicate file name: also on line 3 [SPC2015]\n --> devices.csv:2:3 (column `name`)\n",
            "duplicate file name: also on line 5 [SPC2015]\n --> devices.csv:4:3 (column `name`)\n",
            "duplicate file name: also on line 4 [SPC2015]\n --> devices.csv:5:3 (column `name`)\n",
        ],
    );
    let depot = Depot::new();
    depot.put("devices.csv", "mac,ext,password,name\n000e08000001,,,a\n000e08000102,,,a\n");
    assert_eq!(depot.makes("--shards").into_keys().collect::<Vec<_>>(), ["01/a", "02/a"]);
}

#[test]
fn no_name_leaves_the_directory() {
    for name in ["../a", "..", ".", "/etc/passwd", "a/b", "a/", ".spc-a", "a\u{0}b", "a\u{1b}[2Jb", "\"a\nb\""] {
        refused(&format!("mac,ext,password,name\n000e08000001,,,{name}\n"), &["[SPC2014]", "devices.csv:2:16"]);
    }
}

#[test]
fn columns_are_known_or_refused() {
    refused(
        "mac,ext,password,a b\n000e08000001,1,2,3\n",
        &["column `a b` is neither", " --> devices.csv:1:18 (column `a b`)"],
    );
    refused("mac,ext,password,ext\n", &["duplicate column `ext` [SPC2004]\n --> devices.csv:1:18\n"]);
    refused("mac,ext,password,\n", &["a column has no name [SPC2003]\n --> devices.csv:1:18\n"]);
    refused(
        "mac,ext\n000e08000001,1\n",
        &[
            "placeholder `{{password}}` in the value of `Password_1_` has no column [SPC2008]",
            " --> base.xml:3:22",
            "ua=\"na\">{{password}}<",
            "spc: hint: the columns of `devices.csv` are `mac`, `ext`\n",
        ],
    );
    // One run names all of them.
    refused(
        "mac\n000e08000001\n",
        &["placeholder `{{ext}}` in the value of", "placeholder `{{password}}` in the value of `Password_1_`"],
    );
}

/// With CR alone at line ends, as on an old Mac, the whole list is the header.
#[test]
fn a_list_without_line_feeds_shows_no_cell() {
    for header in ["mac,ext,password", "ext,password,mac", "mac,password"] {
        refused(
            &format!("{header}\r000e08000001,1,planted\r000e08000002,2,planted\r"),
            &["the lines of the list end with CR only", " --> devices.csv:1:1\n", "LF or CRLF line ends"],
        );
    }
}

#[test]
fn a_shifted_cell_is_not_shown_as_a_model_or_format() {
    for what in ["model", "format"] {
        refused(
            &format!("mac,{what},ext,password\n000e08000001,planted,1,2\n"),
            &[&format!("unknown {what} [SPC203"), &format!(" --> devices.csv:2:14 (column `{what}`)\n")],
        );
    }
}

#[test]
fn a_list_that_is_not_text_is_refused() {
    let depot = Depot::new();
    let list = [HEADER.as_bytes(), b"000e08000001,\xff,planted\n000e08000002,1,planted\n"].concat();
    depot.put("devices.csv", list);
    depot.refuses("", 1, &["the cell is not UTF-8 [SPC2022]\n --> devices.csv:2:14 (column `ext`)\n", "iconv"]);
    depot.put("devices.csv", b"mac,\xff\n");
    depot.refuses("", 1, &["the header is not UTF-8"]);
}

#[test]
fn half_of_a_utf16_character_is_reported_as_such() {
    let depot = Depot::new();
    let units = "\u{feff}mac,ext,password\n000e08000001,".encode_utf16().chain([0xd83d]);
    let list: Vec<u8> = units.chain(",planted\n".encode_utf16()).flat_map(u16::to_le_bytes).collect();
    depot.put("devices.csv", list);
    let place = "the cell is not valid UTF-16 [SPC2022]\n --> devices.csv:2:14 (column `ext`)\n";
    depot.refuses("", 1, &[place, "spc: hint: half of a character is missing"]);
    assert!(!depot.batch("--master-file master --out-dir out").stderr.contains("iconv"));
}

#[test]
fn an_open_quote_does_not_swallow_devices() {
    refused(
        &format!("{HEADER}000e08000001,1,\"planted\n000e08000002,1,planted\n"),
        &["unclosed quote: the list ends before it is closed [SPC2024]\n --> devices.csv:2:1\n"],
    );
}

#[test]
fn a_row_is_at_most_a_mebibyte() {
    let depot = Depot::new();
    let mut list = File::create(depot.path("devices.csv")).unwrap();
    list.write_all(HEADER.as_bytes()).unwrap();
    list.write_all("000e08000001,".repeat(250_000).as_bytes()).unwrap();
    depot.refuses("", 1, &["a row is over 1048576 bytes", " --> devices.csv:2:1\n"]);
}

/// Two gigabytes without a line end, in as much memory as any list takes.
#[test]
fn a_line_without_end_fills_no_memory() {
    let depot = Depot::new();
    File::options().write(true).open(depot.path("devices.csv")).unwrap().set_len(2 << 30).unwrap();
    let limited =
        "ulimit -v 400000; exec \"$SPC\" batch devices.csv --base base.xml --master-file master --out-dir out";
    let done = run(&mut depot.shell(limited));
    assert_eq!(done.code, Some(1), "{done:?}");
    assert!(done.stderr.contains("a row is over 1048576 bytes"), "{done:?}");
    assert!(done.stderr.contains(" --> devices.csv:5:1\n"), "{done:?}");
}

#[test]
fn a_list_is_read_twice_so_it_is_a_file() {
    let depot = Depot::new();
    for list in ["-", "/dev/stdin", "/dev/null"] {
        let piped = format!("cat devices.csv | \"$SPC\" batch {list} --base base.xml --out-dir out");
        let piped = if list == "/dev/null" { piped.replace("cat devices.csv |", "") } else { piped };
        let done = run(&mut depot.shell(&piped));
        assert_eq!(done.code, Some(2), "{list}: {done:?}");
        assert!(done.stderr.contains("a device list is read more than once"), "{list}: {done:?}");
    }
    let done = run(&mut depot.command("batch . --base base.xml --out-dir out"));
    assert_eq!(done.code, Some(5), "{done:?}");
    let done = run(&mut depot.command("batch nowhere.csv --base base.xml --out-dir out"));
    assert_eq!(done.code, Some(5), "{done:?}");
}

#[test]
fn a_title_above_the_header_and_more_than_an_address_are_reported() {
    refused(
        "Phones of the lobby,,\nmac,ext,password\n000e08000001,1,planted\n",
        &["the first line does not name the columns, but line 2 does [SPC2002]", "delete what is above line 2"],
    );
    for cell in ["SEP000e08000001", "000e08000001.cfg", "0x000e08000001"] {
        refused(
            &format!("{HEADER}{cell},1,planted\n"),
            &["the cell contains more than a MAC address [SPC2012]", "write only the twelve digits"],
        );
    }
}

#[test]
fn a_column_intended_as_another_is_reported() {
    for (header, shown) in [("mac_address", "mac_address"), ("MAC Address", "MAC Address"), ("MACADDR", "MACADDR")] {
        refused(
            &format!("ext,{header},password\n1,000e08000001,planted\n"),
            &[
                &format!("the list has no column `mac`, but it has `{shown}` [SPC2002]\n --> devices.csv:1:5\n"),
                "spc: hint: did you mean `mac`?",
            ],
        );
    }
    refused(
        "mac,ext,Pass_word\n000e08000001,1,planted\n",
        &[
            "`{{password}}`",
            "did you mean `{{Pass_word}}`? the columns of `devices.csv` are `mac`, `ext`, `Pass_word`\n",
        ],
    );
}

/// As many columns as there can be are quick, and one more is refused before anything is compared.
#[test]
fn columns_have_a_limit() {
    let list = |columns: u32| {
        let names: String = (2..columns).map(|number| format!(",c{number}")).collect();
        let cells = ",".repeat(usize::try_from(columns).unwrap() - 1);
        format!("mac,ext{names}\n000e08000001{cells}\n")
    };
    let depot = Depot::new();
    let placeholders: String = (2..4096).map(|number| format!("<A{number}>{{{{c{number}}}}}</A{number}>")).collect();
    depot.put("base.xml", format!("<flat-profile><B>{{{{ext}}}}</B>{placeholders}</flat-profile>"));
    depot.put("devices.csv", list(4096));
    depot.makes("");
    fs::remove_dir_all(depot.path("out")).unwrap();
    for columns in [4097, 120_000] {
        depot.put("devices.csv", list(columns));
        depot.refuses(
            "",
            1,
            &[&format!("the list has {columns} columns; the limit is 4096 [SPC2005]\n --> devices.csv:1:")],
        );
    }
}

/// A first line that is a row names no column: its cells are those of a device.
#[test]
fn no_cell_is_shown_if_the_first_line_is_a_row() {
    let depot = Depot::new();
    for (list, flags) in [
        ("000e08000001,101,planted-1,planted-2\n", "--column mac=000e08000001"),
        ("mac,ext,planted,password000e08000001,101,planted,x\n", ""),
        ("mac,00:0e:08:00:00:01,planted,planted\n", "--message-format github"),
        ("mac,fc:fb:fb:aa:bb:c1,planted,planted\n", ""),
    ] {
        depot.put("devices.csv", list);
        let done = depot.batch(&format!("--master-file master --out-dir out {flags}"));
        let said = String::from_utf8_lossy(&done.stdout).into_owned() + &done.stderr;
        assert!(done.code == Some(1) && said.contains("holds a MAC address"), "{done:?}");
        assert!(!said.contains("planted"), "{said}");
    }
}

/// Numbers and identifiers in the name of a column are not addresses.
#[test]
fn names_of_columns_that_have_many_digits_are_names() {
    let depot = Depot::new();
    for name in ["Export_202611271808", "changed 202611271200", "asset_550e8400-e29b-41d4-a716-446655440000", "000e08"]
    {
        depot.put("devices.csv", format!("mac,{name}\n000e08000001,x\n"));
        depot.put("base.xml", format!("<flat-profile><A>{{{{{name}}}}}</A></flat-profile>"));
        let done = depot.batch("--format xml --out-dir out --overwrite");
        assert_eq!(done.code, Some(0), "{name}: {done:?}");
    }
}
