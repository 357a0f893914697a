//! Where the cgroup of this process is in the file system.

use std::path::{Path, PathBuf};

/// The folder of a process' cgroup.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) folder: PathBuf,
}

impl Place {
    /// From the texts of `/proc/self/cgroup` and `/proc/self/mountinfo`; none without a mount of version 2 that shows the cgroup.
    pub(super) fn find(cgroup: &str, mountinfo: &str) -> Option<Self> {
        let own = Path::new(cgroup.lines().find_map(|line| line.strip_prefix("0::"))?);
        mountinfo.lines().find_map(|line| {
            let (mount, system) = line.split_once(" - ")?;
            if system.split(' ').next() != Some("cgroup2") {
                return None;
            }
            let mut fields = mount.split(' ').skip(3);
            let (root, point) = (unescape(fields.next()?), unescape(fields.next()?));
            let below = own.strip_prefix(&root).ok()?;
            Some(Self { folder: Path::new(&point).join(below) })
        })
    }
}

/// A path as `mountinfo` writes it: blanks, line ends and `\` in octal.
fn unescape(text: &str) -> String {
    [("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")]
        .into_iter()
        .fold(text.to_owned(), |text, (code, meant)| text.replace(code, meant))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOUNTS: &str = "25 30 0:23 / /sys rw shared:7 - sysfs sysfs rw\n\
                          33 25 0:28 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n\
                          35 25 0:30 / /sys/fs/cgroup\\040two rw,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate\n";

    fn folder(cgroup: &str, mounts: &str) -> Option<String> {
        Some(Place::find(cgroup, mounts)?.folder.display().to_string())
    }

    #[test]
    fn the_cgroup_is_found_below_the_mount_of_version_2() {
        let cgroup = "4:memory:/other\n0::/system.slice/xif.service\n";
        assert_eq!(folder(cgroup, MOUNTS).as_deref(), Some("/sys/fs/cgroup two/system.slice/xif.service"));
        assert_eq!(folder("0::/\n", MOUNTS).as_deref(), Some("/sys/fs/cgroup two/"));
    }

    #[test]
    fn a_mount_of_a_part_shows_what_is_below_it() {
        let mounts = "35 25 0:30 /box /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n";
        assert_eq!(folder("0::/box/server\n", mounts).as_deref(), Some("/sys/fs/cgroup/server"));
        assert_eq!(folder("0::/elsewhere\n", mounts), None);
    }

    #[test]
    fn without_version_2_there_is_none() {
        assert_eq!(folder("4:memory:/a\n", MOUNTS), None);
        assert_eq!(folder("0::/a\n", "33 25 0:28 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n"), None);
    }
}
