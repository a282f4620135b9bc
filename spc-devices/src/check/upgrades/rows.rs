//! The checks of upgrade rules: what each reports, why it matters, and examples.
//!
//! Knows: words and examples. Must not know: how any check works.

use spc_core::diagnostic::{Code, Severity};

use crate::check::definition::{Check, Example, Group, Soundness};

pub(super) static UPGRADE_LOOP: Check = Check {
    code: Code::new(620),
    name: "upgrade-loop",
    group: Group::Provisioning,
    severity: Severity::Warning,
    soundness: Soundness::Heuristic,
    summary: "The condition of an upgrade is still true after the upgrade, so the device upgrades forever.",
    explanation: "`$SWVER != 7.6.2` is also true for a phone that runs 7.6.2f, because whole versions are compared. \
        Write the version exactly as the device reports it, or compare with `lt`. Two alternatives may undo each \
        other in the same way, if each is true for the image that the other installs. The versions are read from the \
        file names.",
    source: "value-languages 6.1, upgrade-always; profile-language 9.2",
    fires: || {
        vec![
            Example::of("<Upgrade_Rule>( $SWVER != 7.6.2 ) ? tftp://192.0.2.3/fw/spa50x-30x-7-6-2f.bin</Upgrade_Rule>"),
            Example::of("<Upgrade_Rule>( $SWVER ge 7.5.2 ) ? tftp://192.0.2.3/fw/spa50x-30x-7-6-2f.bin</Upgrade_Rule>"),
            Example::of(
                "<Upgrade_Rule>( $SWVER ne 7.6.2 )? http://h/spa50x-7-6-2.bin | ( $SWVER eq 7.6.2 )? http://h/spa50x-7-4-9.bin</Upgrade_Rule>",
            ),
        ]
    },
    silent: || {
        vec![
            Example::of(
                "<Upgrade_Rule>( $SWVER != 7.6.2f ) ? tftp://192.0.2.3/fw/spa50x-30x-7-6-2f.bin</Upgrade_Rule>",
            ),
            Example::of("<Upgrade_Rule>( $SWVER lt 7.6.2 ) ? tftp://192.0.2.3/fw/spa50x-30x-7-6-2f.bin</Upgrade_Rule>"),
        ]
    },
};

pub(super) static UPGRADE_ALWAYS: Check = Check {
    code: Code::new(621),
    name: "upgrade-always",
    group: Group::Provisioning,
    severity: Severity::Note,
    soundness: Soundness::Sound,
    summary: "An alternative of the upgrade rule does not check the version, so it applies whatever the device runs.",
    explanation: "Devices reportedly do not fetch an image again until the rule changes, so this alone is not a loop. \
        But a device that already runs newer firmware is downgraded. Put `( $SWVER lt 7.6.2 )?` in front of the \
        address.",
    source: "value-languages 6.1, upgrade-always",
    fires: || {
        vec![
            Example::of("<Upgrade_Rule>http://prov.example.com/fw/spa50x-30x-7-6-2.bin</Upgrade_Rule>"),
            Example::of("<Upgrade_Rule>( \"$PN\" eq \"SPA504G\" )? http://h/fw/spa50x-30x-7-6-2.bin</Upgrade_Rule>"),
        ]
    },
    silent: || {
        vec![
            Example::of(
                "<Upgrade_Rule>( $SWVER lt 7.6.2 )? http://prov.example.com/fw/spa50x-30x-7-6-2.bin</Upgrade_Rule>",
            ),
            Example::of("<Upgrade_Rule></Upgrade_Rule>"),
        ]
    },
};

pub(super) static UPGRADE_TO_PROFILE: Check = Check {
    code: Code::new(622),
    name: "upgrade-fetches-profile",
    group: Group::Provisioning,
    severity: Severity::Warning,
    soundness: Soundness::Heuristic,
    summary: "The upgrade rule fetches a file that is named like a profile or a package, or a profile rule one named like \
        firmware.",
    explanation: "The name of an image ends in `.bin` or `.loads`. Vendors publish images in a `.zip`, `.exe` or `.cop`, \
        which no device unpacks. A device refuses a profile that it fetches as firmware, and the profile that it should \
        fetch is not fetched. Perhaps you meant `Profile_Rule`. In the same way, firmware is not a profile.",
    source: "value-languages 6.1",
    fires: || {
        vec![
            Example::of("<Upgrade_Rule>( $SWVER lt 7.6.2 )? http://h/$MA.cfg</Upgrade_Rule>"),
            Example::of("<Upgrade_Rule>( $SWVER lt 7.6.2 )? http://h/spa50x-30x-7-6-2.zip</Upgrade_Rule>"),
            Example::of("<Upgrade_Rule>( $SWVER lt 7.6.2 )? http://h/upg-spa504g-7-6-2f.exe</Upgrade_Rule>"),
            Example::of("<Upgrade_Rule>( $SWVER lt 7.6.2 )? tftp://h/firmware.cop.sgn</Upgrade_Rule>"),
            Example::of("<Profile_Rule>http://h/spa504g-7-6-2.bin</Profile_Rule>"),
            Example::of("<Profile_Rule_B>http://h/sip88xx.11-3-1MPP-678.loads</Profile_Rule_B>"),
        ]
    },
    silent: || {
        vec![
            Example::of("<Upgrade_Rule>( $SWVER lt 7.6.2 )? http://h/spa50x.bin</Upgrade_Rule>"),
            Example::of("<Profile_Rule>http://h/$MA.bin</Profile_Rule>"),
        ]
    },
};

pub(super) static UPGRADE_OVER_HTTPS: Check = Check {
    code: Code::new(623),
    name: "upgrade-over-https",
    group: Group::Provisioning,
    severity: Severity::Warning,
    soundness: Soundness::NeedsModel,
    summary: "These phones upgrade over TFTP and HTTP only.",
    explanation: "The guide to the SPA900 series says that firmware is not fetched over HTTPS. Put the image on an \
        HTTP server.",
    source: "Linksys IP Phone Administrator Guide, firmware 5.1, p. 2-15; value-languages 6.1, upgrade-https",
    fires: || vec![Example::on("spa942", "<Upgrade_Rule>( $SWVER lt 6.1.5 )? https://h/spa942.bin</Upgrade_Rule>")],
    silent: || {
        vec![
            Example::on("spa942", "<Upgrade_Rule>( $SWVER lt 6.1.5 )? http://h/spa942.bin</Upgrade_Rule>"),
            Example::on("spa504g", "<Upgrade_Rule>( $SWVER lt 7.6.2 )? https://h/spa50x.bin</Upgrade_Rule>"),
        ]
    },
};

pub(super) static UPGRADE_OFF: Check = Check {
    code: Code::new(624),
    name: "upgrade-off",
    group: Group::Provisioning,
    severity: Severity::Note,
    soundness: Soundness::Sound,
    summary: "The profile has an upgrade rule but switches upgrades off.",
    explanation: "With `Upgrade_Enable` set to No, the device ignores `Upgrade_Rule`.",
    source: "value-languages 6.1, upgrade-off",
    fires: || {
        vec![Example::of(
            "<Upgrade_Enable>No</Upgrade_Enable><Upgrade_Rule>( $SWVER lt 7 )? http://h/f.bin</Upgrade_Rule>",
        )]
    },
    silent: || {
        vec![
            Example::of(
                "<Upgrade_Enable>Yes</Upgrade_Enable><Upgrade_Rule>( $SWVER lt 7 )? http://h/f.bin</Upgrade_Rule>",
            ),
            Example::of("<Upgrade_Enable>No</Upgrade_Enable><Upgrade_Rule></Upgrade_Rule>"),
        ]
    },
};

pub(super) static UPGRADE_DOWN: Check = Check {
    code: Code::new(625),
    name: "upgrade-to-older",
    group: Group::Provisioning,
    severity: Severity::Warning,
    soundness: Soundness::Heuristic,
    summary: "The rule installs an image that is older than one of its conditions asks for, or than the device \
        accepts.",
    explanation: "The next alternative downgrades a device that the condition has just upgraded. A device also \
        refuses an image older than `Downgrade_Rev_Limit`. The versions are read from the file names.",
    source: "value-languages 6.1, upgrade-down",
    fires: || {
        vec![
            Example::of(
                "<Upgrade_Rule>( $SWVER lt 7.6.2 )? http://h/spa50x-30x-7-6-2.bin | http://h/spa50x-30x-7-5-2.bin</Upgrade_Rule>",
            ),
            Example::of(
                "<Upgrade_Rule>( $SWVER lt 7.5.2 )? http://h/spa50x-30x-7-5-2.bin</Upgrade_Rule><Downgrade_Rev_Limit>7.5.5</Downgrade_Rev_Limit>",
            ),
        ]
    },
    silent: || {
        vec![
            Example::of(
                "<Upgrade_Rule>( $SWVER lt 7.5.2b )? http://h/spa50x-7-5-2b.bin | http://h/spa50x-7-6-2.bin</Upgrade_Rule>",
            ),
            Example::of(
                "<Upgrade_Rule>( $SWVER lt 7.5.2 )? http://h/spa50x-30x-7-5-2.bin</Upgrade_Rule><Downgrade_Rev_Limit>7.4.9</Downgrade_Rev_Limit>",
            ),
        ]
    },
};

pub(super) static UPGRADE_OF_OTHERS: Check = Check {
    code: Code::new(626),
    name: "upgrade-of-other-model",
    group: Group::Provisioning,
    severity: Severity::Warning,
    soundness: Soundness::NeedsModel,
    summary: "The image is named like the firmware of another family of devices, or of other models in the family.",
    explanation: "A device refuses an image for another model, so nothing breaks, but nothing is upgraded either. It \
        requests the image again at every check.",
    source: "value-languages 6.1, upgrade-model",
    fires: || {
        vec![
            Example::on("8851", "<Upgrade_Rule>( $SWVER lt 11.3.2 )? http://h/spa50x-30x-7-6-2.bin</Upgrade_Rule>"),
            Example::on("8851", "<Upgrade_Rule>http://h/sip78xx.11-3-1MPP-678.loads</Upgrade_Rule>"),
            Example::on("8841", "<Upgrade_Rule>http://h/sip8832.11-3-1MPP-678.loads</Upgrade_Rule>"),
            Example::on("spa525g2", "<Upgrade_Rule>http://h/spa50x-30x-7-6-2.bin</Upgrade_Rule>"),
            Example::on("spa962", "<Upgrade_Rule>http://h/spa941-5-1-8.bin</Upgrade_Rule>"),
            Example::on("ata192", "<Upgrade_Rule>http://h/Payton_1.4.1_SR5.bin</Upgrade_Rule>"),
        ]
    },
    silent: || {
        vec![
            Example::on("spa504g", "<Upgrade_Rule>( $SWVER lt 7.6.2 )? http://h/spa50x-30x-7-6-2.bin</Upgrade_Rule>"),
            Example::of("<Upgrade_Rule>( $SWVER lt 7.6.2 )? http://h/spa50x-30x-7-6-2.bin</Upgrade_Rule>"),
            Example::on("8851", "<Upgrade_Rule>http://h/sip88xx.11-3-1MPP-678.loads</Upgrade_Rule>"),
            Example::on("8865", "<Upgrade_Rule>http://h/sip8845_65.11-3-1MPP-678.loads</Upgrade_Rule>"),
            Example::on("spa112", "<Upgrade_Rule>http://h/Payton_1.4.1_SR5.bin</Upgrade_Rule>"),
        ]
    },
};

pub(super) static UPGRADE_LOGIN: Check = Check {
    code: Code::new(627),
    name: "upgrade-login",
    group: Group::Provisioning,
    severity: Severity::Note,
    soundness: Soundness::Sound,
    summary: "The login of an upgrade rule has a character written as an octal escape, such as `\\057`, which is `/`.",
    explanation: "Multiplatform phones accept `[--uid u --pwd p]` in `Upgrade_Rule`. A character that has a meaning \
        in a rule is written there as an octal escape, such as `\\043` for `#`. One page of the guide writes a \
        backslash as `\\057`; that is a slash, and a backslash is `\\134`. Any other octal escape is reported as \
        well, in case the text was meant literally; a word in quotes needs none. If you meant the character, ignore \
        the note.",
    source: "value-languages 6.1, upgrade-cred",
    fires: || {
        vec![
            Example::of(
                "<Upgrade_Rule>( $SWVER lt 11.3.2 )? [--uid fw --pwd a\\057b] http://h/sip88xx.loads</Upgrade_Rule>",
            ),
            Example::on(
                "8851",
                "<Upgrade_Rule>( $SWVER lt 11.3.2 )? [--uid fw --pwd a\\043b] http://h/sip88xx.loads</Upgrade_Rule>",
            ),
        ]
    },
    silent: || {
        vec![
            Example::of(
                "<Upgrade_Rule>( $SWVER lt 11.3.2 )? [--uid fw --pwd a\\134b] http://h/sip88xx.loads</Upgrade_Rule>",
            ),
            Example::of("<Upgrade_Rule>( $SWVER lt 11.3.2 )? http://h/a\\057b/sip88xx.loads</Upgrade_Rule>"),
        ]
    },
};
