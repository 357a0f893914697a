//! What every request can reach.

use crate::access::Access;
use crate::assets::Assets;
use crate::figures::Figures;
use crate::hosts::Hosts;
use crate::packages::Packages;
use crate::probes::Probes;
use axum::extract::FromRef;
use compiler::Compiler;
use drafts::Drafts;
use environment::Platforms;
use std::sync::Arc;
use web::client::Clients;
use web::places::arrivals::Arrivals;
use web::shutdown::Shutdown;

/// The parts of the server, shared by all requests.
#[derive(Debug, Clone)]
pub struct Server {
    /// Room for bodies of requests.
    pub arrivals: Arc<Arrivals>,
    /// Who may do what.
    pub access: Arc<Access>,
    /// The studio's files.
    pub assets: Arc<Assets>,
    /// How clients are told apart.
    pub clients: Arc<Clients>,
    /// Compiles extensions.
    pub compiler: Arc<Compiler>,
    /// Names the server answers under.
    pub hosts: Arc<Hosts>,
    /// The feed of packages.
    pub packages: Arc<Packages>,
    /// Connections to Platform Servers.
    pub platforms: Arc<Platforms>,
    /// Shared drafts; none when the operator switched them off.
    pub drafts: Option<Arc<Drafts>>,
    /// What was done since the start.
    pub figures: Arc<Figures>,
    /// What balancers were told.
    pub probes: Arc<Probes>,
    /// Tells builds to end.
    pub shutdown: Shutdown,
}

impl FromRef<Server> for Arc<Clients> {
    fn from_ref(server: &Server) -> Self {
        Self::clone(&server.clients)
    }
}

impl FromRef<Server> for Arc<Arrivals> {
    fn from_ref(server: &Server) -> Self {
        Self::clone(&server.arrivals)
    }
}
