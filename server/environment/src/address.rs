//! The address of a Platform Server as the user types it.

use api::problem::{Code, Problem};
use reqwest::Url;
use std::fmt;
use std::net::IpAddr;

/// Scheme, host and port of a Platform Server. It has no path: those of the services stand in the profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// Whether it is `http://`, which only a configured address may be.
    pub plain: bool,
    /// The host.
    pub host: Host,
    /// The port.
    pub port: u16,
}

/// A host in its normal form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Host {
    /// A name in lower case and ASCII, without a dot at its end.
    Name(String),
    /// An IP address, however it was written.
    Ip(IpAddr),
}

/// Characters that an address may have.
const LONGEST: usize = 300;

impl Address {
    /// Reads what a user typed. A path or query is left out: people copy addresses out of the browser.
    ///
    /// # Errors
    /// When the text is not an address, or has a scheme other than http and https.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let text = text.trim();
        let wrong = |why: &str| Problem::new(Code::PlatformAddress, why);
        if text.is_empty() || text.len() > LONGEST {
            return Err(wrong("The address is empty or too long."));
        }
        let typed = if text.contains("://") { text.to_owned() } else { format!("https://{text}") };
        let url = Url::parse(&typed).map_err(|error| wrong(&format!("The address cannot be read: {error}.")))?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(wrong("The address holds a user name or a password."));
        }
        let plain = match url.scheme() {
            "https" => false,
            "http" => true,
            _ => return Err(wrong("The address begins with something else than https://.")),
        };
        let host = url.host_str().and_then(Host::parse).ok_or_else(|| wrong("The address has no host name."))?;
        let port = url.port_or_known_default().filter(|&port| port > 0).ok_or_else(|| wrong("The port is 0."))?;
        Ok(Self { plain, host, port })
    }

    /// The address of a path on this server.
    pub fn join(&self, path: &str) -> String {
        format!("{self}{path}")
    }

    /// Whether a URL leads to this very server.
    pub fn has(&self, url: &Url) -> bool {
        Self::parse(url.as_str()).is_ok_and(|other| other == *self)
    }
}

impl Host {
    /// A host as it stands in a URL.
    pub fn parse(text: &str) -> Option<Self> {
        let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
        if let Ok(address) = bare.parse() {
            return Some(Self::Ip(address));
        }
        // One dot at the end is the root of all names. What is left must be a name for everybody who reads it: `2130706433..` without its
        // dots would be an address.
        let name = text.strip_suffix('.').unwrap_or(text).to_ascii_lowercase();
        let allowed = |character: char| character.is_ascii_alphanumeric() || "-_".contains(character);
        let labels = name.split('.').all(|label| !label.is_empty() && label.chars().all(allowed));
        let is_number = |label: &str| label.starts_with("0x") || label.chars().all(|each| each.is_ascii_digit());
        let is_name = labels && !name.rsplit('.').next().is_some_and(is_number);
        is_name.then_some(Self::Name(name))
    }
}

impl fmt::Display for Host {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => formatter.write_str(name),
            Self::Ip(IpAddr::V4(address)) => address.fmt(formatter),
            Self::Ip(IpAddr::V6(address)) => write!(formatter, "[{address}]"),
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (scheme, usual) = if self.plain { ("http", 80) } else { ("https", 443) };
        write!(formatter, "{scheme}://{}", self.host)?;
        if self.port == usual { Ok(()) } else { write!(formatter, ":{}", self.port) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_type_becomes_one_form() {
        for (typed, read) in [
            ("Dev.Example.com", "https://dev.example.com"),
            (" https://dev.example.com./ServiceCenter/?a=b#c ", "https://dev.example.com"),
            ("dev.example.com:8443", "https://dev.example.com:8443"),
            ("http://10.0.0.1", "http://10.0.0.1"),
            ("https://[::1]:443/", "https://[::1]"),
            ("0x7f.1", "https://127.0.0.1"),
            ("2130706433", "https://127.0.0.1"),
            ("bücher.example", "https://xn--bcher-kva.example"),
        ] {
            assert_eq!(Address::parse(typed).unwrap().to_string(), read, "{typed}");
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        let long = "a".repeat(400);
        for typed in [
            "",
            "  ",
            "https://",
            "ftp://a",
            "file:///etc/passwd",
            "https://u:p@a",
            "u@a",
            "a b",
            "a:0",
            "a:99999",
            "2130706433..",
            "0x7f000001..",
            "a..b",
            "dev.example.com..",
            &long,
        ] {
            assert!(Address::parse(typed).is_err(), "{typed}");
        }
    }

    #[test]
    fn only_the_same_server_is_the_same() {
        let address = Address::parse("dev.example.com").unwrap();
        assert!(address.has(&Url::parse("https://DEV.example.com:443/x").unwrap()));
        for other in ["http://dev.example.com", "https://dev.example.com:444", "https://x.example.com"] {
            assert!(!address.has(&Url::parse(other).unwrap()), "{other}");
        }
    }
}
