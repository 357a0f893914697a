//! The system's limit of open files: each connection is one, and so is much of what is done for it.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Files that are enough for everything.
const ENOUGH: u64 = 65_536;

/// Files at most that are kept for other things than connections: pipes of builds, drafts, requests to Platform Servers.
const KEPT: u64 = 1024;

/// Raises the limit of this process as far as it may be raised and is of use. Returns the files that may be open from now on.
pub fn raise() -> u64 {
    let now = getrlimit(Resource::Nofile);
    let before = now.current.unwrap_or(u64::MAX);
    let wanted = now.maximum.unwrap_or(ENOUGH).min(ENOUGH);
    if wanted <= before {
        return before;
    }
    match setrlimit(Resource::Nofile, Rlimit { current: Some(wanted), maximum: now.maximum }) {
        Ok(()) => {
            tracing::info!(before, now = wanted, "more files may be open");
            wanted
        }
        Err(error) => {
            tracing::warn!(%error, files = before, "the limit of open files stays as it is");
            before
        }
    }
}

/// Connections that so many files are enough for: a quarter is kept for other things, but no more than `KEPT`.
pub fn connections(files: u64) -> usize {
    usize::try_from(files - (files / 4).min(KEPT)).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn some_files_are_kept_for_other_things() {
        assert_eq!(connections(256), 192);
        assert_eq!(connections(1024), 768);
        assert_eq!(connections(65_536), 64_512);
        assert!(connections(u64::MAX) > 1 << 30);
    }

    #[test]
    fn the_limit_is_raised_as_far_as_it_may_be() {
        let files = raise();
        let limit = getrlimit(Resource::Nofile);
        assert_eq!(limit.current.unwrap_or(u64::MAX), files);
        assert!(files >= limit.maximum.unwrap_or(ENOUGH).min(ENOUGH));
    }
}
