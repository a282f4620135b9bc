//! Groups for multicast paging: `pggrp=224.168.168.168:34560;name=All;num=800;listen=yes;`.
//!
//! Sources: multicast paging in the guides of the MPP phones, and their XML reference.

use core::fmt;
use core::net::Ipv4Addr;

use super::Fault;
use super::address;
use super::located::Located;
use super::number;
use super::part::Part;

/// What can be wrong with a paging script.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Mistake {
    /// A piece without `=`.
    #[error("a paging group is written `pggrp=address:port;num=number`")]
    NotAField,
    /// Something before the first group.
    #[error("a paging group begins with `pggrp=`")]
    BeforeGroup,
    /// A field of another name.
    #[error("a paging group has only `name`, `num`, `listen`, `pri` and `codec`")]
    UnknownField,
    /// The same field again.
    #[error("duplicate field in a group")]
    Duplicate,
    /// No port.
    #[error("missing `:` and a port after the address")]
    NoPort,
    /// Not a port.
    #[error("a port must be a number from 1 to 65535")]
    Port,
    /// The address is wrong.
    #[error(transparent)]
    Address(#[from] address::Mistake),
    /// No number to dial.
    #[error("missing `num=` in a group")]
    NoNumber,
    /// Not digits.
    #[error("`num=` is a number to dial")]
    Number,
    /// Neither yes nor no.
    #[error("`listen=` is `yes` or `no`")]
    Listen,
    /// Not 0 to 4.
    #[error("`pri=` is a number from 0 to 4")]
    Priority,
}

/// A group.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PagingGroup {
    /// Where it is sent. Whether that is a multicast address is left to the caller.
    pub address: Located<Ipv4Addr>,
    /// The port, which should be even according to the guides.
    pub port: Located<u16>,
    /// What is shown.
    pub name: Option<Located<String>>,
    /// What is dialled to page the group.
    pub number: Located<String>,
    /// Whether the phone plays it; no if not given.
    pub listen: Option<Located<bool>>,
    /// 0 interrupts everything, 4 interrupts nothing.
    pub priority: Option<Located<u32>>,
    /// The codec, as written.
    pub codec: Option<Located<String>>,
}

/// The groups of a paging script.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Groups {
    /// In order, at least one.
    pub list: Vec<PagingGroup>,
}

/// A group that is not yet complete.
struct Draft<'a> {
    start: Part<'a>,
    address: Located<Ipv4Addr>,
    port: Located<u16>,
    name: Option<Located<String>>,
    number: Option<Located<String>>,
    listen: Option<Located<bool>>,
    priority: Option<Located<u32>>,
    codec: Option<Located<String>>,
}

impl Groups {
    /// Reads a paging script.
    ///
    /// # Errors
    /// The first [`Mistake`].
    pub fn parse(text: &str) -> Result<Self, Fault<Mistake>> {
        let text = Part::new(text).trim();
        let mut list = Vec::new();
        let mut current: Option<Draft<'_>> = None;
        for part in text.strip_suffix(";").unwrap_or(text).split(';').map(Part::trim) {
            let (name, value) = part.field().ok_or_else(|| part.fault(Mistake::NotAField))?;
            if name.text() == "pggrp" {
                if let Some(done) = current.replace(Draft::begin(part, value)?) {
                    list.push(done.end()?);
                }
            } else {
                let draft = current.as_mut().ok_or_else(|| part.fault(Mistake::BeforeGroup))?;
                if draft.take(name, value)? {
                    return Err(part.fault(Mistake::Duplicate));
                }
            }
        }
        if let Some(done) = current {
            list.push(done.end()?);
        }
        Ok(Self { list })
    }
}

impl<'a> Draft<'a> {
    fn begin(start: Part<'a>, value: Part<'a>) -> Result<Self, Fault<Mistake>> {
        let (address, port) = value.split_once(':').ok_or_else(|| value.after().fault(Mistake::NoPort))?;
        let address = address.located(address::read_v4(address).map_err(|fault| fault.map(Mistake::Address))?);
        let number = number::count(port, 65535).ok().filter(|&port| port > 0).and_then(|port| u16::try_from(port).ok());
        let port = port.located(number.ok_or_else(|| port.fault(Mistake::Port))?);
        Ok(Self { start, address, port, name: None, number: None, listen: None, priority: None, codec: None })
    }

    /// Whether the field was given before.
    fn take(&mut self, name: Part<'_>, value: Part<'_>) -> Result<bool, Fault<Mistake>> {
        Ok(match name.text() {
            "name" => self.name.replace(value.owned()).is_some(),
            "num" if value.is_empty() || value.find(|key| !(key.is_ascii_digit() || "*#".contains(key))).is_some() => {
                return Err(value.fault(Mistake::Number));
            }
            "num" => self.number.replace(value.owned()).is_some(),
            "listen" if value.text().eq_ignore_ascii_case("yes") => self.listen.replace(value.located(true)).is_some(),
            "listen" if value.text().eq_ignore_ascii_case("no") => self.listen.replace(value.located(false)).is_some(),
            "listen" => return Err(value.fault(Mistake::Listen)),
            "pri" => {
                let priority = number::count(value, 4).map_err(|_| value.fault(Mistake::Priority))?;
                self.priority.replace(value.located(priority)).is_some()
            }
            "codec" => self.codec.replace(value.owned()).is_some(),
            _ => return Err(name.fault(Mistake::UnknownField)),
        })
    }

    fn end(self) -> Result<PagingGroup, Fault<Mistake>> {
        let Self { start, address, port, name, number, listen, priority, codec } = self;
        let number = number.ok_or_else(|| start.fault(Mistake::NoNumber))?;
        Ok(PagingGroup { address, port, name, number, listen, priority, codec })
    }
}

impl fmt::Display for PagingGroup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "pggrp={}:{};", self.address, self.port)?;
        if let Some(name) = &self.name {
            write!(f, "name={name};")?;
        }
        write!(f, "num={};", self.number)?;
        if let Some(listen) = &self.listen {
            f.write_str(if listen.value { "listen=yes;" } else { "listen=no;" })?;
        }
        if let Some(priority) = &self.priority {
            write!(f, "pri={priority};")?;
        }
        self.codec.as_ref().map_or(Ok(()), |codec| write!(f, "codec={codec};"))
    }
}

impl fmt::Display for Groups {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.list.iter().try_for_each(|group| group.fmt(f))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_read_and_written_again() {
        for text in [
            "pggrp=224.168.168.168:34560;name=All;num=800;listen=yes;",
            "pggrp=224.168.168.168:34560;num=500;pggrp=239.1.1.1:34562;name=Shop;num=501;listen=no;pri=4;codec=g711u;",
        ] {
            assert_eq!(Groups::parse(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn mistakes_in_groups_have_their_place() {
        for (text, kind, place) in [
            ("num=800", Mistake::BeforeGroup, "num=800"),
            ("pggrp=224.1.1.1;num=800", Mistake::NoPort, ""),
            ("pggrp=224.1.1.1:0;num=800", Mistake::Port, "0"),
            ("pggrp=224.1.1.300:2;num=800", Mistake::Address(address::Mistake::Octet), "300"),
            ("pggrp=224.1.1.1:2;name=All", Mistake::NoNumber, "pggrp=224.1.1.1:2"),
            ("pggrp=224.1.1.1:2;num=8x", Mistake::Number, "8x"),
            ("pggrp=224.1.1.1:2;num=8;listen=on", Mistake::Listen, "on"),
            ("pggrp=224.1.1.1:2;num=8;pri=5", Mistake::Priority, "5"),
            ("pggrp=224.1.1.1:2;num=8;num=9", Mistake::Duplicate, "num=9"),
            ("pggrp=224.1.1.1:2;num=8;port=9", Mistake::UnknownField, "port"),
            ("pggrp=224.1.1.1:2;num=8;;", Mistake::NotAField, ""),
        ] {
            let fault = Groups::parse(text).unwrap_err();
            assert_eq!((fault.kind, &text[fault.range]), (kind, place), "{text}");
        }
    }
}
