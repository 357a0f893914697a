use std::collections::{HashMap, HashSet};
use std::fmt;

use extension::{FileName, FileNameError};

use super::noise::{NOISE, is_noise};
use super::{DEFINITION, MAPPING};

/// Longer names of files and folders are cut: every file system takes 255 bytes, and room is left for a
/// number.
const NAME_LIMIT: usize = 120;
/// Longer or deeper paths are given up: the file goes to [`DEEP`].
const PATH_LIMIT: usize = 400;
const DEPTH_LIMIT: usize = 20;
const DEEP: &str = "_deep";

/// The path of a resource's file inside the unpacked folder, with slashes.
///
/// It is safe on every file system: relative, without `..`, without characters or names that Windows
/// reserves, and no part of it begins with a dot, so no XIF can place a `.git` or another file that a
/// tool obeys.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct FilePath(String);

impl FilePath {
    /// The path with this text; `None` when it is not safe.
    pub fn new(text: &str) -> Option<Self> {
        let is_safe = text.split('/').enumerate().all(|(depth, part)| safe_part(part, depth) == part);
        (is_safe && text.len() <= 2 * PATH_LIMIT).then(|| Self(text.to_owned()))
    }

    /// The path as text, with slashes.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The names of the folders and, last, of the file.
    pub fn parts(&self) -> impl Iterator<Item = &str> {
        self.0.split('/')
    }

    /// The same text for two paths that a file system could take for one: those that differ in case only.
    pub fn folded(&self) -> String {
        fold(&self.0)
    }
}

impl fmt::Display for FilePath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Where the files of resources go, from their paths in the extension (`\Source\NET\Interface.cs`).
///
/// A file lies under the folder it has in the extension, and what tools leave behind ([`is_noise`]) under the same folders
/// in `_noise`. What no file system takes, or what could lead
/// elsewhere, becomes `_`; of two paths that differ in case only, or in what became `_`, the later
/// one gets a number. The result depends on the paths and their order alone.
pub fn places(paths: impl IntoIterator<Item = String>) -> Vec<FilePath> {
    let wanted: Vec<Vec<String>> = paths.into_iter().map(|path| safe_parts(&path)).collect();
    let folders = folders(&wanted);
    let mut taken = HashSet::new();
    let mut numbers = HashMap::new();
    wanted.iter().map(|parts| free_place(parts, &folders, &mut taken, &mut numbers)).collect()
}

/// The spelling of every folder by its folded path. Folders that differ in case only become one.
fn folders(wanted: &[Vec<String>]) -> HashMap<String, String> {
    let mut folders: HashMap<String, String> = HashMap::new();
    for parts in wanted {
        let mut path = String::new();
        for part in parts.iter().take(parts.len().saturating_sub(1)) {
            path.push_str(part);
            let spelled = folders.entry(fold(&path)).or_insert(path);
            path = format!("{spelled}/");
        }
    }
    folders
}

fn free_place(
    parts: &[String],
    folders: &HashMap<String, String>,
    taken: &mut HashSet<String>,
    numbers: &mut HashMap<String, usize>,
) -> FilePath {
    let (name, folder) = parts.split_last().map_or(("_", &[][..]), |(name, folder)| (name.as_str(), folder));
    let prefix = match folders.get(&fold(&folder.join("/"))) {
        Some(spelled) => format!("{spelled}/"),
        None => String::new(),
    };
    let mut path = format!("{prefix}{name}");
    let number = numbers.entry(fold(&path)).or_insert(1);
    while folders.contains_key(&fold(&path)) || !taken.insert(fold(&path)) {
        *number += 1;
        path = format!("{prefix}{}", cut(name, &format!("_{number}")));
    }
    FilePath(path)
}

fn safe_parts(path: &str) -> Vec<String> {
    let parts: Vec<&str> = path.split(['\\', '/']).filter(|part| !part.is_empty()).collect();
    let safe: Vec<String> = parts.iter().enumerate().map(|(depth, part)| safe_part(part, depth)).collect();
    // A path that ends in a separator has no file name.
    let has_name = !path.is_empty() && !path.ends_with(['\\', '/']);
    let name = || if has_name { safe.last().cloned() } else { None }.unwrap_or_else(|| "_".to_owned());
    if safe.len() > DEPTH_LIMIT || safe.iter().map(|part| part.len() + 1).sum::<usize>() > PATH_LIMIT {
        return vec![DEEP.to_owned(), name()];
    }
    let is_apart = parts.first().is_none_or(|first| *first != NOISE) && is_noise(path);
    let apart = is_apart.then(|| NOISE.to_owned());
    let named = (!has_name).then(|| "_".to_owned());
    apart.into_iter().chain(safe).chain(named).collect()
}

/// The name of a folder or file at this depth, made safe. A name that is safe stays as it is.
fn safe_part(part: &str, depth: usize) -> String {
    let mut safe: String = part.chars().map(|character| if is_plain(character) { character } else { '_' }).collect();
    // Cutting can uncover a name that needs more: a device with blanks behind it.
    for _ in 0..2 {
        // A dot hides a file and names what tools obey (.git, .vscode); a dash looks like an option.
        if safe.is_empty() || safe.starts_with(['.', '-', ' ']) || is_device(&safe) || is_own(&safe, depth) {
            safe.insert(0, '_');
        }
        safe = cut(&safe, "");
        if safe.ends_with(['.', ' ']) {
            safe.pop();
            safe.push('_');
        }
    }
    safe
}

/// The name with this put before its ending, cut to the limit.
fn cut(name: &str, inserted: &str) -> String {
    let (stem, ending) = split_ending(name);
    let room = NAME_LIMIT.saturating_sub(inserted.len() + ending.len());
    format!("{}{inserted}{ending}", prefix(stem, room))
}

/// As much of the beginning of the text as this many bytes hold.
fn prefix(text: &str, room: usize) -> &str {
    let end = (0..=room.min(text.len())).rev().find(|&end| text.is_char_boundary(end));
    &text[..end.unwrap_or(0)]
}

/// Characters that every file system keeps as they are. `~` would allow short names of Windows (`GIT~1`); marks
/// that combine have two spellings, of which some systems make one.
fn is_plain(character: char) -> bool {
    match character {
        '<' | '>' | ':' | '"' | '/' | '\\' | '|' | '?' | '*' | '~' => false,
        ' '..='~' => true,
        other => !other.is_ascii() && other.is_alphabetic(),
    }
}

fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_ascii_uppercase();
    matches!(FileName::new(name), Err(FileNameError::Reserved(_))) || matches!(&*stem, "CONIN$" | "CONOUT$")
}

fn is_own(name: &str, depth: usize) -> bool {
    depth == 0 && [DEFINITION, MAPPING].contains(&fold(name).as_str())
}

/// Upper case first: it makes one of letters that lower case alone keeps apart (ß and ss).
fn fold(path: &str) -> String {
    path.to_uppercase().to_lowercase()
}

/// The name before and from its last dot; a long ending belongs to the name.
fn split_ending(name: &str) -> (&str, &str) {
    match name.rfind('.') {
        Some(dot) if dot > 0 && name.len() - dot <= 16 => name.split_at(dot),
        _ => (name, ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn placed(paths: &[&str]) -> Vec<String> {
        places(paths.iter().map(|path| (*path).to_owned())).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn usual_files_keep_their_paths() {
        let paths = [r"\Source\NET\Interface.cs", r"\Source\NET\Bin\OutSystems.NssA.dll", r"\Icons\Preço 2.ico"];
        assert_eq!(
            placed(&paths),
            ["Source/NET/Interface.cs", "Source/NET/Bin/OutSystems.NssA.dll", "Icons/Preço 2.ico"]
        );
    }

    #[test]
    fn nothing_leads_outside_or_to_a_file_that_tools_obey() {
        for (path, place) in [
            (r"\..\..\etc\passwd", "_._/_._/etc/passwd"),
            (r"..\x.cs", "_._/x.cs"),
            (r"/etc/passwd", "etc/passwd"),
            (r"C:\Windows\x.dll", "C_/Windows/x.dll"),
            (r"\\server\share\x.dll", "server/share/x.dll"),
            (r"\Source\NET\obj\a.txt", "_noise/Source/NET/obj/a.txt"),
            ("_noise/Source/NET/obj/a.txt", "_noise/Source/NET/obj/a.txt"),
            (r"\Source\NET\.vs\.suo", "_noise/Source/NET/_.vs/_.suo"),
            (r"\.git\hooks\post-checkout", "_.git/hooks/post-checkout"),
            (r"\GIT~1\config", "GIT_1/config"),
            (r"\Icons\.NetAction.ico", "Icons/_.NetAction.ico"),
            (r"\definition.xml", "_definition.xml"),
            (r"\DEFINITION.XML\a", "_DEFINITION.XML/a"),
            (r"\Source\definition.xml", "Source/definition.xml"),
            (r"\Source\nul.txt", "Source/_nul.txt"),
            (r"\Source\CONIN$", "Source/_CONIN$"),
            ("\\Source\\a\nb\0.cs", "Source/a_b_.cs"),
            (r"\Source\end. ", "Source/end._"),
            (r"\Source\-rf", "Source/_-rf"),
            (r"\Source\", "Source/_"),
            ("", "_"),
            (".", "__"),
        ] {
            assert_eq!(placed(&[path]), [place], "{path}");
        }
    }

    #[test]
    fn clashes_get_numbers() {
        assert_eq!(
            placed(&[r"\S\a.cs", r"\s\A.CS", r"\S\a_2.cs", r"\S\a.cs"]),
            ["S/a.cs", "S/A_2.CS", "S/a_2_2.cs", "S/a_3.cs"]
        );
        assert_eq!(placed(&[r"\S\a:b", r"\S\a*b"]), ["S/a_b", "S/a_b_2"]);
        assert_eq!(placed(&[r"\S", r"\S\a"]), ["S_2", "S/a"]);
        assert_eq!(placed(&[r"\straße.cs", r"\STRASSE.cs"]), ["straße.cs", "STRASSE_2.cs"]);
    }

    #[test]
    fn long_names_and_deep_folders() {
        let name = format!(r"\{}.cs", "é".repeat(200));
        assert!(placed(&[&name])[0].len() <= NAME_LIMIT && placed(&[&name])[0].ends_with("é.cs"));
        assert_eq!(placed(&[&format!("{}x.cs", r"\a".repeat(50) + r"\")]), ["_deep/x.cs"]);
    }

    proptest! {
        #[test]
        fn every_place_is_safe_and_its_own(paths in proptest::collection::vec(r"(\\|/|\.|~|a|A|[cC]on|nul|é|\PC|\x00){0,12}", 0..12)) {
            let places = places(paths.clone());
            prop_assert_eq!(places.len(), paths.len());
            let mut seen = HashSet::new();
            for place in &places {
                prop_assert_eq!(FilePath::new(place.as_str()), Some(place.clone()));
                prop_assert!(seen.insert(place.folded()), "{place} twice");
            }
            for place in &places {
                let mut folder = place.folded();
                while let Some(slash) = folder.rfind('/') {
                    folder.truncate(slash);
                    prop_assert!(!seen.contains(&folder), "{folder} is a file and a folder");
                }
            }
        }
    }
}
