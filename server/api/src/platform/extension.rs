//! The extensions of a Platform Server and their versions, with the columns of the documented download windows.

use serde::{Deserialize, Serialize};

/// The extensions that the user may see. Which of them are there is the Platform Server's decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
pub struct ExtensionList {
    /// In the server's order.
    pub extensions: Vec<ServerExtension>,
}

/// An extension on the server. What its protocol does not tell is none: the window leaves such a column out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
pub struct ServerExtension {
    /// How the server names it in requests.
    pub key: String,
    /// Its name.
    pub name: String,
    /// The version last uploaded.
    pub version: Option<String>,
    /// When that was, as the server writes it.
    pub uploaded: Option<String>,
    /// Who uploaded it.
    pub user: Option<String>,
    /// Its description.
    pub description: Option<String>,
    /// Notes: whether the published version is the one last uploaded (`P`).
    pub published: Option<bool>,
}

/// The versions of one extension.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
pub struct VersionList {
    /// In the server's order.
    pub versions: Vec<ServerVersion>,
}

/// A version on the server. What its protocol does not tell is none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
pub struct ServerVersion {
    /// How the server names it in requests.
    pub id: String,
    /// Its number as people say it; none with LifeTime, which has only keys.
    pub version: Option<String>,
    /// When it was uploaded, as the server writes it.
    pub uploaded: Option<String>,
    /// Who uploaded it.
    pub user: Option<String>,
    /// Its description.
    pub description: Option<String>,
    /// Notes: whether it is the published one (`P`).
    pub published: Option<bool>,
}
