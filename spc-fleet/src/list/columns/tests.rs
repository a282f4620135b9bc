//! How the columns of lists are recognised.

use super::super::csv::Csv;
use super::*;
use spc_devices::fleet_codes as codes;

fn read(list: &str) -> (Columns, Row) {
    let (mut rows, mut row) = (Csv::new(list.as_bytes(), b','), Row::default());
    rows.read(&mut row).unwrap();
    let columns = Columns::new(row.cells().map(str::to_owned).collect(), &[]).unwrap();
    rows.read(&mut row).unwrap();
    (columns, row)
}

fn header_fault(header: &str) -> Fault {
    let mut row = Row::default();
    Csv::new(header.as_bytes(), b',').read(&mut row).unwrap();
    Columns::new(row.cells().map(str::to_owned).collect(), &[]).unwrap_err()
}

fn row_fault(list: &str) -> usize {
    let (columns, row) = read(list);
    columns.device(&row).err().unwrap().cell.unwrap()
}

#[test]
fn columns_are_found_in_any_order() {
    let (columns, row) = read("Proxy_1_,serial,key,mac,ext,name,base\np,7,k,000e08aabbcc,12,n.cfg,b.xml\n");
    let device = columns.device(&row).unwrap_or_else(|fault| panic!("{fault:?}"));
    assert_eq!((device.mac.to_string().as_str(), device.serial), ("000e08aabbcc", Some(7)));
    assert_eq!(columns.reserved().collect::<Vec<_>>(), ["base", "serial", "name", "key"]);
    assert_eq!((device.base, device.name, device.key), (Some("b.xml"), Some("n.cfg"), Some("k")));
    assert_eq!(columns.values().collect::<Vec<_>>(), [(0, "Proxy_1_"), (4, "ext")]);
}

#[test]
fn an_empty_cell_says_nothing() {
    let (columns, row) = read("mac,base,serial,name,key,model,format\n000e08aabbcc,,,,,,\n");
    let device = columns.device(&row).unwrap_or_else(|fault| panic!("{fault:?}"));
    assert_eq!((device.base, device.serial, device.name, device.key), (None, None, None, None));
    assert_eq!((device.model, device.format), (None, None));
}

#[test]
fn a_header_names_each_column_once_and_the_mac() {
    for (header, column, why) in [
        ("a,b\n", 0, "has no column `mac`"),
        ("a, MAC\n", 1, "but it has `MAC`"),
        ("ext,mac_address\n", 1, "but it has `mac_address`"),
        ("MAC Address,ext\n", 0, "did you mean `mac`?"),
        ("MACADDR\n", 0, "did you mean `mac`?"),
        ("mac:serial\n", 0, "separate the columns"),
        ("m\0a\0c\0\n", 0, "UTF-16"),
        ("mac,a,a\n", 2, "duplicate column `a`"),
        ("000e08aabbcc,planted,planted\n", 0, "holds a MAC address"),
        ("mac,planted,fc:fb:fb:aa:bb:c1\n", 0, "holds a MAC address"),
        ("mac,planted,planted000e08aabbcc\n", 0, "holds a MAC address"),
        ("mac=,planted,planted\n000e.08aa.bbcc", 0, "has no column `mac`"),
        ("mac,\n", 1, "has no name"),
        ("mac,password\r000e08aabbcc,planted\r", 0, "end with CR only"),
        ("ext,mac\r1,000e08aabbcc,planted\r", 0, "end with CR only"),
        ("mac,\"a\r\nplanted\"\n", 1, "control character"),
    ] {
        let fault = header_fault(header);
        let said = format!("{}; {:?}; {fault:?}", fault.cause, fault.cause.help());
        assert!(fault.cell == Some(column) && said.contains(why) && !said.contains("planted"), "{header:?}: {said}");
    }
    let wide = |columns: usize| format!("mac{}\n", (1..columns).map(|n| format!(",c{n}")).collect::<String>());
    assert_eq!(header_fault(&wide(MOST_COLUMNS + 1)).cause, Cause::TooManyColumns(MOST_COLUMNS + 1));
    assert_eq!(read(&wide(MOST_COLUMNS)).0.count(), MOST_COLUMNS);
}

#[test]
fn a_column_can_be_given_another_name() {
    let renamed = |pairs: &[(&str, &str)]| {
        let pairs: Vec<_> = pairs.iter().map(|(ours, theirs)| ((*ours).to_owned(), (*theirs).to_owned())).collect();
        Columns::new(["MAC", "Nst.", "ext"].map(str::to_owned).to_vec(), &pairs)
    };
    let columns = renamed(&[("mac", "MAC"), ("number", "Nst.")]).unwrap();
    assert_eq!((columns.mac(), columns.values().next()), (0, Some((1, "number"))));
    let names = || ["mac", "pw\nplanted"].map(str::to_owned).to_vec();
    let renamed_to = |theirs: &str| Columns::new(names(), &[("ext".to_owned(), theirs.to_owned())]);
    assert!(renamed_to("pw\nplanted").is_ok(), "it has another name then");
    assert!(!format!("{:?}", renamed_to("none").unwrap_err()).contains("planted"));
    assert_eq!(renamed(&[("mac", "Mac")]).unwrap_err().cause.code(), codes::NO_SUCH_COLUMN);
    assert_eq!(renamed(&[("mac", "MAC"), ("ext", "Nst.")]).unwrap_err().cause.code(), codes::REPEATED_COLUMN);
}

#[test]
fn a_reserved_column_in_another_letter_case_is_refused_unless_intended() {
    for (header, column, name, ours) in
        [("mac,pw,Key", 2, "Key", "key"), ("mac, MODEL ,ext", 1, "MODEL", "model"), ("MAC,mac", 0, "MAC", "mac")]
    {
        let fault = header_fault(&format!("{header}\n"));
        let has_ours = ours == "mac";
        let wanted = Cause::OursByAnotherCase { name: name.to_owned(), ours, has_ours };
        assert_eq!(fault, Fault::of_cell(column, wanted), "{header}");
    }
    let named = ["mac", "Name"].map(str::to_owned).to_vec();
    let columns = Columns::new(named, &[("Name".to_owned(), "Name".to_owned())]).unwrap();
    assert_eq!((columns.file(), columns.names().next()), (None, Some("Name")));
}

#[test]
fn blanks_around_names_and_addresses_are_left_out() {
    let (columns, row) = read("mac, label ,\u{a0}key\n000e08aabbcc , x ,k\n");
    assert_eq!((columns.trimmed(), columns.names().next(), columns.key()), (2, Some("label"), Some(2)));
    let device = columns.device(&row).unwrap_or_else(|fault| panic!("{fault:?}"));
    assert_eq!(device.mac.to_string(), "000e08aabbcc");
    assert_eq!(columns.cells(&row).next(), Some(" x "), "a value is left alone");
}

#[test]
fn what_is_not_an_address_is_not_repeated() {
    for (cell, why) in [
        ("1.41E+11", "number in scientific notation"),
        ("s3cr\u{e4}t!", "character 1 of the cell"),
        ("010203040506", "group (multicast)"),
        ("123", "this one has 3"),
        ("SEP000e08000001", "more than a MAC address"),
        ("000e08000001.cfg", "more than a MAC address"),
        ("0x000e08000001", "more than a MAC address"),
        ("sep00-0E-08-00-00-01.cnf.xml", "more than a MAC address"),
        ("MAC: 00:0e:08:00:00:01", "more than a MAC address"),
        ("pw000000000000", "character 1 of the cell"),
        ("", "missing address"),
    ] {
        let (columns, row) = read(&format!("mac,a\n{cell},1\n"));
        let cause = columns.device(&row).err().unwrap().cause;
        let said = cause.to_string();
        assert!(
            said.contains(why) && (cell.is_empty() || !said.contains(cell)) && !said.contains("'s'"),
            "{cell}: {said}"
        );
    }
}

#[test]
fn a_column_name_with_a_slip_or_in_another_language_is_recognised() {
    for header in ["mac_adress,a\n", "macs,a\n", "MAC-Adresse,Modell\n", "Adresse MAC,a\n", "Dirección MAC,a\n"] {
        assert!(matches!(header_fault(header).cause, Cause::MacByAnotherName(_)), "{header}");
    }
    let (columns, _) = read("mac,Modell,Seriale,Form\n");
    assert_eq!(
        ["Modell", "Seriale", "Form", "Label"].map(|name| columns.meant(name)),
        [Some("model"), Some("serial"), None, None]
    );
    assert_eq!(read("mac,model,Modell\n").0.meant("Modell"), None, "the list has that column");
}

#[test]
fn columns_with_similar_letters_are_near() {
    let (columns, _) = read("mac,Extension No,password\n");
    assert_eq!(columns.near("extension_no"), Some("Extension No"));
    assert_eq!(columns.near("pasword"), Some("password"));
    assert_eq!(columns.near("pw"), None);
    assert_eq!(columns.near("mac"), None, "it fills no placeholder");
    assert!(Columns::is_reserved("mac") && Columns::is_reserved("name") && !Columns::is_reserved("label"));
}

#[test]
fn the_cell_at_fault_is_reported() {
    assert_eq!(row_fault("mac,a\n000e08aabbcc\n"), 1);
    assert_eq!(row_fault("mac,a\n000e08aabbcc,1,2\n"), 2);
    assert_eq!(row_fault("a,mac\n1,000e08aabbc\n"), 1);
    for serial in ["-1", "+1", "4294967296", "1.0", " 1"] {
        assert_eq!(row_fault(&format!("mac,serial\n000e08aabbcc,{serial}\n")), 1, "{serial}");
    }
    for key in ["a\u{0}b", "\"a\nb\"", "a\tb", "a\u{85}b"] {
        assert_eq!(row_fault(&format!("mac,key\n000e08aabbcc,{key}\n")), 1, "{key:?}");
    }
    for name in ["a/b", "..", ".", "/etc/passwd", ".spc-x", "a\u{0}b", "a\u{1b}[2J"] {
        assert_eq!(row_fault(&format!("mac,name\n000e08aabbcc,{name}\n")), 1, "{name}");
    }
}

#[test]
fn secrets_are_recognised_by_their_columns() {
    let secrets = |header: &str| read(&format!("{header}\n")).0.secrets().len();
    assert_eq!(secrets("mac,key,Password_1_,Password[2]"), 2);
    assert_eq!(secrets("mac,serial,Display_Name_1_"), 0);
}

#[test]
fn utf16_is_recognised_even_if_a_column_is_renamed() {
    let names = vec!["\u{fffd}m\0a\0c\0".to_owned(), "\0a\0".to_owned()];
    for renamed in [vec![], vec![("mac".to_owned(), "MAC Address".to_owned())]] {
        assert_eq!(Columns::new(names.clone(), &renamed).unwrap_err().cause, Cause::Utf16WithoutMark);
    }
}
