//! How long a large extension takes: generation of all its files, and the merge of a long file of methods.
// A benchmark that cannot be set up ends.
#![allow(clippy::unwrap_used, missing_docs)]

use std::fmt::Write as _;
use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use csharp::{new_sources, update};
use extension::{
    Action, ActionEdit, BasicType, Content, DataType, Direction, Edit, Elements, Entity, EntityAttribute, Extension,
    FileName, Folder, Key, Name, Parameter, ParameterEdit, RecordDefinition, Resource, Structure, StructureAttribute,
    Timestamp,
};

const ROWS: u32 = 6;

fn key(number: u32) -> Key {
    let [a, b, c, d] = number.to_be_bytes();
    Key::from_bytes([a, b, c, d, d, c, b, a, 7, 7, 7, 7, a, b, c, d])
}

fn name(text: &str) -> Name {
    Name::new(text).unwrap()
}

fn now() -> Timestamp {
    Timestamp::new(2026, 1, 2, 3, 4, 5)
}

fn basic(number: u32) -> DataType {
    BasicType::ALL[number as usize % BasicType::ALL.len()].into()
}

/// 300 structures and 300 entities with six attributes each, and this many actions with six parameters.
fn definition(actions: u32) -> Extension {
    let mut extension = Extension::new(name("Large"), [1, 2, 3].map(key), now());
    let structure = |number: u32| {
        let mut structure = Structure::new(key(1000 + number), name(&format!("Structure{number}")));
        structure.attributes = (0..ROWS)
            .map(|row| {
                let mut it = StructureAttribute::new(key(10_000 + number * 10 + row), name(&format!("Attribute{row}")));
                it.data_type = basic(number + row);
                it
            })
            .collect();
        structure
    };
    let entity = |number: u32| {
        let mut entity = Entity::new(key(2000 + number), name(&format!("Entity{number}")));
        entity.attributes = (0..ROWS)
            .map(|row| {
                let mut it = EntityAttribute::new(key(20_000 + number * 10 + row), name(&format!("Attribute{row}")));
                it.data_type = if row == 0 { BasicType::LongInteger.into() } else { basic(number + row) };
                it
            })
            .collect();
        entity.identifier = Some(key(20_000 + number * 10));
        entity
    };
    let action = |number: u32| {
        let mut action = Action::new(key(100_000 + number * 10), name(&format!("Action{number}")));
        action.parameters = (0..ROWS)
            .map(|row| {
                let direction = if row < 4 { Direction::Input { mandatory: true } } else { Direction::Output };
                let mut it =
                    Parameter::new(key(100_001 + number * 10 + row), name(&format!("Parameter{row}")), direction);
                let record = || RecordDefinition::new([key(1000 + number % 300)]);
                it.data_type = match row {
                    0 => DataType::Record(record()),
                    5 => DataType::RecordList(record()),
                    _ => basic(number + row),
                };
                it
            })
            .collect();
        action
    };
    extension.structures = (0..300).map(structure).collect();
    extension.entities = (0..300).map(entity).collect();
    extension.actions = (0..actions).map(action).collect();
    extension
}

/// The extension with its sources; the file with the methods has bodies that make it 20,000 lines long.
fn with_sources(mut extension: Extension) -> Extension {
    let mut resources = Vec::new();
    for (number, file) in (0..).zip(new_sources(&extension)) {
        let is_implementation = file.file_name.is_same("Large.cs");
        let content = if is_implementation { with_bodies(&file.content) } else { file.content };
        let resource = Resource::new(key(500_000 + number), file.file_name, file.folder, content, now());
        resources.push(std::sync::Arc::new(resource));
    }
    extension.resources = std::sync::Arc::new(resources);
    assert!(extension.resource_at(Folder::SOURCE, FileName::as_found("Large.cs").as_str()).is_some());
    extension
}

fn with_bodies(content: &Content) -> Content {
    let text = content.text().unwrap();
    let missing = 20_000 - text.lines().count();
    let methods = text.matches("// Write here").count();
    let mut body = String::new();
    for line in 0..missing / methods {
        let _ = write!(body, "\t\t\tvar x{line} = ssParameter1.ToString() + \"{{text}}\"; // and what it is for\r\n");
    }
    let text = text.replace("\t\t\t// Write here what the action does\r\n", &body);
    Content::from_bytes(text.into_bytes())
}

fn speed(criterion: &mut Criterion) {
    let large = definition(1000);
    criterion.bench_function("generation of 1,000 actions, 300 structures, 300 entities", |bencher| {
        bencher.iter(|| new_sources(black_box(&large)));
    });
    let before = with_sources(definition(1000));
    let lines = before.resource_at(Folder::SOURCE, "Large.cs").unwrap().content.text().unwrap().lines().count();
    let parameter = ParameterEdit::Rename(name("Renamed"));
    let edits = [
        Edit::Action(key(100_000), ActionEdit::Rename(name("Other"))),
        Edit::Action(key(100_010), ActionEdit::Parameter(key(100_012), parameter)),
    ];
    let after = edits.iter().fold(before.clone(), |extension, edit| extension.apply(edit).unwrap());
    criterion.bench_function(&format!("update of all, with a merge of {lines} lines"), |bencher| {
        bencher.iter(|| update(black_box(&before), black_box(&after)));
    });
    // Without structures and entities little is generated, so this is the merge.
    let is_basic = |it: &Parameter| it.data_type.record().is_none();
    let plain = |extension: &Extension| {
        let mut plain = extension.clone();
        plain.structures = Elements::default();
        plain.entities = Elements::default();
        plain.actions = extension.actions.iter().map(|action| without_records(action, is_basic)).collect();
        plain
    };
    let before = with_sources(plain(&before));
    let mut after = plain(&after);
    after.resources = before.resources.clone();
    criterion.bench_function(&format!("merge of {lines} lines"), |bencher| {
        bencher.iter(|| update(black_box(&before), black_box(&after)));
    });
}

fn without_records(action: &Action, is_basic: impl Fn(&Parameter) -> bool) -> Action {
    let mut action = action.clone();
    action.parameters = action.parameters.iter().map(|it| Parameter::clone(it)).filter(is_basic).collect();
    action
}

criterion_group!(benches, speed);
criterion_main!(benches);
