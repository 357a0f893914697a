//! Assemblies of .NET Framework 4.8 that Mono's reference assemblies lack, in lower case and sorted.

/// All of them. What a server has is in its folders; this says what else belongs to the framework, so that a reference to it is not taken for a fault
/// of the project.
const LACKING: [&str; 57] = [
    "isymwrapper",
    "microsoft.activities.build",
    "microsoft.build.conversion.v4.0",
    "microsoft.jscript",
    "microsoft.visualbasic.compatibility",
    "microsoft.visualbasic.compatibility.data",
    "microsoft.visualc.stlclr",
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
    "system.activities",
    "system.activities.core.presentation",
    "system.activities.durableinstancing",
    "system.activities.presentation",
    "system.addin",
    "system.addin.contract",
    "system.componentmodel.composition.registration",
    "system.data.entity.design",
    "system.data.services.design",
    "system.data.sqlxml",
    "system.device",
    "system.diagnostics.tracing",
    "system.directoryservices.accountmanagement",
    "system.dynamic",
    "system.identitymodel.services",
    "system.io.log",
    "system.management.instrumentation",
    "system.numerics.vectors",
    "system.printing",
    "system.servicemodel.activities",
    "system.servicemodel.channels",
    "system.speech",
    "system.web.datavisualization",
    "system.web.datavisualization.design",
    "system.web.dynamicdata.design",
    "system.web.entity",
    "system.web.entity.design",
    "system.windows.controls.ribbon",
    "system.windows.forms.datavisualization.design",
    "system.windows.input.manipulations",
    "system.windows.presentation",
    "system.workflowservices",
    "uiautomationclient",
    "uiautomationclientsideproviders",
    "uiautomationprovider",
    "uiautomationtypes",
    "windowsbase",
    "windowsformsintegration",
    "xamlbuildtask",
];

/// Whether the name is that of an assembly of the framework that a server may lack.
pub fn may_lack(name: &str) -> bool {
    LACKING.binary_search(&name.to_lowercase().as_str()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_any_letter_case() {
        assert!(LACKING.is_sorted());
        assert!(may_lack("PresentationCore") && may_lack("SYSTEM.SPEECH") && may_lack("xamlbuildtask"));
        assert!(!may_lack("Newtonsoft.Json") && !may_lack("System.Text.Json") && !may_lack(""));
    }
}
