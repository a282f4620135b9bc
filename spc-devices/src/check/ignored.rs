//! Settings that have no effect because of another setting in the same profile, according to the guides.
//!
//! Knows: pairs of parameters, as data. Must not know: how any of them is used.

use spc_core::diagnostic::{Code, Diagnostic, Severity};

use super::definition::{Check, Example, Group, Soundness};
use super::subject::{Entry, Subject};
use super::words::{is_no, is_yes};
use crate::name_pattern;

static IGNORED: Check = Check {
    code: Code::new(531),
    name: "setting-ignored",
    group: Group::Values,
    severity: Severity::Note,
    soundness: Soundness::Sound,
    summary: "A setting has no effect, because another setting of the same profile overrides it or switches it off.",
    explanation: "Some parameters depend on others, as the guides say: a PAC file is fetched only if `Proxy_Mode` is \
        Auto, and the address that STUN finds takes precedence over `EXT_IP`. The finding names the other setting. It \
        is only a note, because profiles often keep a value for later.",
    source: "XML Reference Guide for Cisco IP Phone Multiplatform Phones, 19 Nov 2025; value-languages 4.4, 4.5, 5.1",
    fires: || {
        vec![
            Example::of(
                "<LDAP_Server>ldaps://ldap.example.com</LDAP_Server><LDAP_StartTLS_Enable>Yes</LDAP_StartTLS_Enable>",
            ),
            Example::of("<Proxy_Mode>Manual</Proxy_Mode><PAC_URL>http://pac.example.com/p</PAC_URL>"),
            Example::of("<Proxy_Mode>Off</Proxy_Mode><Proxy_Host>proxy.example.com</Proxy_Host>"),
            Example::on("8851", "<DHCP_VLAN_Option>132</DHCP_VLAN_Option><Enable_CDP>Yes</Enable_CDP>"),
            Example::of(
                "<STUN_Enable>Yes</STUN_Enable><STUN_Server>stun.example.com</STUN_Server><EXT_IP>203.0.113.7</EXT_IP>",
            ),
            Example::of("<Feature_Key_Sync_2_>Yes</Feature_Key_Sync_2_><DND_Enable_2_>Yes</DND_Enable_2_>"),
        ]
    },
    silent: || {
        vec![
            Example::of(
                "<LDAP_Server>ldap://ldap.example.com</LDAP_Server><LDAP_StartTLS_Enable>Yes</LDAP_StartTLS_Enable>",
            ),
            Example::of("<Proxy_Mode>Auto</Proxy_Mode><PAC_URL>http://pac.example.com/p</PAC_URL>"),
            Example::of("<Proxy_Mode>Off</Proxy_Mode><Proxy_Host></Proxy_Host><PAC_URL></PAC_URL>"),
            Example::on("8851", "<DHCP_VLAN_Option>132</DHCP_VLAN_Option><Enable_CDP>No</Enable_CDP>"),
            Example::of("<STUN_Enable>No</STUN_Enable><EXT_IP>203.0.113.7</EXT_IP>"),
            Example::of("<Feature_Key_Sync_1_>Yes</Feature_Key_Sync_1_><DND_Enable_2_>Yes</DND_Enable_2_>"),
        ]
    },
};

/// The checks of this topic.
pub(super) const CHECKS: &[&Check] = &[&IGNORED];

/// A setting that does nothing while another one has such a value. A `#` in both names is the same number.
struct Row {
    name: &'static str,
    is_set: fn(&str) -> bool,
    by: &'static str,
    overrides: fn(&str) -> bool,
    reason: &'static str,
}

const fn row(
    name: &'static str,
    is_set: fn(&str) -> bool,
    by: &'static str,
    overrides: fn(&str) -> bool,
    reason: &'static str,
) -> Row {
    Row { name, is_set, by, overrides, reason }
}

const WITHOUT_MODE: &str = "the phone shows these directories only in individual mode";
const NOT_CUSTOMIZED: &str = "the menus are locked one by one only if this is `Customized`";
const LATER_VLAN: &str = "the phone requests the option only if CDP, LLDP and the manual VLAN are all off";
const WITHOUT_PAIR: &str = "the header is sent only if both its name and its value are set";
const SYNCED: &str = "the server keeps this state with feature key synchronization, which takes precedence over XSI";

static ROWS: &[Row] = &[
    row("LDAP_StartTLS_Enable", is_yes, "LDAP_Server", is_ldaps, "the phone uses LDAPS, where this is ignored"),
    row("PAC_URL", is_set, "Proxy_Mode", is_not_auto, "a PAC file is fetched only if the mode is `Auto`"),
    row("PAC_URL", is_set, "Use_Auto_Discovery__WPAD_", is_yes, "the phone looks for a PAC file by itself"),
    row("Proxy_Host", is_set, "Proxy_Mode", is_not_manual, "the host is used only if the mode is `Manual`"),
    row("DHCP_VLAN_Option", is_set, "Enable_CDP", is_yes, LATER_VLAN),
    row("DHCP_VLAN_Option", is_set, "Enable_LLDP-MED", is_yes, LATER_VLAN),
    row("DHCP_VLAN_Option", is_set, "Enable_VLAN", is_yes, LATER_VLAN),
    row("EXT_IP", is_address, "STUN_Enable", is_yes, "the address that STUN finds takes precedence"),
    row("PRT_HTTP_Header", is_set, "PRT_HTTP_Header_Value", str::is_empty, WITHOUT_PAIR),
    row("PRT_HTTP_Header_Value", is_set, "PRT_HTTP_Header", str::is_empty, WITHOUT_PAIR),
    row("Factory_Reset_Menu", is_no, "Require_Authentication_for_LCD_Menu_Access", is_not_customized, NOT_CUSTOMIZED),
    row("Profile_Rule_Menu", is_no, "Require_Authentication_for_LCD_Menu_Access", is_not_customized, NOT_CUSTOMIZED),
    row("XsiDir_Individual_Mode_Enable", is_yes, "Directory_Enable", is_no, "the XSI directory is off"),
    row("XsiDir_Personal_Enable", is_yes, "XsiDir_Individual_Mode_Enable", is_no, WITHOUT_MODE),
    row("XsiDir_Group_Enable", is_yes, "XsiDir_Individual_Mode_Enable", is_no, WITHOUT_MODE),
    row("XsiDir_GroupCommon_Enable", is_yes, "XsiDir_Individual_Mode_Enable", is_no, WITHOUT_MODE),
    row("XsiDir_Enterprise_Enable", is_yes, "XsiDir_Individual_Mode_Enable", is_no, WITHOUT_MODE),
    row("XsiDir_EnterpriseCommon_Enable", is_yes, "XsiDir_Individual_Mode_Enable", is_no, WITHOUT_MODE),
    row("BLF_List_URI", is_set, "Server_Type", is_not_broadsoft, "only a BroadSoft server has such a list"),
    row("DND_Enable_#_", is_yes, "Feature_Key_Sync_#_", is_yes, SYNCED),
    row("CFWD_Enable_#_", is_yes, "Feature_Key_Sync_#_", is_yes, SYNCED),
];

/// Looks once at every setting that depends on another one.
pub(super) fn run(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    for entry in subject.entries().filter(|entry| !entry.text().is_empty()) {
        findings.extend(ROWS.iter().find_map(|row| ignored(subject, entry, row)));
    }
}

fn ignored(subject: &Subject<'_>, entry: &Entry<'_>, row: &Row) -> Option<Diagnostic> {
    let number = name_pattern::number(row.name, entry.name)?;
    if !(row.is_set)(entry.text()) {
        return None;
    }
    let other = subject.get(&row.by.replace('#', number)).filter(|other| other.value.is_some_and(row.overrides))?;
    let message = format!("`{}` has no effect: {}", entry.name, row.reason);
    let finding = subject.on_name(&IGNORED, entry, message);
    Some(finding.note(other.place.name, format!("`{}` is set here", other.name)))
}

fn is_set(value: &str) -> bool {
    !value.is_empty()
}

fn is_address(value: &str) -> bool {
    !matches!(value, "" | "0.0.0.0")
}

fn is_ldaps(value: &str) -> bool {
    value.get(..8).is_some_and(|scheme| scheme.eq_ignore_ascii_case("ldaps://"))
}

fn is_other_than(value: &str, word: &str) -> bool {
    !value.is_empty() && !value.eq_ignore_ascii_case(word)
}

fn is_not_auto(value: &str) -> bool {
    is_other_than(value, "auto")
}

fn is_not_manual(value: &str) -> bool {
    is_other_than(value, "manual")
}

fn is_not_customized(value: &str) -> bool {
    is_other_than(value, "customized")
}

fn is_not_broadsoft(value: &str) -> bool {
    is_other_than(value, "broadsoft")
}
