//! What the compiled definition shows to modules and takes from the platform.

mod references;
pub(crate) mod types;

use std::collections::BTreeSet;
use std::path::Path;

use extension::Extension;
use support::csharp_toolchain::Toolchain;

/// Compares the assembly with what the definition asks for, in the order of the metadata.
pub(crate) fn check(toolchain: &Toolchain, extension: &Extension, assembly: &Path, framework: &str) {
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/proof/programs/Surface.cs");
    let tools = assembly.ancestors().nth(3).unwrap();
    let found = toolchain.run_tool(&program, tools, &[assembly]);
    let is_reference = |line: &&str| line.starts_with("assemblyref ") || line.starts_with("memberref ");
    let (references, types): (Vec<&str>, Vec<&str>) = found.lines().partition(is_reference);
    let expected = types::surface(extension);
    for (place, (found, expected)) in types.iter().zip(&expected).enumerate() {
        let around = types[place.saturating_sub(3)..place].join("\n");
        assert_eq!(found, expected, "after this, for {framework}:\n{around}");
    }
    assert_eq!(types.len(), expected.len(), "for {framework}");
    references::check(&references);
}

/// The lines without those that come more than once.
fn distinct<T: Ord>(lines: impl IntoIterator<Item = T>) -> BTreeSet<T> {
    lines.into_iter().collect()
}
