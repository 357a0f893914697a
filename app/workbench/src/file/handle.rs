/// The number of a file that the browser lets the studio write back. The interface has the browser's handle for it.
///
/// It goes with the file: into the opening, the document, its draft and its save. So no save can reach the file of another
/// document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileHandle(u64);

impl FileHandle {
    /// The handle of a number that the interface gave.
    pub fn from_number(number: u64) -> Self {
        Self(number)
    }

    /// Its number.
    pub fn number(self) -> u64 {
        self.0
    }
}

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenFile {
    /// Its name, which the user may have chosen.
    pub name: String,
    /// What writes it again; `None` for a download.
    pub handle: Option<FileHandle>,
}
