use std::path::{Path, PathBuf};

use cli::difference::{Difference, Version};

use super::{Outcome, read};
use crate::arguments::Diff;
use crate::failure::Failure;

/// Compares two files: the exit code is 0 when nothing differs and 1 when something does, as that of diff.
pub(super) fn diff(arguments: &Diff, as_json: bool) -> Result<Outcome, Failure> {
    let [before, after] = arguments.files.as_slice() else {
        return Err(Failure::Usage("diff needs A and B.".to_owned()));
    };
    let difference = Difference::new(version(before)?, version(after)?, arguments.breaking);
    let text = if as_json { format!("{:#}\n", difference.json()) } else { difference.text() };
    Ok(Outcome { exit_code: u8::from(!difference.is_empty()), ..Outcome::plain(text) })
}

/// Compares as git asks a diff driver to: path, old file, hash, mode, new file, hash, mode, and after a rename the new
/// path. Git gives up the whole answer when a driver ends with anything but 0, so a file that cannot be read is told in
/// its place.
pub(super) fn of_git(arguments: &[PathBuf]) -> Result<Outcome, Failure> {
    let (path, before, after, new_path) = match arguments {
        [path] => return Ok(Outcome::plain(format!("* Unmerged path {}\n", path.display()))),
        [path, before, _, _, after, _, _, rest @ ..] => (path, before, after, rest.first().unwrap_or(path)),
        _ => return Err(Failure::Usage("diff --git needs the arguments that git gives a diff driver.".to_owned())),
    };
    let heading = |mark: &str, side: &str, path: &Path, file: &Path| {
        if is_nothing(file) { format!("{mark} /dev/null\n") } else { format!("{mark} {side}/{}\n", path.display()) }
    };
    let mut text = heading("---", "a", path, before) + &heading("+++", "b", new_path, after);
    match versions(before, after) {
        Ok((before, after)) => text.push_str(&Difference::new(before, after, false).text()),
        Err(failure) => text = format!("{text}{}\n", failure.report(false)),
    }
    Ok(Outcome::plain(text))
}

fn versions(before: &Path, after: &Path) -> Result<(Version, Version), Failure> {
    if is_nothing(before) {
        let after_version = version(after)?;
        return Ok((Version::nothing(before, &after_version.extension), after_version));
    }
    let before_version = version(before)?;
    let after = if is_nothing(after) { Version::nothing(after, &before_version.extension) } else { version(after)? };
    Ok((before_version, after))
}

fn version(file: &Path) -> Result<Version, Failure> {
    let (text, extension) = read(file)?;
    Ok(Version { file: file.display().to_string(), text, extension })
}

/// What git names where one side has no file; on Windows too.
fn is_nothing(file: &Path) -> bool {
    file == Path::new("/dev/null") || file == Path::new("nul")
}
