//! Assemblies that every Platform Server has.

use crate::FileName;

/// Assemblies of the .NET Framework, in lower case and sorted: its own, and the facades that 4.7.2 and later have for libraries
/// of .NET Standard (`netstandard`, `System.IO`, `System.Runtime.InteropServices.RuntimeInformation`). Those that packages of
/// `NuGet` bring in later versions for the same framework (`System.Memory`, `System.Text.Json`, `System.ValueTuple`,
/// `System.Runtime.CompilerServices.Unsafe` and the like) are not among them: extensions need these.
const OF_FRAMEWORK: [&str; 153] = [
    "accessibility",
    "microsoft.csharp",
    "microsoft.visualbasic",
    "microsoft.win32.primitives",
    "mscorlib",
    "netstandard",
    "presentationcore",
    "presentationframework",
    "system",
    "system.activities",
    "system.appcontext",
    "system.collections",
    "system.collections.concurrent",
    "system.collections.nongeneric",
    "system.collections.specialized",
    "system.componentmodel",
    "system.componentmodel.composition",
    "system.componentmodel.dataannotations",
    "system.componentmodel.eventbasedasync",
    "system.componentmodel.primitives",
    "system.componentmodel.typeconverter",
    "system.configuration",
    "system.configuration.install",
    "system.console",
    "system.core",
    "system.data",
    "system.data.common",
    "system.data.datasetextensions",
    "system.data.entity",
    "system.data.linq",
    "system.data.oracleclient",
    "system.data.services",
    "system.deployment",
    "system.design",
    "system.diagnostics.contracts",
    "system.diagnostics.debug",
    "system.diagnostics.fileversioninfo",
    "system.diagnostics.process",
    "system.diagnostics.stacktrace",
    "system.diagnostics.textwritertracelistener",
    "system.diagnostics.tools",
    "system.diagnostics.tracesource",
    "system.directoryservices",
    "system.directoryservices.accountmanagement",
    "system.drawing",
    "system.drawing.primitives",
    "system.dynamic.runtime",
    "system.enterpriseservices",
    "system.globalization",
    "system.globalization.calendars",
    "system.globalization.extensions",
    "system.identitymodel",
    "system.io",
    "system.io.compression",
    "system.io.compression.filesystem",
    "system.io.compression.zipfile",
    "system.io.filesystem",
    "system.io.filesystem.driveinfo",
    "system.io.filesystem.primitives",
    "system.io.filesystem.watcher",
    "system.io.isolatedstorage",
    "system.io.memorymappedfiles",
    "system.io.pipes",
    "system.io.unmanagedmemorystream",
    "system.linq",
    "system.linq.expressions",
    "system.linq.parallel",
    "system.linq.queryable",
    "system.management",
    "system.messaging",
    "system.net",
    "system.net.http",
    "system.net.http.rtc",
    "system.net.http.webrequest",
    "system.net.nameresolution",
    "system.net.networkinformation",
    "system.net.ping",
    "system.net.primitives",
    "system.net.requests",
    "system.net.security",
    "system.net.sockets",
    "system.net.webheadercollection",
    "system.net.websockets",
    "system.net.websockets.client",
    "system.numerics",
    "system.objectmodel",
    "system.reflection",
    "system.reflection.emit",
    "system.reflection.emit.ilgeneration",
    "system.reflection.emit.lightweight",
    "system.reflection.extensions",
    "system.reflection.primitives",
    "system.resources.reader",
    "system.resources.resourcemanager",
    "system.resources.writer",
    "system.runtime",
    "system.runtime.caching",
    "system.runtime.compilerservices.visualc",
    "system.runtime.extensions",
    "system.runtime.handles",
    "system.runtime.interopservices",
    "system.runtime.interopservices.runtimeinformation",
    "system.runtime.interopservices.windowsruntime",
    "system.runtime.numerics",
    "system.runtime.remoting",
    "system.runtime.serialization",
    "system.runtime.serialization.formatters",
    "system.runtime.serialization.json",
    "system.runtime.serialization.primitives",
    "system.runtime.serialization.xml",
    "system.security",
    "system.security.claims",
    "system.security.cryptography.algorithms",
    "system.security.cryptography.csp",
    "system.security.cryptography.encoding",
    "system.security.cryptography.primitives",
    "system.security.cryptography.x509certificates",
    "system.security.principal",
    "system.security.securestring",
    "system.servicemodel",
    "system.servicemodel.duplex",
    "system.servicemodel.http",
    "system.servicemodel.nettcp",
    "system.servicemodel.primitives",
    "system.servicemodel.security",
    "system.servicemodel.web",
    "system.serviceprocess",
    "system.text.encoding",
    "system.text.encoding.extensions",
    "system.text.regularexpressions",
    "system.threading",
    "system.threading.overlapped",
    "system.threading.tasks",
    "system.threading.tasks.parallel",
    "system.threading.thread",
    "system.threading.threadpool",
    "system.threading.timer",
    "system.transactions",
    "system.web",
    "system.web.applicationservices",
    "system.web.extensions",
    "system.web.services",
    "system.windows.forms",
    "system.xaml",
    "system.xml",
    "system.xml.linq",
    "system.xml.readerwriter",
    "system.xml.xdocument",
    "system.xml.xmldocument",
    "system.xml.xmlserializer",
    "system.xml.xpath",
    "system.xml.xpath.xdocument",
    "windowsbase",
];

/// Assemblies of the platform beside those whose names begin with `OutSystems.HubEdition.`.
const OF_PLATFORM: [&str; 4] =
    ["OutSystems.RuntimeCommon", "OutSystems.REST.API", "OutSystems.SOAP.API", "OutSystems.SAP.API"];
const PLATFORM_PREFIX: &str = "OutSystems.HubEdition.";
/// Assemblies of extensions begin with this, and so do their documentation files.
const EXTENSION_PREFIX: &str = "OutSystems.Nss";
/// What the name of a configuration of an assembly ends with.
const CONFIGURATION_END: &str = ".dll.config";

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

/// The extension that the assembly of this name is of, when it is one of an extension: `Bank` for `OutSystems.NssBank`.
pub(super) fn extension_of(name: &str) -> Option<&str> {
    let start = name.get(..EXTENSION_PREFIX.len())?;
    name.get(EXTENSION_PREFIX.len()..).filter(|rest| start.eq_ignore_ascii_case(EXTENSION_PREFIX) && !rest.is_empty())
}

/// Whether the file is the configuration of an assembly, which .NET reads for programs only.
pub(super) fn is_configuration(file: &FileName) -> bool {
    file.as_str().to_ascii_lowercase().ends_with(CONFIGURATION_END)
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
        // The four that the vendor names, other facades, and the framework's own.
        let of_vendor =
            ["netstandard", "mscorlib", "System.Net.Http", "System.Runtime.InteropServices.RuntimeInformation"];
        let others =
            ["System.IO", "System.Net.Primitives", "Microsoft.Win32.Primitives", "System", "MSCORLIB", "WindowsBase"];
        for name in of_vendor.into_iter().chain(others) {
            assert!(is_of_framework(name), "{name}");
        }
        for name in [
            "System.Runtime.CompilerServices.Unsafe",
            "System.ValueTuple",
            "System.Memory",
            "System.Text.Json",
            "Newtonsoft.Json",
            "Systemic",
        ] {
            assert!(!is_of_framework(name), "{name}");
        }
        assert!(is_of_platform("outsystems.hubedition.RuntimePlatform") && is_of_platform("OutSystems.RuntimeCommon"));
        assert!(!is_of_platform("OutSystems.NssBank"));
        assert_eq!(extension_of("outsystems.nssBank"), Some("Bank"));
        assert_eq!([extension_of("OutSystems.Nss"), extension_of("Outsystems.Bank")], [None, None]);
        assert!(
            is_configuration(&FileName::as_found("A.DLL.config"))
                && !is_configuration(&FileName::as_found("web.config"))
        );
        assert_eq!(assembly_name(&FileName::as_found("A.b.DLL")), Some("A.b"));
        assert_eq!(assembly_name(&FileName::as_found("A.xml")), None);
    }
}
