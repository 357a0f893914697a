use std::path::Path;

use assembly::Documentation;
use cli::folder;
use cli::surface::listing;

use super::Outcome;
use crate::failure::Failure;

/// Prints the public surface of a DLL, with the documentation beside it where that can be read.
pub(super) fn inspect(file: &Path, as_json: bool) -> Result<Outcome, Failure> {
    let bytes = folder::read_file(file)?;
    let beside = Beside::read(file)?;
    let (documentation, notice) = beside.documentation();
    let told =
        listing(&bytes, documentation.as_ref()).map_err(|error| Failure::Dll { file: file.to_owned(), error })?;
    let text = if as_json { told.json() + "\n" } else { told.text() };
    Ok(Outcome { notices: notice.into_iter().collect(), ..Outcome::plain(text) })
}

/// The file with the documentation beside a DLL.
pub(super) struct Beside {
    file: std::path::PathBuf,
    text: Option<String>,
}

impl Beside {
    pub(super) fn read(dll: &Path) -> Result<Self, Failure> {
        let file = dll.with_extension("xml");
        let xml = if file.is_file() { Some(folder::read_file(&file)?) } else { None };
        Ok(Self { text: xml.as_deref().map(|xml| Documentation::decode(xml).into_owned()), file })
    }

    /// What it says, or why it cannot be read.
    pub(super) fn documentation(&self) -> (Option<Documentation<'_>>, Option<String>) {
        match self.text.as_deref().map(Documentation::read) {
            None => (None, None),
            Some(Ok(documentation)) => (Some(documentation), None),
            Some(Err(error)) => (None, Some(format!("{}: {error}", self.file.display()))),
        }
    }
}
