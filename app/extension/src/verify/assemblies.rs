//! Assemblies that every Platform Server has.

use crate::FileName;

/// Assemblies of the .NET Framework, in lower case and sorted. Those that packages of `NuGet` bring in later versions for
/// the same framework (`System.Memory`, `System.Text.Json`, `System.ValueTuple` and the like) are not among them:
/// extensions need these.
const OF_FRAMEWORK: [&str; 55] = [
    "accessibility",
    "microsoft.csharp",
    "microsoft.visualbasic",
    "mscorlib",
    "netstandard",
    "presentationcore",
    "presentationframework",
    "system",
    "system.activities",
    "system.collections",
    "system.componentmodel.composition",
    "system.componentmodel.dataannotations",
    "system.configuration",
    "system.configuration.install",
    "system.core",
    "system.data",
    "system.data.datasetextensions",
    "system.data.entity",
    "system.data.linq",
    "system.data.oracleclient",
    "system.data.services",
    "system.deployment",
    "system.design",
    "system.directoryservices",
    "system.directoryservices.accountmanagement",
    "system.drawing",
    "system.enterpriseservices",
    "system.identitymodel",
    "system.io.compression",
    "system.io.compression.filesystem",
    "system.linq",
    "system.management",
    "system.messaging",
    "system.net",
    "system.net.http",
    "system.net.http.webrequest",
    "system.numerics",
    "system.runtime",
    "system.runtime.caching",
    "system.runtime.remoting",
    "system.runtime.serialization",
    "system.security",
    "system.servicemodel",
    "system.servicemodel.web",
    "system.serviceprocess",
    "system.transactions",
    "system.web",
    "system.web.applicationservices",
    "system.web.extensions",
    "system.web.services",
    "system.windows.forms",
    "system.xaml",
    "system.xml",
    "system.xml.linq",
    "windowsbase",
];

/// Assemblies of the platform beside those whose names begin with `OutSystems.HubEdition.`.
const OF_PLATFORM: [&str; 4] =
    ["OutSystems.RuntimeCommon", "OutSystems.REST.API", "OutSystems.SOAP.API", "OutSystems.SAP.API"];
const PLATFORM_PREFIX: &str = "OutSystems.HubEdition.";

/// Whether the file is an assembly by its name.
pub(super) fn is_assembly(file: &FileName) -> bool {
    file.extension().eq_ignore_ascii_case("dll")
}

/// The simple name of the assembly that the file is by its name.
pub(super) fn assembly_name(file: &FileName) -> Option<&str> {
    file.as_str().rsplit_once('.').map(|(name, _)| name).filter(|_| is_assembly(file))
}

/// Whether the .NET Framework has an assembly of this name.
pub(super) fn is_of_framework(name: &str) -> bool {
    OF_FRAMEWORK.binary_search(&name.to_ascii_lowercase().as_str()).is_ok()
}

/// Whether the platform has an assembly of this name.
pub(super) fn is_of_platform(name: &str) -> bool {
    OF_PLATFORM.iter().any(|known| known.eq_ignore_ascii_case(name))
        || name.get(..PLATFORM_PREFIX.len()).is_some_and(|start| start.eq_ignore_ascii_case(PLATFORM_PREFIX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_assemblies() {
        assert!(OF_FRAMEWORK.is_sorted());
        for name in ["netstandard", "System", "System.Web.Services", "MSCORLIB", "WindowsBase"] {
            assert!(is_of_framework(name), "{name}");
        }
        for name in ["System.Memory", "System.Text.Json", "Newtonsoft.Json", "Systemic"] {
            assert!(!is_of_framework(name), "{name}");
        }
        assert!(is_of_platform("outsystems.hubedition.RuntimePlatform") && is_of_platform("OutSystems.RuntimeCommon"));
        assert!(!is_of_platform("OutSystems.NssBank"));
        assert_eq!(assembly_name(&FileName::as_found("A.b.DLL")), Some("A.b"));
        assert_eq!(assembly_name(&FileName::as_found("A.xml")), None);
    }
}
