//! A studio's server that is asked without a socket.

use axum::Router;
use axum::http::HeaderName;
use compiler::{Compiler, CompilerOptions};
use drafts::Drafts;
use environment::profile::Profile;
use environment::{PlatformOptions, Platforms};
use ipnet::IpNet;
use server::access::Access;
use server::assets::Assets;
use server::hosts::Hosts;
use server::packages::Packages;
use server::packages::settings::Place;
use server::router::router;
use server::state::Server;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use support::folder::page;
use web::client::Clients;
use web::shutdown::Shutdown;

/// The routes of a server that publishes with these options.
pub(crate) async fn with_platforms(options: PlatformOptions) -> Router {
    made(options, None, Access::open(), Place::Off).await
}

/// The routes of a server with this feed of packages.
pub(crate) async fn with_feed(place: Place) -> Router {
    made(PlatformOptions::new(Profile::load(None).unwrap()), None, Access::open(), place).await
}

/// The routes of a server with these shared drafts.
pub(crate) async fn with_drafts(drafts: Option<Arc<Drafts>>) -> Router {
    made(PlatformOptions::new(Profile::load(None).unwrap()), drafts, Access::open(), Place::Off).await
}

/// The routes of a server that lets these people do something.
pub(crate) async fn with_access(access: Access) -> Router {
    made(PlatformOptions::new(Profile::load(None).unwrap()), None, access, Place::Off).await
}

async fn made(options: PlatformOptions, drafts: Option<Arc<Drafts>>, access: Access, place: Place) -> Router {
    router(Server {
        arrivals: Arc::default(),
        access: Arc::new(access),
        assets: Arc::new(Assets::read(page().path()).unwrap()),
        // Requests that are made without a socket name their client themselves.
        clients: Arc::new(Clients {
            header: Some(HeaderName::from_static("x-client")),
            proxies: vec![IpNet::from(IpAddr::V4(Ipv4Addr::UNSPECIFIED))],
        }),
        compiler: Arc::new(Compiler::detect(CompilerOptions::default()).await),
        hosts: Arc::new(Hosts::new("127.0.0.1", 8080, &[])),
        packages: Arc::new(Packages::new(place, Vec::new())),
        platforms: Arc::new(Platforms::new(options)),
        drafts,
        figures: Arc::default(),
        probes: Arc::default(),
        shutdown: Shutdown::default(),
    })
}
