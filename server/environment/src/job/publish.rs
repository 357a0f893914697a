//! Upload and Publish over SOAP services.
//!
//! The rule for every step: a failure that left nothing behind ends the job with its reason; one after which the server may have done
//! what was asked ends it as unknown, with the versions that the server has now. Nothing that changes something is sent twice.

mod follow;

use super::order::{Order, What};
use super::{Answered, Job, Pause};
use crate::backend::service::{ServiceBackend, version};
use crate::http::{CallError, Effect};
use crate::profile::{Call, Value};
use crate::soap::{Answer, Values};
use api::platform::extension::ServerVersion;
use api::platform::job::{JobOutcome, Severity, Stage, Until};
use api::problem::{Code, Problem};
use bytes::Bytes;
use follow::Following;
use std::time::Duration;

/// Does an order.
pub async fn run(order: &Order, what: What, service: &ServiceBackend) -> JobOutcome {
    let publish = Publish { order, service, job: &order.job };
    match publish.run(what).await {
        Ok(outcome) => outcome,
        Err(Stop::Failed(problem)) => JobOutcome::Failed { problem },
        Err(Stop::Aborted) => JobOutcome::Aborted,
        Err(Stop::Unclear(what, cause)) => {
            let detail = format!("{what} {}", cause.detail);
            let versions = order.backend.versions_of(order.job.extension()).await;
            JobOutcome::Unknown { problem: Problem::new(Code::PlatformOutcomeUnknown, detail), versions }
        }
    }
}

/// Why a job ends early.
#[derive(Debug)]
pub(super) enum Stop {
    /// The server refused, or nothing reached it.
    Failed(Problem),
    /// The user stopped it before anything was published.
    Aborted,
    /// It is not known whether the server did it: what is not known, and what happened.
    Unclear(&'static str, Problem),
}

struct Publish<'a> {
    order: &'a Order,
    service: &'a ServiceBackend,
    job: &'a Job,
}

const STORED: &str = "It is not known whether the XIF was stored as a version; nothing was published.";
const PUBLISHED: &str = "It is not known whether the version was published.";

impl Publish<'_> {
    async fn run(&self, what: What) -> Result<JobOutcome, Stop> {
        let mut values = self.service.credentials.clone();
        let name = self.job.extension();
        values.set(Value::Extension, name);
        values.set(Value::FileName, format!("{name}.xif"));
        values.set(Value::PackName, format!("{name}.osp"));
        values.set(Value::TwoStep, self.order.two_step.to_string());
        values.set(Value::LastMessage, "0");
        let stored = match what {
            What::Version(version) => {
                values.set(Value::VersionId, version);
                None
            }
            What::Xif(xif) => self.upload(xif, &mut values).await?,
        };
        if self.job.is_unwanted() {
            return Err(Stop::Aborted);
        }
        match self.order.until {
            Until::Upload => Ok(JobOutcome::Uploaded { version: stored }),
            Until::Publish => self.publish(values).await,
        }
    }

    /// Stores the XIF, or makes a package of it. The version is known where the server tells it.
    async fn upload(&self, xif: Bytes, values: &mut Values) -> Result<Option<ServerVersion>, Stop> {
        self.job.start(Stage::Upload);
        values.set(Value::FileSize, xif.len().to_string());
        values.set(Value::Now, jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string());
        values.set_bytes(Value::File, xif);
        let version = if self.service.soap.has(Call::Upload) {
            let answer = self.service.call(Call::Upload, values).await.map_err(|error| unclear(error, STORED))?;
            self.report(&answer, Stage::Upload)?;
            adopt(values, &answer);
            values.get(Value::VersionId).ok_or_else(|| missing(STORED, "key of the version"))?;
            answer.rows.first().and_then(|row| version(row, None).ok()).or_else(|| stored_version(&answer.values))
        } else {
            // Making a package changes nothing on the server, so its failures are never unclear.
            let answer = self.service.call(Call::Pack, values).await.map_err(|error| Stop::Failed(error.problem))?;
            values.forget_bytes();
            adopt(values, &answer);
            let empty = || Problem::new(Code::PlatformMalformed, "The server made an empty package.");
            values.bytes(Value::Pack).filter(|pack| !pack.is_empty()).ok_or_else(|| Stop::Failed(empty()))?;
            if self.order.until == Until::Upload {
                let answer =
                    self.service.call(Call::UploadPack, values).await.map_err(|error| unclear(error, STORED))?;
                self.report(&answer, Stage::Upload)?;
            }
            None
        };
        self.job.finish(Stage::Upload);
        Ok(version)
    }

    async fn publish(&self, mut values: Values) -> Result<JobOutcome, Stop> {
        self.job.start(Stage::Publish);
        let call = if values.bytes(Value::Pack).is_some() { Call::PublishPack } else { Call::PublishVersion };
        let answer = self.service.call(call, &values).await.map_err(|error| unclear(error, PUBLISHED))?;
        values.forget_bytes();
        adopt(&mut values, &answer);
        let started = values.get(Value::PublishId).is_some_and(|id| id != "0");
        if !started {
            return Err(self.refused(&answer));
        }
        let wanted = values.get(Value::VersionId).map(str::to_owned);
        let mut following = Following::new(self, values);
        following.take(&answer);
        if answer.values.is_true(Value::NeedsConfiguration) {
            following.configure().await?;
        }
        following.finish(answer.values.is_true(Value::Finished)).await?;
        self.job.finish(Stage::Publish);
        Ok(JobOutcome::Published { version: self.published(wanted.as_deref()).await? })
    }

    /// A publish that was not begun: its messages say why.
    fn refused(&self, answer: &Answer) -> Stop {
        let text = |value| answer.rows.iter().filter_map(move |row| row.get(&value)).cloned();
        let said: Vec<_> = text(Value::Message).chain(text(Value::Detail)).collect();
        let mut problem = self.service.soap.refused(&said.join(" ")).problem;
        if problem.kind() == Some(Code::PlatformRefused) && said.is_empty() {
            problem.detail = "The server did not begin the publish and gave no reason.".into();
        }
        Stop::Failed(problem)
    }

    /// Tells the messages of an answer that is not followed by others.
    fn report(&self, answer: &Answer, stage: Stage) -> Result<(), Stop> {
        let types = &self.service.soap.protocol.messages;
        for row in answer.rows.iter().filter(|row| row.contains_key(&Value::Message)) {
            let text = |value| self.service.soap.scrub.text(row.get(&value).map_or("", String::as_str));
            let severity = types.severity(row.get(&Value::MessageType).map_or("", String::as_str));
            self.job.say(stage, severity, &text(Value::Message), &text(Value::Detail));
            if severity == Severity::Error {
                return Err(Stop::Failed(self.service.soap.refused(&text(Value::Message)).problem));
            }
        }
        Ok(())
    }

    /// The version that the server says is published. When that is not the wanted one, its word that all went well is not enough.
    async fn published(&self, wanted: Option<&str>) -> Result<Option<ServerVersion>, Stop> {
        let Some(versions) = self.order.backend.versions_of(self.job.extension()).await else { return Ok(None) };
        let published = versions.into_iter().find(|version| version.published == Some(true));
        match (&published, wanted) {
            (Some(version), Some(wanted)) if version.id != wanted => {
                let why = "The server said that it is done, and lists another version as the published one.";
                Err(Stop::Unclear(PUBLISHED, Problem::new(Code::PlatformOutcomeUnknown, why)))
            }
            _ => Ok(published),
        }
    }

    fn configuration(&self) -> Pause {
        Pause::Configuration { address: self.service.soap.http.address().join("/ServiceCenter") }
    }
}

/// Takes over what further requests need, but for the bytes of an earlier one.
fn adopt(values: &mut Values, answer: &Answer) {
    values.forget_bytes();
    values.adopt(&answer.values);
}

fn stored_version(values: &Values) -> Option<ServerVersion> {
    let id = values.get(Value::VersionId)?.to_owned();
    let version = values.get(Value::Version).map(str::to_owned);
    Some(ServerVersion { id, version, uploaded: None, user: None, description: None, published: None })
}

/// Why a publish does not go on after a question to its user; none when it does.
pub(super) fn unanswered(answered: Answered, waited: Duration) -> Option<Stop> {
    match answered {
        Answered::Continue => None,
        Answered::Abort => Some(Stop::Aborted),
        Answered::Never => {
            let why = format!("It waited for {} minutes and was given up.", waited.as_secs() / 60);
            Some(Stop::Failed(Problem::new(Code::PlatformUnanswered, why)))
        }
        Answered::TooOften => {
            let why = "The server asked for the user again and again.";
            Some(Stop::Failed(Problem::new(Code::PlatformMalformed, why)))
        }
    }
}

pub(super) fn unclear(error: CallError, what: &'static str) -> Stop {
    match error.effect {
        Effect::None => Stop::Failed(error.problem),
        Effect::Unclear => Stop::Unclear(what, error.problem),
    }
}

fn missing(what: &'static str, field: &str) -> Stop {
    Stop::Unclear(what, Problem::new(Code::PlatformMalformed, format!("The answer has no {field}.")))
}
