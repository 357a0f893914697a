//! Packages from outside: bytes in; manifest, files and errors out.

#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails beside a test fails the test")]

mod feed;
mod installation;
mod resolution;

use extension::TargetFramework;
use package::{Dependency, License, Package, PackageError, PackageFile, Selection};
use proptest::prelude::*;
use support::archive::zip_of;

const MANIFEST: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
  <metadata>
    <id>Bank.Rates</id>
    <version>1.2.0-beta</version>
    <license type="expression">MIT</license>
    <licenseUrl>https://licenses.example/MIT</licenseUrl>
    <description>Rates &amp; more</description>
    <dependencies>
      <group targetFramework=".NETFramework4.5">
        <dependency id="Bank.Core" version="2.0" exclude="Build,Analyzers" />
      </group>
      <group targetFramework=".NETStandard2.0">
        <dependency id="Bank.Core" version="[2.0,3.0)" />
        <dependency id="System.Memory" version="4.5.4" />
      </group>
    </dependencies>
  </metadata>
</package>"#;

fn package(files: &[(&str, &[u8])]) -> Vec<u8> {
    let manifest = [("Bank.Rates.nuspec", MANIFEST.as_bytes())];
    zip_of(&[&manifest[..], files].concat())
}

fn selected(files: &[(&str, &[u8])], target: TargetFramework) -> Result<Selection, PackageError> {
    Package::read(package(files)).unwrap().for_framework(target)
}

#[test]
fn a_package_says_what_it_is_and_gives_the_files_for_a_framework() {
    let files: &[(&str, &[u8])] = &[
        ("[Content_Types].xml", b"<Types/>"),
        ("lib/net45/Bank.Rates.dll", b"for 4.5"),
        ("lib/net45/Bank.Rates.xml", b"<doc/>"),
        ("lib/net45/Bank.Rates.pdb", b"symbols"),
        ("lib/net45/de/Bank.Rates.resources.dll", b"German"),
        ("lib/netstandard2.0/Bank.Rates.dll", b"for all"),
        ("build/Bank.Rates.targets", b"<Project/>"),
        ("runtimes/win-x64/native/rates.dll", b"machine code"),
        ("runtimes/win-x86/native/rates.dll", b"old machine code"),
        ("runtimes/win/native/other.dll", b"of another folder"),
        ("runtimes/linux-x64/native/librates.so", b"machine code"),
    ];
    let mut read = Package::read(package(files)).unwrap();
    assert_eq!((read.id(), read.version()), ("Bank.Rates", "1.2.0-beta"));
    assert_eq!(*read.license(), License::Expression("MIT".to_owned()));
    let selection = read.for_framework(TargetFramework::V461).unwrap();
    assert_eq!(selection.folder.as_deref(), Some("lib/net45"));
    let names: Vec<&str> = selection.files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["Bank.Rates.dll", "Bank.Rates.xml"]);
    assert_eq!(selection.files[0].bytes, b"for 4.5");
    assert_eq!(selection.dependencies, [Dependency { id: "Bank.Core".to_owned(), range: "2.0".to_owned() }]);
    assert_eq!(selection.native, [PackageFile { name: "rates.dll".to_owned(), bytes: b"machine code".to_vec() }]);
    let passed: Vec<String> = selection.passed_over.iter().map(|it| format!("{}: {}", it.path, it.reason)).collect();
    assert_eq!(
        passed,
        [
            "lib/net45/de/Bank.Rates.resources.dll: it lies in a folder for one language, which extensions do not have",
            "build/Bank.Rates.targets: it adds steps to a build, which the builds of extensions do not run",
            "runtimes/win-x86/native/rates.dll: it is for 32-bit processes, and those of Platform Servers have 64 bits",
        ]
    );
}

#[test]
fn a_package_without_assemblies_only_needs_others() {
    let selection = selected(&[("readme.md", b"x")], TargetFramework::V48).unwrap();
    assert_eq!((selection.folder, selection.files.len(), selection.dependencies.len()), (None, 0, 1));
}

#[test]
fn assemblies_without_a_folder_are_for_every_framework() {
    let selection = selected(&[("lib/Bank.Rates.dll", b"x")], TargetFramework::V461).unwrap();
    assert_eq!((selection.folder.as_deref(), selection.files.len()), (Some("lib"), 1));
}

#[test]
fn what_is_for_other_frameworks_only_is_refused() {
    let files: &[(&str, &[u8])] = &[("lib/net6.0/a.dll", b"x"), ("lib/netstandard2.1/a.dll", b"x")];
    let error = selected(files, TargetFramework::V472).unwrap_err();
    assert_eq!(
        error.to_string(),
        "The package has no assemblies for .NET Framework 4.7.2; it has some for net6.0, netstandard2.1. Choose another version \
         of the package, or another Target Framework."
    );
    // An empty folder says that nothing is needed there.
    let selection = selected(&[("lib/net45/_._", b""), ("lib/net6.0/a.dll", b"x")], TargetFramework::V472).unwrap();
    assert_eq!((selection.folder.as_deref(), selection.files.len()), (Some("lib/net45"), 0));
}

#[test]
fn what_is_no_package_is_refused() {
    let error = |bytes: Vec<u8>| Package::read(bytes).unwrap_err().to_string();
    assert!(error(b"no archive".to_vec()).starts_with("The file is not a NuGet package: "));
    assert_eq!(error(zip_of(&[("a/x.nuspec", b"")])), "The file is not a NuGet package: it has no .nuspec at its top.");
    assert!(error(zip_of(&[("x.nuspec", b"<package>")])).starts_with("The package's .nuspec is damaged: "));
    let deep = "<a>".repeat(100);
    assert!(error(zip_of(&[("x.nuspec", deep.as_bytes())])).contains("nested too deeply"));
    let large = vec![b' '; (1 << 20) + 1];
    assert_eq!(error(zip_of(&[("x.nuspec", &large)])), "x.nuspec in the package has more than 1 MB.");
}

#[test]
fn a_bomb_stops_at_the_limit() {
    let bomb = vec![0; package::FILE_LIMIT + 1];
    let error = selected(&[("lib/net45/a.dll", &bomb)], TargetFramework::V48).unwrap_err();
    assert_eq!(error, PackageError::FileTooLarge { path: "lib/net45/a.dll".to_owned(), limit: package::FILE_LIMIT });
}

proptest! {
    #[test]
    fn damaged_packages_end_in_an_error_or_files(at in 0_usize..2000, byte: u8, cut in 0_usize..3000) {
        let mut bytes = package(&[("lib/net45/Bank.Rates.dll", b"for 4.5"), ("lib/net20/Bank.Rates.dll", b"for 2.0")]);
        let at = at % bytes.len();
        bytes[at] = byte;
        bytes.truncate(cut.max(1));
        if let Ok(mut package) = Package::read(bytes) {
            let _ = package.for_framework(TargetFramework::V461);
        }
    }
}
