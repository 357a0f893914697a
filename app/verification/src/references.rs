//! What the deployed assemblies need: other assemblies, in the version that they demand, and a framework.

use std::collections::HashMap;
use std::sync::Arc;

use assembly::{AssemblyName, Facts};
use extension::{DeployAction, Extension, Item, Property, Resource, TargetFramework, extension_of_assembly, provider};
use rules::{Finding, Rule};

use crate::packed::Files;

/// So many assemblies are named; the rest is counted.
const TOLD: usize = 5;
/// From here on libraries of .NET Standard 2.0 are supported.
const STANDARD: TargetFramework = TargetFramework::V472;

/// What is wrong with what the deployed assemblies need.
pub(crate) fn verify(extension: &Extension, files: &Files) -> Vec<Finding> {
    let deployed: Vec<(&Arc<Resource>, &Facts)> = extension
        .resources
        .iter()
        .filter(|resource| resource.deploy_action == DeployAction::CopyToBinaries)
        .filter_map(|resource| Some((resource, files.assembly(resource)?.facts()?)))
        .collect();
    let there: HashMap<String, &AssemblyName> = deployed
        .iter()
        .filter_map(|(_, facts)| facts.name.as_ref())
        .map(|name| (name.name.to_ascii_lowercase(), name))
        .collect();
    let own = extension.main_assembly().map(|resource| resource.key);
    let mut findings = Vec::new();
    for (resource, facts) in deployed {
        findings.extend(missing(resource, facts, &there));
        findings.extend(other_version(resource, facts, &there));
        if Some(resource.key) != own {
            findings.extend(framework(extension, resource, facts));
        }
    }
    findings
}

fn finding(rule: Rule, resource: &Resource, text: String) -> Finding {
    Finding::new(rule, Item::Resource(resource.key).at(Property::Content), text)
}

/// Names, of which the first are told.
fn told(names: &[String]) -> String {
    let rest = names.len().saturating_sub(TOLD);
    let names = names.get(..TOLD).unwrap_or(names).join(", ");
    if rest == 0 { names } else { format!("{names} and {rest} more") }
}

/// The references that an extension must bring itself.
fn own_references(facts: &Facts) -> impl Iterator<Item = &AssemblyName> {
    let is_provided = |name: &str| provider(name).is_some() || extension_of_assembly(name).is_some();
    facts.references.iter().filter(move |needed| needed.culture.is_empty() && !is_provided(&needed.name))
}

fn missing(resource: &Resource, facts: &Facts, there: &HashMap<String, &AssemblyName>) -> Option<Finding> {
    let missing: Vec<String> = own_references(facts)
        .filter(|needed| !there.contains_key(&needed.name.to_ascii_lowercase()))
        .map(ToString::to_string)
        .collect();
    let text = format!(
        "{} references {}, which is neither among the resources for the Binaries directory nor in .NET or the platform. Code that needs it fails when it runs. Add the DLL, unless the server has it.",
        resource.file_name,
        told(&missing)
    );
    (!missing.is_empty()).then(|| finding(Rule::ReferenceMissing, resource, text))
}

/// .NET Framework compares the versions of assemblies with a strong name only.
fn other_version(resource: &Resource, facts: &Facts, there: &HashMap<String, &AssemblyName>) -> Option<Finding> {
    let other: Vec<String> = own_references(facts)
        .filter(|needed| needed.public_key_token.is_some())
        .filter_map(|needed| Some((needed, *there.get(&needed.name.to_ascii_lowercase())?)))
        .filter_map(|(needed, has)| {
            if needed.public_key_token != has.public_key_token {
                let token = |name: &AssemblyName| name.token_text().unwrap_or_else(|| "none".to_owned());
                return Some(format!("{needed} with the strong name {} (there is {})", token(needed), token(has)));
            }
            (needed.version != has.version).then(|| format!("{needed} (there is {})", has.version))
        })
        .collect();
    let text = format!(
        "{} references {}. .NET loads no other version, since an extension has no binding redirects. Take DLLs that fit each other.",
        resource.file_name,
        told(&other)
    );
    (!other.is_empty()).then(|| finding(Rule::ReferenceVersion, resource, text))
}

/// What the framework of an assembly asks of the project.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Demand {
    /// A target framework that is not earlier.
    Target(TargetFramework),
    /// A runtime that a Platform Server of OutSystems 11 does not have.
    OtherRuntime,
}

/// What an assembly asks of the project that does not have it; none where all is well, or where nothing is said.
pub(crate) fn unmet(extension: &Extension, facts: &Facts) -> Option<Demand> {
    extension.project_file()?;
    let (name, version) = facts.target_framework.as_deref()?.split_once(",Version=v")?;
    let project = extension.target_framework();
    match name {
        ".NETFramework" => {
            let demanded = TargetFramework::parse(version)?;
            (demanded > project.known()?).then_some(Demand::Target(demanded))
        }
        ".NETStandard" => match numbers(version)? {
            (2, 0) => (STANDARD > project.known()?).then_some(Demand::Target(STANDARD)),
            later if later > (2, 0) => Some(Demand::OtherRuntime),
            _ => None,
        },
        ".NETCoreApp" => Some(Demand::OtherRuntime),
        _ => None,
    }
}

fn numbers(version: &str) -> Option<(u16, u16)> {
    let (major, minor) = version.split_once('.')?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}

fn framework(extension: &Extension, resource: &Resource, facts: &Facts) -> Option<Finding> {
    let label = facts.target_framework_label()?;
    let file = &resource.file_name;
    let text = match unmet(extension, facts)? {
        Demand::Target(demanded) => format!(
            "{file} is for {label}, and the project targets .NET Framework {}. Target {demanded}, or take the DLL for an earlier framework.",
            extension.target_framework()
        ),
        Demand::OtherRuntime => {
            format!(
                "{file} is for {label}, which .NET Framework cannot load. Take the DLL for .NET Framework or .NET Standard 2.0."
            )
        }
    };
    Some(finding(Rule::AssemblyFramework, resource, text))
}
