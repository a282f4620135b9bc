//! What the columns of a device list mean, and what a row says by them.
//!
//! Knows: the seven columns that are ours, and what may be in them. Must not know: placeholders and parameters, which
//! are the core's, and files.

use std::collections::{HashMap, HashSet};

use spc_core::TargetMac;
use spc_core::profile::ParameterName;
use spc_devices::fleet::codes;
use spc_files::write::names;

use crate::fleet::list::faults::Fault;
use crate::fleet::list::row::Row;

/// Columns that a list may have: a quarter of the parameters that a profile may.
pub(crate) const MOST: usize = 4096;
/// Letters by which names are compared.
const LONGEST: usize = 64;
/// Columns that a message names.
const NAMED: usize = 20;

/// The columns of a list.
#[derive(Debug)]
pub(crate) struct Columns {
    names: Vec<String>,
    mac: usize,
    base: Option<usize>,
    serial: Option<usize>,
    name: Option<usize>,
    key: Option<usize>,
    model: Option<usize>,
    format: Option<usize>,
    /// The others: placeholders and parameters.
    values: Vec<usize>,
}

/// What a row says about its device. Absent and empty cells say nothing.
pub(crate) struct Device<'a> {
    pub(crate) mac: TargetMac,
    pub(crate) base: Option<&'a str>,
    pub(crate) serial: Option<u32>,
    pub(crate) name: Option<&'a str>,
    pub(crate) key: Option<&'a str>,
    pub(crate) model: Option<&'a str>,
    pub(crate) format: Option<&'a str>,
}

impl Columns {
    /// Reads the names of the columns; `renamed` are names of ours with those that the list has in their places.
    pub(crate) fn new(mut names: Vec<String>, renamed: &[(String, String)]) -> Result<Self, Fault> {
        if names.len() > MOST {
            let message = format!("the list has {} columns, limit is {MOST}", names.len());
            return Err(Fault::new(MOST, codes::TOO_MANY_COLUMNS, message));
        }
        if names.iter().any(|name| has_lone_return(name)) && !names.iter().any(|name| name.contains('\0')) {
            // The cells of devices are part of these names.
            let fault = Fault::new(0, codes::UNUSABLE_COLUMN, "the lines of the list end in CR only");
            return Err(fault.hint("save the list with LF or CRLF line ends"));
        }
        for (ours, theirs) in renamed {
            match names.iter().position(|name| name == theirs) {
                Some(index) => names.get_mut(index).into_iter().for_each(|name| name.clone_from(ours)),
                None => {
                    let fault = Fault::new(0, codes::NO_SUCH_COLUMN, format!("the list has no column `{theirs}`"));
                    // Without a header these are the cells of a device, its password among them.
                    let has_header = names.iter().any(|name| is_like_mac(name));
                    return Err(match has_header {
                        true => fault.hint(format!("--column names one of {}", listed(&names))),
                        false => fault.hint("the first line names the columns, as in mac,extension,password"),
                    });
                }
            }
        }
        if !names.iter().any(|name| name == "mac") {
            return Err(no_mac(&names));
        }
        let mut by_name = HashMap::with_capacity(names.len());
        for (index, name) in names.iter().enumerate() {
            if name.is_empty() {
                let fault = Fault::new(index, codes::UNNAMED_COLUMN, "a column has no name");
                return Err(fault.hint("spreadsheets save empty columns at the right: delete them there"));
            }
            if name.contains(char::is_control) {
                let message = "the name of a column has a control character";
                return Err(Fault::new(index, codes::UNUSABLE_COLUMN, message));
            }
            if by_name.insert(name.as_str(), index).is_some() {
                return Err(Fault::new(index, codes::REPEATED_COLUMN, format!("duplicate column `{name}`")));
            }
        }
        let find = |wanted: &str| by_name.get(wanted).copied();
        let ours = ["mac", "base", "serial", "name", "key", "model", "format"].map(find);
        let [Some(mac), base, serial, name, key, model, format] = ours else { return Err(no_mac(&names)) };
        let values = (0..names.len()).filter(|index| !ours.contains(&Some(*index))).collect();
        Ok(Self { names, mac, base, serial, name, key, model, format, values })
    }

    pub(crate) fn len(&self) -> usize {
        self.names.len()
    }

    /// What a column is called; beyond the last one, nothing.
    pub(crate) fn name(&self, index: usize) -> Option<&str> {
        self.names.get(index).map(String::as_str)
    }

    pub(crate) const fn mac(&self) -> usize {
        self.mac
    }

    pub(crate) const fn base(&self) -> Option<usize> {
        self.base
    }

    pub(crate) const fn serial(&self) -> Option<usize> {
        self.serial
    }

    /// The column of file names.
    pub(crate) const fn file(&self) -> Option<usize> {
        self.name
    }

    pub(crate) const fn key(&self) -> Option<usize> {
        self.key
    }

    pub(crate) const fn model(&self) -> Option<usize> {
        self.model
    }

    pub(crate) const fn format(&self) -> Option<usize> {
        self.format
    }

    /// The columns that are not ours, in their order.
    pub(crate) fn values(&self) -> impl ExactSizeIterator<Item = (usize, &str)> {
        self.values.iter().map(|index| (*index, self.name(*index).unwrap_or_default()))
    }

    /// The columns that have to stay secret by their names, of those that are not ours by their place among them.
    pub(crate) fn secrets(&self) -> HashSet<usize> {
        let is_secret = |name: &str| ParameterName::from_label(name).is_ok_and(|name| name.is_secret());
        self.values().enumerate().filter(|(_, (_, name))| is_secret(name)).map(|(place, _)| place).collect()
    }

    /// The names of the columns, for a message.
    pub(crate) fn listed(&self) -> String {
        listed(&self.names)
    }

    /// The column whose name is nearest to one that is missing, if one is near.
    pub(crate) fn near(&self, missing: &str) -> Option<&str> {
        let plain = |name: &str| -> String {
            name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).take(LONGEST).collect()
        };
        let sought = plain(missing);
        let limit = (sought.chars().count() / 4).max(1);
        let distance = |name: &String| strsim::osa_distance(&plain(name), &sought);
        let near = self.names.iter().map(|name| (distance(name), name)).filter(|(distance, _)| *distance <= limit);
        near.min_by_key(|(distance, _)| *distance).map(|(_, name)| name.as_str())
    }

    /// Reads a row, without its values.
    pub(crate) fn device<'a>(&self, row: &'a Row) -> Result<Device<'a>, Fault> {
        if row.len() != self.len() {
            let message = format!("the row has {} cells, the header has {}", row.len(), self.len());
            return Err(Fault::new(self.len().min(row.len()), codes::CELL_COUNT, message));
        }
        let said = |column: Option<usize>| column.map(|column| row.cell(column)).filter(|cell| !cell.is_empty());
        let mac = row.cell(self.mac).parse();
        let mac = mac.map_err(|error| Fault::new(self.mac, codes::BAD_ADDRESS, format!("{error}")))?;
        let serial = match (self.serial, said(self.serial)) {
            (Some(column), Some(text)) => {
                let why = "a serial is a number from 0 to 4294967295, in digits only";
                Some(number(text).ok_or_else(|| Fault::new(column, codes::BAD_SERIAL, why))?)
            }
            _ => None,
        };
        if let (Some(column), Some(name)) = (self.name, said(self.name)) {
            names::check(name)
                .map_err(|why| Fault::new(column, codes::BAD_FILE_NAME, format!("the name of the file {why}")))?;
        }
        if let (Some(column), Some(key)) = (self.key, said(self.key))
            && key.contains(char::is_control)
        {
            let why = "the key has a control character, a line break for example";
            return Err(Fault::new(column, codes::BAD_DEVICE_KEY, why));
        }
        Ok(Device {
            mac,
            base: said(self.base),
            serial,
            name: said(self.name),
            key: said(self.key),
            model: said(self.model),
            format: said(self.format),
        })
    }
}

fn listed(names: &[String]) -> String {
    let plain = names.iter().filter(|name| !name.contains(char::is_control));
    let named: Vec<String> = plain.take(NAMED).map(|name| format!("`{name}`")).collect();
    match names.len().saturating_sub(named.len()) {
        0 => named.join(", "),
        more => format!("{} and {more} more", named.join(", ")),
    }
}

/// Whether a carriage return stands in a name without a line feed after it.
fn has_lone_return(name: &str) -> bool {
    name.split('\r').skip(1).any(|after| !after.starts_with('\n'))
}

/// Whether a column is that of the addresses, by whatever name people give it.
pub(crate) fn is_like_mac(name: &str) -> bool {
    const NAMES: [&str; 12] = [
        "mac",
        "macaddr",
        "macaddress",
        "macadr",
        "macid",
        "hwaddr",
        "hwaddress",
        "hardwareaddress",
        "ethernetaddress",
        "ethaddr",
        "devicemac",
        "phonemac",
    ];
    let plain: String =
        name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).take(LONGEST).collect();
    NAMES.contains(&plain.as_str())
}

/// A list without the one column that it needs.
fn no_mac(names: &[String]) -> Fault {
    let fault = |cell, message: &str| Fault::new(cell, codes::NO_MAC_COLUMN, message);
    if names.iter().any(|name| name.contains('\0')) {
        return fault(0, "the list looks like UTF-16 without a byte order mark").hint("save it as `CSV UTF-8`");
    }
    if let Some((index, name)) = names.iter().enumerate().find(|(_, name)| is_like_mac(name)) {
        let hint = format!("did you mean `mac`? rename the column, or give --column 'mac={name}'");
        return fault(index, &format!("the list has no column `mac`, but it has `{name}`")).hint(hint);
    }
    let is_otherwise_cut = |name: &String| name.split(|c: char| !c.is_alphanumeric()).any(is_like_mac);
    if names.iter().any(is_otherwise_cut) {
        return fault(0, "the list has no column `mac` of its own").hint("--delimiter says what separates the columns");
    }
    fault(0, "the list has no column `mac`").hint("the first line names the columns, as in mac,extension,password")
}

fn number(digits: &str) -> Option<u32> {
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fleet::list::csv::Csv;

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
        columns.device(&row).err().unwrap().cell
    }

    #[test]
    fn columns_are_found_in_any_order() {
        let (columns, row) = read("Proxy_1_,serial,key,mac,ext,name,base\np,7,k,000e08aabbcc,12,n.cfg,b.xml\n");
        let device = columns.device(&row).unwrap_or_else(|fault| panic!("{fault:?}"));
        assert_eq!((device.mac.to_string().as_str(), device.serial), ("000e08aabbcc", Some(7)));
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
            ("a, MAC\n", 1, "but it has ` MAC`"),
            ("ext,mac_address\n", 1, "but it has `mac_address`"),
            ("MAC Address,ext\n", 0, "did you mean `mac`?"),
            ("MACADDR\n", 0, "did you mean `mac`?"),
            ("mac:serial\n", 0, "--delimiter says"),
            ("m\0a\0c\0\n", 0, "UTF-16"),
            ("mac,a,a\n", 2, "duplicate column `a`"),
            ("000e08aabbcc,planted,planted\n", 0, "has no column `mac`"),
            ("mac,\n", 1, "has no name"),
            ("mac,password\r000e08aabbcc,planted\r", 0, "end in CR only"),
            ("ext,mac\r1,000e08aabbcc,planted\r", 0, "end in CR only"),
            ("mac,\"a\r\nplanted\"\n", 1, "control character"),
        ] {
            let fault = header_fault(header);
            let said = format!("{fault:?}");
            assert!(fault.cell == column && said.contains(why) && !said.contains("planted"), "{header:?}: {said}");
        }
        let wide = |columns: usize| format!("mac{}\n", (1..columns).map(|n| format!(",c{n}")).collect::<String>());
        assert_eq!(header_fault(&wide(MOST + 1)).code, codes::TOO_MANY_COLUMNS);
        assert_eq!(read(&wide(MOST)).0.len(), MOST);
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
        assert_eq!(renamed(&[("mac", "Mac")]).unwrap_err().code, codes::NO_SUCH_COLUMN);
        assert_eq!(renamed(&[("mac", "MAC"), ("ext", "Nst.")]).unwrap_err().code, codes::REPEATED_COLUMN);
    }

    #[test]
    fn a_column_is_near_by_its_letters() {
        let (columns, _) = read("mac,Extension No,password\n");
        assert_eq!(columns.near("extension_no"), Some("Extension No"));
        assert_eq!(columns.near("pasword"), Some("password"));
        assert_eq!(columns.near("pw"), None);
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
    fn secrets_are_known_by_their_columns() {
        let secrets = |header: &str| read(&format!("{header}\n")).0.secrets().len();
        assert_eq!(secrets("mac,key,Password_1_,Password[2]"), 2);
        assert_eq!(secrets("mac,serial,Display_Name_1_"), 0);
    }
}
