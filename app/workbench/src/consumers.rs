//! The extension as the modules see that use it (integration-studio, section 2.11), and which changes break them.

use std::sync::Arc;

use extension::compare::{Change, ChangeKind, breaking, compare};
use extension::{
    DataType, Description, EntityAttribute, Expression, Extension, Item, Key, Name, Parameter, StructureAttribute,
};

use crate::looking_up::{Baseline, Purpose, cannot_fetch};
use crate::{Against, Effect, Workbench};

/// What the window “As Consumers See It” tells of breaking changes.
#[derive(Debug, Clone, PartialEq)]
pub struct Consumers {
    /// What consumers have now, in words; `None` when it is not known.
    pub against: Option<String>,
    /// Why it is not the published version.
    pub note: Option<String>,
    /// Whether the published version is being fetched.
    pub is_looking: bool,
    /// The changes that break consumers, in order.
    pub breaks: Arc<Vec<Breaking>>,
}

/// A change that breaks modules which use the extension.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breaking {
    /// What changed, where it is still there.
    pub item: Option<Item>,
    /// Its path: `GetOrder.Lines`.
    pub path: String,
    /// What changed: `Data Type: Text, now Integer`.
    pub change: String,
    /// What users of the extension meet.
    pub reason: String,
}

/// What the user does in the window.
#[derive(Debug, Clone, PartialEq)]
pub enum ConsumersCommand {
    /// Open it; the published version is fetched where the connection can.
    Show,
    /// Open it with what the publish has compared before its upload.
    ShowOfPublish,
    /// Compare with the file as it was read or saved last.
    CompareSaved,
    /// Compare with a XIF.
    CompareFile {
        /// Its name.
        file_name: String,
        /// Its bytes.
        bytes: Vec<u8>,
    },
    /// Close it.
    Close,
}

/// An element as its consumers see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// Its name.
    pub name: String,
    /// Its description.
    pub description: String,
    /// Whether it can stand in expressions.
    pub is_function: bool,
    /// The resource that is its icon.
    pub icon: Option<Key>,
    /// Its parameters or attributes.
    pub rows: Vec<SeenRow>,
}

/// A parameter or attribute as consumers see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenRow {
    /// Its name.
    pub name: String,
    /// `Input` or `Output`; empty for attributes.
    pub direction: &'static str,
    /// Its type.
    pub data_type: String,
    /// Whether a value must be given.
    pub is_mandatory: bool,
    /// The value when none is given.
    pub default: String,
    /// Its description.
    pub description: String,
}

/// How consumers see an action, a structure or an entity; `None` for what they do not see.
pub fn seen(extension: &Extension, item: Item) -> Option<Seen> {
    match item {
        Item::Action(key) => {
            let action = extension.actions.get(key)?;
            let row = |it: &Arc<Parameter>| SeenRow {
                direction: if it.is_input() { "Input" } else { "Output" },
                ..SeenRow::new(extension, &it.name, &it.data_type, it.is_mandatory(), &it.default, &it.description)
            };
            Some(Seen {
                is_function: action.is_function,
                icon: action.icon,
                ..Seen::new(&action.name, &action.description, action.parameters.iter().map(row).collect())
            })
        }
        Item::Structure(key) => {
            let structure = extension.structures.get(key)?;
            let row = |it: &Arc<StructureAttribute>| {
                SeenRow::new(extension, &it.name, &it.data_type, it.is_mandatory, &it.default, &it.description)
            };
            Some(Seen::new(&structure.name, &structure.description, structure.attributes.iter().map(row).collect()))
        }
        Item::Entity(key) => {
            let entity = extension.entities.get(key)?;
            let row = |it: &Arc<EntityAttribute>| {
                SeenRow::new(extension, &it.name, &it.data_type, it.is_mandatory, &it.default, &it.description)
            };
            // What is left out at run time is nothing that a consumer could use.
            let attributes = entity.attributes.iter().filter(|it| !it.is_ignored);
            Some(Seen::new(&entity.name, &entity.description, attributes.map(row).collect()))
        }
        _ => None,
    }
}

impl Seen {
    fn new(name: &Name, description: &Description, rows: Vec<SeenRow>) -> Self {
        Self {
            name: name.to_string(),
            description: description.as_str().to_owned(),
            is_function: false,
            icon: None,
            rows,
        }
    }
}

impl SeenRow {
    fn new(
        extension: &Extension,
        name: &Name,
        data_type: &DataType,
        is_mandatory: bool,
        default: &Expression,
        description: &Description,
    ) -> Self {
        Self {
            name: name.to_string(),
            direction: "",
            data_type: extension.type_label(data_type),
            is_mandatory,
            default: default.to_string(),
            description: description.as_str().to_owned(),
        }
    }
}

impl Breaking {
    fn of(change: &Change) -> Self {
        let text = match change.kind {
            ChangeKind::Added => "New".to_owned(),
            ChangeKind::Removed => "Removed".to_owned(),
            ChangeKind::Moved => "Moved".to_owned(),
            ChangeKind::Changed(property) => {
                let shown = |value: &str| if value.is_empty() { "nothing".to_owned() } else { value.to_owned() };
                format!("{}: {}, now {}", property.label(), shown(&change.old), shown(&change.new))
            }
        };
        let reason = change.breaks.map(|reason| reason.to_string()).unwrap_or_default();
        Self { item: change.after, path: change.path.clone(), change: text, reason }
    }
}

/// What breaks consumers on the way from what they have to the extension as it is.
pub(crate) fn breaks(before: &Extension, now: &Extension) -> Vec<Breaking> {
    breaking(&compare(before, now)).into_iter().map(Breaking::of).collect()
}

impl Workbench {
    /// The window “As Consumers See It”, while it is open.
    pub fn consumers(&self) -> Option<&Consumers> {
        self.consumers.as_ref()
    }

    pub(crate) fn consumers_command(&mut self, command: ConsumersCommand) -> Vec<Effect> {
        match command {
            ConsumersCommand::Show => self.show_consumers(),
            ConsumersCommand::ShowOfPublish => {
                if let Some((name, breaks)) = self.publishing.as_ref().and_then(|run| run.breaks.clone()) {
                    self.consumers = Some(Consumers { against: Some(name), note: None, is_looking: false, breaks });
                }
                Vec::new()
            }
            ConsumersCommand::CompareSaved => {
                self.stop_looking(Purpose::Consumers);
                self.compare_with_saved(None);
                Vec::new()
            }
            ConsumersCommand::CompareFile { file_name, bytes } => {
                self.stop_looking(Purpose::Consumers);
                if let Some(consumers) = &mut self.consumers {
                    consumers.is_looking = true;
                }
                vec![self.read_baseline(file_name, bytes, Purpose::Consumers)]
            }
            ConsumersCommand::Close => {
                self.close_consumers();
                Vec::new()
            }
        }
    }

    fn show_consumers(&mut self) -> Vec<Effect> {
        let Some(document) = &self.document else { return Vec::new() };
        let extension = document.extension().name.to_string();
        self.stop_looking(Purpose::Consumers);
        self.consumers = Some(Consumers { against: None, note: None, is_looking: false, breaks: Arc::default() });
        let Some(connection) = self.connection().cloned() else {
            self.compare_with_saved(Some("There is no connection to an environment.".to_owned()));
            return Vec::new();
        };
        if let Some(why) = cannot_fetch(&connection) {
            self.compare_with_saved(Some(why));
            return Vec::new();
        }
        match self.look_up(&connection, extension, Purpose::Consumers) {
            Ok(effect) => {
                if let Some(consumers) = &mut self.consumers {
                    consumers.is_looking = true;
                }
                vec![effect]
            }
            Err(why) => {
                self.compare_with_saved(Some(why));
                Vec::new()
            }
        }
    }

    /// Compares with the file of the document, with the reason why it is not the published version.
    fn compare_with_saved(&mut self, note: Option<String>) {
        let saved = self.document.as_ref().and_then(|document| document.version(Against::Saved));
        match saved {
            Some(saved) => self.compare_with_consumers(Ok(saved)),
            None => self.compare_with_consumers(Err("It was never saved.".to_owned())),
        }
        if let Some(consumers) = &mut self.consumers
            && note.is_some()
        {
            consumers.note = note;
        }
    }

    /// What consumers have is known, or why not.
    pub(crate) fn compare_with_consumers(&mut self, baseline: Baseline) {
        let (Some(consumers), Some(document)) = (&mut self.consumers, &self.document) else { return };
        consumers.is_looking = false;
        match baseline {
            Ok((name, before)) => {
                consumers.breaks = Arc::new(breaks(&before, document.extension()));
                (consumers.against, consumers.note) = (Some(name), None);
            }
            Err(why) => {
                consumers.breaks = Arc::default();
                (consumers.against, consumers.note) = (None, Some(why));
            }
        }
    }

    pub(crate) fn close_consumers(&mut self) {
        self.consumers = None;
        self.stop_looking(Purpose::Consumers);
    }
}
