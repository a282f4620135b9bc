//! How the profiles of a run are read.

use spc_core::source::Syntax;

use crate::args::{SourceArgs, SyntaxArg};
use crate::read::profile::Reading;

/// How the arguments say that profiles are read.
pub(crate) fn reading(args: &SourceArgs) -> Reading {
    Reading { syntax: args.syntax.map(syntax), allow_import: args.allow_import }
}

/// A source language.
pub(crate) const fn syntax(arg: SyntaxArg) -> Syntax {
    match arg {
        SyntaxArg::Xml => Syntax::Xml,
        SyntaxArg::Text => Syntax::Text,
    }
}
