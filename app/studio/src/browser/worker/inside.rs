//! The worker's side.

use js_sys::Array;
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};
use workbench::errors::Failure;
use xif::Limits;

use super::{Work, message};

/// Takes jobs until the page ends the worker.
pub fn serve() {
    console_error_panic_hook::set_once();
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let listener = Closure::<dyn Fn(MessageEvent)>::new({
        let scope = scope.clone();
        move |event: MessageEvent| {
            if let Some((job, work)) = message::work(&event.data()) {
                let (answer, transfer) = message::of_result(job, carry_out(work));
                post(&scope, &answer, &transfer);
            }
        }
    });
    scope.set_onmessage(Some(listener.as_ref().unchecked_ref()));
    // The worker lives as long as its page.
    listener.forget();
    post(&scope, &Array::of1(&message::READY.into()), &Array::new());
}

fn post(scope: &DedicatedWorkerGlobalScope, message: &Array, transfer: &Array) {
    if let Err(thrown) = scope.post_message_with_transfer(message, transfer) {
        // The page sees an uncaught error and gives the job up with its text.
        wasm_bindgen::throw_val(thrown);
    }
}

fn carry_out(work: Work) -> Result<Vec<u8>, Failure> {
    match work {
        Work::Read(bytes) => {
            let text = xif::inflate(&bytes, &Limits::default()).map_err(|error| Failure::of_reading(&error))?;
            xif::parse(text.as_str()).map_err(|error| Failure::of_reading(&error))?;
            Ok(text.into_bytes())
        }
        Work::Pack(text) => Ok(xif::deflate(&text)),
        Work::Archive(files) => {
            let contents: Vec<_> = files.iter().map(|file| file.content.bytes()).collect();
            let entries = files.iter().zip(&contents).map(|(file, content)| (file.path.as_str(), content.as_ref()));
            xif::archive(entries).map_err(|error| Failure::worker(&error.to_string()))
        }
    }
}
