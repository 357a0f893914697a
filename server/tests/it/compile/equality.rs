//! A warm host and `dotnet build` give the same: the assembly to the byte, its documentation, and the messages.

use super::sample::{Extension, NAME};
use api::compile::{CompileAnswer, Outcome, Way};
use compiler::name::ExtensionName;
use compiler::queue::QueueSize;
use compiler::{Compiler, CompilerOptions};
use support::tools::toolchain;
use web::client::Client;

/// A compiler with hosts, and one without.
struct Both {
    host: Compiler,
    build: Compiler,
}

impl Both {
    async fn start() -> Option<Self> {
        let toolchain = toolchain()?;
        let options = |hosts| CompilerOptions {
            toolchain: Some(toolchain.clone()),
            queue: QueueSize { hosts, ..QueueSize::default() },
            ..CompilerOptions::default()
        };
        Some(Self { host: Compiler::detect(options(1)).await, build: Compiler::detect(options(0)).await })
    }

    async fn compile(&self, name: &str, extension: &Extension) -> (CompileAnswer, CompileAnswer) {
        (compile(&self.host, name, extension).await, compile(&self.build, name, extension).await)
    }

    /// Compiles both ways and compares; whether a host did it.
    async fn same(&self, what: &str, name: &str, extension: &Extension) -> bool {
        let (host, build) = self.compile(name, extension).await;
        assert_eq!(build.way, Some(Way::DotnetBuild));
        let said =
            format!("{what}:\n{}\n{:?}\n{}\n{:?}", host.output, host.diagnostics, build.output, build.diagnostics);
        assert!(same(&host.outcome, &build.outcome), "the result of {said}");
        let sorted = |answer: &CompileAnswer| {
            let mut lines: Vec<_> = answer.diagnostics.iter().map(|one| format!("{one:?}")).collect();
            lines.sort();
            lines
        };
        assert_eq!(sorted(&host), sorted(&build), "the messages of {said}");
        println!("{what}: {:?}, {:?}, {} messages", host.way, kind(&host.outcome), host.diagnostics.len());
        host.way == Some(Way::Host)
    }
}

fn same(one: &Outcome, other: &Outcome) -> bool {
    one == other
}

fn kind(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Succeeded { .. } => "succeeded",
        Outcome::Failed => "failed",
        Outcome::Stopped { .. } => "stopped",
    }
}

pub(crate) async fn compile(compiler: &Compiler, name: &str, extension: &Extension) -> CompileAnswer {
    let (client, name) = (Client::new([127, 0, 0, 1].into()), ExtensionName::parse(name).unwrap());
    compiler.compile(client, &name, extension.archive().into(), None).await.unwrap().answer
}

const PROJECT: &str = "MortgageLib.csproj";

fn with_property(property: &str) -> Extension {
    Extension::generated().change(PROJECT, "<WarningLevel>", &format!("{property}<WarningLevel>"))
}

fn with_code(code: &str) -> Extension {
    Extension::generated().change("MortgageLib.cs", "double rate =", &format!("{code}\n\t\t\tdouble rate ="))
}

fn with_reference(reference: &str) -> Extension {
    Extension::generated().change(PROJECT, "<!-- DO NOT", &format!("{reference}<!-- DO NOT"))
}

/// Projects that a host compiles.
fn plain() -> Vec<(&'static str, Extension)> {
    let generated = Extension::generated;
    let extra = "<ItemGroup><Compile Include=\"Sub\\Extra.cs\" /><None Include=\"notes.txt\" /><Content Include=\"missing.txt\" /></ItemGroup><Import";
    let twice = "namespace A { class B { } class B { void C() { int d; } } }";
    vec![
        ("the sample", generated()),
        ("4.7.2", generated().change(PROJECT, "v4.6.1", "v4.7.2")),
        ("4.8", generated().change(PROJECT, "v4.6.1", "v4.8")),
        ("symbols apart", generated().change(PROJECT, "<DebugType>none", "<DebugType>pdbonly")),
        ("full symbols", generated().change(PROJECT, "<DebugType>none", "<DebugType>full")),
        ("portable symbols", generated().change(PROJECT, "<DebugType>none", "<DebugType>portable")),
        ("not optimized", generated().change(PROJECT, "<Optimize>true", "<Optimize>false")),
        ("no documentation", generated().change(PROJECT, "<DocumentationFile>OutSystems.NssMortgageLib.xml</DocumentationFile>", "")),
        ("documentation in a folder", generated().change(PROJECT, "<DocumentationFile>Out", "<DocumentationFile>bin\\Out")),
        ("every warning", generated().change(PROJECT, "1591;1587", "")),
        ("C# 5 with an error for it", with_property("<LangVersion>5</LangVersion>").change("MortgageLib.cs", "double rate =", "string s = $\"{1}\";\n\t\t\tdouble rate =")),
        ("the latest C#", with_property("<LangVersion>latest</LangVersion>")),
        ("C# that there is not", with_property("<LangVersion>99</LangVersion>")),
        ("constants", with_property("<DefineConstants>TRACE;ONE;TWO_2</DefineConstants>").change("MortgageLib.cs", "double rate =", "#if ONE && TWO_2\n#warning both\n#endif\n\t\t\tdouble rate =")),
        ("unsafe code", with_property("<AllowUnsafeBlocks>true</AllowUnsafeBlocks>").change("MortgageLib.cs", "double rate =", "unsafe { int a = 1; int* b = &a; }\n\t\t\tdouble rate =")),
        ("unsafe code without leave", with_code("unsafe { int a = 1; int* b = &a; }")),
        ("checked", with_property("<CheckForOverflowUnderflow>true</CheckForOverflowUnderflow>").change("MortgageLib.cs", "double rate =", "int a = int.MaxValue; a++;\n\t\t\tdouble rate =")),
        ("warnings are errors", with_property("<TreatWarningsAsErrors>true</TreatWarningsAsErrors>").change("MortgageLib.cs", "double rate =", "int unused;\n\t\t\tdouble rate =")),
        ("one warning is an error", with_property("<WarningsAsErrors>168;CS0219</WarningsAsErrors>").change("MortgageLib.cs", "double rate =", "int unused; int other = 1;\n\t\t\tdouble rate =")),
        ("one warning is none", with_property("<TreatWarningsAsErrors>true</TreatWarningsAsErrors><WarningsNotAsErrors>168</WarningsNotAsErrors>").change("MortgageLib.cs", "double rate =", "int unused; int other = 1;\n\t\t\tdouble rate =")),
        ("alignment and idle properties", with_property("<FileAlignment>4096</FileAlignment><AppDesignerFolder>Properties</AppDesignerFolder>")),
        ("warnings", with_code("int unused; int other = 1; System.Threading.Thread.CurrentThread.Suspend();")),
        ("errors of meaning", with_code("int a = \"text\"; wrong(); string b = 1;")),
        ("errors of form", with_code("int a = ;; } { }} (")),
        ("errors of declarations", generated().with("Interface.cs", twice.as_bytes())),
        ("a line of another file", with_code("#line 7 \"Other.cs\"\n int unused;\n#line default")),
        ("a message of its own", with_code("#error it is: error CS1: not this")),
        ("letters of all alphabets", with_code("string größe = \"€ 語 😀\"; int ß;")),
        ("a missing assembly attribute", generated().with("AssemblyInfo.cs", b"[assembly: Wrong]")),
        ("extra files", generated().change(PROJECT, "<Import", extra).with("Sub/Extra.cs", b"namespace E { class F { int g; } }").with("notes.txt", b"x")),
        ("other capitals", generated().change(PROJECT, "\"Interface.cs\"", "\"interface.CS\"").change(PROJECT, "bin\\OutSystems.REST.API.dll", "Bin\\OutSystems.REST.API.dll")),
        ("a reference less", generated().change(PROJECT, "<Reference Include=\"System.Core\"><Name>System.Core</Name></Reference>", "")),
        ("references of the framework", with_reference("<Reference Include=\"System.Net.Http\" /><Reference Include=\"WindowsBase\" /><Reference Include=\"System.ServiceModel\" /><Reference Include=\"Microsoft.CSharp\" />").change("MortgageLib.cs", "double rate =", "dynamic d = 1; d.Do();\n\t\t\tdouble rate =")),
    ]
}

#[tokio::test]
async fn plain_projects_give_the_same_bytes_and_messages() {
    let Some(both) = Both::start().await else { return };
    let mut elsewhere = Vec::new();
    for (what, extension) in plain() {
        if !both.same(what, NAME, &extension).await {
            elsewhere.push(what);
        }
    }
    assert_eq!(elsewhere, ["C# that there is not"], "a host does these itself");
}

/// What a server does with a toolchain that these tests were not made with.
#[tokio::test]
async fn a_host_proves_itself() {
    let Some(both) = Both::start().await else { return };
    assert_eq!(both.host.prove_hosts().await, Some(true));
    assert_eq!(both.build.prove_hosts().await, None);
}

/// The assembly of a small library, made by the compiler under test.
async fn library(both: &Both, name: &str, version: &str, code: &str, reference: &str) -> Vec<u8> {
    let info = format!("[assembly: System.Reflection.AssemblyVersion(\"{version}\")]");
    let extension = with_reference(reference)
        .change(PROJECT, "OutSystems.NssMortgageLib", &format!("OutSystems.Nss{name}"))
        .with("AssemblyInfo.cs", info.as_bytes())
        .with("MortgageLib.cs", code.as_bytes())
        .with("Interface.cs", b"");
    let answer = compile(&both.build, name, &extension).await;
    let Outcome::Succeeded { assembly } = answer.outcome else { panic!("{}", answer.output) };
    assembly.dll
}

fn hinted(include: &str, path: &str) -> String {
    format!(
        "<Reference Include=\"{include}\"><Name>{include}</Name><HintPath>{path}</HintPath><Private>False</Private></Reference>"
    )
}

#[tokio::test]
async fn assemblies_of_the_user_give_the_same_bytes_and_messages() {
    let Some(both) = Both::start().await else { return };
    let code = |name: &str| {
        format!(
            "namespace {name} {{ public class Thing {{ [System.Obsolete] public int Old; public System.Xml.XmlDocument Document; public static int Three() {{ return 3; }} }} }}"
        )
    };
    let one = library(&both, "One", "1.2.3.4", &code("One"), "").await;
    let other_one = library(&both, "One", "2.0.0.0", &code("One"), "").await;
    let path = "bin\\OutSystems.NssOne.dll";
    let derived = "public class Derived : One.Thing { }";
    let two = {
        let reference = hinted("OutSystems.NssOne", path);
        let extension = with_reference(&reference)
            .change(PROJECT, "<AssemblyName>OutSystems.NssMortgageLib", "<AssemblyName>OutSystems.NssTwo")
            .change(PROJECT, "OutSystems.NssMortgageLib.xml", "OutSystems.NssTwo.xml")
            .with("bin/OutSystems.NssOne.dll", &one)
            .with("Interface.cs", derived.as_bytes())
            .with("MortgageLib.cs", b"")
            .with("AssemblyInfo.cs", b"");
        let answer = compile(&both.build, "Two", &extension).await;
        let Outcome::Succeeded { assembly } = answer.outcome else { panic!("{}", answer.output) };
        assembly.dll
    };
    let uses = "int three = One.Thing.Three(); var thing = new One.Thing(); three = thing.Old;\n\t\t\tdouble rate =";
    let with_one = |include: &str, path: &str, place: &str| {
        with_reference(&hinted(include, path)).change("MortgageLib.cs", "double rate =", uses).with(place, &one)
    };
    let both_references =
        format!("{}{}", hinted("OutSystems.NssTwo", "lib\\OutSystems.NssTwo.dll"), hinted("OutSystems.NssOne", path));
    let two_uses = "new Derived().ToString();\n\t\t\tdouble rate =";
    let with_two = || {
        with_reference(&both_references)
            .change("MortgageLib.cs", "double rate =", two_uses)
            .with("lib/OutSystems.NssTwo.dll", &two)
    };
    let alone = with_reference(&hinted("OutSystems.NssTwo", "lib\\OutSystems.NssTwo.dll"))
        .change("MortgageLib.cs", "double rate =", two_uses)
        .with("lib/OutSystems.NssTwo.dll", &two);
    let cases = [
        ("a library", true, with_one("OutSystems.NssOne", path, "bin/OutSystems.NssOne.dll")),
        (
            "a library as the import wizard names it",
            true,
            with_one("OutSystems.NssOne.dll", "Bin\\OutSystems.NssOne.dll", "Bin/OutSystems.NssOne.dll"),
        ),
        (
            "a library in a folder",
            true,
            with_one("OutSystems.NssOne", "zz\\OutSystems.NssOne.dll", "ZZ/OutSystems.NssOne.dll"),
        ),
        ("a library and its base", true, with_two().with("bin/OutSystems.NssOne.dll", &one)),
        ("a library without its base", true, alone),
        ("a library with another base", false, with_two().with("bin/OutSystems.NssOne.dll", &other_one)),
        (
            "a library that is none",
            false,
            with_one("OutSystems.NssOne", path, "bin/OutSystems.NssOne.dll")
                .with("bin/OutSystems.NssOne.dll", b"MZ, but no assembly"),
        ),
        ("a library that is not there", false, with_reference(&hinted("Gone", "bin\\Gone.dll"))),
    ];
    for (what, in_host, extension) in cases {
        assert_eq!(both.same(what, NAME, &extension).await, in_host, "{what}");
    }
}

/// Projects that only compile because they are made to fit the server.
#[tokio::test]
async fn projects_that_are_made_to_fit_give_the_same_bytes_and_messages() {
    let Some(both) = Both::start().await else { return };
    let json =
        library(&both, "Json", "1.0.0.0", "namespace Json { public class One { public static int Value; } }", "").await;
    let uses = "int one = Json.One.Value;\n\t\t\tdouble rate =";
    let with_json = |hint: &str, place: &str| {
        let hint = if hint.is_empty() { String::new() } else { format!("<HintPath>{hint}</HintPath>") };
        with_reference(&format!("<Reference Include=\"OutSystems.NssJson\">{hint}</Reference>"))
            .change("MortgageLib.cs", "double rate =", uses)
            .with(place, &json)
    };
    let targets = r"packages\Some.Package.1.0.0\build\Some.Package.targets";
    let guard = format!(
        "<Import Project=\"{targets}\" Condition=\"Exists('{targets}')\" />\n<Target Name=\"EnsureNuGetPackageBuildImports\" BeforeTargets=\"PrepareForBuild\">\n\
         <PropertyGroup><ErrorText>Missing: {{0}}.</ErrorText></PropertyGroup>\n<Error Condition=\"!Exists('{targets}')\" Text=\"x\" />\n</Target></Project>"
    );
    let building = "<ItemGroup><PackageReference Include=\"Microsoft.NETFramework.ReferenceAssemblies\" Version=\"1.0.3\" PrivateAssets=\"all\" /></ItemGroup><Import";
    let project = |from: &str, to: &str| Extension::generated().change(PROJECT, from, to);
    let facade = with_reference("<Reference Include=\"System.Runtime\" />").change(PROJECT, "v4.6.1", "v4.8");
    for (what, in_host, extension) in [
        ("the guard of NuGet", true, project("</Project>", &guard)),
        (
            "an import of NuGet",
            true,
            project("</Project>", r#"<Import Project="$(SolutionDir)\.nuget\NuGet.targets" /></Project>"#),
        ),
        ("a package for building alone", true, project("<Import", building)),
        ("a framework's assembly in small letters", true, project("\"System.Core\"", "\"system.core\"")),
        ("a hint that leads above", true, with_json(r"..\..\OutSystems.NssJson.dll", "Bin/OutSystems.NssJson.dll")),
        (
            "a hint to a drive, other capitals",
            true,
            with_json(r"C:\a b\OutSystems.NssJson.dll", "bin/outsystems.nssjson.DLL"),
        ),
        (
            "a hint with a property",
            true,
            with_json(r"$(SolutionDir)\OutSystems.NssJson.dll", "lib/OutSystems.NssJson.dll"),
        ),
        ("no hint, in bin", true, with_json("", "Bin/OutSystems.NssJson.dll")),
        ("no hint, in bin in other capitals", true, with_json("", "bin/outsystems.NSSJSON.dll")),
        ("no hint, elsewhere", true, with_json("", "lib/OutSystems.NssJson.dll")),
        (
            "no hint, and no assembly",
            false,
            with_json("", "bin/OutSystems.NssJson.dll").with("bin/OutSystems.NssJson.dll", b"MZ"),
        ),
        ("a facade", false, facade),
    ] {
        assert_eq!(both.same(what, NAME, &extension).await, in_host, "{what}");
    }
}

/// An assembly of .NET Standard 2.0, which a compiler for the .NET Framework cannot make:
/// `namespace Standard { public class Thing { public static string Twice(string text) { return text + text; } } }`.
const OF_STANDARD: &[u8] = include_bytes!("standard.dll");

#[tokio::test]
async fn assemblies_of_net_standard_find_their_facade() {
    let Some(both) = Both::start().await else { return };
    let uses = "var text = Standard.Thing.Twice(\"a\");\n\t\t\tdouble rate =";
    let targeting = |version: &str| {
        with_reference(&hinted("Standard", "bin\\Standard.dll"))
            .change("MortgageLib.cs", "double rate =", uses)
            .change(PROJECT, "v4.6.1", version)
            .with("Bin/Standard.dll", OF_STANDARD)
    };
    // Before 4.7.2 more is added than a facade, which MSBuild does.
    for (version, in_host) in [("v4.6.1", false), ("v4.7.1", false), ("v4.7.2", true), ("v4.8", true), ("v4.8.1", true)]
    {
        assert_eq!(both.same(version, NAME, &targeting(version)).await, in_host, "{version}");
        let answer = compile(&both.host, NAME, &targeting(version)).await;
        assert!(matches!(answer.outcome, Outcome::Succeeded { .. }), "{version}: {}", answer.output);
        assert_eq!(answer.diagnostics, [], "{version}");
    }
    // A copy of the facade beside it is another matter.
    let own = targeting("v4.8").with("Bin/netstandard.dll", OF_STANDARD);
    assert!(!both.same("a copy of the facade", NAME, &own).await);
}

#[tokio::test]
async fn what_a_host_does_not_read_goes_to_dotnet_build() {
    let Some(both) = Both::start().await else { return };
    let target = "<Target Name=\"Own\" BeforeTargets=\"Build\"><Message Text=\"x\" /></Target></Project>";
    for (what, extension) in [
        ("a target", Extension::generated().change(PROJECT, "</Project>", target)),
        (
            "a file that MSBuild reads",
            Extension::generated().with(
                "Directory.Build.props",
                b"<Project><PropertyGroup><DefineConstants>X</DefineConstants></PropertyGroup></Project>",
            ),
        ),
        ("settings of the compiler", Extension::generated().with(".editorconfig", b"root = true")),
        ("a source that is not UTF-8", Extension::generated().with("Interface.cs", b"// \xe4\n")),
        (
            "documentation of another file",
            with_code("")
                .change(
                    "MortgageLib.cs",
                    "/// <summary>",
                    "/// <include file='other.xml' path='a'/>\n\t\t/// <summary>",
                )
                .with("other.xml", b"<a>b</a>"),
        ),
        (
            "a signed assembly",
            with_code("").change(
                "AssemblyInfo.cs",
                "[assembly: ComVisible(false)]",
                "[assembly: ComVisible(false)]\n[assembly: AssemblyKeyFile(\"key.snk\")]",
            ),
        ),
        (
            "a message in two lines",
            with_code("#pragma warning disable 1\n").change(
                "MortgageLib.cs",
                "public class",
                "[System.Obsolete(\"a\\nb\")] public class Old { }\n public class New { Old old; }\n public class",
            ),
        ),
        ("a source that is not there", Extension::generated().change(PROJECT, "\"Interface.cs\"", "\"Gone.cs\"")),
        (
            "a version with a star",
            Extension::generated().change(
                "AssemblyInfo.cs",
                "AssemblyVersion(\"11.41.0.46924\")",
                "AssemblyVersion(\"1.0.*\")",
            ),
        ),
    ] {
        let (host, build) = both.compile(NAME, &extension).await;
        assert_eq!(host.way, Some(Way::DotnetBuild), "{what}: {}", host.output);
        assert!(host.output.contains("Compiled by dotnet build and not by a warm host: "), "{}", host.output);
        assert_eq!(kind(&host.outcome), kind(&build.outcome), "{what}");
    }
}

/// The definitions of the corpus with sources that are generated for them.
#[tokio::test]
async fn sources_generated_for_real_definitions_give_the_same_bytes() {
    let files = support::corpus::files();
    if files.is_empty() {
        return;
    }
    let Some(both) = Both::start().await else { return };
    let (mut succeeded, mut count) = (0, 0);
    for (file, bytes) in files {
        let mut extension = xif::read(&bytes, &xif::Limits::default()).unwrap();
        // The content of its assemblies is synthetic: a project that references them does not compile.
        extension.resources = std::sync::Arc::default();
        let name = extension.name.to_string();
        let sources = csharp::new_sources(&extension).into_iter();
        let generated =
            Extension::of(sources.map(|file| (file.file_name.as_str().to_owned(), file.content.bytes().into_owned())));
        if both.same(&file, &name, &generated).await {
            succeeded += 1;
        }
        count += 1;
    }
    assert_eq!(succeeded, count, "a host compiles all of them");
}
