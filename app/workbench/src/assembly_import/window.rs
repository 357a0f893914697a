//! What the window “Import Actions” shows.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use extension::Direction;
use import::{Offered, OfferedType, Options, Plan, PlannedAction, PlannedParameter, PlannedStructure};

use crate::ImportSource;

/// What the window “Import Actions” shows. Long lists are shared: copies are cheap.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Importing {
    /// The assemblies that can be chosen.
    pub candidates: Vec<ImportCandidate>,
    /// The one that is chosen.
    pub chosen: Option<ImportSource>,
    /// What it offers.
    pub types: Arc<Vec<ImportType>>,
    /// The members that are imported, by their names in XML documentation.
    pub checked: Arc<BTreeSet<String>>,
    /// How types and nulls are treated.
    pub options: Options,
    /// The assemblies that it needs and nobody has, with who needs them.
    pub missing: Vec<String>,
    /// The packages that the user gave, a line each: what was taken of them, their licence, and what they need.
    pub packages: Vec<String>,
    /// What the import makes, once it is asked for.
    pub preview: Option<Arc<ImportPreview>>,
    /// Why it does not go on.
    pub failure: Option<String>,
}

/// An assembly that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportCandidate {
    /// Where it is.
    pub source: ImportSource,
    /// The name of its file.
    pub file_name: String,
    /// Its version and framework.
    pub about: String,
}

/// A type of the chosen assembly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportType {
    /// Its name with the namespace.
    pub name: String,
    /// Its declaration.
    pub signature: String,
    /// What its author says of it.
    pub summary: String,
    /// Why nothing of it can be imported; empty where something can.
    pub reason: String,
    /// Its members.
    pub members: Vec<ImportMember>,
}

/// A member of a type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportMember {
    /// Its name in XML documentation.
    pub id: String,
    /// Its declaration.
    pub signature: String,
    /// What its author says of it.
    pub summary: String,
    /// Whether something of it can be imported.
    pub is_importable: bool,
    /// Why the rest of it cannot; empty where all can.
    pub reason: String,
}

/// What an import makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportPreview {
    /// The actions.
    pub actions: Vec<ImportedAction>,
    /// The structures that they need.
    pub structures: Vec<ImportedStructure>,
    /// The files that are added or written anew.
    pub files: Vec<String>,
    /// What is chosen and left out, with the reason.
    pub left_out: Vec<String>,
}

/// An action of a preview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedAction {
    /// Its name.
    pub name: String,
    /// Why the name that was typed last is refused.
    pub refused: Option<String>,
    /// What it calls: the type, and the declaration of the member.
    pub member: String,
    /// Its parameters in words: `in Path: Text`, `out Result: Object (Stream)`.
    pub parameters: Vec<String>,
    /// Its C#.
    pub code: String,
}

/// A structure of a preview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedStructure {
    /// Its name.
    pub name: String,
    /// Why the name that was typed last is refused.
    pub refused: Option<String>,
    /// Whether it is made; others are in the extension already.
    pub is_new: bool,
    /// The class that it stands for.
    pub of: String,
    /// Its attributes in words: `Price: Decimal (double)`.
    pub attributes: Vec<String>,
}

impl Importing {
    /// The name of the chosen file.
    pub fn file_name(&self) -> Option<&str> {
        let chosen = self.chosen.as_ref()?;
        self.candidates.iter().find(|it| it.source == *chosen).map(|it| it.file_name.as_str())
    }
}

impl ImportType {
    pub(super) fn of(of: OfferedType) -> Self {
        Self {
            reason: of.reason.map(|reason| reason.to_string()).unwrap_or_default(),
            members: of.members.into_iter().map(ImportMember::of).collect(),
            name: of.name,
            signature: of.signature,
            summary: of.summary,
        }
    }

    /// The members that can be imported, by their names in XML documentation.
    pub fn importable(&self) -> impl Iterator<Item = &String> {
        self.members.iter().filter(|member| member.is_importable).map(|member| &member.id)
    }
}

impl ImportMember {
    fn of(of: Offered) -> Self {
        let reasons: Vec<String> = of.reasons.iter().map(ToString::to_string).collect();
        Self {
            is_importable: of.is_importable(),
            reason: reasons.join("; "),
            id: of.id,
            signature: of.signature,
            summary: of.documentation.summary,
        }
    }
}

impl ImportPreview {
    pub(super) fn of(plan: &Plan, files: Vec<String>, types: &[ImportType]) -> Self {
        let members = types.iter().flat_map(|of| of.members.iter().map(move |member| (of, member)));
        let named: HashMap<&str, String> =
            members.map(|(of, member)| (member.id.as_str(), format!("{}: {}", of.name, member.signature))).collect();
        let left_out = plan.left_out().iter().map(|it| match &it.member {
            Some(member) => format!("{}: {member}: {}", it.of, it.reason),
            None => format!("{}: {}", it.of, it.reason),
        });
        Self {
            actions: plan
                .actions()
                .iter()
                .map(|action| {
                    let member = named.get(action.id.as_str()).cloned().unwrap_or_else(|| action.id.clone());
                    ImportedAction::of(action, member, plan)
                })
                .collect(),
            structures: plan.structures().iter().map(|it| ImportedStructure::of(it, plan)).collect(),
            files,
            left_out: left_out.collect(),
        }
    }

    /// Takes the types of the parameters and attributes from the plan.
    pub(super) fn show_types(&mut self, plan: &Plan) {
        for (action, planned) in self.actions.iter_mut().zip(plan.actions()) {
            action.parameters = planned.parameters.iter().map(|it| in_words(it, plan)).collect();
        }
        for (structure, planned) in self.structures.iter_mut().zip(plan.structures()) {
            structure.attributes = ImportedStructure::of(planned, plan).attributes;
        }
    }

    /// The report as text: what is made, and what is left out.
    pub(super) fn report(&self, assembly: &str) -> String {
        let mut lines = vec![format!("Import of {assembly}"), String::new()];
        lines.extend(self.actions.iter().map(|it| format!("Action {}: {}", it.name, it.member)));
        lines.extend(self.structures.iter().map(|it| format!("Structure {}: {}", it.name, it.of)));
        lines.extend(self.files.iter().map(|file| format!("Resource {file}")));
        lines.extend(self.left_out.iter().map(|it| format!("Left out {it}")));
        lines.iter().map(|line| format!("{line}\r\n")).collect()
    }
}

impl ImportedAction {
    fn of(action: &PlannedAction, member: String, plan: &Plan) -> Self {
        Self {
            name: action.name.to_string(),
            refused: None,
            member,
            parameters: action.parameters.iter().map(|it| in_words(it, plan)).collect(),
            code: action.body.join("\n"),
        }
    }
}

impl ImportedStructure {
    fn of(structure: &PlannedStructure, plan: &Plan) -> Self {
        let attributes = structure.attributes.iter().map(|it| {
            let net = if it.net.is_empty() { String::new() } else { format!(" ({})", it.net) };
            format!("{}: {}{net}", it.name, plan.type_label(&it.data_type))
        });
        Self {
            name: structure.name.to_string(),
            refused: None,
            is_new: structure.existing.is_none(),
            of: structure.of.clone(),
            attributes: attributes.collect(),
        }
    }
}

fn in_words(parameter: &PlannedParameter, plan: &Plan) -> String {
    let direction = if matches!(parameter.direction, Direction::Output) { "out" } else { "in" };
    let data_type = plan.type_label(&parameter.data_type);
    format!("{direction} {}: {data_type} ({})", parameter.name, parameter.net)
}
