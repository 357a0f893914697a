//! Security headers, the same on every answer; more on the page, and where it came by https.

use crate::access::transport::Transport;
use crate::state::Server;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use sha2::{Digest, Sha256};
use std::net::SocketAddr;
use std::sync::Arc;

/// Headers for every answer.
#[derive(Debug, Clone)]
pub struct SecurityHeaders {
    all: HeaderMap,
    /// The policy of the page itself, which is that of all answers and more.
    page: HeaderValue,
}

/// Features of the browser that the studio does not use.
const NO_FEATURES: &str = "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), \
     payment=(), usb=()";

/// For a year the browser comes by https only.
const ONLY_HTTPS: HeaderValue = HeaderValue::from_static("max-age=31536000");

/// Who may make markup and addresses of scripts out of texts: the page's own policy, which judges those of the interface, and policies of the code editor
/// by their names.
const TRUSTED_TYPES: &str = "default dompurify defaultWorkerFactory diffEditorWidget diffReview domLineBreaksComputer editorGhostText \
     editorViewLayer richScreenReaderContent standaloneColorizer stickyScrollViewLayer tokenizeToString";

/// The policy where the page's own cannot be written down.
const NOTHING: HeaderValue = HeaderValue::from_static("default-src 'none'");

/// The layer that adds them.
pub async fn secure(
    State((server, headers)): State<(Server, Arc<SecurityHeaders>)>,
    request: Request,
    next: Next,
) -> Response {
    let connection = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(address)| address.ip());
    let transport = Transport::of(&server.clients, connection, request.headers());
    let mut response = next.run(request).await;
    headers.add(&mut response);
    if transport.is_https {
        response.headers_mut().insert(header::STRICT_TRANSPORT_SECURITY, ONLY_HTTPS);
    }
    response
}

impl SecurityHeaders {
    /// The headers for a page: its inline scripts, and no others, may run.
    pub fn for_page(page: &str) -> Self {
        let policy = policy(page);
        let value = |policy: String| HeaderValue::try_from(policy).unwrap_or(NOTHING);
        let own = value(format!("{policy}; require-trusted-types-for 'script'; trusted-types {TRUSTED_TYPES}"));
        let mut all = HeaderMap::new();
        all.insert(header::CONTENT_SECURITY_POLICY, value(policy));
        for (name, value) in [
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (header::REFERRER_POLICY, "no-referrer"),
            (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
            (HeaderName::from_static("cross-origin-embedder-policy"), "require-corp"),
            (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
            (HeaderName::from_static("permissions-policy"), NO_FEATURES),
        ] {
            all.insert(name, HeaderValue::from_static(value));
        }
        Self { all, page: own }
    }

    /// Adds the headers to an answer. Scripts of workers are answers, too, and have no policies that make markup: the page alone has the stricter policy.
    pub fn add(&self, response: &mut Response) {
        let kind = response.headers().get(header::CONTENT_TYPE).map(HeaderValue::as_bytes);
        let is_page = kind.is_some_and(|kind| kind.starts_with(b"text/html"));
        response.headers_mut().extend(self.all.iter().map(|(name, value)| (name.clone(), value.clone())));
        if is_page {
            response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, self.page.clone());
        }
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
    fn the_page_alone_makes_markup_by_known_policies_only() {
        let headers = SecurityHeaders::for_page("<html></html>");
        let policy = |kind: &'static str| {
            let mut response = Response::new(axum::body::Body::empty());
            response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
            headers.add(&mut response);
            let policies: Vec<_> = response.headers().get_all(header::CONTENT_SECURITY_POLICY).iter().collect();
            let [policy] = policies.as_slice() else { panic!("{policies:?}") };
            policy.to_str().unwrap().to_owned()
        };
        let (page, script) = (policy("text/html; charset=utf-8"), policy("text/javascript"));
        let more = page.strip_prefix(&script).unwrap();
        assert!(more.starts_with("; require-trusted-types-for 'script'; trusted-types default dompurify "), "{more}");
        assert!(!more.contains('*') && !more.contains("allow-duplicates"), "{more}");
    }

    #[test]
    fn unfinished_elements_end_the_search() {
        for page in ["<script", "<script>", "<script>x", "<script src=a>", "<sc"] {
            assert_eq!(inline_scripts(page).count(), 0, "{page}");
        }
    }
}
