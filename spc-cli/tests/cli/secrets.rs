//! Whatever goes wrong, no key and no password of a profile is shown.

use crate::spc::Sandbox;

/// What is planted. No four characters of it are shown.
const PLANTED: &str = "Xq7vZk9w";

#[track_caller]
fn shows_nothing(sandbox: &Sandbox, what: &str, arguments: &[&str]) {
    let ran = sandbox.spc_with(arguments);
    let said = format!("{}{}", String::from_utf8_lossy(&ran.stdout), ran.stderr);
    assert!(!said.is_empty(), "{what}: nothing is said");
    assert!(!leaks(&said), "{what}: {said}");
}

/// Whether a piece of what is planted was said.
fn leaks(said: &str) -> bool {
    PLANTED.as_bytes().windows(4).any(|piece| said.contains(std::str::from_utf8(piece).unwrap()))
}

#[test]
fn findings_show_no_secret_of_a_profile() {
    // `%` is what is planted; it is on, before or after the line of a finding.
    let sources = [
        "<Password_1_>%</Password_1_><A ua=\"x\"/>",
        "<A ua=\"x\"/><Password_1_>%</Password_1_>",
        "<Password_1_>%</Password_1_>\n<A ua=\"x\"/>",
        "<Password_1_>\nP\n<A ua=\"x\"/></Password_1_>",
        "<Password_1_>%<A ua=\"x\"/></Password_1_>",
        "<Password_1_ ua=\"na\" v=\"%\"/>",
        "<Password_1_ ua=\"na\" v=\"%\">1</Password_1_>",
        "<Password_1_ ua=\"x\">%</Password_1_>",
        "<Password_1_ ua=\"na\">%",
        "<Password_1_ ua=\"na\"%</Password_1_>",
        "<Password_1_ ua=\"na>%</Password_1_>",
        "<Password_1_ ua=na>%</Password_1_>",
        "<Password_1_ note=\"<\">%</Password_1_>",
        "<Password_1_>%</Password_2_>",
        "<Pasword_1_><![CDATA[%]]></Password_1_>",
        "<Profile_Rule ua=\"x\">[\u{2013}key %] http://a/</Profile_Rule>",
        "<Profile_Rule ua=\"x\">[-key %] http://a/</Profile_Rule>",
        "<Profile_Rule ua=\"x\">[--KEY=%] http://a/</Profile_Rule>",
        "<Password_1_>%</A>",
        "<Password_1_/>%</Password_1_>",
        "<Password_1_>1</Password_1_>%</Password_1_>",
        "<Password_1_>Xq7v<Zk9w</Password_1_>",
        "<Password_1_>Xq7v<Zk9w></Password_1_>",
        "<Password_1_>Xq7v</Zk9w></Password_1_>",
        "<Password_1_>1<Xq7v ua=\"Zk9w\"/></Password_1_>",
        "<Password_1_>1<Xq7v Zk9w=\"\"/></Password_1_>",
        "<Password_1_>1<Xq7v$/></Password_1_>",
        "<Password_1_>Xq7v&Zk9w;</Password_1_>",
        "<Password_1_>Xq7v&Zk9w</Password_1_>",
        "<Password_1_>Xq7v\u{1}Zk9w</Password_1_>",
        "<Password_1_>Xq7v]]>Zk9w</Password_1_>",
        "<Password_1_><![CDATA[%</Password_1_>%]]>%</Password_1_><A ua=\"x\"/>",
        "<Password_1_><![CDATA[%<A ua=\"x\"/>",
        "<Password_1_>%<!-- </Password_1_> -->%</Password_1_><A ua=\"x\"/>",
        "<Password_1_>%<!-- -- --></Password_1_>",
        "<!-- <Password_1_>%</Password_1_> --><A ua=\"x\"/>",
        "<!-- Admin_Passwd = % --><A ua=\"x\"/>",
        "<x:Password_1_>%</x:Password_1_>",
        "<Admin Password>%</Admin Password>",
        "<1Password>%</1Password>",
        "<Password_1_>%</Password_1_><Password_1_>%%</Password_1_>",
        "<Password_1_>%</Password_1_><Password_1_ ua=\"x\">%%</Password_1_>",
        "<router-configuration><S><Password>%</Password></S>stray</router-configuration>",
        "<Profile_Rule>[--key % ]http://server/</Profile_Rule><A ua=\"x\"/>",
        "<Profile_Rule>[--key \"% %\"]http://server/</Profile_Rule><A ua=\"x\"/>",
        "<Profile_Rule>http://user:%@server/</Profile_Rule><A ua=\"x\"/>",
        "<GPP_SA>%</GPP_SA><Auth_ID_1_>%</Auth_ID_1_><A ua=\"x\"/>",
        "<Password_1_>%\u{7f}</Password_1_>",
    ];
    let sandbox = Sandbox::new();
    for source in sources {
        let source = source.replace('%', PLANTED);
        for (start, end) in [("<flat-profile>", "</flat-profile>"), ("<flat-profile>\n", "\n</flat-profile>"), ("", "")]
        {
            sandbox.write("s.xml", format!("{start}{source}{end}"));
            shows_nothing(&sandbox, &source, &["check", "s.xml"]);
        }
    }
}

#[test]
fn findings_of_plain_text_show_no_secret() {
    let sources = [
        "Password[1] \"%\"",
        "Password[1] \"%\" ; A",
        "A\nPassword[1] \"%\" ;",
        "Password[1] \"%\nA \"1\" ;",
        "Password[1] \"Xq7v\"Zk9w\" ;",
        "Password[1] \"Xq7v\" Zk9w\" ;",
        "Password[1] % ;",
        "Password[1] '%' ;",
        "Password[1] \u{201c}%\u{201d} ;",
        "Password[1] = \"%\" ;",
        "Password[1]: %",
        "Password[1] * \"%\" ;",
        "Password[1] ! ! \"%\" ;",
        "Password [1] \"%\" ;",
        "Password[1 \"%\" ;",
        "Password[1]\"%\";A",
        "Password[1] \"%\u{1}\" ;",
        "Password[1] \"%\" ;\nPassword[1] \"%%\" ;",
        "# Password[1] \"%\" ;\nA",
        "# Password[1] was %\nPassword[1] \"%\" ; # %\nA",
        "Profile_Rule \"[--key % ]http://user:%@server/\" ; A",
        "GPP_SA \"%\" ; Auth_ID[1] \"%\" ; A",
        "Password[1] \"abc\n%\" ;",
        "Password[1] \"abc\n%[x] 2\" ;",
        "Password[1] \"abc\n\n%=3\" ;\nA",
        "Password[1] \"abc\nimport %\" ;",
        "Password[1] ! ; %",
        "Password[1] ! ;%;% ;",
        "Password[1] %\n% x",
        "Password[1]\n% x",
        "A \"x\" ; Password[1] %",
        "Auth ID[1] \"%\" ;",
        "# Password[1] \"abc\n% x\" ;",
    ];
    let sandbox = Sandbox::new();
    for source in sources {
        let source = source.replace('%', PLANTED);
        sandbox.write("s.txt", &source);
        shows_nothing(&sandbox, &source, &["check", "s.txt"]);
        sandbox.write("t.txt", "import \"s.txt\" ;\n");
        shows_nothing(&sandbox, &source, &["check", "t.txt"]);
    }
}

#[test]
fn damage_inside_an_encrypted_file_shows_no_line_of_it() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "p.xml",
        format!("<flat-profile>\n<User_Password ua=\"na\">{PLANTED}</User_Password>\n</flat-profile>\n"),
    );
    sandbox.spc("compile p.xml -o whole --format openssl --md md5 --no-gzip --key-file key").succeeds();
    let whole = sandbox.read("whole");
    let mut shown = 0;
    for at in 16..whole.len() {
        let mut damaged = whole.clone();
        damaged[at] ^= 0x10;
        sandbox.write("damaged", damaged);
        for command in ["verify", "decompile -o out"] {
            let ran = sandbox.spc(&format!("{command} damaged --key-file key"));
            let said = format!("{}{}", String::from_utf8_lossy(&ran.stdout), ran.stderr);
            assert!(!leaks(&said), "{at}: {said}");
            // What is still a profile opens: the format notices nothing.
            assert!(matches!(ran.code, Some(0 | 4)), "{at}: {said}");
            shown += usize::from(ran.code == Some(4) && said.contains("not a complete profile"));
        }
    }
    assert!(shown > 100, "{shown} of {} failed as they should", whole.len());
}

#[test]
fn a_mistake_anywhere_after_a_plain_text_name_shows_no_part_of_a_secret() {
    let sandbox = Sandbox::new();
    // Slips begin at the `|`: what has another name is not a secret.
    for line in [
        "Password[1]| ! \"a %[x] 2 %\" ;",
        "Proxy[2] \"x\" ; GPP_SA| \"%=3;% ; y\" ; # id",
        "Password[1]|  a;%;% x",
        "Password[1]| : \u{201c}%\u{e9} %\u{201d} ;",
        "Profile_Rule \"[--key| % ]http://server/\" ;",
        "Profile_Rule \"http://|user:%@server/\" ;",
        "Admin_Passwd| > \"%\" ;",
        "Admin_Passwd| <\"%\"> ;",
    ] {
        let (name, rest) = line.split_once('|').unwrap();
        let rest = rest.replace('%', PLANTED);
        for (at, character) in rest.char_indices() {
            let (head, tail) = rest.split_at(at);
            let head = format!("{name}{head}");
            let slips = ["\n", "\"", ";", "#"].map(|slip| format!("{head}{slip}{tail}"));
            let without = format!("{head}{}", &tail[character.len_utf8()..]);
            for line in slips.into_iter().chain([without]) {
                sandbox.write("s.txt", format!("Proxy[1] \"x\" ;\n{line}\nProxy[1] \"y\" ;\nProxy[1]\n"));
                shows_nothing(&sandbox, &line, &["check", "s.txt"]);
            }
        }
    }
}

#[test]
fn long_values_show_no_secret() {
    let sandbox = Sandbox::new();
    let long = format!("<flat-profile><Password_1_>{}</Password_1_></flat-profile>", PLANTED.repeat(10_000));
    sandbox.write("s.xml", long);
    shows_nothing(&sandbox, "a value over the limit", &["compile", "s.xml", "-o", "x"]);
    sandbox.write("s.xml", format!("<flat-profile><Password_1_>{}", PLANTED.repeat(600_000)));
    shows_nothing(&sandbox, "a source over the limit", &["compile", "s.xml", "-o", "x"]);
    let many =
        format!("<flat-profile><Password_1_>{}</Password_1_></flat-profile>", format!("<A>{PLANTED}</A>").repeat(20));
    sandbox.write("s.xml", many);
    shows_nothing(&sandbox, "a section of a secret name", &["check", "s.xml"]);
}

#[test]
fn no_command_shows_a_secret_of_a_valid_profile() {
    let sandbox = Sandbox::new();
    let profile = format!("<flat-profile><Password_1_>{PLANTED}</Password_1_></flat-profile>");
    sandbox.write("s.xml", profile);
    let run = |line: &str| shows_nothing(&sandbox, line, &line.split_whitespace().collect::<Vec<_>>());
    run("compile s.xml --mac 000e08aabbcc");
    run("compile s.xml --mac 000e08aabbcc --check --deny-warnings");
    run("compile s.xml --mac 000e08aabbcc --dry-run");
    run("inspect s.xml 000e08aabbcc.cfg");
    run("inspect --json s.xml 000e08aabbcc.cfg");
    run("verify 000e08aabbcc.cfg --mac 000e08aabbcd");
    run("decompile 000e08aabbcc.cfg --mac 000e08aabbcd");
    // What is inside of other formats is checked, and reported, as a profile.
    sandbox.write("s.xml", format!("<flat-profile><Password_1_>{PLANTED}</Password_1_><A ua=\"x\"/></flat-profile>"));
    sandbox.sh("gzip -k s.xml");
    if sandbox.has_tool("gzip") {
        run("decompile s.xml.gz");
        run("verify s.xml.gz");
    }
}

#[test]
fn a_key_where_a_name_belongs_is_not_repeated() {
    let sandbox = Sandbox::new();
    let key = "5b7E".repeat(16);
    sandbox.write("names.xml", format!("<flat-profile><_{key}>x</_{key}></flat-profile>"));
    sandbox.write("names.txt", format!("A{key} \"x\" ;"));
    sandbox.write("list.csv", format!("mac,A{key}\n000e08000001,x\n"));
    let lines = [
        format!("{key} p.xml"),
        format!("check {key}"),
        format!("explain {key}"),
        format!("compile p.xml --mac {key}"),
        format!("compile p.xml --format {key}"),
        format!("compile p.xml --serial {key}"),
        format!("check p.xml --model {key}"),
        "check names.xml --model spa504g".to_owned(),
        "check names.txt --model spa504g".to_owned(),
        "check names.xml --model spa504g --message-format json".to_owned(),
        "check names.xml --model spa504g --message-format sarif".to_owned(),
        "check names.xml --model spa504g --message-format github".to_owned(),
        "check names.xml --model spa504g --message-format short".to_owned(),
        "batch list.csv --base p.xml --archive a.tar --format xml".to_owned(),
    ];
    for line in lines {
        let ran = sandbox.spc(&line);
        let said = [ran.stdout.as_slice(), ran.stderr.as_bytes()].concat();
        let said = String::from_utf8_lossy(&said);
        assert!(!said.is_empty() && !said.contains(&key[..40]), "{line}: {said}");
    }
}

/// Whatever was typed in place of a path: the address of a server with its password, or the key in place of its file.
#[test]
fn a_password_typed_in_place_of_a_path_is_not_shown() {
    let sandbox = Sandbox::new();
    sandbox.write("devices.csv", "mac\n000e08aabbcc\n");
    let url = "http://me:Xq7vZk9w@prov.example.com/x";
    let lines = [
        format!("check {url}"),
        format!("compile {url} -o x"),
        format!("compile p.xml -o {url}"),
        format!("compile p.xml -o x --deps {url}"),
        format!("decompile {url}"),
        format!("inspect {url}"),
        format!("inspect {url} --json"),
        format!("batch {url} --base p.xml --out-dir d"),
        format!("batch devices.csv --base {url} --out-dir d --format xml"),
        format!("batch devices.csv --base p.xml --out-dir {url} --format xml"),
        format!("batch devices.csv --base p.xml --archive {url} --format xml"),
        format!("batch devices.csv --base p.xml --out-dir d --manifest {url} --format xml"),
        format!("verify d --devices {url}"),
        format!("keygen -o {url}"),
        format!("convert {url} x"),
        format!("{url} x"),
        format!("p.xml {url}"),
        "compile p.xml -o x --key-file Xq7vZk9w".to_owned(),
        "compile p.xml -o x --key-cmd Xq7vZk9w".to_owned(),
        "verify p.xml --key-file Xq7vZk9w".to_owned(),
        "derive --mac 000e08aabbcc --master-file Xq7vZk9w".to_owned(),
        "rekey p.xml --key-file key --new-key-file Xq7vZk9w".to_owned(),
    ];
    for line in lines {
        let ran = sandbox.spc(&line);
        assert!(ran.code != Some(0), "{line}");
        assert!(!ran.stderr.contains("Xq7vZk9w"), "{line}: {}", ran.stderr);
        let stdout = String::from_utf8_lossy(&ran.stdout);
        assert!(!stdout.contains("Xq7vZk9w"), "{line}: {stdout}");
    }
    let facts: serde_json::Value =
        serde_json::from_slice(&sandbox.spc(&format!("verify {url} --json")).stdout).unwrap();
    assert_eq!(facts["error"], "cannot read `http://***@prov.example.com/x`: no such file or directory");
}

#[test]
fn no_error_shows_a_key() {
    let sandbox = Sandbox::new();
    let hex = "7e7e7e7e7e7e7e7e7e7e7e7e7e7e7e7e";
    sandbox.spc(&format!("compile p.xml -o keyed --hex-key {hex}"));
    let keys = ["Xq7vZk9w", "Xq7vZk9w\nXq7vZk9w", "Xq7vZk9wgrün", "Xq7vZk9w\u{1b}", " Xq7vZk9w", ""];
    for key in keys {
        let key_file = format!("{key}\n");
        sandbox.write("k", key_file);
        let rests: [&[&str]; 10] = [
            &["compile", "p.xml", "-o", "x"],
            &["compile", "p.xml", "-o", "x", "--master"],
            &["compile", "p.xml", "--mac", "000e08aabbcc", "--master"],
            &["compile", "p.xml", "-o", "x", "--key-form", "hex"],
            &["compile", "p.xml", "-o", "x", "--format", "gzip"],
            &["compile", "p.xml", "-o", "x", "--format", "openssl"],
            &["compile", "p.xml", "-o", "x", "--format", "rfc8188", "--ikm-hex"],
            &["compile", "p.xml", "-o", "x", "--format", "rfc8188", "--ikm-base64url"],
            &["verify", "keyed"],
            &["decompile", "keyed", "--master"],
        ];
        for rest in rests {
            shows_nothing(&sandbox, "a key file", &[rest, &["--key-file", "k"]].concat());
            shows_nothing(&sandbox, "a key command", &[rest, &["--key-cmd", "cat k"]].concat());
            if !rest.contains(&"--master") && !key.contains('\u{1b}') {
                shows_nothing(&sandbox, "a key on argv", &[rest, &["--ascii-key", key]].concat());
                shows_nothing(&sandbox, "a key on argv", &[rest, &["--hex-key", key]].concat());
                shows_nothing(&sandbox, "two keys", &[rest, &["--hex-key", key, "--ascii-key", key]].concat());
                shows_nothing(&sandbox, "a misspelt flag", &[rest, &[&format!("--hex-kee={key}")]].concat());
            }
        }
    }
}
