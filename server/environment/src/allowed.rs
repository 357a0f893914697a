//! Which addresses the server calls on behalf of a user.
//!
//! Whoever can reach the studio could otherwise make its server call machines that only the server reaches: its own loopback, the
//! inner network, a cloud's metadata service. So the name is resolved here, once, every address is checked, and requests go to the
//! checked addresses: a name that changes its answer afterwards (DNS rebinding) changes nothing.

mod public;

use super::address::{Address, Host};
use api::problem::{Code, Problem};
use ipnet::IpNet;
use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;
use std::time::Duration;

/// The addresses that may be called.
#[derive(Debug, Clone, Default)]
pub struct Allowed {
    patterns: Vec<Pattern>,
    never: Vec<IpNet>,
}

/// One `--platform-host`: `[http://]HOST[:PORT]`, where HOST is a name, `*.` and a name, `*`, or an IP address, and PORT a number or `*`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    plain: bool,
    host: HostPattern,
    port: Option<u16>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum HostPattern {
    /// Every public host.
    Any,
    /// Every name under this one.
    Under(String),
    /// This host.
    This(Host),
}

/// A pattern that is not understood.
#[derive(Debug, thiserror::Error)]
#[error(
    "{0:?} is not a host pattern: write [http://]HOST[:PORT], as in dev.example.com, *.example.com:8443 or http://127.0.0.1:*"
)]
pub struct PatternError(String);

/// How far into the inside an address lies; a pattern reaches some depth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Depth {
    /// In the internet.
    Public,
    /// In a private network.
    Private,
    /// On this machine or this wire, or of no use as an address of a server: loopback, link-local (metadata services), multicast.
    Local,
}

const RESOLVE: Duration = Duration::from_secs(10);

impl Allowed {
    /// The addresses of these patterns only; without any, every public host over https on port 443.
    pub fn new(patterns: Vec<Pattern>) -> Self {
        Self { patterns: if patterns.is_empty() { vec![Pattern::public()] } else { patterns }, never: Vec::new() }
    }

    /// The same without the addresses of these networks, whatever the patterns say.
    #[must_use]
    pub fn without(self, never: Vec<IpNet>) -> Self {
        Self { never, ..self }
    }

    /// No address at all.
    pub fn nothing() -> Self {
        Self::default()
    }

    /// Resolves the host and gives the addresses to connect to. One address that may not be called refuses all.
    ///
    /// # Errors
    /// When the name is not known, or one of its addresses may not be called.
    pub async fn resolve(&self, address: &Address) -> Result<Vec<SocketAddr>, Problem> {
        let reach = self.reach(address).ok_or_else(|| not_allowed(address, "is not among the allowed addresses"))?;
        let found = lookup(address).await?;
        if let Some(inside) = found.iter().find(|found| depth(found.ip()) > reach) {
            tracing::warn!(%address, found = %inside.ip(), "a platform host leads inside");
            return Err(not_allowed(address, "leads to an address inside of the server's own network"));
        }
        if let Some(never) = found.iter().find(|found| self.is_never(found.ip())) {
            tracing::warn!(%address, found = %never.ip(), "a platform host leads to what is never called");
            return Err(not_allowed(address, "leads to an address that this server is told never to call"));
        }
        Ok(found)
    }

    fn is_never(&self, ip: IpAddr) -> bool {
        self.never.iter().any(|network| network.contains(&ip) || network.contains(&ip.to_canonical()))
    }

    /// The deepest address to which the patterns let this one lead.
    fn reach(&self, address: &Address) -> Option<Depth> {
        self.patterns.iter().filter_map(|pattern| pattern.reach(address)).max()
    }
}

impl Pattern {
    /// Every public host over https on port 443.
    pub fn public() -> Self {
        Self { plain: false, host: HostPattern::Any, port: Some(443) }
    }

    /// The host of this address, wherever it leads; none where it has no host.
    pub fn of_url(url: &reqwest::Url) -> Option<Self> {
        let Address { plain, host, port } = Address::parse(url.as_str()).ok()?;
        Some(Self { plain, host: HostPattern::This(host), port: Some(port) })
    }

    fn reach(&self, address: &Address) -> Option<Depth> {
        if self.plain != address.plain || self.port.is_some_and(|port| port != address.port) {
            return None;
        }
        match (&self.host, &address.host) {
            (HostPattern::Any, _) => Some(Depth::Public),
            (HostPattern::Under(parent), Host::Name(name)) => {
                let below = name.strip_suffix(parent.as_str())?.strip_suffix('.')?;
                (!below.is_empty()).then_some(Depth::Private)
            }
            (HostPattern::This(host), given) => (host == given).then_some(Depth::Local),
            (HostPattern::Under(_), Host::Ip(_)) => None,
        }
    }
}

impl FromStr for Pattern {
    type Err = PatternError;

    fn from_str(text: &str) -> Result<Self, PatternError> {
        let wrong = || PatternError(text.into());
        let (plain, rest) = match text.split_once("://") {
            None => (false, text),
            Some(("https", rest)) => (false, rest),
            Some(("http", rest)) => (true, rest),
            Some(_) => return Err(wrong()),
        };
        let (host, port) = match rest.rsplit_once(':') {
            // The colons of a bare IPv6 address in brackets are not those before a port.
            Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
            _ => (rest, None),
        };
        let port = match port {
            None => Some(if plain { 80 } else { 443 }),
            Some("*") => None,
            Some(port) => Some(port.parse().map_err(|_| wrong())?),
        };
        let host = match host.strip_prefix('*') {
            Some("") => HostPattern::Any,
            Some(parent) => match parent.strip_prefix('.').and_then(Host::parse) {
                Some(Host::Name(parent)) => HostPattern::Under(parent),
                _ => return Err(wrong()),
            },
            None => HostPattern::This(Host::parse(host).ok_or_else(wrong)?),
        };
        Ok(Self { plain, host, port })
    }
}

async fn lookup(address: &Address) -> Result<Vec<SocketAddr>, Problem> {
    let name = match &address.host {
        Host::Ip(ip) => return Ok(vec![SocketAddr::new(*ip, address.port)]),
        Host::Name(name) => name,
    };
    let unknown = |why: String| Problem::new(Code::PlatformUnreachable, format!("{name:.120} is not found: {why}."));
    let looking = tokio::net::lookup_host((name.as_str(), address.port));
    let found = tokio::time::timeout(RESOLVE, looking).await.map_err(|_| unknown("no answer in time".into()))?;
    let found: Vec<_> = found.map_err(|error| unknown(error.to_string()))?.collect();
    if found.is_empty() { Err(unknown("the name has no address".into())) } else { Ok(found) }
}

fn depth(ip: IpAddr) -> Depth {
    if public::is_public(ip) {
        Depth::Public
    } else if public::is_private(ip) {
        Depth::Private
    } else {
        Depth::Local
    }
}

fn not_allowed(address: &Address, why: &str) -> Problem {
    Problem::new(Code::PlatformNotAllowed, format!("{address} {why}."))
}

#[cfg(test)]
mod tests;
