//! A plan as text: the inverse of reading, without spaces except where a number ends.

use core::fmt::{self, Write as _};

use super::tree::{DialPlan, Dialled, Element, Item, Member, Pattern, Route, Sequence, Substitution, Timer};
use crate::lang::located::Located;

impl DialPlan {
    /// The plan as text, which reads as an equal plan. A password in it is written out.
    ///
    /// # Panics
    /// Never: writing to a string cannot fail.
    #[must_use]
    pub fn emit(&self) -> String {
        let mut text = String::new();
        self.write(&mut text).expect("a string takes all that is written to it");
        text
    }

    fn write(&self, text: &mut String) -> fmt::Result {
        for timer in &self.timers {
            write!(text, "{}:", timer.value.kind.letter())?;
            if let Some(wait) = timer.value.written {
                write!(text, "{wait}")?;
            }
            text.push(',');
        }
        text.push('(');
        for (place, sequence) in self.sequences.iter().enumerate() {
            if place > 0 {
                text.push('|');
            }
            write_sequence(text, &sequence.value)?;
        }
        text.push(')');
        Ok(())
    }
}

impl Sequence {
    /// The sequence as text, without spaces except where a number ends. A password in it is written out.
    ///
    /// # Panics
    /// Never: writing to a string cannot fail.
    #[must_use]
    pub fn emit(&self) -> String {
        let mut text = String::new();
        write_sequence(&mut text, self).expect("a string takes all that is written to it");
        text
    }
}

fn write_sequence(text: &mut String, sequence: &Sequence) -> fmt::Result {
    let mut after_timer = false;
    for item in &sequence.items {
        // A digit right after a timer would be read as part of its time.
        if after_timer && matches!(item.value, Item::Element(_)) {
            text.push(' ');
        }
        after_timer = matches!(item.value, Item::Timer(_));
        match &item.value {
            Item::Element(element) => write_element(text, element)?,
            Item::Substitution(substitution) => write_substitution(text, substitution)?,
            Item::Tone => text.push(','),
            Item::Timer(Timer { kind, written }) => {
                text.push(kind.letter());
                if let Some(wait) = written {
                    write!(text, "{wait}")?;
                }
            }
            Item::Bar => text.push('!'),
            Item::Unknown(letter) => text.push(*letter),
        }
    }
    Ok(())
}

fn write_element(text: &mut String, element: &Element) -> fmt::Result {
    match &element.pattern {
        Pattern::Key(key) => write!(text, "{key}")?,
        Pattern::Any => text.push('x'),
        Pattern::Class(members) => {
            text.push('[');
            members.iter().try_for_each(|Located { value, .. }| match value {
                Member::Key(key) => write!(text, "{key}"),
                Member::Range(from, to) => write!(text, "{from}-{to}"),
                Member::Any => text.write_char('x'),
                Member::Comma => text.write_char(','),
            })?;
            text.push(']');
        }
    }
    if element.repeated {
        text.push('.');
    }
    Ok(())
}

fn write_substitution(text: &mut String, substitution: &Substitution) -> fmt::Result {
    text.push('<');
    for dialled in &substitution.dialled {
        match &dialled.value {
            Dialled::Element(element) => write_element(text, element)?,
            Dialled::Tone => text.push(','),
        }
    }
    write!(text, ":{}", substitution.text)?;
    if let Some(Located { value: Route { host, port, parameters }, .. }) = &substitution.route {
        write!(text, "@{host}")?;
        if let Some(port) = port {
            write!(text, ":{port}")?;
        }
        for Located { value: parameter, .. } in parameters {
            write!(text, ";{}", parameter.name)?;
            if let Some(value) = &parameter.value {
                write!(text, "={value}")?;
            }
        }
    }
    text.push('>');
    Ok(())
}
