use std::fmt;
use std::sync::Arc;

/// The longest name of an entity attribute, in characters.
pub const ENTITY_ATTRIBUTE_NAME_LIMIT: usize = 28;
/// The longest name of every other element, in characters.
pub const NAME_LIMIT: usize = 50;

/// The attribute names that Oracle reserves, as the platform's page gives them.
const RESERVED_IN_ORACLE: [&str; 5] = ["timestamp", "number", "blob", "clob", "varchar2"];

/// The name of an element.
///
/// [`Name::new`] checks the naming rules; a name that a file brings may break them, is kept as it is
/// ([`Name::as_found`]) and is what verification is for.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Name(Arc<str>);

/// Why a text is not a name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// There is no text.
    #[error("A name is needed.")]
    Empty,
    /// The first character is not a letter.
    #[error("Names start with a letter (A–Z, a–z), not with {}.", in_words(*.0))]
    Start(char),
    /// A character that names cannot have.
    #[error("Names can't contain {}: use letters (A–Z, a–z), digits and _.", in_words(*.0))]
    Character(char),
    /// More characters than the rule allows.
    #[error("The name has {length} characters; the longest allowed is {limit}.")]
    TooLong {
        /// Characters in the text.
        length: usize,
        /// Characters allowed.
        limit: usize,
    },
}

fn in_words(character: char) -> String {
    match character {
        ' ' => "spaces".to_owned(),
        other => format!("“{other}”"),
    }
}

impl Name {
    /// The checked name of any element but an entity attribute.
    ///
    /// # Errors
    /// The naming rule that the text breaks.
    pub fn new(text: &str) -> Result<Self, NameError> {
        Self::checked(text, NAME_LIMIT)
    }

    /// The checked name of an entity attribute, which is shorter.
    ///
    /// # Errors
    /// The naming rule that the text breaks.
    pub fn of_entity_attribute(text: &str) -> Result<Self, NameError> {
        Self::checked(text, ENTITY_ATTRIBUTE_NAME_LIMIT)
    }

    /// A name as a file has it, whatever it is.
    pub fn as_found(text: &str) -> Self {
        Self(text.into())
    }

    /// The text with every character that a name cannot have replaced by `_`, as the naming rules say
    /// an editor does while one types. Length and first character stay the user's to mend.
    pub fn with_replaced_characters(text: &str) -> String {
        text.chars().map(|character| if is_allowed(character) { character } else { '_' }).collect()
    }

    /// The rule that this name breaks, if any: a file may bring any text.
    pub fn broken_rule(&self, limit: usize) -> Option<NameError> {
        check(&self.0, limit).err()
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the two are the same for the platform, which ignores case.
    pub fn is_same(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(&other.0)
    }

    /// Whether Oracle reserves the text, so that it takes no attribute of this name.
    pub fn is_reserved_in_oracle(text: &str) -> bool {
        RESERVED_IN_ORACLE.iter().any(|reserved| text.eq_ignore_ascii_case(reserved))
    }

    fn checked(text: &str, limit: usize) -> Result<Self, NameError> {
        check(text, limit).map(|()| Self(text.into()))
    }
}

fn check(text: &str, limit: usize) -> Result<(), NameError> {
    // Nearly every name, in one pass: verification looks at tens of thousands.
    let is_plain = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let bytes = text.as_bytes();
    if bytes.len() <= limit && bytes.first().is_some_and(u8::is_ascii_alphabetic) && bytes.iter().all(is_plain) {
        return Ok(());
    }
    let first = text.chars().next().ok_or(NameError::Empty)?;
    if let Some(wrong) = text.chars().find(|&character| !is_allowed(character)) {
        return Err(NameError::Character(wrong));
    }
    if !first.is_ascii_alphabetic() {
        return Err(NameError::Start(first));
    }
    let length = text.chars().count();
    if length > limit {
        return Err(NameError::TooLong { length, limit });
    }
    Ok(())
}

fn is_allowed(character: char) -> bool {
    character.is_ascii_alphanumeric() || character == '_'
}

impl fmt::Display for Name {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:?}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules() {
        assert_eq!(Name::new("CalculateMortgage_2").unwrap().as_str(), "CalculateMortgage_2");
        assert_eq!(Name::new(""), Err(NameError::Empty));
        assert_eq!(Name::new("2Fast"), Err(NameError::Start('2')));
        assert_eq!(Name::new("_x"), Err(NameError::Start('_')));
        assert_eq!(Name::new("a b"), Err(NameError::Character(' ')));
        assert_eq!(Name::new("Preço"), Err(NameError::Character('ç')));
        assert!(Name::new(&"a".repeat(50)).is_ok());
        assert_eq!(Name::new(&"a".repeat(51)), Err(NameError::TooLong { length: 51, limit: 50 }));
        assert!(Name::of_entity_attribute(&"a".repeat(28)).is_ok());
        assert!(Name::of_entity_attribute(&"a".repeat(29)).is_err());
    }

    #[test]
    fn typed_characters_are_replaced() {
        assert_eq!(Name::with_replaced_characters("Preço médio\n"), "Pre_o_m_dio_");
    }
}
