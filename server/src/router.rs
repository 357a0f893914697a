//! The routes, and what lies around all of them.

use crate::headers::{self, SecurityHeaders};
use crate::routes::Routes;
use crate::state::Server;
use crate::{access, assets, description, hosts, probes, requests, routes, version};
use api::access::Right;
use api::health::{Compiler, Drafts, Health};
use api::problem::{Code, Problem};
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::{Json, Router, middleware};
use std::any::Any;
use std::sync::Arc;
use tower_http::catch_panic::CatchPanicLayer;
use web::problem::Refusal;

/// All routes. A request passes the host and origin check first, then the check of who may do what; every answer gets the security headers last.
pub fn router(server: Server) -> Router {
    let headers = Arc::new(SecurityHeaders::for_page(&server.assets.index()));
    all_routes()
        .into_router()
        .fallback(assets::route::asset)
        .layer(middleware::from_fn_with_state(server.clone(), access::guard::guard))
        .layer(middleware::from_fn(version::guard))
        .layer(middleware::from_fn_with_state(server.clone(), hosts::guard))
        .layer(CatchPanicLayer::custom(|fault| failed(&fault)))
        .layer(middleware::from_fn_with_state((server.clone(), headers), headers::secure))
        .layer(middleware::from_fn_with_state(server.clone(), requests::follow))
        .with_state(server)
}

/// All routes but the files of the page.
fn all_routes() -> Routes {
    let routes = Routes::default()
        .get(api::health::PATH, health)
        .get(probes::LIVE, probes::live)
        .get(probes::READY, probes::ready)
        .get(description::PATH, description::described);
    let routes = routes::access::routes(routes::compile::routes(routes));
    routes::drafts::routes(routes::packages::routes(routes::environment::routes(routes)))
}

async fn health(State(server): State<Server>) -> impl IntoResponse {
    let drafts = server.drafts.as_ref().map_or(Drafts::Off, |drafts| Drafts::Ready { limits: drafts.limits.draft });
    let mut health = Health { drafts, ..server.compiler.health() };
    if !server.access.is_on(Right::Compile) {
        let problem = Problem::new(Code::FeatureOff, "This server compiles nothing.");
        health.compiler = Compiler::Unavailable { problem };
    }
    ([(header::CACHE_CONTROL, "no-store")], Json(health))
}

/// The answer after a panic: the fault is in the log, not in the answer.
fn failed(fault: &Box<dyn Any + Send>) -> Response {
    let text = fault
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| fault.downcast_ref::<&str>().copied())
        .unwrap_or("unknown");
    tracing::error!(fault = text, "a request failed");
    Refusal::new(Code::Internal, "The request could not be answered.").into_response()
}

#[cfg(test)]
mod tests;
