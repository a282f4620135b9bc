use super::*;

fn on(model: &str, name: &str) -> Result<ParameterText, NotAParameter> {
    find(name, Model::find(model).unwrap())
}

fn fact(text: &ParameterText, title: &str) -> String {
    text.facts().into_iter().find(|(known, _)| *known == title).map(|(_, words)| words).unwrap_or_default()
}

#[test]
fn a_parameter_is_described() {
    let port = on("spa504g", "Web_Server_Port").unwrap();
    assert_eq!(fact(&port, "Values"), "a whole number from 0 to 65535: a port");
    assert_eq!((fact(&port, "Default"), fact(&port, "Section")), ("`80`".into(), "System Configuration".into()));
    assert_eq!(port.limit, None);
    for (model, name, limit) in [
        ("spa504g", "Interdigit_Long_Timer", "0 to 64 seconds"),
        ("8851", "DHCP_VLAN_Option", "128 to 149, 151 to 158 or 161 to 254"),
        ("spa504g", "RTP_Packet_Size", "0.01 to 0.16"),
        ("spa504g", "Proxy_3_", "at most 63 characters before a port"),
    ] {
        assert_eq!(fact(&on(model, name).unwrap(), "Documented"), limit, "{name}");
    }
    let line = on("spa504g", "Line_Enable_7_").unwrap();
    assert_eq!(fact(&line, "Index"), "one for each line, 1 to 4; 7 is out of range and ignored");
    assert_eq!(line.text_name.as_deref(), Some("Line_Enable[7]"));
    assert_eq!(on("spa504g", "Line_Enable_n_").map(|text| text.name), Ok("Line_Enable_1_".into()));
    let router = on("spa122", "router-configuration/Web_Login_Admin_Password").unwrap();
    assert_eq!(
        (fact(&router, "In plain text"), fact(&router, "Default")),
        ("it has no name".into(), "not shown".into())
    );
}

#[test]
fn a_name_is_found_as_plain_text_spells_it() {
    for (name, xml) in [("Dial_Plan[1]", "Dial_Plan_1_"), ("Resync_At_(HHmm)", "Resync_At__HHmm_")] {
        assert_eq!(on("spa504g", name).unwrap().name, xml);
        assert_eq!(find_everywhere(name).unwrap()[0].name, xml);
    }
    for name in ["Dial_Plan(1)", "Dial_Plan[1_", "dial_plan[1]"] {
        assert_eq!(on("spa504g", name).unwrap_err().help().as_deref(), Some("did you mean `Dial_Plan_1_`?"), "{name}");
    }
}

#[test]
fn other_spellings_are_named() {
    for (name, near) in [("dial_plan_1_", "Dial_Plan_1_"), ("Dial_Plna_1_", "Dial_Plan_1_")] {
        let help = Some(format!("did you mean `{near}`?"));
        assert_eq!(on("spa504g", name).unwrap_err().help(), help, "{name}");
        assert_eq!(find_everywhere(name).unwrap_err().near.first().map(String::as_str), Some(near), "{name}");
    }
    let elsewhere = on("spa504g", "Enable_WAN_Web_Server").unwrap_err();
    assert_eq!(
        elsewhere.help().as_deref(),
        Some("SPA2102, SPA3102, SPA8000 have it; did you mean `Enable_Web_Server`?")
    );
    assert!(on("SPA-3000", "Proxy_1_").unwrap_err().is_unknown_model);
    assert_eq!(
        on("spa504g", "Software_Version").unwrap_err().help().as_deref(),
        Some("phones report it on their status page; setting it has no effect")
    );
}

#[test]
fn a_name_with_another_number_gets_those_that_there_are() {
    let help = |model: &str, name: &str| on(model, name).unwrap_err().help();
    assert_eq!(help("spa504g", "GPP_Q").as_deref(), Some("this model has `GPP_A` to `GPP_P`"));
    assert_eq!(help("spa508g", "Unit_3_Key_1").as_deref(), Some("this model has `Unit_1_Key_1` and `Unit_2_Key_1`"));
}

#[test]
fn families_are_compared() {
    let rows = compared(&find_everywhere("Resync_Periodic").unwrap());
    let of = |title: &str| rows.iter().find(|row| row.title == title).map(|row| row.values.clone()).unwrap();
    assert_eq!(of("Default").len(), 1, "{rows:?}");
    let values: Vec<(String, Vec<&str>)> =
        of("Values").into_iter().map(|(words, models)| (words, Model::names_by_series(&models))).collect();
    let mpp = ("seconds, with or without a random part".to_owned(), vec!["68xx", "88xx", "98xx"]);
    assert_eq!((values.len(), values.last()), (2, Some(&mpp)));
    assert_eq!(models_with("GPP_A").last(), Some(&"98xx"));
    let with = models_with("Admin_Passwd");
    assert!(with.starts_with(&["spa9xx", "spa-ata", "SPA301"]) && !with.contains(&"SPA525G2"), "{with:?}");
}

#[test]
fn no_default_of_a_secret_is_shown_and_every_parameter_can_be_described() {
    for dictionary in models::known() {
        for definition in dictionary.definitions() {
            let index = dictionary.indices(definition).map(|range| *range.start());
            let text = find(&definition.xml_name(index), dictionary.model()).unwrap();
            assert!(text.facts().iter().all(|(_, words)| !words.is_empty()), "{text:?}");
            assert!(!definition.is_secret() || text.default.is_none(), "{text:?}");
        }
    }
}
