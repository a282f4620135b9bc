//! The checks of dial plans: what each reports, why it matters, and examples.
//!
//! Knows: words and examples. Must not know: how any check works.

use spc_core::diagnostic::{Code, Severity};

use crate::check::definition::{Check, Example, Group, Soundness};

pub(super) static SYNTAX: Check = Check {
    code: Code::new(901),
    name: "dial-plan-syntax",
    group: Group::DialPlans,
    severity: Severity::Error,
    soundness: Soundness::Sound,
    summary: "A dial plan is not in any documented or observed form.",
    explanation: "A device that cannot read its plan silently uses no plan or the factory plan. A plan has the form \
        `(sequence|sequence)`. A sequence consists of keys, `x`, classes such as `[2-9]` and substitutions such as \
        `<9:>`. Maps of callers and directory numbers, and the plans that an SPA9000 gives to its phones, use the \
        same language.",
    source: "value-languages 1.8, dp-syntax",
    fires: || {
        vec![
            Example::of("<Dial_Plan_1_>([2-9]xxxxxx|911</Dial_Plan_1_>"),
            Example::of("<Dial_Plan_1_>([2-9xxx|911)</Dial_Plan_1_>"),
            Example::of("<Dial_Plan_1_>line1_dialplan</Dial_Plan_1_>"),
            Example::of("<Caller_ID_Map_1_>foo bar</Caller_ID_Map_1_>"),
            Example::of("<Caller_ID_Map_1_>([</Caller_ID_Map_1_>"),
            Example::of("<LDAP_Number_Mapping>(((</LDAP_Number_Mapping>"),
            Example::of("<Phone_Dial_Plan>(xx</Phone_Dial_Plan>"),
            Example::of("<Call_Routing_Rule>(&lt;:L1,2&gt;xx.</Call_Routing_Rule>"),
        ]
    },
    silent: || {
        vec![
            Example::of("<Dial_Plan_1_>([2-9]xxxxxx|911)</Dial_Plan_1_>"),
            Example::of("<Dial_Plan_1_></Dial_Plan_1_>"),
            Example::of("<Dial_Plan_1_>{{plan}}</Dial_Plan_1_>"),
            Example::of("<Caller_ID_Map_1_>(&lt;+44:0&gt;xx.|xx.)</Caller_ID_Map_1_>"),
            Example::of("<LDAP_Number_Mapping>(&lt;:9xx.&gt;)</LDAP_Number_Mapping>"),
            Example::of("<Call_Routing_Rule>(&lt;:L1,2&gt;9xx.|&lt;:L3&gt;xx.)</Call_Routing_Rule>"),
        ]
    },
};

pub(super) static LETTER: Check = Check {
    code: Code::new(902),
    name: "dial-plan-letter",
    group: Group::DialPlans,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "A dial plan has a letter that no guide documents.",
    explanation: "`x`, `S`, `L` and `P` have a meaning. `T` comes from MGCP digit maps and has no meaning here: the \
        short timer runs by itself, and `S0` at the end of a sequence skips it.",
    source: "value-languages 1.8, dp-letter",
    fires: || vec![Example::of("<Dial_Plan_1_>(*1.T|[2-9]xxxxxx)</Dial_Plan_1_>")],
    silent: || vec![Example::of("<Dial_Plan_1_>(*1.|[2-9]xxxxxxS0)</Dial_Plan_1_>")],
};

pub(super) static FORM: Check = Check {
    code: Code::new(903),
    name: "dial-plan-undocumented",
    group: Group::DialPlans,
    severity: Severity::Note,
    soundness: Soundness::Sound,
    summary: "A dial plan uses a form that has been seen to work but is not documented.",
    explanation: "In a class, write the keys that it matches, as in `[0-9*#]`, without commas. A substitution has no \
        wildcards: no guide has one before the `:`, and an `x` after it is sent as that letter, so both are warnings. \
        `<9:1>xxx` replaces the 9 and sends the three keys as they are dialled.",
    source: "value-languages 1.3; 1.8, dp-class",
    fires: || {
        vec![
            Example::of("<Dial_Plan_1_>([x*]xx)</Dial_Plan_1_>"),
            Example::of("<Dial_Plan_1_>(&lt;xx:1&gt;xx)</Dial_Plan_1_>"),
            Example::of("<Dial_Plan_1_>(&lt;9:1x&gt;xxx)</Dial_Plan_1_>"),
        ]
    },
    silent: || {
        vec![
            Example::of("<Dial_Plan_1_>([0-9*]xx)</Dial_Plan_1_>"),
            Example::of("<Dial_Plan_1_>(&lt;9:1&gt;xxx|&lt;:maxx&gt;1xx)</Dial_Plan_1_>"),
        ]
    },
};

pub(super) static SHADOWED: Check = Check {
    code: Code::new(904),
    name: "dial-plan-shadowed",
    group: Group::DialPlans,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "A sequence of a dial plan can never be dialled, because another one is sent before it is complete.",
    explanation: "`S0` at the end of a sequence sends the number at once, so no key can follow. Remove the `S0` from \
        the shorter sequence, or make the two differ before it ends. After a repeat, as in `xx.S0`, it sends every \
        number as soon as it is complete, so `xx.` never gets a second key. If only some of the numbers cannot be \
        dialled, this is a note.",
    source: "value-languages 1.8, dp-shadow, dp-unsendable",
    fires: || {
        vec![
            Example::of("<Dial_Plan_1_>(0[1-9]S0|01xxxx)</Dial_Plan_1_>"),
            Example::of("<Dial_Plan_1_>(xx.S0)</Dial_Plan_1_>"),
            Example::of("<Dial_Plan_1_>S:0,(xx.)</Dial_Plan_1_>"),
            Example::of("<Dial_Plan_1_>([1-9]xS0|xx.)</Dial_Plan_1_>"),
            Example::of("<Dial_Plan_1_>(xx.|[1-9]xS0)</Dial_Plan_1_>"),
            Example::of("<Dial_Plan_1_>(9xx.S0|[1-8]xx)</Dial_Plan_1_>"),
            Example::of("<Dial_Plan_1_>(xx.)</Dial_Plan_1_><Interdigit_Short_Timer>0</Interdigit_Short_Timer>"),
        ]
    },
    silent: || {
        vec![
            Example::of("<Dial_Plan_1_>(0[1-9]|01xxxx)</Dial_Plan_1_>"),
            Example::of("<Dial_Plan_1_>(xx.)</Dial_Plan_1_>"),
            Example::of("<Dial_Plan_1_>(xx.S1)</Dial_Plan_1_>"),
            Example::of("<Dial_Plan_1_>([2-9]xxxxxx|1xxx[2-9]xxxxxxS0|xxxxxxxxxxxx.)</Dial_Plan_1_>"),
            Example::of("<Dial_Plan_1_>([2-9]11S0|xx.)</Dial_Plan_1_>"),
            Example::of("<Dial_Plan_1_>(9,&lt;:1&gt;[2-9]xxxxxxxxxS0|9,011xx.|9,xx.|[1-8]xxx)</Dial_Plan_1_>"),
        ]
    },
};

pub(super) static COVERED: Check = Check {
    code: Code::new(905),
    name: "dial-plan-covered",
    group: Group::DialPlans,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "A sequence is never used, because an earlier one matches all of its numbers.",
    explanation: "If two sequences are complete, the first one in the plan is used. Put the more specific one first. \
        If both send the same number, the second one is merely redundant, and this is a note.",
    source: "value-languages 1.8, dp-subst-order",
    fires: || vec![Example::of("<Dial_Plan_1_>(xxxxxxx|&lt;:1352&gt;[2-9]xxxxxx)</Dial_Plan_1_>")],
    silent: || vec![Example::of("<Dial_Plan_1_>(&lt;:1352&gt;[2-9]xxxxxx|xxxxxxx)</Dial_Plan_1_>")],
};

pub(super) static DELAY: Check = Check {
    code: Code::new(906),
    name: "dial-plan-delay",
    group: Group::DialPlans,
    severity: Severity::Note,
    soundness: Soundness::Sound,
    summary: "A complete number waits for the short timer, because a longer one begins the same way.",
    explanation: "Every such call waits 3 seconds, or the time set in `Interdigit_Short_Timer`. `S0` at the end of \
        the sequence sends it at once, but then the longer number can no longer be dialled.",
    source: "value-languages 1.8, dp-delay",
    fires: || vec![Example::of("<Dial_Plan_1_>(91|91xx)</Dial_Plan_1_>")],
    silent: || vec![Example::of("<Dial_Plan_1_>(91|92xx)</Dial_Plan_1_>")],
};

pub(super) static NO_KEY: Check = Check {
    code: Code::new(907),
    name: "dial-plan-matches-nothing-dialled",
    group: Group::DialPlans,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "A sequence other than a hot line matches when no key is pressed.",
    explanation: "`x.` matches any number of keys, even none, and the guides warn against it. Write `xx.` for one or \
        more keys.",
    source: "value-languages 1.8, dp-null",
    fires: || {
        vec![
            Example::of("<Dial_Plan_1_>(*xx|x.)</Dial_Plan_1_>"),
            Example::of("<Dial_Plan_1_>()</Dial_Plan_1_>"),
            Example::of("<Dial_Plan_1_>(xx.|)</Dial_Plan_1_>"),
            Example::of("<Dial_Plan_1_>(x.S0)</Dial_Plan_1_>"),
        ]
    },
    silent: || vec![Example::of("<Dial_Plan_1_>(*xx|xx.)</Dial_Plan_1_>")],
};

pub(super) static BAR_LEAK: Check = Check {
    code: Code::new(908),
    name: "dial-plan-bar-leak",
    group: Group::DialPlans,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "A barred number is still sent if more keys are dialled.",
    explanation: "`!` bars exactly what its sequence matches. With one more key, another sequence matches the number, \
        and most networks ignore the extra digit. Bar the longer numbers as well: `1900xx.!`.",
    source: "value-languages 1.8, dp-bar-leak",
    fires: || vec![Example::of("<Dial_Plan_1_>(1900xxxxxxx!|xx.)</Dial_Plan_1_>")],
    silent: || vec![Example::of("<Dial_Plan_1_>(1900xxxxxxx!|1xxxxxxxxxx)</Dial_Plan_1_>")],
};

pub(super) static BAR_USELESS: Check = Check {
    code: Code::new(909),
    name: "dial-plan-bar-useless",
    group: Group::DialPlans,
    severity: Severity::Note,
    soundness: Soundness::Sound,
    summary: "A sequence bars numbers that no other sequence would send.",
    explanation: "Devices that reject incomplete numbers do not send a number that no sequence matches, so the bar \
        makes no difference there.",
    source: "value-languages 1.8, dp-bar-useless",
    fires: || vec![Example::of("<Dial_Plan_1_>(1900xxx!|2xxx)</Dial_Plan_1_>")],
    silent: || vec![Example::of("<Dial_Plan_1_>(1900xxx!|1xxxxxx)</Dial_Plan_1_>")],
};

pub(super) static GATEWAY: Check = Check {
    code: Code::new(910),
    name: "dial-plan-gateway",
    group: Group::DialPlans,
    severity: Severity::Error,
    soundness: Soundness::NeedsModel,
    summary: "A dial plan sends calls to a gateway that the model does not have.",
    explanation: "`gw0` is the telephone line socket of adapters such as the SPA3102, and `gw1` to `gw4` are gateways \
        that they can use. Phones have no gateways, and most adapters have neither.",
    source: "value-languages 1.6; 1.8, dp-gw",
    fires: || {
        vec![
            Example::on("spa504g", "<Dial_Plan_1_>(&lt;9:&gt;xx.&lt;:@gw0&gt;)</Dial_Plan_1_>"),
            Example::on("spa112", "<Dial_Plan_1_>(&lt;9:&gt;xx.&lt;:@gw0&gt;)</Dial_Plan_1_>"),
            Example::on("spa3102", "<Dial_Plan_1_>(xx.&lt;:@gw9&gt;)</Dial_Plan_1_>"),
            Example::on("spa2102", "<Dial_Plan_1_>(xx.&lt;:@gw1&gt;)</Dial_Plan_1_>"),
            Example::on("ata192", "<Dial_Plan_1_>(xx.&lt;:@gw1&gt;)</Dial_Plan_1_>"),
        ]
    },
    silent: || {
        vec![
            Example::on("spa3102", "<Dial_Plan_1_>(&lt;9:&gt;xx.&lt;:@gw0&gt;)</Dial_Plan_1_>"),
            Example::on("spa3102", "<Dial_Plan_1_>(&lt;9:&gt;xx.&lt;:@gw4&gt;)</Dial_Plan_1_>"),
            Example::of("<Dial_Plan_1_>(&lt;9:&gt;xx.&lt;:@gw0&gt;)</Dial_Plan_1_>"),
        ]
    },
};

pub(super) static PARAMETER: Check = Check {
    code: Code::new(911),
    name: "dial-plan-parameter",
    group: Group::DialPlans,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "A route of a dial plan has an undocumented parameter.",
    explanation: "The documented parameters after the host of a route are `uid`, `usr`, `pwd` and `nat`.",
    source: "value-languages 1.8, dp-gw",
    fires: || vec![Example::of("<Dial_Plan_1_>(xx.&lt;:@gw1;color=red&gt;)</Dial_Plan_1_>")],
    silent: || vec![Example::of("<Dial_Plan_1_>(xx.&lt;:@gw1;usr=a&gt;)</Dial_Plan_1_>")],
};

pub(super) static SECRET: Check = Check {
    code: Code::new(912),
    name: "dial-plan-secret",
    group: Group::DialPlans,
    severity: Severity::Note,
    soundness: Soundness::Sound,
    summary: "A dial plan contains a password.",
    explanation: "The device's web pages and dumps hide passwords, but they show the plan. Keep the account in the \
        gateway's parameters.",
    source: "value-languages 1.8, dp-secret",
    fires: || vec![Example::of("<Dial_Plan_1_>(xx.&lt;:@gw1;usr=a;pwd=b&gt;)</Dial_Plan_1_>")],
    silent: || vec![Example::of("<Dial_Plan_1_>(xx.&lt;:@gw1;usr=a&gt;)</Dial_Plan_1_>")],
};

pub(super) static TIMER: Check = Check {
    code: Code::new(913),
    name: "dial-plan-timer",
    group: Group::DialPlans,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "A timer of a dial plan is longer than devices allow, or the short one is not shorter than the long one.",
    explanation: "Timers go up to 64 seconds. The short timer runs when a number is complete, the long one while it \
        is not. If the short one is not shorter, complete numbers wait as long or longer.",
    source: "value-languages 1.8, dp-timer",
    fires: || vec![Example::of("<Dial_Plan_1_>L:4,S:9,(xx.)</Dial_Plan_1_>")],
    silent: || vec![Example::of("<Dial_Plan_1_>L:9,S:4,(xx.)</Dial_Plan_1_>")],
};

pub(super) static HOT_LINE: Check = Check {
    code: Code::new(914),
    name: "dial-plan-hot-line",
    group: Group::DialPlans,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "A hot line that dials at once leaves no time for the other sequences.",
    explanation: "`P0` and `S0` at the beginning dial as soon as the handset is lifted. Give the caller a few seconds, \
        as in `P5`, or remove the other sequences.",
    source: "value-languages 1.8, dp-hotline",
    fires: || vec![Example::of("<Dial_Plan_1_>(P0&lt;:1000&gt;|xx.)</Dial_Plan_1_>")],
    silent: || vec![Example::of("<Dial_Plan_1_>(P5&lt;:1000&gt;|xx.)</Dial_Plan_1_>")],
};

pub(super) static SERVICE_CODE: Check = Check {
    code: Code::new(919),
    name: "dial-plan-service-code",
    group: Group::DialPlans,
    severity: Severity::Note,
    soundness: Soundness::Sound,
    summary: "A sequence of the plan is the star code of one of the device's own services.",
    explanation: "Devices add their own star codes to every plan, so the sequence is not needed. The code starts the \
        device's own service and is not sent to the server. To send it to the server, empty that code's parameter.",
    source: "value-languages 1.8, dp-vsc; 4.4",
    fires: || {
        vec![
            Example::of("<Dial_Plan_1_>(*69|xx.)</Dial_Plan_1_><Call_Return_Code>*69</Call_Return_Code>"),
            Example::of("<Dial_Plan_1_>(&lt;*69:123&gt;|xx.)</Dial_Plan_1_><Call_Return_Code>*69</Call_Return_Code>"),
        ]
    },
    silent: || {
        vec![
            Example::of("<Dial_Plan_1_>(*69|xx.)</Dial_Plan_1_><Call_Return_Code></Call_Return_Code>"),
            Example::of("<Dial_Plan_1_>(*xx|xx.)</Dial_Plan_1_><Call_Return_Code>*69</Call_Return_Code>"),
        ]
    },
};

pub(super) static GATEWAY_EMPTY: Check = Check {
    code: Code::new(920),
    name: "dial-plan-gateway-empty",
    group: Group::DialPlans,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "A plan sends calls to a gateway that this profile leaves empty.",
    explanation: "`gw1` to `gw4` are the hosts in `Gateway_1_1_` to `Gateway_4_1_`. A call to an empty one fails.",
    source: "value-languages 1.8, dp-gw; 1.6",
    fires: || vec![Example::of("<Dial_Plan_1_>(9xx.&lt;:@gw1&gt;)</Dial_Plan_1_><Gateway_1_1_></Gateway_1_1_>")],
    silent: || {
        vec![
            Example::of("<Dial_Plan_1_>(9xx.&lt;:@gw1&gt;)</Dial_Plan_1_><Gateway_1_1_>192.0.2.1</Gateway_1_1_>"),
            Example::of("<Dial_Plan_1_>(9xx.&lt;:@gw1&gt;)</Dial_Plan_1_>"),
            Example::of("<Dial_Plan_1_>(9xx.&lt;:@gw0&gt;)</Dial_Plan_1_>"),
        ]
    },
};
