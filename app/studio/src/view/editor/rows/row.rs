use extension::{BasicType, Item, Property};
use leptos::prelude::*;
use workbench::{Mark, Refused};

use super::cell::TextCell;
use super::check_cell::{CheckCell, DirectionCell};
use super::deeds::Deeds;
use super::head::cell_class;
use super::keys;
use super::list::Row;
use super::record_cell::RecordCell;
use super::type_cell::{BooleanCell, TypeCell};
use crate::part::{DragHandle, IconButton, Message, Pick, ROW, mark_at, mark_class, mark_text, place_mark, worst_of};

/// What the cells of a row share.
#[derive(Clone, Copy)]
pub(super) struct Cells {
    pub(super) deeds: Deeds,
    pub(super) item: Item,
    pub(super) row: Memo<Option<Row>>,
    /// Why something in this row is refused.
    pub(super) refused: RwSignal<Option<Refused>>,
}

impl Cells {
    /// A part of the row; the default once the row is gone.
    pub(super) fn read<T>(self, read: impl Fn(&Row) -> T + Send + Sync + 'static) -> Memo<T>
    where
        T: Default + PartialEq + Send + Sync + 'static,
    {
        Memo::new(move |_| self.row.with(|row| row.as_ref().map(&read)).unwrap_or_default())
    }

    /// The id of the row's message.
    pub(super) fn message(self) -> String {
        format!("row-{}", self.item.key().map(|key| key.to_string()).unwrap_or_default())
    }

    /// The mark of a field of the row.
    pub(super) fn place(self, property: Property) -> String {
        place_mark(self.item.at(property))
    }
}

/// A row of the grid: its head, a cell for each column, and why something in it is refused.
#[component]
pub(super) fn RowView(deeds: Deeds, item: Item) -> impl IntoView {
    let (studio, grid) = (deeds.studio, deeds.grid);
    let row = Memo::new(move |_| studio.derived.extension.with(|extension| Row::of(extension.as_ref()?, item)));
    let refused = RwSignal::new(None::<Refused>);
    let cells = Cells { deeds, item, row, refused };
    let name = cells.read(|row| row.text(Property::Name));
    let is_ignored = cells.read(|row| row.is_on(Property::Ignore));
    let position = Memo::new(move |_| grid.position(item).unwrap_or_default());
    // The field with the keyboard: its problem is told in words.
    let entered = RwSignal::new(None::<Property>);
    let enter = move |event: web_sys::FocusEvent| {
        let place = keys::place_of(&event);
        entered.set(place.and_then(|place| deeds.property_of(item, &place)));
        if !keys::is_in_head(&event) {
            grid.enter(item);
        }
    };
    #[allow(clippy::cast_precision_loss)] // a row number
    let top = move || format!("top: {}px", position.get() as f64 * ROW);
    let label = Signal::derive(move || format!("Select {}", name.get()));
    let head_keys = Callback::new(move |event| keys::press_on_head(deeds, item, &event));
    let cell = move |(property, _): &(Property, &'static str)| cell_of(cells, *property);
    let delete = move || {
        grid.pick(item, Pick::Only);
        deeds.delete();
    };
    let worst = worst_of(studio, item);
    view! {
        <div
            role="row"
            class=move || format!("grid-row {}", mark_class(worst.get()))
            class:is-current=move || grid.current.get() == Some(item)
            class:is-selected=move || grid.is_selected(item)
            class:is-ignored=move || is_ignored.get()
            class:is-refused=move || refused.with(Option::is_some)
            style=top
            data-row=item.key().map(|key| key.to_string())
            aria-label=move || name.get()
            aria-rowindex=move || position.get() + 2
            aria-selected=move || grid.is_selected(item).to_string()
            on:focusin=enter
            on:focusout=move |_| entered.set(None)
        >
            <div role="gridcell" class="cell of-head">
                <DragHandle grid row=item label keys=head_keys drop=Callback::new(move |to| deeds.move_to(to)) />
                <div class="trouble">
                    <Message refused id=cells.message() taken=Callback::new(move |()| refused.set(None)) />
                    {move || entered.get().map(|property| view! { <Trouble cells property /> })}
                </div>
            </div>
            {deeds.list.columns().iter().map(cell).collect_view()}
            <div role="gridcell" class="cell middle of-tools">
                <IconButton label="Delete" name="trash" press=delete />
            </div>
        </div>
    }
}

/// The problem of the field with the keyboard, in words.
#[component]
fn Trouble(cells: Cells, property: Property) -> impl IntoView {
    let mark = mark_at(cells.deeds.studio, cells.item.at(property));
    move || mark.get().filter(|_| cells.refused.with(Option::is_none)).map(|mark| mark_text(&mark))
}

/// The cell of a property, coloured by its problem.
fn cell_of(cells: Cells, property: Property) -> impl IntoView {
    let mark: Memo<Option<Mark>> = mark_at(cells.deeds.studio, cells.item.at(property));
    let class = move || {
        let mark = mark_class(mark.with(|mark| mark.as_ref().map(|mark| mark.severity)));
        format!("{} {mark}", cell_class(property))
    };
    let inner = match property {
        Property::Direction => view! { <DirectionCell cells /> }.into_any(),
        Property::Mandatory | Property::AutoNumber | Property::Ignore => {
            view! { <CheckCell cells property /> }.into_any()
        }
        Property::DataType => view! { <TypeCell cells /> }.into_any(),
        Property::RecordType => view! { <RecordCell cells /> }.into_any(),
        Property::DefaultValue => view! { <DefaultCell cells /> }.into_any(),
        _ => view! { <TextCell cells property /> }.into_any(),
    };
    view! {
        <div role="gridcell" class=class title=move || mark.with(|mark| mark.as_ref().map(|mark| mark.text.clone()))>
            {inner}
        </div>
    }
}

/// The default value: True or False for a Boolean, a literal for others.
#[component]
fn DefaultCell(cells: Cells) -> impl IntoView {
    let is_boolean = cells.read(|row| row.data_type().basic() == Some(BasicType::Boolean));
    move || {
        if is_boolean.get() {
            view! { <BooleanCell cells /> }.into_any()
        } else {
            view! { <TextCell cells property=Property::DefaultValue /> }.into_any()
        }
    }
}
