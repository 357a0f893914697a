//! The settings of compiling.

use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// How much is compiled at one time, and what is kept of it.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Compiling")]
pub struct CompileArguments {
    /// Reference assemblies of .NET Framework, used before the toolchain's: a folder with folders such as 4.8 or v4.8, at any depth, as Microsoft's
    /// packages have them
    #[arg(long, value_name = "FOLDER")]
    pub references: Option<PathBuf>,
    /// Assemblies that users may add to their extensions, such as the Newtonsoft.Json.dll that Integration Studio brings
    #[arg(long, value_name = "FOLDER")]
    pub assemblies: Option<PathBuf>,
    /// Compiler processes that stay, each with 70 to 400 MB; as many as there are processors without it. 0: every project is built by dotnet build
    #[arg(id = "compile_hosts", long = "compile-hosts", value_name = "NUMBER", value_parser = clap::value_parser!(u16).range(0..=256))]
    pub hosts: Option<u16>,
    /// Where results are kept, so that the same sources are not compiled twice
    #[arg(long, value_name = "PLACE", value_enum, default_value_t = Results::Drafts)]
    pub results: Results,
    /// MiB of all kept results
    #[arg(long = "results-total", value_name = "MIB", default_value_t = 1024)]
    pub results_total: u32,
}

/// Where results are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Results {
    /// In the store of shared drafts, when there is one.
    Drafts,
    /// Nowhere.
    Off,
}

impl CompileArguments {
    /// Bytes of all kept results; none: none is kept.
    pub fn results(&self) -> Option<u64> {
        match self.results {
            Results::Drafts => Some(u64::from(self.results_total) << 20),
            Results::Off => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    fn read(line: &[&str]) -> Result<CompileArguments, String> {
        #[derive(Parser)]
        struct Line {
            #[command(flatten)]
            compile: CompileArguments,
        }
        let line = std::iter::once("server").chain(line.iter().copied());
        Line::try_parse_from(line).map(|line| line.compile).map_err(|error| error.to_string())
    }

    #[test]
    fn the_settings_are_read() {
        assert_eq!(read(&[]).unwrap().results(), Some(crate::kept::KeptOptions::TOTAL));
        assert_eq!(read(&["--results-total", "5"]).unwrap().results(), Some(5 << 20));
        assert_eq!(read(&["--results", "off", "--results-total", "5"]).unwrap().results(), None);
        assert_eq!(read(&["--compile-hosts", "0"]).unwrap().hosts, Some(0));
        assert!(read(&["--compile-hosts", "257"]).is_err());
        assert!(read(&["--results", "here"]).is_err());
    }
}
