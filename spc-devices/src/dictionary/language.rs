//! The languages that values are written in, as far as a parameter's name determines one.

/// The language of a value. What a text means, and whether it is valid, is for the language's own parser to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Language {
    /// A provisioning rule: conditions, options and a URL.
    Rule,
    /// The bare condition of a resync trigger.
    Condition,
    /// The text of a log message, with macros.
    Message,
    /// Any text in which macros are expanded.
    Macros,
    /// A dial plan.
    DialPlan,
    /// A dial plan that rewrites numbers rather than dialling them.
    NumberMap,
    /// Emergency numbers: patterns separated by commas.
    Emergency,
    /// A tone script.
    Tone,
    /// A cadence script.
    Cadence,
    /// A frequency script.
    Frequency,
    /// A ring script, `n=..;w=..;c=..`.
    Ring,
    /// An LED script, `c=..;p=..`.
    Led,
    /// A daylight-saving rule, `start=..;end=..;save=..`.
    DaylightSaving,
    /// An offset from the time zone, `[-]HH/mm`.
    TimeOffset,
    /// A date, `mm/dd` with or without a year.
    Date,
    /// A time, `HH/mm` with or without seconds.
    Time,
    /// A time of day in four digits, `HHmm`.
    Clock,
    /// When to repeat something: seconds, a list of them, or seconds with a random part.
    Schedule,
    /// The function of a key, `fnc=..`.
    KeyFunction,
    /// A list of softkeys.
    Softkeys,
    /// A star code.
    StarCode,
    /// Star codes separated by `|`.
    ServiceCodes,
    /// Pairs of an announcement and its extension.
    AnnouncementCodes,
    /// A number to call.
    PhoneNumber,
    /// Patterns of numbers with `?` and `*`.
    NumberTemplate,
    /// SIP status codes with `?` and `*`.
    ResponseCodes,
    /// A URL of HTTP, HTTPS, TFTP or FTP.
    Url,
    /// A SIP address: `user@host`, with or without `sip:`.
    SipUri,
    /// A host name or an address, with or without a port.
    Host,
    /// A SIP proxy: a host with or without a port.
    Proxy,
    /// Proxies with priorities and weights.
    Survivability,
    /// Domains separated by commas.
    Domains,
    /// An IPv4 address or mask.
    Ipv4,
    /// An IPv6 address.
    Ipv6,
    /// A port.
    Port,
    /// DHCP option numbers.
    DhcpOptions,
    /// Paging groups.
    Paging,
    /// Where to find the dictionaries for a phone's languages.
    Dictionary,
    /// The attributes that an LDAP directory shows.
    LdapAttributes,
}

/// The words of `tools/dictionary/kinds.tsv`.
const WORDS: &[(&str, Language)] = &[
    ("rule", Language::Rule),
    ("condition", Language::Condition),
    ("message", Language::Message),
    ("macros", Language::Macros),
    ("dial-plan", Language::DialPlan),
    ("number-map", Language::NumberMap),
    ("emergency", Language::Emergency),
    ("tone", Language::Tone),
    ("cadence", Language::Cadence),
    ("frequency", Language::Frequency),
    ("ring", Language::Ring),
    ("led", Language::Led),
    ("dst", Language::DaylightSaving),
    ("time-offset", Language::TimeOffset),
    ("date", Language::Date),
    ("time", Language::Time),
    ("clock", Language::Clock),
    ("schedule", Language::Schedule),
    ("key-function", Language::KeyFunction),
    ("softkeys", Language::Softkeys),
    ("star-code", Language::StarCode),
    ("service-codes", Language::ServiceCodes),
    ("announcement-codes", Language::AnnouncementCodes),
    ("phone-number", Language::PhoneNumber),
    ("number-template", Language::NumberTemplate),
    ("response-codes", Language::ResponseCodes),
    ("url", Language::Url),
    ("sip-uri", Language::SipUri),
    ("host", Language::Host),
    ("proxy", Language::Proxy),
    ("survivability", Language::Survivability),
    ("domains", Language::Domains),
    ("ipv4", Language::Ipv4),
    ("ipv6", Language::Ipv6),
    ("port", Language::Port),
    ("dhcp-options", Language::DhcpOptions),
    ("paging", Language::Paging),
    ("dictionary", Language::Dictionary),
    ("ldap-attributes", Language::LdapAttributes),
];

impl Language {
    /// The word for it, `dial-plan`.
    #[must_use]
    pub fn word(self) -> &'static str {
        WORDS.iter().find(|(_, language)| *language == self).map_or("", |(word, _)| word)
    }

    /// The language that a word in a table stands for.
    pub(super) fn from_word(word: &str) -> Option<Self> {
        WORDS.iter().find(|(known, _)| *known == word).map(|(_, language)| *language)
    }
}
