//! Types of columns that have values and nothing else: those of a spreadsheet.

use std::collections::HashSet;
use std::fmt;

use extension::BasicType;

use crate::Mapped;

/// What the values of a column look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Guess {
    /// The type.
    pub mapped: Mapped,
    /// Why.
    pub evidence: Evidence,
}

/// Why a type is guessed. Counts are of values that are not empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Evidence {
    /// There are no values.
    NoValues,
    /// All values are of one form.
    All {
        /// How many there are.
        count: usize,
        /// Their form, in the plural.
        form: &'static str,
    },
    /// They are texts.
    Texts {
        /// How many there are.
        count: usize,
        /// Characters of the longest.
        longest: usize,
    },
    /// They are digits, and some begin with a zero that a number would lose.
    Codes,
    /// They are numbers with more digits than a number of the platform has.
    TooManyDigits,
    /// They look like days, and which number is the month cannot be told.
    UnclearDates,
}

/// The values of a column, looked at one by one.
#[derive(Debug, Default)]
pub(crate) struct Values {
    count: usize,
    longest: usize,
    forms: Forms,
    /// Digits before and after the point, at most.
    digits: (usize, usize),
    seen: HashSet<String>,
    is_repeated: bool,
}

/// The forms that all values so far have.
#[derive(Debug, Clone, Copy)]
#[allow(clippy::struct_excessive_bools)] // each form by itself
struct Forms {
    numbers: bool,
    /// Numbers that a computer would write so.
    plain_numbers: bool,
    truths: bool,
    days: bool,
    moments: bool,
    times: bool,
    unclear_days: bool,
}

impl Default for Forms {
    fn default() -> Self {
        Self {
            numbers: true,
            plain_numbers: true,
            truths: true,
            days: true,
            moments: true,
            times: true,
            unclear_days: true,
        }
    }
}

impl Values {
    /// One more value; an empty one is none.
    pub(crate) fn add(&mut self, value: &str) {
        self.count += 1;
        self.longest = self.longest.max(value.chars().count());
        if !self.is_repeated && !self.seen.insert(value.to_owned()) {
            self.is_repeated = true;
            self.seen = HashSet::new();
        }
        let forms = &mut self.forms;
        let number = number(value);
        if let Some((whole, after, _)) = number {
            self.digits = (self.digits.0.max(whole), self.digits.1.max(after));
        }
        forms.numbers &= number.is_some();
        forms.plain_numbers &= number.is_some_and(|(_, _, is_plain)| is_plain);
        forms.truths &= ["true", "false", "yes", "no"].iter().any(|word| word.eq_ignore_ascii_case(value));
        let is_day = is_day(value);
        forms.days &= is_day;
        forms.moments &= is_day || is_moment(value);
        forms.times &= is_time(value);
        forms.unclear_days &= is_unclear_day(value);
    }

    /// Whether there are values and no two are the same.
    pub(crate) const fn are_unique(&self) -> bool {
        self.count > 0 && !self.is_repeated
    }

    /// How many there are.
    pub(crate) const fn count(&self) -> usize {
        self.count
    }

    /// What they look like.
    pub(crate) fn guess(&self) -> Guess {
        let (mapped, evidence) = self.looks_like();
        Guess { mapped, evidence }
    }

    fn looks_like(&self) -> (Mapped, Evidence) {
        let Self { count, longest, forms, digits: (whole, after), .. } = *self;
        let all = |data_type: BasicType, form: &'static str| {
            let mapped = Mapped { data_type, length: None, decimals: None, is_usual: true };
            (mapped, Evidence::All { count, form })
        };
        let text = |evidence: Evidence| (Mapped::text(room(longest)), evidence);
        if count == 0 {
            return (Mapped::text(None), Evidence::NoValues);
        }
        if forms.truths {
            return all(BasicType::Boolean, "true and false, or yes and no");
        }
        if forms.numbers && !forms.plain_numbers {
            return text(Evidence::Codes);
        }
        if forms.numbers {
            return match (whole, after) {
                (..=9, 0) => all(BasicType::Integer, "whole numbers of up to 9 digits"),
                (..=18, 0) => all(BasicType::LongInteger, "whole numbers of up to 18 digits"),
                (whole, after) if after <= 8 && whole <= 20 => self.decimal(),
                _ => text(Evidence::TooManyDigits),
            };
        }
        if forms.days {
            return all(BasicType::Date, "days");
        }
        if forms.moments {
            return all(BasicType::DateTime, "days with times");
        }
        if forms.times {
            return all(BasicType::Time, "times of day");
        }
        if forms.unclear_days {
            return text(Evidence::UnclearDates);
        }
        text(Evidence::Texts { count, longest })
    }

    /// A Decimal with room for larger numbers than those that are there.
    fn decimal(&self) -> (Mapped, Evidence) {
        let (whole, after) = self.digits;
        let decimals = u32::try_from(after.max(2)).unwrap_or(8);
        let whole = u32::try_from(whole).unwrap_or(20);
        let length = (whole + decimals).clamp(18, 28);
        let mapped =
            Mapped { data_type: BasicType::Decimal, length: Some(length), decimals: Some(decimals), is_usual: true };
        (mapped, Evidence::All { count: self.count, form: "numbers" })
    }
}

/// Characters for texts of which the longest has so many: room for longer ones.
fn room(longest: usize) -> Option<u32> {
    let rooms = [50_u32, 100, 250, 500, 2_000];
    let fitting = rooms.into_iter().find(|room| usize::try_from(*room).is_ok_and(|room| longest <= room));
    fitting.or_else(|| u32::try_from(longest.checked_next_multiple_of(1_000)?).ok())
}

/// The digits before and after the point of a number, and whether nothing is lost when it is kept as one.
fn number(value: &str) -> Option<(usize, usize, bool)> {
    let unsigned = value.strip_prefix('-').unwrap_or(value);
    let (whole, after) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let are_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let has_both = !whole.is_empty() && (!after.is_empty() || !unsigned.contains('.'));
    if !has_both || !are_digits(whole) || !are_digits(after) {
        return None;
    }
    let is_plain = whole.len() == 1 || !whole.starts_with('0');
    Some((whole.len(), after.trim_end_matches('0').len(), is_plain))
}

/// Whether a text is `2024-05-31`.
fn is_day(value: &str) -> bool {
    let parts: Vec<&str> = value.split('-').collect();
    let [year, month, day] = parts[..] else { return false };
    year.len() == 4 && is_between(year, 1, 9999) && is_between(month, 1, 12) && is_between(day, 1, 31)
}

/// Whether a text is `2024-05-31 10:30` or with seconds, their fractions, or a `T` between.
fn is_moment(value: &str) -> bool {
    let Some((day, time)) = value.split_once([' ', 'T']) else { return false };
    is_day(day) && is_time(time.strip_suffix('Z').unwrap_or(time))
}

/// Whether a text is `10:30` or with seconds.
fn is_time(value: &str) -> bool {
    let whole = match value.split_once('.') {
        Some((whole, fraction)) if !fraction.is_empty() && fraction.bytes().all(|it| it.is_ascii_digit()) => whole,
        Some(_) => return false,
        None => value,
    };
    let parts: Vec<&str> = whole.split(':').collect();
    match parts[..] {
        [hour, minute] => is_between(hour, 0, 23) && is_between(minute, 0, 59),
        [hour, minute, second] => is_between(hour, 0, 23) && is_between(minute, 0, 59) && is_between(second, 0, 59),
        _ => false,
    }
}

/// Whether a text is three numbers with slashes or points, as `03/04/2024`.
fn is_unclear_day(value: &str) -> bool {
    let parts: Vec<&str> = value.split(['/', '.']).collect();
    let [first, second, third] = parts[..] else { return false };
    is_between(first, 1, 31) && is_between(second, 1, 31) && is_between(third, 0, 9999)
}

fn is_between(text: &str, least: u32, most: u32) -> bool {
    let is_short = (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    is_short && text.parse::<u32>().is_ok_and(|number| (least..=most).contains(&number))
}

impl fmt::Display for Evidence {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoValues => write!(formatter, "it has no values"),
            Self::All { count: 1, form } => write!(formatter, "its only value is one of {form}"),
            Self::All { count, form } => write!(formatter, "all {count} values are {form}"),
            Self::Texts { count: 1, longest } => write!(formatter, "its only value is a text of {longest} characters"),
            Self::Texts { count, longest } => {
                write!(formatter, "{count} values are texts, the longest has {longest} characters")
            }
            Self::Codes => write!(formatter, "some digits begin with a zero, which a number would lose"),
            Self::TooManyDigits => write!(formatter, "the numbers have more digits than a Decimal keeps"),
            Self::UnclearDates => {
                write!(formatter, "they look like dates, but which number is the month cannot be told")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guessed(values: &[&str]) -> String {
        let mut all = Values::default();
        for value in values {
            all.add(value);
        }
        let Guess { mapped, evidence } = all.guess();
        let size = [mapped.length, mapped.decimals].into_iter().flatten().map(|it| format!(" {it}"));
        format!("{}{}: {evidence}", mapped.data_type.label(), size.collect::<String>())
    }

    #[test]
    fn values_tell_types() {
        assert_eq!(guessed(&["1", "-20"]), "Integer: all 2 values are whole numbers of up to 9 digits");
        assert_eq!(guessed(&["1", "1234567890"]), "Long Integer: all 2 values are whole numbers of up to 18 digits");
        assert_eq!(guessed(&["1", "2.5"]), "Decimal 18 2: all 2 values are numbers");
        assert_eq!(guessed(&["12345678901234567890.12345678"]), "Decimal 28 8: its only value is one of numbers");
        assert!(guessed(&["1.123456789"]).starts_with("Text 50: the numbers have more digits"));
        assert!(guessed(&["007", "12"]).starts_with("Text 50: some digits begin with a zero"));
        assert_eq!(guessed(&["0", "0.5"]), "Decimal 18 2: all 2 values are numbers");
        assert!(guessed(&["yes", "No"]).starts_with("Boolean"));
        assert!(guessed(&["2024-05-31", "2024-1-2"]).starts_with("Date: "));
        assert!(guessed(&["2024-05-31", "2024-05-31T10:30:00.5Z"]).starts_with("Date Time: "));
        assert!(guessed(&["10:30", "23:59:59"]).starts_with("Time: "));
        assert!(guessed(&["03/04/2024"]).contains("which number is the month"));
        assert_eq!(guessed(&["a", "1"]), "Text 50: 2 values are texts, the longest has 1 characters");
        assert!(guessed(&["x".repeat(2001).as_str()]).starts_with("Text 3000: "));
        assert_eq!(guessed(&[]), "Text: it has no values");
        for strange in ["-", ".", "1.", ".5", "--1", "1e5", "2024-13-01", "24:00", "é", "1-2-3-4", "٣"] {
            assert!(guessed(&[strange]).starts_with("Text"), "{strange}");
        }
    }
}
