//! Packages of NuGet: search, versions, contents.

use super::Shape;
use super::operation::{Content, Method, Need, Operation, Parameter, json, text};
use crate::access::Right;
use crate::package::{
    FEED_HEADER, FoundPackage, PACKAGE_TYPE, PACKAGES, PackageRelease, PackageSearch, PackageVersions, ReleaseList,
};
use crate::problem::Code;

/// Refusals of whatever asks the feed.
const OF_FEEDS: [Code; 7] = [
    Code::FeatureOff,
    Code::FeedUnreachable,
    Code::FeedMalformed,
    Code::FeedRefused,
    Code::FeedBusy,
    Code::FeedRequest,
    Code::NotFound,
];

pub(super) fn operations() -> Vec<Operation> {
    let search = PackageSearch {
        packages: vec![FoundPackage {
            id: "Newtonsoft.Json".into(),
            version: "13.0.3".into(),
            description: "A JSON framework".into(),
            authors: "James Newton-King".into(),
            downloads: Some(7),
        }],
    };
    let releases = ReleaseList {
        releases: vec![PackageRelease {
            version: "13.0.3".into(),
            is_listed: true,
            license: Some("MIT".into()),
            deprecation: None,
            vulnerabilities: vec!["high: https://advisory.example/1".into()],
        }],
    };
    let id = |operation: Operation| operation.part("id", "The name of the package.", text("Newtonsoft.Json"));
    let get = |below: &str, id: &'static str, summary: &'static str| {
        Operation::new(Method::Get, format!("{PACKAGES}{below}"), id, summary).refuses(&OF_FEEDS)
    };
    let versions = PackageVersions { versions: vec!["13.0.3".into()] };
    let all = vec![
        get("", "packages", "The packages of the feed that a text finds")
            .asks("text", "Words of the name, the description or the tags.", text("json"))
            .may_ask("prerelease", "Whether prereleases count.", Shape::of(&false))
            .answers(200, "The best first.", json(&search)),
        id(get("/{id}/releases", "package_releases", "The versions of a package, with what the feed says of each"))
            .answers(200, "The earliest first; none where the feed has no such package.", json(&releases)),
        id(get("/{id}/versions", "package_versions", "All versions of a package")).answers(
            200,
            "The earliest first; none where the feed has no such package.",
            json(&versions),
        ),
        id(get("/{id}/versions/{version}/content", "package_content", "The bytes of a package"))
            .part("version", "The version.", text("13.0.3"))
            .answers(200, "The package.", Content::Bytes(PACKAGE_TYPE))
            .with_header("Content-Length")
            .refuses(&[Code::FeedNoPackage]),
    ];
    all.into_iter().map(|one| one.parameter(log_in()).needs(Need::Right(Right::Compile))).collect()
}

fn log_in() -> Parameter {
    Parameter {
        name: FEED_HEADER,
        place: "header",
        is_needed: false,
        text: "The log-in at a private feed. It goes to the feed's own host with this request, and is kept nowhere.",
        shape: text("Basic dXNlcjpwYXNzd29yZA=="),
    }
}
