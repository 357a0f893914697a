//! A project file in an archive: what is known of it is no more than it says, and no path that it names leads outside.

use server::compile::project::Project;

pub(crate) fn check(bytes: &[u8]) {
    let Ok(project) = Project::read("MortgageLib.csproj", bytes) else { return };
    assert!(project.paths.iter().map(String::len).sum::<usize>() <= bytes.len());
    for path in &project.paths {
        let is_plain = |name: &str| !matches!(name, "" | "." | "..") && !name.contains(['\\', ':']);
        assert!(path.split('/').all(is_plain), "{path:?}");
    }
}
