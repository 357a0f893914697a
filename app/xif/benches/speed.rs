//! How fast reading and writing are, against the compression alone, and how much memory they take.
//!
//! `cargo bench -p xif` prints the ratios at the end. The input is the largest real file where the corpus is
//! there, and else a made document of about its size.

#![allow(clippy::unwrap_used)] // What fails here fails the benchmark.
#![allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)] // Figures to be read, not to be reckoned with.

use std::alloc::{GlobalAlloc, Layout, System};
use std::hint::black_box;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use criterion::{Criterion, Throughput};
use extension::{Action, Content, Edit, Extension, FileName, Folder, Parameter, Resource};
use support::corpus;
use support::document::{INPUT, name, time};
use support::keys::Keys;
use xif::{Limits, deflate, inflate, parse, print, read, write};

/// Counts the bytes that are taken, to know the peak.
struct Counting;

static TAKEN: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);

#[allow(unsafe_code)] // An allocator has no other form; it forwards and counts.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let now = TAKEN.fetch_add(layout.size(), Ordering::Relaxed) + layout.size();
        PEAK.fetch_max(now, Ordering::Relaxed);
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
    let (name, bytes) = largest();
    let text = inflate(&bytes, &Limits::default()).unwrap();
    let extension = read(&bytes, &Limits::default()).unwrap();
    println!("{name}: {} bytes, inflated {} bytes", bytes.len(), text.len());

    let mut criterion = Criterion::default().measurement_time(Duration::from_secs(4)).configure_from_args();
    let mut group = criterion.benchmark_group("xif");
    group.throughput(Throughput::Bytes(text.len() as u64)).sample_size(20);
    group.bench_function("inflate", |bencher| bencher.iter(|| inflate(black_box(&bytes), &Limits::default())));
    group.bench_function("read", |bencher| bencher.iter(|| read(black_box(&bytes), &Limits::default())));
    group.bench_function("deflate", |bencher| bencher.iter(|| deflate(black_box(&text))));
    group.bench_function("write", |bencher| bencher.iter(|| write(black_box(&extension))));
    group.bench_function("print", |bencher| bencher.iter(|| print(black_box(&extension))));
    group.finish();
    criterion.final_summary();

    let (inflating, reading) =
        (median(|| drop(inflate(&bytes, &Limits::default()))), median(|| drop(read(&bytes, &Limits::default()))));
    let (deflating, writing) = (median(|| drop(deflate(&text))), median(|| drop(write(&extension))));
    println!(
        "reading / inflating alone: {:.2} ({reading:.1?} / {inflating:.1?}), wanted: under 3",
        ratio(reading, inflating)
    );
    println!(
        "writing / deflating alone: {:.2} ({writing:.1?} / {deflating:.1?}), wanted: under 1.5",
        ratio(writing, deflating)
    );
    let of_text = |peak: usize| peak as f64 / text.len() as f64;
    println!(
        "peak memory while reading / inflated size: {:.2}, wanted: under 4",
        of_text(peak(|| drop(black_box(read(&bytes, &Limits::default())))))
    );
    println!("peak memory while writing / inflated size: {:.2}", of_text(peak(|| drop(black_box(write(&extension))))));
    let many = deflate(&print(&made(5_000, 0)));
    let parsed = inflate(&many, &Limits::default()).unwrap();
    let (inflating, parsing) = (
        median(|| drop(black_box(inflate(&many, &Limits::default())))),
        median(|| drop(black_box(parse(parsed.clone())))),
    );
    println!(
        "5,000 actions of 10 parameters, {} bytes: inflating {inflating:.1?}, parsing {parsing:.1?}",
        parsed.len()
    );
    let memory = peak(|| drop(black_box(parse(parsed.clone()))));
    println!(
        "peak memory while parsing 5,000 actions of 10 parameters / text size: {:.2}",
        memory as f64 / parsed.len() as f64
    );
}

fn ratio(one: Duration, other: Duration) -> f64 {
    one.as_secs_f64() / other.as_secs_f64()
}

fn median(mut job: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..15)
        .map(|_| {
            let start = Instant::now();
            job();
            start.elapsed()
        })
        .collect();
    times.sort();
    times[times.len() / 2]
}

/// The most that was taken at once while the job ran, beyond what was taken before.
fn peak(job: impl FnOnce()) -> usize {
    let before = TAKEN.load(Ordering::Relaxed);
    PEAK.store(before, Ordering::Relaxed);
    job();
    PEAK.load(Ordering::Relaxed) - before
}

fn largest() -> (String, Vec<u8>) {
    let inflated = |bytes: &[u8]| inflate(bytes, &Limits::default()).map_or(0, |text| text.len());
    corpus::files()
        .into_iter()
        .max_by_key(|(_, bytes)| inflated(bytes))
        .unwrap_or_else(|| ("a made document".to_owned(), write(&made(200, 3 << 20))))
}

/// A document with this many actions of ten parameters and a resource of so many bytes.
fn made(actions: u32, resource: usize) -> Extension {
    let mut key = Keys::default().into_source();
    let keys = [key(), key(), key()];
    let mut extension = Extension::new(name("Made"), keys, time());
    extension.actions = (0..actions)
        .map(|number| {
            let mut action = Action::new(key(), name(&format!("Action{number}")));
            action.parameters =
                (0..10).map(|number| Parameter::new(key(), name(&format!("Parameter{number}")), INPUT)).collect();
            action
        })
        .collect();
    if resource == 0 {
        return extension;
    }
    let bytes: Vec<u8> = (0..resource as u32).map(|number| (number.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let file = Resource::new(
        key(),
        FileName::new("a.dll").unwrap(),
        Folder::as_found(Folder::BINARIES),
        Content::from_bytes(bytes),
        time(),
    );
    extension.apply(&Edit::AddResource(file)).unwrap()
}
