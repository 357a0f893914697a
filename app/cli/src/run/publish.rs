mod course;

use std::io::{self, Write};

use api::platform::Secret;
use api::platform::connect::{
    Backend, ConnectRequest, Connection, IdentityProvider, Operation, Probe, ProbeRequest, Support, Trust,
};
use api::platform::job::{self, Severity, Stage};
use cli::folder;
use cli::publication::{End, Line, Tally};
use cli::studio::{Studio, StudioError, Tries, waiting};
use extension::Extension;
use publication::{Driver, Event, Publication, Step, Way};
use rules::{Finding, Rule};

use course::Course;

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
    let mut publication = Publication::of_document(Driver::Script);
    publication.handle(Event::Checked(verified(&extension, arguments.force, &mut report)));
    if publication.outcome().is_none() {
        let studio = studio(&arguments.server)?;
        let password = password(arguments, &studio)?;
        wait(Publishing { arguments, studio: &studio, extension: &extension }.run(
            &mut publication,
            bytes,
            password,
            &mut report,
        ))??;
    }
    let end = End::of(publication.state(), &extension)?;
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
        let event = job::Event::Message { stage, severity, text: text.to_owned(), detail: detail.to_owned() };
        self.say(&Line::Event(&event));
    }
}

/// Errors end a publish before anything is sent, and so does an assembly that is not there or not of these sources. The
/// last, which only the times in the file may say, does not when the user wants it so.
fn verified(extension: &Extension, force: bool, report: &mut Report) -> Result<(), Step> {
    let findings = verification::verify(extension);
    for finding in &findings {
        report.say(&Line::Finding(extension, finding));
    }
    let is_of_definition = |finding: &&Finding| !finding.rule.is_mended_by_compiling();
    if findings.iter().filter(is_of_definition).any(|finding| finding.severity == extension::Severity::Error) {
        return Err(Step::Verify);
    }
    let stops = |finding: &Finding| {
        let is_left_to_user = force && finding.rule == Rule::AssemblyOtherSources;
        verification::stops_publishing(finding) && !is_left_to_user
    };
    if findings.iter().any(stops) { Err(Step::Compile) } else { Ok(()) }
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
    async fn run(
        &self,
        publication: &mut Publication<StudioError>,
        bytes: Vec<u8>,
        password: Secret,
        report: &mut Report,
    ) -> Result<(), Failure> {
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
        let published = match Interrupt::new() {
            Ok(interrupt) => {
                let way = Self::way(&connection, report);
                Course::new(self, &connection, bytes, interrupt).run(publication, way, report).await;
                Ok(())
            }
            Err(error) => Err(Failure::System(error)),
        };
        self.studio.disconnect(&connection.id).await;
        published
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

    /// The way of the connection. What is not proven about it is told.
    fn way(connection: &Connection, report: &mut Report) -> Way<StudioError> {
        let way = Way::of(connection, false);
        let known = connection.capabilities.iter().find(|known| known.operation == Operation::Publish);
        if let Some(unproven) = known.filter(|known| matches!(way, Way::Open) && known.support == Support::Unverified) {
            report.warn("Not yet verified with a Platform Server.", &unproven.note);
        }
        way
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

fn check_certificate(probe: &Probe) -> Result<(), Failure> {
    let Some(certificate) = &probe.certificate else { return Ok(()) };
    match &certificate.trust {
        Trust::Doubtful { problem, .. } => {
            Err(Failure::Certificate { certificate: Box::new(certificate.clone()), problem: Box::new(problem.clone()) })
        }
        Trust::Trusted | Trust::Accepted { .. } => Ok(()),
    }
}
