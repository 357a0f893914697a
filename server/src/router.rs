//! The routes, and what lies around all of them.

use crate::headers::{self, SecurityHeaders};
use crate::problem::Refusal;
use crate::state::Server;
use crate::{access, assets, compile, drafts, hosts, platform, probes, requests};
use api::access::Right;
use api::health::{Compiler, Drafts, Health};
use api::problem::{Code, Problem};
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};
use axum::{Json, Router, middleware};
use std::any::Any;
use std::sync::Arc;
use tower_http::catch_panic::CatchPanicLayer;

/// All routes. A request passes the host and origin check first, then the check of who may do what; every answer gets the security headers last.
pub fn router(server: Server) -> Router {
    let headers = Arc::new(SecurityHeaders::for_page(&server.assets.index()));
    Router::new()
        .route(api::health::PATH, get(health).fallback(other_method))
        .route(probes::LIVE, get(probes::live).fallback(other_method))
        .route(probes::READY, get(probes::ready).fallback(other_method))
        .route(api::compile::PATH, api(post(compile::route::compile)))
        .route(&format!("{}/{{ticket}}", api::compile::TICKETS), api(get(compile::route::standing)))
        .route(api::compile::PLATFORM, api(get(compile::route::platform)))
        .merge(access::route::routes(api))
        .merge(platform::route::routes(api))
        .merge(drafts::route::routes(api))
        .fallback(assets::route::asset)
        .layer(middleware::from_fn_with_state(server.clone(), access::guard::guard))
        .layer(middleware::from_fn_with_state(server.clone(), hosts::guard))
        .layer(CatchPanicLayer::custom(|fault| failed(&fault)))
        .layer(middleware::from_fn_with_state((server.clone(), headers), headers::secure))
        .layer(middleware::from_fn_with_state(server.clone(), requests::follow))
        .with_state(server)
}

/// A route of the interface: answers are made for one request and are not kept.
fn api(methods: MethodRouter<Server>) -> MethodRouter<Server> {
    methods
        .fallback(other_method)
        // The archive's own limits count.
        .layer(axum::extract::DefaultBodyLimit::disable())
        .layer(middleware::map_response(|mut response: Response| {
            let kept = HeaderValue::from_static("no-store");
            response.headers_mut().insert(header::CACHE_CONTROL, kept);
            std::future::ready(response)
        }))
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

async fn other_method() -> Refusal {
    Refusal::new(Code::MethodNotAllowed, "This address takes another method.")
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
