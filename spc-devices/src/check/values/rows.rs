//! The checks of values: what each reports, why it matters, and examples.
//!
//! Knows: words and examples. Must not know: how any check works.

use spc_core::diagnostic::{Code, Severity};

use crate::check::definition::{Check, Example, Group, Soundness};

pub(super) static YES_OR_NO: Check = Check {
    code: Code::new(520),
    name: "not-yes-or-no",
    group: Group::Values,
    severity: Severity::Warning,
    soundness: Soundness::NeedsModel,
    summary: "A switch is set to something that is neither yes nor no.",
    explanation: "Devices accept `Yes` and `No`, and a few other words for them. It is not documented what they do \
        with any other text; most keep their old value. A word in unusual letter case is a warning. Switches in the \
        router section are `0` or `1`; no file from a device has the words there. \
        Without a model, a value is reported if it is wrong for every known model that has the parameter.",
    source: "profile-language 7",
    fires: || {
        vec![
            Example::on("spa504g", "<Enable_VLAN>yes please</Enable_VLAN>"),
            Example::on("spa504g", "<Enable_VLAN>YES</Enable_VLAN>"),
            Example::on(
                "spa122",
                "<router-configuration><Bonjour_Enable>Enable</Bonjour_Enable></router-configuration>",
            ),
            Example::on("spa122", "<router-configuration><Router_Mode>2</Router_Mode></router-configuration>"),
            Example::of("<Enable_VLAN>yes please</Enable_VLAN>"),
            Example::of("<Register_1_>yes please</Register_1_><Provision_Enable>Yes</Provision_Enable>"),
            Example::of("<Provision_Enable>yup</Provision_Enable>"),
            Example::on("spa3000", "<Register_1_>yes please</Register_1_>"),
        ]
    },
    silent: || {
        vec![
            Example::on("spa504g", "<Enable_VLAN>yes</Enable_VLAN>"),
            Example::on("spa504g", "<Enable_VLAN></Enable_VLAN>"),
            Example::on("spa122", "<router-configuration><Bonjour_Enable>1</Bonjour_Enable></router-configuration>"),
            Example::on("spa504g", "<Enable_VLAN>{{vlan}}</Enable_VLAN>"),
            Example::of("<Enable_VLAN>yes</Enable_VLAN>"),
            Example::of("<Enable_VLAN>{{vlan}}</Enable_VLAN>"),
            Example::of("<Frobnicate_Enable>yes please</Frobnicate_Enable>"),
        ]
    },
};

pub(super) static CHOICE: Check = Check {
    code: Code::new(521),
    name: "unknown-choice",
    group: Group::Values,
    severity: Severity::Warning,
    soundness: Soundness::NeedsModel,
    summary: "The value is not one of the choices that the model is known to have.",
    explanation: "A device ignores a choice that it does not know and keeps its old one. Newer firmware may have \
        choices that this program does not know. The choices for `Time_Zone` are the same in every firmware, so any \
        other value is an error. Without a model, a value is reported if no known model has it.",
    source: "value-languages 3.4, tz-choice; 5.2, enum",
    fires: || {
        vec![
            Example::on("spa504g", "<Connection_Type>static ip</Connection_Type>"),
            Example::on("spa504g", "<Connection_Type>Carrier pigeon</Connection_Type>"),
            Example::on("spa504g", "<Time_Zone>Europe/Berlin</Time_Zone>"),
            Example::of("<Connection_Type>static ip</Connection_Type>"),
            Example::of("<Connection_Type>Statik IP</Connection_Type>"),
            Example::of("<DTMF_Tx_Method_1_>Foo</DTMF_Tx_Method_1_>"),
            Example::of("<SIP_Transport_1_>SCTP</SIP_Transport_1_>"),
            Example::of("<Preferred_Codec_1_>MP3</Preferred_Codec_1_>"),
        ]
    },
    silent: || {
        vec![
            Example::on("spa504g", "<Connection_Type>DHCP</Connection_Type>"),
            Example::on("8851", "<Time_Zone>GMT+04:30</Time_Zone>"),
            Example::of("<Connection_Type>Static IP</Connection_Type>"),
            Example::of("<Preferred_Codec_1_>OPUS</Preferred_Codec_1_>"), // of some phones only
        ]
    },
};

pub(super) static NUMBER: Check = Check {
    code: Code::new(522),
    name: "not-a-number",
    group: Group::Values,
    severity: Severity::Error,
    soundness: Soundness::NeedsModel,
    summary: "A number is expected, but the value is not one or is out of range.",
    explanation: "A value that is not a number is an error. A number out of range is a warning, because ranges differ \
        between firmware versions, and so is a time below 0. \
        Without a model, a value is reported, as a warning, if it is wrong for every known model that has the parameter.",
    source: "value-languages 5.2, range",
    fires: || {
        vec![
            Example::on("spa514g", "<PC_Port_VLAN_ID>$10</PC_Port_VLAN_ID>"),
            Example::on("spa504g", "<VLAN_ID>4095</VLAN_ID>"),
            Example::on("spa504g", "<Register_Expires_1_>-1</Register_Expires_1_>"),
            Example::on("spa504g", "<Register_Expires_1_>99999999999999999999</Register_Expires_1_>"),
            Example::on("8851", "<Subscribe_Expires>3600.5</Subscribe_Expires>"),
            Example::on("spa504g", "<Reorder_Delay>infinite</Reorder_Delay>"),
            Example::of("<VLAN_ID>99999</VLAN_ID>"),
            Example::of("<Register_Expires_1_>an hour</Register_Expires_1_>"),
        ]
    },
    silent: || {
        vec![
            Example::on("spa504g", "<VLAN_ID>100</VLAN_ID>"),
            Example::on("spa504g", "<Register_Expires_1_>0x3c</Register_Expires_1_>"),
            Example::on("spa2102", "<Mailbox_Subscribe_Expires_1_>2147483647</Mailbox_Subscribe_Expires_1_>"),
            Example::on("spa504g", "<VLAN_ID>4094</VLAN_ID><Reorder_Delay>inf</Reorder_Delay>"),
            Example::on("spa122", "<FXS_Port_Input_Gain>-3</FXS_Port_Input_Gain>"),
            Example::on("spa504g", "<VLAN_ID></VLAN_ID>"),
            Example::of("<VLAN_ID>100</VLAN_ID>"),
            Example::of("<Register_Expires_1_>0x3c</Register_Expires_1_>"),
        ]
    },
};

pub(super) static TOO_LONG: Check = Check {
    code: Code::new(523),
    name: "value-too-long",
    group: Group::Values,
    severity: Severity::Warning,
    soundness: Soundness::NeedsModel,
    summary: "The value is longer than the documented limit of the parameter.",
    explanation: "It is not documented what a device does with such a value: it may cut it short or ignore it.",
    source: "profile-language 7",
    fires: || {
        vec![Example::on(
            "spa504g",
            "<User_ID_1_>0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789</User_ID_1_>",
        )]
    },
    silent: || {
        vec![
            Example::on("spa504g", "<User_ID_1_>100</User_ID_1_>"),
            Example::of(
                "<User_ID_1_>0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789</User_ID_1_>",
            ),
        ]
    },
};

pub(super) static NON_ASCII: Check = Check {
    code: Code::new(524),
    name: "non-ascii-value",
    group: Group::Values,
    severity: Severity::Warning,
    soundness: Soundness::Heuristic,
    summary: "A value has a character that is not ASCII.",
    explanation: "Older phones and adapters show such characters wrongly or not at all, and they never belong in a \
        dial plan, rule or address. In a name that a newer phone displays, they may be fine; allow the check there. \
        If `Ã¼` appears instead of `ü`, the file is UTF-8 but declares another encoding, or it was saved twice.",
    source: "profile-language 1.5",
    fires: || {
        vec![
            Example::of("<Station_Name>B\u{fc}ro</Station_Name>"),
            Example::of("<Station_Name>B\u{c3}\u{bc}ro</Station_Name>"),
            Example::of(
                "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><flat-profile><Station_Name>B\u{fc}ro</Station_Name></flat-profile>",
            ),
        ]
    },
    silent: || vec![Example::of("<Station_Name>Buero</Station_Name>"), Example::of("<!-- B\u{fc}ro --><A>x</A>")],
};

pub(super) static STATUS: Check = Check {
    code: Code::new(525),
    name: "status-of-a-dump",
    group: Group::Values,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "The profile contains status lines from a device dump.",
    explanation: "A device puts its state, such as `group=\"Info/System_Information\"`, into the configuration file \
        that it exports. Such elements set nothing, or override the setting of the same name before them. They make the profile larger and show the state of one device to \
        all the others. Delete them.",
    source: "profile-language 5",
    fires: || {
        vec![
            Example::of("<Current_IP group=\"Info/System_Information\">192.0.2.7</Current_IP>"),
            Example::of(
                "<Line_Enable_1_>Yes</Line_Enable_1_><Line_Enable_1_ group='Info/Ext_1'>Registered</Line_Enable_1_>",
            ),
        ]
    },
    silent: || vec![Example::of("<Proxy_1_ group=\"Ext_1/Proxy\">sip.example.com</Proxy_1_>")],
};

pub(super) static QUOTED: Check = Check {
    code: Code::new(526),
    name: "quotes-in-value",
    group: Group::Values,
    severity: Severity::Warning,
    soundness: Soundness::Heuristic,
    summary: "The quotes around a value are part of it.",
    explanation: "Values are quoted in plain text but not in XML, so the device gets `\"sip.example.com\"` with the \
        quotes. `\"\"` is a value of two quotes, not an empty one. Delete the quotes.",
    source: "profile-language 2, 5",
    fires: || {
        vec![
            Example::of("<Proxy_1_>\"sip.example.com\"</Proxy_1_>"),
            Example::of("<Proxy_1_>\"\"</Proxy_1_>"),
            Example::of("<Proxy_1_>&quot;sip.example.com&quot;</Proxy_1_>"),
        ]
    },
    silent: || {
        vec![
            Example::of("<Proxy_1_>sip.example.com</Proxy_1_>"),
            Example::of("<Resync_Trigger_1>\"$A\" eq \"x\"</Resync_Trigger_1>"),
            Example::of("# text\nProxy[1] \"sip.example.com\" ;\n"),
        ]
    },
};

pub(super) static BLANK_AT_END: Check = Check {
    code: Code::new(527),
    name: "blank-at-end",
    group: Group::Values,
    severity: Severity::Warning,
    soundness: Soundness::Heuristic,
    summary: "A value begins or ends with a space inside its quotes.",
    explanation: "The space is part of the value: ` 100` is not the user `100`. Delete it.",
    source: "profile-language 2",
    fires: || vec![Example::of("# text\nUser_ID[1] \" 100\" ;\n"), Example::of("# text\nUser_ID[1] \"100 \" ;\n")],
    silent: || vec![Example::of("# text\nUser_ID[1] \"100\" ;\n"), Example::of("<User_ID_1_> 100 </User_ID_1_>")],
};

pub(super) static KEPT: Check = Check {
    code: Code::new(528),
    name: "value-kept",
    group: Group::Values,
    severity: Severity::Note,
    soundness: Soundness::Sound,
    summary: "`<P/>` leaves the device's value as it is.",
    explanation: "A device does not read `<P/>` as an empty value: it keeps the value that it has. `<P></P>` empties \
        the parameter. Many XML tools turn one into the other when they save a file.",
    source: "profile-language 2",
    fires: || vec![Example::of("<GPP_B/>")],
    silent: || vec![Example::of("<GPP_B></GPP_B>")],
};
