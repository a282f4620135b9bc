//! How the profiles of a run are read.

use spc_core::source::Syntax;
use spc_files::read::profile::Reading;
use spc_files::read::secret::KeyFiles;

use crate::args::{SourceArgs, SyntaxArg};

/// How the arguments say that profiles are read; `keys` are those of the run.
pub(crate) fn reading(args: &SourceArgs, keys: KeyFiles) -> Reading {
    Reading { syntax: args.syntax.map(syntax), allow_import: args.allow_import, keys, checker: None }
}

/// A source language.
pub(crate) const fn syntax(arg: SyntaxArg) -> Syntax {
    match arg {
        SyntaxArg::Xml => Syntax::Xml,
        SyntaxArg::Text => Syntax::Text,
    }
}
