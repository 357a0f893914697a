//! What is asked of an environment: its extensions, their versions, the bytes of one. Whoever asked finds the answer by
//! the number of the job.

use api::platform::connect::{Capability, Connection, Operation, Support};
use api::platform::extension::{ServerExtension, ServerVersion};

use crate::JobId;
use crate::errors::Failure;

/// A question to an environment. It changes nothing there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ServerQuestion {
    /// Which extensions the user may see.
    Extensions,
    /// Which versions an extension has.
    Versions {
        /// How the server names the extension.
        extension: String,
    },
    /// The bytes of a version.
    Content {
        /// How the server names the extension.
        extension: String,
        /// How the server names the version.
        version: String,
    },
}

/// The answer to a question of the same name.
#[derive(Debug, Clone, PartialEq)]
pub enum ServerAnswer {
    /// The extensions, in the server's order.
    Extensions(Vec<ServerExtension>),
    /// The versions, in the server's order.
    Versions(Vec<ServerVersion>),
    /// The XIF.
    Content(Vec<u8>),
}

impl ServerAnswer {
    pub(crate) fn extensions(self) -> Result<Vec<ServerExtension>, Failure> {
        match self {
            Self::Extensions(extensions) => Ok(extensions),
            Self::Versions(_) | Self::Content(_) => Err(of_another_question()),
        }
    }

    pub(crate) fn versions(self) -> Result<Vec<ServerVersion>, Failure> {
        match self {
            Self::Versions(versions) => Ok(versions),
            Self::Extensions(_) | Self::Content(_) => Err(of_another_question()),
        }
    }

    pub(crate) fn content(self) -> Result<Vec<u8>, Failure> {
        match self {
            Self::Content(bytes) => Ok(bytes),
            Self::Extensions(_) | Self::Versions(_) => Err(of_another_question()),
        }
    }
}

fn of_another_question() -> Failure {
    Failure::bad_answer("It belongs to another question.")
}

/// What a list of an environment has come to.
#[derive(Debug, Clone, PartialEq)]
pub enum Listing<T> {
    /// Nothing was asked.
    Unasked,
    /// The answer is on its way.
    Asked(JobId),
    /// The list, in the server's order.
    Known(Vec<T>),
    /// It did not work.
    Failed(Failure),
    /// The connection cannot: what is not there, and what to do instead.
    Impossible(String),
}

impl<T> Listing<T> {
    /// What is listed; nothing before the answer.
    pub fn known(&self) -> &[T] {
        match self {
            Self::Known(list) => list,
            _ => &[],
        }
    }

    /// Whether this job brings the answer.
    pub(crate) fn waits_for(&self, job: JobId) -> bool {
        matches!(self, Self::Asked(asked) if *asked == job)
    }

    pub(crate) fn of(result: Result<Vec<T>, Failure>) -> Self {
        result.map_or_else(Self::Failed, Self::Known)
    }

    pub(crate) fn job(&self) -> Option<JobId> {
        match self {
            Self::Asked(job) => Some(*job),
            _ => None,
        }
    }
}

/// The capability for an operation, when it is not proven with a real server: its note says what is not known.
pub fn unproven(connection: &Connection, operation: Operation) -> Option<&Capability> {
    let found = connection.capabilities.iter().find(|capability| capability.operation == operation);
    found.filter(|capability| capability.support == Support::Unverified)
}

/// Why the connection cannot do any of these, in the words of the first that is missing.
pub(crate) fn impossible(connection: &Connection, operations: &[Operation]) -> Option<String> {
    let missing = operations.iter().find(|operation| connection.support(**operation) == Support::Unsupported)?;
    let found = connection.capabilities.iter().find(|capability| capability.operation == *missing);
    Some(found.map(|capability| capability.note.clone()).unwrap_or_default())
}
