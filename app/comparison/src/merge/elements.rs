//! Elements that both sides have.

use std::sync::Arc;

use super::list::{List, is_same};
use super::merger::Merger;
use super::sides::Sides;
use super::{Side, text};
use crate::Part;
use extension::{Action, Content, Elements, Entity, Item, Kind, Parameter, Property, Resource, Structure};

impl Merger<'_> {
    pub(super) fn action(
        &mut self,
        item: Item,
        base: Option<&Action>,
        ours: &Arc<Action>,
        theirs: &Arc<Action>,
    ) -> Arc<Action> {
        self.element(item, base, ours, theirs, |merger, merged| {
            let key = ours.key;
            let list = List {
                owner: item,
                kind: Some(Kind::Parameter),
                item: &|parameter| Item::Parameter { action: key, parameter },
            };
            let parameters = parts(base.map(|it| &it.parameters), &ours.parameters, &theirs.parameters);
            merged.parameters = Elements::of_shared(merger.list(&list, parameters, Self::part::<Parameter>));
        })
    }

    pub(super) fn structure(
        &mut self,
        item: Item,
        base: Option<&Structure>,
        ours: &Arc<Structure>,
        theirs: &Arc<Structure>,
    ) -> Arc<Structure> {
        self.element(item, base, ours, theirs, |merger, merged| {
            let key = ours.key;
            let list = List {
                owner: item,
                kind: Some(Kind::Attribute),
                item: &|attribute| Item::StructureAttribute { structure: key, attribute },
            };
            let attributes = parts(base.map(|it| &it.attributes), &ours.attributes, &theirs.attributes);
            merged.attributes = Elements::of_shared(merger.list(&list, attributes, Self::part));
        })
    }

    pub(super) fn entity(
        &mut self,
        item: Item,
        base: Option<&Entity>,
        ours: &Arc<Entity>,
        theirs: &Arc<Entity>,
    ) -> Arc<Entity> {
        self.element(item, base, ours, theirs, |merger, merged| {
            let key = ours.key;
            let list = List {
                owner: item,
                kind: Some(Kind::Attribute),
                item: &|attribute| Item::EntityAttribute { entity: key, attribute },
            };
            let attributes = parts(base.map(|it| &it.attributes), &ours.attributes, &theirs.attributes);
            merged.attributes = Elements::of_shared(merger.list(&list, attributes, Self::part));
        })
    }

    pub(super) fn resource(
        &mut self,
        item: Item,
        base: Option<&Resource>,
        ours: &Arc<Resource>,
        theirs: &Arc<Resource>,
    ) -> Arc<Resource> {
        self.element(item, base, ours, theirs, |merger, merged| {
            merged.content = merger.content(item, base.map(|it| &it.content), &ours.content, &theirs.content);
            // The time goes with the content.
            if ours.content != theirs.content && base.is_none_or(|it| it.last_modified != theirs.last_modified) {
                if merged.content == theirs.content {
                    merged.last_modified = theirs.last_modified.clone();
                } else if merged.content == ours.content {
                    merged.last_modified = ours.last_modified.clone();
                }
            }
        })
    }

    /// An element without parts.
    pub(super) fn part<T: Part>(&mut self, item: Item, base: Option<&T>, ours: &Arc<T>, theirs: &Arc<T>) -> Arc<T> {
        self.element(item, base, ours, theirs, |_, _| {})
    }

    /// An element with what `rest` does beside the properties.
    fn element<T: Part>(
        &mut self,
        item: Item,
        base: Option<&T>,
        ours: &Arc<T>,
        theirs: &Arc<T>,
        rest: impl FnOnce(&mut Self, &mut T),
    ) -> Arc<T> {
        if is_same(ours, theirs) || base.is_some_and(|base| *base == **theirs) {
            return Arc::clone(ours);
        }
        if base.is_some_and(|base| *base == **ours) {
            return Arc::clone(theirs);
        }
        let mut merged = T::clone(ours);
        self.fields(item, base, ours, theirs, &mut merged);
        rest(self, &mut merged);
        Arc::new(merged)
    }

    /// The content of a file: by line where all versions are texts, else as a whole.
    fn content(&mut self, item: Item, base: Option<&Content>, ours: &Content, theirs: &Content) -> Content {
        if ours == theirs || base == Some(theirs) {
            return ours.clone();
        }
        if base == Some(ours) {
            return theirs.clone();
        }
        if let Some(merged) = text::merged(base, ours, theirs, |subject, texts| self.conflict(item, subject, texts)) {
            return merged;
        }
        let (shown_ours, shown_theirs) = crate::content_labels(ours, theirs);
        let base = base.map(crate::content_label).unwrap_or_default();
        let texts = Sides { base, ours: shown_ours, theirs: shown_theirs };
        match self.conflict(item, super::Subject::Property(Property::Content), texts) {
            Side::Ours => ours.clone(),
            Side::Theirs => theirs.clone(),
        }
    }
}

fn parts<'a, T>(base: Option<&'a Elements<T>>, ours: &'a Elements<T>, theirs: &'a Elements<T>) -> Sides<&'a [Arc<T>]> {
    Sides { base: base.map(|it| &**it).unwrap_or_default(), ours, theirs }
}
