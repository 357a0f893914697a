//! The inputs of fuzzing: those that it begins with, and those that it found, each also in some mutations.
//!
//! `tests/fuzz/run` searches on with coverage. Building that takes minutes, so it is not part of every run; these mutations are.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::Path;

use crate::folder::{files_below, project};

/// Mutations of each input. All targets together take half a minute in a debug build.
const MUTATIONS: usize = 40;

/// Hands each input of a target in `tests/fuzz`, and mutations of it, to the check of the target.
///
/// The mutations are the same in every run. One that fails is written into the folder of temporary files; a copy of it belongs
/// into `tests/fuzz/found`.
///
/// # Panics
///
/// Where the check does.
pub fn each_input(target: &str, check: fn(&[u8])) {
    let folders = ["seeds", "found"].map(|folder| project().join("tests/fuzz").join(folder).join(target));
    let inputs: Vec<_> = folders
        .iter()
        .flat_map(|folder| files_below(folder))
        .map(|path| (path.clone(), std::fs::read(path).unwrap()))
        .collect();
    for (path, input) in &inputs {
        println!("{}", path.display());
        check(input);
    }
    for (at, (path, input)) in inputs.iter().enumerate() {
        for number in 0..MUTATIONS {
            let other = &inputs[(at + number) % inputs.len()].1;
            let mutated = mutated(input, other, at * MUTATIONS + number);
            check_and_keep(&mutated, check, path, number);
        }
    }
}

fn check_and_keep(input: &[u8], check: fn(&[u8]), of: &Path, number: usize) {
    let Err(panic) = catch_unwind(AssertUnwindSafe(|| check(input))) else { return };
    let name = of.file_name().unwrap_or_default().to_string_lossy();
    let kept = std::env::temp_dir().join(format!("{name}-mutation-{number}"));
    std::fs::write(&kept, input).unwrap();
    println!("mutation {number} of {} fails; it is kept as {}", of.display(), kept.display());
    resume_unwind(panic);
}

/// The input after one to four changes: bits, bytes, numbers at their limits, parts that go, come twice, or come from another input.
fn mutated(input: &[u8], other: &[u8], seed: usize) -> Vec<u8> {
    let mut random = Random((seed as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let mut bytes = input.to_vec();
    for _ in 0..=random.below(4) {
        let at = random.below(bytes.len() + 1);
        let most = if random.below(4) == 0 { 256 } else { 8 };
        let length = random.below(most) + 1;
        let end = (at + length).min(bytes.len());
        match random.below(6) {
            0 if at < bytes.len() => bytes[at] ^= 1 << random.below(8),
            1 => bytes[at..end].fill([0, 0xff, 0x7f, 0x80, b'<', b'"', b'{', b'\n'][random.below(8)]),
            2 => drop(bytes.drain(at..end)),
            3 => {
                let part = bytes[at..end].to_vec();
                bytes.splice(at..at, part);
            }
            4 => bytes.truncate(at),
            _ => {
                let from = random.below(other.len() + 1);
                let part = other[from..(from + length).min(other.len())].iter().copied();
                bytes.splice(at..end, part);
            }
        }
    }
    bytes
}

/// Numbers that look random and are the same in every run (xorshift).
struct Random(u64);

impl Random {
    /// A number from 0 to one below the limit.
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).unwrap_or_default()
    }
}
