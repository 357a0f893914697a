//! A feed of packages: the third version of NuGet's protocol, as nuget.org and private feeds speak it, and folders of packages.
//!
//! [`Feed`] knows which addresses to ask and what the answers mean. Who does the asking is a [`Fetch`]: with his own rules of which
//! hosts may be called, how long and how much is waited for, and who gets credentials.
//!
//! Source of the rules: "NuGet Server API", service index, package base address, registrations, search.

mod folder;
mod wire;

use std::future::Future;
use std::io::Read as _;

use flate2::read::GzDecoder;
use serde::de::DeserializeOwned;

use crate::archive::PACKAGE_LIMIT;
use crate::{Answer, PackageId, PackageVersion, Question, Release};
use wire::{FlatIndex, RegistrationIndex, RegistrationPage, SearchAnswer, ServiceIndex};

pub use folder::{FolderEntry, version_of_file, versions_in};
pub use wire::Hit;

/// The feed that everybody uses.
pub const NUGET: &str = "https://api.nuget.org/v3/index.json";
/// The most bytes of a document of a feed.
pub const DOCUMENT_LIMIT: usize = 32 << 20;
/// The most pages of the releases of one package.
const PAGES: usize = 100;

/// Gets documents over HTTP.
pub trait Fetch: Sync {
    /// Why there is no document.
    type Error: Send;

    /// The body of the document at an address, of so many bytes at most; none where the feed answers that it has none (404).
    fn get(&self, url: &str, most: usize) -> impl Future<Output = Result<Option<Vec<u8>>, Self::Error>> + Send;
}

/// Why a feed does not answer a question.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FeedError<E> {
    /// The document cannot be had.
    #[error("{0}")]
    Fetch(E),
    /// The document is not one of a feed.
    #[error("{url:.200} is not a document of a NuGet feed: {why}.")]
    Malformed {
        /// Its address.
        url: String,
        /// What is wrong with it.
        why: String,
    },
    /// The feed has no service of a kind.
    #[error("The feed does not offer {0}.")]
    Lacks(&'static str),
}

/// A feed.
#[derive(Debug)]
pub struct Feed<F> {
    fetch: F,
    services: ServiceIndex,
}

/// Kinds of services, the latest form first.
const PACKAGES: [&str; 1] = ["PackageBaseAddress/3.0.0"];
const REGISTRATIONS: [&str; 5] = [
    "RegistrationsBaseUrl/3.6.0",
    "RegistrationsBaseUrl/Versioned",
    "RegistrationsBaseUrl/3.4.0",
    "RegistrationsBaseUrl/3.0.0-rc",
    "RegistrationsBaseUrl",
];
const SEARCHES: [&str; 5] = [
    "SearchQueryService/3.5.0",
    "SearchQueryService",
    "SearchQueryService/3.0.0-rc",
    "SearchQueryService/3.0.0-beta",
    "SearchQueryService/Versioned",
];

impl<F: Fetch> Feed<F> {
    /// The feed with this service index.
    ///
    /// # Errors
    /// There is none.
    pub async fn open(fetch: F, index: &str) -> Result<Self, FeedError<F::Error>> {
        let services = document(&fetch, index).await?.ok_or_else(|| FeedError::Malformed {
            url: index.to_owned(),
            why: "there is no service index at this address".to_owned(),
        })?;
        Ok(Self { fetch, services })
    }

    /// Answers a question of a [`Resolution`](crate::Resolution).
    ///
    /// # Errors
    /// Why there is no answer.
    pub async fn answer(&self, question: &Question) -> Result<Answer, FeedError<F::Error>> {
        Ok(match question {
            Question::Releases(id) => Answer::Releases(id.clone(), self.releases(id).await?),
            Question::Versions(id) => Answer::Versions(id.clone(), self.versions(id).await?),
            Question::Package(id, version) => {
                Answer::Package(id.clone(), version.clone(), self.package(id, version).await?)
            }
        })
    }

    /// All versions of a package, those that are not listed too; none where there is no such package.
    ///
    /// # Errors
    /// Why they are not known.
    pub async fn versions(&self, id: &PackageId) -> Result<Vec<PackageVersion>, FeedError<F::Error>> {
        let url = format!("{}{}/index.json", self.packages()?, id.lower());
        let index: Option<FlatIndex> = document(&self.fetch, &url).await?;
        Ok(index.iter().flat_map(FlatIndex::versions).collect())
    }

    /// The bytes of a package; none where there is no such version.
    ///
    /// # Errors
    /// Why they cannot be had.
    pub async fn package(
        &self,
        id: &PackageId,
        version: &PackageVersion,
    ) -> Result<Option<Vec<u8>>, FeedError<F::Error>> {
        let (id, version) = (id.lower(), version.lower());
        let url = format!("{}{id}/{version}/{id}.{version}.nupkg", self.packages()?);
        self.fetch.get(&url, PACKAGE_LIMIT).await.map_err(FeedError::Fetch)
    }

    /// The versions of a package with what is said of each, the earliest first; none where there is no such package.
    ///
    /// # Errors
    /// Why they are not known.
    pub async fn releases(&self, id: &PackageId) -> Result<Vec<Release>, FeedError<F::Error>> {
        let Some(base) = self.services.first(&REGISTRATIONS) else {
            // Small feeds have no registrations; what they have is listed.
            return Ok(self.versions(id).await?.into_iter().map(Release::plain).collect());
        };
        let url = format!("{}{}/index.json", with_slash(base), id.lower());
        let Some(index): Option<RegistrationIndex> = document(&self.fetch, &url).await? else { return Ok(Vec::new()) };
        if index.items.len() > PAGES {
            return Err(FeedError::Malformed { url, why: format!("it has more than {PAGES} pages") });
        }
        let mut releases = Vec::new();
        for page in index.items {
            let page = if page.items.is_some() {
                page
            } else {
                let missing = |url: &str| FeedError::Malformed { url: url.to_owned(), why: "it is missing".to_owned() };
                let whole: Option<RegistrationPage> = document(&self.fetch, &page.id).await?;
                whole.ok_or_else(|| missing(&page.id))?
            };
            releases.extend(page.releases());
        }
        releases.sort_by(|one: &Release, other| one.version.cmp(&other.version));
        Ok(releases)
    }

    /// The packages that a text finds, the best first.
    ///
    /// # Errors
    /// Why they are not known.
    pub async fn search(&self, text: &str, prerelease: bool, most: usize) -> Result<Vec<Hit>, FeedError<F::Error>> {
        let base = self.services.first(&SEARCHES).ok_or(FeedError::Lacks("a search"))?;
        let start = if base.contains('?') { '&' } else { '?' };
        let query = encoded(text);
        let url = format!("{base}{start}q={query}&skip=0&take={most}&prerelease={prerelease}&semVerLevel=2.0.0");
        let answer: Option<SearchAnswer> = document(&self.fetch, &url).await?;
        Ok(answer.map(SearchAnswer::hits).unwrap_or_default().into_iter().take(most).collect())
    }

    fn packages(&self) -> Result<String, FeedError<F::Error>> {
        self.services.first(&PACKAGES).map(with_slash).ok_or(FeedError::Lacks("the contents of packages"))
    }
}

fn with_slash(base: &str) -> String {
    format!("{}/", base.trim_end_matches('/'))
}

async fn document<F: Fetch, T: DeserializeOwned>(fetch: &F, url: &str) -> Result<Option<T>, FeedError<F::Error>> {
    let Some(body) = fetch.get(url, DOCUMENT_LIMIT).await.map_err(FeedError::Fetch)? else { return Ok(None) };
    let malformed = |why: String| FeedError::Malformed { url: url.to_owned(), why };
    let body = plain(body).map_err(&malformed)?;
    let text = body.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&body);
    serde_json::from_slice(text).map(Some).map_err(|error| malformed(error.to_string()))
}

/// Some documents are compressed whether one asks for it or not.
fn plain(body: Vec<u8>) -> Result<Vec<u8>, String> {
    if !body.starts_with(&[0x1f, 0x8b]) {
        return Ok(body);
    }
    let most = u64::try_from(DOCUMENT_LIMIT).unwrap_or(u64::MAX);
    let mut inflated = Vec::new();
    let read = GzDecoder::new(&*body).take(most.saturating_add(1)).read_to_end(&mut inflated);
    match read {
        Ok(count) if count > DOCUMENT_LIMIT => Err(format!("it has more than {} MB", DOCUMENT_LIMIT >> 20)),
        Ok(_) => Ok(inflated),
        Err(error) => Err(error.to_string()),
    }
}

/// A text as part of a query.
fn encoded(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            let escape = format!("%{byte:02X}");
            encoded.push_str(&escape);
        }
    }
    encoded
}
