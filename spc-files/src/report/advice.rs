//! Hints for errors, for which each program has its own words.
//!
//! Knows: what would help. Must not know: flags, commands, variables, menus.

/// What fixes an error with the means of the program: a flag, a command, a variable.
///
/// A [`Program`](crate::Program) supplies its words for it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "a program without words for a new advice should not compile")]
pub enum Advice {
    /// Name a key in this place.
    GiveKey(KeyRole),
    /// Say that the key in this place is a master key.
    SayMaster(KeyRole),
    /// Name the fleet's master key.
    GiveMaster,
    /// Make a master key.
    MakeMaster,
    /// Make a key that no phone misreads.
    MakeKey,
    /// Say that hexadecimal digits are a passphrase.
    SayPhrase,
    /// Say how the text of an RFC 8188 key is read.
    SayIkmForm,
    /// Say which digest the phone expects.
    SayDigest,
    /// Give a key where nobody else can see it.
    HideKey,
    /// Allow a passphrase that phones may misread.
    AllowNonAscii,
    /// Leave the number of rounds at its default.
    UsualRounds,
    /// Choose one salt for all passphrases.
    ChooseSalt,
    /// Open without a key.
    LeaveKeyOut,
    /// Name the device.
    GiveDevice,
    /// Name the device of a file, or say how the file names contain the addresses of their devices.
    SayDevice,
    /// Name the device that the file was made for.
    GiveOwnDevice,
    /// Open for any device.
    LeaveDeviceOut,
    /// Require no device, and use the master key to show whose file it is.
    ProveByMaster,
    /// Require no device and no serial.
    LeaveDemandsOut,
    /// Check that the key belongs to the device.
    CheckKeyAndDevice,
    /// Check that the key, the device and the settings for the file are right.
    CheckAll,
    /// Make the file again with a higher serial.
    RaiseSerial,
    /// Download a file, because the program does not fetch URLs.
    Download,
    /// Run as the owner of a file that has to keep its owner and group.
    RunAsOwner,
    /// Find out what a file is.
    Inspect,
    /// Open the file, because it is already compiled.
    Decompile,
    /// Open the file, if it is RFC 8188.
    DecompileRfc8188,
    /// Open the file as one made without a salt.
    DecompileUnsalted,
    /// Let a file be replaced.
    Overwrite,
    /// Say where several files go.
    NameDirectory,
    /// Write binary data to the terminal.
    WriteToTerminal,
    /// Write to a file, or list dependencies as JSON.
    WriteToFile,
    /// List dependencies as JSON.
    ListAsJson,
    /// Use the access that a model has by default.
    TakeAccessOfModel,
    /// Name one of these columns of the list.
    ChooseColumn(String),
    /// Say that the column with the first name is the reserved one with the second name.
    MapColumn(String, &'static str),
    /// Say that the column with the first name is the reserved one with the second name, or that it is not.
    MapOrKeepColumn(String, &'static str),
    /// Say that this column is intended in addition to the reserved one with almost the same name.
    KeepColumn(String),
    /// Say what separates the columns of the list.
    SaySeparator,
    /// List the known models.
    ListModels,
    /// Name a profile elsewhere as the base of the run.
    GiveBase,
    /// Run again and write only what is missing.
    WriteMissing,
    /// Run the same command again, so that the record of a directory lists its files.
    RecordAgain,
    /// Remove the files of devices that left the list.
    Prune,
    /// Remove even most files, if the list is complete.
    PruneMost,
    /// Remove even most files, if their devices are to have other names.
    PruneRenamed,
}

/// The role of a key in a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "a program has to name each of the keys in its own words")]
pub enum KeyRole {
    /// The key of the files that are read or written.
    Usual,
    /// The key that replaces that of files.
    New,
    /// The key that a device has before it receives its own.
    Seal,
    /// Each device's key, in the device list.
    List,
}

/// How to fix an error.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Hint {
    /// In words that suit any program.
    Text(String),
    /// In the words of the program.
    Advice(Advice),
}

impl From<&str> for Hint {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Hint {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Advice> for Hint {
    fn from(advice: Advice) -> Self {
        Self::Advice(advice)
    }
}
