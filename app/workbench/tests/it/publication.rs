//! Connecting to an environment and publishing to it: in order, once, and never in doubt without saying so.

use api::platform::Secret;
use api::platform::connect::{Backend, Connection, Doubt, Environment, Trust};
use api::platform::job::{Event, JobEvent, JobOutcome, JobState, Pause, Severity, Stage};
use api::problem::{Code, Problem};
use extension::{Edit, Name};
use workbench::errors::FailureCode;
use workbench::{
    ConnectionCommand, DocumentCommand, PublicationCommand, PublishOutcome, PublishStage, PublishState, PublishStep,
    StepState,
};

use crate::host::Host;
use crate::host::environment::{connection, log_in, log_in_first, probe, ready, server_job, version};

fn tell(host: &mut Host, id: u64, event: Event) {
    host.run(PublicationCommand::Event { job: "j1".to_owned(), event: JobEvent { id, at_ms: id, event } });
}

fn state(host: &Host) -> PublishState {
    host.workbench.publish_run().unwrap().state().clone()
}

fn last_line(host: &Host) -> String {
    host.workbench.publish_run().unwrap().lines.last().unwrap().text.clone()
}

#[test]
fn publishing_asks_for_a_connection_and_then_does_six_operations() {
    let mut host = ready(Backend::ServiceCenter);
    host.run(PublicationCommand::Publish);
    assert!(host.workbench.publish_run().is_none() && host.workbench.connecting().is_some());
    log_in(&mut host, Backend::ServiceCenter);
    assert!(host.workbench.connecting().is_none());
    assert_eq!(host.published.len(), 1);
    assert_eq!(host.published[0].1, host.written.last().unwrap().1, "what is published is what was saved");
    assert_eq!(host.followed, [("j1".to_owned(), 0)]);
    assert_eq!(host.workbench.publish_step(PublishStep::Save), StepState::Done);
    assert_eq!(host.workbench.publish_step(PublishStep::Upload), StepState::Running);
    tell(&mut host, 1, Event::Started { stage: Stage::Upload });
    tell(&mut host, 2, Event::Finished { stage: Stage::Upload });
    tell(&mut host, 3, Event::Started { stage: Stage::Publish });
    let (severity, stage) = (Severity::Warning, Stage::Publish);
    tell(&mut host, 4, Event::Message { stage, severity, text: "Outdated".to_owned(), detail: String::new() });
    let version = version("7", true);
    tell(&mut host, 5, Event::Ended { outcome: JobOutcome::Published { version: Some(version.clone()) } });
    assert_eq!(state(&host), PublishState::Ended(PublishOutcome::Published(Some(version))));
    assert_eq!(last_line(&host), "Published as version 7: 0 errors, 1 warning.");
    host.run(PublicationCommand::Close);
    assert!(host.workbench.publish_run().is_none());
}

#[test]
fn events_count_once_and_in_order_and_are_followed_from_where_they_broke_off() {
    let mut host = ready(Backend::ServiceCenter);
    log_in_first(&mut host);
    host.run(PublicationCommand::Publish);
    tell(&mut host, 1, Event::Started { stage: Stage::Upload });
    tell(&mut host, 1, Event::Started { stage: Stage::Upload });
    tell(&mut host, 3, Event::Ended { outcome: JobOutcome::Aborted });
    assert!(matches!(state(&host), PublishState::At(PublishStage::OnServer { operation: Stage::Upload, .. })));
    host.run(PublicationCommand::FollowAgain { job: "j1".to_owned(), lost: None });
    assert_eq!(host.followed.last().unwrap(), &("j1".to_owned(), 1));
    tell(&mut host, 2, Event::Started { stage: Stage::Publish });
    tell(&mut host, 3, Event::Ended { outcome: JobOutcome::Aborted });
    assert_eq!(state(&host), PublishState::Ended(PublishOutcome::Stopped(PublishStep::Publish)));
    assert_eq!(host.workbench.publish_step(PublishStep::Upload), StepState::Done);
    host.run(PublicationCommand::FollowAgain { job: "j1".to_owned(), lost: None });
    assert_eq!(host.followed.len(), 2, "what has ended is not followed");
}

#[test]
fn a_missing_right_is_named_from_what_the_extension_has() {
    let mut host = ready(Backend::ServiceCenter);
    log_in_first(&mut host);
    host.run(PublicationCommand::Publish);
    let problem = Problem::new(Code::PlatformRight, "You are not allowed to upload this Extension.");
    tell(&mut host, 1, Event::Ended { outcome: JobOutcome::Failed { problem } });
    let told = last_line(&host);
    assert!(told.contains("them: Allow Extensions. The rights that you have"), "{told}");
    assert!(!told.contains("Foreign Entities"), "it has none: {told}");
}

#[test]
fn errors_stop_before_anything_is_sent() {
    let mut host = ready(Backend::ServiceCenter);
    log_in_first(&mut host);
    host.run(DocumentCommand::Edit(Edit::RenameExtension(Name::as_found("9 wrong"))));
    host.run(PublicationCommand::Publish);
    assert!(matches!(state(&host), PublishState::Ended(PublishOutcome::Failed(PublishStep::Verify, _))));
    assert!(host.published.is_empty());
    host.run(DocumentCommand::Undo);
    host.disk_is_full = true;
    host.run(PublicationCommand::Publish);
    assert!(matches!(state(&host), PublishState::Ended(PublishOutcome::Failed(PublishStep::Save, _))));
    assert!(host.published.is_empty());
    host.disk_is_full = false;
    host.server_job = None;
    host.run(PublicationCommand::Publish);
    assert!(matches!(state(&host), PublishState::Ended(PublishOutcome::Failed(PublishStep::Upload, _))));
}

#[test]
fn without_a_service_the_user_publishes_by_hand() {
    let mut host = ready(Backend::Assisted);
    log_in_first(&mut host);
    host.run(PublicationCommand::Publish);
    let PublishState::At(PublishStage::ByHand(place)) = state(&host) else { unreachable!("{:?}", state(&host)) };
    assert_eq!(place.publish_steps, ["Factory > Extensions"]);
    assert!(host.published.is_empty() && !host.written.is_empty());
    let steps = |host: &Host| PublishStep::ALL.map(|step| host.workbench.publish_step(step));
    let by_hand =
        [StepState::Done, StepState::Done, StepState::Done, StepState::Done, StepState::ByHand, StepState::ByHand];
    assert_eq!(steps(&host), by_hand);
    host.run(PublicationCommand::PublishedByHand);
    assert_eq!(state(&host), PublishState::Ended(PublishOutcome::Marked));
    assert_eq!(steps(&host), by_hand, "what the user says is not what the studio did");
}

#[test]
fn publishing_by_hand_needs_no_connection() {
    for (given, address) in [
        ("dev.example.com", "https://dev.example.com/ServiceCenter"),
        ("http://dev.example.com/", "http://dev.example.com/ServiceCenter"),
        ("https://dev.example.com/servicecenter", "https://dev.example.com/servicecenter"),
        ("javascript:alert(1)", "https://javascript:alert(1)/ServiceCenter"),
        ("  ", ""),
    ] {
        let mut host = ready(Backend::ServiceCenter);
        host.run(PublicationCommand::Publish);
        host.probe = None;
        host.run(ConnectionCommand::Probe { address: given.to_owned(), certificate: None });
        host.run(PublicationCommand::ByHand { address: given.to_owned() });
        assert!(host.workbench.connecting().is_none(), "the window makes way");
        let PublishState::At(PublishStage::ByHand(place)) = state(&host) else { unreachable!("{:?}", state(&host)) };
        assert_eq!(place.address, address);
        assert!(host.published.is_empty());
        assert_eq!(host.written.len(), 1, "what is to be uploaded is saved");
        host.run(PublicationCommand::PublishedByHand);
        assert_eq!(last_line(&host), "Marked as published by you. XIF Studio has not checked it.");
    }
}

#[test]
fn what_the_server_waits_for_is_asked_and_what_is_not_known_is_said() {
    let mut host = ready(Backend::ServiceCenter);
    log_in_first(&mut host);
    host.run(PublicationCommand::Publish);
    let pause = Pause::Configuration { address: "https://dev.example.com/ServiceCenter".to_owned() };
    tell(&mut host, 1, Event::Waiting { pause: pause.clone() });
    assert!(matches!(state(&host), PublishState::At(PublishStage::Wait { pause: own, .. }) if own == pause));
    host.run(PublicationCommand::Answer(true));
    assert_eq!(host.answered, Some(true));
    tell(&mut host, 2, Event::Resumed);
    let problem = Problem::new(Code::PlatformOutcomeUnknown, "The connection broke.");
    tell(&mut host, 3, Event::Ended { outcome: JobOutcome::Unknown { problem, versions: None } });
    assert!(matches!(state(&host), PublishState::Ended(PublishOutcome::Unknown(_, None))));
    assert!(last_line(&host).starts_with("It is not known whether it is published."));
    assert_eq!(host.published.len(), 1, "nothing is tried again by itself");
}

#[test]
fn a_connection_that_breaks_while_the_file_is_sent_leaves_the_end_open() {
    let mut host = ready(Backend::ServiceCenter);
    log_in_first(&mut host);
    host.is_cut_off = true;
    host.run(PublicationCommand::Publish);
    assert!(matches!(state(&host), PublishState::Ended(PublishOutcome::Unknown(_, None))));
    assert_eq!(host.published.len(), 1);
}

#[test]
fn a_job_that_the_server_no_longer_knows_leaves_the_end_open() {
    let mut host = ready(Backend::ServiceCenter);
    log_in_first(&mut host);
    host.run(PublicationCommand::Publish);
    let lost = Some(workbench::errors::Failure::new(FailureCode::find("S620"), "This publish is no longer known."));
    host.run(PublicationCommand::FollowAgain { job: "j1".to_owned(), lost });
    assert!(matches!(state(&host), PublishState::Ended(PublishOutcome::Unknown(_, None))));
    assert_eq!(host.followed.len(), 1);
}

#[test]
fn a_doubtful_certificate_is_accepted_before_anything_secret_is_sent() {
    let mut host = ready(Backend::ServiceCenter);
    let problem = Problem::new(Code::PlatformCertificate, "It vouches for itself.");
    host.probe = Some(probe(Trust::Doubtful { doubt: Doubt::UnknownIssuer, problem }));
    host.run(ConnectionCommand::Connect);
    host.run(ConnectionCommand::Probe { address: "dev.example.com".to_owned(), certificate: None });
    let connecting = host.workbench.connecting().unwrap();
    assert!(connecting.doubt().is_some() && connecting.backends().is_empty());
    let fingerprint = connecting.doubt().unwrap().0.clone();
    host.probe = Some(probe(Trust::Accepted { doubt: Doubt::UnknownIssuer }));
    host.run(ConnectionCommand::Probe {
        address: "dev.example.com".to_owned(),
        certificate: Some(fingerprint.clone()),
    });
    assert_eq!(host.asked, Some(fingerprint));
    assert_eq!(host.workbench.connecting().unwrap().backends().len(), 1);
}

#[test]
fn a_refused_log_in_says_why_and_can_be_tried_again() {
    let mut host = ready(Backend::ServiceCenter);
    let connection = host.connection.take();
    host.run(ConnectionCommand::Connect);
    log_in(&mut host, Backend::ServiceCenter);
    assert!(host.workbench.connecting().unwrap().failure.is_some());
    assert!(host.workbench.connections().is_empty());
    host.connection = connection;
    host.run(ConnectionCommand::LogIn {
        backend: Backend::ServiceCenter,
        user: "ada".to_owned(),
        password: Secret::new("x"),
    });
    assert_eq!(host.workbench.connections().len(), 1);
    host.run(ConnectionCommand::Disconnect("c1".to_owned()));
    assert!(host.workbench.connection().is_none());
}

#[test]
fn lifetime_asks_for_one_of_its_environments() {
    let mut host = ready(Backend::LifeTime);
    let two = ["Development", "Production"].map(|name| Environment {
        key: name.to_lowercase(),
        name: name.to_owned(),
        host: String::new(),
    });
    host.connection.as_mut().unwrap().environments = two.to_vec();
    host.run(ConnectionCommand::Connect);
    log_in(&mut host, Backend::LifeTime);
    assert_eq!(host.workbench.connecting().unwrap().environments.len(), 2);
    assert!(host.workbench.connections().is_empty());
    host.connection.as_mut().unwrap().environment = Some("development".to_owned());
    host.run(ConnectionCommand::ChooseEnvironment("development".to_owned()));
    assert_eq!(host.workbench.connections().len(), 1);
}

#[test]
fn a_page_that_is_loaded_again_finds_its_publish() {
    let mut host = Host::default();
    let jobs = vec![server_job(JobState::Running { stage: Stage::Publish })];
    host.run(ConnectionCommand::Reconnected(Connection { jobs, ..connection(Backend::ServiceCenter) }));
    assert_eq!(host.followed, [("j1".to_owned(), 0)]);
    tell(&mut host, 1, Event::Started { stage: Stage::Publish });
    assert!(matches!(state(&host), PublishState::At(PublishStage::OnServer { operation: Stage::Publish, .. })));
}
