//! How much an archive may hold.

/// Limits of an uploaded archive. The defaults leave room for the largest extensions known (10 MB of assemblies, a few hundred files)
/// and keep what one request can cost small.
#[derive(Debug, Clone)]
pub struct ArchiveLimits {
    /// Bytes of the archive itself.
    pub archive: usize,
    /// Entries, folders included.
    pub entries: usize,
    /// Bytes of one inflated file.
    pub file: u64,
    /// Bytes of all inflated files together.
    pub total: u64,
    /// Bytes of a path.
    pub path: usize,
    /// Nested folders of a path, the file included.
    pub depth: usize,
}

impl Default for ArchiveLimits {
    fn default() -> Self {
        Self {
            archive: api::compile::LARGEST_ARCHIVE,
            entries: 5_000,
            file: 64 << 20,
            total: 192 << 20,
            path: 240,
            depth: 24,
        }
    }
}
