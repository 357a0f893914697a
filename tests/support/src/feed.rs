//! A feed of the third version of NuGet's protocol, with packages that it makes.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use crate::archive::zip_of;

/// A package that needs these others, with these files.
pub fn nupkg(id: &str, version: &str, needs: &[(&str, &str)], files: &[(&str, &[u8])]) -> Vec<u8> {
    let needs: String =
        needs.iter().map(|(id, range)| format!("<dependency id=\"{id}\" version=\"{range}\"/>")).collect();
    let manifest = format!(
        "<package><metadata><id>{id}</id><version>{version}</version><license type=\"expression\">MIT</license>\
         <dependencies><group targetFramework=\".NETFramework4.5\">{needs}</group></dependencies></metadata></package>"
    );
    zip_of(&[&[(format!("{id}.nuspec").as_str(), manifest.as_bytes())][..], files].concat())
}

/// A request that a feed got.
#[derive(Debug, Clone)]
pub struct Seen {
    /// What was asked for, with its query.
    pub path: String,
    /// Whether it had a log-in.
    pub has_password: bool,
}

/// A feed that runs until the test ends.
#[derive(Debug)]
pub struct Feed {
    /// Host and port with the scheme.
    pub address: String,
    /// The service index.
    pub index: String,
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    bodies: BTreeMap<String, Vec<u8>>,
    /// What requests must say, as a header has it.
    authorization: Option<String>,
    /// Where contents are instead.
    elsewhere: Option<String>,
    seen: Vec<Seen>,
}

impl Feed {
    /// One with `Web.Rates` in versions 1.0.0 (deprecated, vulnerable), 2.0.0 and 3.0.0 (hidden), which need `Web.Core`.
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let state = Arc::new(Mutex::new(State { bodies: bodies(&address), ..State::default() }));
        let shared = Arc::clone(&state);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = Arc::clone(&shared);
                // A client that goes away is no trouble of the feed.
                std::thread::spawn(move || drop(serve(&stream, &shared)));
            }
        });
        Self { index: format!("{address}/v3/index.json"), address, state }
    }

    /// The same for this user alone.
    pub fn private(user: &str, password: &str) -> Self {
        let feed = Self::start();
        feed.state.lock().unwrap().authorization = Some(log_in(user, password));
        feed
    }

    /// Sends whoever asks for contents to another feed.
    pub fn lead_to(&self, other: &Self) {
        self.state.lock().unwrap().elsewhere = Some(other.address.clone());
    }

    /// Names the services of another feed as its own.
    pub fn names(&self, other: &Self) {
        let services = services(&other.address);
        self.state.lock().unwrap().bodies.insert("/v3/index.json".to_owned(), services.into_bytes());
    }

    /// The requests so far.
    pub fn seen(&self) -> Vec<Seen> {
        self.state.lock().unwrap().seen.clone()
    }
}

/// A log-in as the header has it.
pub fn log_in(user: &str, password: &str) -> String {
    format!("Basic {}", base64_simd::STANDARD.encode_to_string(format!("{user}:{password}")))
}

/// The service index of a feed at this address.
fn services(address: &str) -> String {
    format!(
        r#"{{"version": "3.0.0", "resources": [{{"@id": "{address}/flat/", "@type": "PackageBaseAddress/3.0.0"}},
            {{"@id": "{address}/reg/", "@type": "RegistrationsBaseUrl/3.6.0"}},
            {{"@id": "{address}/query", "@type": "SearchQueryService"}}]}}"#
    )
}

fn bodies(address: &str) -> BTreeMap<String, Vec<u8>> {
    let mut bodies = BTreeMap::new();
    let mut put = |path: &str, body: &[u8]| drop(bodies.insert(path.to_owned(), body.to_vec()));
    let services = services(address);
    put("/v3/index.json", services.as_bytes());
    put("/page", b"<html>");
    let found = br#"{"data": [{"id": "Web.Rates", "version": "2.0.0", "description": "Rates", "authors": ["Ada"], "totalDownloads": 7}]}"#;
    put("/query?q=web%20rates&skip=0&take=50&prerelease=true&semVerLevel=2.0.0", found);
    let leaf = |version: &str, more: &str| format!(r#"{{"catalogEntry": {{"version": "{version}"{more}}}}}"#);
    let against = r#", "deprecation": {"reasons": ["Legacy"], "alternatePackage": {"id": "Other"}},
        "vulnerabilities": [{"advisoryUrl": "https://advisory.example/1", "severity": "2"}]"#;
    let rates = [leaf("1.0.0", against), leaf("2.0.0", ""), leaf("3.0.0", r#", "listed": false"#)].join(",");
    put("/reg/web.rates/index.json", format!(r#"{{"items": [{{"@id": "x", "items": [{rates}]}}]}}"#).as_bytes());
    put("/reg/web.core/index.json", format!(r#"{{"items": [{{"@id": "{address}/reg/page.json"}}]}}"#).as_bytes());
    put("/reg/page.json", format!(r#"{{"items": [{}]}}"#, leaf("1.2.0", "")).as_bytes());
    put("/flat/web.core/index.json", br#"{"versions": ["1.0.0", "1.2.0", "1.3.0"]}"#);
    let core = nupkg("Web.Core", "1.2.0", &[], &[("lib/net45/Web.Core.dll", b"core")]);
    put("/flat/web.core/1.2.0/web.core.1.2.0.nupkg", &core);
    for version in ["1.0.0", "2.0.0"] {
        let dll = format!("rates {version}");
        let rates =
            nupkg("Web.Rates", version, &[("Web.Core", "[1.1,2.0)")], &[("lib/net45/Web.Rates.dll", dll.as_bytes())]);
        put(&format!("/flat/web.rates/{version}/web.rates.{version}.nupkg"), &rates);
    }
    bodies
}

fn serve(stream: &TcpStream, state: &Mutex<State>) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream).lines();
    let first = lines.next().transpose()?.unwrap_or_default();
    let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
    let mut authorization = None;
    for line in lines {
        let line = line?;
        if line.is_empty() {
            break;
        }
        let header = line.split_once(": ").filter(|(name, _)| name.eq_ignore_ascii_case("authorization"));
        authorization = header.map(|(_, value)| value.to_owned()).or(authorization);
    }
    let (status, header, body) = {
        let mut state = state.lock().unwrap();
        state.seen.push(Seen { path: path.clone(), has_password: authorization.is_some() });
        let elsewhere = state.elsewhere.clone().filter(|_| path.contains(".nupkg"));
        match (elsewhere, state.bodies.get(&path)) {
            _ if state.authorization.is_some() && state.authorization != authorization => {
                (401, String::new(), Vec::new())
            }
            (Some(other), _) => (302, format!("Location: {other}{path}\r\n"), Vec::new()),
            (None, Some(body)) => (200, String::new(), body.clone()),
            (None, None) => (404, String::new(), Vec::new()),
        }
    };
    let mut stream = stream;
    write!(stream, "HTTP/1.1 {status} x\r\n{header}Content-Length: {}\r\nConnection: close\r\n\r\n", body.len())?;
    stream.write_all(&body)
}
