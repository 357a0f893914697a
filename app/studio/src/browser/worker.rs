//! Work away from the page's thread: inflating and reading, deflating, zipping.
//!
//! The page keeps one worker. A panic there ends its jobs with a message; the next job gets a new worker.

mod inside;
mod message;
mod page;

pub use inside::serve;
pub(crate) use page::{prepare, run, stop};

use workbench::SourceFile;

/// What a worker can do. Each answers with bytes.
#[derive(Debug)]
pub(crate) enum Work {
    /// Inflate a XIF and try to read it; the answer is the definition XML.
    Read(Vec<u8>),
    /// Deflate the definition XML; the answer is the XIF.
    Pack(String),
    /// Put source files into a zip; the answer is the zip.
    Archive(Vec<SourceFile>),
}
