//! Environments, over the studio's server.

use api::platform::connect::{ConnectRequest, Connection, Probe, ProbeRequest};
use api::platform::extension::{ExtensionList, VersionList};
use api::platform::job::{Job, JobEvent, PublishQuery};
use api::platform::{self};
use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::*;
use web_sys::RequestInit;
use workbench::errors::Failure;
use workbench::{ServerAnswer, ServerQuestion};

use super::server::{ask_for, ask_for_bytes};

#[wasm_bindgen(module = "/src/browser/platform.js")]
extern "C" {
    #[wasm_bindgen(js_name = follow)]
    fn js_follow(address: &str, tell: &JsValue, ended: &JsValue, broke: &JsValue);
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
    ask_for(platform::CONNECTIONS, &post_json(request)?, Some("application/json")).await
}

/// A connection that was opened before.
pub(crate) async fn connection(id: &str) -> Result<Connection, Failure> {
    ask_for(&platform::connection(id), &RequestInit::new(), None).await
}

/// Asks an environment.
pub(crate) async fn ask(connection: &str, question: &ServerQuestion) -> Result<ServerAnswer, Failure> {
    let options = RequestInit::new();
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
            let bytes = ask_for_bytes(&platform::content(connection, extension, version), &RequestInit::new()).await?;
            Ok(ServerAnswer::Content(bytes))
        }
    }
}

/// Ends a connection.
pub(crate) async fn disconnect(id: &str) {
    let options = RequestInit::new();
    options.set_method("DELETE");
    // A server that is gone has forgotten it too.
    drop(ask_for::<()>(&platform::connection(id), &options, None).await);
}

/// Uploads and publishes a XIF.
pub(crate) async fn publish(connection: &str, query: &PublishQuery, bytes: &[u8]) -> Result<Job, Failure> {
    let options = RequestInit::new();
    options.set_method("POST");
    options.set_body(&Uint8Array::from(bytes));
    ask_for(&query.path(connection), &options, Some(platform::XIF_TYPE)).await
}

/// How a job stands.
pub(crate) async fn job(id: &str) -> Result<Job, Failure> {
    ask_for(&platform::job(id), &RequestInit::new(), None).await
}

/// Tells a job to go on, or to stop.
pub(crate) async fn answer(job: &str, goes_on: bool) -> Result<Job, Failure> {
    let options = RequestInit::new();
    options.set_method("POST");
    let address = if goes_on { platform::advance(job) } else { platform::abort(job) };
    ask_for(&address, &options, None).await
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
    js_follow(&platform::events(job, after), &tell.into_js_value(), &Closure::once_into_js(|| ()), &broke);
}

/// The ids of the connections that this tab opened.
pub(crate) fn kept_connections() -> Vec<String> {
    js_connections().iter().filter_map(|id| id.as_string()).collect()
}

/// Keeps these ids for the next page of this tab.
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
