//! The models as data, one row each (families 1 to 3, value-languages 4.1).

use super::family::Family;
use super::family::Family::{Ata19x, Mpp, Sipura, Spa1xx, Spa5xx, Spa9xx, SpaAta};

/// What is known about a model.
pub(super) struct Row {
    pub(super) name: &'static str,
    pub(super) family: Family,
    /// The name of the series that it belongs to; a series has its own name.
    pub(super) series: &'static str,
    pub(super) lines: Option<u16>,
    pub(super) keys: Option<u16>,
    /// The lines with all expansion modules that it supports and with its phone socket, if those are more.
    pub(super) lines_with_modules: Option<u16>,
    /// The inventory of its own firmware image.
    pub(super) inventory: Option<Inventory>,
    pub(super) firmware: Option<&'static str>,
    /// The series whose inventory is used while it has none of its own.
    pub(super) stand_in: Option<&'static str>,
}

/// The firmware images whose parameters are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Inventory {
    Spa9xx,
    SpaAta,
    Spa5xx,
    Spa1xx,
    Ata19x,
    Mpp88xx,
    Mpp98xx,
}

use Inventory::{Mpp88xx, Mpp98xx};

const fn series(name: &'static str, family: Family) -> Row {
    let (lines, keys, lines_with_modules) = (None, None, None);
    let (inventory, firmware, stand_in) = (None, None, None);
    Row { name, family, series: name, lines, keys, lines_with_modules, inventory, firmware, stand_in }
}

impl Row {
    const fn member(self, name: &'static str) -> Self {
        Self { name, ..self }
    }

    const fn lines(self, lines: u16) -> Self {
        Self { lines: Some(lines), ..self }
    }

    /// The line keys next to the screen.
    const fn keys(self, keys: u16) -> Self {
        Self { keys: Some(keys), ..self }
    }

    /// Keys of expansion modules can have lines of their own from firmware 12.0(3) on (XML Reference Guide, `Unit_n_Extension_m_`).
    const fn lines_with_modules(self, lines: u16) -> Self {
        Self { lines_with_modules: Some(lines), ..self }
    }

    const fn inventory(self, inventory: Inventory) -> Self {
        Self { inventory: Some(inventory), ..self }
    }

    /// The firmware version of the inventory, if it is stated.
    const fn firmware(self, version: &'static str) -> Self {
        Self { firmware: Some(version), ..self }
    }

    /// A model without its own inventory: the nearest one is that of a series.
    const fn stand_in(self, series: &'static str) -> Self {
        Self { inventory: None, firmware: None, stand_in: Some(series), ..self }
    }

    /// A model for which no inventory is near enough.
    const fn unknown(self) -> Self {
        Self { inventory: None, firmware: None, stand_in: None, ..self }
    }
}

const SIPURA: Row = series("sipura", Sipura);
const SPA9XX: Row = series("spa9xx", Spa9xx).inventory(Inventory::Spa9xx);
const SPA_ATA: Row = series("spa-ata", SpaAta).inventory(Inventory::SpaAta);
const SPA5XX: Row = series("spa5xx", Spa5xx).inventory(Inventory::Spa5xx).firmware("7.5.5");
const SPA1XX: Row = series("spa1xx", Spa1xx).inventory(Inventory::Spa1xx);
const ATA19X: Row = series("ata19x", Ata19x).inventory(Inventory::Ata19x);
const MPP: Row = series("mpp", Mpp).stand_in("88xx");
const P68XX: Row = series("68xx", Mpp).stand_in("88xx");
const P78XX: Row = series("78xx", Mpp).stand_in("88xx");
const P88XX: Row = series("88xx", Mpp).inventory(Mpp88xx);
const P98XX: Row = series("98xx", Mpp).inventory(Mpp98xx);

/// Every series, followed by its models.
pub(super) static MODELS: &[Row] = &[
    SIPURA,
    SIPURA.member("SPA-1000"),
    SIPURA.member("SPA-1001"),
    SIPURA.member("SPA-2000"),
    SIPURA.member("SPA-2002"),
    SIPURA.member("SPA-3000"),
    SIPURA.member("SPA-841"),
    SPA9XX,
    SPA9XX.member("SPA901"),
    SPA9XX.member("SPA921"),
    SPA9XX.member("SPA922").lines(1).firmware("5.2.5"),
    SPA9XX.member("SPA941").lines(4).keys(4),
    SPA9XX.member("SPA942").lines(4).keys(4),
    SPA9XX.member("SPA962").lines(6).keys(6),
    SPA9XX.member("SPA9000").unknown(), // an IP PBX: most of its pages are on no phone
    SPA_ATA,
    SPA_ATA.member("PAP2").stand_in("spa-ata"),
    SPA_ATA.member("PAP2T").lines(2),
    SPA_ATA.member("SPA2100").stand_in("spa-ata"),
    SPA_ATA.member("SPA2102").lines(2),
    SPA_ATA.member("SPA3102").lines(1).lines_with_modules(2), // the phone socket is line 2, and its names carry `_1_` too
    SPA_ATA.member("SPA8000").lines(8).firmware("5.1.12"),
    SPA_ATA.member("SPA8800").stand_in("spa-ata"),
    SPA_ATA.member("RTP300").unknown(), // routers, with pages of their own
    SPA_ATA.member("WRP400").unknown(),
    SPA5XX,
    SPA5XX.member("SPA301").lines(1),
    SPA5XX.member("SPA303").lines(3).keys(3),
    SPA5XX.member("SPA501G").lines(8).keys(8),
    SPA5XX.member("SPA502G").lines(1).keys(0),
    SPA5XX.member("SPA504G").lines(4).keys(4),
    SPA5XX.member("SPA508G").lines(8).keys(8),
    SPA5XX.member("SPA509G").lines(12).keys(12),
    SPA5XX.member("SPA512G").lines(1).keys(0),
    SPA5XX.member("SPA514G").lines(4).keys(4),
    SPA5XX.member("SPA525G").lines(5).keys(5).firmware("7.4.8a"),
    SPA5XX.member("SPA525G2").lines(5).keys(5).firmware("7.4.8a"),
    SPA1XX,
    SPA1XX.member("SPA112").lines(2),
    SPA1XX.member("SPA122").lines(2),
    SPA1XX.member("SPA232D").stand_in("spa1xx"),
    ATA19X,
    ATA19X.member("ATA191").lines(2),
    ATA19X.member("ATA192").lines(2),
    MPP,
    P68XX,
    P68XX.member("6821"),
    P68XX.member("6841").lines(4).keys(4).inventory(Mpp88xx),
    P68XX.member("6851"),
    P68XX.member("6861"),
    P68XX.member("6871"),
    P78XX,
    // Keys, and the one line of the 7811: Cisco IP Phone 7800 Series Administration Guide, "Supported Line Keys" and "Join".
    P78XX.member("7811").lines(1).keys(0),
    P78XX.member("7821").keys(2),
    P78XX.member("7832"),
    P78XX.member("7841").keys(4),
    P78XX.member("7861").keys(16),
    P88XX,
    // Of the 88xx, these run the image sip88xx; the 8831, the 8832 and the video phones have their own.
    // Ten keys and lines: Cisco IP Phone 8800 Series Administration Guide, hardware overview; jthop/voip@d118147; the
    // `Extension_n_` of the XML Reference Guide goes to 10.
    P88XX.member("8811").lines(10).keys(10),
    P88XX.member("8831").stand_in("88xx"),
    P88XX.member("8832").stand_in("88xx"),
    P88XX.member("8841").lines(10).keys(10),
    P88XX.member("8845").lines(10).keys(10).stand_in("88xx"),
    P88XX.member("8851").lines(10).keys(10).lines_with_modules(16),
    P88XX.member("8861").lines(10).keys(10).lines_with_modules(16),
    P88XX.member("8865").lines(10).keys(10).lines_with_modules(16).stand_in("88xx"),
    P88XX.member("8875").stand_in("88xx"),
    P98XX,
    P98XX.member("9841"),
    P98XX.member("9851"),
    P98XX.member("9861").lines(16).keys(10),
    P98XX.member("9871"),
];

/// Devices that people mistake for one of the above: how their names begin, and what they read instead.
pub(super) static OTHERS: &[(&str, &str)] = &[
    ("ata186", CALL_MANAGER),
    ("ata187", CALL_MANAGER),
    ("ata188", CALL_MANAGER),
    ("ata190", "its firmware reads the `ATA*.cnf.xml` files of a call manager"),
    ("39", CALL_MANAGER),
    ("69", CALL_MANAGER),
    ("79", CALL_MANAGER),
    ("89", CALL_MANAGER),
    ("99", CALL_MANAGER),
    ("8821", CALL_MANAGER),
    ("spa400", "a voice mail and PSTN gateway that does not read profiles of this kind"),
    ("spa932", SIDECAR),
    ("spa500s", SIDECAR),
    ("spa500ds", SIDECAR),
    ("wip310", "a wireless phone whose parameters are not known here"),
];

const SIDECAR: &str = "an attendant console: its keys are the `Unit_n_Key_m_` parameters in the profile of its phone";
const CALL_MANAGER: &str = "its firmware reads the `SEP*.cnf.xml` files of a call manager";

/// Other names of series, and of a model that was sold under two names.
pub(super) static ALIASES: &[(&str, &str)] = &[
    ("spa2102r", "SPA2102"),
    ("spa3xx", "spa5xx"),
    ("spa30x", "spa5xx"),
    ("spa50x", "spa5xx"),
    ("spa50x30xsip", "spa5xx"), // the name of the vendor's schema
    ("spa51x", "spa5xx"),
    ("spa300", "spa5xx"),
    ("spa500", "spa5xx"),
    ("spa900", "spa9xx"),
    ("spa100", "spa1xx"),
    ("spa2xx", "spa1xx"),
    ("ata190series", "ata19x"),
    ("6800", "68xx"),
    ("7800", "78xx"),
    ("8800", "88xx"),
    ("9800", "98xx"),
    ("3pcc", "mpp"),
];
