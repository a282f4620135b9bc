//! What a model calls itself: the macros `$PN` and `$PSN`.
//!
//! Knows: names that guides print (Linksys Provisioning Guide 3.01 p. 70, Cisco guides for the ATA 191, 6800 and 8800).
//! Must not know: rules. If no guide prints a name, or if guides disagree, there is none.

use crate::lang::macro_text::Values;
use crate::model::{Family, Model};

/// Sets `$PN` and `$PSN`, as far as they are documented for the model.
pub fn set_names(values: &mut Values, model: Model) {
    if model.is_series() {
        return;
    }
    let name = model.name();
    let names = match model.family() {
        // The 78xx guides give other names, and no guide to the 98xx gives any.
        Family::Mpp if name.starts_with(['6', '8']) => Some((format!("CP-{name}-3PCC"), format!("{name}-3PCC"))),
        Family::Mpp => None,
        _ => {
            let number = name.strip_prefix("SPA").or_else(|| name.strip_prefix("ATA"));
            number.map(|number| (name.to_owned(), number.trim_start_matches('-').to_owned()))
        }
    };
    if let Some((product, number)) = names {
        values.set("PN", &product).set("PSN", &number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn models_call_themselves_as_the_guides_say() {
        for (model, names) in [
            ("spa2102", Some(("SPA2102", "2102"))),
            ("spa2000", Some(("SPA-2000", "2000"))),
            ("spa504g", Some(("SPA504G", "504G"))),
            ("ata191", Some(("ATA191", "191"))),
            ("8841", Some(("CP-8841-3PCC", "8841-3PCC"))),
            ("7832", None),
            ("9861", None),
            ("spa5xx", None),
        ] {
            let mut values = Values::new();
            set_names(&mut values, Model::find(model).unwrap());
            assert_eq!(values.get("PN").zip(values.get("PSN")), names, "{model}");
        }
    }
}
