//! What happens to a publish, and what is to be done about it.

use api::platform::connect::{Connection, ServiceCenter};
use api::platform::job;
use api::problem::Problem;

use super::Step;

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Event<F> {
    /// The verification is at this step.
    Checking(Step),
    /// The verification has ended: well, or with errors at this step.
    Checked(Result<(), Step>),
    /// The verification was stopped at this step.
    CheckStopped(Step),
    /// [`Effect::Save`] is done.
    Saved(Result<(), F>),
    /// The user has cancelled [`Effect::Save`].
    SaveCancelled,
    /// [`Effect::Compare`] is done. A warning stops nothing.
    Compared,
    /// The way to the environment is known.
    Reached(Way<F>),
    /// [`Effect::Send`] is done: the server has it, as this job, or not.
    Sent(Result<String, NotStarted<F>>),
    /// [`Effect::Look`] is done: the job that the server began, if there is one.
    Found(Option<String>),
    /// The time that a busy server asked for is over.
    Turn,
    /// Something happened in a job on the server.
    Told {
        /// The job.
        job: String,
        /// The number of the event, from 1.
        number: u64,
        /// The event.
        event: job::Event,
    },
    /// The events of a job broke off.
    BrokeOff {
        /// The job.
        job: String,
    },
    /// A job cannot be followed any more.
    Lost {
        /// The job.
        job: String,
        /// The reason.
        failure: F,
    },
    /// The user goes on with what the server waits for, or stops it.
    Answered(bool),
    /// The user wants to stop.
    Stop,
    /// The user has published in Service Center.
    Marked,
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Write the XIF: the bytes that are saved are the ones that are published.
    Save,
    /// Look for what consumers have now, and compare it.
    Compare,
    /// Find the way to the environment.
    Reach,
    /// Hand over what is published, once.
    Send,
    /// Ask whether the server has what was handed over, since its answer is lost.
    Look,
    /// Follow the events of this job.
    Follow {
        /// The job.
        job: String,
        /// The number of the last event that is known.
        after: u64,
    },
    /// Tell the job to go on, or to stop.
    Answer {
        /// The job.
        job: String,
        /// Whether it goes on.
        goes_on: bool,
    },
    /// Show an event of the job. Each comes once and in order.
    Say(job::Event),
    /// Stop the verification, with what compiles for it.
    StopChecking,
    /// Compare no longer.
    StopComparing,
}

/// The way to an environment.
#[derive(Debug, Clone, PartialEq)]
pub enum Way<F> {
    /// The studio's server hands it over.
    Open,
    /// The user publishes in Service Center.
    ByHand(ServiceCenter),
    /// There is none, for this reason.
    Closed(F),
}

impl<F> Way<F> {
    /// The way of a connection, for a XIF or a version that the environment has.
    pub fn of(connection: &Connection, is_stored: bool) -> Self {
        if !is_stored && connection.is_by_hand() { Self::ByHand(connection.service_center.clone()) } else { Self::Open }
    }
}

/// Why a publish did not start on the server, as far as is known.
#[derive(Debug, Clone, PartialEq)]
pub enum NotStarted<F> {
    /// The server has refused it: nothing is published.
    Refused(Problem),
    /// The server has no time now and has not begun: it is asked again.
    Busy,
    /// It did not leave this machine.
    NotSent(F),
    /// There is no answer that tells: perhaps it is at work.
    Unclear(F),
}
