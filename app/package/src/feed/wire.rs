//! The documents of a feed, as far as they are read.

use serde::Deserialize;

use crate::{PackageVersion, Release};

/// What a feed offers, and where.
#[derive(Debug, Deserialize)]
pub(super) struct ServiceIndex {
    resources: Vec<Service>,
}

#[derive(Debug, Deserialize)]
struct Service {
    #[serde(rename = "@id")]
    address: String,
    #[serde(rename = "@type")]
    kinds: OneOrMany,
}

/// Some feeds write a list where others write a text.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl OneOrMany {
    fn all(&self) -> &[String] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Many(many) => many,
        }
    }
}

impl ServiceIndex {
    /// The address of the first of these kinds that there is.
    pub(super) fn first(&self, kinds: &[&str]) -> Option<&str> {
        let of = |kind: &&str| {
            let has = |service: &&Service| service.kinds.all().iter().any(|own| own == kind);
            self.resources.iter().find(has).map(|service| service.address.as_str())
        };
        kinds.iter().find_map(of)
    }
}

/// The versions whose contents a feed has.
#[derive(Debug, Deserialize)]
pub(super) struct FlatIndex {
    versions: Vec<String>,
}

impl FlatIndex {
    /// Those that have the form of one.
    pub(super) fn versions(&self) -> impl Iterator<Item = PackageVersion> {
        self.versions.iter().filter_map(|version| version.parse().ok())
    }
}

/// The releases of a package, in pages.
#[derive(Debug, Deserialize)]
pub(super) struct RegistrationIndex {
    pub(super) items: Vec<RegistrationPage>,
}

/// Some releases of a package.
#[derive(Debug, Deserialize)]
pub(super) struct RegistrationPage {
    #[serde(rename = "@id", default)]
    pub(super) id: String,
    /// Missing where the page is a document of its own.
    pub(super) items: Option<Vec<RegistrationLeaf>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RegistrationLeaf {
    catalog_entry: CatalogEntry,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct CatalogEntry {
    version: String,
    listed: Option<bool>,
    #[serde(default)]
    published: Option<String>,
    #[serde(default)]
    license_expression: Option<String>,
    #[serde(default)]
    license_url: Option<String>,
    #[serde(default)]
    deprecation: Option<Deprecation>,
    #[serde(default)]
    vulnerabilities: Option<Vec<Vulnerability>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Deprecation {
    #[serde(default)]
    reasons: Vec<String>,
    #[serde(default)]
    message: Option<String>,
    #[serde(default)]
    alternate_package: Option<AlternatePackage>,
}

#[derive(Debug, Deserialize)]
struct AlternatePackage {
    id: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Vulnerability {
    advisory_url: String,
    #[serde(default)]
    severity: Severity,
}

/// From 0 to 3; feeds write it as a text or as a number.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Severity {
    Text(String),
    Number(u8),
}

impl Default for Severity {
    fn default() -> Self {
        Self::Text(String::new())
    }
}

impl Severity {
    fn word(&self) -> &'static str {
        let number = match self {
            Self::Text(text) => text.parse().ok(),
            Self::Number(number) => Some(*number),
        };
        match number {
            Some(0) => "low",
            Some(1) => "moderate",
            Some(2) => "high",
            Some(3) => "critical",
            _ => "of unknown severity",
        }
    }
}

impl RegistrationPage {
    /// What it says of each release; one whose version is not understood cannot be taken, and is passed over.
    pub(super) fn releases(self) -> impl Iterator<Item = Release> {
        self.items.into_iter().flatten().filter_map(|leaf| leaf.catalog_entry.release())
    }
}

impl CatalogEntry {
    fn release(self) -> Option<Release> {
        let version = self.version.parse().ok()?;
        // Before feeds said so, hidden versions were published in 1900.
        let is_of_1900 = self.published.as_deref().is_some_and(|time| time.starts_with("1900-"));
        let given = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
        Some(Release {
            version,
            is_listed: self.listed.unwrap_or(!is_of_1900),
            license: given(self.license_expression).or(given(self.license_url)),
            deprecation: self.deprecation.map(|it| it.words()),
            vulnerabilities: self.vulnerabilities.unwrap_or_default().iter().map(Vulnerability::words).collect(),
        })
    }
}

impl Deprecation {
    fn words(&self) -> String {
        let mut words = self.reasons.iter().map(|reason| match reason.as_str() {
            "Legacy" => "it is not maintained any more",
            "CriticalBugs" => "it has critical faults",
            _ => "its author gives another reason",
        });
        let mut parts: Vec<String> = vec![words.by_ref().collect::<Vec<_>>().join(", ")];
        parts.extend(self.message.clone().map(|message| message.trim().to_owned()));
        parts.extend(self.alternate_package.as_ref().map(|other| format!("take {} instead", other.id)));
        parts.retain(|part| !part.is_empty());
        if parts.is_empty() { "its author gives no reason".to_owned() } else { parts.join("; ") }
    }
}

impl Vulnerability {
    fn words(&self) -> String {
        format!("{}: {}", self.severity.word(), self.advisory_url)
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct SearchAnswer {
    data: Vec<SearchHit>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct SearchHit {
    id: String,
    version: String,
    #[serde(default)]
    description: Option<String>,
    #[serde(default)]
    authors: Option<OneOrMany>,
    #[serde(default)]
    total_downloads: Option<u64>,
}

/// A package that a search finds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Its name.
    pub id: String,
    /// Its latest version.
    pub version: String,
    /// What it is.
    pub description: String,
    /// Its authors.
    pub authors: String,
    /// How often it was downloaded, when the feed counts.
    pub downloads: Option<u64>,
}

impl SearchAnswer {
    pub(super) fn hits(self) -> Vec<Hit> {
        let hit = |found: SearchHit| Hit {
            id: found.id,
            version: found.version,
            description: found.description.unwrap_or_default(),
            authors: found.authors.map(|authors| authors.all().join(", ")).unwrap_or_default(),
            downloads: found.total_downloads,
        };
        self.data.into_iter().map(hit).collect()
    }
}
