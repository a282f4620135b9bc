//! The program's own words for the advice that the libraries give: its flags, commands and variables.

use spc_files::{Advice, KeyRole};

/// The words for a piece of advice.
pub(crate) fn of(advice: Advice) -> String {
    let words = match advice {
        Advice::GiveKey(role) => return format!("give {}", key_flags(role)),
        Advice::SayMaster(KeyRole::New) => {
            "give it with --new-master-file, or add --new-master; each device then has its own key"
        }
        Advice::SayMaster(KeyRole::Seal) => {
            "give it with --seal-master-file, or add --seal-master; each device then has its own key"
        }
        Advice::SayMaster(KeyRole::Usual | KeyRole::List) => {
            "give a master key with --master-file, SPC_MASTER_FILE or SPC_MASTER_CMD, or add --master; each device \
             then has its own key"
        }
        Advice::GiveMaster => "give --master-file",
        Advice::MakeMaster => "`spc keygen` generates a master key",
        Advice::MakeKey => "use a key from `spc derive`, which has only digits and letters",
        Advice::SayPhrase => {
            "hexadecimal digits alone are read as a raw key; add --key-form ascii to use them as a passphrase"
        }
        Advice::SayIkmForm => "give --ikm-hex, --ikm-ascii or --ikm-base64url",
        Advice::SayDigest => "give --model, or --md md5 for SPA, PAP2T and ATA, or --md sha256 for MPP from 11.3",
        Advice::HideKey => "use --key-file, --key-fd, --key-cmd or --key-prompt",
        Advice::AllowNonAscii => "add --allow-non-ascii-key to write the file anyway, with the bytes as they are",
        Advice::UsualRounds => "this makes the passphrase easier to guess: leave out --kdf-iter",
        Advice::ChooseSalt => "choose one random --kdf-salt for the fleet and keep it",
        Advice::LeaveKeyOut => "to open it anyway, leave out the key, and unset SPC_KEY_FILE and similar variables",
        Advice::GiveDevice => "give --mac",
        Advice::SayDevice => {
            "give --mac, or --name with the pattern of the file names; leave first files from `spc bootstrap` as they are"
        }
        Advice::GiveOwnDevice => "give --mac with the address of the device that the file was made for",
        Advice::LeaveDeviceOut => "leave out --mac to open a file for any device",
        Advice::ProveByMaster => {
            "use --master-file to check whether it was made with that device's key, or leave out --mac"
        }
        Advice::LeaveDemandsOut => "leave out --mac and --min-serial",
        Advice::CheckKeyAndDevice => "check that it is this device's key and, with --master-file, that --mac is right",
        Advice::CheckAll => {
            "check the key, --mac and the digest (--md, --pbkdf2, --nosalt); a damaged file looks the same"
        }
        Advice::RaiseSerial => "compile the profile again with a higher --serial",
        Advice::Download => "spc does not fetch URLs: download the file first",
        Advice::RunAsOwner => "the file must keep its owner and group: run spc as its owner",
        Advice::Inspect => "`spc inspect` shows what a file is",
        Advice::Decompile => "`spc decompile` opens it",
        Advice::DecompileRfc8188 => "`spc decompile` opens it, if it is RFC 8188",
        Advice::DecompileUnsalted => {
            "`openssl enc -nosalt` output looks like this: `spc decompile --nosalt` opens it with its key"
        }
        Advice::Overwrite => "name another file, or add --overwrite to replace this one",
        Advice::NameDirectory => "use --out-dir for a directory; -o names a file",
        Advice::WriteToTerminal => "use `-o -` to write it there anyway",
        Advice::WriteToFile => "give -o PATH, or --deps-format json with a --deps file",
        Advice::ListAsJson => "rename it, or give --deps-format json",
        Advice::TakeAccessOfModel => "use --model to apply that model's default access",
        Advice::ChooseColumn(columns) => return format!("use --column to choose one of {columns}"),
        Advice::MapColumn(name, ours) => {
            return format!("did you mean `{ours}`? rename the column, or give --column '{ours}={name}'");
        }
        Advice::MapOrKeepColumn(name, ours) => {
            return format!(
                "did you mean `{ours}`? rename the column, or give --column '{ours}={name}'; to use it as a \
                 placeholder, give --column '{name}={name}'"
            );
        }
        Advice::KeepColumn(name) => {
            return format!(
                "rename the column, or delete one of the two; to use it as a placeholder, give --column '{name}={name}'"
            );
        }
        Advice::SaySeparator => "use --delimiter to set the column separator",
        Advice::ListModels => "`spc models` lists them",
        Advice::GiveBase => "use --base for a profile outside the list's directory",
        Advice::WriteMissing => "run the same command with --if-changed to write them",
        Advice::RecordAgain => {
            "all files have the new key, but `spc batch --prune` does not know them yet: run the same command again"
        }
        Advice::Prune => "add --prune to remove such files",
        Advice::PruneMost => "check that the list is complete; if it is, add --prune-most",
        Advice::PruneRenamed => "their devices' files have other names now; if that is intended, add --prune-most",
    };
    words.to_owned()
}

/// The flags that name a key in this role.
pub(crate) const fn key_flags(role: KeyRole) -> &'static str {
    match role {
        KeyRole::New => "--new-master-file or --new-key-file",
        KeyRole::Seal => "--seal-key-file or --seal-master-file",
        KeyRole::Usual | KeyRole::List => "--master-file or --key-file",
    }
}
