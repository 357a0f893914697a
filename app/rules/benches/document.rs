//! How fast a document is verified, as a whole and after an edit, and what an edit costs in time and memory.
//!
//! `cargo bench -p rules --bench document` prints the figures against the aims at the end.

#![allow(clippy::unwrap_used)] // What fails here fails the benchmark.

use std::alloc::{GlobalAlloc, Layout, System};
use std::hint::black_box;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use criterion::{BatchSize, Criterion};
use extension::{Extension, History};
use rules::Verification;
use support::large::{Size, USUAL, document, edit};

/// Counts the bytes that are taken.
struct Counting;

static TAKEN: AtomicUsize = AtomicUsize::new(0);

#[allow(unsafe_code)] // An allocator has no other form; it forwards and counts.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        TAKEN.fetch_add(layout.size(), Ordering::Relaxed);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        TAKEN.fetch_sub(layout.size(), Ordering::Relaxed);
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn main() {
    let usual = document(USUAL);
    assert_eq!(verified(&usual).findings(), [], "nothing is wrong with the made document");

    let mut criterion = Criterion::default().measurement_time(Duration::from_secs(3)).configure_from_args();
    let mut group = criterion.benchmark_group("document");
    group.bench_function("verify", |bencher| bencher.iter(|| verified(black_box(&usual))));
    group.bench_function("verify after an edit", |bencher| {
        let (mut verification, mut step) = (verified(&usual), 0);
        bencher.iter_batched(
            || {
                step += 1;
                usual.apply(&edit(USUAL, step)).unwrap()
            },
            |extension| verification.update(black_box(&extension)),
            BatchSize::PerIteration,
        );
    });
    group.bench_function("edit", |bencher| {
        bencher.iter_batched(
            || History::new("Open", usual.clone()),
            |mut history| {
                step(&mut history, USUAL, 5);
                history
            },
            BatchSize::SmallInput,
        );
    });
    group.finish();
    criterion.final_summary();

    tell("1,000 actions, 300 structures, 300 entities", USUAL, "wanted: under 10 ms, 1 ms, 50 µs, 10 KB");
    tell("5,000 actions of 10 parameters", Size { actions: (5_000, 10), types: 0 }, "");
}

fn verified(extension: &Extension) -> Verification {
    let mut verification = Verification::default();
    verification.update(extension);
    verification
}

fn step(history: &mut History, size: Size, digit: u32) {
    let edit = edit(size, digit);
    let (name, next) = (edit.label(history.current()), history.current().apply(&edit).unwrap());
    history.push(name, next, None);
}

fn tell(what: &str, size: Size, wanted: &str) {
    let extension = document(size);
    let whole = median((0..30).map(|_| time(|| drop(black_box(verified(&extension))))));
    let mut verification = verified(&extension);
    let mut history = History::new("Open", extension);
    let after_edit = median((0..50).map(|digit| {
        step(&mut history, size, digit);
        time(|| verification.update(history.current()))
    }));
    let mut bytes = Vec::new();
    let edit = median((50..100).map(|digit| {
        let before = TAKEN.load(Ordering::Relaxed);
        let taken = time(|| step(&mut history, size, digit));
        bytes.push(TAKEN.load(Ordering::Relaxed) - before);
        taken
    }));
    bytes.sort_unstable();
    println!(
        "{what}: verified in {whole:.2?}, after an edit in {after_edit:.2?}; an edit with its step takes {edit:.2?} and {} bytes. {wanted}",
        bytes[bytes.len() / 2]
    );
}

fn time(job: impl FnOnce()) -> Duration {
    let start = Instant::now();
    job();
    start.elapsed()
}

fn median(times: impl Iterator<Item = Duration>) -> Duration {
    let mut times: Vec<Duration> = times.collect();
    times.sort_unstable();
    times[times.len() / 2]
}
