//! The checks of rules: what each reports, why it matters, and examples.
//!
//! Knows: words and examples. Must not know: how any check works.

use spc_core::diagnostic::{Code, Severity};

use crate::check::definition::{Check, Example, Group, Soundness};

pub(super) static RULE_SYNTAX: Check = Check {
    code: Code::new(601),
    name: "rule-syntax",
    group: Group::Provisioning,
    severity: Severity::Error,
    soundness: Soundness::Sound,
    summary: "A provisioning rule or resync trigger is not in any documented form.",
    explanation: "A device that cannot read its rule fetches nothing, and at best says so in a log that nobody reads. \
        A rule has the form `( condition )? [--key $SA] URL | another alternative`.",
    source: "profile-language 9",
    fires: || {
        vec![
            Example::of("<Profile_Rule>[--key $SA http://prov.example.com/$MA.cfg</Profile_Rule>"),
            Example::of("<Upgrade_Rule>( $SWVER lt 7.5.2 ) http://prov.example.com/fw.bin</Upgrade_Rule>"),
            Example::of("<Resync_Trigger_1>$PRVTMR gt</Resync_Trigger_1>"),
        ]
    },
    silent: || {
        vec![
            Example::of("<Profile_Rule>[--key $SA] http://prov.example.com/$MA.cfg</Profile_Rule>"),
            Example::of("<Resync_Trigger_1>$PRVTMR gt 600</Resync_Trigger_1>"),
            Example::of("<Profile_Rule></Profile_Rule>"),
        ]
    },
};

pub(super) static KEY_EMPTIED: Check = Check {
    code: Code::new(602),
    name: "key-emptied",
    group: Group::Provisioning,
    severity: Severity::Error,
    soundness: Soundness::Sound,
    summary: "A rule takes its key from a parameter that the same profile empties.",
    explanation: "After this profile the device has no key for the next file, so it cannot open it and keeps its \
        configuration. Leave the parameter out of the profile, or write `<GPP_SA/>`, which keeps the device's value.",
    source: "value-languages 6.1, key-empty",
    fires: || {
        vec![
            Example::of("<Profile_Rule>[--key $SA] http://h/$MA.cfg</Profile_Rule><GPP_SA></GPP_SA>"),
            Example::of("<Profile_Rule>( GPP_SA = \"\" ; )! [--key $SA] http://h/$MA.cfg</Profile_Rule>"),
        ]
    },
    silent: || {
        vec![
            Example::of("<Profile_Rule>[--key $SA] http://h/$MA.cfg</Profile_Rule><GPP_SA/>"),
            Example::of(
                "<Profile_Rule>( GPP_SA = \"x\" ; )! [--key $SA] http://h/$MA.cfg</Profile_Rule><GPP_SA></GPP_SA>",
            ),
            Example::of("<Profile_Rule>http://h/$MA.cfg</Profile_Rule><GPP_SA></GPP_SA>"),
        ]
    },
};

pub(super) static MACRO_EMPTIED: Check = Check {
    code: Code::new(603),
    name: "macro-emptied",
    group: Group::Provisioning,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "A rule uses a parameter that the same profile empties.",
    explanation: "The macro expands to nothing, which leaves a gap in the address or the condition. `--post` then \
        sends nothing, and `--alias` has no map.",
    source: "value-languages 6.1, macro-empty",
    fires: || {
        vec![
            Example::of("<Profile_Rule>http://$A/$MA.cfg</Profile_Rule><GPP_A></GPP_A>"),
            Example::of("<Profile_Rule>( a = \"\" ; )! http://$A/$MA.cfg</Profile_Rule>"),
            Example::of("<Profile_Rule>[--post c] http://h/$MA.cfg</Profile_Rule><GPP_C></GPP_C>"),
            Example::of("<Profile_Rule>[--alias c] http://h/$MA.cfg</Profile_Rule><GPP_C></GPP_C>"),
        ]
    },
    silent: || {
        vec![
            Example::of("<Profile_Rule>http://$A/$MA.cfg</Profile_Rule><GPP_A>prov.example.com</GPP_A>"),
            Example::of("<Profile_Rule>( c = \"mac=$MA\" ; )! [--post c] http://h/x</Profile_Rule><GPP_C></GPP_C>"),
        ]
    },
};

pub(super) static SECRET_MACRO_PLACE: Check = Check {
    code: Code::new(604),
    name: "secret-macro-place",
    group: Group::Provisioning,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "`$SA` to `$SD` are expanded only as the argument of an option.",
    explanation: "Anywhere else, the device reads the macro as literal text. If a value belongs in an address, put it \
        in one of `GPP_A` to `GPP_P`.",
    source: "profile-language 9.6; value-languages 6.1, secret-macro-place",
    fires: || vec![Example::of("<Profile_Rule>http://h/$SA.cfg</Profile_Rule>")],
    silent: || vec![Example::of("<Profile_Rule>[--key $SA] http://h/$MA.cfg</Profile_Rule>")],
};

pub(super) static UNKNOWN_MACRO: Check = Check {
    code: Code::new(605),
    name: "unknown-macro",
    group: Group::Provisioning,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "A rule or a log message uses a macro that no guide documents, so the device does not expand it.",
    explanation: "The device requests a file with a `$` in its name. Letter case matters: `$MA` is the MAC address, \
        but `$ma` is not a macro. A name ends at the first character that is not a letter or a digit, so write \
        `$(MA)x` if a letter follows the macro.",
    source: "profile-language 9.6",
    fires: || {
        vec![
            Example::of("<Profile_Rule>http://h/$ma.cfg</Profile_Rule>"),
            Example::of("<Profile_Rule>[--key $SE] http://h/$MA.cfg</Profile_Rule>"),
            Example::of("<Profile_Rule>[--key $sa] http://h/$MA.cfg</Profile_Rule>"),
            Example::of("<Profile_Rule>[--key $GPP_SA] http://h/$MA.cfg</Profile_Rule>"),
            Example::of("<Profile_Rule>[--key GPP_SA] http://h/$MA.cfg</Profile_Rule>"),
            Example::of("<Profile_Rule>( \"$GPP_A\" eq \"1\" )? http://h/$MA.cfg</Profile_Rule>"),
            Example::of("<Log_Resync_Failure_Msg>$PN $MAC $foo</Log_Resync_Failure_Msg>"),
        ]
    },
    silent: || {
        vec![
            Example::of("<Profile_Rule>http://h/$(MA)x$PSN.cfg</Profile_Rule>"),
            Example::of("<Log_Resync_Failure_Msg>$PN $MAC -- Resync failed: $ERR</Log_Resync_Failure_Msg>"),
            Example::of("<Profile_Rule>[--key $kX9.mmQ] http://h/$MA.cfg</Profile_Rule>"),
        ]
    },
};

pub(super) static MAC_WITH_COLONS: Check = Check {
    code: Code::new(606),
    name: "mac-with-colons",
    group: Group::Provisioning,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "`$MAC` in an address has colons in it.",
    explanation: "`$MAC` expands to `00:0e:08:aa:bb:cc`, and files are rarely named like that. `$MA` is \
        `000e08aabbcc` and `$MAU` is `000E08AABBCC`.",
    source: "profile-language 9.6",
    fires: || vec![Example::of("<Profile_Rule>http://h/$MAC.cfg</Profile_Rule>")],
    silent: || vec![Example::of("<Profile_Rule>http://h/$MA.cfg?mac=$MAU</Profile_Rule>")],
};

pub(super) static KEY_IS_PUBLIC: Check = Check {
    code: Code::new(607),
    name: "key-is-public",
    group: Group::Secrets,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "The key of a rule is the MAC address or serial number, which are printed on the box, or a word from the \
        address after it.",
    explanation: "Anyone who sees the device, or a packet from it, can open its file. The same goes for a key in the \
        rule itself: twelve hexadecimal digits are assumed to be a MAC address. A macro in `GPP_SA` is not expanded, \
        so the key is the text `$MA` itself, the same for every device. Give each device a random key, as `spc \
        keygen` and `spc bootstrap` do, and write `[--key $SA]`.",
    source: "profile-language 9.6; value-languages 6.2",
    fires: || {
        vec![
            Example::of("<Profile_Rule>[--key $MA] http://h/$MA.cfg</Profile_Rule>"),
            Example::of("<Profile_Rule>[--key x$MA-$PN] http://h/$MA.cfg</Profile_Rule>"),
            Example::of("<Profile_Rule>[--key 000e08aabbcc] http://h/$MA.cfg</Profile_Rule>"),
            Example::of("<Profile_Rule>[--key $B] http://h/$MA.cfg</Profile_Rule><GPP_B>00:0E:08:AA:BB:CC</GPP_B>"),
            Example::of("<GPP_SA>$MA</GPP_SA>"),
            Example::of("<Profile_Rule>[--key Prov.example.com] http://prov.example.com/$MA.cfg</Profile_Rule>"),
        ]
    },
    silent: || {
        vec![
            Example::of("<Profile_Rule>[--key $SA] http://h/$MA.cfg</Profile_Rule>"),
            Example::of("<Profile_Rule>[--key kX9.mmQ2v-77Qa] http://h/$MA.cfg</Profile_Rule>"),
            Example::of("<Profile_Rule>[--key kX9.mmQ2v$MA] http://h/$MA.cfg</Profile_Rule>"),
            Example::of("<Profile_Rule>[--key $B$MA] http://h/$MA.cfg</Profile_Rule>"),
            Example::of("<Profile_Rule>[--key a37d2fb9055c1d04883a0745eb0917a4] http://h/$MA.cfg</Profile_Rule>"),
            Example::of("<Profile_Rule>http://h/$B.cfg</Profile_Rule><GPP_B>000e08aabbcc</GPP_B>"),
        ]
    },
};

pub(super) static NO_SERVER: Check = Check {
    code: Code::new(608),
    name: "rule-without-server",
    group: Group::Provisioning,
    severity: Severity::Note,
    soundness: Soundness::Sound,
    summary: "A rule names no server, so the device uses the one that DHCP names.",
    explanation: "This works only if DHCP option 66 is set, and only for profiles: a firmware upgrade has no such \
        default.",
    source: "profile-language 9.4; value-languages 6.1, rule-no-server",
    fires: || {
        vec![
            Example::of("<Profile_Rule>/spa$MA.cfg</Profile_Rule>"),
            Example::of("<Upgrade_Rule>/fw/spa50x.bin</Upgrade_Rule>"),
        ]
    },
    silent: || {
        vec![
            Example::of("<Profile_Rule>tftp://192.0.2.1/spa$MA.cfg</Profile_Rule>"),
            Example::on("8851", "<Profile_Rule>gds://</Profile_Rule>"),
        ]
    },
};

pub(super) static SHARED_PROFILE: Check = Check {
    code: Code::new(609),
    name: "rule-without-macro",
    group: Group::Provisioning,
    severity: Severity::Note,
    soundness: Soundness::Heuristic,
    summary: "A profile with a SIP account fetches the next one from an address that is the same for every device.",
    explanation: "Every phone with this rule fetches the same file, and so gets the same account. Put `$MA` in the \
        address. If it was there, a shell has probably expanded it: quote it with `'`.",
    source: "value-languages 6.1, rule-shared",
    fires: || {
        vec![Example::of(
            "<Profile_Rule>http://h/.cfg</Profile_Rule><User_ID_1_>101</User_ID_1_><Password_1_>x</Password_1_>",
        )]
    },
    silent: || {
        vec![
            Example::of(
                "<Profile_Rule>http://h/$MA.cfg</Profile_Rule><User_ID_1_>101</User_ID_1_><Password_1_>x</Password_1_>",
            ),
            Example::of("<Profile_Rule>http://h/common.cfg</Profile_Rule>"),
            Example::on("8851", "<Profile_Rule>gds://</Profile_Rule><User_ID_1_>101</User_ID_1_>"),
            Example::of(
                "<Profile_Rule>http://h/common.cfg</Profile_Rule><Profile_Rule_B>http://h/$MA.cfg</Profile_Rule_B>\
                <User_ID_1_>101</User_ID_1_>",
            ),
            Example::of("<Profile_Rule_B>http://h/common.cfg</Profile_Rule_B><User_ID_1_>101</User_ID_1_>"),
        ]
    },
};

pub(super) static UNKNOWN_OPTION: Check = Check {
    code: Code::new(610),
    name: "rule-option",
    group: Group::Provisioning,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "The brackets of a rule contain something that no guide documents as an option.",
    explanation: "The options are --key, --uid, --pwd, --post, --alias, --delta and --status, each with two dashes. \
        It is not documented what a device does with anything else; a key after `-key` is not used.",
    source: "profile-language 9.5",
    fires: || vec![Example::of("<Profile_Rule>[--keys $SA] http://h/$MA.cfg</Profile_Rule>")],
    silent: || vec![Example::of("<Profile_Rule>[ --key $SA --uid u --pwd $SB ] http://h/$MA.cfg</Profile_Rule>")],
};

pub(super) static HTTPS_TO_ADDRESS: Check = Check {
    code: Code::new(611),
    name: "https-to-address",
    group: Group::Provisioning,
    severity: Severity::Note,
    soundness: Soundness::Heuristic,
    summary: "A rule fetches over HTTPS from an IP address.",
    explanation: "Most certificates are for host names, few for addresses. A device that checks the name refuses the \
        server. Write the name in the certificate.",
    source: "value-languages 5.2, url-scheme",
    fires: || vec![Example::of("<Profile_Rule>https://192.0.2.1/$MA.cfg</Profile_Rule>")],
    silent: || {
        vec![
            Example::of("<Profile_Rule>https://prov.example.com/$MA.cfg</Profile_Rule>"),
            Example::of("<Profile_Rule>http://192.0.2.1/$MA.cfg</Profile_Rule>"),
        ]
    },
};

pub(super) static ADDRESS: Check = Check {
    code: Code::new(612),
    name: "rule-address",
    group: Group::Provisioning,
    severity: Severity::Error,
    soundness: Soundness::Sound,
    summary: "The address of a rule has an impossible scheme, host or port.",
    explanation: "The device contacts no server, or the wrong one, and keeps its profile. An address looks like \
        `http://prov.example.com:8080/$MA.cfg`; devices fetch over tftp, http and https. An address without a path is \
        a warning: `spa.cfg` is read as the name of a server, `/spa.cfg` as a file.",
    source: "profile-language 9.4",
    fires: || {
        vec![
            Example::of("<Profile_Rule>htpp://prov.example.com/$MA.cfg</Profile_Rule>"),
            Example::of("<Profile_Rule>http:/prov.example.com/$MA.cfg</Profile_Rule>"),
            Example::of("<Profile_Rule>http://prov.example.com:99999/$MA.cfg</Profile_Rule>"),
            Example::of("<Profile_Rule>http://192.168.1.300/$MA.cfg</Profile_Rule>"),
            Example::of("<Report_Rule>http://prov.example.com\\report</Report_Rule>"),
            Example::of("<Profile_Rule>spa.cfg</Profile_Rule>"),
        ]
    },
    silent: || {
        vec![
            Example::of("<Profile_Rule>http://prov.example.com:8080/$MA.cfg</Profile_Rule>"),
            Example::of("<Profile_Rule>$A</Profile_Rule>"),
            Example::of("<Profile_Rule>http://{{host}}:{{port}}/$MA.cfg</Profile_Rule>"),
            Example::of("<Profile_Rule>/spa$PSN.cfg | 192.0.2.1/spa.cfg</Profile_Rule>"),
        ]
    },
};

pub(super) static HTTPS_OF_OLD: Check = Check {
    code: Code::new(633),
    name: "https-of-old-firmware",
    group: Group::Provisioning,
    severity: Severity::Note,
    soundness: Soundness::NeedsModel,
    summary: "A Sipura device is set to fetch over HTTPS, which came with firmware 2.0.",
    explanation: "Firmware before 2.0 supports only TFTP and HTTP, and fetches nothing with this rule. If all your \
        devices run 2.0 or later, ignore the note.",
    source: "value-languages 6.1, upgrade-https",
    fires: || vec![Example::on("sipura", "<Profile_Rule>https://prov.example.com/$MA.cfg</Profile_Rule>")],
    silent: || {
        vec![
            Example::on("sipura", "<Profile_Rule>http://prov.example.com/$MA.cfg</Profile_Rule>"),
            Example::on("spa504g", "<Profile_Rule>https://prov.example.com/$MA.cfg</Profile_Rule>"),
        ]
    },
};

pub(super) static KEY_IS_WEAK: Check = Check {
    code: Code::new(634),
    name: "rule-key-weak",
    group: Group::Secrets,
    severity: Severity::Warning,
    soundness: Soundness::Heuristic,
    summary: "The key of a profile is very short, or part of it seems to be missing.",
    explanation: "Anyone with a copy of a profile can try millions of keys a second, and finds a key of seven \
        lower-case letters in less than an hour. A hexadecimal key usually has 32 or 64 digits. A device accepts any \
        text as its key, so missing digits go unnoticed until it cannot open its next profile. `spc keygen` makes a \
        key.",
    source: "profile-language 8.2, 8.3",
    fires: || {
        vec![
            Example::of("<Profile_Rule>[--key abc] http://h/$MA.cfg</Profile_Rule>"),
            Example::of("<Profile_Rule>[--key a37d2fb9055c1d04883a0745eb0917] http://h/$MA.cfg</Profile_Rule>"),
            Example::of("<Profile_Rule>[--key $SA] http://h/$MA.cfg</Profile_Rule><GPP_SA>1234</GPP_SA>"),
            Example::of("<Profile_Rule>[--key $B] http://h/$MA.cfg</Profile_Rule><GPP_B>4711</GPP_B>"),
        ]
    },
    silent: || {
        vec![
            Example::of("<Profile_Rule>[--key a37d2fb9055c1d04883a0745eb0917a4] http://h/$MA.cfg</Profile_Rule>"),
            Example::of("<Profile_Rule>[--key \"SecretPhrase1234\"] http://h/$MA.cfg</Profile_Rule>"),
            Example::of("<Profile_Rule>[--key $SA] http://h/$MA</Profile_Rule><GPP_SA></GPP_SA><GPP_A>abc</GPP_A>"),
            Example::of("<Profile_Rule>[--key $SA --pwd $SB] http://h/$MA</Profile_Rule><GPP_SB>1234</GPP_SB>"),
            Example::of("<Profile_Rule>[--key $SA] http://h/$MA.cfg</Profile_Rule>"),
        ]
    },
};
