//! What custom attributes say of something, those that users of it want to know.

use std::borrow::Cow;

use super::Surface;
use super::model::{Obsolete, Remarks, Value};
use crate::attribute;
use crate::{Coded, Handle, HasCustomAttribute};

impl Remarks<'_> {
    const PARAMS: u16 = 1;
    const EXTENSION: u16 = 2;
    const FLAGS: u16 = 4;
    const READONLY: u16 = 8;
    const REF_LIKE: u16 = 16;

    /// Whether it takes a list of arguments.
    pub(super) fn is_params(&self) -> bool {
        self.has & Self::PARAMS != 0
    }

    /// Whether it is called as if it were a method of its first parameter.
    pub(super) fn is_extension(&self) -> bool {
        self.has & Self::EXTENSION != 0
    }

    /// Whether values of the enumeration are combined.
    pub(super) fn is_flags(&self) -> bool {
        self.has & Self::FLAGS != 0
    }

    /// Whether it is only read.
    pub(super) fn is_readonly(&self) -> bool {
        self.has & Self::READONLY != 0
    }

    /// Whether values of the structure only live on the stack.
    pub(super) fn is_ref_like(&self) -> bool {
        self.has & Self::REF_LIKE != 0
    }
}

impl<'a> Surface<'a> {
    /// What the attributes of something say.
    pub(super) fn remarks(&self, of: Handle) -> Remarks<'a> {
        let mut remarks = Remarks::default();
        self.each_attribute(of, |kind, value| match kind {
            Kind::Obsolete => remarks.obsolete = Some(obsolete(value.unwrap_or_default())),
            Kind::DefaultMember => {
                remarks.default_member = value.and_then(attribute::first_text).map(Cow::Borrowed);
            }
            Kind::Mark(mark) => remarks.has |= mark,
            Kind::Decimal => {}
        });
        remarks
    }

    /// The decimal constant that an attribute holds, since the metadata have none.
    pub(super) fn decimal(&self, of: Handle) -> Option<Value<'a>> {
        let mut found = None;
        self.each_attribute(of, |kind, value| {
            if let Kind::Decimal = kind {
                found = value.and_then(attribute::decimal);
            }
        });
        found
    }

    fn each_attribute(&self, of: Handle, mut see: impl FnMut(Kind, Option<&'a [u8]>)) {
        let Some(owner) = Coded::<HasCustomAttribute>::number_of(of) else { return };
        for (_, row) in self.lookups.attributes.rows(&self.metadata, owner) {
            let Some((namespace, name)) = attribute::class(&self.metadata, &row) else { continue };
            let is_it = |kind: &&(&str, &str, Kind)| {
                self.metadata.is_name(name, kind.1) && self.metadata.is_name(namespace, kind.0)
            };
            if let Some((_, _, kind)) = KINDS.iter().find(is_it) {
                see(*kind, self.metadata.blob(row.value));
            }
        }
    }
}

/// What an attribute is about.
#[derive(Clone, Copy)]
enum Kind {
    Obsolete,
    DefaultMember,
    Decimal,
    /// That it is there says all.
    Mark(u16),
}

/// The attributes that are looked at, by namespace and name of their classes.
const KINDS: [(&str, &str, Kind); 8] = [
    ("System", "ObsoleteAttribute", Kind::Obsolete),
    ("System", "ParamArrayAttribute", Kind::Mark(Remarks::PARAMS)),
    ("System", "FlagsAttribute", Kind::Mark(Remarks::FLAGS)),
    ("System.Reflection", "DefaultMemberAttribute", Kind::DefaultMember),
    (SERVICES, "ExtensionAttribute", Kind::Mark(Remarks::EXTENSION)),
    (SERVICES, "IsReadOnlyAttribute", Kind::Mark(Remarks::READONLY)),
    (SERVICES, "IsByRefLikeAttribute", Kind::Mark(Remarks::REF_LIKE)),
    (SERVICES, "DecimalConstantAttribute", Kind::Decimal),
];
const SERVICES: &str = "System.Runtime.CompilerServices";

/// The arguments of `ObsoleteAttribute`: none, a message, or a message and whether it is an error. Blobs do not tell which,
/// but their lengths do.
fn obsolete(value: &[u8]) -> Obsolete<'_> {
    let Some(arguments) = attribute::arguments(value).filter(|arguments| arguments.len() > 2) else {
        return Obsolete::default();
    };
    let (message, rest) = match arguments.strip_prefix(&[0xff]) {
        Some(rest) => (None, rest),
        None => match attribute::text(arguments) {
            Some((text, rest)) => (Some(Cow::Borrowed(text)), rest),
            None => return Obsolete::default(),
        },
    };
    Obsolete { message, is_error: rest.len() > 2 && rest.first() == Some(&1) }
}
