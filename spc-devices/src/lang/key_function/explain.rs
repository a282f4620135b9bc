//! Key functions in words.

use super::function::function;
use super::target::Target;
use super::tree::KeyFunction;
use crate::lang::url::without_login;

impl KeyFunction {
    /// What the key does in plain English: `speed dial to 1002 at the line's proxy, labelled "Support"`.
    ///
    /// Keys that are sent after the number, and a login in an address, are not shown.
    #[must_use]
    pub fn explain(&self) -> String {
        let words: Vec<String> = self.functions.iter().map(|word| self.phrase(&word.value)).collect();
        let mut words = and(&words);
        if let Some(line) = self.given("vid") {
            words = format!("{words}, on line {line}");
        }
        if let Some(label) = self.given("nme").filter(|_| !self.does("dtmf")) {
            words = format!("{words}, labelled \"{label}\"");
        }
        for (word, needs) in self.missing() {
            words = format!("{words}; `{}` needs `{}=`", word.value, needs.join("=` or `"));
        }
        let unused: Vec<String> = self.unused().map(|field| format!("`{}=`", field.name)).collect();
        if !unused.is_empty() {
            words = format!("{words}; {} not used", are(&unused));
        }
        words
    }

    fn phrase(&self, word: &str) -> String {
        let Some(function) = function(word) else {
            return format!("the unknown function `{word}`");
        };
        let meaning = function.meaning;
        let of = |name: &str| self.given(name).map(target);
        match function.word {
            "sd" => of("ext")
                .or_else(|| self.lamp().filter(|_| self.does("blf")))
                .map_or_else(|| meaning.to_owned(), |to| format!("{meaning} to {to}")),
            "blf" => match (of("usr"), of("sub")) {
                (Some(user), Some(list)) => format!("{meaning} of {user} from the list {list}"),
                (Some(one), None) | (None, Some(one)) => format!("{meaning} of {one}"),
                (None, None) => meaning.to_owned(),
            },
            "cp" => match self.lamp().or_else(|| of("ext")).filter(|_| !self.does("blf")) {
                Some(from) => format!("{meaning} from {from}"),
                None => meaning.to_owned(),
            },
            "prk" | "park" => {
                let line = of("sub").or_else(|| of("ext")).map(|line| format!(" for {line}"));
                let orbit = self.given("orbit").map(|orbit| format!(" in orbit {orbit}"));
                format!("{meaning}{}{}", line.unwrap_or_default(), orbit.unwrap_or_default())
            }
            "mwi" => of("sub").map_or_else(|| meaning.to_owned(), |of| format!("{meaning} of {of}")),
            "xml" => self
                .given("url")
                .map_or_else(|| meaning.to_owned(), |url| format!("{meaning} at {}", without_login(url))),
            "shortcut" => self
                .given("url")
                .map_or_else(|| meaning.to_owned(), |menu| format!("{meaning} to {}", without_login(menu))),
            "dtmf" => self.pressed(meaning),
            _ => meaning.to_owned(),
        }
    }

    /// The keys of `dtmf` are shown by number alone: they open doors.
    fn pressed(&self, meaning: &str) -> String {
        let press = |keys: &str, label: &str| {
            let count = self.given(keys).map_or(0, |keys| keys.chars().filter(|key| !key.is_whitespace()).count());
            let named = self.given(label).map(|label| format!(" (\"{label}\")")).unwrap_or_default();
            format!("{count}{named}")
        };
        let first = format!("{meaning}: {}", press("ext", "nme"));
        if self.given("ext2").is_some() { format!("{first}, then {}", press("ext2", "nme2")) } else { first }
    }

    /// Whose lamp the key shows.
    fn lamp(&self) -> Option<String> {
        self.given("usr").or_else(|| self.given("sub")).map(target)
    }

    fn given(&self, name: &str) -> Option<&str> {
        self.option(name).map(|value| value.value.as_str()).filter(|value| !value.is_empty())
    }
}

fn target(text: &str) -> String {
    let target = Target::new(text);
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
