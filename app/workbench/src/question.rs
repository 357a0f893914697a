//! What the user must decide.

use crate::{Choice, Command};

/// Something that the user must decide before the work can go on.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// What it is about, in a few words.
    pub title: String,
    /// What is asked.
    pub text: String,
    /// What it is about, one by one.
    pub details: Vec<String>,
    /// The possible answers, the safest first.
    pub choices: Vec<Choice>,
    pub(crate) then: Box<Command>,
}
