//! The interface as an OpenAPI document, made of the types that it describes.
//!
//! `server/api/openapi.json` is what this makes; the server gives it away. A test of the server compares the two, the routes with the operations, and
//! the answers that other tests get with what stands here.

mod access;
mod compile;
mod document;
mod drafts;
mod operation;
mod packages;
mod platform;
mod service;
mod shape;

pub use document::document;
pub use operation::{Answer, Bearer, Content, Method, Need, Operation, Parameter};
pub use shape::Shape;

/// Every operation, in the order of the document.
pub fn operations() -> Vec<Operation> {
    let parts = [
        service::operations(),
        access::operations(),
        compile::operations(),
        packages::operations(),
        platform::operations(),
        drafts::operations(),
    ];
    parts.into_iter().flatten().collect()
}
