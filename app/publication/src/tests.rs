use api::platform::connect::ServiceCenter;
use api::platform::extension::ServerVersion;
use api::problem::{Code, Problem};

use super::*;

type Publish = Publication<&'static str>;

const DRIVERS: [Driver; 2] = [Driver::Person, Driver::Script];

fn problem() -> Problem {
    Problem::new(Code::PlatformRight, "You are not allowed to.")
}

fn center() -> ServiceCenter {
    ServiceCenter::at("https://dev.example.com/ServiceCenter".to_owned())
}

fn told(number: u64, event: job::Event) -> Event<&'static str> {
    Event::Told { job: "j1".to_owned(), number, event }
}

fn ended(number: u64, outcome: JobOutcome) -> Event<&'static str> {
    told(number, job::Event::Ended { outcome })
}

fn configuration() -> Pause {
    Pause::Configuration { address: "https://dev.example.com/ServiceCenter".to_owned() }
}

fn answer(goes_on: bool) -> Effect {
    Effect::Answer { job: "j1".to_owned(), goes_on }
}

/// A publish after the first so many of the events of one that works.
fn after(driver: Driver, count: usize) -> Publish {
    let mut publish = Publish::of_document(driver);
    let started = |operation| job::Event::Started { stage: operation };
    let events = [
        Event::Checked(Ok(())),
        Event::Saved(Ok(())),
        Event::Compared,
        Event::Reached(Way::Open),
        Event::Sent(Ok("j1".to_owned())),
        told(1, started(Operation::Upload)),
        told(2, started(Operation::Publish)),
    ];
    events.into_iter().take(count).for_each(|event| drop(publish.handle(event)));
    publish
}

fn outcome(mut publish: Publish, event: Event<&'static str>) -> Outcome<&'static str> {
    publish.handle(event);
    publish.outcome().cloned().unwrap()
}

#[test]
fn one_step_follows_the_other() {
    for driver in DRIVERS {
        let mut publish = Publish::of_document(driver);
        assert_eq!(publish.handle(Event::Checking(Step::Compile)), []);
        assert_eq!(publish.state().of_step(Step::UpdateSource), StepState::Done);
        assert_eq!(publish.handle(Event::Checked(Ok(()))), [Effect::Save]);
        assert_eq!(publish.handle(Event::Saved(Ok(()))), [Effect::Compare]);
        assert_eq!(publish.handle(Event::Compared), [Effect::Reach]);
        assert_eq!(publish.handle(Event::Reached(Way::Open)), [Effect::Send]);
        let follow = Effect::Follow { job: "j1".to_owned(), after: 0 };
        assert_eq!(publish.handle(Event::Sent(Ok("j1".to_owned()))), [follow]);
        let event = job::Event::Started { stage: Operation::Publish };
        assert_eq!(publish.handle(told(1, event.clone())), [Effect::Say(event)]);
        let steps = Step::ALL.map(|step| publish.state().of_step(step));
        assert_eq!((steps[4], steps[5]), (StepState::Done, StepState::Running));
        let version: Option<ServerVersion> = None;
        assert_eq!(outcome(publish, ended(2, JobOutcome::Published { version })), Outcome::Published(None));
    }
}

#[test]
fn each_stage_may_fail() {
    for driver in DRIVERS {
        let failed = |count, event| outcome(after(driver, count), event);
        assert_eq!(
            failed(0, Event::Checked(Err(Step::UpdateSource))),
            Outcome::Failed(Step::UpdateSource, Cause::Found)
        );
        assert_eq!(failed(1, Event::Saved(Err("full"))), Outcome::Failed(Step::Save, Cause::Here("full")));
        let closed = Event::Reached(Way::Closed("ended"));
        assert_eq!(failed(3, closed), Outcome::Failed(Step::Upload, Cause::Here("ended")));
        let refused = Event::Sent(Err(NotStarted::Refused(problem())));
        assert_eq!(failed(4, refused), Outcome::Failed(Step::Upload, Cause::Refused(problem())));
        let not_sent = Event::Sent(Err(NotStarted::NotSent("no net")));
        assert_eq!(failed(4, not_sent), Outcome::Failed(Step::Upload, Cause::Here("no net")));
        let job = |number| ended(number, JobOutcome::Failed { problem: problem() });
        assert_eq!(failed(6, job(2)), Outcome::Failed(Step::Upload, Cause::OfServer(problem())));
        assert_eq!(failed(7, job(3)), Outcome::Failed(Step::Publish, Cause::OfServer(problem())));
        let uploaded = ended(3, JobOutcome::Uploaded { version: None });
        assert_eq!(failed(7, uploaded), Outcome::Failed(Step::Publish, Cause::OnlyUploaded));
    }
}

#[test]
fn a_publish_can_be_stopped_where_nothing_is_on_its_way() {
    for driver in DRIVERS {
        let stopped = |count: usize| {
            let mut publish = after(driver, count);
            (publish.handle(Event::Stop), publish.outcome().cloned())
        };
        assert_eq!(stopped(0), (vec![Effect::StopChecking], Some(Outcome::Stopped(Step::Verify))));
        assert_eq!(stopped(1), (vec![], None), "the user is asked for a file");
        assert_eq!(stopped(2), (vec![Effect::StopComparing], Some(Outcome::Stopped(Step::Upload))));
        assert_eq!(stopped(4), (vec![], None), "it is on its way");
        assert_eq!(stopped(5), (vec![answer(false)], None), "the server says whether it did");
        let stop = Event::CheckStopped(Step::Compile);
        assert_eq!(outcome(after(driver, 0), stop), Outcome::Stopped(Step::Compile));
        assert_eq!(outcome(after(driver, 1), Event::SaveCancelled), Outcome::Stopped(Step::Save));
        let aborted = ended(3, JobOutcome::Aborted);
        assert_eq!(outcome(after(driver, 7), aborted), Outcome::Stopped(Step::Publish));
    }
}

#[test]
fn who_stops_a_script_twice_leaves_it_and_a_page_asks_again() {
    let mut script = after(Driver::Script, 7);
    script.handle(Event::Stop);
    assert_eq!(script.handle(Event::Stop), []);
    assert_eq!(script.outcome(), Some(&Outcome::Unknown(Doubt::Left, None)));
    let mut page = after(Driver::Person, 7);
    page.handle(Event::Stop);
    assert_eq!((page.handle(Event::Stop), page.outcome()), (vec![answer(false)], None));
}

#[test]
fn a_busy_server_is_asked_again_until_somebody_stops() {
    let mut publish = after(Driver::Script, 4);
    assert_eq!(publish.handle(Event::Sent(Err(NotStarted::Busy))), []);
    assert_eq!(publish.handle(Event::Sent(Ok("j1".to_owned()))), [], "nothing was sent");
    assert_eq!(publish.handle(Event::Turn), [Effect::Send]);
    assert_eq!(publish.handle(Event::Turn), [], "it is sent once");
    publish.handle(Event::Sent(Err(NotStarted::Busy)));
    assert_eq!(outcome(publish, Event::Stop), Outcome::Stopped(Step::Upload));
}

#[test]
fn a_lost_answer_leaves_the_end_open_unless_the_job_is_found() {
    let lost = || Event::Sent(Err(NotStarted::Unclear("reset")));
    let unknown = Outcome::Unknown(Doubt::NoAnswer("reset"), None);
    assert_eq!(outcome(after(Driver::Person, 4), lost()), unknown);
    let mut script = after(Driver::Script, 4);
    assert_eq!(script.handle(lost()), [Effect::Look]);
    assert_eq!(script.handle(Event::Stop), [], "whether it began is found out first");
    assert_eq!(outcome(script.clone(), Event::Found(None)), unknown);
    let follow = Effect::Follow { job: "j1".to_owned(), after: 0 };
    assert_eq!(script.handle(Event::Found(Some("j1".to_owned()))), [follow]);
}

#[test]
fn unknown_ends_say_why() {
    for driver in DRIVERS {
        let versions = Some(Vec::new());
        let open = ended(3, JobOutcome::Unknown { problem: problem(), versions: versions.clone() });
        assert_eq!(outcome(after(driver, 7), open), Outcome::Unknown(Doubt::OfServer(problem()), versions));
        let lost = Event::Lost { job: "j1".to_owned(), failure: "forgotten" };
        assert_eq!(outcome(after(driver, 7), lost), Outcome::Unknown(Doubt::Lost("forgotten"), None));
        let other = Event::Lost { job: "j2".to_owned(), failure: "forgotten" };
        let mut publish = after(driver, 7);
        publish.handle(other);
        assert_eq!(publish.outcome(), None, "another job was lost");
    }
}

#[test]
fn events_count_once_and_in_order_and_go_on_where_they_broke_off() {
    let mut publish = after(Driver::Person, 7);
    for number in [0, 1, 2, 4, u64::MAX] {
        assert_eq!(publish.handle(ended(number, JobOutcome::Aborted)), [], "{number}");
    }
    let broken = Event::BrokeOff { job: "j1".to_owned() };
    assert_eq!(publish.handle(broken.clone()), [Effect::Follow { job: "j1".to_owned(), after: 2 }]);
    publish.handle(ended(3, JobOutcome::Aborted));
    assert_eq!(publish.handle(broken), [], "it has ended");
}

#[test]
fn a_person_answers_what_the_server_asks_and_a_script_cannot_configure() {
    let waiting = |number, pause| told(number, job::Event::Waiting { pause });
    let said = |pause| Effect::Say(job::Event::Waiting { pause });
    let mut page = after(Driver::Person, 7);
    assert_eq!(page.handle(waiting(3, configuration())), [said(configuration())]);
    assert!(page.stage().is_some_and(|stage| !stage.is_running()));
    assert_eq!(page.handle(Event::Answered(true)), [answer(true)]);
    assert_eq!(outcome(page, ended(4, JobOutcome::Aborted)), Outcome::Stopped(Step::Publish));

    let mut script = after(Driver::Script, 7);
    assert_eq!(script.handle(waiting(3, Pause::TwoStep)), [said(Pause::TwoStep), answer(true)]);
    script.handle(told(4, job::Event::Resumed));
    assert_eq!(script.handle(waiting(5, configuration())), [said(configuration()), answer(false)]);
    let missing = Outcome::NeedsConfiguration("https://dev.example.com/ServiceCenter".to_owned());
    assert_eq!(outcome(script, ended(6, JobOutcome::Aborted)), missing);

    let mut unwanted = after(Driver::Script, 7);
    unwanted.handle(Event::Stop);
    assert_eq!(unwanted.handle(waiting(3, Pause::TwoStep)).last(), Some(&answer(false)), "it is to stop");
}

#[test]
fn what_is_there_begins_with_its_operation_and_what_cannot_be_sent_is_left_to_the_user() {
    let mut stored = Publish::of_stored(Driver::Person, Operation::Publish);
    assert_eq!(stored.state().of_step(Step::Publish), StepState::Running);
    stored.handle(Event::Reached(Way::Open));
    let refused = Event::Sent(Err(NotStarted::Refused(problem())));
    assert_eq!(outcome(stored, refused), Outcome::Failed(Step::Publish, Cause::Refused(problem())));
    let mut by_hand = after(Driver::Person, 3);
    by_hand.handle(Event::Reached(Way::ByHand(center())));
    let steps = || [StepState::Done, StepState::ByHand, StepState::ByHand];
    assert_eq!([Step::Save, Step::Upload, Step::Publish].map(|step| by_hand.state().of_step(step)), steps());
    by_hand.handle(Event::Marked);
    assert_eq!(by_hand.outcome(), Some(&Outcome::Marked));
    assert_eq!([Step::Save, Step::Upload, Step::Publish].map(|step| by_hand.state().of_step(step)), steps());
}

/// Whatever comes too late, early or twice changes nothing that has ended, and sends nothing twice.
#[test]
fn no_order_of_events_sends_twice_or_changes_an_end() {
    let mut seed = 1_u64;
    let mut below = |end: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).unwrap() % end
    };
    for round in 0..2_000 {
        let mut publish = Publish::of_document(DRIVERS[round % 2]);
        let (mut sent, mut allowed, mut number) = (0, 1, 0);
        for _ in 0..40 {
            let end = publish.outcome().cloned();
            number += 1;
            let event = match below(16) {
                0..=1 => Event::Checked(Ok(())),
                2..=3 => Event::Saved(Ok(())),
                4..=5 => Event::Compared,
                6..=7 => Event::Reached(Way::Open),
                8 => Event::Sent(Ok("j1".to_owned())),
                9 => Event::Sent(Err(NotStarted::Busy)),
                10 => Event::Turn,
                11 => told(number, job::Event::Resumed),
                12 => ended(number, JobOutcome::Aborted),
                13 => Event::Found(None),
                14 => Event::Sent(Err(NotStarted::Unclear("reset"))),
                _ => Event::Stop,
            };
            let is_turn = matches!((publish.stage(), &event), (Some(Stage::Busy(_)), Event::Turn));
            let effects = publish.handle(event);
            sent += effects.iter().filter(|effect| **effect == Effect::Send).count();
            allowed += usize::from(is_turn);
            assert!(sent <= allowed, "sent twice");
            assert!(end.is_none() || (publish.outcome() == end.as_ref() && effects.is_empty()));
        }
    }
}
