//! Compiling with a server that may be busy: the request waits in its queue, and when it is full tries again for a while.

use std::convert::Infallible;
use std::pin::pin;
use std::time::Duration;

use api::compile::{self, CompileAnswer, CompileQuery, Standing, Ticket};
use api::health::{self, Compiler, Health};
use api::problem::{Code, Problem};
use reqwest::Method;

use super::{BUILD, Carried, QUESTION, Studio, StudioError, Tries};

/// Bytes of an archive that no server refuses for its size.
const SMALL: usize = 4 << 20;

/// How often a request that waits is asked about.
const LOOK: Duration = Duration::from_secs(1);

/// Why there is no answer yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wait {
    /// The request is in the server's queue, at this place from 1 on.
    Place(usize),
    /// The server was busy, for this reason, and is asked again after this time.
    Again(Problem, Duration),
}

impl Studio {
    /// Compiles a zip of the extension's `Source\NET`. `tell` is told what it waits for, whenever that changes.
    ///
    /// # Errors
    /// There was no build, or no answer of it.
    pub async fn compile(
        &self,
        extension: &str,
        archive: Vec<u8>,
        mut tell: impl FnMut(Wait),
    ) -> Result<CompileAnswer, StudioError> {
        if archive.len() > SMALL
            && let Some(problem) = compile::too_large(archive.len() as u64, self.largest_archive().await?)
        {
            return Err(StudioError::Refused(problem));
        }
        let mut tries = Tries::begin();
        loop {
            let (problem, wait) = match self.build(extension, archive.clone(), &mut tell).await {
                Err(error) => tries.refused(error)?,
                ended => return ended,
            };
            tell(Wait::Again(problem, wait));
            tokio::time::sleep(wait).await;
        }
    }

    /// Bytes that the server takes as an archive. A server that has not enough of one answers before all of it is sent, and the connection breaks
    /// before the answer is read.
    async fn largest_archive(&self) -> Result<u64, StudioError> {
        let health: Health = self.ask(Method::GET, health::PATH, Carried::Nothing, QUESTION).await?;
        Ok(match health.compiler {
            Compiler::Ready { largest_archive: Some(bytes), .. } => bytes,
            // The request itself tells what else is wrong.
            _ => compile::LARGEST_ARCHIVE as u64,
        })
    }

    /// One request.
    async fn build(
        &self,
        extension: &str,
        archive: Vec<u8>,
        tell: &mut impl FnMut(Wait),
    ) -> Result<CompileAnswer, StudioError> {
        let ticket = Ticket(random());
        let query = CompileQuery { extension: extension.to_owned(), ticket: Some(ticket) };
        let path = query.path();
        let asking = self.ask(Method::POST, &path, Carried::Bytes(compile::CONTENT_TYPE, archive), BUILD);
        let (mut asking, mut looking) = (pin!(asking), pin!(self.look(ticket, tell)));
        tokio::select! {
            answer = &mut asking => answer,
            never = &mut looking => match never {},
        }
    }

    /// Looks how the request stands, until it is dropped.
    async fn look(&self, ticket: Ticket, tell: &mut impl FnMut(Wait)) -> Infallible {
        let mut told = None;
        loop {
            tokio::time::sleep(LOOK).await;
            let standing = self.ask::<Standing>(Method::GET, &ticket.path(), Carried::Nothing, QUESTION).await;
            match standing {
                Ok(Standing::Waiting { place }) if told != Some(place) => {
                    told = Some(place);
                    tell(Wait::Place(place));
                }
                // It is still on its way.
                Ok(_) => {}
                Err(StudioError::Refused(problem)) if problem.kind() == Some(Code::NoTicket) => {}
                // An older server has no tickets, and the request itself tells what else is wrong.
                Err(_) => std::future::pending().await,
            }
        }
    }
}

/// Random bytes. Where the system has none, requests have the same ticket, which only makes what is told of them wrong.
pub(super) fn random<const LENGTH: usize>() -> [u8; LENGTH] {
    let mut bytes = [0; LENGTH];
    let _none = getrandom::fill(&mut bytes);
    bytes
}
