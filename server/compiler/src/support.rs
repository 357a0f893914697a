//! How long Microsoft supports a version of the .NET SDK: the compiler's faults are mended until then.

use jiff::civil::{Date, date};

/// Major versions and the last day of their support, from Microsoft's page on the .NET support policy.
const ENDS: [(u32, Date); 7] = [
    (3, date(2022, 12, 13)),
    (5, date(2022, 5, 10)),
    (6, date(2024, 11, 12)),
    (7, date(2024, 5, 14)),
    (8, date(2026, 11, 10)),
    (9, date(2026, 11, 10)),
    (10, date(2028, 11, 14)),
];

/// The day on which support of this major version ended; none when it goes on, or the version is newer than this list.
pub fn ended(major: u32, today: Date) -> Option<Date> {
    let end = match ENDS.iter().find(|(known, _)| *known == major) {
        Some((_, end)) => *end,
        // Older ones than any in the list are long past.
        None if major < 3 => date(2021, 8, 21),
        None => return None,
    };
    (today > end).then_some(end)
}

/// Today, in the time of the world.
pub fn today() -> Date {
    jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn support_ends_after_its_last_day() {
        assert_eq!(ended(8, date(2026, 11, 10)), None);
        assert_eq!(ended(8, date(2026, 11, 11)), Some(date(2026, 11, 10)));
        assert_eq!(ended(3, date(2026, 1, 1)), Some(date(2022, 12, 13)));
        assert_eq!(ended(2, date(2026, 1, 1)), Some(date(2021, 8, 21)));
        assert_eq!(ended(11, date(2040, 1, 1)), None);
    }
}
