//! The project, the solution and the assembly's attributes: generated once, the user's from then on.

use std::fmt::Write as _;

use extension::Extension;

use crate::names;

/// The version of a new assembly. Integration Studio writes that of the Platform Server it is connected
/// to; this is the version that the platform's own assemblies carry since 11.10.
const ASSEMBLY_VERSION: &str = "11.0.0.0";
const FRAMEWORK: [&str; 5] = ["System", "System.Core", "System.Drawing", "System.Data", "System.Web"];
const PLATFORM: [&str; 5] = [
    "OutSystems.RuntimeCommon",
    "OutSystems.HubEdition.RuntimePlatform",
    "OutSystems.HubEdition.DatabaseAbstractionLayer",
    "OutSystems.REST.API",
    "OutSystems.SOAP.API",
];
/// Integration Studio puts the references of imported assemblies behind this comment.
const MARKER: &str = "<!-- DO NOT REMOVE THIS COMMENT: ADD_NEW_PROJECT -->";

/// `<Extension>.csproj`, in the form that Visual Studio 2013 has.
pub(crate) fn project(extension: &Extension) -> String {
    let namespace = names::namespace(&extension.name);
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    text.push_str("<Project DefaultTargets=\"Build\" ToolsVersion=\"12.0\" xmlns=\"http://schemas.microsoft.com/developer/msbuild/2003\">\n");
    text.push_str(&general(&namespace, &extension.provenance.code_key));
    text.push_str(&configuration(&namespace, "Release", "TRACE", "none"));
    text.push_str(&configuration(&namespace, "Debug", "DEBUG;TRACE", "full"));
    text.push_str("\t<ItemGroup>\n");
    text.push_str(&references(extension));
    text.push_str("\t</ItemGroup>\n\t<ItemGroup>\n");
    let implementation = format!("{}.cs", extension.name);
    for file in [
        "AssemblyInfo.cs",
        &implementation,
        "Interface.cs",
        "Structures.cs",
        "Entities.cs",
        "Records.cs",
        "RecordLists.cs",
    ] {
        let _ = write!(text, "\t\t<Compile Include=\"{file}\">\n\t\t\t<SubType>Code</SubType>\n\t\t</Compile>\n");
    }
    text.push_str("\t</ItemGroup>\n\t<Import Project=\"$(MSBuildBinPath)\\Microsoft.CSharp.targets\" />\n</Project>\n");
    text.replace('\n', "\r\n")
}

/// `<Extension>.sln`, of format version 12.
pub(crate) fn solution(extension: &Extension) -> String {
    let (name, key) = (&extension.name, &extension.provenance.code_key);
    let mut text = format!(
        "Microsoft Visual Studio Solution File, Format Version 12.00
# Visual Studio 2013
VisualStudioVersion = 12.0.30723.0
MinimumVisualStudioVersion = 10.0.40219.1
Project(\"{{FAE04EC0-301F-11D3-BF4B-00C04F79EFBC}}\") = \"{name}\", \"{name}.csproj\", \"{{{key}}}\"
EndProject
Global
\tGlobalSection(SolutionConfigurationPlatforms) = preSolution
\t\tRelease|Any CPU = Release|Any CPU
\t\tDebug|Any CPU = Debug|Any CPU
\tEndGlobalSection
\tGlobalSection(ProjectConfigurationPlatforms) = postSolution
"
    );
    for configuration in ["Release", "Debug"] {
        for what in ["ActiveCfg", "Build.0"] {
            let _ = writeln!(text, "\t\t{{{key}}}.{configuration}|Any CPU.{what} = {configuration}|Any CPU");
        }
    }
    text.push_str("\tEndGlobalSection\n\tGlobalSection(SolutionProperties) = preSolution\n");
    text.push_str("\t\tHideSolutionNode = FALSE\n\tEndGlobalSection\nEndGlobal\n");
    text.replace('\n', "\r\n")
}

/// AssemblyInfo.cs.
pub(crate) fn assembly_info() -> String {
    format!(
        "using System;
using System.Reflection;
using System.Resources;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: AssemblyTitle(\"\")]
[assembly: AssemblyDescription(\"\")]
[assembly: AssemblyConfiguration(\"\")]
[assembly: AssemblyCompany(\"OutSystems\")]
[assembly: AssemblyProduct(\"\")]
[assembly: AssemblyCopyright(\"\")]
[assembly: AssemblyTrademark(\"\")]
[assembly: AssemblyCulture(\"\")]
[assembly: ComVisible(false)]
[assembly: CLSCompliantAttribute(false)]
[assembly: AssemblyVersion(\"{ASSEMBLY_VERSION}\")]
[assembly: AssemblyFileVersion(\"{ASSEMBLY_VERSION}\")]
[assembly: NeutralResourcesLanguage(\"\")]

"
    )
    .replace('\n', "\r\n")
}

fn general(namespace: &str, key: &str) -> String {
    format!(
        "\t<PropertyGroup>
\t\t<Configuration Condition=\" '$(Configuration)' == '' \">Release</Configuration>
\t\t<Platform Condition=\" '$(Platform)' == '' \">AnyCPU</Platform>
\t\t<SchemaVersion>2.0</SchemaVersion>
\t\t<ProjectGuid>{{{key}}}</ProjectGuid>
\t\t<OutputType>Library</OutputType>
\t\t<RootNamespace>{namespace}</RootNamespace>
\t\t<AssemblyName>{namespace}</AssemblyName>
\t\t<TargetFrameworkVersion>v4.6.1</TargetFrameworkVersion>
\t</PropertyGroup>
"
    )
}

fn configuration(namespace: &str, name: &str, constants: &str, debug_type: &str) -> String {
    let is_debug = name == "Debug";
    format!(
        "\t<PropertyGroup Condition=\" '$(Configuration)|$(Platform)' == '{name}|AnyCPU' \">
\t\t<OutputPath>bin\\</OutputPath>
\t\t<DefineConstants>{constants}</DefineConstants>
\t\t<DocumentationFile>{namespace}.xml</DocumentationFile>
\t\t<DebugSymbols>{is_debug}</DebugSymbols>
\t\t<NoWarn>1591;1587</NoWarn>
\t\t<Optimize>{}</Optimize>
\t\t<WarningLevel>4</WarningLevel>
\t\t<DebugType>{debug_type}</DebugType>
\t\t<ErrorReport>prompt</ErrorReport>
\t\t<GenerateSerializationAssemblies>Off</GenerateSerializationAssemblies>
\t</PropertyGroup>
",
        !is_debug
    )
}

fn references(extension: &Extension) -> String {
    let mut text = String::new();
    for name in FRAMEWORK {
        text.push_str(&project_reference(name, name, None));
    }
    text.push_str(&project_reference("System.Xml", "System.XML", None));
    text.push_str(&project_reference("System.Xml.Linq", "System.Xml.Linq", None));
    for name in PLATFORM {
        text.push_str(&project_reference(name, name, Some(&format!("bin\\{name}.dll"))));
    }
    let _ = writeln!(text, "\t\t{MARKER}");
    for resource in extension.resources.iter().filter(|resource| resource.is_code_reference) {
        let file = escaped(resource.file_name.as_str());
        text.push_str(&project_reference(&file, &file, Some(&format!("Bin\\{file}"))));
        for framework in resource.references.iter() {
            let name = escaped(&framework.name);
            // Two assemblies often reference the same one; MSBuild takes each only once.
            if !text.contains(&format!("<Reference Include=\"{name}\">")) {
                text.push_str(&project_reference(&name, &name, None));
            }
        }
    }
    text
}

/// A reference of the project, with the path of its file where it is one of the extension.
pub(crate) fn project_reference(include: &str, name: &str, hint: Option<&str>) -> String {
    let mut text = format!("\t\t<Reference Include=\"{include}\">\n\t\t\t<Name>{name}</Name>\n");
    if let Some(hint) = hint {
        let _ = write!(text, "\t\t\t<HintPath>{hint}</HintPath>\n\t\t\t<Private>False</Private>\n");
    }
    text.push_str("\t\t</Reference>\n");
    text
}

/// The text as an item of a project: what means something to `MSBuild` as `%XX`, then as XML.
pub(crate) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '%' | ';' | '$' | '@' | '*' | '?' => {
                let _ = write!(escaped, "%{:02X}", character as u32);
            }
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            _ => escaped.push(character),
        }
    }
    escaped
}
