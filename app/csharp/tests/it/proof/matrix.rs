//! A definition with every combination of element, data type, mandatory, default, record and list, identifier,
//! auto number and null behaviour.

use extension::{
    Action, BasicType, DataType, DefaultValueBehavior, Description, Direction, Element, Elements, Entity,
    EntityAttribute, Expression, Extension, Key, Parameter, RecordDefinition, Structure, StructureAttribute,
};
use support::document::{name, time};

/// A default of each basic type that takes one, at an edge of what it takes.
pub(crate) fn own_default(basic: BasicType) -> &'static str {
    match basic {
        BasicType::Text => r#""a ""quoted"" \ text""#,
        BasicType::Email => "\"a@b.c\"",
        BasicType::PhoneNumber => "\"+351\"",
        BasicType::Integer => "-2147483648",
        BasicType::LongInteger => "-9223372036854775808",
        BasicType::Decimal => "-79228162514264337593543950335",
        BasicType::Currency => "0.00000001",
        BasicType::Boolean => "True",
        BasicType::DateTime => "#2024-02-29 23:59:58#",
        BasicType::Date => "#3000-12-31#",
        BasicType::Time => "#23:59:58#",
        BasicType::BinaryData => "",
    }
}

/// Whether a value must be given, and whether there is a default.
const SWITCHES: [(bool, bool); 4] = [(false, false), (false, true), (true, false), (true, true)];

/// The definition.
pub(crate) fn definition() -> Extension {
    let mut keys = Keys(0);
    let own = [keys.next(), keys.next(), keys.next()];
    let mut extension = Extension::new(name("Matrix"), own, time());
    extension.entities = entities(&mut keys);
    extension.structures = structures(&mut keys, &extension.entities);
    extension.actions = actions(&mut keys, &extension);
    extension
}

struct Keys(u32);

impl Keys {
    fn next(&mut self) -> Key {
        self.0 += 1;
        let [a, b, c, d] = self.0.to_be_bytes();
        Key::from_random(std::array::from_fn(|place| [a, b, c, d][place % 4].wrapping_mul(31).wrapping_add(d)))
    }
}

fn label(basic: BasicType) -> String {
    basic.label().replace(' ', "")
}

/// Every basic type with every combination of the switches, with a name.
fn basics() -> impl Iterator<Item = (String, BasicType, bool, Expression)> {
    BasicType::ALL.into_iter().flat_map(|basic| {
        SWITCHES.map(|(is_mandatory, has_default)| {
            let text = format!(
                "{}{}{}",
                label(basic),
                if is_mandatory { "Must" } else { "" },
                if has_default { "Own" } else { "" }
            );
            (text, basic, is_mandatory, Expression::new(if has_default { own_default(basic) } else { "" }))
        })
    })
}

fn keys_of<T: Element>(elements: &Elements<T>, names: &[&str]) -> RecordDefinition {
    RecordDefinition::new(names.iter().map(|text| elements.named(&name(text)).unwrap().key()))
}

fn entities(keys: &mut Keys) -> Elements<Entity> {
    let mut entities = Vec::new();
    let identifiers = [
        ("Integer", Some(BasicType::Integer), false),
        ("IntegerAuto", Some(BasicType::Integer), true),
        ("Long", Some(BasicType::LongInteger), false),
        ("LongAuto", Some(BasicType::LongInteger), true),
        ("Text", Some(BasicType::Text), false),
        ("Nothing", None, false),
    ];
    for behavior in [DefaultValueBehavior::NoConversion, DefaultValueBehavior::ConvertToNull] {
        for (text, basic, is_auto) in identifiers {
            let suffix = if behavior == DefaultValueBehavior::ConvertToNull { "Null" } else { "" };
            let mut entity = Entity::new(keys.next(), name(&format!("By{text}{suffix}")));
            entity.default_value_behavior = behavior;
            let mut attributes = Vec::new();
            if let Some(basic) = basic {
                let mut identifier = EntityAttribute::new(keys.next(), name("Id"));
                identifier.data_type = basic.into();
                identifier.is_auto_number = is_auto;
                entity.identifier = Some(identifier.key);
                attributes.push(identifier);
            }
            let mut label = EntityAttribute::new(keys.next(), name("Label"));
            label.length = Expression::new("50");
            attributes.push(label);
            entity.attributes = attributes.into_iter().collect();
            entities.push(entity);
        }
    }
    // An identifier that is a reference itself, as extensions of tables have it.
    let mut extended = Entity::new(keys.next(), name("Extended"));
    let mut identifier = EntityAttribute::new(keys.next(), name("Id"));
    identifier.data_type = DataType::EntityIdentifier(entities[2].key);
    extended.identifier = Some(identifier.key);
    extended.attributes = [identifier].into_iter().collect();
    entities.push(extended);
    let every = every_entity(keys, &entities);
    entities.push(every);
    entities.push(Entity::new(keys.next(), name("Bare")));
    entities.into_iter().collect()
}

fn every_entity(keys: &mut Keys, entities: &[Entity]) -> Entity {
    let mut every = Entity::new(keys.next(), name("Every"));
    every.description = Description::as_found("Has <everything> & more\r\nin two lines");
    every.physical_table = "[other db].dbo.\"EVERY\\\"".into();
    let mut attributes: Vec<EntityAttribute> = basics()
        .map(|(text, basic, is_mandatory, default)| {
            let mut attribute = EntityAttribute::new(keys.next(), name(&text));
            attribute.data_type = basic.into();
            attribute.is_mandatory = is_mandatory;
            attribute.default = default;
            attribute.length = Expression::new(if is_mandatory { "" } else { "20" });
            attribute
        })
        .collect();
    let references = ["ByInteger", "ByLong", "ByText", "Extended"];
    for (text, is_mandatory) in references.into_iter().flat_map(|text| [(text, false), (text, true)]) {
        let mut attribute = EntityAttribute::new(keys.next(), name(&format!("{text}{is_mandatory}Id")));
        attribute.data_type =
            DataType::EntityIdentifier(entities.iter().find(|it| it.name.as_str() == text).unwrap().key);
        attribute.is_mandatory = is_mandatory;
        attributes.push(attribute);
    }
    let mut renamed = EntityAttribute::new(keys.next(), name("Renamed"));
    renamed.original_name = "ORIGINAL \"NAME\"".into();
    let mut ignored = EntityAttribute::new(keys.next(), name("Ignored"));
    ignored.is_ignored = true;
    // Not the first, since nothing says that it must be.
    let mut identifier = EntityAttribute::new(keys.next(), name("Id"));
    identifier.data_type = BasicType::LongInteger.into();
    identifier.is_auto_number = true;
    every.identifier = Some(identifier.key);
    let mut own = EntityAttribute::new(keys.next(), name("ParentId"));
    own.data_type = DataType::EntityIdentifier(every.key);
    attributes.extend([renamed, ignored, identifier, own]);
    every.attributes = attributes.into_iter().collect();
    every
}

fn structures(keys: &mut Keys, entities: &Elements<Entity>) -> Elements<Structure> {
    let mut leaf = Structure::new(keys.next(), name("Leaf"));
    let mut text = StructureAttribute::new(keys.next(), name("Text"));
    text.default = Expression::new(own_default(BasicType::Text));
    let mut bytes = StructureAttribute::new(keys.next(), name("Bytes"));
    bytes.data_type = BasicType::BinaryData.into();
    leaf.attributes = [text, bytes].into_iter().collect();
    let mut other = Structure::new(keys.next(), name("Other"));
    let mut number = StructureAttribute::new(keys.next(), name("Number"));
    number.data_type = BasicType::Integer.into();
    other.attributes = [number].into_iter().collect();
    let mut every = Structure::new(keys.next(), name("Everything"));
    every.description = Description::as_found("Every type\u{2028}of attribute");
    let mut attributes: Vec<StructureAttribute> = basics()
        .map(|(text, basic, is_mandatory, default)| {
            let mut attribute = StructureAttribute::new(keys.next(), name(&text));
            attribute.data_type = basic.into();
            attribute.is_mandatory = is_mandatory;
            attribute.default = default;
            attribute
        })
        .collect();
    let sources = RecordDefinition::new([leaf.key, other.key]);
    for (text, data_type) in others(&RecordDefinition::new([leaf.key]), &sources, entities) {
        for is_mandatory in [false, true] {
            let mut attribute = StructureAttribute::new(keys.next(), name(&format!("{text}{is_mandatory}")));
            attribute.data_type = data_type.clone();
            attribute.is_mandatory = is_mandatory;
            attributes.push(attribute);
        }
    }
    every.attributes = attributes.into_iter().collect();
    let mut deep = Structure::new(keys.next(), name("Deep"));
    let mut inner = StructureAttribute::new(keys.next(), name("Everything"));
    inner.data_type = DataType::Record(RecordDefinition::new([every.key]));
    deep.attributes = [inner].into_iter().collect();
    let mut lists = Structure::new(keys.next(), name("OnlyList"));
    let mut list = StructureAttribute::new(keys.next(), name("List"));
    list.data_type = DataType::RecordList(RecordDefinition::new([deep.key]));
    lists.attributes = [list].into_iter().collect();
    let empty = Structure::new(keys.next(), name("Empty"));
    [leaf, other, every, deep, lists, empty].into_iter().collect()
}

/// The types that are none of the basic ones.
fn others(
    structure: &RecordDefinition,
    join: &RecordDefinition,
    entities: &Elements<Entity>,
) -> Vec<(String, DataType)> {
    let mixed: Vec<Key> = structure.sources().iter().copied().chain([entities[0].key]).collect();
    let records = [
        ("Structure", structure.clone()),
        ("Join", join.clone()),
        ("Entity", keys_of(entities, &["Every"])),
        ("Mixed", RecordDefinition::new(mixed)),
        ("Entities", keys_of(entities, &["ByText", "ByLong"])),
    ];
    let mut all = vec![("Object".to_owned(), DataType::Object)];
    for text in ["ByInteger", "ByLong", "ByText", "Extended"] {
        all.push((format!("{text}Id"), DataType::EntityIdentifier(keys_of(entities, &[text]).sources()[0])));
    }
    for (text, record) in records {
        all.push((format!("{text}Record"), DataType::Record(record.clone())));
        all.push((format!("{text}List"), DataType::RecordList(record)));
    }
    all
}

fn actions(keys: &mut Keys, extension: &Extension) -> Elements<Action> {
    let mut all: Vec<(String, DataType, bool, Expression)> =
        basics().map(|(text, basic, is_mandatory, default)| (text, basic.into(), is_mandatory, default)).collect();
    let leaf = keys_of(&extension.structures, &["Leaf"]);
    let join = keys_of(&extension.structures, &["Leaf", "Other"]);
    for (text, data_type) in others(&leaf, &join, &extension.entities) {
        for is_mandatory in [false, true] {
            all.push((format!("{text}{is_mandatory}"), data_type.clone(), is_mandatory, Expression::default()));
        }
    }
    let mut actions = vec![Action::new(keys.next(), name("Nothing"))];
    let mut both = Action::new(keys.next(), name("Both"));
    both.description = Description::as_found("Tags <b> & \"quotes\", it's\r\ntwo lines");
    let mut parameters = Vec::new();
    for (text, data_type, mandatory, default) in all {
        let mut input = Parameter::new(keys.next(), name(&format!("In{text}")), Direction::Input { mandatory });
        input.description = Description::as_found("What comes in: <any> & \"all\"");
        let mut output = Parameter::new(keys.next(), name(&format!("Out{text}")), Direction::Output);
        for parameter in [&mut input, &mut output] {
            parameter.data_type = data_type.clone();
            parameter.default = default.clone();
        }
        // Interleaved as they may be defined.
        parameters.extend([input, output]);
    }
    both.parameters = parameters.into_iter().collect();
    actions.push(both);
    let mut function = Action::new(keys.next(), name("Function"));
    function.is_function = true;
    let mut result = Parameter::new(keys.next(), name("Result"), Direction::Output);
    result.data_type = BasicType::LongInteger.into();
    function.parameters = [result].into_iter().collect();
    actions.push(function);
    let mut imported = Action::new(keys.next(), name("Imported"));
    imported.import_details =
        "Method: System.String Concat(System.String, System.String)\r\nFrom <mscorlib>  \r\n".into();
    imported.body = "ssResult = System.String.Concat(ssA, \"b\");".into();
    let a = Parameter::new(keys.next(), name("A"), Direction::Input { mandatory: true });
    let result = Parameter::new(keys.next(), name("Result"), Direction::Output);
    imported.parameters = [a, result].into_iter().collect();
    actions.push(imported);
    actions.into_iter().collect()
}
