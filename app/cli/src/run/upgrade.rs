use std::path::Path;

use rules::Rule;
use serde_json::json;

use super::{Outcome, followed, packed, read};
use crate::clock;
use crate::failure::Failure;
use cli::folder;

/// Makes a XIF of an older version one of version 11, or says what that would change.
pub(super) fn upgrade(file: &Path, check: bool, as_json: bool) -> Result<Outcome, Failure> {
    let (_, extension) = read(file)?;
    let now = clock::now()?;
    let upgrade = csharp::upgrade(&extension, &now.local);
    let changes = upgrade.as_ref().map(|it| it.changes.clone()).unwrap_or_default();
    let mut generation = extension.provenance.generation;
    if let Some(upgrade) = upgrade.as_ref().filter(|_| !check) {
        let next = extension.apply(&upgrade.edit)?;
        let stamp = xif::Stamp { now_utc: now.utc, is_valid: false, is_unchanged: false };
        let stamped = xif::stamp(&next, &extension.provenance, stamp);
        generation = stamped.provenance.generation;
        folder::write_file(&followed(file), &packed(&stamped)?)?;
    }
    let exit_code = u8::from(check && !changes.is_empty());
    if as_json {
        let answer = json!({
            "extension": extension.name.as_str(),
            "generation": generation,
            "changes": changes,
            "rule": extension.is_of_older_version().then(|| Rule::OlderVersion.id()),
        });
        return Ok(Outcome { exit_code, ..Outcome::plain(format!("{answer:#}\n")) });
    }
    let mut lines = changes;
    lines.push(match (lines.is_empty(), check) {
        (true, _) => format!("{}: nothing is of an older version", extension.name),
        (false, true) => format!("{}: not changed", extension.name),
        (false, false) => {
            format!("{}, generation {generation}, is in {}; compile it", extension.name, file.display())
        }
    });
    Ok(Outcome { exit_code, ..Outcome::plain(lines.join("\n") + "\n") })
}
