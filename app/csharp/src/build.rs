//! What goes into a build and comes out of it: the project's files, and the assembly as resources of the extension.

use std::sync::Arc;

use extension::{Content, Extension, FileName, Folder, Resource, Timestamp};

use crate::build_record::{BuildRecord, build_inputs};
use crate::compiled_files::files_not_compiled;
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

/// What changes when these, built from the files of `built`, become the main assembly and its documentation: the files in
/// `Source\NET\Bin` whose bytes are others. The documentation says what the assembly was built from. Where there is none,
/// only the time of the assembly does, so it is written anew when a source is newer.
pub fn assembly_changes(
    extension: &Extension,
    built: &Extension,
    dll: Vec<u8>,
    documentation: Option<&str>,
) -> Vec<FileChange> {
    let record = BuildRecord::of(&dll, built);
    let is_late = documentation.is_none() && newer_source(extension).is_some();
    let documentation = documentation.map(|text| record.behind(text).into_bytes());
    let dll_name = assembly_name(extension);
    let documentation_name = format!("{}.xml", dll_name.trim_end_matches(".dll"));
    let files = [(dll_name, Some(dll)), (documentation_name, documentation)];
    let changes = files.into_iter().filter_map(|(name, bytes)| {
        let content = Content::from_bytes(bytes?);
        let existing = extension.resource_at(Folder::BINARIES, &name);
        if existing.is_some_and(|resource| resource.content == content) && !is_late {
            return None;
        }
        let resource = existing.map(|resource| resource.key);
        let (folder, file_name) = (Folder::as_found(Folder::BINARIES), FileName::as_found(&name));
        Some(FileChange { resource, folder, file_name, content })
    });
    changes.collect()
}

/// The first source file that was changed after the assembly was compiled, by the times that stand in the XIF.
pub fn newer_source(extension: &Extension) -> Option<&Arc<Resource>> {
    let assembly = extension.resource_at(Folder::BINARIES, &assembly_name(extension))?;
    let left_out = files_not_compiled(extension);
    let is_newer = |resource: &&Arc<Resource>| {
        let end = resource.file_name.extension().to_ascii_lowercase();
        matches!(end.as_str(), "cs" | "csproj" | "resx" | "props" | "targets")
            && is_time(&resource.last_modified)
            && resource.last_modified > assembly.last_modified
            && !left_out.iter().any(|other| other.key == resource.key)
    };
    let inputs = build_inputs(extension).map(|(_, resource)| resource);
    inputs.filter(|_| is_time(&assembly.last_modified)).find(is_newer)
}

/// Whether two such texts can be compared.
fn is_time(time: &Timestamp) -> bool {
    time.as_str().len() == "2026-01-01 00:00:00".len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use extension::{Key, Name};

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
        assert_eq!(assembly_changes(&extension, &extension, b"old".to_vec(), None), []);
        let changes = assembly_changes(&extension, &extension, b"new".to_vec(), Some("<doc/>"));
        let shown: Vec<_> = changes.iter().map(|it| (it.file_name.as_str(), it.resource.is_some())).collect();
        assert_eq!(shown, [("OutSystems.NssBank.dll", true), ("OutSystems.NssBank.xml", false)]);
    }

    #[test]
    fn an_assembly_says_what_it_was_built_from() {
        let mut extension = extension(&[(Folder::SOURCE, "Bank.cs", "a"), (Folder::BINARIES, "Other.dll", "b")]);
        let changes = assembly_changes(&extension, &extension, b"new".to_vec(), Some("<doc>\n</doc>"));
        let documentation = &changes[1].content;
        let record = BuildRecord::read(documentation).unwrap();
        assert_eq!(record, BuildRecord::of(b"new", &extension));
        assert!(documentation.text().unwrap().starts_with("<doc>\r\n</doc>\r\n"));
        // What the build makes is not what it is built from; everything else that lies with the project is.
        let time = Timestamp::new(2026, 1, 1, 0, 0, 0);
        for (change, number) in changes.iter().zip(20_u8..) {
            let key = Key::from_bytes([number; 16]);
            let resource = Resource::new(
                key,
                change.file_name.clone(),
                change.folder.clone(),
                change.content.clone(),
                time.clone(),
            );
            Arc::make_mut(&mut extension.resources).push(resource.into());
        }
        assert_eq!(record, BuildRecord::of(b"new", &extension));
        Arc::make_mut(&mut Arc::make_mut(&mut extension.resources)[0]).content = Content::from_bytes(*b"other");
        assert_ne!(record, BuildRecord::of(b"new", &extension));
    }

    #[test]
    fn times_tell_of_newer_sources() {
        let mut extension =
            extension(&[(Folder::SOURCE, "Bank.cs", "a"), (Folder::BINARIES, "OutSystems.NssBank.dll", "old")]);
        assert_eq!(newer_source(&extension), None);
        let source = Arc::make_mut(&mut Arc::make_mut(&mut extension.resources)[0]);
        source.last_modified = Timestamp::new(2026, 1, 1, 0, 0, 1);
        assert_eq!(newer_source(&extension).unwrap().file_name.as_str(), "Bank.cs");
        // Without documentation the time is all that says it: it moves on.
        assert_eq!(assembly_changes(&extension, &extension, b"old".to_vec(), None).len(), 1);
    }
}
