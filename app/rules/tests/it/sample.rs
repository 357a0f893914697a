use extension::{
    Action, BasicType, Content, DataType, Direction, Element, Elements, Entity, EntityAttribute, Expression, Extension,
    FileName, Folder, Name, Parameter, RecordDefinition, Resource, Structure, StructureAttribute,
};
use std::sync::Arc;
use support::document::{INPUT, key, time};

/// A name, also one that breaks the rules.
pub(crate) fn name(text: &str) -> Name {
    Name::as_found(text)
}

/// A picture of this many pixels in both directions.
pub(crate) fn png(side: u8) -> Content {
    let start = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0".as_slice();
    Content::from_bytes([start, &[side, 0, 0, 0, side]].concat())
}

pub(crate) fn resource(number: u8, folder: &str, file_name: &str, content: Content) -> Resource {
    let (file_name, folder) = (FileName::as_found(file_name), Folder::as_found(folder));
    Resource::new(key(number), file_name, folder, content, time())
}

pub(crate) fn record(keys: &[u8]) -> DataType {
    DataType::Record(RecordDefinition::new(keys.iter().map(|number| key(*number))))
}

pub(crate) fn parameter(number: u8, text: &str, direction: Direction, data_type: impl Into<DataType>) -> Parameter {
    Parameter { data_type: data_type.into(), ..Parameter::new(key(number), name(text), direction) }
}

pub(crate) fn attribute(number: u8, text: &str, data_type: impl Into<DataType>) -> StructureAttribute {
    StructureAttribute { data_type: data_type.into(), ..StructureAttribute::new(key(number), name(text)) }
}

pub(crate) fn column(number: u8, text: &str, data_type: impl Into<DataType>) -> EntityAttribute {
    EntityAttribute { data_type: data_type.into(), ..EntityAttribute::new(key(number), name(text)) }
}

/// An extension with every kind of element in which nothing is wrong: action 10 `Pay`, structures 20 `Loan` and 25
/// `Rate`, entities 30 `Customer` and 40 `Branch`, resources 50 `pay.png`, 51 `Bank.cs` and 52, its assembly.
pub(crate) fn sample() -> Extension {
    use BasicType as B;
    let mut extension = Extension::new(name("Bank"), [key(1), key(2), key(3)], time());
    let mut pay = Action::new(key(10), name("Pay"));
    pay.icon = Some(key(50));
    pay.parameters = [
        Parameter { default: Expression::new("12"), ..parameter(11, "Years", INPUT, B::Integer) },
        parameter(12, "Customer", INPUT, DataType::EntityIdentifier(key(30))),
        parameter(13, "Loan", INPUT, record(&[20, 30])),
        parameter(14, "Payment", Direction::Output, B::Decimal),
    ]
    .into_iter()
    .collect();
    extension.actions = [pay].into_iter().collect();
    let amount = StructureAttribute {
        length: Expression::new("10"),
        decimals: Expression::new("2"),
        ..attribute(21, "Amount", B::Decimal)
    };
    let mut loan = Structure::new(key(20), name("Loan"));
    loan.attributes = [amount, StructureAttribute { length: Expression::new("50"), ..attribute(22, "Note", B::Text) }]
        .into_iter()
        .collect();
    let mut rate = Structure::new(key(25), name("Rate"));
    rate.attributes = [attribute(26, "Loan", record(&[20]))].into_iter().collect();
    extension.structures = [loan, rate].into_iter().collect();
    extension.entities = [customer(), branch()].into_iter().collect();
    let resources = [
        resource(50, Folder::ICONS, "pay.png", png(32)),
        resource(51, Folder::SOURCE, "Bank.cs", Content::from_bytes(*b"class Bank {}")),
        resource(52, Folder::BINARIES, "OutSystems.NssBank.dll", Content::from_bytes(*b"MZ")),
    ];
    extension.resources = Arc::new(resources.into_iter().map(Arc::new).collect());
    extension
}

fn customer() -> Entity {
    let mut customer = Entity::new(key(30), name("Customer"));
    let id = EntityAttribute { is_auto_number: true, ..column(31, "Id", BasicType::Integer) };
    customer.attributes =
        [id, column(32, "Name", BasicType::Text), column(33, "Photo", BasicType::BinaryData)].into_iter().collect();
    customer.identifier = Some(key(31));
    customer
}

fn branch() -> Entity {
    let mut branch = Entity::new(key(40), name("Branch"));
    let old = EntityAttribute { is_ignored: true, ..column(43, "Old", BasicType::BinaryData) };
    branch.attributes =
        [column(41, "Code", BasicType::LongInteger), column(42, "Owner", DataType::EntityIdentifier(key(30))), old]
            .into_iter()
            .collect();
    branch.identifier = Some(key(41));
    branch
}

/// Changes the element at this place of a folder.
pub(crate) fn change<T: Element + Clone>(elements: &mut Elements<T>, place: usize, change: impl FnOnce(&mut T)) {
    let mut element = elements[place].as_ref().clone();
    change(&mut element);
    *elements = elements.with_replaced(place, element);
}

/// Changes the parameter at this place of `Pay`.
pub(crate) fn on_parameter(extension: &mut Extension, place: usize, edit: impl FnOnce(&mut Parameter)) {
    change(&mut extension.actions, 0, |action| change(&mut action.parameters, place, edit));
}

/// Changes the attribute at this place of `Loan`.
pub(crate) fn on_loan(extension: &mut Extension, place: usize, edit: impl FnOnce(&mut StructureAttribute)) {
    change(&mut extension.structures, 0, |structure| change(&mut structure.attributes, place, edit));
}

/// Changes the entity at this place.
pub(crate) fn on_entity(extension: &mut Extension, place: usize, edit: impl FnOnce(&mut Entity)) {
    change(&mut extension.entities, place, edit);
}

/// Changes an attribute of `Customer`.
pub(crate) fn on_customer(extension: &mut Extension, place: usize, edit: impl FnOnce(&mut EntityAttribute)) {
    on_entity(extension, 0, |entity| change(&mut entity.attributes, place, edit));
}

/// Changes the resource at this place.
pub(crate) fn on_resource(extension: &mut Extension, place: usize, edit: impl FnOnce(&mut Resource)) {
    edit(Arc::make_mut(&mut Arc::make_mut(&mut extension.resources)[place]));
}

/// Adds a resource.
pub(crate) fn add(extension: &mut Extension, resource: Resource) {
    Arc::make_mut(&mut extension.resources).push(Arc::new(resource));
}
