//! What deployed assemblies need, with assemblies that the test compiles and with the real files.

use std::path::{Path, PathBuf};

use extension::{Content, DeployAction, Edit, Extension, FileName, Folder, Item, Resource, ResourceEdit};
use rules::{Finding, Rule};
use support::corpus;
use support::csharp_toolchain::Toolchain;
use support::document::key;
use verification::{fixes, verify};

use crate::{sample, time};

/// A folder of assemblies that reference each other.
struct Libraries {
    toolchain: Toolchain,
    folder: tempfile::TempDir,
}

impl Libraries {
    fn new() -> Option<Self> {
        let libraries = Self { toolchain: Toolchain::installed()?, folder: tempfile::tempdir().unwrap() };
        std::fs::write(libraries.path("key.snk"), public_key()).unwrap();
        Some(libraries)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Compiles an assembly of this name and version; with a strong name where that is wished.
    fn compile(&self, name: &str, version: &str, code: &str, references: &[&str], is_strong: bool) -> Vec<u8> {
        let source = self.path("source.cs");
        std::fs::write(&source, format!("[assembly: System.Reflection.AssemblyVersion(\"{version}\")] {code}"))
            .unwrap();
        let references: Vec<PathBuf> = references.iter().map(|name| self.path(&format!("{name}.dll"))).collect();
        let references: Vec<&Path> = references.iter().map(PathBuf::as_path).collect();
        let key = format!("-keyfile:{}", self.path("key.snk").display());
        let options: &[&str] = if is_strong { &["-publicsign", &key] } else { &[] };
        let output = self.path(&format!("{name}.dll"));
        self.toolchain.compile_with(&source, &output, &references, options);
        std::fs::read(output).unwrap()
    }
}

/// A public key as a file of keys has it: of RSA, with 1024 bits and a number that is nobody's.
fn public_key() -> Vec<u8> {
    let mut key = vec![0, 0x24, 0, 0, 4, 0x80, 0, 0, 0x94, 0, 0, 0, 6, 2, 0, 0, 0, 0x24, 0, 0];
    key.extend(*b"RSA1");
    key.extend([0, 4, 0, 0, 1, 0, 1, 0]);
    key.extend([0xb5; 128]);
    key
}

fn with(files: &[(&str, &[u8])]) -> Extension {
    files.iter().zip(90..).fold(sample(), |extension, ((name, bytes), number)| {
        let (name, folder) = (FileName::as_found(name), Folder::as_found(Folder::BINARIES));
        let resource = Resource::new(key(number), name, folder, Content::from_bytes(*bytes), time());
        extension.apply(&Edit::AddResource(resource)).unwrap()
    })
}

fn found(extension: &Extension) -> Vec<Finding> {
    let is_one = |finding: &Finding| {
        matches!(finding.rule, Rule::ReferenceMissing | Rule::ReferenceVersion | Rule::AssemblyFramework)
    };
    verify(extension).into_iter().filter(is_one).collect()
}

fn texts(extension: &Extension) -> Vec<(Rule, String)> {
    found(extension).into_iter().map(|finding| (finding.rule, finding.text)).collect()
}

#[test]
fn references_that_are_missing_or_of_another_version() {
    let Some(libraries) = Libraries::new() else { return };
    let old = libraries.compile("Deep", "1.0.0.0", "public class Deep { }", &[], true);
    let weak = libraries.compile("Weak", "1.0.0.0", "public class Weak { }", &[], false);
    let code = "public class Main : Deep { public Weak Make() { return null; } public System.Data.DataTable Table() { return null; } }";
    let main = libraries.compile("Main", "1.0.0.0", code, &["Deep", "Weak"], false);
    let new = libraries.compile("Deep", "1.0.0.1", "public class Deep { }", &[], true);
    let other = libraries.compile("Deep", "1.0.0.0", "public class Deep { }", &[], false);
    let newer = libraries.compile("Weak", "9.0.0.0", "public class Weak { }", &[], false);

    // All there, and the version of an assembly without a strong name is not looked at.
    assert_eq!(texts(&with(&[("Main.dll", &main), ("Deep.dll", &old), ("Weak.dll", &weak)])), []);
    assert_eq!(texts(&with(&[("Main.dll", &main), ("Deep.dll", &old), ("weak.dll", &newer)])), []);
    let missing = texts(&with(&[("Main.dll", &main), ("Weak.dll", &weak)]));
    let text = "Main.dll references Deep 1.0.0.0, which is neither among the resources for the Binaries directory nor in .NET or the platform. Code that needs it fails when it runs. Add the DLL, unless the server has it.";
    assert_eq!(missing, [(Rule::ReferenceMissing, text.to_owned())]);
    let version = texts(&with(&[("Main.dll", &main), ("Deep.dll", &new), ("Weak.dll", &weak)]));
    let text = "Main.dll references Deep 1.0.0.0 (there is 1.0.0.1). .NET loads no other version, since an extension has no binding redirects. Take DLLs that fit each other.";
    assert_eq!(version, [(Rule::ReferenceVersion, text.to_owned())]);
    let strong = texts(&with(&[("Main.dll", &main), ("Deep.dll", &other), ("Weak.dll", &weak)]));
    assert!(
        matches!(strong.as_slice(), [(Rule::ReferenceVersion, text)] if text.contains("(there is none)")),
        "{strong:?}"
    );
    // What is not deployed is not loaded, and needs nothing.
    let extension = with(&[("Main.dll", &main), ("Deep.dll", &old), ("Weak.dll", &weak)]);
    let ignored = |number| Edit::Resource(key(number), ResourceEdit::SetDeployAction(DeployAction::Ignore));
    assert_eq!(texts(&extension.apply(&ignored(91)).unwrap()).len(), 1);
    assert_eq!(texts(&extension.apply(&ignored(90)).unwrap().apply(&ignored(91)).unwrap()), []);
}

#[test]
fn assemblies_for_another_framework() {
    let Some(libraries) = Libraries::new() else { return };
    let of = |moniker: &str| {
        let code =
            format!("[assembly: System.Runtime.Versioning.TargetFramework(\"{moniker}\")] public class Main {{ }}");
        with(&[("Main.dll", &libraries.compile("Main", "1.0.0.0", &code, &[], false))])
    };
    for fits in
        [".NETFramework,Version=v4.6.1", ".NETFramework,Version=v2.0", ".NETStandard,Version=v1.6", "Own,Version=v9.0"]
    {
        assert_eq!(texts(&of(fits)), [], "{fits}");
    }
    let runtime = "which .NET Framework cannot load. Take the DLL for .NET Framework or .NET Standard 2.0.";
    for (moniker, label) in
        [(".NETStandard,Version=v2.1", ".NET Standard 2.1"), (".NETCoreApp,Version=v8.0", ".NET 8.0")]
    {
        let extension = of(moniker);
        let findings = found(&extension);
        assert_eq!(findings[0].text, format!("Main.dll is for {label}, {runtime}"));
        assert_eq!(fixes(&extension, &findings[0], &time(), &mut || key(200)), []);
    }
    for (moniker, target) in [(".NETFramework,Version=v4.8", "4.8"), (".NETStandard,Version=v2.0", "4.7.2")] {
        let extension = of(moniker);
        let findings = found(&extension);
        assert_eq!((findings.len(), findings[0].rule), (1, Rule::AssemblyFramework));
        assert_eq!(findings[0].place.item, Item::Resource(key(90)));
        assert!(
            findings[0].text.contains(&format!("targets .NET Framework 4.6.1. Target {target}, or")),
            "{}",
            findings[0].text
        );
        let fix = fixes(&extension, &findings[0], &time(), &mut || key(200)).remove(0);
        assert_eq!(fix.label, format!("Target .NET Framework {target}"));
        let mended = extension.apply(&fix.edit).unwrap();
        assert_eq!(texts(&mended), []);
        assert_eq!(mended.target_framework().to_string(), target);
    }
}

/// What is said of real extensions, each of which was looked at by hand.
#[test]
fn real_extensions() {
    let mut told = Vec::new();
    for (name, bytes) in corpus::files() {
        let Ok(extension) = xif::read(&bytes, &xif::Limits::default()) else { continue };
        told.extend(
            found(&extension).into_iter().map(|finding| format!("{name}: {} {}", finding.rule.id(), finding.text)),
        );
    }
    println!("{}", told.join("\n"));
    assert_eq!(told, [] as [&str; 0]);
}
