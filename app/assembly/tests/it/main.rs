//! The crate from outside: bytes in, facts and members out.

#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails beside a test fails the test")]

mod bad_input;
mod facts;
mod found;
mod monodis;
mod surface;

use assembly::{Image, ManagedImage};

/// A small extension's assembly, as the studio's compiler makes it.
const SAMPLE: &[u8] = include_bytes!("../../../../tests/fuzz/seeds/assembly/sample");

/// A library with one of every kind of type and member, and the same as a module.
const KINDS: &[u8] = include_bytes!("kinds/kinds.dll");
const MODULE: &[u8] = include_bytes!("kinds/kinds.netmodule");

fn managed(bytes: &[u8]) -> Box<ManagedImage<'_>> {
    match Image::read(bytes).unwrap() {
        Image::Managed(image) => image,
        Image::Native(image) => panic!("native: {image:?}"),
    }
}
