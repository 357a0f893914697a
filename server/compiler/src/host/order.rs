//! What a host is asked: the compiler's command line as `MSBuild` would write it, and everything that it reads.

use super::super::name::ExtensionName;
use super::super::platform::PlatformAssemblies;
use super::super::project::Project;
use super::super::sandbox::{FOLDER, TOOLCHAIN};
use super::super::toolchain::Toolchain;
use super::super::workspace::Workspace;
use super::frame::Frame;
use super::plain::{NotPlain, PlainProject, Reference};
use bytes::Bytes;
use std::collections::BTreeSet;

/// Names of files that `MSBuild`, `NuGet` or the compiler read by themselves.
const READ_UNASKED: [&str; 9] = [
    "directory.build.props",
    "directory.build.targets",
    "directory.build.rsp",
    "directory.packages.props",
    "msbuild.rsp",
    ".editorconfig",
    ".globalconfig",
    "global.json",
    "nuget.config",
];

/// One compilation.
#[derive(Debug)]
pub(super) struct Order {
    arguments: Vec<String>,
    sources: Vec<(String, Bytes)>,
    assemblies: Vec<(String, Bytes)>,
    platform: Vec<(String, String)>,
    framework: String,
    /// Names of assemblies that lie in the archive and are not referenced.
    lying: Vec<String>,
    /// The facade that is referenced too when an assembly is one of .NET Standard; empty when that takes more than a facade.
    standard: String,
}

/// What orders are made from.
#[derive(Debug)]
pub(super) struct Ordering<'parts> {
    pub(super) toolchain: &'parts Toolchain,
    pub(super) platform: &'parts PlatformAssemblies,
    pub(super) workspace: &'parts Workspace,
    pub(super) project: &'parts Project,
    pub(super) extension: &'parts ExtensionName,
}

impl Order {
    /// The request for a host.
    pub(super) fn frame(&self) -> Frame {
        let mut frame = Frame::default();
        frame.number(2).text(FOLDER);
        frame.list(&self.arguments, |frame, argument| frame.text(argument));
        for files in [&self.sources, &self.assemblies] {
            frame.list(files, |frame, (path, content)| frame.text(path).bytes(content));
        }
        frame.list(&self.platform, |frame, (path, name)| frame.text(path).text(name));
        frame.text(&self.framework).list(&self.lying, |frame, name| frame.text(name));
        frame.text(&self.standard);
        frame
    }
}

impl Ordering<'_> {
    /// The order; or what makes this a project for `dotnet build`.
    pub(super) fn order(&self) -> Result<Order, NotPlain> {
        if let Some(file) = self.workspace.paths().find(|path| read_unasked(path)) {
            return Err(NotPlain(format!("the file {file}")));
        }
        if self.workspace.has_floating_version() {
            return Err(NotPlain("the version with *".into()));
        }
        let content = self.workspace.file(&self.project.file);
        let content = content.ok_or_else(|| NotPlain("the project's path".into()))?;
        let project = PlainProject::read(self.project, content)?;
        if project.property("AssemblyName") != Some(self.extension.assembly().as_str()) {
            return Err(NotPlain("the property AssemblyName".into()));
        }
        let set = self.toolchain.set(project.framework);
        let mut order = Order {
            arguments: Vec::new(),
            sources: Vec::new(),
            assemblies: Vec::new(),
            platform: Vec::new(),
            framework: format!("{TOOLCHAIN}/{}", set.inside()),
            lying: self.lying(&project),
            standard: set.standard().map_or_else(String::new, |path| format!("{TOOLCHAIN}/{path}")),
        };
        let references = self.references(&project, &mut order)?;
        order.arguments = switches(&project, &self.extension.assembly())?;
        order.arguments.extend(references.iter().map(|path| format!("/reference:{path}")));
        for path in &project.sources {
            let content = self.workspace.file(path).ok_or_else(|| NotPlain(format!("the source {path}")))?;
            order.arguments.push(path.clone());
            order.sources.push((path.clone(), content.clone()));
        }
        let (path, text) = self.framework_attribute(&project);
        order.arguments.push(path.clone());
        order.sources.push((path, text.into()));
        Ok(order)
    }

    /// The references in the order that `MSBuild` gives them to the compiler: `mscorlib`, then by path without regard to case.
    fn references(&self, project: &PlainProject, order: &mut Order) -> Result<Vec<String>, NotPlain> {
        let mut paths = Vec::new();
        for reference in &project.references {
            let unknown = || NotPlain(format!("the reference {}", reference.name));
            if reference.name.eq_ignore_ascii_case("mscorlib") {
                return Err(unknown());
            }
            if reference.hint.is_none()
                && let Some(path) = self.of_framework(project, &reference.name)
            {
                paths.push(path);
                continue;
            }
            let place = self.place(project, reference).ok_or_else(unknown)?;
            let content = self.workspace.file(&place).ok_or_else(unknown)?;
            let path = format!("{FOLDER}/{place}");
            match self.platform.iter().find(|(_, known)| *known == content) {
                Some((name, _)) => order.platform.push((path.clone(), name.into())),
                None => order.assemblies.push((path.clone(), content.clone())),
            }
            paths.push(path);
        }
        let core = self.of_framework(project, "System.Core").ok_or_else(|| NotPlain("the framework".into()))?;
        if !paths.contains(&core) {
            paths.push(core);
        }
        paths.sort_by_key(|path| path.to_uppercase());
        paths.insert(0, format!("{TOOLCHAIN}/{}/mscorlib.dll", self.toolchain.set(project.framework).inside()));
        Ok(paths)
    }

    /// The path of an assembly that the framework has under exactly this name.
    fn of_framework(&self, project: &PlainProject, name: &str) -> Option<String> {
        let set = self.toolchain.set(project.framework);
        let there = set.spelled(name).is_some_and(|spelled| spelled == name);
        there.then(|| format!("{TOOLCHAIN}/{}/{name}.dll", set.inside()))
    }

    /// Where a reference's own file lies. Without a hint `MSBuild` looks for it where the output goes, and for metadata of Windows first.
    fn place(&self, project: &PlainProject, reference: &Reference) -> Option<String> {
        let Reference { name, hint } = reference;
        if hint.is_some() || self.of_framework(project, name).is_some() {
            return hint.clone();
        }
        let has_ending = name.rsplit_once('.').is_some_and(|(_, end)| is_assembly(end));
        let before = self.workspace.file(&format!("bin/{name}.winmd")).is_some();
        (!has_ending && !before).then(|| format!("bin/{name}.dll"))
    }

    fn lying(&self, project: &PlainProject) -> Vec<String> {
        let places = project.references.iter().filter_map(|reference| self.place(project, reference));
        let places: BTreeSet<String> = places.map(|place| place.to_ascii_lowercase()).collect();
        let referenced = |path: &&str| !places.contains(&path.to_ascii_lowercase());
        let name = |path: &str| {
            let (name, kind) = path.rsplit('/').next()?.rsplit_once('.')?;
            let platform = self.platform.iter().any(|(known, _)| known == format!("{name}.dll"));
            (is_assembly(kind) && !platform).then(|| name.to_owned())
        };
        self.workspace.paths().filter(referenced).filter_map(name).collect()
    }

    /// The source that `MSBuild` adds, and where. Releases before 5 put it into the folder for temporary files.
    fn framework_attribute(&self, project: &PlainProject) -> (String, String) {
        let version = project.property("TargetFrameworkVersion").unwrap_or_default();
        let name = format!(".NETFramework,Version={version}");
        let folder = if self.toolchain.major() < 5 { "/Source/tmp/" } else { "obj/Release/" };
        let text = format!(
            "// <autogenerated />\r\nusing System;\r\nusing System.Reflection;\r\n\
             [assembly: global::System.Runtime.Versioning.TargetFrameworkAttribute(\"{name}\", FrameworkDisplayName = \"\")]\n"
        );
        (format!("{folder}{name}.AssemblyAttributes.cs"), text)
    }
}

/// Whether a file is an assembly, by what stands behind the last dot of its name.
fn is_assembly(end: &str) -> bool {
    matches!(end.to_ascii_lowercase().as_str(), "dll" | "exe" | "winmd")
}

/// Whether a file is read that nothing names.
fn read_unasked(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path).to_lowercase();
    READ_UNASKED.contains(&name.as_str()) || name.ends_with(".csproj.user")
}

fn switches(project: &PlainProject, assembly: &str) -> Result<Vec<String>, NotPlain> {
    let mut switches = vec!["/noconfig".into()];
    let strange = |name: &str| NotPlain(format!("the property {name}"));
    let numbers = |name: &str| match project.property(name) {
        None => Ok(String::new()),
        Some(list) if list.chars().all(|one| one.is_ascii_alphanumeric() || ";, ".contains(one)) => {
            let numbers = list.split([';', ',', ' ']).filter(|number| !number.is_empty());
            Ok(numbers.fold(String::new(), |text, number| text + number + ","))
        }
        Some(_) => Err(strange(name)),
    };
    switches.push(format!("/nowarn:{}1701,1702", numbers("NoWarn")?));
    let fixed = ["/nostdlib+", "/errorreport:prompt", "/errorendlocation", "/highentropyva+", "/subsystemversion:6.00"];
    switches.extend(fixed.map(String::from));
    let fixed = ["/target:library", "/utf8output", "/deterministic+"];
    switches.extend(fixed.map(String::from));
    switches.push(format!("/out:obj/Release/{assembly}.dll"));
    for (name, switch) in [("WarningsAsErrors", "/warnaserror+:"), ("WarningsNotAsErrors", "/warnaserror-:")] {
        let numbers = numbers(name)?;
        if !numbers.is_empty() {
            switches.push(format!("{switch}{}", numbers.trim_end_matches(',')));
        }
    }
    // What is said of single warnings counts, wherever it stands.
    let position = 1;
    for (name, switch) in [
        ("TreatWarningsAsErrors", "/warnaserror"),
        ("Optimize", "/optimize"),
        ("AllowUnsafeBlocks", "/unsafe"),
        ("CheckForOverflowUnderflow", "/checked"),
    ] {
        match project.property(name).map(str::to_ascii_lowercase).as_deref() {
            None => {}
            Some("true") => switches.insert(position, format!("{switch}+")),
            Some("false") => switches.insert(position, format!("{switch}-")),
            Some(_) => return Err(strange(name)),
        }
    }
    switches.extend(valued(project, assembly)?);
    Ok(switches)
}

fn valued(project: &PlainProject, assembly: &str) -> Result<Vec<String>, NotPlain> {
    let mut switches = Vec::new();
    let strange = |name: &str| NotPlain(format!("the property {name}"));
    for (name, switch) in [("WarningLevel", "warn"), ("FileAlignment", "filealign"), ("Nullable", "nullable")] {
        if let Some(value) = project.property(name) {
            if !value.chars().all(|character| character.is_ascii_alphanumeric()) {
                return Err(strange(name));
            }
            switches.push(format!("/{switch}:{value}"));
        }
    }
    match project.property("DebugType").unwrap_or_default().to_ascii_lowercase().as_str() {
        "none" => switches.push("/debug-".into()),
        kind @ ("full" | "pdbonly" | "portable") => switches.extend(["/debug+".into(), format!("/debug:{kind}")]),
        _ => return Err(strange("DebugType")),
    }
    if let Some(constants) = project.property("DefineConstants") {
        let name = |name: &str| name.chars().all(|one| one.is_ascii_alphanumeric() || one == '_');
        let names = constants.split(';').all(|constant| !constant.is_empty() && name(constant));
        if !names || constants.split(';').any(|constant| constant.starts_with(|first: char| first.is_ascii_digit())) {
            return Err(strange("DefineConstants"));
        }
        switches.push(format!("/define:{constants}"));
    }
    // What there is not told is what the SDK says for the .NET Framework.
    let language = project.property("LangVersion").unwrap_or("7.3");
    if !language.chars().all(|character| character.is_ascii_alphanumeric() || character == '.') {
        return Err(strange("LangVersion"));
    }
    switches.push(format!("/langversion:{language}"));
    if let Some(file) = project.property("DocumentationFile") {
        let file = file.replace('\\', "/");
        let name = file.rsplit('/').next().unwrap_or(&file);
        if name != format!("{assembly}.xml") || file.starts_with('/') || file.contains("..") {
            return Err(strange("DocumentationFile"));
        }
        switches.push(format!("/doc:{file}"));
    }
    Ok(switches)
}
