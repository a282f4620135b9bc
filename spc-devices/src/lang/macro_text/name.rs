//! The names of macros that devices know.
//!
//! Knows: names and meanings, as data (Linksys Provisioning Guide 3.01 pp. 69-70, Cisco guides for the `SPA1xx`, ATA 191
//! and multiplatform phones). Must not know: values.

/// The name of a macro that a guide documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum MacroName {
    /// `A` to `P`: the parameter `GPP_A` to `GPP_P`.
    General(char),
    /// `SA` to `SD`: the parameter `GPP_SA` to `GPP_SD`, expanded only as an argument of `--key`, `--uid` and `--pwd`.
    Secret(char),
    /// `UID1`: the `User_ID_1_` of that line.
    UserId(u16),
    /// `DISPLAYNAME1`: the `Display_Name_1_` of that line (multiplatform phones).
    DisplayName(u16),
    /// `AUTHID1`: the `Auth_ID_1_` of that line (multiplatform phones).
    AuthId(u16),
    /// A name with a fixed meaning: the name, and what it stands for.
    Named(&'static str, &'static str),
}

/// Names that contain neither the letter of a parameter nor a line number.
const NAMED: [(&str, &str); 35] = [
    ("AUTHSTATUS", "the authentication status (multiplatform adapters)"),
    ("CCERT", "whether a client certificate is installed: `Installed` or `Not Installed`"),
    ("EMS", "the extension mobility state (multiplatform phones)"),
    ("ERR", "the result of the attempt that is being logged"),
    ("EXTIP", "the address as seen from outside"),
    ("HWVER", "the hardware version"),
    ("INCOMINGNAME", "the name of the first connected, ringing or inbound call (multiplatform phones)"),
    ("IP", "the address in the local network"),
    ("ISCUST", "1 if the device is customized, else 0 (multiplatform phones)"),
    ("MA", "the MAC address in lower case, without colons"),
    ("MAC", "the MAC address in lower case, with colons"),
    ("MAU", "the MAC address in upper case, without colons"),
    ("METH", "the scheme of the request; deprecated, use SCHEME"),
    ("MPWD", "the password of a mobile user (multiplatform phones)"),
    ("MUID", "the name of a mobile user (multiplatform phones)"),
    ("ORIGTYPE", "the origin of the request (multiplatform adapters)"),
    ("PATH", "the path of the request"),
    ("PDOM", "the domain of a mobile user (multiplatform phones)"),
    ("PN", "the product name"),
    ("PORT", "the port of the request"),
    ("PRVST", "why it resyncs: -1 on request, 0 power-up, 1 periodic, 2 retry after a failure"),
    ("PRVTMR", "seconds since the last resync attempt"),
    ("PSN", "the product series number"),
    ("REGTMR1", "seconds since line 1 lost its registration"),
    ("REGTMR2", "seconds since line 2 lost its registration"),
    ("REMOTENUMBER", "the number of the first connected, ringing or inbound call (multiplatform phones)"),
    ("SCHEME", "the scheme of the request: TFTP, HTTP or HTTPS"),
    ("SERV", "the host of the request"),
    ("SERVIP", "the address of the host of the request"),
    ("SN", "the serial number"),
    ("SWVER", "the software version"),
    ("UPGCOND", "always true from firmware 2.0.6 on"),
    ("UPGERR", "the result of the last upgrade"),
    ("UPGST", "which upgrade attempt this is: 1 the first, 2 a retry after a failure"),
    ("UPGTMR", "seconds since the last upgrade attempt"),
];

type OfLine = fn(u16) -> MacroName;

/// Names that are followed by a line number.
const OF_LINES: [(&str, OfLine); 3] =
    [("UID", MacroName::UserId), ("DISPLAYNAME", MacroName::DisplayName), ("AUTHID", MacroName::AuthId)];

impl MacroName {
    /// Finds a name as written after `$`; case matters. `None` for a name that no guide has, which a device leaves as
    /// it is.
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        if let Some(&(name, meaning)) = NAMED.iter().find(|row| row.0 == name) {
            return Some(Self::Named(name, meaning));
        }
        for (start, of_line) in OF_LINES {
            if let Some(line) = name.strip_prefix(start) {
                let is_plain = !line.is_empty() && !line.starts_with('0');
                return line.parse().ok().filter(|_| is_plain).map(of_line);
            }
        }
        let (letters, last) = name.split_at_checked(name.len().checked_sub(1)?)?;
        let last = last.chars().next()?;
        match (letters, last) {
            ("", 'A'..='P') => Some(Self::General(last)),
            ("S", 'A'..='D') => Some(Self::Secret(last)),
            _ => None,
        }
    }

    /// Whether its value is secret by nature.
    #[must_use]
    pub const fn is_secret(self) -> bool {
        match self {
            Self::Secret(_) | Self::AuthId(_) => true,
            Self::Named(name, _) => matches!(name.as_bytes(), b"MPWD"),
            Self::General(_) | Self::UserId(_) | Self::DisplayName(_) => false,
        }
    }

    /// The parameter that it stands for, by its XML name.
    #[must_use]
    pub fn parameter(self) -> Option<String> {
        match self {
            Self::General(letter) => Some(format!("GPP_{letter}")),
            Self::Secret(letter) => Some(format!("GPP_S{letter}")),
            Self::UserId(line) => Some(format!("User_ID_{line}_")),
            Self::DisplayName(line) => Some(format!("Display_Name_{line}_")),
            Self::AuthId(line) => Some(format!("Auth_ID_{line}_")),
            Self::Named(..) => None,
        }
    }

    /// What it stands for, as a noun phrase.
    #[must_use]
    pub fn meaning(self) -> String {
        match self {
            Self::Named(_, meaning) => meaning.to_owned(),
            other => other.parameter().map_or_else(String::new, |name| format!("the parameter {name}")),
        }
    }

    /// The macro that stands for a parameter, by its XML name: `A` for `GPP_A` and, in assignments, for `a`.
    #[must_use]
    pub fn of_parameter(parameter: &str) -> Option<String> {
        for (start, macro_start) in [("User_ID_", "UID"), ("Display_Name_", "DISPLAYNAME"), ("Auth_ID_", "AUTHID")] {
            if let Some(line) = parameter.strip_prefix(start).and_then(|line| line.strip_suffix('_')) {
                let name = format!("{macro_start}{line}");
                return Self::find(&name).map(|_| name);
            }
        }
        let name = match parameter.strip_prefix("GPP_") {
            Some(name) => name.to_owned(),
            None if parameter.len() == 1 && parameter.starts_with(|c: char| c.is_ascii_lowercase()) => {
                parameter.to_ascii_uppercase()
            }
            None => return None,
        };
        matches!(Self::find(&name), Some(Self::General(_) | Self::Secret(_))).then_some(name)
    }
}
