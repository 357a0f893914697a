use std::fmt::Write;

use cli::editing::{EditError, Wanted};
use cli::folder;
use database::script::{self, Limits, Script, ScriptError};
use database::{Plan, PlannedAttribute, PlannedEntity, Selection, TableKind};
use serde_json::{Value, json};

use super::edit::{Target, Written, write};
use super::{Outcome, answered};
use crate::arguments::ImportTables;
use crate::failure::Failure;

/// Imports tables and views of a script as entities.
pub(super) fn import_tables(arguments: &ImportTables, as_json: bool) -> Result<Outcome, Failure> {
    let ImportTables { target, script: file, dialect, tables, logical_database } = arguments;
    let opened = Target::open(&target.target)?;
    let wrong = |error: ScriptError| Failure::Script { file: file.clone(), error };
    let limits = Limits::default();
    let text = script::decode(&folder::read_file(file)?, &limits).map_err(wrong)?;
    let read = script::read(&text, *dialect, &limits).map_err(wrong)?;
    let selection = Selection { tables, logical_database };
    let plan = Plan::new(&read.catalog, &selection, opened.extension()).map_err(EditError::from)?;
    let wanted = Wanted::Import(Box::new(plan.clone()));
    let Written { mut answer, line, mut notices } = write(&opened, target, &wanted)?;
    answer["dialect"] = json!(plan.dialect.word());
    answer["suggestedDialect"] = json!(read.suggested.map(database::Dialect::word));
    answer["entities"] = plan.entities.iter().map(|entity| entity_json(&plan, entity)).collect();
    let left_out = plan.left_out.iter();
    answer["leftOut"] =
        left_out.map(|out| json!({ "table": out.table.to_string(), "reason": out.why.to_string() })).collect();
    answer["notChosen"] = json!(plan.not_chosen);
    let troubles = read.troubles.iter();
    answer["troubles"] =
        troubles.map(|trouble| json!({ "line": trouble.line, "text": trouble.kind.to_string() })).collect();
    notices.extend(notices_of(&read));
    Ok(answered(as_json, &answer, &told(&plan, line), notices))
}

/// What could not be read, and the dialect that fits better.
fn notices_of(read: &Script) -> impl Iterator<Item = String> {
    let dialect = read.catalog.dialect;
    let suggested = read
        .suggested
        .map(|other| format!("The script was read as {dialect} and looks like {other}: --dialect {}.", other.word()));
    suggested.into_iter().chain(read.troubles.iter().map(ToString::to_string))
}

/// What was made, for a reader.
fn told(plan: &Plan, mut text: String) -> String {
    for entity in &plan.entities {
        let identifier = entity.identifier.and_then(|place| entity.attributes.get(place));
        let identifier = identifier.map_or("no identifier", |attribute| attribute.name.as_str());
        let attributes = words::counted(entity.attributes.len(), "attribute");
        let _ = write!(text, "\n{} ({}): {attributes}, {identifier}", entity.name, entity.physical_table);
        for attribute in entity.attributes.iter().filter(|attribute| is_told(attribute)) {
            let PlannedAttribute { name, column, column_type, reason, .. } = attribute;
            let data_type = plan.type_label(attribute.data_type);
            let becomes = if attribute.is_ignored { String::new() } else { format!("{data_type}, ") };
            let _ = write!(text, "\n  {name} <- {column} {column_type}");
            text.truncate(text.trim_end().len());
            let _ = write!(text, ": {becomes}{reason}");
        }
        for remark in &entity.remarks {
            let _ = write!(text, "\n  {remark}");
        }
    }
    for out in &plan.left_out {
        let _ = write!(text, "\nleft out: {}: {}", out.table, out.why);
    }
    if plan.not_chosen > 0 {
        let _ = write!(text, "\nnot chosen: {} of the script's tables and views", plan.not_chosen);
    }
    text
}

/// Whether a column is not what everybody expects.
fn is_told(attribute: &PlannedAttribute) -> bool {
    !attribute.reason.is_plain() || attribute.name != attribute.column
}

fn entity_json(plan: &Plan, entity: &PlannedEntity) -> Value {
    let identifier = entity.identifier.and_then(|place| entity.attributes.get(place));
    let attributes = entity.attributes.iter().map(|attribute| {
        json!({
            "name": attribute.name,
            "column": attribute.column,
            "columnType": attribute.column_type,
            "dataType": plan.type_label(attribute.data_type),
            "length": attribute.length,
            "decimals": attribute.decimals,
            "mandatory": attribute.is_mandatory,
            "autoNumber": attribute.is_auto_number,
            "ignored": attribute.is_ignored,
            "reason": attribute.reason.to_string(),
        })
    });
    json!({
        "name": entity.name,
        "table": entity.physical_table,
        "view": entity.kind == TableKind::View,
        "identifier": identifier.map(|attribute| &attribute.name),
        "attributes": attributes.collect::<Vec<_>>(),
        "remarks": entity.remarks.iter().map(ToString::to_string).collect::<Vec<_>>(),
    })
}
