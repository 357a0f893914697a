//! The check before every route: is the feature on, who asks, and may he.

use super::identity::Identity;
use super::refused::Refused;
use crate::state::Server;
use api::access::{ACCESS, Right, SIGN_IN, SIGN_OUT, SIGNED_IN};
use api::draft::DRAFTS;
use api::problem::{Code, Problem};
use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;
use std::net::SocketAddr;

/// What a route wants of whoever asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Need {
    /// Nothing: the page, its files, whether the server lives.
    Nothing,
    /// Nothing, but who asks matters.
    Face,
    /// A link to a shared draft, which the route itself checks.
    Link,
    /// To be known.
    Name,
    /// A right.
    Right(Right),
}

impl Need {
    /// What a route wants. One of the interface that is not listed here wants to know who asks, so that none is open by mistake.
    ///
    /// A link to a shared draft is a right by itself: 256 random bits that its owner gave away, to people who need not be users of this server. So whoever
    /// has one reads, comments and edits as it says. What adds something that others then have of this server needs the right to share: a new draft, a new
    /// link, a later end. Revoking and deleting only take away, so their owner can always do them.
    fn of(method: &Method, route: &str) -> Self {
        let is_below =
            |base: &str| route.strip_prefix(base).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        if matches!(route, ACCESS | SIGN_IN | SIGNED_IN | SIGN_OUT) {
            Self::Face
        } else if is_below(api::compile::PATH) || is_below(api::package::PACKAGES) {
            Self::Right(Right::Compile)
        } else if is_below("/api/platform") {
            Self::Right(Right::Publish)
        } else if route == DRAFTS {
            Self::Right(Right::Share)
        } else if is_below(DRAFTS) {
            let gives = method == Method::PUT && (route.ends_with("/expiry") || route.contains("/links/"));
            if gives { Self::Right(Right::Share) } else { Self::Link }
        } else if is_below("/api") {
            Self::Name
        } else {
            Self::Nothing
        }
    }
}

/// The check as a layer around every route. What it found goes with the request as an [`Identity`].
///
/// # Errors
/// When the request has to prove who asks and does not, or may not do what it asks for.
pub async fn guard(State(server): State<Server>, mut request: Request, next: Next) -> Result<Response, Refused> {
    // What is not a route is a file of the page, or nothing.
    let route = request.extensions().get::<MatchedPath>().map_or("", MatchedPath::as_str);
    let need = Need::of(request.method(), route);
    if matches!(need, Need::Nothing | Need::Link) {
        return Ok(next.run(request).await);
    }
    if let Need::Right(feature @ (Right::Compile | Right::Publish)) = need
        && !server.access.is_on(feature)
    {
        let what = format!("The server was started without the right to {} for everybody.", feature.name());
        return Err(Problem::new(Code::FeatureOff, what).into());
    }
    let connection = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(address)| address.ip());
    let identity = server.access.identify(&server.clients, connection, request.headers())?;
    if let Some(identity) = identity {
        check(need, &identity)?;
        request.extensions_mut().insert(identity);
    } else if need != Need::Face {
        return Err(Problem::new(Code::AccessUnknown, "The request names nobody whom the server knows.").into());
    }
    Ok(next.run(request).await)
}

fn check(need: Need, identity: &Identity) -> Result<(), Problem> {
    match need {
        Need::Right(right) if !identity.rights.has(right) => {
            let who = if identity.name.is_empty() { "Nobody here" } else { &identity.name };
            Err(Problem::new(Code::AccessRight, format!("{who} has no right to {} here.", right.name())))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What programs are told of each route is what is asked of them.
    #[test]
    fn each_route_wants_what_its_description_says() {
        use api::description::{Method as Described, Need as Told, operations};
        for operation in operations() {
            let method = match operation.method {
                Described::Get => Method::GET,
                Described::Post => Method::POST,
                Described::Put => Method::PUT,
                Described::Delete => Method::DELETE,
            };
            let told = match operation.need {
                Told::Nothing => Need::Nothing,
                Told::Face => Need::Face,
                Told::Link => Need::Link,
                Told::Right(right) => Need::Right(right),
            };
            assert_eq!(Need::of(&method, &operation.path), told, "{}", operation.id);
        }
    }

    #[test]
    fn each_route_wants_its_right() {
        for (method, route, need) in [
            (Method::GET, "", Need::Nothing),
            (Method::GET, "/healthz", Need::Nothing),
            (Method::GET, "/api/access", Need::Face),
            (Method::POST, "/api/compile", Need::Right(Right::Compile)),
            (Method::GET, "/api/compile/platform", Need::Right(Right::Compile)),
            (Method::GET, "/api/packages", Need::Right(Right::Compile)),
            (Method::GET, "/api/packages/{id}/versions/{version}/content", Need::Right(Right::Compile)),
            (Method::POST, "/api/platform/probe", Need::Right(Right::Publish)),
            (Method::DELETE, "/api/platform/connections/{connection}", Need::Right(Right::Publish)),
            (Method::POST, "/api/drafts", Need::Right(Right::Share)),
            (Method::PUT, "/api/drafts/{draft}/expiry", Need::Right(Right::Share)),
            (Method::PUT, "/api/drafts/{draft}/links/{link}", Need::Right(Right::Share)),
            (Method::DELETE, "/api/drafts/{draft}/links/{link}", Need::Link),
            (Method::GET, "/api/drafts/{draft}/links", Need::Link),
            (Method::PUT, "/api/drafts/{draft}/revisions/{number}", Need::Link),
            (Method::GET, "/api/drafts/{draft}", Need::Link),
            (Method::GET, "/api/something/new", Need::Name),
            (Method::GET, "/api/compiler", Need::Name),
        ] {
            assert_eq!(Need::of(&method, route), need, "{method} {route}");
        }
    }
}
