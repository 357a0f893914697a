//! What the command `xif` is made of: a definition as readable text, and a XIF as files that git can
//! track. Files and clock are touched in [`folder`] and in the command itself only, the network in [`studio`] and [`feed`].

pub mod compilation;
pub mod difference;
pub mod editing;
pub mod element;
pub mod feed;
mod fingerprint;
pub mod folder;
pub mod form;
pub mod listing;
pub mod merging;
pub mod publication;
pub mod report;
pub mod studio;
pub mod surface;
pub mod unpacked;
pub mod verify;
