//! What is told of real files.

use std::path::PathBuf;

use assembly::{Facts, Image, Machine, NativeImage};

use crate::found::check;
use crate::{SAMPLE, managed};

#[test]
fn an_extensions_assembly() {
    let image = managed(SAMPLE);
    let facts = Facts::of(&image);
    let name = facts.name.clone().unwrap();
    assert_eq!(name.to_string(), "OutSystems.NssSample 11.0.0.0");
    assert_eq!(name.token_text(), None);
    assert_eq!(facts.target_framework_label().as_deref(), Some(".NET Framework 4.6.1"));
    let references: Vec<String> = facts.references.iter().map(ToString::to_string).collect();
    assert_eq!(references, ["mscorlib 4.0.0.0"]);
    assert_eq!(facts.references[0].token_text().as_deref(), Some("b77a5c561934e089"));
    assert!(!facts.is_signed && !facts.needs_32_bits && !facts.is_mixed);
}

/// The smallest file that Windows takes for a library of machine code.
fn native(machine: u16) -> Vec<u8> {
    let mut bytes = vec![0; 0x40 + 24 + 0xf0];
    bytes[..2].copy_from_slice(b"MZ");
    bytes[0x3c] = 0x40;
    bytes[0x40..0x44].copy_from_slice(b"PE\0\0");
    bytes[0x44..0x46].copy_from_slice(&machine.to_le_bytes());
    bytes[0x54] = 0xf0;
    bytes[0x58..0x5a].copy_from_slice(&0x20b_u16.to_le_bytes());
    bytes[0x58 + 108] = 16;
    bytes
}

#[test]
fn native_libraries() {
    for (number, machine, needs_32_bits) in [(0x14c, Machine::X86, true), (0x8664, Machine::X64, false)] {
        let bytes = native(number);
        let image = Image::read(&bytes).unwrap();
        assert_eq!(image.needs_32_bits(), needs_32_bits);
        assert!(matches!(image, Image::Native(NativeImage { machine: own }) if own == machine));
    }
}

/// An assembly that says that it runs in processes of 32 bits only.
#[test]
fn an_assembly_for_32_bits() {
    let mut bytes = SAMPLE.to_vec();
    // The flags of the CLI header, which stands at the beginning of the first section.
    let header = usize::from(u16::from_le_bytes([bytes[0x3c], bytes[0x3d]]));
    let sections = header + 24 + usize::from(u16::from_le_bytes([bytes[header + 20], bytes[header + 21]]));
    let offset = u32::from_le_bytes(bytes[sections + 20..sections + 24].try_into().unwrap());
    let flags = usize::try_from(offset).unwrap() + 8 + 16;
    assert_eq!(bytes[flags], 1, "IL only");
    bytes[flags] |= 2;
    assert!(Image::read(&bytes).unwrap().needs_32_bits());
}

/// The framework's own assemblies, as the set-up laid them out: each is what its file is called, and all of it is read.
#[test]
fn assemblies_of_the_framework() {
    let Some(toolchain) = support::tools::toolchain() else { return };
    let folder = toolchain.parent().unwrap().join("ref");
    let is_dll = |path: &PathBuf| path.extension().is_some_and(|end| end == "dll");
    for path in support::folder::files_below(&folder).into_iter().filter(is_dll) {
        let bytes = std::fs::read(&path).unwrap();
        let name = Facts::of(&managed(&bytes)).name.unwrap().name;
        assert_eq!(path.file_stem().unwrap().to_str(), Some(name.as_str()), "{}", path.display());
        // Most are the same in all versions.
        if path.parent().is_some_and(|folder| folder.ends_with("4.8-api")) {
            check::check(&bytes);
        }
    }
}
