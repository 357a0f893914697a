//! Edits of a document by words, with the sources that follow them: what the studio does with the same edits.

mod add;
mod keys;

use csharp::Finding;
use database::{Plan, PlanError, Refresh};
use extension::{
    Content, Edit, Extension, Item, Place, Property, Refusal, ResourceEdit, Severity, Slot, Timestamp, check_size,
};

use crate::element::{ElementError, article, item_at, path_of};
pub use keys::{derived_key, new_extension};

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// Add an element with these properties.
    Add {
        /// Its kind.
        kind: NewKind,
        /// Its path.
        path: String,
        /// Its properties.
        values: Vec<Value>,
    },
    /// Give an element these properties.
    Set {
        /// Its path.
        path: String,
        /// The properties.
        values: Vec<Value>,
    },
    /// Remove elements.
    Remove {
        /// Their paths.
        paths: Vec<String>,
        /// Whether they are taken out of the types of others, too.
        clear_uses: bool,
    },
    /// Give an element another name.
    Rename {
        /// Its path.
        path: String,
        /// The name.
        name: String,
    },
    /// Give an element another place.
    Move {
        /// Its path.
        path: String,
        /// The place.
        to: Destination,
    },
    /// Add the entities of a plan, and take what changed into those that are there.
    Import(Box<Plan>, Option<Box<Refresh>>),
}

/// The kinds of elements that can be added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewKind {
    /// An action.
    Action,
    /// A parameter of an action.
    Parameter,
    /// A structure.
    Structure,
    /// An attribute of a structure or an entity.
    Attribute,
    /// An entity.
    Entity,
    /// A file.
    Resource,
}

impl NewKind {
    /// Every kind.
    pub const ALL: [Self; 6] =
        [Self::Action, Self::Parameter, Self::Structure, Self::Attribute, Self::Entity, Self::Resource];

    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Action => "action",
            Self::Parameter => "parameter",
            Self::Structure => "structure",
            Self::Attribute => "attribute",
            Self::Entity => "entity",
            Self::Resource => "resource",
        }
    }
}

/// A property with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// The property's name.
    pub property: String,
    /// The value.
    pub given: Given,
}

/// What a value is given as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// A text.
    Text(String),
    /// A file that was read.
    File {
        /// Its name without folders.
        name: String,
        /// Its bytes.
        bytes: Vec<u8>,
    },
}

/// Where an element goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// Before all others.
    First,
    /// Behind all others.
    Last,
    /// At this position among its siblings, from 1.
    Position(usize),
    /// Into this folder: only for resources.
    Folder(String),
}

/// Why nothing is edited.
#[derive(Debug, thiserror::Error)]
pub enum EditError {
    /// A path names no element.
    #[error(transparent)]
    Element(#[from] ElementError),
    /// The document refuses.
    #[error("{}{}", .refusal, hint(.refusal))]
    Refused {
        /// Why.
        refusal: Refusal,
        /// The paths of the elements that use what was to be removed.
        uses: Vec<String>,
    },
    /// Elements of the kind have no such property.
    #[error("{} {kind} has no property {name}. Its properties are: {}.", capital(article(kind)), known.join(", "))]
    Property {
        /// The kind: `action`.
        kind: &'static str,
        /// The name.
        name: String,
        /// The properties that there are.
        known: Vec<&'static str>,
    },
    /// A file is given for a property that takes a text, or the other way round.
    #[error("{name} takes {needed}.")]
    Given {
        /// The property.
        name: String,
        /// What it takes.
        needed: &'static str,
    },
    /// Tables cannot be imported.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// A new resource has no content.
    #[error("A resource needs its content: Content=@FILE.")]
    NoContent,
    /// The sources cannot follow the edit.
    #[error(
        "The sources cannot follow: {}. Nothing was written. Mend this first, or take --definition-only, which leaves \
         the sources as they are.",
        .0.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ").trim_end_matches('.')
    )]
    Sources(Vec<Finding>),
    /// A position is given for what has none, or a folder for what lies in none.
    #[error("{path} cannot be moved there: {why}.")]
    Destination {
        /// The path.
        path: String,
        /// Why not.
        why: &'static str,
    },
}

fn hint(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::InUse { .. } => " With --clear-uses it is taken out of these types, too.",
        Refusal::FunctionNeedsOutput { .. } => " Add the output first.",
        Refusal::OnlyOutputOfFunction { .. } | Refusal::SecondOutputOfFunction { .. } => {
            " Make it no function first: Function=No."
        }
        Refusal::Expression(_) => " Set the Default Value with the Data Type.",
        Refusal::FileTaken { .. } => " Replace its content with xif set … Content=@FILE.",
        _ => "",
    }
}

fn capital(article: &str) -> &'static str {
    if article == "an" { "An" } else { "A" }
}

impl From<Refusal> for EditError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused { refusal, uses: Vec::new() }
    }
}

/// A document after an edit.
#[derive(Debug)]
pub struct Edited {
    /// The document; the one before where nothing changes.
    pub extension: Extension,
    /// The name of the step: `Add action Pay`.
    pub step: String,
    /// The paths of the elements that it is about: as they are now, or as they were when they are gone.
    pub elements: Vec<String>,
    /// The paths of the sources that follow.
    pub sources: Vec<String>,
    /// What the update of the sources has to say.
    pub findings: Vec<Finding>,
    /// What the user should know beside it.
    pub notices: Vec<String>,
}

/// An edit on its way: the document so far, and what was done.
pub(crate) struct Step {
    pub(crate) edit: Edit,
    pub(crate) items: Vec<Item>,
    pub(crate) notices: Vec<String>,
}

/// Does what is wanted as one step. Unless `definition_only`, the sources follow the definition.
///
/// # Errors
/// Why nothing is done.
pub fn edit(
    before: &Extension,
    wanted: &Wanted,
    now_local: &Timestamp,
    definition_only: bool,
) -> Result<Edited, EditError> {
    let step = step(before, wanted, now_local)?;
    let refused = |refusal: Refusal| {
        let uses = match &refusal {
            Refusal::InUse { uses, .. } => uses.iter().map(|using| path_of(before, using.item)).collect(),
            _ => Vec::new(),
        };
        EditError::Refused { refusal, uses }
    };
    let defined = before.apply(&step.edit).map_err(refused)?;
    let shown = |item: &Item| match item.name(&defined) {
        Some(_) => path_of(&defined, *item),
        None => path_of(before, *item),
    };
    let (elements, label) = (step.items.iter().map(shown).collect(), step.edit.label(before));
    let mut edited = Edited {
        step: label,
        elements,
        sources: Vec::new(),
        findings: Vec::new(),
        notices: step.notices,
        extension: defined,
    };
    if !definition_only && follows(before, &edited.extension) {
        edited.follow(before, now_local)?;
    }
    Ok(edited)
}

/// Whether sources are generated from what differs.
fn follows(before: &Extension, after: &Extension) -> bool {
    before.name != after.name
        || before.actions != after.actions
        || before.structures != after.structures
        || before.entities != after.entities
}

impl Edited {
    fn follow(&mut self, before: &Extension, now_local: &Timestamp) -> Result<(), EditError> {
        let update = csharp::update(before, &self.extension);
        let (errors, others): (Vec<Finding>, Vec<Finding>) =
            update.findings.into_iter().partition(|finding| finding.severity == Severity::Error);
        if !errors.is_empty() {
            return Err(EditError::Sources(errors));
        }
        for file in &update.files {
            let path = format!("{}{}", file.folder.as_str(), file.file_name);
            let key = || derived_key(&self.extension, &path);
            let next = self.extension.apply(&file.edit(key, now_local.clone()))?;
            self.extension = next;
            self.sources.push(path.replace('\\', "/").trim_start_matches('/').to_owned());
        }
        self.findings = others;
        Ok(())
    }
}

fn step(before: &Extension, wanted: &Wanted, now_local: &Timestamp) -> Result<Step, EditError> {
    match wanted {
        Wanted::Add { kind, path, values } => add::step(before, *kind, path, values, now_local),
        Wanted::Set { path, values } => {
            let item = item_at(before, path)?;
            let (edit, notices) = edit_of_values(before, item, values, now_local)?;
            Ok(Step { edit, items: vec![item], notices })
        }
        Wanted::Remove { paths, clear_uses } => {
            let items = paths.iter().map(|path| item_at(before, path)).collect::<Result<Vec<_>, _>>()?;
            let edit = Edit::Remove(items.clone());
            let edit = match before.apply(&edit) {
                Err(refusal @ Refusal::InUse { .. }) if *clear_uses => {
                    let instead = before.instead_of(&edit, &refusal, &mut || derived_key(before, "unused"));
                    instead.map_or(edit, |instead| instead.edit)
                }
                _ => edit,
            };
            Ok(Step { edit, items, notices: Vec::new() })
        }
        Wanted::Rename { path, name } => {
            let item = item_at(before, path)?;
            let edit = extension::set_text(item, Property::Name, name)?;
            Ok(Step { edit, items: vec![item], notices: Vec::new() })
        }
        Wanted::Move { path, to } => {
            let item = item_at(before, path)?;
            let edit = edit_of_move(before, item, path, to)?;
            Ok(Step { edit, items: vec![item], notices: Vec::new() })
        }
        Wanted::Import(plan, refresh) => {
            let (mut derived, mut items) = (keys::derived_keys(before), Vec::new());
            let mut new_key = |path: &str| {
                let key = derived(&format!("entity:{path}"));
                items.extend((!path.contains('/')).then_some(Item::Entity(key)));
                key
            };
            let mut edits = Vec::new();
            if !plan.entities.is_empty() || refresh.is_none() {
                edits.push(plan.edit(&mut new_key, now_local)?);
            }
            if let Some(refresh) = refresh {
                edits.extend(refresh.edit(&mut new_key)?);
                items.extend(refresh.items());
            }
            let edit = match <[Edit; 1]>::try_from(edits) {
                Ok([one]) => one,
                Err(edits) if edits.is_empty() => Edit::All("Refresh nothing".to_owned(), edits),
                Err(edits) => {
                    let labels: Vec<String> = edits.iter().map(|edit| edit.label(before)).collect();
                    Edit::All(labels.join(", "), edits)
                }
            };
            Ok(Step { edit, items, notices: Vec::new() })
        }
    }
}

fn edit_of_move(before: &Extension, item: Item, path: &str, to: &Destination) -> Result<Edit, EditError> {
    let wrong = |why| EditError::Destination { path: path.to_owned(), why };
    if let Destination::Folder(folder) = to {
        let Item::Resource(_) = item else {
            return Err(wrong("write first, last or its position among its siblings, from 1"));
        };
        let place = Place { item, property: Property::Folder };
        return Ok(before.edit_of_value(place, folder, &mut || derived_key(before, "unused"))?);
    }
    let count = before.siblings(item).ok_or_else(|| wrong("only a resource has a folder, and nothing else"))?.len();
    let position = match to {
        Destination::First => 0,
        Destination::Last => count - 1,
        Destination::Position(position) if (1..=count).contains(position) => position - 1,
        _ => return Err(wrong("there are fewer elements beside it")),
    };
    let stays = Edit::All(format!("Move {}", item.path(before).unwrap_or_default()), Vec::new());
    Ok(before.edit_of_moves(&[item], position).unwrap_or(stays))
}

/// The edit that gives an element these properties, and what is to be said of it.
pub(crate) fn edit_of_values(
    before: &Extension,
    item: Item,
    values: &[Value],
    now_local: &Timestamp,
) -> Result<(Edit, Vec<String>), EditError> {
    let (mut texts, mut files, mut notices) = (Vec::new(), Vec::new(), Vec::new());
    for Value { property: name, given } in values {
        match given {
            Given::Text(text) => {
                let property = property(item, name)?;
                if property == Property::Content {
                    return Err(EditError::Given { name: name.clone(), needed: "a file: Content=@FILE" });
                }
                notices.extend(note(before, item, property, text));
                texts.push((property, text.as_str()));
            }
            Given::File { name: file_name, bytes } => {
                files.push(edit_of_file(before, item, name, file_name, bytes, now_local)?);
            }
        }
    }
    let path = path_of(before, item);
    let mut number = 0_u32;
    let mut new_key = || {
        number += 1;
        derived_key(before, &format!("{path}/{number}"))
    };
    let edit = before.edit_of_values(item, &texts, &mut new_key)?;
    if files.is_empty() {
        return Ok((edit, notices));
    }
    let label = match (texts.is_empty(), files.as_slice()) {
        (true, [one]) => one.label(before),
        _ => format!("Change {}", item.path(before).unwrap_or_default()),
    };
    files.insert(0, edit);
    Ok((Edit::All(label, files), notices))
}

/// What is said of a list of a basic type.
fn note(before: &Extension, item: Item, property: Property, text: &str) -> Option<String> {
    let slot = Slot::of(item).filter(|_| property == Property::DataType)?;
    if before.parse_type(slot, text).is_some() {
        return None;
    }
    let keys = [derived_key(before, "structure"), derived_key(before, "attribute")];
    Some(before.list_of(item, before.parse_list_of(slot, text)?, keys)?.to_string())
}

fn edit_of_file(
    before: &Extension,
    item: Item,
    name: &str,
    file_name: &str,
    bytes: &[u8],
    now_local: &Timestamp,
) -> Result<Edit, EditError> {
    let content = Content::from_bytes(bytes);
    match (item, property(item, name)?) {
        (Item::Resource(key), Property::Content) => {
            check_size(bytes.len())?;
            Ok(Edit::Resource(key, ResourceEdit::SetContent(content, now_local.clone())))
        }
        (Item::Action(action), Property::Icon) => {
            let key = derived_key(before, &format!("{}{file_name}", extension::Folder::ICONS));
            Ok(before.edit_of_icon(action, file_name, content, key, now_local.clone())?)
        }
        _ => Err(EditError::Given { name: name.to_owned(), needed: "a text, no file" }),
    }
}

/// The property of an element with this name.
fn property(item: Item, name: &str) -> Result<Property, EditError> {
    let is_content = matches!(item, Item::Resource(_)) && name.eq_ignore_ascii_case(Property::Content.label());
    let found = if is_content { Some(Property::Content) } else { Property::named(item, name) };
    found.ok_or_else(|| EditError::Property {
        kind: item.kind().label(),
        name: name.to_owned(),
        known: properties_of(item),
    })
}

/// The names of the properties that can be set.
pub fn properties_of(item: Item) -> Vec<&'static str> {
    let content = matches!(item, Item::Resource(_)).then_some(Property::Content);
    Property::settable(item).iter().copied().chain(content).map(Property::label).collect()
}
