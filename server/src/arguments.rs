//! The command line.

use crate::compile::settings::{self as compile_settings, CompileArguments, CompileSetting};
use crate::drafts::settings::{self, DraftArguments, DraftSetting};
use crate::platform::allowed::Pattern;
use crate::platform::secrets::PasswordForm;
use api::platform::connect::Fingerprint;
use std::net::IpAddr;
use std::path::PathBuf;

/// What `--help` prints.
pub fn usage() -> String {
    format!("{USAGE}\n{}\n{}", compile_settings::USAGE, settings::USAGE)
}

const USAGE: &str = "\
The server of XIF Studio.

Usage: server [--host ADDRESS] [--port PORT] --assets FOLDER [--toolchain FILE] [--platform FOLDER] [--name NAME]...

  --host ADDRESS      address to listen on (127.0.0.1)
  --port PORT         port to listen on; 0 takes a free one (8080)
  --assets FOLDER     the built studio
  --toolchain FILE    toolchain.json of the C# toolchain; without it nothing can be compiled
  --platform FOLDER   the platform's own assemblies, used instead of the declarations that come with the toolchain
  --name NAME         a host name under which the server is reached, without port; loopback names always work
  --help              print this

Platform Servers:
  --platform-host PATTERN            an address that may be connected to: [http://]HOST[:PORT], where HOST may be *.example.com or *
                                     and PORT may be *; repeatable. Without any: every public host over https on port 443. Private
                                     addresses need a pattern with their name, loopback addresses one without *
  --platform-profile FILE            the protocols, instead of those that come with the server
  --platform-password plain|encoded  the form in which users type passwords: as they are, or as the server expects them (plain)
  --platform-password-helper PROGRAM a program that gets the password on its input and prints the form that the server expects
  --platform-record FOLDER           keeps requests and answers there, without credentials

Usage: server discover ADDRESS [--certificate SHA256] [--platform-host PATTERN]... [--platform-profile FILE]

  reads the server's own descriptions (?WSDL) and prints a profile with the names that they tell; sends no credentials. A certificate
  that is not trusted is taken when its SHA-256 is given
";

/// The arguments of a server.
#[derive(Debug, PartialEq, Eq)]
pub struct Arguments {
    /// Address to listen on.
    pub host: IpAddr,
    /// Port to listen on; 0 takes a free one.
    pub port: u16,
    /// Folder of the built studio.
    pub assets: PathBuf,
    /// The toolchain's description.
    pub toolchain: Option<PathBuf>,
    /// Folder of the vendor's assemblies.
    pub platform: Option<PathBuf>,
    /// Host names beside the loopback ones.
    pub names: Vec<String>,
    /// What is about Platform Servers.
    pub platforms: PlatformArguments,
    /// What is about shared drafts.
    pub drafts: DraftArguments,
    /// What is about compiling.
    pub compile: CompileArguments,
}

/// The arguments about Platform Servers.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct PlatformArguments {
    /// The addresses that may be called.
    pub hosts: Vec<Pattern>,
    /// The file of the protocols.
    pub profile: Option<PathBuf>,
    /// The form of passwords.
    pub password: PasswordForm,
    /// The folder of records.
    pub record: Option<PathBuf>,
}

/// What the command line asks for.
#[derive(Debug, PartialEq, Eq)]
pub enum Request {
    /// To serve.
    Serve(Box<Arguments>),
    /// To complete a protocol profile from a server's descriptions.
    Discover {
        /// The server.
        address: String,
        /// The doubtful certificate that is accepted.
        certificate: Option<Fingerprint>,
        /// Which addresses may be called, and the profile to complete.
        platforms: PlatformArguments,
    },
    /// To print [`usage`].
    Help,
}

/// A command line that is not understood.
#[derive(Debug, thiserror::Error)]
pub enum ArgumentError {
    /// An argument is unknown or has a wrong value.
    #[error("{0}; --help lists the arguments")]
    Wrong(#[from] lexopt::Error),
    /// There is no `--assets`.
    #[error("--assets is missing; --help lists the arguments")]
    NoAssets,
    /// `discover` has no address.
    #[error("discover needs the address of a Platform Server; --help lists the arguments")]
    NoAddress,
}

impl Request {
    /// Reads a command line, the program's name not included.
    pub fn parse(mut parser: lexopt::Parser) -> Result<Self, ArgumentError> {
        use lexopt::prelude::{Long, Short, Value, ValueExt};
        let (mut host, mut port) = (IpAddr::from([127, 0, 0, 1]), 8080);
        let (mut assets, mut toolchain, mut platform, mut names) = (None, None, None, Vec::new());
        let mut platforms = PlatformArguments::default();
        let mut drafts = DraftArguments::default();
        let mut compile = CompileArguments::default();
        let (mut discovers, mut address, mut certificate) = (false, None, None);
        while let Some(argument) = parser.next()? {
            let of_drafts = if let Long(name) = argument { DraftSetting::find(name) } else { None };
            if let Some(setting) = of_drafts {
                drafts.take(setting, &mut parser)?;
                continue;
            }
            let of_compiling = if let Long(name) = argument { CompileSetting::find(name) } else { None };
            if let Some(setting) = of_compiling {
                compile.take(setting, &mut parser)?;
                continue;
            }
            match argument {
                Long("host") => host = parse_host(&parser.value()?.string()?)?,
                Long("port") => port = parser.value()?.parse()?,
                Long("assets") => assets = Some(parser.value()?.into()),
                Long("toolchain") => toolchain = Some(parser.value()?.into()),
                Long("platform") => platform = Some(parser.value()?.into()),
                Long("name") => names.push(parser.value()?.string()?),
                Value(word) if word == "discover" && !discovers => discovers = true,
                Value(typed) if discovers && address.is_none() => address = Some(typed.string()?),
                Long("certificate") => certificate = Some(parser.value()?.parse()?),
                Long("platform-host") => platforms.hosts.push(parser.value()?.parse()?),
                Long("platform-profile") => platforms.profile = Some(parser.value()?.into()),
                Long("platform-password") => platforms.password = parser.value()?.parse_with(parse_form)?,
                Long("platform-password-helper") => {
                    platforms.password = PasswordForm::Program(parser.value()?.into());
                }
                Long("platform-record") => platforms.record = Some(parser.value()?.into()),
                Long("help") | Short('h') => return Ok(Self::Help),
                other => return Err(other.unexpected().into()),
            }
        }
        if discovers {
            let address = address.ok_or(ArgumentError::NoAddress)?;
            return Ok(Self::Discover { address, certificate, platforms });
        }
        Ok(Self::Serve(Box::new(Arguments {
            host,
            port,
            assets: assets.ok_or(ArgumentError::NoAssets)?,
            toolchain,
            platform,
            names,
            platforms,
            drafts,
            compile,
        })))
    }
}

fn parse_form(text: &str) -> Result<PasswordForm, String> {
    match text {
        "plain" => Ok(PasswordForm::Plain),
        "encoded" => Ok(PasswordForm::Encoded),
        _ => Err("--platform-password takes plain or encoded".into()),
    }
}

fn parse_host(text: &str) -> Result<IpAddr, lexopt::Error> {
    match text {
        "localhost" => Ok(IpAddr::from([127, 0, 0, 1])),
        text => text
            .trim_matches(['[', ']'])
            .parse()
            .map_err(|_| format!("--host takes an IP address, not {text:?}").into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(arguments: &[&str]) -> Result<Request, String> {
        Request::parse(lexopt::Parser::from_args(arguments)).map_err(|error| error.to_string())
    }

    #[test]
    fn a_full_command_line_is_read() {
        let line = [
            "--host",
            "::1",
            "--port=0",
            "--assets",
            "dist",
            "--name",
            "a.example",
            "--name=b.example",
            "--platform",
            "p",
        ];
        let Ok(Request::Serve(arguments)) = parse(&line) else {
            panic!("it is right");
        };
        assert_eq!(arguments.host.to_string(), "::1");
        assert_eq!((arguments.port, arguments.toolchain), (0, None));
        assert_eq!(arguments.names, ["a.example", "b.example"]);
        assert_eq!(parse(&["--help"]), Ok(Request::Help));
    }

    #[test]
    fn what_is_about_platform_servers_is_read() {
        let line = [
            "--assets=a",
            "--platform-host",
            "http://127.0.0.1:*",
            "--platform-host=*.example.com",
            "--platform-password=encoded",
        ];
        let Ok(Request::Serve(arguments)) = parse(&line) else {
            panic!("it is right");
        };
        assert_eq!(arguments.platforms.hosts.len(), 2);
        assert_eq!(arguments.platforms.password, PasswordForm::Encoded);
        assert!(parse(&["--platform-host", "ftp://x"]).unwrap_err().contains("host pattern"));
        assert!(parse(&["--platform-password", "md5"]).unwrap_err().contains("plain or encoded"));
    }

    #[test]
    fn discovery_takes_an_address() {
        let digits = "ABcd".repeat(16);
        let line = ["discover", "dev.example.com", "--certificate", &digits];
        let Ok(Request::Discover { address, certificate, .. }) = parse(&line) else {
            panic!("it is right");
        };
        let accepted = Some(Fingerprint("abcd".repeat(16)));
        assert_eq!((address.as_str(), certificate), ("dev.example.com", accepted));
        assert!(parse(&["discover"]).unwrap_err().contains("address"));
        assert!(parse(&["discover", "a", "b"]).is_err());
    }

    #[test]
    fn what_is_wrong_is_named() {
        assert!(parse(&[]).unwrap_err().contains("--assets"));
        assert!(parse(&["--port", "x"]).unwrap_err().contains('x'));
        assert!(parse(&["--prot", "1"]).unwrap_err().contains("--prot"));
        assert!(parse(&["--host", "name"]).unwrap_err().contains("IP address"));
    }
}
