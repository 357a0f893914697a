use std::io;
use std::path::{Path, PathBuf};

use api::platform::connect::Certificate;
use api::problem::Problem;
use cli::compilation::is_of_the_extension;
use cli::folder::FolderError;
use cli::studio::StudioError;
use xif::ReadError;

/// Why a command ends without what was asked for.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// The arguments are wrong.
    #[error("{0} See xif --help.")]
    Usage(String),
    /// The file is no XIF.
    #[error("{}: {error}", file.display())]
    Xif {
        /// The file.
        file: PathBuf,
        /// What is wrong with it.
        error: ReadError,
    },
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
    /// The assembly cannot become a resource.
    #[error("The compiled assembly cannot be added: {0} Nothing was written; compile in the studio.")]
    Assembly(#[from] extension::Refusal),
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
            trouble => Self::Trouble(Box::new(trouble)),
        }
    }

    /// What a script looks at: 1 wrong input, 2 wrong usage or trouble beside an answer, 3 the file system.
    pub(crate) fn exit_code(&self) -> u8 {
        match self {
            Self::Folder(error) if error.is_of_the_disk() => 3,
            Self::Xif { .. }
            | Self::Folder(_)
            | Self::NoBase
            | Self::NoBefore
            | Self::NotKept
            | Self::Studio(_)
            | Self::Archive(_)
            | Self::Assembly(_) => 1,
            Self::Usage(_)
            | Self::Clock(_)
            | Self::Password(_)
            | Self::PlainHttp(_)
            | Self::Token(_)
            | Self::PlainToken(_)
            | Self::Certificate { .. }
            | Self::Trouble(_) => 2,
            Self::Output(_) | Self::System(_) => 3,
        }
    }

    /// The code of the error: `X101`.
    pub(crate) fn code(&self) -> &str {
        match self {
            Self::Usage(_) => "F001",
            Self::Clock(_) => "F002",
            Self::Output(_) => "F003",
            Self::System(_) => "F004",
            Self::Xif { error, .. } => error.code(),
            Self::Folder(error) => error.code(),
            Self::NoBase => "F301",
            Self::NotKept => "F302",
            Self::NoBefore => "F303",
            Self::Assembly(_) => "F304",
            Self::Studio(error) => error.code(),
            Self::Certificate { problem, .. } => &problem.code,
            Self::Archive(_) => "F405",
            Self::Password(_) => "F406",
            Self::PlainHttp(_) => "F407",
            Self::Token(_) => "F408",
            Self::PlainToken(_) => "F409",
            Self::Trouble(failure) => failure.code(),
        }
    }

    fn path(&self) -> Option<&Path> {
        match self {
            Self::Xif { file, .. } => Some(file),
            Self::Trouble(failure) => failure.path(),
            _ => None,
        }
    }

    /// The error for a reader, or for a script: `{"error": {"code", "message", "exitCode", "file"}}`, where the file is
    /// null unless the error is that it is no XIF.
    pub(crate) fn report(&self, as_json: bool) -> String {
        if !as_json {
            return format!("xif: error {}: {self}", self.code());
        }
        let error = serde_json::json!({
            "code": self.code(),
            "message": self.to_string(),
            "exitCode": self.exit_code(),
            "file": self.path().map(|path| path.display().to_string()),
        });
        serde_json::json!({ "error": error }).to_string()
    }
}
