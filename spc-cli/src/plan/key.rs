//! Which keys the flags name, and how they are read. No key is read here.

use spc_core::key::KeyText;
use spc_core::stock::rfc8188::IkmForm;
use spc_files::KeyRole;
use spc_files::read::{KeyFiles, KeyRequest, KeySource, Stretching, TextForm, Variable, key_files};

use crate::args::{IkmArgs, KdfArgs, KeyArgs, KeyFormArg, NewKeyArgs, SealKeyArgs, Typed};

/// The variables that name the usual key if no flag does.
const VARIABLES: [Variable; 4] = [
    Variable::file("SPC_KEY_FILE"),
    Variable::command("SPC_KEY_CMD"),
    Variable::file("SPC_MASTER_FILE").of_master(),
    Variable::command("SPC_MASTER_CMD").of_master(),
];

/// The key that most commands use.
pub(super) fn usual(args: &KeyArgs) -> KeyRequest {
    let source = None
        .or_else(|| args.key_file.as_deref().map(KeySource::file))
        .or_else(|| args.master_file.as_deref().map(KeySource::file))
        .or_else(|| args.key_fd.map(KeySource::descriptor))
        .or_else(|| args.key_cmd.clone().map(KeySource::command))
        .or_else(|| args.key_prompt.then_some(KeySource::Prompt("key: ")))
        .or_else(|| args.hex_key.as_ref().map(argument))
        .or_else(|| args.ascii_key.as_ref().map(argument));
    // The names of the original compiler's two flags say how the key is read.
    let form = match (&args.hex_key, &args.ascii_key) {
        (Some(_), _) => Some(TextForm::Hex),
        (_, Some(_)) => Some(TextForm::Ascii),
        _ => args.key_form.map(form),
    };
    let is_master = args.master || args.master_file.is_some();
    KeyRequest::new(KeyRole::Usual).source(source).master(is_master).read_as(form).or_environment(&VARIABLES)
}

/// The key files of a command that has no flags for keys: those that the environment names.
pub(super) fn files_of_environment() -> KeyFiles {
    key_files(&[&KeyRequest::new(KeyRole::Usual).or_environment(&VARIABLES)])
}

/// The key that replaces the old key of files.
pub(super) fn new(args: &NewKeyArgs) -> KeyRequest {
    let source = None
        .or_else(|| args.new_key_file.as_deref().map(KeySource::file))
        .or_else(|| args.new_master_file.as_deref().map(KeySource::file))
        .or_else(|| args.new_key_fd.map(KeySource::descriptor))
        .or_else(|| args.new_key_cmd.clone().map(KeySource::command))
        .or_else(|| args.new_key_prompt.then_some(KeySource::Prompt("new key: ")));
    let is_master = args.new_master || args.new_master_file.is_some();
    KeyRequest::new(KeyRole::New).source(source).master(is_master).read_as(args.new_key_form.map(form))
}

/// The key that a phone has before it receives its device key.
pub(super) fn seal(args: &SealKeyArgs) -> KeyRequest {
    let source = None
        .or_else(|| args.seal_key_file.as_deref().map(KeySource::file))
        .or_else(|| args.seal_master_file.as_deref().map(KeySource::file))
        .or_else(|| args.seal_key_fd.map(KeySource::descriptor))
        .or_else(|| args.seal_key_cmd.clone().map(KeySource::command));
    KeyRequest::new(KeyRole::Seal).source(source).master(args.seal_master || args.seal_master_file.is_some())
}

/// How the key text of an RFC 8188 file is read: as the `--ikm-` flags say, or else as the key's own flag says.
pub(super) fn ikm_form(args: &IkmArgs, form: Option<TextForm>) -> Option<IkmForm> {
    match args {
        IkmArgs { ikm_hex: true, .. } => Some(IkmForm::Hex),
        IkmArgs { ikm_ascii: true, .. } => Some(IkmForm::Ascii),
        IkmArgs { ikm_base64url: true, .. } => Some(IkmForm::Base64Url),
        _ => form.map(IkmForm::from),
    }
}

/// How a passphrase is stretched.
pub(super) const fn stretching(args: &KdfArgs) -> Stretching {
    Stretching::new(args.kdf_salt, args.kdf_iter)
}

fn argument(typed: &Typed) -> KeySource {
    KeySource::Argument(KeyText::new(typed.expose().to_owned()))
}

const fn form(arg: KeyFormArg) -> TextForm {
    match arg {
        KeyFormArg::Hex => TextForm::Hex,
        KeyFormArg::Ascii => TextForm::Ascii,
    }
}
