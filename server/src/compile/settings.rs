//! What the command line says of compiling.

use super::kept::KeptOptions;

/// The lines of `--help`.
pub const USAGE: &str = "\
Compiling:
  --compile-hosts NUMBER  compiler processes that stay, each with 70 to 400 MB; 0: every project is built by dotnet build (as many as processors)
  --results drafts|off    where results are kept, so that the same sources are not compiled twice: in the store of shared drafts, or nowhere (drafts)
  --results-total MIB     size of all kept results (1024)
";

/// The arguments about compiling.
#[derive(Debug, PartialEq, Eq)]
pub struct CompileArguments {
    /// Warm compile hosts; none: as many as builds run at one time.
    pub hosts: Option<usize>,
    /// Bytes of all kept results; none: none is kept.
    pub results: Option<u64>,
    total: u64,
}

impl Default for CompileArguments {
    fn default() -> Self {
        Self { hosts: None, results: Some(KeptOptions::TOTAL), total: KeptOptions::TOTAL }
    }
}

/// An argument about compiling.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CompileSetting {
    /// `--compile-hosts`
    Hosts,
    /// `--results`
    Results,
    /// `--results-total`
    ResultsTotal,
}

/// More hosts than any machine has processors for.
const MOST_HOSTS: usize = 256;

impl CompileSetting {
    /// The argument with this name.
    pub fn find(name: &str) -> Option<Self> {
        match name {
            "compile-hosts" => Some(Self::Hosts),
            "results" => Some(Self::Results),
            "results-total" => Some(Self::ResultsTotal),
            _ => None,
        }
    }
}

impl CompileArguments {
    /// Takes the value of an argument.
    pub fn take(&mut self, setting: CompileSetting, parser: &mut lexopt::Parser) -> Result<(), lexopt::Error> {
        use lexopt::prelude::ValueExt;
        match setting {
            CompileSetting::Hosts => {
                let hosts: usize = parser.value()?.parse()?;
                if hosts > MOST_HOSTS {
                    return Err(format!("--compile-hosts is {MOST_HOSTS} at most").into());
                }
                self.hosts = Some(hosts);
            }
            CompileSetting::Results => match parser.value()?.string()?.as_str() {
                "off" => self.results = None,
                "drafts" => self.results = Some(self.total),
                other => return Err(format!("--results takes drafts or off, not {other:?}").into()),
            },
            CompileSetting::ResultsTotal => {
                let mebibytes: u32 = parser.value()?.parse()?;
                self.total = u64::from(mebibytes) << 20;
                self.results = self.results.map(|_| self.total);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lexopt::prelude::Long;

    fn read(line: &[&str]) -> Result<CompileArguments, String> {
        let mut parser = lexopt::Parser::from_args(line);
        let mut arguments = CompileArguments::default();
        while let Some(Long(name)) = parser.next().map_err(|error| error.to_string())? {
            let setting = CompileSetting::find(name).ok_or("unknown")?;
            arguments.take(setting, &mut parser).map_err(|error| error.to_string())?;
        }
        Ok(arguments)
    }

    #[test]
    fn the_arguments_are_read() {
        assert_eq!(read(&[]).unwrap().results, Some(1 << 30));
        assert_eq!(read(&["--results-total", "5"]).unwrap().results, Some(5 << 20));
        assert_eq!(read(&["--results-total", "5", "--results", "off"]).unwrap().results, None);
        assert_eq!(read(&["--results", "off", "--results-total", "5"]).unwrap().results, None);
        assert_eq!(read(&["--compile-hosts", "0"]).unwrap().hosts, Some(0));
        assert!(read(&["--compile-hosts", "257"]).is_err());
        assert!(read(&["--results", "here"]).is_err());
    }
}
