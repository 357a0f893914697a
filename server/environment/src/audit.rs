//! Who published what, where, when and with which outcome: one JSON object a line, in the operator's file and in the log.

use api::platform::job::{JobOutcome, Until};
use serde::Serialize;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::net::IpAddr;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// Where it is written.
#[derive(Debug, Default)]
pub struct Audit {
    file: Option<Mutex<File>>,
}

/// A publish, as far as the record goes.
#[derive(Debug, Clone, Serialize)]
pub struct Publication {
    /// Its id, which joins its lines.
    pub publish: String,
    /// The address that asked for it.
    pub client: IpAddr,
    /// The user on the Platform Server.
    pub user: String,
    /// The Platform Server.
    pub address: String,
    /// Name of the extension.
    pub extension: String,
    /// SHA-256 of what was sent; none when a version is published that the server has.
    pub sha256: Option<String>,
    /// The version that the server has.
    pub version: Option<String>,
    /// Where it stops.
    pub until: Until,
}

#[derive(Serialize)]
struct Line<'a> {
    time: String,
    event: &'static str,
    #[serde(flatten)]
    publication: &'a Publication,
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<&'a str>,
}

impl Audit {
    /// Appends to this file.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn new(path: &Path) -> io::Result<Self> {
        let file = OpenOptions::new().append(true).create(true).open(path)?;
        Ok(Self { file: Some(Mutex::new(file)) })
    }

    /// Writes that a publish begins.
    ///
    /// # Errors
    /// The file cannot be written: then nothing may be published.
    pub fn began(&self, publication: &Publication) -> io::Result<()> {
        self.write(&Line {
            time: jiff::Timestamp::now().to_string(),
            event: "publish began",
            publication,
            outcome: None,
            code: None,
            published: None,
        })
    }

    /// Writes how a publish ended. When the file cannot be written any more the log has it.
    pub fn ended(&self, publication: &Publication, outcome: &JobOutcome) {
        let code = match outcome {
            JobOutcome::Failed { problem } | JobOutcome::Unknown { problem, .. } => Some(problem.code.as_str()),
            _ => None,
        };
        let published = match outcome {
            JobOutcome::Uploaded { version } | JobOutcome::Published { version } => {
                version.as_ref().and_then(|version| version.version.as_deref())
            }
            _ => None,
        };
        let written = self.write(&Line {
            time: jiff::Timestamp::now().to_string(),
            event: "publish ended",
            publication,
            outcome: Some(named(outcome)),
            code,
            published,
        });
        if let Err(error) = written {
            tracing::error!(%error, "the record of publishes cannot be written");
        }
    }

    fn write(&self, line: &Line<'_>) -> io::Result<()> {
        let mut text = serde_json::to_string(line)?;
        tracing::info!(target: "audit", record = text, "{}", line.event);
        let Some(file) = &self.file else { return Ok(()) };
        text.push('\n');
        // One call, so that lines of several servers do not mix.
        file.lock().unwrap_or_else(PoisonError::into_inner).write_all(text.as_bytes())
    }
}

/// An outcome in one word.
pub fn named(outcome: &JobOutcome) -> &'static str {
    match outcome {
        JobOutcome::Uploaded { .. } => "uploaded",
        JobOutcome::Published { .. } => "published",
        JobOutcome::Failed { .. } => "failed",
        JobOutcome::Aborted => "aborted",
        JobOutcome::Unknown { .. } => "unknown",
    }
}
