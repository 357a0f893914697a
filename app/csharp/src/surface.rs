//! What an assembly of the definition has: the methods of actions, and the fields of structures and entities. It is
//! compared with a real one, whose types are written in the same words.

use extension::{Extension, Item};

use crate::signature::Signature;
use crate::{names, types};

/// What an assembly of a definition has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Surface {
    /// The name of the assembly, which is its namespace too.
    pub assembly: String,
    /// The class with the methods of the actions.
    pub class: String,
    /// The interface that declares them.
    pub interface: String,
    /// The methods.
    pub methods: Vec<Member>,
    /// Types with fields: of structures and entities.
    pub types: Vec<FieldsOf>,
}

/// A method with its parameters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The action.
    pub item: Item,
    /// The name of the method.
    pub name: String,
    /// The types of the parameters in order, `ref` before those that it gives back: as metadata have it.
    pub parameters: Vec<String>,
}

/// A type with its fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldsOf {
    /// The structure or entity.
    pub item: Item,
    /// The name of the type.
    pub name: String,
    /// The names and types of the fields.
    pub fields: Vec<(String, String)>,
}

/// What an assembly of this definition has. What the definition does not say completely is left out.
pub fn surface(extension: &Extension) -> Surface {
    let methods = extension
        .actions
        .iter()
        .filter(|action| action.parameters.iter().all(|it| types::resolved(extension, &it.data_type).is_some()));
    let methods = methods.map(|action| {
        let signature = Signature::of(extension, action);
        let parameters = signature.parameters.into_iter();
        let parameters = parameters.map(|it| if it.is_out { format!("ref {}", it.type_name) } else { it.type_name });
        Member { item: Item::Action(action.key), name: signature.method, parameters: parameters.collect() }
    });
    let structures = extension.structures.iter().map(|structure| {
        let fields = structure
            .attributes
            .iter()
            .filter_map(|it| Some((format!("ss{}", it.name), types::resolved(extension, &it.data_type)?)));
        let name = format!("ST{}Structure", structure.name);
        FieldsOf { item: Item::Structure(structure.key), name, fields: fields.collect() }
    });
    let entities = extension.entities.iter().map(|entity| {
        let fields = entity
            .attributes
            .iter()
            .filter(|it| !it.is_ignored)
            .filter_map(|it| Some((format!("_ss{}", it.name), types::resolved(extension, &it.data_type)?)));
        let name = format!("EN{}EntityRecord", entity.name);
        FieldsOf { item: Item::Entity(entity.key), name, fields: fields.collect() }
    });
    Surface {
        assembly: names::namespace(&extension.name),
        class: names::class(&extension.name),
        interface: names::interface(&extension.name),
        methods: methods.collect(),
        types: structures.chain(entities).collect(),
    }
}
