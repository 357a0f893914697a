use std::fmt;
use std::sync::Arc;

use crate::Extension;

/// The rights that publishing an extension needs, as far as its content tells: what to ask for when an environment says
/// that one is missing (integration-studio, section 1.6). No operation of a Platform Server tells a user's rights beforehand.
///
/// As text it says in whole sentences what to ask for, whom, and where to see what one has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rights {
    entities: Vec<Arc<str>>,
    databases: Vec<Arc<str>>,
}

impl Rights {
    /// What publishing this extension needs.
    pub fn to_publish(extension: &Extension) -> Self {
        let mut databases: Vec<Arc<str>> =
            extension.entities.iter().map(|it| Arc::clone(&it.logical_database)).collect();
        databases.retain(|name| !name.is_empty());
        databases.sort_unstable();
        databases.dedup();
        let entities = extension.entities.iter().map(|entity| entity.name.as_str().into()).collect();
        Self { entities, databases }
    }
}

impl fmt::Display for Rights {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(
            "Ask the environment's administrator for the rights to publish this extension. Where LifeTime manages the users: \
             Change & Deploy Applications for the extension's application, or as default role when the extension is new in the \
             environment. Where Service Center manages them: Allow Extensions",
        )?;
        if !self.entities.is_empty() {
            write!(formatter, ", Allow Foreign Entities for {}", listed(&self.entities))?;
        }
        if !self.databases.is_empty() {
            let names = listed(&self.databases);
            write!(formatter, ", Allow New Database Connection when the environment has none for {names} yet")?;
        }
        formatter.write_str(".")?;
        if !self.entities.is_empty() {
            formatter.write_str(
                " The entities also need Publish on their database connections (Service Center, Administration > Database \
                 Connections).",
            )?;
        }
        formatter.write_str(" The rights that you have stand in Service Center under My Settings.")
    }
}

/// The first few names, and how many more there are.
fn listed(names: &[Arc<str>]) -> String {
    const SHOWN: usize = 3;
    let shown = names.iter().take(SHOWN).map(|name| &**name).collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(SHOWN) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Elements, Entity, Key, Name, Timestamp};

    fn with_entities(entities: &[(&str, &str)]) -> Extension {
        let keys = [101, 102, 103].map(|number| Key::from_bytes([number; 16]));
        let mut extension = Extension::new(Name::as_found("Bank"), keys, Timestamp::new(2026, 1, 1, 0, 0, 0));
        let entities = entities.iter().zip(1_u8..).map(|((name, database), number)| Entity {
            logical_database: (*database).into(),
            ..Entity::new(Key::from_bytes([number; 16]), Name::as_found(name))
        });
        extension.entities = entities.collect::<Elements<_>>();
        extension
    }

    #[test]
    fn actions_need_one_right() {
        let text = Rights::to_publish(&with_entities(&[])).to_string();
        assert!(
            text.contains("Change & Deploy Applications") && text.contains(": Allow Extensions. The rights"),
            "{text}"
        );
        assert!(!text.contains("Entities") && !text.contains("Database"), "{text}");
    }

    #[test]
    fn entities_need_more_and_are_named() {
        let entities = [("Customer", "CRM"), ("Order", "CRM"), ("Item", ""), ("Price", "Shop")];
        let text = Rights::to_publish(&with_entities(&entities)).to_string();
        for part in [
            "Allow Extensions, Allow Foreign Entities for Customer, Order, Item and 1 more, Allow New Database Connection",
            "has none for CRM, Shop yet. The entities also need Publish on their database connections",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
    }
}
