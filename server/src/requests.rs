//! What is noted of every request: an id, a line in the log, and a count in the figures. Never a path with an id in it, a query, or content.

use crate::state::Server;
use crate::version;
use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use std::net::{IpAddr, SocketAddr};
use std::time::Instant;
use tracing::Instrument;

/// The header with the id, of an answer and of what a trusted proxy sends.
pub const ID: HeaderName = HeaderName::from_static("x-request-id");

/// Characters of an id that a proxy may choose.
const LONGEST: usize = 64;

/// What stands for the address of a file of the page: there are many of them.
const ASSET: &str = "/*";

/// The layer around everything else.
pub async fn follow(State(server): State<Server>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let connection = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(address)| address.ip());
    let client = server.clients.of(connection, request.headers()).address();
    let is_proxy = connection.is_some_and(|connection| server.clients.trusts(connection));
    let id = id(request.headers(), is_proxy);
    let (method, route) = (request.method().clone(), route(&request));
    let span = tracing::info_span!("request", id = id.as_ref().and_then(|id| id.to_str().ok()));
    let mut response = next.run(request).instrument(span.clone()).await;
    let elapsed = started.elapsed();
    server.figures.request(method_name(&method), &route, response.status().as_u16(), elapsed);
    span.in_scope(|| line(&method, &route, response.status(), elapsed.as_millis(), client));
    version::say(&mut response);
    if let Some(id) = id {
        response.headers_mut().insert(ID, id);
    }
    response
}

/// Files of the page are read again and again, and probes ask every few seconds: their lines are for those who look for a fault.
fn line(method: &Method, route: &str, status: StatusCode, ms: u128, client: IpAddr) {
    let status = status.as_u16();
    if route.starts_with("/api/") {
        tracing::info!(%method, route, status, ms, %client, "answered");
    } else {
        tracing::debug!(%method, route, status, ms, %client, "answered");
    }
}

/// The route and not the path: ids of connections and drafts are secrets.
fn route(request: &Request) -> String {
    match request.extensions().get::<MatchedPath>() {
        Some(route) => route.as_str().to_owned(),
        None if request.uri().path().starts_with("/api/") => "/api/*".into(),
        None => ASSET.into(),
    }
}

/// Methods are a client's own words; those that the server does not know count as one.
fn method_name(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::DELETE => "DELETE",
        _ => "other",
    }
}

/// The id that a trusted proxy gives, or a new one; none when the system has no randomness.
fn id(headers: &HeaderMap, is_proxy: bool) -> Option<HeaderValue> {
    let is_plain = |id: &&HeaderValue| {
        let bytes = id.as_bytes();
        let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.".contains(byte);
        (1..=LONGEST).contains(&bytes.len()) && bytes.iter().all(plain)
    };
    if let Some(given) = headers.get(ID).filter(|_| is_proxy).filter(is_plain) {
        return Some(given.clone());
    }
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).ok()?;
    let text: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    HeaderValue::try_from(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(ID, HeaderValue::from_static(value))])
    }

    #[test]
    fn a_proxy_gives_an_id_and_others_get_one() {
        assert_eq!(id(&named("a-1.b_2"), true).unwrap(), "a-1.b_2");
        let (one, other) = (id(&named("a-1"), false).unwrap(), id(&HeaderMap::new(), true).unwrap());
        assert!(one.len() == 32 && one != other);
        for strange in ["", "a b", "a=b", "0123456789012345678901234567890123456789012345678901234567890123456789"] {
            assert_eq!(id(&named(strange), true).unwrap().len(), 32, "{strange}");
        }
    }

    #[test]
    fn the_methods_of_strangers_are_one() {
        assert_eq!(method_name(&Method::PUT), "PUT");
        assert_eq!(method_name(&Method::from_bytes(b"MAKE-MANY-SERIES").unwrap()), "other");
    }
}
