//! Texts of others, bounded.

/// The beginning of a text: at most so many bytes, and no part of a character.
///
/// ```
/// assert_eq!(web::text::beginning("Größe", 3), "Gr");
/// ```
pub fn beginning(text: &str, bytes: usize) -> &str {
    let end = (0..=bytes.min(text.len())).rev().find(|&end| text.is_char_boundary(end));
    text.get(..end.unwrap_or(0)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_character_is_cut() {
        assert_eq!(beginning("abc", 5), "abc");
        assert_eq!(beginning("abc", 2), "ab");
        assert_eq!(beginning("a\u{1F600}b", 4), "a");
        assert_eq!(beginning("\u{1F600}", 0), "");
    }
}
