use super::{field, icon, yes_no};
use crate::{Break, Change, ChangeKind, Field, Part};
use extension::{Action, Direction, Extension, Key, Parameter, Property};

impl Part for Action {
    const FIELDS: &'static [Field<Self>] = &[
        field!(Name, name, |_, it| it.name.to_string()),
        field!(Description, description, |_, it| it.description.as_str().to_owned()),
        field!(Function, is_function, |_, it| yes_no(it.is_function)),
        field!(Icon, icon, |extension, it| icon(extension, it.icon)),
        field!(ImportDetails, import_details, |_, it| it.import_details.to_string()),
        field!(Body, body, |_, it| it.body.to_string()),
        field!(JavaBody, java_body, |_, it| it.java_body.to_string()),
        field!(ImportedMember, member, |_, it| member(it)),
    ];

    fn identity(&self) -> Key {
        self.key
    }

    fn label(&self) -> String {
        self.name.to_string()
    }

    fn summary(&self, extension: &Extension) -> String {
        let list = |parameters: Vec<String>| parameters.join(", ");
        let shown = |parameter: &std::sync::Arc<Parameter>| {
            format!("{} {}", parameter.name, extension.type_label(&parameter.data_type))
        };
        let inputs = list(self.inputs().map(shown).collect());
        let outputs = list(self.outputs().map(shown).collect());
        let arrow = if outputs.is_empty() { "" } else { " → " };
        let function = if self.is_function { "function " } else { "" };
        format!("{function}({inputs}){arrow}{outputs}")
    }

    fn refine(before: &Self, after: &Self, change: &mut Change) {
        if change.property() == Some(Property::Function) && before.is_function && !after.is_function {
            change.breaks = Some(Break::NoFunction);
        }
    }
}

/// The member as a developer calls it; its signature where it is known.
fn member(action: &Action) -> String {
    let Some(member) = &action.member else { return String::new() };
    let shown = |parameter: &extension::ImportedParameter| {
        let way = match (parameter.is_by_ref, parameter.is_out) {
            (_, true) => "out ",
            (true, _) => "ref ",
            _ => "",
        };
        format!("{way}{} {}", parameter.type_name, parameter.name)
    };
    let parameters = member.parameters.iter().map(shown).collect::<Vec<_>>().join(", ");
    format!("{} {}.{}({parameters})", member.return_type, member.class, member.name)
}

impl Part for Parameter {
    const FIELDS: &'static [Field<Self>] = &[
        field!(Name, name, |_, it| it.name.to_string()),
        field!(Description, description, |_, it| it.description.as_str().to_owned()),
        field!(Direction, direction, |_, it| direction(it).to_owned()),
        field!(DataType, data_type, |extension, it| extension.type_label(&it.data_type)),
        field!(DefaultValue, default, |_, it| it.default.to_string()),
    ];

    fn identity(&self) -> Key {
        self.key
    }

    fn label(&self) -> String {
        self.name.to_string()
    }

    fn summary(&self, extension: &Extension) -> String {
        let way = match self.direction {
            Direction::Input { mandatory: true } => "mandatory input",
            Direction::Input { mandatory: false } => "optional input",
            Direction::Output => "output",
        };
        let default = if self.default.is_empty() { String::new() } else { format!(", default {}", self.default) };
        format!("{way}, {}{default}", extension.type_label(&self.data_type))
    }

    fn refine(before: &Self, after: &Self, change: &mut Change) {
        if change.kind == ChangeKind::Changed(Property::Direction) && before.is_input() && after.is_input() {
            change.kind = ChangeKind::Changed(Property::Mandatory);
            (change.old, change.new) = (yes_no(before.is_mandatory()), yes_no(after.is_mandatory()));
            change.breaks = after.is_mandatory().then_some(Break::Mandatory);
        }
    }
}

fn direction(parameter: &Parameter) -> &'static str {
    match parameter.direction {
        Direction::Input { mandatory: true } => "Yes, mandatory",
        Direction::Input { mandatory: false } => "Yes, optional",
        Direction::Output => "No, output",
    }
}
