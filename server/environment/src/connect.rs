//! Probing a server and opening a connection. The order matters: first the address is checked, then the certificate, then whether
//! an identity provider is active, and only then are credentials sent, once.

use super::Platforms;
use super::address::Address;
use super::backend::lifetime::{self, LifeTime};
use super::backend::service::{self, ServiceBackend};
use super::backend::{Backend, assisted};
use super::calls::Caller;
use super::http::Http;
use super::profile::{Protocol, Value};
use super::secrets::Scrub;
use super::session::{Opened, Session};
use super::soap::{Soap, Values};
use api::platform::connect::{
    self, ConnectRequest, Credentials, Environment, Fingerprint, IdentityProvider, Offer, Probe, ProbeRequest,
};
use api::problem::{Code, Problem};
use std::sync::Arc;
use web::client::Client;

/// Characters of a user name and of a password.
const LONGEST: usize = 1000;

impl Platforms {
    /// What can be known of a server without credentials.
    ///
    /// # Errors
    /// When the address cannot be read or may not be called, or nobody answers there. What answers in an unexpected way is told in the probe.
    pub async fn probe(&self, request: &ProbeRequest, client: Client) -> Result<Probe, Problem> {
        let address = Address::parse(&request.address)?;
        let http = self.http(&address, request.certificate.clone(), client).await?;
        let soap = self.soap(http, &self.profile.service_center, Scrub::default());
        let (mut platform, mut identity_provider, mut problems) = (None, IdentityProvider::Unknown, Vec::new());
        let mut reached = true;
        match service::probe(&soap).await.map_err(Problem::from) {
            Ok(found) => platform = Some(found),
            Err(problem) if problem.kind() == Some(Code::PlatformCertificate) => reached = false,
            Err(problem) if is_nobody(&problem) => return Err(problem),
            Err(problem) => problems.push(problem),
        }
        if reached {
            match service::identity_provider(&soap).await {
                Ok(found) => identity_provider = found,
                Err(error) => problems.push(error.problem),
            }
        }
        Ok(Probe {
            address: address.to_string(),
            certificate: soap.http.certificate(),
            platform,
            backends: self.offers(&identity_provider),
            identity_provider,
            problems,
            limits: self.limits(),
        })
    }

    /// Opens a connection.
    ///
    /// # Errors
    /// When the address is not allowed or cannot be reached, its certificate is not trusted, or the credentials are refused.
    pub async fn connect(&self, request: ConnectRequest, client: Client) -> Result<Arc<Session>, Problem> {
        let address = Address::parse(&request.address)?;
        let fits = |text: &str| text.len() <= LONGEST && !text.chars().any(char::is_control);
        if !fits(&request.user) || !fits(request.password.reveal()) {
            return Err(Problem::new(
                Code::PlatformRequest,
                "User or password is too long or holds a control character.",
            ));
        }
        let opened = match request.backend {
            connect::Backend::Assisted => self.assisted(address, request.certificate, client).await,
            connect::Backend::ServiceCenter => {
                self.service(address, &request, &self.profile.service_center, client).await?
            }
            connect::Backend::Native => {
                let missing = || Problem::new(Code::PlatformUnsupported, "The protocol profile has no native service.");
                let protocol = self.profile.native.as_ref().ok_or_else(missing)?;
                self.service(address, &request, protocol, client).await?
            }
            connect::Backend::LifeTime => self.lifetime(address, request, client).await?,
        };
        let session = self.sessions.open(opened, client)?;
        tracing::info!(address = %session.address, backend = ?session.backend.kind(), "connected to a Platform Server");
        Ok(session)
    }

    /// A way to a server whose address was checked and resolved.
    async fn http(&self, address: &Address, accepted: Option<Fingerprint>, client: Client) -> Result<Http, Problem> {
        let found = self.allowed.resolve(address).await?;
        let caller = Caller::new(&self.calls, client);
        Http::new(address.clone(), &found, &self.authorities, accepted, self.http_limits, caller)
    }

    fn soap(&self, http: Http, protocol: &Arc<Protocol>, scrub: Scrub) -> Soap {
        let (profile, protocol) = (Arc::clone(&self.profile), Arc::clone(protocol));
        Soap { http, profile, protocol, recorder: self.recorder.clone(), scrub }
    }

    /// Works also with a server that only the user's browser can reach.
    async fn assisted(&self, address: Address, accepted: Option<Fingerprint>, client: Client) -> Opened {
        let platform = match self.http(&address, accepted, client).await {
            Ok(http) => service::probe(&self.soap(http, &self.profile.service_center, Scrub::default())).await.ok(),
            Err(_) => None,
        };
        let backend = Backend::Assisted;
        Opened { address, user: String::new(), platform, environments: Vec::new(), environment: None, backend }
    }

    async fn service(
        &self,
        address: Address,
        request: &ConnectRequest,
        protocol: &Arc<Protocol>,
        client: Client,
    ) -> Result<Opened, Problem> {
        let http = self.http(&address, request.certificate.clone(), client).await?;
        let anonymous = self.soap(http, protocol, Scrub::default());
        let platform = service::probe(&anonymous).await?;
        check_provider(&anonymous).await?;
        let password = self.password.encode(&request.password).await?;
        let scrub = Scrub::new([password.clone(), request.password.clone()]);
        let credentials = Values::default().with(Value::User, &request.user).with(Value::Password, password.reveal());
        let backend = ServiceBackend { kind: request.backend, soap: Soap { scrub, ..anonymous }, credentials };
        backend.log_in().await?;
        Ok(Opened {
            address,
            user: request.user.clone(),
            platform: Some(platform),
            environments: Vec::new(),
            environment: None,
            backend: Backend::Service(backend),
        })
    }

    async fn lifetime(&self, address: Address, request: ConnectRequest, client: Client) -> Result<Opened, Problem> {
        if address.plain && !request.password.reveal().is_empty() {
            tracing::warn!(%address, "a token goes over an unprotected connection, as configured");
        }
        let http = self.http(&address, request.certificate, client).await?;
        let mut lifetime = LifeTime {
            http,
            base: self.profile.lifetime_path.clone(),
            scrub: Scrub::new([request.password.clone()]),
            token: request.password,
            environment: None,
            recorder: self.recorder.clone(),
        };
        let environments = lifetime.environments().await?;
        lifetime.environment = choose(&environments, request.environment.as_deref())?;
        Ok(Opened {
            address,
            user: request.user,
            platform: None,
            environment: lifetime.environment.as_ref().map(|environment| environment.key.clone()),
            environments,
            backend: Backend::LifeTime(lifetime),
        })
    }

    /// The ways to work with a server, the best first.
    fn offers(&self, identity_provider: &IdentityProvider) -> Vec<Offer> {
        let mut offers = Vec::new();
        let password = self.password.credentials();
        if !matches!(identity_provider, IdentityProvider::Active { .. }) {
            let services = [
                (connect::Backend::Native, self.profile.native.as_ref()),
                (connect::Backend::ServiceCenter, Some(&self.profile.service_center)),
            ];
            for (backend, protocol) in services {
                let capabilities = protocol.map(|protocol| protocol.capabilities());
                offers.extend(capabilities.map(|capabilities| Offer { backend, credentials: password, capabilities }));
            }
        }
        let assisted = assisted::capabilities();
        offers.push(Offer {
            backend: connect::Backend::Assisted,
            credentials: Credentials::None,
            capabilities: assisted,
        });
        let lifetime = lifetime::capabilities();
        offers.push(Offer {
            backend: connect::Backend::LifeTime,
            credentials: Credentials::Token,
            capabilities: lifetime,
        });
        offers
    }
}

/// Nobody is there, so there is nothing to explain about a server.
fn is_nobody(problem: &Problem) -> bool {
    matches!(problem.kind(), Some(Code::PlatformUnreachable | Code::PlatformSilent | Code::PlatformBroken))
}

/// With a provider no password may be sent. A server that does not say is tried; one that does not let this network ask would refuse
/// everything else as well.
async fn check_provider(soap: &Soap) -> Result<(), Problem> {
    match service::identity_provider(soap).await {
        Ok(IdentityProvider::Active { provider }) => {
            let provider: String = provider.chars().take(100).collect();
            Err(Problem::new(Code::PlatformIdentityProvider, format!("{} uses {provider:?}.", soap.http.address())))
        }
        Ok(_) => Ok(()),
        Err(error) => match error.problem.kind() {
            Some(Code::PlatformMalformed | Code::PlatformNotFound | Code::PlatformFailed | Code::PlatformRefused) => {
                Ok(())
            }
            _ => Err(error.problem),
        },
    }
}

fn choose(environments: &[Environment], wanted: Option<&str>) -> Result<Option<Environment>, Problem> {
    let Some(wanted) = wanted else {
        return Ok(if let [only] = environments { Some(only.clone()) } else { None });
    };
    let found = environments.iter().find(|each| each.key == wanted || each.name.eq_ignore_ascii_case(wanted));
    let missing = || Problem::new(Code::PlatformNotFound, format!("LifeTime has no environment {wanted:.80}."));
    found.cloned().map(Some).ok_or_else(missing)
}
