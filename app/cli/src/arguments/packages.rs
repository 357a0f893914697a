//! Commands about the NuGet packages of an extension.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use package::feed::NUGET;
use package::{PackageId, PackageVersion};

/// Add, remove and list the NuGet packages of an extension
#[derive(Debug, PartialEq, Eq, Args)]
#[command(disable_help_subcommand = true, subcommand_value_name = "COMMAND")]
pub(crate) struct Package {
    #[command(subcommand)]
    pub(crate) verb: PackageVerb,
}

/// What is done with packages.
#[derive(Debug, PartialEq, Eq, Subcommand)]
#[allow(missing_docs, reason = "the help of a command is the comment of its arguments")]
pub(crate) enum PackageVerb {
    Add(PackageAdd),
    Remove(PackageRemove),
    List(PackageList),
    Outdated(PackageOutdated),
}

/// Where packages come from.
#[derive(Debug, PartialEq, Eq, Args)]
pub(crate) struct FeedOptions {
    /// The feed: the address of a service index (version 3 of NuGet's protocol), or a folder with packages
    #[arg(long, value_name = "FEED", default_value = NUGET)]
    pub(crate) feed: String,
    /// The user of a private feed. The password is in the variable XIF_FEED_PASSWORD or in the file of --feed-password-file; it is sent
    /// to the feed itself only, over https or on this machine
    #[arg(long, value_name = "USER", allow_hyphen_values = true)]
    pub(crate) feed_user: Option<String>,
    /// The file with the password of a private feed, - for the standard input. A password is never an argument
    #[arg(long, value_name = "FILE", requires = "feed_user")]
    pub(crate) feed_password_file: Option<PathBuf>,
}

const ADDING: &str = "\
Examples:
  xif package add Bank.xif Newtonsoft.Json
  xif package add ext Polly --version 7.2.4 --feed https://feed.example.com/v3/index.json
  xif package add ext ./Bank.Rates.1.0.0.nupkg --feed ./packages

Exit codes: 0 done, 1 the packages do not fit or the feed does not give them, 2 wrong usage, 3 the
file system.";

/// Add NuGet packages with all that they need, or update them
///
/// What each package needs comes along, in the lowest version that serves everybody; packages that the extension has stay as they are
/// unless somebody needs a later one. From each package the folder is taken that fits the project's target framework. DLLs become
/// resources of the Bin folder that are deployed and that the project references, their documentation resources that are not deployed,
/// and 64-bit native DLLs (runtimes/win-x64/native) resources that are deployed. Assemblies that the .NET Framework or the platform has
/// are left out and named. A package that is there in another version is updated.
///
/// The extension remembers its packages in packages.config beside the project file, a resource like the sources that is not deployed.
#[derive(Debug, PartialEq, Eq, Args)]
#[command(after_long_help = ADDING, disable_version_flag = true)]
pub(crate) struct PackageAdd {
    /// The XIF or the unpacked folder that gets the packages
    pub(crate) target: PathBuf,
    /// The names of packages, or files that end in .nupkg
    #[arg(value_name = "NAME", required = true)]
    pub(crate) names: Vec<String>,
    /// This version of the one package that is named. Without it the latest that is released
    #[arg(long, id = "wanted", value_name = "VERSION")]
    pub(crate) version: Option<PackageVersion>,
    /// Take prereleases for the latest version, too
    #[arg(long, conflicts_with = "wanted")]
    pub(crate) prerelease: bool,
    #[command(flatten)]
    #[allow(missing_docs, reason = "clap would show it as help")]
    pub(crate) feed: FeedOptions,
}

/// Remove a NuGet package, and those that only it needed
///
/// Their files go, and the references of the project to them. A package that another one needs stays, and is refused. No feed is asked.
///
/// Exit codes: 0 done, 1 it is not there or needed, 2 wrong usage, 3 the file system.
#[derive(Debug, PartialEq, Eq, Args)]
pub(crate) struct PackageRemove {
    /// The XIF or the unpacked folder that is changed
    pub(crate) target: PathBuf,
    /// The name of the package
    pub(crate) name: PackageId,
}

/// List the NuGet packages of an extension
///
/// A line for each package with its version, the framework it was taken for, and who needs it. No feed is asked.
///
/// Exit codes: 0 done, 1 packages.config is damaged, 2 wrong usage, 3 the file system.
#[derive(Debug, PartialEq, Eq, Args)]
pub(crate) struct PackageList {
    /// The XIF, or an unpacked folder
    pub(crate) target: PathBuf,
}

/// Tell which NuGet packages of an extension are outdated, deprecated or vulnerable
///
/// The feed says which version is the latest, what its author says against the version in use, and which vulnerabilities are known.
///
/// Exit codes: 0 nothing is to be done, 1 something is, 2 trouble.
#[derive(Debug, PartialEq, Eq, Args)]
pub(crate) struct PackageOutdated {
    /// The XIF, or an unpacked folder
    pub(crate) target: PathBuf,
    #[command(flatten)]
    #[allow(missing_docs, reason = "clap would show it as help")]
    pub(crate) feed: FeedOptions,
}

impl Package {
    /// The same, when a version is given for one package only.
    pub(super) fn checked(self) -> Result<Self, String> {
        match &self.verb {
            PackageVerb::Add(PackageAdd { names, version: Some(_), .. }) => match names.as_slice() {
                [name] if !is_file(name) => Ok(self),
                [_] => Err("A file has one version: leave --version out.".to_owned()),
                _ => Err("--version is for one NAME.".to_owned()),
            },
            _ => Ok(self),
        }
    }
}

/// Whether a name is that of a file.
pub(crate) fn is_file(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("nupkg"))
}
