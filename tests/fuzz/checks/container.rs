//! Any bytes: inflating ends with a text within the limit or with an error, and what inflates comes back.

use xif::{Limits, deflate, inflate, parse};

const LIMIT: usize = 1 << 20;

pub(crate) fn check(bytes: &[u8]) {
    let limits = Limits { inflated: LIMIT };
    if let Ok(text) = inflate(bytes, &limits) {
        assert!(text.len() <= LIMIT);
        assert_eq!(inflate(&deflate(&text), &limits).as_ref(), Ok(&text));
        let _ = parse(text);
    }
}
