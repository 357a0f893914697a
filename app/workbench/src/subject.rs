//! What every subject of the workbench says of its commands.

/// A command of one subject.
pub(crate) trait SubjectCommand {
    /// Whether it can be given where another page leads, or where the link only shows the draft: it changes nothing in the
    /// document.
    fn only_shows(&self) -> bool;

    /// Whether another document, or none, is open after it. Changes that are kept nowhere are asked about first.
    fn leaves_document(&self) -> bool {
        false
    }
}
