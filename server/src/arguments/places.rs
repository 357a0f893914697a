//! The settings of places.

use clap::Args;
use compiler::queue::QueueSize;
use web::places::arrivals::ArrivalLimits;

/// How much clients share.
#[derive(Debug, Args)]
#[command(next_help_heading = "What clients share")]
pub struct PlaceArguments {
    /// Runs of dotnet build at the same time; as many as there are processors without it
    #[arg(long, value_name = "NUMBER", value_parser = places())]
    pub builds: Option<u32>,
    /// Builds that wait for their turn, of each way of compiling
    #[arg(long, value_name = "NUMBER", default_value_t = 64, value_parser = places())]
    pub builds_waiting: u32,
    /// Builds of one client address at the same time, of each way of compiling; twice as many may wait
    #[arg(long, value_name = "NUMBER", default_value_t = 2, value_parser = places())]
    pub client_builds: u32,
    /// MiB of requests that arrive or wait in memory, 256 at least; one client address may have a quarter of it
    #[arg(long, value_name = "MIB", default_value_t = 512, value_parser = clap::value_parser!(u32).range(256..=1 << 20))]
    pub bodies: u32,
}

impl PlaceArguments {
    /// How large the queue of builds is, with this many hosts if the number is given.
    pub fn builds(&self, hosts: Option<u16>) -> QueueSize {
        let usual = QueueSize::default();
        QueueSize {
            hosts: hosts.map_or(usual.hosts, Into::into),
            builds: self.builds.map_or(usual.builds, |number| number as usize),
            waiting: self.builds_waiting as usize,
            client_running: self.client_builds as usize,
            client_waiting: 2 * self.client_builds as usize,
            patience: usual.patience,
        }
    }

    /// How much may arrive.
    pub fn bodies(&self) -> ArrivalLimits {
        let bytes = (self.bodies as usize) << 20;
        ArrivalLimits { bytes, client_bytes: bytes / 4, ..ArrivalLimits::default() }
    }
}

fn places() -> clap::builder::RangedI64ValueParser<u32> {
    clap::value_parser!(u32).range(1..=10_000)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    fn parse(line: &[&str]) -> Result<PlaceArguments, String> {
        #[derive(Parser)]
        struct Line {
            #[command(flatten)]
            places: PlaceArguments,
        }
        let line = std::iter::once("server").chain(line.iter().copied());
        Line::try_parse_from(line).map(|line| line.places).map_err(|error| error.to_string())
    }

    #[test]
    fn numbers_are_read() {
        let read = parse(&["--builds=3", "--builds-waiting", "200", "--client-builds=1", "--bodies=1024"]).unwrap();
        let QueueSize { hosts, builds, waiting, client_running, client_waiting, .. } = read.builds(Some(5));
        assert_eq!((hosts, builds, waiting, client_running, client_waiting), (5, 3, 200, 1, 2));
        assert_eq!((read.bodies().bytes, read.bodies().client_bytes), (1 << 30, 1 << 28));
    }

    #[test]
    fn what_is_usual_is_what_the_library_has() {
        let usual = parse(&[]).unwrap();
        assert_eq!((usual.builds(None), usual.bodies()), (QueueSize::default(), ArrivalLimits::default()));
    }

    #[test]
    fn wrong_values_are_refused() {
        for wrong in ["--builds=0", "--builds=many", "--builds-waiting=10001", "--client-builds=0", "--bodies=255"] {
            assert!(parse(&[wrong]).is_err(), "{wrong}");
        }
    }
}
