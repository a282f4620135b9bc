//! The firmware families, and what the devices of each family read (families 1).

use spc_core::Format;
use spc_core::stock::openssl::Digest;

/// A generation of firmware: all devices of a family read the same things.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Family {
    /// Sipura adapters and phones, firmware 1.x to 3.x. XML, gzip and AES from firmware 2.0.6 on.
    Sipura,
    /// Linksys `SPA9xx` phones and the SPA9000, firmware 5.x and 6.x.
    Spa9xx,
    /// Linksys adapters with firmware 5.x and 6.x.
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
            // Our own container, and plain text.
            _ => false,
        }
    }

    /// The digest of its `openssl enc` files (profile-language 8.2).
    #[must_use]
    pub const fn digest(self) -> Digest {
        if matches!(self, Self::Mpp) { Digest::Sha256 } else { Digest::Md5 }
    }
}
