//! The shape of something in JSON: its schema, and an example that is a value of the type itself.

use schemars::generate::{Contract, SchemaSettings};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// A type as it is sent.
#[derive(Debug, Clone)]
pub struct Shape {
    schema: fn(&mut SchemaGenerator) -> Schema,
    /// A value of it.
    pub example: Value,
    again: fn(&Value) -> Result<Value, serde_json::Error>,
}

/// The schemas that shapes refer to.
#[derive(Debug)]
pub(super) struct Schemas {
    sent: SchemaGenerator,
    received: SchemaGenerator,
}

impl Shape {
    /// The shape of a type.
    pub(super) fn of<T: JsonSchema + Serialize + DeserializeOwned>(example: &T) -> Self {
        Self {
            schema: |schemas| schemas.subschema_for::<T>(),
            // What is described has a JSON form.
            example: serde_json::to_value(example).unwrap_or_default(),
            again: |value| serde_json::to_value(T::deserialize(value)?),
        }
    }

    /// Reads a value as the type and writes it again.
    ///
    /// # Errors
    /// It is not a value of the type.
    pub fn again(&self, value: &Value) -> Result<Value, serde_json::Error> {
        (self.again)(value)
    }
}

impl Schemas {
    pub(super) fn new() -> Self {
        let settings = |contract| {
            let mut settings = SchemaSettings::draft2020_12();
            settings.definitions_path = "/components/schemas".into();
            settings.meta_schema = None;
            settings.contract = contract;
            settings.into_generator()
        };
        Self { sent: settings(Contract::Serialize), received: settings(Contract::Deserialize) }
    }

    /// The schema of an answer.
    pub(super) fn answer(&mut self, shape: &Shape) -> Value {
        plain((shape.schema)(&mut self.sent).into())
    }

    /// The schema of what a client sends.
    pub(super) fn request(&mut self, shape: &Shape) -> Value {
        plain((shape.schema)(&mut self.received).into())
    }

    /// All that was referred to, by name. What both sides send has one schema.
    pub(super) fn all(mut self) -> Map<String, Value> {
        let mut all = self.received.take_definitions(true);
        all.append(&mut self.sent.take_definitions(true));
        all.into_iter().map(|(name, schema)| (name, plain(schema))).collect()
    }
}

/// Descriptions come from the documentation of the types; what leads to other types there is plain text here.
fn plain(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(unlinked(&text)),
        Value::Array(items) => items.into_iter().map(plain).collect(),
        Value::Object(fields) => {
            let text = |name: &str, value| match value {
                // A pattern has brackets of its own.
                Value::String(text) if name != "description" => Value::String(text),
                value => plain(value),
            };
            fields.into_iter().map(|(name, value)| (name.clone(), text(&name, value))).collect()
        }
        other => other,
    }
}

fn unlinked(text: &str) -> String {
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some((before, link)) = rest.split_once('[') {
        let Some((label, after)) = link.split_once(']') else { break };
        out.extend([before, label]);
        rest = match after.strip_prefix('(').and_then(|after| after.split_once(')')) {
            Some((_, after)) => after,
            None => after,
        };
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::unlinked;

    #[test]
    fn links_become_text() {
        assert_eq!(unlinked("The [`Problem`](crate::problem) of [it], `a`."), "The `Problem` of it, `a`.");
        assert_eq!(unlinked("a [b"), "a [b");
    }
}
