use super::*;

fn name_of(text: &str) -> Option<&'static str> {
    Model::find(text).ok().map(Model::name)
}

#[test]
fn models_are_found_however_they_are_written() {
    for (text, name) in [
        ("spa122", "SPA122"),
        ("SPA-2102", "SPA2102"),
        ("spa2000", "SPA-2000"),
        ("SPA504", "SPA504G"),
        ("spa504g", "SPA504G"),
        ("504G", "SPA504G"),
        ("504", "SPA504G"),
        ("SPA 504G", "SPA504G"),
        ("Cisco SPA504G", "SPA504G"),
        ("Cisco-SPA504G", "SPA504G"),
        ("LINKSYS SPA-942", "SPA942"),
        ("942", "SPA942"),
        ("spa525g2", "SPA525G2"),
        ("SPA-525G2", "SPA525G2"),
        ("525G2", "SPA525G2"),
        ("SPA525", "SPA525G"),
        ("SPA1001", "SPA-1001"),
        ("Sipura SPA-3000", "SPA-3000"),
        ("841", "SPA-841"),
        ("pap2", "PAP2"),
        ("PAP2T-NA", "PAP2T"),
        ("9000", "SPA9000"),
        ("8000", "SPA8000"),
        ("SPA8800", "SPA8800"),
        ("SPA232D", "SPA232D"),
        ("SPA122-XU", "SPA122"),
        ("RTP300", "RTP300"),
        ("WRP400", "WRP400"),
        ("ATA192-MPP", "ATA192"),
        ("ATA191-3PW-K9", "ATA191"),
        ("ATA-192-3PW", "ATA192"),
        ("191", "ATA191"),
        ("8851", "8851"),
        ("CP-8851-3PCC", "8851"),
        ("CP-8841-3PCC-K9", "8841"),
        ("CP-8841-3PCC-K9=", "8841"),
        ("Cisco-CP-6841-3PCC", "6841"),
        ("Cisco IP Phone 7841", "7841"),
        ("cp-9861", "9861"),
        ("DP-9861-K9", "9861"),
        ("mpp-8851", "8851"),
        ("8851-MPP", "8851"),
        ("MPP", "mpp"),
        ("Spa-Ata", "spa-ata"),
        ("spa_ata", "spa-ata"),
        ("SPA50x", "spa5xx"),
        ("8800", "88xx"),
        ("88XX", "88xx"),
        ("CP-8851NR-3PCC-K9", "8851"),
        ("CP-8865NR-K9", "8865"),
        ("SPA2102-R", "SPA2102"),
    ] {
        assert_eq!(name_of(text), Some(name), "{text}");
    }
    for text in ["", "-", "spa", "SPA123", "cp", "cp-spa122", "g", "k9", "3", "88", "cisco", "=", "spa504g; rm", "ä"] {
        assert_eq!(name_of(text), None, "{text}");
    }
}

#[test]
fn every_model_of_the_table_has_a_name_of_its_own_and_a_series() {
    for model in Model::all() {
        assert_eq!(Model::find(model.name()), Ok(model), "no other model takes its name");
        assert!(model.series().is_series() && model.series().family() == model.family(), "{model:?}");
        assert_eq!(Model::find(model.family().key()).map(Model::family), Ok(model.family()));
        let order = match model.family() {
            _ if model.is_series() => model.name().to_owned(),
            Family::Mpp => format!("Cisco CP-{}-3PCC-K9", model.name()),
            _ => format!("Cisco {}", model.name()),
        };
        assert_eq!(name_of(&order), Some(model.name()), "{order}");
    }
    for name in
        "6821 6841 6851 6861 6871 7811 7821 7832 7841 7861 8811 8831 8832 8841 8845 8851 8861 8865 8875 9841 9851 \
                 9861 9871 SPA232D SPA8800 SPA2100 SPA1001 SPA2000 SPA2002 SPA3000 RTP300 WRP400 SPA9000"
            .split(' ')
    {
        assert!(name_of(name).is_some(), "{name}");
    }
}

#[test]
fn devices_of_another_kind_are_named_as_what_they_are() {
    for (text, reads) in [
        ("ATA190", "ATA*.cnf.xml"),
        ("Cisco ATA 190", "ATA*.cnf.xml"),
        ("ATA187", "SEP*.cnf.xml"),
        ("79xx", "SEP*.cnf.xml"),
        ("7940", "SEP*.cnf.xml"),
        ("CP-7961G", "SEP*.cnf.xml"),
        ("8945", "SEP*.cnf.xml"),
        ("9971", "SEP*.cnf.xml"),
        ("3905", "SEP*.cnf.xml"),
        ("SPA400", "gateway"),
        ("SPA500S", "attendant console"),
        ("Cisco SPA932", "attendant console"),
        ("WIP310", "wireless phone"),
        ("CP-8821-K9", "SEP*.cnf.xml"),
        ("8821-EX", "SEP*.cnf.xml"),
    ] {
        let Err(NotFound::OtherSchema { name, reason }) = Model::find(text) else { panic!("{text}") };
        assert_eq!(name, text);
        assert!(reason.contains(reads), "{text}: {reason}");
    }
    let message = Model::find("ATA190").unwrap_err().to_string();
    assert_eq!(message, "`ATA190` is not supported; its firmware reads the `ATA*.cnf.xml` files of a call manager");
}

#[test]
fn an_unknown_model_gets_near_names() {
    let near = |text: &str| match Model::find(text) {
        Err(NotFound::Unknown { near, .. }) => near.into_iter().map(Model::name).collect::<Vec<_>>(),
        other => panic!("{text}: {other:?}"),
    };
    assert_eq!(near("SPA505G")[0], "SPA501G");
    assert!(near("SPA123").contains(&"SPA122"));
    assert!(near("8852").contains(&"8851"));
    assert_eq!(near("SPA5O4G"), ["SPA504G", "SPA514G", "SPA501G"]);
    assert!(near("snom370").is_empty() && near("").is_empty() && near("x").is_empty());
    assert!(near(&"spa504g".repeat(10_000)).is_empty());
    assert_eq!(
        Model::find("SPA5O4G").unwrap_err().to_string(),
        "unknown model `SPA5O4G`; did you mean `SPA504G`, `SPA514G` or `SPA501G`?"
    );
    assert_eq!(Model::find("snom\u{1b}").unwrap_err().to_string(), "unknown model `snom\\u{1b}`");
}

#[test]
fn families_read_what_the_vendor_says() {
    let model = |name| Model::find(name).unwrap();
    assert_eq!(model("ATA191").digest(), Digest::Md5);
    assert_eq!(model("8851").digest(), Digest::Sha256);
    assert!(model("SPA942").reads(Format::Gzip) && !model("ATA192").reads(Format::Gzip));
    assert!(model("9861").reads(Format::Rfc8188) && !model("SPA525G").reads(Format::Rfc8188));
    assert!(Model::all().all(|model| model.reads(Format::Xml) && model.reads(Format::Openssl)));
}

#[test]
fn lines_and_keys_are_those_that_a_source_states() {
    for (name, lines, keys) in [
        ("SPA504G", Some(4), Some(4)),
        ("SPA509G", Some(12), Some(12)),
        ("SPA502G", Some(1), Some(0)),
        ("SPA962", Some(6), Some(6)),
        ("SPA8000", Some(8), None),
        ("8851", Some(10), Some(10)),
        ("9861", Some(16), Some(10)),
        ("6841", Some(4), Some(4)),
        ("7811", Some(1), Some(0)),
        ("7841", None, Some(4)),
        ("7861", None, Some(16)),
        ("8865", Some(10), Some(10)),
        ("6851", None, None),
        ("SPA8800", None, None),
        ("spa5xx", None, None),
    ] {
        let model = Model::find(name).unwrap();
        assert_eq!((model.lines(), model.line_keys()), (lines, keys), "{name}");
    }
    let with_modules = |name: &str| Model::find(name).unwrap().lines_with_modules();
    assert_eq!((with_modules("8851"), with_modules("8841"), with_modules("7841")), (Some(16), Some(10), None));
}
