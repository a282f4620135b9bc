//! The models a profile can be meant for, as data (families 1 to 3).

use std::sync::LazyLock;

use core::fmt;

use super::Dictionary;
use super::table::{ATA19X, MPP_88XX, MPP_98XX, SPA_ATA, SPA1XX, SPA5XX, SPA9XX, Table};
use spc_core::stock::Format;
use spc_core::stock::openssl::Digest;

/// A generation of firmware: what the devices of one family read is the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Family {
    /// Sipura adapters and phones, firmware 1.x to 3.x. XML, gzip and AES from firmware 2.0.6 on.
    Sipura,
    /// Linksys `SPA9xx` phones and the SPA9000, firmware 5.x and 6.x.
    Spa9xx,
    /// Linksys adapters with firmware 5.x.
    SpaAta,
    /// Cisco `SPA30x`, `SPA50x`, `SPA51x` and SPA525 phones, firmware 7.x.
    Spa5xx,
    /// Cisco `SPA1xx` and `SPA2xx` adapters, which have a router section.
    Spa1xx,
    /// Cisco ATA 191 and 192 with multiplatform firmware, which have a router section.
    Ata19x,
    /// Cisco multiplatform phones; firmware 11.3 and later where generations differ.
    Mpp,
}

impl Family {
    /// The name of the family, `spa9xx`.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Sipura => "sipura",
            Self::Spa9xx => "spa9xx",
            Self::SpaAta => "spa-ata",
            Self::Spa5xx => "spa5xx",
            Self::Spa1xx => "spa1xx",
            Self::Ata19x => "ata19x",
            Self::Mpp => "mpp",
        }
    }

    /// Whether the vendor says that these devices read the format. Gzip is not stated for the ATA 191 and 192.
    #[must_use]
    pub const fn reads(self, format: Format) -> bool {
        match format {
            Format::Xml | Format::Openssl => true,
            Format::Gzip => !matches!(self, Self::Ata19x),
            Format::Rfc8188 => matches!(self, Self::Mpp),
            // Our own container; and what `openssl enc -a` writes: text, which no device decodes.
            _ => false,
        }
    }

    /// The digest of its `openssl enc` files (profile-language 8.2).
    #[must_use]
    pub const fn digest(self) -> Digest {
        if matches!(self, Self::Mpp) { Digest::Sha256 } else { Digest::Md5 }
    }
}

/// A model, or a series of models of which only the family is told apart (`spa9xx`, `88xx`).
#[derive(Clone, Copy)]
pub struct Model(&'static Row);

struct Row {
    name: &'static str,
    family: Family,
    lines: Option<u16>,
    table: Option<&'static LazyLock<Table>>,
    firmware: Option<&'static str>,
    series: bool,
}

/// The version of the samples behind the table of the `SPA5xx`.
const SPA5XX_FIRMWARE: Option<&str> = Some("7.4.8a");

const fn model(name: &'static str, family: Family, lines: u16, table: &'static LazyLock<Table>) -> Row {
    Row { name, family, lines: Some(lines), table: Some(table), firmware: None, series: false }
}

/// A model of an image with an inventory whose own lines are not known.
const fn lines_unknown(name: &'static str, family: Family, table: &'static LazyLock<Table>) -> Row {
    Row { name, family, lines: None, table: Some(table), firmware: None, series: false }
}

/// A model of which no inventory exists: it borrows none (families 3.7).
const fn bare(name: &'static str, family: Family) -> Row {
    Row { name, family, lines: None, table: None, firmware: None, series: false }
}

const fn series(name: &'static str, family: Family, table: Option<&'static LazyLock<Table>>) -> Row {
    Row { name, family, lines: None, table, firmware: None, series: true }
}

const fn spa5xx(name: &'static str, lines: u16) -> Row {
    Row { firmware: SPA5XX_FIRMWARE, ..model(name, Spa5xx, lines, &SPA5XX) }
}

use Family::{Ata19x, Mpp, Sipura, Spa1xx, Spa5xx, Spa9xx, SpaAta};

static MODELS: &[Row] = &[
    series("sipura", Sipura, None),
    bare("SPA-1000", Sipura),
    bare("SPA-1001", Sipura),
    bare("SPA-2000", Sipura),
    bare("SPA-2002", Sipura),
    bare("SPA-3000", Sipura),
    bare("SPA-841", Sipura),
    series("spa9xx", Spa9xx, Some(&SPA9XX)),
    lines_unknown("SPA901", Spa9xx, &SPA9XX),
    lines_unknown("SPA921", Spa9xx, &SPA9XX),
    Row { firmware: Some("5.2.5"), ..model("SPA922", Spa9xx, 1, &SPA9XX) },
    model("SPA941", Spa9xx, 4, &SPA9XX),
    model("SPA942", Spa9xx, 4, &SPA9XX),
    model("SPA962", Spa9xx, 6, &SPA9XX),
    bare("SPA9000", Spa9xx),
    series("spa-ata", SpaAta, None),
    bare("PAP2", SpaAta),
    model("PAP2T", SpaAta, 2, &SPA_ATA),
    model("SPA2102", SpaAta, 2, &SPA_ATA),
    model("SPA3102", SpaAta, 1, &SPA_ATA), // and the PSTN line, whose names carry `_1_` too
    Row { firmware: Some("5.1.12"), ..model("SPA8000", SpaAta, 8, &SPA_ATA) },
    Row { firmware: SPA5XX_FIRMWARE, ..series("spa5xx", Spa5xx, Some(&SPA5XX)) },
    spa5xx("SPA301", 1),
    spa5xx("SPA303", 3),
    spa5xx("SPA501G", 8),
    spa5xx("SPA502G", 1),
    spa5xx("SPA504G", 4),
    spa5xx("SPA508G", 8),
    spa5xx("SPA509G", 12),
    spa5xx("SPA512G", 1),
    spa5xx("SPA514G", 4),
    spa5xx("SPA525G", 5),
    spa5xx("SPA525G2", 5),
    series("spa1xx", Spa1xx, None),
    model("SPA112", Spa1xx, 2, &SPA1XX),
    model("SPA122", Spa1xx, 2, &SPA1XX),
    bare("SPA232D", Spa1xx),
    series("ata19x", Ata19x, Some(&ATA19X)),
    model("ATA191", Ata19x, 2, &ATA19X),
    model("ATA192", Ata19x, 2, &ATA19X),
    series("mpp", Mpp, None),
    series("68xx", Mpp, None),
    Row { lines: Some(4), ..bare("6841", Mpp) },
    series("78xx", Mpp, None),
    bare("7832", Mpp),
    series("88xx", Mpp, Some(&MPP_88XX)),
    // Of the 88xx, these run the image sip88xx; the 8832 and the video phones have their own.
    lines_unknown("8811", Mpp, &MPP_88XX),
    bare("8832", Mpp),
    lines_unknown("8841", Mpp, &MPP_88XX),
    bare("8845", Mpp),
    model("8851", Mpp, 10, &MPP_88XX),
    lines_unknown("8861", Mpp, &MPP_88XX),
    bare("8865", Mpp),
    series("98xx", Mpp, Some(&MPP_98XX)),
    lines_unknown("9841", Mpp, &MPP_98XX),
    lines_unknown("9851", Mpp, &MPP_98XX),
    model("9861", Mpp, 16, &MPP_98XX),
    lines_unknown("9871", Mpp, &MPP_98XX),
];

impl Model {
    /// The model or series of this name.
    ///
    /// Case and the signs `-`, `_` and blank do not matter, `SPA504` finds the SPA504G, and a multiplatform phone may be
    /// written as on its box (`CP-8851-3PCC`).
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        let wanted = plain(name);
        let phone = wanted.strip_prefix("cp").or_else(|| wanted.strip_prefix("mpp")).unwrap_or(&wanted);
        let phone = phone.strip_suffix("3pcc").unwrap_or(phone);
        Self::all().find(|model| {
            let known = plain(model.name());
            known == wanted || known.strip_suffix('g') == Some(&wanted) || (model.family() == Mpp && known == phone)
        })
    }

    /// Every model and series, family by family.
    pub fn all() -> impl Iterator<Item = Self> {
        MODELS.iter().map(Self)
    }

    /// The name as the vendor writes it, or the key of a series.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.0.name
    }

    /// Its family.
    #[must_use]
    pub const fn family(self) -> Family {
        self.0.family
    }

    /// The lines it has; `None` for a series and where no source tells. The count of the SPA303 and the SPA508G stands
    /// in their names only.
    #[must_use]
    pub const fn lines(self) -> Option<u16> {
        self.0.lines
    }

    /// Whether it stands for a series of models.
    #[must_use]
    pub const fn is_series(self) -> bool {
        self.0.series
    }

    /// Whether the vendor says that it reads the format.
    #[must_use]
    pub const fn reads(self, format: Format) -> bool {
        self.family().reads(format)
    }

    /// The digest of its `openssl enc` files.
    #[must_use]
    pub const fn digest(self) -> Digest {
        self.family().digest()
    }

    /// The `Profile_Rule` it has from the factory (profile-language 10.5).
    #[must_use]
    pub fn profile_rule(self) -> &'static str {
        match self.family() {
            _ if self.name() == "PAP2T" => "/init.cfg",
            Sipura => "/spa.cfg",
            Spa9xx | SpaAta | Spa5xx | Spa1xx => "/spa$PSN.cfg",
            Ata19x => "/ata$PSN.cfg",
            Mpp => "/$PSN.xml",
        }
    }

    /// The parameters it has; `None` without an inventory.
    #[must_use]
    pub fn dictionary(self) -> Option<Dictionary> {
        self.0.table.map(|table| Dictionary { model: self, table })
    }

    /// The firmware version of the inventory behind its dictionary, where stated.
    pub(super) const fn firmware(self) -> Option<&'static str> {
        self.0.firmware
    }
}

fn plain(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, '-' | '_' | ' ')).map(|c| c.to_ascii_lowercase()).collect()
}

impl PartialEq for Model {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

impl Eq for Model {}

impl fmt::Debug for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Model").field(&self.name()).finish()
    }
}
