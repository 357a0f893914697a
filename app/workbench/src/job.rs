/// The number of a job, never used twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct JobId(pub(crate) u64);

impl JobId {
    /// The number, to send through a border.
    pub fn number(self) -> u64 {
        self.0
    }

    /// The job of a number that came back through a border.
    pub fn from_number(number: u64) -> Self {
        Self(number)
    }
}

/// Work that goes on while the user goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// Its number.
    pub id: JobId,
    /// What it is for.
    pub kind: JobKind,
    /// What the progress display says, as “Opening Foo.xif”.
    pub label: String,
}

/// What a job is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum JobKind {
    /// Reading a XIF.
    Open,
    /// Packing and writing a XIF.
    Save,
    /// Compiling.
    Compile,
    /// Making a download.
    Export,
    /// Completing a linked folder.
    Link,
    /// Connecting to an environment.
    Connect,
    /// Sending a XIF to an environment.
    Publish,
    /// Asking an environment what it has.
    Ask,
    /// Reading an assembly that the server offers.
    ReadAssembly,
}
