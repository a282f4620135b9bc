//! From a fresh master key to a phone that reads its encrypted file.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};

use spc_core::key::MasterKey;

use crate::desk::{DEVICE_KEY, Desk, Done, MAC, MASTER, NEW_MASTER, OTHER, PROFILE, has, run};

fn mode(desk: &Desk, name: &str) -> u32 {
    fs::metadata(desk.path(name)).unwrap().permissions().mode() & 0o777
}

#[test]
fn keygen_writes_a_private_file_and_shows_the_id() {
    let desk = Desk::new();
    let stdout = run(&mut desk.shell("umask 0; spc keygen")).stdout;
    let text = desk.text("master.key");
    let master = MasterKey::from_text(&text).unwrap();
    assert_eq!(stdout, format!("key id: {}\n", master.id()));
    let lines: Vec<&str> = text.lines().collect();
    let [made, id, key] = lines[..] else { panic!("{text}") };
    let time = made.strip_prefix("# master key of a fleet, made by spc keygen on ").unwrap();
    let age = humantime::parse_rfc3339(time).unwrap().elapsed().unwrap();
    assert!(age.as_secs() < 3600, "{made}");
    assert_eq!((format!("{}\n", &id[2..]), key.to_owned()), (stdout, master.with_tagged(str::to_owned)));
    assert_eq!(mode(&desk, "master.key"), 0o600);
    desk.does("keygen -o another");
    assert_ne!(desk.text("another"), text);
}

#[test]
fn keygen_prints_wherever_standard_output_is_named() {
    let desk = Desk::new();
    for name in ["-", "/dev/stdout", "/dev/fd/1"] {
        let done = desk.spc(&format!("keygen -o {name}"));
        assert_eq!(done.code, Some(0), "{name}: {done:?}");
        assert!(done.stdout.starts_with("# master key") && done.stderr.contains("key id: "), "{name}: {done:?}");
    }
}

#[test]
fn keygen_never_overwrites() {
    let desk = Desk::new();
    desk.refuses("keygen -o master", 5, "`master` already exists and is left as it is");
    desk.refuses("keygen -o .", 5, "already exists");
    symlink("elsewhere", desk.path("link")).unwrap();
    desk.refuses("keygen -o link", 5, "already exists");
    desk.refuses("keygen -o no/such/folder", 5, "cannot write `no/such/folder`: no such file or directory");
}

#[test]
fn keygen_writes_the_key_to_standard_output_on_request_only() {
    let desk = Desk::new();
    let done = desk.spc("keygen -o -");
    let id = MasterKey::from_text(&done.stdout).unwrap().id();
    assert_eq!((done.code, done.stderr), (Some(0), format!("spc: note: key id: {id}\n")));
}

#[test]
fn derive_shows_a_key_only_on_request() {
    let desk = Desk::new();
    let derive = format!("derive --mac {MAC} --master-file master");
    desk.refuses(&derive, 2, "a device key is secret");
    desk.refuses(&format!("{derive} -o -"), 2, "a device key is secret");
    assert_eq!(desk.does(&format!("{derive} --reveal")), format!("{DEVICE_KEY}\n"));
    assert_eq!(desk.does(&format!("{derive} -o - --reveal")), format!("{DEVICE_KEY}\n"));
    assert_eq!(desk.does(&format!("{derive} -o key")), "");
    assert_eq!((desk.text("key"), mode(&desk, "key")), (format!("{DEVICE_KEY}\n"), 0o600));
}

#[test]
fn derive_writes_the_rule_with_the_macros_of_the_phone() {
    let desk = Desk::new();
    let rule = "derive --master-file master --reveal --profile-rule 'http://prov.example.com/$MA.cfg'";
    let one = format!("[--key {DEVICE_KEY}] http://prov.example.com/$MA.cfg\n");
    assert_eq!(desk.does(&format!("{rule} --mac {MAC}")), one);
    let both = desk.does(&format!("{rule} --mac {OTHER} --mac 00:0E:08:AA:BB:CC"));
    let lines: Vec<&str> = both.lines().collect();
    assert!(lines[0].starts_with(&format!("{OTHER} [--key ")) && !lines[0].contains(DEVICE_KEY));
    assert_eq!(lines[1..], [format!("{MAC} {}", one.trim_end())]);
    desk.refuses(&format!("{rule} --mac {MAC} --mac 00-0e-08-aa-bb-cc"), 2, "is given twice");
    for url in ["prov.example.com", "'http://a/b c'", "'[--key x] /a'", "'/a|/b'", "ftp://a/b"] {
        desk.refuses(
            &format!("derive --mac {MAC} --master-file master --reveal --profile-rule {url}"),
            2,
            "invalid value",
        );
    }
}

#[test]
fn device_keys_are_made_from_a_master_key_only() {
    let desk = Desk::new();
    for command in ["derive --reveal", "bootstrap --url /x/$MA.cfg"] {
        let command = format!("{command} --mac {MAC}");
        desk.refuses(&command, 3, "the fleet's master key is needed");
        desk.refuses(&format!("{command} --key-file master"), 2, "made from the fleet's master key");
        desk.refused(desk.command(&command).env("SPC_KEY_FILE", "master"), 2, "made from the fleet's master key");
        desk.refuses(&format!("{command} --key-file tagged"), 3, "is the master key of a fleet");
        desk.refuses(&format!("{command} --key-file raw --master"), 3, "a master key has 64 hexadecimal digits");
    }
    for source in ["--master --key-file master", "--master --key-cmd 'cat master'", "--master-file tagged"] {
        assert_eq!(desk.does(&format!("derive --mac {MAC} --reveal {source}")), format!("{DEVICE_KEY}\n"));
    }
    let mut command = desk.command(&format!("derive --mac {MAC} --reveal --master"));
    assert_eq!(run(command.env("SPC_KEY_CMD", "cat master")).stdout, format!("{DEVICE_KEY}\n"));
}

/// What a phone would find in the profile.
fn value<'a>(xml: &'a str, name: &str) -> &'a str {
    let (_, rest) = xml.split_once(&format!("<{name}")).unwrap();
    rest.split_once('>').unwrap().1.split_once("</").unwrap().0
}

#[test]
fn the_second_file_opens_with_the_key_of_the_first() {
    if !has("openssl") || !has("gzip") {
        return;
    }
    let desk = Desk::new();
    desk.does("keygen -o fleet");
    let url = "http://prov.example.com/$MA.cfg";
    desk.does(&format!("bootstrap --mac {MAC} --url '{url}' --master-file fleet"));
    desk.does(&format!("compile p.xml --mac {MAC} --master-file fleet --format openssl --md md5"));

    let first = desk.text(&format!("bootstrap-{MAC}.cfg"));
    assert_eq!(mode(&desk, &format!("bootstrap-{MAC}.cfg")), 0o600);
    assert!(first.contains("<GPP_SA ua=\"na\">"), "{first}");
    assert_eq!(value(&first, "Profile_Rule"), format!("[--key $SA] {url}"));
    desk.put("key-of-the-phone", value(&first, "GPP_SA"));
    let line =
        format!("openssl enc -d -aes-256-cbc -md md5 -pass file:key-of-the-phone -in {MAC}.cfg 2>/dev/null | gzip -dc");
    assert_eq!(run(&mut desk.shell(&line)).stdout, PROFILE);
}

#[test]
fn a_second_file_that_would_remove_the_key_is_warned_about() {
    let desk = Desk::new();
    let compile = format!("compile second.xml --mac {MAC} --master-file master --format openssl --md md5");
    let profile = |inside: &str| desk.put("second.xml", format!("<flat-profile>{inside}</flat-profile>"));
    let own = desk.does(&format!("derive --mac {MAC} --master-file master --reveal"));
    for inside in [String::new(), "<GPP_SA/>".into(), format!("<GPP_SA>x</GPP_SA><GPP_SA>{}</GPP_SA>", own.trim())] {
        profile(&inside);
        let done = desk.spc(&compile);
        assert!(!done.stderr.contains("cannot read any later file"), "{}", done.stderr);
    }
    for inside in ["<GPP_SA>a-secret</GPP_SA>", "<GPP_SA></GPP_SA>"] {
        profile(inside);
        let done = desk.spc(&compile);
        assert!(
            done.stderr.contains("cannot read any later file") && !done.stderr.contains("a-secret"),
            "{}",
            done.stderr
        );
        assert_eq!(desk.spc(&format!("{compile} --deny-warnings")).code, Some(1));
        let container = format!("compile second.xml --mac {MAC} --master-file master");
        assert!(!desk.spc(&container).stderr.contains("reads no other"), "no phone fetches it");
    }
}

#[test]
fn the_first_profile_comes_in_every_format() {
    let desk = Desk::new();
    let bootstrap = format!("bootstrap --mac {MAC} --url /$MA.cfg --master-file master -o first");
    desk.does(&bootstrap);
    let xml = desk.text("first");
    let cases = [
        ("gzip", "--format gzip", ""),
        ("openssl", "--format openssl --md md5 --seal-key-file phrase", "--key-file phrase"),
        ("openssl", "--format openssl --md sha256 --seal-key-cmd 'cat phrase'", "--key-file phrase"),
        ("rfc8188", "--format rfc8188 --ikm-hex --seal-key-file raw", "--key-file raw --ikm-hex"),
        ("spc", "--format spc --seal-key-file raw", "--key-file raw"),
        ("spc", "--format spc --seal-key-cmd 'cat new' --seal-master", "--master-file new"),
        ("openssl", "--format openssl --md md5 --seal-master-file new", "--master-file new"),
    ];
    for (format, seal, open) in cases {
        let done = desk.spc(&format!("{bootstrap} {seal} --overwrite"));
        assert_eq!(done.code, Some(0), "{done:?}");
        assert_eq!(desk.facts("first")["format"], format, "{seal}");
        assert_eq!(desk.does(&format!("decompile first --mac {MAC} {open}")), xml, "{seal}");
    }
    let needs = "give --seal-key-file or --seal-master-file";
    desk.refuses(&format!("{bootstrap} --format openssl --md md5"), 3, needs);
    desk.refuses(&format!("{bootstrap} --format xml --seal-key-file raw"), 2, "this format does not encrypt");
    desk.refuses(&format!("{bootstrap} --seal-master"), 2, "missing one of");
    let done = desk.spc(&format!("{bootstrap} --format spc"));
    assert!(done.stderr.contains("[SPC0701]") && done.stderr.contains("--seal-key-file"), "{done:?}");
}

#[test]
fn the_first_file_never_has_the_name_of_the_second() {
    let desk = Desk::new();
    let same = "is the name of the file that --url asks for";
    for (url, name) in [
        ("http://prov.example.com/$MA.cfg", "--name {mac}.cfg"),
        ("tftp://192.0.2.1/cfg/spa$(MAU).cfg?x=/y", "--name spa{MAC}.cfg"),
        ("/first.cfg", "-o first.cfg"),
        ("/FIRST.CFG", "-o first.cfg"),
        ("/bootstrap-$MA.cfg", ""),
    ] {
        desk.refuses(&format!("bootstrap --mac {MAC} --url '{url}' --master-file master {name}"), 2, same);
    }
    desk.does(&format!("bootstrap --mac {MAC} --mac {OTHER} --url '/$MA.cfg' --master-file master --name b-{{mac}}"));
    assert_ne!(desk.text(&format!("b-{MAC}")), desk.text(&format!("b-{OTHER}")));
    desk.does(&format!("bootstrap --mac {MAC} --url '/$MA.cfg' --master-file master --name b-{{mac}} --check"));
}

#[test]
fn an_address_that_no_phone_could_use_is_warned_about_or_refused() {
    let desk = Desk::new();
    let warns = [
        ("http://prov.example.com/.cfg", "every device fetches the same file"),
        ("http://prov.example.com/$mau.cfg", "did you mean `$MAU`?"),
        ("http://prov.example.com/$MAcfg", "did you mean `$(MA)cfg`?"),
        ("http://prov.example.com/$MAC.cfg", "`$MAC` has colons"),
        ("prov.example.com/$MA.cfg", "without a scheme, devices fetch over TFTP"),
        ("http://anna:s3cret@prov.example.com/$MA.cfg", "a login inside a URL is not documented"),
        ("anna:s3$cret@prov.example.com/$MA.cfg?k=s3$cret", "`--url`: no device knows the macro in the query"),
    ];
    for (url, words) in warns {
        let bootstrap = format!("bootstrap --mac {MAC} --url '{url}' --master-file master");
        let derive = format!("derive --mac {MAC} --profile-rule '{url}' --master-file master -o rule --overwrite");
        let done = desk.spc(&bootstrap);
        assert!(done.code == Some(0) && done.stderr.contains(words), "{done:?}");
        assert!(!done.stderr.contains("s3") && !desk.spc(&derive).stderr.contains("s3"), "{url}");
        desk.refuses(&format!("{bootstrap} --deny-warnings"), 1, "warnings are denied");
        desk.refuses(&format!("{derive} --deny-warnings"), 1, "warnings are denied");
    }
    for url in ["http:///x", "http://h/$SA", "http://anna:s3cret@/$MA.cfg", "[--key s3cret] http://h/$MA.cfg"] {
        let command = format!("bootstrap --mac {MAC} --url '{url}' --master-file master");
        desk.refuses(&command, 2, "invalid value for `--url`");
        assert!(!desk.spc(&command).stderr.contains("s3cret"));
    }
    let both = format!("--mac {MAC} --mac {OTHER} --master-file master");
    let same = format!("names the same file for {MAC} and {OTHER}");
    desk.refuses(&format!("bootstrap {both} --url http://prov.example.com/phone.cfg"), 2, &same);
    desk.refuses(&format!("derive {both} --reveal --profile-rule 'http://prov.example.com/$PN.cfg'"), 2, &same);
}

#[test]
fn options_of_the_rule_keep_their_place_beside_the_key() {
    let desk = Desk::new();
    let rule = "[--uid $A --pwd $B] http://prov.example.com/$MA.cfg";
    desk.does(&format!("bootstrap --mac {MAC} --url '{rule}' --master-file master -o first"));
    let whole = "[--key $SA --uid $A --pwd $B] http://prov.example.com/$MA.cfg";
    assert_eq!(value(&desk.text("first"), "Profile_Rule"), whole);
    let derived = desk.does(&format!("derive --mac {MAC} --reveal --profile-rule '{rule}' --master-file master"));
    assert_eq!(derived, whole.replace("$SA", DEVICE_KEY) + "\n");
}

#[test]
fn fleet_commands_never_print_a_key_unasked() {
    let desk = Desk::new();
    let lines = [
        format!("bootstrap --mac {MAC} --url /$MA.cfg --master-file master"),
        format!("compile p.xml --mac {MAC} --master-file master --format openssl --md md5"),
        format!("rekey {MAC}.cfg --master-file master --new-master-file new"),
        format!("decompile {MAC}.cfg --mac {MAC} --master-file master"),
        format!("inspect {MAC}.cfg"),
        format!("derive --mac {MAC} --master-file master"),
    ];
    for line in lines {
        let Done { stdout, stderr, .. } = desk.spc(&line);
        for secret in [MASTER, NEW_MASTER, DEVICE_KEY] {
            assert!(!stdout.contains(secret) && !stderr.contains(secret), "{line}");
        }
    }
}
