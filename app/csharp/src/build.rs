//! What goes into a build and comes out of it: the project's files, and the assembly as resources of the extension.

use extension::{Content, Extension, FileName, Folder, Resource};

use crate::update::FileChange;

/// The files of `Source\NET`, by path inside it with slashes. A file that was excluded from the extension still lies beside
/// the project, so the compiler finds it there, unless a resource has its place.
pub fn project_files(extension: &Extension) -> Vec<(String, Content)> {
    let is_covered =
        |resource: &Resource| extension.resource_at(resource.folder.as_str(), resource.file_name.as_str()).is_some();
    let beside = extension.excluded.iter().filter(|resource| !is_covered(resource));
    let files = extension.resources.iter().chain(beside);
    files.filter_map(|resource| Some((project_path(resource)?, resource.content.clone()))).collect()
}

/// The path of a resource inside `Source\NET`, with slashes; none for what lies elsewhere.
pub fn project_path(resource: &Resource) -> Option<String> {
    let mut parts = resource.folder.parts();
    let is = |part: Option<&str>, name: &str| part.is_some_and(|part| part.eq_ignore_ascii_case(name));
    if !is(parts.next(), "Source") || !is(parts.next(), "NET") {
        return None;
    }
    let mut path = parts.collect::<Vec<_>>().join("/");
    if !path.is_empty() {
        path.push('/');
    }
    Some(path + resource.file_name.as_str())
}

/// The name of the main assembly: `OutSystems.NssMyExt.dll`.
pub fn assembly_name(extension: &Extension) -> String {
    format!("OutSystems.Nss{}.dll", extension.name)
}

/// What changes when these become the main assembly and its documentation: the files in `Source\NET\Bin` whose bytes are
/// others.
pub fn assembly_changes(extension: &Extension, dll: Vec<u8>, documentation: Option<Vec<u8>>) -> Vec<FileChange> {
    let dll_name = assembly_name(extension);
    let documentation_name = format!("{}.xml", dll_name.trim_end_matches(".dll"));
    let files = [(dll_name, Some(dll)), (documentation_name, documentation)];
    let changes = files.into_iter().filter_map(|(name, bytes)| {
        let content = Content::from_bytes(bytes?);
        let existing = extension.resource_at(Folder::BINARIES, &name);
        if existing.is_some_and(|resource| resource.content == content) {
            return None;
        }
        let resource = existing.map(|resource| resource.key);
        let (folder, file_name) = (Folder::as_found(Folder::BINARIES), FileName::as_found(&name));
        Some(FileChange { resource, folder, file_name, content })
    });
    changes.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use extension::{Key, Name, Timestamp};

    fn extension(files: &[(&str, &str, &str)]) -> Extension {
        let time = Timestamp::new(2026, 1, 1, 0, 0, 0);
        let mut extension = Extension::new(
            Name::as_found("Bank"),
            [Key::from_bytes([90; 16]), Key::from_bytes([91; 16]), Key::from_bytes([92; 16])],
            time.clone(),
        );
        let resources = files.iter().zip(1_u8..).map(|((folder, name, text), number)| {
            let content = Content::from_bytes(text.as_bytes().to_vec());
            let (name, folder) = (FileName::as_found(name), Folder::as_found(folder));
            Resource::new(Key::from_bytes([number; 16]), name, folder, content, time.clone()).into()
        });
        extension.resources = resources.collect::<Vec<_>>().into();
        extension
    }

    #[test]
    fn only_what_lies_with_the_project_is_built() {
        let files =
            [(r"\Source\NET\", "Bank.cs", "a"), (r"\source\net\Bin\", "X.dll", "b"), (r"\Icons\", "i.png", "c")];
        let paths: Vec<String> = project_files(&extension(&files)).into_iter().map(|(path, _)| path).collect();
        assert_eq!(paths, ["Bank.cs", "Bin/X.dll"]);
    }

    #[test]
    fn an_assembly_changes_only_what_is_another_one() {
        let extension = extension(&[(Folder::BINARIES, "outsystems.nssbank.dll", "old")]);
        assert_eq!(assembly_changes(&extension, b"old".to_vec(), None), []);
        let changes = assembly_changes(&extension, b"new".to_vec(), Some(b"<doc/>".to_vec()));
        let shown: Vec<_> = changes.iter().map(|it| (it.file_name.as_str(), it.resource.is_some())).collect();
        assert_eq!(shown, [("OutSystems.NssBank.dll", true), ("OutSystems.NssBank.xml", false)]);
    }
}
