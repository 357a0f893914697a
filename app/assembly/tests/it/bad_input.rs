//! What is no assembly, and what was one.

use assembly::{Cell as _, Coded, Column, HasCustomAttribute, Style};
use assembly::{CustomAttribute, Damage, Image, ImageError, NestedClass, Row, Surface, Table, TypeSpec, columns};
use proptest::prelude::*;

use crate::found::check;
use crate::{KINDS, SAMPLE, managed};

fn told(bytes: &[u8]) -> String {
    Image::read(bytes).unwrap_err().to_string()
}

#[test]
fn what_it_is_instead_is_told() {
    assert_eq!(Image::read(b"").unwrap_err(), ImageError::Empty);
    assert_eq!(
        told(b"\r\n<!DOCTYPE html><html>"),
        "The file is not a DLL: it begins as an HTML page, as a failed download gives."
    );
    assert_eq!(told(b"\xef\xbb\xbf<?xml version='1.0'?>"), "The file is not a DLL: it begins as XML.");
    assert_eq!(told(b"hello"), "The file is not a DLL.");
    assert_eq!(told(&SAMPLE[..100]), "The file begins as a DLL and is damaged: a header is cut off.");
    assert_eq!(told(&SAMPLE[..1024]), "The file begins as a DLL and is damaged: its metadata lie outside the file.");
}

#[test]
fn cut_off_at_each_length() {
    for length in 0..KINDS.len() {
        check::check(&KINDS[..length]);
    }
}

#[test]
fn every_byte_flipped_in_turn() {
    let mut bytes = KINDS.to_vec();
    for at in 0..bytes.len() {
        bytes[at] ^= 0xff;
        check::check(&bytes);
        bytes[at] ^= 0xff;
    }
}

/// The place of a table in the file, and the length of its rows. In a small file all places take two bytes.
fn place(bytes: &[u8], table: Table) -> (usize, usize) {
    let root = bytes.windows(4).position(|window| window == b"BSJB").unwrap();
    let stream = bytes.windows(4).position(|window| window == b"#~\0\0").unwrap();
    let number = |at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap()) as usize;
    let tables = root + number(stream - 8);
    let valid = u64::from_le_bytes(bytes[tables + 8..tables + 16].try_into().unwrap());
    let present: Vec<u8> = (0..64).filter(|table| valid >> table & 1 == 1).collect();
    let length = |table: u8| -> usize {
        let columns = columns(Table(table)).unwrap();
        columns.iter().map(|column| if matches!(column, Column::Four) { 4 } else { 2 }).sum()
    };
    let mut at = tables + 24 + 4 * present.len();
    for (place, own) in present.iter().enumerate() {
        if *own == table.0 {
            return (at, length(*own));
        }
        at += length(*own) * number(tables + 24 + 4 * place);
    }
    panic!("the file has no table {table:?}");
}

fn surface_of(bytes: &[u8]) -> Result<usize, Damage> {
    Surface::read(&managed(bytes)).map(|surface| surface.types().len())
}

#[test]
fn types_inside_each_other_in_a_circle() {
    let mut bytes = KINDS.to_vec();
    let (at, length) = place(&bytes, NestedClass::TABLE);
    assert_eq!(length, 4);
    // Each row: what is nested, and in which. The first and second now stand in each other.
    let (one, other) = ([bytes[at], bytes[at + 1]], [bytes[at + 4], bytes[at + 5]]);
    bytes[at + 2..at + 4].copy_from_slice(&other);
    bytes[at + 6..at + 8].copy_from_slice(&one);
    let error = surface_of(&bytes).unwrap_err();
    assert_eq!(error.to_string(), "its types are nested in a circle");
    check::check(&bytes);
}

/// A generic type whose argument is the type itself.
#[test]
fn generic_types_in_a_circle() {
    let mut bytes = KINDS.to_vec();
    let image = managed(KINDS);
    let metadata = &image.metadata;
    let mut changed = 0;
    for (number, index) in (1_u32..).zip(metadata.indexes::<TypeSpec>()) {
        let blob = metadata.blob(metadata.row(index).unwrap().signature).unwrap();
        // A generic class with one argument: its own number stands for the class now.
        if let [0x15, 0x12, _, 0x01, ..] = blob {
            let at = blob.as_ptr() as usize - KINDS.as_ptr() as usize;
            bytes[at + 2] = u8::try_from(number << 2 | 2).unwrap();
            changed += 1;
        }
    }
    assert!(changed > 1);
    let surface = Surface::read(&managed(&bytes)).unwrap();
    for of in surface.all() {
        let of = of.unwrap();
        assert!(surface.type_text(&of, Style::Full).len() < 1000);
    }
    check::check(&bytes);
}

/// A table that says it has four thousand million rows, each in turn.
#[test]
fn huge_counts() {
    let root = KINDS.windows(4).position(|window| window == b"BSJB").unwrap();
    let stream = KINDS.windows(4).position(|window| window == b"#~\0\0").unwrap();
    let tables = root + u32::from_le_bytes(KINDS[stream - 8..stream - 4].try_into().unwrap()) as usize;
    let count = u64::from_le_bytes(KINDS[tables + 8..tables + 16].try_into().unwrap()).count_ones() as usize;
    for place in 0..count {
        for rows in [u32::MAX, 0x00ff_ffff, 0x1_0000] {
            let mut bytes = KINDS.to_vec();
            let at = tables + 24 + 4 * place;
            bytes[at..at + 4].copy_from_slice(&rows.to_le_bytes());
            assert_eq!(told(&bytes), "The file begins as a DLL and is damaged: its tables are cut off.");
        }
    }
}

/// Rows that are not in the order that the standard asks for are found all the same.
#[test]
fn attributes_out_of_order() {
    let (at, length) = place(KINDS, CustomAttribute::TABLE);
    let count = managed(KINDS).metadata.count::<CustomAttribute>() as usize;
    let mut bytes = KINDS.to_vec();
    let mut rows: Vec<&[u8]> = KINDS[at..at + length * count].chunks(length).collect();
    rows.reverse();
    bytes[at..at + length * count].copy_from_slice(&rows.concat());
    let texts = |bytes: &[u8]| -> Vec<String> {
        let surface = Surface::read(&managed(bytes)).unwrap();
        let all = surface.all().flat_map(|of| {
            let of = of.unwrap();
            of.members
                .iter()
                .map(|it| format!("{}{:?}", surface.member_text(&of, it, Style::Full), it.remarks))
                .collect::<Vec<_>>()
        });
        all.collect()
    };
    assert_eq!(texts(&bytes), texts(KINDS));
    assert!(matches!(Coded::<HasCustomAttribute>::COLUMN, Column::OneOf(5, _)));
}

/// An assembly with machine code beside .NET's is read as any other, and says so.
#[test]
fn mixed_mode() {
    let mut bytes = KINDS.to_vec();
    let header = usize::from(u16::from_le_bytes([bytes[0x3c], bytes[0x3d]]));
    let sections = header + 24 + usize::from(u16::from_le_bytes([bytes[header + 20], bytes[header + 21]]));
    let offset = u32::from_le_bytes(bytes[sections + 20..sections + 24].try_into().unwrap()) as usize;
    bytes[offset + 8 + 16] &= !1;
    assert!(assembly::Facts::of(&managed(&bytes)).is_mixed);
    assert_eq!(surface_of(&bytes), surface_of(KINDS));
}

proptest! {
    #[test]
    fn changed_bytes_end(changes in prop::collection::vec((0..KINDS.len(), any::<u8>()), 1..40)) {
        let mut bytes = KINDS.to_vec();
        for (at, byte) in changes {
            bytes[at] = byte;
        }
        check::check(&bytes);
    }
}
