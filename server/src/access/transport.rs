//! Whether others on the way can read what a client sends.

use crate::state::Server;
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, header};
use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use web::client::Clients;

/// How a request came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Transport {
    /// Whether nobody on the way could read it: it did not leave this machine, or came over https as a trusted proxy says.
    pub is_protected: bool,
    /// Whether a trusted proxy says that it came over https.
    pub is_https: bool,
}

const FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");
const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

impl Transport {
    /// The transport of a request. A connection over the loopback that a proxy forwards came from somewhere else.
    pub fn of(clients: &Clients, connection: Option<IpAddr>, headers: &HeaderMap) -> Self {
        let connection = connection.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
        // Each proxy adds its own view at the end, or replaces what was there.
        let proto = headers.get_all(FORWARDED_PROTO).iter().next_back().and_then(|value| value.to_str().ok());
        let proto = proto.and_then(|value| value.rsplit(',').next()).map(str::trim);
        let is_https = clients.trusts(connection) && proto.is_some_and(|proto| proto.eq_ignore_ascii_case("https"));
        let is_forwarded = [FORWARDED_PROTO, FORWARDED_FOR, header::FORWARDED]
            .iter()
            .chain(&clients.header)
            .any(|header| headers.contains_key(header));
        let is_near = connection.to_canonical().is_loopback() && !is_forwarded;
        Self { is_protected: is_https || is_near, is_https }
    }
}

impl FromRequestParts<Server> for Transport {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, server: &Server) -> Result<Self, Infallible> {
        let connection = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(address)| address.ip());
        Ok(Self::of(&server.clients, connection, &parts.headers))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn protected(clients: &Clients, connection: &str, headers: &[(&str, &str)]) -> bool {
        let mut given = HeaderMap::new();
        for (name, value) in headers {
            given.append(name.parse::<HeaderName>().unwrap(), value.parse().unwrap());
        }
        Transport::of(clients, Some(connection.parse().unwrap()), &given).is_protected
    }

    #[test]
    fn what_leaves_the_machine_must_be_encrypted() {
        let near = Clients::default();
        assert!(protected(&near, "127.0.0.1", &[]));
        assert!(protected(&near, "::ffff:127.0.0.1", &[]));
        assert!(!protected(&near, "10.0.0.1", &[]));
        assert!(!protected(&near, "10.0.0.1", &[("x-forwarded-proto", "https")]), "nobody that is trusted");
        let far = Clients { header: None, proxies: vec!["10.0.0.0/8".parse().unwrap()] };
        assert!(protected(&far, "10.0.0.1", &[("x-forwarded-proto", "https")]));
        assert!(!protected(&far, "10.0.0.1", &[("x-forwarded-proto", "http")]));
        assert!(!protected(&far, "10.0.0.1", &[("x-forwarded-proto", "https, http")]), "the last proxy counts");
        assert!(!protected(&far, "10.0.0.1", &[("x-forwarded-proto", "https"), ("x-forwarded-proto", "http")]));
    }

    #[test]
    fn a_proxy_on_this_machine_does_not_make_its_clients_near() {
        let near = Clients::default();
        for header in ["x-forwarded-for", "forwarded", "x-forwarded-proto"] {
            assert!(!protected(&near, "127.0.0.1", &[(header, "10.0.0.9")]), "{header}");
        }
        assert!(protected(&near, "127.0.0.1", &[("x-forwarded-for", "10.0.0.9"), ("x-forwarded-proto", "HTTPS")]));
        let named = Clients { header: Some(HeaderName::from_static("x-client")), proxies: Vec::new() };
        assert!(!protected(&named, "127.0.0.1", &[("x-client", "10.0.0.9")]));
    }
}
