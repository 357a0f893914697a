//! Whether two extensions have the same content.

use extension::Extension;

/// Whether the two are the same but for the head of the file.
pub(crate) fn has_same_content(one: &Extension, other: &Extension) -> bool {
    one.key == other.key
        && one.name == other.name
        && one.provenance.last_upgrade_version == other.provenance.last_upgrade_version
        && one.provenance.version == other.provenance.version
        && one.description == other.description
        && one.dbms == other.dbms
        && one.resources == other.resources
        && one.actions == other.actions
        && one.structures == other.structures
        && one.entities == other.entities
        && one.technologies == other.technologies
}

/// Whether the two are the same, with what no file holds, but for the head of the file, which no edit changes.
pub(crate) fn is_same(one: &Extension, other: &Extension) -> bool {
    has_same_content(one, other) && one.excluded == other.excluded
}
