use std::time::Duration;

use api::problem::Code;

use super::*;

const SECOND: Duration = Duration::from_secs(1);

/// A session whose stream is open and that has read everything.
fn in_step() -> LogSession {
    let mut session = LogSession::new(false);
    assert_eq!(session.handle(LogEvent::Begin, Duration::ZERO), [LogEffect::OpenStream]);
    assert_eq!(session.handle(LogEvent::StreamOpened, Duration::ZERO), [LogEffect::Read { looks_back: false }]);
    assert_eq!(read(&mut session, false, Duration::ZERO), [LogEffect::Deliver]);
    session
}

fn read(session: &mut LogSession, has_news: bool, now: Duration) -> Vec<LogEffect> {
    session.handle(LogEvent::Read(ReadOutcome::Answered { has_news }), now)
}

fn broken(session: &mut LogSession, now: Duration) -> Vec<LogEffect> {
    session.handle(LogEvent::StreamEnded { end: StreamEnd::Broken, asked: None }, now)
}

fn refused(code: Code, wait: Option<Duration>) -> Failure {
    let page = code.page();
    Failure { wait, ..Failure::new(code, page.title) }
}

/// The waits of the effects.
fn waits(effects: &[LogEffect]) -> Vec<Duration> {
    let waits = effects.iter().filter_map(|effect| if let LogEffect::Wake(wait) = effect { Some(*wait) } else { None });
    waits.collect()
}

#[test]
fn a_broken_stream_is_opened_again_each_time_after_a_longer_while() {
    let mut session = in_step();
    let mut now = SECOND;
    for wait in [500, 1_000, 2_000, 4_000].map(Duration::from_millis) {
        assert_eq!(broken(&mut session, now), [LogEffect::GoOffline, LogEffect::Wake(wait)]);
        assert_eq!(session.handle(LogEvent::Woken, now + wait / 2), [], "too early");
        now += wait;
        assert_eq!(session.handle(LogEvent::Woken, now), [LogEffect::OpenStream]);
    }
    // One that lasts has shown that it works; the last revision is compared.
    assert_eq!(session.handle(LogEvent::StreamOpened, now), [LogEffect::Read { looks_back: true }]);
    assert_eq!(read(&mut session, false, now), [LogEffect::Deliver]);
    assert_eq!(waits(&broken(&mut session, now + 21 * SECOND)), [SHORTEST]);
}

#[test]
fn a_net_that_returns_ends_the_wait_at_once() {
    let mut session = in_step();
    assert_eq!(session.handle(LogEvent::NetReturned, SECOND), [], "nothing waits");
    for _ in 0..3 {
        broken(&mut session, SECOND);
        assert_eq!(session.handle(LogEvent::NetReturned, SECOND), [LogEffect::OpenStream]);
    }
    assert_eq!(session.handle(LogEvent::Woken, 60 * SECOND), [], "the wait is over already");
    assert_eq!(waits(&broken(&mut session, SECOND)), [SHORTEST]);
}

#[test]
fn without_a_place_for_a_stream_what_is_new_is_read_now_and_then() {
    let mut session = in_step();
    let full = LogEvent::StreamEnded { end: StreamEnd::Full, asked: Some(5 * SECOND) };
    let effects = session.handle(full.clone(), SECOND);
    assert_eq!(effects, [LogEffect::Read { looks_back: false }, LogEffect::Wake(5 * SECOND)]);
    assert_eq!(read(&mut session, true, SECOND), [LogEffect::Deliver]);
    assert_eq!(session.handle(LogEvent::Woken, 6 * SECOND), [LogEffect::OpenStream]);
    // Going offline meanwhile replaces the wait.
    session.handle(full, 6 * SECOND);
    let failed = LogEvent::Read(ReadOutcome::Failed(Failure::no_server("")));
    assert_eq!(session.handle(failed, 6 * SECOND)[0], LogEffect::GoOffline);
}

#[test]
fn news_while_reading_is_read_after_it() {
    let mut session = in_step();
    assert_eq!(session.handle(LogEvent::Announced, SECOND), [LogEffect::Read { looks_back: false }]);
    assert_eq!(session.handle(LogEvent::Announced, SECOND), []);
    assert_eq!(session.handle(LogEvent::Announced, SECOND), []);
    assert_eq!(read(&mut session, true, SECOND), [LogEffect::Deliver, LogEffect::Read { looks_back: false }]);
    assert_eq!(read(&mut session, true, SECOND), [LogEffect::Deliver]);
    assert_eq!(read(&mut session, true, SECOND), [], "nothing was asked for");
}

#[test]
fn the_last_revision_is_compared_until_the_server_has_answered() {
    let mut session = LogSession::new(true);
    session.handle(LogEvent::Begin, Duration::ZERO);
    assert_eq!(session.handle(LogEvent::StreamOpened, Duration::ZERO), [LogEffect::Read { looks_back: true }]);
    let failed = session.handle(LogEvent::Read(ReadOutcome::Failed(refused(Code::DraftStore, None))), Duration::ZERO);
    assert_eq!(failed, [LogEffect::CloseStream, LogEffect::GoOffline, LogEffect::Wake(SHORTEST)]);
    assert_eq!(session.handle(LogEvent::Woken, SECOND), [LogEffect::OpenStream]);
    assert_eq!(session.handle(LogEvent::StreamOpened, SECOND), [LogEffect::Read { looks_back: true }]);
    let set_back = session.handle(LogEvent::Read(ReadOutcome::SetBack), SECOND);
    assert_eq!(set_back, [LogEffect::CloseStream, LogEffect::End(Failure::set_back())]);
    assert_eq!(session.handle(LogEvent::NetReturned, SECOND), [], "nothing follows");
}

#[test]
fn every_final_refusal_ends_the_session_and_no_other_does() {
    for code in Code::ALL {
        let failure = refused(*code, Some(3 * SECOND));
        let is_final = failure.is_final();
        let mut session = in_step();
        session.handle(LogEvent::Announced, SECOND);
        let read = session.handle(LogEvent::Read(ReadOutcome::Failed(failure.clone())), SECOND);
        assert_eq!(read[0], LogEffect::CloseStream);
        assert_eq!(read.contains(&LogEffect::End(failure.clone())), is_final, "{failure:?}");
        assert_eq!(read.contains(&LogEffect::Wake(3 * SECOND)), !is_final);
        let mut session = in_step();
        let written = session.handle(LogEvent::Written(Written::Failed(failure.clone())), SECOND);
        assert_eq!(written.contains(&LogEffect::End(failure)), is_final);
        assert_eq!(waits(&written), if is_final { vec![] } else { vec![3 * SECOND] });
        assert_eq!(session.until_writing(2 * SECOND), if is_final { Duration::ZERO } else { 2 * SECOND });
    }
}

#[test]
fn a_revoked_link_ends_the_stream_for_good() {
    let mut session = in_step();
    let end = StreamEnd::of_status(Code::DraftUnknown.page().status);
    let effects = session.handle(LogEvent::StreamEnded { end, asked: None }, SECOND);
    assert_eq!(effects, [LogEffect::End(Failure::draft_unknown())]);
    assert_eq!(
        [0, 200, 429, 500, 503].map(StreamEnd::of_status).map(|end| end == StreamEnd::Full),
        [false, false, true, false, true]
    );
}

#[test]
fn writing_backs_off_while_reading_goes_on() {
    let mut session = in_step();
    for wait in [500, 1_000, 2_000].map(Duration::from_millis) {
        let failed = LogEvent::Written(Written::Failed(refused(Code::DraftStore, None)));
        session.handle(failed, Duration::ZERO);
        assert_eq!(session.until_writing(Duration::ZERO), wait);
        session.handle(LogEvent::Announced, Duration::ZERO);
        read(&mut session, true, Duration::ZERO);
    }
    session.handle(LogEvent::Written(Written::Accepted), Duration::ZERO);
    assert_eq!(session.until_writing(Duration::ZERO), Duration::ZERO);
}

#[test]
fn who_comes_second_reads_before_writing_again() {
    let mut session = in_step();
    let taken = session.handle(LogEvent::Written(Written::Taken), SECOND);
    assert_eq!(taken, [LogEffect::Read { looks_back: false }]);
    assert_eq!(session.until_writing(SECOND), SHORTEST);
    read(&mut session, true, SECOND);
    assert_eq!(session.until_writing(SECOND), Duration::ZERO, "it is read");
}

#[test]
fn a_revision_without_an_answer_shows_that_the_stream_may_be_dead() {
    let mut session = in_step();
    let effects = session.handle(LogEvent::Written(Written::Failed(Failure::no_server("cut off"))), SECOND);
    assert_eq!(effects, [LogEffect::CloseStream, LogEffect::GoOffline, LogEffect::Wake(SHORTEST)]);
    assert_eq!(session.handle(LogEvent::Woken, SECOND + SHORTEST), [LogEffect::OpenStream]);
    // With an answer it may be a good one, which is read by.
    let mut session = in_step();
    let effects = session.handle(LogEvent::Written(Written::Failed(refused(Code::DraftStore, None))), SECOND);
    assert_eq!(effects, [LogEffect::GoOffline, LogEffect::Wake(SHORTEST)]);
    assert_eq!(session.handle(LogEvent::Woken, SECOND + SHORTEST), [LogEffect::Read { looks_back: false }]);
}
