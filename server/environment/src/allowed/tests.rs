use super::*;

fn allowed(patterns: &[&str]) -> Allowed {
    Allowed::new(patterns.iter().map(|pattern| pattern.parse().unwrap()).collect())
}

fn reach(patterns: &[&str], address: &str) -> Option<Depth> {
    allowed(patterns).reach(&Address::parse(address).unwrap())
}

#[test]
fn without_patterns_public_hosts_are_called_over_https() {
    assert_eq!(reach(&[], "dev.example.com"), Some(Depth::Public));
    assert_eq!(reach(&[], "10.0.0.1"), Some(Depth::Public), "its depth is refused when it is resolved");
    assert_eq!(reach(&[], "http://dev.example.com"), None);
    assert_eq!(reach(&[], "dev.example.com:8443"), None);
}

#[test]
fn patterns_reach_as_far_as_they_say() {
    let patterns = ["*.example.com", "*:8443", "http://127.0.0.1:*", "[::1]:9", "one.example.net"];
    for (address, expected) in [
        ("a.example.com", Some(Depth::Private)),
        ("a.b.example.com", Some(Depth::Private)),
        ("example.com", None),
        ("aexample.com", None),
        ("a.example.com:444", None),
        ("other.net:8443", Some(Depth::Public)),
        ("http://127.0.0.1:5000", Some(Depth::Local)),
        ("127.0.0.1", None),
        ("http://127.0.0.2", None),
        ("https://[::1]:9", Some(Depth::Local)),
        ("ONE.example.net", Some(Depth::Local)),
        ("http://one.example.net", None),
    ] {
        assert_eq!(reach(&patterns, address), expected, "{address}");
    }
}

#[test]
fn what_is_no_pattern_is_refused() {
    for text in ["", "*x", "*.", "*.1.2.3.4", "ftp://a", "a:b", "a:99999", "a b", "http://"] {
        assert!(text.parse::<Pattern>().is_err(), "{text}");
    }
}

#[tokio::test]
async fn inner_addresses_are_refused_in_every_spelling() {
    let open = allowed(&[]);
    for text in [
        "127.0.0.1",
        "localhost",
        "0x7f.1",
        "2130706433",
        "017700000001",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "169.254.169.254",
        "10.0.0.1",
        "[fd00:ec2::254]",
        "0.0.0.0",
        "[64:ff9b::7f00:1]",
    ] {
        let address = Address::parse(text).unwrap();
        let refused = open.resolve(&address).await.unwrap_err();
        assert_eq!(refused.kind(), Some(Code::PlatformNotAllowed), "{text}");
    }
}

#[tokio::test]
async fn a_listed_name_gives_the_addresses_to_connect_to() {
    let listed = allowed(&["http://localhost:*"]);
    let found = listed.resolve(&Address::parse("http://localhost:81").unwrap()).await.unwrap();
    assert!(found.iter().all(|found| found.ip().is_loopback() && found.port() == 81));
}

/// The company's own public addresses, and its own prefix for the addresses of IPv4.
#[tokio::test]
async fn networks_that_are_never_called_come_before_every_pattern() {
    let never =
        || ["8.8.0.0/16", "2001:4860:6464::/96", "127.0.0.0/8"].map(|network| network.parse().unwrap()).to_vec();
    for (pattern, address, is_called) in [
        ("*", "https://8.8.8.8", false),
        ("*", "https://[::ffff:8.8.8.8]", false),
        ("*", "https://9.9.9.9", true),
        ("*", "https://[2001:4860:6464::a00:1]", false),
        ("*", "https://[2001:4860:4860::8888]", true),
        ("127.0.0.1", "https://127.0.0.1", false),
        ("http://localhost:*", "http://localhost:81", false),
    ] {
        let address = Address::parse(address).unwrap();
        assert!(allowed(&[pattern]).resolve(&address).await.is_ok(), "{address}");
        let found = allowed(&[pattern]).without(never()).resolve(&address).await;
        assert_eq!(found.is_ok(), is_called, "{address}: {found:?}");
        assert!(found.err().is_none_or(|problem| problem.kind() == Some(Code::PlatformNotAllowed)));
    }
}
