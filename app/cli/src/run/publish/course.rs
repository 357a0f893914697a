//! The part of a publish that is carried out with the studio's server: what the pipeline wants done, and what is waited for in between.

use std::collections::VecDeque;
use std::time::Duration;

use api::platform::connect::Connection;
use api::platform::job::{Job, PublishQuery, Until};
use api::retry::{Policy, Retry};
use cli::publication::Line;
use cli::studio::{Following, Studio, StudioError, Tries, waiting};
use publication::{Effect, Event, NotStarted, Publication, Stage, Way};

use super::{Publishing, Report};
use crate::run::interrupt::Interrupt;

/// A publish over a connection.
pub(super) struct Course<'a> {
    studio: &'a Studio,
    connection: &'a Connection,
    query: PublishQuery,
    xif: Vec<u8>,
    interrupt: Interrupt,
    tries: Tries,
    /// How long to wait before a busy server is asked again.
    pause: Duration,
    following: Option<Followed<'a>>,
}

/// A job whose events are followed.
struct Followed<'a> {
    job: String,
    /// How many events came.
    count: u64,
    events: Following<'a>,
}

impl<'a> Course<'a> {
    pub(super) fn new(
        publishing: &Publishing<'a>,
        connection: &'a Connection,
        xif: Vec<u8>,
        interrupt: Interrupt,
    ) -> Self {
        let extension = publishing.extension.name.to_string();
        let query = PublishQuery { extension, until: Until::Publish, two_step: false, version: None };
        let (studio, tries, pause) = (publishing.studio, Tries::begin(), Duration::ZERO);
        Self { studio, connection, query, xif, interrupt, tries, pause, following: None }
    }

    /// Goes on until the publish has ended, or is left to the user. The file is there as it is, and nothing is compared.
    pub(super) async fn run(
        mut self,
        publication: &mut Publication<StudioError>,
        way: Way<StudioError>,
        report: &mut Report,
    ) {
        let mut effects = VecDeque::new();
        for event in [Event::Saved(Ok(())), Event::Compared, Event::Reached(way)] {
            effects = publication.handle(event).into();
        }
        while let Some(stage) = publication.stage() {
            let event = match effects.pop_front() {
                Some(effect) => self.carry_out(effect, report).await,
                None => match self.next(stage).await {
                    Some(event) => Some(event),
                    None => return,
                },
            };
            let Some(event) = event else { continue };
            let is_stop = matches!(event, Event::Stop);
            effects.extend(publication.handle(event));
            if is_stop && publication.outcome().is_none() {
                report.say(&Line::Note("Asking the environment to stop. Once more leaves it alone."));
            }
        }
        // How it ended is told, too.
        for effect in effects {
            if let Effect::Say(event) = effect {
                report.say(&Line::Event(&event));
            }
        }
    }

    /// What happens next, where nothing is to be done; nothing when the user goes on.
    async fn next(&mut self, stage: &Stage<StudioError>) -> Option<Event<StudioError>> {
        match stage {
            Stage::Busy(_) => Some(tokio::select! {
                () = tokio::time::sleep(self.pause) => Event::Turn,
                () = self.interrupt.next() => Event::Stop,
            }),
            Stage::OnServer { .. } | Stage::Wait { .. } => {
                let followed = self.following.as_mut()?;
                Some(tokio::select! {
                    event = followed.next() => event,
                    () = self.interrupt.next() => Event::Stop,
                })
            }
            _ => None,
        }
    }

    async fn carry_out(&mut self, effect: Effect, report: &mut Report) -> Option<Event<StudioError>> {
        match effect {
            Effect::Send => Some(Event::Sent(self.send(report).await)),
            Effect::Look => {
                let text = "The connection to the studio's server broke. It is asked whether it has the XIF.";
                report.say(&Line::Note(text));
                Some(Event::Found(self.found().await.map(|job| job.id)))
            }
            Effect::Follow { job, .. } => {
                let events = Following::new(self.studio, job.clone(), Policy::JOB);
                self.following = Some(Followed { job, count: 0, events });
                None
            }
            Effect::Answer { job, goes_on } => {
                self.answer(&job, goes_on).await;
                None
            }
            Effect::Say(event) => {
                report.say(&Line::Event(&event));
                None
            }
            Effect::Save | Effect::Compare | Effect::Reach | Effect::StopChecking | Effect::StopComparing => None,
        }
    }

    /// Sends the XIF, once. What is on its way is waited for, since nobody would know what became of it.
    async fn send(&mut self, report: &mut Report) -> Result<String, NotStarted<StudioError>> {
        let error = match self.studio.publish(&self.connection.id, &self.query, self.xif.clone()).await {
            Ok(job) => return Ok(job.id),
            Err(error) => error,
        };
        Err(match self.tries.refused(error) {
            Ok((problem, pause)) => {
                report.say(&Line::Note(&waiting(&problem, pause)));
                self.pause = pause;
                NotStarted::Busy
            }
            Err(StudioError::Refused(problem)) => NotStarted::Refused(problem),
            // What something between has answered does not tell whether the server has it.
            Err(error @ (StudioError::Broken { .. } | StudioError::Foreign { .. } | StudioError::Version { .. })) => {
                NotStarted::Unclear(error)
            }
            Err(error) => NotStarted::NotSent(error),
        })
    }

    /// The job that the server began although its answer did not arrive. The connection is new, so there is no other one.
    async fn found(&self) -> Option<Job> {
        let mut retry = Retry::new(Policy::QUESTION);
        loop {
            let shown = self.studio.connection(&self.connection.id).await;
            if let Some(job) = shown.ok().and_then(|mut shown| shown.jobs.pop()) {
                return Some(job);
            }
            tokio::time::sleep(again(&mut retry)?).await;
        }
    }

    /// Lets a job go on or stop. When the server never takes it, what follows tells how the job stands.
    async fn answer(&self, job: &str, goes_on: bool) {
        let mut retry = Retry::new(Policy::QUESTION);
        loop {
            let answered = if goes_on { self.studio.advance(job).await } else { self.studio.abort(job).await };
            if matches!(answered, Ok(_) | Err(StudioError::Refused(_))) {
                return;
            }
            let Some(pause) = again(&mut retry) else { return };
            tokio::time::sleep(pause).await;
        }
    }
}

impl Followed<'_> {
    async fn next(&mut self) -> Event<StudioError> {
        match self.events.next().await {
            Ok(event) => {
                self.count += 1;
                Event::Told { job: self.job.clone(), number: self.count, event }
            }
            Err(failure) => Event::Lost { job: self.job.clone(), failure },
        }
    }
}

/// The wait before something small is asked again.
fn again(retry: &mut Retry) -> Option<Duration> {
    retry.failed(None, Duration::ZERO, 0.0)
}
