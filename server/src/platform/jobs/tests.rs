use super::*;
use crate::platform::session::Sessions;
use crate::platform::session::tests::opened;
use api::platform::job::{JobOutcome, Pause, Severity, Stage};
use std::time::Duration;

struct Table {
    jobs: Jobs,
    session: Arc<Session>,
}

impl Table {
    fn new(keeping: Keeping) -> Self {
        let session = Sessions::new(keeping).open(opened(), client(1)).unwrap();
        Self { jobs: Jobs::new(keeping), session }
    }

    fn begin(&self, client: Client) -> Result<Arc<Job>, Problem> {
        let make = |id| Job::new(id, "MyExt".into(), "https://a".into(), Stage::Publish);
        self.jobs.begin(&self.session, client, make)
    }

    fn is_busy(&self, client: Client) -> bool {
        let refused = self.begin(client).unwrap_err();
        refused.kind() == Some(Code::PlatformBusy) && self.jobs.check(client) == Err(refused)
    }
}

fn client(last: u8) -> Client {
    Client::new([10, 0, 0, last].into())
}

/// Lets a job wait for its user.
async fn wait(job: &Arc<Job>) {
    let waiting = Arc::clone(job);
    tokio::spawn(async move { waiting.pause(Pause::TwoStep, Stage::Publish, Duration::from_secs(60)).await });
    while job.is_running() {
        tokio::task::yield_now().await;
    }
}

#[test]
fn a_client_has_its_part_of_the_publishes() {
    let table = Table::new(Keeping { running: 3, running_part: 2, ..Keeping::default() });
    let own = [(); 2].map(|()| table.begin(client(1)).unwrap());
    assert!(table.is_busy(client(1)));
    table.begin(client(2)).unwrap();
    assert!(table.is_busy(client(2)), "all are taken");
    own[0].end(JobOutcome::Aborted);
    table.begin(client(2)).unwrap();
}

/// Eight publishes that waited for their users stopped everybody.
#[tokio::test]
async fn those_that_wait_for_their_users_do_not_run_and_are_bounded_apart() {
    let keeping = Keeping { running: 1, running_part: 1, unended: 4, unended_part: 3, ..Keeping::default() };
    let table = Table::new(keeping);
    for _ in 0..3 {
        wait(&table.begin(client(1)).unwrap()).await;
    }
    assert!(table.is_busy(client(1)));
    wait(&table.begin(client(2)).unwrap()).await;
    assert!(table.is_busy(client(2)));
}

#[test]
fn ended_publishes_are_forgotten_by_time_number_and_size() {
    let end = |table: &Table| {
        let job = table.begin(client(1)).unwrap();
        job.say(Stage::Publish, Severity::Information, &"x".repeat(5000), "");
        job.end(JobOutcome::Aborted);
        job.shown().id
    };
    let known = |table: &Table, id: &str| table.jobs.find(id).is_ok();
    for keeping in [Keeping { ended_number: 2, ..Keeping::default() }, Keeping { bytes: 15_000, ..Keeping::default() }]
    {
        let table = Table::new(keeping);
        let ids = [(); 3].map(|()| end(&table));
        assert_eq!(ids.map(|id| known(&table, &id)), [false, true, true]);
        let shown = table.session.shown(LIMITS, Duration::ZERO).jobs;
        assert_eq!(shown.len(), 2, "the connection forgets it as well");
    }
    let table = Table::new(Keeping { ended: Duration::from_millis(50), ..Keeping::default() });
    let id = end(&table);
    assert!(known(&table, &id));
    std::thread::sleep(Duration::from_millis(50));
    assert!(!known(&table, &id));
}

const LIMITS: api::platform::connect::Limits =
    api::platform::connect::Limits { xif: 0, usual_xif: 0, answer_seconds: 0, upload_seconds: 0, publish_seconds: 0 };
