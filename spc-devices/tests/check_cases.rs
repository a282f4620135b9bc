//! Mistakes from public reports: what a check must say about each one, in its message or its help.
#![allow(clippy::panic, reason = "a case that cannot be read stops the test")]

use spc_core::diagnostic::{Diagnostic, Severity};
use spc_core::source::{self, Reader, Syntax};
use spc_devices::check::{Checker, Source};
use spc_devices::model::Model;

fn findings(source: &str, model: &str) -> Vec<Diagnostic> {
    let parsed = Reader::new()
        .syntax(Syntax::Xml)
        .read(source.as_bytes())
        .unwrap_or_else(|refused| panic!("{source}: {refused}"));
    let model = (!model.is_empty()).then(|| Model::find(model).expect("a model of the table"));
    let sources = [Source::new(source.as_bytes(), source::sniff(source.as_bytes()))];
    Checker::new().model(model).check(&sources, &parsed)
}

/// The code of a finding, and a part of what it says.
type Expected = (&'static str, &'static str);

/// Parameters, the model that they are for, and every finding, but only some of the notes.
const CASES: &[(&str, &str, &[Expected])] = &[
    // 02: letter case.
    ("<proxy_1_>pbx.example.org</proxy_1_><User_ID_1_>205</User_ID_1_>", "8851", &[("SPC0501", "`Proxy_1_`")]),
    // 04: a shell's placeholder, and what is left of one.
    (
        "<Enable_VLAN>Yes</Enable_VLAN><VLAN_ID>${vlan}</VLAN_ID><PC_Port_VLAN_ID>$20</PC_Port_VLAN_ID>",
        "spa514g",
        &[("SPC1301", "`${vlan}`"), ("SPC0522", "not a number")],
    ),
    // 05: both branches of a condition are there, and the last one applies.
    (
        "<!--{if $a}--><Profile_Rule></Profile_Rule><!--{else}--><Profile_Rule>http://h/$MA.xml</Profile_Rule><!--{/if}-->",
        "",
        &[("SPC1302", "all of its branches are in the profile")],
    ),
    // 10: one underscore too few.
    ("<Resync_At_HHmm_>0415</Resync_At_HHmm_>", "spa514g", &[("SPC0501", "`Resync_At__HHmm_`")]),
    // 12: a speed dial dials `ext=`.
    (
        "<Extension_3_>Disabled</Extension_3_><Extended_Function_3_>fnc=sd;sub=205@$PROXY;nme=Desk</Extended_Function_3_>",
        "spa504g",
        &[("SPC1103", "did you mean `ext=`?")],
    ),
    // 15: whole versions are compared.
    (
        "<Upgrade_Rule>( $SWVER != 7.5.7 ) ? tftp://192.0.2.8/spa50x-30x-7-5-7s.bin</Upgrade_Rule>",
        "",
        &[("SPC0620", "`$SWVER != 7.5.7` is true for that too")],
    ),
    // 20: what a template engine should have filled in.
    (
        "<Enable_VLAN>{% if v %}Yes{% endif %}</Enable_VLAN><VLAN_ID>{{ v }}</VLAN_ID>",
        "spa303",
        &[("SPC1301", "placeholder"), ("SPC1301", "`{{ v }}`")],
    ),
    // 56: a password that dumps leave out is still known.
    ("<Password_1_>long-and-random</Password_1_><Prxy_1_>h</Prxy_1_>", "8851", &[("SPC0501", "`Proxy_1_`")]),
    // The name of another family: the phones write it with other letters, and adapters have none.
    (
        "<SIP_ToS_DiffServ_Value_1_>0x68</SIP_ToS_DiffServ_Value_1_>",
        "spa504g",
        &[("SPC0501", "`SIP_TOS_DiffServ_Value_1_`")],
    ),
    ("<Voice_Mail_Number>8000</Voice_Mail_Number>", "spa2102", &[("SPC0501", "a parameter of")]),
    // Values and names that are in a guide.
    (
        "<SIP_Transport_1_>Auto</SIP_Transport_1_><SDP_IP_Preference>Auto</SDP_IP_Preference>\
         <Call_Appearances_Per_Line>1</Call_Appearances_Per_Line><Display_Recents_From>Webex</Display_Recents_From>\
         <Control_Server_URL>wss://ws.example.com/x</Control_Server_URL>\
         <Customizable_PLK_Options>dnd;acd;callinfo;calllist;cfwd;lcr;proxycall;callpush;callretrieve;divert;bridgein;\
         shortcut</Customizable_PLK_Options><Extension_2_>Disabled</Extension_2_>\
         <Extended_Function_2_>fnc=acd;vid=1</Extended_Function_2_>",
        "8851",
        &[],
    ),
    (
        "<Proxy_2_>pbx.example.net</Proxy_2_><User_ID_2_>302</User_ID_2_><PSTN_Answer_Delay_2_>0</PSTN_Answer_Delay_2_>\
         <PSTN_Answer_Delay_1_>0</PSTN_Answer_Delay_1_><PSTN_Ring_Thru_Line_1_2_>No</PSTN_Ring_Thru_Line_1_2_>\
         <Auto_PSTN_Fallback_1_>Yes</Auto_PSTN_Fallback_1_><Detect_Disconnect_Tone_2_>Yes</Detect_Disconnect_Tone_2_>\
         <VoIP_PIN_Tone>600@-10;*(0/1/1,.1/.1/1)</VoIP_PIN_Tone><Symmetric_RTP_1_>Yes</Symmetric_RTP_1_>",
        "spa3102",
        &[],
    ),
    ("<Proxy_3_>pbx.example.net</Proxy_3_>", "spa3102", &[("SPC0502", "from 1 to 2")]),
    ("<Dial_Plan_1_3_>(xx.)</Dial_Plan_1_3_><PSTN_Answer_Delay_3_>0</PSTN_Answer_Delay_3_>", "spa232d", &[]),
    ("<Dial_Plan_1_3_>(xx.)</Dial_Plan_1_3_>", "spa122", &[("SPC0501", "has no parameter")]),
    ("<Dial_Plna_1_>(xx.)</Dial_Plna_1_>", "spa232d", &[("SPC0501", "used in place of the SPA232D")]),
    (
        "<Preferred_Codec_1_>G722</Preferred_Codec_1_><Auth_Support_RFC8760_1_>No</Auth_Support_RFC8760_1_>\
         <Survivability_Proxy_1_>lsg.example.com:8933:A=192.0.2.1</Survivability_Proxy_1_>",
        "ata191",
        &[],
    ),
    ("<CISCO_XML_EXE_Enable>No</CISCO_XML_EXE_Enable>", "spa504g", &[]),
    ("<Profile_Rule>https://prov.example.com/$MA/$ISCUST/$DISPLAYNAME1.cfg</Profile_Rule>", "8851", &[]),
    // Where the model has it.
    (
        "<Admin_Passwd>Br1ck-77-yard</Admin_Passwd>",
        "spa122",
        &[("SPC0501", "`router-configuration/Web_Login_Admin_Password`")],
    ),
    ("<Bonjour_Enable>1</Bonjour_Enable>", "ata191", &[("SPC0501", "inside the section `router-configuration`")]),
    ("<SIP><Proxy_1_>h.example.net</Proxy_1_></SIP>", "spa504g", &[("SPC0501", "outside `SIP`")]),
    ("<Working_Hours_End>19:00</Working_Hours_End>", "spa504g", &[("SPC0501", "a parameter of 68xx, 88xx, 98xx")]),
    // The purpose of the checks: what a phone skips without a word.
    ("<Pasword_1_>long-and-random</Pasword_1_>", "spa504g", &[("SPC0501", "`Password_1_`")]),
    ("<Line_Enable_5_>Yes</Line_Enable_5_>", "spa504g", &[("SPC0502", "from 1 to 4")]),
    ("<Proxy_1_>192.168.1.300</Proxy_1_>", "", &[("SPC1201", "not a number from 0 to 255")]),
    ("<Enable_VLAN>yes please</Enable_VLAN>", "spa504g", &[("SPC0520", "neither `Yes` nor `No`")]),
    ("<Dial_Plan_1_>xx.</Dial_Plan_1_>", "", &[("SPC0901", "no `(`")]),
    ("<Password_1_>{$password}</Password_1_>", "", &[("SPC1301", "placeholder")]),
    (
        "<Provision_Enable>No</Provision_Enable><Enable_Web_Server>No</Enable_Web_Server>",
        "",
        &[("SPC1410", "the last one that the device fetches")],
    ),
];

#[test]
fn reported_mistakes_are_found_and_nothing_else_is() {
    let mut differences = Vec::new();
    for (parameters, model, expected) in CASES {
        let source = format!("<flat-profile>{parameters}</flat-profile>");
        let mut found = findings(&source, model);
        let is_expected = |finding: &Diagnostic| expected.iter().any(|(code, _)| finding.code.to_string() == *code);
        found.retain(|finding| finding.severity != Severity::Note || is_expected(finding));
        let says = |finding: &Diagnostic, (code, text): &(&str, &str)| {
            let help = finding.help.as_deref().unwrap_or_default();
            finding.code.to_string() == *code && (finding.message.contains(text) || help.contains(text))
        };
        let is_right =
            found.len() == expected.len() && expected.iter().all(|one| found.iter().any(|finding| says(finding, one)));
        if !is_right {
            differences.push(format!("{parameters}: {found:#?}"));
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}
