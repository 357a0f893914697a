//! Files of types for a definition that has none: usings and an empty namespace.

use extension::Extension;

use super::code::Code;
use crate::names;

/// The namespaces that Structures.cs and Entities.cs use.
pub(super) const TYPES: [&str; 10] = [
    "System",
    "System.Collections",
    "System.Data",
    "System.Reflection",
    "System.Runtime.Serialization",
    "OutSystems.ObjectKeys",
    "OutSystems.RuntimeCommon",
    "OutSystems.HubEdition.RuntimePlatform",
    "OutSystems.HubEdition.RuntimePlatform.Db",
    "OutSystems.Internal.Db",
];
/// The namespaces that Records.cs uses.
pub(super) const RECORDS: [&str; 11] = [
    "System",
    "System.Collections",
    "System.Data",
    "System.Runtime.Serialization",
    "System.Reflection",
    "System.Xml",
    "OutSystems.ObjectKeys",
    "OutSystems.RuntimeCommon",
    "OutSystems.HubEdition.RuntimePlatform",
    "OutSystems.HubEdition.RuntimePlatform.Db",
    "OutSystems.Internal.Db",
];
/// The namespaces that RecordLists.cs uses.
pub(super) const RECORD_LISTS: [&str; 12] = [
    "System",
    "System.Data",
    "System.Collections",
    "System.Runtime.Serialization",
    "System.Reflection",
    "System.Xml",
    "OutSystems.ObjectKeys",
    "OutSystems.RuntimeCommon",
    "OutSystems.HubEdition.RuntimePlatform",
    "OutSystems.HubEdition.RuntimePlatform.Db",
    "OutSystems.Internal.Db",
    "OutSystems.HubEdition.RuntimePlatform.NewRuntime",
];

/// A file that uses these namespaces and declares nothing.
pub(super) fn file(extension: &Extension, usings: &[&str]) -> String {
    let namespace = names::namespace(&extension.name);
    let mut code = Code::with_usings(usings);
    code.open(format_args!("namespace {namespace}"));
    code.blank();
    code.close_named(&namespace);
    code.finish()
}
