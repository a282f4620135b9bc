//! Nothing that holds cells of a list shows them by `Debug`, which ends in logs and panics: they are passwords and keys.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use spc_core::Format;
use spc_fleet::ModelFormat;
use spc_fleet::kinds::RowKinds;
use spc_fleet::list::{List, Row};

const PLANTED: &str = "Th3Planted5ecret";

#[test]
fn debug_shows_no_cell() {
    let csv = format!("mac,pw,model,base\n000e08000001,{PLANTED},{PLANTED},{PLANTED}\n");
    let json = format!("{{\"mac\":\"000e08000001\",\"pw\":\"{PLANTED}\"}}\n");
    for text in [csv, json] {
        let list = List::read(text.as_bytes()).unwrap();
        let (mut rows, mut row) = (list.rows(text.as_bytes()).unwrap(), Row::default());
        assert!(rows.read(&mut row).unwrap());
        let mut kinds = RowKinds::new(list.columns());
        let device = list.columns().device(&row).unwrap();
        kinds.add(&row, list.columns()).unwrap();
        let wrong = ModelFormat::read(Some(PLANTED), None, ModelFormat::new(None, Format::Xml)).unwrap_err();
        let format = ModelFormat::read(None, Some(PLANTED), ModelFormat::new(None, Format::Xml)).unwrap_err();
        let said = format!("{rows:?} {row:?} {list:?} {device:?} {kinds:?} {:?} {wrong:?} {format:?}", kinds.all());
        assert!(said.contains("Rows") && !said.contains(PLANTED), "{said}");
        assert!(!said.contains("84, 104, 51"), "{said}");
    }
}
