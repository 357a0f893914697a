//! The command line.

use std::net::IpAddr;
use std::path::PathBuf;

/// What `--help` prints.
pub const USAGE: &str = "\
The server of XIF Studio.

Usage: server [--host ADDRESS] [--port PORT] --assets FOLDER [--toolchain FILE] [--platform FOLDER] [--name NAME]...

  --host ADDRESS      address to listen on (127.0.0.1)
  --port PORT         port to listen on; 0 takes a free one (8080)
  --assets FOLDER     the built studio
  --toolchain FILE    toolchain.json of the C# toolchain; without it nothing can be compiled
  --platform FOLDER   the platform's own assemblies, used instead of the declarations that come with the toolchain
  --name NAME         a host name under which the server is reached, without port; loopback names always work
  --help              print this
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
}

/// What the command line asks for.
#[derive(Debug, PartialEq, Eq)]
pub enum Request {
    /// To serve.
    Serve(Arguments),
    /// To print [`USAGE`].
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
}

impl Request {
    /// Reads a command line, the program's name not included.
    pub fn parse(mut parser: lexopt::Parser) -> Result<Self, ArgumentError> {
        use lexopt::prelude::{Long, Short, ValueExt};
        let (mut host, mut port) = (IpAddr::from([127, 0, 0, 1]), 8080);
        let (mut assets, mut toolchain, mut platform, mut names) = (None, None, None, Vec::new());
        while let Some(argument) = parser.next()? {
            match argument {
                Long("host") => host = parse_host(&parser.value()?.string()?)?,
                Long("port") => port = parser.value()?.parse()?,
                Long("assets") => assets = Some(parser.value()?.into()),
                Long("toolchain") => toolchain = Some(parser.value()?.into()),
                Long("platform") => platform = Some(parser.value()?.into()),
                Long("name") => names.push(parser.value()?.string()?),
                Long("help") | Short('h') => return Ok(Self::Help),
                other => return Err(other.unexpected().into()),
            }
        }
        Ok(Self::Serve(Arguments {
            host,
            port,
            assets: assets.ok_or(ArgumentError::NoAssets)?,
            toolchain,
            platform,
            names,
        }))
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
    fn what_is_wrong_is_named() {
        assert!(parse(&[]).unwrap_err().contains("--assets"));
        assert!(parse(&["--port", "x"]).unwrap_err().contains('x'));
        assert!(parse(&["--prot", "1"]).unwrap_err().contains("--prot"));
        assert!(parse(&["--host", "name"]).unwrap_err().contains("IP address"));
    }
}
