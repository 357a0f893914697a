use super::*;
use crate::session::Sessions;
use crate::session::tests::opened;
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
        let make = |key| Job::new(key, "MyExt".into(), "https://a".into(), Stage::Publish);
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
        job
    };
    let known = |table: &Table, job: &Job| {
        table.jobs.find(&job.key().id, &Asker::new(client(1), job.key().secret.clone())).is_ok()
    };
    for keeping in [Keeping { ended_number: 2, ..Keeping::default() }, Keeping { bytes: 15_000, ..Keeping::default() }]
    {
        let table = Table::new(keeping);
        let ended = [(); 3].map(|()| end(&table));
        assert_eq!(ended.each_ref().map(|job| known(&table, job)), [false, true, true]);
        drop(ended);
        let shown = table.session.shown(LIMITS, Duration::ZERO).jobs;
        assert_eq!(shown.len(), 2, "the connection forgets it as well");
    }
    let table = Table::new(Keeping { ended: Duration::from_millis(50), ..Keeping::default() });
    let job = end(&table);
    assert!(known(&table, &job));
    std::thread::sleep(Duration::from_millis(50));
    assert!(!known(&table, &job));
}

#[test]
fn an_id_without_its_secret_is_worth_nothing() {
    let table = Table::new(Keeping::default());
    let [one, other] = [(); 2].map(|()| table.begin(client(1)).unwrap());
    let find = |id: &str, secret: &Key| table.jobs.find(id, &Asker::new(client(1), secret.secret.clone()));
    assert!(find(&one.key().id, one.key()).is_ok());
    let (wrong, unknown) = (find(&one.key().id, other.key()).unwrap_err(), find("unknown", other.key()).unwrap_err());
    assert_eq!((wrong.kind(), &wrong), (Some(Code::PlatformNoJob), &unknown));
    let bare = table.jobs.find(&one.key().id, &Asker::new(client(1), None)).unwrap_err();
    assert_eq!(bare.kind(), Some(Code::PlatformSecret));
}

const LIMITS: api::platform::connect::Limits =
    api::platform::connect::Limits { xif: 0, usual_xif: 0, answer_seconds: 0, upload_seconds: 0, publish_seconds: 0 };
