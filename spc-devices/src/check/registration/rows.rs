//! The checks of registrations: what each reports, why it matters, and examples.
//!
//! Knows: words and examples. Must not know: how any check works.

use spc_core::diagnostic::{Code, Severity};

use crate::check::definition::{Check, Example, Group, Soundness};

pub(super) static NO_PROXY: Check = Check {
    code: Code::new(1230),
    name: "line-without-proxy",
    group: Group::Network,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "A line with an account is set to register, but has no proxy.",
    explanation: "`Register_n_` has no effect without a proxy, and unless `Make_Call_Without_Reg_n_` is Yes, there is \
        not even a dial tone. Set `Proxy_n_`, or switch the line off.",
    source: "value-languages 6.3, reg-no-proxy",
    fires: || {
        vec![
            Example::of("<Register_1_>Yes</Register_1_><User_ID_1_>101</User_ID_1_><Proxy_1_></Proxy_1_>"),
            Example::on("spa504g", "<User_ID_1_>101</User_ID_1_>").complete(),
        ]
    },
    silent: || {
        vec![
            Example::of("<Register_1_>Yes</Register_1_><User_ID_1_>101</User_ID_1_><Proxy_1_>h</Proxy_1_>"),
            Example::of("<Register_1_>Yes</Register_1_><User_ID_1_>101</User_ID_1_>"),
            Example::of("<Register_1_>No</Register_1_><User_ID_1_>101</User_ID_1_><Proxy_1_></Proxy_1_>"),
            Example::of(
                "<Line_Enable_1_>No</Line_Enable_1_><Register_1_>Yes</Register_1_><User_ID_1_>101</User_ID_1_><Proxy_1_></Proxy_1_>",
            ),
            Example::of("<Register_1_>Yes</Register_1_><User_ID_1_></User_ID_1_><Proxy_1_></Proxy_1_>"),
        ]
    },
};

pub(super) static NO_USER: Check = Check {
    code: Code::new(1231),
    name: "line-without-user",
    group: Group::Network,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "A line is switched on and has a proxy, but no user.",
    explanation: "The line registers without a user name, and the server refuses it. Set `User_ID_n_`, or switch the \
        line off. On a multiplatform phone, a key with its own function is meant to be like this and is not reported.",
    source: "value-languages 6.3, line-no-user",
    fires: || {
        vec![Example::of(
            "<Line_Enable_2_>Yes</Line_Enable_2_><Proxy_2_>sip.example.com</Proxy_2_><User_ID_2_></User_ID_2_>",
        )]
    },
    silent: || {
        vec![
            Example::of("<Line_Enable_2_>No</Line_Enable_2_><Proxy_2_>h</Proxy_2_><User_ID_2_></User_ID_2_>"),
            Example::of("<Line_Enable_2_>Yes</Line_Enable_2_><Proxy_2_>h</Proxy_2_>"),
            Example::of(
                "<Line_Enable_2_>Yes</Line_Enable_2_><Proxy_2_>h</Proxy_2_><User_ID_2_></User_ID_2_><Extended_Function_2_>fnc=sd;ext=9</Extended_Function_2_>",
            ),
        ]
    },
};

pub(super) static AUTH_EMPTY: Check = Check {
    code: Code::new(1232),
    name: "auth-id-empty",
    group: Group::Network,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "A line authenticates with its `Auth_ID`, which is empty.",
    explanation: "With `Use_Auth_ID_n_` set to Yes, the line authenticates with `Auth_ID_n_` instead of `User_ID_n_`, \
        and the server refuses an empty name. Set `Auth_ID_n_`, or set `Use_Auth_ID_n_` to No.",
    source: "value-languages 6.3, auth-id-empty",
    fires: || {
        vec![Example::of("<Use_Auth_ID_1_>Yes</Use_Auth_ID_1_><Auth_ID_1_></Auth_ID_1_><User_ID_1_>101</User_ID_1_>")]
    },
    silent: || {
        vec![
            Example::of("<Use_Auth_ID_1_>Yes</Use_Auth_ID_1_><Auth_ID_1_></Auth_ID_1_><User_ID_1_></User_ID_1_>"),
            Example::of("<Use_Auth_ID_1_>Yes</Use_Auth_ID_1_><Auth_ID_1_>a</Auth_ID_1_><User_ID_1_>101</User_ID_1_>"),
            Example::of("<Use_Auth_ID_1_>Yes</Use_Auth_ID_1_><User_ID_1_>101</User_ID_1_>"),
        ]
    },
};

pub(super) static AUTH_UNUSED: Check = Check {
    code: Code::new(1233),
    name: "auth-id-unused",
    group: Group::Network,
    severity: Severity::Note,
    soundness: Soundness::Sound,
    summary: "A line has an `Auth_ID` but does not use it.",
    explanation: "With `Use_Auth_ID_n_` set to No, the line authenticates with its `User_ID_n_`. If the server \
        expects the other name, it refuses the line.",
    source: "value-languages 6.3, auth-id-unused",
    fires: || {
        vec![Example::of(
            "<Use_Auth_ID_1_>No</Use_Auth_ID_1_><Auth_ID_1_>a101</Auth_ID_1_><User_ID_1_>101</User_ID_1_>",
        )]
    },
    silent: || {
        vec![
            Example::of("<Use_Auth_ID_1_>No</Use_Auth_ID_1_><Auth_ID_1_>101</Auth_ID_1_><User_ID_1_>101</User_ID_1_>"),
            Example::of("<Auth_ID_1_>a101</Auth_ID_1_><User_ID_1_>101</User_ID_1_>"),
        ]
    },
};

pub(super) static OUTBOUND_UNUSED: Check = Check {
    code: Code::new(1234),
    name: "outbound-proxy-unused",
    group: Group::Network,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "A line has an outbound proxy, but its use is switched off.",
    explanation: "With `Use_Outbound_Proxy_n_` set to No, which is the factory default, the device ignores \
        `Outbound_Proxy_n_`. A line that needs a session border controller then does not register.",
    source: "value-languages 6.3, ob-unused",
    fires: || {
        vec![Example::of(
            "<Use_Outbound_Proxy_1_>No</Use_Outbound_Proxy_1_><Outbound_Proxy_1_>sbc.example.com</Outbound_Proxy_1_>",
        )]
    },
    silent: || {
        vec![
            Example::of("<Use_Outbound_Proxy_1_>Yes</Use_Outbound_Proxy_1_><Outbound_Proxy_1_>h</Outbound_Proxy_1_>"),
            Example::of("<Outbound_Proxy_1_>sbc.example.com</Outbound_Proxy_1_>"),
        ]
    },
};

pub(super) static OUTBOUND_EMPTY: Check = Check {
    code: Code::new(1235),
    name: "outbound-proxy-empty",
    group: Group::Network,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "A line is set to use an outbound proxy, but has none.",
    explanation: "Set `Outbound_Proxy_n_`, or set `Use_Outbound_Proxy_n_` to No.",
    source: "value-languages 6.3, ob-empty",
    fires: || {
        vec![
            Example::of(
                "<Use_Outbound_Proxy_1_>Yes</Use_Outbound_Proxy_1_><Outbound_Proxy_1_></Outbound_Proxy_1_><User_ID_1_>1</User_ID_1_>",
            ),
            Example::of("<Use_Outbound_Proxy_1_>Yes</Use_Outbound_Proxy_1_><Outbound_Proxy_1_></Outbound_Proxy_1_>"),
            Example::of("<Use_Outbound_Proxy_1_>Yes</Use_Outbound_Proxy_1_>").complete(),
        ]
    },
    silent: || {
        vec![
            Example::of("<Use_Outbound_Proxy_1_>Yes</Use_Outbound_Proxy_1_><User_ID_1_>1</User_ID_1_>"),
            Example::of(
                "<Use_Outbound_Proxy_1_>Yes</Use_Outbound_Proxy_1_><Outbound_Proxy_1_></Outbound_Proxy_1_><User_ID_1_></User_ID_1_>",
            ),
        ]
    },
};

pub(super) static SRV_LITERAL: Check = Check {
    code: Code::new(1236),
    name: "srv-for-address",
    group: Group::Network,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "SRV lookup is on for a proxy that is an IP address or has a port.",
    explanation: "An IP address has no SRV records, and a port says that none are wanted (RFC 3263, 4.2). At best, \
        the device uses the address itself after a failed lookup. Write only the domain, or set `Use_DNS_SRV_n_` to \
        No.",
    source: "value-languages 6.3, srv-literal",
    fires: || {
        vec![
            Example::of("<Use_DNS_SRV_1_>Yes</Use_DNS_SRV_1_><Proxy_1_>192.0.2.1</Proxy_1_>"),
            Example::of("<Use_DNS_SRV_1_>Yes</Use_DNS_SRV_1_><Proxy_1_>sip.example.com:5060</Proxy_1_>"),
        ]
    },
    silent: || {
        vec![
            Example::of("<Use_DNS_SRV_1_>Yes</Use_DNS_SRV_1_><Proxy_1_>sip.example.com</Proxy_1_>"),
            Example::of("<Use_DNS_SRV_1_>No</Use_DNS_SRV_1_><Proxy_1_>192.0.2.1</Proxy_1_>"),
            Example::of(
                "<Use_DNS_SRV_1_>Yes</Use_DNS_SRV_1_><Proxy_1_>192.0.2.1</Proxy_1_><Use_Outbound_Proxy_1_>Yes</Use_Outbound_Proxy_1_><Outbound_Proxy_1_>sbc.example.com</Outbound_Proxy_1_>",
            ),
        ]
    },
};

pub(super) static SRV_PREFIX: Check = Check {
    code: Code::new(1237),
    name: "srv-without-prefix",
    group: Group::Network,
    severity: Severity::Note,
    soundness: Soundness::Sound,
    summary: "SRV records are looked up under the bare name of the proxy.",
    explanation: "With `DNS_SRV_Auto_Prefix_n_` set to No, the device does not put `_sip._udp.` in front of the name, \
        and the bare domain has no SRV records. Set it to Yes, or write the whole name `_sip._udp.example.com`.",
    source: "value-languages 6.3, srv-prefix",
    fires: || {
        vec![Example::of(
            "<Use_DNS_SRV_1_>Yes</Use_DNS_SRV_1_><DNS_SRV_Auto_Prefix_1_>No</DNS_SRV_Auto_Prefix_1_><Proxy_1_>sip.example.com</Proxy_1_>",
        )]
    },
    silent: || {
        vec![
            Example::of(
                "<Use_DNS_SRV_1_>Yes</Use_DNS_SRV_1_><DNS_SRV_Auto_Prefix_1_>Yes</DNS_SRV_Auto_Prefix_1_><Proxy_1_>sip.example.com</Proxy_1_>",
            ),
            Example::of(
                "<Use_DNS_SRV_1_>Yes</Use_DNS_SRV_1_><DNS_SRV_Auto_Prefix_1_>No</DNS_SRV_Auto_Prefix_1_><Proxy_1_>_sip._udp.example.com</Proxy_1_>",
            ),
        ]
    },
};

pub(super) static DUAL: Check = Check {
    code: Code::new(1238),
    name: "dual-registration-alone",
    group: Group::Network,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "A line is set to register with two servers, but only one is set.",
    explanation: "`Dual_Registration_n_` needs `Alternate_Proxy_n_` or `Alternate_Outbound_Proxy_n_`; without them there \
        is no server to fall back on.",
    source: "value-languages 6.3, dualreg",
    fires: || {
        vec![
            Example::of(
                "<Dual_Registration_1_>Yes</Dual_Registration_1_><Alternate_Proxy_1_></Alternate_Proxy_1_><Alternate_Outbound_Proxy_1_></Alternate_Outbound_Proxy_1_><User_ID_1_>1</User_ID_1_>",
            ),
            Example::of(
                "<Dual_Registration_1_>Yes</Dual_Registration_1_><Alternate_Proxy_1_></Alternate_Proxy_1_><Alternate_Outbound_Proxy_1_></Alternate_Outbound_Proxy_1_>",
            ),
            Example::of("<Dual_Registration_1_>Yes</Dual_Registration_1_><Alternate_Proxy_1_></Alternate_Proxy_1_>")
                .complete(),
        ]
    },
    silent: || {
        vec![
            Example::of(
                "<Dual_Registration_1_>Yes</Dual_Registration_1_><Alternate_Proxy_1_>h</Alternate_Proxy_1_><Alternate_Outbound_Proxy_1_></Alternate_Outbound_Proxy_1_><User_ID_1_>1</User_ID_1_>",
            ),
            Example::of("<Dual_Registration_1_>Yes</Dual_Registration_1_><User_ID_1_>1</User_ID_1_>"),
            Example::of("<Dual_Registration_1_>Yes</Dual_Registration_1_><Alternate_Proxy_1_></Alternate_Proxy_1_>"),
        ]
    },
};

pub(super) static TRANSPORT_PORT: Check = Check {
    code: Code::new(1239),
    name: "transport-port",
    group: Group::Network,
    severity: Severity::Note,
    soundness: Soundness::Heuristic,
    summary: "A proxy has the port of a different transport.",
    explanation: "Unless they are set up differently, servers answer TLS on port 5061, and UDP and TCP on port 5060.",
    source: "value-languages 6.3, tls-port",
    fires: || vec![Example::of("<SIP_Transport_1_>TLS</SIP_Transport_1_><Proxy_1_>sip.example.com:5060</Proxy_1_>")],
    silent: || {
        vec![
            Example::of("<SIP_Transport_1_>TLS</SIP_Transport_1_><Proxy_1_>sip.example.com:5061</Proxy_1_>"),
            Example::of("<SIP_Transport_1_>UDP</SIP_Transport_1_><Proxy_1_>sip.example.com:5080</Proxy_1_>"),
        ]
    },
};

pub(super) static EXPIRES: Check = Check {
    code: Code::new(1240),
    name: "register-expires",
    group: Group::Network,
    severity: Severity::Note,
    soundness: Soundness::Heuristic,
    summary: "A line registers very often or very rarely.",
    explanation: "The value is in seconds. Below 60, every phone contacts the server more than once a minute. Above a \
        day, a server that was restarted does not know the phone for that long. 300 to 3600 is usual.",
    source: "value-languages 6.3, expires",
    fires: || {
        vec![
            Example::of("<Register_Expires_1_>5</Register_Expires_1_><User_ID_1_>1</User_ID_1_>"),
            Example::of("<Register_Expires_1_>604800</Register_Expires_1_><User_ID_1_>1</User_ID_1_>"),
            Example::of("<Register_Expires_1_>99999999999999999999</Register_Expires_1_>"),
        ]
    },
    silent: || vec![Example::of("<Register_Expires_1_>3600</Register_Expires_1_><User_ID_1_>1</User_ID_1_>")],
};

pub(super) static RETRY: Check = Check {
    code: Code::new(1241),
    name: "registration-retry",
    group: Group::Network,
    severity: Severity::Error,
    soundness: Soundness::Sound,
    summary: "A failed registration is not tried again.",
    explanation: "The guides say that `Reg_Retry_Intvl` must not be 0. With `Reg_Retry_Long_Intvl` set to 0, the \
        phone stops after a refusal, which is a warning: after one minute of trouble at the server, it stays \
        unregistered.",
    source: "value-languages 6.3, regretry0",
    fires: || {
        vec![
            Example::of("<Reg_Retry_Intvl>0</Reg_Retry_Intvl>"),
            Example::of("<Reg_Retry_Long_Intvl>0</Reg_Retry_Long_Intvl>"),
        ]
    },
    silent: || {
        vec![
            Example::of("<Reg_Retry_Intvl>30</Reg_Retry_Intvl><Reg_Retry_Long_Intvl>1200</Reg_Retry_Long_Intvl>"),
            Example::of("<Reg_Retry_Intvl></Reg_Retry_Intvl>"),
        ]
    },
};

pub(super) static SAME_ACCOUNT: Check = Check {
    code: Code::new(1242),
    name: "account-on-two-lines",
    group: Group::Network,
    severity: Severity::Warning,
    soundness: Soundness::Heuristic,
    summary: "Two lines register the same user with the same server.",
    explanation: "Often a number was copied and not changed. The phone then rings twice, or the second line gets the \
        calls of the first. To allow more calls at a time, give several line keys the same `Extension_n_`, or share \
        the line.",
    source: "value-languages 6.3",
    fires: || {
        vec![Example::of(
            "<User_ID_1_>101</User_ID_1_><Proxy_1_>sip.example.com</Proxy_1_><User_ID_2_>101</User_ID_2_><Proxy_2_>sip.example.com</Proxy_2_>",
        )]
    },
    silent: || {
        vec![
            Example::of(
                "<User_ID_1_>101</User_ID_1_><Proxy_1_>h</Proxy_1_><User_ID_2_>102</User_ID_2_><Proxy_2_>h</Proxy_2_>",
            ),
            Example::of(
                "<User_ID_1_>101</User_ID_1_><Proxy_1_>a</Proxy_1_><User_ID_2_>101</User_ID_2_><Proxy_2_>b</Proxy_2_>",
            ),
            Example::of(
                "<User_ID_1_>101</User_ID_1_><Proxy_1_>h</Proxy_1_><User_ID_2_>101</User_ID_2_><Proxy_2_>h</Proxy_2_><Share_Ext_2_>shared</Share_Ext_2_>",
            ),
            Example::of(
                "<User_ID_1_>101</User_ID_1_><Proxy_1_>h</Proxy_1_><User_ID_2_>101</User_ID_2_><Proxy_2_>h</Proxy_2_><Line_Enable_2_>No</Line_Enable_2_>",
            ),
        ]
    },
};

pub(super) static NEVER_CALLS: Check = Check {
    code: Code::new(1243),
    name: "line-without-dial-tone",
    group: Group::Network,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "A line does not register, but cannot make calls unless it does.",
    explanation: "With `Make_Call_Without_Reg_n_` set to No, there is no dial tone until the line has registered, and \
        with `Register_n_` set to No it never does. Set one of them to Yes.",
    source: "value-languages 5.1, Register_n_",
    fires: || {
        vec![Example::of(
            "<Register_1_>No</Register_1_><Make_Call_Without_Reg_1_>No</Make_Call_Without_Reg_1_><Proxy_1_>h</Proxy_1_><User_ID_1_>101</User_ID_1_>",
        )]
    },
    silent: || {
        vec![
            Example::of(
                "<Register_1_>No</Register_1_><Make_Call_Without_Reg_1_>Yes</Make_Call_Without_Reg_1_><Proxy_1_>h</Proxy_1_><User_ID_1_>101</User_ID_1_>",
            ),
            Example::of("<Register_1_>No</Register_1_><Proxy_1_>h</Proxy_1_><User_ID_1_>101</User_ID_1_>"),
            Example::of(
                "<Register_1_>No</Register_1_><Make_Call_Without_Reg_1_>No</Make_Call_Without_Reg_1_><User_ID_1_></User_ID_1_>",
            ),
        ]
    },
};

pub(super) static ALL_OFF: Check = Check {
    code: Code::new(1244),
    name: "no-line-enabled",
    group: Group::Network,
    severity: Severity::Warning,
    soundness: Soundness::NeedsWholeConfiguration,
    summary: "Every line of the model is switched off.",
    explanation: "The phone can then neither make nor receive calls. Set `Line_Enable_1_` to Yes. A file for all \
        phones may switch the lines off and leave it to the next file to switch them on, so this is reported only if \
        the model is known and the profile is the whole configuration.",
    source: "families 2; value-languages 6.3",
    fires: || {
        vec![Example::on("spa112", "<Line_Enable_1_>No</Line_Enable_1_><Line_Enable_2_>No</Line_Enable_2_>").complete()]
    },
    silent: || {
        vec![
            Example::on("spa112", "<Line_Enable_1_>No</Line_Enable_1_><Line_Enable_2_>No</Line_Enable_2_>"),
            Example::on("spa112", "<Line_Enable_1_>No</Line_Enable_1_><Line_Enable_2_>Yes</Line_Enable_2_>").complete(),
            Example::on("spa112", "<Line_Enable_1_>No</Line_Enable_1_>").complete(),
        ]
    },
};

pub(super) static SERVER_AUTH: Check = Check {
    code: Code::new(1245),
    name: "server-auth-without-account",
    group: Group::Network,
    severity: Severity::Warning,
    soundness: Soundness::NeedsModel,
    summary: "An adapter is set to ask callers or the server for a password, but has none.",
    explanation: "On the ATA 191 and 192, `Auth_INVITE_n_` and `Auth_Resync-Reboot_n_` need `User_ID_n_` and \
        `Password_n_` if they are set to Yes. Without them, the adapter refuses every call, or every resync by \
        NOTIFY.",
    source: "value-languages 6.1, notify-unauth",
    fires: || {
        vec![
            Example::on("ata192", "<Auth_INVITE_1_>Yes</Auth_INVITE_1_><User_ID_1_></User_ID_1_>"),
            Example::on("ata192", "<Auth_INVITE_1_>Yes</Auth_INVITE_1_><Password_1_></Password_1_>"),
            Example::on("ata192", "<Auth_Resync-Reboot_1_>Yes</Auth_Resync-Reboot_1_><Password_1_></Password_1_>"),
            Example::on(
                "ata192",
                "<Auth_Resync-Reboot_1_>Yes</Auth_Resync-Reboot_1_><User_ID_1_>101</User_ID_1_><Password_1_></Password_1_>",
            ),
        ]
    },
    silent: || {
        vec![
            Example::on(
                "ata192",
                "<Auth_Resync-Reboot_1_>Yes</Auth_Resync-Reboot_1_><User_ID_1_></User_ID_1_><Password_1_></Password_1_>",
            ),
            Example::on("ata192", "<Auth_INVITE_1_>Yes</Auth_INVITE_1_><User_ID_1_>101</User_ID_1_>"),
            Example::on("ata192", "<Auth_INVITE_1_>No</Auth_INVITE_1_><User_ID_1_></User_ID_1_>"),
            Example::of("<Auth_INVITE_1_>Yes</Auth_INVITE_1_><User_ID_1_></User_ID_1_>"),
        ]
    },
};

pub(super) static NO_PASSWORD: Check = Check {
    code: Code::new(1227),
    name: "line-without-password",
    group: Group::Network,
    severity: Severity::Warning,
    soundness: Soundness::NeedsWholeConfiguration,
    summary: "A line registers, but its password is empty in the whole configuration.",
    explanation: "The server refuses the registration unless it knows the device by its address. If the passwords are \
        in a separate file, check without `--complete`.",
    source: "value-languages 6.3; profile-language 4.2",
    fires: || {
        vec![Example::of(
            "<Register_1_>Yes</Register_1_><User_ID_1_>101</User_ID_1_><Proxy_1_>sip.example.com</Proxy_1_><Password_1_></Password_1_>",
        ).complete()]
    },
    silent: || {
        vec![
            Example::of(
                "<Register_1_>Yes</Register_1_><User_ID_1_>101</User_ID_1_><Proxy_1_>sip.example.com</Proxy_1_><Password_1_></Password_1_>",
            ),
            Example::of(
                "<Register_1_>Yes</Register_1_><User_ID_1_>101</User_ID_1_><Proxy_1_>sip.example.com</Proxy_1_><Password_1_/>",
            ).complete(),
            Example::of(
                "<Register_1_>No</Register_1_><User_ID_1_>101</User_ID_1_><Proxy_1_>sip.example.com</Proxy_1_><Password_1_></Password_1_>",
            ).complete(),
        ]
    },
};

pub(super) static OFF: Check = Check {
    code: Code::new(1224),
    name: "account-on-disabled-line",
    group: Group::Network,
    severity: Severity::Note,
    soundness: Soundness::Sound,
    summary: "A line has an account but is switched off.",
    explanation: "With `Line_Enable_n_` set to No, the line neither registers nor appears on the phone. Set it to Yes \
        if the account is to be used.",
    source: "value-languages 6.3; families 2",
    fires: || {
        vec![Example::of(
            "<Line_Enable_2_>No</Line_Enable_2_><User_ID_2_>102</User_ID_2_><Proxy_2_>sip.example.com</Proxy_2_>",
        )]
    },
    silent: || {
        vec![
            Example::of("<Line_Enable_2_>Yes</Line_Enable_2_><User_ID_2_>102</User_ID_2_><Proxy_2_>h</Proxy_2_>"),
            Example::of("<Line_Enable_2_>No</Line_Enable_2_><User_ID_2_></User_ID_2_><Proxy_2_>h</Proxy_2_>"),
        ]
    },
};

pub(super) static USER_FORM: Check = Check {
    code: Code::new(1226),
    name: "user-with-host",
    group: Group::Network,
    severity: Severity::Warning,
    soundness: Soundness::Heuristic,
    summary: "The user name of a line is a SIP address, with `sip:` or with `@` and a host.",
    explanation: "The device adds `@` and its proxy to `User_ID_n_`, so the server gets \
        `100@pbx.example.com@pbx.example.com` and refuses it. Write only the part before the `@`. An address in \
        another domain belongs in `SIP_URI_n_`, and a login name, which may have an `@`, in `Auth_ID_n_`.",
    source: "value-languages 5.1, User_ID, SIP_URI",
    fires: || {
        vec![
            Example::of("<User_ID_1_>sip:100@pbx.example.com</User_ID_1_>"),
            Example::of("<User_ID_2_>100@pbx.example.com</User_ID_2_>"),
            Example::of("<Auth_ID_1_>SIPS:100</Auth_ID_1_>"),
        ]
    },
    silent: || {
        vec![
            Example::of("<User_ID_1_>100</User_ID_1_>"),
            Example::of("<Auth_ID_1_>100@pbx.example.com</Auth_ID_1_>"),
            Example::of("<User_ID_1_>{{user}}@{{domain}}</User_ID_1_><User_ID_2_>@USER@</User_ID_2_>"),
            Example::of("<SIP_URI_1_>sip:100@pbx.example.com</SIP_URI_1_>"),
        ]
    },
};
