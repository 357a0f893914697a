use std::io;
use std::path::{Path, PathBuf};

use ::failure::Code;
use ::import::{CatalogError, ImportError, LeftOut, PlanError};
use api::platform::connect::Certificate;
use api::problem::Problem;
use cli::compilation::is_of_the_extension;
use cli::editing::EditError;
use cli::feed::FeedFailure;
use cli::folder::FolderError;
use cli::studio::StudioError;
use cli::surface::SurfaceError;
use csharp::Overwritten;
use database::PlanError as TablesError;
use database::script::ScriptError;
use database::{SourceError, SqliteError};
use package::ResolutionError;
use package::installation::InstallationError;
use package::record::RecordError;
use xif::ReadError;

/// Why a command ends without what was asked for.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// The arguments are wrong.
    #[error("{0} See xif --help.")]
    Usage(String),
    /// The file is not a XIF.
    #[error("{}: {error}", file.display())]
    Xif {
        /// The file.
        file: PathBuf,
        /// What is wrong with it.
        error: ReadError,
    },
    /// The file has no public surface.
    #[error("{}: {error}", file.display())]
    Dll {
        /// The file.
        file: PathBuf,
        /// What it is instead, or what is wrong with it.
        error: SurfaceError,
    },
    /// The file offers nothing to import.
    #[error("{}: {error}", file.display())]
    Catalog {
        /// The file.
        file: PathBuf,
        /// What it is instead, or what is wrong with it.
        error: CatalogError,
    },
    /// There is no plan of an import.
    #[error("{0} Nothing was written.")]
    Plan(#[from] PlanError),
    /// Nothing of the choice can be imported.
    #[error("Nothing can be imported. {}", reasons(_0))]
    NothingImported(Vec<LeftOut>),
    /// An action that a re-import names does not differ.
    #[error("Nothing of the action {0} differs. --show tells what does.")]
    NoDifference(String),
    /// An import is not made.
    #[error("{0}")]
    Import(#[from] ImportError),
    /// Files cannot be read or written, or say something wrong.
    #[error("{0}")]
    Folder(#[from] FolderError),
    /// The time to take for now is none.
    #[error("SOURCE_DATE_EPOCH is “{0}”; it must be the seconds since 1970-01-01 00:00:00 UTC.")]
    Clock(String),
    /// Git has no version that both sides come from.
    #[error(
        "BASE is empty: both sides added the XIF, so there is nothing to merge by. Look at the two with xif diff, then \
         take one: git checkout --ours FILE, or --theirs."
    )]
    NoBase,
    /// Nothing tells what the sources follow.
    #[error(
        "definition.xml was changed since it was unpacked, and without --before a renamed element cannot be told from a new \
         one. Name the definition that the sources follow: git show HEAD:./FOLDER/definition.xml | xif update FOLDER \
         --before -; or, if nothing was renamed, --before FOLDER/definition.xml. Nothing was written."
    )]
    NoBefore,
    /// An update would take away what somebody wrote into generated files.
    #[error(
        "These lines of generated files were written by hand, and the definition now wants others there: {}. Nothing was written. \
         Move them to a file of your own, as another part of the struct, or overwrite them with --overwrite.",
        listed(_0)
    )]
    HandWritten(Vec<Overwritten>),
    /// The printed definition does not give the document back.
    #[error("The changed XIF cannot be written so that nothing is lost. Nothing was written; do it in the studio.")]
    NotKept,
    /// Trouble of a command whose exit code 1 is an answer.
    #[error("{0}")]
    Trouble(Box<Self>),
    /// The studio's server did not do it.
    #[error("{0}")]
    Studio(#[from] StudioError),
    /// The sources cannot be sent.
    #[error("{0}.")]
    Archive(#[from] xif::ArchiveError),
    /// The XIF cannot be changed so.
    #[error("The XIF cannot be changed: {0} Nothing was written.")]
    Assembly(#[from] extension::Refusal),
    /// An edit is not made.
    #[error("{0}")]
    Edit(#[from] EditError),
    /// A script, a database, or rows give no tables.
    #[error("{}: {error}", file.display())]
    Tables {
        /// The file.
        file: PathBuf,
        /// Why.
        error: SourceError,
    },
    /// A feed does not give the packages.
    #[error("{0}")]
    Feed(#[from] FeedFailure),
    /// Packages cannot be installed or removed.
    #[error("{0} Nothing was written.")]
    Installation(#[from] InstallationError),
    /// What the extension remembers of its packages cannot be read.
    #[error("{0}")]
    Record(#[from] RecordError),
    /// There is no password of a private feed.
    #[error("{0}")]
    FeedPassword(String),
    /// There is no password.
    #[error("{0}")]
    Password(String),
    /// A password would go over the network as it is.
    #[error(
        "The password would go to {0} unprotected, where others on the way can read it. Use the server's https address; \
         --plain-http allows it all the same. Nothing was sent."
    )]
    PlainHttp(String),
    /// There is no access token where there should be one.
    #[error("{0}")]
    Token(String),
    /// An access token would go over the network as it is.
    #[error(
        "The access token would go to {0} unprotected, where others on the way can read it. Use the server's https address. \
         Nothing was sent."
    )]
    PlainToken(String),
    /// The environment's certificate is doubtful.
    #[error(
        "{}: {} {} It is for {}, by {}, valid from {} to {}; its fingerprint is {}. When it is the right one: --trust {}",
        problem.title, problem.detail, problem.cure, certificate.subject, certificate.issuer, certificate.valid_from,
        certificate.valid_until, certificate.fingerprint.0, certificate.fingerprint.0
    )]
    Certificate {
        /// The certificate.
        certificate: Box<Certificate>,
        /// What is wrong with it.
        problem: Box<Problem>,
    },
    /// The system does not let the command work.
    #[error("The system refuses: {0}.")]
    System(io::Error),
    /// The answer cannot be written.
    #[error("The answer cannot be written: {0}.")]
    Output(io::Error),
}

impl Failure {
    /// The same for a command whose exit code 1 is an answer, as that of diff.
    pub(crate) fn in_answer(self) -> Self {
        match self {
            // What the extension has keeps it from being compiled, which is the answer.
            Self::Studio(StudioError::Refused(problem)) if is_of_the_extension(&problem) => {
                Self::Studio(StudioError::Refused(problem))
            }
            lines @ Self::HandWritten(_) => lines,
            trouble => Self::Trouble(Box::new(trouble)),
        }
    }

    /// What a script looks at: 1 wrong input, 2 wrong usage or trouble beside an answer, 3 the file system, 4 lines written by hand
    /// that an update would overwrite.
    pub(crate) fn exit_code(&self) -> u8 {
        match self {
            Self::Folder(error) if error.is_of_the_disk() => 3,
            Self::Xif { .. }
            | Self::Dll { .. }
            | Self::Catalog { .. }
            | Self::Plan(_)
            | Self::NothingImported(_)
            | Self::NoDifference(_)
            | Self::Import(_)
            | Self::Folder(_)
            | Self::NoBase
            | Self::NoBefore
            | Self::NotKept
            | Self::Studio(_)
            | Self::Archive(_)
            | Self::Edit(_)
            | Self::Feed(_)
            | Self::Installation(_)
            | Self::Record(_)
            | Self::Tables { .. }
            | Self::Assembly(_) => 1,
            Self::Usage(_)
            | Self::Clock(_)
            | Self::Password(_)
            | Self::FeedPassword(_)
            | Self::PlainHttp(_)
            | Self::Token(_)
            | Self::PlainToken(_)
            | Self::Certificate { .. }
            | Self::Trouble(_) => 2,
            Self::Output(_) | Self::System(_) => 3,
            Self::HandWritten(_) => 4,
        }
    }

    /// The code of the error: `X101`.
    pub(crate) fn code(&self) -> &str {
        match self {
            Self::Usage(_) => Code::Usage.text(),
            Self::Clock(_) => Code::Clock.text(),
            Self::Output(_) => Code::Output.text(),
            Self::System(_) => Code::System.text(),
            Self::Xif { error, .. } => error.code().text(),
            Self::Dll { error, .. } => match error {
                SurfaceError::Image(_) => Code::NotAnAssembly.text(),
                SurfaceError::Native => Code::NativeDll.text(),
                SurfaceError::Damaged(_) => Code::DamagedAssembly.text(),
            },
            Self::Catalog { error, .. } => match error {
                CatalogError::Image(_) | CatalogError::Module => Code::NotAnAssembly.text(),
                CatalogError::Native => Code::NativeDll.text(),
                CatalogError::Damaged(_) => Code::DamagedAssembly.text(),
            },
            Self::Plan(error) => match error {
                PlanError::Damaged(_) => Code::DamagedAssembly.text(),
                PlanError::NoType(_) => Code::NoType.text(),
                PlanError::TooMany => Code::TooManyActions.text(),
            },
            Self::NothingImported(_) => Code::NothingImported.text(),
            Self::NoDifference(_) => Code::NoDifference.text(),
            Self::Import(error) => match error {
                ImportError::OtherContent { .. } => Code::OtherAssembly.text(),
                ImportError::Refused(_) => Code::Refused.text(),
                ImportError::Sources(_) | ImportError::NotCompiled(_) => Code::EditedSources.text(),
            },
            Self::Folder(error) => error.code().text(),
            Self::NoBase => Code::NoBase.text(),
            Self::NotKept => Code::XifNotKept.text(),
            Self::NoBefore => Code::NoBefore.text(),
            Self::Assembly(_) => Code::NotChanged.text(),
            Self::HandWritten(_) => Code::HandWritten.text(),
            Self::Studio(error) => error.code(),
            Self::Edit(error) => match error {
                EditError::Element(_) => Code::NoElement.text(),
                EditError::Refused { .. } | EditError::Plan(TablesError::Name { .. }) => Code::Refused.text(),
                EditError::Property { .. } => Code::Property.text(),
                EditError::Given { .. } | EditError::NoContent => Code::Given.text(),
                EditError::Plan(TablesError::NoSuchTable { .. }) => Code::NoTable.text(),
                EditError::Sources(_) => Code::EditedSources.text(),
                EditError::Destination { .. } => Code::Place.text(),
            },
            Self::Tables { error, .. } => match error {
                SourceError::Script(error) | SourceError::Sqlite(SqliteError::Schema(error)) => match error {
                    ScriptError::NotText { .. } => Code::ScriptText.text(),
                    ScriptError::NoTables { .. } => Code::NoTable.text(),
                    ScriptError::TooLarge { .. }
                    | ScriptError::TooManyTables { .. }
                    | ScriptError::TooManyColumns { .. } => Code::ScriptSize.text(),
                },
                SourceError::Sqlite(_) | SourceError::Sheet(_) => Code::TableFile.text(),
            },
            Self::Feed(failure) => of_feed(failure).text(),
            Self::Installation(error) => match error {
                InstallationError::Record(_) => Code::PackageRecord.text(),
                InstallationError::OtherFile { .. } | InstallationError::TwoFiles { .. } => Code::PackageFile.text(),
                InstallationError::FileName { .. } => Code::UnusablePackage.text(),
                InstallationError::NotThere(_) => Code::NoInstalledPackage.text(),
                InstallationError::Needed { .. } => Code::NeededPackage.text(),
                InstallationError::Refused(_) => Code::Refused.text(),
            },
            Self::Record(_) => Code::PackageRecord.text(),
            Self::FeedPassword(_) => Code::FeedPassword.text(),
            Self::Certificate { problem, .. } => &problem.code,
            Self::Archive(_) => Code::Archive.text(),
            Self::Password(_) => Code::Password.text(),
            Self::PlainHttp(_) => Code::PlainPassword.text(),
            Self::Token(_) => Code::Token.text(),
            Self::PlainToken(_) => Code::PlainToken.text(),
            Self::Trouble(failure) => failure.code(),
        }
    }

    fn path(&self) -> Option<&Path> {
        match self {
            Self::Xif { file, .. }
            | Self::Dll { file, .. }
            | Self::Catalog { file, .. }
            | Self::Tables { file, .. } => Some(file),
            Self::Trouble(failure) => failure.path(),
            _ => None,
        }
    }

    /// The error for a reader, or for a script: `{"error": {"code", "message", "exitCode", "file"}}`, where the file is
    /// null unless the error is that it is not a XIF, or no DLL. A refused removal has `uses` too, the paths of the elements in the way.
    pub(crate) fn report(&self, as_json: bool) -> String {
        if !as_json {
            return format!("xif: error {}: {self}", self.code());
        }
        let mut error = serde_json::json!({
            "code": self.code(),
            "message": self.to_string(),
            "exitCode": self.exit_code(),
            "file": self.path().map(|path| path.display().to_string()),
        });
        if let Self::Edit(EditError::Refused { uses, .. }) = self
            && !uses.is_empty()
        {
            error["uses"] = serde_json::json!(uses);
        }
        serde_json::json!({ "error": error }).to_string()
    }
}

fn of_feed(failure: &FeedFailure) -> Code {
    match failure {
        FeedFailure::Address { .. } | FeedFailure::Folder { .. } => Code::FeedAddress,
        FeedFailure::Unreachable { .. } => Code::FeedUnreachable,
        FeedFailure::Refused { .. } => Code::FeedRefused,
        FeedFailure::Malformed(_) | FeedFailure::Unanswered => Code::FeedMalformed,
        FeedFailure::Resolution(error) => match error {
            ResolutionError::NoSuchPackage { .. }
            | ResolutionError::NoSuchVersion { .. }
            | ResolutionError::OnlyPrereleases { .. } => Code::NoPackage,
            ResolutionError::Conflict { .. } | ResolutionError::Fixed { .. } => Code::PackageConflict,
            ResolutionError::Dependency { .. }
            | ResolutionError::Package { .. }
            | ResolutionError::File { .. }
            | ResolutionError::OtherPackage { .. }
            | ResolutionError::TooMany(_)
            | ResolutionError::TooLarge(_) => Code::UnusablePackage,
        },
    }
}

fn listed(lines: &[Overwritten]) -> String {
    lines.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

fn reasons(left_out: &[LeftOut]) -> String {
    /// So many are told.
    const TOLD: usize = 5;
    let mut told: Vec<String> = left_out.iter().take(TOLD).map(|left| format!("{left}.")).collect();
    if left_out.len() > TOLD {
        told.push(format!("And {} more.", left_out.len() - TOLD));
    }
    told.join(" ")
}
