//! Connections to Platform Servers: listing, publishing and downloading extensions on a user's behalf. The server forwards; it keeps
//! neither XIFs nor, beyond the life of a connection, credentials.

pub mod address;
pub mod allowed;
