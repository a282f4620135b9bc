//! What a device would read differently from what was meant in the rule for its next file.
//!
//! Knows: macros, and what differs from device to device. Must not know: what makes a rule unusable.

use core::fmt;

use spc_core::TargetMac;

use crate::check::next_placeholder;
use crate::lang::macro_text::{MacroContext, MacroName, MacroText, Values};
use crate::lang::rule::{OptionKind, Role, Rule, RuleUrl};

/// Something that a device would read differently from what was meant.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Remark {
    /// User and password are inside the URL.
    LoginInUrl,
    /// There is a host but no scheme; the host may be shown.
    NoScheme {
        /// It.
        server: String,
    },
    /// A macro that no device knows.
    UnknownMacro {
        /// Its name; `None` in a query, where a `$` may be part of a password.
        name: Option<String>,
        /// What was probably meant.
        meant: Option<String>,
    },
    /// `$MAC`, whose digits are separated by colons.
    Colons,
    /// `{{name}}`, which a template or a device list would have filled in, but nothing does here.
    Placeholder,
    /// The URL is the same for every device.
    OneForAll,
}

impl Remark {
    /// What to do about it.
    #[must_use]
    pub fn help(&self) -> String {
        match self {
            Self::LoginInUrl => {
                "write `[--uid NAME --pwd PASSWORD]` before the URL, which multiplatform phones read".to_owned()
            }
            Self::NoScheme { server } => {
                format!("write `http://{server}` or `https://`, or `tftp://` if that is intended")
            }
            Self::UnknownMacro { meant: Some(meant), .. } => {
                format!(
                    "did you mean `{meant}`? letter case matters, and a name ends at the first character that is \
                    not a letter or a digit"
                )
            }
            Self::UnknownMacro { .. } => "devices leave it as it is; write `$$` for a `$`".to_owned(),
            Self::Colons => "`$MA` is the same without them".to_owned(),
            Self::Placeholder => "replace it with the real value, or a macro such as `$MA`".to_owned(),
            Self::OneForAll => "put `$MA` in it".to_owned(),
        }
    }
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LoginInUrl => f.write_str("a login inside a URL is not documented"),
            Self::NoScheme { .. } => f.write_str("without a scheme, devices fetch over TFTP"),
            Self::UnknownMacro { name: Some(name), .. } => write!(f, "no device knows the macro `${name}`"),
            Self::UnknownMacro { .. } => f.write_str("no device knows the macro in the query"),
            Self::Colons => f.write_str("`$MAC` has colons, as in `00:0e:08:aa:bb:cc`"),
            Self::Placeholder => f.write_str("it has an unfilled placeholder, which devices would send as it is"),
            Self::OneForAll => f.write_str("every device fetches the same file"),
        }
    }
}

/// What is unusual about a rule.
pub(super) fn remarks(rule: &Rule<'_>, macs: &[TargetMac]) -> Vec<Remark> {
    let mut remarks = Vec::new();
    let Some(url) = url(rule) else { return remarks };
    let parts = url.parts();
    let start = url.text.extent().start;
    // A `$` in a password, or in a query, may not be a misspelt macro, so it is not shown.
    let login = parts.user_info_range().map(|login| login.start.saturating_add(start)..login.end.saturating_add(start));
    if login.is_some() {
        remarks.push(Remark::LoginInUrl);
    }
    if let Some(server) = parts.server.filter(|server| parts.scheme.is_none() && !server.starts_with('$')) {
        // It has been accepted as a host, so it may be shown, but a login before it may not.
        remarks.push(Remark::NoScheme { server: server.to_owned() });
    }
    if next_placeholder(url.text.text(), 0).is_some() {
        remarks.push(Remark::Placeholder);
    }
    let query = url.text.text().find('?').map(|query| query.saturating_add(start));
    for used in rule.macros() {
        let is_url = used.role == Role::Url;
        let range = used.extent.range();
        if matches!(used.role, Role::Option(option) if option.is_credential())
            || login.as_ref().is_some_and(|login| login.contains(&range.start))
        {
            continue;
        }
        let name = used.used.name;
        match MacroName::find(name) {
            None => {
                let is_in_query = query.is_some_and(|query| is_url && range.start > query);
                let (name, meant) = if is_in_query { (None, None) } else { (Some(name.to_owned()), meant(name)) };
                remarks.push(Remark::UnknownMacro { name, meant });
            }
            Some(MacroName::Named("MAC", _)) if is_url => remarks.push(Remark::Colons),
            Some(_) => {}
        }
    }
    if let [mac] = macs
        && !may_differ(rule)
        && is_shared(url, *mac)
    {
        remarks.push(Remark::OneForAll);
    }
    remarks
}

/// Whether something in the rule other than the MAC address differs, or may differ, on each device.
pub(super) fn may_differ(rule: &Rule<'_>) -> bool {
    rule.macros().any(|used| {
        let is_sent = match used.role {
            Role::Url => true,
            Role::Option(option) => matches!(option, OptionKind::UserId | OptionKind::Post),
            _ => false,
        };
        let differs = match MacroName::find(used.used.name) {
            Some(
                MacroName::General(_)
                | MacroName::UserId(_)
                | MacroName::DisplayName(_)
                | MacroName::AuthId(_)
                | MacroName::Secret(_),
            ) => true,
            Some(MacroName::Named(name, _)) => {
                let is_mac = matches!(name, "MA" | "MAU" | "MAC");
                matches!(name, "SN" | "IP" | "EXTIP" | "MUID") || (is_mac && used.role != Role::Url)
            }
            _ => false,
        };
        is_sent && differs
    })
}

/// Whether the address would be the same for another device from the same vendor, and is not made for this one.
fn is_shared(url: RuleUrl<'_>, mac: TargetMac) -> bool {
    let [a, b, c, d, e, f] = mac.octets();
    let expanded = |mac: TargetMac| {
        let mut values = Values::new();
        values.set_mac(mac);
        MacroText::new(url.text.text()).expand(&values, MacroContext::Plain).text
    };
    // `00:0e:08:aa:bb:cc` and `00-0e-..` as well.
    let digits: String = url.text.text().chars().filter(|c| !matches!(c, ':' | '-' | '.')).collect();
    let is_named = digits.to_ascii_lowercase().contains(&mac.to_string());
    !is_named && TargetMac::new([a, b, c, !d, !e, !f]).is_ok_and(|other| expanded(mac) == expanded(other))
}

/// The macro that was probably meant.
fn meant(name: &str) -> Option<String> {
    let upper = name.to_ascii_uppercase();
    if MacroName::find(&upper).is_some() {
        return Some(format!("${upper}"));
    }
    // `$MAcfg`: the longest macro that it begins with.
    let ends = (2..name.len()).rev();
    let macro_name =
        ends.filter_map(|end| name.split_at_checked(end)).find(|(start, _)| MacroName::find(start).is_some());
    macro_name.map(|(start, rest)| format!("$({start}){rest}"))
}

fn url<'a>(rule: &Rule<'a>) -> Option<RuleUrl<'a>> {
    rule.alternatives.iter().flat_map(|alternative| &alternative.targets).find_map(|target| target.url)
}
