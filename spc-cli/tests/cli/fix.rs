//! `spc check --fix`: what is certain is changed where it is wrong, and nothing else.

use std::fs;

use crate::spc::Sandbox;

#[test]
fn a_dry_run_of_a_fix_shows_no_secret() {
    let sandbox = Sandbox::new();
    let profile = "<flat-profile>\n<Password_1_>s3cretword</Password_1_>\n<Enable_VLAN>YES</Enable_VLAN>\n\
        <User_Password>s3cretword</User_Password>\n<GPP_SA>s3cretword</GPP_SA>\n</flat-profile>\n";
    sandbox.write("fix.xml", profile);
    let ran = sandbox.spc("check fix.xml --model spa504g --fix --dry-run");
    let shown = format!("{}{}", String::from_utf8_lossy(&ran.stdout), ran.stderr);
    assert!(ran.code == Some(0) && shown.contains("+<Enable_VLAN>Yes"), "{shown}");
    assert!(!shown.contains("s3cret"), "{shown}");
    assert_eq!(sandbox.read("fix.xml"), profile.as_bytes());
    sandbox.spc("check fix.xml --model spa504g --fix").ends(0, "fixed `fix.xml`");
    let fixed = String::from_utf8(sandbox.read("fix.xml")).unwrap();
    assert_eq!(fixed, profile.replace("YES", "Yes"));
    sandbox.spc("check fix.xml --model spa504g --fix").ends(0, "changed 0 files");
}

#[test]
fn only_certain_corrections_are_made() {
    let sandbox = Sandbox::new();
    let before = "<flat-profile>
<proxy_1_ ua=\"na\">a&amp;amp;b</proxy_1_>
<Resync_At_HHmm_>0300</Resync_At_HHmm_>
<Display_Name_1_>a & b</Display_Name_1_>
<Dial_Plan_1_>(<:1408>[2-9]xxxxxx|<9,:>xx.|&lt;8:>xx)</Dial_Plan_1_>
<password_1_>s3cret</password_1_>
<User_Password>s3&cret</User_Password>
<Station_Name>a &lt b</Station_Name>
</flat-profile>
";
    let after = "<flat-profile>
<Proxy_1_ ua=\"na\">a&amp;b</Proxy_1_>
<Resync_At__HHmm_>0300</Resync_At__HHmm_>
<Display_Name_1_>a &amp; b</Display_Name_1_>
<Dial_Plan_1_>(&lt;:1408>[2-9]xxxxxx|&lt;9,:>xx.|&lt;8:>xx)</Dial_Plan_1_>
<password_1_>s3cret</password_1_>
<User_Password>s3&cret</User_Password>
<Station_Name>a &lt b</Station_Name>
</flat-profile>
";
    // What keeps the file from being read is not certain here, and hides the names.
    sandbox.write("a.xml", before);
    sandbox.spc("check a.xml --model 8851 --fix").ends(1, "fixed `a.xml`");
    let escaped = String::from_utf8(sandbox.read("a.xml")).unwrap();
    assert!(escaped.contains("a &amp; b") && escaped.contains("(&lt;:1408>[2-9]xxxxxx|&lt;9,:>xx."), "{escaped}");
    assert!(escaped.contains("s3&cret") && escaped.contains("a &lt b"), "{escaped}");
    let readable = |text: &str| text.replace("s3&cret", "s3&amp;cret").replace("a &lt b", "a b");
    sandbox.write("a.xml", readable(before));
    let shown = sandbox.spc("check a.xml --model 8851 --fix --dry-run");
    assert!(!shown.stderr.contains("s3") && !shown.stdout.windows(2).any(|pair| pair == b"s3"), "{shown:?}");
    sandbox.spc("check a.xml --model 8851 --fix").ends(0, "fixed `a.xml`");
    assert_eq!(String::from_utf8(sandbox.read("a.xml")).unwrap(), readable(after));
}

#[test]
fn a_fix_is_made_at_the_right_place_in_every_encoding() {
    let sandbox = Sandbox::new();
    let latin1 = b"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><flat-profile><Proxy_1_>\xe9\xe8</Proxy_1_><Display_Name_1_>\xe9 & b</Display_Name_1_></flat-profile>";
    let marked = b"\xef\xbb\xbf<flat-profile><Display_Name_1_>a & b</Display_Name_1_></flat-profile>";
    for source in [latin1.as_slice(), marked] {
        sandbox.write("a.xml", source);
        sandbox.spc("check a.xml --fix").ends(0, "fixed `a.xml`");
        let at = source.iter().position(|&byte| byte == b'&').unwrap();
        let expected = [&source[..at], b"&amp;", &source[at + 1..]].concat();
        assert_eq!(sandbox.read("a.xml"), expected);
    }
}

#[test]
fn a_possible_secret_is_not_fixed() {
    let sandbox = Sandbox::new();
    for inside in ["<Pasword_2_>HUNTER&SECRET5</Pasword_2_>", "<Password_2_>a&b</Password_2_>"] {
        let source = format!("<flat-profile>\n{inside}\n</flat-profile>\n");
        sandbox.write("a.xml", &source);
        sandbox.spc("check a.xml --fix").ends(1, "changed 0 files");
        assert_eq!(String::from_utf8(sandbox.read("a.xml")).unwrap(), source);
    }
}

/// The sign itself shows nothing, and what is around it stays as it is.
#[test]
fn a_sign_is_escaped_where_the_value_is_not_shown() {
    let sandbox = Sandbox::new();
    for inside in [
        "<Profile_Rule>http://h/p?a=1&b=2&c=3</Profile_Rule>",
        "<Profile_Rule>[--key K] http://u:P@h/x?a=1&b=2</Profile_Rule>",
        "<GPP_A>http://h/p?token=s3cret&b=2</GPP_A>",
    ] {
        let source = format!("<flat-profile>\n{inside}\n</flat-profile>\n");
        sandbox.write("a.xml", &source);
        let shown = sandbox.spc("check a.xml --fix --dry-run");
        assert!(
            String::from_utf8_lossy(&shown.stdout)
                .contains("a.xml:2: a character is escaped in a value that is not shown\n"),
            "{shown:?}"
        );
        assert!(!shown.stderr.contains("s3cret") && shown.stderr.contains("would change 1 file"), "{}", shown.stderr);
        sandbox.spc("check a.xml --fix").ends(0, "fixed `a.xml`");
        assert_eq!(String::from_utf8(sandbox.read("a.xml")).unwrap(), source.replace('&', "&amp;"));
    }
}

#[test]
fn names_in_plain_text_are_fixed_too() {
    let sandbox = Sandbox::new();
    sandbox.write("a.txt", "proxy[1] \"sip.example.com\" ;\nproxy[2] \"a\" ;\nProxy[2] \"b\" ;\n");
    sandbox.spc("check a.txt --model 8851 --fix").ends(0, "fixed `a.txt`");
    let fixed = String::from_utf8(sandbox.read("a.txt")).unwrap();
    assert_eq!(fixed, "Proxy[1] \"sip.example.com\" ;\nproxy[2] \"a\" ;\nProxy[2] \"b\" ;\n");
}

#[test]
fn what_a_fix_leaves_is_reported_as_usual() {
    let sandbox = Sandbox::new();
    sandbox.write("a.xml", "<flat-profile><enable_vlan>YES</enable_vlan><Password_1_>a&b</Password_1_></flat-profile>");
    let ran = sandbox.spc("check a.xml --model spa504g --fix");
    assert!(ran.stderr.contains("changed 0 files") && ran.stderr.contains("SPC0203"), "{}", ran.stderr);
    assert_eq!(ran.code, Some(1));
    sandbox
        .write("b.xml", "<flat-profile><Enable_VLAN>YES</Enable_VLAN><Nonsense_Name>1</Nonsense_Name></flat-profile>");
    let plain = sandbox.spc("check b.xml --model spa504g --message-format short --deny-warnings");
    let dry = sandbox.spc("check b.xml --model spa504g --message-format short --deny-warnings --fix --dry-run");
    let fixed = sandbox.spc("check b.xml --model spa504g --message-format short --deny-warnings --fix");
    let after = sandbox.spc("check b.xml --model spa504g --message-format short --deny-warnings");
    assert_eq!((plain.code, dry.code, fixed.code, after.code), (Some(1), Some(1), Some(1), Some(1)));
    assert!(plain.stdout.len() > after.stdout.len() && fixed.stdout == after.stdout, "{fixed:?}");
    assert_eq!(dry.stdout, after.stdout);
    assert!(dry.stderr.contains("would change 1 file; nothing") && fixed.stderr.contains("changed 1 file\n"));
}

#[test]
fn a_fix_keeps_mode_and_owner() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
    let sandbox = Sandbox::new();
    sandbox.write("a.xml", "<flat-profile><Enable_VLAN>YES</Enable_VLAN></flat-profile>");
    fs::set_permissions(sandbox.path("a.xml"), fs::Permissions::from_mode(0o640)).unwrap();
    // Only root may give files away.
    let is_root = chown(sandbox.path("a.xml"), Some(1234), Some(4321)).is_ok();
    sandbox.spc("check a.xml --model spa504g --fix").ends(0, "fixed `a.xml`");
    let about = fs::metadata(sandbox.path("a.xml")).unwrap();
    assert_eq!(about.mode() & 0o777, 0o640);
    assert!(!is_root || (about.uid(), about.gid()) == (1234, 4321));
}
