//! Quick open: elements and files by a few characters of their names.

pub(crate) mod fuzzy;
