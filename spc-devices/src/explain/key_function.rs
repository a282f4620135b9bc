//! Key functions in words.

use crate::lang::key_function::{KeyFunction, KeyTarget, function};
use crate::lang::url::without_login;

/// Says what a key does: `speed dial to 1002 at the line's proxy, labelled "Support"`.
///
/// Keys that are sent after the number, and a login in an address, are not shown.
#[must_use]
pub fn key_function(key: &KeyFunction) -> String {
    let words: Vec<String> = key.functions.iter().map(|word| phrase(key, &word.value)).collect();
    let mut words = and(&words);
    if let Some(line) = given(key, "vid") {
        words = format!("{words}, on line {line}");
    }
    if let Some(label) = given(key, "nme").filter(|_| !key.does("dtmf")) {
        words = format!("{words}, labelled \"{label}\"");
    }
    for (word, needs) in key.missing() {
        words = format!("{words}; `{}` needs `{}=`", word.value, needs.join("=` or `"));
    }
    let unused: Vec<String> = key.unused().map(|field| format!("`{}=`", field.name)).collect();
    if !unused.is_empty() {
        words = format!("{words}; {} not used", are(&unused));
    }
    words
}

fn phrase(key: &KeyFunction, word: &str) -> String {
    let Some(function) = function(word) else {
        return format!("the unknown function `{word}`");
    };
    let meaning = function.meaning;
    let of = |name: &str| given(key, name).map(target);
    match function.word {
        "sd" => of("ext")
            .or_else(|| lamp(key).filter(|_| key.does("blf")))
            .map_or_else(|| meaning.to_owned(), |to| format!("{meaning} to {to}")),
        "blf" => match (of("usr"), of("sub")) {
            (Some(user), Some(list)) => format!("{meaning} of {user} from the list {list}"),
            (Some(one), None) | (None, Some(one)) => format!("{meaning} of {one}"),
            (None, None) => meaning.to_owned(),
        },
        "cp" => match lamp(key).or_else(|| of("ext")).filter(|_| !key.does("blf")) {
            Some(from) => format!("{meaning} from {from}"),
            None => meaning.to_owned(),
        },
        "prk" | "park" => {
            let line = of("sub").or_else(|| of("ext")).map(|line| format!(" for {line}"));
            let orbit = given(key, "orbit").map(|orbit| format!(" in orbit {orbit}"));
            format!("{meaning}{}{}", line.unwrap_or_default(), orbit.unwrap_or_default())
        }
        "mwi" => of("sub").map_or_else(|| meaning.to_owned(), |of| format!("{meaning} of {of}")),
        "xml" => {
            given(key, "url").map_or_else(|| meaning.to_owned(), |url| format!("{meaning} at {}", without_login(url)))
        }
        "shortcut" => {
            given(key, "url").map_or_else(|| meaning.to_owned(), |menu| format!("{meaning} to {}", without_login(menu)))
        }
        "dtmf" => pressed(key, meaning),
        _ => meaning.to_owned(),
    }
}

/// Only the number of `dtmf` keys is shown: they open doors.
fn pressed(key: &KeyFunction, meaning: &str) -> String {
    let press = |keys: &str, label: &str| {
        let count = given(key, keys).map_or(0, |keys| keys.chars().filter(|key| !key.is_whitespace()).count());
        let named = given(key, label).map(|label| format!(" (\"{label}\")")).unwrap_or_default();
        format!("{count}{named}")
    };
    let first = format!("{meaning}: {}", press("ext", "nme"));
    if given(key, "ext2").is_some() { format!("{first}, then {}", press("ext2", "nme2")) } else { first }
}

/// Whose lamp the key shows.
fn lamp(key: &KeyFunction) -> Option<String> {
    given(key, "usr").or_else(|| given(key, "sub")).map(target)
}

fn given<'a>(key: &'a KeyFunction, name: &str) -> Option<&'a str> {
    key.option(name).map(|value| value.value.as_str()).filter(|value| !value.is_empty())
}

fn target(text: &str) -> String {
    let target = KeyTarget::new(text);
    let mut words = match target.number {
        user if user.eq_ignore_ascii_case("$USER") => "the line's own user".to_owned(),
        number => number.to_owned(),
    };
    match target.host {
        Some(proxy) if proxy.eq_ignore_ascii_case("$PROXY") => words.push_str(" at the line's proxy"),
        Some(host) => words = format!("{words} at {host}"),
        None => {}
    }
    if !target.keys.is_empty() {
        words.push_str(", followed by keys that are not shown here");
    }
    words
}

fn and(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [only] => only.clone(),
        [first, last] => format!("{first} and {last}"),
        [others @ .., last] => format!("{}, and {last}", others.join(", ")),
    }
}

fn are(words: &[String]) -> String {
    let verb = if words.len() == 1 { "is" } else { "are" };
    format!("{} {verb}", and(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> KeyFunction {
        KeyFunction::parse(text).unwrap()
    }

    #[test]
    fn functions_are_explained() {
        for (text, words) in [
            (
                "fnc=sd;ext=1002@192.168.1.10:5060;nme=Support",
                "speed dial to 1002 at 192.168.1.10:5060, labelled \"Support\"",
            ),
            (
                "fnc=blf+sd+cp;sub=101@$PROXY;ext=101@$PROXY;vid=2;nme=Anna",
                "busy lamp of 101 at the line's proxy, speed dial to 101 at the line's proxy, and call pickup, on line 2, \
                 labelled \"Anna\"",
            ),
            (
                "fnc=blf;sub=list@$PROXY;usr=anna@$PROXY",
                "busy lamp of anna at the line's proxy from the list list at the line's proxy",
            ),
            ("fnc=sd;sub=1001;nme=A", "speed dial, labelled \"A\"; `sd` needs `ext=`; `sub=` is not used"),
            (
                "fnc=prk;sub=$USER@$PROXY;orbit=700",
                "call park for the line's own user at the line's proxy in orbit 700",
            ),
            ("fnc=mwi;sub=200", "voicemail lamp of 200"),
            ("fnc=xml;url=http://anna:secret@192.0.2.1/menu", "XML service at http://***@192.0.2.1/menu"),
            ("fnc=shortcut;url=userpref", "shortcut to userpref"),
            ("fnc=dtmf;ext=#12;nme=Door", "keys sent during a call: 3 (\"Door\")"),
            ("fnc=dnd", "do not disturb"),
            ("fnc=rss;feed=1", "the unknown function `rss`"),
        ] {
            assert_eq!(key_function(&parse(text)), words, "{text}");
        }
        assert!(!key_function(&parse("fnc=sd;ext=8000 ,1234#@$PROXY")).contains("1234"));
    }
}
