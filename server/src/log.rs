//! The server's own log, on standard error: as text for people, or as JSON for programs that collect it.

use clap::ValueEnum;
use std::io::{self, IsTerminal};
use tracing_subscriber::fmt;

/// How much is logged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Level {
    /// Faults that somebody has to mend.
    Error,
    /// And what may become one.
    Warn,
    /// And what was done, with a line for each request of the interface.
    Info,
    /// And what helps to find a fault.
    Debug,
    /// Everything.
    Trace,
}

/// How log lines are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A line of text each.
    Text,
    /// An object of JSON each.
    Json,
}

impl From<Level> for tracing::Level {
    fn from(level: Level) -> Self {
        match level {
            Level::Error => Self::ERROR,
            Level::Warn => Self::WARN,
            Level::Info => Self::INFO,
            Level::Debug => Self::DEBUG,
            Level::Trace => Self::TRACE,
        }
    }
}

/// Starts to log, once in a process.
pub fn start(level: Level, format: Format) {
    // Colours are for people who look on, not for files and journals.
    let lines =
        fmt().with_writer(io::stderr).with_ansi(io::stderr().is_terminal()).with_max_level(tracing::Level::from(level));
    match format {
        Format::Text => lines.init(),
        Format::Json => lines.json().flatten_event(true).with_current_span(true).with_span_list(false).init(),
    }
}
