//! Environments for tests: what is known of one, connections, jobs, extensions with versions.

use api::platform::Secret;
use api::platform::connect::{
    Backend, Capability, Certificate, Connection, Credentials, Fingerprint, IdentityProvider, Limits, Offer, Operation,
    Platform, Probe, ServiceCenter, Support, Trust,
};
use api::platform::extension::{ServerExtension, ServerVersion};
use api::platform::job::{Job, JobState, Stage};
use api::problem::{Code, Problem};
use workbench::errors::{Failure, FailureCode};
use workbench::{Command, ConnectionCommand, Effect, NotStarted, PublicationCommand, ServerAnswer, ServerQuestion};

use super::{Host, compiled, new_extension};

/// An extension of an environment, and its versions with their bytes.
pub(crate) type Shelved = (ServerExtension, Vec<(ServerVersion, Vec<u8>)>);

impl Host {
    /// What an environment does.
    pub(super) fn reach_environment(&mut self, effect: Effect) -> Option<Command> {
        match effect {
            Effect::Probe { job, request } => {
                self.asked = request.certificate;
                Some(Command::Connection(ConnectionCommand::Probed {
                    job,
                    result: self.probe.clone().ok_or_else(|| Failure::no_server("nobody")),
                }))
            }
            Effect::Connect { job, request } => {
                let refused = || Failure::new(FailureCode::find("S604"), format!("{} is refused.", request.user));
                Some(Command::Connection(ConnectionCommand::Connected {
                    job,
                    result: self.connection.clone().ok_or_else(refused),
                }))
            }
            Effect::AskServer { job, connection, question } => {
                self.questions.push((connection, question.clone()));
                let result = self.refusal.clone().map_or_else(|| self.answer_of(&question), Err);
                Some(Command::Connection(ConnectionCommand::Answered { job, result }))
            }
            Effect::Publish { job, connection, query, bytes } => {
                match query.version {
                    Some(version) => self.republished.push((connection, version)),
                    None => self.published.push((query.extension, bytes)),
                }
                if self.is_cut_off {
                    return Some(Command::Publication(PublicationCommand::Started {
                        job,
                        result: Err(NotStarted::Unclear(Failure::no_server("connection reset"))),
                    }));
                }
                Some(Command::Publication(PublicationCommand::Started {
                    job,
                    result: self
                        .server_job
                        .clone()
                        .ok_or_else(|| NotStarted::Refused(Problem::new(Code::PlatformLogIn, "It is refused."))),
                }))
            }
            Effect::FollowPublish { job, after } => {
                self.followed.push((job, after));
                None
            }
            Effect::AnswerPublish { goes_on, .. } => {
                self.answered = Some(goes_on);
                None
            }
            _ => None,
        }
    }

    fn answer_of(&self, question: &ServerQuestion) -> Result<ServerAnswer, Failure> {
        let missing = || Failure::new(FailureCode::find("S615"), "It is not there.");
        let versions = |key: &String| {
            let own = self.shelf.iter().find(|(extension, _)| extension.key == *key);
            own.map(|(_, versions)| versions).ok_or_else(missing)
        };
        match question {
            ServerQuestion::Extensions => {
                Ok(ServerAnswer::Extensions(self.shelf.iter().map(|(extension, _)| extension.clone()).collect()))
            }
            ServerQuestion::Versions { extension } => {
                let list = versions(extension)?.iter().map(|(version, _)| version.clone()).collect();
                Ok(ServerAnswer::Versions(list))
            }
            ServerQuestion::Content { extension, version } => {
                let own = versions(extension)?.iter().find(|(own, _)| own.id == *version);
                own.map(|(_, bytes)| ServerAnswer::Content(bytes.clone())).ok_or_else(missing)
            }
        }
    }
}

const LIMITS: Limits =
    Limits { xif: 1 << 20, usual_xif: 1 << 20, answer_seconds: 1, upload_seconds: 1, publish_seconds: 1 };

fn capabilities(support: Support) -> Vec<Capability> {
    Operation::ALL.map(|operation| Capability { operation, support, note: String::new() }).to_vec()
}

pub(crate) fn probe(trust: Trust) -> Probe {
    Probe {
        address: "https://dev.example.com".to_owned(),
        certificate: Some(Certificate {
            fingerprint: Fingerprint("ab".to_owned()),
            subject: "CN=dev".to_owned(),
            issuer: "CN=dev".to_owned(),
            names: Vec::new(),
            valid_from: String::new(),
            valid_until: String::new(),
            trust,
        }),
        platform: Some(Platform { version: "11.10.2.25738".to_owned(), serial: None }),
        identity_provider: IdentityProvider::Inactive,
        backends: vec![Offer {
            backend: Backend::ServiceCenter,
            credentials: Credentials::Password,
            capabilities: capabilities(Support::Unverified),
        }],
        problems: Vec::new(),
        limits: LIMITS,
    }
}

pub(crate) fn connection(backend: Backend) -> Connection {
    Connection {
        id: "c1".to_owned(),
        secret: None,
        address: "https://dev.example.com".to_owned(),
        user: "ada".to_owned(),
        platform: None,
        backend,
        environments: Vec::new(),
        environment: None,
        capabilities: capabilities(if backend == Backend::Assisted { Support::Unsupported } else { Support::Verified }),
        service_center: ServiceCenter {
            address: "https://dev.example.com/ServiceCenter".to_owned(),
            publish_steps: vec!["Factory > Extensions".to_owned()],
            download_steps: Vec::new(),
        },
        limits: LIMITS,
        idle_seconds: 60,
        jobs: Vec::new(),
    }
}

pub(crate) fn server_job(state: JobState) -> Job {
    Job {
        id: "j1".to_owned(),
        secret: None,
        extension: "Bank".to_owned(),
        address: "https://dev.example.com".to_owned(),
        started_ms: 0,
        state,
        last_event: 0,
    }
}

/// An extension whose code compiles, before an environment that is ready.
pub(crate) fn ready(backend: Backend) -> Host {
    let mut host = Host::default();
    host.run(new_extension("Bank"));
    host.answer = Some(compiled("OutSystems.NssBank.dll", b"MZ"));
    host.probe = Some(probe(Trust::Trusted));
    host.connection = Some(connection(backend));
    host.server_job = Some(server_job(JobState::Running { stage: Stage::Upload }));
    host
}

pub(crate) fn log_in(host: &mut Host, backend: Backend) {
    host.run(ConnectionCommand::Probe { address: "dev.example.com".to_owned(), certificate: None });
    host.run(ConnectionCommand::LogIn { backend, user: "ada".to_owned(), password: Secret::new("p4ss") });
}

pub(crate) fn log_in_first(host: &mut Host) {
    host.run(ConnectionCommand::Connect);
    let backend = host.connection.as_ref().unwrap().backend;
    log_in(host, backend);
    assert_eq!(host.workbench.connection().unwrap().user, "ada");
}

pub(crate) fn version(number: &str, is_published: bool) -> ServerVersion {
    ServerVersion {
        id: number.to_owned(),
        version: Some(number.to_owned()),
        uploaded: None,
        user: None,
        description: None,
        published: Some(is_published),
    }
}

/// Puts an extension with these versions on the shelf of every environment; the last one is published.
pub(crate) fn shelve(host: &mut Host, name: &str, contents: &[&[u8]]) {
    let last = contents.len();
    let versions = contents.iter().enumerate().map(|(index, content)| {
        let number = (index + 1).to_string();
        (version(&number, index + 1 == last), content.to_vec())
    });
    let extension = ServerExtension {
        key: format!("key of {name}"),
        name: name.to_owned(),
        version: Some(last.to_string()),
        uploaded: None,
        user: None,
        description: None,
        published: Some(true),
    };
    host.shelf.push((extension, versions.collect()));
}
