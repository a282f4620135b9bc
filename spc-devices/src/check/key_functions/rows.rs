//! The checks of key functions: what each reports, why it matters, and examples.
//!
//! Knows: words and examples. Must not know: how any check works.

use spc_core::diagnostic::{Code, Severity};

use crate::check::definition::{Check, Example, Group, Soundness};

pub(super) static SYNTAX: Check = Check {
    code: Code::new(1101),
    name: "key-function-syntax",
    group: Group::Keys,
    severity: Severity::Error,
    soundness: Soundness::Sound,
    summary: "The function of a key is not in the documented form.",
    explanation: "A function has the form `fnc=word+word;name=value;name=value`, as in `fnc=blf+sd;sub=101@$PROXY`, \
        with at most 511 characters. A key does nothing if the phone cannot read its function.",
    source: "value-languages 4.6, fnc-syntax",
    fires: || {
        vec![
            Example::of("<Extended_Function_2_>sd;ext=101@$PROXY</Extended_Function_2_>"),
            Example::of("<Unit_1_Key_1_>fnc=blf;101@$PROXY</Unit_1_Key_1_>"),
            Example::of("<Extended_Function_2_>fnc=blf,sub=101@$PROXY</Extended_Function_2_>"),
            Example::of("<Extended_Function_2_>fnc=blf;sub=101@$PROXY,ext=101@$PROXY</Extended_Function_2_>"),
            Example::of("<Extended_Function_2_>fnc=blf,sd;sub=101@$PROXY</Extended_Function_2_>"),
            Example::of("<Extended_Function_2_>fnc=blf sd cp;sub=101@$PROXY</Extended_Function_2_>"),
        ]
    },
    silent: || {
        vec![
            Example::of("<Extended_Function_2_>fnc=sd;ext=101@$PROXY</Extended_Function_2_>"),
            Example::of("<Extended_Function_2_></Extended_Function_2_>"),
            Example::of("<Extended_Function_2_>{{key}}</Extended_Function_2_>"),
            Example::of("<Extended_Function_2_>fnc=xml;url=http://h/s?a=1,vid=2;nme=a,ext=b</Extended_Function_2_>"),
        ]
    },
};

pub(super) static UNKNOWN: Check = Check {
    code: Code::new(1102),
    name: "key-function-unknown",
    group: Group::Keys,
    severity: Severity::Warning,
    soundness: Soundness::NeedsModel,
    summary: "A key has a function or an option that no guide to these phones documents.",
    explanation: "A phone accepts a function that it does not know, but the key does nothing. For SPA phones, whose \
        guides list fewer functions than the phones have, this is a note, unless the word is a known mistake, such as \
        `speeddial` for `sd`. Newer firmware may have more functions.",
    source: "value-languages 4.6, fnc-type",
    fires: || {
        vec![
            Example::on("spa504g", "<Extended_Function_2_>fnc=speeddial;ext=101</Extended_Function_2_>"),
            Example::on("8851", "<Extended_Function_2_>fnc=speed;ext=101</Extended_Function_2_>"),
            Example::on("8851", "<Extended_Function_2_>fnc=sd;ext=101;name=Anna</Extended_Function_2_>"),
        ]
    },
    silent: || {
        vec![
            Example::on("8851", "<Extended_Function_2_>fnc=sd;ext=101;nme=Anna</Extended_Function_2_>"),
            Example::of("<Extended_Function_2_>fnc=speed;ext=101</Extended_Function_2_>"),
        ]
    },
};

pub(super) static LACKS: Check = Check {
    code: Code::new(1103),
    name: "key-function-lacks-option",
    group: Group::Keys,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "The function of a key is missing an option that it needs.",
    explanation: "A speed dial (`sd`) dials the number in `ext=`, and a busy lamp (`blf`) shows the state of the \
        extension in `sub=`. A speed dial does not use `sub=`. This is an error if the guide requires the option: for \
        `mwi`, `xml` and `shortcut`, and for the speed dial of `mwi+sd`.",
    source: "value-languages 4.6, fnc-need",
    fires: || {
        vec![
            Example::of("<Extended_Function_2_>fnc=sd;sub=101@$PROXY</Extended_Function_2_>"),
            Example::of("<Extended_Function_2_>fnc=xml;nme=News</Extended_Function_2_>"),
            Example::of("<Extended_Function_2_>fnc=mwi+sd;sub=200@$PROXY</Extended_Function_2_>"),
        ]
    },
    silent: || {
        vec![
            Example::of("<Extended_Function_2_>fnc=sd;ext=101@$PROXY</Extended_Function_2_>"),
            Example::of("<Extended_Function_2_>fnc=blf+sd;sub=101@$PROXY</Extended_Function_2_>"),
            Example::of("<Extended_Function_2_>fnc=blf;usr=101@$PROXY</Extended_Function_2_>"),
        ]
    },
};

pub(super) static LINE_ENABLED: Check = Check {
    code: Code::new(1105),
    name: "key-function-on-line",
    group: Group::Keys,
    severity: Severity::Warning,
    soundness: Soundness::NeedsModel,
    summary: "A key has a function but also belongs to a line, so the function is not used.",
    explanation: "On SPA phones, and on multiplatform phones with `Enable_Direct_PLK_Configuration` set to `No`, a \
        line key uses its function only if `Extension_n_` is `Disabled`. Other multiplatform phones do not need that \
        for every key, but a key does not use its function if the line with its number has a `Proxy_n_` or a \
        `User_ID_n_`.",
    source: "value-languages 4.6, fnc-ext-enabled, fnc-plk-line",
    fires: || {
        vec![
            Example::on(
                "spa504g",
                "<Extension_2_>1</Extension_2_><Extended_Function_2_>fnc=sd;ext=1</Extended_Function_2_>",
            ),
            Example::on(
                "8851",
                "<User_ID_2_>100</User_ID_2_><Extended_Function_2_>fnc=sd;ext=1</Extended_Function_2_>",
            ),
            Example::on(
                "8851",
                "<Enable_Direct_PLK_Configuration>Yes</Enable_Direct_PLK_Configuration><Extension_2_>Disabled</Extension_2_>\
                 <Proxy_2_>sip.example.com</Proxy_2_><Extended_Function_2_>fnc=sd;ext=1</Extended_Function_2_>",
            ),
        ]
    },
    silent: || {
        vec![
            Example::on(
                "spa504g",
                "<Extension_2_>Disabled</Extension_2_><Extended_Function_2_>fnc=sd;ext=1</Extended_Function_2_>",
            ),
            Example::on("spa504g", "<Extended_Function_2_>fnc=sd;ext=1</Extended_Function_2_>"),
            Example::on("8851", "<User_ID_2_></User_ID_2_><Extended_Function_2_>fnc=sd;ext=1</Extended_Function_2_>"),
            Example::of("<Extension_2_>1</Extension_2_><Extended_Function_2_>fnc=sd;ext=1</Extended_Function_2_>"),
        ]
    },
};

pub(super) static NO_LINE: Check = Check {
    code: Code::new(1106),
    name: "key-function-without-line",
    group: Group::Keys,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "`vid=` names a line that this profile switches off, or that the model does not have.",
    explanation: "The key dials and subscribes on the line of `vid=`, or on line 1 without it. Name a line that is in use.",
    source: "value-languages 4.6, fnc-vid",
    fires: || {
        vec![
            Example::on("spa504g", "<Extended_Function_2_>fnc=sd;ext=1;vid=5</Extended_Function_2_>"),
            Example::of(
                "<Line_Enable_2_>No</Line_Enable_2_><Extended_Function_3_>fnc=sd;ext=1;vid=2</Extended_Function_3_>",
            ),
            Example::of("<Extended_Function_3_>fnc=sd;ext=1;vid=two</Extended_Function_3_>"),
        ]
    },
    silent: || {
        vec![
            Example::on("spa504g", "<Extended_Function_2_>fnc=sd;ext=1;vid=4</Extended_Function_2_>"),
            Example::of("<Extended_Function_2_>fnc=sd;ext=1;vid=5</Extended_Function_2_>"),
        ]
    },
};

pub(super) static KEYS_OF_A_CALL: Check = Check {
    code: Code::new(1107),
    name: "dtmf-outside-call",
    group: Group::Keys,
    severity: Severity::Error,
    soundness: Soundness::NeedsModel,
    summary: "`fnc=dtmf` is on a line key, or its softkey is in a list that is not shown during a call.",
    explanation: "`fnc=dtmf` sends keys during a call. It works only as a programmable softkey (`PSK_n`) that \
        `Connected_Key_List` or `Connected_Video_Key_List` names. Anywhere else it does nothing.",
    source: "value-languages 4.6, fnc-dtmf-key",
    fires: || {
        vec![
            Example::on("8851", "<Extended_Function_2_>fnc=dtmf;ext=#1;nme=A</Extended_Function_2_>"),
            Example::on("8851", "<PSK_1>fnc=dtmf;ext=#1;nme=A</PSK_1><Idle_Key_List>redial;psk1</Idle_Key_List>"),
        ]
    },
    silent: || {
        vec![
            Example::on(
                "8851",
                "<PSK_1>fnc=dtmf;ext=#1;nme=A</PSK_1><Connected_Key_List>hold;psk1</Connected_Key_List>",
            ),
            Example::of("<Extended_Function_2_>fnc=dtmf;ext=#1;nme=A</Extended_Function_2_>"),
        ]
    },
};

pub(super) static ACCESS_CODE: Check = Check {
    code: Code::new(1108),
    name: "key-function-access-code",
    group: Group::Keys,
    severity: Severity::Note,
    soundness: Soundness::Heuristic,
    summary: "A key seems to send an access code after dialling.",
    explanation: "Digits after a pause `,` or a wait `X` that end with `#` are usually a PIN. Anyone at the phone can \
        use the key, and anyone who fetches the profile can read the code. The vendor advises against it.",
    source: "value-languages 4.6, fnc-pin",
    fires: || {
        vec![
            Example::of("<Extended_Function_2_>fnc=sd;ext=8000 ,4085550100#@$PROXY</Extended_Function_2_>"),
            Example::of("<Extended_Function_2_>fnc=sd;ext=8000 X4085550100#@$PROXY</Extended_Function_2_>"),
            Example::of("<Extended_Function_2_>fnc=sd;ext=8000X4085550100#@$PROXY</Extended_Function_2_>"),
        ]
    },
    silent: || {
        vec![
            Example::of("<Extended_Function_2_>fnc=sd;ext=8000 ,1@$PROXY</Extended_Function_2_>"),
            Example::of("<Extended_Function_2_>fnc=sd;ext=MAX12#@$PROXY</Extended_Function_2_>"),
        ]
    },
};

pub(super) static OTHER_HOST: Check = Check {
    code: Code::new(1109),
    name: "key-function-host",
    group: Group::Keys,
    severity: Severity::Note,
    soundness: Soundness::NeedsWholeConfiguration,
    summary: "A key names a different server from its line.",
    explanation: "This is usually left over from an earlier server. `$PROXY` is always the line's own server.",
    source: "value-languages 4.6, fnc-host",
    fires: || {
        vec![Example::of(
            "<Proxy_1_>sip.example.com</Proxy_1_><Extended_Function_2_>fnc=sd;ext=1@sip.example.net</Extended_Function_2_>",
        )]
    },
    silent: || {
        vec![
            Example::of(
                "<Proxy_1_>sip.example.com:5060</Proxy_1_><Extended_Function_2_>fnc=sd;ext=1@SIP.example.com</Extended_Function_2_>",
            ),
            Example::of(
                "<Proxy_1_>sip.example.com</Proxy_1_><Extended_Function_2_>fnc=sd;ext=1@$PROXY</Extended_Function_2_>",
            ),
            Example::of("<Extended_Function_2_>fnc=sd;ext=1@sip.example.net</Extended_Function_2_>"),
        ]
    },
};

pub(super) static OTHER_SERVER: Check = Check {
    code: Code::new(1124),
    name: "key-function-server",
    group: Group::Keys,
    severity: Severity::Note,
    soundness: Soundness::Heuristic,
    summary: "A busy lamp is set up for a different kind of server from the one in `Server_Type`.",
    explanation: "With Broadsoft, a key monitors a user in a list and has `usr=`. With Asterisk and FreeSWITCH, a key \
        monitors one extension and has `sub=`, and `ext=` to dial it. A lamp set up for the other kind of server \
        stays dark.",
    source: "value-languages 4.6, fnc-server; 4.1",
    fires: || {
        vec![
            Example::of(
                "<Server_Type>Broadsoft</Server_Type><Extended_Function_2_>fnc=blf+sd;sub=101@$PROXY;ext=101@$PROXY</Extended_Function_2_>",
            ),
            Example::of(
                "<Server_Type>Asterisk</Server_Type><Extended_Function_2_>fnc=blf;sub=list@$PROXY;usr=101@$PROXY</Extended_Function_2_>",
            ),
        ]
    },
    silent: || {
        vec![
            Example::of(
                "<Server_Type>Asterisk</Server_Type><Extended_Function_2_>fnc=blf+sd;sub=101@$PROXY;ext=101@$PROXY</Extended_Function_2_>",
            ),
            Example::of(
                "<Server_Type>Broadsoft</Server_Type><Extended_Function_2_>fnc=blf;sub=list@$PROXY;usr=101@$PROXY</Extended_Function_2_>",
            ),
            Example::of("<Extended_Function_2_>fnc=blf+sd;sub=101@$PROXY;ext=101@$PROXY</Extended_Function_2_>"),
            Example::of(
                "<Server_Type>Broadsoft</Server_Type><Extended_Function_2_>fnc=sd;ext=101@$PROXY</Extended_Function_2_>",
            ),
        ]
    },
};

pub(super) static PARTS: Check = Check {
    code: Code::new(1112),
    name: "key-function-part",
    group: Group::Keys,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "A part of a key function is empty, is repeated or has a scheme, or two functions cannot be combined.",
    explanation: "`ext=101@$PROXY` is a number and a server; without one of them, the key dials nothing or monitors \
        nobody. Multiplatform phones do not combine `blf` and `prk` on one key, but a server's list of busy lamps \
        shows parked calls as well.",
    source: "value-languages 4.1",
    fires: || {
        vec![
            Example::of("<Extended_Function_2_>fnc=sd;ext=101@</Extended_Function_2_>"),
            Example::of("<Extended_Function_2_>fnc=blf;sub=@$PROXY</Extended_Function_2_>"),
            Example::of("<Extended_Function_2_>fnc=sd;ext=101@$PROXY;vid=</Extended_Function_2_>"),
            Example::of("<Extended_Function_2_>fnc=sd;ext=sip:101@sip.example.com</Extended_Function_2_>"),
            Example::of("<Extended_Function_2_>fnc=sd;ext=101@$PROXY;ext=102@$PROXY</Extended_Function_2_>"),
            Example::on("8851", "<Extended_Function_2_>fnc=blf+prk;sub=101@$PROXY</Extended_Function_2_>"),
        ]
    },
    silent: || {
        vec![
            Example::of("<Extended_Function_2_>fnc=sd;ext=101@$PROXY;vid=1</Extended_Function_2_>"),
            Example::of("<Extended_Function_2_>fnc=sd;ext=101;nme=</Extended_Function_2_>"),
            Example::of("<Extended_Function_2_>fnc=dtmf;ext=1;nme=A;ext2=2;nme2=B</Extended_Function_2_>"),
            Example::of("<Extended_Function_2_>fnc=blf+prk;sub=101@$PROXY</Extended_Function_2_>"),
        ]
    },
};
