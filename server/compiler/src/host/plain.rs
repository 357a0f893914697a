//! Plain projects: those of which everything is known, so that the compiler's command line can be written down without `MSBuild`.
//!
//! The lists are of what is known to do nothing else than stated here. Whatever is not on them, also in another spelling, makes a project one for
//! `dotnet build`.

use super::super::project::Project;
use super::xml::Element;
use extension::TargetFramework;
use std::collections::{BTreeMap, BTreeSet};

/// A project of which everything is known.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct PlainProject {
    /// What it targets.
    pub(super) framework: TargetFramework,
    /// Its properties, by name, as a Release build has them.
    pub(super) properties: BTreeMap<String, String>,
    /// Paths of the sources, in order, with `/` between folders.
    pub(super) sources: Vec<String>,
    /// What it references, in order.
    pub(super) references: Vec<Reference>,
}

/// A reference.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Reference {
    /// The name, as it stands in the project.
    pub(super) name: String,
    /// Where the file lies, with `/` between folders.
    pub(super) hint: Option<String>,
}

/// What is not plain: an element, a value or a file by its name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NotPlain(pub(super) String);

/// Properties that a compilation does not depend on.
const IDLE: [&str; 12] = [
    "SchemaVersion",
    "ProductVersion",
    "ProjectGuid",
    "RootNamespace",
    "AppDesignerFolder",
    "NuGetPackageImportStamp",
    "SccProjectName",
    "SccLocalPath",
    "SccAuxPath",
    "SccProvider",
    "OldToolsVersion",
    "FileUpgradeFlags",
];

/// Properties that have one value only.
const FIXED: [(&str, &[&str]); 6] = [
    ("OutputType", &["Library"]),
    ("Platform", &["AnyCPU"]),
    ("PlatformTarget", &["AnyCPU"]),
    ("ErrorReport", &["prompt"]),
    ("GenerateSerializationAssemblies", &["Off"]),
    ("TargetFrameworkProfile", &[""]),
];

/// Properties that the command line is made from.
const USED: [&str; 18] = [
    "AssemblyName",
    "TargetFrameworkVersion",
    "OutputPath",
    "DefineConstants",
    "DocumentationFile",
    "DebugSymbols",
    "DebugType",
    "NoWarn",
    "Optimize",
    "WarningLevel",
    "LangVersion",
    "AllowUnsafeBlocks",
    "CheckForOverflowUnderflow",
    "TreatWarningsAsErrors",
    "WarningsAsErrors",
    "WarningsNotAsErrors",
    "FileAlignment",
    "Nullable",
];

/// The import that ends a project.
const TARGETS: [&str; 2] =
    [r"$(MSBuildBinPath)\Microsoft.CSharp.targets", r"$(MSBuildToolsPath)\Microsoft.CSharp.targets"];

impl PlainProject {
    /// Reads the project file that `known` was read from.
    pub(super) fn read(known: &Project, content: &[u8]) -> Result<Self, NotPlain> {
        let content = content.strip_prefix(b"\xef\xbb\xbf").unwrap_or(content);
        let document = std::str::from_utf8(content).ok().and_then(Element::read);
        let root = document.ok_or_else(|| NotPlain(format!("the form of {}", known.file)))?;
        let mut project = Self {
            framework: known.framework,
            properties: BTreeMap::new(),
            sources: Vec::new(),
            references: Vec::new(),
        };
        if root.name != "Project" {
            return Err(not_plain("element", &root.name));
        }
        only(&root, &["DefaultTargets", "ToolsVersion", "xmlns"])?;
        if root.attribute("DefaultTargets").is_some_and(|targets| targets != "Build") {
            return Err(not_plain("attribute", "DefaultTargets"));
        }
        let (last, parts) = root.children.split_last().ok_or_else(|| not_plain("element", "Project"))?;
        for part in parts {
            match part.name.as_str() {
                "PropertyGroup" => project.property_group(part)?,
                "ItemGroup" => project.item_group(part)?,
                name => return Err(not_plain("element", name)),
            }
        }
        let imported = last.attribute("Project").unwrap_or_default();
        if last.name != "Import" || !TARGETS.contains(&imported) || last.attributes.len() != 1 {
            return Err(not_plain("element", &last.name));
        }
        project.check(known)?;
        Ok(project)
    }

    /// The value of a property; none when it is not there or empty.
    pub(super) fn property(&self, name: &str) -> Option<&str> {
        self.properties.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    fn check(&self, known: &Project) -> Result<(), NotPlain> {
        let version = self.property("TargetFrameworkVersion").unwrap_or_default();
        if version != format!("v{}", known.framework) || known.facts.restores() {
            return Err(not_plain("property", "TargetFrameworkVersion"));
        }
        for name in ["OutputType", "AssemblyName", "OutputPath", "Optimize", "WarningLevel", "DebugType"] {
            if self.property(name).is_none() {
                return Err(not_plain("property", name));
            }
        }
        let mut names = BTreeSet::new();
        let twice = |name: &&String| !names.insert(name.to_lowercase());
        match self.sources.iter().chain(self.references.iter().map(|reference| &reference.name)).find(twice) {
            Some(name) => Err(not_plain("item", name)),
            None => Ok(()),
        }
    }

    fn property_group(&mut self, group: &Element) -> Result<(), NotPlain> {
        only(group, &["Condition"])?;
        if !self.holds(group)? {
            // Also what does not count must be known: a condition may be read in another way than here.
            return group.children.iter().try_for_each(|property| known_property(property).map(drop));
        }
        for property in &group.children {
            only(property, &["Condition"])?;
            let value = known_property(property)?;
            if self.holds(property)? && property.name != "Configuration" {
                self.properties.insert(property.name.clone(), value.into());
            }
        }
        Ok(())
    }

    /// The conditions that Visual Studio writes. The command line says which configuration is built.
    fn holds(&self, element: &Element) -> Result<bool, NotPlain> {
        let Some(condition) = element.attribute("Condition") else {
            return Ok(true);
        };
        let condition: String = condition.chars().filter(|character| *character != ' ').collect();
        match condition.as_str() {
            "'$(Platform)'==''" => Ok(!self.properties.contains_key("Platform")),
            "'$(Configuration)|$(Platform)'=='Release|AnyCPU'" | "'$(Configuration)'=='Release'" => Ok(true),
            "'$(Configuration)'==''"
            | "'$(Configuration)|$(Platform)'=='Debug|AnyCPU'"
            | "'$(Configuration)'=='Debug'" => Ok(false),
            _ => Err(not_plain("condition on", &element.name)),
        }
    }

    fn item_group(&mut self, group: &Element) -> Result<(), NotPlain> {
        only(group, &[])?;
        for item in &group.children {
            only(item, &["Include"])?;
            let include = item.attribute("Include").ok_or_else(|| not_plain("item", &item.name))?;
            match item.name.as_str() {
                "Compile" => {
                    metadata(item, &["SubType", "DependentUpon"])?;
                    self.sources.push(path(include).ok_or_else(|| not_plain("source", include))?);
                }
                "Reference" => self.reference(item, include)?,
                "None" | "Content" | "Folder" => {
                    metadata(item, &["SubType"])?;
                    let file = path(include.trim_end_matches('\\')).ok_or_else(|| not_plain("item", include))?;
                    if file.to_lowercase().ends_with(".config") || file.to_lowercase().ends_with(".dll") {
                        return Err(not_plain("item", include));
                    }
                }
                name => return Err(not_plain("item", name)),
            }
        }
        Ok(())
    }

    fn reference(&mut self, item: &Element, include: &str) -> Result<(), NotPlain> {
        metadata(item, &["Name", "HintPath", "Private", "SpecificVersion"])?;
        let named = |name: &str| item.children.iter().find(|child| child.name == name).map(|child| child.text.as_str());
        let plain = include.chars().all(|character| character.is_ascii_alphanumeric() || "._-".contains(character));
        let boolean = |name: &str| named(name).is_none_or(|value| value.eq_ignore_ascii_case("false"));
        let private =
            named("Private").is_none_or(|value| matches!(value.to_ascii_lowercase().as_str(), "true" | "false"));
        if !plain || include.is_empty() || !boolean("SpecificVersion") || !private || item.children.len() > 4 {
            return Err(not_plain("reference", include));
        }
        let hint = match named("HintPath") {
            None => None,
            Some(hint) => Some(path(hint).ok_or_else(|| not_plain("reference", include))?),
        };
        self.references.push(Reference { name: include.into(), hint });
        Ok(())
    }
}

fn not_plain(what: &str, name: &str) -> NotPlain {
    let name: String = name.chars().filter(|character| !character.is_control()).take(60).collect();
    NotPlain(format!("the {what} {name}"))
}

fn only(element: &Element, attributes: &[&str]) -> Result<(), NotPlain> {
    match element.attributes.iter().find(|(name, _)| !attributes.contains(&name.as_str())) {
        Some((name, _)) => Err(not_plain("attribute", name)),
        None => Ok(()),
    }
}

fn known_property(property: &Element) -> Result<&str, NotPlain> {
    let (name, value) = (property.name.as_str(), property.text.as_str());
    let fixed = FIXED.iter().find(|(known, _)| *known == name);
    let known = match fixed {
        Some((_, values)) => values.contains(&value),
        None => name == "Configuration" || IDLE.contains(&name) || USED.contains(&name),
    };
    let plain = value.trim() == value && !value.contains(['$', '%', '@', '*', '?', '"', '\'', '\n', '\r', '\t']);
    if known && plain && property.children.is_empty() { Ok(value) } else { Err(not_plain("property", name)) }
}

fn metadata(item: &Element, known: &[&str]) -> Result<(), NotPlain> {
    let strange = |child: &&Element| {
        !known.contains(&child.name.as_str()) || !child.attributes.is_empty() || !child.children.is_empty()
    };
    match item.children.iter().find(strange) {
        Some(child) => Err(not_plain("metadata", &child.name)),
        None => Ok(()),
    }
}

/// A relative path of plain names.
fn path(text: &str) -> Option<String> {
    let path = text.replace('\\', "/");
    let plain = |character: char| !character.is_control() && !"*?$%@;:&\"'<>|".contains(character);
    let names = path.split('/').all(|name| !name.is_empty() && name.trim() == name && name != "." && name != "..");
    (names && path.chars().all(plain)).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROJECT: &str = include_str!("../../../tests/project/MortgageLib.csproj");

    fn read(text: &str) -> Result<PlainProject, String> {
        let known = Project::read("A.csproj", text.as_bytes()).map_err(|error| error.to_string())?;
        PlainProject::read(&known, text.as_bytes()).map_err(|NotPlain(what)| what)
    }

    #[test]
    fn a_generated_project_is_plain() {
        let project = read(PROJECT).unwrap();
        assert_eq!(project.sources, ["AssemblyInfo.cs", "MortgageLib.cs", "Interface.cs"]);
        assert_eq!(project.property("DefineConstants"), Some("TRACE"));
        assert_eq!(project.property("DebugType"), Some("none"));
        assert_eq!(project.references.len(), 13);
        assert_eq!(project.references[7].hint.as_deref(), Some("bin/OutSystems.RuntimeCommon.dll"));
    }

    #[test]
    fn whatever_is_not_known_is_left_to_msbuild() {
        for (inserted, what) in [
            ("<Target Name='A'/>", "the element Target"),
            ("<UsingTask TaskName='A' AssemblyFile='a.dll'/>", "the element UsingTask"),
            ("<Import Project='a.targets'/>", "the element Import"),
            ("<Choose/>", "the element Choose"),
            ("<ItemGroup><Analyzer Include='a.dll'/></ItemGroup>", "the item Analyzer"),
            ("<ItemGroup><PackageReference Include='a'/></ItemGroup>", "the item PackageReference"),
            ("<ItemGroup><EmbeddedResource Include='a.resx'/></ItemGroup>", "the item EmbeddedResource"),
            ("<ItemGroup><Compile Include='*.cs'/></ItemGroup>", "the source *.cs"),
            ("<ItemGroup><Compile Include='../a.cs'/></ItemGroup>", "the source ../a.cs"),
            ("<ItemGroup><Compile Include='interface.cs'/></ItemGroup>", "the item Interface.cs"),
            ("<ItemGroup Condition='true'/>", "the attribute Condition"),
            ("<ItemGroup><None Include='App.config'/></ItemGroup>", "the item App.config"),
            (
                "<ItemGroup><Content Include='a.txt'><CopyToOutputDirectory>Always</CopyToOutputDirectory></Content></ItemGroup>",
                "the metadata CopyToOutputDirectory",
            ),
            ("<ItemGroup><Reference Include='A, Version=1.0.0.0'/></ItemGroup>", "the reference A, Version=1.0.0.0"),
            ("<PropertyGroup><PreBuildEvent>x</PreBuildEvent></PropertyGroup>", "the property PreBuildEvent"),
            ("<PropertyGroup><CscToolPath>/x</CscToolPath></PropertyGroup>", "the property CscToolPath"),
            ("<PropertyGroup><NoWarn>$(NoWarn);1</NoWarn></PropertyGroup>", "the property NoWarn"),
            ("<PropertyGroup><optimize>false</optimize></PropertyGroup>", "the property optimize"),
            ("<PropertyGroup><OutputType>Exe</OutputType></PropertyGroup>", "the property OutputType"),
            ("<PropertyGroup Condition=\"Exists('a')\"/>", "the condition on PropertyGroup"),
            ("<PropertyGroup Label='x'/>", "the attribute Label"),
        ] {
            let text = PROJECT.replacen("<PropertyGroup>", &format!("{inserted}<PropertyGroup>"), 1);
            assert_eq!(read(&text).unwrap_err(), what, "{inserted}");
        }
        let after = PROJECT.replace("</Project>", "<PropertyGroup/></Project>");
        assert_eq!(read(&after).unwrap_err(), "the element Import");
        let targets = PROJECT.replace("DefaultTargets=\"Build\"", "DefaultTargets=\"Other\"");
        assert_eq!(read(&targets).unwrap_err(), "the attribute DefaultTargets");
        let first = PROJECT.replace("DefaultTargets=\"Build\"", "InitialTargets=\"Other\"");
        assert_eq!(read(&first).unwrap_err(), "the attribute InitialTargets");
    }
}
