//! Environments, over the studio's server.

use api::platform::connect::{ConnectRequest, Connection, Probe, ProbeRequest};
use api::platform::extension::{ExtensionList, VersionList};
use api::platform::job::{Job, JobEvent, PublishQuery};
use api::platform::{self};
use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::*;
use web_sys::{Headers, RequestInit};
use workbench::errors::Failure;
use workbench::{NotStarted, ServerAnswer, ServerQuestion};

use super::server::{ask as ask_whatever, ask_for, ask_for_bytes};

#[wasm_bindgen(module = "/src/browser/platform.js")]
extern "C" {
    #[wasm_bindgen(js_name = follow)]
    fn js_follow(address: &str, secret: Option<&str>, tell: &JsValue, broke: &JsValue);
    #[wasm_bindgen(js_name = connections)]
    fn js_connections() -> Array;
    #[wasm_bindgen(js_name = keepConnections)]
    fn js_keep_connections(ids: &Array);
}

/// What is known of an environment without credentials.
pub(crate) async fn probe(request: &ProbeRequest) -> Result<Probe, Failure> {
    ask_for(platform::PROBE, &post_json(request)?, Some("application/json")).await
}

/// Connects to an environment.
pub(crate) async fn connect(request: &ConnectRequest) -> Result<Connection, Failure> {
    let opened = ask_for(platform::CONNECTIONS, &post_json(request)?, Some("application/json")).await;
    opened.map(Connection::keyed)
}

/// A connection that was opened before.
pub(crate) async fn connection(key: &str) -> Result<Connection, Failure> {
    ask_for(&platform::connection(key), &asking("GET", key)?, None).await.map(Connection::keyed)
}

/// Asks an environment.
pub(crate) async fn ask(connection: &str, question: &ServerQuestion) -> Result<ServerAnswer, Failure> {
    let options = asking("GET", connection)?;
    match question {
        ServerQuestion::Extensions => {
            let list: ExtensionList = ask_for(&platform::extensions(connection), &options, None).await?;
            Ok(ServerAnswer::Extensions(list.extensions))
        }
        ServerQuestion::Versions { extension } => {
            let list: VersionList = ask_for(&platform::versions(connection, extension), &options, None).await?;
            Ok(ServerAnswer::Versions(list.versions))
        }
        ServerQuestion::Content { extension, version } => {
            let bytes = ask_for_bytes(&platform::content(connection, extension, version), &options).await?;
            Ok(ServerAnswer::Content(bytes))
        }
    }
}

/// Ends a connection.
pub(crate) async fn disconnect(key: &str) {
    if let Ok(options) = asking("DELETE", key) {
        // A server that is gone has forgotten it too.
        drop(ask_for::<()>(&platform::connection(key), &options, None).await);
    }
}

/// Uploads and publishes a XIF.
///
/// # Errors
/// Whether the server has refused, or it is not known what it does.
pub(crate) async fn publish(connection: &str, query: &PublishQuery, bytes: &[u8]) -> Result<Job, NotStarted> {
    let options = asking("POST", connection).map_err(NotStarted::Unclear)?;
    options.set_body(&Uint8Array::from(bytes));
    let answer = ask_whatever(&query.path(connection), &options, Some(platform::XIF_TYPE)).await;
    let answer = answer.map_err(NotStarted::Unclear)?;
    match answer.problem() {
        Some(problem) => Err(NotStarted::Refused(problem)),
        None => answer.read().map(Job::keyed).map_err(NotStarted::Unclear),
    }
}

/// How a job stands.
pub(crate) async fn job(key: &str) -> Result<Job, Failure> {
    ask_for(&platform::job(key), &asking("GET", key)?, None).await.map(Job::keyed)
}

/// Tells a job to go on, or to stop.
pub(crate) async fn answer(job: &str, goes_on: bool) -> Result<Job, Failure> {
    let address = if goes_on { platform::advance(job) } else { platform::abort(job) };
    ask_for(&address, &asking("POST", job)?, None).await.map(Job::keyed)
}

/// A request with the secret of a key.
fn asking(method: &str, key: &str) -> Result<RequestInit, Failure> {
    let options = RequestInit::new();
    options.set_method(method);
    if let Some(secret) = platform::key::secret(key) {
        // A header of letters and digits is taken by every browser.
        let failed = |_| Failure::no_server("The browser does not take the request.");
        let headers = Headers::new().map_err(failed)?;
        headers.set("authorization", &format!("Bearer {secret}")).map_err(failed)?;
        options.set_headers(&headers);
    }
    Ok(options)
}

/// Follows the events of a job; `broke` is called once when they break off before the end.
pub(crate) fn follow(job: &str, after: u64, tell: impl Fn(JobEvent) + 'static, broke: impl FnOnce() + 'static) {
    let tell = Closure::<dyn Fn(String)>::new(move |text: String| {
        if let Ok(event) = serde_json::from_str(&text) {
            tell(event);
        }
    });
    let broke = Closure::once_into_js(broke);
    // The page keeps what is called by events until it goes.
    js_follow(&platform::events(job, after), platform::key::secret(job), &tell.into_js_value(), &broke);
}

/// The keys of the connections that this tab opened.
pub(crate) fn kept_connections() -> Vec<String> {
    js_connections().iter().filter_map(|id| id.as_string()).collect()
}

/// Keeps these keys for the next page of this tab.
pub(crate) fn keep_connections(ids: &[String]) {
    js_keep_connections(&ids.iter().map(|id| JsValue::from_str(id)).collect());
}

fn post_json(request: &impl serde::Serialize) -> Result<RequestInit, Failure> {
    let text = serde_json::to_string(request).map_err(|error| Failure::bad_answer(&error.to_string()))?;
    let options = RequestInit::new();
    options.set_method("POST");
    options.set_body(&text.into());
    Ok(options)
}
