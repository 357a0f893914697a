use std::sync::Arc;

/// The longest description of any element, in characters.
pub const DESCRIPTION_LIMIT: usize = 255;

/// What an element's author says about it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Description(Option<Arc<str>>);

/// Why a text is not a description.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DescriptionError {
    /// More characters than the rule allows.
    #[error("The description has {length} characters; the longest allowed is {DESCRIPTION_LIMIT}.")]
    TooLong {
        /// Characters in the text.
        length: usize,
    },
    /// A character that no XML file can hold.
    #[error("The description holds the control character U+{:04X}, which a XIF cannot store.", *.0 as u32)]
    Character(char),
}

impl Description {
    /// A checked description.
    ///
    /// # Errors
    /// The text is too long or holds a character that XML 1.0 excludes.
    pub fn new(text: &str) -> Result<Self, DescriptionError> {
        let length = text.chars().count();
        if length > DESCRIPTION_LIMIT {
            return Err(DescriptionError::TooLong { length });
        }
        match text.chars().find(|&character| !is_xml_character(character)) {
            Some(character) => Err(DescriptionError::Character(character)),
            None => Ok(Self::as_found(text)),
        }
    }

    /// What a description holds of a text from elsewhere: the beginning of one that is too long, without characters that a XIF
    /// cannot store.
    pub fn shortened(text: &str) -> Self {
        let mut storable: String =
            text.chars().filter(|&it| is_xml_character(it)).take(DESCRIPTION_LIMIT + 1).collect();
        if let Some((end, _)) = storable.char_indices().nth(DESCRIPTION_LIMIT) {
            // Room for the mark that tells of the rest.
            let cut = storable[..end].char_indices().next_back().map_or(0, |(place, _)| place);
            storable.truncate(cut);
            storable.push('…');
        }
        Self::as_found(&storable)
    }

    /// A description as a file has it, whatever its length.
    pub fn as_found(text: &str) -> Self {
        Self((!text.is_empty()).then(|| text.into()))
    }

    /// The text, empty where there is none.
    pub fn as_str(&self) -> &str {
        self.0.as_deref().unwrap_or_default()
    }
}

/// The characters of XML 1.0, section 2.2.
pub fn is_xml_character(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_counts_characters() {
        assert!(Description::new(&"é".repeat(255)).is_ok());
        assert_eq!(Description::new(&"é".repeat(256)), Err(DescriptionError::TooLong { length: 256 }));
    }

    #[test]
    fn texts_from_elsewhere_are_shortened() {
        assert_eq!(Description::shortened("a\u{1}b").as_str(), "ab");
        assert_eq!(Description::shortened(&"é".repeat(255)).as_str(), "é".repeat(255));
        assert_eq!(Description::shortened(&"é".repeat(256)).as_str(), "é".repeat(254) + "…");
    }

    #[test]
    fn control_characters_are_refused() {
        assert_eq!(Description::new("a\u{1}b"), Err(DescriptionError::Character('\u{1}')));
        assert!(Description::new("a\r\n\tb").is_ok());
    }
}
