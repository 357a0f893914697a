//! The file around the metadata (II.25): a portable executable of Windows.

use crate::bytes::Bytes;
use crate::{Damage, Metadata};

/// What a file of the name `*.dll` is.
#[derive(Debug, Clone)]
pub enum Image<'a> {
    /// A .NET assembly.
    Managed(Box<ManagedImage<'a>>),
    /// A library or program of machine code.
    Native(NativeImage),
}

/// A .NET assembly.
#[derive(Debug, Clone)]
pub struct ManagedImage<'a> {
    /// The processor that the file is for.
    pub machine: Machine,
    /// Whether it runs in a process of 32 bits only.
    pub needs_32_bits: bool,
    /// Whether it holds machine code beside .NET's.
    pub is_mixed: bool,
    /// Whether it carries a strong name's signature.
    pub is_signed: bool,
    /// What it declares.
    pub metadata: Metadata<'a>,
}

/// A library or program of machine code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NativeImage {
    /// The processor that the file is for.
    pub machine: Machine,
}

/// A processor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Machine {
    /// 32 bits, as all assemblies for any processor say too.
    X86,
    /// 64 bits.
    X64,
    /// 64 bits of ARM.
    Arm64,
    /// Another one, by its number.
    Other(u16),
}

/// Why bytes are no image.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ImageError {
    /// There are no bytes.
    #[error("The file is empty.")]
    Empty,
    /// It begins as no image does.
    #[error("The file is not a DLL{}.", hint.map(|hint| format!(": it begins as {hint}")).unwrap_or_default())]
    Other {
        /// What it begins as.
        hint: Option<&'static str>,
    },
    /// It begins as an image and is damaged.
    #[error("The file begins as a DLL and is damaged: {0}.")]
    Damaged(#[from] Damage),
}

impl Machine {
    fn of(number: u16) -> Self {
        match number {
            0x14c => Self::X86,
            0x8664 => Self::X64,
            0xaa64 => Self::Arm64,
            other => Self::Other(other),
        }
    }
}

const HEADER: Damage = Damage("a header is cut off");
/// The entry of the data directories that leads to the CLI header.
const CLI: usize = 14;
const IS_IL_ONLY: u32 = 0x1;
const NEEDS_32_BITS: u32 = 0x2;
const IS_SIGNED: u32 = 0x8;
const PREFERS_32_BITS: u32 = 0x2_0000;
/// More sections than the format allows.
const SECTIONS: usize = 96;

impl<'a> Image<'a> {
    /// Looks at the bytes of a file.
    ///
    /// # Errors
    /// They are no image, or a damaged one.
    pub fn read(bytes: &'a [u8]) -> Result<Self, ImageError> {
        let file = Bytes(bytes);
        if bytes.is_empty() {
            return Err(ImageError::Empty);
        }
        if !bytes.starts_with(b"MZ") {
            return Err(ImageError::Other { hint: hint(bytes) });
        }
        let header = file.size(0x3c).ok_or(HEADER)?;
        let signature = file.part(header, 4).ok_or(HEADER)?;
        if signature.0 != b"PE\0\0" {
            return Err(ImageError::Other { hint: Some("a program of MS-DOS") });
        }
        let machine = Machine::of(file.u16(header + 4).ok_or(HEADER)?);
        let sections = Sections::read(file, header)?;
        let Some(cli) = cli_header(file, header, &sections)? else {
            return Ok(Self::Native(NativeImage { machine }));
        };
        let flags = cli.u32(16).ok_or(HEADER)?;
        let (metadata, length) = (cli.u32(8).ok_or(HEADER)?, cli.size(12).ok_or(HEADER)?);
        let metadata = sections.part(file, metadata, length).ok_or(Damage("its metadata lie outside the file"))?;
        Ok(Self::Managed(Box::new(ManagedImage {
            machine,
            needs_32_bits: flags & NEEDS_32_BITS != 0 && flags & PREFERS_32_BITS == 0,
            is_mixed: flags & IS_IL_ONLY == 0,
            is_signed: flags & IS_SIGNED != 0,
            metadata: Metadata::read(metadata)?,
        })))
    }

    /// Whether only processes of 32 bits can load it. The worker processes of a Platform Server have 64.
    pub fn needs_32_bits(&self) -> bool {
        match self {
            Self::Managed(image) => image.needs_32_bits || (image.is_mixed && image.machine == Machine::X86),
            Self::Native(image) => image.machine == Machine::X86,
        }
    }
}

/// Where the parts of the file lie in memory.
struct Sections<'a> {
    table: Bytes<'a>,
}

impl<'a> Sections<'a> {
    fn read(file: Bytes<'a>, header: usize) -> Result<Self, Damage> {
        let count = usize::from(file.u16(header + 6).ok_or(HEADER)?).min(SECTIONS);
        let optional = usize::from(file.u16(header + 20).ok_or(HEADER)?);
        let table = file.part(header + 24 + optional, count * 40).ok_or(HEADER)?;
        Ok(Self { table })
    }

    /// The part of the file that is at this address in memory.
    fn part(&self, file: Bytes<'a>, address: u32, length: usize) -> Option<Bytes<'a>> {
        (0..self.table.len() / 40).find_map(|number| {
            let section = self.table.from(number * 40)?;
            let field = |at| section.u32(at);
            let (size, start, stored, offset) = (field(8)?, field(12)?, field(16)?, field(20)?);
            let within = address.checked_sub(start).filter(|within| *within < size.max(stored))?;
            file.part(usize::try_from(offset.checked_add(within)?).ok()?, length)
        })
    }
}

/// The header that .NET assemblies have and others do not.
fn cli_header<'a>(file: Bytes<'a>, header: usize, sections: &Sections<'a>) -> Result<Option<Bytes<'a>>, Damage> {
    let optional = header + 24;
    let directories = match file.u16(optional).ok_or(HEADER)? {
        0x10b => optional + 96,
        0x20b => optional + 112,
        _ => return Err(Damage("its header is of no known kind")),
    };
    let count = file.size(directories - 4).ok_or(HEADER)?;
    if count <= CLI {
        return Ok(None);
    }
    let address = file.u32(directories + CLI * 8).ok_or(HEADER)?;
    if address == 0 {
        return Ok(None);
    }
    sections.part(file, address, 72).map(Some).ok_or(Damage("its .NET header lies outside the file"))
}

/// What bytes that are no image begin as.
fn hint(bytes: &[u8]) -> Option<&'static str> {
    let text = bytes.trim_ascii_start();
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text).trim_ascii_start();
    let starts = |start: &str| text.get(..start.len()).is_some_and(|own| own.eq_ignore_ascii_case(start.as_bytes()));
    let kinds = [
        ("PK", "a zip archive, as a package of NuGet is"),
        ("<!doctype html", "an HTML page, as a failed download gives"),
        ("<html", "an HTML page, as a failed download gives"),
        ("<", "XML"),
        ("version https://git-lfs", "a pointer of Git LFS; fetch the file itself with git lfs pull"),
        ("\u{7f}ELF", "a library of Linux"),
        ("{", "JSON"),
    ];
    kinds.iter().find(|(start, _)| starts(start)).map(|(_, hint)| *hint)
}
