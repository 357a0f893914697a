//! The settings of the program: flags of the command line, variables of the environment, and a file. See `server/OPERATING.md` for all of them.

#![allow(rustdoc::broken_intra_doc_links, reason = "these comments are the texts of --help")]

pub mod file;
mod places;
mod sources;

use crate::access::settings::AccessArguments;
use crate::connections::ConnectionOptions;
use crate::log::{Format, Level};
use crate::packages::settings::PackageArguments;
use api::platform::connect::Fingerprint;
use axum::http::HeaderName;
use clap::{Args, Parser, Subcommand};
use compiler::sandbox::options::SandboxOptions;
use compiler::settings::CompileArguments;
use drafts::operate::DraftsTask;
use drafts::settings::DraftArguments;
use environment::allowed::Pattern;
use environment::secrets::PasswordForm;
use ipnet::IpNet;
use places::PlaceArguments;
use std::ffi::OsString;
use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroUsize;
use std::path::PathBuf;
use web::client::Clients;

pub use sources::{SourceError, command, read};

/// What the program is asked for.
#[derive(Debug, Parser)]
#[command(
    name = "server",
    version,
    about = "The server of XIF Studio.",
    after_help = "Each setting may also stand in the environment, as XIF_STUDIO_SERVER_ and its name in capitals with _ for - (XIF_STUDIO_SERVER_PORT), or \
                  in the file that --config names, in TOML (port = 8080). Flags come before the environment, and the environment before the file.",
    args_override_self = true,
    subcommand_negates_reqs = true,
    args_conflicts_with_subcommands = true
)]
pub struct CommandLine {
    /// Something else than to serve.
    #[command(subcommand)]
    pub task: Option<Task>,
    /// How to serve.
    #[command(flatten)]
    pub serve: Arguments,
}

/// What the program does beside serving.
#[derive(Debug, Subcommand)]
pub enum Task {
    /// Reads a Platform Server's own descriptions (?WSDL) and prints a profile with the names that they tell. Sends no credentials
    Discover(Discover),
    /// Lists, expires and deletes shared drafts, in the store itself; servers may work on it meanwhile
    Drafts(DraftsTask),
}

/// The arguments of `discover`.
#[derive(Debug, Args)]
pub struct Discover {
    /// The Platform Server
    pub address: String,
    /// SHA-256 of a certificate that is accepted although it is not trusted
    #[arg(long, value_name = "SHA256")]
    pub certificate: Option<Fingerprint>,
    #[command(flatten)]
    #[allow(missing_docs, reason = "clap would show it as help")]
    pub protocols: ProtocolArguments,
}

/// How to serve.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Reads settings from this file
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Address to listen on
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1", value_parser = parse_host)]
    pub host: IpAddr,
    /// Port to listen on; 0 takes a free one
    #[arg(long, value_name = "PORT", default_value_t = 8080)]
    pub port: u16,
    /// Folder of the built studio
    #[arg(long, value_name = "FOLDER", required = true)]
    pub assets: Option<PathBuf>,
    /// The C# toolchain's toolchain.json; without it nothing can be compiled
    #[arg(long, value_name = "FILE")]
    pub toolchain: Option<PathBuf>,
    /// The platform's own assemblies, used instead of the declarations that come with the toolchain
    #[arg(long, value_name = "FOLDER")]
    pub platform: Option<PathBuf>,
    /// A host name under which the server is reached, without port; repeatable. Loopback names always work
    #[arg(long = "name", value_name = "NAME")]
    pub names: Vec<String>,
    #[command(flatten)]
    #[allow(missing_docs, reason = "clap would show it as help")]
    pub access: AccessArguments,
    #[command(flatten)]
    #[allow(missing_docs, reason = "clap would show it as help")]
    pub clients: ClientArguments,
    #[command(flatten)]
    #[allow(missing_docs, reason = "clap would show it as help")]
    pub connections: ConnectionArguments,
    #[command(flatten)]
    #[allow(missing_docs, reason = "clap would show it as help")]
    pub operation: OperationArguments,
    #[command(flatten)]
    #[allow(missing_docs, reason = "clap would show it as help")]
    pub compile: CompileArguments,
    #[command(flatten)]
    #[allow(missing_docs, reason = "clap would show it as help")]
    pub platforms: PlatformArguments,
    #[command(flatten)]
    #[allow(missing_docs, reason = "clap would show it as help")]
    pub packages: PackageArguments,
    #[command(flatten)]
    #[allow(missing_docs, reason = "clap would show it as help")]
    pub drafts: DraftArguments,
    #[command(flatten)]
    #[allow(missing_docs, reason = "clap would show it as help")]
    pub sandbox: SandboxOptions,
    #[command(flatten)]
    #[allow(missing_docs, reason = "clap would show it as help")]
    pub places: PlaceArguments,
}

/// Which address is a client's.
#[derive(Debug, Args)]
#[command(next_help_heading = "Proxies in front")]
pub struct ClientArguments {
    /// The header in which the proxy names the client's address, such as X-Forwarded-For; its last address counts
    #[arg(long, value_name = "HEADER")]
    pub client_address: Option<HeaderName>,
    /// The proxy's network, such as 10.0.0.0/24, or its address; repeatable. Without any: this machine's own addresses
    #[arg(long = "trusted-proxy", value_name = "NETWORK", value_parser = parse_network)]
    pub trusted_proxies: Vec<IpNet>,
}

/// How many connections there may be.
#[derive(Debug, Args)]
#[command(next_help_heading = "Connections")]
pub struct ConnectionArguments {
    /// Connections at the same time; fewer where the system lets fewer files be open
    #[arg(long, value_name = "NUMBER", default_value = "4000")]
    pub connections: NonZeroUsize,
    /// Of these, connections of one client address; a trusted proxy that names its clients may have all
    #[arg(long, value_name = "NUMBER", default_value = "400")]
    pub client_connections: NonZeroUsize,
}

/// What the operator sees.
#[derive(Debug, Args)]
#[command(next_help_heading = "Log and figures")]
pub struct OperationArguments {
    /// How much is logged
    #[arg(long, value_name = "LEVEL", value_enum, default_value_t = Level::Info)]
    pub log: Level,
    /// How log lines are written
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Format::Text)]
    pub log_format: Format,
    /// Address and port that serve figures for Prometheus at /metrics, to everybody who reaches them; without it none are served
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub metrics: Option<SocketAddr>,
}

/// Which Platform Servers may be called, and how.
#[derive(Debug, Args, Default)]
#[command(next_help_heading = "Platform Servers")]
pub struct ProtocolArguments {
    /// An address that may be connected to: [http://]HOST[:PORT], where HOST may be *.example.com or * and PORT may be *; repeatable. Without
    /// any: every public host over https on port 443. Private addresses need a pattern with their name, loopback addresses one without *
    #[arg(id = "platform_hosts", long = "platform-host", value_name = "PATTERN")]
    pub hosts: Vec<Pattern>,
    /// A network whose addresses are never called, whatever --platform-host says, such as the company's own public addresses: 203.0.113.0/24; repeatable
    #[arg(id = "platform_never", long = "platform-deny", value_name = "NETWORK", value_parser = parse_network)]
    pub never: Vec<IpNet>,
    /// The protocols, instead of those that come with the server
    #[arg(long = "platform-profile", value_name = "FILE")]
    pub profile: Option<PathBuf>,
}

/// Everything about Platform Servers.
#[derive(Debug, Args, Default)]
#[command(next_help_heading = "Platform Servers")]
pub struct PlatformArguments {
    #[command(flatten)]
    #[allow(missing_docs, reason = "clap would show it as help")]
    pub protocols: ProtocolArguments,
    /// The form in which users type passwords: plain as they are, encoded as the server expects them
    #[arg(long = "platform-password", value_name = "FORM", value_parser = parse_form, default_value = "plain")]
    pub password: PasswordForm,
    /// A program that gets the password on its input and prints the form that the server expects
    #[arg(long = "platform-password-helper", value_name = "PROGRAM")]
    pub password_helper: Option<PathBuf>,
    /// Keeps requests and answers there, without credentials
    #[arg(long = "platform-record", value_name = "FOLDER")]
    pub record: Option<PathBuf>,
    /// Appends there who published what, where, when and with which outcome, as lines of JSON; the log has the same
    #[arg(long, value_name = "FILE")]
    pub audit: Option<PathBuf>,
    /// Keeps there which publishes are not over, so that after a restart their end is told as unknown; a folder of this server alone
    #[arg(long = "platform-unended", value_name = "FOLDER")]
    pub unended: Option<PathBuf>,
    /// Seconds in which a server that is asked to stop waits for publishes that run; a second signal ends it at once
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    pub drain: u64,
}

impl ClientArguments {
    /// How clients are told apart.
    pub fn clients(self) -> Clients {
        Clients { header: self.client_address, proxies: self.trusted_proxies }
    }
}

impl ConnectionArguments {
    /// The usual times with these numbers.
    pub fn options(&self) -> ConnectionOptions {
        let (all, client) = (self.connections.get(), self.client_connections.get());
        ConnectionOptions { all, client, ..ConnectionOptions::default() }
    }
}

impl PlatformArguments {
    /// The form of passwords; a program comes before the word.
    pub fn password(&self) -> PasswordForm {
        self.password_helper.clone().map_or_else(|| self.password.clone(), PasswordForm::Program)
    }
}

fn parse_form(text: &str) -> Result<PasswordForm, String> {
    match text {
        "plain" => Ok(PasswordForm::Plain),
        "encoded" => Ok(PasswordForm::Encoded),
        _ => Err("it takes plain or encoded".into()),
    }
}

fn parse_host(text: &str) -> Result<IpAddr, String> {
    match text {
        "localhost" => Ok(IpAddr::from([127, 0, 0, 1])),
        text => text.trim_matches(['[', ']']).parse().map_err(|_| "an IP address is wanted".into()),
    }
}

/// A network, or one address.
fn parse_network(text: &str) -> Result<IpNet, String> {
    let one = text.parse::<IpAddr>().map(IpNet::from);
    text.parse().or(one).map_err(|_| "a network such as 10.0.0.0/24 is wanted".into())
}

#[cfg(test)]
mod tests;
