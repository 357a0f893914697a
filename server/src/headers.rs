//! Security headers, the same on every answer; one more where the page came by https.

use crate::client::Clients;
use crate::state::Server;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use sha2::{Digest, Sha256};
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

/// Headers for every answer.
#[derive(Debug, Clone)]
pub struct SecurityHeaders(HeaderMap);

/// Features of the browser that the studio does not use.
const NO_FEATURES: &str = "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), \
     payment=(), usb=()";

/// For a year the browser comes by https only.
const ONLY_HTTPS: HeaderValue = HeaderValue::from_static("max-age=31536000");

/// The layer that adds them.
pub async fn secure(
    State((server, headers)): State<(Server, Arc<SecurityHeaders>)>,
    request: Request,
    next: Next,
) -> Response {
    let connection = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(address)| address.ip());
    let is_https = came_by_https(&server.clients, connection, request.headers());
    let mut response = next.run(request).await;
    headers.add(&mut response);
    if is_https {
        response.headers_mut().insert(header::STRICT_TRANSPORT_SECURITY, ONLY_HTTPS);
    }
    response
}

/// Whether the browser's connection is encrypted, which ends at a proxy in front.
fn came_by_https(clients: &Clients, connection: Option<IpAddr>, headers: &HeaderMap) -> bool {
    let Some(said) = headers.get_all("x-forwarded-proto").iter().next_back().and_then(|said| said.to_str().ok()) else {
        return false;
    };
    let last = said.rsplit(',').next().unwrap_or(said).trim();
    last.eq_ignore_ascii_case("https") && connection.is_some_and(|connection| clients.trusts(connection))
}

impl SecurityHeaders {
    /// The headers for a page: its inline scripts, and no others, may run.
    pub fn for_page(page: &str) -> Self {
        let mut headers = HeaderMap::new();
        let policy = HeaderValue::try_from(policy(page));
        headers
            .insert(header::CONTENT_SECURITY_POLICY, policy.unwrap_or(HeaderValue::from_static("default-src 'none'")));
        for (name, value) in [
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (header::REFERRER_POLICY, "no-referrer"),
            (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
            (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
            (HeaderName::from_static("permissions-policy"), NO_FEATURES),
        ] {
            headers.insert(name, HeaderValue::from_static(value));
        }
        Self(headers)
    }

    /// Adds the headers to an answer.
    pub fn add(&self, response: &mut Response) {
        let headers = self.0.iter().map(|(name, value)| (name.clone(), value.clone()));
        response.headers_mut().extend(headers);
    }
}

/// Monaco sets style attributes, hence `'unsafe-inline'` for styles; WebAssembly needs its own permission; workers come from our own files.
fn policy(page: &str) -> String {
    let mut scripts = String::new();
    for script in inline_scripts(page) {
        let digest = Sha256::digest(script.as_bytes());
        scripts.extend([" 'sha256-", &base64_simd::STANDARD.encode_to_string(digest), "'"]);
    }
    format!(
        "default-src 'none'; base-uri 'self'; form-action 'none'; frame-ancestors 'none'; \
         script-src 'self' 'wasm-unsafe-eval'{scripts}; style-src 'self' 'unsafe-inline'; font-src 'self' data:; \
         img-src 'self' data: blob:; connect-src 'self'; worker-src 'self'; manifest-src 'self'"
    )
}

/// The contents of the page's script elements that have no `src`.
fn inline_scripts(page: &str) -> impl Iterator<Item = &str> {
    let mut rest = page;
    std::iter::from_fn(move || {
        loop {
            let (_, element) = split_once_ignoring_case(rest, "<script")?;
            let (attributes, content) = element.split_once('>')?;
            let (script, after) = split_once_ignoring_case(content, "</script")?;
            rest = after;
            if !has_source(attributes) {
                return Some(script);
            }
        }
    })
}

fn has_source(attributes: &str) -> bool {
    attributes.split_ascii_whitespace().any(|attribute| attribute.to_ascii_lowercase().starts_with("src="))
}

fn split_once_ignoring_case<'text>(text: &'text str, separator: &str) -> Option<(&'text str, &'text str)> {
    let position = text.to_ascii_lowercase().find(separator)?;
    Some((text.get(..position)?, text.get(position + separator.len()..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inline_scripts_and_no_others_get_a_hash() {
        let page =
            "<html><script src=\"a.js\"></script><SCRIPT type=\"module\">\nimport x;\n</SCRIPT><p>t<script>1</script>";
        let found: Vec<_> = inline_scripts(page).collect();
        assert_eq!(found, ["\nimport x;\n", "1"]);
        // printf 1 | openssl dgst -sha256 -binary | base64
        assert!(policy(page).contains("'sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s='"));
    }

    #[test]
    fn a_page_without_inline_scripts_allows_none() {
        let policy = policy("<html></html>");
        assert!(policy.contains("script-src 'self' 'wasm-unsafe-eval';"));
        assert!(policy.starts_with("default-src 'none'; base-uri 'self'; form-action 'none'; frame-ancestors 'none';"));
        assert!(!policy.contains("unsafe-eval'  ") && !policy.contains(" 'unsafe-eval'"));
    }

    #[test]
    fn only_a_trusted_proxy_says_that_the_browser_came_by_https() {
        let https = |connection: [u8; 4], said: &'static str| {
            let headers =
                HeaderMap::from_iter([(HeaderName::from_static("x-forwarded-proto"), HeaderValue::from_static(said))]);
            let clients = Clients { header: None, proxies: vec!["10.0.0.0/8".parse().unwrap()] };
            came_by_https(&clients, Some(connection.into()), &headers)
        };
        assert!(https([10, 0, 0, 1], "https") && https([10, 0, 0, 1], "http, HTTPS"));
        assert!(!https([10, 0, 0, 1], "http") && !https([10, 0, 0, 1], "https, http"));
        assert!(!https([192, 168, 0, 1], "https"));
        assert!(!came_by_https(&Clients::default(), Some([127, 0, 0, 1].into()), &HeaderMap::new()));
    }

    #[test]
    fn unfinished_elements_end_the_search() {
        for page in ["<script", "<script>", "<script>x", "<script src=a>", "<sc"] {
            assert_eq!(inline_scripts(page).count(), 0, "{page}");
        }
    }
}
