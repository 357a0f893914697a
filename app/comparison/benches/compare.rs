//! How fast two versions of an extension are compared, and three merged.
//!
//! `cargo bench -p comparison` prints the figures.

#![allow(clippy::unwrap_used)] // What fails here fails the benchmark.

use std::hint::black_box;

use comparison::merge::merge;
use comparison::{Comparison, compare};
use criterion::Criterion;
use extension::{Edit, Extension, Name};
use support::large::{USUAL, document, edit};

fn main() {
    let before = document(USUAL);
    let edited = before.apply(&edit(USUAL, 7)).unwrap();
    let renamed = before.apply(&Edit::RenameExtension(Name::as_found("Renamed"))).unwrap();
    let apart = without_shared_memory(&edited);
    assert_eq!(changes(&compare(&before, &edited)), 1);
    assert_eq!(changes(&compare(&before, &apart)), 1);
    assert!(merge(&before, &edited, &renamed).is_clean());

    let mut criterion = Criterion::default().configure_from_args();
    let mut group = criterion.benchmark_group("1,000 actions, 300 structures, 300 entities");
    group.bench_function("compare, after an edit", |it| it.iter(|| compare(black_box(&before), black_box(&edited))));
    group.bench_function("compare, of two files", |it| it.iter(|| compare(black_box(&before), black_box(&apart))));
    group.bench_function("merge", |it| it.iter(|| merge(black_box(&before), black_box(&edited), black_box(&renamed))));
    group.finish();
    criterion.final_summary();
}

fn changes(comparison: &Comparison) -> usize {
    comparison.groups.iter().map(|group| group.changes.len()).sum()
}

/// An equal extension whose elements stand elsewhere in memory, as those of another file do.
fn without_shared_memory(extension: &Extension) -> Extension {
    let mut apart = extension.clone();
    apart.actions = extension.actions.iter().map(|it| it.as_ref().clone()).collect();
    apart.structures = extension.structures.iter().map(|it| it.as_ref().clone()).collect();
    apart.entities = extension.entities.iter().map(|it| it.as_ref().clone()).collect();
    apart
}
