//! The server of XIF Studio: it serves the studio's files, compiles extensions in a sandbox, keeps shared drafts that it cannot read, and
//! forwards finished extensions to Platform Servers. All else happens in the browser.

pub mod access;
pub mod arguments;
pub mod assets;
pub mod connections;
pub mod description;
pub mod figures;
pub mod headers;
pub mod hosts;
pub mod log;
pub mod packages;
pub mod probes;
pub mod requests;
pub mod router;
pub mod routes;
pub mod serve;
pub mod state;
pub mod version;
