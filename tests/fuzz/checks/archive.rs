//! An archive that is uploaded to be compiled: what is taken is a tree of bounded files, and nothing of it leads outside the
//! folder that it is laid out in, neither by a path nor over a link.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path};

use compiler::archive::{ArchiveLimits, Sources};
use compiler::name::ExtensionName;
use compiler::platform::PlatformAssemblies;
use compiler::project::Project;
use compiler::workspace::Workspace;

pub(crate) fn check(bytes: &[u8]) {
    let limits = ArchiveLimits { archive: 1 << 20, entries: 100, file: 1 << 18, total: 1 << 19, path: 120, depth: 12 };
    let Ok(sources) = Sources::read(bytes, &limits) else { return };
    check_sources(&sources, &limits);
    let Ok(name) = ExtensionName::parse("MortgageLib") else { return };
    let Ok(project) = Project::find(&sources, &name) else { return };
    let workspace = Workspace::new(sources, &project, &PlatformAssemblies::default(), &name);
    let _ = workspace.has_floating_version();
    let archive: Result<Vec<_>, _> = workspace.tar_parts().collect();
    if let Ok(parts) = archive {
        check_layout(&parts.concat());
    }
}

fn check_sources(sources: &Sources, limits: &ArchiveLimits) {
    let mut total = 0;
    let mut files = BTreeSet::new();
    for (path, content) in sources.iter() {
        let size = content.len() as u64;
        assert!(size <= limits.file, "{path} is too large");
        total += size;
        assert!(path.as_str().len() <= limits.path && path.as_str().split('/').count() <= limits.depth, "{path}");
        let is_plain = |name: &str| !matches!(name, "" | "." | "..") && !name.contains(['\\', ':', '\0']);
        assert!(path.as_str().split('/').all(is_plain), "{path:?}");
        assert!(files.insert(path.folded()), "{path} stands twice");
    }
    assert!(total <= limits.total, "{total} bytes");
    for (file, end) in files.iter().flat_map(|file| file.match_indices('/').map(move |(end, _)| (file, end))) {
        assert!(!files.contains(&file[..end]), "{file} lies in a file");
    }
}

/// What the tar archive for the sandbox has, as the one who unpacks it meets it.
fn check_layout(archive: &[u8]) {
    // Links by their places.
    let mut links = BTreeMap::new();
    let mut seen = BTreeSet::new();
    let mut archive = tar::Archive::new(archive);
    let Ok(entries) = archive.entries() else { panic!("the archive cannot be read back") };
    for entry in entries {
        let Ok(entry) = entry else { panic!("the archive cannot be read back") };
        let Ok(path) = entry.path() else { panic!("an entry has no path") };
        assert!(depth(&path).is_some(), "{} leads outside", path.display());
        assert!(seen.insert(path.to_path_buf()), "{} stands twice", path.display());
        if let Ok(Some(target)) = entry.link_name() {
            let place = path.parent().map(|folder| folder.join(&target));
            assert!(place.as_deref().and_then(depth).is_some(), "{} points outside", path.display());
            links.insert(path.to_path_buf(), target.to_path_buf());
        }
    }
    for path in &seen {
        let over = path.ancestors().skip(1).find(|folder| links.contains_key(*folder));
        assert!(over.is_none(), "{} lies behind a link", path.display());
    }
}

/// How deep a relative path leads; `None` when it leads outside on its way.
fn depth(path: &Path) -> Option<usize> {
    path.components().try_fold(0_usize, |depth, component| match component {
        Component::Normal(_) => Some(depth + 1),
        Component::CurDir => Some(depth),
        Component::ParentDir => depth.checked_sub(1),
        _ => None,
    })
}
