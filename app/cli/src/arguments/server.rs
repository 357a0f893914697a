//! Commands that work through a studio's server.

use std::path::PathBuf;

use api::platform::connect::{Backend, Fingerprint};
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};

/// A studio's server, and the file with the token that it wants.
#[derive(Debug, PartialEq, Eq, Args)]
pub(crate) struct Server {
    /// The studio's server: https://studio.example.com
    #[arg(long = "server", value_name = "URL")]
    pub(crate) address: String,
    /// The access token for a server that wants one, - for the standard input; without it the variable XIF_STUDIO_TOKEN, when it is set.
    /// It is sent over https or on this machine only
    #[arg(long, value_name = "FILE")]
    pub(crate) token_file: Option<PathBuf>,
}

const COMPILING: &str = "\
What the compiler says is printed like this:
  Source/NET/Bank.cs(12,5): error CS0103: The name 'x' does not exist in the current context

Exit codes: 0 compiled, 1 errors, 2 trouble.";

/// Compile the sources in a XIF with a studio's server
///
/// The sources are compiled as they are, in the server's sandbox. FILE stays as it is unless --out or --in-place is given; nothing is
/// written after an error. Sources that do not follow the definition are named; xif update brings them in step. Equal sources give an
/// equal assembly, and a XIF that has it already is left as it is, to the byte. SOURCE_DATE_EPOCH, when set, is taken for now.
#[derive(Debug, PartialEq, Eq, Args)]
#[command(after_long_help = COMPILING)]
pub(crate) struct Compile {
    /// The XIF
    pub(crate) file: PathBuf,
    #[command(flatten)]
    #[allow(missing_docs, reason = "clap would show it as help")]
    pub(crate) server: Server,
    /// Write the XIF with the new assembly to FILE
    #[arg(long, value_name = "FILE", conflicts_with = "in_place")]
    out: Option<PathBuf>,
    /// Write it over FILE itself
    #[arg(long)]
    in_place: bool,
}

/// The destination of a XIF with its new assembly.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Destination<'a> {
    /// Nothing is written.
    Nowhere,
    /// Over the XIF itself.
    InPlace,
    /// Into another file.
    File(&'a PathBuf),
}

impl Compile {
    /// The destination of the XIF with its new assembly.
    pub(crate) fn destination(&self) -> Destination<'_> {
        match &self.out {
            Some(file) => Destination::File(file),
            None if self.in_place => Destination::InPlace,
            None => Destination::Nowhere,
        }
    }
}

const PUBLISHING: &str = "\
With --json each line is an object with \"event\"; the last one is \"ended\", with outcome, version and exitCode.
Ctrl+C asks the environment to stop and waits for its answer; once more leaves it alone.

Exit codes: 0 published, 1 not published, 2 trouble before anything was sent, 3 not known whether it is published
(look at the versions before you publish again), 4 publish by hand as the steps say, 5 stopped because something
must be configured in Service Center first.";

/// Publish a XIF in an environment through a studio's server
///
/// FILE is verified first: its definition, and that its assembly is there, follows the definition and was built from its sources. It is
/// handed as it is to the environment and published there. What happens is printed while it happens. Nothing is sent twice.
#[derive(Debug, PartialEq, Eq, Args)]
#[command(after_long_help = PUBLISHING)]
pub(crate) struct Publish {
    /// The XIF
    pub(crate) file: PathBuf,
    /// The environment's address: dev.example.com
    #[arg(long = "to", value_name = "ENVIRONMENT")]
    pub(crate) environment: String,
    #[command(flatten)]
    #[allow(missing_docs, reason = "clap would show it as help")]
    pub(crate) server: Server,
    /// The user in the environment. The password is in the variable XIF_PASSWORD or in the file of --password-file
    #[arg(long, allow_hyphen_values = true)]
    pub(crate) user: Option<String>,
    /// The file with the password, - for the standard input. A password is never an argument
    #[arg(long, value_name = "FILE")]
    pub(crate) password_file: Option<PathBuf>,
    /// The way of publishing; assisted is by hand in Service Center. Without it the best that the studio's server offers for the
    /// environment
    #[arg(long, value_name = "NAME", value_parser = backend())]
    pub(crate) backend: Option<Backend>,
    /// Go on although the environment's certificate is doubtful, when it is exactly this one
    #[arg(long, value_name = "FINGERPRINT")]
    pub(crate) trust: Option<Fingerprint>,
    /// Send the password although the studio's server is reached over plain http
    #[arg(long)]
    pub(crate) plain_http: bool,
    /// Publish although the assembly was built from other sources than FILE has
    #[arg(long)]
    pub(crate) force: bool,
}

/// The ways that take a XIF; LifeTime does not.
const BACKENDS: [(&str, Backend); 3] =
    [("service-center", Backend::ServiceCenter), ("native", Backend::Native), ("assisted", Backend::Assisted)];

fn backend() -> impl TypedValueParser<Value = Backend> {
    PossibleValuesParser::new(BACKENDS.map(|(name, _)| name)).try_map(|word| {
        let backend = BACKENDS.into_iter().find(|(name, _)| *name == word);
        backend.map(|(_, backend)| backend).ok_or_else(|| format!("--backend {word} is not known."))
    })
}
