//! What every subject works on. What a subject alone knows is in a state of its own.

use std::collections::VecDeque;

use crate::errors::Failure;
use crate::{Document, Effect, Job, JobId, JobKind, News, Notice, NoticeId, NoticeKind, Opening, Question};

/// The document, the jobs and notices, and the news that one subject has for the others.
#[derive(Debug, Default)]
pub(crate) struct Context {
    pub(crate) document: Option<Document>,
    pub(crate) question: Option<Question>,
    jobs: Vec<Job>,
    notices: Vec<Notice>,
    /// What a job reads.
    reading: Option<(JobId, Opening)>,
    news: VecDeque<News>,
    last_number: u64,
}

impl Context {
    /// The work that goes on.
    pub(crate) fn jobs(&self) -> &[Job] {
        &self.jobs
    }

    /// The messages that are not dismissed yet, the oldest first.
    pub(crate) fn notices(&self) -> &[Notice] {
        &self.notices
    }

    pub(crate) fn with_document(&mut self, change: impl FnOnce(&mut Document)) {
        if let Some(document) = &mut self.document {
            change(document);
        }
    }

    /// Opens this document in the place of the one that is open; work on another draft ends.
    pub(crate) fn replace(&mut self, document: Document) {
        if self.document.as_ref().is_none_or(|before| before.draft != document.draft) {
            self.jobs.retain(|job| job.kind != JobKind::Compile);
            self.announce(News::Replaced);
        }
        self.document = Some(document);
    }

    /// Has other subjects hear of something once this one is done.
    pub(crate) fn announce(&mut self, news: News) {
        self.news.push_back(news);
    }

    /// The next piece of news.
    pub(crate) fn next_news(&mut self) -> Option<News> {
        self.news.pop_front()
    }

    /// Starts to read a XIF, in the place of another one that is being read.
    pub(crate) fn read(&mut self, bytes: Vec<u8>, label: String, opening: Opening) -> Vec<Effect> {
        let mut effects = Vec::new();
        if let Some((job, _)) = self.reading.take() {
            self.end(job);
            effects.push(Effect::Stop { job });
        }
        let job = self.start(JobKind::Open, label);
        self.reading = Some((job, opening));
        effects.push(Effect::ReadXif { job, bytes });
        effects
    }

    /// What this job reads.
    pub(crate) fn take_reading(&mut self, job: JobId) -> Option<Opening> {
        self.reading.take_if(|(reading, _)| *reading == job).map(|(_, opening)| opening)
    }

    /// Starts a job; the number belongs to the effect that carries it out.
    pub(crate) fn start(&mut self, kind: JobKind, label: String) -> JobId {
        let id = JobId(self.number());
        self.jobs.push(Job { id, kind, label });
        id
    }

    /// Ends a job; `false` when it was not running: cancelled, or of a document that is closed.
    pub(crate) fn end(&mut self, job: JobId) -> bool {
        let before = self.jobs.len();
        self.jobs.retain(|running| running.id != job);
        self.jobs.len() < before
    }

    /// Gives a job another label; `false` when it has it already or does not run.
    pub(crate) fn relabel(&mut self, job: JobId, label: &str) -> bool {
        let other = self.jobs.iter_mut().find(|running| running.id == job && running.label != label);
        other.map(|running| label.clone_into(&mut running.label)).is_some()
    }

    pub(crate) fn is_running(&self, kind: JobKind) -> bool {
        self.jobs.iter().any(|job| job.kind == kind)
    }

    /// The jobs of a kind that run.
    pub(crate) fn jobs_of(&self, kind: JobKind) -> Vec<JobId> {
        self.jobs.iter().filter(|job| job.kind == kind).map(|job| job.id).collect()
    }

    /// Tells the user something; the notice can still be added to.
    pub(crate) fn tell(&mut self, kind: NoticeKind, text: impl Into<String>) -> &mut Notice {
        let notice = Notice::new(self.number(), kind, text);
        self.push_notice(notice)
    }

    /// Tells the user what did not work.
    pub(crate) fn fail(&mut self, failure: Failure) {
        self.report(failure);
    }

    /// Tells the user what did not work; the notice can still be added to.
    pub(crate) fn report(&mut self, failure: Failure) -> &mut Notice {
        let notice = Notice::of_failure(self.number(), failure);
        self.push_notice(notice)
    }

    fn push_notice(&mut self, notice: Notice) -> &mut Notice {
        // The same news twice is one piece of news; and of confirmations only the last one counts.
        let done = notice.kind == NoticeKind::Done;
        self.notices.retain(|old| old.text != notice.text && !(done && old.kind == NoticeKind::Done));
        self.notices.push(notice);
        let last = self.notices.len() - 1;
        &mut self.notices[last]
    }

    /// Takes a notice away.
    pub(crate) fn dismiss(&mut self, id: NoticeId) {
        self.notices.retain(|notice| notice.id != id);
    }

    /// Takes notices away that no longer hold. Whether there were some.
    pub(crate) fn withdraw(&mut self, is_meant: impl Fn(&Notice) -> bool) -> bool {
        let before = self.notices.len();
        self.notices.retain(|notice| !is_meant(notice));
        self.notices.len() < before
    }

    /// Takes the news of a document away that is no longer open. What did not work stays until it is read.
    pub(crate) fn forget_notices_up_to(&mut self, last: Option<NoticeId>) {
        self.withdraw(|notice| notice.kind != NoticeKind::Error && last.is_some_and(|last| notice.id.0 <= last.0));
    }

    fn number(&mut self) -> u64 {
        self.last_number += 1;
        self.last_number
    }
}
