//! The dictionary compared with the inventory that it is made from and, if they are available, with published files;
//! and what it answers for wrong names.
#![expect(clippy::disallowed_methods, reason = "a test may read files")]
#![expect(clippy::panic, clippy::unwrap_used, reason = "a test may panic")]

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use spc_core::source::{Reader, Syntax};
use spc_devices::dictionary::{Definition, Dictionary, Kind, Language};
use spc_devices::model::Model;

#[path = "../../spc-core/tests/common/corpus.rs"]
mod corpus;
#[path = "../../spc-core/tests/common/peers.rs"]
mod peers;
#[path = "../../spc-core/tests/common/skipped.rs"]
mod skipped;

fn tools(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tools").join(file)
}

fn dictionary(model: &str) -> Dictionary {
    Model::find(model).ok().and_then(Dictionary::of).unwrap_or_else(|| panic!("{model} has a dictionary"))
}

fn definition(model: &str, name: &str) -> &'static Definition {
    dictionary(model).get(name).unwrap_or_else(|| panic!("{model} has {name}"))
}

/// The rows of a file of facts, in columns.
fn rows(file: &str) -> Vec<Vec<String>> {
    let text = fs::read_to_string(tools("dictionary").join(file)).unwrap();
    let rows = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    rows.map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

/// The names that a row has at an index: none for a status line, and a path in the router section.
fn names(name: &str, groups: &str, has_router: bool, index: &str) -> Vec<String> {
    let name = name.replace('#', index);
    let router = |group: &&str| group.starts_with("router-configuration");
    if has_router && groups.split(';').any(|group| router(&group)) {
        return groups.split(';').filter(router).map(|path| format!("{path}/{name}")).collect();
    }
    let is_setting = groups.split(';').any(|group| !group.starts_with("Info/") && !router(&group));
    if is_setting { vec![name] } else { Vec::new() }
}

#[test]
fn every_name_of_an_inventory_is_known_to_its_models() {
    let sources: HashMap<_, _> = rows("sources.tsv").into_iter().map(|row| (row[0].clone(), row)).collect();
    // Mistakes in published files, and names that only some models of an image have: each with its reason in facts.tsv.
    let facts = rows("facts.tsv");
    let fact = |table: &str, name: &str, field: &str| {
        facts.iter().any(|row| row[1] == name && row[2] == field && row[0].split(',').any(|t| t == table))
    };
    let mut checked = 0;
    for row in rows("inventory.tsv") {
        let (template, groups) = (&row[0], &row[1]);
        for item in row[3].split(' ') {
            let (key, span) = item.split_once(':').unwrap_or((item, "-"));
            let [_, table, models, ..] = &sources[key][..] else { panic!("{key}") };
            let has_router = ["spa1xx", "ata19x"].contains(&table.as_str());
            for (model, index) in models.split(' ').flat_map(|model| span.split('-').map(move |index| (model, index))) {
                for full in names(template, groups, has_router, index).into_iter().filter(|_| model != "-") {
                    let folded =
                        full.rsplit_once('/').map_or(template.clone(), |(path, _)| format!("{path}/{template}"));
                    let known = dictionary(model).get(&full).is_some();
                    assert!(
                        known || fact(table, &folded, "models") || fact(table, &folded, "absent"),
                        "{model}: {full}"
                    );
                    assert!(!known || !fact(table, &folded, "absent"), "{model}: {full}");
                    checked += 1;
                }
            }
        }
    }
    assert!(checked > 20_000, "{checked}");
}

#[test]
fn the_tables_are_current() {
    if peers::is_installed("Python", "python3", &["--version"]) {
        peers::answer(Command::new("python3").arg(tools("dictionary.py")).arg("--check"), b"");
    }
}

/// The dumps and the samples that a model's own tables were checked against, with the values that somebody had changed.
#[test]
fn every_name_of_a_dump_is_known_to_its_model_and_its_values_are_the_defaults() {
    let in_use = ["Proxy_1_", "Display_Name_1_", "User_ID_1_", "Auth_ID_1_"];
    for (file, model, names, changed) in [
        ("mpp-8851-factory-dump.xml", "8851", 1896, &[][..]),
        ("mpp-9861-default-dump.xml", "9861", 2924, &in_use[..]),
        ("spa504g-7.5.5-sample.xml", "SPA504G", 1957, &[][..]),
    ] {
        let Some(path) = corpus::folder().map(|folder| folder.join("../dumps").join(file)) else { return };
        let text = fs::read_to_string(path).unwrap();
        let start = text.find("<flat-profile").unwrap();
        let parsed = Reader::new().syntax(Syntax::Xml).read(&text.as_bytes()[start..]).unwrap();
        let dictionary = dictionary(model);
        let mut differ = Vec::new();
        for parameter in &parsed.profile.parameters {
            let name = parameter.name.as_str();
            let known = dictionary.get(name).unwrap_or_else(|| panic!("{model}: {name}"));
            let index = known.index_in(name);
            let value = parameter.value.text().unwrap_or_default();
            if known.default_value(index).as_deref() != Some(value) {
                differ.push(name);
            }
            // A sample of the image of several models has the lines of the largest.
            let range = dictionary.indices(known);
            assert!(
                range.is_none_or(|range| index.is_some_and(|i| range.contains(&i)) || known.is_per_line()),
                "{name}"
            );
            let choices = known.choices();
            assert!(
                value.is_empty() || choices.is_none_or(|c| c.iter().any(|choice| choice == value)),
                "{name}={value}"
            );
        }
        assert_eq!(parsed.profile.parameters.len(), names, "{file}");
        assert_eq!(differ, changed, "{file}");
    }
}

#[test]
fn passwords_that_a_dump_leaves_out_are_known() {
    for (model, names) in [
        ("8851", "Admin_Password User_Password Password_1_ Password_10_ Login_Password_1_ XMPP_Password LDAP_Password"),
        (
            "9861",
            "Admin_Password User_Password Password_16_ Login_Password_16_ Wi-Fi_Password_1_ Auth_Page_Password_1_",
        ),
        ("8841", "VPN_Password Proxy_Password GPP_SA"),
        ("SPA504G", "Admin_Passwd Password_4_ XML_Password GPP_SD"),
        ("ATA192", "router-configuration/Web_Login_Admin_Password Password_2_"),
    ] {
        for name in names.split(' ') {
            assert!(definition(model, name).is_secret(), "{model} {name}");
        }
    }
    assert!(dictionary("8851").get("Prxy_1_").is_none());
    for name in ["User_Password_Prompt", "Preferred_Password_Input_Mode"] {
        assert!(!definition("8851", name).is_secret(), "{name}");
    }
    let of_administrator = ["Admin_Passwd", "Admin_Password", "router-configuration/Web_Login_Admin_Password"];
    for dictionary in Model::all().filter_map(Dictionary::of) {
        let is_hidden = |name: &&str| dictionary.get(name).is_some_and(Definition::is_secret);
        assert!(of_administrator.iter().any(is_hidden), "{:?}", dictionary.model());
    }
}

#[test]
fn names_of_the_published_text_sample_come_back_from_xml() {
    let Some(folder) = corpus::folder() else { return };
    let sample = fs::read_to_string(folder.join("spc-spa8000-5.1.12-8lines-rendered.txt")).unwrap();
    let dictionary = dictionary("SPA8000");
    let names: Vec<_> = sample.lines().filter(|line| line.contains(';')).filter_map(|l| l.split(' ').next()).collect();
    for name in &names {
        let name = name.trim_start_matches('#');
        let xml = name.replace(['[', ']', '(', ')', '/'], "_");
        assert_eq!(dictionary.text_name(&xml).as_deref(), Some(name));
    }
    assert_eq!(names.len(), 1813);
}

#[test]
fn near_names_are_suggested_and_far_ones_are_not() {
    for (model, name, wanted) in [
        ("8851", "proxy_1_", "Proxy_1_"),
        ("8851", "Pasword_1_", "Password_1_"),
        ("8851", "Prxy_1_", "Proxy_1_"),
        ("SPA514G", "Resync_At_HHmm_", "Resync_At__HHmm_"),
        ("SPA514G", "Resync At (HHmm)", "Resync_At__HHmm_"),
        ("SPA514G", "Proxy[1]", "Proxy_1_"),
        ("SPA514G", "Proxy_1", "Proxy_1_"),
        ("SPA514G", "Proxy__4__", "Proxy_4_"),
        ("SPA514G", "Proxy", "Proxy_1_"),
        ("SPA514G", "Auth_Resync_Reboot_2_", "Auth_Resync-Reboot_2_"),
        ("SPA514G", "Lnie_Enable_3_", "Line_Enable_3_"),
        ("SPA514G", "Unit_1_Key_9_", "Unit_1_Key_9"),
        ("SPA8000", "SIP_ToS/DiffServ_Value[3]", "SIP_ToS_DiffServ_Value_3_"),
        ("SPA8000", "SIP_TOS_DiffServ_Value_3_", "SIP_ToS_DiffServ_Value_3_"),
        ("SPA8000", "Dial_Plna_12_", "Dial_Plan_12_"),
        ("SPA122", "router-configuration/Time_Setup/TimeZone", "router-configuration/Time_Setup/Time_Zone"),
    ] {
        let found = dictionary(model).suggestions(name, 3);
        assert_eq!(found.first().map(String::as_str), Some(wanted), "{model} {name}: {found:?}");
    }
    let phone = dictionary("SPA504G");
    for name in ["", "_", "1", "ab", "no_parameter_is_called_like_this", "\u{e4}\u{f6}\u{fc}", &"Proxy_1_".repeat(1000)]
    {
        assert_eq!(phone.suggestions(name, 3), Vec::<String>::new(), "{name}");
    }
    assert_eq!(phone.suggestions("GPP_AA", 2), ["GPP_A"]);
    // Another number or letter is not a slip.
    assert_eq!(phone.suggestions("GPP_Q", 3), [""; 0]);
    assert_eq!(phone.siblings("GPP_Q").len(), 16);
    assert_eq!(phone.siblings("Unit_3_Key_4_"), ["Unit_1_Key_4", "Unit_2_Key_4"]);
    assert_eq!(phone.suggestions("GPP_AA", 0).len(), 0);
    assert!(!phone.suggestions("Proxy_1_", 9).contains(&"Proxy_1_".to_owned()), "a name is not near itself");
    // Two parameters of one profile: never a correction.
    assert_eq!(dictionary("8851").suggestions("PASSWORD_1_", 1), ["Password_1_"]);
}

#[test]
fn a_name_of_another_model_is_found_there() {
    let with = Dictionary::models_with;
    assert_eq!(with("Call_Unpark_Code"), ["68xx", "88xx", "98xx"]);
    assert_eq!(with("SIP_ToS_DiffServ_Value_1_"), ["spa-ata", "spa1xx", "ata19x"]);
    assert_eq!(with("router-configuration/Time_Setup/Time_Zone"), ["spa1xx", "ata19x"]);
    assert_eq!(with("Profile_Rule").len(), 8);
    assert_eq!(with("proxy_1_"), [""; 0]);
    // Never the whole series of a model that lacks it.
    let admin = with("Admin_Passwd");
    assert!(admin.contains(&"spa9xx") && admin.contains(&"SPA504G") && !admin.contains(&"spa5xx"), "{admin:?}");
}

/// Names and values of the vendor's XML guide of 19 November 2025, which the 98xx are not part of.
#[test]
fn the_guide_of_the_multiplatform_phones_is_known() {
    for (name, is_on_98xx) in [
        ("Auth_Support_RFC8760", false),
        ("CallInfo_Subscribe_1_", false),
        ("CDC_Challenge_Password_1_", false),
        ("Certificate_Select", false),
        ("Font_Size", false),
        ("Forced_NAT64", false),
        ("ice_stun_enable", false),
        ("ICE_STUN_Enable", true),
        ("SSRC_Reset_on_Rx_RE-INVITE", false),
        ("TLS_Client_Min_Version", false),
        ("Trans_Auth_Rule", false),
        ("Unit_2_Short_Name_28_", true),
        ("Webex_Metrics_Enable", true),
        ("Work_Days", true),
        ("Working_Hours_End", true),
        ("X-SWITCH-INFO_Support", false),
    ] {
        for model in ["6841", "7841", "8811", "8841", "8851", "8861", "8865"] {
            assert!(dictionary(model).get(name).is_some(), "{model} {name}");
        }
        assert_eq!(dictionary("9861").get(name).is_some(), is_on_98xx, "{name}");
    }
    let choices = |name| dictionary("8851").get(name).unwrap().choices().unwrap().iter().collect::<Vec<_>>();
    assert_eq!(choices("Call_Appearances_Per_Line").first(), Some(&"1"));
    assert!(choices("Display_Recents_From").contains(&"XSI Server"));
    assert!(choices("SDP_IP_Preference").contains(&"Auto"));
    assert!(["AUTO", "Auto"].iter().all(|word| choices("SIP_Transport_1_").contains(word)));
    assert_eq!(dictionary("8851").get("Control_Server_URL").unwrap().language(), None, "it is not fetched");
}

#[test]
fn a_status_line_of_a_dump_is_recognised_and_is_not_a_parameter() {
    for (model, name) in [
        ("SPA922", "Software_Version"),
        ("SPA525G2", "Call_State"),
        ("8851", "Serial_Number"),
        ("SPA504G", "Broadcast_Pkts_Sent"),
        ("SPA922", "Host_Name"),
    ] {
        assert!(dictionary(model).is_status(name) && dictionary(model).get(name).is_none(), "{model} {name}");
    }
    // A setting here, a status there; and a name that no device has.
    assert!(!dictionary("8851").is_status("Host_Name") && dictionary("8851").get("Host_Name").is_some());
    assert!(!dictionary("PAP2T").is_status("DHCP") && dictionary("SPA922").is_status("DHCP"));
    assert!(!dictionary("SPA922").is_status("Software_Versoin"));
}

#[test]
fn a_model_without_an_inventory_falls_back_and_says_so() {
    for (model, source) in [
        ("6821", "88xx"),
        ("7832", "88xx"),
        ("8832", "88xx"),
        ("8865", "88xx"),
        ("mpp", "88xx"),
        ("PAP2", "spa-ata"),
        ("SPA2100", "spa-ata"),
        ("SPA8800", "spa-ata"),
        ("SPA232D", "spa1xx"),
    ] {
        let dictionary = dictionary(model);
        assert!(dictionary.is_fallback(), "{model}");
        assert_eq!((dictionary.model().name(), dictionary.source_model().name()), (model, source));
        assert!(dictionary.get("Profile_Rule").is_some(), "{model}");
    }
    for model in ["8851", "8841", "6841", "SPA303", "ATA192", "spa5xx", "88xx", "PAP2T"] {
        assert!(!dictionary(model).is_fallback(), "{model}");
    }
    for model in ["SPA-1000", "SPA-2002", "SPA-841", "SPA9000", "RTP300", "WRP400", "sipura"] {
        assert!(Model::find(model).is_ok_and(|model| Dictionary::of(model).is_none()), "{model}");
    }
}

#[test]
fn an_adapter_without_router_has_no_router_pages() {
    for name in ["QOS_QDisc", "LAN_IP_Address", "Enable_DHCP_Server", "Enable_DMZ", "Enable_WAN_Web_Server"] {
        assert!(dictionary("PAP2T").get(name).is_none() && dictionary("SPA2102").get(name).is_some(), "{name}");
    }
    for name in ["DHCP", "Enable_Web_Server", "Web_Server_Port"] {
        assert!(dictionary("PAP2T").get(name).is_some() && dictionary("SPA2102").get(name).is_none(), "{name}");
    }
}

#[test]
fn a_parameter_says_in_which_language_its_values_are() {
    for (model, name, language) in [
        ("SPA504G", "Profile_Rule_B", Language::Rule),
        ("SPA504G", "Resync_Trigger_1", Language::Condition),
        ("SPA504G", "Log_Resync_Failure_Msg", Language::Message),
        ("SPA504G", "Dial_Plan_4_", Language::DialPlan),
        ("SPA3102", "Dial_Plan_8_2_", Language::DialPlan),
        ("8851", "Caller_ID_Map_2_", Language::NumberMap),
        ("8851", "LDAP_Number_Mapping", Language::NumberMap),
        ("8851", "Emergency_Number_1_", Language::Emergency),
        ("8851", "Busy_Tone", Language::Tone),
        ("SPA8000", "SIT1_Tone", Language::Tone),
        ("SPA8000", "Ring1_Cadence", Language::Cadence),
        ("SPA504G", "Cadence_9", Language::Cadence),
        ("SPA8000", "CWT_Frequency", Language::Frequency),
        ("SPA504G", "Ring1", Language::Ring),
        ("8851", "Idle_LED", Language::Led),
        ("SPA504G", "Daylight_Saving_Time_Rule", Language::DaylightSaving),
        ("SPA504G", "Time_Offset__HH_mm_", Language::TimeOffset),
        ("8851", "Resync_Periodic", Language::Schedule),
        ("8851", "Resync_At__HHmm_", Language::Clock),
        ("SPA504G", "Extended_Function_1_", Language::KeyFunction),
        ("SPA504G", "Unit_2_Key_32", Language::KeyFunction),
        ("8851", "PSK_16", Language::KeyFunction),
        ("8851", "Idle_Key_List", Language::Softkeys),
        ("8851", "Blind_Transfer_Code", Language::StarCode),
        ("SPA8000", "Cfwd_All_Act_Code", Language::StarCode),
        ("SPA8000", "Referral_Services_Codes", Language::ServiceCodes),
        ("SPA8000", "Ring1_Caller_1_", Language::NumberTemplate),
        ("SPA8000", "Cfwd_All_Dest_1_", Language::PhoneNumber),
        ("SPA8000", "Retry_Reg_RSC", Language::ResponseCodes),
        ("8851", "XML_Directory_Service_URL", Language::Url),
        ("8851", "SIP_URI_1_", Language::SipUri),
        ("8851", "Primary_NTP_Server", Language::Host),
        ("8851", "Outbound_Proxy_3_", Language::Proxy),
        ("6841", "Survivability_Proxy_1_", Language::Survivability),
        ("8851", "Primary_DNS", Language::Ipv4),
        ("8851", "IPv6_Gateway", Language::Ipv6),
        ("8851", "SIP_Port_1_", Language::Port),
        ("8851", "DHCP_Option_To_Use", Language::DhcpOptions),
        ("8851", "Group_3_Paging_Script", Language::Paging),
        ("SPA504G", "Dictionary_Server_Script", Language::Dictionary),
    ] {
        assert_eq!(definition(model, name).language(), Some(language), "{model} {name}");
    }
    for (model, name) in
        [("8851", "Enable_Web_Server"), ("8851", "Station_Timeout"), ("8851", "Sidetone"), ("8851", "User_ID_1_")]
    {
        assert_eq!(dictionary(model).get(name).and_then(Definition::language), None, "{name}");
    }
    for definition in
        Model::all().filter_map(Dictionary::of).flat_map(|dictionary| dictionary.definitions().collect::<Vec<_>>())
    {
        let name = definition.xml_name(None);
        let listed = matches!(definition.kind(), Kind::YesNo | Kind::Flag | Kind::Choice(_));
        assert!(definition.language().is_none_or(|language| !listed && !language.word().is_empty()), "{name}");
    }
}

#[test]
fn every_parameter_has_a_source() {
    for dictionary in Model::all().filter_map(Dictionary::of) {
        for definition in dictionary.definitions() {
            assert!(dictionary.sources(definition).next().is_some(), "{dictionary:?} {}", definition.xml_name(None));
        }
    }
    let dictionary = dictionary("8851");
    let sources: Vec<_> = dictionary.sources(dictionary.get("XMPP_Server").unwrap()).collect();
    assert!(sources[0].starts_with("MPP-8851-factory: ") && sources[1].starts_with("MPP-6841: "), "{sources:?}");
}
