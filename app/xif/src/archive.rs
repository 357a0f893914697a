use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// Why files cannot be put into an archive.
#[derive(Debug, thiserror::Error)]
#[error("{path} cannot be put into the archive: {why}")]
pub struct ArchiveError {
    /// The file.
    pub path: String,
    /// What the archiver says.
    pub why: String,
}

/// A zip of these files, by path with slashes: the sources of an extension for the compiler.
///
/// # Errors
/// The first file that cannot be put in.
pub fn archive<'a>(files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Result<Vec<u8>, ArchiveError> {
    let failed =
        |path: &str, error: &dyn std::fmt::Display| ArchiveError { path: path.to_owned(), why: error.to_string() };
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (path, bytes) in files {
        zip.start_file(path, options).map_err(|error| failed(path, &error))?;
        zip.write_all(bytes).map_err(|error| failed(path, &error))?;
    }
    zip.finish().map(Cursor::into_inner).map_err(|error| failed("the list of files", &error))
}
