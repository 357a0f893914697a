//! Platform Servers: connecting, lists, download, publishing.

use super::Shape;
use super::operation::{Bearer, Content, Method, Need, Operation, Parameter, json, text};
use crate::access::Right;
use crate::platform::connect::{
    Backend, Capability, Certificate, ConnectRequest, Connection, Credentials, Environment, Fingerprint,
    IdentityProvider, Limits, Offer, Operation as Deed, Platform, Probe, ProbeRequest, ServiceCenter, Support, Trust,
};
use crate::platform::extension::{ExtensionList, ServerExtension, ServerVersion, VersionList};
use crate::platform::job::{Event, Job, JobEvent, JobOutcome, JobState, Stage, Until};
use crate::platform::{CONNECTIONS, JOBS, LARGEST_XIF, PROBE, Secret, XIF_TYPE};
use crate::problem::Code;

/// Refusals of whatever asks a Platform Server.
const OF_CALLS: [Code; 21] = [
    Code::PlatformNotAllowed,
    Code::PlatformUnreachable,
    Code::PlatformCertificate,
    Code::PlatformSilent,
    Code::PlatformMalformed,
    Code::PlatformInternalNetwork,
    Code::PlatformLogIn,
    Code::PlatformLocked,
    Code::PlatformIdentityProvider,
    Code::PlatformRight,
    Code::PlatformTooLarge,
    Code::PlatformNotFound,
    Code::PlatformRefused,
    Code::PlatformUnsupported,
    Code::PlatformBroken,
    Code::PlatformRedirect,
    Code::PlatformPasswordHelper,
    Code::PlatformBusy,
    Code::PlatformRequest,
    Code::PlatformFailed,
    Code::PlatformAddress,
];

/// Refusals before a Platform Server is asked.
const OF_LOG_INS: [Code; 3] = [Code::LogInAttempts, Code::LogInUnprotected, Code::ProbeRate];

/// Where a connection is, with a slash and its id.
const ONE: &str = "/{connection}";

pub(super) fn operations() -> Vec<Operation> {
    [connecting(), listing(), publishing()]
        .into_iter()
        .flatten()
        .map(|one| one.needs(Need::Right(Right::Publish)))
        .collect()
}

fn of_connection(method: Method, below: &str, id: &'static str, summary: &'static str) -> Operation {
    Operation::new(method, format!("{CONNECTIONS}{ONE}{below}"), id, summary)
        .part("connection", "The id of the connection.", text("0123456789abcdef0123456789abcdef"))
        .bears(Bearer::Secret)
        .refuses(&[Code::PlatformNoConnection, Code::NotFound])
}

fn of_job(method: Method, below: &str, id: &'static str, summary: &'static str) -> Operation {
    Operation::new(method, format!("{JOBS}/{{job}}{below}"), id, summary)
        .part("job", "The id of the publish.", text("0123456789abcdef0123456789abcdef"))
        .bears(Bearer::Secret)
        .refuses(&[Code::PlatformNoJob, Code::NotFound])
}

fn connecting() -> Vec<Operation> {
    let request = ConnectRequest {
        address: "dev.example.com".into(),
        backend: Backend::ServiceCenter,
        user: "ada".into(),
        password: Secret::new("a password"),
        certificate: None,
        environment: None,
    };
    let asked = ProbeRequest { address: "dev.example.com".into(), certificate: None };
    vec![
        Operation::new(Method::Post, PROBE, "probe", "What is known of an environment without credentials")
            .text("Nothing secret is sent. When the certificate is doubtful, nothing else was asked.")
            .takes(json(&asked))
            .answers(200, "What is known.", json(&probe()))
            .refuses(&OF_CALLS)
            .refuses(&OF_LOG_INS),
        Operation::new(Method::Post, CONNECTIONS, "connect", "Connects to an environment")
            .text("The password stays in the server's memory until the connection ends. The connection ends by itself when it was idle for a while.")
            .takes(json(&request))
            .answers(200, "The connection, with its secret.", json(&connection()))
            .refuses(&OF_CALLS)
            .refuses(&OF_LOG_INS),
        of_connection(Method::Get, "", "connection", "How a connection stands, with its publishes")
            .answers(200, "The connection.", json(&Connection { secret: None, ..connection() })),
        of_connection(Method::Delete, "", "disconnect", "Forgets a connection and its credentials")
            .answers(204, "It is forgotten, or there was none.", None),
    ]
}

fn listing() -> Vec<Operation> {
    let key = |operation: Operation| {
        operation.part("key", "How the environment names the extension, from its list.", text("a-key"))
    };
    let extensions = ExtensionList {
        extensions: vec![ServerExtension {
            key: "a-key".into(),
            name: "MortgageLib".into(),
            version: Some("7".into()),
            uploaded: Some("2026-01-31 12:00".into()),
            user: Some("ada".into()),
            description: None,
            published: Some(true),
        }],
    };
    vec![
        of_connection(Method::Get, "/extensions", "extensions", "The extensions of an environment")
            .answers(200, "Those that the user may see.", json(&extensions))
            .refuses(&OF_CALLS),
        key(of_connection(Method::Get, "/extensions/{key}/versions", "versions", "The versions of an extension"))
            .answers(200, "All of them.", json(&VersionList { versions: vec![version()] }))
            .refuses(&OF_CALLS),
        key(of_connection(
            Method::Get,
            "/extensions/{key}/versions/{version}/content",
            "content",
            "The XIF of a version",
        ))
        .part("version", "How the environment names the version, from its list.", text("7"))
        .answers(200, "Its bytes, given away in parts while they are read.", Content::Bytes(XIF_TYPE))
        .with_header("Content-Length")
        .refuses(&OF_CALLS),
    ]
}

fn publishing() -> Vec<Operation> {
    let after = Parameter {
        name: "Last-Event-ID",
        place: "header",
        is_needed: false,
        text: "As `after`; the larger of the two counts.",
        shape: Shape::of(&2_u64),
    };
    let event = JobEvent { id: 1, at_ms: 5, event: Event::Started { stage: Stage::Upload } };
    vec![
        of_connection(Method::Post, "/publish", "publish", "Uploads a XIF and publishes it")
            .text(format!(
                "The body is the XIF, {} MiB at most; there is none when `version` names one that the environment has. A refusal always comes before anything \
                 was sent to the environment. After 202 the publish goes on by itself, also when the client goes away.",
                LARGEST_XIF >> 20
            ))
            .asks("extension", "Name of the extension, without ending.", text("MortgageLib"))
            .may_ask("until", "Where to stop; after publishing when it is left out.", Shape::of(&Until::Publish))
            .may_ask("two_step", "Whether the publish waits between preparing and deploying, where the environment can.", Shape::of(&false))
            .may_ask("version", "A version that is published as it is.", text("7"))
            .takes_or_nothing(Content::Bytes(XIF_TYPE))
            .answers(202, "The publish, with its secret.", json(&job()))
            .refuses(&[
                Code::PlatformRequest,
                Code::ExtensionName,
                Code::PlatformUnsupported,
                Code::PlatformTooLarge,
                Code::PlatformBusy,
                Code::PlatformStopping,
            ]),
        of_job(Method::Get, "", "job", "How a publish stands")
            .text("Until an hour after its end; a day when the server was started anew meanwhile.")
            .answers(200, "The publish.", json(&Job { secret: None, state: JobState::Ended { outcome: published() }, ..job() })),
        of_job(Method::Get, "/events", "jobEvents", "What happens in a publish")
            .text(
                "A stream of server-sent events without names, each with its number as `id`; a comment shows every 15 seconds that the stream is alive. It \
                 begins after event `after` and closes after the event `ended`, or when the server stops.",
            )
            .may_ask("after", "The last event that the client knows; 0: none.", Shape::of(&0_u64))
            .parameter(after)
            .answers(200, "The events.", Content::Events(vec![("message", Shape::of(&event))]))
            .answers(204, "All of them are known to the client.", None)
            .refuses(&[Code::PlatformRequest, Code::PlatformBusy]),
        of_job(Method::Post, "/continue", "continue", "Lets a publish that waits go on")
            .answers(200, "The publish.", json(&Job { secret: None, ..job() }))
            .refuses(&[Code::PlatformJobState]),
        of_job(Method::Post, "/abort", "abort", "Asks a publish to stop")
            .text("Whether it stopped is in its events: what has begun on the environment may not be undone.")
            .answers(200, "The publish.", json(&Job { secret: None, ..job() }))
            .refuses(&[Code::PlatformJobState]),
    ]
}

fn published() -> JobOutcome {
    JobOutcome::Published { version: Some(version()) }
}

fn version() -> ServerVersion {
    ServerVersion {
        id: "7".into(),
        version: Some("7".into()),
        uploaded: Some("2026-01-31 12:00".into()),
        user: Some("ada".into()),
        description: None,
        published: Some(true),
    }
}

fn job() -> Job {
    Job {
        id: "0123456789abcdef0123456789abcdef".into(),
        secret: Some(Secret::new("fedcba9876543210")),
        extension: "MortgageLib".into(),
        address: "https://dev.example.com".into(),
        started_ms: 1_800_000_000_000,
        state: JobState::Running { stage: Stage::Upload },
        last_event: 1,
    }
}

fn platform() -> Platform {
    Platform { version: "11.23.1.40123".into(), serial: None }
}

fn limits() -> Limits {
    Limits { xif: 64 << 20, usual_xif: 28 << 20, answer_seconds: 60, upload_seconds: 300, publish_seconds: 1800 }
}

fn capabilities() -> Vec<Capability> {
    let capability = |operation| Capability { operation, support: Support::Verified, note: String::new() };
    vec![capability(Deed::Upload), capability(Deed::Publish)]
}

fn probe() -> Probe {
    Probe {
        address: "https://dev.example.com".into(),
        certificate: Some(Certificate {
            fingerprint: Fingerprint("ab".repeat(32)),
            subject: "CN=dev.example.com".into(),
            issuer: "CN=An Authority".into(),
            names: vec!["dev.example.com".into()],
            valid_from: "2026-01-31T00:00:00Z".into(),
            valid_until: "2027-01-31T00:00:00Z".into(),
            trust: Trust::Trusted,
        }),
        platform: Some(platform()),
        identity_provider: IdentityProvider::Inactive,
        backends: vec![Offer {
            backend: Backend::ServiceCenter,
            credentials: Credentials::Password,
            capabilities: capabilities(),
        }],
        problems: Vec::new(),
        limits: limits(),
    }
}

fn connection() -> Connection {
    Connection {
        id: "0123456789abcdef0123456789abcdef".into(),
        secret: Some(Secret::new("fedcba9876543210")),
        address: "https://dev.example.com".into(),
        user: "ada".into(),
        platform: Some(platform()),
        backend: Backend::ServiceCenter,
        environments: vec![Environment {
            key: "e1".into(),
            name: "Development".into(),
            host: "dev.example.com".into(),
        }],
        environment: None,
        capabilities: capabilities(),
        service_center: ServiceCenter {
            address: "https://dev.example.com/ServiceCenter".into(),
            publish_steps: vec!["Open Service Center.".into()],
            download_steps: vec!["Open Service Center.".into()],
        },
        limits: limits(),
        idle_seconds: 1800,
        jobs: vec![Job { secret: None, ..job() }],
    }
}
