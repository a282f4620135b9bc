//! Plain-text profiles: recognised, imported, converted; and what is said about bad ones.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use spc_devices::dictionary::Dictionary;
use spc_devices::model::Model;

use crate::spc::{FILE, MAC, Sandbox, expect};

#[path = "../../../spc-core/tests/common/corpus.rs"]
mod corpus;

/// What the documented example of the language looks like, with an import.
const TEXT: &str = "import base.txt\n\nProxy[1] ! \"sip.example.net\" ;   # the line's own\nParam7 ;\n";
const BASE: &str = "Display_Name[1] ? \"Desk\" ;\r\nRegister[1] \"Yes\" ;\r\n";

fn prepared() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("p.txt", TEXT);
    sandbox.write("base.txt", BASE);
    sandbox
}

#[test]
fn text_and_its_imports_compile_like_the_equivalent_xml() {
    let sandbox = prepared();
    expect(&sandbox.spc("compile p.txt --format xml -o text.xml"), 0, &[]);
    let xml = "<flat-profile><Display_Name_1_ ua=\"ro\">Desk</Display_Name_1_><Register_1_ ua=\"na\">Yes</Register_1_>\
        <Proxy_1_ ua=\"rw\">sip.example.net</Proxy_1_><Param7 ua=\"na\"/></flat-profile>";
    sandbox.write("q.xml", xml);
    expect(&sandbox.spc("compile q.xml --format xml -o xml.xml"), 0, &[]);
    assert_eq!(sandbox.read("text.xml"), sandbox.read("xml.xml"));
    for name in ["p.txt", "q.xml"] {
        expect(&sandbox.spc(&format!("compile {name} --mac {MAC} --key-file key -o {name}.cfg")), 0, &[]);
    }
    assert_eq!(sandbox.read("p.txt.cfg"), sandbox.read("q.xml.cfg"));
}

#[test]
fn standard_input_imports_from_the_current_directory() {
    let sandbox = prepared();
    let fed = sandbox.spc_fed("compile - --format xml -o -", TEXT.as_bytes());
    expect(&fed, 0, &[]);
    assert_eq!(fed.stdout, sandbox.spc("compile p.txt --format xml -o -").stdout);
}

#[test]
fn findings_name_the_imported_file_and_how_it_was_reached() {
    let sandbox = prepared();
    fs::create_dir(sandbox.path("sub")).unwrap();
    sandbox.write("p.txt", "A \"1\" ;\nimport sub/a.txt\n");
    sandbox.write("sub/a.txt", "import b.txt\n");
    sandbox.write("sub/b.txt", "# fine\nB \"2\"\nA \"3\" ;\nimport none.txt\n");
    let repeat = "`A` is repeated across an `import` and differs; the last one counts [SPC0407]\n --> sub/b.txt:3:1\n";
    let said =
        ["[SPC0301]\n --> sub/b.txt:2:6\n  |\n2 | B \"2\"\n", repeat, "an earlier occurrence is here (p.txt:1:1)"];
    let way =
        ["--> sub/b.txt:4:1\n", "`b.txt` is imported here (sub/a.txt:1:1)", "`sub/a.txt` is imported here (p.txt:2:1)"];
    let ran = sandbox.spc("check p.txt");
    expect(&ran, 1, &said);
    expect(&ran, 1, &way);
}

#[test]
fn secrets_of_imported_files_are_masked() {
    let sandbox = prepared();
    sandbox.write("base.txt", "A \"1\" ;\nAdmin_Passwd \"planted secret\n");
    let ran = sandbox.spc("check p.txt");
    expect(&ran, 1, &["base.txt:2:14", "2 | ***"]);
    assert!(!ran.stderr.contains("planted"), "{}", ran.stderr);
}

#[test]
fn nothing_outside_the_directory_is_imported_unless_allowed() {
    let sandbox = prepared();
    fs::create_dir(sandbox.path("in")).unwrap();
    fs::create_dir(sandbox.path("in/deeper")).unwrap();
    let outside = "it is outside the profile's directory (add --allow-import to permit that)";
    symlink("../base.txt", sandbox.path("in/link.txt")).unwrap();
    let absolute = sandbox.path("base.txt").display().to_string();
    for import in ["../base.txt", "link.txt", "deeper/../../base.txt", &absolute, "/etc/hostname"] {
        sandbox.write("in/p.txt", format!("import {import}\n"));
        expect(&sandbox.spc("check in/p.txt"), 1, &[outside, "in/p.txt:1:1", "SPC0303"]);
    }
    sandbox.write("in/p.txt", "import ../base.txt\n");
    expect(&sandbox.spc("check in/p.txt --allow-import"), 0, &[]);
    // From below, a file above is still within the profile's folder.
    sandbox.write("in/deeper/a.txt", "import ../b.txt\n");
    sandbox.write("in/b.txt", "B ;\n");
    sandbox.write("in/p.txt", "import deeper/a.txt\n");
    expect(&sandbox.spc("check in/p.txt"), 0, &[]);
}

#[test]
fn each_bad_source_has_its_own_error() {
    let sandbox = prepared();
    fs::create_dir(sandbox.path("folder")).unwrap();
    for depth in 0..10 {
        sandbox.write(format!("deep{depth}.txt"), format!("import deep{}.txt\n", depth + 1));
    }
    sandbox.write("deep10.txt", "A ;\n");
    sandbox.write("round.txt", "import self.txt\n");
    sandbox.write("other.xml", "<flat-profile/>");
    let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain("A \"x\" ;".bytes().flat_map(|byte| [byte, 0])).collect();
    let cases: [(&[u8], &str, &[&str]); 13] = [
        (b"A \"x ;\n", "SPC0302", &["self.txt:1:"]),
        (b"A \"x\"\nB ;", "SPC0301", &["self.txt:1:"]),
        (b"import folder\n", "SPC0303", &["it is a directory"]),
        (b"import /dev/null\n", "SPC0303", &["outside"]),
        (b"import none.txt\n", "SPC0303", &["no such file"]),
        (b"import self.txt\n", "SPC0304", &["`self.txt` imports itself"]),
        (b"import round.txt\n", "SPC0304", &["imports form a cycle: the profile -> round.txt -> self.txt"]),
        (b"import deep0.txt\n", "SPC0308", &["more than 8 deep", "imported here"]),
        (b"import other.xml\n", "SPC0307", &["only plain text can be imported"]),
        (b"A \"say \"no\"\" ;\n", "SPC0305", &["self.txt:1:"]),
        ("A “x” ;\n".as_bytes(), "SPC0309", &["self.txt:1:"]),
        (b"A \"caf\xe9\" ;\n", "SPC0102", &["save the file as UTF-8"]),
        (&utf16, "SPC0104", &["the source is UTF-16", "save the file as UTF-8"]),
    ];
    for (source, code, said) in cases {
        sandbox.write("self.txt", source);
        let ran = sandbox.spc(&format!("compile self.txt --mac {MAC}"));
        expect(&ran, 1, said);
        assert!(ran.stderr.contains(&format!("[{code}]")), "{}: {}", source.escape_ascii(), ran.stderr);
        assert!(!sandbox.path(FILE).exists());
    }
}

#[test]
fn content_decides_and_syntax_overrides() {
    let sandbox = prepared();
    sandbox.write("xml.txt", "\u{feff}\n<flat-profile><A>x</A></flat-profile>");
    expect(&sandbox.spc("check xml.txt"), 0, &[]);
    expect(&sandbox.spc("check xml.txt --syntax text"), 1, &["expected plain text, found XML", "SPC0307"]);
    expect(&sandbox.spc("check p.txt --syntax xml"), 1, &["SPC02"]);
}

#[test]
fn outputs_never_replace_what_was_read() {
    let sandbox = prepared();
    let same = "output `base.txt` is also an input";
    expect(&sandbox.spc("compile p.txt --format xml -o base.txt"), 2, &[same]);
    expect(&sandbox.spc("convert p.txt base.txt"), 2, &[same]);
    assert_eq!(sandbox.read("base.txt"), BASE.as_bytes());
}

#[test]
fn text_is_never_packed_verbatim() {
    let sandbox = prepared();
    let ran = sandbox.spc("compile p.txt --format gzip --verbatim -o p.gz");
    expect(&ran, 2, &["`p.txt` is plain text", "leave out --verbatim"]);
}

#[test]
fn conversion_writes_the_other_language_unless_one_is_named() {
    let sandbox = prepared();
    expect(&sandbox.spc("convert p.txt p2.xml"), 0, &[]);
    assert!(sandbox.read("p2.xml").starts_with(b"<?xml"));
    expect(&sandbox.spc("convert p2.xml p2.txt"), 0, &[]);
    let text = "Display_Name[1]                               ? \"Desk\" ;\n";
    assert!(String::from_utf8(sandbox.read("p2.txt")).unwrap().starts_with(text));
    expect(&sandbox.spc("convert p2.txt p3.xml"), 0, &[]);
    assert_eq!(sandbox.read("p3.xml"), sandbox.read("p2.xml"));
    let through = sandbox.spc_fed("convert - - --to xml", &sandbox.read("p2.xml"));
    assert_eq!(through.stdout, sandbox.read("p2.xml"));
    expect(&sandbox.spc("convert p.txt p2.xml --check"), 0, &[]);
}

#[test]
fn a_model_gives_the_names_back() {
    let sandbox = Sandbox::new();
    let source = "SIP_ToS/DiffServ_Value[1]                     ! \"0x68\" ;\n";
    sandbox.write("p.txt", source);
    expect(&sandbox.spc("convert p.txt p.xml --overwrite"), 0, &[]);
    let back = |arguments: &str| String::from_utf8(sandbox.spc(arguments).stdout).unwrap();
    assert_eq!(back("convert p.xml - --model spa2102"), source);
    assert!(back("convert p.xml -").starts_with("SIP_ToS_DiffServ_Value[1] "));
    expect(&sandbox.spc(&format!("compile p.xml --mac {MAC}")), 0, &[]);
    assert_eq!(back(&format!("decompile {FILE} --mac {MAC} --to text --model spa8000")), source);
    expect(&sandbox.spc("convert p.xml - --model SPA-3000"), 0, &["the parameter names of SPA-3000 are not known"]);
}

#[test]
fn the_model_that_a_profile_names_gives_its_parameters_their_access() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "p.xml",
        "<!-- spc: model=spa504g -->\n<flat-profile><User_Password>1234</User_Password></flat-profile>",
    );
    let line = "User_Password                                 ! \"1234\" ;\n";
    let ran = sandbox.spc("convert p.xml -");
    assert_eq!((String::from_utf8(ran.stdout).unwrap().as_str(), ran.stderr.contains("--model")), (line, false));
    expect(&sandbox.spc("compile p.xml --format gzip -o p.cfg"), 0, &[]);
    let ran = sandbox.spc("convert p.xml - --model spa122");
    assert!(!String::from_utf8(ran.stdout).unwrap().contains(line), "the model that is asked for decides");
    // A device's own file names it, and so does what was compiled from it.
    sandbox.write(
        "dump.xml",
        "<flat-profile><Product_Name>SPA504G</Product_Name><User_Password>1234</User_Password></flat-profile>",
    );
    expect(&sandbox.spc("compile dump.xml --format gzip -o dump.cfg"), 0, &[]);
    for command in ["convert dump.xml -", "decompile dump.cfg --to text"] {
        let ran = sandbox.spc(command);
        assert!(String::from_utf8(ran.stdout).unwrap().contains(line), "{command}: {}", ran.stderr);
    }
    // In XML, nothing depends on the model.
    expect(&sandbox.spc("convert p.xml p.txt"), 0, &[]);
    let ran = sandbox.spc("convert p.txt - --to xml");
    assert!(!ran.stderr.contains("SPA504G"), "{}", ran.stderr);
}

#[test]
fn what_plain_text_cannot_express_of_a_parameter_is_said_once() {
    let sandbox = Sandbox::new();
    let said = |xml: &str| {
        sandbox.write("p.xml", format!("<flat-profile>{xml}</flat-profile>"));
        let ran = sandbox.spc("convert p.xml -");
        ran.stderr.lines().filter(|line| line.starts_with("spc: warning: ")).map(str::to_owned).collect::<Vec<_>>()
    };
    let idle = "spc: warning: `p.xml`: `Password_1_` sets neither a value nor user access, so it is left out";
    assert_eq!(said("<Password_1_ preserve-value=\"y\"/>"), [idle]);
    assert_eq!(said("<Password_1_ ua=\"na\" preserve-value=\"y\"/>"), [""; 0]);
    let [value] = &said("<Password_1_ ua=\"na\" preserve-value=\"y\">x</Password_1_>")[..] else { panic!("one") };
    assert!(value.ends_with("which plain text cannot express: the device will use this value"), "{value}");
}

#[test]
fn losses_warn_and_lost_values_are_refused() {
    let sandbox = Sandbox::new();
    sandbox.write("p.xml", "<flat-profile><A>x</A><B/></flat-profile>");
    let said = ["user access of `A` is not set", "`B` sets neither a value nor user access"];
    expect(&sandbox.spc("convert p.xml p.txt"), 0, &said);
    expect(&sandbox.spc("convert p.xml q.txt --deny-warnings"), 1, &said);
    assert!(!sandbox.path("q.txt").exists());
    sandbox.write("p.xml", "<flat-profile><A ua=\"na\">say \"no\"</A></flat-profile>");
    let refused = "the value of `A` contains a double quote, which plain text cannot express";
    expect(&sandbox.spc("convert p.xml q.txt"), 1, &["`p.xml`", refused]);
    assert!(!sandbox.path("q.txt").exists());
    expect(&sandbox.spc(&format!("compile p.xml --mac {MAC}")), 0, &[]);
    expect(&sandbox.spc(&format!("decompile {FILE} --mac {MAC} --to text")), 1, &[refused]);
}

#[test]
fn samples_of_all_models_compile_clean() {
    let sandbox = Sandbox::new();
    let near = "unknown model; did you mean `SPA941`";
    expect(&sandbox.spc("sample --model spa949"), 2, &[near]);
    let mut samples = 0;
    for model in Model::all() {
        let name = model.name();
        let Some(dictionary) = Dictionary::of(model) else {
            expect(&sandbox.spc(&format!("sample --model {name}")), 2, &["no sample for", "there are samples for"]);
            continue;
        };
        let note = if dictionary.is_fallback() { "are not known; those of " } else { "" };
        // From the factory there is no password, and phones take commands from anyone: worth a warning wherever it is meant.
        let allow = ["--allow", "secrets", "--allow", "rule-without-server"].map(String::from);
        let mut check = vec!["check".to_owned(), "--deny-warnings".to_owned()];
        check.extend(allow);
        for format in ["text", "xml"] {
            let file = format!("{name}.{format}");
            expect(&sandbox.spc(&format!("sample --model {name} --format {format} -o {file}")), 0, &[note]);
            check.push(file);
        }
        let ran = sandbox.spc(&check.join(" "));
        // Notes are not a reason to fail, however strict the caller is.
        let has_more = ran.stderr.contains("warning:") || ran.stderr.contains("error:");
        assert_eq!((ran.code, has_more), (Some(0), false), "{name}: {}", ran.stderr);
        samples += 1;
    }
    assert!(samples > 30, "{samples}");
}

/// The published text sources, where they are at hand: each compiles or is refused as its table says.
#[test]
fn published_text_sources_compile_as_expected() {
    let Some(corpus) = corpus::folder() else { return };
    let sandbox = Sandbox::new();
    let run = |name: &str| {
        let path = corpus.join(format!("spc-spa8000-5.1.12-{name}.txt"));
        // Its passwords are those of an example, its rule that of the factory, and its proxies left to the operator.
        let allowed = ["secrets", "provisioning", "dial-plans", "network"].map(|group| ["--allow", group]);
        let flags = ["check", "--deny-warnings"].into_iter().chain(allowed.into_iter().flatten());
        sandbox.spc_with(flags.map(Path::new).chain([path.as_path()]))
    };
    for name in ["8lines-rendered", "global"] {
        let ran = run(name);
        // Notes are not a reason to fail, however strict the caller is.
        let has_more = ran.stderr.contains("warning:") || ran.stderr.contains("error:");
        assert_eq!((ran.code, has_more), (Some(0), false), "{name}: {}", ran.stderr);
    }
    expect(&run("line-template"), 1, &[".txt:4:13"]);
}

/// A dump has no user access at all.
#[test]
fn missing_access_is_that_of_the_model_and_reported_once() {
    let sandbox = Sandbox::new();
    let dump = "<flat-profile><User_Password>x7</User_Password><Speed_Dial_2>101</Speed_Dial_2>\
        <Proxy_1_>sip.example.net</Proxy_1_><Text_Logo/><Proxy_2_ ua=\"ro\">a</Proxy_2_><Proxy_2_>b</Proxy_2_></flat-profile>";
    sandbox.write("dump.xml", dump);
    let ran = sandbox.spc("convert dump.xml with.txt --model spa504g");
    expect(
        &ran,
        0,
        &["user access is not set for 3 parameters; the defaults of SPA504G are used", "`Text_Logo` sets neither"],
    );
    let text = String::from_utf8(sandbox.read("with.txt")).unwrap();
    let marks: Vec<(&str, Option<&str>)> = text
        .lines()
        .map(|line| {
            (line.split_whitespace().next().unwrap(), line.split_whitespace().nth(1).filter(|mark| mark.len() == 1))
        })
        .collect();
    let expected =
        [("User_Password", Some("!")), ("Speed_Dial_2", Some("!")), ("Proxy[1]", None), ("Proxy[2]", Some("?"))];
    assert_eq!(marks, expected, "{text}");

    let ran = sandbox.spc("convert dump.xml without.txt");
    let warnings: Vec<&str> = ran.stderr.lines().filter(|line| line.contains("the user access")).collect();
    let warning = "spc: warning: `dump.xml`: the user access of `User_Password` is not set, so plain text sets it to none, \
        and 2 more like it";
    assert_eq!(warnings, [warning]);
    expect(&ran, 0, &["use --model to apply that model's default access"]);
}
