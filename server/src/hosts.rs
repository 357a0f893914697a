//! Under which names the server answers, and from whom it takes changes.
//!
//! A page of another site that is open in the same browser can send requests to a server on this machine. Two checks stop it. The `Host` header must
//! be one of the server's own names, so that a foreign name that resolves to this machine (DNS rebinding) gets nothing. And a request that may change
//! something must come from the server's own pages. Programs other than browsers send neither `Origin` nor `Sec-Fetch-Site`; they are let through, since
//! nobody can make a victim's browser leave both out.

use crate::probes;
use crate::state::Server;
use api::problem::Code;
use axum::extract::{Request, State};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::Response;
use web::problem::Refusal;

/// The names of the server.
#[derive(Debug, Clone)]
pub struct Hosts {
    port: u16,
    own: Vec<String>,
    named: Vec<String>,
}

/// A `Host` header that names this server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnHost(String);

impl OwnHost {
    /// Name and port as the request has them, in lower case.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

const LOOPBACK: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

impl Hosts {
    /// The loopback names and the address listened on, each with the port; and further names, which may come with any port, since a proxy in
    /// front may listen on another one.
    pub fn new(address: &str, port: u16, named: &[String]) -> Self {
        let address = if address.contains(':') && !address.starts_with('[') {
            format!("[{address}]")
        } else {
            address.to_owned()
        };
        let own = LOOPBACK.iter().map(|&name| name.to_owned()).chain([address]);
        Self {
            port,
            own: own.map(|name| name.to_ascii_lowercase()).collect(),
            named: named.iter().map(|name| name.to_ascii_lowercase()).collect(),
        }
    }

    /// The host of a request, when it is one of the server's own.
    ///
    /// # Errors
    /// When the request names no host, or one that is not the server's.
    pub fn own(&self, headers: &HeaderMap) -> Result<OwnHost, Refusal> {
        let given = single(headers, header::HOST)
            .ok_or_else(|| Refusal::new(Code::ForeignHost, "The request names no host."))?;
        let foreign = || Refusal::new(Code::ForeignHost, format!("The request is for {given:.80}."));
        let authority: Authority = given.parse().map_err(|_| foreign())?;
        if authority.as_str().contains('@') {
            return Err(foreign());
        }
        let name = authority.host().to_ascii_lowercase();
        let port = authority.port_u16().unwrap_or(80);
        let known = self.named.contains(&name) || (port == self.port && self.own.contains(&name));
        if known { Ok(OwnHost(authority.as_str().to_ascii_lowercase())) } else { Err(foreign()) }
    }
}

/// Refuses a request that may change something, unless it comes from a page of this host or from a program that is not a browser.
///
/// # Errors
/// When a page of another host sent the request.
pub fn check_origin(method: &Method, headers: &HeaderMap, host: &OwnHost) -> Result<(), Refusal> {
    if method.is_safe() {
        return Ok(());
    }
    let foreign = |from: &str| Err(Refusal::new(Code::ForeignOrigin, format!("The request comes from {from:.80}.")));
    if headers.contains_key("sec-fetch-site") && single(headers, "sec-fetch-site") != Some("same-origin") {
        return foreign("another site");
    }
    if !headers.contains_key(header::ORIGIN) {
        return Ok(());
    }
    let origin = single(headers, header::ORIGIN).unwrap_or("several origins");
    let own = ["http://", "https://"]
        .iter()
        .any(|scheme| origin.strip_prefix(scheme).is_some_and(|authority| authority.eq_ignore_ascii_case(&host.0)));
    if own { Ok(()) } else { foreign(origin) }
}

/// The check as a layer around every route.
///
/// # Errors
/// When the host or the origin of the request is not the server's.
pub async fn guard(State(server): State<Server>, request: Request, next: Next) -> Result<Response, Refusal> {
    // Balancers ask by address, and learn nothing but whether the server is there.
    if [probes::LIVE, probes::READY].contains(&request.uri().path()) && request.method().is_safe() {
        return Ok(next.run(request).await);
    }
    let host = server.hosts.own(request.headers())?;
    check_origin(request.method(), request.headers(), &host)?;
    Ok(next.run(request).await)
}

/// The value of a header that stands exactly once.
pub fn single(headers: &HeaderMap, name: impl header::AsHeaderName) -> Option<&str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?.to_str().ok()?;
    values.next().is_none().then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(*name, HeaderValue::from_str(value).unwrap());
        }
        headers
    }

    #[test]
    fn only_its_own_names_are_answered() {
        let hosts = Hosts::new("192.168.1.5", 8080, &["Studio.Example.com".into()]);
        let answered = |host: &str| hosts.own(&headers(&[("host", host)])).is_ok();
        for host in [
            "localhost:8080",
            "LOCALHOST:8080",
            "127.0.0.1:8080",
            "[::1]:8080",
            "192.168.1.5:8080",
            "studio.example.com",
            "studio.example.com:8443",
        ] {
            assert!(answered(host), "{host}");
        }
        for host in [
            "localhost",
            "localhost:81",
            "evil.example:8080",
            "localhost.evil.example:8080",
            "localhost:8080@evil.example",
            "user@localhost:8080",
            "127.0.0.1.nip.io:8080",
            "",
            "localhost:8080, evil.example",
        ] {
            assert!(!answered(host), "{host}");
        }
        assert!(hosts.own(&HeaderMap::new()).is_err());
        let two = headers(&[("host", "localhost:8080"), ("host", "localhost:8080")]);
        assert!(hosts.own(&two).is_err());
    }

    #[test]
    fn port_80_needs_no_port_in_the_name() {
        let hosts = Hosts::new("::1", 80, &[]);
        assert!(hosts.own(&headers(&[("host", "[::1]")])).is_ok());
        assert!(hosts.own(&headers(&[("host", "localhost")])).is_ok());
    }

    #[test]
    fn changes_come_from_the_own_pages_only() {
        let host = OwnHost("localhost:8080".into());
        let taken =
            |method: &Method, pairs: &[(&'static str, &str)]| check_origin(method, &headers(pairs), &host).is_ok();
        let own = ("origin", "http://localhost:8080");
        assert!(taken(&Method::POST, &[own]));
        assert!(taken(&Method::POST, &[own, ("sec-fetch-site", "same-origin")]));
        assert!(taken(&Method::POST, &[("sec-fetch-site", "same-origin")]));
        assert!(taken(&Method::POST, &[]), "curl sends neither");
        assert!(taken(&Method::GET, &[("origin", "http://evil.example")]));
        for pairs in [
            &[("origin", "http://evil.example")][..],
            &[("origin", "null")],
            &[("origin", "http://localhost:81")],
            &[("origin", "http://localhost:8080.evil.example")],
            &[own, own],
            &[own, ("sec-fetch-site", "cross-site")],
            &[("sec-fetch-site", "same-site")],
            &[("sec-fetch-site", "none")],
        ] {
            assert!(!taken(&Method::POST, pairs), "{pairs:?}");
            assert!(!taken(&Method::DELETE, pairs), "{pairs:?}");
        }
    }
}
