use super::*;
use crate::backend::lifetime::LifeTime;
use crate::calls::Caller;
use crate::certificate::Authorities;
use crate::http::{Http, HttpLimits};
use crate::jobs::Jobs;
use crate::secrets::Scrub;
use api::platform::Secret;
use api::platform::job::{JobOutcome, Stage};

/// A connection with a credential.
pub(crate) fn opened() -> Opened {
    let address = Address::parse("dev.example.com").unwrap();
    let (limits, caller) = (HttpLimits::default(), Caller::alone());
    let http = Http::new(address, &[], &Authorities::of_system(), None, limits, caller).unwrap();
    let backend = Backend::LifeTime(LifeTime {
        http,
        base: String::new(),
        token: Secret::default(),
        environment: None,
        recorder: None,
        scrub: Scrub::default(),
    });
    Opened { backend, ..by_hand() }
}

fn by_hand() -> Opened {
    Opened {
        address: Address::parse("dev.example.com").unwrap(),
        user: String::new(),
        platform: None,
        environments: Vec::new(),
        environment: None,
        backend: Backend::Assisted,
    }
}

fn client(last: u8) -> Client {
    Client::new([10, 0, 0, last].into())
}

fn asker(session: &Session) -> Asker {
    Asker::new(client(1), session.key.secret.clone())
}

fn busy<T: std::fmt::Debug>(result: Result<T, Problem>) -> bool {
    result.unwrap_err().kind() == Some(Code::PlatformBusy)
}

#[test]
fn an_idle_connection_ends_but_not_while_it_publishes() {
    let idle = Duration::from_millis(50);
    let keeping = Keeping { idle, ..Keeping::default() };
    let (sessions, jobs) = (Sessions::new(keeping), Jobs::new(keeping));
    let session = sessions.open(opened(), client(1)).unwrap();
    let make = |key| Job::new(key, "MyExt".into(), "https://a".into(), Stage::Upload);
    let running = jobs.begin(&session, client(1), make).unwrap();
    std::thread::sleep(idle);
    assert!(sessions.find(&session.key.id, &asker(&session)).is_ok());
    running.end(JobOutcome::Aborted);
    std::thread::sleep(idle);
    let gone = sessions.find(&session.key.id, &asker(&session)).unwrap_err();
    assert_eq!(gone.kind(), Some(Code::PlatformNoConnection));
}

#[test]
fn a_client_has_its_part_of_the_connections_and_their_ids_differ() {
    let sessions = Sessions::new(Keeping { sessions: 3, sessions_part: 2, ..Keeping::default() });
    let [first, second] = [(); 2].map(|()| sessions.open(opened(), client(1)).unwrap());
    assert!(first.key.id != second.key.id);
    assert!(busy(sessions.open(opened(), client(1))));
    let third = sessions.open(opened(), client(2)).unwrap();
    assert!(busy(sessions.open(opened(), client(2))));
    sessions.close(&third);
    sessions.open(opened(), client(3)).unwrap();
}

/// They filled the table, for everybody and without a credential.
#[test]
fn connections_by_hand_cost_nothing() {
    let sessions = Sessions::new(Keeping { sessions: 1, sessions_part: 1, ..Keeping::default() });
    for _ in 0..1000 {
        let session = sessions.open(by_hand(), client(1)).unwrap();
        let found = sessions.find(&session.key.id, &Asker::new(client(2), None)).unwrap();
        assert_eq!((&found.key.id, found.address.to_string()), (&session.key.id, session.address.to_string()));
    }
    assert!(lock(&sessions.open).is_empty());
    sessions.open(opened(), client(1)).unwrap();
}

/// The id alone published with the user's password, and stood in the logs of balancers.
#[test]
fn an_id_without_its_secret_is_worth_nothing() {
    let sessions = Sessions::new(Keeping::default());
    let [one, other] = [(); 2].map(|()| sessions.open(opened(), client(1)).unwrap());
    let find = |asker: &Asker| sessions.find(&one.key.id, asker).map(|session| session.key.id.clone());
    assert_eq!(find(&asker(&one)), Ok(one.key.id.clone()));
    assert_eq!(find(&Asker::new(client(1), None)).unwrap_err().kind(), Some(Code::PlatformSecret));
    let wrong = find(&asker(&other)).unwrap_err();
    assert_eq!(wrong, sessions.find("unknown", &asker(&other)).unwrap_err());
}
