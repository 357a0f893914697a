//! What each part of the server needs of the web: who asks, room for requests and for work, bodies, problems as answers, and the
//! signal to stop.

pub mod body;
pub mod client;
pub mod named;
pub mod places;
pub mod problem;
pub mod shutdown;
pub mod text;
