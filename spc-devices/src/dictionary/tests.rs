use std::collections::HashSet;

use super::*;
use crate::model::Model;
use spc_core::profile::{ParameterName, UserAccess};
use spc_core::source::{Reader, Syntax};

fn dictionary(model: &str) -> Dictionary {
    Model::find(model).ok().and_then(Dictionary::of).unwrap_or_else(|| panic!("{model} has a dictionary"))
}

fn dictionaries() -> impl Iterator<Item = Dictionary> {
    Model::all().filter_map(Dictionary::of)
}

/// Every name of a dictionary: each definition at each of its indices.
fn names(dictionary: &Dictionary) -> Vec<(&'static Definition, Option<u16>)> {
    let at = |definition| match dictionary.indices(definition) {
        None => vec![(definition, None)],
        Some(range) => range.map(|index| (definition, Some(index))).collect(),
    };
    dictionary.definitions().flat_map(at).collect()
}

/// The documented rule from plain text to XML (profile-language 6), on its own.
fn by_rule(text: &str) -> String {
    text.chars().map(|c| if " []()/".contains(c) { '_' } else { c }).collect()
}

#[test]
fn every_name_is_found_by_its_xml_spelling_and_spelt_back() {
    for dictionary in dictionaries() {
        let mut seen = HashSet::new();
        for (definition, index) in names(&dictionary) {
            let xml = definition.xml_name(index);
            let model = dictionary.model();
            assert!(ParameterName::parse(&xml).is_ok(), "{model:?} {xml}");
            assert!(seen.insert(xml.clone()), "{model:?} has {xml} twice");
            assert_eq!(dictionary.get(&xml), Some(definition), "{model:?} {xml}");
            assert_eq!(definition.index_in(&xml), index, "{model:?} {xml}");
            assert_eq!(dictionary.text_name(&xml), definition.text_name(index), "{model:?} {xml}");
            if let Some(text) = definition.text_name(index) {
                assert_eq!(by_rule(&text), xml);
            }
        }
    }
}

#[test]
fn plain_text_names_keep_their_signs() {
    for (model, xml, text) in [
        ("SPA8000", "Set_Local_Date__mm_dd_", "Set_Local_Date_(mm/dd)"),
        ("SPA8000", "SIP_ToS_DiffServ_Value_3_", "SIP_ToS/DiffServ_Value[3]"),
        ("SPA942", "SIP_TOS_DiffServ_Value_3_", "SIP_TOS/DiffServ_Value[3]"),
        ("SPA504G", "Time_Offset__HH_mm_", "Time_Offset_(HH/mm)"),
        ("SPA504G", "Default_Ring__2__", "Default_Ring_(2)_"),
        ("SPA2102", "Speed_Dial_2_1_", "Speed_Dial_2[1]"),
        ("SPA962", "Unit_1_Key_32", "Unit_1_Key_32"),
        ("9861", "G722.2_Enable_16_", "G722.2_Enable[16]"),
        ("SPA122", "Auth_Resync-Reboot_1_", "Auth_Resync-Reboot[1]"),
    ] {
        assert_eq!(dictionary(model).text_name(xml).as_deref(), Some(text));
    }
    assert_eq!(dictionary("SPA122").text_name("router-configuration/Time_Setup/Time_Zone"), None);
}

/// The case table of families 4, one row each: name, models that have it, models that write it differently.
#[test]
fn names_that_differ_in_case_belong_to_their_own_models() {
    const ATAS: &[&str] = &["SPA2102", "PAP2T", "SPA3102", "SPA8000", "SPA122", "ATA191"];
    const PHONES: &[&str] = &["SPA942", "SPA504G", "SPA525G2", "8851", "9861"];
    const SPA_PHONES: &[&str] = &["SPA942", "SPA504G", "SPA525G2"];
    const MPP: &[&str] = &["8851", "9861"];
    let table: &[(&str, &[&str], &str, &[&str])] = &[
        ("SIP_ToS_DiffServ_Value_1_", ATAS, "SIP_TOS_DiffServ_Value_1_", PHONES),
        ("RTP_ToS_DiffServ_Value_1_", ATAS, "RTP_TOS_DiffServ_Value_1_", PHONES),
        ("RTP_CoS_Value_1_", &["SPA942", "SPA504G", "SPA2102", "SPA3102", "SPA122"], "RTP_COS_Value_1_", &[]),
        ("PPPOE_Login_Name", &["SPA2102", "SPA3102", "SPA8000"], "PPPoE_Login_Name", &["SPA922", "SPA942", "SPA525G2"]),
        ("PPPOE_Service_Name", &["SPA2102", "SPA8000"], "PPPoE_Service_Name", &["SPA922", "SPA525G2"]),
        ("Phone-UI-user-mode", &["SPA504G", "SPA525G"], "Phone-UI-User-Mode", &["8851"]),
        ("Call_UnPark_Code", SPA_PHONES, "Call_Unpark_Code", MPP),
        ("Hold_Target_Before_REFER", SPA_PHONES, "Hold_Target_Before_Refer", MPP),
        ("Keep_Referee_When_REFER_Failed", &["SPA504G", "ATA191"], "Keep_Referee_When_Refer_Failed", MPP),
        ("Random_REG_CID_On_Reboot", &["SPA942", "SPA504G", "SPA3102"], "Random_REG_CID_on_Reboot", MPP),
        ("Custom_CA_RULE", &["SPA504G"], "Custom_CA_Rule", MPP),
        ("LDAP_item_4_Filter", &["SPA942", "SPA504G"], "LDAP_Item_4_Filter", MPP),
        ("LCD_Contrast", &["SPA942", "SPA504G"], "Lcd_Contrast", &[]),
    ];
    for (a, with_a, b, with_b) in table {
        for (name, models, other) in [(a, with_a, b), (b, with_b, a)] {
            for model in *models {
                assert!(dictionary(model).get(name).is_some(), "{model} has {name}");
                assert_eq!(dictionary(model).get(other), None, "{model} has no {other}");
                assert_eq!(dictionary(model).spellings(other), [*name], "{model}");
            }
        }
    }
    for model in ["SPA525G2", "8851"] {
        let dictionary = dictionary(model);
        assert_ne!(dictionary.get("Password_2_"), dictionary.get("password_2_"), "two parameters of {model}");
        assert!(dictionary.get("Password_2_").is_some() && dictionary.get("password_2_").is_some());
    }
}

#[test]
fn line_parameters_have_as_many_indices_as_the_model_has_lines() {
    for (model, lines) in [
        ("SPA922", 1),
        ("SPA942", 4),
        ("SPA962", 6),
        ("SPA921", 6), // not known: those of the image
        ("SPA301", 1),
        ("SPA504G", 4),
        ("SPA525G", 5),
        ("SPA509G", 12),
        ("spa5xx", 12),
        ("SPA2102", 2),
        ("SPA3102", 1),
        ("SPA8000", 8),
        ("SPA112", 2),
        ("ATA192", 2),
        ("8851", 10),
        ("9861", 16),
    ] {
        let dictionary = dictionary(model);
        let proxy = dictionary.get("Proxy_1_").unwrap();
        assert!(proxy.is_per_line());
        assert_eq!(dictionary.indices(proxy), Some(1..=lines), "{model}");
    }
    let console = dictionary("SPA504G").get("Unit_1_Key_32").unwrap();
    assert!(!console.is_per_line());
    assert_eq!(dictionary("SPA504G").indices(console), Some(1..=32));
}

#[test]
fn an_index_out_of_range_is_a_known_name() {
    let dictionary = dictionary("SPA504G");
    let proxy = dictionary.get("Proxy_12_").unwrap();
    assert_eq!(proxy.index_in("Proxy_12_"), Some(12));
    assert_eq!(dictionary.get("Proxy_13_"), Some(proxy));
    for name in ["Proxy_0_", "Proxy_01_", "Proxy_10000_", "Proxy__", "Proxy_n_", "Proxy", "Proxy_1", "", "/", "1"] {
        assert_eq!(dictionary.get(name), None, "{name}");
    }
}

#[test]
fn traps_of_the_inventories_are_avoided() {
    for (model, names) in [
        // status lines from dumps
        ("SPA922", ["Software_Version", "Call_State", "Host_Name"]),
        ("SPA525G2", ["Software_Version", "Serial_Number", "Current_Time"]),
        // the spelling of a third-party generator
        ("SPA3102", ["SIP_TOS_DiffServ_Value_1_", "Dial_Plan_1_2__1_", "SAS_Inbound_RTP_Slink_1_"]),
        ("SPA942", ["RTP_COS_Value_1_", "Set_Local_Date_mm_dd_", "Default_Ring_1_"]),
        // flat on phones, in the router section of the ATAs
        ("SPA122", ["Time_Zone", "Host_Name", "Status"]),
    ] {
        for name in names {
            assert_eq!(dictionary(model).get(name), None, "{model} {name}");
        }
    }
    for (model, names) in [
        // made in loops or commented out in the published files
        ("SPA525G2", ["Extension_5_", "Extended_Function_1_", "Unit_2_Key_32"]),
        ("8851", ["Short_Name_10_", "Unit_3_Key_40_", "LDAP_Password"]),
        ("SPA8000", ["Static_IP", "NetMask", "Gateway"]),
        ("SPA3102", ["PSTN_Answer_Delay_1_", "Dial_Plan_8_2_", "Dial_Tone"]),
        ("ATA192", ["GPP_SA", "Password_2_", "router-configuration/Web_Login_Admin_Password"]),
    ] {
        for name in names {
            assert!(dictionary(model).get(name).is_some(), "{model} {name}");
        }
    }
    assert!(dictionary("SPA525G").get("Admin_Password").is_some());
    assert_eq!(dictionary("SPA504G").get("Admin_Password"), None);
}

#[test]
fn repeated_sections_of_the_router_share_a_definition() {
    let dictionary = dictionary("SPA122");
    let first = dictionary.get("router-configuration/DHCP_Server_Pool/Rule/Local_IP").unwrap();
    assert_eq!(dictionary.get("router-configuration/DHCP_Server_Pool/Rule[2]/Local_IP"), Some(first));
    let zone = dictionary.get("router-configuration/Software_DMZ/Rule1/Private_IP");
    assert!(zone.is_some());
    assert_eq!(dictionary.get("router-configuration/Software_DMZ/Rule2/Private_IP"), zone);
    assert_eq!(dictionary.get("router-configuration/Time_Setup/Private_IP"), None);
    assert_eq!(dictionary.get("Private_IP"), None);
}

#[test]
fn kinds_defaults_and_access_are_those_of_the_samples() {
    let spa8000 = dictionary("SPA8000");
    let of = |name| spa8000.get(name).unwrap();
    assert_eq!(of("Provision_Enable").kind(), Kind::YesNo);
    assert_eq!(of("Resync_Random_Delay").kind(), Kind::Integer { min: 0, max: 65535 });
    assert_eq!(of("SIP_T1").kind(), Kind::Number);
    assert_eq!(of("User_ID_1_").kind(), Kind::Text { limit: Some(63) });
    assert_eq!(of("User_Password").access(), Some(UserAccess::ReadWrite));
    assert_eq!(of("Admin_Passwd").access(), Some(UserAccess::None));
    assert_eq!(of("Log_Resync_Failure_Msg").default_value(None).as_deref(), Some("$PN $MAC -- Resync failed: $ERR"));
    assert_eq!(of("Static_IP").heading(), "Static IP Settings");
    let choices = of("FXS_Port_Impedance").choices().unwrap();
    assert!(choices.iter().any(|choice| choice == "220+820||120nF"));

    let port = |model, name, index| dictionary(model).get(name).unwrap().default_value(Some(index));
    assert_eq!(port("SPA962", "SIP_Port_6_", 6).as_deref(), Some("5065"));
    assert_eq!(port("SPA8000", "SIP_Port_6_", 6), None);
    let router = dictionary("ATA191").get("router-configuration/CLDP_Setting/CDP_ENABLE").unwrap();
    assert_eq!((router.kind(), router.access()), (Kind::Flag, None));
}

/// The mask hides every secret, and nothing else except the names listed here.
#[test]
fn secrets_are_those_of_the_mask() {
    // Its words also occur in names that hide nothing.
    let words = [
        "_Key_List",
        "Unit_",
        "Use_Auth_ID",
        "Key_System",
        "Keys_For",
        "Line_Key",
        "Feature_Key",
        "_Warnings",
        "_Password_Prompt",
        "_Password_Input_Mode",
        "PIN_Max",
        "PIN_Digit",
        "wepKeyId",
        "wepKeyLen",
    ];
    let harmless = |name: &str| words.iter().any(|word| name.contains(word));
    for dictionary in dictionaries() {
        for definition in dictionary.definitions() {
            let name = definition.xml_name(Some(1));
            let masked = ParameterName::parse(&name).unwrap().is_secret();
            match definition.kind() {
                Kind::Secret => assert!(masked && !harmless(&name), "{name}"),
                _ => assert!(!masked || harmless(&name), "{name}"),
            }
        }
    }
}

/// Every line of every sample: names from column 0, marks in column 46, quotes in column 48 (profile-language 2.5).
#[test]
fn plain_text_samples_keep_the_columns() {
    for dictionary in dictionaries() {
        let sample = dictionary.sample_text();
        let lines: Vec<_> = sample.lines().collect();
        assert_eq!((lines[0], lines[2], lines[3], lines[4]), ("# *** ", "# *** ", "", ""));
        assert!(lines[1].starts_with("# *** ") && lines[1].ends_with(" Configuration Parameters"));
        assert!(!sample.contains('\r') && sample.ends_with('\n'));
        let mut entries = 0;
        for (at, line) in lines.iter().enumerate().skip(5) {
            if line.starts_with("# *** ") {
                assert!(lines[at - 1].is_empty() && lines.get(at + 1).is_none_or(|next| next.is_empty()), "{line}");
            }
            if line.is_empty() || line.starts_with("# ") {
                continue;
            }
            entries += 1;
            let entry = line.strip_prefix('#').unwrap_or(line);
            let name = entry.split(' ').next().unwrap();
            if name.len() < 46 {
                assert!(entry[name.len()..46].chars().all(|c| c == ' '), "{line}");
                assert!(["! \"", "? \"", "  \""].contains(&&entry[46..49]), "{line}");
            }
            let (value, rest) = entry.split_once('"').unwrap().1.split_once('"').unwrap();
            assert!(rest == " ;" || rest.starts_with(" ;  # options: "), "{line}");
            assert!(!line.starts_with('#') || value.is_empty());
            let definition = dictionary.get(&by_rule(name)).unwrap();
            assert_eq!(definition.text_name(definition.index_in(&by_rule(name))).as_deref(), Some(name));
        }
        assert_eq!(entries, names(&dictionary).iter().filter(|(d, _)| d.path().is_empty()).count());
    }
}

#[test]
fn xml_samples_are_read_without_a_finding() {
    for dictionary in dictionaries() {
        let sample = dictionary.sample_xml();
        let parsed = Reader::new().syntax(Syntax::Xml).read(sample.as_bytes()).unwrap();
        assert_eq!(parsed.diagnostics, [], "{:?}", dictionary.model());
        let known = names(&dictionary).iter().filter(|(d, index)| d.default_value(*index).is_some()).count();
        assert_eq!(parsed.profile.parameters.len(), known);
        for parameter in &parsed.profile.parameters {
            let name = parameter.name.as_str();
            let definition = dictionary.get(name).unwrap();
            let default = definition.default_value(definition.index_in(name));
            assert_eq!(parameter.value.text(), default.as_deref(), "{name}");
            assert_eq!(parameter.access, definition.access(), "{name}");
            assert!(parameter.access.is_some(), "{name}");
        }
        for (definition, index) in names(&dictionary) {
            assert!(sample.contains(&format!("</{}>", definition.xml_name(index).rsplit('/').next().unwrap())));
        }
    }
    let sample = dictionary("SPA122").sample_xml();
    assert!(sample.contains(
        "\n<!--   <WAN_Interface> -->\n<!--     <WAN_Connection_Type></WAN_Connection_Type> options: dh/st/pp -->\n"
    ));
    assert!(sample.contains("<Connection_Type") == dictionary("SPA122").get("Connection_Type").is_some());
}

#[test]
fn pages_of_a_line_follow_each_other() {
    let sample = dictionary("SPA8000").sample_text();
    assert!(sample.starts_with("# *** \n# *** SPA8000 5.1.12 Configuration Parameters\n# *** \n\n\n# An entry "));
    let entry = "Connection_Type                               ! \"DHCP\" ;  # options: DHCP/Static IP/PPPOE/PPPOE,DHCP/DHCP,PPPOE\n";
    assert!(sample.contains(entry));
    assert!(sample.contains("\n\n# ***  Static IP Settings\n\nStatic_IP  "));
    let place = |text: &str| sample.find(text).unwrap_or_else(|| panic!("{text}"));
    assert!(place("\nLine_Enable[1] ") < place("\nRing_On_No_New_VM[1] "));
    assert!(place("\nRing_On_No_New_VM[1] ") < place("\nLine_Enable[2] "));
    assert!(place("\nBusy_Tone ") < place("\nLine_Enable[1] "));
    let phone = dictionary("SPA942").sample_text();
    assert!(
        phone.contains("# *** Line Key 4\n") && !phone.contains("# *** Line Key 5\n") && !phone.contains("Line Key #")
    );
    assert_eq!(phone.matches("# *** Unit 1\n").count(), 1);
}
