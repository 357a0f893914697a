//! The published version of an extension in an environment, found by one question after the other: which extensions there
//! are, which versions the one has, the bytes of the published one, what they hold.

use api::platform::connect::{Connection, Operation};
use api::platform::extension::ServerVersion;
use extension::Extension;

use crate::errors::Failure;
use crate::{
    Connections, Context, Effect, JobId, JobKind, News, Purpose, ServerAnswer, ServerQuestion, Standing, host_of,
    impossible, version_label,
};

/// Questions that are on their way.
#[derive(Debug, Clone)]
pub(crate) struct Lookup {
    pub(crate) job: JobId,
    pub(crate) connection: String,
    pub(crate) purpose: Purpose,
    /// The name of the extension.
    extension: String,
    stage: Stage,
}

#[derive(Debug, Clone)]
enum Stage {
    Extensions,
    Versions {
        key: String,
    },
    Content {
        version: ServerVersion,
    },
    /// The XIF is read; what it is called.
    Reading {
        name: String,
    },
}

/// What the published version is asked with.
const NEEDED: [Operation; 2] = [Operation::ListExtensions, Operation::ListVersions];

/// Why the published version cannot be fetched over this connection.
pub(crate) fn cannot_fetch(connection: &Connection) -> Option<String> {
    impossible(connection, &NEEDED).or_else(|| impossible(connection, &[Operation::Download]))
}

impl Connections {
    /// Begins to look the published version up; why not, when nothing can be asked.
    pub(crate) fn look_up(
        &mut self,
        context: &mut Context,
        connection: &Connection,
        extension: String,
        purpose: Purpose,
    ) -> Result<Effect, String> {
        if let Some(why) = impossible(connection, &NEEDED) {
            return Err(why);
        }
        let label = format!("Looking for {extension} on {}", host_of(&connection.address));
        let (job, effect) = Self::ask(context, &connection.id, ServerQuestion::Extensions, label);
        let connection = connection.id.clone();
        self.lookups.push(Lookup { job, connection, purpose, extension, stage: Stage::Extensions });
        Ok(effect)
    }

    /// Reads a XIF as what consumers have now.
    pub(crate) fn read_baseline(
        &mut self,
        context: &mut Context,
        name: String,
        bytes: Vec<u8>,
        purpose: Purpose,
    ) -> Effect {
        let job = context.start(JobKind::Ask, format!("Reading {name}"));
        let stage = Stage::Reading { name };
        self.lookups.push(Lookup { job, connection: String::new(), purpose, extension: String::new(), stage });
        Effect::ReadXif { job, bytes }
    }

    /// Ends the questions for a purpose.
    pub(crate) fn stop_looking(&mut self, context: &mut Context, purpose: Purpose) {
        let (ended, others): (Vec<Lookup>, _) = self.lookups.drain(..).partition(|lookup| lookup.purpose == purpose);
        self.lookups = others;
        for lookup in ended {
            context.end(lookup.job);
        }
    }

    /// Takes the answer to a question that was asked here.
    pub(crate) fn answered_lookup(
        &mut self,
        context: &mut Context,
        job: JobId,
        result: Result<ServerAnswer, Failure>,
    ) -> Vec<Effect> {
        let Some(at) = self.lookups.iter().position(|lookup| lookup.job == job) else { return Vec::new() };
        let lookup = self.lookups.swap_remove(at);
        match result.and_then(|answer| lookup.stage.next(answer, &lookup.extension)) {
            Ok(Next::Ask(question, stage)) => self.ask_on(context, lookup, question, stage),
            Ok(Next::Found(standing)) => self.found(context, &lookup, standing),
            Err(failure) => {
                let standing = Standing::Failed(failure);
                self.found(context, &lookup, standing)
            }
        }
    }

    fn ask_on(&mut self, context: &mut Context, lookup: Lookup, question: ServerQuestion, stage: Stage) -> Vec<Effect> {
        if let (Stage::Content { version }, Some(connection)) = (&stage, self.connection_named(&lookup.connection))
            && let Some(why) = cannot_fetch(connection)
        {
            let standing = Standing::Published { version: version.clone(), xif: Err(why) };
            return self.found(context, &lookup, standing);
        }
        let (job, effect) =
            Self::ask(context, &lookup.connection, question, format!("Looking for {}", lookup.extension));
        self.lookups.push(Lookup { job, stage, ..lookup });
        vec![effect]
    }

    /// Hands over how the extension stands; for what compares with it, its XIF is read first.
    fn found(&mut self, context: &mut Context, lookup: &Lookup, standing: Standing) -> Vec<Effect> {
        if lookup.purpose == Purpose::Environments {
            context.announce(News::Standing { connection: lookup.connection.clone(), standing });
            return Vec::new();
        }
        match standing {
            Standing::Published { version, xif: Ok(bytes) } => {
                let address = self.connection_named(&lookup.connection).map(|it| host_of(&it.address).to_owned());
                let name = format!("{} on {}", version_label(&version), address.unwrap_or_default());
                vec![self.read_baseline(context, name, bytes.to_vec(), lookup.purpose)]
            }
            other => {
                context.announce(News::Baseline(lookup.purpose, Err(reason(other))));
                Vec::new()
            }
        }
    }

    /// Takes a XIF that was read for a comparison with what an environment has.
    pub(crate) fn baseline_read(&mut self, context: &mut Context, job: JobId, result: Result<Extension, Failure>) {
        let Some(at) = self.lookups.iter().position(|lookup| lookup.job == job) else { return };
        let lookup = self.lookups.swap_remove(at);
        context.end(job);
        let Stage::Reading { name } = lookup.stage else { return };
        let baseline = match result {
            Ok(extension) => Ok((name, extension)),
            Err(failure) => Err(format!("{name} cannot be read: {}", failure.text)),
        };
        context.announce(News::Baseline(lookup.purpose, baseline));
    }
}

enum Next {
    Ask(ServerQuestion, Stage),
    Found(Standing),
}

impl Stage {
    /// What the answer leads to.
    fn next(&self, answer: ServerAnswer, extension: &str) -> Result<Next, Failure> {
        match self {
            Self::Extensions => {
                let extensions = answer.extensions()?;
                let own = extensions.into_iter().find(|it| it.name.eq_ignore_ascii_case(extension));
                Ok(own.map_or(Next::Found(Standing::Absent), |own| {
                    let question = ServerQuestion::Versions { extension: own.key.clone() };
                    Next::Ask(question, Self::Versions { key: own.key })
                }))
            }
            Self::Versions { key } => {
                let versions = answer.versions()?;
                let is_told = versions.iter().any(|version| version.published.is_some());
                let published = versions.into_iter().find(|version| version.published == Some(true));
                Ok(match published {
                    Some(version) => {
                        let question = ServerQuestion::Content { extension: key.clone(), version: version.id.clone() };
                        Next::Ask(question, Self::Content { version })
                    }
                    None if is_told => Next::Found(Standing::NotPublished),
                    None => Next::Found(Standing::NotTold),
                })
            }
            Self::Content { version } => {
                let xif = answer.content()?.into();
                Ok(Next::Found(Standing::Published { version: version.clone(), xif: Ok(xif) }))
            }
            Self::Reading { .. } => Err(Failure::bad_answer("A XIF was being read.")),
        }
    }
}

/// Why there is nothing to compare with.
fn reason(standing: Standing) -> String {
    match standing {
        Standing::Absent => "The environment has no extension of this name yet.".to_owned(),
        Standing::NotPublished => "No version of it is published there yet.".to_owned(),
        Standing::NotTold => "The environment does not tell which version is published.".to_owned(),
        Standing::Impossible(why) | Standing::Published { xif: Err(why), .. } => why,
        Standing::Failed(failure) => format!("{}: {} {}", failure.code, failure.text, failure.details.join(" ")),
        Standing::Asked | Standing::Published { .. } => String::new(),
    }
}
