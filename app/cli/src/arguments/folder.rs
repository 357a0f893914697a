//! Commands that write a XIF as files, files as a XIF, or bring either up to date.

use std::path::PathBuf;

use clap::Args;

const FILES: &str = "\
FOLDER has then:
  definition.xml    the definition without the contents of its resources
  Source/NET/...    each resource, in the folder it has in the extension
  resources.tsv     which file belongs to which resource, and the SHA-256 it had
  .gitattributes    so that git changes no byte
Names that a file system does not take, that begin with a dot, or that lead outside get a _ instead;
resources.tsv has the name.";

/// Write the definition and every resource as files
#[derive(Debug, PartialEq, Eq, Args)]
#[command(after_long_help = FILES)]
pub(crate) struct Unpack {
    /// The XIF
    pub(crate) file: PathBuf,
    /// Where its files go; must be empty or new
    pub(crate) folder: PathBuf,
    /// Replace the XIF that was unpacked there: its stale files are removed, other files are left alone
    #[arg(long)]
    pub(crate) force: bool,
}

/// Make the XIF of an unpacked folder
///
/// When nothing was changed, the definition in FILE is that of the XIF that was unpacked, byte for byte. Otherwise what changed gets the
/// time of now, and the extension the next generation and a new hash. New files in FOLDER are named, not packed. FOLDER stays as it is:
/// unpack FILE with --force to go on from it. SOURCE_DATE_EPOCH, when set, is taken for now.
#[derive(Debug, PartialEq, Eq, Args)]
pub(crate) struct Pack {
    /// What xif unpack wrote
    pub(crate) folder: PathBuf,
    /// The XIF
    pub(crate) file: PathBuf,
}

const BEHIND: &str = "\
Exit codes: 0 done, with --check nothing would change; 1 something does not follow and is to be
changed by hand, with --check also: they are behind; 2 trouble; 4 lines written by hand would be
overwritten, and nothing was written.";

/// Make the sources of an unpacked folder follow its definition
///
/// The lines that the definition changes are changed in generated files, and in your own signatures, names, and what the template wrote
/// and nobody changed. What cannot be changed safely is left alone and named with its place.
#[derive(Debug, PartialEq, Eq, Args)]
#[command(after_long_help = BEHIND)]
pub(crate) struct Update {
    /// What xif unpack wrote
    pub(crate) folder: PathBuf,
    /// The definition that the sources follow, a XIF or a definition.xml, - for the standard input. Only with it can a renamed element
    /// be told from a new one: git show HEAD:./FOLDER/definition.xml | xif update FOLDER --before -
    #[arg(long, value_name = "FILE")]
    pub(crate) before: Option<PathBuf>,
    /// Write nothing; print what would change
    #[arg(long)]
    pub(crate) check: bool,
    /// Overwrite what somebody wrote by hand into generated files where the definition wants other lines
    #[arg(long)]
    pub(crate) overwrite: bool,
}

/// Make a XIF of OutSystems 10 or an older Integration Studio one of version 11
///
/// What Platform Servers of version 11 do not take is changed: the versions in its head, a target framework below 4.6.1, and references
/// that version 11 does not have. Each change is printed. Nothing else changes. Compile FILE then: its assembly is still the old one.
///
/// Exit codes: 0 done, with --check nothing would change; 1 with --check something would; 2 trouble.
#[derive(Debug, PartialEq, Eq, Args)]
pub(crate) struct Upgrade {
    /// The XIF
    pub(crate) file: PathBuf,
    /// Write nothing; print what would change
    #[arg(long)]
    pub(crate) check: bool,
}
