//! Upload and publish: a job on the server that a page follows, leaves and finds again.
//!
//! Verify, Update Source Code, Compile and Save happen in the browser; the job does Upload and Publish. Every change is a numbered
//! [`JobEvent`], kept until an hour after the end, so that a page that was lost reads them all again and knows as much as before.

use super::Secret;
use super::extension::ServerVersion;
use crate::problem::Problem;
use serde::{Deserialize, Serialize};

/// The query of a publish request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
pub struct PublishQuery {
    /// Name of the extension, without ending.
    pub extension: String,
    /// Where to stop.
    #[serde(default)]
    pub until: Until,
    /// Whether the job waits between preparing and deploying, where the server can.
    #[serde(default)]
    pub two_step: bool,
    /// A version that is on the server already: it is published, and the request has no body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
}

impl PublishQuery {
    /// The path and query of the request.
    pub fn path(&self, connection_id: &str) -> String {
        let until = match self.until {
            Until::Upload => "upload",
            Until::Publish => "publish",
        };
        let version =
            self.version.as_deref().map(|version| format!("&version={}", super::escaped(version))).unwrap_or_default();
        format!(
            "{}?extension={}&until={until}&two_step={}{version}",
            super::publish(connection_id),
            super::escaped(&self.extension),
            self.two_step
        )
    }
}

/// Where a job stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Until {
    /// After storing the version.
    Upload,
    /// After making it available.
    #[default]
    Publish,
}

/// How a job stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
pub struct Job {
    /// Its id.
    pub id: String,
    /// Its secret, which is sent with every request about it; see [`key`](super::key). None from servers of earlier versions, and after a restart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<Secret>,
    /// Name of the extension.
    pub extension: String,
    /// The address of the Platform Server.
    pub address: String,
    /// When it began: milliseconds since 1970, UTC.
    pub started_ms: u64,
    /// Where it is.
    pub state: JobState,
    /// Number of its last event.
    pub last_event: u64,
}

/// Where a job is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum JobState {
    /// At work.
    Running {
        /// On this.
        stage: Stage,
    },
    /// The user decides: continue or abort.
    Waiting {
        /// On what.
        pause: Pause,
    },
    /// Over.
    Ended {
        /// How.
        outcome: JobOutcome,
    },
}

/// What a job waits for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
#[serde(tag = "pause", rename_all = "snake_case")]
pub enum Pause {
    /// The first of two steps is done: everything is prepared and nothing is changed yet.
    TwoStep,
    /// Something must be configured in Service Center first: Missing Configuration.
    Configuration {
        /// The place in Service Center.
        address: String,
    },
}

/// The operations of 1-Click Publish that a job does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Storing the XIF as a new version.
    Upload,
    /// Making the version available.
    Publish,
}

/// Something that happened in a job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
pub struct JobEvent {
    /// Counted from 1, without gaps.
    pub id: u64,
    /// Milliseconds since the job began.
    pub at_ms: u64,
    /// What happened.
    #[serde(flatten)]
    pub event: Event,
}

/// What happened in a job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// An operation began.
    Started {
        /// Which.
        stage: Stage,
    },
    /// An operation was finished.
    Finished {
        /// Which.
        stage: Stage,
    },
    /// The server, or the studio about it, says something.
    Message {
        /// In which operation.
        stage: Stage,
        /// How bad it is. Warnings stop nothing.
        severity: Severity,
        /// The text, in the server's own words when it is the server's.
        text: String,
        /// More of it; may be empty.
        detail: String,
    },
    /// The job waits for the user.
    Waiting {
        /// What for.
        #[serde(flatten)]
        pause: Pause,
    },
    /// The user answered, and the job goes on.
    Resumed,
    /// The job is over; no event follows.
    Ended {
        /// How.
        outcome: JobOutcome,
    },
}

/// How bad a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema), schemars(rename = "JobSeverity"))]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// It ends the job.
    Error,
    /// The job goes on.
    Warning,
    /// A remark; also what a later server calls otherwise.
    #[serde(other)]
    Information,
}

/// How a job ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum JobOutcome {
    /// The XIF is on the server; it is not published.
    Uploaded {
        /// The new version, when the server says.
        version: Option<ServerVersion>,
    },
    /// The server said that it is published.
    Published {
        /// The published version, read from the server afterwards; none when the server cannot tell it.
        version: Option<ServerVersion>,
    },
    /// The server did not take it, or ended with errors. What was published before is still published.
    Failed {
        /// Why, and what to do.
        problem: Problem,
    },
    /// It was stopped before anything was published.
    Aborted,
    /// The server may or may not have published it. It was not tried again.
    Unknown {
        /// What happened, and what to do.
        problem: Problem,
        /// The versions read afterwards, when that was possible: what the server has now.
        versions: Option<Vec<ServerVersion>>,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_keep_their_shape_on_the_wire() {
        let waiting = Event::Waiting { pause: Pause::Configuration { address: "https://a".into() } };
        for (event, json) in [
            (Event::Started { stage: Stage::Upload }, r#"{"id":1,"at_ms":5,"event":"started","stage":"upload"}"#),
            (waiting, r#"{"id":1,"at_ms":5,"event":"waiting","pause":"configuration","address":"https://a"}"#),
            (
                Event::Ended { outcome: JobOutcome::Aborted },
                r#"{"id":1,"at_ms":5,"event":"ended","outcome":{"outcome":"aborted"}}"#,
            ),
        ] {
            let event = JobEvent { id: 1, at_ms: 5, event };
            assert_eq!(serde_json::to_string(&event).unwrap(), json);
            assert_eq!(serde_json::from_str::<JobEvent>(json).unwrap(), event);
        }
    }

    #[test]
    fn a_query_is_one_line() {
        let query =
            PublishQuery { extension: "A b".into(), until: Until::Upload, two_step: false, version: Some("3".into()) };
        let path = "/api/platform/connections/c/publish?extension=A%20b&until=upload&two_step=false&version=3";
        assert_eq!(query.path("c"), path);
    }
}
