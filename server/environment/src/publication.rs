//! A publish from its beginning to its end: recorded, done, and told, whatever happens in it.

use super::Platforms;
use super::asker::digits;
use super::audit::{Publication, named};
use super::backend::{Backend, by_hand};
use super::job::order::{Order, What};
use super::job::{Job, deploy, publish};
use super::session::Session;
use api::platform::job::{JobOutcome, PublishQuery, Stage};
use api::problem::{Code, Problem};
use sha2::{Digest, Sha256};
use std::io;
use std::sync::Arc;
use web::client::Client;

/// Begins a publish, which goes on in a task of its own. `told` hears how it ended, in a word.
///
/// # Errors
/// There is no room for it, or it cannot be recorded.
pub async fn begin(
    platforms: &Arc<Platforms>,
    session: &Session,
    client: Client,
    (query, what): (PublishQuery, What),
    told: impl FnOnce(&'static str) + Send + 'static,
) -> Result<Arc<Job>, Problem> {
    let stage = if matches!(what, What::Version(_)) { Stage::Publish } else { Stage::Upload };
    let address = session.address.to_string();
    let (what, sha256, version) = match what {
        What::Xif(xif) => {
            let bytes = xif.clone();
            let sha256 = blocking(move || digits(&Sha256::digest(bytes)));
            (What::Xif(xif), Some(sha256.await?), None)
        }
        What::Version(version) => (What::Version(version.clone()), None, Some(version)),
    };
    let job =
        platforms.jobs.begin(session, client, |key| Job::new(key, query.extension.clone(), address.clone(), stage))?;
    let publication = Publication {
        publish: job.key().id.clone(),
        client: client.address(),
        user: session.user.clone(),
        address,
        extension: query.extension,
        sha256,
        version,
        until: query.until,
    };
    let (backend, pace) = (Arc::clone(&session.backend), platforms.pace());
    let order = Order { until: query.until, two_step: query.two_step, job: Arc::clone(&job), backend, pace };
    let recorded = recorded(Arc::clone(platforms), order, what, publication, told);
    // A task, so that it goes on when the client goes away meanwhile.
    tokio::spawn(recorded).await.map_err(|error| Problem::new(Code::Internal, error.to_string()))??;
    Ok(job)
}

/// Records a publish, then lets it run.
async fn recorded(
    platforms: Arc<Platforms>,
    order: Order,
    what: What,
    publication: Publication,
    told: impl FnOnce(&'static str) + Send + 'static,
) -> Result<(), Problem> {
    let recording = {
        let (platforms, job, publication) = (Arc::clone(&platforms), Arc::clone(&order.job), publication.clone());
        blocking(move || record(&platforms, &job, &publication)).await
    };
    if let Err(problem) = recording.and_then(|recorded| recorded) {
        order.job.end(JobOutcome::Failed { problem: problem.clone() });
        return Err(problem);
    }
    tokio::spawn(work(platforms, order, what, publication, told));
    Ok(())
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Problem> {
    tokio::task::spawn_blocking(work).await.map_err(|error| Problem::new(Code::Internal, error.to_string()))
}

fn record(platforms: &Platforms, job: &Job, publication: &Publication) -> Result<(), Problem> {
    let failed = |error: io::Error| {
        tracing::error!(%error, "a publish could not be recorded and was not begun");
        Problem::new(Code::Internal, "The publish could not be recorded, so it was not begun.")
    };
    platforms.audit.began(publication).map_err(failed)?;
    platforms.unended.as_ref().map_or(Ok(()), |unended| unended.begin(job)).map_err(failed)
}

/// Does an order in a task of its own, so that the end is told whatever happens in it.
async fn work(
    platforms: Arc<Platforms>,
    order: Order,
    what: What,
    publication: Publication,
    told: impl FnOnce(&'static str) + Send + 'static,
) {
    let job = Arc::clone(&order.job);
    let working = tokio::spawn(async move {
        match &*order.backend {
            Backend::Service(service) => publish::run(&order, what, service).await,
            Backend::LifeTime(lifetime) => deploy::run(&order, what, lifetime).await,
            Backend::Assisted => JobOutcome::Failed { problem: by_hand() },
        }
    });
    let outcome = tokio::select! {
        outcome = working => outcome.unwrap_or_else(|_| {
            let why = "The studio's server failed in the middle of it.";
            JobOutcome::Unknown { problem: Problem::new(Code::PlatformOutcomeUnknown, why), versions: None }
        }),
        // The server stops: it is not known any more, and stays in the folder of those that are not over.
        outcome = platforms.jobs.given_up(&job) => {
            platforms.audit.ended(&publication, &outcome);
            job.end(outcome);
            return;
        }
    };
    told(named(&outcome));
    let ended = blocking(move || {
        platforms.audit.ended(&publication, &outcome);
        if let Some(unended) = &platforms.unended {
            unended.end(&job.key().id);
        }
        job.end(outcome);
    });
    drop(ended.await);
}
