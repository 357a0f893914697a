//! The JSON of LifeTime's deployment API, as its documentation has it. What is not needed is not read.

use api::platform::connect;
use api::platform::extension::{ServerExtension, ServerVersion};
use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::fmt;
use std::marker::PhantomData;

/// A list that is refused when it has more than so many entries: each takes several times the memory of its text.
#[derive(Debug, Clone)]
pub struct List<T, const MOST: usize>(pub Vec<T>);

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
    status: List<ModuleStatus, 1000>,
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
    pub(super) errors: List<String, 1000>,
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
    pub deployment_log: List<LogLine, 20_000>,
}

/// A line of a deployment's log.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct LogLine {
    /// When.
    #[serde(default)]
    pub instant: String,
    /// What.
    #[serde(default)]
    pub message: String,
}

impl<T, const MOST: usize> Default for List<T, MOST> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>, const MOST: usize> Deserialize<'de> for List<T, MOST> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(Entries::<T, MOST>(PhantomData)).map(Self)
    }
}

struct Entries<T, const MOST: usize>(PhantomData<T>);

impl<'de, T: Deserialize<'de>, const MOST: usize> Visitor<'de> for Entries<T, MOST> {
    type Value = Vec<T>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "a list of at most {MOST} entries")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<T>, A::Error> {
        let mut found = Vec::new();
        while let Some(entry) = list.next_element()? {
            if found.len() == MOST {
                return Err(A::Error::invalid_length(MOST + 1, &self));
            }
            found.push(entry);
        }
        Ok(found)
    }
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
        let status = self.status.0.iter().find(|status| status.environment_key == environment)?;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endless_list_is_refused_and_a_long_one_is_not() {
        let list = |entries: usize| {
            let text =
                format!(r#"{{"DeploymentStatus":"running","DeploymentLog":[{}{{}}]}}"#, "{},".repeat(entries - 1));
            serde_json::from_str::<DeploymentStatus>(&text).map(|status| status.deployment_log.0.len())
        };
        assert_eq!(list(20_000).unwrap(), 20_000);
        assert!(list(20_001).unwrap_err().to_string().contains("at most 20000"));
    }
}
