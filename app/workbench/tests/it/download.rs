//! Downloading from environments, comparing them, publishing what is there, and what breaks consumers.

use api::platform::connect::{Backend, Capability, Connection, Operation, Support};
use api::platform::job::{Event, JobEvent, JobOutcome};
use extension::{ActionEdit, Edit, Item, Name};
use workbench::errors::{Failure, FailureCode};
use workbench::{
    AutosaveCommand, Command, ComparisonCommand, ConnectionCommand, ConsumerCommand, DocumentCommand, DownloadCommand,
    EnvironmentCommand, Fate, FileCommand, Listing, New, PublicationCommand, PublishOutcome, PublishStage,
    PublishState, PublishStep, ServerQuestion, Source, Standing, StepState,
};

use crate::host::Host;
use crate::host::environment::{connection, log_in, log_in_first, ready, shelve};

fn download(host: &mut Host, command: DownloadCommand) {
    host.run(command);
}

fn fetch(host: &mut Host, version: &str, fate: Fate) {
    download(host, DownloadCommand::Fetch { version: version.to_owned(), fate });
}

/// Connected to an environment that has Bank in this state; the next connection is to another one.
fn before_a_second_environment(bank: &[u8]) -> Host {
    let mut host = ready(Backend::Native);
    shelve(&mut host, "Bank", &[bank]);
    log_in_first(&mut host);
    let mut second = connection(Backend::Native);
    (second.id, second.address) = ("c2".to_owned(), "https://test.example.com".to_owned());
    host.connection = Some(second);
    host
}

/// The XIF of an extension with these actions.
fn xif(actions: &[&str]) -> Vec<u8> {
    let mut host = ready(Backend::Native);
    add(&mut host, actions);
    host.run(FileCommand::Save);
    host.written.last().unwrap().1.clone()
}

fn add(host: &mut Host, actions: &[&str]) {
    for name in actions {
        host.run(DocumentCommand::Add(New::Action));
        let key = host.workbench.document().unwrap().extension().actions.iter().last().unwrap().key;
        host.run(DocumentCommand::Edit(Edit::Action(key, ActionEdit::Rename(Name::new(name).unwrap()))));
    }
}

/// A connection over which an operation cannot be done.
fn without(operation: Operation, backend: Backend) -> Connection {
    let mut connection = connection(backend);
    for capability in connection.capabilities.iter_mut().filter(|it| it.operation == operation) {
        *capability = Capability { operation, support: Support::Unsupported, note: "Do it by hand.".to_owned() };
    }
    connection
}

/// Connected, with versions 1 and 2 of Bank on the server, and the window open at them.
fn at_versions() -> (Host, [Vec<u8>; 2]) {
    let contents = [xif(&["Pay"]), xif(&["Pay", "Refund"])];
    let mut host = ready(Backend::Native);
    shelve(&mut host, "Bank", &[&contents[0], &contents[1]]);
    shelve(&mut host, "Mail", &[b"x"]);
    log_in_first(&mut host);
    download(&mut host, DownloadCommand::List);
    download(&mut host, DownloadCommand::Choose("key of Bank".to_owned()));
    (host, contents)
}

#[test]
fn a_download_asks_for_a_connection_and_goes_on_afterwards() {
    let mut host = ready(Backend::Native);
    shelve(&mut host, "Bank", &[b"x"]);
    download(&mut host, DownloadCommand::List);
    assert!(host.workbench.downloading().is_none() && host.workbench.connecting().is_some());
    log_in(&mut host, Backend::Native);
    let window = host.workbench.downloading().unwrap();
    assert_eq!(window.extensions.known().len(), 1);
    assert_eq!(window.versions, Listing::Unasked);
}

#[test]
fn a_version_is_opened_compared_and_saved() {
    let (mut host, [first, second]) = at_versions();
    assert_eq!(host.workbench.downloading().unwrap().latest().unwrap().id, "2");
    fetch(&mut host, "1", Fate::Save);
    assert_eq!(host.written.last().unwrap(), &("Bank.xif".to_owned(), first));
    assert!(host.workbench.downloading().is_some(), "the window stays");

    fetch(&mut host, "2", Fate::Compare);
    assert!(host.workbench.downloading().is_none());
    assert_eq!(host.workbench.beside().unwrap().name, "Bank version 2 on dev.example.com");
    host.run(ComparisonCommand::Close);

    host.run(AutosaveCommand::SetKeeping(workbench::Keeping::Works));
    download(&mut host, DownloadCommand::List);
    download(&mut host, DownloadCommand::Choose("key of Bank".to_owned()));
    fetch(&mut host, "2", Fate::Open);
    let document = host.workbench.document().unwrap();
    assert_eq!(document.extension().actions.len(), 2);
    assert_eq!(document.file_name(), Some("Bank.xif"));
    assert!(!document.is_dirty());
    let read = xif::parse(xif::inflate(&second, &xif::Limits::default()).unwrap()).unwrap();
    assert_eq!(document.extension(), &read);
}

#[test]
fn a_version_is_published_again_once_that_is_confirmed() {
    let (mut host, _) = at_versions();
    download(&mut host, DownloadCommand::Publish("1".to_owned()));
    assert_eq!(host.workbench.downloading().unwrap().plan.as_ref().unwrap().label, "version 1");
    assert!(host.republished.is_empty());
    download(&mut host, DownloadCommand::Confirm(false));
    download(&mut host, DownloadCommand::Confirm(true));
    assert!(host.republished.is_empty() && host.workbench.publish_run().is_none());

    download(&mut host, DownloadCommand::Publish("1".to_owned()));
    download(&mut host, DownloadCommand::Confirm(true));
    assert_eq!(host.republished, [("c1".to_owned(), "1".to_owned())]);
    let run = host.workbench.publish_run().unwrap();
    assert_eq!(run.steps(), [PublishStep::Publish]);
    assert_eq!(host.workbench.publish_step(PublishStep::Publish), StepState::Running);
    let event = Event::Ended { outcome: JobOutcome::Aborted };
    host.run(PublicationCommand::Event { job: "j1".to_owned(), event: JobEvent { id: 1, at_ms: 1, event } });
    host.run(PublicationCommand::Again);
    assert_eq!(host.republished.len(), 2);
    assert!(host.published.is_empty(), "the document itself is not published");
}

#[test]
fn what_a_connection_cannot_do_is_told_with_what_to_do_instead() {
    let mut host = ready(Backend::Native);
    host.connection = Some(without(Operation::ListExtensions, Backend::Native));
    log_in_first(&mut host);
    download(&mut host, DownloadCommand::List);
    let window = host.workbench.downloading().unwrap();
    assert_eq!(window.extensions, Listing::Impossible("Do it by hand.".to_owned()));
    assert!(host.questions.is_empty());

    let mut host = ready(Backend::Native);
    shelve(&mut host, "Bank", &[b"x"]);
    host.connection = Some(without(Operation::Download, Backend::Native));
    log_in_first(&mut host);
    download(&mut host, DownloadCommand::List);
    assert_eq!(host.workbench.downloading().unwrap().cannot_fetch.as_deref(), Some("Do it by hand."));
}

#[test]
fn a_refusal_is_told_and_an_ended_connection_is_opened_again() {
    let (mut host, _) = at_versions();
    host.refusal = Some(Failure::new(FailureCode::find("S611"), "A right is missing."));
    fetch(&mut host, "1", Fate::Open);
    let window = host.workbench.downloading().unwrap();
    assert_eq!(window.failure.as_ref().unwrap().code.text(), "S611");
    assert!(!window.is_fetching() && host.workbench.beside().is_none());

    host.refusal = Some(Failure::new(FailureCode::find("S619"), "The connection is closed."));
    fetch(&mut host, "1", Fate::Open);
    assert!(host.workbench.downloading().is_none() && host.workbench.connections().is_empty());
    assert_eq!(host.workbench.connecting().unwrap().failure.as_ref().unwrap().code.text(), "S619");
    host.refusal = None;
    log_in(&mut host, Backend::Native);
    assert_eq!(host.workbench.downloading().unwrap().extensions.known().len(), 2);
}

#[test]
fn bytes_that_are_no_xif_leave_the_document_alone() {
    let (mut host, _) = at_versions();
    download(&mut host, DownloadCommand::Choose("key of Mail".to_owned()));
    let before = host.workbench.document().unwrap().extension().clone();
    host.run(AutosaveCommand::SetKeeping(workbench::Keeping::Works));
    fetch(&mut host, "1", Fate::Open);
    assert_eq!(host.workbench.document().unwrap().extension(), &before);
    assert!(host.workbench.notices().iter().any(|notice| notice.text.contains("Mail.xif cannot be opened")));
}

#[test]
fn the_same_xif_goes_from_one_environment_to_the_next() {
    let content = xif(&["Pay"]);
    let mut host = before_a_second_environment(&content);
    host.run(EnvironmentCommand::Ask);
    assert_eq!(host.workbench.environments().unwrap().lines.len(), 1);
    host.run(EnvironmentCommand::Connect);
    log_in(&mut host, Backend::Native);

    let window = host.workbench.environments().unwrap();
    let [one, other] = window.lines.as_slice() else { unreachable!("two environments") };
    assert!(matches!(&one.standing, Standing::Published { version, .. } if version.id == "1"));
    assert!(one.can_give() && one.fingerprint.is_some() && one.fingerprint == other.fingerprint);
    assert_eq!(window.source, None, "the document was never saved");

    let take = Source::Environment("c1".to_owned());
    host.run(EnvironmentCommand::Take(take));
    host.run(EnvironmentCommand::PublishTo("c2".to_owned()));
    let plan = host.workbench.environments().unwrap().plan.clone().unwrap();
    assert_eq!(
        (plan.label.as_str(), plan.address.as_str()),
        ("version 1 of dev.example.com", "https://test.example.com")
    );
    assert!(host.published.is_empty());
    host.run(EnvironmentCommand::Confirm(true));
    assert_eq!(host.published, [("Bank".to_owned(), content)], "to the byte");
    assert_eq!(host.workbench.publish_run().unwrap().steps(), [PublishStep::Upload, PublishStep::Publish]);
}

#[test]
fn what_is_not_there_any_more_is_not_published() {
    let content = xif(&["Pay"]);
    let mut host = before_a_second_environment(&content);
    host.run(ConnectionCommand::Connect);
    log_in(&mut host, Backend::Native);
    let environments = |host: &mut Host, command| {
        host.run(command);
        host.workbench.environments().cloned()
    };
    let take = || EnvironmentCommand::Take(Source::Environment("c1".to_owned()));
    environments(&mut host, EnvironmentCommand::Ask);
    let window = environments(&mut host, take()).unwrap();
    assert!(window.can_publish_to("c2") && !window.can_publish_to("c1"));
    let window = environments(&mut host, EnvironmentCommand::Ask).unwrap();
    assert!(window.can_publish_to("c2"), "what was taken is still there");

    // The version is gone.
    host.shelf.clear();
    let window = environments(&mut host, EnvironmentCommand::Ask).unwrap();
    assert_eq!((window.source.clone(), window.can_publish_to("c2")), (None, false));
    let window = environments(&mut host, EnvironmentCommand::PublishTo("c2".to_owned())).unwrap();
    assert_eq!(window.plan, None);

    // The environment that it would go to, or come from, is gone.
    shelve(&mut host, "Bank", &[&content]);
    environments(&mut host, EnvironmentCommand::Ask);
    environments(&mut host, take());
    let window = environments(&mut host, EnvironmentCommand::PublishTo("c2".to_owned())).unwrap();
    assert!(window.plan.is_some());
    host.run(ConnectionCommand::Disconnect("c2".to_owned()));
    environments(&mut host, EnvironmentCommand::Confirm(true));
    let notice = host.workbench.notices().last().unwrap();
    assert_eq!(notice.text, "Bank was not published: the connection to test.example.com has ended.");
    assert_eq!(
        (notice.code.as_ref().map(FailureCode::text), &notice.offers[0].command),
        (Some("S619"), &Command::Connection(ConnectionCommand::Connect))
    );
    assert!(host.published.is_empty() && host.workbench.publish_run().is_none());
    host.run(ConnectionCommand::Disconnect("c1".to_owned()));
    let window = environments(&mut host, EnvironmentCommand::Ask).unwrap();
    assert_eq!((window.lines.len(), window.source), (0, None));
}

#[test]
fn the_saved_file_is_published_as_it_is_or_saved_for_publishing_by_hand() {
    let mut host = ready(Backend::Native);
    log_in_first(&mut host);
    host.run(FileCommand::Save);
    let file = host.written.last().unwrap().1.clone();
    host.run(EnvironmentCommand::Ask);
    let window = host.workbench.environments().unwrap();
    assert_eq!((&window.source, &window.lines[0].standing), (&Some(Source::File), &Standing::Absent));
    host.run(EnvironmentCommand::PublishTo("c1".to_owned()));
    host.run(EnvironmentCommand::Confirm(true));
    assert_eq!(host.published, [("Bank".to_owned(), file.clone())]);
    let event = Event::Ended { outcome: JobOutcome::Aborted };
    host.run(PublicationCommand::Event { job: "j1".to_owned(), event: JobEvent { id: 1, at_ms: 1, event } });
    host.run(PublicationCommand::Close);

    host.connection = Some(Connection { id: "c2".to_owned(), ..connection(Backend::Assisted) });
    host.run(ConnectionCommand::Connect);
    log_in(&mut host, Backend::Assisted);
    host.run(EnvironmentCommand::Ask);
    assert!(matches!(host.workbench.environments().unwrap().lines[1].standing, Standing::Impossible(_)));
    host.run(EnvironmentCommand::PublishTo("c2".to_owned()));
    host.run(EnvironmentCommand::Confirm(true));
    assert!(matches!(host.workbench.publish_run().unwrap().state(), PublishState::At(PublishStage::ByHand(_))));
    assert_eq!(host.written.last().unwrap(), &("Bank.xif".to_owned(), file));
    assert_eq!(host.published.len(), 1);
}

#[test]
fn what_is_larger_than_an_environment_takes_is_not_sent() {
    let mut host = ready(Backend::Native);
    shelve(&mut host, "Bank", &[&vec![0; (1 << 20) + 1]]);
    log_in_first(&mut host);
    host.run(EnvironmentCommand::Ask);
    host.run(EnvironmentCommand::Take(Source::Environment("c1".to_owned())));
    host.run(EnvironmentCommand::PublishTo("c1".to_owned()));
    host.run(EnvironmentCommand::Confirm(true));
    let run = host.workbench.publish_run().unwrap();
    assert!(matches!(run.state(), PublishState::Ended(PublishOutcome::Failed(PublishStep::Upload, _))));
    assert!(run.lines.iter().any(|line| line.text.starts_with("S614")), "{:?}", run.lines);
    assert!(host.published.is_empty());
}

/// A document that no longer has the action which version 1 on the server has.
fn after_a_breaking_change(backend: Backend) -> Host {
    let content = xif(&["Pay"]);
    let mut host = ready(backend);
    shelve(&mut host, "Bank", &[&content]);
    log_in_first(&mut host);
    host.run(AutosaveCommand::SetKeeping(workbench::Keeping::Works));
    host.run(FileCommand::Open { file_name: "Bank.xif".to_owned(), bytes: content, handle: None });
    let key = host.workbench.document().unwrap().extension().actions.iter().next().unwrap().key;
    host.run(DocumentCommand::Delete(vec![Item::Action(key)]));
    host
}

#[test]
fn what_breaks_consumers_is_told_before_the_upload_and_stops_nothing() {
    for backend in [Backend::Native, Backend::Assisted] {
        let mut host = after_a_breaking_change(backend);
        host.run(PublicationCommand::Publish);
        let run = host.workbench.publish_run().unwrap();
        assert!(run.lines.iter().any(|line| line.text == "1 change breaks consumers."), "{:?}", run.lines);
        let (name, breaks) = run.breaks.clone().unwrap();
        assert_eq!((breaks.len(), breaks[0].path.as_str(), breaks[0].change.as_str()), (1, "Pay", "Removed"));
        let is_by_hand = backend == Backend::Assisted;
        assert_eq!(name.contains("(saved)"), is_by_hand, "{name}");
        assert_eq!(host.published.len(), usize::from(!is_by_hand));
        host.run(ConsumerCommand::ShowOfPublish);
        assert_eq!(host.workbench.consumers().unwrap().breaks, breaks);
    }
}

#[test]
fn a_failed_comparison_does_not_hold_a_publish_up() {
    let mut host = after_a_breaking_change(Backend::Native);
    host.refusal = Some(Failure::new(FailureCode::find("S605"), "The Platform Server does not answer"));
    host.run(PublicationCommand::Publish);
    let run = host.workbench.publish_run().unwrap();
    assert!(run.lines.iter().any(|line| line.details.contains("S605")));
    assert_eq!((host.published.len(), &run.breaks), (1, &None));
}

#[test]
fn the_preview_compares_with_what_is_published_saved_or_picked() {
    let mut host = after_a_breaking_change(Backend::Native);
    let show = |host: &mut Host, command| {
        host.run(command);
        let consumers = host.workbench.consumers().unwrap().clone();
        assert!(!consumers.is_looking);
        (consumers.against, consumers.breaks.len())
    };
    let published = show(&mut host, ConsumerCommand::Show);
    assert_eq!(published, (Some("version 1 on dev.example.com".to_owned()), 1));
    let saved = show(&mut host, ConsumerCommand::CompareSaved);
    assert_eq!(saved, (Some("Bank.xif (saved)".to_owned()), 1));
    let file = |bytes| ConsumerCommand::CompareFile { file_name: "Old.xif".to_owned(), bytes };
    let picked = show(&mut host, file(xif(&[])));
    assert_eq!(picked, (Some("Old.xif".to_owned()), 0));
    assert_eq!(show(&mut host, file(b"no xif".to_vec())), (None, 0));
    assert!(host.workbench.consumers().unwrap().note.as_ref().unwrap().starts_with("Old.xif cannot be read"));
    host.run(ConsumerCommand::Close);
    assert!(host.workbench.consumers().is_none());
}

#[test]
fn consumers_see_parameters_with_type_and_default() {
    let host = after_a_breaking_change(Backend::Native);
    let extension = host.workbench.document().unwrap().extension();
    assert_eq!(workbench::seen(extension, Item::Extension), None);
    let mut host = ready(Backend::Native);
    add(&mut host, &["Pay"]);
    let extension = host.workbench.document().unwrap().extension();
    let action = extension.actions.iter().next().unwrap();
    let seen = workbench::seen(extension, Item::Action(action.key)).unwrap();
    assert_eq!((seen.name.as_str(), seen.is_function, seen.rows.len()), ("Pay", false, 0));
}

#[test]
fn only_what_is_asked_for_is_asked() {
    let (host, _) = at_versions();
    let versions = ServerQuestion::Versions { extension: "key of Bank".to_owned() };
    let questions: Vec<_> = host.questions.into_iter().map(|(_, question)| question).collect();
    assert_eq!(questions, [ServerQuestion::Extensions, versions]);
}
