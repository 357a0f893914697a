//! The settings of shared drafts.

#![allow(clippy::doc_markdown, reason = "these comments are the texts of --help")]

use super::limits::Limits;
use clap::Args;
use std::path::PathBuf;
use store::Location;

/// Where shared drafts are kept, and how much of them.
#[derive(Debug, Args)]
#[command(next_help_heading = "Shared drafts, encrypted by browsers")]
pub struct DraftArguments {
    /// Keeps them: a folder, s3://BUCKET/PREFIX, az://CONTAINER/PREFIX, gs://BUCKET/PREFIX, or memory:// for tests; without it nothing can be shared
    #[arg(long = "drafts", value_name = "PLACE")]
    pub place: Option<Location>,
    /// Keeps none, also when --drafts is given
    #[arg(long)]
    pub no_drafts: bool,
    /// A file with settings of the object store, such as AWS_SECRET_ACCESS_KEY=..., one a line; it comes before the environment
    #[arg(long = "drafts-credentials", value_name = "FILE")]
    pub credentials: Option<PathBuf>,
    /// MiB of one revision, 64 at most: it lies in memory while it arrives
    #[arg(long = "drafts-largest", value_name = "MIB", default_value_t = 8, value_parser = clap::value_parser!(u32).range(1..=64))]
    pub largest: u32,
    /// MiB of all revisions of a draft
    #[arg(long = "drafts-size", value_name = "MIB", default_value_t = 256, value_parser = positive())]
    pub size: u32,
    /// GiB of all drafts together, each object counted in blocks of 4 KiB; more is not taken
    #[arg(long = "drafts-total", value_name = "GIB", default_value_t = 100, value_parser = positive())]
    pub total: u32,
    /// GiB that stay free on the disk of a folder
    #[arg(long = "drafts-free", value_name = "GIB", default_value_t = 1)]
    pub free: u32,
    /// Revisions of a draft
    #[arg(long = "drafts-revisions", value_name = "NUMBER", default_value_t = 100_000, value_parser = positive())]
    pub revisions: u32,
    /// Days until a draft ends whose owner did not choose, after its last revision
    #[arg(long = "drafts-idle", value_name = "DAYS", default_value_t = 90, value_parser = positive())]
    pub idle: u32,
    /// Days that an owner may choose at most
    #[arg(long = "drafts-longest", value_name = "DAYS", default_value_t = 366, value_parser = positive())]
    pub longest: u32,
    /// Requests of a client address in a minute
    #[arg(long = "drafts-requests", value_name = "NUMBER", default_value_t = 3000, value_parser = positive())]
    pub requests: u32,
    /// MiB that a client address may send in a minute
    #[arg(long = "drafts-traffic", value_name = "MIB", default_value_t = 256, value_parser = positive())]
    pub traffic: u32,
    /// MiB of revisions that a client address may read in a minute
    #[arg(long = "drafts-reading", value_name = "MIB", default_value_t = 1024, value_parser = positive())]
    pub reading: u32,
    /// MiB that a client address may add in a day
    #[arg(long = "drafts-daily", value_name = "MIB", default_value_t = 4096, value_parser = positive())]
    pub daily: u32,
    /// Drafts that a client address may create in a day
    #[arg(long = "drafts-created", value_name = "NUMBER", default_value_t = 200, value_parser = positive())]
    pub created: u32,
    /// Pages that follow drafts at the same time
    #[arg(long = "drafts-streams", value_name = "NUMBER", default_value_t = 500, value_parser = positive())]
    pub streams: u32,
    /// Of these, pages of one client address
    #[arg(long = "drafts-client-streams", value_name = "NUMBER", default_value_t = 50, value_parser = positive())]
    pub client_streams: u32,
    /// Answers with revisions at the same time
    #[arg(long = "drafts-readers", value_name = "NUMBER", default_value_t = 64, value_parser = positive())]
    pub readers: u32,
    /// Of these, answers to one client address
    #[arg(long = "drafts-client-readers", value_name = "NUMBER", default_value_t = 16, value_parser = positive())]
    pub client_readers: u32,
}

impl DraftArguments {
    /// Where they are kept; none: nowhere.
    pub fn location(&self) -> Option<&Location> {
        self.place.as_ref().filter(|_| !self.no_drafts)
    }

    /// What may be kept and sent.
    pub fn limits(&self) -> Limits {
        let mut limits = Limits::default();
        let Limits { draft, client, total_bytes, free_bytes, streams, readers, .. } = &mut limits;
        (*total_bytes, *free_bytes) = (mib(self.total) << 10, mib(self.free) << 10);
        draft.revision_bytes = mib(self.largest);
        draft.draft_bytes = mib(self.size);
        draft.revisions = self.revisions;
        draft.idle_days = self.idle;
        draft.longest_days = self.longest;
        client.requests = self.requests.into();
        client.bytes = mib(self.traffic);
        client.read_bytes = mib(self.reading);
        client.daily_bytes = mib(self.daily);
        client.daily_drafts = self.created.into();
        (*streams, client.streams) = (places(self.streams), places(self.client_streams));
        (*readers, client.readers) = (places(self.readers), places(self.client_readers));
        limits
    }
}

fn positive() -> clap::builder::RangedI64ValueParser<u32> {
    clap::value_parser!(u32).range(1..)
}

fn mib(number: u32) -> u64 {
    u64::from(number) << 20
}

fn places(number: u32) -> usize {
    (number as usize).min(tokio::sync::Semaphore::MAX_PERMITS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    fn parse(line: &[&str]) -> Result<DraftArguments, String> {
        #[derive(Parser)]
        #[command(args_override_self = true)]
        struct Line {
            #[command(flatten)]
            drafts: DraftArguments,
        }
        let line = std::iter::once("server").chain(line.iter().copied());
        Line::try_parse_from(line).map(|line| line.drafts).map_err(|error| error.to_string())
    }

    #[test]
    fn limits_and_places_are_read() {
        let arguments = parse(&["--drafts", "/srv/drafts", "--drafts-largest=2", "--drafts-requests=7"]).unwrap();
        assert_eq!(arguments.location(), Some(&Location::Folder("/srv/drafts".into())));
        let limits = arguments.limits();
        assert_eq!((limits.draft.revision_bytes, limits.client.requests), (2 << 20, 7));
        let limits = parse(&["--drafts-total=3", "--drafts-free=0", "--drafts-reading=5"]).unwrap().limits();
        assert_eq!((limits.total_bytes, limits.free_bytes, limits.client.read_bytes), (3 << 30, 0, 5 << 20));
        assert_eq!(parse(&["--drafts=a", "--no-drafts"]).unwrap().location(), None);
    }

    #[test]
    fn what_is_usual_is_what_the_library_has() {
        assert_eq!(parse(&[]).unwrap().limits(), Limits::default());
    }

    #[test]
    fn wrong_values_are_refused() {
        for wrong in ["--drafts-largest=0", "--drafts-largest=65", "--drafts-size=x", "--drafts=ftp://a"] {
            assert!(parse(&[wrong]).is_err(), "{wrong}");
        }
    }
}
