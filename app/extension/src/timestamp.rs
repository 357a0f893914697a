use std::fmt;
use std::sync::Arc;

/// A moment as a XIF writes it: `yyyy-MM-dd HH:mm:ss`, without a zone.
///
/// `LastModifiedUTC` is in UTC; a resource's `LastModified` is the local time of whoever saved it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Timestamp(Arc<str>);

impl Timestamp {
    /// The moment of these parts: full year, month and day from 1, hour, minute and second from 0.
    /// Parts beyond their range are cut to it.
    pub fn new(year: u16, month: u8, day: u8, hour: u8, minute: u8, second: u8) -> Self {
        let (month, day) = (month.clamp(1, 12), day.clamp(1, 31));
        let (hour, minute, second) = (hour.min(23), minute.min(59), second.min(59));
        Self(format!("{:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}", year.min(9999)).into())
    }

    /// The text of a file, kept whatever it is.
    pub fn as_found(text: &str) -> Self {
        Self(text.into())
    }

    /// The moment as a XIF writes it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn form() {
        assert_eq!(Timestamp::new(2026, 3, 9, 7, 5, 1).as_str(), "2026-03-09 07:05:01");
    }
}
