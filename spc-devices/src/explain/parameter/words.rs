//! Words for the languages of values, and which of them can be explained.

use crate::dictionary::Language;

/// What a value of this language is, after "the value is", and the word after `spc explain` that explains one.
pub(super) const fn of(language: Language) -> (&'static str, Option<&'static str>) {
    match language {
        Language::Rule => ("a provisioning rule", Some("rule")),
        Language::Condition => ("the condition of a resync", None),
        Language::Message => ("the text of a log message, with macros", None),
        Language::Macros => ("text in which macros such as `$MA` are expanded", None),
        Language::DialPlan => ("a dial plan", Some("dial")),
        Language::NumberMap => ("a map of numbers, in the language of dial plans", Some("dial")),
        Language::Emergency => ("emergency numbers separated by commas", None),
        Language::Tone => ("a tone: frequencies and their rhythm", Some("tone")),
        Language::Cadence => ("a cadence: on and off times", Some("tone")),
        Language::Frequency => ("frequencies with their levels", Some("tone")),
        Language::Ring => ("a ring tone: name, waveform and cadence", None),
        Language::Led => ("an LED: colour and rhythm", None),
        Language::DaylightSaving => ("a daylight-saving rule", Some("dst")),
        Language::TimeOffset => ("an offset from the time zone, `[-]HH/mm`", None),
        Language::Date => ("a date, `mm/dd` with or without a year", None),
        Language::Time => ("a time, `HH/mm` with or without seconds", None),
        Language::Clock => ("a time of day in four digits, `HHmm`", Some("schedule")),
        Language::Schedule => ("seconds, with or without a random part", Some("schedule")),
        Language::KeyFunction => ("the function of a key, `fnc=..`", Some("key")),
        Language::Softkeys => ("a list of softkeys", None),
        Language::StarCode => ("a star code, such as `*69`", None),
        Language::ServiceCodes => ("star codes separated by `|`", None),
        Language::AnnouncementCodes => ("pairs of an announcement and its extension", None),
        Language::PhoneNumber => ("a number to call", None),
        Language::NumberTemplate => ("patterns of numbers with `?` and `*`", None),
        Language::ResponseCodes => ("SIP status codes with `?` and `*`", None),
        Language::Url => ("a URL", None),
        Language::SipUri => ("a SIP address", None),
        Language::Host => ("a host name or an address, with or without a port", None),
        Language::Proxy => ("a SIP proxy: a host with or without a port", None),
        Language::Survivability => ("proxies with priorities and weights", None),
        Language::Domains => ("domains separated by commas", None),
        Language::Ipv4 => ("an IPv4 address or mask", None),
        Language::Ipv6 => ("an IPv6 address", None),
        Language::Port => ("a port", None),
        Language::DhcpOptions => ("DHCP option numbers", None),
        Language::Paging => ("paging groups", None),
        Language::Dictionary => ("where to find the phone's language files", None),
        Language::LdapAttributes => ("the attributes that an LDAP directory shows", None),
    }
}
