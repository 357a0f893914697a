//! Packages of NuGet, from the feed that the server's operator chose.

use serde::{Deserialize, Serialize};

/// Where packages are searched for, with [`SearchQuery`]; below it are a package's releases and contents.
pub const PACKAGES: &str = "/api/packages";

/// The header with the log-in at a private feed, as its `Authorization` is to have it: `Basic dXNlcjpwYXNzd29yZA==`. It goes with one
/// request and is kept nowhere.
pub const FEED_HEADER: &str = "x-xif-studio-feed";

/// Content type of a package.
pub const PACKAGE_TYPE: &str = "application/octet-stream";

/// The most packages that a search gives.
pub const SEARCH_LIMIT: usize = 50;

/// Where the releases of a package are.
pub fn releases(id: &str) -> String {
    format!("{PACKAGES}/{id}/releases")
}

/// Where all versions of a package are.
pub fn versions(id: &str) -> String {
    format!("{PACKAGES}/{id}/versions")
}

/// Where the bytes of a package are.
pub fn content(id: &str, version: &str) -> String {
    format!("{PACKAGES}/{id}/versions/{version}/content")
}

/// What is searched for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchQuery {
    /// Words of its name, description or tags.
    pub text: String,
    /// Whether prereleases count.
    #[serde(default)]
    pub prerelease: bool,
}

/// The packages that a search finds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
pub struct PackageSearch {
    /// The best first.
    pub packages: Vec<FoundPackage>,
}

/// A package that a search finds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
pub struct FoundPackage {
    /// Its name.
    pub id: String,
    /// Its latest version.
    pub version: String,
    /// What it is.
    pub description: String,
    /// Its authors.
    pub authors: String,
    /// How often it was downloaded; none where the feed does not count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub downloads: Option<u64>,
}

/// The versions of a package with what the feed says of each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
pub struct ReleaseList {
    /// The earliest first; empty where the feed has no such package.
    pub releases: Vec<PackageRelease>,
}

/// A version of a package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
pub struct PackageRelease {
    /// The version.
    pub version: String,
    /// Whether its author shows it to people who look for it.
    pub is_listed: bool,
    /// Its licence, as an expression or an address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub license: Option<String>,
    /// What its author says against using it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deprecation: Option<String>,
    /// Its known vulnerabilities: how severe each is, and where to read of it.
    #[serde(default)]
    pub vulnerabilities: Vec<String>,
}

/// All versions of a package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
pub struct PackageVersions {
    /// The earliest first, those that are not listed too; empty where the feed has no such package.
    pub versions: Vec<String>,
}
