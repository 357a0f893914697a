//! The routes under `/api/access`.

use super::identity::Identity;
use crate::state::Server;
use api::access::{ACCESS, Access};
use axum::extract::State;
use axum::routing::{MethodRouter, get};
use axum::{Extension, Json, Router};

/// All of them; `api` puts around each what all routes of the interface have.
pub fn routes(api: fn(MethodRouter<Server>) -> MethodRouter<Server>) -> Router<Server> {
    Router::new().route(ACCESS, api(get(access)))
}

async fn access(State(server): State<Server>, identity: Option<Extension<Identity>>) -> Json<Access> {
    let identity = identity.map(|Extension(identity)| identity);
    let may = identity.as_ref().map(|identity| server.access.may(identity)).unwrap_or_default();
    Json(Access { standing: server.access.standing(identity.as_ref()), may })
}
