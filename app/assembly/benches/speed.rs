//! How long it takes to list the public surface of a library, each declaration as a text, and how much memory.
// A benchmark that cannot be set up ends.
#![allow(clippy::unwrap_used, missing_docs)]

use std::hint::black_box;

use assembly::{Image, ManagedImage, Style, Surface};
use criterion::{Criterion, criterion_group, criterion_main};

fn managed(bytes: &[u8]) -> Box<ManagedImage<'_>> {
    match Image::read(bytes).unwrap() {
        Image::Managed(image) => image,
        Image::Native(_) => unreachable!("the file is an assembly"),
    }
}

/// The length of all texts.
fn list(bytes: &[u8]) -> usize {
    let surface = Surface::read(&managed(bytes)).unwrap();
    let texts = surface.all().map(|of| {
        let of = of.unwrap();
        let members: usize = of.members.iter().map(|it| surface.member_text(&of, it, Style::Full).len()).sum();
        members + surface.type_text(&of, Style::Full).len()
    });
    texts.sum()
}

fn speed(criterion: &mut Criterion) {
    let library = support::tools::mono_library().map(|library| library.join("mscorlib.dll"));
    for path in library.into_iter().chain(support::tools::newtonsoft_json()) {
        let bytes = std::fs::read(&path).unwrap();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let title = |what: &str| format!("{what} of {name}, {} KB", bytes.len() / 1000);
        criterion.bench_function(&title("names of the types"), |bencher| {
            bencher.iter(|| Surface::read(&managed(black_box(&bytes))).unwrap().types().len());
        });
        criterion.bench_function(&title("public surface"), |bencher| bencher.iter(|| list(black_box(&bytes))));
    }
}

criterion_group!(benches, speed);
criterion_main!(benches);
