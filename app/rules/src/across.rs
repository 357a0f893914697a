//! Rules across elements: each looks at a whole list, and is asked again only when what it looks at changed.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::picture::Picture;
use super::rows::{Caseless, key_taken, repeated, verify_storable};
use super::{Finding, Rule, recursion};
use extension::{DeployAction, Element, Elements, Entity, Extension, Item, Key, Name, Property, Resource};

/// The findings of rules across elements.
#[derive(Debug, Clone, Default)]
pub(super) struct Across {
    actions: Vec<Finding>,
    structures: Vec<Finding>,
    entities: Vec<Finding>,
    keys: Vec<Finding>,
    tables: Vec<Finding>,
    cycles: Vec<Finding>,
    icons: Vec<Finding>,
    files: Vec<Finding>,
}

impl Across {
    /// Asks the rules again whose lists changed; whether other findings come of it.
    pub(super) fn update(&mut self, before: Option<&Extension>, now: &Extension) -> bool {
        let is_other = |differs: fn(&Extension, &Extension) -> bool| before.is_none_or(|before| differs(before, now));
        let mut changed = false;
        let mut renew = |kept: &mut Vec<Finding>, is_other: bool, find: fn(&Extension) -> Vec<Finding>| {
            if is_other {
                let found = find(now);
                changed |= *kept != found;
                *kept = found;
            }
        };
        renew(&mut self.actions, is_other(|a, b| have_other_names(&a.actions, &b.actions)), |it| {
            same_names(&it.actions, Item::Action)
        });
        renew(&mut self.structures, is_other(|a, b| have_other_names(&a.structures, &b.structures)), |it| {
            same_names(&it.structures, Item::Structure)
        });
        renew(&mut self.entities, is_other(|a, b| have_other_names(&a.entities, &b.entities)), |it| {
            same_names(&it.entities, Item::Entity)
        });
        renew(&mut self.keys, is_other(have_other_keys), same_keys);
        renew(&mut self.tables, is_other(have_other_tables), same_tables);
        renew(&mut self.cycles, is_other(|a, b| !Elements::is_shared(&a.structures, &b.structures)), |it| {
            recursion::recursive(&it.structures)
        });
        renew(&mut self.icons, is_other(have_other_icons), icons);
        renew(&mut self.files, is_other(|a, b| !Arc::ptr_eq(&a.resources, &b.resources)), same_files);
        changed
    }

    /// Every finding.
    pub(super) fn findings(&self) -> impl Iterator<Item = &Finding> {
        let Self { actions, structures, entities, keys, tables, cycles, icons, files } = self;
        [actions, structures, entities, keys, tables, cycles, icons, files].into_iter().flatten()
    }
}

/// What is wrong with the extension itself.
pub(super) fn of_extension(extension: &Extension) -> Vec<Finding> {
    let mut found = Vec::new();
    let item = Item::Extension;
    super::rows::verify_texts(item, (&extension.name, extension::NAME_LIMIT), &extension.description, &mut found);
    verify_storable(item, Property::Dbms, extension.dbms.label(), &mut found);
    if let extension::Dbms::Other(text) = &extension.dbms {
        let text = if text.eq_ignore_ascii_case("MySQL") {
            "The platform offers MySQL for extensions no longer. It is kept as it is; choose another DBMS where the extension is to work with one.".to_owned()
        } else {
            format!("The platform has no DBMS “{text}”. It is kept as it is; choose another.")
        };
        found.push(Finding::new(Rule::DbmsUnknown, item.at(Property::Dbms), text));
    }
    let server = &extension.provenance.application_server_type;
    if &**server != "NET" {
        let text = format!(
            "'Application Server' {server} not supported: the platform runs extensions for .NET only. Make a new extension and copy the elements there."
        );
        found.push(Finding::new(Rule::ApplicationServer, item.at(Property::Name), text));
    }
    if extension.is_of_older_version() {
        let version = &extension.provenance.last_upgrade_version;
        let major = version.split('.').next().unwrap_or_default();
        let text = format!(
            "The extension is of OutSystems {major} ({version}). Platform Servers from 11.14 on refuse it: “Extension recompilation on upgrade is disabled”. Upgrade it, compile it, and save it."
        );
        found.push(Finding::new(Rule::OlderVersion, item.at(Property::SchemaVersion), text));
    }
    if extension.actions.is_empty() && extension.structures.is_empty() && extension.entities.is_empty() {
        let text = "The Extension has no source code to compile: it has no actions, structures or entities. Add one.";
        found.push(Finding::new(Rule::NothingDefined, item.at(Property::Name), text));
    }
    found
}

/// Whether the lists differ where `is_same` looks; what is shared is not looked at.
fn differ<T>(one: &[Arc<T>], other: &[Arc<T>], is_same: impl Fn(&T, &T) -> bool) -> bool {
    let is_same = |(one, other): (&Arc<T>, &Arc<T>)| Arc::ptr_eq(one, other) || is_same(one, other);
    !std::ptr::eq(one, other) && (one.len() != other.len() || !one.iter().zip(other).all(is_same))
}

fn have_other_names<T: Element>(one: &Elements<T>, other: &Elements<T>) -> bool {
    differ(one, other, |one, other| one.name() == other.name() && one.key() == other.key())
}

fn have_other_keys(one: &Extension, other: &Extension) -> bool {
    differ(&one.actions, &other.actions, |one, other| one.key == other.key)
        || differ(&one.structures, &other.structures, |one, other| one.key == other.key)
        || differ(&one.entities, &other.entities, |one, other| one.key == other.key)
        || differ(&one.resources, &other.resources, |one, other| one.key == other.key)
}

fn have_other_tables(one: &Extension, other: &Extension) -> bool {
    differ(&one.entities, &other.entities, |one, other| {
        (one.key, &one.name) == (other.key, &other.name)
            && one.physical_table == other.physical_table
            && one.logical_database == other.logical_database
    })
}

fn have_other_icons(one: &Extension, other: &Extension) -> bool {
    !Arc::ptr_eq(&one.resources, &other.resources)
        || differ(&one.actions, &other.actions, |one, other| one.icon == other.icon && one.key == other.key)
}

fn same_names<T: Element>(elements: &Elements<T>, item: fn(Key) -> Item) -> Vec<Finding> {
    let names = elements.iter().map(|element| Caseless(element.name().as_str()));
    let taken = repeated(names).into_iter().map(|(place, _)| {
        let element = &elements[place];
        let item = item(element.key());
        let text = format!(
            "Another {} is named “{}”; names differ by more than upper and lower case. Rename one of them.",
            item.kind().label(),
            element.name()
        );
        Finding::new(Rule::NameTaken, item.at(Property::Name), text)
    });
    taken.collect()
}

fn same_keys(extension: &Extension) -> Vec<Finding> {
    let actions = extension.actions.iter().map(|it| Item::Action(it.key));
    let structures = extension.structures.iter().map(|it| Item::Structure(it.key));
    let entities = extension.entities.iter().map(|it| Item::Entity(it.key));
    let resources = extension.resources.iter().map(|it| Item::Resource(it.key));
    let items: Vec<Item> = actions.chain(structures).chain(entities).chain(resources).collect();
    let taken = repeated(items.iter().map(|item| item.key())).into_iter().filter_map(|(place, _)| {
        let item = items[place];
        Some(key_taken(item, &item.name(extension)?, item.key()?))
    });
    taken.collect()
}

fn same_tables(extension: &Extension) -> Vec<Finding> {
    let mut users: HashMap<Caseless<'_>, Vec<&Entity>> = HashMap::new();
    let mut findings = Vec::new();
    for entity in extension.entities.iter().filter(|entity| !entity.physical_table.trim().is_empty()) {
        let others = users.entry(Caseless(entity.physical_table.trim())).or_default();
        let is_here =
            |other: &&&Entity| other.logical_database.trim().eq_ignore_ascii_case(entity.logical_database.trim());
        let here = others.iter().find(is_here).copied();
        if let Some(other) = here.or_else(|| others.first().copied()) {
            findings.push(table_taken(entity, other, here.is_some()));
        }
        // One of each database is enough to compare with.
        if here.is_none() {
            others.push(entity);
        }
    }
    findings
}

fn table_taken(entity: &Entity, other: &Entity, is_here: bool) -> Finding {
    let place = Item::Entity(entity.key).at(Property::PhysicalTable);
    let table = &entity.physical_table;
    if is_here {
        let text = format!("Entity {} already uses table name {table}. Change it in one of the two.", other.name);
        return Finding::new(Rule::TableTaken, place, text);
    }
    let text = format!(
        "Entity {} already uses table name {table}, in another logical database. Write one of the two with its catalog or owner.",
        other.name
    );
    Finding::new(Rule::TableTakenElsewhere, place, text)
}

/// Icons that are not there, are not pictures or are large. What is wrong with a file is told once.
fn icons(extension: &Extension) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut users: HashMap<Key, &Name> = HashMap::new();
    for action in &extension.actions {
        let Some(key) = action.icon else { continue };
        users.entry(key).or_insert(&action.name);
    }
    for resource in extension.resources.iter() {
        if let Some(action) = users.remove(&resource.key) {
            findings.extend(icon(resource, action));
        }
    }
    for action in extension.actions.iter().filter(|it| it.icon.is_some_and(|key| users.contains_key(&key))) {
        let text = format!("The icon of {} is not a resource of the extension. Choose another.", action.name);
        findings.push(Finding::new(Rule::IconMissing, Item::Action(action.key).at(Property::Icon), text));
    }
    findings
}

fn icon(resource: &Resource, action: &Name) -> Option<Finding> {
    let place = Item::Resource(resource.key).at(Property::Content);
    let file = &resource.file_name;
    match Picture::of(&resource.content) {
        Picture::Small => None,
        Picture::None => {
            let text = format!("{file} is the icon of {action} but no picture. Replace it, or choose another icon.");
            Some(Finding::new(Rule::IconNoPicture, place, text))
        }
        Picture::Large => {
            let text =
                format!("{file} is the icon of {action} and larger than icons are shown. Replace it with a small one.");
            Some(Finding::new(Rule::IconTooLarge, place, text))
        }
    }
}

/// Resources at one path, and files that one folder of a module would have to hold under one name.
fn same_files(extension: &Extension) -> Vec<Finding> {
    let resources = &extension.resources;
    let lower = |resource: &Arc<Resource>| resource.file_name.as_str().to_lowercase();
    let at_path = |resource: &Arc<Resource>| (resource.folder.as_str().to_ascii_lowercase(), lower(resource));
    let mut findings = Vec::new();
    let taken = repeated(resources.iter().map(at_path));
    for &(place, _) in &taken {
        let resource = &resources[place];
        let text = format!("Another resource is {} too; Windows ignores case. Rename one of them.", resource.path());
        findings.push(Finding::new(Rule::PathTaken, Item::Resource(resource.key).at(Property::Name), text));
    }
    let is_binary = |place: &usize| resources[*place].deploy_action == DeployAction::CopyToBinaries;
    let told: HashSet<usize> = taken.iter().map(|(place, _)| *place).collect();
    let binaries: Vec<usize> = (0..resources.len()).filter(is_binary).filter(|place| !told.contains(place)).collect();
    for (place, first) in repeated(binaries.iter().map(|place| lower(&resources[*place]))) {
        let (resource, other) = (&resources[binaries[place]], &resources[binaries[first]]);
        let text = format!(
            "{} would replace {} in the Binaries directory. Set Deploy Action of one of the two to Ignore, or rename it.",
            resource.path(),
            other.path()
        );
        findings.push(Finding::new(Rule::BinaryTaken, Item::Resource(resource.key).at(Property::DeployAction), text));
    }
    findings
}
