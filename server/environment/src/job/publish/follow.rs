//! The messages of a publish, until its end.

use super::{PUBLISHED, Publish, Stop, unanswered, unclear};
use crate::job::heard::Heard;
use crate::profile::{Call, Value};
use crate::soap::{Answer, Row, Values};
use api::platform::job::{Pause, Severity, Stage};
use api::problem::{Code, Problem};
use std::time::Duration;
use tokio::time::Instant;

/// What was heard of a publish until now.
pub(super) struct Following<'a> {
    publish: &'a Publish<'a>,
    values: Values,
    /// Messages are known again by their number or, without one, by all that they say.
    heard: Heard,
    /// What the server waits for, when nobody has answered yet.
    asks: Option<Pause>,
    stopping: Stopping,
    deadline: Instant,
}

/// How far a wish to stop has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stopping {
    /// There is none.
    No,
    /// The server cannot stop.
    Refused,
    /// The server said that it stops.
    Agreed,
}

impl<'a> Following<'a> {
    pub(super) fn new(publish: &'a Publish<'a>, values: Values) -> Self {
        Self {
            publish,
            values,
            heard: Heard::default(),
            asks: None,
            stopping: Stopping::No,
            deadline: Instant::now() + publish.order.pace.publish,
        }
    }

    /// Asks for messages until the server says that it is over.
    pub(super) async fn finish(&mut self, finished: bool) -> Result<(), Stop> {
        let mut finished = finished;
        loop {
            match self.asks.take() {
                // The end of the first step is not the end.
                Some(Pause::TwoStep) => {
                    finished = false;
                    self.ask(Pause::TwoStep).await?;
                }
                // At the end it is no question any more but a warning.
                Some(pause) if !finished => self.ask(pause).await?,
                _ => {}
            }
            if finished {
                break;
            }
            self.wait().await?;
            finished = self.poll().await?;
        }
        // Messages may come after the end.
        if self.has_follow() {
            self.poll().await?;
        }
        self.judge()
    }

    /// Waits until the user has configured what is missing.
    pub(super) async fn configure(&mut self) -> Result<(), Stop> {
        self.asks = None;
        self.ask(self.publish.configuration()).await
    }

    /// Tells the messages of an answer that were not told before.
    pub(super) fn take(&mut self, answer: &Answer) {
        for row in
            answer.rows.iter().filter(|row| row.contains_key(&Value::Message) || row.contains_key(&Value::MessageType))
        {
            self.tell(row);
        }
    }

    fn tell(&mut self, row: &Row) {
        let is_new = match row.get(&Value::MessageId) {
            Some(number) => self.heard.is_new(number),
            None => self.heard.is_new(row),
        };
        if !is_new {
            return;
        }
        let types = &self.publish.service.soap.protocol.messages;
        let kind = row.get(&Value::MessageType).map_or("", String::as_str);
        let text = |value| self.publish.service.soap.scrub.text(row.get(&value).map_or("", String::as_str));
        let (message, detail) = (text(Value::Message), text(Value::Detail));
        let severity = types.severity(kind);
        if types.is_pause(kind) {
            self.asks = Some(Pause::TwoStep);
        } else if types.is_configuration(kind, &message) {
            self.asks = Some(self.publish.configuration());
        }
        if severity == Severity::Error {
            self.heard.error(&message);
        }
        self.publish.job.say(Stage::Publish, severity, &message, &detail);
    }

    /// One question, and its repetition when it fails: it changes nothing.
    async fn poll(&mut self) -> Result<bool, Stop> {
        let mut retry = self.publish.order.pace.retry();
        loop {
            let last = self.values.get(Value::LastMessage).unwrap_or("0").to_owned();
            match self.publish.service.call(Call::Follow, &self.values).await {
                Ok(answer) => {
                    self.take(&answer);
                    // The answer to an older question may come late: the number never falls.
                    let next = answer.values.get(Value::LastMessage).unwrap_or(&last);
                    let ahead = next.parse::<u64>().ok() >= last.parse::<u64>().ok();
                    self.values.set(Value::LastMessage, if ahead { next } else { &last });
                    return Ok(answer.values.is_true(Value::Finished));
                }
                Err(error) => {
                    let pause = retry.failed(None, Duration::ZERO, 0.0).filter(|_| Instant::now() <= self.deadline);
                    let Some(pause) = pause else { return Err(Stop::Unclear(PUBLISHED, error.problem)) };
                    self.publish.job.say(
                        Stage::Publish,
                        Severity::Information,
                        "Asking again for messages.",
                        &error.problem.detail,
                    );
                    tokio::time::sleep(pause).await;
                }
            }
        }
    }

    /// Until the next question; a wish to stop is passed on once.
    async fn wait(&mut self) -> Result<(), Stop> {
        if !self.has_follow() {
            let nothing = "The protocol has no operation that tells the end of a publish.";
            return Err(Stop::Unclear(PUBLISHED, Problem::new(Code::PlatformUnsupported, nothing)));
        }
        if Instant::now() > self.deadline {
            let time = Duration::as_secs(&self.publish.order.pace.publish);
            let problem = Problem::new(Code::PlatformSilent, format!("The publish did not end within {time} seconds."));
            return Err(Stop::Unclear(PUBLISHED, problem));
        }
        let pause = tokio::time::sleep(self.publish.order.pace.poll);
        if self.stopping != Stopping::No {
            pause.await;
            return Ok(());
        }
        tokio::select! {
            () = pause => Ok(()),
            () = self.publish.job.unwanted() => self.abort().await,
        }
    }

    async fn ask(&mut self, pause: Pause) -> Result<(), Stop> {
        let asked = Instant::now();
        let patience = self.publish.order.pace.waiting;
        let answered = self.publish.job.pause(pause, Stage::Publish, patience).await;
        self.deadline += asked.elapsed();
        if let Some(stop) = unanswered(answered, patience) {
            self.abort().await?;
            return Err(stop);
        }
        if self.publish.service.soap.has(Call::Proceed) {
            let answer = self
                .publish
                .service
                .call(Call::Proceed, &self.values)
                .await
                .map_err(|error| unclear(error, PUBLISHED))?;
            self.take(&answer);
        }
        Ok(())
    }

    /// Asks the server to stop, once. When it was at work nobody knows how far it had come; it goes on telling until it is over.
    async fn abort(&mut self) -> Result<(), Stop> {
        self.stopping = Stopping::Refused;
        if !self.publish.service.soap.has(Call::Abort) {
            let text = "This server cannot stop a publish; it goes on.";
            self.publish.job.say(Stage::Publish, Severity::Warning, text, "");
            return Ok(());
        }
        self.publish.service.call(Call::Abort, &self.values).await.map_err(|error| unclear(error, PUBLISHED))?;
        self.stopping = Stopping::Agreed;
        Ok(())
    }

    /// What the messages say when it is over. Warnings never stop.
    fn judge(&self) -> Result<(), Stop> {
        if self.stopping == Stopping::Agreed {
            let problem = Problem::new(
                Code::PlatformOutcomeUnknown,
                "The server was asked to stop while it was at work, and agreed.",
            );
            return Err(Stop::Unclear(PUBLISHED, problem));
        }
        let Some(first) = self.heard.first_errors().first() else { return Ok(()) };
        let all = self.heard.first_errors().join(" ");
        let known = self.publish.service.soap.refused(&all).problem;
        if known.kind() != Some(Code::PlatformRefused) {
            return Err(Stop::Failed(known));
        }
        let count = self.heard.errors();
        let more = if count > 1 { format!(" There are {} more.", count - 1) } else { String::new() };
        Err(Stop::Failed(Problem::new(Code::PlatformPublishFailed, format!("The first error is: {first:.600}{more}"))))
    }

    fn has_follow(&self) -> bool {
        self.publish.service.soap.has(Call::Follow)
    }
}
