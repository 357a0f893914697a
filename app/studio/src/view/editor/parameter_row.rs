use std::sync::Arc;

use extension::{
    Action, ActionEdit, BasicType, DataType, Description, Direction, Edit, Expression, Extension, Key, Name, Parameter,
    ParameterEdit, RecordDefinition, Refusal,
};
use leptos::prelude::*;
use workbench::{Command, Refused};

use super::extension::property;
use super::parameters::Rows;
use crate::part::{Draft, IconButton, Message, SelectInput, TextInput, edit_of};

/// A parameter: a row of the grid, with a second row for why something is refused.
#[component]
pub(crate) fn ParameterRow(rows: Rows, action: Memo<Option<Arc<Action>>>, parameter: Key) -> impl IntoView {
    let refused = RwSignal::new(None::<Refused>);
    let found: Memo<Option<Arc<Parameter>>> =
        Memo::new(move |_| action.with(|action| action.as_ref()?.parameters.get(parameter).cloned()));
    let cell = Cell { rows, parameter, found, refused };
    let name = cell.text(|it| it.name.to_string());
    let is_current = move || rows.current.get() == Some(parameter);
    let message = format!("parameter-{parameter}");
    view! {
        <tr
            class:is-current=is_current
            data-parameter=parameter.to_string()
            aria-label=move || name.get()
            on:focusin=move |_| rows.current.set(Some(parameter))
        >
            <td class="middle">
                <DirectionCell cell />
            </td>
            <td>
                <TextInput
                    draft=cell.draft(name, |text| Ok(ParameterEdit::Rename(Name::new(text)?)), true)
                    label="Name"
                    message=message.clone()
                />
            </td>
            <td>
                <TypeCell cell />
            </td>
            <td>
                <RecordCell cell />
            </td>
            <td class="middle">
                <MandatoryCell cell />
            </td>
            <td>
                <TextInput
                    draft=cell.draft(
                        cell.text(|it| it.default.as_str().to_owned()),
                        |text| Ok(ParameterEdit::SetDefault(Expression::new(text))),
                        false,
                    )
                    label="Default Value"
                    message=message.clone()
                />
            </td>
            <td>
                <TextInput
                    draft=cell.draft(
                        cell.text(|it| it.description.as_str().to_owned()),
                        |text| Ok(ParameterEdit::SetDescription(Description::new(text)?)),
                        false,
                    )
                    label="Description"
                    message=message.clone()
                />
            </td>
            <td>
                <RowTools rows parameter />
            </td>
        </tr>
        <tr class="trouble" style:display=move || refused.with(Option::is_none).then_some("none")>
            <td colspan="8">
                <Message refused id=message taken=Callback::new(move |()| refused.set(None)) />
            </td>
        </tr>
    }
}

/// What the cells of a row share.
#[derive(Clone, Copy)]
struct Cell {
    rows: Rows,
    parameter: Key,
    found: Memo<Option<Arc<Parameter>>>,
    refused: RwSignal<Option<Refused>>,
}

impl Cell {
    fn text(self, read: fn(&Parameter) -> String) -> Signal<String> {
        self.read(read)
    }

    fn read<T: Default + PartialEq + Send + Sync + 'static>(self, read: fn(&Parameter) -> T) -> Signal<T> {
        Memo::new(move |_| self.found.with(|found| found.as_deref().map(read)).unwrap_or_default()).into()
    }

    fn edit(self, edit: ParameterEdit) -> Edit {
        Edit::Action(self.rows.action, ActionEdit::Parameter(self.parameter, edit))
    }

    fn draft(self, value: Signal<String>, edit: fn(&str) -> Result<ParameterEdit, Refusal>, is_name: bool) -> Draft {
        Draft::new(value, edit_of(move |text| Ok(self.edit(edit(text)?))), is_name, self.refused)
    }

    /// Makes the edit, or says why not.
    fn choose(self, edit: ParameterEdit) -> Result<(), Refused> {
        let edit = self.edit(edit);
        self.rows.studio.check(&edit).map(|()| self.rows.studio.give(Command::Edit(edit)))
    }
}

#[component]
fn DirectionCell(cell: Cell) -> impl IntoView {
    let is_input = cell.read(Parameter::is_input);
    let label = Signal::derive(move || {
        if is_input.get() { "Input: make it an output" } else { "Output: make it an input" }.to_owned()
    });
    let name = Signal::derive(move || if is_input.get() { "arrow-circle-right" } else { "arrow-circle-left" });
    let press = move || {
        let direction = if is_input.get_untracked() { Direction::Output } else { Direction::Input { mandatory: true } };
        cell.refused.set(cell.choose(ParameterEdit::SetDirection(direction)).err());
    };
    view! {
        <div class=move || if is_input.get() { "direction is-input" } else { "direction is-output" }>
            <IconButton label name class="direction-button" press />
        </div>
    }
}

#[component]
fn MandatoryCell(cell: Cell) -> impl IntoView {
    let is_input = cell.read(Parameter::is_input);
    let is_mandatory = cell.read(Parameter::is_mandatory);
    let change = move |event: web_sys::Event| {
        cell.refused.set(cell.choose(ParameterEdit::SetMandatory(event_target_checked(&event))).err());
    };
    view! {
        <input
            type="checkbox"
            aria-label="Mandatory"
            style:visibility=move || (!is_input.get()).then_some("hidden")
            prop:checked=move || is_mandatory.get()
            prop:disabled=move || !is_input.get()
            on:change=change
        />
    }
}

/// The kind of type; what a record is made of has a cell of its own.
#[component]
fn TypeCell(cell: Cell) -> impl IntoView {
    let value = Signal::derive(move || cell.found.with(|found| found.as_ref().map(|it| kind_of(&it.data_type))));
    let options = property(cell.rows.studio, offered_types);
    // A type that the list does not offer is shown and kept.
    let options = Signal::derive(move || {
        let mut options = options.get();
        if let Some(own) = value.get().filter(|own| !options.iter().any(|(option, _)| option.as_ref() == Some(own))) {
            options.push((Some(own.clone()), own.to_string()));
        }
        options
    });
    let choose = move |chosen: Option<DataType>| {
        let Some(chosen) = chosen else { return Ok(()) };
        let record = cell.found.with_untracked(|found| found.as_ref().and_then(|it| it.data_type.record().cloned()));
        let data_type = match chosen {
            DataType::Record(_) => DataType::Record(record.unwrap_or_else(|| first_record(cell))),
            DataType::RecordList(_) => DataType::RecordList(record.unwrap_or_else(|| first_record(cell))),
            other => other,
        };
        cell.choose(ParameterEdit::SetDataType(data_type))
    };
    view! { <SelectInput label="Data Type" options value choose refused=cell.refused /> }
}

/// The type without what a record is made of, so that all records are one choice.
fn kind_of(data_type: &DataType) -> DataType {
    match data_type {
        DataType::Record(_) => DataType::Record(RecordDefinition::default()),
        DataType::RecordList(_) => DataType::RecordList(RecordDefinition::default()),
        other => other.clone(),
    }
}

fn offered_types(extension: &Extension) -> Vec<(Option<DataType>, String)> {
    let basic = BasicType::ALL.into_iter().map(DataType::Basic);
    let others = [
        DataType::Object,
        DataType::Record(RecordDefinition::default()),
        DataType::RecordList(RecordDefinition::default()),
    ];
    let identifiers = extension
        .entities
        .iter()
        .filter(|entity| entity.identifier.is_some())
        .map(|entity| DataType::EntityIdentifier(entity.key));
    let offered = basic.chain(others).chain(identifiers);
    offered.map(|data_type| (Some(data_type.clone()), extension.type_label(&data_type))).collect()
}

/// The record of a parameter that just became one: the first structure or entity, or nothing yet.
fn first_record(cell: Cell) -> RecordDefinition {
    let first = cell.rows.studio.derived.extension.with_untracked(|extension| {
        let extension = extension.as_ref()?;
        let structure = extension.structures.first().map(|structure| structure.key);
        structure.or_else(|| extension.entities.first().map(|entity| entity.key))
    });
    RecordDefinition::new(first)
}

#[component]
fn RecordCell(cell: Cell) -> impl IntoView {
    let record =
        Signal::derive(move || cell.found.with(|found| found.as_ref().and_then(|it| it.data_type.record().cloned())));
    let is_record = Memo::new(move |_| record.with(Option::is_some));
    let options = property(cell.rows.studio, move |extension| {
        if !is_record.get() {
            return Vec::new();
        }
        let mut options = offered_records(extension);
        if let Some(own) = record.get().filter(|own| !options.iter().any(|(option, _)| option.as_ref() == Some(own))) {
            let label =
                if own.is_empty() { "(choose)".to_owned() } else { format!("(Join) {}", extension.record_label(&own)) };
            options.insert(0, (Some(own), label));
        }
        options
    });
    let choose = move |chosen: Option<RecordDefinition>| {
        let Some(chosen) = chosen else { return Ok(()) };
        let is_list = cell
            .found
            .with_untracked(|found| matches!(found.as_ref().map(|it| &it.data_type), Some(DataType::RecordList(_))));
        let data_type = if is_list { DataType::RecordList(chosen) } else { DataType::Record(chosen) };
        cell.choose(ParameterEdit::SetDataType(data_type))
    };
    move || {
        is_record
            .get()
            .then(|| view! { <SelectInput label="Record Type" options value=record choose refused=cell.refused /> })
    }
}

fn offered_records(extension: &Extension) -> Vec<(Option<RecordDefinition>, String)> {
    let structures = extension.structures.iter().map(|it| (it.key, it.name.to_string()));
    let entities = extension.entities.iter().map(|it| (it.key, it.name.to_string()));
    structures.chain(entities).map(|(key, name)| (Some(RecordDefinition::new([key])), name)).collect()
}

#[component]
fn RowTools(rows: Rows, parameter: Key) -> impl IntoView {
    let on_this = move |work: fn(Rows) -> bool| {
        move || {
            rows.current.set(Some(parameter));
            work(rows);
        }
    };
    view! {
        <div class="row-tools">
            <IconButton label="Move up" name="arrow-up" press=on_this(|rows| rows.shift(-1)) />
            <IconButton label="Move down" name="arrow-down" press=on_this(|rows| rows.shift(1)) />
            <IconButton label="Delete" name="trash" press=on_this(Rows::delete) />
        </div>
    }
}
