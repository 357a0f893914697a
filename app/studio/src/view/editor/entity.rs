use std::sync::Arc;

use extension::{DefaultValueBehavior, Entity, EntityAttribute, Extension, Key};
use leptos::prelude::*;
use workbench::Target;

use super::Head;
use super::extension::property;
use super::structure::{ReadGrid, yes};
use crate::app::use_studio;

/// An entity with its attributes, to read.
#[component]
pub(crate) fn EntityView(key: Key) -> impl IntoView {
    let studio = use_studio();
    let facts = property(studio, move |extension| extension.entities.get(key).map(|it| facts(it)).unwrap_or_default());
    let rows = property(studio, move |extension| {
        let Some(entity) = extension.entities.get(key) else { return Vec::new() };
        entity.attributes.iter().map(|attribute| row(extension, entity, attribute)).collect()
    });
    let line = |(name, value): (&'static str, String)| {
        view! {
            <dt>{name}</dt>
            <dd>{value}</dd>
        }
    };
    view! {
        <div class="editor">
            <Head target=Target::Entity(key) kind="Entity" />
            <dl class="facts">{move || facts.get().into_iter().map(line).collect_view()}</dl>
            <ReadGrid
                title="Attributes"
                columns=vec![
                    "Name",
                    "Original Name",
                    "Original Type",
                    "Data Type",
                    "Length",
                    "Decimals",
                    "Identifier",
                    "Mandatory",
                    "Auto Number",
                    "Ignore",
                    "Default Value",
                    "Description",
                ]
                rows
            />
        </div>
    }
}

fn facts(entity: &Entity) -> Vec<(&'static str, String)> {
    let identifier = entity.identifier.and_then(|key| entity.attributes.get(key)).map(|it| it.name.to_string());
    let behavior = match entity.default_value_behavior {
        DefaultValueBehavior::NoConversion => "No conversion to/from Database",
        DefaultValueBehavior::ConvertToNull => "Convert to/from Null value in Database",
    };
    vec![
        ("Physical Table", entity.physical_table.to_string()),
        ("Logical Database", entity.logical_database.to_string()),
        ("Identifier", identifier.unwrap_or_default()),
        ("Default Values", behavior.to_owned()),
        ("Description", entity.description.as_str().to_owned()),
    ]
}

fn row(extension: &Extension, entity: &Entity, attribute: &Arc<EntityAttribute>) -> Vec<String> {
    vec![
        attribute.name.to_string(),
        attribute.original_name.to_string(),
        attribute.original_type.to_string(),
        extension.type_label(&attribute.data_type),
        attribute.length.as_str().to_owned(),
        attribute.decimals.as_str().to_owned(),
        yes(entity.identifier == Some(attribute.key)),
        yes(attribute.is_mandatory),
        yes(attribute.is_auto_number),
        yes(attribute.is_ignored),
        attribute.default.as_str().to_owned(),
        attribute.description.as_str().to_owned(),
    ]
}
