//! The routes as a table. The router is made of it, and the description of the interface is compared with it.

pub mod access;
pub mod compile;
pub mod drafts;
pub mod environment;
pub mod packages;

use crate::state::Server;
use api::problem::Code;
use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;
use axum::http::{HeaderValue, Method, header};
use axum::response::Response;
use axum::routing::{MethodFilter, MethodRouter, on};
use axum::{Router, middleware};
use std::collections::BTreeMap;
use web::problem::Refusal;

/// All routes but the files of the page.
#[derive(Default)]
pub struct Routes(Vec<Route>);

/// What is done for one method at one address.
struct Route {
    method: Method,
    path: String,
    handler: MethodRouter<Server>,
}

impl Routes {
    /// One more, which also answers `HEAD`.
    #[must_use]
    pub fn get<T: 'static>(self, path: &str, handler: impl Handler<T, Server>) -> Self {
        self.with(Method::GET, path, on(MethodFilter::GET, handler))
    }

    /// One more.
    #[must_use]
    pub fn post<T: 'static>(self, path: &str, handler: impl Handler<T, Server>) -> Self {
        self.with(Method::POST, path, on(MethodFilter::POST, handler))
    }

    /// One more.
    #[must_use]
    pub fn put<T: 'static>(self, path: &str, handler: impl Handler<T, Server>) -> Self {
        self.with(Method::PUT, path, on(MethodFilter::PUT, handler))
    }

    /// One more.
    #[must_use]
    pub fn delete<T: 'static>(self, path: &str, handler: impl Handler<T, Server>) -> Self {
        self.with(Method::DELETE, path, on(MethodFilter::DELETE, handler))
    }

    fn with(mut self, method: Method, path: &str, handler: MethodRouter<Server>) -> Self {
        self.0.push(Route { method, path: path.to_owned(), handler });
        self
    }

    /// Method and path of each, with `{}` around what is put in.
    pub fn names(&self) -> impl Iterator<Item = (&Method, &str)> {
        self.0.iter().map(|route| (&route.method, route.path.as_str()))
    }

    /// The router that has them. Another method than those of a path is refused.
    pub fn into_router(self) -> Router<Server> {
        let mut paths: BTreeMap<String, MethodRouter<Server>> = BTreeMap::new();
        for Route { path, handler, .. } in self.0 {
            let methods = paths.remove(&path).unwrap_or_default().merge(handler);
            paths.insert(path, methods);
        }
        paths.into_iter().fold(Router::new(), |router, (path, methods)| {
            let methods = methods.fallback(other_method);
            let methods = if path.starts_with("/api/") { of_the_interface(methods) } else { methods };
            router.route(&path, methods)
        })
    }
}

/// Answers of the interface are made for one request and are not kept.
fn of_the_interface(methods: MethodRouter<Server>) -> MethodRouter<Server> {
    methods
        // The archive's own limits count.
        .layer(DefaultBodyLimit::disable())
        .layer(middleware::map_response(|mut response: Response| {
            response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
            std::future::ready(response)
        }))
}

async fn other_method() -> Refusal {
    Refusal::new(Code::MethodNotAllowed, "This address takes another method.")
}
