use cli::editing::{self, Given, Value, Wanted, new_extension};
use cli::folder::{self, FolderError};
use cli::unpacked::Unpacked;
use extension::{Key, Name, Refusal};
use serde_json::json;
use xif::Stamp;

use super::{Outcome, answered, packed};
use crate::arguments::New;
use crate::clock;
use crate::failure::Failure;

/// Makes a new extension, as a XIF or as an unpacked folder. What is there is not touched.
pub(super) fn new(arguments: &New, as_json: bool) -> Result<Outcome, Failure> {
    let target = &arguments.target;
    let is_file = target.extension().is_some_and(|end| end.eq_ignore_ascii_case("xif"));
    if is_file && target.symlink_metadata().is_ok() {
        return Err(FolderError::Exists { file: target.clone() }.into());
    }
    let is_name = |(name, _): &&(String, String)| name.eq_ignore_ascii_case("name");
    let own = || {
        let name = if is_file { target.file_stem() } else { target.file_name() };
        name.unwrap_or_default().to_string_lossy().into_owned()
    };
    let name = arguments.values.iter().find(is_name).map_or_else(own, |(_, name)| name.clone());
    let name = Name::new(&name).map_err(|error| editing::EditError::from(Refusal::from(error)))?;
    let key = match arguments.key {
        Some(key) => key,
        None => random_key()?,
    };
    let now = clock::now()?;
    let made = new_extension(name, key, &now).map_err(editing::EditError::from)?;
    let text =
        |(property, text): &(String, String)| Value { property: property.clone(), given: Given::Text(text.clone()) };
    let values = arguments.values.iter().filter(|pair| !is_name(pair)).map(text).collect();
    let wanted = Wanted::Set { path: "extension".to_owned(), values };
    let made = editing::edit(&made, &wanted, &now.local, false)?.extension;
    let stamp = Stamp { now_utc: now.utc, is_valid: false, is_unchanged: false };
    let stamped = xif::stamp(&made, &made.provenance, stamp);
    let mut notices = Vec::new();
    if is_file {
        folder::write_file(target, &packed(&stamped)?)?;
    } else {
        let text = xif::print(&stamped);
        notices = folder::save(target, &Unpacked::of(&text, &stamped), &text, false)?;
    }
    let answer = json!({
        "shape": 1,
        "extension": stamped.name.as_str(),
        "key": stamped.key.to_string(),
        "target": target.display().to_string(),
        "generation": stamped.provenance.generation,
        "notices": notices,
    });
    let line = format!("{}, with the key {}, is in {}", stamped.name, stamped.key, target.display());
    Ok(answered(as_json, &answer, &line, notices))
}

fn random_key() -> Result<Key, Failure> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| Failure::System(std::io::Error::other(error.to_string())))?;
    Ok(Key::from_random(bytes))
}
