//! Any bytes: inflating ends with a text within the limit or with an error, and what inflates comes back.
#![no_main]

use libfuzzer_sys::fuzz_target;
use xif::{Limits, deflate, inflate};

const LIMIT: usize = 1 << 20;

fuzz_target!(|bytes: &[u8]| {
    let limits = Limits { inflated: LIMIT };
    if let Ok(text) = inflate(bytes, &limits) {
        assert!(text.len() <= LIMIT);
        assert_eq!(inflate(&deflate(&text), &limits).as_ref(), Ok(&text));
        let _ = xif::parse(text);
    }
});
