//! Which way an archive is for, as a glance tells: by the names of its files and by its project file.
//!
//! It comes before any turn, so it reads and remembers next to nothing. Sources are not read: what they have is seen at the turn of a host, and then the
//! project goes on to `dotnet build`.

use super::archive::{ArchiveError, ArchiveLimits, Sources};
use super::host;
use super::name::ExtensionName;
use super::platform::PlatformAssemblies;
use super::prepared::Prepared;
use super::project::{LARGEST, Project};
use super::toolchain::Toolchain;
use api::compile::Way;

/// The way that an archive is for, with its project made to fit this server. One that cannot be read is for a host, at whose turn it is refused at once.
pub(super) fn way(
    archive: &[u8],
    limits: &ArchiveLimits,
    extension: &ExtensionName,
    toolchain: &Toolchain,
    platform: &PlatformAssemblies,
) -> Way {
    let limits = ArchiveLimits { file: LARGEST as u64 + 1, ..host::limits(limits) };
    let sources = match Sources::read_some(archive, &limits, Project::may_be) {
        Ok(sources) => sources,
        Err(ArchiveError::TotalTooLarge { .. }) => return Way::DotnetBuild,
        Err(_) => return Way::Host,
    };
    let Ok(project) = Project::find(&sources, extension) else { return Way::Host };
    let Prepared { workspace, project, .. } = Prepared::new(sources, project, extension, toolchain, platform);
    match host::objection(toolchain, platform, &workspace, &project, extension) {
        None => Way::Host,
        Some(_) => Way::DotnetBuild,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use support::archive::zip_of;

    const PROJECT: &str = include_str!("../../tests/project/MortgageLib.csproj");

    /// A toolchain of empty files, with the platform's assemblies that generated projects reference.
    fn toolchain() -> (Toolchain, PlatformAssemblies) {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::create_dir_all(path("sdk/3.1.102")).unwrap();
        fs::create_dir_all(path("platform")).unwrap();
        let framework: Vec<_> =
            PROJECT.split("Include=\"System").skip(1).filter_map(|it| it.split('"').next()).collect();
        let hints = PROJECT.split("<HintPath>bin\\").skip(1).filter_map(|it| it.split('<').next());
        for version in ["4.6.1-api", "4.7.2-api", "4.8-api"] {
            fs::create_dir(path(version)).unwrap();
            fs::write(path(version).join("mscorlib.dll"), "").unwrap();
            for name in &framework {
                fs::write(path(version).join(format!("System{name}.dll")), "").unwrap();
            }
        }
        hints.for_each(|file| fs::write(path("platform").join(file), file).unwrap());
        fs::write(path("dotnet"), "").unwrap();
        let description = serde_json::json!({
            "dotnet": path("dotnet"), "root": folder.path(), "sdk_version": "3.1.102", "references": folder.path(),
            "platform": path("platform"), "ssl": null, "host": folder.path(),
        });
        fs::write(path("toolchain.json"), description.to_string()).unwrap();
        let toolchain = Toolchain::load(Some(&path("toolchain.json")), None).unwrap();
        let platform = PlatformAssemblies::load(&path("platform"), None).unwrap();
        (toolchain, platform)
    }

    fn seen_of(archive: &[u8]) -> Way {
        let (toolchain, platform) = toolchain();
        let extension = ExtensionName::parse("MortgageLib").unwrap();
        way(archive, &ArchiveLimits::default(), &extension, &toolchain, &platform)
    }

    /// The way for files with the sources that the project names.
    fn seen(files: &[(&str, &str)]) -> Way {
        let sources = ["AssemblyInfo.cs", "MortgageLib.cs", "Interface.cs"].map(|path| (path, ""));
        let files: Vec<_> = files.iter().chain(&sources).map(|(path, text)| (*path, text.as_bytes())).collect();
        seen_of(&zip_of(&files))
    }

    #[test]
    fn a_generated_project_is_for_a_host_and_what_runs_something_is_not() {
        assert_eq!(seen(&[("MortgageLib.csproj", PROJECT), ("a.cs", "")]), Way::Host);
        let running = PROJECT.replace("</Project>", "<Target Name='A' /></Project>");
        assert_eq!(seen(&[("MortgageLib.csproj", &running)]), Way::DotnetBuild);
        assert_eq!(seen(&[("MortgageLib.csproj", PROJECT), ("Directory.Build.props", "")]), Way::DotnetBuild);
    }

    #[test]
    fn a_project_that_can_be_made_to_fit_is_for_a_host() {
        let changed = |from: &str, to: &str, more: &[(&str, &str)]| {
            assert!(PROJECT.contains(from), "{from}");
            let project = PROJECT.replace(from, to);
            seen(&[&[("MortgageLib.csproj", project.as_str())], more].concat())
        };
        let guard = r"<Target Name='EnsureNuGetPackageBuildImports'><Error Condition=!Exists('packages\a') Text='' /></Target></Project>";
        let guard = guard.replace("=!Exists('packages\\a')", "=\"!Exists('packages\\a')\"");
        assert_eq!(changed("</Project>", &guard, &[]), Way::Host);
        assert_eq!(changed("\"System.Core\"", "\"system.CORE\"", &[]), Way::Host);
        let reference = |hint: &str| {
            let hint = if hint.is_empty() { String::new() } else { format!("<HintPath>{hint}</HintPath>") };
            format!("<ItemGroup><Reference Include=\"My.Json\">{hint}</Reference></ItemGroup><Import")
        };
        for hint in [r"..\..\My.Json.dll", r"C:\Own\My.Json.dll", ""] {
            assert_eq!(changed("<Import", &reference(hint), &[("Bin/my.json.DLL", "")]), Way::Host, "{hint}");
            assert_eq!(changed("<Import", &reference(hint), &[]), Way::DotnetBuild, "{hint}");
        }
        let windows = [("Bin/My.Json.dll", ""), ("bin/My.Json.winmd", "")];
        assert_eq!(changed("<Import", &reference(""), &windows), Way::DotnetBuild);
    }

    /// Nothing that a host looks for is missing.
    #[test]
    fn a_source_that_is_not_there_is_for_dotnet_build() {
        let project = PROJECT.replace("\"Interface.cs\"", "\"Gone.cs\"");
        assert_eq!(seen(&[("MortgageLib.csproj", &project)]), Way::DotnetBuild);
    }

    #[test]
    fn what_is_refused_is_refused_without_waiting_for_builds() {
        assert_eq!(seen(&[]), Way::Host);
        assert_eq!(seen(&[("MortgageLib.csproj", "<Project>")]), Way::Host);
        assert_eq!(seen(&[("MortgageLib.csproj", &" ".repeat(LARGEST + 2))]), Way::Host);
        assert_eq!(seen_of(b"PK"), Way::Host);
    }

    /// What is large takes a while to lay out, too.
    #[test]
    fn only_the_project_file_is_inflated_and_the_others_are_counted() {
        let zeros = "0".repeat(8 << 20);
        let files = [("MortgageLib.csproj", PROJECT), ("1.txt", &zeros), ("2.txt", &zeros), ("3.txt", &zeros)];
        let archive = zip_of(&files.map(|(path, text)| (path, text.as_bytes())));
        let sources = Sources::read_some(&archive, &ArchiveLimits::default(), Project::may_be).unwrap();
        let sizes: Vec<_> = sources.iter().map(|(_, content)| content.len()).collect();
        assert_eq!(sizes, [0, 0, 0, PROJECT.len()]);
        assert_eq!(seen(&files), Way::Host);
        let more: Vec<_> = files.into_iter().chain([("4.txt", zeros.as_str())]).collect();
        assert_eq!(seen(&more), Way::DotnetBuild);
    }
}
