//! The extension as the modules see that use it (integration-studio, section 2.11), and which changes break them.

mod breaking;
mod command;

use std::sync::Arc;

use extension::{
    DataType, Description, EntityAttribute, Expression, Extension, Item, Key, Name, Parameter, StructureAttribute,
};

use crate::{Against, Baseline, Connections, Context, Effect, Publications, Purpose, cannot_fetch};

pub use command::ConsumerCommand;

pub use breaking::Breaking;
pub(crate) use breaking::breaks;

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
    /// What is to be said of the type to who declares a variable for it in Service Studio.
    pub note: String,
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
            note: note_of(extension, data_type),
            is_mandatory,
            default: default.to_string(),
            description: description.as_str().to_owned(),
        }
    }
}

/// A list of records of one basic value is taken for a list of the basic type, and is not one.
fn note_of(extension: &Extension, data_type: &DataType) -> String {
    let DataType::RecordList(record) = data_type else { return String::new() };
    let [source] = record.sources() else { return String::new() };
    let Some(structure) = extension.structures.get(*source) else { return String::new() };
    match &structure.attributes[..] {
        [attribute] if attribute.data_type.basic().is_some() => {
            let basic = extension.type_label(&attribute.data_type);
            let (structure, attribute) = (&structure.name, &attribute.name);
            format!("{structure} List in Service Studio: records with {attribute} ({basic}), not a {basic} List")
        }
        _ => format!("{} List in Service Studio", structure.name),
    }
}

/// The window “As Consumers See It”, while it is open.
#[derive(Debug, Default)]
pub(crate) struct ConsumerView {
    consumers: Option<Consumers>,
}

impl ConsumerView {
    /// The window “As Consumers See It”, while it is open.
    pub(crate) fn consumers(&self) -> Option<&Consumers> {
        self.consumers.as_ref()
    }

    pub(crate) fn handle(
        &mut self,
        context: &mut Context,
        connections: &mut Connections,
        publications: &Publications,
        command: ConsumerCommand,
    ) -> Vec<Effect> {
        match command {
            ConsumerCommand::Show => self.show_consumers(context, connections),
            ConsumerCommand::ShowOfPublish => {
                if let Some((name, breaks)) = publications.publish_breaks() {
                    self.consumers = Some(Consumers { against: Some(name), note: None, is_looking: false, breaks });
                }
                Vec::new()
            }
            ConsumerCommand::CompareSaved => {
                connections.stop_looking(context, Purpose::Consumers);
                self.compare_with_saved(context, None);
                Vec::new()
            }
            ConsumerCommand::CompareFile { file_name, bytes } => {
                connections.stop_looking(context, Purpose::Consumers);
                if let Some(consumers) = &mut self.consumers {
                    consumers.is_looking = true;
                }
                vec![connections.read_baseline(context, file_name, bytes, Purpose::Consumers)]
            }
            ConsumerCommand::Close => {
                self.close_consumers(context, connections);
                Vec::new()
            }
        }
    }

    fn show_consumers(&mut self, context: &mut Context, connections: &mut Connections) -> Vec<Effect> {
        let Some(document) = &context.document else { return Vec::new() };
        let extension = document.extension().name.to_string();
        connections.stop_looking(context, Purpose::Consumers);
        self.consumers = Some(Consumers { against: None, note: None, is_looking: false, breaks: Arc::default() });
        let Some(connection) = connections.connection().cloned() else {
            self.compare_with_saved(context, Some("Not connected.".to_owned()));
            return Vec::new();
        };
        if let Some(why) = cannot_fetch(&connection) {
            self.compare_with_saved(context, Some(why));
            return Vec::new();
        }
        match connections.look_up(context, &connection, extension, Purpose::Consumers) {
            Ok(effect) => {
                if let Some(consumers) = &mut self.consumers {
                    consumers.is_looking = true;
                }
                vec![effect]
            }
            Err(why) => {
                self.compare_with_saved(context, Some(why));
                Vec::new()
            }
        }
    }

    /// Compares with the file of the document, with the reason why it is not the published version.
    fn compare_with_saved(&mut self, context: &mut Context, note: Option<String>) {
        let saved = context.document.as_ref().and_then(|document| document.version(Against::Saved));
        match saved {
            Some(saved) => self.compare_with_consumers(context, Ok(saved)),
            None => self.compare_with_consumers(context, Err("It was never saved.".to_owned())),
        }
        if let Some(consumers) = &mut self.consumers
            && note.is_some()
        {
            consumers.note = note;
        }
    }

    /// What consumers have is known, or why not.
    pub(crate) fn compare_with_consumers(&mut self, context: &mut Context, baseline: Baseline) {
        let (Some(consumers), Some(document)) = (&mut self.consumers, &context.document) else { return };
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

    pub(crate) fn close_consumers(&mut self, context: &mut Context, connections: &mut Connections) {
        self.consumers = None;
        connections.stop_looking(context, Purpose::Consumers);
    }
}
