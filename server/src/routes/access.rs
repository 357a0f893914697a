//! The routes under `/api/access`.

use crate::access::identity::Identity;
use crate::access::oidc::{CallBack, Oidc, Redirect};
use crate::access::refused::Refused;
use crate::access::transport::Transport;
use crate::routes::Routes;
use crate::state::Server;
use api::access::{ACCESS, Access, SIGN_IN, SIGN_OUT, SIGNED_IN};
use api::problem::{Code, Problem};
use axum::extract::rejection::QueryRejection;
use axum::extract::{FromRequestParts, Query, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use serde::Deserialize;
use web::client::Client;
use web::problem::Refusal;

/// Adds the routes that tell who may do what, and those of signing in and out.
pub fn routes(routes: Routes) -> Routes {
    routes.get(ACCESS, access).get(SIGN_IN, sign_in).get(SIGNED_IN, signed_in).post(SIGN_OUT, sign_out)
}

async fn access(State(server): State<Server>, identity: Option<Extension<Identity>>) -> Json<Access> {
    let identity = identity.map(|Extension(identity)| identity);
    let may = identity.as_ref().map(|identity| server.access.may(identity)).unwrap_or_default();
    Json(Access { standing: server.access.standing(identity.as_ref()), may })
}

/// The server as a browser sees it.
struct Origin {
    text: String,
    is_https: bool,
}

impl FromRequestParts<Server> for Origin {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, server: &Server) -> Result<Self, Refusal> {
        let Ok(Transport { is_protected, is_https }) = Transport::from_request_parts(parts, server).await;
        // A session that others on the way can read is theirs as well.
        if !is_protected {
            return Err(Refusal::new(Code::SignInFailed, "Users sign in over https only."));
        }
        let host = server.hosts.own(&parts.headers)?;
        let scheme = if is_https { "https" } else { "http" };
        Ok(Self { text: format!("{scheme}://{}", host.as_str()), is_https })
    }
}

#[derive(Debug, Deserialize)]
struct SignInQuery {
    to: Option<String>,
}

async fn sign_in(
    State(server): State<Server>,
    client: Client,
    origin: Origin,
    query: Result<Query<SignInQuery>, QueryRejection>,
) -> Result<Response, Refused> {
    let Query(query) = understood(query)?;
    let oidc = server.access.sign_in(client)?;
    redirect(oidc.begin(&origin.text, origin.is_https, query.to.as_deref()).await?)
}

async fn signed_in(
    State(server): State<Server>,
    client: Client,
    origin: Origin,
    headers: HeaderMap,
    query: Result<Query<CallBack>, QueryRejection>,
) -> Result<Response, Refused> {
    let Query(answer) = understood(query)?;
    let oidc = server.access.sign_in(client)?;
    redirect(oidc.end(&origin.text, origin.is_https, &headers, &answer).await?)
}

async fn sign_out(transport: Transport) -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    if let Some(removed) = Oidc::sign_out(transport.is_https) {
        response.headers_mut().insert(header::SET_COOKIE, removed);
    }
    response
}

fn redirect(redirect: Redirect) -> Result<Response, Refused> {
    let to = HeaderValue::try_from(redirect.to);
    let to = to.map_err(|_| Problem::new(Code::SignInProvider, "The provider's address is none."))?;
    let mut response = StatusCode::SEE_OTHER.into_response();
    response.headers_mut().insert(header::LOCATION, to);
    for cookie in redirect.cookies {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

fn understood<T>(query: Result<Query<T>, QueryRejection>) -> Result<Query<T>, Problem> {
    query.map_err(|_| Problem::new(Code::SignInFailed, "The address has something else than it should."))
}
