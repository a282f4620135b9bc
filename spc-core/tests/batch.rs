//! A fleet: what columns and placeholders mean, and what is refused.

#![cfg(test)]

use std::sync::Arc;

use spc_core::batch::{Batch, BatchError, Keys, Packing, Recipient, RecipientError, Target};
use spc_core::container::{Device, Header, Protection, Randomizer, open};
use spc_core::key::{Key, KeyError, KeyText, MasterKey, Passphrase, RawKey};
use spc_core::limits;
use spc_core::payload::PayloadError;
use spc_core::profile::{NameError, Parameter, ParameterName, Profile, Value};
use spc_core::source::{EmitError, Reader, Syntax};
use spc_core::stock::openssl;
use spc_core::stock::rfc8188::{self, Ikm, IkmForm};
use spc_core::stock::template::Effort;
use spc_core::{Class, Error, TargetMac};

const MD5: openssl::Kdf = openssl::Kdf { digest: openssl::Digest::Md5, iterations: None };
const SECRET: &str = "planted secret";

fn parsed(elements: &str) -> Profile<'static> {
    let xml = format!("<flat-profile>{elements}</flat-profile>");
    Reader::new().syntax(Syntax::Xml).read(xml.as_bytes()).unwrap().profile.into_owned()
}

fn mac() -> TargetMac {
    "000e08aabbcc".parse().unwrap()
}

fn recipient<'a>(values: &'a [&'a str]) -> Recipient<'a> {
    Recipient { mac: mac(), serial: 0, key: None, values, salt: None }
}

/// The parameters of the XML of a recipient with these cells, as they stand in it.
fn elements(base: &str, cells: &[(&str, &str)]) -> String {
    let (columns, values): (Vec<&str>, Vec<&str>) = cells.iter().copied().unzip();
    let batch = Batch::prepare(&parsed(base), &columns, Target::Xml).unwrap();
    let xml = String::from_utf8(batch.seal_for(&recipient(&values)).unwrap()).unwrap();
    let (_, rest) = xml.split_once("<flat-profile>\n").unwrap();
    rest.strip_suffix("</flat-profile>\n").unwrap().lines().map(str::trim_start).collect()
}

fn refused(base: &str, columns: &[&str]) -> BatchError {
    Batch::prepare(&parsed(base), columns, Target::Xml).unwrap_err()
}

#[test]
fn placeholders_are_filled_wherever_they_stand() {
    let base = "<A ua=\"na\">sip:{{x}}@{{first name}}</A><B>{{x}}{{x}}</B><S><C>{{x}}</C></S>";
    assert_eq!(
        elements(base, &[("first name", "é<&>"), ("x", "1 2")]),
        "<A ua=\"na\">sip:1 2@é&lt;&amp;&gt;</A><B>1 21 2</B><S><C>1 2</C></S>"
    );
    assert_eq!(
        elements(base, &[("first name", ""), ("x", "")]),
        "<A ua=\"na\">sip:@</A><B></B><S><C></C></S>",
        "an empty cell fills a placeholder with nothing"
    );
}

#[test]
fn braces_are_written_doubled_and_cells_are_not_read_again() {
    let base = "<A>{{{{x}} {{x}} {{{{{{x}} }} {</A><B>{{{{</B>";
    assert_eq!(elements(base, &[("x", "{{x}}")]), "<A>{{x}} {{x}} {{{{x}} }} {</A><B>{{</B>");
    assert_eq!(elements("<B>{{{{</B>", &[]), "<B>{{</B>", "also without any column");
}

#[test]
fn columns_set_parameters_and_empty_cells_leave_them() {
    let base = "<A ua=\"ro\">a</A><B/><C ua=\"na\"/><D></D><S><E>e</E><F/></S>";
    let columns = ["A", "B", "C", "D", "S/E", "S/F", "New"];
    let with = |cells: [&'static str; 7]| {
        let cells: Vec<(&str, &str)> = columns.into_iter().zip(cells).collect();
        elements(base, &cells)
    };
    assert_eq!(
        with(["1", "2", "3", "<4>", "5", "6", "7"]),
        "<A ua=\"ro\">1</A><B>2</B><C ua=\"na\">3</C><D>&lt;4&gt;</D><New>7</New><S><E>5</E><F>6</F></S>"
    );
    let base = "<A ua=\"ro\">a</A><B/><C ua=\"na\"/><D></D><S><E>e</E><F/></S>";
    assert_eq!(with([""; 7]), base);
    assert_eq!(with(["  "; 7]), base, "a cell of blanks is empty");
}

#[test]
fn column_overrides_a_value_with_placeholders() {
    let base = "<A>{{x}}@b</A><x>kept</x>";
    assert_eq!(elements(base, &[("A", "own"), ("x", "1")]), "<A>own</A><x>kept</x>", "a placeholder sets no parameter");
    assert_eq!(elements(base, &[("A", ""), ("x", "1")]), "<A>1@b</A><x>kept</x>");
}

#[test]
fn values_are_trimmed_once_as_in_xml() {
    assert_eq!(
        elements("<A>{{x}} {{y}}</A><B>-{{x}}-</B>", &[("x", " a  b "), ("y", "")]),
        "<A>a  b</A><B>- a  b -</B>"
    );
    assert_eq!(elements("<A>a</A>", &[("A", "\u{a0} x ")]), "<A>\u{a0} x</A>");
}

#[test]
fn base_is_folded_first() {
    assert_eq!(elements("<A ua=\"na\">a</A><A>{{x}}</A><A/>", &[("x", "1")]), "<A ua=\"na\">1</A>");
    assert_eq!(elements("<A>{{gone}}</A><A>b</A>", &[("A", "c")]), "<A>c</A>");
}

#[test]
fn what_each_column_is_can_be_asked() {
    let batch = Batch::prepare(&parsed("<A>{{x}}</A><B/>"), &["x", "A", "B", "Notes"], Target::Xml).unwrap();
    let told = |ask: fn(&Batch, usize) -> bool| (0..5).filter(|&column| ask(&batch, column)).collect::<Vec<_>>();
    assert_eq!(told(Batch::is_placeholder), [0]);
    assert_eq!(told(Batch::is_addition), [3]);
}

#[test]
fn each_fault_of_base_and_columns_has_its_own_error() {
    let name = |name: &str| name.to_owned();
    assert_eq!(refused("", &["A", "b", "A"]), BatchError::RepeatedColumn { column: 2, name: name("A") });
    let fault = NameError::Character { character: ' ', position: 4 };
    let column = BatchError::Column { column: 1, name: name("Dial Plan"), fault };
    assert_eq!(refused("<A/>", &["A", "Dial Plan"]), column);
    assert_eq!(
        column.to_string(),
        "column `Dial Plan` is neither a placeholder of the base, `{{Dial Plan}}`, nor a parameter name: character ' ' \
         does not belong in a name"
    );
    let fault = NameError::Empty;
    assert_eq!(refused("<A/>", &[""]), BatchError::Column { column: 0, name: name(""), fault });
    assert_eq!(refused("<S><A/></S>", &["S/B"]), BatchError::Nested { column: 0, name: name("S/B") });
    let unknown = |placeholder: Option<&str>, parameter: &str| BatchError::UnknownPlaceholder {
        parameter: name(parameter),
        placeholder: placeholder.map(name),
    };
    assert_eq!(refused("<A>{{x}}{{ x}}</A>", &["x"]), unknown(Some(" x"), "A"));
    assert_eq!(unknown(Some("x"), "A").to_string(), "placeholder `{{x}}` in the value of `A` has no column");
    assert_eq!(refused("<A>{{x</A>", &["x"]), BatchError::UnclosedPlaceholder { parameter: name("A") });
    assert_eq!(
        refused("<S><A/></S>", &["S"]),
        BatchError::Payload(PayloadError::Mixed { name: name("S/A") }),
        "a column cannot make a section a parameter"
    );
}

#[test]
fn base_and_all_its_columns_keep_to_the_limits() {
    let prepare = |base: &Profile<'_>, columns: &[&str], target| Batch::prepare(base, columns, target).map(drop);
    let parameter = |name: String, text: &str| Parameter {
        name: ParameterName::parse(&name).unwrap().into_owned(),
        value: Value::Set(text.to_owned().into()),
        access: None,
    };
    let full = Profile { parameters: (0..limits::PARAMETERS).map(|n| parameter(format!("P{n}"), "")).collect() };
    assert_eq!(prepare(&full, &["P0"], Target::Xml), Ok(()));
    assert_eq!(prepare(&full, &["P"], Target::Xml), Err(PayloadError::TooMany.into()));
    let with = |text: &str| Profile { parameters: vec![parameter("A".into(), text)] };
    let control = PayloadError::IllegalCharacter { name: "A".into(), position: 1 };
    assert_eq!(prepare(&with("a\tb"), &[], Target::Xml), Err(control.into()), "also where no payload is made");
    let spc = || Target::Spc { keys: None, randomizer: Randomizer::default() };
    assert_eq!(prepare(&with("\u{ffff}"), &[], spc()), Ok(()));
    let unsayable = EmitError::Noncharacter { name: "A".into() };
    assert_eq!(prepare(&with("\u{ffff}"), &[], Target::Xml), Err(unsayable.into()));
}

#[test]
fn each_fault_of_a_recipient_has_its_own_error() {
    let batch = Batch::prepare(&parsed("<A>a{{x}}{{y}}</A>"), &["x", "y", "B"], Target::Xml).unwrap();
    let refused = |values: &[&str]| {
        let error = batch.seal_for(&recipient(values)).unwrap_err();
        assert_eq!(batch.check(&recipient(values)), Err(error.clone()));
        assert_eq!(error.class(), Class::Input);
        error
    };
    assert_eq!(refused(&["1", "2"]), RecipientError::Values { columns: 3, given: 2 });
    for character in ['\0', '\t', '\n', '\r', '\u{7f}', '\u{fffe}', '\u{ffff}'] {
        let character_of = RecipientError::Character { column: 1, name: "y".into(), character, position: 2 };
        assert_eq!(refused(&["", &format!("é{character}"), ""]), character_of);
    }
    let long = |bytes: usize| "v".repeat(bytes);
    let too_long = |column, name: &str, parameter: &str| RecipientError::ValueTooLong {
        column,
        name: name.into(),
        parameter: parameter.into(),
        bytes: limits::VALUE + 1,
    };
    assert_eq!(refused(&["1", &long(limits::VALUE - 1), ""]), too_long(1, "y", "A"), "the longest cell is to blame");
    assert_eq!(refused(&["", "", &long(limits::VALUE + 1)]), too_long(2, "B", "B"));
    assert!(batch.seal_for(&recipient(&["1", &long(limits::VALUE - 2), &long(limits::VALUE)])).is_ok());
    let blanks = format!("{}   ", long(limits::VALUE - 2));
    assert!(batch.seal_for(&recipient(&["1", &blanks, ""])).is_ok(), "blanks at the end are no part of a value");
}

#[test]
fn whole_profile_keeps_to_its_limit() {
    let names: Vec<String> = (0..17).map(|n| format!("P{n:02}")).collect();
    let columns: Vec<&str> = names.iter().map(String::as_str).collect();
    let most = "v".repeat(limits::VALUE);
    // Each record takes 7 bytes more than its value.
    let last = "v".repeat(limits::PAYLOAD - 15 * (limits::VALUE + 7) - 2 * 7);
    let mut values = vec![most.as_str(); 15];
    values.extend([last.as_str(), ""]);
    for target in [Target::Xml, Target::Spc { keys: None, randomizer: Randomizer::default() }] {
        let base: String = columns.iter().map(|name| format!("<{name}/>")).collect();
        let batch = Batch::prepare(&parsed(&base), &columns, target).unwrap();
        assert!(batch.seal_for(&recipient(&values)).is_ok());
        let mut over = values.clone();
        over[16] = "v";
        let bytes = limits::PAYLOAD + 1;
        assert_eq!(batch.check(&recipient(&over)), Err(PayloadError::TooLarge { bytes }.into()));
    }
    let placeholders: String = (0..10_000).map(|n| format!("<P{n}>a{{{{x}}}}</P{n}>")).collect();
    let batch = Batch::prepare(&parsed(&placeholders), &["x"], Target::Xml).unwrap();
    let refused = batch.check(&recipient(&[&most[1..]])).unwrap_err();
    assert!(matches!(refused, RecipientError::Payload(PayloadError::TooLarge { .. })), "{refused}");
}

fn sealed(target: &Target, key: Option<&str>) -> Result<Vec<u8>, RecipientError> {
    let batch = Batch::prepare(&parsed("<Password_1_>{{x}}</Password_1_>"), &["x"], target.clone()).unwrap();
    let key = key.map(|text| KeyText::new(text.into()));
    let recipient = Recipient { key: key.as_ref(), ..recipient(&[SECRET]) };
    let file = batch.seal_for(&recipient);
    assert_eq!(batch.check(&recipient), file.clone().map(drop));
    file
}

fn spc(keys: Option<Keys<Key>>) -> Target {
    Target::Spc { keys, randomizer: Randomizer::default() }
}

fn openssl(keys: Keys<openssl::Phrase>) -> Target {
    Target::Openssl { keys, kdf: MD5, packing: None }
}

fn rfc8188(keys: Keys<Ikm>) -> Target {
    let (record_size, keyid) = (rfc8188::RecordSize::default(), rfc8188::Keyid::default());
    Target::Rfc8188 { keys, form: IkmForm::Ascii, record_size, keyid }
}

fn master() -> Arc<MasterKey> {
    Arc::new(MasterKey::from_bytes([0x5b; 32]))
}

#[test]
fn master_key_gives_each_device_the_same_text_in_every_format() {
    let digits = "3389c1c64239e1be6e25f72c960112a18fe80d3c5ea0e9ff69760927468586db";
    let same = |master: Target, own: Target| {
        let file = sealed(&master, None).unwrap();
        assert_eq!(sealed(&own, Some(digits)).unwrap(), file);
    };
    same(spc(Some(Keys::Master(master()))), spc(Some(Keys::PerRecipient)));
    same(openssl(Keys::Master(master())), openssl(Keys::PerRecipient));
    same(rfc8188(Keys::Master(master())), rfc8188(Keys::PerRecipient));
}

#[test]
fn one_key_for_all_is_that_of_a_single_file() {
    let profile = parsed("<Password_1_>planted secret</Password_1_>");
    let file = |target: spc_core::Target| target.seal(&profile).unwrap();
    let phrase = || openssl::Phrase::new(b"phrase".to_vec()).unwrap();
    let settings = openssl::Settings { phrase: phrase(), kdf: MD5, salt: openssl::Salt::Synthetic, gzip: None };
    assert_eq!(
        sealed(&openssl(Keys::Shared(Arc::new(phrase()))), None).unwrap(),
        file(spc_core::Target::Openssl(settings))
    );
    let ikm = || Ikm::from_ascii("an input key").unwrap();
    let settings = rfc8188::Settings::new(ikm());
    assert_eq!(
        sealed(&rfc8188(Keys::Shared(Arc::new(ikm()))), None).unwrap(),
        file(spc_core::Target::Rfc8188(settings))
    );
    let stretched = Passphrase::new("a passphrase".into()).unwrap().stretch(&[7; 16], 10_000).unwrap();
    let key: Arc<Key> = stretched.into();
    let protection = Protection::generic().mac(mac()).key(Arc::clone(&key));
    assert_eq!(sealed(&spc(Some(Keys::Shared(key))), None).unwrap(), file(protection.into()));
    assert_eq!(sealed(&spc(None), None).unwrap(), file(Protection::generic().mac(mac()).into()));
}

#[test]
fn each_fault_of_a_key_has_its_own_error() {
    let raw = || Some(Keys::Shared(Arc::new(RawKey::from_bytes(&[7; 32]).unwrap().into())));
    let unused = [
        spc(None),
        spc(raw()),
        spc(Some(Keys::Master(master()))),
        openssl(Keys::Master(master())),
        rfc8188(Keys::Master(master())),
        Target::Xml,
        Target::Gzip(Packing::Template(Effort::Fast)),
    ];
    for target in unused {
        assert_eq!(sealed(&target, Some("key")), Err(RecipientError::UnusedKey), "{target:?}");
    }
    for target in [spc(Some(Keys::PerRecipient)), openssl(Keys::PerRecipient), rfc8188(Keys::PerRecipient)] {
        assert_eq!(sealed(&target, None), Err(RecipientError::NoKey), "{target:?}");
        assert_eq!(sealed(&target, Some("")), Err(KeyError::Empty.into()), "{target:?}");
    }
    assert_eq!(sealed(&spc(Some(Keys::PerRecipient)), Some("my phrase")), Err(RecipientError::Passphrase));
    let short = KeyError::RawLength { digits: 2 };
    assert_eq!(sealed(&spc(Some(Keys::PerRecipient)), Some("ab")), Err(short.into()));
    let odd = KeyError::NotPrintable { position: 1 };
    assert_eq!(sealed(&rfc8188(Keys::PerRecipient), Some("é")), Err(odd.into()));
    for error in [RecipientError::NoKey, RecipientError::UnusedKey, RecipientError::Passphrase, odd.into()] {
        assert_eq!(Error::from(error).class(), Class::Key);
    }
}

#[test]
fn salt_makes_equal_input_differ_and_the_file_open_as_before() {
    let seal = |target: &Target, salt| {
        let batch = Batch::prepare(&parsed("<A>a</A>"), &[], target.clone()).unwrap();
        batch.seal_for(&Recipient { salt, serial: 7, ..recipient(&[]) }).unwrap()
    };
    let targets = [spc(Some(Keys::Master(master()))), openssl(Keys::Master(master())), rfc8188(Keys::Master(master()))];
    for target in &targets {
        let file = seal(target, Some([1; 16]));
        assert_eq!(file, seal(target, Some([1; 16])), "{target:?}");
        assert_ne!(file, seal(target, Some([2; 16])), "{target:?}");
        assert_ne!(file, seal(target, None), "{target:?}");
    }
    let device = Device::new().mac(mac()).key(master().device_key(mac()));
    let file = seal(&targets[0], Some([1; 16]));
    assert_eq!(open(&file, &device).unwrap().profile(), parsed("<A>a</A>"));
    assert_eq!(Header::read(&file).unwrap().serial(), 7);
    assert_eq!(seal(&targets[1], Some([1; 16]))[8..16], [1; 8]);
    assert_eq!(seal(&targets[2], Some([1; 16]))[..16], [1; 16]);
}

#[test]
fn recipients_that_are_refused_do_not_stop_the_others() {
    for target in [spc(Some(Keys::PerRecipient)), openssl(Keys::PerRecipient), rfc8188(Keys::PerRecipient)] {
        let batch = Batch::prepare(&parsed("<A>{{x}}</A>"), &["x"], target).unwrap();
        let key = KeyText::new("5b".repeat(32));
        let values: Vec<[String; 1]> = (0..100).map(|n| [format!("{n}")]).collect();
        let values: Vec<[&str; 1]> = values.iter().map(|[value]| [value.as_str()]).collect();
        let recipients: Vec<Recipient<'_>> = values
            .iter()
            .enumerate()
            .map(|(n, values)| Recipient { key: (n % 7 != 3).then_some(&key), ..recipient(values) })
            .collect();
        let files = batch.seal_many(&recipients);
        assert_eq!(files.iter().filter(|file| **file == Err(RecipientError::NoKey)).count(), 14);
        assert_eq!(files, recipients.iter().map(|one| batch.seal_for(one)).collect::<Vec<_>>());
    }
}

#[test]
fn nothing_secret_is_shown() {
    let digits = "5b".repeat(32);
    let key = KeyText::new(digits.clone());
    let values = [SECRET];
    let shown = [
        format!("{:?}", Recipient { key: Some(&key), ..recipient(&values) }),
        format!("{:?}", spc(Some(Keys::Master(Arc::new(MasterKey::from_hex(&digits).unwrap()))))),
        format!(
            "{:?}",
            Batch::prepare(&parsed("<Password_1_>planted secret</Password_1_>"), &[], Target::Xml).unwrap()
        ),
        format!("{:?}", Batch::prepare(&parsed("<Password_1_>{{planted secret}}</Password_1_>"), &["A"], Target::Xml)),
        format!("{:?}", Batch::prepare(&parsed("<Password_1_>planted{{secret</Password_1_>"), &[], Target::Xml)),
        format!("{:?}", sealed(&rfc8188(Keys::PerRecipient), Some("planted secret\u{7}"))),
        format!("{:?}", sealed(&spc(Some(Keys::PerRecipient)), Some(SECRET))),
        format!("{:?}", {
            let batch = Batch::prepare(&parsed(""), &["Password_1_"], Target::Xml).unwrap();
            batch.seal_for(&recipient(&["planted secret\t"]))
        }),
    ];
    for text in shown {
        assert!(!["planted", "secret", "5b5b"].iter().any(|secret| text.contains(secret)), "{text}");
    }
    let error = Batch::prepare(&parsed("<Password_1_>{{secret}}</Password_1_>"), &[], Target::Xml).unwrap_err();
    assert_eq!(error.to_string(), "a placeholder in the value of `Password_1_` has no column");
}

#[test]
fn one_batch_serves_many_threads() {
    const fn shared<T: Send + Sync>() {}
    shared::<Batch>();
}
