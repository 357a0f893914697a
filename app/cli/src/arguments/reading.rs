//! Commands that read XIFs and say something about them.

use std::path::PathBuf;

use clap::Args;

const TEXTCONV: &str = "\
For readable differences of .xif files in git:
  git config diff.xif.textconv \"xif show\"
  echo '*.xif diff=xif' >> .gitattributes";

/// Print the definition, one fact a line
///
/// The text has the extension, what a save changes (head), resources with size and SHA-256 and, of DLLs, assembly name, version, target
/// framework, strong name and references, then actions, structures, entities and technologies. The same definition always gives the same
/// text. Empty properties have no line; --json prints them too, with the number of its form in "shape".
#[derive(Debug, PartialEq, Eq, Args)]
#[command(after_long_help = TEXTCONV)]
pub(crate) struct Show {
    /// The XIF, or an unpacked folder
    pub(crate) file: PathBuf,
    /// Print the path of each element instead, a line each, as xif set and its like take them
    #[arg(long)]
    pub(crate) paths: bool,
}

/// Print what others see of a .NET assembly
///
/// Its name, version and target framework, what it references, and every type with the members that others see, in the words of C#. What
/// DLL.xml beside it says of them is in the JSON. All is sorted, so two versions can be compared line by line. .NET is not needed, and
/// nothing of the assembly is run.
///
/// The JSON is {"shape": 1, "assembly", "targetFramework", "references", "types", "forwarded"}. A type has name, kind, signature,
/// documentationId and members; a member the same, isStatic, type and parameters, each with name, type, direction (value, in, ref, out),
/// isOptional and isParams; obsolete and summary where the author wrote them.
///
/// Exit codes: 0 done, 1 the file is not a .NET assembly, 2 wrong usage, 3 the file system.
#[derive(Debug, PartialEq, Eq, Args)]
pub(crate) struct Inspect {
    /// The assembly
    #[arg(value_name = "DLL")]
    pub(crate) file: PathBuf,
}

/// Print what is wrong with the definition
///
/// The findings are in the order of the definition, a line each: error Pay.Years, Default Value: 'Integer' value exceeded: ... (V307).
/// An error makes the extension invalid, a warning does not, an information only tells. The last line has the counts. Nothing is
/// compiled. Whether the assembly in FILE follows the definition and was built from the sources is told by what the assembly declares
/// and what the compiler of the studio noted, else by times.
///
/// Exit codes: 0 no errors, 1 errors, 2 a FILE cannot be read (the others are verified) or the usage is wrong.
#[derive(Debug, PartialEq, Eq, Args)]
pub(crate) struct Verify {
    /// The XIFs, or unpacked folders; with several, each line begins with its FILE
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
}

const AS_GIT: &str = "\
Exit codes: 0 nothing differs (nothing breaks), 1 something does, 2 trouble.

As git's own view of .xif files:
  git config diff.xif.command \"xif diff --git\"
  echo '*.xif diff=xif' >> .gitattributes";

/// Print what differs between two XIFs
///
/// Elements are matched by key, so a rename is a rename. The text says by element what was added, removed and moved, and which property
/// had which value; sources line by line. A line that begins with ! says why modules that use the extension break.
#[derive(Debug, PartialEq, Eq, Args)]
#[command(after_long_help = AS_GIT, override_usage = "xif diff [OPTIONS] <A> <B>")]
pub(crate) struct Diff {
    /// The earlier XIF and the later one
    #[arg(value_name = "A B", required = true, num_args = 1..)]
    pub(crate) files: Vec<PathBuf>,
    /// Print only what breaks modules that use the extension
    #[arg(long)]
    pub(crate) breaking: bool,
    /// Take the arguments that git gives a diff driver, and end with 0, as git asks for it
    #[arg(long)]
    pub(crate) git: bool,
}

impl Diff {
    /// The same, when git or two files are named.
    pub(super) fn checked(self) -> Result<Self, String> {
        if self.git || self.files.len() == 2 { Ok(self) } else { Err("diff needs A and B.".to_owned()) }
    }
}

/// Say what can be told of XIFs without telling what is in them
///
/// The report can be sent to others: names of formats, versions, counts, sizes, fingerprints, outcomes and codes. It has no name,
/// address, user, text or content: what is named in a XIF is counted, never copied. Compare it before and after an environment had the
/// XIF. CHECKLIST.md beside this command's README says how.
#[derive(Debug, PartialEq, Eq, Args)]
pub(crate) struct Report {
    /// XIFs, unpacked folders, and outputs of xif publish --json
    #[arg(value_name = "PATH", required_unless_present = "make")]
    pub(crate) paths: Vec<PathBuf>,
    /// Write three small XIFs that show hash, entities and record keys, into a new or empty folder
    #[arg(long, value_name = "FOLDER", conflicts_with = "paths")]
    pub(crate) make: Option<PathBuf>,
}
