//! The inputs of fuzzing: those that it begins with, and those that it found.

use crate::folder::{files_below, project};

/// Hands each input of a target in `tests/fuzz` to its check. The last one whose name is printed is the one that failed.
pub fn each_input(target: &str, check: fn(&[u8])) {
    let folders = ["seeds", "found"].map(|folder| project().join("tests/fuzz").join(folder).join(target));
    for path in folders.iter().flat_map(|folder| files_below(folder)) {
        println!("{}", path.display());
        check(&std::fs::read(path).unwrap());
    }
}
