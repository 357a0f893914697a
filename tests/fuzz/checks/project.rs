//! A project file in an archive: what is known of it is no more than it says, no path that it names leads outside, and what stands somewhere stands
//! there.

use compiler::project::Project;

pub(crate) fn check(bytes: &[u8]) {
    let Ok(project) = Project::read("MortgageLib.csproj", bytes) else { return };
    let facts = &project.facts;
    assert!(facts.paths.iter().map(String::len).sum::<usize>() <= bytes.len());
    for path in &facts.paths {
        let is_plain = |name: &str| !matches!(name, "" | "." | "..") && !name.contains(['\\', ':']);
        assert!(path.split('/').all(is_plain), "{path:?}");
    }
    let text = std::str::from_utf8(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)).unwrap_or_default();
    for (hint, range) in facts.references.iter().filter_map(|reference| reference.hint.as_ref()) {
        assert_eq!(text.get(range.clone()), Some(hint.as_str()));
    }
    let packages = facts.packages.iter().map(|package| &package.range);
    let elements = packages.chain(facts.imports.iter().map(|import| &import.range));
    for range in elements.chain(facts.targets.iter().map(|target| &target.range)) {
        let element = text.get(range.clone()).unwrap_or_default();
        assert!(element.starts_with('<') && element.ends_with('>'), "{element:?}");
    }
}
