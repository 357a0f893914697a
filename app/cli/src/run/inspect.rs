use std::path::Path;

use assembly::Documentation;
use cli::folder;
use cli::surface::listing;

use super::Outcome;
use crate::failure::Failure;

/// Prints the public surface of a DLL, with the documentation beside it where that can be read.
pub(super) fn inspect(file: &Path, as_json: bool) -> Result<Outcome, Failure> {
    let bytes = folder::read_file(file)?;
    let beside = file.with_extension("xml");
    let xml = if beside.is_file() { Some(folder::read_file(&beside)?) } else { None };
    let text = xml.as_deref().map(Documentation::decode);
    let documentation = text.as_deref().map(Documentation::read).transpose();
    let notice = documentation.as_ref().err().map(|error| format!("{}: {error}", beside.display()));
    let documentation = documentation.ok().flatten();
    let told =
        listing(&bytes, documentation.as_ref()).map_err(|error| Failure::Dll { file: file.to_owned(), error })?;
    let text = if as_json { told.json() + "\n" } else { told.text() };
    Ok(Outcome { notices: notice.into_iter().collect(), ..Outcome::plain(text) })
}
