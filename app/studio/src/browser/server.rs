//! The studio's own server.

use std::cell::RefCell;
use std::collections::HashMap;

use api::compile::{self, CompileAnswer, CompileQuery, PlatformAssemblies};
use api::health::{self, Compiler, Health};
use api::problem::Problem;
use js_sys::Uint8Array;
use leptos::prelude::*;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, Request, RequestInit, Response};
use workbench::JobId;
use workbench::errors::Failure;

use super::words;
use crate::app::screen::Server;

thread_local! {
    static RUNNING: RefCell<HashMap<JobId, AbortController>> = RefCell::default();
}

/// Lets the server compile the zip of `Source\NET`.
pub(crate) async fn compile(job: JobId, extension: &str, zip: &[u8]) -> Result<CompileAnswer, Failure> {
    let controller = AbortController::new().ok();
    if let Some(controller) = &controller {
        RUNNING.with_borrow_mut(|running| drop(running.insert(job, controller.clone())));
    }
    let address = CompileQuery { extension: extension.to_owned() }.path();
    let options = RequestInit::new();
    options.set_method("POST");
    options.set_body(&Uint8Array::from(zip));
    options.set_signal(controller.as_ref().map(AbortController::signal).as_ref());
    let answer = ask(&address, &options, Some(compile::CONTENT_TYPE)).await;
    RUNNING.with_borrow_mut(|running| drop(running.remove(&job)));
    read(answer)
}

/// The platform's reference assemblies.
pub(crate) async fn platform_assemblies() -> Result<PlatformAssemblies, Failure> {
    ask_for(compile::PLATFORM, &RequestInit::new(), None).await
}

/// Asks the server for something; an answer without a body is `()`.
pub(super) async fn ask_for<T: DeserializeOwned>(
    address: &str,
    options: &RequestInit,
    content_type: Option<&str>,
) -> Result<T, Failure> {
    read(ask(address, options, content_type).await)
}

/// Asks the server for bytes.
pub(super) async fn ask_for_bytes(address: &str, options: &RequestInit) -> Result<Vec<u8>, Failure> {
    let failed = |thrown: JsValue| Failure::no_server(&words(&thrown));
    let response = send(address, options, None).await.map_err(failed)?;
    if !response.ok() {
        return Err(refused(&text_of(&response).await.map_err(failed)?));
    }
    let reading = response.array_buffer().map_err(failed)?;
    let buffer = JsFuture::from(reading).await.map_err(failed)?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

fn read<T: DeserializeOwned>(answer: Result<(bool, String), JsValue>) -> Result<T, Failure> {
    let (is_ok, text) = answer.map_err(|thrown| Failure::no_server(&words(&thrown)))?;
    if is_ok {
        let text = if text.is_empty() { "null" } else { text.as_str() };
        return serde_json::from_str(text).map_err(|error| Failure::bad_answer(&error.to_string()));
    }
    Err(refused(&text))
}

/// Why the server refused, as its answer says.
fn refused(text: &str) -> Failure {
    match serde_json::from_str::<Problem>(text) {
        Ok(problem) => Failure::of_problem(&problem),
        Err(_) => Failure::no_server(text.lines().next().unwrap_or("The answer was empty.")),
    }
}

/// Ends a compilation; the server ends the build when the connection closes.
pub(crate) fn stop(job: JobId) {
    if let Some(controller) = RUNNING.with_borrow_mut(|running| running.remove(&job)) {
        controller.abort();
    }
}

/// Asks the server how it is.
pub(crate) async fn health() -> Server {
    let Ok((true, text)) = ask(health::PATH, &RequestInit::new(), None).await else { return Server::Offline };
    match serde_json::from_str::<Health>(&text).map(|health| health.compiler) {
        Ok(Compiler::Ready { sdk }) => Server::Compiles(sdk),
        Ok(Compiler::Unavailable { problem }) => Server::CannotCompile(problem.detail),
        Err(_) => Server::Offline,
    }
}

/// Whether the answer is a good one, and its text.
async fn ask(address: &str, options: &RequestInit, content_type: Option<&str>) -> Result<(bool, String), JsValue> {
    let response = send(address, options, content_type).await?;
    Ok((response.ok(), text_of(&response).await?))
}

async fn send(address: &str, options: &RequestInit, content_type: Option<&str>) -> Result<Response, JsValue> {
    let request = Request::new_with_str_and_init(address, options)?;
    if let Some(content_type) = content_type {
        request.headers().set("content-type", content_type)?;
    }
    JsFuture::from(window().fetch_with_request(&request)).await?.dyn_into()
}

async fn text_of(response: &Response) -> Result<String, JsValue> {
    Ok(JsFuture::from(response.text()?).await?.as_string().unwrap_or_default())
}
