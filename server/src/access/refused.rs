//! A refusal, with the time after which it is worth trying again where that is known.

use api::problem::{Code, Problem};
use axum::response::{IntoResponse, Response};
use std::time::Duration;
use web::problem::Refusal;

/// Why somebody gets nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Why.
    pub problem: Problem,
}

impl Refused {
    /// A refusal that ends by itself.
    pub fn later(code: Code, detail: impl Into<String>, wait: Duration) -> Self {
        Self { problem: Problem::new(code, detail).after(wait.as_secs() + 1) }
    }
}

impl From<Problem> for Refused {
    fn from(problem: Problem) -> Self {
        Self { problem }
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        Refusal(self.problem).into_response()
    }
}
