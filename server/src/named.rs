//! The parts of an address that stand for something.

use crate::problem::Refusal;
use crate::state::Server;
use api::problem::Code;
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

/// What a request names in its address. What is not UTF-8 names nothing.
pub struct Named<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<Server> for Named<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, server: &Server) -> Result<Self, Refusal> {
        let named = Path::<T>::from_request_parts(parts, server).await;
        named.map(|Path(named)| Self(named)).map_err(|_| Refusal::new(Code::NotFound, "The address is not UTF-8."))
    }
}
