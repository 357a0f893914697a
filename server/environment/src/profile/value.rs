//! What a profile can put into a request and take out of an answer.

use serde::{Deserialize, Serialize};

/// A value by its meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// The user.
    User,
    /// The password in the configured form.
    Password,
    /// Name of the extension.
    Extension,
    /// Name of the file: the extension's with `.xif`.
    FileName,
    /// The bytes of the XIF, as base64.
    File,
    /// Their number.
    FileSize,
    /// The time of now, as `2026-01-31T00:00:00Z`.
    Now,
    /// Name of the package file.
    PackName,
    /// The bytes of a package, as base64.
    Pack,
    /// An id made for a package by the server.
    PackId,
    /// The schema of a package.
    PackSchema,
    /// Key of the extension.
    Key,
    /// Key of a version.
    VersionId,
    /// Whether a publish waits between its steps.
    TwoStep,
    /// Number of a publish; 0 when it was refused.
    PublishId,
    /// Number of the last message that was read.
    LastMessage,
    /// `true`.
    True,
    /// `false`.
    False,
    /// `0`.
    Zero,
    /// Nothing.
    Empty,
    /// The platform's version.
    PlatformVersion,
    /// Its serial number.
    Serial,
    /// Key of the identity provider.
    Provider,
    /// How a log-in went, in the server's words.
    Status,
    /// A number of an error; 0 and nothing are none.
    ErrorCode,
    /// Text of an error.
    Error,
    /// Whether a publish is over.
    Finished,
    /// Whether something must be configured first.
    NeedsConfiguration,
    /// The bytes of a downloaded XIF, as base64.
    DownloadedFile,
    /// The version number that is published.
    PublishedVersion,
    /// Read by nobody; it keeps the place in the order.
    Unread,
    /// Of a row: name of a module.
    Name,
    /// Of a row: its key.
    ModuleKey,
    /// Of a row: its kind.
    Kind,
    /// Of a row: key of a version.
    RowVersionId,
    /// Of a row: number of a version.
    Version,
    /// Of a row: when it was uploaded.
    Uploaded,
    /// Of a row: by whom.
    Uploader,
    /// Of a row: its description.
    Description,
    /// Of a row: whether it is the published one.
    Published,
    /// Of a row: number of a message.
    MessageId,
    /// Of a row: its type.
    MessageType,
    /// Of a row: its text.
    Message,
    /// Of a row: more of it.
    Detail,
}

impl Value {
    /// Whether it belongs to one row of many.
    pub fn is_of_row(self) -> bool {
        self >= Self::Name
    }

    /// Whether it is bytes, which are base64 on the wire.
    pub fn is_bytes(self) -> bool {
        matches!(self, Self::File | Self::Pack | Self::DownloadedFile)
    }

    /// Whether no record may show it.
    pub fn is_secret(self) -> bool {
        matches!(self, Self::User | Self::Password)
    }

    /// What it always is.
    pub fn constant(self) -> Option<&'static str> {
        match self {
            Self::True => Some("true"),
            Self::False => Some("false"),
            Self::Zero => Some("0"),
            Self::Empty => Some(""),
            _ => None,
        }
    }
}
