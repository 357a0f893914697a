//! Where packages come from.

#![allow(rustdoc::broken_intra_doc_links, reason = "these comments are the texts of --help")]

use clap::Args;
use package::feed::NUGET;
use reqwest::Url;
use std::path::PathBuf;
use std::str::FromStr;

/// Where packages come from.
#[derive(Debug, Args)]
#[command(next_help_heading = "Packages of NuGet")]
pub struct PackageArguments {
    /// The feed of packages: the address of a service index (version 3 of NuGet's protocol), a folder with packages, or off. Only its host, public
    /// hosts over https on port 443 that it names, and none of --platform-deny are called
    #[arg(long = "package-feed", value_name = "FEED", default_value = NUGET)]
    pub feed: Place,
}

/// The place of a feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// There is none.
    Off,
    /// A folder.
    Folder(PathBuf),
    /// The address of a service index.
    Web(Url),
}

impl FromStr for Place {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "off" {
            return Ok(Self::Off);
        }
        if !text.contains("://") {
            let folder = PathBuf::from(text);
            return if folder.is_dir() { Ok(Self::Folder(folder)) } else { Err(format!("{text} is not a folder")) };
        }
        let url = Url::parse(text).map_err(|error| error.to_string())?;
        if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none_or(str::is_empty) {
            return Err("https://, http://, a folder or off is wanted".into());
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err("users and passwords do not belong into an address: users name their own".into());
        }
        Ok(Self::Web(url))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feed_is_an_address_a_folder_or_off() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!("off".parse(), Ok(Place::Off));
        assert!(matches!(NUGET.parse(), Ok(Place::Web(_))));
        assert_eq!(folder.path().to_str().unwrap().parse(), Ok(Place::Folder(folder.path().to_owned())));
        for wrong in ["", "/nothing/there", "ftp://a/b", "file:///etc", "https://u:p@a/b", "https://"] {
            assert!(wrong.parse::<Place>().is_err(), "{wrong}");
        }
    }
}
