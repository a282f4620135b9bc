use super::*;

fn parse(text: &str) -> KeyFunction {
    KeyFunction::parse(text).unwrap()
}

#[test]
fn documented_functions_are_read_and_written_again() {
    for text in [
        "fnc=sd;ext=9999@$PROXY;vid=1;nme=Desk",
        "fnc=blf;sub=list@$PROXY;usr=anna@$PROXY",
        "fnc=blf+sd+cp;sub=101@$PROXY;ext=101@$PROXY;nme=Anna",
        "fnc=sd+blf+cp;sub=101@$PROXY;nme=Anna",
        "fnc=prk;sub=$USER@$PROXY;nme=Park;orbit=700",
        "fnc=mwi+sd;sub=200@$PROXY;ext=8000 ,4085550100#,1234#@$PROXY",
        "fnc=xml;url=http://192.0.2.1/menu.xml?a=b;nme=Menu",
        "fnc=shortcut;url=userpref;nme=Settings",
        "fnc=dtmf;ext=#1;nme=A;ext2=*2;nme2=B;vid=1",
        "fnc=dnd",
    ] {
        let function = parse(text);
        assert_eq!(function.to_string(), text);
        assert_eq!(function.missing().count(), 0, "{text}");
    }
    assert_eq!(parse(" fnc = sd ; ext = 1 ; ").to_string(), "fnc=sd;ext=1");
}

#[test]
fn mistakes_have_their_place() {
    for (text, kind, place) in [
        ("mwi+sd;ext=8000@$PROXY", Mistake::NoFunction, "mwi+sd"),
        ("nc=prk;sub=$USER@$PROXY", Mistake::NoFunction, "nc=prk"),
        ("x", Mistake::NoFunction, "x"),
        ("ext=1;fnc=sd", Mistake::NotFirst, "fnc=sd"),
        ("fnc=sd;fnc=blf", Mistake::Second, "fnc=blf"),
        ("fnc=blf,sub=101@$PROXY", Mistake::Comma, "blf,sub=101@$PROXY"),
        ("fnc=;ext=1", Mistake::EmptyFunction, ""),
        ("fnc=sd+;ext=1", Mistake::EmptyFunction, ""),
        ("fnc=sd;ext=1;nme=Anna; Sales", Mistake::NotAnOption, "Sales"),
        ("fnc=sd;=1", Mistake::NoName, ""),
        ("fnc=sd;;ext=1", Mistake::EmptyOption, ""),
    ] {
        let fault = KeyFunction::parse(text).unwrap_err();
        assert_eq!((fault.kind, &text[fault.range]), (kind, place), "{text}");
    }
}

#[test]
fn speed_dial_takes_ext_and_not_sub() {
    let function = parse("fnc=sd;sub=1001@$PROXY;nme=Anna");
    let missing: Vec<_> = function.missing().map(|(word, needs)| (word.value.as_str(), needs)).collect();
    assert_eq!(missing, [("sd", ["ext"].as_slice())]);
    let unused: Vec<_> = function.unused().map(|field| field.name.value.as_str()).collect();
    assert_eq!(unused, ["sub"]);
}

#[test]
fn what_a_function_lacks_is_found() {
    for (text, expected) in [
        ("fnc=mwi;ext=1", "mwi"),
        ("fnc=mwi+sd;sub=1", "sd"),
        ("fnc=blf;ext=1", "blf"),
        ("fnc=xml;nme=Menu", "xml"),
        ("fnc=shortcut;url=", "shortcut"),
        ("fnc=prk;nme=P", "prk"),
    ] {
        let function = parse(text);
        let lacking: Vec<_> = function.missing().map(|(word, _)| word.value.clone()).collect();
        assert_eq!(lacking, [expected], "{text}");
    }
}

#[test]
fn unknown_function_may_use_any_option() {
    assert_eq!(parse("fnc=rss;feed=1").unused().count(), 0);
    assert!(function("rss").is_none());
}

#[test]
fn targets_are_taken_apart() {
    let target = KeyTarget::new("8000 ,4085550100#,1234#@example.com:5061");
    assert_eq!((target.number, target.keys, target.host), ("8000", ",4085550100#,1234#", Some("example.com:5061")));
    assert!(target.has_access_code());
    assert!(!KeyTarget::new("8000 ,,2@$PROXY").has_access_code());
    assert!(!KeyTarget::new("*97").has_access_code());
    assert!(!format!("{target:?}").contains("1234"));
}

#[test]
fn values_are_not_in_debug_output() {
    assert!(!format!("{:?}", parse("fnc=sd;ext=8000 ,1234#")).contains("1234"));
}
