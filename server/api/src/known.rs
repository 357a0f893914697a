//! What a later version added is left out, where the rest makes sense without it: for `#[serde(deserialize_with = "crate::known::all")]`.

use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer};

/// A value, or something else in its place.
#[derive(Deserialize)]
#[serde(untagged)]
enum Known<T> {
    Known(T),
    Other(IgnoredAny),
}

impl<T> Known<T> {
    fn value(self) -> Option<T> {
        match self {
            Self::Known(value) => Some(value),
            Self::Other(_) => None,
        }
    }
}

/// Those of a list that are known.
pub(crate) fn all<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
    let found = Vec::<Known<T>>::deserialize(deserializer)?;
    Ok(found.into_iter().filter_map(Known::value).collect())
}

/// A value when it is known; none for anything else.
pub(crate) fn one<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    Ok(Option::<Known<T>>::deserialize(deserializer)?.and_then(Known::value))
}

/// A value when it is known, and the usual one for anything else.
pub(crate) fn or_default<'de, T: Deserialize<'de> + Default, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    Ok(one(deserializer)?.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use crate::access::{Access, Proof, Right, Standing};
    use crate::compile::{CompileAnswer, Severity};
    use crate::health::{Drafts, Health};
    use crate::platform::connect::{Connection, Doubt, IdentityProvider, Operation, Support, Trust};
    use crate::platform::job::{Event, JobEvent, Severity as JobSeverity};
    use serde::de::DeserializeOwned;

    fn read<T: DeserializeOwned>(json: &str) -> T {
        serde_json::from_str(json).unwrap_or_else(|error| panic!("{error}: {json}"))
    }

    /// A page or a command meets a server that has more than it knows.
    #[test]
    fn what_a_later_server_added_is_left_out() {
        let access: Access =
            read(r#"{"state":"signed_in","name":"ada","by":"passkey","may":["compile","teleport","share"]}"#);
        assert_eq!(access.may, [Right::Compile, Right::Share]);
        assert_eq!(access.standing, Standing::SignedIn { name: "ada".into(), by: Proof::Proxy });
        let health: Health = read(
            r#"{"version":"9","compiler":{"state":"ready","sdk":"12"},"running":0,"waiting":0,"drafts":{"state":"read_only"},"sandbox":{"counted":{"by":"scales"},"landlock":"whole"}}"#,
        );
        assert_eq!((health.drafts, health.sandbox), (Drafts::Off, None));
        let compiled: CompileAnswer = read(
            r#"{"outcome":"failed","diagnostics":[{"file":null,"span":null,"severity":"hint","code":"","text":"t"}],"way":"elsewhere","output":"","waited_ms":0,"elapsed_ms":0}"#,
        );
        assert_eq!((compiled.way, compiled.diagnostics[0].severity), (None, Severity::Info));
        assert_eq!(read::<IdentityProvider>(r#"{"state":"several","names":[]}"#), IdentityProvider::Unknown);
        assert_eq!(
            read::<Trust>(r#"{"trust":"accepted","doubt":"too_young"}"#),
            Trust::Accepted { doubt: Doubt::Unreadable }
        );
        let message =
            r#"{"id":1,"at_ms":2,"event":"message","stage":"upload","severity":"hint","text":"t","detail":""}"#;
        let Event::Message { severity, .. } = read::<JobEvent>(message).event else { panic!() };
        assert_eq!(severity, JobSeverity::Information);
    }

    #[test]
    fn operations_that_are_not_known_are_left_out_and_support_that_is_not_known_is_none() {
        let connection: Connection = read(
            r#"{"id":"1","address":"a","user":"u","platform":null,"backend":"service_center","environments":[],"environment":null,
                "capabilities":[{"operation":"rename","support":"verified","note":""},{"operation":"upload","support":"verified","note":""},
                {"operation":"publish","support":"rumoured","note":""}],
                "service_center":{"address":"a","publish_steps":[],"download_steps":[]},
                "limits":{"xif":1,"usual_xif":1,"answer_seconds":1,"upload_seconds":1,"publish_seconds":1},"idle_seconds":1,"jobs":[]}"#,
        );
        assert_eq!(connection.capabilities.len(), 2);
        assert_eq!(connection.support(Operation::Upload), Support::Verified);
        assert_eq!(connection.support(Operation::Publish), Support::Unsupported);
    }
}
