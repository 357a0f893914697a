//! What commands take that work through a studio's server.

use std::ffi::OsString;
use std::path::PathBuf;

use api::platform::connect::{Backend, Fingerprint};

/// A studio's server and what it knows the command by.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Server {
    /// Its address.
    pub(crate) address: String,
    /// The file with the access token; none for the variable, which may be absent.
    pub(crate) token_file: Option<PathBuf>,
}

/// What is compiled, where, and what becomes of the assembly.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Compile {
    /// The XIF.
    pub(crate) file: PathBuf,
    /// The studio's server.
    pub(crate) server: Server,
    /// Where the XIF with the assembly goes.
    pub(crate) destination: Destination,
}

/// Where a XIF with its new assembly goes.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Destination {
    /// Nothing is written.
    Nowhere,
    /// Over the XIF itself.
    InPlace,
    /// Into another file.
    File(PathBuf),
}

/// What is published, and where.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Publish {
    /// The XIF.
    pub(crate) file: PathBuf,
    /// The address of the environment.
    pub(crate) environment: String,
    /// The studio's server.
    pub(crate) server: Server,
    /// The user there; none when it is done by hand.
    pub(crate) user: Option<String>,
    /// The file with the password, `-` for the standard input; none for the variable.
    pub(crate) password_file: Option<PathBuf>,
    /// The way, when the user chose one.
    pub(crate) backend: Option<Backend>,
    /// The doubtful certificate that the user accepts.
    pub(crate) trust: Option<Fingerprint>,
    /// Whether the password may go to the studio's server unprotected.
    pub(crate) plain_http: bool,
}

/// The options that have a value, in the order in which they were given; the last one counts.
#[derive(Debug, Default)]
pub(super) struct Values(Vec<(&'static str, OsString)>);

impl Values {
    pub(super) fn add(&mut self, option: &'static str, value: OsString) {
        self.0.push((option, value));
    }

    pub(super) fn path(&self, option: &str) -> Option<PathBuf> {
        self.0.iter().rev().find(|(given, _)| *given == option).map(|(_, value)| value.into())
    }

    fn text(&self, option: &str) -> Result<Option<String>, String> {
        let given = self.path(option).map(PathBuf::into_os_string);
        given.map(OsString::into_string).transpose().map_err(|_| format!("{option} is no UTF-8 text."))
    }

    fn needed(&self, option: &str, command: &str) -> Result<String, String> {
        self.text(option)?.ok_or_else(|| format!("{command} needs {option}."))
    }
}

impl Server {
    fn new(values: &Values, command: &str) -> Result<Self, String> {
        Ok(Self { address: values.needed("--server", command)?, token_file: values.path("--token-file") })
    }
}

impl Compile {
    pub(super) fn new(file: PathBuf, values: &Values, in_place: bool) -> Result<Self, String> {
        let destination = match (values.path("--out"), in_place) {
            (Some(_), true) => return Err("--out and --in-place exclude each other.".to_owned()),
            (Some(file), false) => Destination::File(file),
            (None, true) => Destination::InPlace,
            (None, false) => Destination::Nowhere,
        };
        Ok(Self { file, server: Server::new(values, "compile")?, destination })
    }
}

impl Publish {
    pub(super) fn new(file: PathBuf, values: &Values, plain_http: bool) -> Result<Self, String> {
        let trust = values.text("--trust")?.map(|text| text.parse());
        let trust = trust.transpose().map_err(|error| format!("--trust is wrong: {error}."))?;
        Ok(Self {
            file,
            environment: values.needed("--to", "publish")?,
            server: Server::new(values, "publish")?,
            user: values.text("--user")?,
            password_file: values.path("--password-file"),
            backend: values.text("--backend")?.map(|text| backend(&text)).transpose()?,
            trust,
            plain_http,
        })
    }
}

fn backend(text: &str) -> Result<Backend, String> {
    match text {
        "service-center" => Ok(Backend::ServiceCenter),
        "native" => Ok(Backend::Native),
        "assisted" => Ok(Backend::Assisted),
        _ => Err(format!(
            "--backend {text:.40} is not known: service-center, native or assisted. LifeTime takes no XIF."
        )),
    }
}
