//! `/api/platform/...`: connecting to a Platform Server, its extensions, uploading and publishing a XIF, downloading one.
//!
//! The course of things for the interface:
//!
//! 1. [`PROBE`] with a [`connect::ProbeRequest`] gives a [`connect::Probe`]. No credential is sent. When the certificate of the
//!    server is [doubtful](connect::Trust::Doubtful) nothing else was asked; the user may read why and probe again with that
//!    certificate's fingerprint. When an identity provider is active, password log-in will be refused.
//! 2. [`CONNECTIONS`] (POST) with a [`connect::ConnectRequest`] gives a [`connect::Connection`]. Its id stands in addresses, and so in the logs of
//!    whatever is in between; whoever has its secret acts with the user's rights. It ends with DELETE, or when it was idle for a while
//!    ([`S619`](crate::problem::Code::PlatformNoConnection)).
//! 3. [`extensions`] and [`versions`] list, [`content`] gives the bytes of a version.
//! 4. [`publish`] (POST) takes the bytes of a XIF and gives a [`job::Job`]. The job goes on when the page is gone. [`events`] streams
//!    its [`job::JobEvent`]s as server-sent events, from any number on; [`job`](fn@job) says how it stands; [`advance`] and [`abort`] answer
//!    what it waits for.
//!
//! Every request about a connection or a job has the secret of it in `Authorization: Bearer`; a [`key`] is both for a client. A wrong secret is
//! answered as an unknown id is, and none with [`S631`](crate::problem::Code::PlatformSecret). Connections by hand have none: they can do nothing.
//!
//! All refusals are a [`Problem`](crate::problem::Problem) with a code S6xx. What an operation is worth is said by the
//! [`connect::Capability`] of the connection: nothing that is `unverified` may be shown as certain.

pub mod connect;
pub mod extension;
pub mod job;
pub mod key;
mod secret;

pub use secret::Secret;

/// POST: [`connect::ProbeRequest`] to [`connect::Probe`].
pub const PROBE: &str = "/api/platform/probe";

/// POST: [`connect::ConnectRequest`] to [`connect::Connection`].
pub const CONNECTIONS: &str = "/api/platform/connections";

/// Where the jobs are.
pub const JOBS: &str = "/api/platform/jobs";

/// Bytes that a XIF may have. Platform Servers may take less (see [`connect::Limits`]).
pub const LARGEST_XIF: usize = 64 << 20;

/// Content type of a XIF, sent and received.
pub const XIF_TYPE: &str = "application/octet-stream";

/// Takes an id or a [`key`], as all addresses do. GET: [`connect::Connection`]. DELETE: forgets it and its credentials; answers 204.
pub fn connection(id: &str) -> String {
    format!("{CONNECTIONS}/{}", escaped(key::id(id)))
}

/// GET: [`extension::ExtensionList`].
pub fn extensions(connection_id: &str) -> String {
    format!("{}/extensions", connection(connection_id))
}

/// GET: [`extension::VersionList`] of the extension with this key.
pub fn versions(connection_id: &str, key: &str) -> String {
    format!("{}/{}/versions", extensions(connection_id), escaped(key))
}

/// GET: the bytes of the XIF ([`XIF_TYPE`]).
pub fn content(connection_id: &str, key: &str, version: &str) -> String {
    format!("{}/{}/content", versions(connection_id, key), escaped(version))
}

/// POST: uploads and publishes; the body is the XIF ([`XIF_TYPE`]), the query a [`job::PublishQuery`]. Answers 202 and a
/// [`job::Job`]. The address has no query yet: see [`job::PublishQuery::path`].
pub fn publish(connection_id: &str) -> String {
    format!("{}/publish", connection(connection_id))
}

/// GET: [`job::Job`], until an hour after its end.
pub fn job(id: &str) -> String {
    format!("{JOBS}/{}", escaped(key::id(id)))
}

/// GET: the [`job::JobEvent`]s after number `after` (0: all) as `text/event-stream`: each event has the number as `id` and the JSON as
/// `data`. The stream closes after [`job::Event::Ended`]. Asked again after that it answers 204, which ends a browser's `EventSource`;
/// its header `Last-Event-ID` counts when it is larger than `after`.
pub fn events(id: &str, after: u64) -> String {
    format!("{}/events?after={after}", job(id))
}

/// POST without a body: goes on with a job that [waits](job::JobState::Waiting). Answers [`job::Job`].
pub fn advance(id: &str) -> String {
    format!("{}/continue", job(id))
}

/// POST without a body: asks a job to stop. Answers [`job::Job`]; whether it stopped is in its next events, since a publish that has
/// begun on the server may not be undone.
pub fn abort(id: &str) -> String {
    format!("{}/abort", job(id))
}

/// A segment of a path, percent-encoded; keys are the Platform Server's own texts.
pub(crate) fn escaped(segment: &str) -> String {
    let mut text = String::with_capacity(segment.len());
    for byte in segment.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'~') {
            text.push(char::from(byte));
        } else {
            let digit = |value: u8| char::from(if value < 10 { b'0' + value } else { b'A' + value - 10 });
            text.extend(['%', digit(byte >> 4), digit(byte & 15)]);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_any_kind_stay_one_segment() {
        assert_eq!(
            content("c1", "a/b?c=../d é", "7.0"),
            "/api/platform/connections/c1/extensions/a%2Fb%3Fc%3D%2E%2E%2Fd%20%C3%A9/versions/7%2E0/content"
        );
        assert_eq!(events("j", 4), "/api/platform/jobs/j/events?after=4");
    }
}
