//! What can be done with the rows of a list.

use extension::{Direction, Edit, EntityEdit, Item, Name};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use workbench::{Command, DocumentCommand, Refused};

use super::list::List;
use crate::app::Studio;
use crate::part::Grid;

/// The first input of a row that holds its name.
pub(super) const NAME: &str = "input[aria-label='Name']";
/// The input of a row that holds its data type.
const TYPE: &str = "input[aria-label='Data Type']";
/// The head of a row.
pub(super) const HEAD: &str = ".row-head";

/// What the parts of a list share.
#[derive(Clone, Copy)]
pub(crate) struct Deeds {
    pub(super) studio: Studio,
    pub(super) list: List,
    pub(super) grid: Grid,
    /// Why something with the rows as a whole is refused.
    pub(super) refused: RwSignal<Option<Refused>>,
}

impl Deeds {
    /// Makes the edit, or says why not.
    pub(super) fn choose(self, edit: Edit) -> Result<(), Refused> {
        self.studio.check(&edit).map(|()| self.studio.give(DocumentCommand::Edit(edit)))
    }

    /// Adds a row with the next free name; its name gets the keyboard.
    pub(super) fn add(self, direction: Direction) {
        self.studio.give(DocumentCommand::Add(self.list.new_row(direction, None)));
        if let Some(row) = self.grid.rows.with_untracked(|rows| rows.last().copied()) {
            self.grid.select(vec![row]);
            self.grid.reveal(row, NAME.to_owned(), true);
        }
    }

    /// Adds a row with this name; the keyboard stays where it is.
    pub(super) fn add_named(self, name: Name) {
        let direction = Direction::Input { mandatory: true };
        self.studio.tell(DocumentCommand::Add(self.list.new_row(direction, Some(name))));
    }

    /// The data type of the last row gets the keyboard.
    pub(super) fn go_on_in_last_row(self) {
        if let Some(row) = self.grid.rows.with_untracked(|rows| rows.last().copied()) {
            self.grid.reveal(row, TYPE.to_owned(), true);
        }
    }

    /// Moves the selected rows by so many places; the keyboard stays in them.
    pub(super) fn shift(self, by: isize) -> bool {
        let selected = self.grid.selected();
        let to = self.grid.rows.with_untracked(|rows| {
            let first = rows.iter().position(|row| selected.contains(row))?;
            let before = rows.iter().take(first).filter(|row| !selected.contains(row)).count();
            let last = rows.len().checked_sub(selected.len())?;
            Some(before.saturating_add_signed(by).min(last))
        });
        if let Some(to) = to {
            self.move_to(to);
        }
        to.is_some()
    }

    /// Moves the selected rows to this place of the list without them.
    pub(super) fn move_to(self, to: usize) {
        let had_keyboard = document().active_element().and_then(|element| element.dyn_into::<HtmlElement>().ok());
        self.studio.give(DocumentCommand::Move { items: self.grid.selected(), to });
        // A row that is moved on the page loses the keyboard.
        request_animation_frame(move || {
            if let Some(element) = had_keyboard {
                let _ = element.focus();
            }
        });
    }

    /// Deletes the selected rows; a neighbour gets the keyboard.
    pub(super) fn delete(self) -> bool {
        self.remove(|it| Command::Document(DocumentCommand::Delete(it)))
    }

    /// Takes the selected rows away, which the clipboard has.
    pub(super) fn cut(self) -> bool {
        self.remove(|it| Command::Document(DocumentCommand::Cut(it)))
    }

    fn remove(self, command: fn(Vec<Item>) -> Command) -> bool {
        let selected = self.grid.selected();
        if selected.is_empty() {
            return false;
        }
        let neighbour = self.neighbour(&selected);
        let at_head = document().active_element().is_some_and(|element| element.class_list().contains("row-head"));
        let checked = self.studio.check(&Edit::Remove(selected.clone()));
        let is_fine = checked.is_ok();
        self.refused.set(checked.err());
        if !is_fine {
            return true;
        }
        self.studio.give(command(selected));
        self.grid.current.set(neighbour);
        self.grid.select(neighbour.into_iter().collect());
        match neighbour {
            Some(row) => self.grid.reveal(row, if at_head { HEAD } else { NAME }.to_owned(), false),
            None => crate::browser::focus::to(".new-row input"),
        }
        true
    }

    /// The row behind the selected ones, or before them.
    fn neighbour(self, selected: &[Item]) -> Option<Item> {
        self.grid.rows.with_untracked(|rows| {
            let last = rows.iter().rposition(|row| selected.contains(row))?;
            let is_free = |row: &&Item| !selected.contains(row);
            rows[last..].iter().find(is_free).or_else(|| rows[..last].iter().rev().find(is_free)).copied()
        })
    }

    /// Adds copies of the selected rows behind them.
    pub(super) fn duplicate(self) -> bool {
        let selected = self.grid.selected();
        if selected.is_empty() {
            return false;
        }
        self.studio.give(DocumentCommand::Duplicate(selected));
        self.show_selected();
        true
    }

    /// Adds the rows that the text holds, behind the current one or at the end.
    pub(super) fn paste(self, text: String, at_end: bool) {
        let current = self.grid.selected().last().copied().filter(|_| !at_end);
        let position = current.and_then(|row| self.grid.position_now(row)).map(|position| position + 1);
        self.studio.give(DocumentCommand::Paste { into: self.list.owner(), position, text });
        if !at_end {
            self.show_selected();
        }
    }

    /// Brings the first of the new rows into sight, with the keyboard.
    fn show_selected(self) {
        if let Some(first) = self.grid.selected().first() {
            self.grid.reveal(*first, HEAD.to_owned(), false);
        }
    }

    /// Makes the attribute the identifier of its entity, or takes that away.
    pub(super) fn set_identifier(self, attribute: Item, is_identifier: bool) {
        if let Item::EntityAttribute { entity, attribute } = attribute {
            let edit = EntityEdit::SetIdentifier(is_identifier.then_some(attribute));
            self.refused.set(self.choose(Edit::Entity(entity, edit)).err());
        }
    }
}
