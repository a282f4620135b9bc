//! `spc manual`: the manual page, from the same tree that reads the command line.

use std::path::Path;

use clap::CommandFactory;
use clap_mangen::Man;

use crate::args::Cli;
use crate::report::error::Error;
use crate::write::staged::{Content, Existing, Output, PRIVATE};

/// What the tree does not know: the options of the original compiler, old against new.
const ORIGINAL: &str = r#".SH "ORIGINAL COMMAND LINE"
If the first argument is not a command, the command line of the original compiler is read:
.PP
.nf
    spc [\fIoptions\fR] \fIsource.txt\fR \fIout.cfg\fR
    spc \-\-sample\-profile \fIout.txt\fR
    spc \-\-sample\-xml \fIout.xml\fR
.fi
.PP
\fBspc \-\-explain\-legacy\fR with these arguments prints the equivalent command. The files are SPC containers: the layout
of the original's files and its ciphers were never published, so no vendor's firmware reads them. For stock phones see
\fB\-\-format\fR in \fBspc compile \-\-help\fR.
.TP
\fIsource.txt out.cfg\fR
\fBspc compile \-o\fR \fIout.cfg source.txt\fR
.TP
\fB\-\-target\fR \fIMAC\fR
\fB\-\-mac\fR \fIMAC\fR; binds the file to the device, and hides nothing without a key
.TP
\fB\-\-scramble\fR \fIPHRASE\fR
\fB\-\-scramble\fR \fIPHRASE\fR; changes every byte, and hides nothing
.TP
\fB\-\-ascii\-key\fR \fIPHRASE\fR, \fB\-\-hex\-key\fR \fIDIGITS\fR
\fB\-\-key\-file\fR \fIFILE\fR, better: arguments can be seen by other users. Both are still read. A phrase gets a random
salt, so that the file differs on each run; \fBspc compile \-\-kdf\-salt\fR gives it a fixed one
.TP
\fB\-\-aes\fR
nothing: every key encrypts with AES\-256. Refused without a key
.TP
\fB\-\-rc4\fR
refused: RC4 is broken
.TP
\fB\-\-sample\-profile\fR \fIFILE\fR, \fB\-\-sample\-xml\fR \fIFILE\fR
\fBspc sample \-\-model spa2102 \-\-format text\fR (or \fBxml\fR) \fB\-o\fR \fIFILE\fR; \fB\-\-model\fR names another model
.TP
\fB\-\-quiet\fR
redirect standard error. Nothing is said unless the run fails
.TP
\fB\-\-log\fR \fIFILE\fR
redirect standard error. What is said is appended to the file, after the time and the command line
.PP
That the original had \fB\-\-quiet\fR and \fB\-\-log\fR, and what they did, is not confirmed by any guide at hand.
"#;

/// Writes the page to standard output.
pub(crate) fn run() -> Result<(), Error> {
    let mut page = Vec::new();
    Man::new(Cli::command()).render(&mut page).expect("memory takes every write");
    page.extend_from_slice(ORIGINAL.as_bytes());
    Output::resolve(Path::new("-"), &[])?.write(&page, Content::Text, PRIVATE, Existing::Replace)?;
    Ok(())
}
