use extension::{BasicType, DataType, Extension, Property, RecordDefinition, Slot, set_text, set_type};
use leptos::prelude::*;
use workbench::DocumentCommand;

use super::row::Cells;
use crate::part::{Choice, Offered};

/// What is chosen: a type, or a list of a basic type, for which a structure may be made.
#[derive(Debug, Clone, PartialEq)]
enum Chosen {
    Type(DataType),
    ListOf(BasicType),
}

/// The data type: a searchable choice of everything that fits. What a record is made of has a cell of its own.
#[component]
pub(super) fn TypeCell(cells: Cells) -> impl IntoView {
    let studio = cells.deeds.studio;
    let item = cells.item;
    let value = cells.row;
    let value = Signal::derive(move || value.with(|row| row.as_ref().map(|row| row.data_type().clone())));
    let chosen = Signal::derive(move || value.get().map(Chosen::Type));
    let text = Memo::new(move |_| {
        let Some(data_type) = value.get() else { return String::new() };
        match data_type {
            DataType::EntityIdentifier(_) => studio
                .derived
                .extension
                .with(|extension| extension.as_ref().map(|extension| extension.type_label(&data_type)))
                .unwrap_or_default(),
            other => other.to_string(),
        }
    });
    let offer = Callback::new(move |text: String| {
        let now = value.get();
        studio
            .derived
            .extension
            .with(|extension| Some(offered(extension.as_ref()?, Slot::of(item)?, now, &text)))
            .unwrap_or_default()
    });
    let choose = Callback::new(move |chosen: Chosen| match chosen {
        Chosen::Type(data_type) => set_type(item, data_type).map_or(Ok(()), |edit| cells.deeds.choose(edit)),
        Chosen::ListOf(basic) => {
            studio.check_list_of(item, basic).map(|()| studio.give(DocumentCommand::SetListOf { item, basic }))
        }
    });
    view! {
        <Choice
            label="Data Type"
            text
            value=chosen
            offer
            choose
            refused=cells.refused
            place=cells.place(Property::DataType)
            message=cells.message()
        />
    }
}

/// What is offered: the types that fit, and the record that is there as the other kind of record.
fn offered(extension: &Extension, slot: Slot, now: Option<DataType>, text: &str) -> Vec<Offered<Chosen>> {
    let mut list: Vec<Offered<Chosen>> = extension
        .type_choices(slot, text)
        .into_iter()
        .map(|choice| Offered {
            group: group(&choice.data_type),
            matched: choice.matched.into_iter().map(|range| (range.start, range.end)).collect(),
            text: choice.label,
            value: Chosen::Type(choice.data_type),
        })
        .collect();
    let lists = extension.list_choices(slot, text);
    let is_named = lists.first().is_some_and(|choice| choice.is_named);
    let lists = lists.into_iter().map(|choice| Offered {
        group: LISTS,
        matched: choice.matched.into_iter().map(|range| (range.start, range.end)).collect(),
        text: choice.label,
        value: Chosen::ListOf(choice.basic),
    });
    let place = if is_named { 0 } else { list.len() };
    list.splice(place..place, lists);
    for further in further(extension, slot, now) {
        let (label, group) = (extension.type_label(&further), group(&further));
        let further = Chosen::Type(further);
        let fits = label.to_lowercase().starts_with(&text.trim().to_lowercase());
        if fits && !list.iter().any(|it| it.value == further) {
            list.push(Offered { group, value: further, text: label, matched: Vec::new() });
        }
    }
    if text.trim().is_empty() {
        list.sort_by_key(|it| GROUPS.iter().position(|group| *group == it.group));
    }
    list
}

/// Types that no list has: the value as it is, a join as a record and as a list, and a record of nothing yet
/// where there is nothing to make one of.
fn further(extension: &Extension, slot: Slot, now: Option<DataType>) -> Vec<DataType> {
    let both = |record: RecordDefinition| [DataType::Record(record.clone()), DataType::RecordList(record)];
    let mut list: Vec<DataType> = now.iter().filter_map(DataType::record).cloned().flat_map(both).collect();
    list.extend(now);
    let nothing = DataType::Record(RecordDefinition::default());
    if extension.record_sources(slot).is_empty() && extension.fits(slot, &nothing) {
        list.extend(both(RecordDefinition::default()));
    }
    list
}

const LISTS: &str = "Lists of Basic Types";
const GROUPS: [&str; 7] = ["Basic", "Object", "Identifiers", "Records", "Record Lists", LISTS, "As it is"];

const fn group(data_type: &DataType) -> &'static str {
    match data_type {
        DataType::Basic(_) => GROUPS[0],
        DataType::Object => GROUPS[1],
        DataType::EntityIdentifier(_) => GROUPS[2],
        DataType::Record(_) => GROUPS[3],
        DataType::RecordList(_) => GROUPS[4],
        DataType::Other { .. } => GROUPS[6],
    }
}

/// The default value of a Boolean. A value that is neither True nor False is shown and kept.
#[component]
pub(super) fn BooleanCell(cells: Cells) -> impl IntoView {
    let item = cells.item;
    let text = cells.read(|row| row.text(Property::DefaultValue));
    let value = Signal::derive(move || Some(text.get()));
    let offer = Callback::new(move |typed: String| {
        let typed = typed.trim().to_lowercase();
        let choices = ["True", "False", ""].into_iter().filter(move |it| it.to_lowercase().starts_with(&typed));
        let offered = |it: &str| Offered {
            value: it.to_owned(),
            text: if it.is_empty() { "(none)" } else { it }.to_owned(),
            matched: Vec::new(),
            group: "",
        };
        choices.map(offered).collect()
    });
    let choose = Callback::new(move |chosen: String| match set_text(item, Property::DefaultValue, &chosen) {
        Ok(edit) => cells.deeds.choose(edit),
        Err(refusal) => Err(workbench::Refused { text: refusal.to_string(), offers: Vec::new() }),
    });
    view! {
        <Choice
            label="Default Value"
            text
            value
            offer
            choose
            refused=cells.refused
            place=cells.place(Property::DefaultValue)
            message=cells.message()
        />
    }
}
