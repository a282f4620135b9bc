//! What the outputs of a run were made from, for make and other build tools.
//!
//! Makefiles have no quoting, and make may execute what it reads: `$(shell ..)`, a recipe after `;`, `!=`. Every character
//! with a meaning is escaped, and a name that a makefile cannot express is refused.

use std::collections::BTreeSet;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use serde_json::json;

use crate::report::advice::Advice;
use crate::report::error::Error;
use crate::write::replace::Replaces;
use crate::write::staged::{Content, Existing, Output, PRIVATE, Ready, is_stdout};

/// The format of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DepsSyntax {
    /// A rule to include in a makefile.
    Make,
    /// One JSON object.
    Json,
}

/// A request for a list.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Request<'a> {
    /// Where it goes.
    pub path: &'a Path,
    /// Its format.
    pub syntax: DepsSyntax,
    /// Whether it may replace any file.
    pub overwrite: bool,
}

impl<'a> Request<'a> {
    /// A list at this path; `overwrite` lets it replace any file.
    #[must_use]
    pub const fn new(path: &'a Path, syntax: DepsSyntax, overwrite: bool) -> Self {
        Self { path, syntax, overwrite }
    }
}

/// A list that is ready to be written, once the outputs are.
#[derive(Debug)]
pub struct Depfile {
    output: Output,
    /// The path as the user wrote it.
    named: PathBuf,
    replaces: Replaces,
    bytes: Vec<u8>,
}

/// What a run makes, and from what.
#[derive(Debug)]
#[non_exhaustive]
pub struct Deps<'a> {
    /// The files that the run makes.
    pub outputs: Vec<&'a Path>,
    /// The files that it reads, including imported ones.
    pub inputs: Vec<&'a Path>,
    /// The inputs that are in no rule of the user: if one of them is deleted, make must not stop.
    pub imported: Vec<&'a Path>,
}

impl<'a> Deps<'a> {
    /// The files that a run makes, all those that it reads, and those of them that are imported.
    #[must_use]
    pub const fn new(outputs: Vec<&'a Path>, inputs: Vec<&'a Path>, imported: Vec<&'a Path>) -> Self {
        Self { outputs, inputs, imported }
    }
}

impl Depfile {
    /// Makes the list, if one is requested.
    ///
    /// # Errors
    /// The list cannot name an output or an input, or would go where it must not.
    pub fn new(request: Option<Request<'_>>, deps: &Deps<'_>) -> Result<Option<Self>, Error> {
        let Some(Request { path, syntax, overwrite }) = request else { return Ok(None) };
        let to_stdout = deps.outputs.iter().any(|output| is_stdout(output));
        if to_stdout && (syntax == DepsSyntax::Make || is_stdout(path)) {
            let failure = Error::usage("a dependency list needs an output file, but the output is not a file");
            return Err(failure.hint(Advice::WriteToFile));
        }
        let output = Output::resolve(path, &deps.inputs)?;
        let bytes = match syntax {
            DepsSyntax::Make => make(deps)?,
            DepsSyntax::Json => json(deps)?,
        };
        let replaces = if overwrite { Replaces::Anything } else { Replaces::Depfiles };
        Ok(Some(Self { output, named: path.to_owned(), replaces, bytes }))
    }

    /// Refuses to replace somebody else's file.
    ///
    /// # Errors
    /// There is one.
    pub fn check(&self) -> Result<(), Error> {
        self.replaces.check(&self.output, &self.named, &self.bytes)
    }

    /// Does everything but put the list in its place; an equal list stays unchanged.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn ready(&self) -> Result<Ready<'_>, Error> {
        self.output.ready(&self.bytes, Content::Text, PRIVATE, Existing::LeaveEqual)
    }
}

/// One rule, and an empty rule for each imported file.
fn make(deps: &Deps<'_>) -> Result<Vec<u8>, Error> {
    let mut rule = Vec::new();
    for (at, output) in sorted(&deps.outputs).into_iter().enumerate() {
        rule.extend_from_slice(if at == 0 { b"" } else { b" " });
        rule.extend(escape(output, Side::Target)?);
    }
    rule.push(b':');
    for input in sorted(&deps.inputs) {
        rule.push(b' ');
        rule.extend(escape(input, Side::Prerequisite)?);
    }
    rule.push(b'\n');
    for imported in sorted(&deps.imported) {
        rule.extend(escape(imported, Side::Target)?);
        rule.extend_from_slice(b":\n");
    }
    Ok(rule)
}

fn json(deps: &Deps<'_>) -> Result<Vec<u8>, Error> {
    let text = |path: &Path| {
        let utf8 = path.to_str().map(str::to_owned);
        utf8.ok_or_else(|| Error::usage(format!("`{}` is not UTF-8, which JSON requires", path.display())))
    };
    let list = |paths: &[&Path]| sorted(paths).into_iter().map(text).collect::<Result<Vec<_>, Error>>();
    let mut line = json!({"schema": 1, "outputs": list(&deps.outputs)?, "inputs": list(&deps.inputs)?}).to_string();
    line.push('\n');
    Ok(line.into_bytes())
}

fn sorted<'a>(paths: &[&'a Path]) -> BTreeSet<&'a Path> {
    paths.iter().copied().collect()
}

/// On which side of the `:` a name is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Target,
    Prerequisite,
}

/// A name as GNU make reads it back.
fn escape(path: &Path, side: Side) -> Result<Vec<u8>, Error> {
    let name = path.as_os_str().as_bytes();
    if let Some(what) = unspeakable(name, side) {
        let shown = path.display();
        let failure = Error::usage(format!("`{shown}` has {what}, which cannot be written in a makefile"));
        return Err(failure.hint(Advice::ListAsJson));
    }
    let mut escaped = Vec::with_capacity(name.len().saturating_add(2));
    if side == Side::Target && begins_as_directive(name) {
        // make removes it again, once it has seen that the line is a rule.
        escaped.extend_from_slice(b"./");
    }
    let mut backslashes: usize = 0;
    for byte in name {
        let is_special = match byte {
            b' ' | b'#' | b':' | b'*' | b'?' | b'[' => true,
            b'%' => side == Side::Target,
            b'|' => side == Side::Prerequisite,
            _ => false,
        };
        if is_special {
            // Only before one of these does a backslash have a meaning.
            escaped.extend(std::iter::repeat_n(b'\\', backslashes.saturating_add(1)));
        }
        if *byte == b'$' {
            escaped.push(b'$');
        }
        escaped.push(*byte);
        backslashes = if *byte == b'\\' { backslashes.saturating_add(1) } else { 0 };
    }
    Ok(escaped)
}

/// What in a name cannot be escaped: it ends a line, assigns, starts a recipe, groups targets, opens an archive or stands for
/// a home directory.
fn unspeakable(name: &[u8], side: Side) -> Option<&'static str> {
    let has = |byte: u8| name.contains(&byte);
    let without_dot = name.strip_prefix(b"./").unwrap_or(name);
    if without_dot.starts_with(b"~") {
        Some("a `~` at the beginning")
    } else if name.iter().any(u8::is_ascii_control) {
        Some("a line break or another control character")
    } else if has(b'=') {
        Some("an `=`")
    } else if has(b';') {
        Some("a `;`")
    } else if name.ends_with(b" ") || name.ends_with(b"\\") {
        Some("a space or a backslash at the end")
    } else if name.ends_with(b"&") {
        Some("an `&` at the end")
    } else if has(b'(') && name.ends_with(b")") {
        Some("a `)` at the end")
    } else if has(b'\\') && name.iter().any(|byte| b"*?[".contains(byte)) {
        Some("a backslash and one of `*`, `?` or `[`")
    } else if is_special(without_dot, side) {
        Some("a name that make reserves")
    } else {
        None
    }
}

/// Whether make treats a target as one of its own, such as `.PHONY`, or as a suffix rule, such as `.c.o`. Of prerequisites,
/// only `.WAIT` is special.
fn is_special(name: &[u8], side: Side) -> bool {
    /// The suffixes that make has rules for.
    const ENDINGS: &str = " out a ln o c cc C cpp p f F m r y l ym yl s S mod sym def h info dvi tex texinfo texi txinfo w ch \
        web sh elc el ";
    let Some(name) = str::from_utf8(name).ok().and_then(|name| name.trim_start_matches('/').strip_prefix('.')) else {
        return false;
    };
    let is_ending = |word: &str| ENDINGS.contains(&format!(" {word} "));
    match side {
        Side::Target => {
            let is_word = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
            is_word || name.split_once('.').is_some_and(|(from, to)| is_ending(from) && is_ending(to))
        }
        Side::Prerequisite => name == "WAIT",
    }
}

/// Whether a line that begins with this name could be a make directive.
fn begins_as_directive(name: &[u8]) -> bool {
    const DIRECTIVES: [&[u8]; 19] = [
        b"define",
        b"endef",
        b"undefine",
        b"ifdef",
        b"ifndef",
        b"ifeq",
        b"ifneq",
        b"else",
        b"endif",
        b"include",
        b"-include",
        b"sinclude",
        b"override",
        b"export",
        b"unexport",
        b"private",
        b"vpath",
        b"load",
        b"-load",
    ];
    DIRECTIVES.iter().any(|word| name.strip_prefix(*word).is_some_and(|rest| rest.is_empty() || rest.starts_with(b" ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn escaped(name: &str, side: Side) -> String {
        String::from_utf8(escape(Path::new(name), side).unwrap()).unwrap()
    }

    #[test]
    fn backslashes_are_doubled_only_before_what_they_would_escape() {
        assert_eq!(escaped(r"a\b", Side::Target), r"a\b");
        assert_eq!(escaped(r"a\ b", Side::Target), r"a\\\ b");
        assert_eq!(escaped("a$(shell x)b#c:d", Side::Prerequisite), r"a$$(shell\ x)b\#c\:d");
        assert_eq!((escaped("%|", Side::Target), escaped("%|", Side::Prerequisite)), (r"\%|".into(), r"%\|".into()));
    }

    #[test]
    fn names_that_make_reserves_are_refused_or_hidden_from_it() {
        for name in [".PHONY", "./.SUFFIXES", ".//.DEFAULT", ".DELETE_ON_ERROR", ".c.o", ".tex.dvi", r"a\*b", r"a[b\c"]
        {
            assert!(escape(Path::new(name), Side::Target).is_err(), "{name}");
        }
        for name in [".phony", ".c", ".a.cfg", "x/.PHONY", "PHONY", "defined", "x/define"] {
            assert_eq!(escaped(name, Side::Target), name);
        }
        assert!(escape(Path::new(".WAIT"), Side::Prerequisite).is_err());
        assert_eq!(escaped(".PHONY", Side::Prerequisite), ".PHONY");
        let name = |name: &str, side| escaped(name, side);
        assert_eq!(
            (name("define", Side::Target), name("define", Side::Prerequisite)),
            ("./define".into(), "define".into())
        );
        assert_eq!(name("ifeq (a", Side::Target), r"./ifeq\ (a");
    }

    #[test]
    fn rules_are_sorted_and_imports_may_vanish() {
        let path = Path::new;
        let deps = Deps {
            outputs: vec![path("b.cfg"), path("a.cfg")],
            inputs: vec![path("p.txt"), path("key"), path("b.txt"), path("p.txt")],
            imported: vec![path("b.txt")],
        };
        assert_eq!(make(&deps).unwrap(), b"a.cfg b.cfg: b.txt key p.txt\nb.txt:\n");
        let line = "{\"schema\":1,\"outputs\":[\"a.cfg\",\"b.cfg\"],\"inputs\":[\"b.txt\",\"key\",\"p.txt\"]}\n";
        assert_eq!(json(&deps).unwrap(), line.as_bytes());
    }
}
