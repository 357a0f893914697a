//! Documents of the feed, asked for as those of Platform Servers are: addresses are checked, sizes, times and numbers are bounded.

use super::{Asker, Packages};
use api::problem::{Code, Problem};
use bytes::Bytes;
use environment::address::Address;
use environment::calls::Caller;
use environment::http::{AnswerSize, Http, Outgoing, Purpose};
use package::feed::Fetch;
use reqwest::header::{AUTHORIZATION, HeaderMap};
use reqwest::{Method, StatusCode, Url};

/// A way to the feed's documents for one request.
#[derive(Debug)]
pub(super) struct Guarded<'p> {
    pub(super) packages: &'p Packages,
    pub(super) asker: &'p Asker,
    /// The service index.
    pub(super) home: &'p Url,
}

impl Fetch for Guarded<'_> {
    type Error = Problem;

    async fn get(&self, url: &str, most: usize) -> Result<Option<Vec<u8>>, Problem> {
        let malformed = |what: &str| Problem::new(Code::FeedMalformed, format!("The feed names {what}."));
        let url = Url::parse(url).map_err(|_| malformed("an address that cannot be read"))?;
        if self.home.scheme() == "https" && url.scheme() != "https" {
            return Err(malformed("an address that is not encrypted"));
        }
        let address = Address::parse(url.as_str()).map_err(|_| malformed("an address that cannot be read"))?;
        let found = self.packages.allowed.resolve(&address).await.map_err(of_feed)?;
        let caller = Caller::new(&self.packages.calls, self.asker.client);
        let (authorities, limits) = (&self.packages.authorities, self.packages.limits);
        let http = Http::new(address, &found, authorities, None, limits, caller)?;
        let mut headers = HeaderMap::new();
        // The log-in is for the feed itself, and not for whom it names.
        if let Some(log_in) = self.asker.log_in.clone().filter(|_| url.origin() == self.home.origin()) {
            headers.insert(AUTHORIZATION, log_in);
        }
        let outgoing = Outgoing {
            method: Method::GET,
            path: url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path())),
            headers,
            body: Bytes::new(),
            bulk: true,
            answer: if most > AnswerSize::List.bytes() { AnswerSize::Xif } else { AnswerSize::List },
            purpose: Purpose::Question,
        };
        let incoming = http.send(outgoing).await.map_err(|error| of_feed(error.problem))?;
        match incoming.status {
            StatusCode::NOT_FOUND => Ok(None),
            status if status.is_success() && incoming.body.len() > most => {
                let detail = format!("The answer of {} is larger than {} MiB.", http.address(), most >> 20);
                Err(Problem::new(Code::FeedMalformed, detail))
            }
            status if status.is_success() => Ok(Some(incoming.body.to_vec())),
            status => {
                let detail = format!("{} answered with status {}.", http.address(), status.as_u16());
                Err(Problem::new(Code::FeedRefused, detail))
            }
        }
    }
}

/// A problem of a call as one of the feed: it is no Platform Server.
fn of_feed(problem: Problem) -> Problem {
    let code = match problem.kind() {
        Some(Code::PlatformMalformed | Code::PlatformRedirect) => Code::FeedMalformed,
        Some(Code::PlatformBusy) => Code::FeedBusy,
        Some(Code::Internal) => return problem,
        _ => Code::FeedUnreachable,
    };
    let detail = match code {
        Code::FeedBusy => "Too many questions are asked of the feed at this moment.".to_owned(),
        _ => problem.detail,
    };
    Problem::new(code, detail)
}
