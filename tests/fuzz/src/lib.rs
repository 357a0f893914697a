//! What all targets have: each input has a limit of memory.
//!
//! libFuzzer knows the memory of a process only by looking at it each second. Counting what is allocated finds the very
//! input that takes too much, however short it takes it.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};

pub use libfuzzer_sys::fuzz_target;

/// What any input may take. Inflated texts of a few MiB and some copies of them fit in.
const LIMIT: usize = 128 << 20;
/// What an input may take for each of its bytes beyond that.
const LIMIT_OF_BYTE: usize = 2048;

/// Makes the fuzz target of a check.
#[macro_export]
macro_rules! target {
    ($check:path) => {
        $crate::fuzz_target!(|bytes: &[u8]| $crate::limited(bytes, $check));
    };
}

/// Checks the input; ends the process when that takes too much memory.
pub fn limited(bytes: &[u8], check: fn(&[u8])) {
    let limit = LIMIT + LIMIT_OF_BYTE * bytes.len();
    MOST.store(LIVE.load(Ordering::Relaxed) + limit, Ordering::Relaxed);
    check(bytes);
    MOST.store(usize::MAX, Ordering::Relaxed);
}

struct Counting;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Bytes that are allocated now.
static LIVE: AtomicUsize = AtomicUsize::new(0);
/// Bytes that may be.
static MOST: AtomicUsize = AtomicUsize::new(usize::MAX);

impl Counting {
    fn count(more: usize) {
        let live = LIVE.fetch_add(more, Ordering::Relaxed) + more;
        if live > MOST.load(Ordering::Relaxed) {
            // Telling it takes memory too.
            MOST.store(usize::MAX, Ordering::Relaxed);
            eprintln!("the input takes too much memory: {live} bytes are allocated, {more} of them at once");
            std::process::abort();
        }
    }
}

// SAFETY: all is left to the system's allocator; counting changes nothing of it.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        Self::count(layout.size());
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        Self::count(layout.size());
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        LIVE.fetch_sub(layout.size(), Ordering::Relaxed);
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // Old and new may exist at once.
        Self::count(size);
        LIVE.fetch_sub(layout.size(), Ordering::Relaxed);
        unsafe { System.realloc(pointer, layout, size) }
    }
}
