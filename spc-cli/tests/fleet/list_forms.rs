//! What programs write as a device list: other separators, encodings and JSON, and what spreadsheets do to cells.

use std::fs;

use crate::depot::{Depot, run};
use crate::lists::{HEADER, refused};

/// The lists that spreadsheets and databases write are the same list.
#[test]
fn separators_encodings_and_json_change_nothing() {
    let depot = Depot::new();
    let plain = depot.makes("");
    let list = String::from_utf8(fs::read(depot.path("devices.csv")).unwrap()).unwrap();
    let utf16 = |text: &str, unit: fn(u16) -> [u8; 2]| -> Vec<u8> {
        std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(unit).collect()
    };
    let objects: Vec<String> = (0..3)
        .map(|number| format!("{{\"mac\":\"000e08{number:06x}\",\"ext\":{number},\"password\":\"planted-{number}\"}}"))
        .collect();
    for (way, same) in [
        ("semicolons", list.replace(',', ";").into_bytes()),
        ("tabs", list.replace(',', "\t").into_bytes()),
        ("bars", list.replace(',', "|").into_bytes()),
        ("UTF-16, little", utf16(&list.replace('\n', "\r\n"), u16::to_le_bytes)),
        ("UTF-16, big, tabs", utf16(&list.replace(',', "\t"), u16::to_be_bytes)),
        ("JSON lines", objects.join("\n").into_bytes()),
        ("a JSON array", format!("[{}]\n", objects.join(",\n")).into_bytes()),
        ("JSON in UTF-16", utf16(&objects.join("\n"), u16::to_le_bytes)),
    ] {
        depot.put("devices.csv", same);
        fs::remove_dir_all(depot.path("out")).unwrap();
        assert!(depot.makes("") == plain, "{way}");
    }
    for (flags, same) in [("--delimiter :", list.replace(',', ":")), ("--delimiter tab", list.replace(',', "\t"))] {
        depot.put("devices.csv", same);
        fs::remove_dir_all(depot.path("out")).unwrap();
        assert!(depot.makes(flags) == plain, "{flags}");
    }
}

#[test]
fn a_column_can_have_another_name() {
    let depot = Depot::new();
    depot.put("devices.csv", "MAC Address;Nst;password\n000e08000001;7;planted\n");
    depot.makes("--column 'mac=MAC Address' --column ext=Nst");
    assert!(depot.opens("out/000e08000001.cfg", "000e08000001").contains(">Desk 7<"));
    fs::remove_dir_all(depot.path("out")).unwrap();
    depot.refuses("--column mac=Mac", 1, &["no column `Mac` [SPC2034]", "one of `MAC Address`, `Nst`, `password`"]);
    depot.refuses("--column mac", 2, &["NAME=HEADER"]);
    depot.refuses("--delimiter ab", 2, &["a separator is a single punctuation character"]);
}

#[test]
fn latin1_is_reported_once_with_a_remedy() {
    let depot = Depot::new();
    let rows = b"000e08000001,B\xfcro,p\n000e08000002,Caf\xe9,p\n000e08000003,ok,p\n";
    depot.put("devices.csv", [HEADER.as_bytes(), rows].concat());
    let way_out = "spreadsheets save `CSV` as Latin-1 or Windows-1252: save it as `CSV UTF-8`";
    depot.refuses(
        "",
        1,
        &["not UTF-8 [SPC2022]\n --> devices.csv:2:14", way_out, "1 more row is not text", "2 of 3 rows"],
    );
    let done = depot.batch("--master-file master --out-dir out");
    assert_eq!(done.stderr.matches("SPC2022").count(), 1, "{done:?}");
}

#[test]
fn json_that_readers_understand_differently_is_refused() {
    let object = |rest: &str| {
        format!(
            "{{\"mac\":\"000e08000001\",\"ext\":\"1\",\"password\":\"planted\"}}\n{{\"mac\":\"000e08000002\",{rest}}}\n"
        )
    };
    for (rest, words) in [
        ("\"ext\":\"a\",\"ext\":\"b\"", "the object has the key `ext` twice [SPC2033]\n --> devices.csv:2:1"),
        (
            "\"ext\":[1]",
            "the value of `ext` is an array, but a cell holds a single text [SPC2032]\n --> devices.csv:2:1 (column `ext`)",
        ),
        ("\"ext\":{\"a\":1}", "the value of `ext` is an object"),
        ("\"ext\":9007199254740993", "a number over 2^53"),
        ("\"ext\":1e3", "with a fraction or exponent: put it in quotes"),
        ("\"ext\":true", "true or false"),
        ("\"ext\":\"a\",", "not JSON: trailing comma [SPC2031]\n --> devices.csv:2:1"),
        ("\"ext\":\"a\n\"", "not JSON, in the value of `ext`: control character"),
    ] {
        refused(&object(rest), &[words, "1 of 2 rows is bad"]);
    }
    refused("[{\"mac\":\"000e08000001\"},\n", &["the list ends before the array does [SPC2031]"]);
    refused("[{\"mac\":\"000e08000001\"},{\"mac\":\"000e08000002\"}]", &["a second device on the same line", "jq -c"]);
    refused("{\"mac\":\"000e08000001\"}\nplanted\n", &["something other than an object", "devices.csv:2:1"]);
    refused("[]\n", &["`devices.csv`: the list has no devices [SPC2001]"]);
    refused(
        "{\"devices\":[{\"mac\":\"000e08000001\"}]}\n",
        &["inside the key `devices` of an object", "jq -c '.[\"devices\"][]'"],
    );
    // Of one object, the names of the columns cannot be had either.
    refused(
        "[{\"mac\":\"000e08000001\",\"ext\":007,\"password\":\"planted\"}]\n",
        &["not JSON, in the value of `ext`: invalid number [SPC2031]\n --> devices.csv:1:2\n"],
    );
}

#[test]
fn quotes_that_would_be_lost_are_refused() {
    let list = format!("{HEADER}000e08000001,\"Bob\" Smith,\"planted\"x\n");
    refused(
        &list,
        &["text after the closing quote of a cell [SPC2039]\n --> devices.csv:2:14 (column `ext`)", "double"],
    );
}

#[test]
fn a_spreadsheets_list_with_its_separator_and_blanks_is_read() {
    let depot = Depot::new();
    depot.put("devices.csv", "sep=;\r\nmac; ext ;password\r\n000e08000001 ;1;p\r\n");
    let done = depot.batch("--master-file master --out-dir out");
    assert!(done.code == Some(0) && done.stderr.contains("spaces around a column name are ignored"), "{done:?}");
    // Rows that were cleared, and a column that is called otherwise.
    depot.put("devices.csv", "mac;ext;password;Modell\r\n;;;\r\n000e08000001;1;p;SPA504G\r\n;;;\r\n\"\";;;\r\n\r\n;;;");
    let done = depot.batch("--master-file master --out-dir cleared");
    assert!(done.code == Some(0) && done.stderr.contains("--column 'model=Modell'"), "{done:?}");
    assert_eq!(depot.files("cleared").len(), 1);
    let verify = "verify cleared --devices devices.csv --base base.xml --master-file master";
    assert!(run(&mut depot.command(verify)).stderr.ends_with("spc: 1 device, 1 fine\n"));
    depot.put("devices.csv", ";;\r\nmac;ext;password\r\n000e08000001;1;p\r\n");
    depot.refuses("", 1, &["devices.csv:1:1"]);
    depot.put("devices.csv", "mac;ext;password\r\n;;\r\n");
    depot.refuses("", 1, &["a header but no devices"]);
    depot.put("devices.csv", format!("{HEADER}1.41E+11,1,p\n"));
    depot.refuses(
        "--overwrite",
        1,
        &["scientific notation, as spreadsheets do [SPC2012]", "format the column as text"],
    );
}

#[test]
fn cells_are_checked_as_the_values_that_they_become() {
    let depot = Depot::new();
    let list = "mac,ext,password,Dial_Plan_1_,Register_Expires_1_,Line_Enable_1_\n\
                000e08000001,1,planted,(xx,1h,maybe\n000e08000002,#N/A,plan\u{201d}ted,(xx,3600,Yes\n\
                000e08000003,1.01E+11,planted,(xx.),,No\n000e08000004,{{ext}},pla\u{a0}nted,,,\n";
    depot.put("devices.csv", list);
    let done = depot.batch("--master-file master --out-dir out --model spa504g");
    let said = &done.stderr;
    for words in [
        "column `Dial_Plan_1_`: missing `)`",
        ": 2 rows, the first on line 2\n",
        "column `Register_Expires_1_`: ",
        "column `Line_Enable_1_`: ",
        "column `ext`: a spreadsheet's error value such as `#REF!` [SPC2040]: line 3",
        "column `ext`: a number in scientific notation",
        "column `ext`: a placeholder, which is filled in only in a base, not in a list [SPC1301]: line 5",
        "column `password`: typographic quotes where the device knows only plain ones [SPC1304]: line 3",
        "column `password`: a no-break space or an invisible character [SPC1304]: line 5",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert!(!said.contains("SPC1305"), "once is enough: {said}");
    assert!(done.code == Some(0) && !said.contains("(xx\u{60}") && !said.contains("ted\u{60}"), "{said}");
    let unchecked = depot.batch("--master-file master --out-dir out2 --model spa504g --no-check");
    assert!(!unchecked.stderr.contains("column `ext`"), "{unchecked:?}");
    let denied = depot.batch("--master-file master --out-dir out3 --model spa504g --deny-warnings");
    assert_eq!(denied.code, Some(1), "{denied:?}");
}
