//! Refusals of the routes, some of which say more than a problem.

use api::draft::Conflict;
use api::problem::{CONTENT_TYPE, Problem};
use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use drafts::rates::TooMany;
use store::StoreFault;
use web::problem::Refusal;

/// Why a request is not done.
#[derive(Debug)]
pub(super) enum Refused {
    /// As elsewhere.
    Problem(Problem),
    /// Another revision was faster.
    Conflict(Conflict),
}

impl From<Problem> for Refused {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl From<StoreFault> for Refused {
    fn from(fault: StoreFault) -> Self {
        Problem::from(fault).into()
    }
}

impl From<TooMany> for Refused {
    fn from(too_many: TooMany) -> Self {
        Self::Problem(too_many.problem.after(too_many.retry_after))
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        match self {
            Self::Problem(problem) => Refusal(problem).into_response(),
            Self::Conflict(conflict) => {
                let mut response = (StatusCode::CONFLICT, Json(conflict)).into_response();
                response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(CONTENT_TYPE));
                response
            }
        }
    }
}
