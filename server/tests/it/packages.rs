//! Packages of NuGet through the server: a feed that the test serves, and a folder.

use crate::{description, router};
use api::package::{FEED_HEADER, PACKAGES, PackageSearch, PackageVersions, ReleaseList, content, releases, versions};
use api::problem::Problem;
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt;
use serde::de::DeserializeOwned;
use server::packages::settings::Place;
use support::feed::{Feed, log_in, nupkg};
use tower::ServiceExt;

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Answer {
    fn read<T: DeserializeOwned>(&self) -> T {
        assert_eq!(self.status, StatusCode::OK, "{}", String::from_utf8_lossy(&self.body));
        serde_json::from_slice(&self.body).unwrap()
    }

    fn problem(&self) -> Problem {
        serde_json::from_slice(&self.body).unwrap()
    }
}

async fn ask(server: &Router, path: &str, log_in: Option<&str>) -> Answer {
    let mut request = Request::builder().uri(path).header("host", "localhost:8080").header("x-client", "10.0.0.1");
    if let Some(log_in) = log_in {
        request = request.header(FEED_HEADER, log_in);
    }
    let response = server.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = body.collect().await.unwrap().to_bytes().to_vec();
    description::check("GET", path, parts.status, &parts.headers, &body);
    Answer { status: parts.status, headers: parts.headers, body }
}

async fn with_feed(address: &str) -> Router {
    router::with_feed(address.parse().unwrap()).await
}

#[tokio::test]
async fn a_feed_is_forwarded() {
    let feed = Feed::start();
    let server = with_feed(&feed.index).await;
    let found: PackageSearch = ask(&server, &format!("{PACKAGES}?text=web%20rates&prerelease=true"), None).await.read();
    assert_eq!((found.packages[0].id.as_str(), found.packages[0].downloads), ("Web.Rates", Some(7)));
    let told: ReleaseList = ask(&server, &releases("web.rates"), None).await.read();
    let [first, second, hidden] = &told.releases[..] else { panic!("{told:?}") };
    assert_eq!(first.vulnerabilities, ["high: https://advisory.example/1"]);
    assert!(
        first.deprecation.as_ref().unwrap().contains("take Other instead") && second.is_listed && !hidden.is_listed
    );
    let all: PackageVersions = ask(&server, &versions("Web.Core"), None).await.read();
    assert_eq!(all.versions, ["1.0.0", "1.2.0", "1.3.0"]);
    let package = ask(&server, &content("Web.Core", "1.2.0"), None).await;
    assert_eq!(package.status, StatusCode::OK);
    assert_eq!(package.headers["content-length"], package.body.len().to_string());
    assert_eq!(package::Package::read(package.body).unwrap().id(), "Web.Core");
    assert_eq!(ask(&server, &content("Web.Core", "9.0.0"), None).await.problem().code, "S904");
    let none: PackageVersions = ask(&server, &versions("Nothing"), None).await.read();
    assert!(none.versions.is_empty());
}

#[tokio::test]
async fn a_log_in_goes_to_the_feed_and_to_nobody_else() {
    let (feed, other) = (Feed::private("ada", "s3cret"), Feed::start());
    let server = with_feed(&feed.index).await;
    let refused = ask(&server, &versions("Web.Core"), None).await.problem();
    assert_eq!(refused.code, "S903");
    let wrong = log_in("ada", "wrong");
    let refused = ask(&server, &versions("Web.Core"), Some(&wrong)).await.problem();
    assert!(refused.code == "S903" && !refused.detail.contains(&wrong), "{refused:?}");
    let right = log_in("ada", "s3cret");
    let all: PackageVersions = ask(&server, &versions("Web.Core"), Some(&right)).await.read();
    assert_eq!(all.versions.len(), 3);
    // The next request knows nothing of it.
    assert_eq!(ask(&server, &versions("Web.Core"), None).await.problem().code, "S903");
    // A feed that sends elsewhere is not followed there.
    feed.lead_to(&other);
    let refused = ask(&server, &content("Web.Core", "1.2.0"), Some(&right)).await.problem();
    assert_eq!(refused.code, "S902");
    assert!(other.seen().is_empty());
    for wrong in ["Bearer x", "ada:s3cret", ""] {
        assert_eq!(ask(&server, &versions("Web.Core"), Some(wrong)).await.problem().code, "S906", "{wrong}");
    }
}

/// A feed that names hosts inside of the server's network does not lead the server there.
#[tokio::test]
async fn hosts_that_a_feed_names_are_checked() {
    let other = Feed::start();
    let feed = Feed::start();
    feed.names(&other);
    let server = with_feed(&feed.index).await;
    let refused = ask(&server, &versions("Web.Core"), None).await.problem();
    assert_eq!(refused.code, "S901");
    assert!(other.seen().is_empty(), "{:?}", other.seen());
}

#[tokio::test]
async fn what_is_wrong_is_said() {
    let feed = Feed::start();
    let server = with_feed(&feed.index).await;
    for (path, code) in [
        (versions("a%2Fb"), "S906"),
        (versions("..%2F..%2Fetc"), "S906"),
        (content("Web.Core", "x"), "S906"),
        (format!("{PACKAGES}?text={}", "a".repeat(201)), "S906"),
        (PACKAGES.to_owned(), "S906"),
    ] {
        assert_eq!(ask(&server, &path, None).await.problem().code, code, "{path}");
    }
    let page = with_feed(&format!("{}/page", feed.address)).await;
    let problem = ask(&page, &versions("A"), None).await.problem();
    assert!(problem.code == "S902" && !problem.detail.contains("/page"), "{problem:?}");
    let nobody = with_feed("http://127.0.0.1:1/index.json").await;
    assert_eq!(ask(&nobody, &versions("A"), None).await.problem().code, "S901");
    let off = router::with_feed(Place::Off).await;
    assert_eq!(ask(&off, &versions("A"), None).await.problem().code, "S804");
}

#[tokio::test]
async fn a_folder_is_a_feed() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("Core.1.1.0.nupkg"), nupkg("Core", "1.1.0", &[], &[])).unwrap();
    let server = router::with_feed(Place::Folder(folder.path().to_owned())).await;
    let all: PackageVersions = ask(&server, &versions("core"), None).await.read();
    assert_eq!(all.versions, ["1.1.0"]);
    let told: ReleaseList = ask(&server, &releases("core"), None).await.read();
    assert!(told.releases[0].is_listed);
    assert_eq!(ask(&server, &content("core", "1.1"), None).await.status, StatusCode::OK);
    assert_eq!(ask(&server, &format!("{PACKAGES}?text=core"), None).await.problem().code, "S902");
    folder.close().unwrap();
    assert_eq!(ask(&server, &versions("core"), None).await.problem().code, "S901");
}
