use std::fmt::Write;

use cli::editing::{EditError, Wanted};
use cli::folder;
use database::script::Limits;
use database::{
    Change, Dialect, Plan, PlannedAttribute, PlannedEntity, Refresh, RefreshedEntity, Selection, Source, TableKind,
    entities_of_tables,
};
use serde_json::{Value, json};

use super::edit::{Target, Written, write};
use super::{Outcome, answered};
use crate::arguments::ImportTables;
use crate::failure::Failure;

/// Imports tables and views as entities, and refreshes those that are there.
pub(super) fn import_tables(arguments: &ImportTables, as_json: bool) -> Result<Outcome, Failure> {
    let ImportTables { target, file, dialect, tables, logical_database, .. } = arguments;
    let opened = Target::open(&target.target)?;
    let (path, kind) = file.chosen().ok_or_else(|| Failure::Usage("A file with the tables is needed.".to_owned()))?;
    let bytes = folder::read_file(path)?.into();
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let source = Source::read(kind, &name, bytes, *dialect, &Limits::default())
        .map_err(|error| Failure::Tables { file: path.clone(), error })?;
    let (mut refresh, mut notices) = (None, Vec::new());
    let plan = if arguments.refresh {
        let chosen = Plan::places(&source.catalog, tables).map_err(EditError::from)?;
        let mut found = Refresh::new(&source.catalog, |place| chosen.contains(&place), opened.extension());
        notices.extend(choose(&mut found, &arguments.take, true));
        notices.extend(choose(&mut found, &arguments.keep, false));
        refresh = Some(Box::new(found));
        let refreshed = entities_of_tables(&source.catalog, opened.extension());
        let is_new = |place: usize| chosen.contains(&place) && !refreshed.contains_key(&place);
        Plan::of_places(&source.catalog, is_new, logical_database, opened.extension())
    } else {
        Plan::new(&source.catalog, &Selection { tables, logical_database }, opened.extension())
            .map_err(EditError::from)?
    };
    let wanted = Wanted::Import(Box::new(plan.clone()), refresh.clone());
    let Written { mut answer, line, notices: more } = write(&opened, target, &wanted)?;
    answer["dialect"] = json!(plan.dialect.word());
    answer["suggestedDialect"] = json!(source.suggested.map(Dialect::word));
    answer["entities"] = plan.entities.iter().map(|entity| entity_json(&plan, entity)).collect();
    let left_out = plan.left_out.iter();
    answer["leftOut"] =
        left_out.map(|out| json!({ "table": out.table.to_string(), "reason": out.why.to_string() })).collect();
    answer["notChosen"] = json!(plan.not_chosen);
    answer["troubles"] = source.troubles.iter().map(|trouble| trouble_json(trouble)).collect();
    let refreshed = refresh.iter().flat_map(|refresh| &refresh.entities);
    answer["refreshed"] = refreshed.map(refreshed_json).collect();
    notices.extend(more);
    notices.extend(notices_of(&source));
    Ok(answered(as_json, &answer, &told(&plan, refresh.as_deref(), line), notices))
}

/// Takes the changes of these entities and attributes, or keeps them; says which names have none.
fn choose(refresh: &mut Refresh, names: &[String], is_taken: bool) -> Vec<String> {
    let mut without = Vec::new();
    for name in names {
        let (entity, attribute) = name.split_once('/').unwrap_or((name, ""));
        let own = refresh.entities.iter_mut().filter(|own| own.name.eq_ignore_ascii_case(entity));
        let mut count = 0;
        for change in own.flat_map(|own| &mut own.changes).filter(|change| change.is_of(attribute)) {
            change.is_taken = is_taken;
            count += 1;
        }
        if count == 0 {
            without.push(format!("Nothing of {name} changed."));
        }
    }
    without
}

/// A trouble, with the line where it begins with one.
fn trouble_json(trouble: &str) -> Value {
    let with_line = trouble.strip_prefix("Line ").and_then(|rest| rest.split_once(": "));
    match with_line.and_then(|(line, text)| Some((line.parse::<usize>().ok()?, text))) {
        Some((line, text)) => json!({ "line": line, "text": text }),
        None => json!({ "line": null, "text": trouble }),
    }
}

fn refreshed_json(entity: &RefreshedEntity) -> Value {
    let change = |change: &Change| {
        json!({
            "attribute": change.name,
            "change": change.what.to_string(),
            "taken": change.is_taken,
            "kept": change.kept.map(|why| why.to_string()),
        })
    };
    json!({
        "name": entity.name,
        "table": entity.table.to_string(),
        "changes": entity.changes.iter().map(change).collect::<Vec<_>>(),
    })
}

/// What could not be read, and the dialect that fits better.
fn notices_of(source: &Source) -> impl Iterator<Item = String> {
    let dialect = source.catalog.dialect;
    let suggested = source
        .suggested
        .map(|other| format!("The script was read as {dialect} and looks like {other}: --dialect {}.", other.word()));
    suggested.into_iter().chain(source.troubles.iter().cloned())
}

/// What was made, for a reader.
fn told(plan: &Plan, refresh: Option<&Refresh>, mut text: String) -> String {
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
    for entity in refresh.iter().flat_map(|refresh| &refresh.entities).filter(|entity| !entity.changes.is_empty()) {
        let _ = write!(text, "\n{} ({})", entity.name, entity.table);
        for Change { name, what, kept, is_taken, .. } in &entity.changes {
            let why = kept.filter(|_| !is_taken).map(|why| format!(", {why}")).unwrap_or_default();
            let done = if *is_taken { "taken" } else { "kept as it is" };
            let _ = write!(text, "\n  {name}: {what}: {done}{why}");
        }
    }
    for out in &plan.left_out {
        let _ = write!(text, "\nleft out: {}: {}", out.table, out.why);
    }
    if plan.not_chosen > 0 {
        let _ = write!(text, "\nnot chosen: {} of the tables and views", plan.not_chosen);
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
