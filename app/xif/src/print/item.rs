use std::borrow::Cow;
use std::sync::Arc;

use extension::{
    Action, Elements, Entity, EntityAttribute, Expression, Extension, ImportedMember, ImportedParameter, Key,
    Parameter, Reference, Resource, Structure, StructureAttribute, Technology,
};

use crate::expression::Tree;
use crate::layout::{Identity, Node};

/// An element to be written.
#[derive(Clone, Copy)]
pub(super) enum Item<'a> {
    Extension(&'a Extension),
    Resources(&'a [Arc<Resource>]),
    Resource(&'a Resource),
    Data(&'a Resource),
    References(&'a [Reference]),
    Reference(&'a Reference),
    Actions(&'a Elements<Action>),
    Action(&'a Action),
    Value(&'static str, &'a str),
    AssemblyObject(&'a ImportedMember),
    Method(&'a ImportedMember),
    MethodParameter(usize, &'a ImportedParameter),
    Variables(&'a Elements<Parameter>),
    Parameter(&'a Parameter),
    Expression(&'static str, &'a Expression),
    Tree(&'a Tree),
    Structures(&'a Elements<Structure>),
    Structure(&'a Structure),
    StructureAttribute(&'a StructureAttribute),
    Entities(&'a Elements<Entity>),
    Entity(&'a Entity),
    EntityAttribute(&'a EntityAttribute),
    Technologies(&'a [Technology]),
    Technology(&'a Technology),
    Keys(&'static str, &'static str, &'a [Key]),
    KeyOf(&'static str, Key),
}

/// What stands between the tags of an element.
pub(super) enum Body<'a> {
    /// Nothing.
    None,
    /// A text, escaped when written; empty ones have two tags.
    Text(Cow<'a, str>),
    /// Elements of one kind, in an order that means something.
    Items(Vec<Item<'a>>),
    /// A fixed set of elements, told apart by their names.
    Parts(Vec<Item<'a>>),
}

impl<'a> Item<'a> {
    /// The name of the element.
    pub(super) fn tag(&self) -> &'static str {
        match self {
            Self::Extension(_) => "Extension",
            Self::Resources(_) => "Resources",
            Self::Resource(_) => "Resource",
            Self::Data(_) => "Data",
            Self::References(_) => "References",
            Self::Reference(_) => "Reference",
            Self::Actions(_) => "Actions",
            Self::Action(_) => "Action",
            Self::Value(tag, _) | Self::Keys(tag, ..) | Self::KeyOf(tag, _) => tag,
            Self::AssemblyObject(_) => "AssemblyObject",
            Self::Method(_) => "Method",
            Self::MethodParameter(..) => "Parameter",
            Self::Variables(_) => "Variables",
            Self::Parameter(parameter) if parameter.is_input() => "InputParameter",
            Self::Parameter(_) => "OutputParameter",
            Self::Expression(..) => "Expression",
            Self::Tree(tree) => tree.tag,
            Self::Structures(_) => "Structures",
            Self::Structure(_) => "Structure",
            Self::StructureAttribute(_) | Self::EntityAttribute(_) => "Attribute",
            Self::Entities(_) => "Entities",
            Self::Entity(_) => "Entity",
            Self::Technologies(_) => "Technologies",
            Self::Technology(_) => "Technology",
        }
    }

    /// What tells the element from its siblings.
    pub(super) fn identity(&self) -> Identity {
        match self {
            Self::Resource(resource) => Identity::Key("Resource", resource.key),
            Self::Reference(reference) => Identity::Key("Reference", reference.key),
            Self::Action(action) => Identity::Key("Action", action.key),
            Self::Parameter(parameter) => Identity::Key(self.tag(), parameter.key),
            Self::Structure(structure) => Identity::Key("Structure", structure.key),
            Self::StructureAttribute(attribute) => Identity::Key("Attribute", attribute.key),
            Self::Entity(entity) => Identity::Key("Entity", entity.key),
            Self::EntityAttribute(attribute) => Identity::Key("Attribute", attribute.key),
            Self::Technology(technology) => Identity::Key("Technology", technology.key),
            Self::KeyOf(tag, key) => Identity::Key(tag, *key),
            Self::Expression(name, _) => Identity::Expression(name),
            Self::MethodParameter(index, _) => Identity::Nth(*index),
            _ => Identity::Tag(self.tag()),
        }
    }

    /// How the element stood, when it carries that itself.
    pub(super) fn layout(&self) -> Option<&'a Node> {
        let origin = match self {
            Self::Resource(resource) => &resource.origin,
            Self::Reference(reference) => &reference.origin,
            Self::Action(action) => &action.origin,
            Self::Parameter(parameter) => &parameter.origin,
            Self::Structure(structure) => &structure.origin,
            Self::StructureAttribute(attribute) => &attribute.origin,
            Self::Entity(entity) => &entity.origin,
            Self::EntityAttribute(attribute) => &attribute.origin,
            Self::Technology(technology) => &technology.origin,
            _ => return None,
        };
        origin.get()
    }

    /// What stands between the tags.
    pub(super) fn body(&self) -> Body<'a> {
        let items = match *self {
            Self::Extension(extension) => {
                return Body::Parts(vec![
                    Item::Resources(&extension.resources),
                    Item::Actions(&extension.actions),
                    Item::Structures(&extension.structures),
                    Item::Entities(&extension.entities),
                    Item::Technologies(&extension.technologies),
                ]);
            }
            Self::Resources(resources) => resources.iter().map(|resource| Item::Resource(resource)).collect(),
            Self::Resource(resource) => {
                return Body::Parts(vec![Item::Data(resource), Item::References(&resource.references)]);
            }
            Self::Data(resource) => return Body::Text(resource.content.base64()),
            Self::References(references) => references.iter().map(Item::Reference).collect(),
            Self::Actions(actions) => actions.iter().map(|action| Item::Action(action)).collect(),
            Self::Action(action) => return Body::Parts(action_items(action)),
            Self::Value(_, text) => return Body::Text(Cow::Borrowed(text)),
            Self::AssemblyObject(member) => return Body::Parts(vec![Item::Method(member)]),
            Self::Method(member) => member
                .parameters
                .iter()
                .enumerate()
                .map(|(index, parameter)| Item::MethodParameter(index, parameter))
                .collect(),
            Self::Variables(parameters) => parameters.iter().map(|parameter| Item::Parameter(parameter)).collect(),
            Self::Parameter(parameter) => return Body::Parts(vec![Item::Expression("Default", &parameter.default)]),
            Self::Tree(tree) => tree.operand.iter().map(|operand| Item::Tree(operand)).collect(),
            Self::Structures(structures) => structures.iter().map(|structure| Item::Structure(structure)).collect(),
            Self::Structure(structure) => {
                structure.attributes.iter().map(|attribute| Item::StructureAttribute(attribute)).collect()
            }
            Self::StructureAttribute(it) => return Body::Parts(expressions(&it.default, &it.decimals, &it.length)),
            Self::Entities(entities) => entities.iter().map(|entity| Item::Entity(entity)).collect(),
            Self::Entity(entity) => {
                entity.attributes.iter().map(|attribute| Item::EntityAttribute(attribute)).collect()
            }
            Self::EntityAttribute(it) => return Body::Parts(expressions(&it.default, &it.decimals, &it.length)),
            Self::Technologies(technologies) => technologies.iter().map(Item::Technology).collect(),
            Self::Technology(technology) => {
                return Body::Parts(vec![
                    Item::Keys("Resources", "Resource", &technology.resources),
                    Item::Keys("Actions", "Action", &technology.actions),
                    Item::Keys("Structures", "Structure", &technology.structures),
                    Item::Keys("Entities", "Entity", &technology.entities),
                ]);
            }
            Self::Keys(_, tag, keys) => keys.iter().map(|key| Item::KeyOf(tag, *key)).collect(),
            Self::Reference(_) | Self::MethodParameter(..) | Self::Expression(..) | Self::KeyOf(..) => {
                return Body::None;
            }
        };
        Body::Items(items)
    }
}

fn action_items(action: &Action) -> Vec<Item<'_>> {
    let mut items = vec![Item::Value("Body", &action.body), Item::Value("JavaBody", &action.java_body)];
    items.extend(action.member.as_deref().map(Item::AssemblyObject));
    items.push(Item::Variables(&action.parameters));
    items
}

fn expressions<'a>(default: &'a Expression, decimals: &'a Expression, length: &'a Expression) -> Vec<Item<'a>> {
    vec![
        Item::Expression("DefaultValue", default),
        Item::Expression("Decimals", decimals),
        Item::Expression("Length", length),
    ]
}
