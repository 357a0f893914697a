//! Project files as developers have them: what Windows or `NuGet` would find is found or named, with the line, the cause and the cure.

use super::equality::compile;
use super::sample::{Extension, NAME};
use api::compile::{Cause, CompileAnswer, Diagnostic, Outcome, Severity, Way};
use api::problem::Code;
use compiler::offered::is_managed;
use compiler::queue::QueueSize;
use compiler::{Compiler, CompilerOptions};
use std::path::{Path, PathBuf};
use support::tools::toolchain;

const PROJECT: &str = "MortgageLib.csproj";

/// A compiler with a host, and these folders of the operator.
async fn compiler_with(references: Option<PathBuf>, assemblies: Option<PathBuf>) -> Option<Compiler> {
    let options = CompilerOptions {
        toolchain: Some(toolchain()?),
        references,
        assemblies,
        queue: QueueSize { hosts: 1, ..QueueSize::default() },
        ..CompilerOptions::default()
    };
    let compiler = Compiler::detect(options).await;
    compiler.prove_hosts().await;
    Some(compiler)
}

async fn compiler() -> Option<Compiler> {
    compiler_with(None, None).await
}

fn with_reference(reference: &str) -> Extension {
    Extension::generated().change(PROJECT, "<!-- DO NOT", &format!("{reference}\n<!-- DO NOT"))
}

fn using(extension: Extension, code: &str) -> Extension {
    extension.change("MortgageLib.cs", "double rate =", &format!("{code}\n\t\t\tdouble rate ="))
}

fn dll(answer: &CompileAnswer) -> Vec<u8> {
    match &answer.outcome {
        Outcome::Succeeded { assembly } => assembly.dll.clone(),
        other => panic!("{other:?} {:?} {}", answer.diagnostics, answer.output),
    }
}

/// The only message with this code.
fn only(answer: &CompileAnswer, code: Code) -> &Diagnostic {
    let found: Vec<_> = answer.diagnostics.iter().filter(|it| it.code == code.page().code).collect();
    let [one] = found.as_slice() else { panic!("{:?} {}", answer.diagnostics, answer.output) };
    one
}

/// The line of the project file that a message is about.
fn line_of(message: &Diagnostic, extension: &Extension) -> String {
    assert_eq!(message.file.as_deref(), Some(PROJECT));
    let line = message.span.unwrap().start.line as usize;
    extension.text(PROJECT).lines().nth(line - 1).unwrap_or_default().to_owned()
}

/// An assembly `Some.Json` with a class `Json`, made by the compiler under test.
async fn library(compiler: &Compiler) -> Vec<u8> {
    let extension = Extension::generated()
        .change(PROJECT, "<AssemblyName>OutSystems.NssMortgageLib<", "<AssemblyName>OutSystems.NssJson<")
        .change(PROJECT, "OutSystems.NssMortgageLib.xml", "OutSystems.NssJson.xml")
        .with("MortgageLib.cs", b"namespace Some.Json { public class Json { public static int One() { return 1; } } }")
        .with("Interface.cs", b"");
    dll(&compile(compiler, "Json", &extension).await)
}

const USE: &str = "int one = Some.Json.Json.One();";

#[tokio::test]
async fn the_guard_of_nuget_and_imports_of_packages_do_not_stop_a_build() {
    let Some(compiler) = compiler().await else { return };
    let plain = compile(&compiler, NAME, &Extension::generated()).await;
    let targets = r"packages\Some.Package.1.0.0\build\Some.Package.targets";
    let guard = format!(
        "<Import Project=\"{targets}\" Condition=\"Exists('{targets}')\" />\n<Target Name=\"EnsureNuGetPackageBuildImports\" BeforeTargets=\"PrepareForBuild\">\n\
         <PropertyGroup><ErrorText>Missing: {{0}}.</ErrorText></PropertyGroup>\n\
         <Error Condition=\"!Exists('{targets}')\" Text=\"$([System.String]::Format('$(ErrorText)', '{targets}'))\" />\n</Target></Project>"
    );
    let unconditional = format!(
        "<Import Project=\"..\\{targets}\" />\n<Import Project=\"$(SolutionDir)\\.nuget\\NuGet.targets\" /></Project>"
    );
    for inserted in [&guard, &unconditional] {
        let answer = compile(&compiler, NAME, &Extension::generated().change(PROJECT, "</Project>", inserted)).await;
        assert_eq!((dll(&answer), answer.way), (dll(&plain), Some(Way::Host)));
        assert!(answer.diagnostics.is_empty(), "{}", answer.output);
        assert!(answer.output.contains("Passed over: the import of "), "{}", answer.output);
    }
    // What else such a target does, and another one that stops, keep their meaning.
    let own = guard.replace("<PropertyGroup><ErrorText>", "<Exec Command=\"false\" /><PropertyGroup><ErrorText>");
    let answer = compile(&compiler, NAME, &Extension::generated().change(PROJECT, "</Project>", &own)).await;
    assert_eq!(answer.outcome, Outcome::Failed);
    let other = "<Target Name=\"Mine\" BeforeTargets=\"Build\"><Error Text=\"stop here\" /></Target></Project>";
    let answer = compile(&compiler, NAME, &Extension::generated().change(PROJECT, "</Project>", other)).await;
    assert!(answer.diagnostics.iter().any(|it| it.text == "stop here"), "{:?}", answer.diagnostics);
}

#[tokio::test]
async fn a_hint_that_leads_outside_finds_the_assembly_of_the_extension() {
    let Some(compiler) = compiler().await else { return };
    let library = library(&compiler).await;
    for (hint, place) in [
        (r"..\..\..\Program Files\OutSystems\Some.Json.dll", "Bin/OutSystems.NssJson.dll"),
        (r"C:\Program Files\OutSystems\OutSystems.NssJson.dll", "Bin/OutSystems.NssJson.dll"),
        (r"packages\Json.1.0\lib\net45\OutSystems.NssJson.dll", "bin/outsystems.nssjson.DLL"),
        (r"$(SolutionDir)packages\OutSystems.NssJson.dll", "lib/OutSystems.NssJson.dll"),
    ] {
        let reference = format!("<Reference Include=\"OutSystems.NssJson\"><HintPath>{hint}</HintPath></Reference>");
        let extension = using(with_reference(&reference), USE).with(place, &library);
        let answer = compile(&compiler, NAME, &extension).await;
        dll(&answer);
        assert!(answer.output.contains("OutSystems.NssJson was taken from "), "{}", answer.output);
        assert!(answer.output.contains(hint), "{}", answer.output);
    }
    // Without a hint it is found in any letter case, and elsewhere than in Bin too.
    for place in ["Bin/outsystems.NSSJSON.dll", "lib/OutSystems.NssJson.dll", "Bin/OutSystems.NssJson.dll"] {
        let extension =
            using(with_reference("<Reference Include=\"OutSystems.NssJson\" />"), USE).with(place, &library);
        dll(&compile(&compiler, NAME, &extension).await);
    }
}

#[tokio::test]
async fn a_missing_assembly_is_one_message_with_file_hint_and_cure() {
    let folder = tempfile::tempdir().unwrap();
    let Some(plain) = compiler().await else { return };
    let library = library(&plain).await;
    assert!(is_managed(&library));
    std::fs::write(folder.path().join("Newtonsoft.Json.dll"), &library).unwrap();
    let hint = r"..\..\Program Files\OutSystems\Newtonsoft.Json.dll";
    let reference = format!("<Reference Include=\"Newtonsoft.Json\"><HintPath>{hint}</HintPath></Reference>");
    let uses = "var text = Newtonsoft.Json.JsonConvert.SerializeObject(1); Newtonsoft.Json.Linq.JObject other = null;";
    let extension = using(with_reference(&reference), uses);
    let compiler = compiler_with(None, Some(folder.path().into())).await.unwrap();
    for (compiler, is_offered) in [(&plain, false), (&compiler, true)] {
        let answer = compile(compiler, NAME, &extension).await;
        assert_eq!(answer.outcome, Outcome::Failed);
        let [message] = answer.diagnostics.as_slice() else { panic!("{:?}", answer.diagnostics) };
        assert_eq!((message.code.as_str(), message.severity), ("S206", Severity::Error));
        assert!(message.text.contains(hint) && message.text.contains("Newtonsoft.Json.dll is missing"), "{message:?}");
        assert!(line_of(message, &extension).contains("Newtonsoft.Json"));
        let Some(Cause::AssemblyMissing { file, offered, .. }) = &message.cause else { panic!("{message:?}") };
        assert_eq!((file.as_str(), offered.len() == 1), ("Newtonsoft.Json.dll", is_offered));
        assert!(!is_offered || message.text.contains(&format!("{} bytes", library.len())), "{message:?}");
        assert!(answer.output.contains("error CS0246"), "{}", answer.output);
    }
    let named = using(with_reference(&reference), "var text = Newtonsoft.Json.JsonConvert.SerializeObject(1);");
    let answer = compile(&plain, NAME, &named).await;
    assert_eq!((answer.diagnostics.len(), only(&answer, Code::AssemblyMissing).severity), (1, Severity::Error));
    // What nothing uses is a warning, and other errors stay.
    let unused = with_reference(&reference);
    let answer = compile(&plain, NAME, &unused).await;
    dll(&answer);
    assert_eq!(only(&answer, Code::AssemblyMissing).severity, Severity::Warning);
    let answer = compile(&plain, NAME, &using(with_reference(&reference), "wrong();")).await;
    assert_eq!(only(&answer, Code::AssemblyMissing).severity, Severity::Warning);
    assert!(answer.diagnostics.iter().any(|it| it.code == "CS0103"), "{:?}", answer.diagnostics);
}

/// The names of all assemblies of a version of the framework that the toolchain has.
fn names(version: &str) -> Option<Vec<String>> {
    let description = std::fs::read(toolchain()?).unwrap();
    let description: serde_json::Value = serde_json::from_slice(&description).unwrap();
    let folder = Path::new(description["references"].as_str().unwrap()).join(format!("{version}-api"));
    let files = std::fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path());
    let dlls = files.filter(|path| path.extension().is_some_and(|end| end == "dll"));
    Some(dlls.filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned())).collect())
}

#[tokio::test]
async fn assemblies_of_the_framework_are_found_in_any_letter_case() {
    let Some(compiler) = compiler().await else { return };
    for version in ["4.6.1", "4.8"] {
        let names = names(version).unwrap();
        assert!(names.len() > 70);
        for spell in [str::to_lowercase, str::to_uppercase] {
            let references: String =
                names.iter().map(|name| format!("<Reference Include=\"{}\" />", spell(name))).collect();
            let mut project = Extension::generated().text(PROJECT);
            // Each of them once, in the other letter case.
            for line in project.clone().lines().filter(|line| line.contains("<Reference Include=\"System")) {
                project = project.replace(line, "");
            }
            let project = project
                .replace("v4.6.1", &format!("v{version}"))
                .replace("<!-- DO NOT", &format!("{references}<!-- DO NOT"));
            let extension = Extension::generated().with(PROJECT, project.as_bytes());
            let code = "var setting = System.Configuration.ConfigurationManager.AppSettings[\"a\"]; System.Data.DataTable table = null;";
            let answer = compile(&compiler, NAME, &using(extension, code)).await;
            dll(&answer);
            assert!(
                answer.diagnostics.iter().all(|it| it.code != "MSB3245" && it.code != "S206"),
                "{:?}",
                answer.diagnostics
            );
        }
    }
    let answer = compile(
        &compiler,
        NAME,
        &using(
            with_reference("<Reference Include=\"System.configuration\" />"),
            "System.Configuration.ConfigurationManager.GetSection(\"a\");",
        ),
    )
    .await;
    dll(&answer);
    assert_eq!(answer.diagnostics, Vec::new());
}

#[tokio::test]
async fn facades_can_be_referenced_by_name() {
    let Some(compiler) = compiler().await else { return };
    for name in ["System.Runtime", "netstandard", "System.Threading.Tasks"] {
        let extension = with_reference(&format!("<Reference Include=\"{name}\" />")).change(PROJECT, "v4.6.1", "v4.8");
        let answer = compile(&compiler, NAME, &extension).await;
        dll(&answer);
        assert_eq!(answer.diagnostics, [], "{name}");
    }
}

#[tokio::test]
async fn an_assembly_of_the_framework_that_is_not_here_is_the_servers_fault() {
    let Some(plain) = compiler().await else { return };
    for (name, code) in [
        ("PresentationCore", "System.Windows.Media.Imaging.BitmapImage image = null;"),
        (
            "System.DirectoryServices.AccountManagement",
            "System.DirectoryServices.AccountManagement.PrincipalContext a = null;",
        ),
        ("System.Speech", "System.Speech.Synthesis.SpeechSynthesizer a = null;"),
        ("System.Activities", "System.Activities.Activity a = null;"),
        ("System.IdentityModel.Services", "System.IdentityModel.Services.FederatedAuthentication a = null;"),
        ("Microsoft.JScript", "Microsoft.JScript.Eval a = null;"),
    ] {
        let extension = using(with_reference(&format!("<Reference Include=\"{name}\" />")), code);
        let answer = compile(&plain, NAME, &extension).await;
        let [message] = answer.diagnostics.as_slice() else { panic!("{:?}", answer.diagnostics) };
        assert_eq!((message.code.as_str(), message.severity), ("S207", Severity::Error));
        assert_eq!(message.cause, Some(Cause::FrameworkAssemblyMissing { name: name.into() }));
        assert!(message.text.starts_with(&format!("This server lacks the assembly {name} ")), "{message:?}");
        assert!(line_of(message, &extension).contains(name));
    }
}

/// A copy of the toolchain's own set of 4.8 under another name, with one assembly more.
fn pack(layout: &str, extra: (&str, &[u8])) -> Option<tempfile::TempDir> {
    let description = std::fs::read(toolchain()?).unwrap();
    let description: serde_json::Value = serde_json::from_slice(&description).unwrap();
    let own = Path::new(description["references"].as_str().unwrap()).join("4.8-api");
    let folder = tempfile::tempdir().unwrap();
    let set = folder.path().join(layout);
    std::fs::create_dir_all(set.join("Facades")).unwrap();
    for (from, to) in [(own.clone(), set.clone()), (own.join("Facades"), set.join("Facades"))] {
        for entry in std::fs::read_dir(from).unwrap().flatten().filter(|entry| entry.path().is_file()) {
            std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
    std::fs::write(set.join(extra.0), extra.1).unwrap();
    Some(folder)
}

#[tokio::test]
async fn reference_packs_of_the_operator_come_first() {
    let Some(plain) = compiler().await else { return };
    let extension = Extension::generated()
        .change(PROJECT, "<AssemblyName>OutSystems.NssMortgageLib<", "<AssemblyName>OutSystems.NssCore<")
        .change(PROJECT, "OutSystems.NssMortgageLib.xml", "OutSystems.NssCore.xml")
        .with("MortgageLib.cs", b"namespace System.Windows.Media { public class Brush { } }")
        .with("Interface.cs", b"");
    let core = dll(&compile(&plain, "Core", &extension).await);
    let packs = pack("net48/build/.NETFramework/v4.8", ("OutSystems.NssCore.dll", &core)).unwrap();
    let compiler = compiler_with(Some(packs.path().into()), None).await.unwrap();
    let uses = using(
        with_reference("<Reference Include=\"outsystems.nssCORE\" />"),
        "System.Windows.Media.Brush brush = null;",
    );
    let later = uses.change(PROJECT, "v4.6.1", "v4.8");
    for hosts in [true, false] {
        let answer = compile(&compiler, NAME, &later).await;
        dll(&answer);
        assert!(!hosts || answer.way == Some(Way::Host), "{}", answer.output);
    }
    let empty = tempfile::tempdir().unwrap();
    let refused = compiler_with(Some(empty.path().into()), None).await.unwrap();
    assert_eq!(refused.ready().unwrap_err().kind(), Some(Code::NoToolchain));
}

#[tokio::test]
async fn every_version_of_the_framework_is_compiled_or_refused() {
    let Some(compiler) = compiler().await else { return };
    for version in ["v4.6.1", "v4.6.2", "v4.7", "v4.7.1", "v4.7.2", "v4.8", "v4.8.1"] {
        let extension = Extension::generated().change(PROJECT, "v4.6.1", version);
        let answer = compile(&compiler, NAME, &extension).await;
        let mark = format!(".NETFramework,Version={version}");
        assert!(dll(&answer).windows(mark.len()).any(|window| window == mark.as_bytes()), "{version}");
        assert_eq!((answer.way, answer.diagnostics), (Some(Way::Host), Vec::new()), "{version}");
        let note = "has no reference assemblies of .NET Framework 4.8.1. It compiled against those of 4.8,";
        assert_eq!(answer.output.contains(note), version == "v4.8.1", "{}", answer.output);
    }
}

#[tokio::test]
async fn a_version_of_c_sharp_that_the_compiler_does_not_know_is_one_message() {
    let Some(compiler) = compiler().await else { return };
    let newest = match compiler.health().compiler {
        api::health::Compiler::Ready { sdk, .. } if sdk.starts_with("3.") => "8.0",
        _ => return,
    };
    for wanted in ["9.0", "10", "12", "99"] {
        let property = format!("<LangVersion>{wanted}</LangVersion>\n");
        let extension =
            Extension::generated().change(PROJECT, "<SchemaVersion>", &format!("{property}<SchemaVersion>"));
        let answer = compile(&compiler, NAME, &extension).await;
        assert_eq!(answer.outcome, Outcome::Failed);
        let [message] = answer.diagnostics.as_slice() else { panic!("{:?}", answer.diagnostics) };
        assert_eq!(message.cause, Some(Cause::LanguageVersion { wanted: wanted.into(), newest: newest.into() }));
        assert!(message.text.contains("knows C# up to 8.0") && message.code == "S208", "{message:?}");
        assert!(line_of(message, &extension).contains("LangVersion"));
    }
    for (code, version) in [("if (this is not null) { }", "9.0"), ("int[] list = [1, 2];", "12.0")] {
        let answer = compile(&compiler, NAME, &using(Extension::generated(), code)).await;
        let first = &answer.diagnostics[0];
        assert_eq!((first.code.as_str(), first.file.as_deref()), ("S208", Some("MortgageLib.cs")));
        assert!(first.text.contains(&format!("C# {version}")) && first.text.contains("ends at C# 8.0"), "{first:?}");
        assert!(answer.diagnostics.len() > 1, "what the compiler says stays: {:?}", answer.diagnostics);
    }
    let answer = compile(&compiler, NAME, &using(Extension::generated(), "int a = ;")).await;
    assert!(answer.diagnostics.iter().all(|it| it.cause.is_none()), "{:?}", answer.diagnostics);
}

#[tokio::test]
async fn a_package_is_one_message_or_there_already() {
    let Some(compiler) = compiler().await else { return };
    let package =
        "<ItemGroup>\n<PackageReference Include=\"OutSystems.NssJson\" Version=\"13.0.3\" />\n</ItemGroup></Project>";
    let extension = using(Extension::generated(), USE).change(PROJECT, "</Project>", package);
    let answer = compile(&compiler, NAME, &extension).await;
    assert_eq!(answer.outcome, Outcome::Failed);
    let [message] = answer.diagnostics.as_slice() else { panic!("{:?}", answer.diagnostics) };
    let cause = Cause::PackageMissing { name: "OutSystems.NssJson".into(), version: "13.0.3".into() };
    assert_eq!((message.code.as_str(), &message.cause), ("S209", &Some(cause)));
    assert!(message.text.contains("lib/net45") && message.text.contains("OutSystems.NssJson 13.0.3"), "{message:?}");
    assert!(line_of(message, &extension).contains("PackageReference"));
    // With its assembly in Bin and a reference the package has nothing to add.
    let library = library(&compiler).await;
    let reference =
        "<Reference Include=\"OutSystems.NssJson\"><HintPath>bin\\OutSystems.NssJson.dll</HintPath></Reference>";
    let both = format!(
        "{reference}<PackageReference Include=\"outsystems.nssjson\"><Version>13.0.3</Version></PackageReference>"
    );
    let extension = using(with_reference(&both), USE).with("Bin/OutSystems.NssJson.dll", &library);
    let answer = compile(&compiler, NAME, &extension).await;
    dll(&answer);
    assert_eq!(answer.diagnostics, Vec::new());
    assert!(answer.output.contains("Passed over: the package outsystems.nssjson"), "{}", answer.output);
    let building = "<ItemGroup><PackageReference Include=\"Microsoft.NETFramework.ReferenceAssemblies\" Version=\"1.0.3\" PrivateAssets=\"all\" /></ItemGroup></Project>";
    dll(&compile(&compiler, NAME, &Extension::generated().change(PROJECT, "</Project>", building)).await);
}

#[tokio::test]
async fn properties_beside_the_project_are_honoured_or_said_not_to_be() {
    let Some(compiler) = compiler().await else { return };
    let properties = b"<Project><PropertyGroup><DefineConstants>HONOURED</DefineConstants></PropertyGroup></Project>";
    let code = "\n#if HONOURED\n#warning honoured\n#endif\n";
    let beside = using(Extension::generated(), code).with("directory.build.PROPS", properties);
    let answer = compile(&compiler, NAME, &beside).await;
    dll(&answer);
    assert!(answer.output.contains("Directory.Build.props has no effect"), "{}", answer.output);
    let common = "<Import Project=\"$(MSBuildExtensionsPath)\\$(MSBuildToolsVersion)\\Microsoft.Common.props\" Condition=\"Exists('$(MSBuildExtensionsPath)\\$(MSBuildToolsVersion)\\Microsoft.Common.props')\" />\n<PropertyGroup>";
    let project = beside
        .text(PROJECT)
        .replacen("<PropertyGroup>", common, 1)
        .replace("<DefineConstants>TRACE</DefineConstants>", "");
    let importing =
        using(Extension::generated(), code).with("directory.build.PROPS", properties).with(PROJECT, project.as_bytes());
    let answer = compile(&compiler, NAME, &importing).await;
    dll(&answer);
    assert!(
        answer.diagnostics.iter().any(|it| it.text.contains("honoured")),
        "{:?} {}",
        answer.diagnostics,
        answer.output
    );
    assert!(!answer.output.contains("has no effect"), "{}", answer.output);
}
