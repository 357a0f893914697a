//! What a publish says while it goes on, and how it ended, as text and as JSON: one line each.

use std::fmt::Write as _;

use api::platform::connect::{Connection, ServiceCenter};
use api::platform::extension::ServerVersion;
use api::platform::job::{Event, Pause, Severity};
use api::problem::{Code, Problem};
use extension::{Extension, Rights};
use publication::{Cause, Doubt, Operation, Outcome, Stage, State, Step};
use rules::Finding;
use serde_json::{Value, json};

use crate::fingerprint::sha256;
use crate::listing::readable;
use crate::studio::StudioError;
use crate::verify;

/// The number of the JSON form. It grows when something that a script may rely on changes its name or
/// its meaning, not when something is added.
const SHAPE: u64 = 1;

/// Something to tell of a publish.
#[derive(Debug)]
pub enum Line<'a> {
    /// What is going to be published: the extension, and the bytes of its file.
    Begun(&'a Extension, &'a [u8]),
    /// Something that verification finds in it.
    Finding(&'a Extension, &'a Finding),
    /// The environment is connected to.
    Connected(&'a Connection),
    /// Something happened on the server.
    Event(&'a Event),
    /// The command itself did something that the user should know of.
    Note(&'a str),
}

impl Line<'_> {
    /// For a reader; none where nothing is to be read.
    pub fn text(&self) -> Option<String> {
        Some(match self {
            Self::Begun(extension, bytes) => {
                let generation = extension.provenance.generation;
                format!("{}, generation {generation}, {} bytes", readable(extension.name.as_str()), bytes.len())
            }
            Self::Finding(extension, finding) => verify::line(extension, finding),
            Self::Connected(connection) => connected(connection),
            Self::Event(Event::Started { stage }) => label(*stage).to_owned(),
            Self::Event(Event::Message { severity, text, detail, .. }) => message(*severity, text, detail),
            Self::Event(Event::Waiting { pause: Pause::TwoStep }) => "  everything is prepared; goes on".to_owned(),
            Self::Event(Event::Waiting { pause: Pause::Configuration { address } }) => {
                format!("  waits for a configuration in {}", readable(address))
            }
            Self::Event(Event::Finished { .. } | Event::Resumed | Event::Ended { .. }) => return None,
            Self::Note(text) => (*text).to_owned(),
        })
    }

    /// For a script: an object with `event`. Those of the server are as it tells them (`started`, `finished`, `message`, `waiting`,
    /// `resumed`); none for its end, which [`End`] tells.
    pub fn json(&self) -> Option<Value> {
        Some(match self {
            Self::Begun(extension, bytes) => json!({
                "event": "begun",
                "shape": SHAPE,
                "extension": extension.name.as_str(),
                "generation": extension.provenance.generation,
                "bytes": bytes.len(),
                "sha256": sha256(bytes),
            }),
            Self::Finding(extension, finding) => {
                let mut line = verify::json_of_finding(extension, finding);
                line["event"] = "finding".into();
                line
            }
            Self::Connected(connection) => json!({
                "event": "connected",
                "environment": connection.address,
                "platform": connection.platform.as_ref().map(|platform| &platform.version),
                "user": connection.user,
                "backend": connection.backend,
            }),
            Self::Event(Event::Ended { .. }) => return None,
            Self::Event(event) => json!(event),
            Self::Note(text) => json!({ "event": "note", "text": text }),
        })
    }
}

/// How a publish ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// It is published, as this version where the environment tells it.
    Published(Option<ServerVersion>),
    /// The definition has errors, so nothing was sent.
    Invalid,
    /// The assembly is missing or is not what the definition and the sources give, so nothing was sent.
    NotCompiled,
    /// The environment did not publish it; what the user needs, when it is a right.
    Failed(Problem, Option<Rights>),
    /// It is stored as a version and not published.
    Uploaded,
    /// It was stopped before anything was published.
    Stopped,
    /// It is not known whether it is published: the code and why, and the versions that the environment has, where they could be
    /// read.
    Unknown {
        /// The code of what happened.
        code: String,
        /// What happened, and what to do.
        why: String,
        /// The environment's versions.
        versions: Option<Vec<ServerVersion>>,
    },
    /// The user publishes in Service Center, at this address, as these steps say.
    ByHand {
        /// The address of Service Center.
        address: String,
        /// What is done there.
        steps: Vec<String>,
    },
    /// It was stopped because something must be configured first, at this address.
    NeedsConfiguration(String),
}

impl End {
    /// How a publish ended, or whether it is left to the user.
    ///
    /// # Errors
    /// Something failed before the server had the XIF.
    pub fn of(state: &State<StudioError>, extension: &Extension) -> Result<Self, StudioError> {
        let outcome = match state {
            State::At(Stage::ByHand(ServiceCenter { address, publish_steps, .. })) => {
                return Ok(Self::ByHand { address: address.clone(), steps: publish_steps.clone() });
            }
            State::At(_) => return Ok(Self::left()),
            State::Ended(outcome) => outcome.clone(),
        };
        Ok(match outcome {
            Outcome::Published(version) => Self::Published(version),
            Outcome::Marked => Self::Published(None),
            Outcome::Failed(Step::Verify, Cause::Found) => Self::Invalid,
            Outcome::Failed(_, Cause::Found) => Self::NotCompiled,
            Outcome::Failed(_, Cause::Here(error)) => return Err(error),
            Outcome::Failed(_, Cause::Refused(problem) | Cause::OfServer(problem)) => Self::failed(problem, extension),
            Outcome::Failed(_, Cause::OnlyUploaded) => Self::Uploaded,
            Outcome::Stopped(_) => Self::Stopped,
            Outcome::NeedsConfiguration(address) => Self::NeedsConfiguration(address),
            Outcome::Unknown(Doubt::NoAnswer(error) | Doubt::Lost(error), _) => Self::lost(&error),
            Outcome::Unknown(Doubt::OfServer(problem), versions) => {
                Self::Unknown { why: format!("{} {}", problem.detail, problem.cure), code: problem.code, versions }
            }
            Outcome::Unknown(Doubt::Left, _) => Self::left(),
        })
    }

    /// The environment refused because of this.
    fn failed(problem: Problem, extension: &Extension) -> Self {
        let needs_right = problem.kind() == Some(Code::PlatformRight);
        Self::Failed(problem, needs_right.then(|| Rights::to_publish(extension)))
    }

    /// Nobody knows how a publish goes on that can no longer be followed.
    fn lost(error: &StudioError) -> Self {
        let cure = Code::PlatformOutcomeUnknown.page().cure;
        Self::Unknown { code: error.code().to_owned(), why: format!("{error} {cure}"), versions: None }
    }

    fn left() -> Self {
        let why = "It was left while the environment was at work.";
        let Problem { code, detail, cure, .. } = Problem::new(Code::PlatformOutcomeUnknown, why);
        Self::Unknown { code, why: format!("{detail} {cure}"), versions: None }
    }

    /// What a script looks at: 0 published, 1 not published, 3 not known, 4 to be done by hand, 5 to be configured first.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Published(_) => 0,
            Self::Invalid | Self::NotCompiled | Self::Failed(..) | Self::Uploaded | Self::Stopped => 1,
            Self::Unknown { .. } => 3,
            Self::ByHand { .. } => 4,
            Self::NeedsConfiguration(_) => 5,
        }
    }

    /// For a reader.
    pub fn text(&self, extension: &str) -> String {
        match self {
            Self::Published(version) => match version.as_ref().and_then(|version| version.version.as_ref()) {
                Some(number) => format!("Published {extension} as version {}", readable(number)),
                None => format!("Published {extension}; the environment does not tell the version"),
            },
            Self::Invalid => "Not published: the definition has errors. Nothing was sent.".to_owned(),
            Self::NotCompiled => format!(
                "Not published: what is packed is not what {extension} says, see above. Compile it with xif compile --in-place, then publish it. Nothing was sent."
            ),
            Self::Failed(Problem { code, title, detail, cure, .. }, rights) => {
                let cure = rights.as_ref().map_or_else(|| cure.clone(), ToString::to_string);
                let detail = readable(detail);
                format!("Not published. {title} ({code}): {detail} {cure} What was published before still is.")
            }
            Self::Uploaded => format!("{extension} is stored as a new version and not published."),
            Self::Stopped => "Stopped. Nothing was published.".to_owned(),
            Self::Unknown { code, why, versions } => unknown(extension, code, why, versions.as_deref()),
            Self::ByHand { address, steps } => by_hand(extension, address, steps),
            Self::NeedsConfiguration(address) => format!(
                "Not published: a configuration is missing. Open {}, map the logical databases of the extension on its tab Operation, and publish again.",
                readable(address)
            ),
        }
    }

    /// For a script: `event` is `ended`, `outcome` is `published`, `invalid`, `not_compiled`, `failed`, `uploaded`, `stopped`, `unknown`, `by_hand` or
    /// `needs_configuration`; what an outcome does not have is null.
    pub fn json(&self) -> Value {
        let mut line = json!({
            "event": "ended",
            "outcome": self.outcome(),
            "exitCode": self.exit_code(),
            "version": null,
            "code": null,
            "message": null,
            "versions": null,
            "address": null,
            "steps": null,
        });
        match self {
            Self::Published(version) => line["version"] = json!(version.as_ref().map(|version| &version.version)),
            Self::Failed(problem, rights) => {
                let cure = rights.as_ref().map_or_else(|| problem.cure.clone(), ToString::to_string);
                line["code"] = json!(problem.code);
                line["message"] = json!(format!("{}: {} {cure}", problem.title, problem.detail));
            }
            Self::Unknown { code, why, versions } => {
                (line["code"], line["message"], line["versions"]) = (json!(code), json!(why), json!(versions));
            }
            Self::ByHand { address, steps } => (line["address"], line["steps"]) = (json!(address), json!(steps)),
            Self::NeedsConfiguration(address) => line["address"] = json!(address),
            Self::Invalid | Self::NotCompiled | Self::Uploaded | Self::Stopped => {}
        }
        line
    }

    fn outcome(&self) -> &'static str {
        match self {
            Self::Published(_) => "published",
            Self::Invalid => "invalid",
            Self::NotCompiled => "not_compiled",
            Self::Failed(..) => "failed",
            Self::Uploaded => "uploaded",
            Self::Stopped => "stopped",
            Self::Unknown { .. } => "unknown",
            Self::ByHand { .. } => "by_hand",
            Self::NeedsConfiguration(_) => "needs_configuration",
        }
    }
}

/// What was said, counted.
#[derive(Debug, Default, Clone, Copy)]
pub struct Tally {
    errors: usize,
    warnings: usize,
}

impl Tally {
    /// Counts a line.
    pub fn add(&mut self, line: &Line<'_>) {
        let severity = match line {
            Line::Event(Event::Message { severity, .. }) => *severity,
            Line::Finding(_, finding) => match finding.severity {
                extension::Severity::Error => Severity::Error,
                extension::Severity::Warning => Severity::Warning,
                extension::Severity::Information => Severity::Information,
            },
            _ => return,
        };
        match severity {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
            Severity::Information => {}
        }
    }
}

impl std::fmt::Display for Tally {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}, {}", words::counted(self.errors, "error"), words::counted(self.warnings, "warning"))
    }
}

fn connected(connection: &Connection) -> String {
    let version = connection.platform.as_ref().map(|platform| format!(", Platform Server {}", platform.version));
    let user = if connection.user.is_empty() { String::new() } else { format!(", as {}", connection.user) };
    readable(&format!("Connected to {}{}{user}", connection.address, version.unwrap_or_default()))
}

fn message(severity: Severity, text: &str, detail: &str) -> String {
    let label = match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Information => "information",
    };
    let mut out = format!("  {label}: {}", readable(text));
    for line in detail.lines() {
        // Writing to a String cannot fail.
        let _ = write!(out, "\n    {}", readable(line));
    }
    out
}

fn label(stage: Operation) -> &'static str {
    match stage {
        Operation::Upload => "Upload",
        Operation::Publish => "Publish",
    }
}

fn unknown(extension: &str, code: &str, why: &str, versions: Option<&[ServerVersion]>) -> String {
    let mut out = format!("It is not known whether {extension} is published ({code}). {}", readable(why));
    for version in versions.unwrap_or_default() {
        let number = version.version.as_ref().unwrap_or(&version.id);
        let mark = if version.published == Some(true) { ", published" } else { "" };
        let _ = write!(out, "\n  the environment has version {}{mark}", readable(number));
    }
    out
}

fn by_hand(extension: &str, address: &str, steps: &[String]) -> String {
    let mut out = format!("Not published yet: {extension} is published by hand in {}", readable(address));
    for (number, step) in (1..).zip(steps) {
        let _ = write!(out, "\n  {number}. {}", readable(step));
    }
    out
}
