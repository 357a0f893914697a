//! Connections to environments: the window that opens one, and those that are open.

use api::platform::Secret;
use api::platform::connect::{
    Backend, ConnectRequest, Connection, Environment, Fingerprint, IdentityProvider, Probe, ProbeRequest, Trust,
};

use crate::errors::Failure;
use crate::{Command, Connections, Context, Effect, JobId, JobKind, News};

/// The Connect to Environment window: an address first, then what is asked for there.
#[derive(Debug, Clone, PartialEq)]
pub struct Connecting {
    /// The address that was looked at last.
    pub address: String,
    /// What is known of it without credentials.
    pub probe: Option<Probe>,
    /// Why it did not work.
    pub failure: Option<Failure>,
    /// The certificate that the user accepted although it is doubtful.
    certificate: Option<Fingerprint>,
    /// The environments that LifeTime manages, when one of them must be chosen.
    pub environments: Vec<Environment>,
    /// What was asked for last: it is asked again with the chosen environment.
    request: Option<ConnectRequest>,
    job: Option<JobId>,
    /// What goes on when there is a connection.
    then: Option<Box<Command>>,
}

impl Connecting {
    /// Whether an answer is on its way.
    pub fn is_busy(&self) -> bool {
        self.job.is_some()
    }

    /// The ways to work with the server; none before it was looked at, or while its certificate is doubtful.
    pub fn backends(&self) -> &[api::platform::connect::Offer] {
        match &self.probe {
            Some(probe) if self.doubt().is_none() => &probe.backends,
            _ => &[],
        }
    }

    /// The doubtful certificate, before the user has accepted it.
    pub fn doubt(&self) -> Option<(&Fingerprint, &api::problem::Problem)> {
        let certificate = self.probe.as_ref()?.certificate.as_ref()?;
        match &certificate.trust {
            Trust::Doubtful { problem, .. } => Some((&certificate.fingerprint, problem)),
            Trust::Trusted | Trust::Accepted { .. } => None,
        }
    }

    /// Whether passwords are refused there because users log in at a provider.
    pub fn has_identity_provider(&self) -> bool {
        let provider = self.probe.as_ref().map(|probe| &probe.identity_provider);
        matches!(provider, Some(IdentityProvider::Active { .. }))
    }
}

impl Connections {
    /// The window that connects, while it is open.
    pub(crate) fn connecting(&self) -> Option<&Connecting> {
        self.connecting.as_ref()
    }

    /// The open connections, in the order in which they were opened.
    pub(crate) fn connections(&self) -> &[Connection] {
        &self.open
    }

    /// The connection that publishing goes to.
    pub(crate) fn connection(&self) -> Option<&Connection> {
        let id = self.current_connection.as_ref()?;
        self.open.iter().find(|connection| connection.id == *id)
    }

    pub(crate) fn connect(&mut self, then: Option<Box<Command>>) {
        let address = self.connection().map(|connection| connection.address.clone()).unwrap_or_default();
        self.connecting = Some(Connecting {
            address,
            probe: None,
            failure: None,
            certificate: None,
            environments: Vec::new(),
            request: None,
            job: None,
            then,
        });
    }

    pub(crate) fn probe(
        &mut self,
        context: &mut Context,
        address: String,
        certificate: Option<Fingerprint>,
    ) -> Vec<Effect> {
        let job = context.start(JobKind::Connect, format!("Looking at {address}"));
        let Some(connecting) = &mut self.connecting else { return Vec::new() };
        connecting.address.clone_from(&address);
        connecting.certificate.clone_from(&certificate);
        (connecting.failure, connecting.probe) = (None, None);
        let before = connecting.job.replace(job);
        Self::drop_job(context, before);
        vec![Effect::Probe { job, request: ProbeRequest { address, certificate } }]
    }

    pub(crate) fn probed(&mut self, context: &mut Context, job: JobId, result: Result<Probe, Failure>) {
        context.end(job);
        let Some(connecting) = self.connecting.as_mut().filter(|connecting| connecting.job == Some(job)) else {
            return;
        };
        connecting.job = None;
        match result {
            Ok(probe) => connecting.probe = Some(probe),
            Err(failure) => connecting.failure = Some(failure),
        }
    }

    pub(crate) fn log_in(
        &mut self,
        context: &mut Context,
        backend: Backend,
        user: String,
        password: Secret,
    ) -> Vec<Effect> {
        let Some(connecting) = &self.connecting else { return Vec::new() };
        let (address, certificate) = (connecting.address.clone(), connecting.certificate.clone());
        self.request(context, ConnectRequest { address, backend, user, password, certificate, environment: None })
    }

    pub(crate) fn choose_environment(&mut self, context: &mut Context, key: String) -> Vec<Effect> {
        let request = self.connecting.as_ref().and_then(|connecting| connecting.request.clone());
        request
            .map(|request| self.request(context, ConnectRequest { environment: Some(key), ..request }))
            .unwrap_or_default()
    }

    fn request(&mut self, context: &mut Context, request: ConnectRequest) -> Vec<Effect> {
        let job = context.start(JobKind::Connect, "Connecting".to_owned());
        let Some(connecting) = &mut self.connecting else { return Vec::new() };
        connecting.failure = None;
        connecting.request = Some(request.clone());
        let before = connecting.job.replace(job);
        Self::drop_job(context, before);
        vec![Effect::Connect { job, request }]
    }

    pub(crate) fn connected(
        &mut self,
        context: &mut Context,
        job: JobId,
        result: Result<Connection, Failure>,
    ) -> Vec<Effect> {
        context.end(job);
        let Some(connecting) = self.connecting.as_mut().filter(|connecting| connecting.job == Some(job)) else {
            // The window was closed meanwhile: nobody wants the connection.
            return result.map(|connection| vec![Effect::Disconnect { id: connection.id }]).unwrap_or_default();
        };
        connecting.job = None;
        match result {
            Ok(connection) if connection.environment.is_none() && connection.environments.len() > 1 => {
                connecting.environments.clone_from(&connection.environments);
                vec![Effect::Disconnect { id: connection.id }]
            }
            Ok(connection) => {
                let then = connecting.then.take();
                self.connecting = None;
                self.add_connection(connection);
                if let Some(command) = then {
                    context.announce(News::GoesOn(*command));
                }
                Vec::new()
            }
            Err(failure) => {
                connecting.failure = Some(failure);
                Vec::new()
            }
        }
    }

    pub(crate) fn add_connection(&mut self, connection: Connection) {
        self.open.retain(|other| other.id != connection.id);
        self.current_connection = Some(connection.id.clone());
        self.open.push(connection);
    }

    pub(crate) fn use_connection(&mut self, id: String) {
        if self.open.iter().any(|connection| connection.id == id) {
            self.current_connection = Some(id);
        }
    }

    pub(crate) fn disconnect(&mut self, id: &str) -> Vec<Effect> {
        self.forget_connection(id);
        vec![Effect::Disconnect { id: id.to_owned() }]
    }

    pub(crate) fn forget_connection(&mut self, id: &str) {
        self.open.retain(|connection| connection.id != id);
        if self.current_connection.as_deref() == Some(id) {
            self.current_connection = self.open.last().map(|connection| connection.id.clone());
        }
    }

    pub(crate) fn close_connect(&mut self, context: &mut Context) {
        let job = self.connecting.take().and_then(|connecting| connecting.job);
        Self::drop_job(context, job);
    }

    fn drop_job(context: &mut Context, job: Option<JobId>) {
        if let Some(job) = job {
            context.end(job);
        }
    }
}
