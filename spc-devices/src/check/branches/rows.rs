//! The checks of the branches of rules: what each reports, why it matters, and examples.
//!
//! Knows: words and examples. Must not know: how any check works.

use spc_core::diagnostic::{Code, Severity};

use crate::check::definition::{Check, Example, Group, Soundness};

pub(super) static DEAD: Check = Check {
    code: Code::new(613),
    name: "alternative-never-taken",
    group: Group::Provisioning,
    severity: Severity::Error,
    soundness: Soundness::Sound,
    summary: "An alternative of a rule has no condition and is not the last one, so those after it are never taken.",
    explanation: "A device takes the first alternative whose condition is true, or that has none. `A | B` does not \
        mean `A, and B if that fails`: a failed fetch is retried later, from the start. Put a condition before every \
        alternative but the last, or use `Profile_Rule_B` for a second file. A `|` with nothing after it is a \
        warning, and so is a condition that is true only if that of an earlier alternative is.",
    source: "profile-language 9.1",
    fires: || {
        vec![
            Example::of("<Profile_Rule>http://a/$MA | http://b/$MA</Profile_Rule>"),
            Example::of("<Profile_Rule>| http://a/$MA</Profile_Rule>"),
            Example::of("<Upgrade_Rule>http://a/f.bin ||</Upgrade_Rule>"),
            Example::of("<Upgrade_Rule>( $SWVER lt 7.5.2 )? http://a/f.bin |</Upgrade_Rule>"),
            Example::of("<Profile_Rule>( GPP_A = \"x\" ; )! | http://a/$MA</Profile_Rule>"),
            Example::of(
                "<Upgrade_Rule>( $SWVER lt 7.6.2 )? http://a/7.bin | ( $SWVER lt 7.5.5 )? http://a/6.bin</Upgrade_Rule>",
            ),
            Example::of(
                "<Profile_Rule>( \"$PN\" ne \"SPA504G\" )? http://a/$MA | ( \"$PN\" eq \"SPA502G\" )? http://b/$MA</Profile_Rule>",
            ),
        ]
    },
    silent: || {
        vec![
            Example::of(
                "<Upgrade_Rule>( $SWVER lt 7.5.5 )? http://a/6.bin | ( $SWVER lt 7.6.2 )? http://a/7.bin</Upgrade_Rule>",
            ),
            Example::of(
                "<Profile_Rule>( \"$PN\" eq \"SPA504G\" )? http://a/$MA | ( \"$PN\" eq \"SPA502G\" )? http://b/$MA</Profile_Rule>",
            ),
            Example::of("<Profile_Rule>( $SWVER lt 7.5.2 )? http://a/$MA | http://b/$MA</Profile_Rule>"),
            Example::of("<Profile_Rule>( $SWVER lt 7.5.2 )? | http://b/$MA</Profile_Rule>"),
            Example::of("<Profile_Rule></Profile_Rule>"),
            Example::of("<Profile_Rule># http://a/$MA | http://b/$MA</Profile_Rule>"),
        ]
    },
};

pub(super) static COMPARISON: Check = Check {
    code: Code::new(614),
    name: "comparison-never-decided",
    group: Group::Provisioning,
    severity: Severity::Error,
    soundness: Soundness::Sound,
    summary: "A condition contains a comparison that no device can make, whatever the values.",
    explanation: "Whole numbers and versions have an order. Strings in double quotes are only equal or not equal, and \
        `\"$SWVER\" lt \"7.5.2\"` asks for the order of two strings. Write `$SWVER lt 7.5.2` for versions and \
        `\"$EXTIP\" ne \"\"` for strings. A word without quotes is neither. A version in an undocumented form, such \
        as `7.6.2.a`, is a warning: it is not known whether a device can read it.",
    source: "profile-language 9.2",
    fires: || {
        vec![
            Example::of("<Upgrade_Rule>( \"$SWVER\" &lt; \"7.5.2\" )? http://h/fw.bin</Upgrade_Rule>"),
            Example::of("<Profile_Rule>( \"$EXTIP\" gt \"1\" )? http://h/$MA</Profile_Rule>"),
            Example::of("<Profile_Rule>( $PRVTMR gt abc )? http://h/$MA</Profile_Rule>"),
            Example::of("<Upgrade_Rule>( SWVER ne 7.6.2 )? http://h/fw.bin</Upgrade_Rule>"),
            Example::of("<Profile_Rule>( $MA eq 000e08aabbcc )? http://h/$MA</Profile_Rule>"),
            Example::of("<Profile_Rule>( $PSN eq 504G )? http://h/$MA</Profile_Rule>"),
            Example::of("<Profile_Rule>( $PN eq \"SPA504G\" )? http://h/$MA</Profile_Rule>"),
            Example::of("<Resync_Trigger_1>\"$REGTMR1\" gt 300</Resync_Trigger_1>"),
        ]
    },
    silent: || {
        vec![
            Example::of("<Upgrade_Rule>( $SWVER lt 7.5.2b )? http://h/fw.bin</Upgrade_Rule>"),
            Example::of("<Profile_Rule>( \"$EXTIP\" ne \"\" and $PRVST eq -1 )? http://h/$MA</Profile_Rule>"),
            Example::of("<Profile_Rule>( $PRVTMR gt {{seconds}} )? http://h/$MA</Profile_Rule>"),
            Example::of("<Resync_Trigger_1>$REGTMR1 gt 300</Resync_Trigger_1>"),
            Example::of("<Upgrade_Rule>( $SWVER lt 8 )? http://h/fw.bin</Upgrade_Rule>"),
            Example::of(
                "<Profile_Rule>( \"$PN\" eq \"SPA504G\" and \"$PSN\" ne \"502G\" )? http://h/$MA</Profile_Rule>",
            ),
        ]
    },
};

pub(super) static ASSIGNED: Check = Check {
    code: Code::new(615),
    name: "assignment-to-nothing",
    group: Group::Provisioning,
    severity: Severity::Warning,
    soundness: Soundness::NeedsModel,
    summary: "A rule sets a parameter that the model does not have.",
    explanation: "An assignment uses the parameter name from XML, letter for letter: `User_ID_1_`, not `user_ID_1_`. \
        The small letters `a` to `p` are short for `GPP_A` to `GPP_P`; any other letter is an error on every model. \
        The device ignores parameters that the model does not have.",
    source: "profile-language 9.3; families 3, 4",
    fires: || {
        vec![
            Example::on("spa504g", "<Profile_Rule>( user_ID_1_ = \"x\" ; )! http://h/$MA</Profile_Rule>"),
            Example::on("spa504g", "<Profile_Rule>( User_ID_9_ = \"x\" ; )! http://h/$MA</Profile_Rule>"),
            Example::of("<Profile_Rule>( q = \"1\" ; )! http://h/$MA</Profile_Rule>"),
        ]
    },
    silent: || {
        vec![
            Example::on("spa504g", "<Profile_Rule>( User_ID_1_ = \"x\" ; c = \"\" ; )! http://h/$MA</Profile_Rule>"),
            Example::of("<Profile_Rule>( user_ID_1_ = \"x\" ; )! http://h/$MA</Profile_Rule>"),
        ]
    },
};

pub(super) static NEVER: Check = Check {
    code: Code::new(628),
    name: "condition-never-true",
    group: Group::Provisioning,
    severity: Severity::Warning,
    soundness: Soundness::Sound,
    summary: "A condition has the same outcome on every device, because a text has a different form from the macro, \
        or because two bounds exclude each other.",
    explanation: "Texts are compared letter for letter. `$MA` is `000e08aabbcc`, `$MAU` is the same in capitals, and \
        `$MAC` is `00:0e:08:aa:bb:cc`. `$SWVER lt 7.5.5 and $SWVER gt 7.6.0` is true for no version.",
    source: "profile-language 9.2, 9.6",
    fires: || {
        vec![
            Example::of("<Profile_Rule>( \"$PN\" eq \"504G\" )? http://h/$MA</Profile_Rule>"),
            Example::of("<Profile_Rule>( \"$PSN\" eq \"SPA504G\" )? http://h/$MA</Profile_Rule>"),
            Example::of("<Profile_Rule>( \"$MA\" eq \"000E08AABBCC\" )? http://h/$MA</Profile_Rule>"),
            Example::of("<Profile_Rule>( \"$MA\" eq \"00:0e:08:aa:bb:cc\" )? http://h/$MA</Profile_Rule>"),
            Example::of("<Profile_Rule>( \"$MAC\" eq \"000e08aabbcc\" )? http://h/$MA</Profile_Rule>"),
            Example::of("<Profile_Rule>( \"$MAU\" ne \"000e08aabbcc\" )? http://h/$MA</Profile_Rule>"),
            Example::of("<Profile_Rule>( \"$PN\" eq \"SPA504g\" )? http://h/$MA</Profile_Rule>"),
            Example::of("<Upgrade_Rule>( \"$SWVER\" ne \"7-6-2.bin\" )? http://h/7-6-2.bin</Upgrade_Rule>"),
            Example::of("<Upgrade_Rule>( $SWVER lt 7.5.5 and $SWVER gt 7.6.0 )? http://h/fw.bin</Upgrade_Rule>"),
            Example::of(
                "<Profile_Rule>( \"$PN\" eq \"SPA502G\" and \"$PN\" eq \"SPA504G\" )? http://h/$MA</Profile_Rule>",
            ),
            Example::of("<Resync_Trigger_1>$PRVTMR gt 600 and $PRVTMR lt 300</Resync_Trigger_1>"),
        ]
    },
    silent: || {
        vec![
            Example::of("<Profile_Rule>( \"$MA\" eq \"000e08aabbcc\" )? http://h/$MA</Profile_Rule>"),
            Example::of("<Profile_Rule>( \"$MAC\" eq \"00:0e:08:aa:bb:cc\" )? http://h/$MA</Profile_Rule>"),
            Example::of("<Profile_Rule>( \"$MAU\" eq \"000E08AABBCC\" )? http://h/$MA</Profile_Rule>"),
            Example::of("<Profile_Rule>( \"$MA\" eq \"{{mac}}\" )? http://h/$MA</Profile_Rule>"),
            Example::of("<Profile_Rule>( \"$PN\" eq \"SPA504G\" )? http://h/$MA</Profile_Rule>"),
            Example::of("<Upgrade_Rule>( $SWVER gt 7.5.5 and $SWVER lt 7.6.0 )? http://h/fw.bin</Upgrade_Rule>"),
            Example::of(
                "<Profile_Rule>( \"$PN\" ne \"SPA502G\" and \"$PN\" ne \"SPA504G\" )? http://h/$MA</Profile_Rule>",
            ),
        ]
    },
};
