//! The folder as the build sees it: the sources laid out for a file system that tells upper from lower case, with the platform's
//! assemblies where generated projects look for them.

use super::archive::{EntryPath, Sources};
use super::name::ExtensionName;
use super::platform::PlatformAssemblies;
use super::project::Project;
use bytes::Bytes;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use tar::{Builder, EntryType, Header};

/// The output folder, as project files spell it. XIF files spell it `Bin`.
const BIN: &str = "bin";

/// Bytes that tar counts in.
const BLOCK: usize = 512;

/// What fills a block up.
const EMPTY: [u8; BLOCK] = [0; BLOCK];

/// Files and links, ready to be sent into the sandbox.
#[derive(Debug)]
pub struct Workspace {
    files: BTreeMap<String, Bytes>,
    /// Symbolic links: where, and what they point to, relative to where they are.
    links: BTreeMap<String, String>,
    has_floating_version: bool,
}

impl Workspace {
    /// Lays the sources out.
    ///
    /// `Bin` and `bin` become one folder. Left out are `obj`, whose content belongs to another machine, and an earlier main assembly, so that the
    /// answer is never an old one. A path that the project spells with other capitals than the file has gets a link.
    pub fn new(sources: Sources, project: &Project, platform: &PlatformAssemblies, extension: &ExtensionName) -> Self {
        let old = format!("{BIN}/{}.", extension.assembly()).to_lowercase();
        let mut files = BTreeMap::new();
        for (path, content) in sources.into_files() {
            let path = spelled(&path);
            let folded = path.to_lowercase();
            if !folded.starts_with("obj/") && !folded.starts_with(&old) {
                files.insert(path, content);
            }
        }
        let own: BTreeSet<String> = files.keys().map(|path| path.to_lowercase()).collect();
        for (name, content) in platform.iter() {
            let path = format!("{BIN}/{name}");
            if !own.contains(&path.to_lowercase()) {
                files.insert(path, content.clone());
            }
        }
        let links = links(&files, project);
        let has_floating_version = floats(&files);
        Self { files, links, has_floating_version }
    }

    /// Replaces the project file, and lets files be found under more paths.
    pub fn take(&mut self, project: &str, text: Option<String>, links: Vec<(String, String)>) {
        if let Some(text) = text {
            self.files.insert(project.to_owned(), text.into());
        }
        for (path, file) in links {
            let up = "../".repeat(path.matches('/').count());
            self.links.insert(path, format!("{up}{file}"));
        }
    }

    /// These files as they are.
    pub fn of(files: impl IntoIterator<Item = (String, Bytes)>) -> Self {
        let files = files.into_iter().collect();
        let has_floating_version = floats(&files);
        Self { files, links: BTreeMap::new(), has_floating_version }
    }

    /// The content of a file by a path that has its own spelling or the project's.
    pub fn file(&self, path: &str) -> Option<&Bytes> {
        let linked = || self.links.get(path).and_then(|target| self.files.get(target.trim_start_matches("../")));
        let in_bin = || self.files.get(&format!("{BIN}/{}", path.strip_prefix("Bin/")?));
        self.files.get(path).or_else(linked).or_else(in_bin)
    }

    /// All files with their content, in the order of their paths.
    pub fn contents(&self) -> impl Iterator<Item = (&str, &Bytes)> {
        self.files.iter().map(|(path, content)| (path.as_str(), content))
    }

    /// Whether the same files give the same result each time. A project that runs something of its own, asks the machine for something, or has a floating
    /// version may give another one.
    pub fn is_determined(&self) -> bool {
        const ENDS: [&str; 7] = [".csproj", ".props", ".targets", ".proj", ".user", ".rsp", ".tasks"];
        const OWN: [&str; 6] = ["<target>", "<usingtask", "<import", "$([", "$(registry:", "buildevent"];
        let text_runs = |content: &Bytes| {
            let text = String::from_utf8_lossy(content).to_lowercase();
            let text = text.replace(r#"<import project="$(msbuildbinpath)\microsoft.csharp.targets""#, "");
            let text = text.replace(r#"<import project="$(msbuildtoolspath)\microsoft.csharp.targets""#, "");
            let target = text.match_indices("<target").any(|(place, found)| {
                let next = text.get(place + found.len()..).and_then(|rest| rest.chars().next());
                next.is_some_and(char::is_whitespace)
            });
            target || OWN.iter().any(|own| text.contains(own))
        };
        let mut projects = self.files.iter().filter(|(path, _)| {
            let path = path.to_lowercase();
            ENDS.iter().any(|end| path.ends_with(end))
        });
        !self.has_floating_version() && !projects.any(|(_, content)| text_runs(content))
    }

    /// The paths of all files.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// Whether a source asks for a version with a `*`, which a deterministic compiler refuses (CS8357). All others are compiled so that the same
    /// sources give the same bytes.
    pub fn has_floating_version(&self) -> bool {
        self.has_floating_version
    }

    /// The layout as the parts of a tar archive. Contents are parts of their own, so that none is copied.
    pub fn tar_parts(&self) -> impl Iterator<Item = io::Result<Bytes>> {
        let folder = std::iter::once_with(|| head(&format!("{BIN}/"), EntryType::Directory, 0));
        let files = self.files.iter().flat_map(|(path, content)| {
            let head = head(path, EntryType::Regular, content.len());
            let filling = content.len().next_multiple_of(BLOCK) - content.len();
            [head, Ok(content.clone()), Ok(Bytes::from_static(&EMPTY[..filling]))]
        });
        let links = self.links.iter().map(|(path, target)| link(path, target));
        let end = std::iter::once_with(|| Ok(Builder::new(Vec::new()).into_inner()?.into()));
        folder.chain(files).chain(links).chain(end)
    }
}

/// Whether one of the sources does.
fn floats(files: &BTreeMap<String, Bytes>) -> bool {
    let mut sources = files.iter().filter(|(path, _)| path.to_lowercase().ends_with(".cs"));
    sources.any(|(_, content)| {
        let text = String::from_utf8_lossy(content);
        text.split("AssemblyVersion(\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .any(|version| version.contains('*'))
    })
}

/// The path with the output folder in the spelling of project files.
fn spelled(path: &EntryPath) -> String {
    match path.split_first() {
        Some((first, _)) if first.eq_ignore_ascii_case(BIN) => path.with_first(BIN).to_string(),
        _ => path.to_string(),
    }
}

fn links(files: &BTreeMap<String, Bytes>, project: &Project) -> BTreeMap<String, String> {
    let by_folded: BTreeMap<String, &String> = files.keys().map(|path| (path.to_lowercase(), path)).collect();
    let mut links = BTreeMap::from([("Bin".to_owned(), BIN.to_owned())]);
    for named in &project.facts.paths {
        let named = match named.split_once('/') {
            Some((first, rest)) if first == BIN || first == "Bin" => format!("{BIN}/{rest}"),
            _ => named.clone(),
        };
        let real = match named.find(['*', '?']) {
            Some(wildcard) => {
                folder_of(&named, wildcard).and_then(|named| Some((named, folder_as_it_is(&by_folded, named)?)))
            }
            None => by_folded.get(&named.to_lowercase()).map(|real| (named.as_str(), real.as_str())),
        };
        if let Some((named, real)) = real.filter(|(named, real)| real != named) {
            let up = "../".repeat(named.matches('/').count());
            links.insert(named.to_owned(), format!("{up}{real}"));
        }
    }
    links
}

/// The folder before the part of a path that has a wildcard.
fn folder_of(path: &str, wildcard: usize) -> Option<&str> {
    let before = path.get(..wildcard)?;
    before.rfind('/').and_then(|end| before.get(..end)).filter(|folder| *folder != BIN)
}

/// A folder in the letter case that its files have; none when there is none, or when it is spelled like that already.
fn folder_as_it_is<'files>(by_folded: &BTreeMap<String, &'files String>, named: &str) -> Option<&'files str> {
    let start = format!("{}/", named.to_lowercase());
    let inside = || by_folded.range(start.clone()..).take_while(|(path, _)| path.starts_with(&start));
    let spelled_so = inside().any(|(_, real)| real.starts_with(named));
    let (_, real) = inside().next().filter(|_| !spelled_so)?;
    real.get(..named.len())
}

fn header(kind: EntryType, size: u64) -> Header {
    let mut header = Header::new_gnu();
    header.set_entry_type(kind);
    header.set_mode(if kind == EntryType::Directory { 0o755 } else { 0o644 });
    header.set_size(size);
    header
}

/// Bytes of one entry, without the two empty blocks that end an archive.
fn unended(builder: Builder<Vec<u8>>) -> io::Result<Bytes> {
    let mut bytes = builder.into_inner()?;
    bytes.truncate(bytes.len().saturating_sub(2 * BLOCK));
    Ok(bytes.into())
}

/// What stands before a content of so many bytes.
fn head(path: &str, kind: EntryType, size: usize) -> io::Result<Bytes> {
    let mut builder = Builder::new(Vec::new());
    builder.append_data(&mut header(kind, size as u64), path, io::empty())?;
    unended(builder)
}

fn link(path: &str, target: &str) -> io::Result<Bytes> {
    let mut builder = Builder::new(Vec::new());
    builder.append_link(&mut header(EntryType::Symlink, 0), path, target)?;
    unended(builder)
}

#[cfg(test)]
mod tests {
    use super::super::archive::ArchiveLimits;
    use super::super::project::Facts;
    use super::*;
    use extension::TargetFramework;
    use support::archive::zip_of;

    fn project(named: &[&str]) -> Project {
        let paths = named.iter().map(|&path| path.into()).collect();
        Project {
            file: "A.csproj".into(),
            framework: TargetFramework::V461,
            facts: Facts { paths, ..Facts::default() },
        }
    }

    fn layout(entries: &[&str], named: &[&str]) -> (Vec<String>, Vec<(String, String)>) {
        let archive = zip_of(&entries.iter().map(|path| (*path, b"x".as_slice())).collect::<Vec<_>>());
        let sources = Sources::read(&archive, &ArchiveLimits::default()).unwrap();
        let project = project(named);
        let name = ExtensionName::parse("A").unwrap();
        let workspace = Workspace::new(sources, &project, &PlatformAssemblies::default(), &name);
        let mut archive = Vec::new();
        for part in workspace.tar_parts() {
            archive.extend(part.unwrap());
        }
        let (mut files, mut links) = (Vec::new(), Vec::new());
        for entry in tar::Archive::new(archive.as_slice()).entries().unwrap() {
            let entry = entry.unwrap();
            let path = entry.path().unwrap().display().to_string();
            match entry.link_name().unwrap() {
                Some(target) => links.push((path, target.display().to_string())),
                None => files.push(path),
            }
        }
        (files, links)
    }

    #[test]
    fn contents_of_any_size_come_as_they_are() {
        let files: Vec<_> =
            [0, 1, 511, 512, 513, 5000].map(|size| (format!("{size}/{}.cs", "x".repeat(120)), size)).into();
        let contents: Vec<_> = files.iter().map(|(path, size)| (path.as_str(), vec![b'a'; *size])).collect();
        let archive = zip_of(&contents.iter().map(|(path, content)| (*path, content.as_slice())).collect::<Vec<_>>());
        let sources = Sources::read(&archive, &ArchiveLimits::default()).unwrap();
        let project = project(&[]);
        let name = ExtensionName::parse("A").unwrap();
        let workspace = Workspace::new(sources, &project, &PlatformAssemblies::default(), &name);
        let sent = workspace.tar_parts().collect::<io::Result<Vec<_>>>().unwrap().concat();
        let mut sizes = BTreeMap::new();
        for entry in tar::Archive::new(sent.as_slice()).entries().unwrap() {
            let mut entry = entry.unwrap();
            let path = entry.path().unwrap().display().to_string();
            let mut content = Vec::new();
            io::Read::read_to_end(&mut entry, &mut content).unwrap();
            assert!(content.iter().all(|&byte| byte == b'a'));
            sizes.insert(path, content.len());
        }
        for (path, size) in files {
            assert_eq!(sizes.get(&path), Some(&size));
        }
    }

    #[test]
    fn bin_is_one_folder_and_old_output_is_left_out() {
        let (files, links) = layout(
            &["A.csproj", "Bin/Foo.dll", "BIN/OutSystems.NssA.dll", "Obj/x.json", "a/obj/y.cs"],
            &["bin/Foo.dll", "Bin/Foo.dll"],
        );
        assert_eq!(files, ["bin/", "A.csproj", "a/obj/y.cs", "bin/Foo.dll"]);
        assert_eq!(links, [("Bin".to_owned(), "bin".to_owned())]);
    }

    #[test]
    fn a_project_that_runs_something_is_not_determined() {
        let determined = |project: &str| {
            let project = project.to_owned();
            Workspace::of([("A.csproj".to_owned(), Bytes::from(project))]).is_determined()
        };
        assert!(determined(include_str!("../../tests/project/MortgageLib.csproj")));
        for part in [
            "<Target Name='a'>",
            "<target\nName='a'>",
            "<UsingTask TaskName='a' />",
            "<Import Project='a.targets' />",
            "<PreBuildEvent>date</PreBuildEvent>",
            "<A>$([System.DateTime]::Now)</A>",
        ] {
            assert!(!determined(&format!("<Project>{part}</Project>")), "{part}");
        }
        let floating = "[assembly: AssemblyVersion(\"1.0.*\")]";
        assert!(!Workspace::of([("a.cs".to_owned(), Bytes::from(floating))]).is_determined());
    }

    #[test]
    fn other_capitals_in_the_project_get_a_link() {
        let (_, links) = layout(&["Foo.cs", "lib/Bar.dll", "Bin/Baz.dll"], &["foo.cs", "Lib/bar.dll", "Bin/baz.dll"]);
        let links: Vec<_> = links.iter().map(|(path, target)| (path.as_str(), target.as_str())).collect();
        assert_eq!(
            links,
            [
                ("Bin", "bin"),
                ("Lib/bar.dll", "../lib/Bar.dll"),
                ("bin/baz.dll", "../bin/Baz.dll"),
                ("foo.cs", "Foo.cs"),
            ]
        );
    }

    #[test]
    fn folders_in_other_capitals_get_a_link() {
        let (_, links) = layout(
            &["Models/a.cs", "Models/deep/b.cs", "Same/c.cs", "bin/D.dll"],
            &["models/*.cs", "Same/*.cs", "MODELS/**/*.cs", "BIN/D.dll", "bIn/D.dll"],
        );
        let links: Vec<_> = links.iter().map(|(path, target)| (path.as_str(), target.as_str())).collect();
        assert_eq!(
            links,
            [
                ("BIN/D.dll", "../bin/D.dll"),
                ("Bin", "bin"),
                ("MODELS", "Models"),
                ("bIn/D.dll", "../bin/D.dll"),
                ("models", "Models"),
            ]
        );
    }
}
