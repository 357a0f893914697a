//! The columns of the Download window (integration-studio, sections 5.12.3 and 5.12.4): what a list of an environment
//! shows, in which order.

use std::cmp::Ordering;

use api::platform::extension::{ServerExtension, ServerVersion};
use listbox::Matcher;

/// A column of the lists, with the platform's name for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Column {
    /// The extension's name.
    Name,
    /// The version's number.
    Version,
    /// When it was uploaded.
    Uploaded,
    /// Who uploaded it.
    User,
    /// Its description.
    Description,
    /// `P`: it is the published one.
    Notes,
}

impl Column {
    /// All of them, in the order of the window.
    pub const ALL: [Self; 6] = [Self::Name, Self::Version, Self::Uploaded, Self::User, Self::Description, Self::Notes];

    /// The name that the platform's tools show.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Name => "Name",
            Self::Version => "Version",
            Self::Uploaded => "Uploaded",
            Self::User => "User",
            Self::Description => "Description",
            Self::Notes => "Notes",
        }
    }
}

/// A line of one of the two lists.
pub trait Listed {
    /// How the server names it.
    fn id(&self) -> &str;

    /// What stands in a column; `None` where the server's protocol does not tell it.
    fn cell(&self, column: Column) -> Option<&str>;
}

const fn note(published: Option<bool>) -> Option<&'static str> {
    match published {
        Some(true) => Some("P"),
        Some(false) => Some(""),
        None => None,
    }
}

impl Listed for ServerExtension {
    fn id(&self) -> &str {
        &self.key
    }

    fn cell(&self, column: Column) -> Option<&str> {
        match column {
            Column::Name => Some(&self.name),
            Column::Version => self.version.as_deref(),
            Column::Uploaded => self.uploaded.as_deref(),
            Column::User => self.user.as_deref(),
            Column::Description => self.description.as_deref(),
            Column::Notes => note(self.published),
        }
    }
}

impl Listed for ServerVersion {
    fn id(&self) -> &str {
        &self.id
    }

    /// A version without a number is told by the server's name for it.
    fn cell(&self, column: Column) -> Option<&str> {
        match column {
            Column::Name => None,
            Column::Version => Some(self.version.as_deref().unwrap_or(&self.id)),
            Column::Uploaded => self.uploaded.as_deref(),
            Column::User => self.user.as_deref(),
            Column::Description => self.description.as_deref(),
            Column::Notes => note(self.published),
        }
    }
}

/// The columns that the server's protocol tells.
pub fn columns(list: &[impl Listed]) -> Vec<Column> {
    let is_told = |column: &Column| list.iter().any(|line| line.cell(*column).is_some());
    Column::ALL.into_iter().filter(is_told).collect()
}

/// The lines that have each word of the filter in one of their columns, in the order of a column; in the server's order without one.
pub fn arranged<T: Listed + Clone>(list: &[T], filter: &str, order: Option<(Column, bool)>) -> Vec<T> {
    let matcher = Matcher::new(filter);
    let has = |line: &&T| {
        let cells: Vec<&str> = Column::ALL.iter().filter_map(|column| line.cell(*column)).collect();
        matcher.finds_among(&cells)
    };
    let mut lines: Vec<T> = list.iter().filter(has).cloned().collect();
    if let Some((column, is_rising)) = order {
        let cell = |line: &T| line.cell(column).unwrap_or_default().to_lowercase();
        lines.sort_by(|one, other| {
            let order = natural(&cell(one), &cell(other));
            if is_rising { order } else { order.reverse() }
        });
    }
    lines
}

/// The order of texts with numbers in them: 9 comes before 10.
fn natural(one: &str, other: &str) -> Ordering {
    let (mut one, mut other) = (parts(one), parts(other));
    loop {
        return match (one.next(), other.next()) {
            (None, None) => Ordering::Equal,
            (None, Some(_)) => Ordering::Less,
            (Some(_), None) => Ordering::Greater,
            (Some(left), Some(right)) => match left.cmp(&right) {
                Ordering::Equal => continue,
                order => order,
            },
        };
    }
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    /// How many digits there are without leading zeros, and these.
    Number(usize, String),
    Letter(char),
}

fn parts(text: &str) -> impl Iterator<Item = Part> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let digits = rest.len() - rest.trim_start_matches(|letter: char| letter.is_ascii_digit()).len();
        if digits > 0 {
            let (number, behind) = rest.split_at(digits);
            rest = behind;
            let number = number.trim_start_matches('0');
            return Some(Part::Number(number.len(), number.to_owned()));
        }
        let letter = rest.chars().next()?;
        rest = &rest[letter.len_utf8()..];
        Some(Part::Letter(letter))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(number: &str, user: Option<&str>) -> ServerVersion {
        ServerVersion {
            id: format!("id-{number}"),
            version: Some(number.to_owned()),
            uploaded: None,
            user: user.map(str::to_owned),
            description: None,
            published: None,
        }
    }

    #[test]
    fn numbers_are_ordered_as_numbers_and_the_filter_reads_every_column() {
        let list = [version("10", Some("Ada")), version("9", None), version("9.2", Some("Grace"))];
        let numbers = |lines: Vec<ServerVersion>| lines.into_iter().filter_map(|it| it.version).collect::<Vec<_>>();
        assert_eq!(numbers(arranged(&list, "", None)), ["10", "9", "9.2"]);
        assert_eq!(numbers(arranged(&list, "", Some((Column::Version, true)))), ["9", "9.2", "10"]);
        assert_eq!(numbers(arranged(&list, "", Some((Column::Version, false)))), ["10", "9.2", "9"]);
        assert_eq!(numbers(arranged(&list, " grace", None)), ["9.2"]);
    }

    #[test]
    fn columns_that_the_server_does_not_tell_are_left_out() {
        assert_eq!(columns(&[version("1", Some("Ada"))]), [Column::Version, Column::User]);
        assert_eq!(columns(&[version("1", None)]), [Column::Version]);
    }
}
