//! Lines with a fax machine: settings that break faxing.
//!
//! Knows: how a line is named, and what a fax needs. Must not know: any other codec or service.

use spc_core::diagnostic::{Code, Diagnostic, Severity};

use super::definition::{Check, Example, Group, Soundness};
use super::line::Line;
use super::subject::{Entry, Subject};
use super::words::{is_no, is_yes};

static FAX_LINE: Check = Check {
    code: Code::new(1260),
    name: "fax-line",
    group: Group::Network,
    severity: Severity::Note,
    soundness: Soundness::Heuristic,
    summary: "A line named after a fax machine has settings that break faxing.",
    explanation: "A fax needs either T.38 (`FAX_Enable_T38_n_` Yes and `FAX_Passthru_Method_n_` ReINVITE) or a line \
        that leaves its tones alone (`Preferred_Codec_n_` G711, `Use_Pref_Codec_Only_n_` Yes, \
        `Silence_Supp_Enable_n_` No, `Echo_Canc_Enable_n_` No and `Call_Waiting_Serv_n_` No).",
    source: "value-languages 6.3, fax-line; 5.1",
    fires: || {
        vec![
            Example::of("<Display_Name_2_>Fax</Display_Name_2_><Silence_Supp_Enable_2_>Yes</Silence_Supp_Enable_2_>"),
            Example::of("<Display_Name_1_>Fax office</Display_Name_1_><Preferred_Codec_1_>G729a</Preferred_Codec_1_>"),
            Example::of(
                "<User_ID_1_>fax1</User_ID_1_><FAX_Enable_T38_1_>No</FAX_Enable_T38_1_><FAX_Passthru_Method_1_>None</FAX_Passthru_Method_1_>",
            ),
        ]
    },
    silent: || {
        vec![
            Example::of("<Display_Name_2_>Anna</Display_Name_2_><Silence_Supp_Enable_2_>Yes</Silence_Supp_Enable_2_>"),
            Example::of(
                "<Display_Name_2_>Halifax</Display_Name_2_><Silence_Supp_Enable_2_>Yes</Silence_Supp_Enable_2_>",
            ),
            Example::of(
                "<User_ID_1_>fax1</User_ID_1_><FAX_Enable_T38_1_>No</FAX_Enable_T38_1_><FAX_Passthru_Method_1_>ReINVITE</FAX_Passthru_Method_1_>",
            ),
            Example::of("<Display_Name_1_>Fax</Display_Name_1_><Preferred_Codec_1_>G711a</Preferred_Codec_1_>"),
        ]
    },
};

/// The checks of this topic.
pub(super) const CHECKS: &[&Check] = &[&FAX_LINE];

/// A setting, whether a value of it breaks a fax, and why.
type Spoils = (&'static str, fn(&str) -> bool, &'static str);

/// Looks at every line that is named after a fax machine.
pub(super) fn run(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    for line in Line::all(subject).iter().filter(|line| line.is_on()) {
        let names = ["Display_Name", "User_ID", "Auth_ID", "Short_Name"].into_iter();
        let Some(name) = names.filter_map(|stem| line.literal(stem)).find(|entry| is_fax(entry.text())) else {
            continue;
        };
        let spoils =
            |(stem, is_bad, why): Spoils| line.get(stem).filter(|entry| is_bad(entry.text())).map(|entry| (entry, why));
        let rows: [Spoils; 2] = [
            ("Silence_Supp_Enable", is_yes, "silence suppression cuts a fax off"),
            ("Preferred_Codec", |text| text.starts_with("G729"), "this codec does not carry the tones of a fax"),
        ];
        let without_t38 = || {
            let method = line.get("FAX_Passthru_Method").filter(|entry| entry.text().eq_ignore_ascii_case("none"))?;
            let off = line.get("FAX_Enable_T38").filter(|entry| is_no(entry.text()));
            off.map(|_| (method, "a fax cannot get through: neither T.38 nor pass-through is on"))
        };
        let found: Option<(&Entry<'_>, &str)> = rows.into_iter().find_map(spoils).or_else(without_t38);
        if let Some((entry, why)) = found {
            let finding = subject.on_value(&FAX_LINE, entry, why);
            findings.push(finding.note(name.place.value, "the line is named after a fax machine"));
        }
    }
}

/// Whether one of the words of a name is `fax`, perhaps with a number.
fn is_fax(name: &str) -> bool {
    let mut words = name.split(|sign: char| !sign.is_ascii_alphabetic());
    words.any(|word| word.eq_ignore_ascii_case("fax") || word.eq_ignore_ascii_case("telefax"))
}
