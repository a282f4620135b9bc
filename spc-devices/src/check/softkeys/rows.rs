//! The checks of softkeys: what each reports, why it matters, and examples.
//!
//! Knows: words and examples. Must not know: how any check works.

use spc_core::diagnostic::{Code, Severity};

use crate::check::definition::{Check, Example, Group, Soundness};

pub(super) static SYNTAX: Check = Check {
    code: Code::new(1120),
    name: "softkeys-syntax",
    group: Group::Keys,
    severity: Severity::Error,
    soundness: Soundness::Sound,
    summary: "A list of softkeys is not in the documented form.",
    explanation: "A list has the form `keyword|position;keyword`, as in `redial|1;dir|2;dnd`. A phone that cannot \
        read a list keeps its old one. A position above 16 is a warning, because no published list has one.",
    source: "value-languages 4.3",
    fires: || {
        vec![
            Example::of("<Idle_Key_List>redial,dir,dnd</Idle_Key_List>"),
            Example::of("<Idle_Key_List>redial|99;dir</Idle_Key_List>"),
        ]
    },
    silent: || {
        vec![
            Example::of("<Idle_Key_List>redial|1;dir|2;dnd;</Idle_Key_List>"),
            Example::of("<Idle_Key_List></Idle_Key_List>"),
            Example::of("<Idle_Key_List>{{keys}}</Idle_Key_List>"),
        ]
    },
};

pub(super) static UNKNOWN: Check = Check {
    code: Code::new(1121),
    name: "softkey-unknown",
    group: Group::Keys,
    severity: Severity::Warning,
    soundness: Soundness::Heuristic,
    summary: "A list of softkeys has a keyword that no phone is known to have, or one that belongs to another state \
        of the phone.",
    explanation: "A multiplatform phone then ignores the whole list, and its display does not change, so there it is \
        an error. `delchar`, `left` and `right` belong to dialling, `answer` and `ignore` to ringing, and `park` and \
        `bxfer` to a call. `Broadsoft_Call_History_Key_List` accepts only option, call, editcall, filter and back.",
    source: "value-languages 4.6, keylist-word; 4.3",
    fires: || {
        vec![
            Example::on("8851", "<Idle_Key_List>rdeial;dir</Idle_Key_List>"),
            Example::on("8851", "<Idle_Key_List>redial;delchar</Idle_Key_List>"),
            Example::on("8851", "<Ringing_Key_List>answer;bxfer</Ringing_Key_List>"),
            Example::on("8851", "<Broadsoft_Call_History_Key_List>option;psk1</Broadsoft_Call_History_Key_List>"),
            Example::of("<Idle_Key_List>rdeial;dir</Idle_Key_List>"),
        ]
    },
    silent: || {
        vec![
            Example::on("8851", "<Idle_Key_List>redial;dir;psk1</Idle_Key_List>"),
            Example::on("8851", "<Connected_Key_List>hold;bxfer;park</Connected_Key_List>"),
            Example::on("8851", "<Broadsoft_Call_History_Key_List>option|1;call|2</Broadsoft_Call_History_Key_List>"),
            Example::on("8851", "<Dialing_Input_Key_List>dial;delchar;left;right</Dialing_Input_Key_List>"),
            Example::of("<Idle_Key_List>guestIn;guestOut</Idle_Key_List>"),
            // By its name, this may hold a key, so no word of it is quoted.
            Example::on("8851", "<SRTP_Private_Key_List>secret</SRTP_Private_Key_List>"),
        ]
    },
};

pub(super) static LISTS_OFF: Check = Check {
    code: Code::new(1122),
    name: "softkeys-off",
    group: Group::Keys,
    severity: Severity::Note,
    soundness: Soundness::NeedsModel,
    summary: "A list of softkeys is set while programmable softkeys are switched off.",
    explanation: "Lists are used only if `Programmable_Softkey_Enable` is `Yes`. A list with the factory default is \
        not reported.",
    source: "value-languages 4.6, keylist-off",
    fires: || {
        vec![Example::on(
            "8851",
            "<Programmable_Softkey_Enable>No</Programmable_Softkey_Enable><Idle_Key_List>dnd;redial</Idle_Key_List>",
        )]
    },
    silent: || {
        vec![
            Example::on(
                "8851",
                "<Programmable_Softkey_Enable>Yes</Programmable_Softkey_Enable><Idle_Key_List>dnd;redial</Idle_Key_List>",
            ),
            Example::on("8851", "<Idle_Key_List>dnd;redial</Idle_Key_List>"),
            Example::of(
                "<Programmable_Softkey_Enable>No</Programmable_Softkey_Enable><Idle_Key_List>dnd</Idle_Key_List>",
            ),
        ]
    },
};

pub(super) static SOFTKEY_EMPTY: Check = Check {
    code: Code::new(1123),
    name: "softkey-empty",
    group: Group::Keys,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "A list names a programmable softkey that this profile empties, or no list names one that is set.",
    explanation: "`psk3` in a list is the softkey in `PSK_3`. Conversely, a `PSK_n` that no list names is never \
        shown. That is a note, and is reported only if the profile is the whole configuration.",
    source: "value-languages 4.6, psk-missing",
    fires: || {
        vec![
            Example::of("<Idle_Key_List>redial;psk3</Idle_Key_List><PSK_3></PSK_3>"),
            Example::of("<Idle_Key_List>redial</Idle_Key_List><PSK_3>fnc=sd;ext=1</PSK_3>").complete(),
        ]
    },
    silent: || {
        vec![
            Example::of("<Idle_Key_List>redial;psk3</Idle_Key_List><PSK_3>fnc=sd;ext=1</PSK_3>"),
            Example::of("<Idle_Key_List>redial;psk3</Idle_Key_List>"),
            Example::of("<Idle_Key_List>redial</Idle_Key_List><PSK_3>fnc=sd;ext=1</PSK_3>"),
        ]
    },
};

pub(super) static ONE_LINE: Check = Check {
    code: Code::new(1130),
    name: "line-keys-of-one-line",
    group: Group::Keys,
    severity: Severity::Warning,
    soundness: Soundness::Heuristic,
    summary: "Several lines have an account, but every line key belongs to line 1.",
    explanation: "`Extension_n_` is the line that key n belongs to. With `1` everywhere, all calls go out on line 1 \
        and show its number, and the other lines have no key. Templates with this mistake have been published.",
    source: "value-languages 4.6, linekey-dup",
    fires: || {
        vec![Example::of(
            "<Extension_1_>1</Extension_1_><Extension_2_>1</Extension_2_><User_ID_1_>a</User_ID_1_><User_ID_2_>b</User_ID_2_>",
        )]
    },
    silent: || {
        vec![
            Example::of(
                "<Extension_1_>1</Extension_1_><Extension_2_>2</Extension_2_><User_ID_1_>a</User_ID_1_><User_ID_2_>b</User_ID_2_>",
            ),
            Example::of("<Extension_1_>1</Extension_1_><Extension_2_>1</Extension_2_><User_ID_1_>a</User_ID_1_>"),
        ]
    },
};

pub(super) static DEAD_KEY: Check = Check {
    code: Code::new(1131),
    name: "line-key-dead",
    group: Group::Keys,
    severity: Severity::Warning,
    soundness: Soundness::NeedsWholeConfiguration,
    summary: "A line key belongs to a line that this profile switches off, or that has no account.",
    explanation: "The key does nothing. Set `Extension_n_` to another line or to `Disabled`. A line without an \
        account is reported only if the profile is the whole configuration, and only as a note, because another file \
        usually sets the account.",
    source: "value-languages 4.6, linekey-dead",
    fires: || {
        vec![
            Example::of("<Extension_2_>2</Extension_2_><Line_Enable_2_>No</Line_Enable_2_>"),
            Example::of("<Extension_2_>2</Extension_2_><User_ID_2_></User_ID_2_>").complete(),
        ]
    },
    silent: || {
        vec![
        Example::of("<Extension_2_>2</Extension_2_><Line_Enable_2_>Yes</Line_Enable_2_>"),
        Example::of("<Extension_2_>Disabled</Extension_2_><Line_Enable_2_>No</Line_Enable_2_>"),
        Example::of("<Extension_2_>2</Extension_2_>"),
        Example::of("<Extension_2_>2</Extension_2_><User_ID_2_></User_ID_2_>"),
        Example::of("<Extension_2_>2</Extension_2_><User_ID_2_>102</User_ID_2_>").complete(),
        Example::of("<Extension_2_>2</Extension_2_><User_ID_2_></User_ID_2_><Extended_Function_2_>fnc=sd;ext=1</Extended_Function_2_>")
            .complete(),
    ]
    },
};

pub(super) static BEYOND: Check = Check {
    code: Code::new(1133),
    name: "line-key-beyond",
    group: Group::Keys,
    severity: Severity::Warning,
    soundness: Soundness::NeedsModel,
    summary: "A line key belongs to a line that the model does not have.",
    explanation: "`Extension_n_` is the number of a line that the model has, counted from 1, or `Disabled`. A key for \
        a line that does not exist stays dark. Profiles made for a larger phone have such keys.",
    source: "value-languages 4.2; families 2",
    fires: || {
        vec![
            Example::on("spa504g", "<Extension_1_>5</Extension_1_>"),
            Example::on("8851", "<Extension_2_>0</Extension_2_>"),
        ]
    },
    silent: || {
        vec![
            Example::on("spa504g", "<Extension_1_>4</Extension_1_><Extension_2_>Disabled</Extension_2_>"),
            Example::on("spa504g", "<Extension_1_></Extension_1_><Extension_2_>{{line}}</Extension_2_>"),
            Example::of("<Extension_1_>5</Extension_1_>"),
        ]
    },
};

pub(super) static UNIT_BEYOND: Check = Check {
    code: Code::new(1132),
    name: "unit-beyond",
    group: Group::Keys,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "A key of an attendant console is set, but `Number_of_Units` is too small for it.",
    explanation: "The keys of a unit above `Number_of_Units` stay dark.",
    source: "value-languages 4.6, unit-beyond",
    fires: || vec![Example::of("<Number_of_Units>1</Number_of_Units><Unit_2_Key_1_>fnc=sd;ext=1</Unit_2_Key_1_>")],
    silent: || {
        vec![
            Example::of("<Number_of_Units>2</Number_of_Units><Unit_2_Key_1_>fnc=sd;ext=1</Unit_2_Key_1_>"),
            Example::of("<Number_of_Units>0</Number_of_Units><Unit_2_Key_1_></Unit_2_Key_1_>"),
            Example::of("<Unit_2_Key_1_>fnc=sd;ext=1</Unit_2_Key_1_>"),
        ]
    },
};
