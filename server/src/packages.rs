//! Packages of NuGet, from the feed that the operator chose. The server forwards: it keeps neither packages nor log-ins.

mod fetch;
pub mod settings;

use api::problem::{Code, Problem};
use axum::http::HeaderValue;
use environment::allowed::{Allowed, Pattern};
use environment::calls::{CallLimits, Calls};
use environment::certificate::Authorities;
use environment::http::HttpLimits;
use fetch::Guarded;
use ipnet::IpNet;
use package::feed::{Feed, FeedError, FolderEntry, Hit, versions_in};
use package::{PACKAGE_LIMIT, PackageId, PackageVersion, Release};
use reqwest::Url;
use settings::Place;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use web::client::Client;

/// The feed, and how it may be asked.
#[derive(Debug)]
pub struct Packages {
    place: Place,
    allowed: Allowed,
    authorities: Authorities,
    pub(crate) calls: Arc<Calls>,
    limits: HttpLimits,
}

/// Calls of feeds at one time. Packages are large, and of many a client asks at one time.
const CALLS: CallLimits = CallLimits {
    questions: 16,
    part: 4,
    downloads: 8,
    downloads_part: 2,
    memory: 512 << 20,
    turn: std::time::Duration::from_secs(20),
};

impl Packages {
    /// The feed at a place. Beside the host that the operator named, only public hosts over https are called, since a feed names further
    /// ones; and none of these networks.
    pub fn new(place: Place, never: Vec<IpNet>) -> Self {
        let own = match &place {
            Place::Web(index) => Pattern::of_url(index),
            Place::Off | Place::Folder(_) => None,
        };
        let allowed = match own {
            Some(own) => Allowed::new(vec![own, Pattern::public()]).without(never),
            None => Allowed::nothing(),
        };
        let (authorities, limits) = (Authorities::of_system(), HttpLimits::default());
        Self { place, allowed, authorities, calls: Arc::new(Calls::new(CALLS)), limits }
    }

    pub(crate) async fn search(
        &self,
        asker: &Asker,
        text: &str,
        prerelease: bool,
        most: usize,
    ) -> Result<Vec<Hit>, Problem> {
        let lacking =
            || Problem::new(Code::FeedMalformed, "The feed is a folder, which cannot be searched: name the package.");
        let Some(feed) = self.open(asker).await? else { return Err(lacking()) };
        feed.search(text, prerelease, most).await.map_err(problem)
    }

    pub(crate) async fn releases(&self, asker: &Asker, id: &PackageId) -> Result<Vec<Release>, Problem> {
        match self.open(asker).await? {
            Some(feed) => feed.releases(id).await.map_err(problem),
            None => Ok(self.files(id)?.into_iter().map(|(version, _)| Release::plain(version)).collect()),
        }
    }

    pub(crate) async fn versions(&self, asker: &Asker, id: &PackageId) -> Result<Vec<PackageVersion>, Problem> {
        match self.open(asker).await? {
            Some(feed) => feed.versions(id).await.map_err(problem),
            None => Ok(self.files(id)?.into_iter().map(|(version, _)| version).collect()),
        }
    }

    pub(crate) async fn content(
        &self,
        asker: &Asker,
        id: &PackageId,
        version: &PackageVersion,
    ) -> Result<Vec<u8>, Problem> {
        let missing = || Problem::new(Code::FeedNoPackage, format!("The feed has no version {version} of {id}."));
        if let Some(feed) = self.open(asker).await? {
            return feed.package(id, version).await.map_err(problem)?.ok_or_else(missing);
        }
        let (_, path) = self.files(id)?.into_iter().find(|(other, _)| other == version).ok_or_else(missing)?;
        let read = tokio::task::spawn_blocking(move || bytes_of(&path)).await;
        read.map_err(|error| Problem::new(Code::Internal, error.to_string()))?.map_err(|error| unread(&error))
    }

    /// The feed, when it is reached over HTTP; none for a folder.
    async fn open<'p>(&'p self, asker: &'p Asker) -> Result<Option<Feed<Guarded<'p>>>, Problem> {
        let index = match &self.place {
            Place::Off => {
                return Err(Problem::new(Code::FeatureOff, "The server was started without a feed of packages."));
            }
            Place::Folder(_) => return Ok(None),
            Place::Web(index) => index,
        };
        let fetch = Guarded { packages: self, asker, home: index };
        Feed::open(fetch, index.as_str()).await.map(Some).map_err(problem)
    }

    fn files(&self, id: &PackageId) -> Result<Vec<(PackageVersion, PathBuf)>, Problem> {
        let Place::Folder(folder) = &self.place else { return Ok(Vec::new()) };
        let path = |parts: &[String]| parts.iter().fold(folder.clone(), |path, part| path.join(part));
        let found = versions_in(id, &mut |parts| list(&path(parts))).map_err(|error| unread(&error))?;
        Ok(found.into_iter().map(|(version, parts)| (version, path(&parts))).collect())
    }
}

/// Who asks, and with which log-in at the feed.
#[derive(Debug)]
pub(crate) struct Asker {
    pub(crate) client: Client,
    pub(crate) log_in: Option<HeaderValue>,
}

fn problem(error: FeedError<Problem>) -> Problem {
    match error {
        FeedError::Fetch(problem) => problem,
        FeedError::Malformed { .. } => Problem::new(Code::FeedMalformed, error_text(&error)),
        FeedError::Lacks(what) => Problem::new(Code::FeedMalformed, format!("The feed does not offer {what}.")),
    }
}

/// Without the address of the document: a feed may have secrets in it.
fn error_text(error: &FeedError<Problem>) -> String {
    match error {
        FeedError::Malformed { url, why } => {
            let host = Url::parse(url).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default();
            format!("What {host} answers is not a document of a feed: {why:.200}.")
        }
        FeedError::Fetch(_) | FeedError::Lacks(_) => String::new(),
    }
}

fn unread(error: &io::Error) -> Problem {
    tracing::warn!(%error, "the folder of packages cannot be read");
    Problem::new(Code::FeedUnreachable, "The folder of packages cannot be read.")
}

fn list(folder: &Path) -> io::Result<Vec<FolderEntry>> {
    let mut entries = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let is_folder = std::fs::metadata(entry.path()).is_ok_and(|found| found.is_dir());
        entries.extend(entry.file_name().into_string().ok().map(|name| FolderEntry { name, is_folder }));
    }
    Ok(entries)
}

fn bytes_of(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let most = u64::try_from(PACKAGE_LIMIT).unwrap_or(u64::MAX);
    std::fs::File::open(path)?.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() > PACKAGE_LIMIT { Err(io::Error::other("a package is too large")) } else { Ok(bytes) }
}
