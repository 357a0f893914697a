use super::*;
use axum::http::HeaderValue;
use ipnet::IpNet;

const TOKEN: &str = "0123456789abcdef0123456789abcdef";

fn everywhere() -> IpAddr {
    Ipv4Addr::UNSPECIFIED.into()
}

fn loopback() -> IpAddr {
    Ipv4Addr::LOCALHOST.into()
}

fn arguments(change: impl FnOnce(&mut AccessArguments)) -> AccessArguments {
    let mut arguments = AccessArguments::default();
    change(&mut arguments);
    arguments
}

fn with_tokens() -> Access {
    Access { open: None, tokens: Some(Tokens::parse(&format!("{TOKEN} ci compile")).unwrap()), ..Access::open() }
}

fn with_header() -> Access {
    Access { open: None, user_header: Some(HeaderName::from_static("x-user")), ..Access::open() }
}

fn identify(
    access: &Access,
    from: &str,
    headers: &[(&'static str, &'static str)],
) -> Result<Option<Identity>, Refused> {
    let mut given = HeaderMap::new();
    for (name, value) in headers {
        given.append(*name, HeaderValue::from_static(value));
    }
    let clients = Clients { header: None, proxies: vec![IpNet::from(IpAddr::from([10, 0, 0, 1]))] };
    access.identify(&clients, Some(from.parse().unwrap()), &given)
}

#[test]
fn nobody_listens_for_strangers_by_mistake() {
    let nothing = AccessArguments::default();
    for host in ["0.0.0.0", "::", "10.0.0.1", "::ffff:10.0.0.1"] {
        let error = Access::new(&nothing, host.parse().unwrap()).unwrap_err().to_string();
        for way in ["--access-token-file", "--oidc-issuer", "--user-header", "--open"] {
            assert!(error.contains(way), "{error}");
        }
    }
    for host in ["127.0.0.1", "127.1.2.3", "::1", "::ffff:127.0.0.1"] {
        let host = host.parse().unwrap();
        let access = Access::new(&nothing, host).unwrap();
        assert!(!access.lets_strangers_in(host) && access.open == Some(Rights::all()), "{host}");
    }
    let open = arguments(|arguments| arguments.open = true);
    let access = Access::new(&open, everywhere()).unwrap();
    assert!(access.lets_strangers_in(everywhere()) && !access.open.unwrap().has(Right::Administer));
    let both =
        arguments(|arguments| (arguments.open, arguments.user_header) = (true, Some(HeaderName::from_static("x"))));
    assert!(matches!(Access::new(&both, loopback()), Err(AccessError::OpenAndClosed)));
}

#[test]
fn a_proxy_on_the_same_machine_gets_no_more_than_others() {
    let header = arguments(|arguments| arguments.user_header = Some(HeaderName::from_static("x-user")));
    let access = Access::new(&header, loopback()).unwrap();
    assert_eq!(identify(&access, "127.0.0.1", &[]), Ok(None), "the loopback is not open when users are known");
    let missing = arguments(|arguments| arguments.tokens = Some("/nowhere".into()));
    assert!(matches!(Access::new(&missing, loopback()), Err(AccessError::Tokens(_))));
}

#[test]
fn tokens_are_known_and_others_are_not() {
    let access = with_tokens();
    let found = identify(&access, "10.0.0.9", &[("x-xif-studio-token", TOKEN)]).unwrap().unwrap();
    assert_eq!((found.name.as_str(), found.by), ("ci", Some(Proof::Token)));
    assert_eq!(access.may(&found), [Right::Compile]);
    assert_eq!(identify(&access, "10.0.0.9", &[]), Ok(None));
    for wrong in [&[("x-xif-studio-token", "x")][..], &[("x-xif-studio-token", TOKEN), ("x-xif-studio-token", TOKEN)]] {
        let refused = identify(&access, "10.0.0.9", wrong).unwrap_err();
        assert_eq!(refused.problem.kind(), Some(Code::AccessToken));
    }
    // The header of links to shared drafts is not a way in.
    assert_eq!(
        identify(&access, "10.0.0.9", &[("authorization", "Bearer 0123456789abcdef0123456789abcdef")]),
        Ok(None)
    );
}

#[test]
fn guessing_tokens_ends_soon_for_its_client_alone() {
    let access = with_tokens();
    for _ in 0..UNKNOWN_TOKENS {
        let refused = identify(&access, "10.0.0.9", &[("x-xif-studio-token", "guess")]).unwrap_err();
        assert_eq!(refused.problem.kind(), Some(Code::AccessToken));
    }
    let refused = identify(&access, "10.0.0.9", &[("x-xif-studio-token", TOKEN)]).unwrap_err();
    assert_eq!(refused.problem.kind(), Some(Code::AccessAttempts));
    assert!((290..=301).contains(&refused.problem.retry_after.unwrap()));
    assert!(identify(&access, "10.0.0.8", &[("x-xif-studio-token", TOKEN)]).unwrap().is_some());
}

#[test]
fn only_the_proxy_names_users() {
    let access = with_header();
    let found = identify(&access, "10.0.0.1", &[("x-user", "ada")]).unwrap().unwrap();
    assert_eq!((found.name.as_str(), found.by), ("ada", Some(Proof::Proxy)));
    assert!(found.rights.has(Right::Publish) && !found.rights.has(Right::Administer));
    for (from, headers) in [
        ("10.0.0.9", &[("x-user", "ada")][..]),
        ("127.0.0.1", &[("x-user", "ada")]),
        ("10.0.0.1", &[]),
        ("10.0.0.1", &[("x-user", " ")]),
        ("10.0.0.1", &[("x-user", "ada"), ("x-user", "root")]),
    ] {
        assert_eq!(identify(&access, from, headers), Ok(None), "{from} {headers:?}");
    }
    let refused = identify(&access, "10.0.0.1", &[("x-user", "ada"), ("x-xif-studio-token", TOKEN)]).unwrap_err();
    assert_eq!(refused.problem.kind(), Some(Code::AccessToken), "the server has no tokens");
}
