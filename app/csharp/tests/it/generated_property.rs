//! Whatever the definition and the edits are, generated files follow and keep what somebody wrote into them.

use csharp::update;
use extension::{
    ActionEdit, BasicType, DataType, Edit, Entity, EntityAttribute, EntityAttributeEdit, EntityEdit, Extension, Item,
    Key, ParameterEdit, Severity, StructureAttribute, StructureAttributeEdit, StructureEdit,
};
use proptest::prelude::*;
use rules::{Finding, Rule};
use support::document::structure;

use crate::generated_kept::{GENERATED, code, forms, in_form};
use crate::sources::*;

const NAMES: [&str; 9] = ["Name", "Age", "Value", "A", "B", "Length", "Record", "String", "Is"];

/// One change, in numbers that are read against the definition that there is.
#[derive(Debug, Clone, Copy)]
struct Change {
    kind: u8,
    element: usize,
    part: usize,
    position: usize,
    name: usize,
    data_type: usize,
}

fn change() -> impl Strategy<Value = Change> {
    (0..16_u8, 0..4_usize, 0..4_usize, 0..4_usize, 0..NAMES.len(), 0..16_usize).prop_map(
        |(kind, element, part, position, name, data_type)| Change { kind, element, part, position, name, data_type },
    )
}

fn changes(most: usize) -> impl Strategy<Value = Vec<Change>> {
    prop::collection::vec(change(), 1..most)
}

/// The key of the item at this place, round and round.
fn at(keys: impl Iterator<Item = Key>, place: usize) -> Option<Key> {
    let keys: Vec<Key> = keys.collect();
    keys.get(place.checked_rem(keys.len())?).copied()
}

/// A basic type, or a record or a list of a structure or an entity.
fn type_of(extension: &Extension, number: usize) -> DataType {
    let sources = extension.structures.iter().map(|it| it.key).chain(extension.entities.iter().map(|it| it.key));
    let Some(basic) = BasicType::ALL.get(number) else {
        let Some(source) = at(sources, number) else { return BasicType::Text.into() };
        let of_it = extension::RecordDefinition::new([source]);
        return if number.is_multiple_of(2) { DataType::Record(of_it) } else { DataType::RecordList(of_it) };
    };
    (*basic).into()
}

impl Change {
    /// The edit that it is; none where nothing is there to be changed.
    fn edit(self, extension: &Extension, fresh: u8) -> Option<Edit> {
        let text = name(NAMES[self.name]);
        let data_type = || type_of(extension, self.data_type);
        let structure = at(extension.structures.iter().map(|it| it.key), self.element);
        let entity = at(extension.entities.iter().map(|it| it.key), self.element);
        let action = at(extension.actions.iter().map(|it| it.key), self.element);
        let attribute = |of: Key| at(extension.structures.get(of)?.attributes.iter().map(|it| it.key), self.part);
        let column = |of: Key| at(extension.entities.get(of)?.attributes.iter().map(|it| it.key), self.part);
        let parameter_of = |of: Key| at(extension.actions.get(of)?.parameters.iter().map(|it| it.key), self.part);
        let edit = match self.kind {
            0 => Edit::Structure(structure?, StructureEdit::Rename(text)),
            1 => {
                let edit = StructureAttributeEdit::Rename(text);
                Edit::Structure(structure?, StructureEdit::Attribute(attribute(structure?)?, edit))
            }
            2 => {
                let edit = StructureAttributeEdit::SetDataType(data_type());
                Edit::Structure(structure?, StructureEdit::Attribute(attribute(structure?)?, edit))
            }
            3 => {
                let new = StructureAttribute { data_type: data_type(), ..StructureAttribute::new(key(fresh), text) };
                Edit::Structure(structure?, StructureEdit::AddAttribute(new, Some(self.position)))
            }
            4 => Edit::Structure(structure?, StructureEdit::RemoveAttribute(attribute(structure?)?)),
            5 => Edit::Structure(structure?, StructureEdit::MoveAttribute(attribute(structure?)?, self.position)),
            6 => Edit::AddStructure(extension::Structure::new(key(fresh), text), Some(self.position)),
            7 => Edit::Remove(vec![Item::Structure(structure?)]),
            8 => Edit::Entity(entity?, EntityEdit::Rename(text)),
            9 => {
                let edit = EntityAttributeEdit::Rename(text);
                Edit::Entity(entity?, EntityEdit::Attribute(column(entity?)?, edit))
            }
            10 => {
                let new = EntityAttribute::new(key(fresh), text);
                Edit::Entity(entity?, EntityEdit::AddAttribute(new, Some(self.position)))
            }
            11 => Edit::Entity(entity?, EntityEdit::RemoveAttribute(column(entity?)?)),
            12 => Edit::Action(action?, ActionEdit::Rename(text)),
            13 => {
                let new = parameter(fresh, NAMES[self.name], INPUT, data_type());
                Edit::Action(action?, ActionEdit::AddParameter(new, Some(self.position)))
            }
            14 => {
                let edit = ParameterEdit::SetDataType(data_type());
                Edit::Action(action?, ActionEdit::Parameter(parameter_of(action?)?, edit))
            }
            _ => Edit::RenameExtension(text),
        };
        Some(edit)
    }
}

/// The definition after those of the changes that it takes. C# has no file for definitions with errors, such as two elements of one name.
fn changed(extension: &Extension, changes: &[Change], first_key: u8) -> Extension {
    let is_error = |finding: &Finding| finding.severity == Severity::Error && finding.rule != Rule::SourceMissing;
    (first_key..).zip(changes).fold(extension.clone(), |extension, (fresh, change)| {
        let next = change.edit(&extension, fresh).and_then(|edit| extension.apply(&edit).ok());
        next.filter(|next| !csharp::verify(next).iter().any(is_error)).unwrap_or(extension)
    })
}

/// A definition with structures, an entity and actions, after these changes.
fn definition(changes: &[Change]) -> Extension {
    let mut entity = Entity::new(key(80), name("Customer"));
    let column = |(number, text)| EntityAttribute::new(key(number), name(text));
    entity.attributes = [(81, "Id"), (82, "Mail")].map(column).into_iter().collect();
    let of_person = || record(&[60]);
    let person = [("Name", BasicType::Text.into()), ("Age", BasicType::Integer.into())];
    let people = [parameter(30, "People", OUTPUT, DataType::RecordList(of_person()))];
    let edits = [
        Edit::AddStructure(structure(60, "Person", person), None),
        Edit::AddStructure(structure(70, "Pair", [("First", DataType::Record(of_person()))]), None),
        Edit::AddEntity(entity, None),
        Edit::AddAction(action(11, "List", people), None),
    ];
    changed(&edited(&small(), &edits), changes, 180)
}

/// The elements of a definition in few words, for a test that fails.
fn described(extension: &Extension) -> String {
    let structures = extension.structures.iter().map(|it| {
        let attributes = it.attributes.iter().map(|it| format!("{}: {:?}", it.name, it.data_type));
        format!("{} {{ {} }}", it.name, attributes.collect::<Vec<_>>().join(", "))
    });
    let entities = extension.entities.iter().map(|it| {
        let attributes = it.attributes.iter().map(|it| it.name.to_string());
        format!("entity {} {{ {} }}", it.name, attributes.collect::<Vec<_>>().join(", "))
    });
    let actions = extension.actions.iter().map(|it| {
        let parameters = it.parameters.iter().map(|it| format!("{}: {:?}", it.name, it.data_type));
        format!("{}({})", it.name, parameters.collect::<Vec<_>>().join(", "))
    });
    let all: Vec<String> = structures.chain(entities).chain(actions).collect();
    format!("{}: {}", extension.name, all.join("; "))
}

/// What only one of two texts has, line by line.
fn difference(one: &str, other: &str) -> Vec<String> {
    let only = |one: &str, other: &str, mark: &str| -> Vec<String> {
        let mut rest: Vec<&str> = other.lines().map(str::trim).collect();
        let mut found = Vec::new();
        for line in one.lines().map(str::trim) {
            match rest.iter().position(|it| *it == line) {
                Some(place) => drop(rest.swap_remove(place)),
                None => found.push(format!("{mark} {line}")),
            }
        }
        found.truncate(12);
        found
    };
    [only(one, other, "-"), only(other, one, "+")].concat()
}

/// What an update of a document that did not change changes.
fn changed_by_looking(extension: &Extension) -> Vec<String> {
    changed_by_update(extension, extension)
}

/// What an update changes, line by line.
fn changed_by_update(previous: &Extension, extension: &Extension) -> Vec<String> {
    let done = update(previous, extension);
    let told = done.overwritten.iter().map(ToString::to_string);
    let changes = done.files.iter().flat_map(|file| {
        let new = file.content.text().unwrap();
        let old =
            file.resource.and_then(|key| extension.resource(key)).and_then(|it| it.content.text()).unwrap_or_default();
        std::iter::once(file.file_name.to_string()).chain(difference(&old, &new))
    });
    told.chain(changes).collect()
}

/// What somebody writes: before the end of each type a member, behind the types a class, at the top a namespace. With the texts.
fn with_additions(text: &str) -> (String, Vec<String>) {
    let mut additions = Vec::new();
    let mut lines = Vec::new();
    for line in text.split("\r\n") {
        // The template ends its types with a comment of their name.
        if line.starts_with("\t} // ") {
            let member =
                format!("\t\tpublic string Mine{0} {{ get {{ return \"}} {0}\"; }} }} // mine", additions.len());
            lines.push(member.clone());
            additions.push(member);
        }
        lines.push(line.to_owned());
    }
    (lines.join("\r\n"), additions)
}

/// Code in an order that does not depend on where a declaration stands.
fn sorted(text: &str) -> Vec<String> {
    let mut code = code(text);
    code.sort();
    code
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// A file in any form that declares what the definition does stays to the byte.
    #[test]
    fn what_has_not_changed_stays_to_the_byte(first in changes(12), form in 0..10_usize) {
        let before = with_sources(&definition(&first));
        for file in GENERATED {
            let (what, text) = forms(&source(&before, file)).swap_remove(form);
            let changed = changed_by_looking(&in_form(&before, file, &text));
            prop_assert!(changed.is_empty(), "{file} with other {what}: {changed:#?}\n{}", described(&before));
        }
    }

    /// Without a hand in them generated files become what is generated anew, and stay so.
    #[test]
    fn what_is_generated_equals_a_fresh_generation(first in changes(12), then in changes(8)) {
        let before = with_sources(&definition(&first));
        let current = changed(&before, &then, 200);
        let done = update(&before, &current);
        let after = written(&current, &done.files);
        let case = format!("{}\n{}", described(&before), described(&current));
        prop_assert!(done.overwritten.is_empty(), "{:?}\n{case}", done.overwritten);
        let fresh = csharp::new_sources(&current);
        for file in GENERATED {
            let fresh = fresh.iter().find(|it| it.file_name.as_str() == file).unwrap().content.text().unwrap();
            let own = source(&after, file);
            prop_assert!(sorted(&own) == sorted(&fresh), "{file}: {:#?}\n{case}", difference(&own, &fresh));
        }
        let same = changed_by_update(&before, &after);
        prop_assert!(same.is_empty(), "the same update again: {same:#?}\n{case}");
        let again = changed_by_looking(&after);
        prop_assert!(again.is_empty(), "a later update: {again:#?}\n{case}");
    }

    /// What somebody wrote stays, or is told; the rest is what it is without it.
    #[test]
    fn what_somebody_wrote_stays_or_is_told(first in changes(12), then in changes(8), file in prop::sample::select(&GENERATED[..])) {
        let plain = with_sources(&definition(&first));
        let current = changed(&plain, &then, 200);
        let expected = written(&current, &update(&plain, &current).files);
        let case = format!("{}\n{}", described(&plain), described(&current));
        let (text, additions) = with_additions(&source(&plain, file));
        let before = in_form(&plain, file, &text);
        let looked = changed_by_looking(&before);
        prop_assert!(looked.is_empty(), "{file} as it was written: {looked:#?}\n{case}");
        let current = changed(&before, &then, 200);
        let done = update(&before, &current);
        let after = written(&current, &done.files);
        let mut rest = source(&after, file);
        let mut lost = 0;
        for addition in &additions {
            match rest.split_once(&format!("{addition}\r\n")) {
                Some((head, tail)) => rest = format!("{head}{tail}"),
                None => lost += 1,
            }
        }
        prop_assert!(lost == done.overwritten.len(), "{file}: {lost} lost, told {:?}\n{case}", done.overwritten);
        let expected = source(&expected, file);
        prop_assert!(rest == expected, "{file}: {:#?}\n{case}", difference(&rest, &expected));
        let same = changed_by_update(&before, &after);
        prop_assert!(same.is_empty(), "the same update again: {same:#?}\n{case}");
        let again = changed_by_looking(&after);
        prop_assert!(again.is_empty(), "a later update: {again:#?}\n{case}");
    }
}
