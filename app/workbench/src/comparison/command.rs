use comparison::merge::Side;
use extension::Item;

use crate::subject::SubjectCommand;

/// A version of the document itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Against {
    /// As its file was read or written last.
    Saved,
    /// As it was after this step of the history.
    Step(usize),
    /// A version of the draft, by its number.
    Version(u32),
}

/// What has to do with the comparison and the merge.
#[derive(Debug, Clone, PartialEq)]
pub enum ComparisonCommand {
    /// Show the document beside an earlier version of itself.
    Compare(Against),
    /// Show the document beside a XIF.
    CompareFile {
        /// The name of the file it came from.
        file_name: String,
        /// Its bytes.
        bytes: Vec<u8>,
    },
    /// Make these items of one element as the version beside the document has them; without any, all of it.
    TakeBack(Vec<Item>),
    /// Merge the file that the document is shown beside.
    BeginMerge,
    /// Decide about a conflict of the merge; without one, about all of them.
    ChooseSide {
        /// Its place among the conflicts.
        conflict: Option<usize>,
        /// What to take.
        side: Side,
    },
    /// Make what was merged the document, when every conflict is decided.
    FinishMerge,
    /// Close the merge, or else the comparison.
    Close,
}

impl SubjectCommand for ComparisonCommand {
    fn only_shows(&self) -> bool {
        matches!(self, Self::Compare(_) | Self::CompareFile { .. } | Self::Close)
    }
}
