//! A package (`.oap`, `.osp`) deployed by LifeTime.

use super::heard::Heard;
use super::order::{Order, What};
use super::publish::{Stop, unanswered, unclear};
use crate::backend::lifetime::{Command, DeploymentStatus, LifeTime, is_package};
use api::platform::job::{JobOutcome, Pause, Severity, Stage, Until};
use api::problem::{Code, Problem};
use bytes::Bytes;
use std::time::Duration;
use tokio::time::Instant;

const DEPLOYED: &str = "It is not known how the deployment ended.";
const CREATED: &str = "It is not known whether LifeTime has the deployment; it was not started.";

/// Does an order.
pub async fn run(order: &Order, what: What, lifetime: &LifeTime) -> JobOutcome {
    let package = match what {
        What::Xif(bytes) if is_package(&bytes) && order.until == Until::Publish => bytes,
        _ => {
            let why = "LifeTime deploys packages (.oap, .osp); it takes no XIF and publishes no single version.";
            return JobOutcome::Failed { problem: Problem::new(Code::PlatformUnsupported, why) };
        }
    };
    let deployment = Deployment { order, lifetime, heard: Heard::default(), key: String::new() };
    match deployment.run(package).await {
        Ok(()) => JobOutcome::Published { version: None },
        Err(Stop::Failed(problem)) => JobOutcome::Failed { problem },
        Err(Stop::Aborted) => JobOutcome::Aborted,
        Err(Stop::Unclear(what, cause)) => {
            let problem = Problem::new(Code::PlatformOutcomeUnknown, format!("{what} {}", cause.detail));
            JobOutcome::Unknown { problem, versions: None }
        }
    }
}

struct Deployment<'a> {
    order: &'a Order,
    lifetime: &'a LifeTime,
    key: String,
    heard: Heard,
}

impl Deployment<'_> {
    async fn run(mut self, package: Bytes) -> Result<(), Stop> {
        let job = &self.order.job;
        job.start(Stage::Upload);
        self.key = self.lifetime.deploy(package).await.map_err(|error| unclear(error, CREATED))?;
        job.finish(Stage::Upload);
        if job.is_unwanted() {
            return Err(Stop::Aborted);
        }
        job.start(Stage::Publish);
        self.command(Command::Start).await?;
        self.follow().await?;
        job.finish(Stage::Publish);
        Ok(())
    }

    async fn follow(&mut self) -> Result<(), Stop> {
        let mut deadline = Instant::now() + self.order.pace.publish;
        loop {
            let pause = tokio::time::sleep(self.order.pace.poll);
            tokio::select! {
                () = pause => {}
                () = self.order.job.unwanted() => return self.abort().await,
            }
            let status = self.status(deadline).await?;
            self.tell(&status);
            let asks = match status.deployment_status.as_str() {
                "finished_successful" | "finished_with_warnings" => return Ok(()),
                "needs_user_intervention" => true,
                "running" | "saved" | "aborting" => false,
                "aborted" => return Err(Stop::Aborted),
                other => return Err(self.failed(other, &status)),
            };
            if asks {
                let began = Instant::now();
                self.ask(&status).await?;
                deadline += began.elapsed();
            }
        }
    }

    async fn ask(&self, status: &DeploymentStatus) -> Result<(), Stop> {
        let pause = match status.info.as_deref() {
            Some("deployment_prepared") => Pause::TwoStep,
            _ => Pause::Configuration { address: self.lifetime.http.address().join("/lifetime") },
        };
        // LifeTime stops after preparing whenever the environment is set to two steps, also when nobody asked to wait.
        if pause == Pause::TwoStep && !self.order.two_step {
            return self.command(Command::Continue).await;
        }
        let patience = self.order.pace.waiting;
        let answered = self.order.job.pause(pause, Stage::Publish, patience).await;
        match unanswered(answered, patience) {
            None => self.command(Command::Continue).await,
            Some(stop) => {
                self.command(Command::Abort).await?;
                Err(stop)
            }
        }
    }

    async fn abort(&self) -> Result<(), Stop> {
        self.command(Command::Abort).await?;
        Err(Stop::Aborted)
    }

    async fn command(&self, command: Command) -> Result<(), Stop> {
        self.lifetime.command(&self.key, command).await.map_err(|error| unclear(error, DEPLOYED))
    }

    async fn status(&self, deadline: Instant) -> Result<DeploymentStatus, Stop> {
        let mut retry = self.order.pace.retry();
        loop {
            match self.lifetime.status(&self.key).await {
                Ok(_) if Instant::now() > deadline => {
                    let late = Problem::new(Code::PlatformSilent, "The deployment did not end in time.");
                    return Err(Stop::Unclear(DEPLOYED, late));
                }
                Ok(status) => return Ok(status),
                Err(error) => {
                    let Some(pause) = retry.failed(None, Duration::ZERO, 0.0) else {
                        return Err(Stop::Unclear(DEPLOYED, error.problem));
                    };
                    tokio::time::sleep(pause).await;
                }
            }
        }
    }

    fn tell(&mut self, status: &DeploymentStatus) {
        for line in &status.deployment_log.0 {
            if self.heard.is_new(line) {
                let text = self.lifetime.scrub.text(&line.message);
                self.order.job.say(Stage::Publish, Severity::Information, &text, &line.instant);
            }
        }
    }

    fn failed(&self, state: &str, status: &DeploymentStatus) -> Stop {
        let last =
            status.deployment_log.0.last().map(|line| self.lifetime.scrub.text(&line.message)).unwrap_or_default();
        Stop::Failed(Problem::new(Code::PlatformPublishFailed, format!("LifeTime says {state:.60}: {last:.400}")))
    }
}
