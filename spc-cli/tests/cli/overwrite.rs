//! What people wrote is replaced only if they say so.

use crate::spc::{FILE, MAC, Sandbox, expect};

const SOURCE: &str = "# why\nProxy[1] ! \"sip.example.net\" ;   # and how\n";
const PRECIOUS: &str = "<flat-profile>\n  <!-- months of work -->\n  <Proxy_1_>a</Proxy_1_>\n</flat-profile>\n";
const SPARED: &str = "exists, and spc did not write it";

fn prepared() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("profile.txt", SOURCE);
    sandbox.write("precious.xml", PRECIOUS);
    sandbox
}

#[test]
fn the_documented_conversions_destroy_nothing() {
    let sandbox = prepared();
    let note = "spc: note: `profile.txt`: its 2 comments were not copied\n";
    let ran = sandbox.spc("convert profile.txt profile.xml");
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), note));
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/profiles.md")).unwrap();
    let lines = page.lines().filter(|line| line.starts_with("spc convert "));
    let mut count = 0;
    for line in lines {
        expect(&sandbox.sh(line), 0, &[]);
        count += 1;
    }
    assert!(count >= 2 && sandbox.read("profile.txt") == SOURCE.as_bytes());
    expect(&sandbox.spc("convert profile.xml profile.txt --model spa2102"), 2, &[SPARED, "--overwrite"]);
    assert_eq!(sandbox.read("profile.txt"), SOURCE.as_bytes());
}

#[test]
fn lists_and_keys_replace_only_files_of_their_own_kind() {
    let sandbox = prepared();
    sandbox.write("Makefile", "all: p.xml\n\tspc p.xml\n");
    sandbox.write("notes", "mac,phone\n");
    sandbox.write("list.csv", format!("mac\n{MAC}\n"));
    std::fs::create_dir(sandbox.path("out")).unwrap();
    let batch = "batch list.csv --base p.xml --key-file key --out-dir out";
    for (line, other) in [
        (format!("compile p.xml --mac {MAC} --deps Makefile"), "p.d"),
        (format!("compile p.xml --mac {MAC} --deps Makefile --deps-format json"), "p.d"),
        (format!("{batch} --manifest Makefile"), "p.json"),
        ("batch list.csv --base p.xml --key-file key --archive Makefile".into(), "p.tar"),
        (format!("{batch} --manifest m --deps Makefile"), "p2.d"),
    ] {
        let ran = sandbox.spc(&line);
        expect(&ran, 2, &["`Makefile` exists, and spc did not write it", "--overwrite"]);
        assert_eq!(sandbox.read("Makefile"), b"all: p.xml\n\tspc p.xml\n", "{line}");
        assert!(!sandbox.path(FILE).exists() && !sandbox.path("out").join(FILE).exists(), "{line}");
        for _ in 0..2 {
            expect(&sandbox.spc(&line.replace("Makefile", other)), 0, &[]);
            expect(&sandbox.spc(&(line.replace("Makefile", "notes") + " --overwrite")), 0, &[]);
        }
        for made in [sandbox.path(FILE), sandbox.path("out").join(FILE)] {
            let _ = std::fs::remove_file(made);
        }
    }
    // The key of another fleet looks like one of this.
    sandbox.write("other", format!("{}\n", "0123456789abcdef".repeat(4)));
    let derive = format!("derive --mac {MAC} --master --key-file key -o");
    expect(&sandbox.spc(&format!("{derive} other")), 2, &["`other` exists", "--overwrite"]);
    expect(&sandbox.spc(&format!("{derive} mine")), 0, &[]);
    expect(&sandbox.spc(&format!("{derive} mine")), 0, &[]);
    expect(&sandbox.spc(&format!("{derive} other --overwrite")), 0, &[]);
    assert_eq!(sandbox.read("other"), sandbox.read("mine"));
}

#[test]
fn no_command_replaces_a_source_by_mistake() {
    let sandbox = prepared();
    expect(&sandbox.spc(&format!("compile p.xml --mac {MAC} -o sealed")), 0, &[]);
    for line in [
        "convert profile.txt precious.xml",
        "convert profile.txt precious.xml --dry-run",
        "convert profile.txt precious.xml --if-changed",
        "p.xml precious.xml",
        "--quiet p.xml precious.xml",
        "compile p.xml -o precious.xml",
        "compile p.xml -o precious.xml --format xml",
        "decompile sealed --mac 000e08aabbcc -o precious.xml",
        "sample --model spa2102 -o precious.xml",
        "--sample-profile precious.xml",
        "bootstrap --mac 000e08aabbcc --url /x/$MA.cfg --master-file key -o precious.xml",
        "bootstrap --mac 000e08aabbcc --url /x/$MA.cfg --master-file key --name precious.xml",
        "compile p.xml --mac 000e08aabbcc --name precious.xml",
        "compile p.xml --mac 000e08aabbcc --name precious.xml --out-dir . --format gzip",
        "compile p.xml --verbatim --format gzip -o precious.xml",
        "compile p.xml --verbatim --format xml -o precious.xml",
    ] {
        expect(&sandbox.spc(line), 2, &[SPARED, "precious.xml"]);
        assert_eq!(sandbox.read("precious.xml"), PRECIOUS.as_bytes(), "{line}");
    }
    for line in [
        "convert profile.txt precious.xml --force",
        "convert profile.txt precious.xml --overwrite",
        "--force p.xml precious.xml",
        "compile p.xml -o precious.xml --overwrite",
        "compile p.xml --name precious.xml --overwrite",
        "compile p.xml -o precious.xml --force",
        "compile p.xml -o precious.xml --force --format gzip",
        "bootstrap --mac 000e08aabbcc --url /x/$MA.cfg --master-file key -o precious.xml --force",
        "decompile sealed --mac 000e08aabbcc -o precious.xml --overwrite",
        "sample --model spa2102 -o precious.xml --force",
    ] {
        sandbox.write("precious.xml", PRECIOUS);
        expect(&sandbox.spc(line), 0, &[]);
        assert_ne!(sandbox.read("precious.xml"), PRECIOUS.as_bytes(), "{line}");
    }
}

#[test]
fn a_run_replaces_what_an_earlier_run_wrote() {
    let sandbox = prepared();
    sandbox.write("q.xml", "<flat-profile><Proxy_1_>other</Proxy_1_></flat-profile>");
    for (line, output) in [
        ("compile SOURCE -o out", "out"),
        ("compile SOURCE -o x --format xml", "x"),
        ("compile SOURCE -o g --format gzip", "g"),
        ("compile SOURCE -o o --format openssl --md md5 --key-file key", "o"),
        ("compile SOURCE -o r --format rfc8188 --ikm-hex --key-file key", "r"),
        ("SOURCE legacy.cfg", "legacy.cfg"),
        ("compile SOURCE --name fixed.cfg", "fixed.cfg"),
    ] {
        expect(&sandbox.spc(&line.replace("SOURCE", "p.xml")), 0, &[]);
        let before = sandbox.read(output);
        expect(&sandbox.spc(&line.replace("SOURCE", "q.xml")), 0, &[]);
        assert_ne!(sandbox.read(output), before, "{line}");
    }
    // What is converted is a source from then on, which somebody may have changed.
    for (line, output) in [("convert SOURCE out.txt", "out.txt"), ("convert SOURCE out.xml --to xml", "out.xml")] {
        expect(&sandbox.spc(&line.replace("SOURCE", "p.xml")), 0, &[]);
        let before = sandbox.read(output);
        expect(&sandbox.spc(&line.replace("SOURCE", "p.xml")), 0, &[]);
        expect(&sandbox.spc(&line.replace("SOURCE", "q.xml")), 2, &["exists, and spc did not write it", "--overwrite"]);
        assert_eq!(sandbox.read(output), before, "{line}");
        expect(&sandbox.spc(&format!("{} --force", line.replace("SOURCE", "q.xml"))), 0, &[]);
    }
    // Nor does a container take the place of XML, however that is laid out.
    for line in ["compile q.xml -o x", "q.xml x", "compile q.xml -o x --format gzip"] {
        expect(&sandbox.spc(line), 2, &["`x` exists, and spc did not write it"]);
    }
    // A server that moves to spc has files with the names of its devices, which somebody wrote.
    sandbox.write(FILE, PRECIOUS);
    expect(
        &sandbox.spc(&format!("compile p.xml --mac {MAC}")),
        2,
        &["exists, and spc did not write it", "--overwrite"],
    );
    assert_eq!(sandbox.read(FILE), PRECIOUS.as_bytes());
    expect(&sandbox.spc(&format!("compile p.xml --mac {MAC} --overwrite")), 0, &[]);
    assert_ne!(sandbox.read(FILE), PRECIOUS.as_bytes());
}
