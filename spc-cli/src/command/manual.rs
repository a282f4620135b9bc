//! `spc manual`: prints the manual page, from the same tree that reads the command line, and the page of all checks.

use std::path::Path;

use clap_mangen::Man;
use spc_devices::explain::{self, code};
use spc_files::Error;
use spc_files::write::{Content, Existing, Output, PRIVATE};

/// What the tree does not know: the options of the original compiler, each with its current equivalent.
const ORIGINAL: &str = r#".SH "ORIGINAL COMMAND LINE"
If the first argument is not a command, spc reads the command line of the original compiler:
.PP
.nf
    spc [\fIoptions\fR] \fIsource.txt\fR \fIout.cfg\fR
    spc \-\-sample\-profile \fIout.txt\fR
    spc \-\-sample\-xml \fIout.xml\fR
.fi
.PP
\fBspc \-\-explain\-legacy\fR with these arguments prints the equivalent command. The output files are SPC containers, which
no vendor's firmware reads, because the original compiler's file layout and ciphers were never published. For stock phones,
see \fB\-\-format\fR in \fBspc compile \-\-help\fR.
.TP
\fIsource.txt out.cfg\fR
\fBspc compile \-o\fR \fIout.cfg source.txt\fR
.TP
\fB\-\-target\fR \fIMAC\fR
\fB\-\-mac\fR \fIMAC\fR; binds the file to the device, but hides nothing without a key
.TP
\fB\-\-scramble\fR \fIPHRASE\fR
\fB\-\-scramble\fR \fIPHRASE\fR; changes every byte, but hides nothing
.TP
\fB\-\-ascii\-key\fR \fIPHRASE\fR, \fB\-\-hex\-key\fR \fIDIGITS\fR
\fB\-\-key\-file\fR \fIFILE\fR is better, because other users can see arguments. Both options are still accepted. A passphrase
gets a random salt, so the file differs on each run; \fBspc compile \-\-kdf\-salt\fR sets a fixed salt
.TP
\fB\-\-aes\fR
not needed: every key encrypts with AES\-256. Refused without a key
.TP
\fB\-\-rc4\fR
refused: RC4 is broken
.TP
\fB\-\-sample\-profile\fR \fIFILE\fR, \fB\-\-sample\-xml\fR \fIFILE\fR
\fBspc sample \-\-model spa2102 \-\-format text\fR (or \fBxml\fR) \fB\-o\fR \fIFILE\fR; \fB\-\-model\fR chooses another model
.TP
\fB\-\-quiet\fR
redirect standard error. Nothing is printed unless the run fails
.TP
\fB\-\-log\fR \fIFILE\fR
redirect standard error. The time, the command line and the messages are appended to the file
.PP
No available guide confirms that the original had \fB\-\-quiet\fR and \fB\-\-log\fR, or what they did.
"#;

/// Writes the manual page of a tree of commands to standard output.
pub(crate) fn run(tree: clap::Command) -> Result<(), Error> {
    let mut page = Vec::new();
    Man::new(tree).render(&mut page).expect("memory takes every write");
    page.extend_from_slice(ORIGINAL.as_bytes());
    page.extend_from_slice(codes().as_bytes());
    write(&page)
}

/// Writes the page of all checks to standard output.
pub(crate) fn checks() -> Result<(), Error> {
    write(explain::page().as_bytes())
}

fn write(page: &[u8]) -> Result<(), Error> {
    Output::resolve(Path::new("-"), &[])?.write(page, Content::Text, PRIVATE, Existing::Replace)?;
    Ok(())
}

/// Every code, with what it reports.
fn codes() -> String {
    let mut section = ".SH CHECKS\n\\fBspc explain\\fR with a code says why it matters and how to fix it.\n".to_owned();
    for text in code::all() {
        let group = text.group.map(|group| format!(", {group}")).unwrap_or_default();
        let title = roff(&format!("{} ({}{group})", text.name, text.severity));
        section.push_str(&format!(".TP\n\\fB{}\\fR {title}\n{}\n", text.code, roff(text.summary)));
    }
    section
}

/// Text escaped for roff: backslashes and hyphens are escaped, and no line begins like a request.
fn roff(text: &str) -> String {
    let text = text.replace('\\', "\\e").replace('-', "\\-");
    if text.starts_with(['.', '\'']) { format!("\\&{text}") } else { text }
}
