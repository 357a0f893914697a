//! The protocol of feeds: documents in, answers out.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::pin;
use std::sync::Mutex;
use std::task::{Context, Poll, Waker};

use flate2::Compression;
use flate2::write::GzEncoder;
use package::feed::{Feed, FeedError, Fetch};
use package::{Answer, PackageId, Question};
use std::io::Write as _;

const INDEX: &str = "https://feed.example/index.json";
const SERVICES: &str = r#"{"version": "3.0.0", "resources": [
    {"@id": "https://feed.example/flat", "@type": "PackageBaseAddress/3.0.0"},
    {"@id": "https://feed.example/reg-old/", "@type": "RegistrationsBaseUrl"},
    {"@id": "https://feed.example/reg/", "@type": ["RegistrationsBaseUrl/3.6.0", "Other"]},
    {"@id": "https://search.example/query", "@type": "SearchQueryService"}]}"#;

/// Documents in memory.
#[derive(Default, Debug)]
struct Documents {
    bodies: BTreeMap<String, Vec<u8>>,
    asked: Mutex<Vec<String>>,
}

impl Documents {
    fn with(mut self, url: &str, body: impl Into<Vec<u8>>) -> Self {
        self.bodies.insert(url.to_owned(), body.into());
        self
    }
}

impl Fetch for &Documents {
    type Error = String;

    fn get(&self, url: &str, most: usize) -> impl Future<Output = Result<Option<Vec<u8>>, String>> + Send {
        self.asked.lock().unwrap().push(url.to_owned());
        let body = self.bodies.get(url).cloned();
        std::future::ready(if body.as_ref().is_some_and(|body| body.len() > most) {
            Err("large".into())
        } else {
            Ok(body)
        })
    }
}

/// Nothing here waits for anything.
fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(done) => done,
        Poll::Pending => panic!("it waits"),
    }
}

fn id(text: &str) -> PackageId {
    text.parse().unwrap()
}

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn versions_and_contents_come_from_their_addresses() {
    let documents = Documents::default()
        .with(INDEX, SERVICES)
        .with("https://feed.example/flat/bank.rates/index.json", r#"{"versions": ["1.0.0", "1.1.0-Beta", "odd"]}"#)
        .with("https://feed.example/flat/bank.rates/1.1.0-beta/bank.rates.1.1.0-beta.nupkg", "bytes");
    let feed = now(Feed::open(&documents, INDEX)).unwrap();
    let versions = now(feed.versions(&id("Bank.Rates"))).unwrap();
    assert_eq!(versions.iter().map(ToString::to_string).collect::<Vec<_>>(), ["1.0.0", "1.1.0-Beta"]);
    let question = Question::Package(id("Bank.Rates"), versions[1].clone());
    let Answer::Package(_, _, Some(bytes)) = now(feed.answer(&question)).unwrap() else { panic!("no bytes") };
    assert_eq!(bytes, b"bytes");
    assert_eq!(now(feed.package(&id("Bank.Rates"), &versions[0])), Ok(None));
    assert_eq!(now(feed.versions(&id("Nothing"))), Ok(Vec::new()));
}

#[test]
fn releases_tell_what_speaks_against_them() {
    let index = r#"{"items": [
        {"@id": "https://feed.example/reg/a/page1.json", "lower": "0.1.0", "upper": "0.9.0"},
        {"@id": "x", "items": [
            {"catalogEntry": {"version": "2.0.0", "listed": true, "licenseExpression": "MIT",
                "vulnerabilities": [{"advisoryUrl": "https://advisory.example/1", "severity": "2"}]}},
            {"catalogEntry": {"version": "1.0.0", "published": "1900-01-01T00:00:00Z", "licenseUrl": "https://l.example",
                "deprecation": {"reasons": ["Legacy", "CriticalBugs"], "message": "Too old.", "alternatePackage": {"id": "B"}}}}]}]}"#;
    let page = r#"{"items": [{"catalogEntry": {"version": "0.5.0", "licenseExpression": ""}}]}"#;
    let documents = Documents::default()
        .with(INDEX, SERVICES)
        .with("https://feed.example/reg/a/index.json", gzip(index))
        .with("https://feed.example/reg/a/page1.json", page);
    let feed = now(Feed::open(&documents, INDEX)).unwrap();
    let releases = now(feed.releases(&id("A"))).unwrap();
    let told: Vec<String> = releases
        .iter()
        .map(|it| {
            format!("{} {} {:?} {:?} {:?}", it.version, it.is_listed, it.license, it.deprecation, it.vulnerabilities)
        })
        .collect();
    assert_eq!(
        told,
        [
            "0.5.0 true None None []",
            "1.0.0 false Some(\"https://l.example\") Some(\"it is not maintained any more, it has critical faults; Too old.; take B \
             instead\") []",
            "2.0.0 true Some(\"MIT\") None [\"high: https://advisory.example/1\"]",
        ]
    );
    assert_eq!(now(feed.releases(&id("Nothing"))), Ok(Vec::new()));
}

#[test]
fn a_feed_without_releases_lists_its_versions() {
    let services = r#"{"resources": [{"@id": "https://feed.example/flat/", "@type": "PackageBaseAddress/3.0.0"}]}"#;
    let documents = Documents::default()
        .with(INDEX, services)
        .with("https://feed.example/flat/a/index.json", r#"{"versions": ["1.0.0"]}"#);
    let feed = now(Feed::open(&documents, INDEX)).unwrap();
    assert!(now(feed.releases(&id("A"))).unwrap()[0].is_listed);
    assert_eq!(now(feed.search("x", false, 5)), Err(FeedError::Lacks("a search")));
}

#[test]
fn a_search_finds_packages() {
    let found = r#"{"totalHits": 2, "data": [
        {"id": "Bank", "version": "1.0.0", "description": "Money", "authors": ["Ada", "Bob"], "totalDownloads": 7},
        {"id": "Other", "version": "2.0.0", "authors": "Eve"}]}"#;
    let url = "https://search.example/query?q=b%26%C3%A4%20k&skip=0&take=1&prerelease=true&semVerLevel=2.0.0";
    let documents = Documents::default().with(INDEX, SERVICES).with(url, found);
    let feed = now(Feed::open(&documents, INDEX)).unwrap();
    let hits = now(feed.search("b&ä k", true, 1)).unwrap();
    assert_eq!(hits.len(), 1, "no more than were asked for");
    assert_eq!((hits[0].authors.as_str(), hits[0].downloads), ("Ada, Bob", Some(7)));
}

#[test]
fn what_is_no_feed_is_refused() {
    let told = |documents: Documents| now(Feed::open(&documents, INDEX)).unwrap_err().to_string();
    let start = "https://feed.example/index.json is not a document of a NuGet feed: ";
    assert_eq!(told(Documents::default()), format!("{start}there is no service index at this address."));
    for body in ["", "<html>", "{}", "[]", r#"{"resources": [{}]}"#, "\u{1f}\u{8b}"] {
        assert!(told(Documents::default().with(INDEX, body)).starts_with(start), "{body}");
    }
    let bomb = gzip(&" ".repeat(package::feed::DOCUMENT_LIMIT + 1));
    assert_eq!(told(Documents::default().with(INDEX, bomb)), format!("{start}it has more than 32 MB."));
    assert!(told(Documents::default().with(INDEX, &gzip(SERVICES)[..40])).starts_with(start));
    let lacking = Documents::default().with(INDEX, r#"{"resources": []}"#);
    let feed = now(Feed::open(&lacking, INDEX)).unwrap();
    assert_eq!(now(feed.versions(&id("A"))), Err(FeedError::Lacks("the contents of packages")));
}
