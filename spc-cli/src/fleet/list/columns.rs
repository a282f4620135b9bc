//! What the columns of a device list mean, and what a row says by them.
//!
//! Knows: the five columns that are ours, and what may stand in them. Must not know: placeholders and parameters, which
//! are the core's, and files.

use spc_core::TargetMac;
use spc_core::profile::ParameterName;

use crate::fleet::list::rows::Row;
use crate::write::names;

/// A cell that is at fault: its index, and why.
pub(crate) type Fault = (usize, String);

/// The columns of a list.
#[derive(Debug)]
pub(crate) struct Columns {
    names: Vec<String>,
    mac: usize,
    base: Option<usize>,
    serial: Option<usize>,
    name: Option<usize>,
    key: Option<usize>,
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
}

impl Columns {
    /// Reads the header.
    pub(crate) fn new(header: &Row) -> Result<Self, Fault> {
        let names: Vec<String> = header.cells().map(str::to_owned).collect();
        for (index, name) in names.iter().enumerate() {
            if name.is_empty() {
                return Err((index, "a column has no name".into()));
            }
            if names.iter().take(index).any(|earlier| earlier == name) {
                return Err((index, format!("duplicate column `{name}`")));
            }
        }
        let find = |wanted: &str| names.iter().position(|name| name == wanted);
        let ours = [find("mac"), find("base"), find("serial"), find("name"), find("key")];
        let [Some(mac), base, serial, name, key] = ours else {
            let near = names.iter().position(|name| name.trim().eq_ignore_ascii_case("mac"));
            let is_otherwise_cut = |name: &String| name.split([';', '\t']).any(|cell| cell.trim() == "mac");
            let hint = match near {
                Some(_) => ", in lower case and without blanks",
                None if names.iter().any(is_otherwise_cut) => ", with commas between its columns",
                None => "",
            };
            return Err((near.unwrap_or_default(), format!("the list needs a column `mac`{hint}")));
        };
        let values = (0..names.len()).filter(|index| !ours.contains(&Some(*index))).collect();
        Ok(Self { names, mac, base, serial, name, key, values })
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

    /// The columns that are not ours, in their order.
    pub(crate) fn values(&self) -> impl ExactSizeIterator<Item = (usize, &str)> {
        self.values.iter().map(|index| (*index, self.name(*index).unwrap_or_default()))
    }

    /// How many columns have to stay secret, by their names.
    pub(crate) fn secrets(&self) -> usize {
        let is_secret = |name: &str| ParameterName::from_label(name).is_ok_and(|name| name.is_secret());
        self.values().filter(|(_, name)| is_secret(name)).count().saturating_add(self.key.iter().count())
    }

    /// Reads a row, without its values.
    pub(crate) fn device<'a>(&self, row: &'a Row) -> Result<Device<'a>, Fault> {
        if row.len() != self.len() {
            let message = format!("the row has {} cells, the header has {}", row.len(), self.len());
            return Err((self.len().min(row.len()), message));
        }
        let said = |column: Option<usize>| column.map(|column| row.cell(column)).filter(|cell| !cell.is_empty());
        let mac = row.cell(self.mac).parse().map_err(|error| (self.mac, format!("{error}")))?;
        let serial = match (self.serial, said(self.serial)) {
            (Some(column), Some(text)) => Some(
                number(text)
                    .ok_or_else(|| (column, "a serial is a number from 0 to 4294967295, digits only".to_owned()))?,
            ),
            _ => None,
        };
        if let (Some(column), Some(name)) = (self.name, said(self.name)) {
            names::check(name).map_err(|why| (column, format!("the name of the file {why}")))?;
        }
        if let (Some(column), None) = (self.key, said(self.key)) {
            return Err((column, "the device has no key".into()));
        }
        Ok(Device { mac, base: said(self.base), serial, name: said(self.name), key: said(self.key) })
    }
}

fn number(digits: &str) -> Option<u32> {
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fleet::list::rows::Rows;

    fn read(list: &str) -> (Columns, Row) {
        let (mut rows, mut row) = (Rows::new(list.as_bytes()), Row::default());
        rows.read(&mut row).unwrap();
        let columns = Columns::new(&row).unwrap();
        rows.read(&mut row).unwrap();
        (columns, row)
    }

    fn header_fault(header: &str) -> Fault {
        let mut row = Row::default();
        Rows::new(header.as_bytes()).read(&mut row).unwrap();
        Columns::new(&row).unwrap_err()
    }

    fn row_fault(list: &str) -> usize {
        let (columns, row) = read(list);
        columns.device(&row).err().unwrap().0
    }

    #[test]
    fn columns_are_found_in_any_order() {
        let (columns, row) = read("Proxy_1_,serial,key,mac,ext,name,base\np,7,k,000e08aabbcc,12,n.cfg,b.xml\n");
        let device = columns.device(&row).unwrap_or_else(|(_, why)| panic!("{why}"));
        assert_eq!((device.mac.to_string().as_str(), device.serial), ("000e08aabbcc", Some(7)));
        assert_eq!((device.base, device.name, device.key), (Some("b.xml"), Some("n.cfg"), Some("k")));
        assert_eq!(columns.values().collect::<Vec<_>>(), [(0, "Proxy_1_"), (4, "ext")]);
    }

    #[test]
    fn an_empty_cell_says_nothing_but_a_missing_key_is_a_fault() {
        let (columns, row) = read("mac,base,serial,name\n000e08aabbcc,,,\n");
        let device = columns.device(&row).unwrap_or_else(|(_, why)| panic!("{why}"));
        assert_eq!((device.base, device.serial, device.name, device.key), (None, None, None, None));
        assert_eq!(row_fault("mac,key\n000e08aabbcc,\n"), 1);
    }

    #[test]
    fn a_header_names_each_column_once_and_the_mac() {
        for (header, column, why) in [
            ("a,b\n", 0, "needs a column `mac`"),
            ("a, MAC\n", 1, "in lower case and without blanks"),
            ("mac;serial\n", 0, "commas between its columns"),
            ("a\tmac\n", 0, "commas between its columns"),
            ("mac,a,a\n", 2, "duplicate column `a`"),
            ("mac,\n", 1, "has no name"),
        ] {
            let (at, message) = header_fault(header);
            assert!(at == column && message.contains(why), "{header:?}: {at}, {message}");
        }
    }

    #[test]
    fn the_cell_at_fault_is_told() {
        assert_eq!(row_fault("mac,a\n000e08aabbcc\n"), 1);
        assert_eq!(row_fault("mac,a\n000e08aabbcc,1,2\n"), 2);
        assert_eq!(row_fault("a,mac\n1,000e08aabbc\n"), 1);
        for serial in ["-1", "+1", "4294967296", "1.0", " 1"] {
            assert_eq!(row_fault(&format!("mac,serial\n000e08aabbcc,{serial}\n")), 1, "{serial}");
        }
        for name in ["a/b", "..", ".", "/etc/passwd", ".spc-x", "a\u{0}b"] {
            assert_eq!(row_fault(&format!("mac,name\n000e08aabbcc,{name}\n")), 1, "{name}");
        }
    }

    #[test]
    fn secrets_are_known_by_their_columns() {
        let secrets = |header: &str| read(&format!("{header}\n")).0.secrets();
        assert_eq!(secrets("mac,key,Password_1_,Password[2]"), 3);
        assert_eq!(secrets("mac,serial,Display_Name_1_"), 0);
    }
}
