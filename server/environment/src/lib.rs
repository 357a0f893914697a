//! Connections to Platform Servers: listing, publishing and downloading extensions on a user's behalf. The server forwards; it keeps
//! neither XIFs nor, beyond the life of a connection, credentials.

pub mod address;
pub mod allowed;
pub mod asker;
pub mod audit;
pub mod backend;
pub mod calls;
pub mod certificate;
pub mod connect;
pub mod discover;
pub mod followers;
pub mod http;
pub mod job;
pub mod jobs;
pub mod keeping;
pub mod profile;
pub mod publication;
pub mod record;
pub mod secrets;
pub mod session;
pub mod soap;
pub mod unended;
pub mod xml;

use allowed::Allowed;
use api::platform::LARGEST_XIF;
use api::platform::connect::Limits;
use audit::Audit;
use calls::{CallLimits, Calls};
use certificate::Authorities;
use followers::{FollowerLimits, Followers};
use http::HttpLimits;
use job::order::Pace;
use jobs::Jobs;
use keeping::Keeping;
use profile::Profile;
use record::Recorder;
use secrets::PasswordForm;
use session::Sessions;
use std::sync::Arc;
use unended::Unended;

/// What connections are made from.
#[derive(Debug)]
pub struct PlatformOptions {
    /// The addresses that may be called.
    pub allowed: Allowed,
    /// The protocols.
    pub profile: Profile,
    /// The form of passwords.
    pub password: PasswordForm,
    /// Keeps requests and answers.
    pub recorder: Option<Recorder>,
    /// Keeps who published what.
    pub audit: Audit,
    /// Keeps publishes that are not over.
    pub unended: Option<Unended>,
    /// Sizes and times of requests.
    pub http: HttpLimits,
    /// Calls at one time.
    pub calls: CallLimits,
    /// How patient a publish is.
    pub pace: Pace,
    /// How much is kept, and how long.
    pub keeping: Keeping,
    /// How many pages follow publishes.
    pub followers: FollowerLimits,
}

impl PlatformOptions {
    /// The usual ones with this profile.
    pub fn new(profile: Profile) -> Self {
        Self {
            allowed: Allowed::new(Vec::new()),
            profile,
            password: PasswordForm::default(),
            recorder: None,
            audit: Audit::default(),
            unended: None,
            http: HttpLimits::default(),
            calls: CallLimits::default(),
            pace: Pace::default(),
            keeping: Keeping::default(),
            followers: FollowerLimits::default(),
        }
    }
}

/// Everything about Platform Servers that requests share.
#[derive(Debug)]
pub struct Platforms {
    /// Connections.
    pub sessions: Sessions,
    /// Publishes.
    pub jobs: Jobs,
    /// Calls to Platform Servers.
    pub calls: Arc<Calls>,
    /// Keeps who published what.
    pub audit: Audit,
    /// Keeps publishes that are not over.
    pub unended: Option<Unended>,
    /// Pages that follow publishes now.
    pub followers: Followers,
    allowed: Allowed,
    authorities: Authorities,
    profile: Arc<Profile>,
    password: PasswordForm,
    recorder: Option<Arc<Recorder>>,
    http_limits: HttpLimits,
    pace: Pace,
}

/// Bytes of a XIF that fit through ASP.NET's first setting, 4096 KiB, in base64 and with an envelope around them.
const USUAL_XIF: u64 = 3 << 20;

impl Platforms {
    /// Nothing is connected yet.
    pub fn new(options: PlatformOptions) -> Self {
        Self {
            sessions: Sessions::new(options.keeping),
            jobs: Jobs::new(options.keeping),
            calls: Arc::new(Calls::new(options.calls)),
            audit: options.audit,
            unended: options.unended,
            followers: Followers::new(options.followers),
            allowed: options.allowed,
            authorities: Authorities::of_system(),
            profile: Arc::new(options.profile),
            password: options.password,
            recorder: options.recorder.map(Arc::new),
            http_limits: options.http,
            pace: options.pace,
        }
    }

    /// What is told beforehand of sizes and times.
    pub fn limits(&self) -> Limits {
        Limits {
            xif: LARGEST_XIF as u64,
            usual_xif: USUAL_XIF,
            answer_seconds: self.http_limits.answer.as_secs(),
            upload_seconds: self.http_limits.upload.as_secs(),
            publish_seconds: self.pace.publish.as_secs(),
        }
    }

    /// How patient a publish is.
    pub fn pace(&self) -> Pace {
        self.pace
    }

    /// Forgets what was not used for too long.
    pub fn sweep(&self) {
        self.sessions.sweep();
        self.jobs.sweep();
    }
}
