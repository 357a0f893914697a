use extension::{Content, DeployAction, Extension, FileName, Folder, Property};
use rules::Rule;

use super::sample::{add, on_resource, resource};
use super::table::Case;

fn set_file(extension: &mut Extension, place: usize, text: &str) {
    on_resource(extension, place, |it| it.file_name = FileName::as_found(text));
}

fn set_action(extension: &mut Extension, place: usize, action: DeployAction) {
    on_resource(extension, place, |it| it.deploy_action = action);
}

/// Paths and names of files.
pub(crate) fn files() -> Vec<Case> {
    vec![
        Case {
            rule: Rule::FilePrefixReserved,
            breaks: |it| set_file(it, 1, "outsystemshubedition.Bank.cs"),
            path: "outsystemshubedition.Bank.cs",
            property: Property::Name,
            says: "should not be included in the extension",
            keeps: |it| set_file(it, 1, "OutSystems.Bank.cs"),
        },
        Case {
            rule: Rule::FileNameReserved,
            breaks: |it| add(it, resource(60, r"\", "Web.config", Content::from_bytes(*b"x"))),
            path: "Web.config",
            property: Property::Name,
            says: "reserved file name and therefore its Deploy Action will be ignored",
            keeps: |it| add(it, resource(60, r"\", "Web2.config", Content::from_bytes(*b"x"))),
        },
        Case {
            rule: Rule::BinaryEmpty,
            breaks: |it| on_resource(it, 2, |it| it.content = Content::default()),
            path: "OutSystems.NssBank.dll",
            property: Property::Content,
            says: "is empty and cannot be stored in the Binaries directory",
            keeps: |it| on_resource(it, 1, |it| it.content = Content::default()),
        },
        Case {
            rule: Rule::PathTaken,
            breaks: |it| add(it, resource(60, r"\SOURCE\NET\", "BANK.cs", Content::default())),
            path: "BANK.cs",
            property: Property::Name,
            says: "Another resource is",
            keeps: |it| add(it, resource(60, r"\Source\", "Bank.cs", Content::default())),
        },
        Case {
            rule: Rule::FileNameInvalid,
            breaks: |it| set_file(it, 1, "nul.cs"),
            path: "nul.cs",
            property: Property::Name,
            says: "is not a file name on the Platform Server",
            keeps: |it| set_file(it, 1, "null.cs"),
        },
        Case {
            rule: Rule::FileNameInvalid,
            breaks: |it| set_file(it, 1, r"..\Bank.cs"),
            path: r"..\Bank.cs",
            property: Property::Name,
            says: "cannot stand in a file name",
            keeps: |it| set_file(it, 1, "..Bank.cs"),
        },
        Case {
            rule: Rule::FolderInvalid,
            breaks: |it| on_resource(it, 1, |it| it.folder = Folder::as_found(r"\Source\..\..\")),
            path: "Bank.cs",
            property: Property::Name,
            says: "“..”, in the path of Bank.cs",
            keeps: |it| on_resource(it, 1, |it| it.folder = Folder::as_found(r"\Source\a.b\")),
        },
    ]
}

/// Where files go.
pub(crate) fn deployment() -> Vec<Case> {
    vec![
        Case {
            rule: Rule::DeployActionUnknown,
            breaks: |it| set_action(it, 1, DeployAction::Other("Print".into())),
            path: "Bank.cs",
            property: Property::DeployAction,
            says: "no Deploy Action “Print”",
            keeps: |it| set_action(it, 1, DeployAction::CopyToApplication),
        },
        Case {
            rule: Rule::DeployActionOfAssembly,
            breaks: |it| set_action(it, 2, DeployAction::Ignore),
            path: "OutSystems.NssBank.dll",
            property: Property::DeployAction,
            says: "holds the code of the actions",
            keeps: |it| set_file(it, 2, "OutSystems.NssOther.dll"),
        },
        Case {
            rule: Rule::DeployActionOfLibrary,
            breaks: |it| {
                add(it, resource(60, Folder::BINARIES, "Lib.dll", Content::from_bytes(*b"x")));
                set_action(it, 3, DeployAction::CopyToImages);
            },
            path: "Lib.dll",
            property: Property::DeployAction,
            says: "Lib.dll is an assembly",
            keeps: |it| {
                add(it, resource(60, Folder::BINARIES, "Lib.dll", Content::from_bytes(*b"x")));
                set_action(it, 3, DeployAction::Ignore);
            },
        },
        Case {
            rule: Rule::BinaryTaken,
            breaks: |it| add(it, resource(60, r"\Old\", "outsystems.nssbank.DLL", Content::from_bytes(*b"x"))),
            path: "outsystems.nssbank.DLL",
            property: Property::DeployAction,
            says: "in the Binaries directory",
            keeps: |it| {
                add(it, resource(60, r"\Old\", "OutSystems.NssBank.dll", Content::from_bytes(*b"x")));
                set_action(it, 3, DeployAction::Ignore);
            },
        },
        Case {
            rule: Rule::FileLarge,
            breaks: |it| on_resource(it, 1, |it| it.content = Content::from_bytes(vec![b' '; 30 << 20])),
            path: "Bank.cs",
            property: Property::Content,
            says: "has 30 MB",
            keeps: |it| on_resource(it, 1, |it| it.content = Content::from_bytes(vec![b' '; 1 << 20])),
        },
    ]
}

/// Assemblies that are better not deployed.
pub(crate) fn assemblies() -> Vec<Case> {
    fn add_library(extension: &mut Extension, file_name: &str) {
        add(extension, resource(60, Folder::BINARIES, file_name, Content::from_bytes(*b"MZ")));
    }
    vec![
        Case {
            rule: Rule::AssemblyOfExtensionName,
            breaks: |it| add_library(it, "bank.dll"),
            path: "bank.dll",
            property: Property::Name,
            says: "has the name of the extension",
            keeps: |it| add_library(it, "Bank.Core.dll"),
        },
        Case {
            rule: Rule::SystemAssembly,
            breaks: |it| add_library(it, "netstandard.dll"),
            path: "netstandard.dll",
            property: Property::Name,
            says: "part of the .NET Framework",
            keeps: |it| add_library(it, "System.Text.Json.dll"),
        },
        Case {
            rule: Rule::PlatformAssembly,
            breaks: |it| add_library(it, "OutSystems.HubEdition.RuntimePlatform.dll"),
            path: "OutSystems.HubEdition.RuntimePlatform.dll",
            property: Property::Name,
            says: "part of the platform",
            keeps: |it| {
                add_library(it, "OutSystems.RuntimeCommon.dll");
                set_action(it, 3, DeployAction::Ignore);
            },
        },
        Case {
            rule: Rule::OtherExtension,
            breaks: |it| {
                add_library(it, "OutSystems.NssCloneOfBank.dll");
                add(it, resource(61, Folder::BINARIES, "OutSystems.NssCloneOfBank.xml", Content::default()));
            },
            path: "OutSystems.NssCloneOfBank.dll",
            property: Property::Name,
            says: "the assembly of the extension CloneOfBank",
            keeps: |it| add_library(it, "OutSystems.Nss.dll"),
        },
        Case {
            rule: Rule::ConfigurationUnread,
            breaks: |it| add_library(it, "Bank.Core.dll.config"),
            path: "Bank.Core.dll.config",
            property: Property::Name,
            says: "has no effect",
            keeps: |it| add_library(it, "Bank.config"),
        },
    ]
}
