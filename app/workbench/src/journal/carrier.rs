//! Elements that come from another file, as a merge or a restored version brings them: they are kept as a
//! XIF that has nothing else in it, so that what nobody knows of them stays with them.

use std::sync::Arc;

use extension::{
    Action, Elements, Entity, EntityAttribute, Extension, Key, Name, Parameter, Resource, Structure,
    StructureAttribute, Technology, Timestamp,
};

use super::bytes::{Read, Unreadable};
use super::difference::Listed;

/// The XIF with the element, when it reads back the same.
pub(super) fn text<T: Listed>(element: &Arc<T>) -> Option<String> {
    let text = xif::print(&element.carried());
    entry::<T>(text.clone()).is_ok_and(|read| read == *element).then_some(text)
}

/// The element of such a XIF.
pub(super) fn entry<T: Listed>(text: String) -> Read<Arc<T>> {
    let carrier = xif::parse(text).map_err(|_| Unreadable::Damaged)?;
    T::of_carrier(&carrier).ok_or(Unreadable::Damaged)
}

/// Keys of what only carries. No element has them: those are random.
const CARRIER: Key = Key::from_bytes([0xfe; 16]);
const OWNER: Key = Key::from_bytes([0xff; 16]);

fn empty() -> Extension {
    let mut extension = Extension::new(Name::as_found("Carrier"), [CARRIER; 3], Timestamp::as_found(""));
    extension.technologies = [].into();
    extension
}

fn only<T>(element: &Arc<T>) -> Elements<T> {
    Elements::of_shared(vec![Arc::clone(element)])
}

/// An element that stands in a folder of the extension itself.
macro_rules! element {
    ($($type:ty: $folder:ident, $($inner:ident),+;)+) => {$(
        impl Listed for $type {
            fn key(&self) -> Key {
                self.key
            }

            fn has_origin_of(&self, other: &Self) -> bool {
                self.origin.is_same(&other.origin)
            }

            fn is_read(&self) -> bool {
                self.origin.is_read() $(|| self.$inner.iter().any(|inner| inner.origin.is_read()))+
            }

            fn carried(self: &Arc<Self>) -> Extension {
                let mut carrier = empty();
                carrier.$folder = only(self);
                carrier
            }

            fn of_carrier(carrier: &Extension) -> Option<Arc<Self>> {
                carrier.$folder.first().cloned()
            }
        }
    )+};
}

/// A row of an element.
macro_rules! row {
    ($($type:ty: $owner:ident in $folder:ident as $rows:ident;)+) => {$(
        impl Listed for $type {
            fn key(&self) -> Key {
                self.key
            }

            fn has_origin_of(&self, other: &Self) -> bool {
                self.origin.is_same(&other.origin)
            }

            fn is_read(&self) -> bool {
                self.origin.is_read()
            }

            fn carried(self: &Arc<Self>) -> Extension {
                let mut owner = $owner::new(OWNER, Name::as_found("Owner"));
                owner.$rows = only(self);
                let mut carrier = empty();
                carrier.$folder = Elements::of_shared(vec![Arc::new(owner)]);
                carrier
            }

            fn of_carrier(carrier: &Extension) -> Option<Arc<Self>> {
                carrier.$folder.first()?.$rows.first().cloned()
            }
        }
    )+};
}

element! {
    Action: actions, parameters;
    Structure: structures, attributes;
    Entity: entities, attributes;
}

row! {
    Parameter: Action in actions as parameters;
    StructureAttribute: Structure in structures as attributes;
    EntityAttribute: Entity in entities as attributes;
}

impl Listed for Resource {
    fn key(&self) -> Key {
        self.key
    }

    /// References carry origins of their own and are written as one.
    fn has_origin_of(&self, other: &Self) -> bool {
        let same = |(one, other): (&extension::Reference, &extension::Reference)| one.origin.is_same(&other.origin);
        self.origin.is_same(&other.origin)
            && (self.references != other.references || self.references.iter().zip(&*other.references).all(same))
            && (self.references == other.references
                || !self.references.iter().any(|reference| reference.origin.is_read()))
    }

    fn is_read(&self) -> bool {
        self.origin.is_read() || self.references.iter().any(|reference| reference.origin.is_read())
    }

    fn carried(self: &Arc<Self>) -> Extension {
        let mut carrier = empty();
        carrier.resources = Arc::new(vec![Arc::clone(self)]);
        carrier
    }

    fn of_carrier(carrier: &Extension) -> Option<Arc<Self>> {
        carrier.resources.first().cloned()
    }
}

impl Listed for Technology {
    fn key(&self) -> Key {
        self.key
    }

    fn has_origin_of(&self, other: &Self) -> bool {
        self.origin.is_same(&other.origin)
    }

    fn is_read(&self) -> bool {
        self.origin.is_read()
    }

    fn carried(self: &Arc<Self>) -> Extension {
        let mut carrier = empty();
        carrier.technologies = [self.as_ref().clone()].into();
        carrier
    }

    fn of_carrier(carrier: &Extension) -> Option<Arc<Self>> {
        carrier.technologies.first().cloned().map(Arc::new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use extension::Direction;

    #[test]
    fn a_row_comes_back_as_its_file_had_it() {
        let key = |byte| Key::from_random([byte; 16]);
        let mut action = Action::new(key(1), Name::as_found("Do"));
        let parameter = Parameter::new(key(2), Name::as_found("What"), Direction::Output);
        action.parameters = only(&Arc::new(parameter));
        let printed = xif::print(&Arc::new(action).carried());
        let strange = printed.replace("<OutputParameter ", "<OutputParameter Odd='x' ");
        let read = xif::parse(strange).unwrap().actions[0].parameters[0].clone();
        let again = entry::<Parameter>(text(&read).unwrap()).unwrap();
        assert_eq!(again, read);
        assert!(xif::print(&again.carried()).contains("Odd='x'"));
    }
}
