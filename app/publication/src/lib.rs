//! The pipeline of 1-Click Publish: verify, update the source code, compile, save and compare here; upload and publish on the server, whose events are
//! followed until it says how it ended.
//!
//! A state machine: [`Publication::handle`] takes what happened and answers with what is to be done. It has no clock, no network and no files. The studio
//! and the command `xif` carry the effects out, each in its own way, and report back with further events. `F` is how they describe a request that
//! failed.
//!
//! ```
//! use publication::{Driver, Effect, Event, Outcome, Publication, State, Step};
//!
//! let mut publication = Publication::<String>::of_document(Driver::Person);
//! assert_eq!(publication.handle(Event::Checked(Ok(()))), [Effect::Save]);
//! assert_eq!(publication.handle(Event::SaveCancelled), []);
//! assert_eq!(publication.state(), &State::Ended(Outcome::Stopped(Step::Save)));
//! ```

mod event;
mod outcome;
mod stage;
#[cfg(test)]
mod tests;

use api::platform::job::{self, JobOutcome, Pause};

pub use api::platform::job::Stage as Operation;
pub use event::{Effect, Event, NotStarted, Way};
pub use outcome::{Cause, Doubt, Outcome};
pub use stage::{FollowedJob, Stage, State, Step, StepState};

/// Who looks after a publish.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Driver {
    /// A person in front of a page, who answers what the server asks.
    Person,
    /// A script: nobody could configure something, and whatever can be found out is found out before the end.
    Script,
}

/// One publish.
#[derive(Debug, Clone, PartialEq)]
pub struct Publication<F> {
    driver: Driver,
    state: State<F>,
    /// Where something must be configured first, once the server has said so.
    configuration: Option<String>,
    /// Whether the server was asked to stop.
    is_unwanted: bool,
}

impl<F: Clone> Publication<F> {
    /// A publish of a document, which is verified first.
    pub const fn of_document(driver: Driver) -> Self {
        Self::at(driver, Stage::Verify(Step::Verify))
    }

    /// A publish of what is there already, which begins with this operation.
    pub const fn of_stored(driver: Driver, first: Operation) -> Self {
        Self::at(driver, Stage::Reach(first))
    }

    /// A publish that is on the server already.
    pub const fn of_job(driver: Driver, job: String) -> Self {
        Self::at(driver, Stage::OnServer { job: FollowedJob::new(job), operation: Operation::Upload })
    }

    const fn at(driver: Driver, stage: Stage<F>) -> Self {
        Self { driver, state: State::At(stage), configuration: None, is_unwanted: false }
    }

    /// How far it has come, or how it ended.
    pub const fn state(&self) -> &State<F> {
        &self.state
    }

    /// The stage, while it has not ended.
    pub const fn stage(&self) -> Option<&Stage<F>> {
        match &self.state {
            State::At(stage) => Some(stage),
            State::Ended(_) => None,
        }
    }

    /// How it ended.
    pub const fn outcome(&self) -> Option<&Outcome<F>> {
        match &self.state {
            State::Ended(outcome) => Some(outcome),
            State::At(_) => None,
        }
    }

    /// What is to be done after this, in this order. What does not fit the stage comes too late and changes nothing.
    pub fn handle(&mut self, event: Event<F>) -> Vec<Effect> {
        match event {
            Event::Checking(step) => self.checking(step),
            Event::Checked(result) => self.checked(result),
            Event::CheckStopped(step) if self.is_verifying() => self.end(Outcome::Stopped(step)),
            Event::Saved(result) => self.saved(result),
            Event::SaveCancelled if matches!(self.stage(), Some(Stage::Save)) => self.end(Outcome::Stopped(Step::Save)),
            Event::Compared if matches!(self.stage(), Some(Stage::Compare)) => {
                self.enter(Stage::Reach(Operation::Upload), vec![Effect::Reach])
            }
            Event::Reached(way) => self.reached(way),
            Event::Sent(result) => self.sent(result),
            Event::Found(job) => self.found(job),
            Event::Turn => self.turn(),
            Event::Told { job, number, event } => self.told(&job, number, event),
            Event::BrokeOff { job } => self.follow_again(&job),
            Event::Lost { job, failure } => self.lost(&job, failure),
            Event::Answered(goes_on) => self.answer(goes_on),
            Event::Stop => self.stop(),
            Event::Marked if matches!(self.stage(), Some(Stage::ByHand(_))) => self.end(Outcome::Marked),
            Event::CheckStopped(_) | Event::SaveCancelled | Event::Compared | Event::Marked => Vec::new(),
        }
    }

    fn enter(&mut self, stage: Stage<F>, effects: Vec<Effect>) -> Vec<Effect> {
        self.state = State::At(stage);
        effects
    }

    fn end(&mut self, outcome: Outcome<F>) -> Vec<Effect> {
        self.state = State::Ended(outcome);
        Vec::new()
    }

    const fn is_verifying(&self) -> bool {
        matches!(self.stage(), Some(Stage::Verify(_)))
    }

    fn checking(&mut self, step: Step) -> Vec<Effect> {
        if self.is_verifying() { self.enter(Stage::Verify(step), Vec::new()) } else { Vec::new() }
    }

    fn checked(&mut self, result: Result<(), Step>) -> Vec<Effect> {
        match result {
            _ if !self.is_verifying() => Vec::new(),
            Ok(()) => self.enter(Stage::Save, vec![Effect::Save]),
            Err(step) => self.end(Outcome::Failed(step, Cause::Found)),
        }
    }

    fn saved(&mut self, result: Result<(), F>) -> Vec<Effect> {
        match (self.stage(), result) {
            (Some(Stage::Save), Ok(())) => self.enter(Stage::Compare, vec![Effect::Compare]),
            (Some(Stage::Save), Err(failure)) => self.end(Outcome::Failed(Step::Save, Cause::Here(failure))),
            _ => Vec::new(),
        }
    }

    fn reached(&mut self, way: Way<F>) -> Vec<Effect> {
        let Some(Stage::Reach(operation)) = self.stage() else { return Vec::new() };
        let operation = *operation;
        match way {
            Way::Closed(failure) => self.end(Outcome::Failed(operation.into(), Cause::Here(failure))),
            Way::ByHand(place) => self.enter(Stage::ByHand(place), Vec::new()),
            Way::Open => self.enter(Stage::Send(operation), vec![Effect::Send]),
        }
    }

    fn sent(&mut self, result: Result<String, NotStarted<F>>) -> Vec<Effect> {
        let Some(Stage::Send(operation)) = self.stage() else { return Vec::new() };
        let operation = *operation;
        match (result, self.driver) {
            (Ok(job), _) => self.follow(job, operation),
            (Err(NotStarted::Busy), _) => self.enter(Stage::Busy(operation), Vec::new()),
            (Err(NotStarted::Refused(problem)), _) => {
                self.end(Outcome::Failed(operation.into(), Cause::Refused(problem)))
            }
            (Err(NotStarted::NotSent(failure)), _) => self.end(Outcome::Failed(operation.into(), Cause::Here(failure))),
            // The server may have got it before the connection to it broke, so it may be at work.
            (Err(NotStarted::Unclear(failure)), Driver::Person) => {
                self.end(Outcome::Unknown(Doubt::NoAnswer(failure), None))
            }
            (Err(NotStarted::Unclear(failure)), Driver::Script) => {
                self.enter(Stage::Look(operation, failure), vec![Effect::Look])
            }
        }
    }

    fn follow(&mut self, job: String, operation: Operation) -> Vec<Effect> {
        let effect = Effect::Follow { job: job.clone(), after: 0 };
        self.enter(Stage::OnServer { job: FollowedJob::new(job), operation }, vec![effect])
    }

    fn found(&mut self, job: Option<String>) -> Vec<Effect> {
        let Some(Stage::Look(operation, failure)) = self.stage().cloned() else { return Vec::new() };
        match job {
            Some(job) => self.follow(job, operation),
            None => self.end(Outcome::Unknown(Doubt::NoAnswer(failure), None)),
        }
    }

    fn turn(&mut self) -> Vec<Effect> {
        let Some(Stage::Busy(operation)) = self.stage() else { return Vec::new() };
        let operation = *operation;
        self.enter(Stage::Send(operation), vec![Effect::Send])
    }

    /// Takes an event of the server's job, each once and in order, however often it comes.
    fn told(&mut self, id: &str, number: u64, event: job::Event) -> Vec<Effect> {
        let Some(job) = self.followed(id) else { return Vec::new() };
        if number != job.last_event + 1 {
            return Vec::new();
        }
        let job = FollowedJob { last_event: number, ..job.clone() };
        self.known(number);
        let mut effects = vec![Effect::Say(event.clone())];
        match event {
            job::Event::Started { stage } => self.state = State::At(Stage::OnServer { job, operation: stage }),
            job::Event::Waiting { pause } => effects.extend(self.wait(job, pause)),
            job::Event::Resumed => self.state = State::At(Stage::OnServer { job, operation: Operation::Publish }),
            job::Event::Ended { outcome } => self.state = State::Ended(self.outcome_of(outcome)),
            job::Event::Message { .. } | job::Event::Finished { .. } => {}
        }
        effects
    }

    fn known(&mut self, number: u64) {
        if let State::At(Stage::OnServer { job, .. } | Stage::Wait { job, .. }) = &mut self.state {
            job.last_event = number;
        }
    }

    fn wait(&mut self, job: FollowedJob, pause: Pause) -> Option<Effect> {
        let goes_on = match (&pause, self.driver) {
            (_, Driver::Person) => None,
            (Pause::TwoStep, Driver::Script) => Some(!self.is_unwanted),
            (Pause::Configuration { address }, Driver::Script) => {
                self.configuration = Some(address.clone());
                Some(false)
            }
        };
        let answer = goes_on.map(|goes_on| Effect::Answer { job: job.id.clone(), goes_on });
        self.state = State::At(Stage::Wait { job, pause });
        answer
    }

    fn outcome_of(&mut self, outcome: JobOutcome) -> Outcome<F> {
        let step = match self.stage() {
            Some(Stage::OnServer { operation: Operation::Upload, .. }) => Step::Upload,
            _ => Step::Publish,
        };
        match (outcome, self.configuration.take()) {
            (JobOutcome::Published { version }, _) => Outcome::Published(version),
            (JobOutcome::Uploaded { .. }, _) => Outcome::Failed(Step::Publish, Cause::OnlyUploaded),
            (JobOutcome::Failed { problem }, _) => Outcome::Failed(step, Cause::OfServer(problem)),
            (JobOutcome::Aborted, Some(address)) => Outcome::NeedsConfiguration(address),
            (JobOutcome::Aborted, None) => Outcome::Stopped(step),
            (JobOutcome::Unknown { problem, versions }, _) => Outcome::Unknown(Doubt::OfServer(problem), versions),
        }
    }

    /// The job on the server, when it is the one with this id.
    fn followed(&self, id: &str) -> Option<&FollowedJob> {
        self.stage()?.job().filter(|job| job.id == id)
    }

    /// The events broke off before the end: they go on where they were.
    fn follow_again(&self, id: &str) -> Vec<Effect> {
        let follow = |job: &FollowedJob| Effect::Follow { job: job.id.clone(), after: job.last_event };
        self.followed(id).map(follow).into_iter().collect()
    }

    fn lost(&mut self, id: &str, failure: F) -> Vec<Effect> {
        if self.followed(id).is_none() {
            return Vec::new();
        }
        self.end(Outcome::Unknown(Doubt::Lost(failure), None))
    }

    fn answer(&self, goes_on: bool) -> Vec<Effect> {
        let answer = |job: &FollowedJob| Effect::Answer { job: job.id.clone(), goes_on };
        self.stage().and_then(Stage::job).map(answer).into_iter().collect()
    }

    /// Stops what can be stopped. A XIF that is on its way is not: nobody would know what became of it.
    fn stop(&mut self) -> Vec<Effect> {
        match (self.stage(), self.driver) {
            (Some(Stage::Verify(step)), _) => {
                let step = *step;
                self.state = State::Ended(Outcome::Stopped(step));
                vec![Effect::StopChecking]
            }
            (Some(Stage::Compare), _) => {
                self.state = State::Ended(Outcome::Stopped(Step::Upload));
                vec![Effect::StopComparing]
            }
            (Some(Stage::Busy(operation)), _) => {
                let step = (*operation).into();
                self.end(Outcome::Stopped(step))
            }
            (Some(Stage::OnServer { .. } | Stage::Wait { .. }), Driver::Script) if self.is_unwanted => {
                self.end(Outcome::Unknown(Doubt::Left, None))
            }
            (Some(Stage::OnServer { .. }), _) | (Some(Stage::Wait { .. }), Driver::Script) => {
                self.is_unwanted = true;
                self.answer(false)
            }
            _ => Vec::new(),
        }
    }
}
