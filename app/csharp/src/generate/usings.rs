//! The namespaces that the files of types use.

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
