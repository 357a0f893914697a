//! The studio's own server.

use std::cell::RefCell;
use std::collections::HashMap;

use api::compile::{self, CompileAnswer};
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
    let address = format!("{}?extension={}", compile::PATH, js_sys::encode_uri_component(extension));
    let options = RequestInit::new();
    options.set_method("POST");
    options.set_body(&Uint8Array::from(zip));
    options.set_signal(controller.as_ref().map(AbortController::signal).as_ref());
    let answer = ask(&address, &options, Some(compile::CONTENT_TYPE)).await;
    RUNNING.with_borrow_mut(|running| drop(running.remove(&job)));
    read(answer)
}

/// Asks the server for something; an answer without a body is `()`.
pub(super) async fn ask_for<T: DeserializeOwned>(
    address: &str,
    options: &RequestInit,
    content_type: Option<&str>,
) -> Result<T, Failure> {
    read(ask(address, options, content_type).await)
}

fn read<T: DeserializeOwned>(answer: Result<(bool, String), JsValue>) -> Result<T, Failure> {
    let (is_ok, text) = answer.map_err(|thrown| Failure::no_server(&words(&thrown)))?;
    if is_ok {
        let text = if text.is_empty() { "null" } else { text.as_str() };
        return serde_json::from_str(text).map_err(|error| Failure::bad_answer(&error.to_string()));
    }
    match serde_json::from_str::<Problem>(&text) {
        Ok(problem) => Err(Failure::of_problem(&problem)),
        Err(_) => Err(Failure::no_server(text.lines().next().unwrap_or("The answer was empty."))),
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
    let request = Request::new_with_str_and_init(address, options)?;
    if let Some(content_type) = content_type {
        request.headers().set("content-type", content_type)?;
    }
    let response: Response = JsFuture::from(window().fetch_with_request(&request)).await?.dyn_into()?;
    let text = JsFuture::from(response.text()?).await?;
    Ok((response.ok(), text.as_string().unwrap_or_default()))
}
