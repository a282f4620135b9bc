//! How the profiles of a run are read.

use spc_core::source::Syntax;
use spc_files::read::{KeyFiles, Reading, Scope};

use crate::args::{SourceArgs, SyntaxArg};

/// How the arguments say that profiles are read; `keys` are the key files of the run.
pub(super) fn reading(args: &SourceArgs, keys: KeyFiles) -> Reading {
    let scope = match args.allow_import {
        true => Scope::Anywhere,
        false => Scope::Folder { refusal: "it is outside the profile's directory (add --allow-import to permit that)" },
    };
    Reading::new(keys).language(args.syntax.map(syntax)).scope(scope)
}

/// A source language.
pub(super) const fn syntax(arg: SyntaxArg) -> Syntax {
    match arg {
        SyntaxArg::Xml => Syntax::Xml,
        SyntaxArg::Text => Syntax::Text,
    }
}
