//! What a program or a library names that it needs.

use elf::ElfStream;
use elf::abi::{DT_NEEDED, PT_INTERP};
use elf::endian::AnyEndian;
use elf::parse::ParseError;
use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

/// The loader of a program, and the names of libraries.
#[derive(Debug, Default)]
pub(super) struct Needs {
    pub(super) loader: Option<PathBuf>,
    pub(super) libraries: Vec<OsString>,
}

impl Needs {
    /// Reads them; the system's own files and the toolchain's are read, never a client's.
    pub(super) fn read(path: &Path) -> Result<Self, ParseError> {
        let mut file = ElfStream::<AnyEndian, _>::open_stream(File::open(path)?)?;
        let mut needs = Self::default();
        if let Some(segment) = file.segments().iter().find(|segment| segment.p_type == PT_INTERP).copied() {
            let name = file.segment_data(&segment)?;
            let name = name.split(|&byte| byte == 0).next().unwrap_or_default();
            needs.loader = Some(OsStr::from_bytes(name).into());
        }
        let offsets: Vec<u64> = match file.dynamic()? {
            Some(entries) => {
                entries.iter().filter(|entry| entry.d_tag == DT_NEEDED).map(|entry| entry.d_val()).collect()
            }
            None => Vec::new(),
        };
        if let Some((_, names)) = file.dynamic_symbol_table()? {
            for offset in offsets.into_iter().filter_map(|offset| usize::try_from(offset).ok()) {
                needs.libraries.push(OsStr::from_bytes(names.get_raw(offset)?).into());
            }
        }
        Ok(needs)
    }
}
