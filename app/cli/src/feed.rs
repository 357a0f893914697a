//! A feed of packages, asked over HTTP or read from a folder.

mod error;
mod local;
mod web;

use package::feed::Feed;
use package::{Answer, Question, Resolution, Resolved, Step};

pub use error::FeedFailure;
use local::Local;
pub use web::LogIn;
use web::Web;

/// A feed.
#[derive(Debug)]
pub struct Source(Kind);

#[derive(Debug)]
enum Kind {
    Web(Box<Feed<Web>>),
    Local(Local),
}

impl Source {
    /// The feed at an address, or in a folder.
    ///
    /// # Errors
    /// Why it cannot be used.
    pub async fn open(place: &str, log_in: Option<LogIn>) -> Result<Self, FeedFailure> {
        if !place.contains("://") {
            return Ok(Self(Kind::Local(Local::open(place)?)));
        }
        let (web, index) = Web::new(place, log_in)?;
        Ok(Self(Kind::Web(Box::new(Feed::open(web, &index).await?))))
    }

    /// Answers a question.
    ///
    /// # Errors
    /// Why there is no answer.
    pub async fn answer(&self, question: &Question) -> Result<Answer, FeedFailure> {
        match &self.0 {
            Kind::Web(feed) => Ok(feed.answer(question).await?),
            Kind::Local(folder) => folder.answer(question),
        }
    }

    /// Asks what a search wants to know, until it is over.
    ///
    /// # Errors
    /// Why there is no closure.
    pub async fn resolve(&self, resolution: &mut Resolution) -> Result<Vec<Resolved>, FeedFailure> {
        let mut step = resolution.begin();
        loop {
            match step {
                Step::Ask(questions) => {
                    step = Step::Wait;
                    for question in &questions {
                        step = resolution.answer(self.answer(question).await?);
                        if let Step::Failed(error) = step {
                            return Err(error.into());
                        }
                    }
                }
                Step::Done(closure) => return Ok(closure),
                Step::Failed(error) => return Err(error.into()),
                Step::Wait => return Err(FeedFailure::Unanswered),
            }
        }
    }
}
