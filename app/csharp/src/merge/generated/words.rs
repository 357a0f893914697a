//! Which words generated code is made of, to tell what somebody wrote into it by hand.

use std::collections::HashSet;
use std::ops::Range;

use super::super::source::Source;
use crate::token::{Kind, Token};

/// Words of generated code that the templates of today do not have: other versions of the platform's tools write them.
const OTHERS: &str = "all objInfo fieldInfo fields recordElem recordList defaultStruct index t i a b o r base this \
    Length Name FieldType IsSerializable ToLower ToLowerInvariant GetType GetField GetFields GetValue SetValue AddValue \
    BindingFlags NonPublic Public Instance Static The field named was not found Method Supported Invalid key \
    Clone Array Copy List Obsolete for foreach while if else try catch return null true false new int object string \
    trans IDbTransaction alternateReadDBMethod ReadDBMethodDelegate EntityConfiguration config Invoke GetProperty GetMethod ToString \
    public private internal protected static readonly void bool override const value set get var in is as out ref \
    SetFieldName CompareByteArrays RuntimePlatformUtils Read ReadDB ReadIM from database record Data Record Structure Entity code p \
    summary param name that represents the Service Studio Description 0 1 2";

/// The words of generated code.
pub(super) struct Words<'a>(HashSet<&'a str>);

impl<'a> Words<'a> {
    /// The words of these templates.
    pub(super) fn of(templates: &[&Source<'a>]) -> Self {
        let mut words: HashSet<&str> = OTHERS.split_whitespace().collect();
        for source in templates {
            words.extend(source.tokens.iter().flat_map(|token| split(&source.text[token.range.clone()])));
        }
        Self(words)
    }

    /// Whether the part of a file has nothing that only a person can have written.
    pub(super) fn has_all(&self, source: &Source<'_>, range: &Range<usize>) -> bool {
        source.tokens_in(range).iter().all(|token| self.has(source.text, token))
    }

    fn has(&self, text: &str, token: &Token) -> bool {
        match token.kind {
            Kind::Blank | Kind::Punctuation => true,
            Kind::Directive | Kind::Dead => false,
            Kind::Comment if text[token.range.clone()].starts_with("///") => true,
            _ => split(&text[token.range.clone()]).all(|word| self.0.contains(word)),
        }
    }
}

fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split(|character: char| !(character.is_alphanumeric() || character == '_')).filter(|word| !word.is_empty())
}
