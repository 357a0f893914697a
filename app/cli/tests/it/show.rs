//! The readable form of a definition.

use std::sync::Arc;

use cli::listing::listing;
use expect_test::{expect, expect_file};
use extension::{
    Action, BasicType, DataType, Description, Direction, Edit, Entity, EntityAttribute, Expression, Extension,
    Parameter, RecordDefinition, Structure, StructureAttribute,
};
use support::corpus;
use support::document::{self, key, name};

use crate::command::{done, resource, text, with_resources};

fn parameter(number: u8, name: &str, direction: Direction, data_type: DataType, default: &str) -> Parameter {
    Parameter { default: Expression::new(default), ..document::parameter(number, name, direction, data_type) }
}

fn sample() -> Extension {
    let mut address = Structure::new(key(10), name("Address"));
    let mut street = StructureAttribute::new(key(11), name("Street"));
    street.length = Expression::new("50");
    address.attributes = [street].into_iter().collect();

    let mut table = Entity::new(key(20), name("Customer"));
    let mut id = EntityAttribute::new(key(21), name("Id"));
    id.data_type = BasicType::LongInteger.into();
    id.is_auto_number = true;
    id.original_type = "bigint".into();
    table.identifier = Some(key(21));
    table.attributes = [id].into_iter().collect();

    let mut action = Action::new(key(30), name("Find"));
    action.description = Description::as_found("Finds\r\none\nand \u{1b}[1mmore");
    action.icon = Some(key(2));
    let addresses = |number| DataType::RecordList(RecordDefinition::new([key(number)]));
    action.parameters = [
        parameter(31, "City", Direction::Input { mandatory: false }, BasicType::Text.into(), "\"Wien\""),
        parameter(32, "Found", Direction::Output, addresses(10), ""),
        parameter(33, "Lost", Direction::Output, addresses(99), ""),
    ]
    .into_iter()
    .collect();

    let extension = with_resources(vec![
        resource(1, r"\Source\NET\", "Sample.cs", b"class Sample {}"),
        resource(2, r"\Icons\", "a.png", b""),
    ]);
    [Edit::AddStructure(address, None), Edit::AddEntity(table, None), Edit::AddAction(action, None)]
        .iter()
        .fold(extension, |extension, edit| extension.apply(edit).unwrap())
}

#[test]
fn as_text() {
    expect_file!["show/sample.txt"].assert_eq(&listing(&sample()).text());
}

#[test]
fn as_json() {
    let mut small = with_resources(Vec::new());
    let mut action = Action::new(key(30), name("Go"));
    action.parameters =
        [parameter(31, "To", Direction::Input { mandatory: true }, BasicType::Text.into(), "")].into_iter().collect();
    small.actions = [action].into_iter().collect();
    small.technologies = Arc::new([]);
    expect![[r#"
        {
          "shape": 1,
          "extension": {
            "name": "Sample",
            "key": "ZWVlZWVlZWVlZWVlZWVlZQ",
            "codeKey": "65656565-6565-6565-6565-656565656565",
            "description": "",
            "databases": "(All)",
            "targetFramework": "",
            "applicationServer": "NET",
            "system": false,
            "openSourceProduct": false,
            "productKey": "",
            "productName": ""
          },
          "head": {
            "generation": 0,
            "valid": false,
            "lastModifiedUtc": "2026-01-01 10:00:00",
            "hash": "",
            "savedByVersion": "11.14.25.134",
            "schemaVersion": "11.0.0.200",
            "activationCode": "",
            "directUpgradeFrom": "",
            "definitionSha256": "75800a7c0f0f6f98ba87562f4d06c48b94cb0e0af8f7cd978c54c45338410a72"
          },
          "resources": [],
          "actions": [
            {
              "name": "Go",
              "key": "Hh4eHh4eHh4eHh4eHh4eHg",
              "description": "",
              "function": false,
              "icon": "",
              "importDetails": "",
              "body": "",
              "javaBody": "",
              "parameters": [
                {
                  "kind": "Input",
                  "name": "To",
                  "key": "Hx8fHx8fHx8fHx8fHx8fHw",
                  "description": "",
                  "type": "Text",
                  "recordKeys": "",
                  "mandatory": true,
                  "default": ""
                }
              ],
              "importedMembers": []
            }
          ],
          "structures": [],
          "entities": [],
          "technologies": []
        }"#]]
    .assert_eq(&listing(&small).json());
}

#[test]
fn the_head_is_all_that_a_save_changes() {
    let before = sample();
    let mut after = before.clone();
    Arc::make_mut(&mut after.provenance).generation += 1;
    let (before, after) = (listing(&before), listing(&after));
    assert_ne!(before.head, after.head);
    assert_eq!((before.extension, before.groups), (after.extension, after.groups));
}

#[test]
fn real_files_show_every_element() {
    for (name, bytes) in corpus::files() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join(&name);
        std::fs::write(&file, &bytes).unwrap();
        let extension = xif::read(&bytes, &xif::Limits::default()).unwrap();
        let shown = String::from_utf8(done(&["show", text(&file)]).stdout).unwrap();
        let count = |kind: &str| shown.lines().filter(|line| line.starts_with(kind)).count();
        assert_eq!(count("Resource "), extension.resources.len(), "{name}");
        assert_eq!(count("Action "), extension.actions.len(), "{name}");
        assert_eq!(count("Structure "), extension.structures.len(), "{name}");
        let parameters: usize = extension.actions.iter().map(|action| action.parameters.len()).sum();
        assert_eq!(count("  Input ") + count("  Output "), parameters, "{name}");
        let json: serde_json::Value = serde_json::from_slice(&done(&["show", "--json", text(&file)]).stdout).unwrap();
        assert_eq!(json["actions"].as_array().unwrap().len(), extension.actions.len(), "{name}");
    }
}
