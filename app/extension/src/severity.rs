/// How serious a message is. The most serious sorts first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// It stops.
    Error,
    /// It does not stop.
    Warning,
    /// It only tells.
    Information,
}

impl Severity {
    /// The word for it, in lower case.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Information => "information",
        }
    }
}
