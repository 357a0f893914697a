//! A plan becomes one edit of an extension.

use std::sync::Arc;

use assembly::Facts;
use assembly::surface::Passing;
use csharp::{NotReferenced, Overwritten, ProjectReference};
use extension::{
    Action, Content, DataType, DeployAction, Edit, Extension, FileName, Folder, IMPORTED_ICON, ImportedMember,
    ImportedParameter, Item, Key, Parameter, Provider, RecordDefinition, Reference, Refusal, Resource, ResourceEdit,
    Severity, Structure, StructureAttribute, StructureAttributeEdit, StructureEdit, Timestamp, check_size, provider,
};

use crate::plan::{Plan, PlannedAction, PlannedParameter, PlannedType};
use crate::references::{Library, References, of_framework};
use crate::structures::{PlannedAttribute, PlannedStructure};
use crate::target::Target;
use crate::{converter, details, icon};

/// What an import makes.
#[derive(Debug, Clone)]
pub struct Imported {
    /// The extension afterwards.
    pub extension: Extension,
    /// The edit that leads there: one step.
    pub edit: Edit,
    /// The new structures, and the new actions behind them.
    pub elements: Vec<Item>,
    /// The files that were added.
    pub files: Vec<FileName>,
    /// The paths of the sources that follow.
    pub sources: Vec<String>,
    /// What the update of the sources has to say.
    pub findings: Vec<csharp::Finding>,
    /// What the update takes away that somebody wrote by hand.
    pub overwritten: Vec<Overwritten>,
    /// The actions whose methods were written by hand, so that they stay as they are.
    pub by_hand: Vec<String>,
    /// Why the project file has no references to the new files.
    pub not_referenced: Option<NotReferenced>,
}

/// Why nothing is imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The extension has another file of an assembly's name.
    #[error(
        "The extension has another {file}{}. Replace its content, or take that one: actions of one assembly cannot call another.",
        versions(.there.as_deref(), .imported.as_deref())
    )]
    OtherContent {
        /// The file.
        file: FileName,
        /// The version that is there.
        there: Option<String>,
        /// The version that is imported.
        imported: Option<String>,
    },
    /// The document refuses.
    #[error("{0}")]
    Refused(#[from] Refusal),
    /// The project does not compile the file of conversions.
    #[error(
        "The project cannot be made to compile {0}, which makes records of objects. Import without structures, or with a project that lists its files."
    )]
    NotCompiled(FileName),
    /// The sources cannot follow.
    #[error(
        "The sources cannot follow: {}. Nothing was imported.",
        .0.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ").trim_end_matches('.')
    )]
    Sources(Vec<csharp::Finding>),
}

fn versions(there: Option<&str>, imported: Option<&str>) -> String {
    match (there, imported) {
        (Some(there), Some(imported)) if there != imported => format!(" (version {there}, not {imported})"),
        _ => String::new(),
    }
}

/// Edits on their way.
pub(crate) struct Steps<'s> {
    pub(crate) extension: Extension,
    edits: Vec<Edit>,
    pub(crate) new_key: &'s mut dyn FnMut(&str) -> Key,
    pub(crate) now_local: &'s Timestamp,
    files: Vec<FileName>,
    replaces: bool,
    pub(crate) by_hand: Vec<String>,
}

impl Plan {
    /// Makes the plan's actions, files and sources in an extension. `new_key` gives the key of an element by its path, and
    /// `now_local` is the time that changed files get.
    ///
    /// # Errors
    /// Why nothing is made.
    pub fn apply(
        &self,
        extension: &Extension,
        references: &References,
        new_key: &mut dyn FnMut(&str) -> Key,
        now_local: &Timestamp,
    ) -> Result<Imported, ImportError> {
        let mut steps = Steps {
            extension: extension.clone(),
            edits: Vec::new(),
            new_key,
            now_local,
            files: Vec::new(),
            replaces: self.replaces,
            by_hand: Vec::new(),
        };
        let mut wanted = Vec::new();
        let imported = references.libraries.first().map(|library| library.file_name.clone());
        for library in &references.libraries {
            wanted.extend(steps.library(library, imported.as_ref().unwrap_or(&library.file_name))?);
        }
        let icon = if self.actions().is_empty() { None } else { Some(steps.icon()?) };
        let mut elements = Vec::new();
        let records = steps.structures(self, &mut elements)?;
        // What the sources follow: the bodies of actions that change, in the names that their parameters have now.
        let mut before = extension.clone();
        for planned in self.actions() {
            elements.push(Item::Action(match planned.existing {
                Some(key) => steps.change(key, planned, &records, &mut before)?,
                None => steps.action(planned, icon, &records)?,
            }));
        }
        steps.remove(&self.gone)?;
        let (mut sources, findings, overwritten) = steps.follow(&before)?;
        sources.extend(steps.converter(self)?);
        let not_referenced = match csharp::reference_imported(&steps.extension, &wanted) {
            Ok(None) => None,
            Ok(Some(change)) => {
                let path = format!("{}{}", change.folder.as_str(), change.file_name);
                let edit = change.edit(|| (steps.new_key)(&path), now_local.clone());
                steps.apply(edit)?;
                sources.push(shown(&path));
                None
            }
            Err(error) => Some(error),
        };
        let label = format!("Import from {}", self.assembly.name);
        Ok(Imported {
            extension: steps.extension,
            edit: Edit::All(label, steps.edits),
            elements,
            files: steps.files,
            sources,
            findings,
            overwritten,
            by_hand: steps.by_hand,
            not_referenced,
        })
    }
}

type Followed = (Vec<String>, Vec<csharp::Finding>, Vec<Overwritten>);

impl Steps<'_> {
    pub(crate) fn apply(&mut self, edit: Edit) -> Result<(), Refusal> {
        self.extension = self.extension.apply(&edit)?;
        self.edits.push(edit);
        Ok(())
    }

    /// Adds the file of an assembly; gives what the project is to reference. An assembly of the framework stays outside.
    fn library(&mut self, library: &Library, imported: &FileName) -> Result<Vec<ProjectReference>, ImportError> {
        let facts = Facts::read(&library.bytes);
        let name = facts.as_ref().and_then(|facts| facts.name.as_ref());
        if let Some(name) = name.filter(|name| provider(&name.name) == Some(Provider::Framework)) {
            return Ok(vec![ProjectReference::Framework(name.name.clone())]);
        }
        let content = Content::from_bytes(library.bytes.clone());
        let file = &library.file_name;
        match self.extension.resource_at(Folder::BINARIES, file.as_str()) {
            Some(there) if there.content == content => {}
            Some(there) if self.replaces => {
                check_size(content.len())?;
                let (key, there) = (there.key, there.clone());
                self.replace(key, &there, library, content, facts.as_ref(), imported)?;
            }
            Some(there) => {
                let version = |facts: Option<Facts>| Some(facts?.name?.version.to_string());
                return Err(ImportError::OtherContent {
                    file: file.clone(),
                    there: version(Facts::read(&there.content.bytes())),
                    imported: version(facts),
                });
            }
            None => {
                check_size(content.len())?;
                let resource = self.resource(library, content, facts.as_ref(), imported);
                self.apply(Edit::AddResource(resource))?;
                self.files.push(file.clone());
            }
        }
        let of_framework = facts.iter().flat_map(of_framework).filter(|name| !is_implied(name));
        let of_framework = of_framework.map(|name| ProjectReference::Framework(name.to_owned()));
        Ok(std::iter::once(ProjectReference::File(file.clone())).chain(of_framework).collect())
    }

    /// Gives a file its new content, and the references of that.
    fn replace(
        &mut self,
        key: Key,
        there: &Resource,
        library: &Library,
        content: Content,
        facts: Option<&Facts>,
        imported: &FileName,
    ) -> Result<(), Refusal> {
        let made = self.resource(library, content.clone(), facts, imported);
        let names = |references: &[Reference]| references.iter().map(|it| it.name.clone()).collect::<Vec<_>>();
        self.files.push(there.file_name.clone());
        if names(&made.references) == names(&there.references) {
            return self.apply(Edit::Resource(key, ResourceEdit::SetContent(content, self.now_local.clone())));
        }
        // References belong to the content, and no edit changes them alone.
        let next = Resource {
            content: made.content,
            references: made.references,
            last_modified: made.last_modified,
            ..there.clone()
        };
        self.apply(Edit::Remove(vec![Item::Resource(key)]))?;
        self.apply(Edit::AddResource(next))
    }

    fn resource(
        &mut self,
        library: &Library,
        content: Content,
        facts: Option<&Facts>,
        imported: &FileName,
    ) -> Resource {
        let file = &library.file_name;
        let path = format!("{}{file}", Folder::BINARIES);
        let references = facts.into_iter().flat_map(of_framework).map(|name| Reference {
            key: (self.new_key)(&format!("{path}/{name}")),
            name: name.into(),
            origin: extension::Origin::default(),
        });
        let references: Arc<[Reference]> = references.collect();
        let key = (self.new_key)(&path);
        let folder = Folder::as_found(Folder::BINARIES);
        Resource {
            import_details: details::of_file(file, imported).into(),
            deploy_action: DeployAction::CopyToBinaries,
            is_code_reference: true,
            references,
            ..Resource::new(key, file.clone(), folder, content, self.now_local.clone())
        }
    }

    /// The icon of imported actions, which is added where it is not there.
    fn icon(&mut self) -> Result<Key, Refusal> {
        if let Some(icon) = self.extension.resource_at(Folder::ICONS, IMPORTED_ICON) {
            return Ok(icon.key);
        }
        let file = FileName::as_found(IMPORTED_ICON);
        let key = (self.new_key)(&format!("{}{file}", Folder::ICONS));
        let folder = Folder::as_found(Folder::ICONS);
        let content = Content::from_bytes(icon::bytes());
        let resource = Resource {
            import_details: details::of_icon(&file).into(),
            deploy_action: DeployAction::Ignore,
            ..Resource::new(key, file.clone(), folder, content, self.now_local.clone())
        };
        self.apply(Edit::AddResource(resource))?;
        self.files.push(file);
        Ok(key)
    }

    /// Adds the structures of the plan that are not there, and what those that are there lack. Gives the keys of all.
    fn structures(&mut self, plan: &Plan, elements: &mut Vec<Item>) -> Result<Vec<Key>, Refusal> {
        let mut keys = Vec::new();
        if !plan.structures.is_used() {
            return Ok(keys);
        }
        for planned in plan.structures() {
            let path = format!("structure:{}", planned.name);
            let key = match planned.existing {
                Some(key) => {
                    self.complete(key, planned, &keys)?;
                    key
                }
                None => {
                    let key = (self.new_key)(&path);
                    let attributes = planned.attributes.iter().map(|attribute| {
                        let key = (self.new_key)(&format!("{path}/{}", attribute.name));
                        attribute_of(key, attribute, &keys)
                    });
                    let structure = Structure {
                        description: planned.description.clone(),
                        import_details: details::of_structure(planned).into(),
                        attributes: attributes.collect(),
                        ..Structure::new(key, planned.name.clone())
                    };
                    self.apply(Edit::AddStructure(structure, None))?;
                    elements.push(Item::Structure(key));
                    key
                }
            };
            keys.push(key);
        }
        Ok(keys)
    }

    /// Adds the attributes that a structure of the extension lacks, and changes the types of those that have others.
    fn complete(&mut self, key: Key, planned: &PlannedStructure, records: &[Key]) -> Result<(), Refusal> {
        for attribute in &planned.attributes {
            let data_type = data_type(&attribute.data_type, records);
            let there = self.extension.structures.get(key).and_then(|it| it.attributes.get(attribute.existing?));
            let edit = match (there, attribute.existing) {
                (Some(there), _) if there.data_type == data_type => continue,
                (Some(_), Some(own)) => StructureEdit::Attribute(own, StructureAttributeEdit::SetDataType(data_type)),
                _ => {
                    let own = (self.new_key)(&format!("structure:{}/{}", planned.name, attribute.name));
                    StructureEdit::AddAttribute(attribute_of(own, attribute, records), None)
                }
            };
            self.apply(Edit::Structure(key, edit))?;
        }
        Ok(())
    }

    /// The file that makes records of objects and objects of records, and that the project compiles. Gives its path where it
    /// changes.
    fn converter(&mut self, plan: &Plan) -> Result<Vec<String>, ImportError> {
        if !plan.structures.is_used() {
            return Ok(Vec::new());
        }
        let file_name = FileName::as_found(&plan.structures.file_name());
        let text = converter::text(plan, &self.extension.name);
        let content = Content::from_bytes(text.into_bytes());
        let path = format!("{}{file_name}", Folder::SOURCE);
        let there =
            self.extension.resource_at(Folder::SOURCE, file_name.as_str()).map(|it| (it.key, it.content.clone()));
        let key = match there {
            Some((key, there)) => {
                if there == content {
                    return Ok(Vec::new());
                }
                self.apply(Edit::Resource(key, ResourceEdit::SetContent(content, self.now_local.clone())))?;
                key
            }
            None => {
                let key = (self.new_key)(&path);
                let folder = Folder::as_found(Folder::SOURCE);
                let resource = Resource::new(key, file_name.clone(), folder, content, self.now_local.clone());
                self.apply(Edit::AddResource(resource))?;
                key
            }
        };
        let mut sources = vec![shown(&path)];
        if csharp::files_not_compiled(&self.extension).iter().any(|file| file.key == key) {
            let change = csharp::compile_file(&self.extension, key).ok_or(ImportError::NotCompiled(file_name))?;
            let path = format!("{}{}", change.folder.as_str(), change.file_name);
            let edit = change.edit(|| (self.new_key)(&path), self.now_local.clone());
            self.apply(edit)?;
            sources.push(shown(&path));
        }
        Ok(sources)
    }

    fn action(&mut self, planned: &PlannedAction, icon: Option<Key>, records: &[Key]) -> Result<Key, Refusal> {
        let path = format!("action:{}", planned.name);
        let key = (self.new_key)(&path);
        let parameters = planned.parameters.iter().map(|parameter| {
            let key = (self.new_key)(&format!("{path}/{}", parameter.name));
            made(key, parameter, records)
        });
        let parameters = parameters.collect();
        let action = Action {
            description: planned.description.clone(),
            import_details: details::of_action(planned).into(),
            icon,
            body: planned.body.join("\r\n").into(),
            member: planned.is_as_original.then(|| Arc::new(member(&planned.target))),
            parameters,
            ..Action::new(key, planned.name.clone())
        };
        self.apply(Edit::AddAction(action, None))?;
        Ok(key)
    }

    /// Brings the sources in step with the definition.
    fn follow(&mut self, before: &Extension) -> Result<Followed, ImportError> {
        let update = csharp::update(before, &self.extension);
        let (errors, findings): (Vec<_>, Vec<_>) =
            update.findings.into_iter().partition(|finding| finding.severity == Severity::Error);
        if !errors.is_empty() {
            return Err(ImportError::Sources(errors));
        }
        let mut sources = Vec::new();
        for change in &update.files {
            let path = format!("{}{}", change.folder.as_str(), change.file_name);
            let edit = change.edit(|| (self.new_key)(&path), self.now_local.clone());
            self.apply(edit)?;
            sources.push(shown(&path));
        }
        Ok((sources, findings, update.overwritten))
    }
}

/// What every project has without naming it.
fn is_implied(name: &str) -> bool {
    ["mscorlib", "netstandard"].iter().any(|implied| implied.eq_ignore_ascii_case(name))
}

fn shown(path: &str) -> String {
    path.replace('\\', "/").trim_start_matches('/').to_owned()
}

/// The type, where the plan's structures have these keys.
pub(crate) fn data_type(planned: &PlannedType, records: &[Key]) -> DataType {
    let record = |at: usize| RecordDefinition::new(records.get(at).copied());
    match planned {
        PlannedType::Data(data_type) => data_type.clone(),
        PlannedType::Record(at) => DataType::Record(record(*at)),
        PlannedType::RecordList(at) => DataType::RecordList(record(*at)),
    }
}

fn attribute_of(key: Key, planned: &PlannedAttribute, records: &[Key]) -> StructureAttribute {
    StructureAttribute {
        description: planned.description.clone(),
        data_type: data_type(&planned.data_type, records),
        is_mandatory: false,
        ..StructureAttribute::new(key, planned.name.clone())
    }
}

pub(crate) fn made(key: Key, planned: &PlannedParameter, records: &[Key]) -> Parameter {
    Parameter {
        description: planned.description.clone(),
        data_type: data_type(&planned.data_type, records),
        default: planned.default.clone(),
        ..Parameter::new(key, planned.name.clone(), planned.direction)
    }
}

/// The member as Integration Studio keeps it with an action.
pub(crate) fn member(target: &Target) -> ImportedMember {
    let full_name = |of: &crate::NetType| of.full_name.as_deref().unwrap_or(&of.short).into();
    let parameter = |declared: &crate::Declared| ImportedParameter {
        name: declared.name.as_str().into(),
        is_by_ref: declared.passing == Passing::Ref,
        is_out: declared.passing == Passing::Out,
        type_name: full_name(&declared.of),
        is_mandatory: declared.passing != Passing::Out && declared.default.is_none(),
    };
    ImportedMember {
        kind: "Method".into(),
        name: target.name.as_str().into(),
        declaring_type: full_name(&target.class),
        class: target.class.label.as_str().into(),
        return_type: target.result.as_ref().map_or_else(|| "System.Void".into(), full_name),
        is_static: target.is_static,
        parameters: target.parameters.iter().map(parameter).collect(),
    }
}
