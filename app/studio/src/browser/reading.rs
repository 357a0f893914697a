//! Reading a XIF: tried in the worker first, where a fault of the reader ends the job alone, then read here between frames.

use std::cell::Cell;

use extension::Extension;
use wasm_bindgen::prelude::*;
use workbench::JobId;
use workbench::errors::Failure;

use super::worker::{self, Work};

/// How long the page reads before it lets other work in, in milliseconds: two of them fit a frame.
const SLICE: f64 = 8.0;

#[wasm_bindgen(module = "/src/browser/reading.js")]
extern "C" {
    /// Lets the browser do what waits: input, and painting.
    #[wasm_bindgen(js_name = breathe)]
    async fn js_breathe();
    #[wasm_bindgen(js_name = now)]
    fn js_now() -> f64;
}

/// The extension in the bytes of a XIF.
///
/// # Errors
/// What is wrong with the bytes, and where; or that the worker broke over them.
pub(crate) async fn read(job: JobId, bytes: Vec<u8>) -> Result<Extension, Failure> {
    let text = worker::run(job, Work::Read(bytes)).await?;
    let text = String::from_utf8(text).map_err(|error| Failure::worker(&error.to_string()))?;
    let began = Cell::new(js_now());
    let pause = async || {
        if js_now() - began.get() >= SLICE {
            js_breathe().await;
            began.set(js_now());
        }
    };
    xif::parse_with_pauses(text, pause).await.map_err(|error| Failure::of_reading(&error))
}
