use super::*;

const SECOND: Duration = Duration::from_secs(1);
const PATIENCE: Duration = Duration::from_secs(600);

fn busy() -> Retry {
    Retry::new(Policy::BUSY)
}

fn seconds(retry: &mut Retry, asked: u64, elapsed: u64, chance: f64) -> Option<f64> {
    let wait = retry.failed(Some(Duration::from_secs(asked)), Duration::from_secs(elapsed), chance);
    wait.map(|wait| wait.as_secs_f64())
}

#[test]
fn waits_of_a_log_grow_up_to_a_minute_and_begin_anew_after_a_success() {
    let mut backoff = Backoff::new(Waits::LOG);
    let waits: Vec<u128> = (0..9).map(|_| backoff.failed(None).as_millis()).collect();
    assert_eq!(waits, [500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
    backoff.succeeded();
    assert_eq!(backoff.failed(None).as_millis(), 500);
}

#[test]
fn the_server_may_ask_for_a_longer_wait_but_not_for_more_than_the_longest() {
    let mut backoff = Backoff::new(Waits::LOG);
    assert_eq!(backoff.failed(Some(5 * SECOND)), 5 * SECOND);
    assert_eq!(backoff.failed(Some(86_400 * SECOND)), 60 * SECOND);
    assert_eq!(backoff.failed(Some(Duration::ZERO)), 2 * SECOND);
}

#[test]
fn a_busy_server_is_asked_when_it_says_and_later_each_time() {
    let mut retry = busy();
    let waits: Vec<_> = (0..8).map(|_| seconds(&mut retry, 5, 0, 0.0).unwrap()).collect();
    assert_eq!(waits, [5.0, 5.0, 5.0, 8.0, 16.0, 32.0, 32.0, 32.0]);
}

#[test]
fn those_who_were_refused_together_come_back_apart_and_never_too_early() {
    let waits = [0.0, 0.5, 1.0, 7.0, f64::NAN].map(|chance| seconds(&mut busy(), 4, 0, chance));
    assert_eq!(waits, [4.0, 5.0, 6.0, 6.0, 4.0].map(Some));
}

#[test]
fn a_busy_server_is_given_up_when_waiting_does_not_help_or_took_too_long() {
    assert_eq!(busy().failed(None, Duration::ZERO, 0.0), None);
    assert_eq!(seconds(&mut busy(), 86_400, 0, 0.0), None);
    assert_eq!(seconds(&mut busy(), 5, 596, 0.0), None);
    assert_eq!(seconds(&mut busy(), 5, 595, 0.0), Some(5.0));
}

#[test]
fn tries_are_bounded() {
    let (mut retry, mut elapsed, mut tries) = (busy(), Duration::ZERO, 0);
    while let Some(wait) = retry.failed(Some(Duration::ZERO), elapsed, 0.3) {
        elapsed += wait;
        tries += 1;
    }
    assert!(elapsed <= PATIENCE && (15..30).contains(&tries), "{tries} tries in {elapsed:?}");
}

#[test]
fn a_job_is_followed_for_three_minutes_without_news() {
    let mut retry = Retry::new(Policy::JOB);
    let waits: Vec<_> = (0..12).map(|_| retry.failed(None, Duration::ZERO, 1.0).unwrap().as_millis()).collect();
    assert_eq!(waits[..3], [500, 1_000, 1_500]);
    assert_eq!(waits[9..], [5_000, 5_000, 5_000]);
    retry.succeeded();
    assert_eq!(retry.failed(Some(86_400 * SECOND), Duration::ZERO, 0.0), Some(180 * SECOND));
    assert_eq!(retry.failed(None, 180 * SECOND, 0.0), None);
}

#[test]
fn questions_end_after_so_many_failures_in_a_row() {
    let mut retry = Retry::new(Policy::poll(SECOND, 4));
    let waits: Vec<_> = (0..4).map(|_| retry.failed(None, PATIENCE, 0.0)).collect();
    assert_eq!(waits, [Some(SECOND), Some(2 * SECOND), Some(3 * SECOND), None]);
    let mut retry = Retry::new(Policy::QUESTION);
    let waits: Vec<_> = (0..5).map(|_| retry.failed(Some(PATIENCE), Duration::ZERO, 0.0)).collect();
    assert_eq!(waits, [Some(2 * SECOND), Some(2 * SECOND), Some(2 * SECOND), Some(2 * SECOND), None]);
}

#[test]
fn nothing_overflows() {
    let waits = Waits { first: Duration::MAX, growth: Growth::Doubling(u32::MAX), longest: Duration::MAX };
    let mut backoff = Backoff { waits, failures: u32::MAX };
    assert_eq!(backoff.failed(Some(Duration::MAX)), Duration::MAX);
    let mut retry = Retry::new(Policy { waits, when: When::Always, end: End::Time(PATIENCE) });
    assert_eq!(retry.failed(None, Duration::MAX, f64::INFINITY), None);
}
