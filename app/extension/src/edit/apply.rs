use std::sync::Arc;

use super::{Edit, action, entity, remove, resource, structure};
use crate::description::is_xml_character;
use crate::{
    Element, Elements, Extension, FileName, Folder, IMPORTED_ICON, IMPORTED_PLUGIN, Key, Kind, Name, Property, Refusal,
    Technology,
};

impl Extension {
    /// The document that the edit makes of this one.
    ///
    /// # Errors
    /// Why the edit cannot be applied; this document is unchanged in any case.
    pub fn apply(&self, edit: &Edit) -> Result<Self, Refusal> {
        let mut next = self.clone();
        match edit {
            Edit::RenameExtension(name) => next.rename(name),
            Edit::SetDbms(dbms) => next.dbms = dbms.clone(),
            Edit::SetVersions { schema, saved_by } => {
                let head = Arc::make_mut(&mut next.provenance);
                (head.last_upgrade_version, head.version) = (schema.clone(), saved_by.clone());
            }
            Edit::SetDescription(description) => next.description = description.clone(),
            Edit::AddAction(action, position) => {
                action::check_added(self, action)?;
                next.actions = added(&self.actions, action.clone(), *position, Kind::Action)?;
                next.list_as_made(action.member.is_some(), action.key, |technology| &mut technology.actions);
            }
            Edit::MoveAction(key, to) => next.actions = moved(&self.actions, *key, *to, Kind::Action)?,
            Edit::Action(key, edit) => {
                next.actions = edited(&self.actions, *key, Kind::Action, |it| action::apply(self, it, edit))?;
            }
            Edit::AddStructure(structure, position) => {
                next.structures = added(&self.structures, structure.clone(), *position, Kind::Structure)?;
                next.list_as_made(false, structure.key, |technology| &mut technology.structures);
            }
            Edit::MoveStructure(key, to) => next.structures = moved(&self.structures, *key, *to, Kind::Structure)?,
            Edit::Structure(key, edit) => {
                next.structures =
                    edited(&self.structures, *key, Kind::Structure, |it| structure::apply(self, it, edit))?;
            }
            Edit::AddEntity(entity, position) => {
                entity::check_added(entity)?;
                next.entities = added(&self.entities, entity.clone(), *position, Kind::Entity)?;
                next.list_as_made(false, entity.key, |technology| &mut technology.entities);
            }
            Edit::MoveEntity(key, to) => next.entities = moved(&self.entities, *key, *to, Kind::Entity)?,
            Edit::Entity(key, edit) => {
                next.entities = edited(&self.entities, *key, Kind::Entity, |it| entity::apply(self, it, edit))?;
            }
            Edit::AddResource(added) => {
                resource::add(&mut next, added)?;
                if added.is_at(Folder::ICONS, IMPORTED_ICON) {
                    next.list_as_made(true, added.key, |technology| &mut technology.resources);
                }
            }
            Edit::Resource(key, edit) => resource::apply(&mut next, *key, edit)?,
            Edit::Remove(items) => remove::apply(&mut next, items)?,
            Edit::Exclude(keys) => keys.iter().try_for_each(|key| resource::exclude(&mut next, *key))?,
            Edit::Include(keys) => keys.iter().try_for_each(|key| resource::include(&mut next, *key))?,
            Edit::All(_, edits) => {
                for edit in edits {
                    next = next.apply(edit)?;
                }
            }
        }
        Ok(next)
    }

    /// Renames the extension and the files that are named after it, as they stand in every known XIF.
    fn rename(&mut self, name: &Name) {
        let old = std::mem::replace(&mut self.name, name.clone());
        let renamed = |resource: &crate::Resource| {
            let source =
                ["sln", "csproj", "cs"].into_iter().find(|end| resource.is_at(Folder::SOURCE, &format!("{old}.{end}")));
            let binary = ["dll", "xml"]
                .into_iter()
                .find(|end| resource.is_at(Folder::BINARIES, &format!("OutSystems.Nss{old}.{end}")));
            source
                .map(|end| format!("{name}.{end}"))
                .or_else(|| binary.map(|end| format!("OutSystems.Nss{name}.{end}")))
        };
        for resource in Arc::make_mut(&mut self.resources) {
            if let Some(file_name) = renamed(resource) {
                Arc::make_mut(resource).file_name = FileName::as_found(&file_name);
            }
        }
    }

    /// Lists an element with those that were imported from assemblies, or with those that were made by hand.
    fn list_as_made(&mut self, is_imported: bool, key: Key, list: fn(&mut Technology) -> &mut Arc<[Key]>) {
        let mut technologies = self.technologies.to_vec();
        let wanted = technologies.iter().position(|it| is_imported && &*it.plugin == IMPORTED_PLUGIN);
        let place = wanted.or_else(|| technologies.iter().position(Technology::is_user_defined));
        if let Some(technology) = place.and_then(|place| technologies.get_mut(place)) {
            let keys = list(technology);
            *keys = keys.iter().copied().chain([key]).collect();
        }
        self.technologies = technologies.into();
    }

    pub(super) fn unlist(&mut self, key: Key) {
        let mut technologies = self.technologies.to_vec();
        for technology in &mut technologies {
            let lists = [
                &mut technology.resources,
                &mut technology.actions,
                &mut technology.structures,
                &mut technology.entities,
            ];
            for list in lists.into_iter().filter(|list| list.contains(&key)) {
                *list = list.iter().copied().filter(|&listed| listed != key).collect();
            }
        }
        self.technologies = technologies.into();
    }
}

/// Refuses a text with a character that no XML file can hold: the saved XIF could not be opened again.
pub(super) fn check_storable(property: Property, text: &str) -> Result<(), Refusal> {
    match text.chars().find(|&character| !is_xml_character(character)) {
        Some(character) => Err(Refusal::Unstorable { property, character }),
        None => Ok(()),
    }
}

/// The folder with one more element, when key and name are free.
pub(super) fn added<T: Element>(
    elements: &Elements<T>,
    element: T,
    position: Option<usize>,
    kind: Kind,
) -> Result<Elements<T>, Refusal> {
    if elements.get(element.key()).is_some() {
        return Err(Refusal::KeyTaken(element.key()));
    }
    check_name_is_free(elements, element.key(), element.name(), kind)?;
    Ok(elements.with(position.unwrap_or(elements.len()), element))
}

/// The folder with one element less.
pub(super) fn removed<T: Element>(elements: &Elements<T>, key: Key, kind: Kind) -> Result<Elements<T>, Refusal> {
    elements.position(key).map(|position| elements.without(position)).ok_or(Refusal::Missing(kind))
}

/// The folder with one element elsewhere.
pub(super) fn moved<T: Element>(
    elements: &Elements<T>,
    key: Key,
    to: usize,
    kind: Kind,
) -> Result<Elements<T>, Refusal> {
    elements.position(key).map(|from| elements.with_moved(from, to)).ok_or(Refusal::Missing(kind))
}

/// The folder with one element exchanged for what `change` makes of it.
pub(super) fn edited<T: Element>(
    elements: &Elements<T>,
    key: Key,
    kind: Kind,
    change: impl FnOnce(&T) -> Result<T, Refusal>,
) -> Result<Elements<T>, Refusal> {
    let position = elements.position(key).ok_or(Refusal::Missing(kind))?;
    Ok(elements.with_replaced(position, change(&elements[position])?))
}

/// Refuses a name that another element of the folder has.
pub(super) fn check_name_is_free<T: Element>(
    elements: &Elements<T>,
    key: Key,
    name: &Name,
    kind: Kind,
) -> Result<(), Refusal> {
    let taken = elements.iter().any(|other| other.key() != key && other.name().is_same(name));
    if taken { Err(Refusal::NameTaken { kind, name: name.clone() }) } else { Ok(()) }
}
