use std::fmt;
use std::net::IpAddr;

use reqwest::Url;

use super::StudioError;

/// The address of a studio's server: `https://studio.example.com`, with a port or a path when it has one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address(Url);

impl Address {
    /// Reads what the user wrote.
    ///
    /// # Errors
    /// It is not such an address, or has a password in it.
    pub fn parse(text: &str) -> Result<Self, StudioError> {
        let wrong = |why: &'static str| StudioError::Address { given: text.chars().take(200).collect(), why };
        let url = Url::parse(text).map_err(|_| wrong("write it as https://studio.example.com"))?;
        if !url.username().is_empty() || url.password().is_some() {
            // What was written is not repeated: there is a secret in it.
            let why = "users and passwords do not belong into an address";
            return Err(StudioError::Address { given: url.host_str().unwrap_or_default().to_owned(), why });
        }
        if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none_or(str::is_empty) {
            return Err(wrong("it must begin with https:// or http://"));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(wrong("it must end with the host, the port or a path"));
        }
        Ok(Self(url))
    }

    /// Whether it is reached without a network.
    pub fn is_of_this_machine(&self) -> bool {
        let host = self.0.host_str().unwrap_or_default().trim_matches(['[', ']']);
        host.eq_ignore_ascii_case("localhost") || host.parse().is_ok_and(|address: IpAddr| address.is_loopback())
    }

    /// Whether what is sent is encrypted.
    pub fn is_encrypted(&self) -> bool {
        self.0.scheme() == "https"
    }

    /// Whether nobody on the way can read what is sent.
    pub fn is_private(&self) -> bool {
        self.is_encrypted() || self.is_of_this_machine()
    }

    /// The URL of a path with its query.
    pub(super) fn join(&self, path: &str) -> Result<Url, StudioError> {
        let base = self.0.as_str().trim_end_matches('/');
        let why = "it must end with the host, the port or a path";
        Url::parse(&format!("{base}{path}")).map_err(|_| StudioError::Address { given: self.to_string(), why })
    }
}

impl fmt::Display for Address {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0.as_str().trim_end_matches('/'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_with_a_path_lead_below_it() {
        let address = Address::parse("https://tools.example.com/studio/").unwrap();
        assert_eq!(address.join("/api/x?a=%2F").unwrap().as_str(), "https://tools.example.com/studio/api/x?a=%2F");
        assert_eq!(Address::parse("HTTP://127.0.0.1:8080").unwrap().to_string(), "http://127.0.0.1:8080");
    }

    #[test]
    fn only_what_leaves_the_machine_must_be_encrypted() {
        for (text, is_private) in [
            ("https://a.example", true),
            ("http://localhost:8080", true),
            ("http://127.0.0.2", true),
            ("http://[::1]:1", true),
            ("http://10.0.0.1", false),
            ("http://localhost.example", false),
        ] {
            assert_eq!(Address::parse(text).unwrap().is_private(), is_private, "{text}");
        }
    }

    #[test]
    fn wrong_addresses_are_refused_and_their_passwords_not_repeated() {
        for text in ["", "studio.example.com", "localhost:8080", "ftp://a", "https://a/?x", "https://a/#x"] {
            assert!(Address::parse(text).is_err(), "{text}");
        }
        let error = Address::parse("https://ada:s3cret@a.example").unwrap_err().to_string();
        assert!(error.contains("a.example") && !error.contains("s3cret"), "{error}");
    }
}
