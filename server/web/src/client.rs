//! Who asks, as far as limits go: the address of the connection, or the address that a trusted proxy in front names.

use axum::extract::{ConnectInfo, FromRef, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName};
use ipnet::IpNet;
use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

/// A client as far as limits go: an IPv4 address, or the /64 network of an IPv6 address, which one subscriber has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Client(IpAddr);

/// How clients are told apart.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Clients {
    /// The header in which a proxy in front names the client's address; without one the address of the connection counts.
    pub header: Option<HeaderName>,
    /// The networks whose connections may name another address. Without any, only a proxy on this machine may.
    pub proxies: Vec<IpNet>,
}

impl Client {
    /// The client with this address.
    pub fn new(address: IpAddr) -> Self {
        Self(match address.to_canonical() {
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
            }
            address @ IpAddr::V4(_) => address,
        })
    }

    /// The address, or the first of its network.
    pub fn address(self) -> IpAddr {
        self.0
    }
}

impl Clients {
    /// Whether a connection from this address comes from a proxy that is believed.
    pub fn trusts(&self, connection: IpAddr) -> bool {
        let connection = connection.to_canonical();
        if self.proxies.is_empty() {
            return connection.is_loopback();
        }
        self.proxies.iter().any(|network| network.contains(&connection))
    }

    /// The client of a request. A proxy adds the address of its own client at the end of the header, so the last one counts: those before it are
    /// what clients say of themselves.
    pub fn of(&self, connection: Option<IpAddr>, headers: &HeaderMap) -> Client {
        let connection = connection.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
        let named = self.header.as_ref().filter(|_| self.trusts(connection)).and_then(|header| {
            let last = headers.get_all(header).iter().next_back()?.to_str().ok()?.rsplit(',').next()?.trim();
            last.parse().ok().or_else(|| Some(last.parse::<SocketAddr>().ok()?.ip()))
        });
        Client::new(named.unwrap_or(connection))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Client
where
    Arc<Clients>: FromRef<S>,
{
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        let connection = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(address)| address.ip());
        Ok(Arc::<Clients>::from_ref(state).of(connection, &parts.headers))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn client(address: &str) -> Client {
        Client::new(address.parse().unwrap())
    }

    fn named(clients: &Clients, connection: &str, values: &[&'static str]) -> Client {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append("x-forwarded-for", HeaderValue::from_static(value));
        }
        clients.of(Some(connection.parse().unwrap()), &headers)
    }

    #[test]
    fn one_subscriber_is_one_client() {
        assert_eq!(client("2001:db8::1"), client("2001:db8::ffff:2"));
        assert_ne!(client("2001:db8::1"), client("2001:db8:0:1::1"));
        assert_eq!(client("::ffff:10.0.0.1"), client("10.0.0.1"));
    }

    #[test]
    fn the_last_address_that_a_proxy_names_counts() {
        let clients = Clients { header: Some(HeaderName::from_static("x-forwarded-for")), proxies: Vec::new() };
        assert_eq!(named(&clients, "127.0.0.1", &["1.1.1.1, 10.0.0.2"]), client("10.0.0.2"));
        assert_eq!(named(&clients, "127.0.0.1", &["1.1.1.1", "10.0.0.3:4711"]), client("10.0.0.3"));
        assert_eq!(named(&clients, "127.0.0.1", &["nobody"]), client("127.0.0.1"));
        assert_eq!(named(&Clients::default(), "127.0.0.1", &["1.1.1.1"]), client("127.0.0.1"));
    }

    #[test]
    fn only_trusted_proxies_name_addresses() {
        let header = Some(HeaderName::from_static("x-forwarded-for"));
        let near = Clients { header: header.clone(), proxies: Vec::new() };
        assert_eq!(named(&near, "192.168.1.9", &["1.1.1.1"]), client("192.168.1.9"));
        let far = Clients { header, proxies: vec!["192.168.1.0/24".parse().unwrap()] };
        assert_eq!(named(&far, "192.168.1.9", &["1.1.1.1"]), client("1.1.1.1"));
        assert_eq!(named(&far, "::ffff:192.168.1.9", &["1.1.1.1"]), client("1.1.1.1"));
        assert_eq!(named(&far, "127.0.0.1", &["1.1.1.1"]), client("127.0.0.1"));
    }
}
