//! Entities from tables and views: the window that chooses them, and the step that makes or refreshes them.

mod command;
mod window;

use std::collections::BTreeSet;
use std::sync::Arc;

use database::script::Limits;
use database::{Dialect, Plan, PlanChange, Refresh, Source, SourceKind, entities_of_tables};
use extension::{Edit, Item, Key};

use crate::{Context, Document, Effect, NewFile, NoticeKind, Surroundings, document};

pub use command::TableImportCommand;
pub use window::{
    OfferedColumn, OfferedTable, RefusedChange, TableImporting, TablePreview, TableReference, TableSource,
};

/// What is told of an import at most, in lines.
const DETAILS: usize = 200;
/// As many tables are all checked at first: of more, some are wanted.
const CHECKED: usize = 50;

/// The window “Connect to External Table or View”, while it is open.
#[derive(Debug, Default)]
pub(crate) struct TableImports {
    window: Option<TableImporting>,
    /// The entity that the window was opened for.
    entity: Option<Key>,
    input: Option<Input>,
    source: Option<Source>,
}

/// What the user gave, to be read again for another kind of database.
#[derive(Debug, Clone)]
enum Input {
    File { name: String, bytes: Arc<[u8]> },
    Text(String),
}

impl TableImports {
    /// What the window shows, while it is open.
    pub(crate) fn importing(&self) -> Option<&TableImporting> {
        self.window.as_ref()
    }

    /// Forgets everything: another document is open.
    pub(crate) fn close(&mut self) {
        *self = Self::default();
    }

    pub(crate) fn handle(
        &mut self,
        context: &mut Context,
        command: TableImportCommand,
        surroundings: &mut dyn Surroundings,
    ) -> Vec<Effect> {
        match command {
            TableImportCommand::Begin { entity } => self.begin(context, entity),
            TableImportCommand::TakeFiles(files) => self.take_files(context, files),
            TableImportCommand::TakeText(text) => self.take(context, Input::Text(text), None),
            TableImportCommand::SetDialect(dialect) => {
                if let Some(input) = self.input.clone() {
                    self.take(context, input, dialect);
                }
            }
            TableImportCommand::ChooseSource => self.begin(context, self.entity),
            TableImportCommand::Check { tables, is_checked } => self.check(&tables, is_checked),
            TableImportCommand::CheckReferenced => self.check_referenced(),
            TableImportCommand::Look(place) => self.look(place),
            TableImportCommand::SetLogicalDatabase(name) => {
                self.with_window(|window| window.logical_database = name);
            }
            TableImportCommand::Preview => self.preview(context),
            TableImportCommand::ChooseAgain => {
                self.with_window(|window| (window.preview, window.failure) = (None, None));
            }
            TableImportCommand::Change { entity, change } => self.change(context, entity, change),
            TableImportCommand::Take { entity, change, is_taken } => self.take_change(entity, change, is_taken),
            TableImportCommand::SaveReport => return self.report().into_iter().collect(),
            TableImportCommand::Import => return self.import(context, surroundings),
            TableImportCommand::Close => self.close(),
        }
        Vec::new()
    }

    fn with_window(&mut self, change: impl FnOnce(&mut TableImporting)) {
        if let Some(window) = &mut self.window {
            change(window);
        }
    }

    fn begin(&mut self, context: &Context, entity: Option<Key>) {
        let Some(document) = &context.document else { return };
        self.close();
        let entity = entity.and_then(|key| document.extension().entities.get(key));
        self.entity = entity.map(|entity| entity.key);
        let mut window = TableImporting { entity: entity.map(|entity| entity.name.to_string()), ..Default::default() };
        // What the last import said is likely again.
        let of_last = document.extension().entities.iter().last().map(|entity| entity.logical_database.to_string());
        let own = entity.map(|entity| entity.logical_database.to_string());
        window.logical_database = own.or(of_last).unwrap_or_default();
        self.window = Some(window);
    }

    fn take_files(&mut self, context: &Context, files: Vec<NewFile>) {
        let mut files = files.into_iter();
        let Some(NewFile { path, bytes }) = files.next() else { return };
        let name = path.rsplit(['/', '\\']).next().unwrap_or(&path).to_owned();
        self.take(context, Input::File { name, bytes: bytes.into() }, None);
        if let Some(other) = files.next() {
            let told = format!("One file at a time: {} and what came with it was not read.", other.path);
            self.with_window(|window| window.failure = Some(window.failure.take().unwrap_or(told)));
        }
    }

    /// Reads what the user gave.
    fn take(&mut self, context: &Context, input: Input, dialect: Option<Dialect>) {
        let (Some(document), Some(window)) = (&context.document, &mut self.window) else { return };
        let limits = Limits::default();
        let (name, read) = match &input {
            Input::File { name, bytes } => {
                let kind = SourceKind::of(name, bytes);
                (name.clone(), Source::read(kind, name, Arc::clone(bytes), dialect, &limits))
            }
            Input::Text(text) => ("pasted text".to_owned(), Source::read_text("Table1", text, dialect, &limits)),
        };
        (window.preview, window.rows, window.failure) = (None, None, None);
        let source = match read {
            Ok(source) => source,
            Err(error) => {
                // What was read before stays: the new one may be a slip.
                window.failure = Some(format!("{name}: {error}"));
                return;
            }
        };
        let entities = entities_of_tables(&source.catalog, document.extension());
        let tables = OfferedTable::all(&source, &entities, document.extension());
        let of_entity = |wanted: Key| entities.iter().find(|(_, key)| **key == wanted).map(|(place, _)| *place);
        let checked: BTreeSet<usize> = match self.entity {
            Some(wanted) => of_entity(wanted).into_iter().collect(),
            None if tables.len() <= CHECKED => (0..tables.len()).collect(),
            None => BTreeSet::new(),
        };
        if let (Some(entity), true) = (&window.entity, checked.is_empty()) {
            window.failure =
                Some(format!("{name} has no table for the entity {entity}: compare its Physical Table Name."));
        }
        window.source = Some(TableSource {
            name,
            kind: source.kind,
            dialect: source.catalog.dialect,
            suggested: source.suggested,
            has_rows: source.has_rows(),
        });
        (window.tables, window.checked) = (Arc::new(tables), Arc::new(checked));
        window.troubles = Arc::new(source.troubles.clone());
        (self.input, self.source) = (Some(input), Some(source));
    }

    fn check(&mut self, tables: &BTreeSet<usize>, is_checked: bool) {
        self.with_window(|window| {
            let count = window.tables.len();
            let checked = Arc::make_mut(&mut window.checked);
            if is_checked {
                checked.extend(tables.iter().filter(|place| **place < count));
            } else {
                checked.retain(|place| !tables.contains(place));
            }
        });
    }

    /// Checks what checked tables refer to, and what that refers to, and so on.
    fn check_referenced(&mut self) {
        self.with_window(|window| {
            let checked = Arc::make_mut(&mut window.checked);
            let mut next: Vec<usize> = checked.iter().copied().collect();
            while let Some(table) = next.pop().and_then(|place| window.tables.get(place)) {
                let referred = table.references.iter().filter_map(|reference| reference.place);
                next.extend(referred.filter(|place| checked.insert(*place)));
            }
        });
    }

    fn look(&mut self, place: usize) {
        let (Some(source), Some(window)) = (&self.source, &mut self.window) else { return };
        window.rows = match source.first_rows(place) {
            Ok(rows) => rows.map(|rows| (place, Arc::new(Ok(rows)))),
            Err(error) => Some((place, Arc::new(Err(error.to_string())))),
        };
    }

    fn preview(&mut self, context: &Context) {
        let (Some(document), Some(source), Some(window)) = (&context.document, &self.source, &mut self.window) else {
            return;
        };
        window.failure = None;
        let extension = document.extension();
        let entities = entities_of_tables(&source.catalog, extension);
        let checked = &window.checked;
        let is_new = |place: usize| checked.contains(&place) && !entities.contains_key(&place);
        let plan = Plan::of_places(&source.catalog, is_new, window.logical_database.trim(), extension);
        let refresh = Refresh::new(&source.catalog, |place| checked.contains(&place), extension);
        window.preview = Some(Arc::new(TablePreview { plan, refresh, refused: Vec::new() }));
    }

    fn change(&mut self, context: &Context, entity: usize, change: PlanChange) {
        let (Some(document), Some(window)) = (&context.document, &mut self.window) else { return };
        let Some(preview) = window.preview.as_mut().map(Arc::make_mut) else { return };
        preview.refused.retain(|it| it.entity != entity || !it.change.is_same_field(&change));
        window.failure = None;
        match preview.plan.change(entity, &change, document.extension()) {
            Ok(()) => {}
            // What is typed stays in its field until it is right; a choice goes back.
            Err(error) if change.text().is_some() => {
                preview.refused.push(RefusedChange { entity, change, why: error.to_string() });
            }
            Err(error) => window.failure = Some(error.to_string()),
        }
    }

    fn take_change(&mut self, entity: usize, change: usize, is_taken: bool) {
        let Some(preview) = self.window.as_mut().and_then(|window| window.preview.as_mut()).map(Arc::make_mut) else {
            return;
        };
        let entity = preview.refresh.entities.get_mut(entity);
        if let Some(change) = entity.and_then(|entity| entity.changes.get_mut(change)) {
            change.is_taken = is_taken;
        }
    }

    fn report(&self) -> Option<Effect> {
        let window = self.window.as_ref()?;
        let source = window.source.as_ref()?;
        let text = window.preview.as_ref()?.report(source, &window.troubles);
        Some(Effect::SaveCopy { file_name: format!("Import of {}.txt", source.name), bytes: text.into_bytes() })
    }

    /// Makes what the preview shows, as one step.
    fn import(&mut self, context: &mut Context, surroundings: &mut dyn Surroundings) -> Vec<Effect> {
        let (Some(document), Some(window)) = (&context.document, &self.window) else { return Vec::new() };
        let Some(preview) = window.preview.clone().filter(|preview| preview.can_import()) else { return Vec::new() };
        let (edit, items) = match edit_of(document, &preview, surroundings) {
            Ok(made) => made,
            Err(error) => {
                self.with_window(|window| window.failure = Some(error));
                return Vec::new();
            }
        };
        if !document::edit(context, &edit, surroundings) {
            return Vec::new();
        }
        self.tell(context, &preview);
        self.close();
        vec![Effect::Select(items)]
    }

    fn tell(&self, context: &mut Context, preview: &TablePreview) {
        let Some((window, source)) = self.window.as_ref().and_then(|it| Some((it, it.source.as_ref()?))) else {
            return;
        };
        let (made, refreshed) = (preview.plan.entities.len(), preview.refresh.items().len());
        let mut parts = Vec::new();
        parts.extend((made > 0).then(|| format!("Imported {}", words::counted_as(made, "entity", "entities"))));
        parts.extend((refreshed > 0).then(|| {
            format!(
                "{} {}",
                if made > 0 { "refreshed" } else { "Refreshed" },
                words::counted_as(refreshed, "entity", "entities")
            )
        }));
        let is_smooth = preview.plan.left_out.is_empty() && window.troubles.is_empty();
        let kind = if is_smooth { NoticeKind::Done } else { NoticeKind::Warning };
        let notice = context.tell(kind, format!("{} from {}.", parts.join(" and "), source.name));
        let remarks = preview.plan.entities.iter().flat_map(|entity| {
            let create_only = entity.remarks.iter().filter(|remark| remark.offers_create_only());
            create_only.map(|remark| format!("{}: {remark}", entity.name))
        });
        let left_out = preview.plan.left_out.iter().map(|out| format!("Left out {}: {}", out.table, out.why));
        let kept = preview.refresh.entities.iter().flat_map(|entity| {
            let kept = entity.changes.iter().filter(|change| !change.is_taken);
            kept.map(|change| format!("Kept {}.{}: {}", entity.name, change.name, change.what))
        });
        notice.details.extend(left_out.chain(window.troubles.iter().cloned()).chain(remarks).chain(kept));
        let left = notice.details.len().saturating_sub(DETAILS);
        notice.details.truncate(DETAILS);
        notice.details.extend((left > 0).then(|| format!("… and {left} more")));
    }
}

/// The one edit of a preview, and the entities that it is about.
fn edit_of(
    document: &Document,
    preview: &TablePreview,
    surroundings: &mut dyn Surroundings,
) -> Result<(Edit, Vec<Item>), String> {
    let now = surroundings.now_local();
    let mut items = Vec::new();
    let mut new_key = |path: &str| {
        let key = surroundings.new_key();
        items.extend((!path.contains('/')).then_some(Item::Entity(key)));
        key
    };
    let mut edits = Vec::new();
    if !preview.plan.entities.is_empty() {
        edits.push(preview.plan.edit(&mut new_key, &now).map_err(|error| error.to_string())?);
    }
    edits.extend(preview.refresh.edit(&mut new_key).map_err(|error| error.to_string())?);
    items.extend(preview.refresh.items());
    let edit = match <[Edit; 1]>::try_from(edits) {
        Ok([one]) => one,
        Err(edits) => {
            let labels: Vec<String> = edits.iter().map(|edit| edit.label(document.extension())).collect();
            Edit::All(labels.join(", "), edits)
        }
    };
    Ok((edit, items))
}
