use std::io::{self, Write};
use std::time::Duration;

use api::platform::Secret;
use api::platform::connect::{
    Backend, ConnectRequest, Connection, IdentityProvider, Operation, Probe, ProbeRequest, Support, Trust,
};
use api::platform::job::{Event, Job, Pause, PublishQuery, Severity, Stage, Until};
use api::problem::{Code, Problem};
use api::retry::{Policy, Retry};
use cli::folder;
use cli::publication::{End, Line, Tally};
use cli::studio::{Following, Studio, StudioError, Tries, waiting};
use extension::Extension;
use extension::verify::{Finding, Rule};

use super::interrupt::Interrupt;
use super::{Outcome, parsed, secret, studio, wait};
use crate::arguments::Publish;
use crate::failure::Failure;

/// Publishes the bytes of a XIF as they are. What happens is told as it happens; the end is the last line.
pub(super) fn publish(arguments: &Publish, as_json: bool) -> Result<Outcome, Failure> {
    let bytes = folder::read_file(&arguments.file)?;
    let (_, extension) = parsed(&arguments.file, &bytes)?;
    let mut report = Report { as_json, tally: Tally::default() };
    report.say(&Line::Begun(&extension, &bytes));
    let end = match verified(&extension, arguments.force, &mut report) {
        Some(end) => end,
        None => {
            let studio = studio(&arguments.server)?;
            let password = password(arguments, &studio)?;
            wait(Publishing { arguments, studio: &studio, extension: &extension }.run(bytes, password, &mut report))??
        }
    };
    let text = if as_json {
        end.json().to_string()
    } else if matches!(end, End::Published(_)) {
        format!("{}: {}", end.text(extension.name.as_str()), report.tally)
    } else {
        end.text(extension.name.as_str())
    };
    Ok(Outcome { exit_code: end.exit_code(), ..Outcome::plain(text + "\n") })
}

/// Tells what happens at once: a publish takes minutes, and whoever reads wants to know.
struct Report {
    as_json: bool,
    tally: Tally,
}

impl Report {
    fn say(&mut self, line: &Line<'_>) {
        self.tally.add(line);
        let text = if self.as_json { line.json().map(|line| line.to_string()) } else { line.text() };
        if let Some(text) = text {
            let mut out = io::stdout().lock();
            // The publish goes on when nobody reads any more.
            let _ = writeln!(out, "{text}").and_then(|()| out.flush());
        }
    }

    fn warn(&mut self, text: &str, detail: &str) {
        let (stage, severity) = (Stage::Publish, Severity::Warning);
        let event = Event::Message { stage, severity, text: text.to_owned(), detail: detail.to_owned() };
        self.say(&Line::Event(&event));
    }
}

/// Errors end a publish before anything is sent, and so does an assembly that is not there or not of these sources. The
/// last, which only the times in the file may say, does not when the user wants it so.
fn verified(extension: &Extension, force: bool, report: &mut Report) -> Option<End> {
    let findings = verification::verify(extension);
    for finding in &findings {
        report.say(&Line::Finding(extension, finding));
    }
    let is_of_definition = |finding: &&Finding| !finding.rule.is_mended_by_compiling();
    if findings.iter().filter(is_of_definition).any(|finding| finding.severity == extension::Severity::Error) {
        return Some(End::Invalid);
    }
    let stops = |finding: &Finding| {
        let is_left_to_user = force && finding.rule == Rule::AssemblyOtherSources;
        verification::stops_publishing(finding) && !is_left_to_user
    };
    findings.iter().any(stops).then_some(End::NotCompiled)
}

/// The password, when there is a user who needs one. It is not sent over a network where others can read it.
fn password(arguments: &Publish, studio: &Studio) -> Result<Secret, Failure> {
    if arguments.user.is_none() || arguments.backend == Some(Backend::Assisted) {
        return Ok(Secret::default());
    }
    if !studio.address().is_private() && !arguments.plain_http {
        return Err(Failure::PlainHttp(studio.address().to_string()));
    }
    secret::PASSWORD.read(arguments.password_file.as_deref())
}

struct Publishing<'a> {
    arguments: &'a Publish,
    studio: &'a Studio,
    extension: &'a Extension,
}

impl Publishing<'_> {
    async fn run(&self, bytes: Vec<u8>, password: Secret, report: &mut Report) -> Result<End, Failure> {
        let backend = self.backend(report).await?;
        let user = self.arguments.user.clone();
        let (user, password) = match (backend, user) {
            (Backend::Assisted, _) => (String::new(), Secret::default()),
            (_, Some(user)) => (user, password),
            (_, None) => return Err(Failure::Usage("publish needs --user for this environment.".to_owned())),
        };
        let (address, certificate) = (self.arguments.environment.clone(), self.arguments.trust.clone());
        let request = ConnectRequest { address, backend, user, password, certificate, environment: None };
        let connection = patiently(report, || self.studio.connect(&request)).await?;
        drop(request);
        report.say(&Line::Connected(&connection));
        let end = self.publish(&connection, bytes, report).await;
        self.studio.disconnect(&connection.id).await;
        end
    }

    /// The way to work with the environment: the named one, else the best that takes a XIF.
    async fn backend(&self, report: &mut Report) -> Result<Backend, Failure> {
        if self.arguments.backend == Some(Backend::Assisted) {
            return Ok(Backend::Assisted);
        }
        let (address, certificate) = (self.arguments.environment.clone(), self.arguments.trust.clone());
        let request = ProbeRequest { address, certificate };
        let probe = patiently(report, || self.studio.probe(&request)).await?;
        check_certificate(&probe)?;
        if let Some(named) = self.arguments.backend {
            return Ok(named);
        }
        for problem in &probe.problems {
            report.say(&Line::Note(&format!("{} ({}): {}", problem.title, problem.code, problem.detail)));
        }
        if let IdentityProvider::Active { provider } = &probe.identity_provider {
            report.say(&Line::Note(&format!(
                "The environment logs users in with the identity provider {provider:?}, which takes no password from here."
            )));
        }
        let takes_xif = |backend| matches!(backend, Backend::Native | Backend::ServiceCenter);
        let best = probe.backends.iter().map(|offer| offer.backend).find(|backend| takes_xif(*backend));
        Ok(best.unwrap_or(Backend::Assisted))
    }

    async fn publish(&self, connection: &Connection, bytes: Vec<u8>, report: &mut Report) -> Result<End, Failure> {
        if connection.is_by_hand() {
            let center = connection.service_center.clone();
            return Ok(End::ByHand { address: center.address, steps: center.publish_steps });
        }
        let known = connection.capabilities.iter().find(|known| known.operation == Operation::Publish);
        if let Some(unproven) = known.filter(|known| known.support == Support::Unverified) {
            report.warn("Not yet verified with a Platform Server.", &unproven.note);
        }
        let mut interrupt = Interrupt::new().map_err(Failure::System)?;
        let query = PublishQuery {
            extension: self.extension.name.to_string(),
            until: Until::Publish,
            two_step: false,
            version: None,
        };
        let Some(sent) = self.send(connection, &query, bytes, &mut interrupt, report).await else {
            return Ok(End::Stopped);
        };
        let job = match sent {
            Ok(job) => job,
            Err(StudioError::Refused(problem)) => return Ok(End::failed(problem, self.extension)),
            // What something between has answered does not tell whether the server has it.
            Err(error @ (StudioError::Broken { .. } | StudioError::Foreign { .. } | StudioError::Version { .. })) => {
                match self.found(connection, report).await {
                    Some(job) => job,
                    None => return Ok(lost(&error)),
                }
            }
            Err(error) => return Err(error.into()),
        };
        Ok(self.follow(job, &mut interrupt, report).await)
    }

    /// Sends the XIF until the server takes it, or it is clear that it does not; none when the user wants no more of it before that. What is on its way is
    /// waited for, since nobody would know what became of it.
    async fn send(
        &self,
        connection: &Connection,
        query: &PublishQuery,
        bytes: Vec<u8>,
        interrupt: &mut Interrupt,
        report: &mut Report,
    ) -> Option<Result<Job, StudioError>> {
        let mut tries = Tries::begin();
        loop {
            let refused = match self.studio.publish(&connection.id, query, bytes.clone()).await {
                Err(error) => tries.refused(error),
                sent => return Some(sent),
            };
            let (problem, pause) = match refused {
                Ok(again) => again,
                Err(error) => return Some(Err(error)),
            };
            report.say(&Line::Note(&waiting(&problem, pause)));
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                () = interrupt.next() => return None,
            }
        }
    }

    /// The job that the server began although its answer did not arrive. The connection is new, so there is no other one.
    async fn found(&self, connection: &Connection, report: &mut Report) -> Option<Job> {
        report.say(&Line::Note("The connection to the studio's server broke. It is asked whether it has the XIF."));
        let mut retry = Retry::new(Policy::QUESTION);
        loop {
            let shown = self.studio.connection(&connection.id).await;
            if let Some(job) = shown.ok().and_then(|mut shown| shown.jobs.pop()) {
                return Some(job);
            }
            tokio::time::sleep(again(&mut retry)?).await;
        }
    }

    async fn follow(&self, job: Job, interrupt: &mut Interrupt, report: &mut Report) -> End {
        let mut following = Following::new(self.studio, job.id.clone(), Policy::JOB);
        let (mut configuration, mut is_unwanted) = (None, false);
        loop {
            let event = tokio::select! {
                event = following.next() => event,
                () = interrupt.next() => {
                    if is_unwanted {
                        return left();
                    }
                    is_unwanted = true;
                    report.say(&Line::Note("Asking the environment to stop. Once more leaves it alone."));
                    self.answer(&job.id, false).await;
                    continue;
                }
            };
            let event = match event {
                Ok(event) => event,
                Err(error) => return lost(&error),
            };
            report.say(&Line::Event(&event));
            match event {
                Event::Ended { outcome } => return End::of(outcome, self.extension, configuration),
                Event::Waiting { pause: Pause::TwoStep } => self.answer(&job.id, !is_unwanted).await,
                // Nobody is here who could configure something.
                Event::Waiting { pause: Pause::Configuration { address } } => {
                    configuration = Some(address);
                    self.answer(&job.id, false).await;
                }
                _ => {}
            }
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

/// Asks a server that may be busy: it refuses before it begins, and is asked again when the time that it asks for is over.
async fn patiently<T, Asking: Future<Output = Result<T, StudioError>>>(
    report: &mut Report,
    mut ask: impl FnMut() -> Asking,
) -> Result<T, StudioError> {
    let mut tries = Tries::begin();
    loop {
        let (problem, pause) = match ask().await {
            Err(error) => tries.refused(error)?,
            answered => return answered,
        };
        report.say(&Line::Note(&waiting(&problem, pause)));
        tokio::time::sleep(pause).await;
    }
}

/// The wait before something small is asked again.
fn again(retry: &mut Retry) -> Option<Duration> {
    retry.failed(None, Duration::ZERO, 0.0)
}

fn check_certificate(probe: &Probe) -> Result<(), Failure> {
    let Some(certificate) = &probe.certificate else { return Ok(()) };
    match &certificate.trust {
        Trust::Doubtful { problem, .. } => {
            Err(Failure::Certificate { certificate: Box::new(certificate.clone()), problem: Box::new(problem.clone()) })
        }
        Trust::Trusted | Trust::Accepted { .. } => Ok(()),
    }
}

/// Nobody knows how a publish goes on that can no longer be followed.
fn lost(error: &StudioError) -> End {
    let cure = Code::PlatformOutcomeUnknown.page().cure;
    End::Unknown { code: error.code().to_owned(), why: format!("{error} {cure}"), versions: None }
}

fn left() -> End {
    let why = "It was left while the environment was at work.";
    let Problem { code, detail, cure, .. } = Problem::new(Code::PlatformOutcomeUnknown, why);
    End::Unknown { code, why: format!("{detail} {cure}"), versions: None }
}
