//! What make learns from `--deps`, by make itself.

use std::fs::{self, File};
use std::time::{Duration, SystemTime};

use crate::spc::{Sandbox, expect};

fn age(sandbox: &Sandbox, name: &str, seconds: u64) {
    let time = SystemTime::now().checked_sub(Duration::from_secs(seconds)).unwrap();
    File::options().write(true).open(sandbox.path(name)).unwrap().set_modified(time).unwrap();
}

#[test]
fn source_imports_and_key_are_listed_and_sorted() {
    let sandbox = Sandbox::new();
    fs::create_dir(sandbox.path("sub")).unwrap();
    sandbox.write("p.txt", "import sub/b.txt\nimport a.txt\n");
    sandbox.write("sub/b.txt", "import c.txt\n");
    sandbox.write("sub/c.txt", "C ;\n");
    sandbox.write("a.txt", "A ;\n");
    let seal = "compile p.txt --key-file key -o p.cfg --deps p.d";
    expect(&sandbox.spc(seal), 0, &[]);
    let rule = "p.cfg: a.txt key p.txt sub/b.txt sub/c.txt\na.txt:\nsub/b.txt:\nsub/c.txt:\n";
    assert_eq!(String::from_utf8(sandbox.read("p.d")).unwrap(), rule);
    expect(&sandbox.spc(&format!("{seal} --deps-format json")), 0, &[]);
    let json =
        "{\"schema\":1,\"outputs\":[\"p.cfg\"],\"inputs\":[\"a.txt\",\"key\",\"p.txt\",\"sub/b.txt\",\"sub/c.txt\"]}\n";
    assert_eq!(String::from_utf8(sandbox.read("p.d")).unwrap(), json);
}

#[test]
fn useless_or_harmful_lists_are_refused() {
    let sandbox = Sandbox::new();
    expect(&sandbox.spc("compile p.xml --key-file key -o - --deps p.d"), 2, &["the output is not a file"]);
    expect(
        &sandbox.spc("compile p.xml --key-file key -o - --deps - --deps-format json"),
        2,
        &["the output is not a file"],
    );
    expect(&sandbox.spc("compile p.xml --key-file key -o p.cfg --deps key"), 2, &["`key` is also an input"]);
    expect(
        &sandbox.spc("compile p.xml --key-file key -o p.cfg --deps p.cfg"),
        2,
        &["`p.cfg` and --deps `p.cfg` are the same file"],
    );
    expect(&sandbox.spc("compile p.xml --key-file key -o p.cfg --deps-format json"), 2, &["--deps"]);
    expect(&sandbox.spc("compile p.xml --key-file key -o p.cfg --deps p.d --dry-run"), 0, &["would write `p.cfg`"]);
    assert_eq!(sandbox.names(), ["key", "p.xml"]);
    expect(&sandbox.spc("compile p.xml --key-file key -o - --deps p.d --deps-format json"), 0, &[]);
    assert!(sandbox.path("p.d").exists());
}

#[test]
fn names_that_make_cannot_hold_stop_the_run_before_it_writes() {
    let sandbox = Sandbox::new();
    for name in [
        "a\nb",
        "a\tb",
        "a=b",
        "a!=touch pwned",
        "a;touch pwned",
        "a(b)",
        "a&",
        "~a",
        "./~",
        "a ",
        "a\\",
        ".PHONY",
        ".SUFFIXES",
        ".c.o",
        "a\\*b",
        "[\\",
    ] {
        let ran = sandbox.spc_with(["compile", "p.xml", "--key-file", "key", "--deps", "p.d", "-o", name]);
        expect(&ran, 2, &["which cannot be written in a makefile"]);
    }
    assert_eq!(sandbox.names(), ["key", "p.xml"]);
}

/// Each name is the output of one rule, the source of another and the import of a third.
#[test]
fn make_reads_hostile_names_correctly() {
    if !Sandbox::new().has_tool("make") {
        return;
    }
    let names = [
        "a b",
        " a",
        "a$b",
        "$(shell touch pwned).txt",
        "$$",
        "a#b",
        "a:b",
        r"a\b",
        r"a\ b",
        r"a\\#b",
        r"a\:b",
        "a%b",
        "%",
        "a*b",
        "a?b",
        "a[b]",
        "a|b",
        "|",
        "a&b",
        "a'b\"c",
        "a`touch pwned`b",
        "include a",
        "é",
        "export a",
        "(a) b",
        "{a,b}",
        ".a",
        "@a",
        "define",
        "define a",
        "else",
        "ifdef",
        ".c",
        "PHONY",
    ];
    for name in names {
        let sandbox = Sandbox::new();
        let seal = |source: &str, output: &str, deps: &str| {
            let ran = sandbox.spc_with(["compile", source, "--quiet-target", "-o", output, "--deps", deps]);
            expect(&ran, 0, &[]);
        };
        sandbox.write(name, "A ;\n");
        sandbox.write("p.txt", format!("import ./{name}\n"));
        seal(&format!("./{name}"), "by-source", "source.d");
        seal("p.txt", "by-import", "import.d");
        sandbox.write("other", "A ;\n");
        fs::create_dir(sandbox.path("made")).unwrap();
        let made = format!("made/{name}");
        seal("other", &made, "output.d");
        for (deps, output, input) in
            [("source.d", "by-source", name), ("import.d", "by-import", name), ("output.d", &made, "other")]
        {
            // The recipe hangs on every target, so that it runs for the one in the list, and only when that is old.
            let rule = String::from_utf8(sandbox.read(deps)).unwrap();
            let first = rule.split_once('\n').unwrap().0;
            sandbox.write(deps, format!("{first} ; @touch rebuilt\n"));
            let rebuilds = |target_age: u64, input_age: u64| {
                age(&sandbox, output, target_age);
                age(&sandbox, input, input_age);
                let made = sandbox.command("make").args(["-s", "-f", deps, output]).output().unwrap();
                assert!(made.status.success(), "{name}: {first}: {}", String::from_utf8_lossy(&made.stderr));
                fs::remove_file(sandbox.path("rebuilt")).is_ok()
            };
            for other in ["p.txt", "other"] {
                age(&sandbox, other, 9000);
            }
            assert!(!rebuilds(100, 200), "{name}: {first}");
            assert!(rebuilds(200, 100), "{name}: {first}");
        }
        assert!(!sandbox.path("pwned").exists(), "{name}");
    }
}
