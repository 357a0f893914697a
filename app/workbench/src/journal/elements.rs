//! The form of everything that an extension is made of. A change here changes the form of every record:
//! see the version in [`bytes`](super::bytes).

use std::collections::HashSet;
use std::sync::Arc;

use extension::{
    Action, BasicType, Content, DataType, Dbms, DefaultValueBehavior, DeployAction, Description, Direction, Entity,
    EntityAttribute, Expression, Extension, FileName, Folder, ImportedMember, ImportedParameter, Key, Name, Parameter,
    Provenance, RecordDefinition, Reference, Resource, Structure, StructureAttribute, Technology, Timestamp,
};

use crate::Target;

use super::bytes::{Form, Read, Reader, Unreadable, put_block};
use super::difference::{Change, fields, form, put_list, read_list, whole};

/// A text that is taken as it is found.
macro_rules! texts {
    ($($type:ty),+) => {$(
        impl Form for $type {
            fn put(&self, out: &mut Vec<u8>) {
                put_block(self.as_str().as_bytes(), out);
            }

            fn read(from: &mut Reader<'_>) -> Read<Self> {
                let text = std::str::from_utf8(from.block()?).map_err(|_| Unreadable::Damaged)?;
                Ok(Self::as_found(text))
            }
        }
    )+};
}

/// One of a closed set, by numbers that never change.
macro_rules! numbered {
    ($($type:ident { $($number:literal $variant:ident $(($($inner:ident),+))? $({ $($field:ident),+ })?,)+ })+) => {$(
        impl Form for $type {
            fn put(&self, out: &mut Vec<u8>) {
                match self {
                    $(Self::$variant $(($($inner),+))? $({ $($field),+ })? => {
                        out.push($number);
                        $($($inner.put(out);)+)?
                        $($($field.put(out);)+)?
                    })+
                }
            }

            fn read(from: &mut Reader<'_>) -> Read<Self> {
                Ok(match from.byte()? {
                    $($number => {
                        $($(let $inner = Form::read(from)?;)+)?
                        $($(let $field = Form::read(from)?;)+)?
                        Self::$variant $(($($inner),+))? $({ $($field),+ })?
                    })+
                    _ => return Err(Unreadable::Damaged),
                })
            }
        }
    )+};
}

pub(super) use numbered;

texts!(Name, Timestamp, FileName, Folder, Description, Expression);

numbered! {
    BasicType {
        0 Text,
        1 Integer,
        2 LongInteger,
        3 Decimal,
        4 Currency,
        5 Boolean,
        6 DateTime,
        7 Date,
        8 Time,
        9 Email,
        10 PhoneNumber,
        11 BinaryData,
    }
    DataType {
        0 Basic(basic),
        1 Object,
        2 Record(record),
        3 RecordList(record),
        4 EntityIdentifier(key),
        5 Other { type_text, record_text },
    }
    Direction {
        0 Input { mandatory },
        1 Output,
    }
    DefaultValueBehavior {
        0 NoConversion,
        1 ConvertToNull,
    }
    DeployAction {
        0 Ignore,
        1 CopyToBinaries,
        2 CopyToApplication,
        3 CopyToImages,
        4 Other(text),
    }
    Dbms {
        0 All,
        1 SqlServer,
        2 Oracle,
        3 Other(text),
    }
    Target {
        0 Extension,
        1 Action(key),
        2 Structure(key),
        3 Entity(key),
        4 Resource(key),
        5 Source(key),
    }
}

impl Form for Key {
    fn put(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self.bytes());
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        let bytes = from.bytes(16)?.try_into().map_err(|_| Unreadable::Damaged)?;
        Ok(Self::from_bytes(bytes))
    }
}

impl Form for RecordDefinition {
    fn put(&self, out: &mut Vec<u8>) {
        self.sources().to_vec().put(out);
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        Ok(Self::new(Vec::read(from)?))
    }
}

impl Form for Content {
    fn put(&self, out: &mut Vec<u8>) {
        put_block(&self.bytes(), out);
    }

    fn read(from: &mut Reader<'_>) -> Read<Self> {
        Ok(Self::from_bytes(from.block()?))
    }
}

whole! {
    bool, u64, Arc<str>, Key, Name, Timestamp, FileName, Folder, Description, Expression, DataType, Direction,
    DefaultValueBehavior, DeployAction, Dbms, Option<Key>, Option<(Arc<str>, Arc<str>)>, Option<Arc<ImportedMember>>,
    Arc<[Reference]>,
}

form! {
    ImportedParameter { name, is_by_ref, is_out, type_name, is_mandatory }
    ImportedMember { kind, name, declaring_type, class, return_type, is_static, parameters }
    Reference with origin { key, name }
}

fields! {
    Action with origin {
        key, name, description, import_details, is_function, icon, body, java_body, member, parameters
    }
    Parameter with origin { key, name, description, direction, data_type, default }
    Structure with origin { key, name, description, import_details, attributes }
    StructureAttribute with origin {
        key, name, description, is_mandatory, data_type, default, decimals, length
    }
    Entity with origin {
        key, name, description, import_details, physical_table, logical_database, identifier,
        default_value_behavior, attributes
    }
    EntityAttribute with origin {
        key, name, description, original_name, original_type, is_mandatory, is_auto_number, data_type, default,
        length, decimals, is_ignored
    }
    Resource with origin {
        key, file_name, folder, description, import_details, deploy_action, last_modified, is_code_reference,
        references, content
    }
    Technology with origin {
        plugin, plugin_version, key, name, description, resources, actions, structures, entities
    }
    Provenance {
        code_key, application_server_type, is_system, is_valid, last_upgrade_version, activation_code, product,
        is_open_source_product, generation, hash, version, last_modified_utc, direct_upgrade_from
    }
}

/// How an extension is written.
const SAME_ORIGIN: u8 = 0;
const WITHOUT_ORIGIN: u8 = 1;
/// As the XIF that it is: it comes from another file.
const WHOLE: u8 = 2;

impl Change for Extension {
    fn put_change(&self, before: &Self, out: &mut Vec<u8>) {
        let is_same = self.origin.is_same(&before.origin);
        if let Some(text) = (!is_same && self.origin.is_read()).then(|| whole_text(self)).flatten() {
            out.push(WHOLE);
            text.put(out);
            return put_list(&self.excluded, &[], out);
        }
        out.push(if is_same { SAME_ORIGIN } else { WITHOUT_ORIGIN });
        let Self {
            key,
            name,
            description,
            dbms,
            provenance,
            resources,
            excluded,
            actions,
            structures,
            entities,
            technologies,
            origin: _,
        } = self;
        key.put_change(&before.key, out);
        name.put_change(&before.name, out);
        description.put_change(&before.description, out);
        dbms.put_change(&before.dbms, out);
        provenance.put_change(&before.provenance, out);
        put_files(resources, &before.resources, before, out);
        put_files(excluded, &before.excluded, before, out);
        actions.put_change(&before.actions, out);
        structures.put_change(&before.structures, out);
        entities.put_change(&before.entities, out);
        put_list(&shared(technologies), &shared(&before.technologies).iter().collect::<Vec<_>>(), out);
    }

    fn read_change(before: &Self, from: &mut Reader<'_>) -> Read<Self> {
        let origin = match from.byte()? {
            SAME_ORIGIN => before.origin.clone(),
            WITHOUT_ORIGIN => extension::Origin::default(),
            WHOLE => {
                let mut extension = xif::parse(String::read(from)?).map_err(|_| Unreadable::Damaged)?;
                extension.excluded = Arc::new(read_list(&[], from)?);
                return Ok(extension);
            }
            _ => return Err(Unreadable::Damaged),
        };
        let read = Self {
            key: Change::read_change(&before.key, from)?,
            name: Change::read_change(&before.name, from)?,
            description: Change::read_change(&before.description, from)?,
            dbms: Change::read_change(&before.dbms, from)?,
            provenance: Change::read_change(&before.provenance, from)?,
            resources: read_files(&before.resources, before, from)?,
            excluded: read_files(&before.excluded, before, from)?,
            actions: Change::read_change(&before.actions, from)?,
            structures: Change::read_change(&before.structures, from)?,
            entities: Change::read_change(&before.entities, from)?,
            technologies: read_list(&shared(&before.technologies).iter().collect::<Vec<_>>(), from)?
                .into_iter()
                .map(Arc::unwrap_or_clone)
                .collect(),
            origin,
        };
        if is_in_both(&read.resources, &read.excluded) { Err(Unreadable::Damaged) } else { Ok(read) }
    }
}

/// Whether a file is a resource and excluded too. Both lists come from the files of before, which would double again and again.
fn is_in_both(resources: &Files, excluded: &Files) -> bool {
    let excluded: HashSet<*const Resource> = excluded.iter().map(Arc::as_ptr).collect();
    !excluded.is_empty() && resources.iter().any(|file| excluded.contains(&Arc::as_ptr(file)))
}

/// The text of the extension, when it reads back the same.
fn whole_text(extension: &Extension) -> Option<String> {
    let text = xif::print(extension);
    let mut read = xif::parse(text.clone()).ok()?;
    read.excluded.clone_from(&extension.excluded);
    (read == *extension).then_some(text)
}

type Files = Arc<Vec<Arc<Resource>>>;

/// A list of files; one that was excluded or included stays the same file.
fn put_files(files: &Files, old: &Files, before: &Extension, out: &mut Vec<u8>) {
    let is_other = !Arc::ptr_eq(files, old);
    is_other.put(out);
    if is_other {
        put_list(files, &all_files(before), out);
    }
}

fn read_files(old: &Files, before: &Extension, from: &mut Reader<'_>) -> Read<Files> {
    if bool::read(from)? { read_list(&all_files(before), from).map(Arc::new) } else { Ok(Arc::clone(old)) }
}

fn all_files(extension: &Extension) -> Vec<&Arc<Resource>> {
    extension.resources.iter().chain(extension.excluded.iter()).collect()
}

fn shared(technologies: &[Technology]) -> Vec<Arc<Technology>> {
    technologies.iter().cloned().map(Arc::new).collect()
}
