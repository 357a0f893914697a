//! No library of Mono makes the import fail: each member can be called or has a reason, and each plan is made.

use std::path::PathBuf;

use assembly::Image;
use import::{Catalog, CatalogError, Choice, Options, Plan, PlanError, Types};
use support::document::empty;
use support::tools;

fn libraries() -> Option<Vec<PathBuf>> {
    let folder = tools::mono_library()?;
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<PathBuf> = entries.filter(|path| path.extension().is_some_and(|end| end == "dll")).collect();
    paths.sort();
    Some(paths)
}

#[test]
fn every_library_of_mono_is_planned() {
    let Some(paths) = libraries() else { return };
    let extension = empty("Fixture");
    let (mut members, mut importable, mut actions) = (0_usize, 0_usize, 0_usize);
    for path in &paths {
        let bytes = std::fs::read(path).unwrap();
        let Ok(image) = Image::read(&bytes) else { continue };
        let catalog = match Catalog::read(&image, None) {
            Ok(catalog) => catalog,
            Err(CatalogError::Native | CatalogError::Module) => continue,
            Err(error) => panic!("{}: {error}", path.display()),
        };
        for offered in catalog.all() {
            for member in offered.unwrap().members {
                assert!(!member.targets.is_empty() || !member.reasons.is_empty(), "{}", member.id);
                members += 1;
                importable += usize::from(member.is_importable());
            }
        }
        let options = Options { types: Types::Converted, checks_null: true };
        match Plan::new(&catalog, &Choice::All, options, &extension) {
            Ok(plan) => {
                actions += plan.actions().len();
                for action in plan.actions() {
                    assert_eq!(action.name.broken_rule(extension::NAME_LIMIT), None, "{}", action.name);
                    for parameter in &action.parameters {
                        assert_eq!(parameter.name.broken_rule(extension::NAME_LIMIT), None, "{}", parameter.name);
                    }
                    assert!(action.body.iter().all(|line| !line.contains(['\r', '\n'])), "{:?}", action.body);
                }
            }
            Err(PlanError::TooMany) => {}
            Err(error) => panic!("{}: {error}", path.display()),
        }
    }
    println!("{} libraries: {importable} of {members} members can be called, {actions} actions", paths.len());
    assert!(importable * 2 > members, "{importable} of {members}");
}

/// A file whose bytes are wrong gives an error or a catalog, and never a panic.
#[test]
fn damaged_libraries() {
    let Some(paths) = libraries() else { return };
    let smallest = paths.iter().min_by_key(|path| std::fs::metadata(path).unwrap().len()).unwrap();
    let bytes = std::fs::read(smallest).unwrap();
    for place in (0..bytes.len()).step_by(3) {
        let mut wrong = bytes.clone();
        wrong[place] ^= 0x41;
        let Ok(image) = Image::read(&wrong) else { continue };
        let Ok(catalog) = Catalog::read(&image, None) else { continue };
        let _ = Plan::new(&catalog, &Choice::All, Options::default(), &empty("Fixture"));
    }
}
