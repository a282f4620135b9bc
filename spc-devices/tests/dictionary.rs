//! The dictionary against the facts it is made from and a published sample, where they are at hand.
#![expect(clippy::disallowed_methods, reason = "a test may read files")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use spc_devices::dictionary::{Dictionary, Model};

#[path = "../../spc-core/tests/common/corpus.rs"]
mod corpus;
#[path = "../../spc-core/tests/common/peers.rs"]
mod peers;

/// Names of third-party files that no device has (families 3.2, 4), by the inventory they stand in.
const SLIPS: &[(&str, &[&str])] = &[
    ("SPA942", &["RTP_COS_Value_1_", "Set_Local_Date_mm_dd_", "Set_Local_Time_HH_mm_", "Default_Ring_1_"]),
    ("SPA942", &["Default_Ring_2_", "Default_Ring_3_", "Default_Ring_4_"]),
    ("SPA941", &["Lcd_Contrast"]),
    ("SPA514G", &["Resync_At_HHmm_"]),
    ("SPA3102", &["RTP_COS_Value_1_", "RTP_TOS_DiffServ_Value_1_", "SIP_TOS_DiffServ_Value_1_"]),
    ("SPA3102", &["SAS_Inbound_RTP_Slink_1_", "Set_Local_Date_mm_dd_", "Set_Local_Time_HH_mm_"]),
    ("SPA3102", &["Dial_Plan_1_2__1_", "Dial_Plan_2_2__1_", "Dial_Plan_3_2__1_", "Dial_Plan_4_2__1_"]),
    ("SPA3102", &["Dial_Plan_5_2__1_", "Dial_Plan_6_2__1_", "Dial_Plan_7_2__1_", "Dial_Plan_8_2__1_"]),
];

/// The inventories and the models that they describe. Two collections of several firmwares describe no one model.
const INVENTORIES: &[(&str, &[&str])] = &[
    ("SPA922", &["SPA922"]),
    ("SPA9xx", &["SPA901", "SPA921", "SPA922", "SPA941", "SPA942", "SPA962", "spa9xx"]),
    ("SPA941", &["SPA941"]),
    ("SPA942", &["SPA942"]),
    ("SPA50x-30x-525", &["SPA301", "SPA303", "SPA504G", "SPA508G", "SPA525G", "SPA525G2", "spa5xx"]),
    ("SPA525G", &["SPA525G"]),
    ("SPA525G2", &["SPA525G2"]),
    ("SPA301", &["SPA301"]),
    ("SPA501G", &["SPA501G"]),
    ("SPA502G", &["SPA502G"]),
    ("SPA504G", &["SPA504G"]),
    ("SPA509G", &["SPA509G"]),
    ("SPA512G", &["SPA512G"]),
    ("SPA514G", &["SPA514G"]),
    ("SPA2102-PAP2T", &["SPA2102", "PAP2T"]),
    ("SPA3102", &["SPA3102"]),
    ("SPA8000", &["SPA8000"]),
    ("SPA122", &["SPA112", "SPA122"]),
    ("ATA191", &["ATA191", "ATA192"]),
    ("MPP-8851", &["8851", "88xx"]),
    ("MPP-9861", &["9861", "98xx"]),
];

/// A file of the corpus.
fn published(file: &str) -> Option<PathBuf> {
    corpus::folder().map(|folder| folder.join(file))
}

/// The names that a row stands for: none for a status line, one a path in the router section.
fn names(name: &str, groups: &str, has_router: bool) -> Vec<String> {
    let router = |group: &&str| group.starts_with("router-configuration");
    if has_router && groups.split(';').any(|group| router(&group)) {
        return groups.split(';').filter(router).map(|path| format!("{path}/{name}")).collect();
    }
    let is_setting = groups.split(';').any(|group| !group.starts_with("Info/") && !router(&group));
    if is_setting { vec![name.to_owned()] } else { Vec::new() }
}

#[test]
fn every_name_of_an_inventory_is_known_to_its_models() {
    let Some(path) = published("parameters.tsv") else { return };
    let table = fs::read_to_string(path).unwrap();
    let mut checked = 0;
    for row in table.lines().skip(1) {
        let columns: Vec<_> = row.split('\t').collect();
        let [name, groups, _, met, ..] = columns[..] else { panic!("{row}") };
        for (inventory, models) in INVENTORIES.iter().filter(|(inventory, _)| met.split(',').any(|m| m == *inventory)) {
            if SLIPS.iter().any(|(of, slips)| of == inventory && slips.contains(&name)) {
                assert!(models.iter().all(|m| Dictionary::for_model(m).unwrap().get(name).is_none()), "{name}");
                continue;
            }
            for (model, full) in models.iter().flat_map(|m| {
                names(name, groups, ["SPA122", "ATA191"].contains(inventory)).into_iter().map(move |full| (m, full))
            }) {
                // The same section of another model's file, which the table of facts cannot tell apart.
                if *inventory == "ATA191" && full == "router-configuration/Log_Configuration/Status" {
                    continue;
                }
                assert!(Dictionary::for_model(model).unwrap().get(&full).is_some(), "{model}: {full} ({inventory})");
                checked += 1;
            }
        }
    }
    assert!(checked > 20_000, "{checked}");
    let described = |model: &Model| INVENTORIES.iter().any(|(_, models)| models.contains(&model.name()));
    for series in Model::all().filter(|model| model.is_series() && model.dictionary().is_some()) {
        assert!(described(&series) || series.name() == "ata19x", "{series:?}");
    }
}

#[test]
fn names_of_the_published_text_sample_come_back_from_xml() {
    let Some(path) = published("spc-spa8000-5.1.12-8lines-rendered.txt") else { return };
    let sample = fs::read_to_string(path).unwrap();
    let dictionary = Dictionary::for_model("SPA8000").unwrap();
    let names: Vec<_> = sample.lines().filter(|line| line.contains(';')).filter_map(|l| l.split(' ').next()).collect();
    for name in &names {
        let name = name.trim_start_matches('#');
        let xml = name.replace(['[', ']', '(', ')', '/'], "_");
        assert_eq!(dictionary.text_name(&xml).as_deref(), Some(name));
    }
    assert_eq!(names.len(), 1813);
}

#[test]
fn the_tables_are_current() {
    let Some(inventory) = published("parameters.tsv") else { return };
    if peers::is_installed("Python", "python3", &["--version"]) {
        let tool = Path::new(env!("CARGO_MANIFEST_DIR")).join("tools/dictionary.py");
        peers::answer(Command::new("python3").arg(tool).arg("--check").arg("--inventory").arg(inventory), b"");
    }
}
