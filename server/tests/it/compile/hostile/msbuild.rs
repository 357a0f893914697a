//! What a project file itself can do: tasks and targets run code in MSBuild, analyzers run code in the compiler.

use super::super::sample::{Extension, build};
use api::compile::Outcome;

/// C# that tries what must not be had and says so. It is the same in a task and in an analyzer.
const ATTEMPTS: &str = r#"
static class Attempts {
    static string Try(string what, System.Action action) {
        try { action(); return "GOT " + what + "\n"; }
        catch (System.Exception refusal) { return "REFUSED " + what + " " + refusal.GetType().Name + "\n"; }
    }
    internal static string All() {
        return Try("own", () => System.IO.File.WriteAllText("/Source/tmp/own", "x"))
            + Try("passwd", () => System.IO.File.ReadAllText("/etc/passwd"))
            + Try("usr", () => System.IO.File.WriteAllText("/usr/bin/hostile", "x"))
            + Try("toolchain", () => System.IO.File.WriteAllText("/toolchain/dotnet/hostile", "x"))
            + Try("socket", () => new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.InterNetwork,
                System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp))
            + Try("python", () => System.Diagnostics.Process.Start("/usr/bin/python3"))
            + Try("init", () => System.Diagnostics.Process.GetProcessById(1).Kill());
    }
}
"#;

fn check(output: &str) {
    let lines = |word: &str| {
        let lines = output.lines().filter_map(|line| line.trim_start().strip_prefix(word)?.strip_prefix(' '));
        lines.map(|line| line.split(' ').next().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    // The first process of a namespace takes no signals from inside: without the second wall, sending one is not an error.
    let got = lines("GOT");
    assert!(got.contains(&"own".to_owned()), "{output}");
    assert!(got.iter().all(|got| got == "own" || got == "init"), "{output}");
    for what in ["passwd", "usr", "toolchain", "socket", "python"] {
        assert!(lines("REFUSED").iter().any(|refused| refused == what), "{what} was tried: {output}");
    }
}

#[tokio::test]
async fn a_task_of_the_project_has_no_more_than_the_build() {
    let task = format!(
        "<UsingTask TaskName=\"Hostile\" TaskFactory=\"RoslynCodeTaskFactory\" AssemblyFile=\"$(MSBuildToolsPath)/Microsoft.Build.Tasks.Core.dll\">\
         <Task><Code Type=\"Class\" Language=\"cs\"><![CDATA[\
         public class Hostile : Microsoft.Build.Utilities.Task {{ public override bool Execute() {{ System.Console.Write(Attempts.All()); \
         System.IO.File.WriteAllText(\"/Source/tmp/task\", Attempts.All()); return true; }} }} {ATTEMPTS} ]]></Code></Task></UsingTask>\
         <Target Name=\"RunHostile\" BeforeTargets=\"Build\"><Hostile /><Exec Command=\"cat /Source/tmp/task\" /></Target></Project>"
    );
    let extension = Extension::generated().change("MortgageLib.csproj", "</Project>", &task);
    let Some(answer) = build(extension).await else { return };
    check(&answer.unwrap().output);
}

#[tokio::test]
async fn an_analyzer_has_no_more_than_the_build() {
    let analyzer = format!(
        "using Microsoft.CodeAnalysis; using Microsoft.CodeAnalysis.Diagnostics; using System.Collections.Immutable;\n\
         [DiagnosticAnalyzer(LanguageNames.CSharp)] public class Hostile : DiagnosticAnalyzer {{\n\
         public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => ImmutableArray.Create(new DiagnosticDescriptor(\"H1\", \"t\", \"m\", \"c\", \
         DiagnosticSeverity.Info, true));\n\
         public override void Initialize(AnalysisContext context) {{ System.IO.File.WriteAllText(\"/Source/tmp/analyzer\", Attempts.All()); }} }}\n{ATTEMPTS}"
    );
    // The project compiles the analyzer with the same compiler before it compiles itself.
    let targets = "<Target Name=\"MakeAnalyzer\" BeforeTargets=\"CoreCompile\">\
         <PropertyGroup><Shared>$(MSBuildToolsPath)/../../shared/Microsoft.NETCore.App</Shared></PropertyGroup>\
         <ItemGroup><Part Include=\"$(MSBuildToolsPath)/Roslyn/bincore/Microsoft.CodeAnalysis.dll;$(Shared)/*/System*.dll;$(Shared)/*/netstandard.dll\" /></ItemGroup>\
         <Csc Sources=\"analyzer.txt\" References=\"@(Part)\" TargetType=\"library\" OutputAssembly=\"/Source/tmp/analyzer.dll\" NoConfig=\"true\" NoStandardLib=\"true\" \
         ToolPath=\"$(CscToolPath)\" ToolExe=\"$(CscToolExe)\" />\
         <ItemGroup><Analyzer Include=\"/Source/tmp/analyzer.dll\" /></ItemGroup></Target>\
         <Target Name=\"Show\" AfterTargets=\"CoreCompile\"><Exec Command=\"cat /Source/tmp/analyzer\" /></Target></Project>";
    let extension = Extension::generated().with("analyzer.txt", analyzer.as_bytes()).change(
        "MortgageLib.csproj",
        "</Project>",
        targets,
    );
    let Some(answer) = build(extension).await else { return };
    let answer = answer.unwrap();
    assert!(matches!(answer.outcome, Outcome::Succeeded { .. }), "{}", answer.output);
    check(&answer.output);
}
