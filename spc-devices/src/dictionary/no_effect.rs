//! Parameters that do nothing on one of the models that share a table, each with the reason and its source.
//!
//! Knows: names of parameters and of models, as data. Must not know: any table, value or check.

use crate::model::Model;
use crate::name_pattern;

/// Why a parameter does nothing on a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NoEffect {
    /// What the model lacks, in words that follow `it`: `has no VPN client`.
    pub reason: &'static str,
    /// The firmware that removed the parameter; `None` if no firmware of the model ever had it.
    pub gone_since: Option<&'static str>,
    /// The document that says so.
    pub source: &'static str,
}

/// Some parameters and the models or series on which they do nothing. `#` in a name is any number.
struct Row {
    names: &'static [&'static str],
    on: &'static [&'static str],
    effect: NoEffect,
}

const fn row(
    names: &'static [&'static str],
    on: &'static [&'static str],
    reason: &'static str,
    source: &'static str,
) -> Row {
    Row { names, on, effect: NoEffect { reason, gone_since: None, source } }
}

impl Row {
    const fn gone_since(self, firmware: &'static str) -> Self {
        Self { effect: NoEffect { gone_since: Some(firmware), ..self.effect }, ..self }
    }
}

const XML_REFERENCE: &str = "XML Reference Guide for Cisco IP Phone Multiplatform Phones, 19 Nov 2025, `Phone Model`";
const HARDWARE_88XX: &str = "Cisco IP Phone 8800 Series Administration Guide, hardware overview";
const WIFI: &str = "Cisco IP Phone 6800 and 8800 Series Multiplatform Phones User Guides, Wi-Fi settings";
const MODULES_88XX: &str =
    "Cisco IP Phone 8800 Series Multiplatform Phones Administration Guide, technical details; release notes 11.2(3)";
const MODULES_98XX: &str = "help.webex.com/article/ngr795j, key expansion modules of the Cisco Desk Phone 9800 Series";
const SPA9X2: &str = "Linksys SPA9x2 Phone Administration Guide 5.2, chapters 10 and 11";

const CONFERENCE: &[&str] = &["7832", "8832"];
const WITHOUT_KEYS: &[&str] = &["7811", "7832", "8832"];
const NOT_88XX: &[&str] = &["68xx", "78xx"];

const ROWS: &[Row] = &[
    row(
        &["VPN_Server", "VPN_User_Name", "VPN_Password", "VPN_Tunnel_Group", "Connect_on_Bootup"],
        &["6821", "7832", "8832"],
        "has no VPN client",
        XML_REFERENCE,
    ),
    row(
        &["Disable_Side_USB_Port"],
        &["68xx", "78xx", "8811", "8832", "8841", "8845"],
        "has no USB port on its side",
        XML_REFERENCE,
    ),
    row(
        &["Executive_Assistant_Role", "Assistant_Call_Filter"],
        &["6821", "6841", "6851", "6861", "78xx", "8832"],
        "has no functions for executives and assistants",
        XML_REFERENCE,
    ),
    row(
        &["Peripheral_Inventory_Enable"],
        &["6821", "6841", "6861", "78xx", "8832"],
        "does not report what is connected to it",
        XML_REFERENCE,
    ),
    row(
        &[
            "Accessibility",
            "Voice_Feedback_Enable",
            "Voice_Feedback_Speed",
            "Voice_Feedback_Volume",
            "Key_Again_Reset_Time",
            "Key_Double_Press_Time",
            "Key_Triple_Press_Time",
        ],
        NOT_88XX,
        "has no voice feedback",
        XML_REFERENCE,
    ),
    row(&["Font_Size"], NOT_88XX, "has only one text size", XML_REFERENCE),
    row(
        &[
            "Office_Hours_Enabled",
            "Work_Days",
            "Working_Hours_Start",
            "Working_Hours_End",
            "Display_Off_Idle_Timeout__mins_",
            "LED_Indicator_In_Display_Off_Mode",
        ],
        NOT_88XX,
        "does not switch its screen off outside office hours",
        XML_REFERENCE,
    ),
    row(&["Display_XMPP_User_ID_With_Top_Priority"], NOT_88XX, "does not show an XMPP user", XML_REFERENCE),
    row(&["Webex_Calendar_Enable"], NOT_88XX, "does not show a Webex calendar", XML_REFERENCE),
    row(
        &["Trans_Auth_Rule", "Trans_Auth_Type", "Transition_Authorization_Error_Retry_Delay"],
        &["68xx"],
        "has no transition license",
        XML_REFERENCE,
    ),
    row(
        &[
            "ACD_Logged-off_LED",
            "ACD_Logged-on_LED",
            "Call_Forward_On_LED",
            "Call_Forward_Off_LED",
            "Divert_Off_LED",
            "DND_On_LED",
            "DND_Off_LED",
        ],
        CONFERENCE,
        "has no line keys with lamps",
        XML_REFERENCE,
    ),
    row(&["Ringer_Volume_Control"], CONFERENCE, "always lets its user change the ring volume", XML_REFERENCE),
    row(
        &["BLF_List_Feature_Options", "Enable_Direct_PLK_Configuration"],
        WITHOUT_KEYS,
        "has no line keys",
        XML_REFERENCE,
    ),
    row(&["Max_Display_Records"], &["7811", "7832"], "has a fixed number of directory entries", XML_REFERENCE),
    row(
        &["Unit_#_Extension_#_", "Unit_#_Short_Name_#_", "Unit_#_Share_Call_Appearance_#_"],
        &["68xx", "78xx", "8811", "8832", "8841", "8845"],
        "has no expansion module whose keys can be lines",
        XML_REFERENCE,
    ),
    row(
        &["Unit_3_Extension_#_", "Unit_3_Short_Name_#_", "Unit_3_Share_Call_Appearance_#_"],
        &["8851"],
        "can have lines on the keys of only two expansion modules",
        XML_REFERENCE,
    ),
    row(&["Unit_#_Key_#_", "KEM_Type"], &["8811", "8841", "8845"], "does not support expansion modules", MODULES_88XX),
    row(
        &[
            "Unit_#_Extension_#_",
            "Unit_#_Short_Name_#_",
            "Unit_#_Share_Call_Appearance_#_",
            "Unit_#_Line_Label_#_",
            "Unit_#_Key_#_",
        ],
        &["9841"],
        "does not support expansion modules",
        MODULES_98XX,
    ),
    row(
        &[
            "Unit_2_Extension_#_",
            "Unit_2_Short_Name_#_",
            "Unit_2_Share_Call_Appearance_#_",
            "Unit_2_Line_Label_#_",
            "Unit_2_Key_#_",
            "Unit_3_Extension_#_",
            "Unit_3_Short_Name_#_",
            "Unit_3_Share_Call_Appearance_#_",
            "Unit_3_Line_Label_#_",
            "Unit_3_Key_#_",
        ],
        &["9851"],
        "supports only one expansion module",
        MODULES_98XX,
    ),
    row(
        &[
            "profileName_#_",
            "ssid_#_",
            "securityMode_#_",
            "cipherType_#_",
            "wepKeyId_#_",
            "wepKeyLen_#_",
            "wepKey#_#_",
            "wepKey_#_",
            "pskKey_#_",
            "passphrase_#_",
            "frequencyMode_#_",
            "eapType_#_",
            "identity_#_",
            "password_#_",
            "anonymousIdentity_#_",
            "serverCert_#_",
            "clientCert_#_",
            "ttlsAuthProto_#_",
            "profileLock_#_",
            "profileEnable_#_",
        ],
        &["6821", "6841", "6851", "6871", "8811", "8841", "8845"],
        "has no Wi-Fi",
        WIFI,
    ),
    row(&["Bluetooth_Mode", "Bluetooth_Volume"], &["8811", "8841"], "has no Bluetooth", HARDWARE_88XX),
    row(
        &["Unit_#_Key_#"],
        &["SPA901", "SPA921", "SPA922", "SPA941", "SPA942"],
        "does not support an attendant console; only the SPA962 does",
        SPA9X2,
    ),
    row(
        &["Color_Scheme"],
        &["SPA901", "SPA921", "SPA922", "SPA941", "SPA942"],
        "has no colours; only the SPA962 has",
        SPA9X2,
    ),
    row(&["Cfwd_Setting"], &["68xx", "78xx", "88xx"], "no longer has this setting", XML_REFERENCE)
        .gone_since("11.3(2)"),
];

/// Why the parameter of this name does nothing on a model; `None` where no source says so.
pub(super) fn no_effect(model: Model, name: &str) -> Option<NoEffect> {
    let (own, series) = (model.name(), model.series().name());
    let is_on = |one: &&str| *one == own || *one == series;
    let describes = |pattern: &&str| name_pattern::describes(pattern, name);
    // Asked of every parameter: nearly all patterns differ from its name in their first letters.
    let row = ROWS.iter().find(|row| row.names.iter().any(describes) && row.on.iter().any(is_on));
    row.map(|row| row.effect)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dictionary::Dictionary;

    fn effect(model: &str, name: &str) -> Option<&'static str> {
        no_effect(Model::find(model).unwrap(), name).map(|effect| effect.reason)
    }

    #[test]
    fn a_row_is_about_its_models_and_their_series_only() {
        assert_eq!(effect("7832", "VPN_Server"), Some("has no VPN client"));
        assert_eq!(effect("7841", "VPN_Server"), None);
        assert_eq!(effect("7841", "Voice_Feedback_Enable"), Some("has no voice feedback"));
        assert_eq!(effect("78xx", "Voice_Feedback_Enable"), Some("has no voice feedback"));
        assert_eq!(effect("mpp", "Voice_Feedback_Enable"), None);
        assert_eq!(effect("8811", "wepKey0_2_"), Some("has no Wi-Fi"));
        assert_eq!(effect("8861", "wepKey0_2_"), None);
        assert_eq!(effect("8841", "Unit_3_Key_12_"), Some("does not support expansion modules"));
        assert_eq!((effect("8851", "Unit_3_Key_12_"), effect("8841", "Unit_n_Key_1_")), (None, None));
    }

    /// A row that names nothing would be a typing mistake.
    #[test]
    fn every_row_names_parameters_and_models_that_there_are() {
        for row in ROWS {
            for on in row.on {
                let model = Model::find(on).unwrap_or_else(|missing| panic!("{missing}"));
                assert_eq!(model.name(), *on);
                let dictionary = Dictionary::of(model).unwrap();
                for pattern in row.names {
                    let is_there = |name: String| dictionary.get(&name).is_some();
                    let spelt = |number: &str| pattern.replace('#', number);
                    assert!(is_there(spelt("1")) || is_there(spelt("2")), "{on}: {pattern}");
                }
            }
        }
    }
}
