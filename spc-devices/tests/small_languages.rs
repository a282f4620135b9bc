//! Tones, rings, keys, codes, addresses and similar languages, for any text: no panic, every fault inside the text,
//! written as it was read, in linear time.
#![cfg(test)]
#![expect(clippy::disallowed_methods, clippy::arithmetic_side_effects, reason = "only the library knows no clock")]

use core::fmt::{Debug, Display};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use spc_devices::explain;
use spc_devices::lang::clock::{Date, Offset, Time, Zone};
use spc_devices::lang::dictionary_script::Languages;
use spc_devices::lang::display_attributes::Attributes;
use spc_devices::lang::feed::Feed;
use spc_devices::lang::host::HostPort;
use spc_devices::lang::key_function::{KeyFunction, KeyTarget};
use spc_devices::lang::led::Led;
use spc_devices::lang::paging::Groups;
use spc_devices::lang::phone_number::PhoneNumber;
use spc_devices::lang::ring::Ring;
use spc_devices::lang::rule;
use spc_devices::lang::softkeys::{Entry, Softkeys};
use spc_devices::lang::star_code::{Announcements, ServiceCodes, StarCode};
use spc_devices::lang::survivability::Proxies;
use spc_devices::lang::template::Templates;
use spc_devices::lang::tone::{Cadence, Frequencies, Tone};
use spc_devices::lang::url::Url;
use spc_devices::lang::{Fault, address, boolean, choice, number};
use spc_devices::next_file::NextFile;

#[path = "common/hostile.rs"]
mod hostile;

/// A language by its name, values that show its form, and what must hold for any text; that function says whether the
/// text was read.
type Language = (&'static str, &'static [&'static str], fn(&str) -> bool);

const LANGUAGES: [Language; 26] = [
    ("tone", &["350@-19,440@-19;2(.2/.2/1+2);10(*/0/1+2)", "985@-16.5;20(.380/0/1,0/4/0)"], |text| {
        let _ = Tone::parse(text).map(|tone| (explain::tone(&tone), tone.is_silent()));
        holds(text, Tone::parse(text), Tone::parse)
    }),
    ("cadence", &["60(.3/.2,1/.2,.3/4)", "2.25(.25/1.6);*(2/*)"], |text| {
        let _ = Cadence::parse(text).map(|cadence| explain::cadence(&cadence));
        holds(text, Cadence::parse(text), Cadence::parse)
    }),
    ("frequencies", &["440@-10", "350@-19,440@-19.5"], |text| {
        let _ = Frequencies::parse(text).map(|list| explain::frequencies(&list));
        holds(text, Frequencies::parse(text), Frequencies::parse)
    }),
    ("ring", &["n=Classic-1;w=3;c=1", "n=A b;w=file://A.rwb;c=0;b=.5;t=10;"], |text| {
        holds(text, Ring::parse(text), Ring::parse)
    }),
    ("led", &["c=r;p=sb", "c=a;p=ud;u=.1/.1/.1/.9", "c=r,p=sb"], |text| holds(text, Led::parse(text), Led::parse)),
    (
        "key",
        &["fnc=blf+sd+cp;sub=101@$PROXY;ext=8000 ,1234#@a;nme=A", "fnc=xml;url=http://a:b@c/d;", "ext=1;fnc=sd"],
        |text| {
            let _ = KeyFunction::parse(text)
                .map(|key| (explain::key_function(&key), key.missing().count(), key.unused().count()));
            let _ = (KeyTarget::new(text).has_access_code(), format!("{:?}", KeyTarget::new(text)));
            holds(text, KeyFunction::parse(text), KeyFunction::parse)
        },
    ),
    ("softkeys", &["hold|1;endcall|2;meetings|;psk1;", "redial"], |text| {
        let _ = Softkeys::parse(text).map(|list| list.entries.iter().filter_map(Entry::programmable).count());
        holds(text, Softkeys::parse(text), Softkeys::parse)
    }),
    ("star code", &["*69", "#99"], |text| holds(text, StarCode::parse(text), StarCode::parse)),
    ("service codes", &["*72`c`|*67`p`", "*72|*67"], |text| {
        holds(text, ServiceCodes::parse(text), ServiceCodes::parse)
    }),
    ("announcements", &["{CWT=00;CWF=01;}"], |text| holds(text, Announcements::parse(text), Announcements::parse)),
    ("phone number", &["anna@example.com:5061", "5551234@gw0", "*97"], |text| {
        let _ = PhoneNumber::parse(text).map(|number| number.gateway());
        holds(text, PhoneNumber::parse(text), PhoneNumber::parse)
    }),
    ("templates", &["408*, 12125?5", "a%2Ab%2c*c*d"], |text| {
        let _ = Templates::parse(text);
        holds(text, Templates::parse(text), Templates::parse)
    }),
    ("status templates", &["404, 5*, 61?"], |text| holds(text, Templates::parse_status(text), Templates::parse_status)),
    (
        "paging",
        &["pggrp=224.1.1.1:34560;name=All;num=800;listen=yes;pri=1;codec=g711u;pggrp=224.1.1.2:2;num=1"],
        |text| holds(text, Groups::parse(text), Groups::parse),
    ),
    ("languages", &["serv=http://192.0.2.1/l/;d0=English;x0=en.xml;d1=Czech;"], |text| {
        holds(text, Languages::parse(text), Languages::parse)
    }),
    ("attributes", &["a=cn,n=Name;a=telephoneNumber,n=Work,t=p"], |text| {
        holds(text, Attributes::parse(text), Attributes::parse)
    }),
    ("feed", &["name=News; url=http://192.0.2.1/news.rss"], |text| holds(text, Feed::parse(text), Feed::parse)),
    ("host", &["sip.example.com:5061", "[2001:db8::1]:5060", "2001:db8::1", "$PROXY", "192.0.2.1"], |text| {
        holds(text, HostPort::parse(text), HostPort::parse)
    }),
    ("proxies", &["a.b:5061:p=1:w=10:A=192.0.2.1,192.0.2.2|[::1]:p=2"], |text| {
        holds(text, Proxies::parse(text), Proxies::parse)
    }),
    ("url", &["https://a:b@example.com:443/x?y=z#w", "tftp://[::1]/"], |text| {
        let _ = (spc_devices::lang::url::without_login(text), format!("{:?}", Url::parse(text)));
        holds(text, Url::parse(text), Url::parse)
    }),
    ("address of a rule", &["http://prov.example.com:8080/$MA.cfg", "[--uid $A] /$(MA:2)x{{y}}?z=$Q"], |text| {
        let macs = ["000e08aabbcc".parse().unwrap(), "000e08aabbcd".parse().unwrap()];
        match NextFile::read(text, &macs) {
            Ok((next, remarks)) => {
                assert!(rule::parse(next.rule("$SA").expose()).is_ok(), "{text:?}");
                assert!(remarks.iter().all(|remark| !remark.to_string().is_empty() && !remark.help().is_empty()));
            }
            Err(error) => assert!(!error.to_string().is_empty()),
        }
        let fault = rule::url_fault(text);
        assert!(fault.as_ref().is_none_or(|fault| text.get(fault.range.clone()).is_some()), "{text:?}: {fault:?}");
        fault.is_none()
    }),
    ("zone", &["GMT", "GMT-05:30"], |text| holds(text, Zone::parse(text), Zone::parse)),
    ("offset", &["-00/30"], |text| holds(text, Offset::parse(text), Offset::parse)),
    ("date", &["02/29/24", "11/26/2026"], |text| holds(text, Date::parse(text), Date::parse)),
    ("time", &["23/59/59", "1/1"], |text| holds(text, Time::parse(text), Time::parse)),
    ("numbers and words", &["0x68", "-19.25", "192.0.2.1", "255.255.255.0", "2001:db8::1", "Yes", "AUTO"], |text| {
        holds(text, number::float(text), number::float);
        holds(text, number::integer(text, -15..=65535), |text| number::integer(text, -15..=65535));
        holds(text, address::v4(text), address::v4);
        holds(text, address::v6(text), address::v6);
        holds(text, address::mask(text).map(|_| true), |_| Ok(true));
        holds(text, boolean::parse(text).map(boolean::word), |text| boolean::parse(text).map(boolean::word));
        holds(text, choice::parse(text, ["AUTO", "auto"]), |text| choice::parse(text, ["AUTO", "auto"]));
        true
    }),
];

/// A tree is written as it was read; a fault is inside the text, on character boundaries, and has a message.
fn holds<T, K>(text: &str, read: Result<T, Fault<K>>, again: impl Fn(&str) -> Result<T, Fault<K>>) -> bool
where
    T: PartialEq + Debug + Display,
    K: Debug + Display,
{
    match read {
        Ok(tree) => {
            let written = tree.to_string();
            match again(&written) {
                Ok(second) => assert_eq!(second, tree, "{text:?} was written {written:?}"),
                Err(fault) => panic!("{text:?} was written {written:?}: {fault:?}"),
            }
            let _ = format!("{tree:?}");
            true
        }
        Err(fault) => {
            assert!(text.get(fault.range.clone()).is_some(), "{text:?}: {fault:?}");
            assert!(!fault.to_string().is_empty());
            false
        }
    }
}

/// Values of a language, cut into characters and recombined in other ways.
fn texts(seeds: &'static [&'static str]) -> impl Strategy<Value = String> {
    let characters: Vec<char> = seeds.concat().chars().chain(";,:/=|@()*+-. %`0\u{e9}\u{a0}".chars()).collect();
    let piece = prop_oneof![
        3 => prop::sample::select(characters).prop_map(String::from),
        1 => prop::sample::select(seeds).prop_map(str::to_owned),
    ];
    let shuffled = prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat());
    // A value with a few characters removed and others inserted.
    let edits = prop::collection::vec((any::<prop::sample::Index>(), any::<bool>(), ".{0,2}"), 0..4);
    let mutated = (prop::sample::select(seeds), edits).prop_map(|(seed, edits)| {
        let mut characters: Vec<char> = seed.chars().collect();
        for (place, remove, with) in edits {
            let at = place.index(characters.len().max(1));
            let end = if remove { (at..characters.len()).nth(1).unwrap_or(characters.len()) } else { at };
            characters.splice(at..end, with.chars());
        }
        characters.into_iter().collect()
    });
    prop_oneof![3 => shuffled, 3 => mutated, 1 => ".{0,40}"]
}

/// Each language on its own, so that each is tested as often as [`hostile::config`] says.
#[test]
fn any_text_is_a_value_or_a_fault_inside_it() {
    for (name, seeds, read) in LANGUAGES {
        let tried = TestRunner::new(hostile::config()).run(&texts(seeds), |text| {
            read(&text);
            Ok(())
        });
        tried.unwrap_or_else(|failed| panic!("{name}: {failed}"));
    }
}

#[test]
fn values_that_show_the_form_are_read() {
    for (name, seeds, read) in LANGUAGES {
        assert!(read(seeds[0]), "{name}: {}", seeds[0]);
    }
}

/// As in [`hostile::assert_linear`]; the value may also continue after a valid beginning.
#[test]
fn long_values_are_read_in_linear_time() {
    let common = [";", ",", "|", "/", ":", "(", "=", "a=b;", "1+", "*", "a.", "%41", "x;", "9", " ", "\t", "a "];
    for (_, seeds, read) in LANGUAGES {
        for unit in seeds.iter().copied().chain(common) {
            hostile::assert_linear(unit, |text| {
                read(text);
            });
        }
        for unit in common {
            hostile::assert_linear(unit, |text| {
                read(&[seeds[0], text].concat());
            });
        }
    }
}
