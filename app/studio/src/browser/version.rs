//! Whether the page and the studio's server understand each other, as every answer of the server tells.

use std::cell::RefCell;

use api::problem::{Code, Problem};
use api::version::{HEADER, Mismatch, NUMBER};
use web_sys::{Headers, Response};

/// Who is called.
type Tell = Box<dyn Fn(Mismatch)>;

thread_local! {
    static TELL: RefCell<Option<Tell>> = RefCell::default();
}

/// From now on this is called whenever they do not.
pub(crate) fn follow(tell: impl Fn(Mismatch) + 'static) {
    TELL.set(Some(Box::new(tell)));
}

/// Says the page's version with a request.
pub(super) fn say(headers: &Headers) {
    // A header of letters and digits is taken by every browser.
    let _said = headers.set(HEADER, &NUMBER.to_string());
}

/// Hears the server's version.
pub(super) fn hear(response: &Response) {
    if Mismatch::is_too_old(response.headers().get(HEADER).ok().flatten().as_deref()) {
        tell(Mismatch::Older);
    }
}

/// Hears why the server refused.
pub(super) fn hear_refusal(problem: &Problem) {
    if problem.kind() == Some(Code::ClientVersion) {
        tell(Mismatch::Newer);
    }
}

fn tell(mismatch: Mismatch) {
    TELL.with_borrow(|tell| tell.iter().for_each(|tell| tell(mismatch)));
}
