use super::sample::{Extension, NAME, build, compiler, stopped_by};
use api::compile::{Assembly, CompileAnswer, Outcome, Position, Severity};
use api::problem::Code;
use compiler::limits::BuildLimits;
use compiler::name::ExtensionName;
use compiler::{Compiler, CompilerOptions};
use std::time::Duration;
use support::tools::toolchain;
use support::waiting::wait_until;
use web::client::Client;

fn assembly(answer: &CompileAnswer) -> &Assembly {
    match &answer.outcome {
        Outcome::Succeeded { assembly } => assembly,
        other => panic!("{other:?}"),
    }
}

fn has(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

#[tokio::test]
async fn a_generated_project_compiles_without_a_message_for_each_framework() {
    for version in ["v4.6.1", "v4.7.2", "v4.8"] {
        let extension = Extension::generated().change("MortgageLib.csproj", "v4.6.1", version);
        let Some(answer) = build(extension).await else { return };
        let answer = answer.unwrap();
        let assembly = assembly(&answer);
        assert_eq!(assembly.name, "OutSystems.NssMortgageLib.dll");
        assert!(has(&assembly.dll, &format!(".NETFramework,Version={version}")));
        let documentation = assembly.documentation.as_deref().unwrap();
        assert!(documentation.contains("The monthly payment of a mortgage"));
        assert_eq!(answer.diagnostics, []);
        assert!(!answer.output.contains("Welcome"));
    }
}

/// Nothing stops inflating when the client goes away. The turn stays taken meanwhile, so that no more of it happens at one time than there are turns.
#[tokio::test]
async fn an_archive_that_is_inflated_keeps_its_turn_when_its_client_goes_away() {
    let Some(compiler) = compiler(BuildLimits::default()).await else { return };
    let zeros = vec![0; 30 << 20];
    let large = Extension::generated().with("1.bin", &zeros).with("2.bin", &zeros).with("3.bin", &zeros);
    let (client, name) = (Client::new([127, 0, 0, 1].into()), ExtensionName::parse(NAME).unwrap());
    let has_turn = async {
        while compiler.health().running == 0 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    tokio::select! {
        biased;
        () = has_turn => {}
        answered = compiler.compile(client, &name, large.archive().into(), None) => panic!("{:?}", answered.map(|it| it.answer)),
    }
    assert_eq!(compiler.health().running, 1);
    wait_until("the turn is given back", || compiler.health().running == 0);
}

#[tokio::test]
async fn the_same_sources_give_the_same_bytes() {
    let Some(first) = build(Extension::generated()).await else { return };
    let second = build(Extension::generated()).await.unwrap().unwrap();
    assert_eq!(assembly(&first.unwrap()), assembly(&second));
}

#[tokio::test]
async fn a_floating_version_compiles_too() {
    let extension = Extension::generated().change(
        "AssemblyInfo.cs",
        "AssemblyVersion(\"11.41.0.46924\")",
        "AssemblyVersion(\"1.0.*\")",
    );
    let Some(answer) = build(extension).await else { return };
    assembly(&answer.unwrap());
}

#[tokio::test]
async fn an_error_comes_back_with_its_place() {
    let extension = Extension::generated()
        .change("MortgageLib.cs", "double rate =", "int unused;\n\t\t\tdouble rate = wrong +")
        .with("bin/OutSystems.NssMortgageLib.dll", b"an earlier one");
    let Some(answer) = build(extension).await else { return };
    let answer = answer.unwrap();
    assert_eq!(answer.outcome, Outcome::Failed);
    let [error, warning] = answer.diagnostics.as_slice() else {
        panic!("{:?}", answer.diagnostics);
    };
    assert_eq!(error.file.as_deref(), Some("MortgageLib.cs"));
    let span = error.span.unwrap();
    assert_eq!(span.start, Position { line: 20, column: 18 });
    assert_eq!(span.end, Some(Position { line: 20, column: 23 }));
    assert_eq!((error.code.as_str(), error.severity), ("CS0103", Severity::Error));
    assert_eq!(error.text, "The name 'wrong' does not exist in the current context");
    assert_eq!((warning.code.as_str(), warning.severity), ("CS0168", Severity::Warning));
}

#[tokio::test]
async fn bin_in_any_capitals_is_the_output_folder() {
    let reference = "<HintPath>Bin\\Missing.dll</HintPath>";
    let extension = Extension::generated()
        .change("MortgageLib.csproj", "<HintPath>bin\\OutSystems.HubEdition.SMS.dll</HintPath>", reference)
        .with("Bin/OutSystems.NssMortgageLib.dll", b"an earlier one")
        .with("Bin/OutSystems.REST.API.dll", b"not an assembly")
        .with("BIN/Extra.txt", b"");
    let Some(answer) = build(extension).await else { return };
    let answer = answer.unwrap();
    let said = format!("{:?}", answer.diagnostics);
    assert!(said.contains("OutSystems.REST.API.dll"), "the archive's own file comes before ours: {said}");
}

#[tokio::test]
async fn projects_in_the_style_of_the_sdk_compile() {
    for framework in ["net472", "net48"] {
        let project = format!(
            "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>{framework}</TargetFramework>\
             <AssemblyName>OutSystems.NssMortgageLib</AssemblyName><GenerateAssemblyInfo>false</GenerateAssemblyInfo></PropertyGroup><ItemGroup>\
             <Reference Include=\"OutSystems.HubEdition.RuntimePlatform\"><HintPath>bin\\OutSystems.HubEdition.RuntimePlatform.dll</HintPath>\
             <Private>False</Private></Reference></ItemGroup></Project>"
        );
        let extension = Extension::generated().with("MortgageLib.csproj", project.as_bytes());
        let Some(answer) = build(extension).await else { return };
        assembly(&answer.unwrap());
    }
}

#[tokio::test]
async fn a_package_that_is_not_there_is_an_error_and_not_a_wait() {
    let package =
        "<ItemGroup><PackageReference Include=\"Newtonsoft.Json\" Version=\"13.0.1\" /></ItemGroup></Project>";
    let extension = Extension::generated().change("MortgageLib.csproj", "</Project>", package);
    let Some(answer) = build(extension).await else { return };
    let answer = answer.unwrap();
    assert_eq!(answer.outcome, Outcome::Failed);
    let package = Code::PackageMissing.page().code;
    assert!(answer.diagnostics.iter().any(|found| found.severity == Severity::Error && found.code == package));
}

#[tokio::test]
async fn an_assembly_of_another_name_is_a_problem() {
    let extension = Extension::generated().change(
        "MortgageLib.csproj",
        "<AssemblyName>OutSystems.NssMortgageLib<",
        "<AssemblyName>Other<",
    );
    let Some(answer) = build(extension).await else { return };
    assert_eq!(stopped_by(&answer.unwrap()), Some(Code::BuildAssemblyMissing));
}

#[tokio::test]
async fn another_framework_is_refused_before_the_build() {
    let extension = Extension::generated().change("MortgageLib.csproj", "v4.6.1", "v4.5");
    let Some(answer) = build(extension).await else { return };
    assert_eq!(answer.unwrap_err().kind(), Some(Code::ProjectFramework));
}

#[tokio::test]
async fn the_platforms_assemblies_are_given_away_as_our_declarations() {
    let Some(toolchain) = toolchain() else { return };
    let vendor = tempfile::tempdir().unwrap();
    std::fs::write(vendor.path().join("OutSystems.RuntimeCommon.dll"), "the vendor's").unwrap();
    let options = CompilerOptions {
        toolchain: Some(toolchain),
        platform: Some(vendor.path().into()),
        ..CompilerOptions::default()
    };
    let given = Compiler::detect(options).await.platform().unwrap().assemblies;
    for name in
        ["RuntimeCommon", "HubEdition.RuntimePlatform", "HubEdition.DatabaseAbstractionLayer", "REST.API", "SOAP.API"]
    {
        let file_name = format!("OutSystems.{name}.dll");
        let assembly = given.iter().find(|assembly| assembly.name == file_name).unwrap();
        assert!(assembly.dll.starts_with(b"MZ"), "{file_name}");
    }
}
