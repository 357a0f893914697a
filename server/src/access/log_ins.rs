//! Limits of log-ins at Platform Servers, so that nobody guesses passwords through this server or locks users out, and of questions to them.

use super::attempts::Attempts;
use super::refused::Refused;
use super::transport::Transport;
use api::platform::connect::{Backend, ConnectRequest};
use api::problem::{Code, Problem};
use environment::address::Address;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use web::client::Client;

/// Failed log-ins of one user at one Platform Server in [`WINDOW`].
pub const OF_USER: usize = 5;

/// Failed log-ins from one client in [`WINDOW`].
pub const OF_CLIENT: usize = 20;

/// The time in which failures are counted.
pub const WINDOW: Duration = Duration::from_secs(15 * 60);

/// Platform Servers that one client may ask for, or connect to, in a minute.
pub const ASKED: usize = 60;

const MINUTE: Duration = Duration::from_secs(60);

/// A Platform Server and a user of it.
type Target = (String, String);

/// Who tried to log in lately.
#[derive(Debug)]
pub struct LogIns {
    users: Mutex<Attempts<Target>>,
    clients: Mutex<Attempts<Client>>,
    asked: Mutex<Attempts<Client>>,
}

/// A log-in that is tried. It counts as a failure from the beginning, so that many at one time are not a way around the limit, and stays one when nobody
/// waits for its end.
#[derive(Debug)]
pub struct LogIn<'limits> {
    limits: &'limits LogIns,
    client: Client,
    target: Option<Target>,
    begun: Instant,
}

impl Default for LogIns {
    fn default() -> Self {
        Self {
            users: Mutex::new(Attempts::new(OF_USER, WINDOW)),
            clients: Mutex::new(Attempts::new(OF_CLIENT, WINDOW)),
            asked: Mutex::new(Attempts::new(ASKED, MINUTE)),
        }
    }
}

impl LogIns {
    /// Counts a question to a Platform Server.
    ///
    /// # Errors
    /// When the client asks too often.
    pub fn ask(&self, client: Client) -> Result<(), Refused> {
        let what = || format!("More than {ASKED} questions to Platform Servers came from your address in a minute.");
        lock(&self.asked).make(client, Instant::now()).map_err(|wait| Refused::later(Code::ProbeRate, what(), wait))
    }

    /// Begins a log-in; none when the request has no credentials. The token of LifeTime has no user, so that it counts for its client alone.
    /// Credentials that others on the way can read are not taken.
    ///
    /// # Errors
    /// When the client or the user has tried too often, the address cannot be read, or the credentials came over a connection that others can read.
    pub fn begin(
        &self,
        client: Client,
        request: &ConnectRequest,
        transport: Transport,
    ) -> Result<Option<LogIn<'_>>, Refused> {
        self.ask(client)?;
        if request.backend == Backend::Assisted {
            return Ok(None);
        }
        if !transport.is_protected {
            return Err(Problem::new(Code::LogInUnprotected, "The request came over http from another machine.").into());
        }
        let target = match request.backend {
            Backend::LifeTime => None,
            // An address that is none is refused before anything is sent.
            _ => Some((Address::parse(&request.address)?.to_string(), request.user.trim().to_lowercase())),
        };
        let begun = Instant::now();
        let later = |what: String, wait| Refused::later(Code::LogInAttempts, what, wait);
        if let Some(target) = &target {
            let what = || format!("{OF_USER} log-ins of this user at {} failed within 15 minutes.", target.0);
            lock(&self.users).make(target.clone(), begun).map_err(|wait| later(what(), wait))?;
        }
        let counted = lock(&self.clients).make(client, begun);
        if let Err(wait) = counted {
            if let Some(target) = &target {
                lock(&self.users).take_back(target, begun);
            }
            return Err(later(format!("{OF_CLIENT} log-ins from your address failed within 15 minutes."), wait));
        }
        Ok(Some(LogIn { limits: self, client, target, begun }))
    }
}

impl LogIn<'_> {
    /// Says how it ended. A success clears what its user failed before, and not its client, who may know one password and guess others.
    pub fn end<T>(self, ended: &Result<T, Problem>) {
        let failed = matches!(ended, Err(problem) if is_failure(problem));
        if failed {
            return;
        }
        lock(&self.limits.clients).take_back(&self.client, self.begun);
        if let Some(target) = &self.target {
            let mut users = lock(&self.limits.users);
            if ended.is_ok() { users.forget(target) } else { users.take_back(target, self.begun) }
        }
    }
}

/// Whether the Platform Server refused the credentials. A refusal in words that the profile does not know may be one.
fn is_failure(problem: &Problem) -> bool {
    matches!(problem.kind(), Some(Code::PlatformLogIn | Code::PlatformLocked | Code::PlatformRefused))
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use api::platform::Secret;

    const SAFE: Transport = Transport { is_protected: true, is_https: true };

    fn client(number: u8) -> Client {
        Client::new([10, 0, 0, number].into())
    }

    fn request(address: &str, user: &str) -> ConnectRequest {
        ConnectRequest {
            address: address.into(),
            backend: Backend::ServiceCenter,
            user: user.into(),
            password: Secret::new("guess"),
            certificate: None,
            environment: None,
        }
    }

    fn fail(log_ins: &LogIns, client: Client, user: &str) -> Result<(), Refused> {
        let log_in = log_ins.begin(client, &request("dev.example.com", user), SAFE)?;
        log_in.unwrap().end::<()>(&Err(Problem::new(Code::PlatformLogIn, "no")));
        Ok(())
    }

    #[test]
    fn one_user_is_guessed_for_five_times_from_wherever() {
        let log_ins = LogIns::default();
        for number in 0..5 {
            assert_eq!(fail(&log_ins, client(number), "Ada"), Ok(()));
        }
        let again = request("https://DEV.example.com:443/ServiceCenter", " ada ");
        let refused = log_ins.begin(client(9), &again, SAFE).unwrap_err();
        assert_eq!(refused.problem.kind(), Some(Code::LogInAttempts));
        assert!((890..=901).contains(&refused.problem.retry_after.unwrap()));
        assert!(log_ins.begin(client(9), &request("test.example.com", "ada"), SAFE).is_ok());
        assert!(log_ins.begin(client(9), &request("dev.example.com", "bob"), SAFE).is_ok());
    }

    #[test]
    fn many_users_are_guessed_for_from_one_client_up_to_a_limit() {
        let log_ins = LogIns::default();
        for number in 0..OF_CLIENT {
            assert_eq!(fail(&log_ins, client(1), &format!("user {number}")), Ok(()));
        }
        let refused = fail(&log_ins, client(1), "another").unwrap_err();
        assert_eq!(refused.problem.kind(), Some(Code::LogInAttempts));
        assert_eq!(fail(&log_ins, client(2), "another"), Ok(()));
    }

    #[test]
    fn log_ins_at_one_time_count_before_they_end() {
        let log_ins = LogIns::default();
        let request = request("dev.example.com", "ada");
        let running: Vec<_> = (0..5).map(|number| log_ins.begin(client(number), &request, SAFE).unwrap()).collect();
        assert!(log_ins.begin(client(9), &request, SAFE).is_err());
        for log_in in running {
            log_in.unwrap().end::<()>(&Err(Problem::new(Code::PlatformUnreachable, "nobody is there")));
        }
        assert!(log_ins.begin(client(9), &request, SAFE).is_ok(), "no credential was refused");
    }

    #[test]
    fn a_success_clears_its_user_and_not_its_client() {
        let log_ins = LogIns::default();
        for _ in 0..4 {
            fail(&log_ins, client(1), "ada").unwrap();
        }
        log_ins.begin(client(1), &request("dev.example.com", "ada"), SAFE).unwrap().unwrap().end(&Ok(()));
        for number in 0..5 {
            assert_eq!(fail(&log_ins, client(number + 2), "ada"), Ok(()), "{number}");
        }
        for number in 0..OF_CLIENT - 4 {
            assert_eq!(fail(&log_ins, client(1), &format!("user {number}")), Ok(()));
        }
        assert!(fail(&log_ins, client(1), "another").is_err());
    }

    #[test]
    fn questions_are_counted() {
        let log_ins = LogIns::default();
        for _ in 0..ASKED {
            assert_eq!(log_ins.ask(client(1)), Ok(()));
        }
        let refused = log_ins.ask(client(1)).unwrap_err();
        assert_eq!(refused.problem.kind(), Some(Code::ProbeRate));
        assert!((1..=61).contains(&refused.problem.retry_after.unwrap()));
        assert_eq!(log_ins.ask(client(2)), Ok(()));
    }

    #[test]
    fn passwords_are_not_taken_from_an_open_wire() {
        let log_ins = LogIns::default();
        let open = Transport { is_protected: false, is_https: false };
        let refused = log_ins.begin(client(1), &request("dev.example.com", "ada"), open).unwrap_err();
        assert_eq!(refused.problem.kind(), Some(Code::LogInUnprotected));
        let assisted = ConnectRequest { backend: Backend::Assisted, ..request("dev.example.com", "") };
        assert!(log_ins.begin(client(1), &assisted, open).unwrap().is_none(), "there is no password");
    }
}
