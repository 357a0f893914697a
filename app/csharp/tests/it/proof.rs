//! The proof that what is generated is right: every combination of element, data type, mandatory, default, record
//! and list is compiled, looked at and run. Needs the C# toolchain of the set-up, and says so when it is not there.
mod expected;
mod matrix;
mod surface;

use std::path::Path;
use std::process::Command;

use support::csharp_toolchain::{FRAMEWORKS, Toolchain};
use support::{needed, tools};

/// One test, because its parts build on each other and each compilation takes a second.
#[test]
fn everything_generated_compiles_has_the_documented_surface_and_runs() {
    let Some(toolchain) = Toolchain::installed() else { return };
    let folder = tempfile::tempdir().unwrap();
    let extension = matrix::definition();
    for framework in FRAMEWORKS {
        let project = folder.path().join(framework);
        let sources = csharp::new_sources(&extension);
        let files = sources.iter().map(|file| (file.file_name.to_string(), file.content.bytes()));
        toolchain.lay_out(files, &project);
        let messages = toolchain.build(extension.name.as_str(), &project, framework, &[]);
        assert_eq!(messages, "", "messages of the compiler for {framework}");
        let assembly = project.join("bin").join(extension.main_assembly_name());
        surface::check(&toolchain, &extension, &assembly, framework);
    }
    let built = folder.path().join(FRAMEWORKS[0]).join("bin").join(extension.main_assembly_name());
    run(&toolchain, &built, &folder.path().join("run"));
}

/// Runs the compiled definition with working stand-ins for the platform.
fn run(toolchain: &Toolchain, assembly: &Path, folder: &Path) {
    let Some(mono) = tools::mono() else { return };
    let programs = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/proof/programs");
    std::fs::create_dir_all(folder).unwrap();
    std::fs::copy(assembly, folder.join(assembly.file_name().unwrap())).unwrap();
    std::fs::write(folder.join("expected.tsv"), expected::table(&matrix::definition())).unwrap();
    let common = folder.join("OutSystems.RuntimeCommon.dll");
    let platform = folder.join("OutSystems.HubEdition.RuntimePlatform.dll");
    toolchain.compile(&programs.join("RuntimeCommon.cs"), &common, &[]);
    toolchain.compile(&programs.join("RuntimePlatform.cs"), &platform, &[&common]);
    let program = folder.join("Run.exe");
    toolchain.compile(
        &programs.join("Run.cs"),
        &program,
        &[&common, &platform, &folder.join(assembly.file_name().unwrap())],
    );
    let output = Command::new(mono).arg(&program).arg("expected.tsv").current_dir(folder).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    let has_data = !text.contains("Could not load file or assembly 'System.Data,");
    if needed("Mono's System.Data", has_data.then_some(())).is_none() {
        return;
    }
    assert!(output.status.success(), "{text}");
    println!("{text}");
}
