//! Refusals of the routes, some of which say more than a problem.

use crate::drafts::rates::TooMany;
use crate::drafts::store::StoreFault;
use crate::problem::Refusal;
use api::draft::Conflict;
use api::problem::{CONTENT_TYPE, Code, Problem};
use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// Why a request is not done.
#[derive(Debug)]
pub(super) enum Refused {
    /// As elsewhere.
    Problem(Problem),
    /// It came too early.
    TooMany(TooMany),
    /// Another revision was faster.
    Conflict(Conflict),
}

/// Seconds after which a store that fails, or a place that was taken, is worth another try.
const SOON: u64 = 5;

impl From<Problem> for Refused {
    fn from(problem: Problem) -> Self {
        match problem.kind() {
            Some(Code::DraftStore | Code::DraftBusy | Code::DraftPlaces) => {
                Self::TooMany(TooMany { problem, retry_after: SOON })
            }
            _ => Self::Problem(problem),
        }
    }
}

impl From<StoreFault> for Refused {
    fn from(fault: StoreFault) -> Self {
        Problem::from(fault).into()
    }
}

impl From<TooMany> for Refused {
    fn from(too_many: TooMany) -> Self {
        Self::TooMany(too_many)
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        match self {
            Self::Problem(problem) => Refusal(problem).into_response(),
            Self::TooMany(TooMany { problem, retry_after }) => {
                let mut response = Refusal(problem).into_response();
                response.headers_mut().insert(header::RETRY_AFTER, retry_after.into());
                response
            }
            Self::Conflict(conflict) => {
                let mut response = (StatusCode::CONFLICT, Json(conflict)).into_response();
                response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(CONTENT_TYPE));
                response
            }
        }
    }
}
