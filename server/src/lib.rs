//! The server of XIF Studio: it serves the studio's files, compiles extensions in a sandbox, keeps shared drafts that it cannot read, and
//! forwards finished extensions to Platform Servers. All else happens in the browser.

pub mod access;
pub mod arguments;
pub mod assets;
pub mod body;
pub mod client;
pub mod compile;
pub mod connections;
pub mod description;
pub mod drafts;
pub mod figures;
pub mod headers;
pub mod hosts;
pub mod log;
pub mod named;
pub mod packages;
pub mod places;
pub mod platform;
pub mod probes;
pub mod problem;
pub mod requests;
pub mod router;
pub mod routes;
pub mod serve;
pub mod shutdown;
pub mod state;
pub mod text;
pub mod version;
