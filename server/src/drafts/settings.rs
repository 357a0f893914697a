//! What the command line says of shared drafts.

use super::limits::Limits;
use super::store::Location;
use std::str::FromStr;

/// The lines of `--help`.
pub const USAGE: &str = "\
Shared drafts, encrypted by browsers:
  --drafts PLACE                keeps them: a folder, s3://BUCKET/PREFIX, az://CONTAINER/PREFIX, gs://BUCKET/PREFIX (settings AWS_...,
                                AZURE_..., GOOGLE_... of the environment), or memory:// for tests; without it nothing can be shared
  --no-drafts                   keeps none, also when --drafts came before
  --drafts-largest MIB          size of one revision (8)
  --drafts-size MIB             size of all revisions of a draft (256)
  --drafts-revisions NUMBER     revisions of a draft (100000)
  --drafts-idle DAYS            until a draft ends whose owner did not choose, after its last revision (90)
  --drafts-longest DAYS         that an owner may choose (366)
  --drafts-requests NUMBER      requests of a client address in a minute (3000)
  --drafts-traffic MIB          that a client address may send in a minute (256)
  --drafts-daily MIB            that a client address may add in a day (4096)
  --drafts-created NUMBER       drafts that a client address may create in a day (200)
  --drafts-streams NUMBER       pages that follow drafts at the same time (500)
  --drafts-client-streams NUMBER  of these, pages of one client address (50)
  --drafts-readers NUMBER       answers with revisions at the same time (64)
  --drafts-client-readers NUMBER  of these, answers to one client address (16)
";

/// The arguments about shared drafts.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct DraftArguments {
    /// Where they are kept; none: nowhere.
    pub location: Option<Location>,
    /// What may be kept and sent.
    pub limits: Limits,
}

/// An argument about shared drafts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DraftSetting {
    /// `--drafts`
    Place,
    /// `--no-drafts`
    Off,
    /// One that takes a number.
    Number(DraftNumber),
}

/// An argument that takes a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DraftNumber {
    /// `--drafts-largest`
    Largest,
    /// `--drafts-size`
    Size,
    /// `--drafts-revisions`
    Revisions,
    /// `--drafts-idle`
    Idle,
    /// `--drafts-longest`
    Longest,
    /// `--drafts-requests`
    Requests,
    /// `--drafts-traffic`
    Traffic,
    /// `--drafts-daily`
    Daily,
    /// `--drafts-created`
    Created,
    /// `--drafts-streams`
    Streams,
    /// `--drafts-client-streams`
    ClientStreams,
    /// `--drafts-readers`
    Readers,
    /// `--drafts-client-readers`
    ClientReaders,
}

/// MiB of one revision at most: it lies in memory while it arrives.
const LARGEST: u32 = 64;

impl DraftSetting {
    /// The argument with this name, without its dashes.
    pub fn find(name: &str) -> Option<Self> {
        let number = match name {
            "drafts" => return Some(Self::Place),
            "no-drafts" => return Some(Self::Off),
            "drafts-largest" => DraftNumber::Largest,
            "drafts-size" => DraftNumber::Size,
            "drafts-revisions" => DraftNumber::Revisions,
            "drafts-idle" => DraftNumber::Idle,
            "drafts-longest" => DraftNumber::Longest,
            "drafts-requests" => DraftNumber::Requests,
            "drafts-traffic" => DraftNumber::Traffic,
            "drafts-daily" => DraftNumber::Daily,
            "drafts-created" => DraftNumber::Created,
            "drafts-streams" => DraftNumber::Streams,
            "drafts-client-streams" => DraftNumber::ClientStreams,
            "drafts-readers" => DraftNumber::Readers,
            "drafts-client-readers" => DraftNumber::ClientReaders,
            _ => return None,
        };
        Some(Self::Number(number))
    }
}

impl DraftArguments {
    /// Takes an argument and, if it has one, its value.
    pub fn take(&mut self, setting: DraftSetting, parser: &mut lexopt::Parser) -> Result<(), lexopt::Error> {
        use lexopt::prelude::ValueExt;
        match setting {
            DraftSetting::Place => self.location = Some(parser.value()?.parse_with(Location::from_str)?),
            DraftSetting::Off => self.location = None,
            DraftSetting::Number(number) => self.set(number, parser.value()?.parse_with(positive)?)?,
        }
        Ok(())
    }

    fn set(&mut self, number: DraftNumber, value: u32) -> Result<(), lexopt::Error> {
        let bytes = u64::from(value) << 20;
        let places = (value as usize).min(tokio::sync::Semaphore::MAX_PERMITS);
        let Limits { draft, client, streams, readers, .. } = &mut self.limits;
        match number {
            DraftNumber::Largest if value > LARGEST => {
                return Err(format!("--drafts-largest is {LARGEST} at most").into());
            }
            DraftNumber::Largest => draft.revision_bytes = bytes,
            DraftNumber::Size => draft.draft_bytes = bytes,
            DraftNumber::Revisions => draft.revisions = value,
            DraftNumber::Idle => draft.idle_days = value,
            DraftNumber::Longest => draft.longest_days = value,
            DraftNumber::Requests => client.requests = value.into(),
            DraftNumber::Traffic => client.bytes = bytes,
            DraftNumber::Daily => client.daily_bytes = bytes,
            DraftNumber::Created => client.daily_drafts = value.into(),
            DraftNumber::Streams => *streams = places,
            DraftNumber::ClientStreams => client.streams = places,
            DraftNumber::Readers => *readers = places,
            DraftNumber::ClientReaders => client.readers = places,
        }
        Ok(())
    }
}

fn positive(text: &str) -> Result<u32, String> {
    text.parse().ok().filter(|number| *number > 0).ok_or_else(|| format!("a number from 1 on is wanted, not {text:?}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &[&str]) -> Result<DraftArguments, String> {
        let mut parser = lexopt::Parser::from_args(line);
        let mut arguments = DraftArguments::default();
        while let Some(argument) = parser.next().map_err(|error| error.to_string())? {
            let lexopt::Arg::Long(name) = argument else { return Err("no argument".into()) };
            let setting = DraftSetting::find(name).ok_or_else(|| name.to_owned())?;
            arguments.take(setting, &mut parser).map_err(|error| error.to_string())?;
        }
        Ok(arguments)
    }

    #[test]
    fn limits_and_places_are_read() {
        let line = ["--drafts", "/srv/drafts", "--drafts-largest=2", "--drafts-requests=7"];
        let arguments = parse(&line).unwrap();
        assert_eq!(arguments.location, Some(Location::Folder("/srv/drafts".into())));
        assert_eq!((arguments.limits.draft.revision_bytes, arguments.limits.client.requests), (2 << 20, 7));
        assert_eq!(parse(&["--drafts=a", "--no-drafts"]).unwrap().location, None);
    }

    #[test]
    fn wrong_values_are_refused() {
        for wrong in ["--drafts-largest=0", "--drafts-largest=65", "--drafts-size=x", "--drafts=ftp://a"] {
            assert!(parse(&[wrong]).is_err(), "{wrong}");
        }
    }

    #[test]
    fn every_argument_is_in_the_help() {
        for line in USAGE.lines().filter_map(|line| line.trim_start().strip_prefix("--")) {
            let name = line.split(' ').next().unwrap();
            assert!(DraftSetting::find(name).is_some(), "{name}");
        }
    }
}
