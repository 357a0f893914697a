use std::collections::{HashMap, HashSet};

use extension::{Element, Elements, Name, NameError};

/// The names of a folder, for new ones beside them.
#[derive(Debug, Default)]
pub(super) struct Names {
    taken: HashSet<String>,
    /// The last number tried for a stem: a thousand copies of one name need no million tries.
    last: HashMap<String, usize>,
}

/// A name for something new, and why it is not the wanted one.
pub(super) struct NewName {
    pub(super) name: Name,
    /// The rule that the wanted text broke.
    pub(super) broken: Option<NameError>,
    /// Whether the wanted name was there already.
    pub(super) was_taken: bool,
}

impl Names {
    pub(super) fn of<T: Element>(elements: &Elements<T>) -> Self {
        Self::of_texts(elements.iter().map(|element| element.name().to_string()))
    }

    pub(super) fn of_texts(texts: impl Iterator<Item = String>) -> Self {
        Self { taken: texts.map(|text| text.to_lowercase()).collect(), last: HashMap::new() }
    }

    /// Takes the wanted name, made valid, shortened and numbered as far as it must be. `stem` names what has
    /// no name, and stands before a name that starts with no letter.
    pub(super) fn take(&mut self, wanted: &str, stem: &str, limit: usize) -> NewName {
        let broken = Name::as_found(wanted).broken_rule(limit);
        let valid = if broken.is_some() { valid(wanted, stem, limit) } else { wanted.to_owned() };
        let text = self.free(&valid, "", limit);
        NewName { was_taken: text != valid, name: Name::as_found(&text), broken }
    }

    /// Takes the file name, numbered before its last dot when `folder` has it already.
    pub(super) fn take_file(&mut self, folder: &str, file_name: &str) -> String {
        let (stem, end) = file_name.rfind('.').map_or((file_name, ""), |dot| file_name.split_at(dot));
        let path = self.free(&format!("{folder}{stem}"), end, usize::MAX);
        path.strip_prefix(folder).unwrap_or(&path).to_owned()
    }

    /// `Foo`, `Foo2`, `Foo3`, …: the first one that is free, with `end` behind it. Behind `Foo2` comes `Foo3`.
    fn free(&mut self, wanted: &str, end: &str, limit: usize) -> String {
        let whole = format!("{wanted}{end}");
        if self.taken.insert(whole.to_lowercase()) {
            return whole;
        }
        let stem = match wanted.trim_end_matches(|character: char| character.is_ascii_digit()) {
            "" => wanted,
            stem => stem,
        };
        let last = self.last.entry(format!("{stem}{end}").to_lowercase()).or_insert(1);
        loop {
            *last += 1;
            let number = last.to_string();
            let room = limit.saturating_sub(number.len());
            let short: String = stem.chars().take(room).collect();
            let text = format!("{short}{number}{end}");
            if self.taken.insert(text.to_lowercase()) {
                return text;
            }
        }
    }
}

fn valid(wanted: &str, stem: &str, limit: usize) -> String {
    let replaced = Name::with_replaced_characters(wanted.trim());
    let name = match replaced.chars().next() {
        None => format!("{stem}1"),
        Some(first) if first.is_ascii_alphabetic() => replaced,
        Some(_) => format!("{stem}{replaced}"),
    };
    name.chars().take(limit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn take(names: &mut Names, wanted: &str) -> String {
        names.take(wanted, "Parameter", 10).name.to_string()
    }

    #[test]
    fn names_are_free_valid_and_short() {
        let mut names = Names::of_texts(["foo", "Bar9", "Long_name_"].map(str::to_owned).into_iter());
        assert_eq!(take(&mut names, "Foo"), "Foo2");
        assert_eq!(take(&mut names, "foo2"), "foo3");
        assert_eq!(take(&mut names, "Bar9"), "Bar2");
        assert_eq!(take(&mut names, "Long_name_"), "Long_name2");
        assert_eq!(take(&mut names, "Größe in m"), "Gr__e_in_m");
        assert_eq!(take(&mut names, "1st"), "Parameter1");
        assert_eq!(take(&mut names, " "), "Parameter2");
        let long = names.take("Eleven_long", "Parameter", 10);
        assert_eq!(long.broken, Some(NameError::TooLong { length: 11, limit: 10 }));
    }

    #[test]
    fn file_names_are_numbered_before_their_end() {
        let mut names = Names::of_texts([r"\Icons\pay.PNG".to_owned()].into_iter());
        assert_eq!(names.take_file(r"\Icons\", "pay.png"), "pay2.png");
        assert_eq!(names.take_file(r"\", "pay.png"), "pay.png");
        assert_eq!(names.take_file(r"\", ".config"), ".config");
        assert_eq!(names.take_file(r"\", ".config"), "2.config");
    }
}
