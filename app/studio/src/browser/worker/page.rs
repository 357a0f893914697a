//! The page's side.

use std::cell::RefCell;
use std::collections::HashMap;

use js_sys::{Array, Function, Promise};
use leptos::prelude::window;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{ErrorEvent, Event, MessageEvent, Worker};
use workbench::JobId;
use workbench::errors::Failure;

use super::{Work, message};
use crate::browser::words;

/// What trunk makes of the binary `worker`.
const ADDRESS: &str = "worker_loader.js";

thread_local! {
    static CREW: RefCell<Crew> = RefCell::default();
}

/// The worker with the jobs that it has.
#[derive(Default)]
struct Crew {
    worker: Option<Worker>,
    is_ready: bool,
    /// Messages that came before the worker was ready; what is sent earlier is lost.
    queue: Vec<(Array, Array)>,
    /// What to call with the answer to a job.
    waiting: HashMap<u64, Function>,
}

/// Starts the worker once the browser has nothing else to do, and before it is needed: later the server that has its script may be
/// stopped, and saving must not need a server.
pub(crate) fn prepare() {
    const MOMENT: i32 = 500;
    // A worker that cannot be had now is asked for again by the first job, which tells why.
    let start = Closure::once_into_js(|| drop(CREW.with_borrow_mut(Crew::staff)));
    let start: &Function = start.unchecked_ref();
    if window().request_idle_callback(start).is_err() {
        // A page without timers starts it with the first job.
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(start, MOMENT);
    }
}

/// Lets the worker do it; the answer is the bytes.
pub(crate) async fn run(job: JobId, work: Work) -> Result<Vec<u8>, Failure> {
    let promise =
        Promise::new(&mut |resolve, _| CREW.with_borrow_mut(|crew| drop(crew.waiting.insert(job.number(), resolve))));
    // Jobs are counted from 1, far below where numbers of the language lose their last digit.
    #[allow(clippy::cast_precision_loss)]
    let parts = message::of_work(job.number() as f64, work);
    CREW.with_borrow_mut(|crew| crew.send(parts))?;
    let answer = JsFuture::from(promise).await.map_err(|thrown| Failure::worker(&words(&thrown)))?;
    message::result(&answer)
}

/// Ends the job. Its answer is of no use any more; the worker is ended with it when it has nothing else.
pub(crate) fn stop(job: JobId) {
    CREW.with_borrow_mut(|crew| {
        if crew.waiting.remove(&job.number()).is_some() && crew.waiting.is_empty() {
            crew.dismiss();
            let _ = crew.staff(); // as in `prepare`
        }
    });
}

impl Crew {
    fn staff(&mut self) -> Result<(), Failure> {
        if self.worker.is_none() {
            self.worker = Some(hire().map_err(|thrown| Failure::worker(&words(&thrown)))?);
        }
        Ok(())
    }

    fn send(&mut self, (message, transfer): (Array, Array)) -> Result<(), Failure> {
        self.staff()?;
        match &self.worker {
            Some(worker) if self.is_ready => worker
                .post_message_with_transfer(&message, &transfer)
                .map_err(|thrown| Failure::worker(&words(&thrown))),
            _ => {
                self.queue.push((message, transfer));
                Ok(())
            }
        }
    }

    fn dismiss(&mut self) {
        if let Some(worker) = self.worker.take() {
            worker.terminate();
        }
        self.is_ready = false;
        self.queue.clear();
    }
}

fn hire() -> Result<Worker, JsValue> {
    let worker = Worker::new(ADDRESS)?;
    let heard = Closure::<dyn Fn(MessageEvent)>::new(|event: MessageEvent| hear(&event.data()));
    worker.set_onmessage(Some(heard.into_js_value().unchecked_ref()));
    let broken = Closure::<dyn Fn(Event)>::new(|event: Event| {
        event.prevent_default();
        // A script that cannot be loaded gives an event without words.
        let why = event.dyn_ref::<ErrorEvent>().map(ErrorEvent::message);
        give_up(&why.unwrap_or_else(|| "The studio's server does not give the script of the worker.".to_owned()));
    });
    worker.set_onerror(Some(broken.into_js_value().unchecked_ref()));
    Ok(worker)
}

fn hear(answer: &JsValue) {
    let first = answer.dyn_ref::<Array>().map(|parts| parts.get(0)).unwrap_or_default();
    if first.as_string().as_deref() == Some(message::READY) {
        let queue = CREW.with_borrow_mut(|crew| {
            crew.is_ready = true;
            std::mem::take(&mut crew.queue)
        });
        for parts in queue {
            // A message that cannot be sent ends its job as a worker that broke does.
            if let Err(failure) = CREW.with_borrow_mut(|crew| crew.send(parts)) {
                give_up(&failure.text);
            }
        }
        return;
    }
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a number that `run` sent
    let resolve = first.as_f64().and_then(|job| CREW.with_borrow_mut(|crew| crew.waiting.remove(&(job as u64))));
    if let Some(resolve) = resolve {
        // Resolving a promise does not throw.
        let _ = resolve.call1(&JsValue::NULL, answer);
    }
}

/// The worker broke: its jobs end with a message, and the next job gets a new worker.
fn give_up(why: &str) {
    let waiting = CREW.with_borrow_mut(|crew| {
        crew.dismiss();
        std::mem::take(&mut crew.waiting)
    });
    for resolve in waiting.into_values() {
        let _ = resolve.call1(&JsValue::NULL, &JsValue::from(why));
    }
}
