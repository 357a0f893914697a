use std::collections::BTreeSet;

use extension::{Content, Extension, Folder, Property, Severity};
use rules::{Finding, Rule, Verification, fixes};

use support::document::key;

use super::sample::{add, resource, sample};
use super::{elements, entities, files, types};

/// A rule with a document that breaks it, and one that comes near to breaking it.
pub(crate) struct Case {
    pub(crate) rule: Rule,
    pub(crate) breaks: fn(&mut Extension),
    /// The place: the path of the item, and its property.
    pub(crate) path: &'static str,
    pub(crate) property: Property,
    /// A part of the message.
    pub(crate) says: &'static str,
    pub(crate) keeps: fn(&mut Extension),
}

fn cases() -> Vec<Case> {
    let parts = [
        elements::names(),
        elements::texts_and_keys(),
        elements::the_extension(),
        elements::actions(),
        types::types(),
        types::defaults(),
        types::sizes(),
        entities::entities(),
        entities::entity_attributes(),
        entities::tables_and_structures(),
        files::files(),
        files::deployment(),
        files::assemblies(),
    ];
    parts.into_iter().flatten().collect()
}

pub(crate) fn verified(extension: &Extension) -> Vec<Finding> {
    let mut verification = Verification::default();
    verification.update(extension);
    verification.findings().to_vec()
}

fn with(change: fn(&mut Extension)) -> Extension {
    let mut extension = sample();
    change(&mut extension);
    extension
}

#[test]
fn nothing_is_wrong_with_the_sample() {
    assert_eq!(verified(&sample()), []);
}

#[test]
fn every_rule_has_a_case() {
    let named: BTreeSet<Rule> = cases().iter().map(|case| case.rule).collect();
    // These are about generated code and about what is packed, and have their cases where that is looked at.
    let elsewhere = [
        Rule::NoAssembly,
        Rule::AssemblyNative,
        Rule::AssemblyOf32Bits,
        Rule::ReferenceMissing,
        Rule::ReferenceVersion,
        Rule::AssemblyFramework,
        Rule::GeneratedNameTaken,
        Rule::RecordSourceTwice,
        Rule::SourceMissing,
        Rule::SourceNotCompiled,
        Rule::AssemblyMissing,
        Rule::AssemblyUnreadable,
        Rule::AssemblyOtherDefinition,
        Rule::AssemblyOtherSources,
    ];
    let without: Vec<_> = Rule::ALL.iter().filter(|rule| !named.contains(rule) && !elsewhere.contains(rule)).collect();
    assert!(without.is_empty(), "{without:?}");
}

#[test]
fn what_breaks_a_rule_is_found_at_its_place() {
    for Case { rule, breaks, path, property, says, .. } in cases() {
        let extension = with(breaks);
        let findings = verified(&extension);
        let found = findings.iter().find(|finding| finding.rule == rule);
        let found = found.unwrap_or_else(|| panic!("{rule:?} is not found: {findings:#?}"));
        assert_eq!(found.place.item.path(&extension).as_deref(), Some(path), "{rule:?}");
        assert_eq!((found.place.property, found.severity), (property, rule.severity()), "{rule:?}");
        assert!(found.text.contains(says), "{rule:?}: {}", found.text);
    }
}

#[test]
fn what_comes_near_is_not_found() {
    for Case { rule, keeps, .. } in cases() {
        let findings = verified(&with(keeps));
        assert!(findings.iter().all(|finding| finding.rule != rule), "{rule:?}: {findings:#?}");
    }
}

#[test]
fn every_fix_can_be_applied_and_mends() {
    let mut fixed = BTreeSet::new();
    for Case { rule, breaks, .. } in cases() {
        let extension = with(breaks);
        for finding in verified(&extension).iter().filter(|finding| finding.rule == rule) {
            let mut next = 200;
            let mut new_key = || {
                next += 1;
                key(next)
            };
            for fix in fixes(&extension, finding, &mut new_key) {
                let mended = verified(&extension.apply(&fix.edit).unwrap());
                let is_it = |other: &&Finding| other.rule == rule && other.place == finding.place;
                assert_eq!(mended.iter().find(is_it), None, "{rule:?}: {}", fix.label);
                fixed.insert(rule);
            }
        }
    }
    let unfixed: Vec<_> = cases().iter().map(|case| case.rule).filter(|rule| !fixed.contains(rule)).collect();
    let expected = [
        Rule::NameTooLong,
        Rule::DescriptionTooLong,
        Rule::KeyTaken,
        Rule::ApplicationServer,
        Rule::OlderVersion,
        Rule::BinarySeveral,
        Rule::AssemblyOfExtensionName,
        Rule::FileLarge,
    ];
    let unfixed: BTreeSet<_> = unfixed.into_iter().collect();
    assert_eq!(unfixed, BTreeSet::from(expected));
}

/// Packages bring facades by the dozen: one step takes all of them out of the deployment.
#[test]
fn all_assemblies_of_the_framework_are_ignored_at_once() {
    let mut extension = sample();
    for (number, name) in [(60, "System.IO.dll"), (61, "netstandard.dll"), (62, "System.Text.Json.dll")] {
        add(&mut extension, resource(number, Folder::BINARIES, name, Content::from_bytes(*b"MZ")));
    }
    let findings = verified(&extension);
    let first = findings.iter().find(|finding| finding.rule == Rule::SystemAssembly).unwrap();
    let fix = fixes(&extension, first, &mut || key(200)).remove(0);
    assert_eq!(fix.label, "Set Deploy Action of all 2 assemblies of .NET to Ignore");
    let mended = verified(&extension.apply(&fix.edit).unwrap());
    assert!(mended.iter().all(|finding| finding.rule != Rule::SystemAssembly), "{mended:?}");
}

#[test]
fn rules_are_told_apart() {
    let ids: BTreeSet<_> = Rule::ALL.iter().map(|rule| rule.id()).collect();
    assert_eq!(ids.len(), Rule::ALL.len());
    assert!(Rule::ALL.iter().all(|rule| !rule.title().is_empty() && !rule.source().is_empty()));
    assert!(Rule::ALL.windows(2).all(|pair| pair[0].id() < pair[1].id()), "in the order of their identifiers");
    assert!(Rule::ALL.iter().any(|rule| rule.severity() == Severity::Information));
}

#[test]
fn findings_stand_in_the_order_of_the_document() {
    let mut extension = sample();
    // Those that change elements and remove none.
    let parts = [
        elements::names(),
        elements::texts_and_keys(),
        types::types(),
        types::defaults(),
        types::sizes(),
        files::assemblies(),
    ];
    for case in parts.into_iter().flatten() {
        (case.breaks)(&mut extension);
        let findings = verified(&extension);
        let mut sorted = findings.clone();
        rules::in_order(&extension, &mut sorted);
        assert_eq!(findings, sorted);
    }
    let places: Vec<_> = verified(&extension).iter().map(|finding| finding.place.item.kind().label()).collect();
    let mut distinct = places.clone();
    distinct.dedup();
    assert!(distinct.starts_with(&["extension", "parameter", "attribute"]), "{distinct:?}");
}
