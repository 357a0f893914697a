//! Publishes that are not over, in a folder: when the server is restarted meanwhile, whoever asks is told that the end is not known instead of that there
//! was no such publish. No secret is kept but as its SHA-256; a file has the id of its publish as its name.

use super::asker::Key;
use super::job::Job;
use api::platform::job::{JobOutcome, Stage};
use api::problem::{Code, Problem};
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// The folder.
#[derive(Debug)]
pub struct Unended {
    folder: PathBuf,
}

/// What a file has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Kept {
    /// SHA-256 of the secret of the publish.
    secret: [u8; 32],
    extension: String,
    address: String,
    started_ms: u64,
}

/// How long a file is read.
const KEPT: Duration = Duration::from_secs(24 * 60 * 60);

/// Files that are read.
const MOST: usize = 1000;

/// Bytes of a file.
const LONGEST: u64 = 16 << 10;

impl Unended {
    /// Keeps them in this folder, which is made.
    ///
    /// # Errors
    /// The folder cannot be used.
    pub fn new(folder: &Path) -> io::Result<Self> {
        std::fs::create_dir_all(folder)?;
        Ok(Self { folder: folder.into() })
    }

    /// Keeps a publish that begins.
    ///
    /// # Errors
    /// It could not be written.
    pub fn begin(&self, job: &Job) -> io::Result<()> {
        let shown = job.shown();
        let (secret, started_ms) = (job.key().hash, shown.started_ms);
        let kept = Kept { secret, extension: shown.extension, address: shown.address, started_ms };
        let name = shown.id;
        let new = self.folder.join(format!("{name}.new"));
        let mut file = File::create(&new)?;
        file.write_all(&serde_json::to_vec(&kept)?)?;
        file.sync_all()?;
        std::fs::rename(new, self.folder.join(format!("{name}.json")))
    }

    /// Forgets a publish whose end is known.
    pub fn end(&self, id: &str) {
        let path = self.folder.join(format!("{id}.json"));
        if let Err(error) = std::fs::remove_file(&path) {
            tracing::warn!(path = %path.display(), %error, "a publish that ended is still kept as unended");
        }
    }

    /// The publishes of earlier runs whose end is not known, as they were. Old files are removed.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn earlier(&self) -> io::Result<Vec<Job>> {
        let mut found = Vec::new();
        for entry in std::fs::read_dir(&self.folder)? {
            let path = entry?.path();
            let Some(name) = path.file_name().and_then(|name| name.to_str()?.strip_suffix(".json")) else { continue };
            let about = std::fs::metadata(&path)?;
            let changed = about.modified()?;
            let age = SystemTime::now().duration_since(changed).unwrap_or_default();
            if age > KEPT || about.len() > LONGEST {
                std::fs::remove_file(&path)?;
            } else if let Ok(kept) = serde_json::from_slice::<Kept>(&std::fs::read(&path)?) {
                found.push((changed, name.to_owned(), kept));
            }
        }
        found.sort_by_key(|(changed, ..)| std::cmp::Reverse(*changed));
        found.truncate(MOST);
        Ok(found.into_iter().map(|(_, name, kept)| kept.job(name)).collect())
    }
}

impl Kept {
    fn job(self, id: String) -> Job {
        let job =
            Job::begun(Key::of_hash(id, self.secret), self.extension, self.address, self.started_ms, Stage::Publish);
        job.end(interrupted(&job.shown().address));
        job
    }
}

/// The outcome of a publish that was under way when the server ended.
pub fn interrupted(address: &str) -> JobOutcome {
    let why = format!(
        "The studio's server was stopped while it published. Look in Service Center, {address}/ServiceCenter, which version is published."
    );
    JobOutcome::Unknown { problem: Problem::new(Code::PlatformOutcomeUnknown, why), versions: None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use api::platform::job::JobState;

    #[test]
    fn a_publish_under_way_is_found_after_a_restart_and_an_ended_one_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let unended = Unended::new(folder.path()).unwrap();
        let job = Job::new(Key::fresh().unwrap(), "MyExt".into(), "https://a".into(), Stage::Upload);
        unended.begin(&job).unwrap();
        let again = Unended::new(folder.path()).unwrap();
        let [found] = &again.earlier().unwrap()[..] else { panic!("there is one") };
        assert_eq!((&found.key().id, found.key().hash), (&job.key().id, job.key().hash));
        let shown = found.shown();
        assert_eq!((shown.extension.as_str(), shown.started_ms), ("MyExt", job.shown().started_ms));
        let JobState::Ended { outcome: JobOutcome::Unknown { problem, .. } } = shown.state else { panic!("{shown:?}") };
        assert!(problem.detail.contains("https://a/ServiceCenter"), "{}", problem.detail);
        for entry in std::fs::read_dir(folder.path()).unwrap() {
            let path = entry.unwrap().path();
            assert!(
                !format!("{path:?} {}", std::fs::read_to_string(&path).unwrap())
                    .contains(job.key().secret.as_ref().unwrap().reveal())
            );
        }
        unended.end(&job.key().id);
        assert!(again.earlier().unwrap().is_empty());
    }

    #[test]
    fn what_is_spoilt_is_passed_over_and_what_is_too_large_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.json"), "{").unwrap();
        std::fs::write(folder.path().join("b.json"), vec![b' '; 20 << 10]).unwrap();
        assert!(Unended::new(folder.path()).unwrap().earlier().unwrap().is_empty());
        assert!(!folder.path().join("b.json").exists());
    }
}
