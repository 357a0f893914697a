//! Assemblies that every Platform Server has: those of the .NET Framework and of the platform.

/// Who brings an assembly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Provider {
    /// The .NET Framework.
    Framework,
    /// The .NET Framework; packages of `NuGet` bring later versions, which extensions may need.
    FrameworkAndPackages,
    /// The platform.
    Platform,
}

/// Who brings the assembly of this simple name to every Platform Server; none for all that an extension brings itself.
pub fn provider(name: &str) -> Option<Provider> {
    let lower = name.to_ascii_lowercase();
    let starts = |prefix: &str| name.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    if OF_FRAMEWORK.binary_search(&lower.as_str()).is_ok() {
        Some(Provider::Framework)
    } else if ALSO_IN_PACKAGES.contains(&lower.as_str()) {
        Some(Provider::FrameworkAndPackages)
    } else if OF_PLATFORM.iter().any(|known| known.eq_ignore_ascii_case(name)) || starts(PLATFORM_PREFIX) {
        Some(Provider::Platform)
    } else {
        None
    }
}

/// The extension that the assembly of this name is of, when it is one of an extension: `Bank` for `OutSystems.NssBank`.
pub fn extension_of_assembly(name: &str) -> Option<&str> {
    let start = name.get(..EXTENSION_PREFIX.len())?;
    name.get(EXTENSION_PREFIX.len()..).filter(|rest| start.eq_ignore_ascii_case(EXTENSION_PREFIX) && !rest.is_empty())
}

/// Assemblies of the platform beside those whose names begin with `OutSystems.HubEdition.`.
const OF_PLATFORM: [&str; 4] =
    ["OutSystems.RuntimeCommon", "OutSystems.REST.API", "OutSystems.SOAP.API", "OutSystems.SAP.API"];
const PLATFORM_PREFIX: &str = "OutSystems.HubEdition.";
/// Assemblies of extensions begin with this, and so do their documentation files.
const EXTENSION_PREFIX: &str = "OutSystems.Nss";

/// Assemblies that later versions of the framework have, and packages bring in later versions.
const ALSO_IN_PACKAGES: [&str; 2] = ["system.numerics.vectors", "system.valuetuple"];

/// Assemblies of the .NET Framework, in lower case and sorted: its own, and the facades that 4.7.2 and later have for libraries
/// of .NET Standard (`netstandard`, `System.IO`, `System.Runtime.InteropServices.RuntimeInformation`). Those that packages of
/// `NuGet` bring for the framework (`System.Memory`, `System.Text.Json`, `System.Runtime.CompilerServices.Unsafe` and the like)
/// are not among them: extensions need these.
const OF_FRAMEWORK: [&str; 232] = [
    "accessibility",
    "cppcodeprovider",
    "custommarshalers",
    "isymwrapper",
    "microsoft.activities.build",
    "microsoft.build",
    "microsoft.build.conversion.v4.0",
    "microsoft.build.engine",
    "microsoft.build.framework",
    "microsoft.build.tasks.v4.0",
    "microsoft.build.utilities.v4.0",
    "microsoft.csharp",
    "microsoft.jscript",
    "microsoft.visualbasic",
    "microsoft.visualbasic.compatibility",
    "microsoft.visualbasic.compatibility.data",
    "microsoft.visualc",
    "microsoft.visualc.stlclr",
    "microsoft.win32.primitives",
    "mscorlib",
    "netstandard",
    "presentationbuildtasks",
    "presentationcore",
    "presentationframework",
    "presentationframework.aero",
    "presentationframework.aero2",
    "presentationframework.aerolite",
    "presentationframework.classic",
    "presentationframework.luna",
    "presentationframework.royale",
    "reachframework",
    "sysglobl",
    "system",
    "system.activities",
    "system.activities.core.presentation",
    "system.activities.durableinstancing",
    "system.activities.presentation",
    "system.addin",
    "system.addin.contract",
    "system.appcontext",
    "system.collections",
    "system.collections.concurrent",
    "system.collections.nongeneric",
    "system.collections.specialized",
    "system.componentmodel",
    "system.componentmodel.composition",
    "system.componentmodel.composition.registration",
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
    "system.data.entity.design",
    "system.data.linq",
    "system.data.oracleclient",
    "system.data.services",
    "system.data.services.client",
    "system.data.services.design",
    "system.data.sqlxml",
    "system.deployment",
    "system.design",
    "system.device",
    "system.diagnostics.contracts",
    "system.diagnostics.debug",
    "system.diagnostics.fileversioninfo",
    "system.diagnostics.process",
    "system.diagnostics.stacktrace",
    "system.diagnostics.textwritertracelistener",
    "system.diagnostics.tools",
    "system.diagnostics.tracesource",
    "system.diagnostics.tracing",
    "system.directoryservices",
    "system.directoryservices.accountmanagement",
    "system.directoryservices.protocols",
    "system.drawing",
    "system.drawing.design",
    "system.drawing.primitives",
    "system.dynamic",
    "system.dynamic.runtime",
    "system.enterpriseservices",
    "system.globalization",
    "system.globalization.calendars",
    "system.globalization.extensions",
    "system.identitymodel",
    "system.identitymodel.selectors",
    "system.identitymodel.services",
    "system.io",
    "system.io.compression",
    "system.io.compression.filesystem",
    "system.io.compression.zipfile",
    "system.io.filesystem",
    "system.io.filesystem.driveinfo",
    "system.io.filesystem.primitives",
    "system.io.filesystem.watcher",
    "system.io.isolatedstorage",
    "system.io.log",
    "system.io.memorymappedfiles",
    "system.io.pipes",
    "system.io.unmanagedmemorystream",
    "system.linq",
    "system.linq.expressions",
    "system.linq.parallel",
    "system.linq.queryable",
    "system.management",
    "system.management.instrumentation",
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
    "system.printing",
    "system.reflection",
    "system.reflection.context",
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
    "system.runtime.durableinstancing",
    "system.runtime.extensions",
    "system.runtime.handles",
    "system.runtime.interopservices",
    "system.runtime.interopservices.runtimeinformation",
    "system.runtime.interopservices.windowsruntime",
    "system.runtime.numerics",
    "system.runtime.remoting",
    "system.runtime.serialization",
    "system.runtime.serialization.formatters",
    "system.runtime.serialization.formatters.soap",
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
    "system.servicemodel.activation",
    "system.servicemodel.activities",
    "system.servicemodel.channels",
    "system.servicemodel.discovery",
    "system.servicemodel.duplex",
    "system.servicemodel.http",
    "system.servicemodel.nettcp",
    "system.servicemodel.primitives",
    "system.servicemodel.routing",
    "system.servicemodel.security",
    "system.servicemodel.web",
    "system.serviceprocess",
    "system.speech",
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
    "system.web.abstractions",
    "system.web.applicationservices",
    "system.web.datavisualization",
    "system.web.datavisualization.design",
    "system.web.dynamicdata",
    "system.web.dynamicdata.design",
    "system.web.entity",
    "system.web.entity.design",
    "system.web.extensions",
    "system.web.extensions.design",
    "system.web.mobile",
    "system.web.regularexpressions",
    "system.web.routing",
    "system.web.services",
    "system.windows",
    "system.windows.controls.ribbon",
    "system.windows.forms",
    "system.windows.forms.datavisualization",
    "system.windows.forms.datavisualization.design",
    "system.windows.input.manipulations",
    "system.windows.presentation",
    "system.workflowservices",
    "system.xaml",
    "system.xaml.hosting",
    "system.xml",
    "system.xml.linq",
    "system.xml.readerwriter",
    "system.xml.serialization",
    "system.xml.xdocument",
    "system.xml.xmldocument",
    "system.xml.xmlserializer",
    "system.xml.xpath",
    "system.xml.xpath.xdocument",
    "uiautomationclient",
    "uiautomationclientsideproviders",
    "uiautomationprovider",
    "uiautomationtypes",
    "windowsbase",
    "windowsformsintegration",
    "xamlbuildtask",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_assemblies() {
        assert!(OF_FRAMEWORK.is_sorted());
        // The four that the vendor names, other facades, the framework's own, and what Mono lacks of it.
        let of_vendor =
            ["netstandard", "mscorlib", "System.Net.Http", "System.Runtime.InteropServices.RuntimeInformation"];
        let others =
            ["System.IO", "System.Net.Primitives", "Microsoft.Win32.Primitives", "System", "MSCORLIB", "WindowsBase"];
        let lacking = ["PresentationCore", "SYSTEM.SPEECH", "xamlbuildtask"];
        for name in of_vendor.into_iter().chain(others).chain(lacking) {
            assert_eq!(provider(name), Some(Provider::Framework), "{name}");
        }
        for name in [
            "System.Runtime.CompilerServices.Unsafe",
            "System.Memory",
            "System.Text.Json",
            "Newtonsoft.Json",
            "Systemic",
            "",
        ] {
            assert_eq!(provider(name), None, "{name}");
        }
        assert_eq!(provider("System.ValueTuple"), Some(Provider::FrameworkAndPackages));
        for name in ["outsystems.hubedition.RuntimePlatform", "OutSystems.RuntimeCommon"] {
            assert_eq!(provider(name), Some(Provider::Platform), "{name}");
        }
        assert_eq!(provider("OutSystems.NssBank"), None);
        assert_eq!(extension_of_assembly("outsystems.nssBank"), Some("Bank"));
        let none = ["OutSystems.Nss", "Outsystems.Bank"].map(extension_of_assembly);
        assert_eq!(none, [None, None]);
    }
}
