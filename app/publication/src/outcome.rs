use api::platform::extension::ServerVersion;
use api::problem::Problem;

use super::Step;

/// How a publish ended.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome<F> {
    /// It is published, as this version where the server says which.
    Published(Option<ServerVersion>),
    /// The user says that it is published. Nobody has looked.
    Marked,
    /// It did not work: where it stopped, and why.
    Failed(Step, Cause<F>),
    /// The user stopped it before anything was published; where it stopped.
    Stopped(Step),
    /// Something must be configured first, at this address, and nobody was there who could.
    NeedsConfiguration(String),
    /// It is not known whether it is published: why, and what the server has, where it could be read.
    Unknown(Doubt<F>, Option<Vec<ServerVersion>>),
}

/// Why a publish did not work.
#[derive(Debug, Clone, PartialEq)]
pub enum Cause<F> {
    /// The verification has found errors, and has told them.
    Found,
    /// Something failed before the server had it.
    Here(F),
    /// The studio's server has refused it.
    Refused(Problem),
    /// The environment did not publish it.
    OfServer(Problem),
    /// It is stored as a version and not published.
    OnlyUploaded,
}

/// Why it is not known whether something is published.
#[derive(Debug, Clone, PartialEq)]
pub enum Doubt<F> {
    /// The answer was lost that would tell whether it began.
    NoAnswer(F),
    /// The job cannot be followed any more.
    Lost(F),
    /// The server does not know how the environment ended.
    OfServer(Problem),
    /// It was left while the environment was at work.
    Left,
}
