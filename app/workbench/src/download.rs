//! The Download window: the extensions of an environment, the versions of one, and what is done with a version
//! (integration-studio, sections 5.12.3 and 5.12.4).

mod columns;
mod command;

use api::platform::connect::Operation;
use api::platform::extension::{ServerExtension, ServerVersion};

use crate::errors::Failure;
use crate::{
    Command, ComparisonCommand, Connections, Context, Effect, FileCommand, JobId, Listing, News, Plan, Planned,
    ServerAnswer, ServerQuestion, host_of, impossible, version_label,
};

pub use columns::{Column, Listed, arranged, columns};
pub use command::{DownloadCommand, Fate};

/// What the Download window shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Downloading {
    /// The id of the connection whose extensions are listed.
    pub connection: String,
    /// The extensions.
    pub extensions: Listing<ServerExtension>,
    /// How the server names the chosen extension.
    pub chosen: Option<String>,
    /// The versions of the chosen extension.
    pub versions: Listing<ServerVersion>,
    /// Why versions cannot be fetched here, and what to do instead.
    pub cannot_fetch: Option<String>,
    /// Why the last thing that was asked for did not work.
    pub failure: Option<Failure>,
    /// The publish that waits to be confirmed.
    pub plan: Option<Plan>,
    fetching: Option<Fetching>,
}

/// A version whose bytes are on their way.
#[derive(Debug, Clone, PartialEq)]
struct Fetching {
    job: JobId,
    /// The name for its file.
    file_name: String,
    /// What it is called beside the document.
    name: String,
    fate: Fate,
}

impl Downloading {
    /// The chosen extension.
    pub fn extension(&self) -> Option<&ServerExtension> {
        let key = self.chosen.as_ref()?;
        self.extensions.known().iter().find(|extension| extension.key == *key)
    }

    /// The version that a download takes when none is chosen: the one last uploaded, where the server tells it.
    pub fn latest(&self) -> Option<&ServerVersion> {
        let versions = self.versions.known();
        let number = self.extension().and_then(|extension| extension.version.as_deref());
        let last = versions.iter().find(|it| number.is_some() && it.version.as_deref() == number);
        last.or_else(|| versions.iter().find(|it| it.published == Some(true))).or(versions.first())
    }

    /// Whether the bytes of a version are on their way.
    pub fn is_fetching(&self) -> bool {
        self.fetching.is_some()
    }

    fn jobs(&self) -> impl Iterator<Item = JobId> {
        let fetching = self.fetching.as_ref().map(|fetching| fetching.job);
        [self.extensions.job(), self.versions.job(), fetching].into_iter().flatten()
    }

    fn version(&self, id: &str) -> Option<&ServerVersion> {
        self.versions.known().iter().find(|version| version.id == id)
    }
}

/// The Download window, while it is open.
#[derive(Debug, Default)]
pub(crate) struct Downloads {
    downloading: Option<Downloading>,
}

impl Downloads {
    /// The Download window, while it is open.
    pub(crate) fn downloading(&self) -> Option<&Downloading> {
        self.downloading.as_ref()
    }

    pub(crate) fn handle(
        &mut self,
        context: &mut Context,
        connections: &mut Connections,
        command: DownloadCommand,
    ) -> Vec<Effect> {
        match command {
            DownloadCommand::List => self.list_extensions(context, connections),
            DownloadCommand::Connect => {
                connections.connect(Some(Box::new(Command::Download(DownloadCommand::List))));
                Vec::new()
            }
            DownloadCommand::ListOf(connection) => {
                connections.use_connection(connection);
                self.list_extensions(context, connections)
            }
            DownloadCommand::Choose(key) => self.list_versions(context, connections, key),
            DownloadCommand::Fetch { version, fate } => self.fetch(context, connections, &version, fate),
            DownloadCommand::Publish(version) => {
                self.plan_version(connections, &version);
                Vec::new()
            }
            DownloadCommand::Confirm(is_confirmed) => {
                let plan = self.downloading.as_mut().and_then(|downloading| downloading.plan.take());
                match plan.filter(|_| is_confirmed) {
                    Some(plan) => {
                        self.close_download(context);
                        context.announce(News::Confirmed(plan));
                        Vec::new()
                    }
                    None => Vec::new(),
                }
            }
            DownloadCommand::Close => {
                self.close_download(context);
                Vec::new()
            }
        }
    }

    fn list_extensions(&mut self, context: &mut Context, connections: &mut Connections) -> Vec<Effect> {
        let again = Command::Download(DownloadCommand::List);
        let Some(connection) = connections.connection().cloned() else {
            connections.connect(Some(Box::new(again)));
            return Vec::new();
        };
        let chosen = self.downloading.as_ref().filter(|it| it.connection == connection.id);
        let chosen = chosen.and_then(|downloading| downloading.chosen.clone());
        self.close_download(context);
        let mut downloading = Downloading {
            connection: connection.id.clone(),
            extensions: Listing::Unasked,
            chosen,
            versions: Listing::Unasked,
            cannot_fetch: impossible(&connection, &[Operation::Download]),
            failure: None,
            plan: None,
            fetching: None,
        };
        let mut effects = Vec::new();
        if let Some(why) = impossible(&connection, &[Operation::ListExtensions]) {
            downloading.extensions = Listing::Impossible(why);
        } else {
            let label = format!("Listing the extensions of {}", host_of(&connection.address));
            let (job, effect) = Connections::ask(context, &connection.id, ServerQuestion::Extensions, label);
            downloading.extensions = Listing::Asked(job);
            effects.push(effect);
        }
        self.downloading = Some(downloading);
        effects
    }

    fn list_versions(&mut self, context: &mut Context, connections: &mut Connections, key: String) -> Vec<Effect> {
        let Some(downloading) = &mut self.downloading else { return Vec::new() };
        let before = downloading.versions.job();
        (downloading.failure, downloading.plan) = (None, None);
        downloading.chosen = Some(key.clone());
        downloading.versions = Listing::Unasked;
        let (id, name) = (downloading.connection.clone(), downloading.extension().map(|it| it.name.clone()));
        before.map(|job| context.end(job));
        let (Some(connection), Some(name)) = (connections.connection_named(&id).cloned(), name) else {
            return Vec::new();
        };
        let mut effects = Vec::new();
        let versions = if let Some(why) = impossible(&connection, &[Operation::ListVersions]) {
            Listing::Impossible(why)
        } else {
            let question = ServerQuestion::Versions { extension: key };
            let (job, effect) = Connections::ask(context, &id, question, format!("Listing the versions of {name}"));
            effects.push(effect);
            Listing::Asked(job)
        };
        if let Some(downloading) = &mut self.downloading {
            downloading.versions = versions;
        }
        effects
    }

    fn fetch(
        &mut self,
        context: &mut Context,
        connections: &mut Connections,
        version: &str,
        fate: Fate,
    ) -> Vec<Effect> {
        let Some(downloading) = self.downloading.as_ref().filter(|it| it.fetching.is_none()) else {
            return Vec::new();
        };
        let (Some(extension), Some(version)) =
            (downloading.extension().cloned(), downloading.version(version).cloned())
        else {
            return Vec::new();
        };
        let id = downloading.connection.clone();
        let Some(connection) = connections.connection_named(&id) else { return Vec::new() };
        let label = version_label(&version);
        let name = format!("{} {label} on {}", extension.name, host_of(&connection.address));
        let question = ServerQuestion::Content { extension: extension.key, version: version.id };
        let (job, effect) = Connections::ask(context, &id, question, format!("Downloading {} {label}", extension.name));
        if let Some(downloading) = &mut self.downloading {
            downloading.failure = None;
            downloading.fetching = Some(Fetching { job, file_name: format!("{}.xif", extension.name), name, fate });
        }
        vec![effect]
    }

    fn plan_version(&mut self, connections: &mut Connections, version: &str) {
        let Some(downloading) = &self.downloading else { return };
        let (Some(extension), Some(version)) = (downloading.extension(), downloading.version(version)) else { return };
        let what = Planned::Version(version.id.clone());
        let plan = connections.connection_named(&downloading.connection);
        let plan = plan.map(|connection| Plan::new(connection, extension.name.clone(), version_label(version), what));
        let Some(downloading) = &mut self.downloading else { return };
        downloading.failure = None;
        match plan {
            Some(Ok(plan)) => downloading.plan = Some(plan),
            Some(Err(why)) => downloading.failure = Some(Failure::new(api::problem::Code::PlatformUnsupported, why)),
            None => {}
        }
    }

    /// Takes the answer that the window waits for; others are given on.
    pub(crate) fn answered_download(
        &mut self,
        context: &mut Context,
        connections: &mut Connections,
        job: JobId,
        result: Result<ServerAnswer, Failure>,
    ) -> Vec<Effect> {
        let Some(downloading) = self.downloading.as_mut().filter(|it| it.jobs().any(|own| own == job)) else {
            return Vec::new();
        };
        let connection = downloading.connection.clone();
        if let Err(failure) = &result
            && connections.connect_again(&connection, failure, Command::Download(DownloadCommand::List))
        {
            self.close_download(context);
            return Vec::new();
        }
        let Some(downloading) = &mut self.downloading else { return Vec::new() };
        if downloading.extensions.waits_for(job) {
            downloading.extensions = Listing::of(result.and_then(ServerAnswer::extensions));
            let chosen = downloading.extension().map(|extension| extension.key.clone());
            downloading.chosen = None;
            return chosen.map(|key| self.list_versions(context, connections, key)).unwrap_or_default();
        }
        if downloading.versions.waits_for(job) {
            downloading.versions = Listing::of(result.and_then(ServerAnswer::versions));
            return Vec::new();
        }
        let fetched = downloading.fetching.take();
        match (fetched, result.and_then(ServerAnswer::content)) {
            (Some(fetched), Ok(bytes)) => self.fetched(context, fetched, bytes),
            (_, Err(failure)) => {
                downloading.failure = Some(failure);
                Vec::new()
            }
            (None, Ok(_)) => Vec::new(),
        }
    }

    fn fetched(&mut self, context: &mut Context, fetched: Fetching, bytes: Vec<u8>) -> Vec<Effect> {
        let Fetching { file_name, name, fate, .. } = fetched;
        match fate {
            Fate::Save => vec![Effect::SaveCopy { file_name, bytes }],
            Fate::Open => {
                self.close_download(context);
                context.announce(News::GoesOn(Command::File(FileCommand::Open { file_name, bytes, handle: None })));
                Vec::new()
            }
            Fate::Compare => {
                self.close_download(context);
                let compare = ComparisonCommand::CompareFile { file_name: name, bytes };
                context.announce(News::GoesOn(Command::Comparison(compare)));
                Vec::new()
            }
        }
    }

    fn close_download(&mut self, context: &mut Context) {
        let jobs: Vec<JobId> = self.downloading.iter().flat_map(Downloading::jobs).collect();
        self.downloading = None;
        for job in jobs {
            context.end(job);
        }
    }
}
