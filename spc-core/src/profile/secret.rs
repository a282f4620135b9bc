//! Which texts contain secrets, and which are so similar that nothing of them is shown.
//!
//! Knows: what secrets look like. Must not know: any syntax, or what secrets are called (`names`).

use core::ops::Range;

use names::{has_key_digits, is_one_slip_away};

mod names;

pub(crate) use names::{is_harmless, is_secret};

/// Whether a name looks machine-made, so that it is probably not a name: a secret may have been put there by mistake.
pub(crate) fn looks_generated(name: &str) -> bool {
    has_key_digits(name) || has_random_word(name)
}

/// Words that come before a secret inside a harmless value, as in a provisioning rule or the query of a URL.
const WORDS: [&str; 11] = ["key", "pwd", "passw", "uid", "secret", "token", "auth", "gpp_", "ikm", "cookie", "bearer"];

/// Whether a text of a harmless parameter contains nothing that looks like a secret: an option of a provisioning rule
/// and its argument, whatever a word processor made of its dashes; the user and password of a URL; a key.
pub(crate) fn is_tame(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    !WORDS.iter().any(|word| lower.contains(word))
        && !text.contains('@')
        && !has_key_digits(text)
        && !has_random_word(text)
        && !text.contains("--")
        && !has_option(text)
        && !has_pin(text)
        && !has_door_code(text)
        && !has_query(text)
        // `&#61;` is `=` once XML is read, and `&#64;` is `@`.
        && !text.contains("&#")
        && lower.match_indices(":/").all(|(at, _)| lower.get(at..).is_some_and(|rest| rest.starts_with("://")))
        && lower
            .match_indices("//")
            .all(|(at, _)| lower.get(at.saturating_add(2)..).is_some_and(is_plain_server))
}

/// Whether a word looks machine-made, like generated passwords and keys, in which letters and digits alternate. Its
/// looks are all there is to go by if a mistake removed its name, or the `?` before it.
fn has_random_word(text: &str) -> bool {
    const SHORTEST: usize = 6;
    const TURNS: usize = 4;
    text.split(|character: char| !character.is_ascii_alphanumeric()).filter(|word| word.len() >= SHORTEST).any(|word| {
        let turns =
            word.as_bytes().windows(2).filter(|pair| pair.iter().filter(|byte| byte.is_ascii_digit()).count() == 1);
        turns.count() >= TURNS
    })
}

/// Whether keys are sent after a pause, as in the number `8000 ,1234#`: they may be a PIN. What a dial plan sends after
/// a dial tone, as in `(9,911)`, is shorter.
fn has_pin(text: &str) -> bool {
    const SHORTEST: usize = 4;
    // How many keys after the pause are too many, and how many there are.
    let (mut most, mut keys) = (None, 0_usize);
    let mut before = '(';
    text.chars().any(|character| {
        let is_key = character.is_ascii_digit() || matches!(character, '*' | '#');
        let is_first = keys == 0;
        keys = if is_key { keys.saturating_add(1) } else { 0 };
        most = match character {
            ',' => {
                let here = if before == ' ' { 1 } else { SHORTEST };
                Some(most.filter(|_| is_first).map_or(here, |most| here.min(most)))
            }
            ' ' if is_first => most,
            _ if is_key => most,
            _ => None,
        };
        before = character;
        is_key && most.is_some_and(|most| keys >= most)
    })
}

/// Whether a value sends keys during a call, as `fnc=dtmf;ext=4711#` does, even with one mistake in `dtmf`: they open
/// doors and voice mailboxes. Fewer than four are just a choice in a menu.
fn has_door_code(text: &str) -> bool {
    const SHORTEST: usize = 4;
    let is_key = |character: char| character.is_ascii_digit() || matches!(character, '*' | '#');
    let is_dtmf = |word: &str| is_one_slip_away(word.to_ascii_lowercase().as_bytes(), b"dtmf");
    text.split(|character: char| !character.is_ascii_alphanumeric()).any(is_dtmf)
        && text.split(|character| !is_key(character)).any(|keys| keys.len() >= SHORTEST)
}

/// Whether a dash or an opening bracket begins a word.
fn has_option(text: &str) -> bool {
    let mut before = ' ';
    let mut opens = false;
    text.chars().any(|character| {
        let is_option = opens && !character.is_ascii_digit() && !matches!(character, ' ' | '*' | '#' | ']');
        let is_dash = matches!(character, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}');
        opens = match character {
            '[' => true,
            ' ' => opens,
            _ if is_dash => !before.is_alphanumeric(),
            _ => false,
        };
        before = character;
        is_option
    })
}

/// Whether a URL passes something in a query, with or without its scheme and server: the name of what it passes (`tok`,
/// `s`) does not show whether it is secret. The `?` of a condition, `(..) ? http://..`, comes after `)` and before a
/// blank. A URL that contains `=` may have lost its `?`.
fn has_query(text: &str) -> bool {
    let is_end = |character: char| character.is_whitespace() || character == '"';
    let is_query = |at: usize| {
        let (before, after) = text.split_at_checked(at).expect("a `?` begins a character");
        let after = after.strip_prefix('?').unwrap_or_default();
        let before = before.trim_end();
        // The mark in plain text, `A ? "1"`, has nothing before it.
        let is_mark = after.starts_with(is_end) && (before.is_empty() || before.ends_with(')'));
        let ends = || after.chars().all(|character| is_end(character) || character == ';');
        !is_mark && !ends() && !is_macro(after.split(is_end).next().unwrap_or_default())
    };
    let is_assigned = |word: &str| {
        let path = word.split_once('/').filter(|(before, _)| !before.contains('=')).map(|(_, path)| path);
        path.and_then(|path| path.split_once('=')).is_some_and(|(_, value)| !value.is_empty())
    };
    text.match_indices('?').any(|(at, _)| is_query(at)) || text.split(is_end).any(is_assigned)
}

/// Whether a text is a macro like `$MA` and nothing else. Anything longer may be a word that begins with `$`.
fn is_macro(text: &str) -> bool {
    let name = text.strip_prefix('$').unwrap_or_default();
    (1..=5).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// Whether the text after `//` begins with a server and perhaps a port, rather than a user and password.
fn is_plain_server(text: &str) -> bool {
    let server = text.split(['/', '"', ' ', '?', ']', ')']).next().unwrap_or_default();
    server.split_once(':').is_none_or(|(_, port)| port.len() <= 5 && port.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The range, including the braces, of the first placeholder that has a name rather than a secret between its braces.
pub(crate) fn placeholder(text: &str) -> Option<Range<usize>> {
    let mut from = 0_usize;
    loop {
        let rest = text.get(from..)?;
        let before = rest.get(..rest.find("}}")?)?;
        let end = from.saturating_add(before.len()).saturating_add(2);
        // No name has a brace in it, so what opens last is all that can be one.
        if let Some((outside, name)) = before.rsplit_once("{{") {
            let name = name.trim_matches(' ');
            let is_name = |character: char| character.is_ascii_alphanumeric() || matches!(character, '_' | '-' | '.');
            if !name.is_empty() && name.len() <= 64 && name.chars().all(is_name) && !looks_generated(name) {
                return Some(from.saturating_add(outside.len())..end);
            }
        }
        from = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::ParameterName;

    #[test]
    fn secrets_show_by_the_last_segment() {
        let secret = |path| ParameterName::parse(path).unwrap().is_secret();
        for name in [
            "Password_1_",
            "Admin_Passwd",
            "Auth_ID_2_",
            "GPP_SA",
            "IKM_HTTP_Encrypt_Content",
            "pskKey_1_",
            "wepKey2_1_",
            "passphrase_1_",
            "PIN_Code",
            "SRTP_Private_Key",
            "Enrollment_Token",
            "SIP_Cookie",
            "PRT_HTTP_Header_Value",
            "HTTP_Authorization",
        ] {
            assert!(secret(name), "{name}");
        }
        assert!(secret("router-configuration/SNMP/SNMP_Get_Community"));
        for name in [
            "GPP_A",
            "GPP_S",
            "Unit_1_Key_12_",
            "Unit_1_Key_12",
            "Proxy_1_",
            "Ping_Server",
            "Call_Pickup_Code",
            "Password_Section/Enable",
            "Idle_Key_List",
            "Connected_Video_Key_List",
            "Display_Password_Warnings",
            "VoIP_PIN_Tone",
            "PRT_HTTP_Header",
            "Privacy_Header_1_",
            "Transition_Authorization_Error_Retry_Delay",
        ] {
            assert!(!secret(name), "{name}");
        }
    }

    #[test]
    fn a_slip_does_not_make_a_secret_harmless() {
        for name in [
            "Password_1_",
            "Admin_Passwd",
            "Auth_ID_1_",
            "GPP_SA",
            "GPP_B",
            "SRTP_Private_Key",
            "IKM_HTTP_X",
            "Enrollment_Token",
            "SIP_Cookie",
            "PRT_HTTP_Header_Value",
        ] {
            for at in 0..name.len() {
                let (head, tail) = name.split_at(at);
                let rest = &tail[1..];
                for slip in [format!("{head}{rest}"), format!("{head}x{tail}"), format!("{head}x{rest}")] {
                    assert!(!is_harmless(&slip), "{slip}");
                }
            }
        }
        for name in [
            "Pwd_1_",
            "PW_1_",
            "PSK",
            "WPA_PSK_",
            "Login_Pw",
            "LDAP_Credential",
            "Activation_Code",
            "TR_069_Cred",
            "SRTP_Private_Key_List",
            "Idle_Kez_List",
            "Idle_Password_Key_List",
            "VoIP_Caller_1_PIN_Tone",
            "Display_Password_Warning",
        ] {
            assert!(!is_harmless(name), "{name}");
        }
        for name in [
            "Proxy_1_",
            "PSK_1",
            "Cfwd_All_Dest",
            "Ping_Server",
            "Dial_Plan_1_",
            "Profile_Rule",
            "User_ID_1_",
            "Unit_1_Key_2_",
            "Station_Name",
            "VLAN_ID",
            "Idle_Key_List",
            "Start-Xfer_Key_List",
            "User_Password_Prompt",
        ] {
            assert!(is_harmless(name), "{name}");
        }
    }

    #[test]
    fn a_placeholder_is_the_name_in_the_innermost_braces() {
        for (text, name) in [
            ("{{a}}", Some("{{a}}")),
            ("x{{{ pw }}}", Some("{{ pw }}")),
            ("{{a b}}{{c}}", Some("{{c}}")),
            ("{{{{a}}", Some("{{a}}")),
            ("{{a b {{c}}", Some("{{c}}")),
            ("{{a}b}}", None),
            ("}}{{a", None),
            ("{{}}", None),
            ("{{Z7J6Q9U3b5n3}}", None),
        ] {
            assert_eq!(placeholder(text).and_then(|range| text.get(range)), name, "{text}");
        }
    }

    #[test]
    fn secrets_inside_harmless_values_are_not_tame() {
        for text in [
            "[--key abc] http://a/b",
            "[-key abc]",
            "[\u{2013}pwd abc]",
            "-- uid",
            "[\u{2014} x]",
            "http://user:s3cret@h",
            "http://user:s3/cret@h",
            "http://user:s3crethost/p",
            "http:/user:s3cret",
            "//u:p",
            "http://h/p?password=x",
            "http://h/p?t=x",
            "http://h/p?t=x y",
            "prov.example.com/$MA.cfg?t=s3cret",
            "/x?t=s3cret",
            "/xt=s3cret",
            "/x? =s3cret",
            "/x? ession=s3cret",
            "pool.example.org GPP_B ! \" s3cret",
            "/x?s3cret",
            "?s3cret",
            "?$MA&t=s3cret",
            "?$HUNTER",
            "/x?$MA?s3cret",
            "($A eq 1) ? http://h/p?s3cret",
            "\"/x?t=s3cret\"",
            "/x?t&#61;s3cret",
            "u:pw&#64;h",
            "8e4ca25900112233",
            "http://h/x session=Z7J6Q9U3b5n3",
            "U5G8H2",
            "x ; Password_1_ ",
            "fnc=sd;ext=8000 ,1234#",
            "8000,,4713",
            "8000,  ,   4713",
            "8000, ,1",
            "1,2,3456",
            "fnc=dtmf;ext=98765432#",
            "fnc=dtfm;ext=4711;nme=Door",
            "vid=1;ext=*4711;fnc=sd+dtmf",
            "Bearer abc",
            "Set-Cookie: abc",
        ] {
            assert!(!is_tame(text), "{text}");
        }
        for text in [
            "",
            "sip.example.com:5060",
            "http://a:5060/$MA.cfg?$MA",
            "( $SWVER != 7.5.7 ) ? tftp://192.0.2.8/a.bin",
            "($A eq 1)? http://h/$MA.cfg | /x",
            "start=3/-1/7/2;end=10/-1/7/3;save=1",
            "Front desk ?",
            " ? \"a b\"",
            "Really?",
            "(<:1>xxx[2-9]xx|*xx.)",
            "a-b",
            "(9,911|<9,:>x.)",
            "9,911,112,110",
            "9, 911",
            ",,, ,a1234",
            "1 2345",
            "G711u,G729a",
            "fnc=dtmf;ext=#1;nme=A;ext2=*2;nme2=B",
            "fnc=sd;ext=98765432#",
            "Yes",
        ] {
            assert!(is_tame(text), "{text}");
        }
    }
}
