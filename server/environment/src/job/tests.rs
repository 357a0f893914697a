use super::*;
use std::sync::Arc;
use std::time::Duration;

fn job() -> Arc<Job> {
    Arc::new(Job::new(Key::fresh().unwrap(), "MyExt".into(), "https://a".into(), Stage::Upload))
}

const HOUR: Duration = Duration::from_secs(3600);

#[tokio::test]
async fn events_are_read_again_from_any_number() {
    let job = job();
    job.start(Stage::Upload);
    job.say(Stage::Upload, Severity::Warning, "w", "");
    job.end(JobOutcome::Aborted);
    let mut after = 0;
    while let Some(event) = job.event_after(after).await {
        after += 1;
        assert_eq!(event.id, after);
    }
    assert_eq!((after, job.shown().last_event), (3, 3));
    assert_eq!(job.event_after(2).await.unwrap().event, Event::Ended { outcome: JobOutcome::Aborted });
    assert!(job.event_after(u64::MAX).await.is_none());
}

#[tokio::test]
async fn a_follower_waits_for_what_comes() {
    let job = job();
    let follower = tokio::spawn({
        let job = Arc::clone(&job);
        async move { job.event_after(0).await }
    });
    tokio::time::sleep(Duration::from_millis(20)).await;
    job.start(Stage::Upload);
    assert_eq!(follower.await.unwrap().unwrap().id, 1);
}

#[tokio::test]
async fn a_pause_is_answered_once() {
    let job = job();
    assert!(job.ask(Wish::Continue).is_err(), "it does not wait yet");
    let paused = tokio::spawn({
        let job = Arc::clone(&job);
        async move { job.pause(Pause::TwoStep, Stage::Publish, HOUR).await }
    });
    while !matches!(job.shown().state, JobState::Waiting { .. }) {
        tokio::task::yield_now().await;
    }
    job.ask(Wish::Continue).unwrap();
    assert_eq!(paused.await.unwrap(), Answered::Continue);
    assert!(!job.is_unwanted());
    assert!(job.ask(Wish::Continue).is_err(), "one answer is not an answer to the next question");
    job.ask(Wish::Abort).unwrap();
    assert_eq!(job.pause(Pause::TwoStep, Stage::Publish, HOUR).await, Answered::Abort);
    job.end(JobOutcome::Aborted);
    assert_eq!(job.ask(Wish::Abort).unwrap_err().kind(), Some(Code::PlatformJobState));
}

#[tokio::test(start_paused = true)]
async fn a_question_ends_without_an_answer_and_is_not_asked_without_end() {
    let job = job();
    for _ in 0..MOST_PAUSES {
        assert_eq!(job.pause(Pause::TwoStep, Stage::Publish, HOUR).await, Answered::Never);
        assert!(job.is_running());
    }
    let events = job.shown().last_event;
    assert_eq!(job.pause(Pause::TwoStep, Stage::Publish, HOUR).await, Answered::TooOften);
    assert_eq!(job.shown().last_event, events);
}
