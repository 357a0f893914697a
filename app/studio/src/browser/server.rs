//! The studio's own server.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use std::time::Duration;

use api::access::TOKEN_HEADER;
use api::compile::{self, CompileAnswer, CompileQuery, OfferedAssembly, PlatformAssemblies, Standing, Ticket};
use api::health::{self, Compiler, Health};
use api::problem::{Code, Problem};
use api::retry::{Policy, Retry};
use js_sys::{Date, Math, Promise, Reflect, Uint8Array};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, AbortSignal, Request, RequestInit, Response};
use workbench::errors::Failure;
use workbench::{CompileWait, JobId};

use super::{access, crypto, version, words};

thread_local! {
    static RUNNING: RefCell<HashMap<JobId, AbortController>> = RefCell::default();
}

/// What is known of the studio's server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Server {
    /// It has not answered yet.
    Asking,
    /// It compiles.
    Compiles {
        /// The version of the .NET SDK.
        sdk: String,
        /// The day on which the support of that version ended.
        support_ended: Option<String>,
    },
    /// It answers and cannot compile, for this reason.
    CannotCompile(String),
    /// It does not answer.
    Offline,
}

/// An answer of the server.
pub(super) struct Answer {
    is_ok: bool,
    pub(super) text: String,
    /// How long the server asks to be left alone.
    wait: Option<Duration>,
}

/// Bytes of an archive that no server refuses for its size.
const SMALL: usize = 4 << 20;

/// How often a request that waits is asked about.
const LOOK: Duration = Duration::from_secs(1);

/// Lets the server compile the zip of `Source\NET`. A server that is busy is asked again for a while; what the request waits for is told.
pub(crate) async fn compile(
    job: JobId,
    extension: &str,
    zip: &[u8],
    tell: impl Fn(CompileWait) + Copy + 'static,
) -> Result<CompileAnswer, Failure> {
    // Small ones are taken everywhere.
    if zip.len() > SMALL
        && let Some(problem) = compile::too_large(zip.len() as u64, largest_archive().await)
    {
        return Err(Failure::of_problem(&problem));
    }
    let controller = AbortController::new().ok();
    let signal = controller.as_ref().map(AbortController::signal);
    if let Some(controller) = controller {
        RUNNING.with_borrow_mut(|running| drop(running.insert(job, controller)));
    }
    let is_stopped = || signal.as_ref().is_some_and(AbortSignal::aborted);
    let (begin, mut retry) = (Date::now(), Retry::new(Policy::BUSY));
    let result = loop {
        let failure = match build(extension, zip, signal.as_ref(), tell).await {
            Err(failure) if !is_stopped() => failure,
            ended => break ended,
        };
        let elapsed = Duration::try_from_secs_f64((Date::now() - begin) / 1000.0).unwrap_or_default();
        let Some(wait) = retry.failed(failure.wait, elapsed, Math::random()) else { break Err(failure) };
        tell(CompileWait::Again(wait));
        pause(wait).await;
        if is_stopped() {
            break Err(failure);
        }
        tell(CompileWait::Compiler);
    };
    RUNNING.with_borrow_mut(|running| drop(running.remove(&job)));
    result
}

/// One request to compile.
async fn build(
    extension: &str,
    zip: &[u8],
    signal: Option<&AbortSignal>,
    tell: impl Fn(CompileWait) + Copy + 'static,
) -> Result<CompileAnswer, Failure> {
    let ticket = Ticket(crypto::random());
    let address = CompileQuery { extension: extension.to_owned(), ticket: Some(ticket) }.path();
    let options = RequestInit::new();
    options.set_method("POST");
    options.set_body(&Uint8Array::from(zip));
    options.set_signal(signal);
    let is_over = Rc::new(Cell::new(false));
    spawn_local(look(ticket, Rc::clone(&is_over), tell));
    let answer = ask(&address, &options, Some(compile::CONTENT_TYPE)).await;
    is_over.set(true);
    answer?.read()
}

/// Tells how a request stands until it is over.
async fn look(ticket: Ticket, is_over: Rc<Cell<bool>>, tell: impl Fn(CompileWait)) {
    loop {
        pause(LOOK).await;
        if is_over.get() {
            return;
        }
        let standing = ask_for::<Standing>(&ticket.path(), &RequestInit::new(), None).await;
        match standing {
            _ if is_over.get() => return,
            Ok(Standing::Waiting { place }) => tell(CompileWait::Place(place)),
            Ok(Standing::Running) => return tell(CompileWait::Compiler),
            Ok(Standing::Arriving) => {}
            Err(failure) if failure.code == Code::NoTicket => {}
            // An older server has no tickets, and the request itself tells what else is wrong.
            Err(_) => return,
        }
    }
}

/// Waits; where the page has no timers, not at all.
async fn pause(time: Duration) {
    let milliseconds = i32::try_from(time.as_millis()).unwrap_or(i32::MAX);
    let promise = Promise::new(&mut |resolve, _| {
        if window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds).is_err() {
            let _resolved = resolve.call0(&JsValue::UNDEFINED);
        }
    });
    // The promise is never rejected.
    let _ = JsFuture::from(promise).await;
}

/// Bytes that the server takes as an archive.
async fn largest_archive() -> u64 {
    let answer = ask(health::PATH, &RequestInit::new(), None).await.and_then(Answer::read::<Health>);
    match answer.map(|health| health.compiler) {
        Ok(Compiler::Ready { largest_archive: Some(bytes), .. }) => bytes,
        // The request itself tells what else is wrong.
        _ => compile::LARGEST_ARCHIVE as u64,
    }
}

/// An assembly that the server offers.
pub(crate) async fn assembly(assembly: &OfferedAssembly) -> Result<Vec<u8>, Failure> {
    ask_for_bytes(&assembly.path(), &RequestInit::new()).await
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
    ask(address, options, content_type).await?.read()
}

/// Asks the server for bytes.
pub(super) async fn ask_for_bytes(address: &str, options: &RequestInit) -> Result<Vec<u8>, Failure> {
    bytes_of(send(address, options, None)).await
}

/// The bytes of a good answer.
pub(super) async fn bytes_of(response: impl Future<Output = Result<Response, JsValue>>) -> Result<Vec<u8>, Failure> {
    let failed = |thrown: JsValue| Failure::no_server(&lost(&thrown));
    let response = response.await.map_err(failed)?;
    if !response.ok() {
        return Err(Answer::of(&response).await.map_err(failed)?.refusal());
    }
    let reading = response.array_buffer().map_err(failed)?;
    let buffer = JsFuture::from(reading).await.map_err(failed)?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

impl Answer {
    async fn of(response: &Response) -> Result<Self, JsValue> {
        let seconds = response.headers().get("retry-after")?.and_then(|seconds| seconds.trim().parse().ok());
        let text = JsFuture::from(response.text()?).await?.as_string().unwrap_or_default();
        Ok(Self { is_ok: response.ok(), text, wait: seconds.map(Duration::from_secs) })
    }

    /// What a good answer says.
    pub(super) fn read<T: DeserializeOwned>(self) -> Result<T, Failure> {
        if !self.is_ok {
            return Err(self.refusal());
        }
        let text = if self.text.is_empty() { "null" } else { self.text.as_str() };
        serde_json::from_str(text).map_err(|error| Failure::bad_answer(&error.to_string()))
    }

    /// The problem that the server refused with; none in a good answer, or in one that is not the studio's server's.
    pub(super) fn problem(&self) -> Option<Problem> {
        let problem = serde_json::from_str(&self.text).ok().filter(|_| !self.is_ok)?;
        version::hear_refusal(&problem);
        Some(problem)
    }

    /// Why the server refused, as its answer says.
    fn refusal(&self) -> Failure {
        let mut failure = match self.problem() {
            Some(problem) => Failure::of_problem(&problem),
            None => Failure::no_server(self.text.lines().next().unwrap_or("The answer was empty.")),
        };
        failure.wait = self.wait;
        failure
    }
}

/// Why there is no answer, in words.
fn lost(thrown: &JsValue) -> String {
    let name = Reflect::get(thrown, &"name".into()).ok().and_then(|name| name.as_string());
    if name.as_deref() == Some("TimeoutError") { "It took too long to answer.".to_owned() } else { words(thrown) }
}

/// Ends a compilation; the server ends the build when the connection closes.
pub(crate) fn stop(job: JobId) {
    if let Some(controller) = RUNNING.with_borrow_mut(|running| running.remove(&job)) {
        controller.abort();
    }
}

/// Asks the server how it is.
pub(crate) async fn health() -> Server {
    let answer = ask(health::PATH, &RequestInit::new(), None).await;
    match answer.and_then(Answer::read::<Health>).map(|health| health.compiler) {
        Ok(Compiler::Ready { sdk, support_ended, .. }) => Server::Compiles { sdk, support_ended },
        Ok(Compiler::Unavailable { problem }) => Server::CannotCompile(problem.detail),
        Err(_) => Server::Offline,
    }
}

/// Asks the server, whatever it answers.
pub(super) async fn ask(address: &str, options: &RequestInit, content_type: Option<&str>) -> Result<Answer, Failure> {
    answer_of(send(address, options, content_type)).await
}

/// The answer, whatever it says.
pub(super) async fn answer_of(response: impl Future<Output = Result<Response, JsValue>>) -> Result<Answer, Failure> {
    let answered = async { Answer::of(&response.await?).await };
    answered.await.map_err(|thrown: JsValue| Failure::no_server(&lost(&thrown)))
}

/// A response that was asked for already.
pub(super) async fn promised(response: Promise) -> Result<Response, JsValue> {
    JsFuture::from(response).await?.dyn_into()
}

async fn send(address: &str, options: &RequestInit, content_type: Option<&str>) -> Result<Response, JsValue> {
    let request = Request::new_with_str_and_init(address, options)?;
    if let Some(content_type) = content_type {
        request.headers().set("content-type", content_type)?;
    }
    version::say(&request.headers());
    let token = access::token();
    if !token.is_empty() {
        request.headers().set(TOKEN_HEADER, &token)?;
    }
    let response = JsFuture::from(window().fetch_with_request(&request)).await?.dyn_into()?;
    version::hear(&response);
    Ok(response)
}
