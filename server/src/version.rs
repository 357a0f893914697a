//! Which versions of the interface this server understands: said with every answer, and asked of whoever says its own.

use api::problem::Code;
use api::version::{HEADER, NUMBER, is_understood};
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use web::problem::Refusal;

/// The header with the number of the interface.
const API: HeaderName = HeaderName::from_static(HEADER);

/// The layer that refuses clients that are too old, before anything is done for them. The page and its files are for everybody: they are the cure.
///
/// # Errors
/// When the client is older than this server understands.
pub async fn guard(request: Request, next: Next) -> Result<Response, Refusal> {
    let said = request.headers().get(API).and_then(|said| said.to_str().ok());
    if request.uri().path().starts_with("/api/") && !is_understood(said) {
        return Err(Refusal::new(Code::ClientVersion, "What was sent is of an earlier version."));
    }
    Ok(next.run(request).await)
}

/// Says the number with an answer.
pub fn say(response: &mut Response) {
    response.headers_mut().insert(API, HeaderValue::from(NUMBER));
}
