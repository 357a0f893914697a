//! Enumerations of the framework: a signature says of a type of another assembly that its values are copied, and not that they
//! are numbers with names.

use std::borrow::Cow;
use std::sync::LazyLock;

/// Their names, sorted: what the reference assemblies of .NET Framework 4.7.2 have. A test compares it with them.
const NAMES: &str = include_str!("framework_enumerations.txt");

static SORTED: LazyLock<Vec<&str>> = LazyLock::new(|| NAMES.lines().collect());

/// Whether the framework has an enumeration of this name.
pub(crate) fn has(namespace: &str, names: &[Cow<'_, str>]) -> bool {
    if !namespace.starts_with("System") && !namespace.starts_with("Microsoft") {
        return false;
    }
    let name = format!("{namespace}.{}", names.join("+"));
    SORTED.binary_search(&name.as_str()).is_ok()
}
