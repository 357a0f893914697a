//! Counts, sizes and times in words, so that the studio and `xif` say the same thing in the same way.
//!
//! ```
//! use std::time::Duration;
//!
//! assert_eq!(words::counted(2, "error"), "2 errors");
//! assert_eq!(words::size(12_595), "12.3 KB");
//! assert_eq!(words::seconds(Duration::from_millis(7_420)), "7.4 s");
//! ```

use std::time::Duration;

/// A count with its noun: `1 error`, `2 errors`. For a noun whose plural does not end with a further `s` see [`counted_as`].
pub fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", plural_s(count))
}

/// A count with the noun for one and the noun for several: `1 entity`, `0 entities`.
pub fn counted_as(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// The end of a regular noun after a count: nothing after 1, else `s`.
pub const fn plural_s(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

/// A size as file managers show it: `640 bytes`, `12.3 KB`, `3.4 MB`. A KB has 1,024 bytes.
pub fn size(bytes: u64) -> String {
    const KB: u64 = 1 << 10;
    const MB: u64 = 1 << 20;
    let (unit, name) = match bytes {
        1 => return "1 byte".to_owned(),
        0..KB => return format!("{bytes} bytes"),
        // What rounds to 1024.0 KB is a megabyte.
        KB..=1_048_524 => (KB, "KB"),
        _ => (MB, "MB"),
    };
    // In whole numbers: every size fits, and a half rounds up.
    let tenths = (u128::from(bytes) * 10 + u128::from(unit) / 2) / u128::from(unit);
    format!("{}.{} {name}", tenths / 10, tenths % 10)
}

/// How long something took, to a tenth of a second: `7.4 s`.
pub fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}

/// How long something is waited for, in whole seconds and never too short: `3 s` for 2.1 seconds.
pub fn wait(time: Duration) -> String {
    format!("{} s", time.as_secs_f64().ceil())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_singular_and_every_other_count_is_plural() {
        assert_eq!([0, 1, 2].map(|count| counted(count, "file")), ["0 files", "1 file", "2 files"]);
        assert_eq!(
            [0, 1, 2].map(|count| counted_as(count, "entity", "entities")),
            ["0 entities", "1 entity", "2 entities"]
        );
    }

    #[test]
    fn sizes_change_their_unit_where_the_rounded_number_would_not_fit() {
        let sizes = [0, 1, 2, 1023, 1024, 1_048_524, 1_048_525, 1_048_576, 5_767_168, u64::MAX];
        let words = sizes.map(size);
        assert_eq!(words[..5], ["0 bytes", "1 byte", "2 bytes", "1023 bytes", "1.0 KB"]);
        assert_eq!(words[5..9], ["1023.9 KB", "1.0 MB", "1.0 MB", "5.5 MB"]);
        assert!(words[9].ends_with(" MB"));
    }

    #[test]
    fn times_are_short() {
        assert_eq!(seconds(Duration::from_millis(66)), "0.1 s");
        assert_eq!(wait(Duration::from_millis(2_100)), "3 s");
        assert_eq!(wait(Duration::from_secs(2)), "2 s");
    }
}
