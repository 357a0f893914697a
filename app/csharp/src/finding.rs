use std::fmt;

use extension::{FileName, Severity};

/// What an update has to say to the user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How much it matters: after an error nothing could be updated; a warning tells of a place where the code
    /// does not follow the definition, or may not.
    pub severity: Severity,
    /// The file that it is about, where it is about one.
    pub file: Option<FileName>,
    /// The line of the file, from 1, where it is about one: as the file stood before the update.
    pub line: Option<usize>,
    /// What it is and what to do.
    pub text: String,
}

impl Finding {
    /// A finding about the definition.
    pub(crate) fn of_definition(severity: Severity, text: impl Into<String>) -> Self {
        Self { severity, file: None, line: None, text: text.into() }
    }

    /// A finding about a file, and a line of it where there is one.
    pub(crate) fn of_file(severity: Severity, file: &FileName, line: Option<usize>, text: impl Into<String>) -> Self {
        Self { severity, file: Some(file.clone()), line, text: text.into() }
    }
}

impl fmt::Display for Finding {
    /// `MortgageLib.cs(12): text`, as compilers write.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.file, self.line) {
            (Some(file), Some(line)) => write!(formatter, "{}({line}): {}", file.as_str(), self.text),
            (Some(file), None) => write!(formatter, "{}: {}", file.as_str(), self.text),
            (None, _) => formatter.write_str(&self.text),
        }
    }
}
