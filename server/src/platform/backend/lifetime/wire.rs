//! The JSON of LifeTime's deployment API, as its documentation has it. What is not needed is not read.

use api::platform::connect;
use api::platform::extension::{ServerExtension, ServerVersion};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Environment {
    key: String,
    name: String,
    #[serde(default)]
    pub(super) order: i64,
    #[serde(default)]
    host_name: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Module {
    pub(super) key: String,
    name: String,
    #[serde(default)]
    description: String,
    #[serde(default)]
    kind: String,
    #[serde(default, rename = "ModuleStatusInEnv")]
    status: Vec<ModuleStatus>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ModuleStatus {
    environment_key: String,
    #[serde(default)]
    module_version_key: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct ModuleVersion {
    key: String,
    #[serde(default)]
    created_on: Option<String>,
    #[serde(default)]
    created_by_username: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Errors {
    #[serde(default)]
    pub(super) errors: Vec<String>,
}

/// How a deployment stands.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct DeploymentStatus {
    /// `running`, `needs_user_intervention`, `finished_successful` and so on.
    pub deployment_status: String,
    /// `deployment_prepared` at the end of the first of two steps.
    #[serde(default)]
    pub info: Option<String>,
    /// What happened until now.
    #[serde(default)]
    pub deployment_log: Vec<LogLine>,
}

/// A line of a deployment's log.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct LogLine {
    /// When.
    #[serde(default)]
    pub instant: String,
    /// What.
    #[serde(default)]
    pub message: String,
}

impl From<Environment> for connect::Environment {
    fn from(environment: Environment) -> Self {
        Self { key: environment.key, name: environment.name, host: environment.host_name }
    }
}

impl Module {
    /// Whether it is an extension and stands in this environment.
    pub(super) fn is_extension_in(&self, environment: &str) -> bool {
        !self.kind.eq_ignore_ascii_case("eSpace") && self.version_in(environment).is_some()
    }

    /// Key of its version in this environment.
    pub(super) fn version_in(&self, environment: &str) -> Option<&str> {
        let status = self.status.iter().find(|status| status.environment_key == environment)?;
        Some(&status.module_version_key)
    }
}

impl From<Module> for ServerExtension {
    fn from(module: Module) -> Self {
        Self {
            key: module.key,
            name: module.name,
            version: None,
            uploaded: None,
            user: None,
            description: Some(module.description).filter(|text| !text.is_empty()),
            published: None,
        }
    }
}

impl ModuleVersion {
    /// As it is shown; LifeTime has no human version numbers.
    pub(super) fn shown(self, running: Option<&str>) -> ServerVersion {
        ServerVersion {
            published: running.map(|running| running == self.key),
            id: self.key,
            version: None,
            uploaded: self.created_on,
            user: self.created_by_username,
            description: None,
        }
    }
}
