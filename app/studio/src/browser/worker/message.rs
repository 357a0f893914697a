//! What page and worker say to each other: arrays whose first part is the number of the job.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use workbench::SourceFile;
use workbench::errors::{Failure, FailureCode};

use super::Work;
use crate::browser::words;

/// The worker's first message: it can take jobs now.
pub(super) const READY: &str = "ready";

const DONE: &str = "done";

/// The message for a job and what of it changes hands instead of being copied.
pub(super) fn of_work(job: f64, work: Work) -> (Array, Array) {
    let (kind, content): (&str, JsValue) = match work {
        Work::Read(bytes) => ("read", Uint8Array::from(bytes.as_slice()).into()),
        Work::Pack(text) => ("pack", Uint8Array::from(text.as_bytes()).into()),
        Work::Archive(files) => ("archive", files.iter().map(of_file).collect::<Array>().into()),
    };
    let transfer = content.dyn_ref::<Uint8Array>().map(|bytes| Array::of1(&bytes.buffer())).unwrap_or_default();
    (Array::of3(&job.into(), &kind.into(), &content), transfer)
}

fn of_file(file: &SourceFile) -> Array {
    Array::of2(&file.path.as_str().into(), &Uint8Array::from(file.content.bytes().as_ref()))
}

/// Number of the job and what to do; `None` when the message is none of ours.
pub(super) fn work(message: &JsValue) -> Option<(f64, Work)> {
    let parts: &Array = message.dyn_ref()?;
    let content = parts.get(2);
    let work = match parts.get(1).as_string()?.as_str() {
        "read" => Work::Read(bytes(content).to_vec()),
        "pack" => Work::Pack(String::from_utf8(bytes(content).to_vec()).ok()?),
        "archive" => Work::Archive(Array::from(&content).iter().map(|file| source_file(&file)).collect::<Option<_>>()?),
        _ => return None,
    };
    Some((parts.get(0).as_f64()?, work))
}

fn source_file(message: &JsValue) -> Option<SourceFile> {
    let parts: &Array = message.dyn_ref()?;
    let content = extension::Content::from_bytes(bytes(parts.get(1)).to_vec());
    Some(SourceFile { path: parts.get(0).as_string()?, content })
}

/// The bytes as they came: `Uint8Array::new` of an array would copy them once more.
fn bytes(content: JsValue) -> Uint8Array {
    content.dyn_into().unwrap_or_else(|other| Uint8Array::new(&other))
}

/// The answer to a job and what of it changes hands.
pub(super) fn of_result(job: f64, result: Result<Vec<u8>, Failure>) -> (Array, Array) {
    match result {
        Ok(bytes) => {
            let bytes = Uint8Array::from(bytes.as_slice());
            (Array::of3(&job.into(), &DONE.into(), &bytes), Array::of1(&bytes.buffer()))
        }
        Err(failure) => {
            let details: Array = failure.details.iter().map(JsValue::from).collect();
            let parts = Array::of4(&job.into(), &failure.code.text().into(), &failure.text.into(), &details);
            (parts, Array::new())
        }
    }
}

/// What the answer says.
pub(super) fn result(message: &JsValue) -> Result<Vec<u8>, Failure> {
    let Some(parts) = message.dyn_ref::<Array>() else { return Err(Failure::worker(&words(message))) };
    let text = |index: u32| parts.get(index).as_string().unwrap_or_default();
    if text(1) == DONE {
        return Ok(bytes(parts.get(2)).to_vec());
    }
    let mut failure = Failure::new(FailureCode::find(&text(1)), text(2));
    failure.details = Array::from(&parts.get(3)).iter().filter_map(|detail| detail.as_string()).collect();
    Err(failure)
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::*;

    wasm_bindgen_test_configure!(run_in_browser);

    fn through(work_in: Work) -> (f64, Work) {
        let (message, _) = of_work(7.0, work_in);
        work(&message).unwrap()
    }

    #[wasm_bindgen_test]
    fn work_arrives_as_it_was_sent() {
        assert!(matches!(through(Work::Read(vec![1, 2])), (7.0, Work::Read(bytes)) if bytes == [1, 2]));
        assert!(matches!(through(Work::Pack("ä".into())), (7.0, Work::Pack(text)) if text == "ä"));
        let file = SourceFile { path: "Bin/a.dll".into(), content: extension::Content::from_bytes([3]) };
        assert!(matches!(through(Work::Archive(vec![file.clone()])), (7.0, Work::Archive(files)) if files == [file]));
    }

    #[wasm_bindgen_test]
    fn answers_arrive_as_they_were_given() {
        assert_eq!(result(&of_result(7.0, Ok(vec![0, 255])).0).unwrap(), [0, 255]);
        let mut failure = Failure::new(workbench::errors::Code::Damaged, "The file is damaged.");
        failure.details.push("At byte 7.".into());
        assert_eq!(result(&of_result(7.0, Err(failure.clone())).0).unwrap_err(), failure);
    }

    #[wasm_bindgen_test]
    fn a_broken_worker_is_a_failure_with_its_words() {
        let failure = result(&"unreachable".into()).unwrap_err();
        assert_eq!(failure.code, workbench::errors::Code::Worker);
        assert_eq!(failure.details, ["unreachable"]);
    }

    #[wasm_bindgen_test]
    fn strange_messages_are_no_work() {
        assert!(work(&JsValue::NULL).is_none());
        assert!(work(&Array::of3(&1.into(), &"dance".into(), &JsValue::NULL)).is_none());
    }
}
