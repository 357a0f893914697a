//! Numbers that are dates: only the format of a cell tells.

use std::collections::HashMap;

use quick_xml::events::Event;

use super::super::SheetError;
use super::part::{attribute, next, reader};

/// Days from 1899-12-30, from which workbooks count, to 1970-01-01; and from 1904-01-01, from which some do.
const DAYS_1900: i64 = 25_569;
const DAYS_1904: i64 = 24_107;
/// Seconds of a day.
const DAY: i64 = 86_400;

/// What a format shows of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Number,
    Day,
    Time,
    Moment,
}

/// The formats of cells.
#[derive(Debug)]
pub(super) struct Styles {
    forms: Vec<Form>,
    is_1904: bool,
}

impl Styles {
    pub(super) const fn new(is_1904: bool) -> Self {
        Self { forms: Vec::new(), is_1904 }
    }

    pub(super) fn read(text: &str, is_1904: bool) -> Result<Self, SheetError> {
        let mut styles = Self::new(is_1904);
        let (mut own, mut is_cells) = (HashMap::new(), false);
        let mut reader = reader(text);
        loop {
            match next(&mut reader)? {
                Event::Start(start) | Event::Empty(start) => match start.local_name().as_ref() {
                    "numFmt" => drop(own.insert(attribute(&start, "numFmtId"), form(&attribute(&start, "formatCode")))),
                    "cellXfs" => is_cells = true,
                    "xf" if is_cells => {
                        let id = attribute(&start, "numFmtId");
                        styles.forms.push(own.get(&id).copied().unwrap_or_else(|| built_in(&id)));
                    }
                    _ => {}
                },
                Event::End(end) if end.local_name().as_ref() == "cellXfs" => is_cells = false,
                Event::Eof => return Ok(styles),
                _ => {}
            }
        }
    }

    /// A number in the form of its cell: digits, or a day and time as `2024-05-31 10:30:00`.
    #[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss, clippy::float_cmp)] // both are checked to be small and whole
    pub(super) fn number(&self, value: &str, style: usize) -> String {
        let Some(number) = value.parse::<f64>().ok().filter(|number| number.is_finite()) else {
            return value.to_owned();
        };
        let form = self.forms.get(style).copied().unwrap_or(Form::Number);
        if form == Form::Number || !(0.0..3_000_000.0).contains(&number) {
            // 0.1 + 0.2 is written with seventeen digits, of which a sheet shows fifteen.
            let rounded = format!("{number:.14e}").parse::<f64>().unwrap_or(number);
            return format!("{rounded}");
        }
        let before = if self.is_1904 { DAYS_1904 } else { DAYS_1900 };
        let seconds = (number * DAY as f64).round() as i64;
        let (days, time) = (seconds.div_euclid(DAY) - before, seconds.rem_euclid(DAY));
        let day = day(days);
        let time = format!("{:02}:{:02}:{:02}", time / 3600, time / 60 % 60, time % 60);
        match form {
            Form::Time => time,
            Form::Day if number == number.trunc() => day,
            Form::Day | Form::Moment | Form::Number => format!("{day} {time}"),
        }
    }
}

/// The formats that have a number and no text: those of dates.
fn built_in(id: &str) -> Form {
    match id {
        "14" | "15" | "16" | "17" => Form::Day,
        "18" | "19" | "20" | "21" | "45" | "46" | "47" => Form::Time,
        "22" => Form::Moment,
        _ => Form::Number,
    }
}

/// What a format shows: outside of quotes and brackets `y` and `d` are of days, `h` and `s` of times.
fn form(code: &str) -> Form {
    let (mut has_day, mut has_time, mut quote) = (false, false, None);
    let mut characters = code.split(';').next().unwrap_or_default().chars();
    while let Some(character) = characters.next() {
        match (quote, character) {
            (Some(end), _) if end == character => quote = None,
            (None, '"') => quote = Some('"'),
            (None, '[') => quote = Some(']'),
            (None, '\\' | '_' | '*') => drop(characters.next()),
            (None, 'y' | 'Y' | 'd' | 'D') => has_day = true,
            (None, 'h' | 'H' | 's' | 'S') => has_time = true,
            (Some(_) | None, _) => {}
        }
    }
    match (has_day, has_time) {
        (true, true) => Form::Moment,
        (true, false) => Form::Day,
        (false, true) => Form::Time,
        (false, false) => Form::Number,
    }
}

/// The day so many days after 1970-01-01, as `2024-05-31`: years are counted from March, so that the leap day is the last.
fn day(days: i64) -> String {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = era * 400 + year_of_era + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_tell_dates() {
        assert_eq!(form("yyyy\\-mm\\-dd"), Form::Day);
        assert_eq!(form("[$-409]d/m/yy h:mm AM/PM;@"), Form::Moment);
        assert_eq!(form("#,##0.00 \"days\""), Form::Number);
        assert_eq!(form("[h]:mm:ss"), Form::Time);
        assert_eq!(form("[Red]0.00"), Form::Number);
    }

    #[test]
    fn numbers_are_days() {
        let styles = Styles { forms: vec![Form::Number, Form::Day, Form::Moment, Form::Time], is_1904: false };
        assert_eq!(styles.number("45443", 1), "2024-05-31");
        assert_eq!(styles.number("45443.4375", 2), "2024-05-31 10:30:00");
        assert_eq!(styles.number("45443.4375", 1), "2024-05-31 10:30:00");
        assert_eq!(styles.number("0.4375", 3), "10:30:00");
        assert_eq!(styles.number("36526", 1), "2000-01-01");
        assert_eq!(styles.number("0.30000000000000004", 0), "0.3");
        assert_eq!(styles.number("12", 9), "12");
        assert_eq!(styles.number("1E+20", 0), "100000000000000000000");
        assert_eq!(Styles { is_1904: true, ..styles }.number("43981", 1), "2024-05-31");
    }
}
