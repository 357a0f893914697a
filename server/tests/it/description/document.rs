//! The document itself.

use super::answers::{document as kept, valid};
use api::description::{Content, document, operations};
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use support::folder::project;

#[test]
fn the_document_is_the_one_that_the_types_make() {
    let file = project().join("server/api/openapi.json");
    let made = format!("{:#}\n", document());
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&file, &made).unwrap();
    }
    let why = "server/api/openapi.json is not what the types make; UPDATE_EXPECT=1 rewrites it, and git diff shows what changes for clients";
    assert!(std::fs::read_to_string(file).unwrap() == made, "{why}");
}

#[test]
fn every_example_is_of_its_type_and_its_schema() {
    let mut seen = 0;
    for operation in operations() {
        let at = &kept()["paths"][&operation.path][operation.method.key()];
        for (name, shape) in operation.shapes() {
            assert_eq!(shape.again(&shape.example).unwrap(), shape.example, "{name}");
        }
        let body = operation.body.iter().map(|content| (content, &at["requestBody"]["content"]));
        let answer = |status: u16| &at["responses"][status.to_string()]["content"];
        let answers = operation.answers.iter().filter_map(|one| Some((one.content.as_ref()?, answer(one.status))));
        for (content, described) in body.chain(answers) {
            let described = &described[content.media_type()];
            match content {
                Content::Json(shape) => {
                    assert_eq!(described["example"], shape.example, "{}", operation.id);
                    valid(&described["schema"], shape.example.to_string().as_bytes()).unwrap();
                }
                Content::Events(events) => {
                    for ((_, shape), described) in events.iter().zip(described["x-events"].as_array().unwrap()) {
                        valid(&described["data"], shape.example.to_string().as_bytes()).unwrap();
                    }
                }
                Content::Bytes(_) | Content::Text => continue,
            }
            seen += 1;
        }
        for parameter in at["parameters"].as_array().into_iter().flatten() {
            valid(&parameter["schema"], parameter["example"].to_string().as_bytes()).unwrap();
        }
    }
    assert!(seen >= 30, "{seen} examples");
}

/// A client of another version meets fields that it does not know, everywhere.
#[test]
fn fields_that_are_not_known_change_nothing() {
    fn with_more(value: &Value) -> Value {
        match value {
            Value::Array(items) => items.iter().map(with_more).collect(),
            Value::Object(fields) => {
                let more = [("of_a_later_version".to_owned(), serde_json::json!({ "a": [1] }))];
                Value::Object(
                    fields
                        .iter()
                        .map(|(name, value)| (name.clone(), with_more(value)))
                        .chain(more)
                        .collect::<Map<_, _>>(),
                )
            }
            other => other.clone(),
        }
    }
    for operation in operations() {
        for (name, shape) in operation.shapes() {
            let read = shape.again(&with_more(&shape.example));
            assert_eq!(read.unwrap_or_else(|error| panic!("{name}: {error}")), shape.example, "{name}");
        }
    }
}

#[test]
fn names_are_used_once_and_parts_of_addresses_are_described() {
    let mut ids = BTreeSet::new();
    for operation in operations() {
        assert!(ids.insert(operation.id), "{} stands twice", operation.id);
        let parts: BTreeSet<&str> =
            operation.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')).collect();
        let described = operation.parameters.iter().filter(|one| one.place == "path").map(|one| one.name).collect();
        assert_eq!(parts, described, "{}", operation.id);
    }
    let reference = |text: &str| kept().pointer(text.strip_prefix('#').unwrap()).is_some();
    let text = kept().to_string();
    let references: BTreeSet<&str> =
        text.split("\"$ref\":\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(references.len() > 30, "{references:?}");
    for found in references {
        assert!(reference(found), "{found} leads nowhere");
    }
}
