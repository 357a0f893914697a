//! The controls that the views are made of. Each is one typed component; where an element of
//! vscode-elements serves, it stands behind it.

mod button;
mod choice;
mod confirmation;
mod dialog;
mod draft;
mod failure;
mod field;
mod grid;
mod icon;
mod marked;
mod menu;
mod message;
mod place;
mod popover;
mod resize;
mod select;
mod split;
mod switch;
mod tree;

pub(crate) use button::{Button, IconButton};
pub(crate) use choice::{Choice, Offered, SeveralChoice};
pub(crate) use confirmation::Confirmation;
pub(crate) use dialog::Dialog;
pub(crate) use draft::{Draft, edit_of};
pub(crate) use failure::failure_of;
pub(crate) use field::{CheckField, TextField, TextInput};
pub(crate) use grid::{DragHandle, Grid, Pick, ROW};
pub(crate) use icon::{Icon, icon, severity_look};
pub(crate) use marked::marked;
pub(crate) use menu::{ContextMenu, Entry, MenuList, Place};
pub(crate) use message::{MarkLine, Message, mark_text};
pub(crate) use place::{mark_at, mark_class, place_mark, worst_of};
pub(crate) use popover::Popover;
pub(crate) use resize::on_resize;
pub(crate) use select::{SelectField, SelectInput};
pub(crate) use split::Split;
pub(crate) use switch::Switch;
pub(crate) use tree::{Check, Spot, Tree, TreeDeeds, TreeRow};
