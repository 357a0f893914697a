//! The library that tests import.

use std::path::{Path, PathBuf};

use assembly::{Documentation, Image};
use extension::{Extension, FileName};
use import::{Catalog, Choice, Library, Options, Plan};
use support::csharp_toolchain::Toolchain;
use support::document::{empty, key, time};

/// The folder of the files of these tests.
pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/fixture")
}

/// The compiled library and its documentation.
pub(crate) struct Fixture {
    name: &'static str,
    pub(crate) toolchain: Toolchain,
    pub(crate) bytes: Vec<u8>,
    documentation: String,
}

impl Fixture {
    /// Compiles the library; none where there is no compiler.
    pub(crate) fn compiled() -> Option<Self> {
        Self::compiled_from("Library.cs", "Bank.Rates.dll")
    }

    /// Compiles the library of orders.
    pub(crate) fn orders() -> Option<Self> {
        Self::compiled_from("Orders.cs", "Bank.Orders.dll")
    }

    fn compiled_from(source: &str, name: &'static str) -> Option<Self> {
        let toolchain = Toolchain::installed()?;
        let folder_of_test = tempfile::tempdir().unwrap();
        let output = folder_of_test.path().join(name);
        let documentation = format!("-doc:{}", output.with_extension("xml").display());
        // Members without documentation, events that nothing raises, and what is obsolete are there on purpose.
        let options = [documentation.as_str(), "-unsafe", "-nowarn:1591,67,612,618,649,169"];
        toolchain.compile_with(&folder().join(source), &output, &[], &options);
        let bytes = std::fs::read(&output).unwrap();
        let documentation = std::fs::read_to_string(output.with_extension("xml")).unwrap();
        Some(Self { name, toolchain, bytes, documentation })
    }

    pub(crate) fn plan(&self, choice: &Choice, options: Options, extension: &Extension) -> Plan {
        let documentation = Documentation::read(&self.documentation).unwrap();
        let image = Image::read(&self.bytes).unwrap();
        let catalog = Catalog::read(&image, Some(&documentation)).unwrap();
        Plan::new(&catalog, choice, options, extension).unwrap()
    }

    pub(crate) fn library(&self) -> Library {
        Library { file_name: FileName::new(self.name).unwrap(), bytes: self.bytes.clone() }
    }
}

/// A new extension with its sources.
pub(crate) fn extension() -> Extension {
    let mut number = 100;
    csharp::with_sources(&empty("Fixture"), &time(), |_| {
        number += 1;
        key(number)
    })
    .unwrap()
}
